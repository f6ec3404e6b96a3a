"""Transfers: arcs a second on one core, and the list of windows.

Times are reported, ratios and rates are printed in ``extra_info``; nothing here asserts a time.
"""

import numpy as np
import pytest

from kilosol.transfer import energies, jd_from_iso, launch_windows, porkchop, state

pytestmark = pytest.mark.bench
DEPART = jd_from_iso("2026-06-01") + np.linspace(0, 270, 400)
ARRIVE = jd_from_iso("2027-03-08") + np.linspace(0, 460, 400)


def test_porkchop_of_2026_with_ephemeris(benchmark):
    porkchop(DEPART, ARRIVE)
    grid = benchmark(porkchop, DEPART, ARRIVE)
    assert grid.mask.sum() > 159_000
    benchmark.extra_info["million_arcs_per_s"] = 0.16 / benchmark.stats["min"]


def test_the_same_by_the_readable_reference(benchmark):
    # Departures given as columns of blocks below the kernel's threshold keep to NumPy.
    def run():
        return [energies(part[:, None], ARRIVE[None, :]) for part in np.array_split(DEPART, 4)]

    run()
    benchmark.pedantic(run, rounds=5)
    benchmark.extra_info["million_arcs_per_s"] = 0.16 / benchmark.stats["min"]


def test_porkchop_by_a_loop_over_pykep(benchmark):
    """The fastest public Python loop: construct only, arguments as lists."""
    pykep = pytest.importorskip("pykep", exc_type=ImportError)
    mu, day_s = 132712440041.27942, 86400.0
    r1 = state("emb", DEPART)[0].tolist()
    r2 = state("mars", ARRIVE)[0].tolist()
    tofs = ((ARRIVE[None, :] - DEPART[:, None]) * day_s).tolist()

    def run():
        for a, row in zip(r1, tofs, strict=True):
            for b, tof in zip(r2, row, strict=True):
                pykep.lambert_problem(a, b, tof, mu)

    benchmark.pedantic(run, rounds=3)


def test_windows_2026_to_2046_warm(benchmark):
    launch_windows(2026, 2046)
    found = benchmark.pedantic(launch_windows, args=(2026, 2046), rounds=5)
    assert len(found) == 10
