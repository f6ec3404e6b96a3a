"""Lambert's problem: D. Izzo, "Revisiting Lambert's problem", Celest. Mech. Dyn. Astr. 121, 2015.

The check does not use the paper's method: each arc is carried back to its target by the universal-variable
form of Kepler's equation (Bate, Mueller and White 1971, section 4.4), and parabolic arcs are compared with
Barker's equation. Tolerance 1 m after some 200 million km: six times the rounding of a float64 there.
"""

import numpy as np
import pytest
from scipy.optimize import brentq

from kilosol.transfer import lambert_velocities, state

MU = 132712440041.27942
DAY_S = 86400.0


def stumpff(z):
    """C(z) and S(z), by series near nought where the closed forms lose their digits."""
    if abs(z) < 1.0:
        c = s = 0.0
        term_c, term_s = 1 / 2, 1 / 6
        for k in range(20):
            c += term_c
            s += term_s
            term_c *= -z / ((2 * k + 3) * (2 * k + 4))
            term_s *= -z / ((2 * k + 4) * (2 * k + 5))
        return c, s
    root = np.sqrt(abs(z))
    if z > 0:
        return (1 - np.cos(root)) / z, (root - np.sin(root)) / root**3
    return (1 - np.cosh(root)) / z, (np.sinh(root) - root) / root**3


def propagate(r0, v0, dt_s, mu=MU):
    """Position after a time on a conic, from the universal anomaly."""
    radius = np.linalg.norm(r0)
    sigma = r0 @ v0 / np.sqrt(mu)
    alpha = 2 / radius - v0 @ v0 / mu
    target = np.sqrt(mu) * dt_s

    def late(chi):
        c, s = stumpff(alpha * chi**2)
        return sigma * chi**2 * c + (1 - alpha * radius) * chi**3 * s + radius * chi - target

    # The time grows with the universal anomaly: double a bracket, then Brent's method to the last digit.
    high = target / radius
    low = 0.0
    while late(high) < 0:
        low, high = high, 2 * high
    chi = brentq(late, low, high, xtol=1e-300, rtol=8.9e-16, maxiter=500)
    c, s = stumpff(alpha * chi**2)
    return (1 - chi**2 / radius * c) * r0 + (dt_s - chi**3 / np.sqrt(mu) * s) * v0


def misses_km(r1, r2, tof_s, v1):
    rows = zip(r1, r2, tof_s, v1, strict=True)
    return np.array([np.linalg.norm(propagate(a, v, t) - b) for a, b, t, v in rows])


def test_arcs_from_the_earth_reach_mars_within_a_metre():
    rng = np.random.default_rng(1)
    depart = rng.uniform(2450000, 2480000, 400)
    tof_day = rng.uniform(60, 600, 400)
    r1, _ = state("emb", depart)
    r2, _ = state("mars", depart + tof_day)
    v1, _, ok = lambert_velocities(r1, r2, tof_day * DAY_S, MU)
    assert ok.mean() > 0.99
    # Within 2 degrees of half a turn the arc's plane hangs on the last digits of the positions.
    cosine = (r1 * r2).sum(-1) / np.linalg.norm(r1, axis=-1) / np.linalg.norm(r2, axis=-1)
    use = ok & (cosine > -np.cos(np.radians(2)))
    assert misses_km(r1[use], r2[use], tof_day[use] * DAY_S, v1[use]).max() < 1e-3


@pytest.mark.parametrize("excess", [-1e-3, -1e-6, -1e-9, 0.0, 1e-9, 1e-6, 1e-3])
@pytest.mark.parametrize("angle_deg", [40.0, 120.0, 170.0, 200.0, 320.0])
def test_near_parabolas_agree_with_barkers_equation(excess, angle_deg):
    # Parabola of pericentre q from anomaly -30 degrees on: time by Barker's equation, then off by `excess`.
    q = 1.2e8
    begin, end = np.radians(-30.0), np.radians(-30.0 + angle_deg)
    if end > np.radians(170):
        begin, end = np.radians(-angle_deg / 2), np.radians(angle_deg / 2)

    def position(anomaly):
        r = 2 * q / (1 + np.cos(anomaly))
        return r * np.array([np.cos(anomaly), np.sin(anomaly), 0.0])

    def barker(anomaly):
        d = np.tan(anomaly / 2)
        return np.sqrt(2 * q**3 / MU) * (d + d**3 / 3)

    tof = (barker(end) - barker(begin)) * (1 + excess)
    r1, r2 = position(begin), position(end)
    v1, v2, ok = lambert_velocities(r1, r2, tof, MU)
    assert ok
    assert np.linalg.norm(propagate(r1, v1, tof) - r2) < 1e-3 * max(1, np.linalg.norm(r2) / 2e8)
    if excess == 0:
        assert v1 @ v1 == pytest.approx(2 * MU / np.linalg.norm(r1), rel=1e-11)
        assert v2 @ v2 == pytest.approx(2 * MU / np.linalg.norm(r2), rel=1e-11)


def test_a_fast_hyperbola_reaches_its_target():
    r1, r2 = np.array([1.5e8, 0.0, 0.0]), np.array([-1.0e8, 2.0e8, 1e7])
    for days in (5.0, 10.0, 20.0, 40.0):
        v1, _, ok = lambert_velocities(r1, r2, days * DAY_S, MU)
        assert ok
        assert np.linalg.norm(propagate(r1, v1, days * DAY_S) - r2) < 1e-3


def test_retrograde_arc_turns_the_other_way_and_arrives():
    r1, r2, tof = np.array([1.5e8, 0.0, 0.0]), np.array([0.0, 2.2e8, 1e7]), 300 * DAY_S
    v1, _, ok = lambert_velocities(r1, r2, tof, MU, prograde=False)
    assert ok
    assert np.cross(r1, v1)[2] < 0
    assert np.linalg.norm(propagate(r1, v1, tof) - r2) < 1e-3


def test_two_ends_share_one_conic():
    rng = np.random.default_rng(2)
    r1, r2 = rng.normal(size=(2, 50, 3)) * 2e8
    tof = rng.uniform(50, 500, 50) * DAY_S
    v1, v2, ok = lambert_velocities(r1, r2, tof, MU)
    r1, r2, v1, v2 = (a[ok] for a in (r1, r2, v1, v2))
    energy1 = (v1**2).sum(-1) / 2 - MU / np.linalg.norm(r1, axis=-1)
    energy2 = (v2**2).sum(-1) / 2 - MU / np.linalg.norm(r2, axis=-1)
    scale = (v1**2).sum(-1) + (v2**2).sum(-1)
    assert (np.abs(energy1 - energy2) / scale).max() < 1e-10
    momentum1, momentum2 = np.cross(r1, v1), np.cross(r2, v2)
    assert np.abs(momentum1 - momentum2).max() / np.abs(momentum1).max() < 1e-10


def test_degenerate_geometry_is_masked_not_raised():
    r1 = np.array([[1.5e8, 0, 0], [1.5e8, 0, 0], [1.5e8, 0, 0]])
    r2 = np.array([[-2.2e8, 0, 0], [2.2e8, 0, 0], [0, 2.2e8, 0]])
    v1, v2, ok = lambert_velocities(r1, r2, np.array([250.0, 250.0, -1.0]) * DAY_S, MU)
    assert not ok.any()
    assert np.isnan(v1).all()
    assert np.isnan(v2).all()


def test_rows(as_stated):
    as_stated("izzo2015_lambert")
