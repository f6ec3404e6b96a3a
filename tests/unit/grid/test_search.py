import subprocess
import sys

import numpy as np
import pytest

from kilosol.grid.sizing.search import POPULATION, Reach, cheapest

K = 4
REACH = Reach(np.full(K, -5.0), np.full(K, 3.0), np.full(K, 0.5), 200, 1e-12, 1e-9)


def valley(points):
    """A narrow curved valley with its floor at one in every direction."""
    return np.array([(100.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1.0 - x[:-1]) ** 2).sum() for x in points])


def test_a_search_finds_the_end_of_a_curved_valley():
    assert cheapest(valley, np.zeros(K), REACH, 1) == pytest.approx(np.ones(K), abs=1e-3)


def test_a_seed_gives_one_point_and_leaves_the_shared_stream_of_numpy_alone():
    before = np.random.get_state()[1].copy()  # noqa: NPY002
    found = [cheapest(valley, np.zeros(K), REACH, seed) for seed in (1, 1, 2)]
    assert np.array_equal(found[0], found[1])
    assert not np.array_equal(found[0], found[2])
    assert np.array_equal(before, np.random.get_state()[1])  # noqa: NPY002


def test_a_search_stays_within_its_bounds_and_returns_the_cheapest_point_it_saw():
    seen = []

    def prices(points):
        seen.extend(points)
        return np.array([x.sum() for x in points])

    found = cheapest(prices, np.zeros(K), REACH, 1)
    assert np.min(seen) >= -5.0
    assert np.max(seen) <= 3.0
    assert found.sum() == min(x.sum() for x in seen)
    assert found == pytest.approx(np.full(K, -5.0), abs=0.5)


@pytest.mark.parametrize("change", [{"n_generations": 3}, {"settled_price": 1e9}, {"settled_step": 1e9}])
def test_a_search_ends_after_its_generations_or_when_it_has_settled(change):
    calls = []

    def prices(points):
        calls.append(len(points))
        return valley(points)

    limits = {"n_generations": 200, "settled_price": 1e-12, "settled_step": 1e-9} | change
    cheapest(prices, np.zeros(K), Reach(REACH.low, REACH.high, REACH.deviations, **limits), 1)
    assert calls == [POPULATION] * (3 if "n_generations" in change else 1)


def test_directions_begin_with_their_own_spread():
    first = []

    def prices(points):
        first.extend(points)
        return np.zeros(len(points))

    wide = Reach(REACH.low, REACH.high, np.array([0.1, 1.0, 0.1, 0.1]), 1, 1.0, 1.0)
    for seed in range(40):
        cheapest(prices, np.zeros(K), wide, seed)
    assert np.std(first, axis=0) == pytest.approx([0.1, 1.0, 0.1, 0.1], rel=0.12)


def test_a_command_that_sizes_nothing_loads_no_search():
    check = "import sys, kilosol.grid; assert not {'cmaes', 'scipy.stats', 'matplotlib'} & set(sys.modules)"
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
