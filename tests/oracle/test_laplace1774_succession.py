"""The rule of succession and its small relatives, exactly.

P. S. Laplace, "Memoire sur la probabilite des causes par les evenements", 1774: after n successes in n
trials from a uniform prior, the next has the chance (n + 1) / (n + 2); after k failures in n trials a
failure has (k + 1) / (n + 2). Under a uniform prior every count of landings of a fleet is as likely as any
other, so P(at least 3 of 5) is 3/6; under Beta(1, 2) it is 2/7. All are rational numbers: the tolerance is
rounding.
"""

import pytest

from kilosol.campaign import p_at_least


def test_every_count_is_equally_likely_under_a_uniform_prior():
    for n in (1, 4, 9):
        for k in range(n + 2):
            assert p_at_least(k, n, 1.0, 1.0) == pytest.approx((n + 1 - k) / (n + 1), abs=1e-13)


def test_rows(as_stated):
    as_stated("laplace1774_succession")
