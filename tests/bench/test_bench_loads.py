"""Speed of load series, of the schedule, and of the process library."""

import numpy as np
import pytest

from kilosol.loads import (
    StationWork,
    base_packages,
    commissioning_packages,
    hourly_series_kw,
    load_process,
    load_tree,
    process_names,
    work_schedule,
)

pytestmark = pytest.mark.bench

LS = np.linspace(0.0, 360.0, 669, endpoint=False)


@pytest.mark.parametrize("phase", ["precursor", "keep-alive", "crew", "propellant", "city"])
def test_load_series_of_a_mars_year(benchmark, phase):
    def build():
        items = load_tree(phase, n_people=1000 if phase == "city" else 6, n_robots=50, robot_kw=0.275)
        return hourly_series_kw(items, LS, latitude_deg=40.0)

    assert benchmark(build).shape == (4, 669 * 24)
    benchmark.extra_info["milliseconds"] = benchmark.stats["mean"] * 1000


def test_schedule_of_two_thousand_draws(benchmark):
    station = StationWork(17.0, 6.8, 2, 13.6, 1000.0)
    work = (*commissioning_packages(station), *base_packages(60.0, 6))
    benchmark(work_schedule, work, 100, seed=1)


def test_whole_process_library(benchmark):
    benchmark(lambda: [load_process(name) for name in process_names()])
