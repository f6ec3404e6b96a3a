"""Moments of the dust generator against those it is fitted to, within k standard errors.

4000 years, one stream. The bound is four standard errors (a chance of 1 in 16 000 each) plus, where the
target is itself a rounded record, the rounding or misfit said beside it.
"""

import numpy as np
import pytest

from kilosol import mars
from kilosol.streams import generator

N_YEARS = 4000
K = 4.0


@pytest.fixture(scope="module")
def quiet() -> np.ndarray:
    return mars.random_years_tau(generator(11, "dust"), N_YEARS, latitude_deg=0.0, storm_frac=0.0)


@pytest.fixture(scope="module")
def anomaly(quiet: np.ndarray) -> np.ndarray:
    """ln tau less the seasonal median, in the sols before the regional storms (Ls below 200)."""
    season = mars.design_year_ls_deg(1)
    early = season < 200
    early[-3:] = False
    return (np.log(quiet) - np.log(mars.climatology_tau(season)))[:, early]


def test_noise_has_no_mean_and_the_fitted_spread(anomaly: np.ndarray) -> None:
    each_year = anomaly.mean(axis=1)
    assert abs(each_year.mean()) < K * each_year.std() / np.sqrt(N_YEARS)
    spread = (anomaly**2).mean(axis=1)
    error = spread.std() / np.sqrt(N_YEARS)
    assert abs(spread.mean() - 0.112**2) < K * error


@pytest.mark.parametrize(
    ("lag", "observed"), [(1, 0.85), (2, 0.80), (5, 0.68), (10, 0.51), (20, 0.35), (40, 0.23), (80, 0.11)]
)
def test_noise_has_the_records_memory(anomaly: np.ndarray, lag: int, observed: float) -> None:
    """Autocorrelation of the Opportunity record without global storms; misfit of two time scales 0.05."""
    product = (anomaly[:, lag:] * anomaly[:, :-lag]).mean(axis=1) / 0.112**2
    error = product.std() / np.sqrt(N_YEARS)
    assert abs(product.mean() - observed) < 0.05 + K * error


@pytest.mark.parametrize(
    ("ls", "low", "median", "high"),
    [
        (75, 0.44, 0.49, 0.55),
        (115, 0.40, 0.46, 0.55),
        (195, 0.59, 0.70, 0.87),
        (235, 0.85, 1.04, 1.55),
        (265, 0.79, 0.92, 1.05),
        (325, 0.66, 0.92, 1.36),
        (355, 0.69, 0.82, 0.95),
    ],
)
def test_percentiles_by_season(quiet: np.ndarray, ls: float, low: float, median: float, high: float) -> None:
    """Within 10 % for median and 20 % for tails: seven years of record against regional storms at random."""
    bin_of_ls = np.abs(mars.design_year_ls_deg(1) - ls) < 5
    found = np.percentile(quiet[:, bin_of_ls], [5, 50, 95])
    assert found[1] == pytest.approx(median, rel=0.10)
    assert found[[0, 2]] == pytest.approx([low, high], rel=0.20)


def test_global_storms_strike_as_often_as_asked() -> None:
    years = mars.random_years_tau(generator(12, "dust"), N_YEARS, latitude_deg=0.0)
    share = (years.max(axis=1) >= 3.5).mean()
    # Strong noise upon a regional storm may pass 3.5 in a year without a global one: fewer than 1 in 500.
    assert abs(share - 0.27) < K * np.sqrt(0.27 * 0.73 / N_YEARS) + 0.002


def test_storms_last_as_long_as_those_on_record() -> None:
    """60 to 100 sols above tau 1 in Viking and MER records; the median drawn storm lies within 60-125."""
    years = mars.random_years_tau(generator(13, "dust"), 1000, latitude_deg=0.0, storm_frac=1.0)
    above = (years > 1.5).sum(axis=1)
    assert 60 < np.median(above) < 125


def test_chance_of_a_global_storm_lies_in_the_interval_of_the_record() -> None:
    """Nine stormy years of 37 by Jeffreys' interval, and 0.18 to 0.55 of Zurek and Martin (1993)."""
    from scipy.stats import beta

    from kilosol.data import columns, table

    stormy = np.unique(columns("mars/global_storms")["mars_year"]).size
    assert stormy == 9
    low, high = beta.ppf([0.025, 0.975], stormy + 0.5, 37 - stormy + 0.5)
    assert (low, high) == pytest.approx((0.13, 0.40), abs=0.01)
    assert max(low, 0.18) < table("mars/dust").number("storm_frac") < min(high, 0.55)
