"""The command around the sizing: what it prints, keeps and refuses; the sizing itself is a stub here."""

import dataclasses
import json

import numpy as np
import pytest

from kilosol.cli.app import main
from kilosol.grid import LOAD_CLASSES, FissionBlock
from kilosol.planning.stages.store_care import first_care
from kilosol.studies import grid_run, grid_views

BLOCK = FissionBlock("unit", 2, 20.0, 2000.0, 20000.0, 500.0)
SIZES = {"solar_m2": 9000.0, "battery_kwh": 300.0, "battery_kw": 80.0, "fuel_cell_kwh": 0.0,
         "fuel_cell_kw": 0.0, "electrolyser_kw": 0.0, "reserve_kwh": 900.0, "reserve_kw": 12.0}  # fmt: skip
CHECK = {
    "n_years": 4096,
    "passes": True,
    "vital_risk": {"value": 0.0, "ci95": [0.0, 0.00094]},
    "essential_short_sol": {"value": 0.4, "ci95": [0.3, 0.5]},
    "propellant_on_time": {"value": 1.0, "ci95": [0.999, 1.0]},
}


def sized(design, *, is_feasible, misses=("propellant on time",)):
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
        "misses": [] if is_feasible else list(misses),
        "check": CHECK,
        "tried": [{"mass_kg": heavy, "n_spares": 0} | CHECK],
        "rounds": 1,
        "units": [{"n_units": 2, "bound_kg": 40000.0, "mass_kg": heavy}],
        "station": [dataclasses.asdict(BLOCK)],
        "sizes": {"n_units": 2, "n_spares": 1, "fission_kw": 40.0} | SIZES,
        "rules": {"floor_frac": 0.5, "top_up_frac": 0.2, "alert_tau": None},
        "store_care": first_care().numbers(np.full(24, 200.0)),
        "replay": [{"units_out": 0, "shed_sols": {name: [[500, 520]] for name in LOAD_CLASSES}}],
    }


@pytest.fixture
def asked(monkeypatch):
    """Names of the designs that were really sized."""
    names = []

    def stub(grid, design, tick, n_fresh):
        tick("search 1")
        names.append(design.name)
        return sized(design, is_feasible=stub.is_feasible, misses=stub.misses)

    stub.is_feasible, stub.misses = True, ["propellant on time"]
    monkeypatch.setattr(grid_run, "size_design", stub)
    monkeypatch.setattr(grid_views, "N_YEARS", 32)
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
    page = (tmp_path / "grid.html").read_text()
    for name in ("grid_prices", "grid_pareto", "storm_dispatch", "grid_duration", "grid_importance"):
        assert f'data-figure="{name}"' in page
    for words in ("N-1", "N-2", "all unit", "One fission unit gone for the year", "No spare parts"):
        assert words in page
    assert (
        "Infinity" not in page.split('<script type="application/json" id="theme">')[1].split("plotly.js")[0]
    )
    assert "all solar: none with the partner, solar-battery without" in text


def test_nothing_that_holds_is_exit_code_three_with_what_binds(asked, capsys):
    asked[0].is_feasible = False
    assert main(["grid"]) == 3
    shown = capsys.readouterr()
    assert "does not hold" in shown.out
    said = "propellant on time: down to 0.9990 where 0.99 is asked, though 1.0000 was drawn"
    assert said in shown.err.replace("\n", " ")
    assert "at least 40.0 t would be needed" in shown.err.replace("\n", " ")


def test_stores_that_need_more_than_was_reckoned_with_are_told_in_numbers(asked, capsys, monkeypatch):
    care = first_care().numbers(np.full(24, 200.0))
    needed = care | {"heater_mean_kw": 1.25, "cooler_kw": 0.05, "capacity_left_frac": 0.7}
    stub = grid_run.size_design

    def short_of_care(*args):
        return stub(*args) | {"store_care": care | {"is_enough": False, "needed": needed}}

    asked[0].is_feasible, asked[0].misses = False, ["care of its stores"]
    monkeypatch.setattr(grid_run, "size_design", short_of_care)
    assert main(["grid", "--design", "own-hybrid"]) == 3
    said = "care of its stores: heaters and coolers take 1.30 kW where 0.00 was reckoned with"
    assert said in capsys.readouterr().err.replace("\n", " ")


def test_a_risk_too_rare_to_be_shown_names_the_years_it_takes(asked, capsys, monkeypatch):
    asked[0].is_feasible = False
    asked[0].misses = ["vital loads over drawn years"]
    assert main(["grid", "--set", "power.vital_risk_frac=1e-4"]) == 3
    assert "none of 4096 was dark: --years 38411 could show it" in capsys.readouterr().err


def test_a_design_asked_for_by_name_is_chosen_though_nobody_offers_it(asked, capsys):
    assert main(["grid", "--design", "own-hybrid", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["chosen"] == "own-hybrid"


def test_one_design_may_be_asked_for_alone(asked, capsys, tmp_path):
    assert main(["grid", "--design", "partner-hybrid", "--json"]) == 0
    assert asked[1] == ["partner-hybrid"]
    assert len(json.loads(capsys.readouterr().out)["designs"]) == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--design", "partner-hybird"], "did you mean 'partner-hybrid'"),
        (["--years", "0"], "1 or more, got 0"),
    ],
)
def test_wrong_asking_is_named(asked, capsys, words, said):
    assert main(["grid", *words]) == 2
    assert said in capsys.readouterr().err
    assert asked[1] == []
