import numpy as np
import pytest

from kilosol.errors import OutOfRange, UnknownName
from kilosol.transfer import date_slopes, energies, fly, lambert_slopes, lambert_velocities


def random_states(n, seed):
    rng = np.random.default_rng(seed)
    r, v = rng.normal(size=(2, n, 3))
    keep = np.linalg.norm(r, axis=1) > 0.2
    return r[keep], 0.9 * v[keep], rng.uniform(-10, 10, n)[keep]


def test_there_and_back_again_on_every_kind_of_conic():
    r, v, t = random_states(500, 1)
    energy = (v**2).sum(1) / 2 - 1 / np.linalg.norm(r, axis=1)
    assert (energy > 0).any()
    assert (energy < 0).any()
    there = fly(r, v, t, 1.0)
    back = fly(there.r_km, there.v_km_s, -t, 1.0)
    np.testing.assert_allclose(back.r_km, r, atol=1e-9)
    np.testing.assert_allclose(np.cross(there.r_km, there.v_km_s), np.cross(r, v), atol=1e-9)


def test_a_parabola_follows_barkers_equation():
    # From pericentre at distance 1 on a parabola: D + D^3/3 = t / sqrt(2), r = 1 + D^2.
    d = 1.7
    there = fly([1.0, 0, 0], [0, np.sqrt(2), 0], np.sqrt(2) * (d + d**3 / 3), 1.0)
    assert np.linalg.norm(there.r_km) == pytest.approx(1 + d**2, rel=1e-12)


def test_transition_matrix_is_the_difference_quotient_and_symplectic():
    r, v, t = random_states(100, 2)
    phi = fly(r, v, t, 1.0, with_transition=True).transition
    step = 1e-6
    for k in range(6):
        d = np.zeros(6)
        d[k] = step
        ahead, behind = fly(r + d[:3], v + d[3:], t, 1.0), fly(r - d[:3], v - d[3:], t, 1.0)
        quotient = np.hstack([ahead.r_km - behind.r_km, ahead.v_km_s - behind.v_km_s]) / (2 * step)
        size = np.abs(phi).max(axis=(1, 2))
        assert (np.abs(quotient - phi[:, :, k]).max(1) / size).max() < 1e-5
    j = np.block([[np.zeros((3, 3)), np.eye(3)], [-np.eye(3), np.zeros((3, 3))]])
    assert np.abs(np.swapaxes(phi, 1, 2) @ j @ phi - j).max() < 1e-6


def test_bad_gravity_is_refused():
    with pytest.raises(OutOfRange, match="mu_km3_s2 must be positive"):
        fly([1.0, 0, 0], [0, 1.0, 0], 1.0, -1.0)


@pytest.mark.parametrize(("turns", "branch"), [(0, "left"), (1, "left"), (1, "right")])
def test_lambert_slopes_are_difference_quotients(turns, branch):
    r1, r2, tof = np.array([1.0, 0.1, 0.05]), np.array([-0.9, 1.1, -0.1]), 12.0

    def solve(a, b, t):
        v1, v2, ok = lambert_velocities(a, b, t, 1.0, n_revolutions=turns, branch=branch)
        assert ok
        return np.concatenate([v1, v2])

    slopes = lambert_slopes(r1, solve(r1, r2, tof)[:3], tof, 1.0)
    h = 1e-6
    by_tof = (solve(r1, r2, tof + h) - solve(r1, r2, tof - h)) / (2 * h)
    np.testing.assert_allclose(np.concatenate([slopes.v1_by_tof, slopes.v2_by_tof]), by_tof, atol=1e-7)
    for k in range(3):
        d = np.eye(3)[k] * h
        first = (solve(r1 + d, r2, tof) - solve(r1 - d, r2, tof)) / (2 * h)
        last = (solve(r1, r2 + d, tof) - solve(r1, r2 - d, tof)) / (2 * h)
        ours = np.concatenate([slopes.v1_by_r1_per_s[:, k], slopes.v2_by_r1_per_s[:, k]])
        np.testing.assert_allclose(ours, first, atol=1e-6)
        ours = np.concatenate([slopes.v1_by_r2_per_s[:, k], slopes.v2_by_r2_per_s[:, k]])
        np.testing.assert_allclose(ours, last, atol=1e-6)


def test_date_slopes_are_difference_quotients_and_nan_without_an_arc():
    depart = np.linspace(2461300, 2465000, 30)
    arrive = depart + np.linspace(150, 350, 30)
    slopes = date_slopes(depart, arrive)
    h = 0.02
    for name, i, j in (("departure", 1, 0), ("arrival", 0, 1)):
        ahead, behind = energies(depart + h * i, arrive + h * j), energies(depart - h * i, arrive - h * j)
        c3 = (ahead.c3_km2_s2 - behind.c3_km2_s2) / (2 * h)
        ours = getattr(slopes, f"c3_by_{name}")
        assert (np.abs(ours - c3) / (1 + np.abs(c3))).max() < 1e-3
        vinf = (ahead.arrival_vinf_km_s - behind.arrival_vinf_km_s) / (2 * h)
        assert (np.abs(getattr(slopes, f"vinf_by_{name}") - vinf) / (1 + np.abs(vinf))).max() < 1e-3
    assert np.isnan(date_slopes(2462000.0, 2461000.0).c3_by_arrival)


def test_turns_take_a_least_time_and_both_branches_arrive():
    r1, r2 = np.array([1.0, 0, 0]), np.array([0, 1.5, 0.1])
    times = np.linspace(2, 30, 57)
    for turns in (1, 2):
        for prograde in (True, False):
            per_branch = []
            for branch in ("left", "right"):
                v1, _, ok = lambert_velocities(
                    r1, r2, times, 1.0, prograde, n_revolutions=turns, branch=branch
                )
                assert (np.diff(ok.astype(int)) >= 0).all()
                assert not ok[0]
                assert ok[-1]
                assert np.isnan(v1[~ok]).all()
                end = fly(r1, v1[ok], times[ok], 1.0)
                np.testing.assert_allclose(end.r_km, np.broadcast_to(r2, end.r_km.shape), atol=1e-9)
                momentum = np.cross(np.broadcast_to(r1, v1[ok].shape), v1[ok])[:, 2]
                assert ((momentum > 0) == prograde).all()
                # The flight holds as many whole turns as asked: the period fits that often, not once more.
                energy = (v1[ok] ** 2).sum(1) / 2 - 1
                period = 2 * np.pi * (-2 * energy) ** -1.5
                assert (times[ok] / period > turns).all()
                assert (times[ok] / period < turns + 1).all()
                per_branch.append(v1[ok])
            assert np.abs(per_branch[0] - per_branch[1]).max() > 0.1


def test_bad_turns_and_branches_are_named():
    with pytest.raises(OutOfRange, match="n_revolutions"):
        lambert_velocities([1, 0, 0], [0, 1, 0], 1.0, 1.0, n_revolutions=-1)
    with pytest.raises(UnknownName, match="branch 'up'"):
        lambert_velocities([1, 0, 0], [0, 1, 0], 1.0, 1.0, n_revolutions=1, branch="up")
