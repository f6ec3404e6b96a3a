import numpy as np
import pytest
from scipy import special, stats

from kilosol.campaign.chances import beta_cdf, beta_quantile, binomial_quantile

LUCK = np.concatenate([np.linspace(0.0005, 0.9995, 42), [1e-9, 1.0 - 1e-9]])


@pytest.mark.parametrize(
    ("a", "b"), [(1.0, 1.0), (1.0, 2.5), (6.0, 1.0), (3.0, 4.5), (547.0, 1.5), (900.0, 60.0), (0.3, 0.4)]
)
def test_beta_quantiles_are_those_of_scipy(a, b):
    mine = np.array([beta_quantile(u, a, b) for u in LUCK])
    np.testing.assert_allclose(mine, special.betaincinv(a, b, LUCK), rtol=1e-8)
    back = np.array([beta_cdf(x, a, b) for x in mine])
    np.testing.assert_allclose(back, LUCK, atol=1e-8)


@pytest.mark.parametrize("n", [0, 1, 5, 24, 25, 300, 1000])
@pytest.mark.parametrize("p", [0.0, 0.03, 0.5, 0.97, 1.0])
def test_binomial_quantiles_are_those_of_scipy(n, p):
    mine = [binomial_quantile(n, p, u) for u in LUCK]
    assert mine == stats.binom.ppf(LUCK, n, p).astype(int).tolist()


def test_a_binomial_count_near_a_step_takes_the_fraction_to_its_end():
    """Luck just below and just above the chance of so many: the quick answer is not for these."""
    for n, p in ((25, 0.3), (300, 0.97), (1000, 0.5), (4000, 0.8)):
        for k in stats.binom.ppf([0.001, 0.3, 0.6, 0.999], n, p).astype(int):
            edge = stats.binom.cdf(k, n, p)
            assert binomial_quantile(n, p, edge * (1.0 - 1e-9)) == k
            assert binomial_quantile(n, p, edge * (1.0 + 1e-9)) == k + 1


def test_beta_quantiles_of_beliefs_as_they_come_are_those_of_scipy():
    """Successes and half failures of up to a thousand ships, chances of every size."""
    rng = np.random.default_rng(5)
    a, b = (
        1.0 + np.floor(10.0 ** rng.uniform(0, 3, 3000)),
        1.0 + 0.5 * np.floor(10.0 ** rng.uniform(0, 2.5, 3000)),
    )
    u = rng.uniform(0.0, 1.0, 3000)
    mine = np.array([beta_quantile(*one) for one in zip(u, a, b, strict=True)])
    np.testing.assert_allclose(mine, special.betaincinv(a, b, u), rtol=1e-9, atol=1e-10)
