"""How often the 95 % intervals hold the truth: seeds are fixed, limits are binomial ones around 93 to 97 %.

`n` intervals of true coverage p hold the truth in a share within p +- 4 sqrt(p (1 - p) / n): that much is
left to chance.
"""

from __future__ import annotations

import math

import numpy as np
import pytest

from kilosol.grid import Store, Unit, assess
from kilosol.grid.estimates import chance_of, mean_of

#: What a 95 % interval should cover.
LOW, HIGH = 0.93, 0.97


def within(share, n, low=LOW, high=HIGH):
    return low - 4 * math.sqrt(low * (1 - low) / n) <= share <= high + 4 * math.sqrt(high * (1 - high) / n)


SIZES = {
    "all alike": (lambda _, n: np.ones(n), 1.0),
    "uniform": (lambda rng, n: rng.uniform(0, 2, n), 1.0),
    "exponential": (lambda rng, n: rng.exponential(1.0, n), 1.0),
    "whole hours": (lambda rng, n: rng.geometric(0.2, n).astype(float), 5.0),
    "depth times duration": (lambda rng, n: rng.exponential(1.0, n) * rng.uniform(0, 2, n), 1.0),
    "gamma of shape a half": (lambda rng, n: rng.gamma(0.5, 2.0, n), 1.0),
    "lognormal of square 3": (lambda rng, n: rng.lognormal(0.0, math.sqrt(math.log(4.0)), n), 2.0),
    # Squared coefficients of variation of 5 and 7: few events do not tell how heavy such tails are.
    "weibull of square 5": (lambda rng, n: rng.weibull(0.5, n), 2.0),
    "lognormal of square 7": (lambda rng, n: rng.lognormal(0.0, math.sqrt(math.log(8.0)), n), math.sqrt(8.0)),
    "gamma of square 7": (lambda rng, n: rng.gamma(1.0 / 7.0, 7.0, n), 1.0),
}
HEAVY = ("weibull of square 5", "lognormal of square 7", "gamma of square 7")

#: What is held all the same, by the number of events.
LEAST_OF_HEAVY = {5: 0.82, 20: 0.9, 100: LOW}


def least(size, n_events):
    return LEAST_OF_HEAVY[n_events] if size in HEAVY else LOW


def covered(size, n_events, repeats, seed, n=2000):
    """Share of the intervals of a mean that hold it; passes are rarely above nothing."""
    draw, mean = SIZES[size]
    rng = np.random.default_rng(seed)
    held = 0
    for _ in range(repeats):
        draws = np.where(rng.random(n) < n_events / n, draw(rng, n), 0.0)
        low, high = mean_of(draws, 1e6).ci95
        held += low <= mean * n_events / n <= high
    return held / repeats


@pytest.mark.parametrize("n_events", [5, 20, 100])
@pytest.mark.parametrize("size", SIZES)
def test_a_mean_of_rare_events(size, n_events):
    assert within(covered(size, n_events, 1000, seed=n_events), 1000, low=least(size, n_events))


@pytest.mark.slow
@pytest.mark.parametrize("n_events", [5, 20, 100])
@pytest.mark.parametrize("size", SIZES)
def test_a_mean_of_rare_events_closely(size, n_events):
    assert within(covered(size, n_events, 20_000, seed=n_events), 20_000, low=least(size, n_events))


def test_an_estimate_says_where_its_upper_end_may_be_too_low():
    rng = np.random.default_rng(2)

    def told(hits):
        return mean_of(np.concatenate([hits, np.zeros(2000 - len(hits))]), 1e6)

    few, alike, unequal = told(rng.exponential(1.0, 5)), told(np.ones(30)), told(rng.weibull(0.3, 30))
    many, none = told(rng.weibull(0.3, 200)), told(np.zeros(0))
    assert few.caution.startswith("5 events do not tell")
    assert few.caution in str(few)
    assert unequal.caution.startswith("30 events of very unequal size")
    assert (alike.caution, many.caution, none.caution) == ("", "", "")
    # Draws that are mostly above nothing are no rare events.
    assert mean_of(np.array([1.0, 3.0]), 9.0).caution == ""


def test_the_plain_interval_would_fail_this_test():
    """What was used before, on the same draws: the limits above can tell the two apart."""
    rng, n, held = np.random.default_rng(5), 2000, 0
    for _ in range(1000):
        draws = np.where(rng.random(n) < 5 / n, rng.exponential(1.0, n), 0.0)
        half = 1.96 * draws.std() / math.sqrt(n)
        held += abs(draws.mean() - 5 / n) <= half
    assert not within(held / 1000, 1000)


@pytest.mark.parametrize(("n", "p"), [(1000, 0.5), (1000, 1.0), (100, 0.9), (24, 1.0)])
def test_a_mean_of_draws_that_are_mostly_above_nothing(n, p):
    rng, held, repeats = np.random.default_rng(n), 0, 1500
    for _ in range(repeats):
        draws = rng.gamma(2.0, 0.5, n) * (rng.random(n) < p)
        low, high = mean_of(draws, 1e6).ci95
        held += low <= p <= high
    assert within(held / repeats, repeats, low=0.92)


def test_a_control_of_few_hits_is_not_used_and_of_many_makes_the_interval_short():
    """A control that explains most of the draws; its slope comes from draws other than those it corrects."""
    rng, repeats = np.random.default_rng(8), 800
    for n_events, gain in ((10, 1.0), (150, 0.75)):
        held, widths = 0, []
        for _ in range(repeats):
            n = 3000
            is_hit = rng.random(n) < n_events / n
            bare = np.where(is_hit, rng.exponential(1.0, n), 0.0)
            draws = np.maximum(bare - 0.2, 0.0) * rng.uniform(0.8, 1.2, n)
            truth, bare_mean = math.exp(-0.2) * n_events / n, n_events / n
            told = mean_of(draws, 1e6, control=bare, control_mean=bare_mean)
            low, high = told.ci95
            held += low <= truth <= high
            plain = mean_of(draws, 1e6).ci95
            widths.append((high - low) / (plain[1] - plain[0]))
        assert within(held / repeats, repeats)
        assert np.median(widths) == 1.0 if gain == 1.0 else np.median(widths) < gain


def test_years_that_share_weathers_are_as_many_as_their_weathers():
    """600 years on 24 weathers: whether a year fails is its weather's luck, or mostly its own."""
    rng, repeats, cluster = np.random.default_rng(4), 1500, np.arange(600) % 24
    for shared in (1.0, 0.3, 0.0):
        held, held_mean, blind = 0, 0, 0
        for _ in range(repeats):
            of_weather = rng.random(24) < 0.3
            is_own = rng.random(600) >= shared
            is_hit = np.where(is_own, rng.random(600) < 0.3, of_weather[cluster])
            low, high = chance_of(is_hit, cluster).ci95
            held += low <= 0.3 <= high
            size = np.where(is_hit, 1.0, 0.0) * 7.0
            low, high = mean_of(size, 7.0, cluster=cluster).ci95
            held_mean += low <= 2.1 <= high
            low, high = chance_of(is_hit).ci95
            blind += low <= 0.3 <= high
        assert within(held / repeats, repeats, high=0.985)
        assert within(held_mean / repeats, repeats, low=0.92, high=0.985)
        assert shared == 0.0 or blind / repeats < 0.9
    nothing = chance_of(np.zeros(600, bool), cluster)
    assert nothing.n == 24
    assert nothing.ci95[1] > 0.13


LOAD = np.round(15 + 5 * np.sin(np.arange(72) * 2 * np.pi / 24))
SYSTEMS = {
    # Finite parts, which never run out here: no exact answer, no control.
    "two units": ([Unit("set", 12.0, 2, 2000.0, 20.0, spares=1000)], []),
    "two units and a store": ([Unit("set", 12.0, 2, 500.0, 20.0)], [Store("cell", 12.0, 20.0)]),
}


def share_held(name, n_events, repeats):
    """Share of the calls whose intervals hold the means of many passes, by index."""
    units, stores = SYSTEMS[name]
    truth = assess(units, LOAD, stores, samples=1_000_000, seed=1)
    n = int(n_events / truth.p_any_shortfall.value)
    held = dict.fromkeys(("eue_kwh", "lolh_h", "lolev", "p_any_shortfall"), 0)
    for seed in range(repeats):
        found = assess(units, LOAD, stores, samples=n, seed=1000 + seed)
        for index in held:
            low, high = getattr(found, index).ci95
            held[index] += low <= getattr(truth, index).value <= high
    return {index: count / repeats for index, count in held.items()}


@pytest.mark.parametrize("name", SYSTEMS)
def test_systems_with_few_events(name):
    shares = share_held(name, 5, 150)
    # Counts of few events: no interval can come nearer than their steps.
    assert all(within(share, 150, high=0.985) for share in shares.values()), shares


@pytest.mark.slow
@pytest.mark.parametrize("n_events", [5, 20, 100])
@pytest.mark.parametrize("name", SYSTEMS)
def test_systems(name, n_events):
    shares = share_held(name, n_events, 1000)
    assert all(within(share, 1000, high=0.975) for share in shares.values()), shares
