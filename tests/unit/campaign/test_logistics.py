import numpy as np
import pytest
from scipy import stats

from kilosol.campaign import (
    Good,
    LandingBelief,
    Spare,
    cheapest_manifest,
    p_at_least,
    p_sufficient,
    ships_for_confidence,
    spares_for,
)
from kilosol.errors import Infeasible, OutOfRange

SURE = LandingBelief(np.array([1e9]), np.array([1e-3]))


@pytest.mark.parametrize("mean", [0.0, 0.2, 3.0, 40.0])
def test_sufficiency_is_the_poisson_distribution(mean):
    for n in (0, 1, 5, 60):
        assert p_sufficient(n, mean) == pytest.approx(stats.poisson.cdf(n, mean), rel=1e-12)


def test_spares_reach_their_target_with_the_least_mass_of_all_lists_tried():
    parts = [Spare("a", 1.2, 10.0), Spare("b", 0.4, 3.0), Spare("c", 2.0, 25.0)]
    counts, p, mass = spares_for(parts, 0.97)
    assert p >= 0.97
    better = [
        (i, j, k)
        for i in range(9)
        for j in range(9)
        for k in range(9)
        if np.prod([p_sufficient(n, s.n_expected) for n, s in zip((i, j, k), parts, strict=True)]) >= p
        and 10.0 * i + 3.0 * j + 25.0 * k < mass
    ]
    assert better == []
    assert len(counts) == 3
    with pytest.raises(OutOfRange):
        spares_for(parts, 1.0)


def test_ships_for_a_confidence():
    n = ships_for_confidence(4, 0.8, 6.0, 1.5)
    assert p_at_least(4, n, 6.0, 1.5) >= 0.8 > p_at_least(4, n - 1, 6.0, 1.5)
    with pytest.raises(Infeasible, match="share one chance"):
        ships_for_confidence(1, 0.9999, 1.0, 1.0)


def plan(goods, *, belief=SURE, confidence=0.5, most=(10, 10, 10)):
    return cheapest_manifest(
        goods, (2028, 2031, 2033), payload_t=100.0, volume_m3=600.0, ship_cost_usd_m=50.0, max_ships=most,
        belief=belief, confidence_frac=confidence,
    )  # fmt: skip


def test_mass_volume_and_dates_bind():
    by_mass = plan([Good("stores", 250.0, 100.0, 2028, 2028)])
    assert by_mass.ships.tolist() == [3, 0, 0]
    assert by_mass.cost_usd_m == 150.0
    by_volume = plan([Good("habitat", 50.0, 1300.0, 2028, 2033)])
    assert by_volume.ships.sum() == 3
    late = plan([Good("station", 80.0, 100.0, 2031, 2031), Good("stores", 20.0, 10.0, 2028, 2033)])
    assert late.ships.tolist() == [0, 1, 0]
    np.testing.assert_allclose(late.mass_t.sum(axis=1), [80.0, 20.0], rtol=1e-6)


def test_doubt_takes_more_ships_and_keeps_its_confidence():
    goods = [Good("station", 90.0, 100.0, 2031, 2033), Good("stores", 60.0, 100.0, 2028, 2033)]
    doubt = LandingBelief(np.array([12.0]), np.array([1.5]))
    sure, doubtful = plan(goods), plan(goods, belief=doubt, confidence=0.85)
    assert doubtful.cost_usd_m > sure.cost_usd_m
    assert doubtful.confidence_frac >= 0.85
    landed = (doubtful.mass_t * doubtful.counted_frac).sum(axis=1)
    assert (landed >= np.array([90.0, 60.0]) - 1e-6).all()
    assert (doubtful.mass_t.sum(axis=0) <= 100.0 * doubtful.ships + 1e-6).all()


def test_what_does_not_fit_is_named():
    with pytest.raises(Infeasible, match="station: 5000 t"):
        plan([Good("station", 5000.0, 10.0, 2031, 2031)])


@pytest.mark.parametrize(("confidence", "belief"), [(0.6, (1.0, 1.0)), (0.8, (6.0, 1.5)), (0.9, (20.0, 2.0))])
def test_no_pair_of_fleets_is_cheaper_than_the_manifest(confidence, belief):
    """Every pair of fleets, and of ships counted on, is tried: 230 t in two windows of at most 12 ships."""
    alpha, beta = belief
    found = plan(
        [Good("stores", 230.0, 100.0, 2028, 2031)], belief=LandingBelief(np.array([alpha]), np.array([beta])),
        confidence=confidence, most=(12, 12, 0),
    )  # fmt: skip
    one = [(0, 0, 1.0)] + [
        (n, k, p_at_least(k, n, alpha, beta)) for n in range(1, 13) for k in range(1, n + 1)
    ]
    least = min(
        a[0] + b[0] for a in one for b in one if a[1] + b[1] >= 3 and a[2] * b[2] >= confidence * (1 - 1e-9)
    )
    assert found.ships.sum() == least
    assert found.confidence_frac >= confidence * (1 - 1e-9)


def test_one_ship_under_a_uniform_prior_takes_the_fleet_that_laplace_gives():
    """P(at least one of n) = n / (n + 1): 3 ships for 3/4, 9 for 0.9, 19 for 0.95."""
    uniform = LandingBelief(np.array([1.0]), np.array([1.0]))
    for confidence, ships in ((0.75, 3), (0.9, 9), (0.95, 19)):
        small = plan(
            [Good("spares", 4.0, 2.0, 2028, 2028)], belief=uniform, confidence=confidence, most=(40, 0, 0)
        )
        assert small.ships.tolist() == [ships, 0, 0]


def test_more_time_and_less_confidence_never_cost_more():
    goods, uniform = (
        [Good("stores", 150.0, 300.0, 2028, 2033)],
        LandingBelief(np.array([3.0]), np.array([1.0])),
    )
    costs = [plan(goods, belief=uniform, confidence=c).cost_usd_m for c in (0.3, 0.5, 0.6, 0.7)]
    assert costs == sorted(costs)
    soon = plan([Good("stores", 150.0, 300.0, 2028, 2028)], belief=uniform, confidence=0.6)
    assert plan(goods, belief=uniform, confidence=0.6).cost_usd_m <= soon.cost_usd_m


def test_many_failures_are_spared_as_well():
    """A mean of 1845 failures underflows a sum of terms; the 99th percentile lies 2.33 deviations above."""
    counts, p, _ = spares_for([Spare("robot part", 1845.0, 2.0)], 0.99)
    assert p >= 0.99
    assert counts[0] == stats.poisson.ppf(0.99, 1845.0)
    with pytest.raises(OutOfRange, match="mass_kg"):
        spares_for([Spare("weightless", 1.0, 0.0)], 0.9)
