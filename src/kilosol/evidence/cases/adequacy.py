"""Adequacy: outages, stores, common cause, spare parts."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kilosol.data.tables import binary
from kilosol.evidence.findings import Drawn
from kilosol.evidence.registry import shared
from kilosol.grid import (
    DispatchRules,
    FissionBlock,
    Microgrid,
    OutageSurvival,
    Plant,
    Reliability,
    Store,
    Unit,
    assess,
    equivalent_firm_capacity,
    load_carrying_capability,
    outage_survival,
    plant_components,
    run_scenarios,
    wilson_interval,
)

#: Years drawn by the adequacy assessment and by the dispatch of a Mars plant, and their seeds.
_N_ASSESSED, _N_DISPATCHED, _SEED, _SEED_DISPATCHED = 6000, 2500, 5, 11
#: Chances a step of failure and repair in the small systems, and the passes through them.
_COIN: dict[str, Any] = {"step_chances": (0.1, 0.9)}
_N_SMALL, _SEED_SMALL = 200_000, 4


def rts_units() -> list[Unit]:
    """Units of the test system."""
    return [Unit(f"{mw} MW", mw, n, mttf, mttr) for mw, n, mttf, mttr in shared("rts1979_assess")["units"]]


def rts_load_mw() -> NDArray[np.float64]:
    """Load of the test system's year of 52 weeks, hour by hour.

    Returns
    -------
    (8736,) [MW]
    """
    given = shared("rts1979_assess")
    load: list[float] = []
    for week, of_peak in enumerate(given["week_percent"], start=1):
        is_winter = any(first <= week <= last for first, last in given["winter_weeks"])
        first, last = given["summer_weeks"]
        season = "winter" if is_winter else "summer" if first <= week <= last else "spring_fall"
        for day, of_week in enumerate(given["day_percent"]):
            profile = given["hour_percent"][f"{season}_weekday" if day < 5 else f"{season}_weekend"]
            load += [of_peak * of_week * of_day * 1e-6 for of_day in profile]
    return float(given["peak_mw"]) * np.array(load)


def system_size(words: str) -> float:
    """Size of the system as it is read here."""
    units, load = shared("rts1979_assess")["units"], rts_load_mw()
    sizes = {
        "Units": sum(n for _, n, _, _ in units),
        "Installed capacity in MW": sum(mw * n for mw, n, _, _ in units),
        "Hours of the year": load.size,
        "Peak load in MW": load.max(),
    }
    return float(sizes[words])


@cache
def bare() -> Any:
    """The test system without stores."""
    return assess(rts_units(), rts_load_mw(), samples=_N_ASSESSED, seed=_SEED)


def bare_value(key: str) -> float:
    """An exact index without stores."""
    found = getattr(bare(), key)
    return float(found.value) if found.is_exact else np.nan


def bare_drawn(words: str, key: str) -> Drawn:
    """The same index from drawn years."""
    del words
    found = getattr(bare(), key)
    return Drawn(float(found.drawn), float(found.stderr))


@cache
def stored(n_stores: int) -> Any:
    """The test system with stores of 100 MW and 400 MWh, used one after another."""
    store = Store("store", 100.0, 400.0, n_stores, charge_efficiency=0.85)
    return assess(rts_units(), rts_load_mw(), [store], samples=_N_ASSESSED, seed=_SEED)


def stored_value(words: str, n_stores: int, key: str) -> Drawn:
    """An index with stores that are used one after another."""
    del words
    found = getattr(stored(n_stores), key)
    return Drawn(float(found.value), float(found.stderr))


@cache
def rbts() -> Any:
    """The smaller test system, under the load of the other at its own peak."""
    given, year_hour = shared("billinton1989_rbts"), 8760.0
    units = [
        Unit(f"{k}: {mw} MW", mw, n, year_hour / failures, year_hour / repairs)
        for k, (mw, n, failures, repairs) in enumerate(given["units"])
    ]
    load = rts_load_mw()
    return assess(units, load * (float(given["peak_mw"]) / load.max()), samples=_N_ASSESSED, seed=_SEED)


def rbts_value(key: str) -> float:
    """An exact index of it."""
    found = getattr(rbts(), key)
    return float(found.value) if found.is_exact else np.nan


def rbts_drawn(words: str, key: str) -> Drawn:
    """The same index from drawn years."""
    del words
    found = getattr(rbts(), key)
    return Drawn(float(found.drawn), float(found.stderr))


@cache
def dispatched_years(n_stores: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Hours short and energy not served [MWh] of drawn years, through the outages and dispatch of plans."""
    load = rts_load_mw()
    n = load.size
    blocks = [
        FissionBlock(f"{mw} MW", count, mw, 0.0, mttf, mttr)
        for mw, count, mttf, mttr in shared("rts1979_assess")["units"]
    ]
    plant = Plant(tuple(blocks), battery_kwh=400.0 * n_stores, battery_kw=100.0 * n_stores)
    demand = np.vstack([load, np.zeros((3, n))])
    grid = Microgrid(
        plant,
        plant_components(plant, Reliability(0.0)),
        DispatchRules(0.85, 1.0, 0.0),
        demand,
        1.0,
        np.zeros((1, n)),
    )
    found = run_scenarios(grid, n_scenarios=_N_DISPATCHED, seed=_SEED_DISPATCHED)
    return found.row("short_vital_hour"), found.row("unserved_vital_kwh")


def dispatched(words: str, n_stores: int) -> Drawn:
    """Mean of the drawn years."""
    short_hour, unserved = dispatched_years(n_stores)
    values = short_hour if words.startswith("LOLH") else unserved
    return Drawn(float(values.mean()), float(values.std(ddof=1) / np.sqrt(values.size)))


@cache
def two_of_three() -> float:
    """Chance that fewer than two of three are up, with a common cause."""
    unit = Unit("pump", 1.0, 3, 999.0, 1.0, beta=0.05)
    return float(assess([unit], np.full(24, 2.0), samples=64, seed=1).lolp.value)


def redundancy_gain() -> float:
    """Unavailability of one over that of two of three."""
    return 1e-3 / two_of_three()


def k_of_n(k: int, n: int) -> float:
    """Chance that fewer than k of n repairable components are up."""
    unit = Unit("set", 10.0, n, 190.0, 10.0)
    return float(assess([unit], np.full(24, 10.0 * k), samples=64, seed=k).lolp.value)


def parts_waiting(stock: int) -> float:
    """Components of a fleet of 200 that wait for a part on average."""
    n = 200
    unit = Unit("part", 1.0, n, 10_000.0, 1e-3, spares=stock, lead_h=100.0)
    found: Any = assess([unit], np.full(1500, 1.0), samples=400, seed=8, by_step=True)
    return float(n - found.by_step["supply_kw"][n:].mean())


def wilson(end: str, hits: int, draws: int) -> float:
    """One end of the interval."""
    low, high = wilson_interval(hits, draws)
    return float(low if end == "Low" else high)


@cache
def _small_store() -> Any:
    unit = Unit("unit", 10.0, 1, 9.0, 1.0, **_COIN)
    store = Store("store", 10.0, 10.0, initial_frac=0.0, mttf_h=9.0, mttr_h=1.0, **_COIN)
    return assess([unit], [8.0, 9.0], [store], samples=_N_SMALL, seed=_SEED_SMALL, by_step=True)


def pras_step(step: int, key: str) -> float:
    """A value of one step of the system with a store."""
    return float(_small_store().by_step[key][step - 1])


def pras_store(key: str) -> Drawn:
    """An index of the system with a store."""
    found = getattr(_small_store(), key)
    return Drawn(float(found.value), float(found.stderr))


def pras_node(key: str) -> float:
    """An exact index of the single node."""
    units = [
        Unit("unit", 10.0, 3, 9.0, 1.0, **_COIN),
        Unit("varying", [5.0, 6.0, 7.0, 8.0], 1, np.inf, 0.0),
    ]
    return float(getattr(assess(units, [25.0, 28.0, 27.0, 24.0], samples=2000, seed=_SEED_SMALL), key).value)


def _pras_systems() -> dict[str, tuple[list[Unit], list[float], float]]:
    """Units, loads and step of systems without stores."""
    three = [Unit("unit", 10.0, 3, 9.0, 1.0, **_COIN), Unit("varying", [5.0, 6.0, 7.0, 8.0], 1, np.inf, 0.0)]
    of_b = [
        Unit("small", [10.0] * 3 + [15.0] * 3, 1, 9.0, 1.0, **_COIN),
        Unit("large", [20.0] * 3 + [25.0] * 3, 1, 9.0, 1.0, **_COIN),
        Unit("varying", [7.0, 8.0, 9.0, 9.0, 8.0, 7.0], 1, np.inf, 0.0),
    ]
    of_nodes = [
        Unit("units of 10", 10.0, 3, 9.0, 1.0, **_COIN),
        Unit("10, or 15 in the third step", [10.0, 10.0, 15.0, 10.0], 1, 9.0, 1.0, **_COIN),
        Unit("20, or 25 in the third step", [20.0, 20.0, 25.0, 20.0], 1, 9.0, 1.0, **_COIN),
        *(
            Unit(f"varying {k}", series, 1, np.inf, 0.0)
            for k, series in enumerate([[4.0, 3, 2, 3], [6.0, 5, 3, 4], [2.0, 1, 2, 1]])
        ),
    ]
    loads = np.array([[19, 20, 21, 20], [20, 21, 21, 22], [22, 21, 23, 22]]).sum(axis=0)
    return {
        "single node A": (three, [25.0, 28.0, 27.0, 24.0], 1.0),
        "single node A in steps of 5 min": (three, [25.0, 28.0, 27.0, 24.0], 1.0 / 12.0),
        "single node B": (of_b, [28.0, 29.0, 30.0, 31.0, 32.0, 33.0], 1.0),
        "three nodes on one bus": (of_nodes, [float(mw) for mw in loads], 1.0),
    }


def pras_system(system: str, key: str) -> float:
    """An exact index of a system without stores; periods in place of hours."""
    units, load, step_h = _pras_systems()[system]
    found = getattr(assess(units, load, step_h=step_h, samples=64, seed=_SEED_SMALL), key)
    per = step_h if key == "lolh_h" else 1.0
    return float(found.value) / per if found.is_exact else np.nan


@cache
def _drawn_b() -> Any:
    units, load, _ = _pras_systems()["single node B"]
    return assess(units, load, samples=_N_SMALL, seed=_SEED_SMALL, by_step=True)


def pras_step_of_b(step: int) -> Drawn:
    """Drawn chance of a shortage in a step of single node B."""
    p = float(_drawn_b().by_step["p_short"][step - 1])
    return Drawn(p, float(np.sqrt(p * (1.0 - p) / _N_SMALL)))


def pras_credit(credit: str) -> float:
    """Capacity credit of one more unit in single node A."""
    units, load, _ = _pras_systems()["single node A"]
    more = [Unit("fourth", 10.0, 1, 9.0, 1.0, **_COIN)]
    of = equivalent_firm_capacity if credit == "EFC" else load_carrying_capability
    found = of(units, more, load)
    return float(found.value) if found.is_exact else np.nan


def _drawn_survival(found: OutageSurvival, hours: int) -> Drawn:
    told = found.mean[hours - 1]
    return Drawn(float(told.value), float(told.stderr))


@cache
def _two(kinds: int) -> OutageSurvival:
    # Up when the outage begins; each hour one of five fails, the first hour too; half a store of 2 kWh.
    how: dict[str, Any] = {"step_chances": (0.2, 0.0), "start": 0.2}
    units = [Unit(f"kind {k}", 1.0, 2 // kinds, 5.0, np.inf, **how) for k in range(kinds)]
    store = Store("store", 1.0, 2.0, initial_frac=0.5)
    return outage_survival(
        units, [1.0, 2.0, 2.0, 1.0], [store], longest_h=3.0, starts=[0], samples=_N_SMALL, seed=_SEED_SMALL
    )


def outage_of_two(hours: int, kinds: int) -> Drawn:
    """Survival of two units and a store without repair."""
    return _drawn_survival(_two(kinds), hours)


def outage_flat() -> Drawn:
    """Survival of a day by one unit that may be out or fail to start, and a store of four hours."""
    unit = Unit("unit", 100.0, 1, 100.0, np.inf, step_chances=(0.01, 0.0), start=1.0 - 0.98 * 0.9 * 0.99)
    store = Store("store", 100.0, 400.0)
    found = outage_survival(
        [unit], [100.0] * 24, [store], longest_h=24.0, starts=[0], samples=_N_SMALL, seed=_SEED_SMALL
    )
    return _drawn_survival(found, 24)


def hospital() -> tuple[list[Unit], NDArray[np.float64], list[Store]]:
    """Units, load [kW] and store of a hospital: two sets, panels twice over, a battery."""
    with np.load(binary("reopt2025_outages.npz")) as held:
        load, sun = held["load_1e4_kw"] * 1e-4, held["pv_1e4"] * 1e-4
    fail, out, no_start = 1.0 / 200.0, 0.1, 0.02
    start = 1.0 - (1.0 - out) * (1.0 - no_start) * (1.0 - fail)
    units = [
        Unit("set", 200.0, 2, 200.0, np.inf, step_chances=(fail, 0.0), start=start),
        Unit("panels", 2.0 * 1276.0 * sun, 1, np.inf, 0.0),
    ]
    return units, load, [Store("battery", 506.0, 2306.0, 1, 0.948, 0.948)]


def outage_of_hospital(start: int, samples: int) -> float:
    """Survival of four days from one hour, or from every hour of the year where `start` is negative."""
    units, load, stores = hospital()
    starts = None if start < 0 else [start]
    found = outage_survival(
        units, load, stores, longest_h=96.0, starts=starts, samples=samples, seed=_SEED_SMALL
    )
    return float(found.mean[-1].value)
