"""Speed of drawn outages, and its ratio to a plain year of dispatch in the same run."""

import dataclasses
import time

import numpy as np
import pytest

from kilosol.grid import (
    Component,
    DispatchRules,
    Failures,
    FissionBlock,
    Microgrid,
    Plant,
    StorageTechnology,
    Store,
    Unit,
    assess,
    dispatch_year,
    monte_carlo,
    run_scenarios,
)

pytestmark = pytest.mark.bench

STEPS, HOUR = 669 * 24, 1.0274912
LOAD = np.repeat([[8.0], [10.0], [6.0], [4.0]], STEPS, axis=1)
SUN = 80.0 * np.clip(np.sin(np.pi * (np.arange(STEPS) % 24 - 6.0) / 12.0), 0.0, None)
UNITS = FissionBlock("unit", 4, 10.0, 1544.0, 12000.0, 500.0)
PLANT = Plant((UNITS,), 300.0, 500.0, 60.0, 2000.0, 30.0, 30.0, 300.0, 10.0)


def microgrid():
    """28 components with common cause and finite spares, 32 weathers."""
    parts = {"window_hour": 18700.0, "first_window_hour": 9000.0}
    components = (
        Component("units", "station", 4, Failures(12000.0, 500.0, 0.05, n_spares=2, **parts)),
        Component("strings", "array", 10, Failures(20000.0, 300.0)),
        Component("modules", "battery", 8, Failures(30000.0, 200.0, 0.02, n_spares=3, **parts)),
        Component("electrolyser", "electrolyser", 3, Failures(15000.0, 300.0)),
        Component("cells", "fuel_cell", 3, Failures(15000.0, 300.0)),
    )
    storm = [np.where(np.abs(np.arange(STEPS) - 5000 - 50 * w) < 700, 0.2, 1.0) for w in range(32)]
    due = np.zeros(STEPS)
    due[12000] = 120_000.0
    return Microgrid(
        PLANT,
        components,
        DispatchRules(0.95, 0.5, 0.5, 0.9, 0.2, 2.0, 0.2, 1.0, 0.25, 72.0),
        LOAD,
        HOUR,
        np.stack([SUN * s for s in storm]),
        np.stack([np.where(s < 1.0, 4.0, 0.5) for s in storm]),
        due,
        20.0,
    )


def plain_steps_per_second():
    """The same machine at the same moment: one plant through one year, as the sizing runs it."""
    storage, station = StorageTechnology(0.95, 0.5), np.full(STEPS, 40.0)
    run = dataclasses.replace(PLANT, fission=())
    dispatch_year(run, storage, station, 0.3 * SUN, LOAD, step_hour=HOUR)
    begin = time.thread_time()
    for _ in range(30):
        dispatch_year(run, storage, station, 0.3 * SUN, LOAD, step_hour=HOUR)
    return 30 * STEPS / (time.thread_time() - begin)


@pytest.mark.parametrize("loop", ["lanes", "reference"])
def test_scenario_mars_years(benchmark, monkeypatch, loop):
    monkeypatch.setattr(monte_carlo, "N_THREADS", 1)
    # 192 scenarios of each of 32 weathers fill whole vectors, and the set-up is a hundredth of the time.
    case, n = microgrid(), 6144 if loop == "lanes" else 512
    run_scenarios(case, n_scenarios=n, seed=1, loop=loop, counts_all=False)
    cpu_s = []

    def timed():
        begin = time.process_time()
        run_scenarios(case, n_scenarios=n, seed=1, loop=loop, counts_all=False)
        cpu_s.append(time.process_time() - begin)

    benchmark.pedantic(timed, rounds=9)
    rate = n / float(np.median(cpu_s))
    benchmark.extra_info["years_per_cpu_second"] = rate
    benchmark.extra_info["million_steps_per_cpu_second"] = rate * STEPS / 1e6
    benchmark.extra_info["million_steps_per_cpu_second_at_best"] = n / min(cpu_s) * STEPS / 1e6
    benchmark.extra_info["ratio_to_a_plain_year"] = rate * STEPS / plain_steps_per_second()


@pytest.mark.parametrize("n_stores", [0, 1, 5])
def test_reliability_test_system(benchmark, n_stores):
    sizes = ((12, 5, 2940, 60), (20, 4, 450, 50), (50, 6, 1980, 20), (76, 4, 1960, 40), (100, 3, 1200, 50))
    sizes += ((155, 4, 960, 40), (197, 3, 950, 50), (350, 1, 1150, 100), (400, 2, 1100, 150))
    units = [Unit(f"{kw}", kw, n, up, down) for kw, n, up, down in sizes]
    hour = np.arange(8736)
    load = 2850.0 * (
        0.66 + 0.2 * np.sin(2 * np.pi * (hour - 9) / 24) + 0.14 * np.cos(4 * np.pi * hour / 8736)
    )
    stores = [Store("store", 100.0, 400.0, n_stores, 0.85)]
    assess(units, load, stores, samples=64, seed=1)
    begin = time.process_time()
    benchmark.pedantic(assess, (units, load, stores), {"samples": 3200, "seed": 1}, rounds=3)
    benchmark.extra_info["years_per_cpu_second"] = 9600 / (time.process_time() - begin)
