"""Speed of the transfer searches."""

import numpy as np
import pytest

from kilosol.transfer import launch_windows, porkchop

pytestmark = pytest.mark.bench

JD_2026_09_01 = 2461284.5


def test_porkchop_of_400_by_400(benchmark):
    depart = JD_2026_09_01 + np.linspace(0.0, 150.0, 400)
    arrive = JD_2026_09_01 + 180.0 + np.linspace(0.0, 300.0, 400)
    found = benchmark(porkchop, depart, arrive)
    benchmark.extra_info["arcs_per_second"] = found.c3_km2_s2.size / benchmark.stats["mean"]


def test_windows_of_twenty_years(benchmark):
    found = benchmark(launch_windows, 2026, 2046)
    assert len(found) >= 9
