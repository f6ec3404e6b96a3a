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
    assert found["plane_delta_v_km_s"] == pytest.approx(0.05, abs=0.01)
    assert found["orbit_to_surface_delta_v_km_s"] == pytest.approx(4.32, abs=0.01)
    assert found["tanker_flights_low"] < found["tanker_flights"] < found["tanker_flights_high"]
    assert found["payload_t"] == 100
    assert -90 < found["declination_deg"] < 90
    text = run(capsys, "arc", "--depart", "2031-01-28", "--arrive", "2031-08-06", "--ship", "v3-heavy")[1]
    assert "orbit to surface" in text


def test_an_arc_home_lands_no_ship_on_mars(capsys):
    words = ("--origin", "mars", "--target", "earth", "--json")
    _, out, _ = run(capsys, "arc", "--depart", "2033-01-27", "--arrive", "2033-09-02", *words)
    home = json.loads(out)
    assert "payload_t" not in home
    assert home["center"] == "earth"
    assert 700 < home["return_propellant_t"] < 900


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
        (("porkchop", *SPANS, "--out", "nowhere/a.csv"), "no folder nowhere"),
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
    (declination,) = cheap["type1"]["flags"]
    assert "leaves at -34 degrees from an orbit of 28.5" in declination
    (steep,) = json.loads(run(capsys, *words, "--inclination", "51.6")[1])
    assert steep["type1"]["flags"] == []
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


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (("arc", "--depart", "2031-01-28", "--arrive", "2031-08-06", "--origin", "mars"), "another planet"),
        (("arc", "--depart", "2031-01-28", "--arrive", "2031-01-28T00:00:01"), "no conic is as fast"),
        (("arc", "--depart", "2031-01-28", "--arrive", "2031-08-06", "--max-entry", "3"), "falling"),
        (("arc", "--depart", "2031-01-28", "--arrive", "2031-08-06", "--orbit", "250"), "heights"),
        (("arc", "--depart", "2031-01-28", "--arrive", "2031-08-06", "--orbit", "250x1h"), "circle"),
        (
            ("arc", "--depart", "2031-01-28", "--arrive", "2031-08-06", "--inclination", "20",
             "--launch-latitude", "28.5"),
            "latitude of the launch site",
        ),
        (("windows", "--to", "2031"), "--from"),
        (("windows", "--from", "2031", "--max-delta-v", "2"), "escape"),
        (("windows", "--from", "2031", "--launch-period", "0"), "launch_period_days"),
        (("porkchop", "--depart", "2031-01-01...2031-03-10", *SPANS[2:]), "two dots"),
        (("porkchop", "--depart", "2031-01-01..2031-01-01", *SPANS[2:]), "kilosol arc"),
        (("porkchop", "--depart", "2031-03-01..2031-05-01", "--arrive", "2031-01-01..2031-02-01"), "after"),
        (("porkchop", *SPANS, "--origin", "mars"), "another planet"),
        (
            ("porkchop", "--depart", "2031-01-01..2031-01-01T00:00:30", *SPANS[2:], "--points", "100"),
            "one a second",
        ),
    ],
)  # fmt: skip
def test_inputs_that_no_flight_can_have_are_named(capsys, words, text):
    code, out, err = run(capsys, *words)
    assert (code, out) == (2, "")
    assert text in err


@pytest.mark.parametrize(
    ("depart", "arrive"),
    [("2031-01-28", "2031-01-29"), ("1970-01-01", "1970-08-01"), ("2028-02-29", "2028-12-01")],
)
def test_an_arc_that_no_ship_flies_is_shown_and_says_why(capsys, depart, arrive):
    code, out, err = run(capsys, "arc", "--depart", depart, "--arrive", arrive, "--json")
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert (found["payload_t"], found["tanker_flights"], found["propellant_t"]) == (0, 0, 0)
    assert (
        f"burn {found['injection_delta_v_km_s'] + found['plane_delta_v_km_s']:.2f} km/s" in found["why_not"]
    )
    assert "tanks hold 1,600 t" in found["why_not"]
    assert "no ship flies it" in run(capsys, "arc", "--depart", depart, "--arrive", arrive)[1]


def test_a_year_without_a_window_names_its_neighbours(capsys):
    code, out, _ = run(capsys, "windows", "--from", "2027", "--to", "2027")
    assert code == 0
    assert "no window in 2027" in out
    assert "2026 (leave: people 2026-11" in out
    assert "2028 (leave: people 2028-12" in out
    code, out, err = run(capsys, "windows", "--from", "2027", "--to", "2027", "--json")
    assert json.loads(out) == []
    assert "nearest" in err


def test_a_year_in_which_people_leave_late_has_its_window(capsys):
    (window,) = json.loads(run(capsys, "windows", "--from", "2029", "--json")[1])
    assert window["year"] == 2028
    assert window["last_crew_departure"].startswith("2029-01")


def test_the_way_home_obeys_its_limits_and_says_what_breaks_them(capsys):
    words = ("windows", "--return", "--from", "2033", "--json")
    (free,) = json.loads(run(capsys, *words, "--max-tof", "300")[1])
    (bound,) = json.loads(run(capsys, *words, "--max-tof", "180")[1])
    assert bound["crew"]["tof_days"] <= 180 < free["crew"]["tof_days"]
    assert bound["crew"]["c3_km2_s2"] > free["crew"]["c3_km2_s2"]
    assert "too long for people" in bound["type1"]["flags"]
    (none,) = json.loads(run(capsys, *words, "--max-c3", "3", "--max-tof", "100", "--max-entry", "11.2")[1])
    assert none["crew"] is None
    assert {"launch energy above limit", "entry above limit", "too long for people"} <= set(
        none["type1"]["flags"]
    )


def test_what_every_command_prints_types_back(capsys):
    rows = []
    for way in ((), ("--return",)):
        for window in json.loads(run(capsys, "windows", "--from", "2033", *way, "--json")[1]):
            rows += [window[key] for key in ("type1", "type2", "crew")]
    found = json.loads(run(capsys, "porkchop", *SPANS, "--points", "60", "--json")[1])
    rows += [found["type1"], found["type2"]]
    for row in rows:
        ends = ("--origin", row["origin"], "--target", row["target"])
        dates = ("--depart", row["departure"], "--arrive", row["arrival"])
        again = json.loads(run(capsys, "arc", *dates, *ends, "--json")[1])
        for key in ("c3_km2_s2", "entry_speed_km_s", "declination_deg", "tof_days"):
            assert again[key] == pytest.approx(row[key], abs=1e-9)


def test_no_two_points_of_a_porkchop_share_a_name(capsys, tmp_path):
    spans = ("--depart", "2031-01-10..2031-02-10", "--arrive", "2031-07-20..2031-08-20")
    run(capsys, "porkchop", *spans, "--points", "100", "--out", str(tmp_path / "fine.csv"))
    with (tmp_path / "fine.csv").open() as lines:
        rows = list(csv.DictReader(lines))
    assert len({(r["departure"], r["arrival"]) for r in rows}) == len(rows) == 10_000
    row = rows[4321]
    again = json.loads(
        run(capsys, "arc", "--depart", row["departure"], "--arrive", row["arrival"], "--json")[1]
    )
    assert again["c3_km2_s2"] == pytest.approx(float(row["c3_km2_s2"]), abs=2e-6)
    by_jd = ("--depart", row["departure_jd"], "--arrive", row["arrival_jd"])
    assert json.loads(run(capsys, "arc", *by_jd, "--json")[1])["c3_km2_s2"] == pytest.approx(
        again["c3_km2_s2"], abs=2e-4
    )


def test_an_ellipse_a_site_and_a_depot_are_told(capsys):
    words = ("--orbit", "250x1sol", "--site-latitude", "39.8", "--json")
    found = json.loads(run(capsys, "arc", "--depart", "2033-04-06", "--arrive", "2033-10-01", *words)[1])
    assert found["ellipse_apoapsis_km"] == pytest.approx(33_793, rel=0.01)
    assert found["ellipse_delta_v_km_s"] < found["capture_delta_v_km_s"] - 1
    assert found["reaches_site"]
    assert len(found["local_hours"]) == 2
    assert found["node_rate_deg_day"] == pytest.approx(-7.5, abs=0.1)
    assert found["departure_burns"] == 3
