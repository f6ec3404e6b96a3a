"""The rule of succession and its small relatives, exactly.

P. S. Laplace, "Memoire sur la probabilite des causes par les evenements", 1774: after n successes in n
trials from a uniform prior, the next has the chance (n + 1) / (n + 2); after k failures in n trials a
failure has (k + 1) / (n + 2). Under a uniform prior every count of landings of a fleet is as likely as any
other, so P(at least 3 of 5) is 3/6; under Beta(1, 2) it is 2/7. All are rational numbers: the tolerance is
rounding.
"""

from fractions import Fraction

import numpy as np
import pytest

from kilosol.campaign import LandingBelief, p_at_least, update


@pytest.mark.parametrize("n", range(12))
def test_after_n_clean_landings(n):
    prior = LandingBelief(np.ones(1), np.ones(1))
    after = update(prior, np.array([n]), np.array([0]), failure_discount_frac=0.5)
    assert after.mean[0] == pytest.approx(float(Fraction(n + 1, n + 2)), abs=1e-15)


def test_twelve_flights_with_six_failures():
    prior = LandingBelief(np.ones(1), np.ones(1))
    after = update(prior, np.array([6]), np.array([6]), failure_discount_frac=0.0)
    assert after.mean[0] == pytest.approx(0.5)


def test_one_window_at_a_time_or_all_at_once():
    window_by_window = LandingBelief(np.ones(1), np.ones(1))
    for landed, lost in ((3, 2), (17, 3), (88, 12)):
        window_by_window = update(
            window_by_window, np.array([landed]), np.array([lost]), failure_discount_frac=0.0
        )
    assert window_by_window.mean[0] == pytest.approx(109 / 127)


@pytest.mark.parametrize(("alpha", "beta", "expected"), [(1, 1, Fraction(1, 2)), (1, 2, Fraction(2, 7))])
def test_at_least_three_of_five(alpha, beta, expected):
    assert p_at_least(3, 5, alpha, beta) == pytest.approx(float(expected), abs=1e-14)


def test_every_count_is_equally_likely_under_a_uniform_prior():
    for n in (1, 4, 9):
        for k in range(n + 2):
            assert p_at_least(k, n, 1.0, 1.0) == pytest.approx((n + 1 - k) / (n + 1), abs=1e-13)
