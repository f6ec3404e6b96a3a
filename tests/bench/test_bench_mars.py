"""Speed of light and dust: site-years a second and members a minute, on one core.

Targets: 1000 site-years of daily energy a second, 200 in five-minute steps, and 10 000 storm-year members of
one site in 15 s. Times are reported, never asserted.
"""

import numpy as np
import pytest

from kilosol import mars
from kilosol.streams import generator

pytestmark = pytest.mark.bench

N_SITES = 400
SEASON = mars.ls_of_sol_deg(np.arange(669) + 0.5)


@pytest.fixture(scope="module")
def dust() -> np.ndarray:
    return mars.random_years_tau(generator(1, "bench"), N_SITES, latitude_deg=0.0)


def rate(benchmark, n_site_years: int) -> None:
    if benchmark.stats is not None:
        benchmark.extra_info["site_years_per_second"] = n_site_years / benchmark.stats["mean"]


@pytest.mark.parametrize("use", ["broadband", "triple"])
def test_daily_energy(benchmark, dust, use) -> None:
    latitude = np.linspace(-60, 60, N_SITES)[:, None]
    energy = benchmark(mars.daily_insolation_wh_m2, latitude, SEASON, dust, use=use)
    assert energy.shape == (N_SITES, 669)
    rate(benchmark, N_SITES)


def test_daily_energy_by_appelbaum(benchmark, dust) -> None:
    latitude = np.linspace(-60, 60, N_SITES)[:, None]
    benchmark(mars.daily_insolation_wh_m2, latitude, SEASON, np.clip(dust, 0.1, 6.0), 0.1, "appelbaum")
    rate(benchmark, N_SITES)


def test_daily_energy_of_tilted_arrays(benchmark, dust) -> None:
    benchmark(mars.daily_insolation_wh_m2, 40.0, SEASON, dust[:10], tilt_deg=20.0)
    rate(benchmark, 10)


def test_five_minute_steps(benchmark, dust) -> None:
    def year() -> np.ndarray:
        return mars.design_year_global_w_m2(39.8, dust[0], ground_albedo=0.2, steps_per_sol=288)

    assert benchmark(year).shape == (669 * 288,)
    rate(benchmark, 1)


def test_ten_thousand_storm_years(benchmark) -> None:
    def members() -> float:
        tau = mars.random_years_tau(generator(2, "bench"), 10_000, latitude_deg=39.8, storm_frac=1.0)
        return float(mars.daily_insolation_wh_m2(39.8, SEASON, tau, 0.2, use="triple").mean())

    assert benchmark.pedantic(members, rounds=1, iterations=1) > 0


def test_ground_temperatures(benchmark) -> None:
    place, tau = mars.site("AP-1"), mars.replay_tau("quiet")
    benchmark(mars.ground_year, place, tau)
    rate(benchmark, 1)
