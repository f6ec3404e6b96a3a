"""Arc, windows and porkchop on the command line, in this process."""

import csv
import json

import numpy as np
import pytest
import xarray as xr

from kilosol.cli import main

SPANS = ("--depart", "2031-01-01..2031-03-10", "--arrive", "2031-07-20..2031-12-31")


def run(capsys, *words):
    code = main(list(words))
    out = capsys.readouterr()
    return code, out.out, out.err


def test_arc_tells_every_burn_and_what_lands(capsys):
    code, out, _ = run(capsys, "arc", "--depart", "2031-01-28", "--arrive", "2031-08-06", "--json")
    assert code == 0
    found = json.loads(out)
    assert found["type"] == "I"
    assert found["injection_delta_v_km_s"] == pytest.approx(3.60, abs=0.01)
    total = found["injection_delta_v_km_s"] + found["capture_delta_v_km_s"]
    assert found["orbit_to_orbit_delta_v_km_s"] == pytest.approx(total)
    assert found["orbit_to_surface_delta_v_km_s"] == pytest.approx(4.30, abs=0.01)
    assert found["payload_t"] == 100
    assert -90 < found["declination_deg"] < 90
    text = run(capsys, "arc", "--depart", "2031-01-28", "--arrive", "2031-08-06", "--ship", "v3-heavy")[1]
    assert "orbit to surface" in text


def test_an_arc_home_lands_no_ship_on_mars(capsys):
    words = ("--origin", "mars", "--target", "earth", "--json")
    _, out, _ = run(capsys, "arc", "--depart", "2033-01-27", "--arrive", "2033-09-02", *words)
    assert "payload_t" not in json.loads(out)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (("arc", "--depart", "2031-08-06", "--arrive", "2031-01-28"), "after the departure"),
        (("arc", "--depart", "1931-08-06", "--arrive", "2031-01-28"), "1970-01-01"),
        (("arc", "--depart", "2031-01-28", "--arrive", "2031-08-06", "--ship", "v9"), "unknown ship"),
        (("arc", "--depart", "2031-01-28", "--arrive", "2031-08-06", "--target", "pluto"), "pluto"),
        (("windows", "--from", "2031", "--to", "2030"), "not before"),
        (("windows", "--from", "2031", "--to", "2033", "--max-c3", "-1"), "positive"),
        (
            ("windows", "--from", "2031", "--to", "2033", "--return", "--objective", "landed-mass"),
            "landed-mass",
        ),
        (("porkchop", "--depart", "2031-01-01", "--arrive", "2031-07-20..2031-12-31"), "two dates"),
        (("porkchop", "--depart", "2031-03-01..2031-01-01", "--arrive", "2031-07-20..2031-12-31"), "after"),
        (("porkchop", *SPANS, "--out", "a.png"), ".csv"),
        (("porkchop", *SPANS, "--out", "nowhere/a.csv"), "can be written"),
        (("porkchop", *SPANS, "--points", "1"), "between 2 and 5000"),
    ],
)
def test_wrong_input_is_one_clear_text_and_code_2(capsys, words, text):
    code, out, err = run(capsys, *words)
    assert code == 2
    assert out == ""
    assert text in err
    assert "Traceback" not in err


def test_windows_by_objective_flag_what_they_do(capsys):
    words = ("windows", "--from", "2031", "--to", "2031", "--json")
    (cheap,) = json.loads(run(capsys, *words)[1])
    assert "arrives the year after" in cheap["type2"]["flags"]
    assert cheap["type1"]["flags"] == []
    assert cheap["earliest_arrival"].startswith("2031")
    (slow,) = json.loads(run(capsys, *words, "--objective", "vinf")[1])
    assert slow["type1"]["arrival_vinf_km_s"] < cheap["type1"]["arrival_vinf_km_s"]
    (landed,) = json.loads(run(capsys, *words, "--objective", "landed-mass", "--max-entry", "7")[1])
    assert landed["type1"]["entry_speed_km_s"] <= 7.001
    (kept,) = json.loads(run(capsys, *words, "--max-entry", "7")[1])
    assert "entry above limit" in kept["type1"]["flags"]
    assert kept["type1"]["payload_t"] == 0


def test_landing_in_a_year_names_the_departures(capsys):
    (window,) = json.loads(run(capsys, "windows", "--land-in", "2031", "--json")[1])
    people = window["people_land"]
    assert people["first_departure"] < people["cheapest"]["departure"] < people["last_departure"]
    assert people["last_landing"] <= "2031-12-31"
    text = run(capsys, "windows", "--land-in", "2031")[1]
    assert "people who leave 2031-01" in text


def test_porkchop_writes_the_same_numbers_three_times(capsys, tmp_path):
    files = {end: tmp_path / f"grid.{end}" for end in ("csv", "nc", "html")}
    for file in files.values():
        code, out, _ = run(capsys, "porkchop", *SPANS, "--points", "40", "--out", str(file))
        assert code == 0
        assert f"wrote {file}" in out
    with files["csv"].open() as lines:
        rows = list(csv.DictReader(lines))
    dataset = xr.load_dataset(files["nc"], engine="h5netcdf")
    assert dataset["c3_km2_s2"].attrs["units"] == "km2/s2"
    finite = dataset["c3_km2_s2"].values[np.isfinite(dataset["c3_km2_s2"].values)]
    assert len(rows) == finite.size
    np.testing.assert_allclose([float(r["c3_km2_s2"]) for r in rows], finite, atol=1e-6)
    page = files["html"].read_text()
    assert "The cheapest flight leaves on" in page
    assert 'src="http' not in page


def test_porkchop_in_json_names_the_best_of_both_types(capsys):
    found = json.loads(run(capsys, "porkchop", *SPANS, "--points", "60", "--json")[1])
    assert found["type1"]["c3_km2_s2"] == pytest.approx(9.0, abs=0.1)
    assert found["type2"]["type"] == "II"
    assert found["n_arcs"] == 3600
