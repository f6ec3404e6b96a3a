"""The compiled grid against the readable reference that defines it."""

import numpy as np
import pytest

from kilosol.transfer import energies, jd_from_iso, porkchop, state
from kilosol.transfer import grids as grids_module
from kilosol.transfer.grids import KERNEL_ARCS, States, grid_energies, pair_energies

MU, DAY_S = 132712440041.27942, 86400.0


def states(body, jd):
    return States(jd, *state(body, jd))


def both(origin, target, depart, arrive):
    c3, vinf, turn = grid_energies(states(origin, depart), states(target, arrive), MU, DAY_S)
    rows = states(origin, depart)
    rows = States(depart[:, None], rows.r_km[:, None], rows.v_km_s[:, None])
    return (c3, vinf, turn), pair_energies(rows, states(target, arrive), MU, DAY_S)


@pytest.mark.parametrize(
    ("origin", "target"),
    [("emb", "mars"), ("earth", "mars"), ("mars", "earth"), ("emb", "venus"), ("venus", "mars")],
)
def test_kernel_is_the_reference(origin, target):
    depart = jd_from_iso("2026-06-01") + np.linspace(0, 400, 130)
    arrive = jd_from_iso("2026-05-01") + np.linspace(0, 1500, 170)
    (c3, vinf, turn), (ref_c3, ref_vinf, angle, ok) = both(origin, target, depart, arrive)
    assert (np.isfinite(c3) == ok).all()
    assert (~ok).sum() > 100
    # Flights of some days cost thousands; there the share counts.
    scale = 1 + ref_c3[ok]
    assert (np.abs(c3[ok] - ref_c3[ok]) / scale).max() < 1e-6
    assert (np.abs(vinf[ok] - ref_vinf[ok]) / (1 + ref_vinf[ok])).max() < 1e-6
    assert ((turn < 0) == (angle >= np.pi))[ok].all()


def test_arcs_that_the_kernel_leaves_open_come_from_the_reference(monkeypatch):
    asked = []

    def counting(leave, reach, mu, day_s):
        asked.append(leave.jd.size)
        return pair_energies(leave, reach, mu, day_s)

    monkeypatch.setattr(grids_module, "pair_energies", counting)
    depart = jd_from_iso("2026-06-01") + np.arange(0, 400.0, 3)
    # Arrivals within days: hyperbolas beyond the polynomial.
    c3, _, _ = grid_energies(states("emb", depart), states("venus", depart + 2.5), MU, DAY_S)
    assert 20 < sum(asked) < 1000
    _, (_, _, _, ok) = both("emb", "venus", depart, depart + 2.5)
    assert (np.isfinite(c3) == ok).all()


def test_large_grids_take_the_kernel_and_small_ones_do_not_and_agree():
    depart, arrive = 2462700.5 + np.arange(300.0), 2463000.5 + np.arange(200.0)
    assert depart.size * arrive.size >= KERNEL_ARCS
    large = porkchop(depart, arrive)
    small = porkchop(depart[:9], arrive[:7])
    np.testing.assert_allclose(large.c3_km2_s2[:9, :7], small.c3_km2_s2, rtol=1e-7, equal_nan=True)
    assert (large.kind[:9, :7] == small.kind).all()


def test_several_grids_side_by_side_are_each_themselves():
    depart = np.array([[2461300.5], [2462100.5], [2462900.5]]) + np.arange(0, 200.0, 2)
    arrive = np.array([[2461600.5], [2462400.5], [2463200.5]]) + np.arange(0, 400.0, 2)
    whole = energies(depart[:, :, None], arrive[:, None, :])
    for k in range(3):
        one = porkchop(depart[k], arrive[k])
        np.testing.assert_allclose(whole.c3_km2_s2[k], one.c3_km2_s2, rtol=1e-7, equal_nan=True)
    assert whole.transfer_angle_deg.shape == (3, 100, 200)
    low = np.unravel_index(np.nanargmin(whole.c3_km2_s2), whole.c3_km2_s2.shape)
    single = energies(depart[low[0], low[1]], arrive[low[0], low[2]])
    assert whole.transfer_angle_deg[low] == pytest.approx(float(single.transfer_angle_deg), abs=1e-6)
