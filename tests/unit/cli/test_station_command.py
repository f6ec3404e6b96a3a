import json
import re

import pytest

from kilosol.cli import main

OWN = """
title = "Mine"
conversion = "stirling"
[values]
power_kwe = { value = 25.0, unit = "kW", source = "assumption", where = "mine", tier = "D" }
"""


def values(capsys, *words: str) -> dict:
    assert main(["station", *words, "--no-solar", "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_station_in_numbers(capsys) -> None:
    found = values(capsys, "hp-stirling-40", "--units", "2", "--distance-m", "800", "--site", "Jezero")
    assert found["station"]["net_kwe"] == 80
    assert found["station"]["site"] == "Jezero"
    mass = found["mass"]
    assert mass["unit_kg"] == pytest.approx(1.2 * sum(mass["by_component_kg"].values()), rel=1e-4)
    assert mass["station_kg"] == pytest.approx(2 * mass["unit_kg"], rel=1e-5)
    assert mass["unit_low_kg"] < mass["unit_kg"] < mass["unit_high_kg"]
    assert [row["name"] for row in found["cases"]] == ["night", "noon", "storm day", "storm night", "winter"]
    noon, night = found["cases"][1], found["cases"][0]
    assert noon["sink_k"] > night["sink_k"]
    assert noon["able_kw"] < night["able_kw"]
    chances = [row["at_least_100_percent"] for row in found["availability"]["rows"]]
    assert chances == sorted(chances, reverse=True)
    assert {row["n_units"] for row in found["sizes"]} == {1, 2, 4, 8}
    assert all(len(row["cases"]) >= 3 for row in found["levels"])
    assert found["solar"] is None
    lost = found["transients"]
    assert lost["survives_loss_of_cooling"] == (lost["loss_of_cooling_peak_k"] < lost["fuel_limit_k"])
    assert lost["fuel_k"] < lost["loss_of_cooling_peak_k"]
    assert lost["more_load_dip_k"] < lost["fuel_k"]


def test_more_units_share_the_dose(capsys) -> None:
    one = values(capsys, "kilopower-10")["mass"]["by_component_kg"]["shield"]
    four = values(capsys, "kilopower-10", "--units", "4")["mass"]["by_component_kg"]["shield"]
    assert four > one


def test_buried_units_carry_no_shield(capsys) -> None:
    found = values(capsys, "fsp-2010-40", "--buried")
    assert "shield" not in found["mass"]["by_component_kg"]
    assert found["dose"]["berm_dry_m"] > 2


@pytest.mark.parametrize("name", ["topaz-1", "selena-kurchatov", "krusty", "shelf-m"])
def test_what_is_not_public_is_not_made_up(capsys, name: str) -> None:
    found = values(capsys, name)
    assert "mass" not in found
    assert found["station"]["why_no_components"]
    assert found["decay_heat"]["rows"]
    if name == "selena-kurchatov":
        assert found["published"]["mass_kg"] is None


def test_own_file(capsys, tmp_path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(OWN, encoding="utf-8")
    found = values(capsys, str(path))
    assert found["technology"]["title"] == "Mine"
    assert found["mass"]["published_kg"] is None


def test_the_solar_plant_stands_beside_it(capsys) -> None:
    assert main(["station", "kilopower-10", "--json"]) == 0
    solar = json.loads(capsys.readouterr().out)["solar"]
    assert solar["load_kw"] == 10
    assert solar["is_feasible"]
    parts = solar["array_kg"] + solar["battery_kg"] + solar["fuel_cell_kg"]
    assert solar["total_kg"] == pytest.approx(parts, rel=1e-4)


def test_text_and_page(capsys, tmp_path) -> None:
    page = tmp_path / "page.html"
    assert main(["station", "--no-solar", "--out", str(page)]) == 0
    said = capsys.readouterr().out
    assert "kg/kWe" in said
    assert "what binds" in said
    html = page.read_text(encoding="utf-8")
    text = html[: html.index('type="application/json"')]
    assert not re.search(r"(src|href)=\"https?:", text)
    for anchor in ("mass", "heat", "hours", "core", "years", "rivals", "published"):
        assert f'id="{anchor}"' in text
    bare = tmp_path / "bare.html"
    assert main(["station", "topaz-1", "--out", str(bare)]) == 0
    assert 'id="published"' in bare.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["hp-stirlng-40"], "did you mean 'hp-stirling-40'"),
        (["--units", "0"], "--units must be 1 or more"),
        (["--distance-m", "9000"], "distance_m must be 10 to 5000"),
        (["--limit-msv-year", "-1"], "--limit-msv-year must be positive"),
        (["--site", "Jezerro"], "did you mean 'Jezero'"),
        (["missing.toml"], "cannot be read"),
    ],
)
def test_wrong_input_says_what_is_meant(capsys, words: list[str], said: str) -> None:
    assert main(["station", *words, "--no-solar"]) == 2
    assert said in capsys.readouterr().err
