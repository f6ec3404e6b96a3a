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
