import json
import re

import pytest

from kilosol.cli import main


def values(capsys, *words: str) -> dict:
    assert main(["site", *words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_known_site_in_numbers(capsys) -> None:
    found = values(capsys, "ap-1")
    assert found["site"]["name"] == "AP-1"
    assert found["site"]["latitude_deg"]["source"] == "golombek2021"
    assert len(found["insolation"]["by_season"]) == 12
    row = found["insolation"]["by_season"][9]
    assert row["quiet_p05_wh_m2"] <= row["quiet_p95_wh_m2"]
    assert row["storm_p05_wh_m2"] < row["quiet_p05_wh_m2"]
    array = found["array"]
    assert array["my28"]["area_m2_per_kwe_darkest"] > 3 * array["quiet"]["area_m2_per_kwe_darkest"]
    assert found["temperature"]["ground_min_k"] < found["temperature"]["sink_mean_k"] < 210
    assert len(found["sunrise"]) == 12
    assert found["sunrise"][0]["sunrise_hour"] == 6.0
    assert found["dose"]["by_phase"]["minimum"]["surface_msv_day"] > 0.9
    assert "ice" in found["ice"]["text"].lower()


def test_coordinates_and_dust(capsys) -> None:
    west = values(capsys, "--lat", "39", "--lon", "-158", "--elevation-km", "-3.9", "--dust", "my34")
    assert west["dust"] == "my34"
    assert west["site"]["east_longitude_deg"]["value"] == 202
    calm = values(capsys, "--lat", "39", "--lon", "202", "--elevation-km", "-3.9")
    assert west["insolation"] == calm["insolation"]
    assert west["temperature"]["by_season"][6] != calm["temperature"]["by_season"][6]


def test_polar_night_has_no_area(capsys) -> None:
    pole = values(capsys, "--lat", "85", "--lon", "0", "--elevation-km", "-2")
    assert pole["array"]["quiet"]["area_m2_per_kwe_darkest"] is None
    assert pole["sunrise"][9]["sunrise_hour"] is None


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["Jezerro"], "did you mean 'Jezero'"),
        ([], "a place: is needed"),
        (["--lat", "10"], "--lon, --elevation-km"),
        (["--lat", "99", "--lon", "0", "--elevation-km", "0"], "latitude_deg"),
        (["--lat", "9", "--lon", "900", "--elevation-km", "0"], "--lon"),
        (["AP-1", "--dust", "my29"], "my28"),
        (["AP-1", "--dust", "missing.csv"], "cannot be read"),
    ],
)
def test_wrong_input_says_what_is_meant(capsys, words: list[str], said: str) -> None:
    assert main(["site", *words]) == 2
    assert said in capsys.readouterr().err


def test_own_dust_is_read_and_refused_by_line(capsys, tmp_path) -> None:
    good = tmp_path / "dust.csv"
    good.write_text("sol,tau\n" + "".join(f"{sol},0.9\n" for sol in range(669)))
    found = values(capsys, "Gale", "--dust", str(good))
    assert found["dust"] == "dust.csv"
    assert found["insolation"]["by_season"][0]["dust.csv_tau"] == 0.9
    good.write_text("sol,tau\n0,0.9\n1,0.9\n5,0.9\n")
    assert main(["site", "Gale", "--dust", str(good)]) == 2
    assert "dust.csv:4  sol: must be 2, got 5" in capsys.readouterr().err


def test_page_stands_alone(capsys, tmp_path) -> None:
    page = tmp_path / "site.html"
    assert main(["site", "Jezero", "--out", str(page)]) == 0
    text = page.read_text(encoding="utf-8")
    body = text[: text.index('<script type="application/json"')]
    assert "Jezero" in body
    for heading in (
        "How much light and power?",
        "How cold?",
        "How much radiation?",
        "When does the Sun rise?",
    ):
        assert heading in body
    assert body.count('class="plot"') == 3
    # Nothing is fetched: no address stands in the page's own markup.
    assert not re.search(r'(?:src|href)="https?:', body)
    assert main(["site", "Jezero", "--out", str(tmp_path / "no" / "folder.html")]) == 2
    assert "--out" in capsys.readouterr().err
