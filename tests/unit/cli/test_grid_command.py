"""The command around the sizing: what it prints, keeps and refuses; the sizing itself is a stub here."""

import json

import pytest

from kilosol.cli.app import main
from kilosol.planning import grid_run

CHECK = {
    "n_years": 4096,
    "vital_risk": {"value": 0.0, "ci95": [0.0, 0.00094]},
    "essential_short_sol": {"value": 0.4, "ci95": [0.3, 0.5]},
    "propellant_on_time": {"value": 1.0, "ci95": [0.999, 1.0]},
}


def sized(design, *, is_feasible):
    heavy = 60000.0 if design.uses_partner else 50000.0
    return {
        "design": design.name,
        "title": design.title,
        "architecture": design.architecture,
        "uses_partner": design.uses_partner,
        "is_claimed": design.is_claimed,
        "on_offer": design.on_offer,
        "is_feasible": is_feasible,
        "mass_kg": heavy if is_feasible else None,
        "lower_bound_kg": 40000.0,
        "price_of_no_foresight_kg": 100.0,
        "price_of_reliability_kg": 5000.0,
        "binding": "the design year",
        "misses": [] if is_feasible else ["propellant on time"],
        "check": CHECK,
    }


@pytest.fixture
def asked(monkeypatch):
    """Names of the designs that were really sized."""
    names = []

    def stub(grid, design, tick):
        tick("search 1")
        names.append(design.name)
        return sized(design, is_feasible=stub.is_feasible)

    stub.is_feasible = True
    monkeypatch.setattr(grid_run, "size_design", stub)
    return stub, names


def test_json_and_text_tell_the_best(asked, capsys, tmp_path):
    _, names = asked
    assert main(["grid", "--json", "--out", str(tmp_path)]) == 0
    sheet = json.loads(capsys.readouterr().out)
    assert [d["mass_kg"] for d in sheet["designs"]] == sorted(d["mass_kg"] for d in sheet["designs"])
    assert sheet["targets"]["vital_risk"] == 0.001
    chosen = next(d for d in sheet["designs"] if d["design"] == sheet["chosen"])
    assert chosen["on_offer"]
    assert not chosen["is_claimed"]
    assert json.loads((tmp_path / "grid.json").read_text()) == sheet
    # A second run takes every design from the folder; another scenario none.
    done = len(names)
    assert main(["grid", "--out", str(tmp_path)]) == 0
    assert len(names) == done
    text = capsys.readouterr().out
    assert "(chosen)" in text
    assert "all solar: none with the partner, solar-battery without" in text


def test_nothing_that_holds_is_exit_code_three_with_what_binds(asked, capsys):
    asked[0].is_feasible = False
    assert main(["grid"]) == 3
    shown = capsys.readouterr()
    assert "does not hold" in shown.out
    assert "propellant on time; at least 40.0 t would be needed" in shown.err
