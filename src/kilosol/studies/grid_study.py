"""Thorough sizing: every design with Monte Carlo inside the search, beside its lower bound."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kilosol.data import table
from kilosol.fission import fission_unit
from kilosol.grid import (
    LOAD_CLASSES,
    TRACE,
    Additions,
    Check,
    FissionBlock,
    RobustPlant,
    SizingStudy,
    Targets,
    Trial,
    design_year,
    foresight_bound,
    run_trials,
    size_design_year,
    size_robustly,
    trace_trial,
    whole_plant_reliability,
)
from kilosol.grid.sizing.robust import N_FRESH
from kilosol.loads import ride_through_hour
from kilosol.mars import design_year_tau
from kilosol.mars.storms import StormShape
from kilosol.planning.designs import Design, candidate_designs, fission_block, fission_title
from kilosol.planning.stages.drawn_weather import DrawnWeather
from kilosol.planning.stages.power import _design_case, specific_masses, storage_technology
from kilosol.planning.stages.store_care import StoreCare, care_of, first_care, settled
from kilosol.planning.stages.weather import Weather, find_weather, place_of
from kilosol.scenario import Scenario
from kilosol.solar import design_year_output_w_m2

#: Segments of the bound when designs are compared; the best one's is worked out on twice as many.
N_SEGMENTS = 2000

#: Sizings until the stores found need no more care than was taken; a design that still needs more is refused.
CARE_PASSES = 5

#: How such a design fails.
CARE_MISSED = "care of its stores"

#: Units tried beyond the least that carry the load, as long as each one more makes the plant lighter.
MORE_UNITS = 8


@dataclass(frozen=True)
class GridCase:
    """What all designs of a scenario share; their stores' heaters and coolers are not in it yet."""

    scenario: Scenario
    study: SizingStudy
    weather: Weather
    draw: DrawnWeather
    designs: tuple[Design, ...]

    def cared(self, care: StoreCare) -> GridCase:
        """With what a design's stores need in its load and masses."""
        study = dataclasses.replace(
            self.study,
            case=care.added_to(self.study.case, self.weather.air_k),
            masses=specific_masses(care),
        )
        return dataclasses.replace(self, study=study)


def find_case(scenario: Scenario, base_kw: NDArray[np.float64]) -> GridCase:
    """Design year, targets and designs of a scenario."""
    weather = find_weather(scenario)
    case = _design_case(scenario, weather, base_kw)
    power, rates, parts = scenario.power, table("grid/reliability"), table("grid/sizing")
    study = SizingStudy(
        case=case,
        tau=weather.tau,
        storage=storage_technology(),
        masses=specific_masses(),
        reliability=whole_plant_reliability(power.unit_failure_factor),
        targets=Targets(
            vital_risk=power.vital_risk_frac,
            ride_through_hour=ride_through_hour()["vital"],
            essential_lole_sol=power.essential_short_sols,
            propellant_on_time=power.propellant_on_time_frac,
        ),
        spare_frac=parts.number("spare_frac"),
        lead_hour=parts.number("lead_hour"),
        backlog_hour=rates.number("backlog_hour"),
    )
    wanted_kw = base_kw[:2].sum(axis=0) + power.min_deferrable_frac * base_kw[2]
    peak_kw = float(base_kw[:2].sum(axis=0).max())
    designs, _ = candidate_designs(scenario, peak_kw, float(wanted_kw.mean()))
    return GridCase(scenario, study, weather, DrawnWeather(scenario), designs)


def size_design(
    grid: GridCase, design: Design, tick: Callable[[str], None], n_fresh: int = N_FRESH
) -> dict[str, Any]:
    """One design, sized over its station options and checked on `n_fresh` years, as plain numbers.

    What its stores need is taken from a plant for the design year alone; where the plant that holds needs
    more, the design is sized again, and a plant whose stores need more than it was sized with does not hold.
    """
    tick("stores")
    added = Additions(design.with_solar, design.with_battery, design.with_fuel_cell)
    options = _options(grid, design)

    def needs(trial: Trial, cared: GridCase) -> StoreCare:
        study = cared.study
        steps = trace_trial(trial, design_year(study), study)[0]
        return care_of(trial.plant, steps[TRACE.index("battery_kwh")])

    hours = grid.scenario.power.vital_reserve_hours
    first = first_care(hours * float(grid.study.case.load_kw[0].mean()))
    if design.with_battery:
        bare = grid.cared(first)
        begun = size_design_year(options[0], bare.study, added, seed=grid.scenario.seed)
        first = dataclasses.replace(
            needs(begun, bare), reserve_kwh=max(first.reserve_kwh, begun.plant.reserve_kwh)
        ).with_margin()

    def size(care: StoreCare) -> tuple[GridCase, _Sized]:
        cared = grid.cared(care)
        return cared, _sized(cared, design, options, added, tick, n_fresh)

    def again(found: tuple[GridCase, _Sized]) -> StoreCare | None:
        cared, sized = found
        return needs(sized.best.trial, cared) if sized.best.is_feasible else None

    found, care = settled(size, again, first, grid.weather.air_k, most_passes=CARE_PASSES)
    return _with_care(_numbers(found[0], design, found[1]), care, again(found), grid.weather.air_k)


def _with_care(
    numbers: dict[str, Any], care: StoreCare, needed: StoreCare | None, air_k: NDArray[np.float64]
) -> dict[str, Any]:
    """A design's numbers with the care that its stores were given, refused where they need more."""
    is_enough = needed is None or care.covers(needed, air_k)
    told: dict[str, Any] = care.numbers(air_k) | {"is_enough": is_enough}
    if needed is not None and not is_enough:
        told["needed"] = needed.numbers(air_k)
        numbers = numbers | {
            "is_feasible": False,
            "mass_kg": None,
            "misses": [*numbers["misses"], CARE_MISSED],
        }
    return numbers | {"store_care": told}


@dataclass(frozen=True)
class _Sized:
    """The best of a design's station options, and what each came to."""

    best: RobustPlant
    bound_kg: float
    solver: str
    units: list[dict[str, Any]]


def _sized(
    grid: GridCase,
    design: Design,
    stations: list[tuple[FissionBlock, ...]],
    added: Additions,
    tick: Callable[[str], None],
    n_fresh: int,
) -> _Sized:
    """Size the options, lightest bound first.

    Left out are those whose bound lies above the best found, for no plant of theirs can win; and where units
    alone stand there, those with still more units than one that came out heavier than the best.
    """
    study, options = grid.study, []
    tick("lower bound")
    for blocks in stations:
        bound = foresight_bound(
            blocks,
            study.case,
            study.storage,
            study.masses,
            with_solar=added.solar,
            with_battery=added.battery,
            with_fuel_cell=added.fuel_cell,
            n_segments=N_SEGMENTS,
        )
        options.append((bound, blocks))
    options.sort(key=lambda option: option[0].total_kg)
    best: RobustPlant | None = None
    best_kg, best_bound, units = math.inf, options[0][0], list[dict[str, Any]]()
    is_rising = False
    for bound, blocks in options:
        n = sum(b.n_units for b in blocks)
        if is_rising or bound.total_kg >= best_kg:
            units.append({"n_units": n, "bound_kg": bound.total_kg, "mass_kg": None})
            continue
        found = size_robustly(
            blocks, study, added, grid.draw, seed=grid.scenario.seed, n_fresh=n_fresh, tick=tick
        )
        units.append(
            {
                "n_units": n,
                "bound_kg": bound.total_kg,
                "mass_kg": found.total_kg if found.is_feasible else None,
            }
        )
        is_rising = design.architecture == "fission" and math.isfinite(best_kg) and found.total_kg > best_kg
        if best is None or (not found.is_feasible, found.total_kg) < (not best.is_feasible, best.total_kg):
            best, best_bound = found, bound
            best_kg = found.total_kg if found.is_feasible else math.inf
    if best is None:
        raise ValueError(f"{design.name} has no station to try")
    return _Sized(best, best_bound.total_kg, best_bound.solver, units)


def _options(grid: GridCase, design: Design) -> list[tuple[FissionBlock, ...]]:
    """The design's stations, and fission stations of an own kind with more units."""
    options = list(design.station_options)
    if design.architecture == "fission":
        most = max(options, key=lambda blocks: sum(b.n_units for b in blocks))
        unit = fission_unit(design.technology)
        more = 0 if design.uses_partner else MORE_UNITS
        counts = range(most[0].n_units + 1, most[0].n_units + more + 1)
        options += [(fission_block(unit, n, grid.scenario),) for n in counts]
    return options


def _numbers(grid: GridCase, design: Design, sized: _Sized) -> dict[str, Any]:
    found, bound_kg, solver, units = sized.best, sized.bound_kg, sized.solver, sized.units
    check, plant = found.check, found.trial.plant
    return {
        "design": design.name,
        "title": _title(design, plant.n_units),
        "architecture": design.architecture,
        "uses_partner": design.uses_partner,
        "is_claimed": design.is_claimed,
        "on_offer": design.on_offer,
        "is_feasible": found.is_feasible,
        "mass_kg": found.total_kg if found.is_feasible else None,
        "mass_by_component_kg": found.mass_kg,
        "lower_bound_kg": bound_kg,
        "lower_bound_solver": solver,
        "price_of_no_foresight_kg": _known(found.design_year_kg - bound_kg),
        "price_of_reliability_kg": _known(found.total_kg - found.design_year_kg),
        "binding": found.binding,
        "misses": list(check.misses),
        "rounds": found.rounds,
        "flights": math.ceil(found.total_kg / 1000.0 / grid.scenario.ship.payload_t),
        "station": [dataclasses.asdict(block) for block in plant.fission],
        "sizes": {
            "n_units": plant.n_units,
            "n_spares": found.trial.n_spares,
            "fission_kw": plant.fission_kwe,
            "solar_m2": plant.solar_m2,
            "battery_kwh": plant.battery_kwh,
            "battery_kw": plant.battery_kw,
            "fuel_cell_kwh": plant.fuel_cell_kwh,
            "fuel_cell_kw": plant.fuel_cell_kw,
            "electrolyser_kw": plant.electrolyser_kw,
            "reserve_kwh": plant.reserve_kwh,
            "reserve_kw": plant.reserve_kw,
        },
        "rules": {
            k: (v if math.isfinite(v) else None) for k, v in dataclasses.asdict(found.trial.rules).items()
        },
        "check": check_numbers(check),
        "tried": [
            {"mass_kg": one.trial.total_kg(grid.study), "n_spares": one.trial.n_spares}
            | check_numbers(one.check)
            for one in found.tried
        ],
        "units": sorted(units, key=lambda u: u["n_units"]),
        "replay": _replay(grid, found),
    }


def _title(design: Design, n_units: int) -> str:
    """What the sized plant is: units alone may be more than the plan's design, whose title counts them."""
    if design.architecture != "fission":
        return design.title
    return fission_title(fission_unit(design.technology), n_units)


def _known(value: float) -> float | None:
    """A number as JSON has it: none where no plant was found to tell it by."""
    return value if math.isfinite(value) else None


def check_numbers(check: Check) -> dict[str, Any]:
    """A fresh check as plain numbers."""
    return {
        "n_years": check.n_years,
        "passes": check.passes,
        "vital_risk": {"value": check.vital_risk, "ci95": list(check.vital_risk_ci95)},
        "essential_short_sol": {"value": check.essential_lole_sol, "ci95": list(check.essential_ci95)},
        "propellant_on_time": {"value": check.propellant_on_time, "ci95": list(check.propellant_ci95)},
    }


#: The thickest dust on record over a rover, and its course: Mars year 34.
WORST_TAU = 10.8
WORST_SHAPE: StormShape = "meridiani-2018"


def worst_storm(grid: GridCase) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Dust by sol and light [W/m2] of a year with the thickest storm on record."""
    place = place_of(grid.scenario)
    tau = design_year_tau(
        latitude_deg=place.latitude_deg,
        global_storm=True,
        storm_onset_ls_deg=grid.scenario.weather.storm_onset_ls_deg,
        storm_peak_tau=WORST_TAU,
        storm_shape=WORST_SHAPE,
        pressure_pa=place.pressure_pa,
    )
    return tau, design_year_output_w_m2(place, tau, grid.scenario.power.array_cleaning_sols)


def _replay(grid: GridCase, found: RobustPlant) -> list[dict[str, Any]]:
    """The plant through the thickest storm on record, with none, one, two and all units out in it."""
    study, case = grid.study, grid.study.case
    tau, sun = worst_storm(grid)
    plant = found.trial.plant
    rows = []
    for out in sorted({0, 1, 2, plant.n_units} & set(range(plant.n_units + 1))):
        stormy = dataclasses.replace(
            study, case=dataclasses.replace(case, solar_w_m2=sun, n_tripped=out), tau=tau
        )
        year = design_year(stormy)
        booked = run_trials([found.trial], year, stormy)[0, :, 0]
        steps = dict(zip(TRACE, trace_trial(found.trial, year, stormy)[0], strict=True))
        rows.append(
            {
                "units_out": out,
                "vital_unserved_kwh": float(booked[0]),
                "essential_unserved_kwh": float(booked[1]),
                "deferrable_lost_kwh": float(booked[2]),
                "longest_vital_hour": float(booked[4]),
                "is_survived": bool(booked[4] <= study.targets.ride_through_hour),
                "shed_sols": {
                    name: _spells(case.load_kw[k] - steps[f"served_{name}_kw"])
                    for k, name in enumerate(LOAD_CLASSES)
                },
            }
        )
    return rows


def _spells(short_kw: NDArray[np.float64]) -> list[list[int]]:
    """First and last sol of each unbroken spell of sols with demand put off or unserved."""
    short = short_kw.reshape(-1, 24).sum(axis=1) > 1.0
    edges = np.flatnonzero(np.diff(np.concatenate([[0], short.astype(int), [0]])))
    return [[int(a), int(b) - 1] for a, b in edges.reshape(-1, 2)]
