"""`kilosol station replay`: names, files, JSON, page, exit codes."""

import json

import pytest

from kilosol.cli.app import main

FILE = """
reactor = "krusty"
initial_power_w = 0.045
initial_temperature_k = 293.0
beta = 0.0065
actions = [ {insert_cents = 15.7}, {hold_power_w = 2500, until_total_cents = 25}, {run_s = 300.0} ]
"""


def test_json_has_the_promised_keys(capsys):
    assert main(["station", "replay", "krusty-15c", "--json"]) == 0
    values = json.loads(capsys.readouterr().out)
    assert values["peak_power_w"] == pytest.approx(3750, rel=0.1)
    assert values["peak_time_min"] == pytest.approx(11.06, rel=0.03)
    assert values["max_fuel_c"] == pytest.approx(200, abs=25)
    assert values["hold_s"] == 0
    lengths = {len(series) for series in values["traces"].values()}
    assert len(lengths) == 1
    assert lengths.pop() > 50
    assert {"time_s", "power_w", "fuel_k", "net_cents"} <= set(values["traces"])
    assert values["heat_capacity"]["other"]["peak_power_w"] > values["peak_power_w"]


def test_a_file_and_its_page(tmp_path, capsys):
    path, page = tmp_path / "mine.toml", tmp_path / "mine.html"
    path.write_text(FILE, encoding="utf-8")
    assert main(["station", "replay", str(path), "--out", str(page)]) == 0
    told = capsys.readouterr().out
    assert "hold 2500 W" in told
    html = page.read_text(encoding="utf-8")
    assert "power_over_time" in html
    assert "http" + "s://" not in html.split("<script", maxsplit=1)[0]


def test_a_reactor_in_a_file_of_its_own(tmp_path, capsys):
    (tmp_path / "heavy.toml").write_text("[values]\nfuel_kg = { value = 64.4 }\n", encoding="utf-8")
    path = tmp_path / "mine.toml"
    path.write_text(FILE.replace('"krusty"', '"heavy.toml"').replace("2500", "5000"), encoding="utf-8")
    assert main(["station", "replay", str(path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["peak_power_w"] > 6000


def test_a_replay_that_stops_keeps_what_it_found(tmp_path, capsys):
    path = tmp_path / "mine.toml"
    path.write_text(FILE.replace("2500", "9000"), encoding="utf-8")
    assert main(["station", "replay", str(path), "--json"]) == 4
    values = json.loads(capsys.readouterr().out)
    assert values["status"] == "stopped"
    assert "9000 W" in values["reason"]
    assert values["peak_power_w"] > 3000


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("run_s = 300.0", "run_s = -1"), "actions[2].run_s"),
        (("insert_cents", "insert_cent"), "did you mean 'insert_cents'"),
        (('"krusty"', '"krustey"'), "did you mean 'krusty'"),
        (("= 0.045", "= -1"), "initial_power_w"),
        (("actions = [", "actions = "), "TOML"),
    ],
)
def test_mistakes_exit_with_2_and_a_cure(tmp_path, capsys, change, told):
    path = tmp_path / "mine.toml"
    path.write_text(FILE.replace(*change), encoding="utf-8")
    assert main(["station", "replay", str(path)]) == 2
    assert told in capsys.readouterr().err


def test_an_unknown_name_names_the_nearest(capsys):
    assert main(["station", "replay", "krusty-15"]) == 2
    assert "krusty-15c" in capsys.readouterr().err
