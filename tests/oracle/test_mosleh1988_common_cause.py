"""Groups with a common cause against the closed forms.

A. Mosleh et al., NUREG/CR-4780, 1988 (recalled): of the unavailability p of a component, beta p is shared and
the rest its own, so two of three fail with about 3 (1 - beta)^2 p^2 + beta p; with p = 0.001 and beta = 0.05
that is 5.3e-5 and redundancy gains 19-fold, not a thousandfold. Exact values here differ by products of small
chances: 1 % is allowed. k of n without a common cause is the binomial law of repairable components (Billinton
and Allan 1996), exact. Spares: the parts on order of a large fleet follow Poisson's law whatever the
delay (C. Palm 1938; recalled), so those that wait number E[(X - s)+] on average; 5 %, more than the noise.
"""

import math

import numpy as np
import pytest

from kilosol.grid import Unit, assess
from kilosol.grid.convolution import count_chances


def test_drawn_outages_share_their_cause():
    for beta in (0.0, 0.1, 0.5, 1.0):
        unit = Unit("pump", 1.0, 3, 95.0, 5.0, beta=beta)
        found = assess([unit], np.full(2000, 2.0), samples=600, seed=3, by_step=True)
        assert abs(found.lolp.drawn - found.lolp.value) < 4 * found.lolp.stderr
        # A component's availability knows nothing of beta.
        assert found.by_step["supply_kw"].mean() == pytest.approx(2.85, abs=0.01)


@pytest.mark.parametrize(("k", "n"), [(1, 1), (1, 2), (2, 3), (3, 5), (7, 8)])
def test_k_of_n_markov_availability(k, n):
    mttf, mttr = 190.0, 10.0
    found = assess(
        [Unit("set", 10.0, n, mttf, mttr)], np.full(2500, 10.0 * k), step_h=0.2, samples=1500, seed=k
    )
    up = mttf / (mttf + mttr)
    available = sum(math.comb(n, j) * up**j * (1 - up) ** (n - j) for j in range(k, n + 1))
    assert found.lolp.value == pytest.approx(1.0 - available, rel=1e-9)
    assert abs(found.lolp.drawn - found.lolp.value) < 4 * found.lolp.stderr
    # An event begins where k are up and one of them fails; events within a step are not seen, 2 to 4 %.
    begins = math.comb(n, k) * up**k * (1 - up) ** (n - k) * k / mttf * 500 + (1 - available)
    assert abs(found.lolev.value - begins) < 4 * found.lolev.stderr + 0.04 * begins


def test_count_chances_add_up():
    chances = count_chances(Unit("set", 1.0, 9, 80.0, 20.0, beta=0.3).failures, 9)
    assert chances.sum() == pytest.approx(1.0)
    assert chances @ np.arange(10) == pytest.approx(9 * 0.8)


def test_parts_come_with_the_next_window():
    """No part in stock: who fails waits for the window."""
    unit = Unit("part", 1.0, 1, 1e5, 1e-3, spares=0, window_h=500.0, first_window_h=500.0)
    found = assess([unit], np.full(500, 1.0), samples=40_000, seed=8, by_step=True)
    down = 1.0 - found.by_step["supply_kw"]
    expected = 1.0 - np.exp(-np.arange(500) / 1e5)
    np.testing.assert_allclose(down, expected, atol=5 * np.sqrt(0.005 / 40_000))


def test_rows(as_stated):
    as_stated("mosleh1988_common_cause")
