"""Speed of the lower bound and of sizing with Monte Carlo inside; rates stand in the extra information."""

import time

import numpy as np
import pytest

from kilosol.grid import (
    Additions,
    FissionBlock,
    Reliability,
    SizingCase,
    SizingStudy,
    SpecificMasses,
    StorageTechnology,
    Targets,
    Weathers,
    foresight_bound,
    size_robustly,
)
from kilosol.streams import generator

pytestmark = pytest.mark.bench

SOLS = 669
STEPS = 24 * SOLS
HOUR = 1.0274912
STORAGE = StorageTechnology(0.95, 0.5, 0.5)
MASSES = SpecificMasses(2.2, 8.66, 2.0, 2.5, 250.0, 0.6, 10.0)
UNIT = FissionBlock("unit", 2, 10.0, 2150.0, 20000.0, 500.0)
LOAD = np.repeat([[10.0], [18.0], [18.0], [4.0]], STEPS, axis=1)
CLEAR = 80.0 * np.clip(np.sin(np.pi * (np.arange(STEPS) % 24 - 6.0) / 12.0), 0.0, None)


def light(tau):
    return CLEAR * np.repeat(np.exp(-0.4 * tau), 24, axis=-1)


def case():
    sol = np.arange(SOLS)
    tau = (
        0.5
        + 0.2 * np.sin(2 * np.pi * sol / SOLS)
        + 4.0 * np.exp(-np.maximum(sol - 400, 0) / 35) * (sol >= 400)
    )
    return SizingCase(light(tau), LOAD, HOUR, 1, 410 * 24 * HOUR, 500.0, 0.85), tau


def weathers(first, count):
    tau = []
    for k in range(first, first + count):
        rng = generator(1, "bench", k)
        start = rng.integers(0, SOLS) if rng.random() < 0.27 else SOLS
        sol = np.arange(SOLS)
        tau.append(0.6 + 4.0 * rng.random() * np.exp(-np.maximum(sol - start, 0) / 35) * (sol >= start))
    return Weathers(np.stack([light(t) for t in tau]), np.stack(tau))


def test_bound_of_a_mars_year_at_4000_segments(benchmark):
    year, _ = case()
    begun = time.process_time()
    found = benchmark.pedantic(
        foresight_bound,
        ((), year, STORAGE, MASSES),
        {"with_solar": True, "with_battery": True, "with_fuel_cell": True, "n_segments": 4000},
        rounds=1,
    )
    benchmark.extra_info["cpu_s"] = time.process_time() - begun
    benchmark.extra_info["solver"] = found.solver
    assert found.is_feasible
    assert found.solver == "hipo"


def test_sizing_with_monte_carlo_inside(benchmark):
    year, tau = case()
    study = SizingStudy(
        year, tau, STORAGE, MASSES, Reliability(0.05), Targets(1e-3, 12.0, 1.0, 0.99), 0.1, 18720.0, 72.0
    )
    begun = time.process_time()
    found = benchmark.pedantic(
        size_robustly, ((UNIT,), study, Additions(True, True, False), weathers), {"seed": 1}, rounds=1
    )
    benchmark.extra_info["cpu_s"] = time.process_time() - begun
    benchmark.extra_info["rounds"] = found.rounds
    bound = foresight_bound((UNIT,), year, STORAGE, MASSES, with_solar=True, with_battery=True,
                            with_fuel_cell=False, n_segments=2000)  # fmt: skip
    benchmark.extra_info["price_of_no_foresight_frac"] = found.design_year_kg / bound.total_kg - 1.0
    assert bound.total_kg <= found.design_year_kg
