"""Speed of dispatch, adequacy and sizing; the rates stand in the benchmark's extra information."""

import numpy as np
import pytest

from kilosol.grid import (
    FissionBlock,
    Plant,
    Reliability,
    SizingCase,
    SpecificMasses,
    StorageTechnology,
    assess_adequacy,
    dispatch_year,
    size_plant,
    whole_plant_reliability,
)

pytestmark = pytest.mark.bench

STEPS = 669 * 24
HOUR = 1.0274912
STORAGE = StorageTechnology(0.95, 0.5, 0.5)
MASSES = SpecificMasses(2.0, 8.66, 2.0, 2.5, 250.0)
UNITS = FissionBlock("unit", 4, 10.0, 1544.0, 20000.0, 500.0)
LOAD = np.repeat([[10.0], [12.0], [6.0], [4.0]], STEPS, axis=1)
SUN = 80.0 * np.clip(np.sin(np.pi * (np.arange(STEPS) % 24 - 6.0) / 12.0), 0.0, None)
PLANT = Plant((UNITS,), 500.0, 200.0, 40.0, 2000.0, 30.0, 30.0, 100.0, 10.0)


def test_dispatch_of_a_mars_year(benchmark):
    fission, solar = np.full(STEPS, 30.0), SUN * 0.5
    benchmark(dispatch_year, PLANT, STORAGE, fission, solar, LOAD, step_hour=HOUR)
    benchmark.extra_info["steps_per_second"] = STEPS / benchmark.stats["mean"]


def test_thousand_years_of_a_plant_that_fails_as_a_whole(benchmark):
    weather = np.stack([SUN * (1.0 - 0.02 * k) for k in range(24)])
    how = whole_plant_reliability()
    benchmark.pedantic(
        assess_adequacy,
        (PLANT, STORAGE, how, weather, LOAD),
        {"step_hour": HOUR, "ride_through_hour": 24.0, "n_years": 1000, "seed": 1},
        rounds=3,
        warmup_rounds=1,
    )
    benchmark.extra_info["years_per_second"] = 1000 / benchmark.stats["mean"]


def test_thousand_scenario_years(benchmark):
    weather = np.stack([SUN, 0.7 * SUN])
    benchmark.pedantic(
        assess_adequacy,
        (PLANT, STORAGE, Reliability(0.05), weather, LOAD),
        {"step_hour": HOUR, "ride_through_hour": 24.0, "n_years": 1000, "seed": 1},
        rounds=3,
        warmup_rounds=1,
    )
    benchmark.extra_info["years_per_second"] = 1000 / benchmark.stats["mean"]


def test_sizing_of_a_solar_plant(benchmark):
    case = SizingCase(SUN, LOAD, HOUR, 0, 0.0, 0.0, 0.9)
    found = benchmark.pedantic(
        size_plant,
        ((), case, STORAGE, MASSES),
        {"with_solar": True, "with_battery": True, "with_fuel_cell": False, "seed": 1},
        rounds=3,
        warmup_rounds=1,
    )
    assert found.is_feasible
