"""Stage 2: what must be powered, and the question of the way home."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from kilosol.data import table
from kilosol.loads import (
    LOAD_CLASSES,
    LoadItem,
    PropellantBreakdown,
    class_totals_kw,
    hourly_series_kw,
    load_tree,
    plant_mass_t,
    propellant_breakdown,
    propellant_power_kw,
    propellant_t,
    robot_mean_kw,
    served_totals_kw,
)
from kilosol.loads.isru import Case
from kilosol.mars import design_year_ls_deg
from kilosol.planning.series import load_of_file
from kilosol.planning.stages.demand_results import PHASES, demand_dataset, heat_variables
from kilosol.planning.stages.ship_load import home_load_of
from kilosol.planning.stages.transfers import way_home_of_first_crew
from kilosol.planning.stages.weather import design_tau, place_of
from kilosol.results import describe
from kilosol.scenario import Scenario
from kilosol.transfer import synodic_period_days

#: Size of the town whose power per person stands for the city phase.
CITY_PEOPLE = 1000


@dataclass(frozen=True)
class WayHome:
    """What it takes to refuel the ships that bring a crew home.

    Parameters
    ----------
    needed_t : float [t]
        Propellant for all of them.
    power_kw, low_kw, high_kw : float [kW]
        Continuous power in the scenario's case and in the low and high ones.
    days : float [d]
        Production time.
    synod_days : float [d]
        Synodic period.
    per_40_kwe_t : float [t]
        Made by 40 kWe in a synodic period.
    plant : PropellantBreakdown
        The plant step by step.
    """

    needed_t: float
    power_kw: float
    low_kw: float
    high_kw: float
    days: float
    synod_days: float
    per_40_kwe_t: float
    plant: PropellantBreakdown


@dataclass(frozen=True)
class Demand:
    """What the stage hands on.

    Parameters
    ----------
    trees : dict
        Phase -> load items.
    base_kw : (4, n) [kW]
        Hourly demand of the crewed base by class.
    way_home : WayHome
    dataset : xarray.Dataset
    verdict : dict
        Phase -> class -> mean power.
    by_use_kw : dict [kW] or None
        The crewed base by whom it serves; None where the load is a user's own series.
    """

    trees: dict[str, tuple[LoadItem, ...]]
    base_kw: NDArray[np.float64]
    way_home: WayHome
    dataset: xr.Dataset
    verdict: dict[str, dict[str, float]]
    by_use_kw: dict[str, float] | None

    @property
    def plant_t(self) -> float:
        """Landed mass of the propellant plant of the way home [t]."""
        return float(plant_mass_t(self.way_home.needed_t, self.way_home.days))


def find_demand(scenario: Scenario) -> Demand:
    """Load trees of all phases, the crewed base hour by hour, and the power of the way home."""
    robots, crew = scenario.robots, scenario.crew
    robot_kw = robot_mean_kw(
        active_hours_per_sol=robots.active_hours_per_sol,
        active_kw=robots.active_kw,
        idle_kw=robots.idle_kw,
        keep_warm_kw=robots.keep_warm_kw,
    )
    way_home = _way_home(scenario)
    trees = _trees(scenario, way_home, robot_kw)
    totals = {phase: class_totals_kw(items) for phase, items in trees.items()}
    latitude_deg = place_of(scenario).latitude_deg
    dataset = demand_dataset(trees, way_home.plant).assign(
        heat_variables(trees["crew"], crew.people, place_of(scenario), design_tau(scenario, False))
    )
    base_kw = hourly_series_kw(trees["crew"], design_year_ls_deg(steps_per_sol=1), latitude_deg=latitude_deg)
    if scenario.base.load_series is not None:
        base_kw = load_of_file(scenario.base.load_series, base_kw.shape[1])
        totals["crew"] = dict(zip(LOAD_CLASSES, base_kw.mean(axis=1).tolist(), strict=True))
    return Demand(
        trees=trees,
        base_kw=base_kw,
        way_home=way_home,
        dataset=describe(dataset),
        verdict={p: {f"{c}_kw": totals[p][c] for c in LOAD_CLASSES} for p in PHASES},
        by_use_kw=None
        if scenario.base.load_series is not None
        else {f"{who}_kw": kw for who, kw in served_totals_kw(trees["crew"]).items()},
    )


def _trees(scenario: Scenario, way_home: WayHome, robot_kw: float) -> dict[str, tuple[LoadItem, ...]]:
    """Load items of every phase."""
    robots, base, crew = scenario.robots, scenario.base, scenario.crew
    synod = way_home.synod_days
    base_propellant_kw = (
        _plant_kw(scenario, base.propellant_t_per_synod, synod) if base.propellant_t_per_synod > 0.0 else 0.0
    )
    first_robots = next((f.robots for f in scenario.flights if f.robots > 0), 0)
    return {
        "precursor": load_tree(
            "precursor", n_people=0, n_robots=first_robots, robot_kw=robot_kw, growth_frac=base.growth_frac
        ),
        "crew": load_tree(
            "crew",
            n_people=crew.people,
            n_robots=robots.n_at_base,
            robot_kw=robot_kw,
            food_by_lamps_frac=base.food_by_lamps_frac,
            propellant_kw=base_propellant_kw,
            growth_frac=base.growth_frac,
        ),
        "propellant": load_tree(
            "propellant",
            n_people=0,
            n_robots=0,
            robot_kw=robot_kw,
            propellant_kw=way_home.power_kw,
            growth_frac=0.0,
        ),
        "city": _per_person(
            load_tree("city", n_people=CITY_PEOPLE, n_robots=0, robot_kw=robot_kw, growth_frac=0.0)
        ),
    }


def propellant_made_t(scenario: Scenario, power_kw: float, days: float) -> float:
    """Propellant that a plant makes from a power in so many days, in the scenario's case [t]."""
    ask = scenario.propellant
    return float(propellant_t(power_kw, days, ask.case, ask.availability_frac)) if power_kw > 0.0 else 0.0


def _plant_kw(scenario: Scenario, wanted_t: float, days: float) -> float:
    ask = scenario.propellant
    return float(propellant_power_kw(wanted_t, days, ask.case, ask.availability_frac))


def _per_person(items: tuple[LoadItem, ...]) -> tuple[LoadItem, ...]:
    return tuple(
        dataclasses.replace(
            item, mean_kw=item.mean_kw / CITY_PEOPLE, restart_kwh=item.restart_kwh / CITY_PEOPLE
        )
        for item in items
    )


def plant_most_kw(scenario: Scenario) -> float:
    """Power that the plant of the way home is built for; without end where no ship is refilled [kW]."""
    needed = way_home_t(scenario)
    return _plant_kw(scenario, needed, scenario.propellant.production_days) if needed > 0.0 else math.inf


def way_home_t(scenario: Scenario) -> float:
    """Propellant that the ships of the first crew's way home take, landing on the Earth included [t]."""
    if scenario.propellant.ships_to_refuel == 0:
        return 0.0
    load = home_load_of(way_home_of_first_crew(scenario), scenario)
    return load.propellant_t * scenario.propellant.ships_to_refuel


def _way_home(scenario: Scenario) -> WayHome:
    ask = scenario.propellant
    needed = way_home_t(scenario)
    orbits = table("transfer/orbits")
    synod = synodic_period_days(orbits.number("earth_year_day"), orbits.number("mars_year_day"))
    cases: tuple[Case, ...] = ("low", ask.case, "high")
    low, mid, high = (
        float(propellant_power_kw(needed, ask.production_days, case, ask.availability_frac)) for case in cases
    )
    per_40 = propellant_made_t(scenario, table("campaign/propellant").number("reference_kw"), synod)
    plant = propellant_breakdown(needed, ask.production_days, ask.case, ask.availability_frac)
    return WayHome(needed, mid, low, high, ask.production_days, synod, per_40, plant)


def plant_t_of(scenario: Scenario) -> float:
    """Landed mass of the propellant plant of the way home [t]."""
    return float(plant_mass_t(way_home_t(scenario), scenario.propellant.production_days))


def propellant_numbers(
    scenario: Scenario, way_home: WayHome, spare_kw: float, made_t: float
) -> dict[str, Any]:
    """The question of the way home, as the verdict prints it."""
    return {
        "needed_t": way_home.needed_t,
        "production_days": way_home.days,
        "availability_frac": scenario.propellant.availability_frac,
        "energy_kwh_kg": sum(step.kwh_kg for step in way_home.plant.steps),
        "power_kw": way_home.power_kw,
        "power_low_kw": way_home.low_kw,
        "power_high_kw": way_home.high_kw,
        "spare_kw": spare_kw,
        "made_t_per_synod": made_t,
        "made_by_40_kwe_t_per_synod": way_home.per_40_kwe_t,
        "synod_days": way_home.synod_days,
        "steps_kw": {step.name: step.kw for step in way_home.plant.steps},
        "spare_oxygen_t": way_home.plant.masses.spare_oxygen_t,
        "sentence": way_home.plant.sentence,
    }
