"""Stage 2: what must be powered, and the question of the way home."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from kilosol.data import table
from kilosol.loads import (
    LOAD_CLASSES,
    LoadItem,
    class_totals_kw,
    hourly_series_kw,
    load_tree,
    propellant_power_kw,
    propellant_t,
    robot_mean_kw,
)
from kilosol.loads.isru import Case
from kilosol.loads.tree import LoadClass
from kilosol.mars import design_year_ls_deg
from kilosol.planning.stages.weather import place_of
from kilosol.results import describe
from kilosol.scenario import Scenario
from kilosol.ships import return_propellant_t
from kilosol.transfer import synodic_period_days

#: Size of the town whose power per person stands for the city phase.
CITY_PEOPLE = 1000

PHASES = ("precursor", "crew", "propellant", "city")


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
    """

    needed_t: float
    power_kw: float
    low_kw: float
    high_kw: float
    days: float
    synod_days: float
    per_40_kwe_t: float


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
    """

    trees: dict[str, tuple[LoadItem, ...]]
    base_kw: NDArray[np.float64]
    way_home: WayHome
    dataset: xr.Dataset
    verdict: dict[str, dict[str, float]]


def find_demand(scenario: Scenario) -> Demand:
    """Load trees of all phases, the crewed base hour by hour, and the power of the way home."""
    robots, base, crew = scenario.robots, scenario.base, scenario.crew
    robot_kw = robot_mean_kw(
        active_hours_per_sol=robots.active_hours_per_sol,
        active_kw=robots.active_kw,
        idle_kw=robots.idle_kw,
        keep_warm_kw=robots.keep_warm_kw,
    )
    way_home = _way_home(scenario)
    synod = way_home.synod_days
    base_propellant_kw = (
        _plant_kw(scenario, base.propellant_t_per_synod, synod) if base.propellant_t_per_synod > 0.0 else 0.0
    )
    first_robots = next((f.robots for f in scenario.flights if f.robots > 0), 0)
    trees = {
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
    totals = {phase: class_totals_kw(items) for phase, items in trees.items()}
    return Demand(
        trees=trees,
        base_kw=hourly_series_kw(
            trees["crew"],
            design_year_ls_deg(steps_per_sol=1),
            latitude_deg=place_of(scenario).latitude_deg,
        ),
        way_home=way_home,
        dataset=_dataset(trees, totals),
        verdict={p: {f"{c}_kw": totals[p][c] for c in LOAD_CLASSES} for p in PHASES},
    )


def propellant_made_t(scenario: Scenario, power_kw: float, days: float) -> float:
    """Propellant that a plant makes from a power in so many days, in the scenario's case [t]."""
    ask = scenario.propellant
    return float(propellant_t(power_kw, days, ask.case, ask.availability_frac)) if power_kw > 0.0 else 0.0


def _plant_kw(scenario: Scenario, wanted_t: float, days: float) -> float:
    ask = scenario.propellant
    return float(propellant_power_kw(wanted_t, days, ask.case, ask.availability_frac))


def _per_person(items: tuple[LoadItem, ...]) -> tuple[LoadItem, ...]:
    return tuple(dataclasses.replace(item, mean_kw=item.mean_kw / CITY_PEOPLE) for item in items)


def _way_home(scenario: Scenario) -> WayHome:
    ship, ask = scenario.ship, scenario.propellant
    per_ship = return_propellant_t(
        ship.dry_mass_t + ship.return_payload_t, ship.return_delta_v_km_s, ship.isp_s
    )
    needed = min(float(per_ship), ship.propellant_t) * ask.ships_to_refuel
    orbits = table("transfer/orbits")
    synod = synodic_period_days(orbits.number("earth_year_day"), orbits.number("mars_year_day"))
    cases: tuple[Case, ...] = ("low", ask.case, "high")
    low, mid, high = (
        float(propellant_power_kw(needed, ask.production_days, case, ask.availability_frac)) for case in cases
    )
    per_40 = propellant_made_t(scenario, table("campaign/propellant").number("reference_kw"), synod)
    return WayHome(needed, mid, low, high, ask.production_days, synod, per_40)


def _dataset(
    trees: dict[str, tuple[LoadItem, ...]], totals: Mapping[str, Mapping[LoadClass, float]]
) -> xr.Dataset:
    items = [(phase, item) for phase, tree in trees.items() for item in tree]
    return describe(
        xr.Dataset(
            {
                "mean_kw": (
                    ("phase", "load_class"),
                    np.array([[totals[p][c] for c in LOAD_CLASSES] for p in PHASES]),
                ),
                "item_name": ("item", np.array([i.name for _, i in items], dtype=object)),
                "item_phase": ("item", np.array([p for p, _ in items], dtype=object)),
                "item_class": ("item", np.array([i.load_class for _, i in items], dtype=object)),
                "item_kw": ("item", np.array([i.mean_kw for _, i in items])),
                "item_allowed_outage_hour": ("item", np.array([i.allowed_outage_hour for _, i in items])),
            },
            coords={"phase": list(PHASES), "load_class": list(LOAD_CLASSES)},
        )
    )


def propellant_numbers(scenario: Scenario, way_home: WayHome, spare_kw: float) -> dict[str, Any]:
    """The question of the way home, as the verdict prints it."""
    made = propellant_made_t(scenario, spare_kw, way_home.synod_days)
    return {
        "needed_t": way_home.needed_t,
        "production_days": way_home.days,
        "availability_frac": scenario.propellant.availability_frac,
        "power_kw": way_home.power_kw,
        "power_low_kw": way_home.low_kw,
        "power_high_kw": way_home.high_kw,
        "spare_kw": spare_kw,
        "made_t_per_synod": made,
        "made_by_40_kwe_t_per_synod": way_home.per_40_kwe_t,
        "synod_days": way_home.synod_days,
    }
