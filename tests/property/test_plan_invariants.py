"""Laws that hold across packages, whatever the numbers: on plans made cheap, and on an assembled plant.

Laws of single packages stand beside this file: energy and stores in the dispatch, doses by distance and
shield, light by dust, mass of propellant by payload.
"""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.fuzz.conftest import CHEAP, Planner
from tests.fuzz.conftest import planned as planned

from kilosol.errors import OutOfRange
from kilosol.fission import radiator_area_m2
from kilosol.grid import (
    DispatchRules,
    FissionBlock,
    Microgrid,
    Plant,
    Reliability,
    StorageTechnology,
    assess_adequacy,
    plant_components,
    run_scenarios,
)
from kilosol.planning import Run
from kilosol.scenario import load_scenario

#: Campaigns of a plan here: differences between plans are exact, for they share their luck.
DRAWS = 400

STORES = StorageTechnology(0.9, 0.5, 0.1)
STEPS = 24 * 40


def plant(n_units: int, battery_kwh: float = 0.0) -> Plant:
    block = FissionBlock("unit", n_units, 10.0, 1500.0, 4000.0, 300.0)
    return Plant(fission=(block,), battery_kwh=battery_kwh, battery_kw=battery_kwh / 4.0)


def unserved_kwh(station: Plant, load_kw: float, seed: int) -> np.ndarray[Any, Any]:
    load = np.full((4, STEPS), load_kw / 4.0)
    found = assess_adequacy(
        station, STORES, Reliability(0.05), np.zeros((1, STEPS)), load,
        step_hour=1.0, ride_through_hour=10.0, n_years=20, seed=seed,
    )  # fmt: skip
    return found.eue_kwh_per_mars_year[:2]


@settings(max_examples=30, deadline=None, derandomize=True)
@given(n=st.integers(1, 4), more=st.integers(1, 3), load=st.floats(5.0, 45.0), seed=st.integers(0, 1000))
def test_more_units_never_leave_more_unserved(n: int, more: int, load: float, seed: int) -> None:
    """With the same outages of the units that both stations have, and of all at once."""
    # A lone unit shares its failures with nobody, so it is another group: two at least.
    demand = np.zeros((4, STEPS))
    demand[0] = load

    def unserved(n_units: int) -> float:
        station = plant(n_units)
        parts = plant_components(station, Reliability(0.1))
        grid = Microgrid(station, parts, DispatchRules(0.9, 0.5), demand, 1.0, np.zeros((1, STEPS)))
        found = run_scenarios(grid, n_scenarios=8, seed=seed)
        return float(found.row("unserved_vital_kwh").sum())

    assert unserved(1 + n + more) <= unserved(1 + n) + 1e-6


@settings(max_examples=15, deadline=None, derandomize=True)
@given(battery=st.floats(1.0, 500.0), load=st.floats(5.0, 45.0), seed=st.integers(0, 1000))
def test_a_battery_never_leaves_more_unserved(battery: float, load: float, seed: int) -> None:
    assert (unserved_kwh(plant(2, battery), load, seed) <= unserved_kwh(plant(2), load, seed) + 1e-6).all()


@given(outlet=st.floats(250.0, 500.0), sink=st.floats(100.0, 600.0))
def test_no_radiator_rejects_heat_to_a_warmer_sink(outlet: float, sink: float) -> None:
    if sink >= outlet:
        with pytest.raises(OutOfRange):
            radiator_area_m2(100.0, outlet + 20.0, outlet, 0.85, sink)
        return
    assert float(radiator_area_m2(100.0, outlet + 20.0, outlet, 0.85, sink)) > 0.0


def run(planned: Planner, preset: str = "announced-2025", **changes: object) -> Run:
    keys = {key.replace("__", "."): value for key, value in changes.items()}
    found = planned(load_scenario(preset, {**CHEAP, "draws": DRAWS, **keys}))
    assert isinstance(found, Run)
    return found


def chances(found: Run, answer: str = "landing") -> np.ndarray[Any, Any]:
    return np.array(list(found.verdict[answer]["p_by_year"].values()), dtype=float)


#: A key, and its values from the worst for an early landing to the best.
BETTER = {
    "landing.success_frac": (0.0, 0.5, 0.8, 1.0),
    "gates.min_landings": (7, 3, 0),
    "gates.min_success_frac": (1.0, 0.6, 0.0),
    "gates.station_sols": (2000.0, 300.0, 0.0),
    "fleet.ready_frac": (0.1, 0.5, 1.0),
    "landing.crew_margin_frac": (0.0, 0.5, 1.0),
    "partners.station.works_frac": (0.1, 0.7),
}


@pytest.mark.parametrize("key", BETTER)
def test_what_helps_never_makes_a_landing_less_likely(key: str, planned: Planner) -> None:
    found = [chances(run(planned, **{key: value})) for value in BETTER[key]]
    for worse, better in itertools.pairwise(found):
        assert (better >= worse).all()
    for one in found:
        # By a year: a chance that never falls, between 0 and 1.
        assert (np.diff(one) >= 0.0).all()
        assert one.min() >= 0.0
        assert one.max() <= 1.0


def test_more_ships_never_make_a_smaller_city(planned: Planner) -> None:
    sure = {"landing.success_frac": 1.0, "fleet.ready_frac": 1.0, "fleet.ready_again_frac": 1.0}
    found = [run(planned, **sure, **{"fleet.growth_factor": f}) for f in (0.0, 1.0, 1.5, 2.0)]
    for key in ("people_p10", "people_p50", "people_p90"):
        people = [one.verdict["city"][key] for one in found]
        assert people == sorted(people)
    assert people[-1] > people[0]
    for one in found:
        assert (np.diff(chances(one, "city")) >= 0.0).all()


@pytest.mark.parametrize("architectures", [("fission",), ("solar",), ("hybrid",)])
def test_energy_closes_and_stores_stay_in_bounds(architectures: tuple[str, ...], planned: Planner) -> None:
    found = run(planned, "as-of-2026-11", power__architectures=architectures)
    year, station = found.results.dispatch, found.answers.power.chosen.sized.plant
    made = year.generation_kw.values - year.curtailed_kw.values - year.charge_kw.values
    served = year.served_kw.sum("load_class").values
    np.testing.assert_allclose(made + year.discharge_kw.values, served, atol=1e-6 * served.max())
    assert float((year.served_kw - year.demand_kw).isel(load_class=[0, 1, 3]).max()) < 1e-6
    for store, most in (("battery_kwh", station.battery_kwh), ("fuel_cell_kwh", station.fuel_cell_kwh)):
        assert float(year[store].min()) >= -1e-6
        assert float(year[store].max()) <= most + 1e-6
    reserve = year.reserve_kwh.values
    # The reserve is not filled again: it only falls.
    assert (np.diff(reserve) <= 1e-6).all()
    assert reserve.min() >= -1e-6


@pytest.mark.parametrize(("key", "values"), [("power.standoff_m", (200.0, 500.0, 1000.0, 2000.0))])
def test_dose_falls_with_distance_and_shields_with_it(
    key: str, values: tuple[float, ...], planned: Planner
) -> None:
    found = [run(planned, **{key: value}).verdict["safety"] for value in values]
    # The shield is sized for its distance: it lightens while the dose through it keeps the limit.
    masses = [one["shield_kg"] for one in found]
    assert masses == sorted(masses, reverse=True)
    for one in found:
        # Six digits stand in a verdict; the layers' thickness is found within a micrometre.
        assert one["dose_through_shield_msv_year"] <= (1.0 + 1e-4) * one["dose_limit_msv_year"]
    profile = run(planned).results.safety
    for name in ("dose_cone_msv_year", "dose_outside_msv_year"):
        assert (np.diff(profile[name].values) < 0.0).all()
