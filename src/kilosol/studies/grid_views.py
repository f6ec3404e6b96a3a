"""What a page shows of a thorough sizing: its plant once more, step by step and through fresh years."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from kilosol.grid import (
    LOAD_CLASSES,
    TRACE,
    Contingency,
    FissionBlock,
    Plant,
    Rules,
    StorageTechnology,
    Trial,
    VitalLoad,
    Years,
    contingencies,
    design_year,
    run_trials,
    station_output_kw,
    trace_trial,
)
from kilosol.grid.sizing.case import BOOKED
from kilosol.planning.stages.demand import find_demand
from kilosol.planning.stages.store_care import StoreCare
from kilosol.results import describe
from kilosol.scenario import Scenario
from kilosol.studies.grid_study import GridCase, find_case, worst_storm

#: Drawn years of a page, and the first of them: far beyond all that a sizing draws.
N_YEARS, FIRST_YEAR = 512, 1 << 20

#: Years whose every step is held at once.
BATCH = 32

#: Levels of power short at which hours are counted.
N_LEVELS = 200

#: What is left of a part when its importance is asked for.
LESS = 0.8

#: Factors by which all that was added is scaled: what mass buys.
FACTORS = (0.8, 0.85, 0.9, 0.94, 0.97, 1.0, 1.03, 1.06, 1.1, 1.2)


@dataclass(frozen=True)
class GridViews:
    """The plant that a page tells of.

    Parameters
    ----------
    numbers : dict
        Its design, as in the sheet.
    year : xr.Dataset
        Its design year, step by step.
    level_kw : (k,) [kW]
        Levels of power short.
    hours_at_level : dict of (k,) [h]
        Loads -> hours of a mean Mars year short by more than each level.
    importance : dict
        What is taken away -> hours of a mean year with essential loads short, and energy of vital and
        essential loads unserved [kWh].
    scaled : list of dict
        The plant with all that was added made smaller and larger: mass and risks.
    contingencies : tuple of Contingency
        In a year with the thickest storm on record.
    n_years : int
        Drawn years behind the numbers.
    """

    numbers: dict[str, Any]
    year: xr.Dataset
    level_kw: NDArray[np.float64]
    hours_at_level: dict[str, NDArray[np.float64]]
    importance: dict[str, tuple[float, float]]
    scaled: list[dict[str, float]]
    contingencies: tuple[Contingency, ...]
    n_years: int


def find_views(scenario: Scenario, sheet: Mapping[str, Any]) -> GridViews:
    """Run the chosen plant of a sheet once more; where none holds, the first of the list.

    Parameters
    ----------
    scenario : Scenario
    sheet : mapping
        As :func:`kilosol.studies.grid_run.run_grid` gives, of the same scenario.

    Returns
    -------
    GridViews
    """
    numbers = next((d for d in sheet["designs"] if d["design"] == sheet["chosen"]), sheet["designs"][0])
    grid = find_case(scenario, find_demand(scenario).base_kw).cared(
        StoreCare.of_numbers(numbers["store_care"])
    )
    trial = _trial(numbers)
    weathers = grid.draw(FIRST_YEAR, N_YEARS)
    numbers_drawn = np.arange(FIRST_YEAR, FIRST_YEAR + N_YEARS)
    years = Years(weathers.solar_w_m2, weathers.tau, numbers_drawn, grid.scenario.seed)
    levels, hours = _duration(grid, trial, years)
    return GridViews(
        numbers=numbers,
        year=_year(grid, trial, numbers),
        level_kw=levels,
        hours_at_level=hours,
        importance=_importance(grid, trial, years),
        scaled=_scaled(grid, trial, years),
        contingencies=_contingencies(grid, trial),
        n_years=len(years),
    )


def _trial(numbers: Mapping[str, Any]) -> Trial:
    sizes = {k: v for k, v in numbers["sizes"].items() if k not in ("n_units", "n_spares", "fission_kw")}
    blocks = tuple(FissionBlock(**block) for block in numbers["station"])
    rules = {k: math.inf if v is None else v for k, v in numbers["rules"].items()}
    return Trial(Plant(fission=blocks, **sizes), Rules(**rules), numbers["sizes"]["n_spares"])


def _year(grid: GridCase, trial: Trial, numbers: Mapping[str, Any]) -> xr.Dataset:
    """The design year as figures of the plan read it."""
    case, weather = grid.study.case, grid.weather
    station = station_output_kw(trial.plant.fission, case)
    rows = dict(zip(TRACE, trace_trial(trial, design_year(grid.study), grid.study)[0], strict=True))
    named = ("generation_kw", "battery_kwh", "fuel_cell_kwh", "reserve_kwh", "curtailed_kw", "charge_kw")
    hours_per_sol = 24.0 * case.step_hour
    start = case.trip_start_hour / hours_per_sol
    has_trip = case.n_tripped > 0 and trial.plant.n_units > 0
    return describe(
        xr.Dataset(
            {
                **{name: ("step", rows[name]) for name in (*named, "discharge_kw")},
                "fission_kw": ("step", station),
                "solar_kw": ("step", rows["generation_kw"] - station),
                "demand_kw": (("load_class", "step"), case.load_kw),
                "served_kw": (
                    ("load_class", "step"), np.stack([rows[f"served_{name}_kw"] for name in LOAD_CLASSES]),
                ),
                "tau": ("sol_index", weather.tau),
            },
            coords={"load_class": list(LOAD_CLASSES)},
            attrs={
                "design": numbers["design"],
                "title": numbers["title"],
                "storm_start_sol": weather.storm_start_sol,
                "storm_end_sol": weather.storm_end_sol,
                "trip_start_sol": start if has_trip else -1.0,
                "trip_end_sol": start + case.trip_hour / hours_per_sol if has_trip else -1.0,
            },
        )
    )  # fmt: skip


def _duration(
    grid: GridCase, trial: Trial, years: Years
) -> tuple[NDArray[np.float64], dict[str, NDArray[np.float64]]]:
    """Hours of a mean year in which loads are short by more than each level."""
    case = grid.study.case
    edges = np.linspace(0.0, float(case.load_kw[:2].sum(axis=0).max()), N_LEVELS)
    edges[0] = 1e-3
    counts = np.zeros((2, edges.size))
    for start in range(0, len(years), BATCH):
        some = years.at(np.arange(start, min(start + BATCH, len(years))))
        steps = trace_trial(trial, some, grid.study)
        vital, essential = (steps[:, TRACE.index(f"unserved_{name}_kw")] for name in ("vital", "essential"))
        for row, short in enumerate((vital, vital + essential)):
            sorted_kw = np.sort(short[short > edges[0]])
            counts[row] += sorted_kw.size - np.searchsorted(sorted_kw, edges, side="right")
    hours = counts * case.step_hour / len(years)
    return edges, {"vital": hours[0], "vital and essential": hours[1]}


def _importance(grid: GridCase, trial: Trial, years: Years) -> dict[str, tuple[float, float]]:
    """Shortage with a fifth of each part missing, a unit out all year, no parts for repairs."""
    plant = trial.plant
    cases: dict[str, tuple[Trial, Years]] = {"Nothing missing": (trial, years)}
    for names, words in (
        (("solar_m2",), "A fifth less array"),
        (("battery_kwh", "battery_kw"), "A fifth less battery"),
        (("fuel_cell_kwh", "fuel_cell_kw", "electrolyser_kw"), "A fifth less fuel cell"),
        (("reserve_kwh",), "A fifth less propellant in reserve"),
    ):
        if getattr(plant, names[0]) > 0.0:
            less: dict[str, Any] = {name: LESS * getattr(plant, name) for name in names}
            cases[words] = (dataclasses.replace(trial, plant=dataclasses.replace(plant, **less)), years)
    for k, block in enumerate(plant.fission):
        fewer = dataclasses.replace(block, n_units=block.n_units - 1)
        rest = (*plant.fission[:k], fewer, *plant.fission[k + 1 :])
        without = dataclasses.replace(trial, plant=dataclasses.replace(plant, fission=rest))
        cases["One fission unit gone for the year"] = (without, years)
    if trial.n_spares:
        cases["No spare parts"] = (dataclasses.replace(trial, n_spares=0), years)
    found = {}
    for words, (one, seen) in cases.items():
        mean = run_trials([one], seen, grid.study)[:, :, 0].mean(axis=0)
        found[words] = (float(mean[BOOKED.index("essential_hour")]), float(mean[:2].sum()))
    return found


def _scaled(grid: GridCase, trial: Trial, years: Years) -> list[dict[str, float]]:
    study, targets = grid.study, grid.study.targets
    trials = [trial.scaled(factor) for factor in FACTORS]
    booked = run_trials(trials, years, study)
    risk = (booked[:, BOOKED.index("longest_hour")] > targets.ride_through_hour).mean(axis=0)
    sols = booked[:, BOOKED.index("essential_hour")].mean(axis=0) / study.sol_hour
    on_time = (booked[:, BOOKED.index("deferrable_kwh")] <= study.case.deferrable_slack_kwh).mean(axis=0)
    return [
        {
            "factor": factor,
            "mass_kg": one.total_kg(study),
            "vital_risk": float(risk[k]),
            "essential_short_sol": float(sols[k]),
            "propellant_on_time": float(on_time[k]),
        }
        for k, (factor, one) in enumerate(zip(FACTORS, trials, strict=True))
    ]


def _contingencies(grid: GridCase, trial: Trial) -> tuple[Contingency, ...]:
    """N, N-1, N-2 and common cause at the peak of the thickest storm on record, under the plain rules."""
    study, case = grid.study, grid.study.case
    _, sun = worst_storm(grid)
    return contingencies(
        trial.plant,
        StorageTechnology(
            study.storage.battery_round_trip_frac,
            study.storage.fuel_cell_round_trip_frac,
            trial.rules.floor_frac,
        ),
        sun,
        case.load_kw,
        (VitalLoad("vital loads", 1.0, study.targets.ride_through_hour),),
        step_hour=case.step_hour,
        start_hour=case.trip_start_hour,
        outage_hour=case.trip_hour,
    )
