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
    sure, doubtful = plan(goods), plan(goods, belief=doubt, confidence=0.7)
    assert doubtful.cost_usd_m > sure.cost_usd_m
    assert doubtful.confidence_frac >= 0.7
    landed = (doubtful.mass_t * doubtful.counted_frac).sum(axis=1)
    assert (landed >= np.array([90.0, 60.0]) - 1e-6).all()
    assert (doubtful.mass_t.sum(axis=0) <= 100.0 * doubtful.ships + 1e-6).all()


def test_what_does_not_fit_is_named():
    with pytest.raises(Infeasible, match="station: 5000 t"):
        plan([Good("station", 5000.0, 10.0, 2031, 2031)])
