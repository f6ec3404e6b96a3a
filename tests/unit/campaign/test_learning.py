import numpy as np
import pytest
from scipy import stats

from kilosol.campaign import LandingBelief, p_at_least, update
from kilosol.campaign.learning import draw_landings, draw_success_frac
from kilosol.errors import OutOfRange


def belief(alpha, beta):
    return LandingBelief(np.atleast_1d(np.asarray(alpha, float)), np.atleast_1d(np.asarray(beta, float)))


class TestUpdate:
    def test_a_mended_failure_counts_for_less(self):
        before = belief(1.0, 1.0)
        for discount, beta in ((0.0, 3.0), (0.5, 2.0), (1.0, 1.0)):
            after = update(before, np.array([3]), np.array([2]), failure_discount_frac=discount)
            assert (after.alpha[0], after.beta[0]) == (4.0, beta)

    @pytest.mark.parametrize("discount", [-0.1, 1.1, np.nan])
    def test_the_part_that_is_mended_is_a_part(self, discount):
        with pytest.raises(OutOfRange, match="failure_discount_frac"):
            update(belief(1, 1), np.array([1]), np.array([0]), failure_discount_frac=discount)


class TestDrawLandings:
    def test_is_the_quantile_of_the_binomial_distribution(self):
        rng = np.random.default_rng(4)
        n = rng.integers(0, 1000, 3000)
        chance, uniform = rng.random(3000), rng.random(3000)
        expected = stats.binom.ppf(uniform, n, chance)
        np.testing.assert_array_equal(draw_landings(n, chance, uniform), expected)

    def test_at_its_ends(self):
        none, every = np.zeros(3), np.ones(3)
        n = np.array([0, 1, 500])
        for uniform in (0.0, 0.5, 1.0 - 1e-16):
            u = np.full(3, uniform)
            assert draw_landings(n, none, u).tolist() == [0, 0, 0]
            assert draw_landings(n, every, u).tolist() == [0, 1, 500]

    def test_more_luck_or_more_skill_or_more_ships_never_lands_fewer(self):
        rng = np.random.default_rng(5)
        n, chance, uniform = rng.integers(1, 60, 500), rng.random(500), rng.random(500)
        landed = draw_landings(n, chance, uniform)
        assert (draw_landings(n, chance, np.minimum(uniform + 0.1, 0.999)) >= landed).all()
        assert (draw_landings(n, np.minimum(chance + 0.05, 1.0), uniform) >= landed).all()
        assert (draw_landings(n + 3, chance, uniform) >= landed).all()


class TestDrawSuccess:
    def test_is_the_quantile_of_the_belief(self):
        rng = np.random.default_rng(6)
        alpha, beta, uniform = rng.uniform(0.2, 40, 200), rng.uniform(0.2, 40, 200), rng.random(200)
        expected = stats.beta.ppf(uniform, alpha, beta)
        np.testing.assert_allclose(draw_success_frac(belief(alpha, beta), uniform), expected, atol=1e-9)

    def test_more_belief_or_luck_is_never_a_worse_draw(self):
        rng = np.random.default_rng(7)
        alpha, beta, uniform = rng.uniform(0.5, 20, 300), rng.uniform(0.5, 20, 300), rng.random(300)
        drawn = draw_success_frac(belief(alpha, beta), uniform)
        assert (draw_success_frac(belief(alpha + 1, beta), uniform) >= drawn).all()
        assert (draw_success_frac(belief(alpha, beta + 1), uniform) <= drawn).all()
        assert (draw_success_frac(belief(alpha, beta), np.minimum(uniform + 0.05, 1.0)) >= drawn).all()


class TestAtLeast:
    @pytest.mark.parametrize(("alpha", "beta"), [(1.0, 1.0), (2.5, 0.5), (0.3, 4.0)])
    def test_is_the_tail_of_the_beta_binomial_distribution(self, alpha, beta):
        for k in range(-1, 9):
            expected = stats.betabinom.sf(k - 1, 7, alpha, beta)
            assert p_at_least(k, 7, alpha, beta) == pytest.approx(expected, abs=1e-12)

    def test_holds_for_a_fleet_of_thousands(self):
        assert p_at_least(1500, 3000, 1.0, 1.0) == pytest.approx(1501 / 3001, rel=1e-9)
