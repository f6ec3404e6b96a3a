"""Lambert arcs against a solution in extended precision, over 100,000 random cases.

The check shares nothing with the solver: the conic is flown by universal variables in 80-bit floats, and the
velocity is corrected by Newton's method until the arc ends on its target to 1e-16 of its size. What the first
velocity was off by is the error. Tolerance 1e-6 km2/s2 in C3, as the handbooks print three digits.
"""

import numpy as np
import pytest

from kilosol.transfer import fly, lambert_velocities

MU = 132712440041.27942
DAY_S = 86400.0
Long = np.longdouble

pytestmark = pytest.mark.skipif(np.finfo(Long).eps > 2e-19, reason="no 80-bit floats on this processor")


def stumpff(psi):
    """c2 and c3 by their series after halvings of the argument, in extended precision."""
    halvings = np.zeros(psi.shape, dtype=int)
    small = psi.copy()
    while (np.abs(small) > 0.5).any():
        many = np.abs(small) > 0.5
        small = np.where(many, small / 4, small)
        halvings += many
    c2, c3 = np.zeros_like(small), np.zeros_like(small)
    t2, t3 = np.full_like(small, Long(1) / 2), np.full_like(small, Long(1) / 6)
    for k in range(14):
        c2 += t2
        c3 += t3
        t2 = -t2 * small / ((2 * k + 3) * (2 * k + 4))
        t3 = -t3 * small / ((2 * k + 4) * (2 * k + 5))
    for _ in range(int(halvings.max(initial=0))):
        # c_k(4 psi) from c_k(psi).
        todo = halvings > 0
        c0, c1 = 1 - small * c2, 1 - small * c3
        c3 = np.where(todo, (c2 + c0 * c3) / 4, c3)
        c2 = np.where(todo, c1 * c1 / 2, c2)
        small = np.where(todo, small * 4, small)
        halvings = halvings - todo
    return c2, c3


def end_of(r0, v0, time):
    """Position after a time, all in extended precision and units in which mu is 1."""
    size = np.sqrt((r0 * r0).sum(-1))
    sigma = (r0 * v0).sum(-1)
    alpha = 2 / size - (v0 * v0).sum(-1)
    guess = fly(r0.astype(float), v0.astype(float), time.astype(float), 1.0)
    # The anomaly of the double solution starts Newton's method: chi = alpha t + sigma1 - sigma0.
    end_sigma = (guess.r_km * guess.v_km_s).sum(-1)
    chi = alpha * time + end_sigma - sigma
    for _ in range(6):
        c2, c3 = stumpff(alpha * chi * chi)
        u2, u3 = chi * chi * c2, chi**3 * c3
        u0, u1 = 1 - alpha * u2, chi - alpha * u3
        chi = chi - (size * u1 + sigma * u2 + u3 - time) / (size * u0 + sigma * u1 + u2)
    c2, c3 = stumpff(alpha * chi * chi)
    u2, u3 = chi * chi * c2, chi**3 * c3
    u1 = chi - alpha * u3
    return (1 - u2 / size)[:, None] * r0 + (size * u1 + sigma * u2)[:, None] * v0


def true_velocity(r1, r2, v1, tof):
    """First velocity in extended precision, in units of the case itself."""
    r1, r2, v1, tof = (np.asarray(a, dtype=Long) for a in (r1, r2, v1, tof))
    length = np.sqrt((r1 * r1).sum(-1))
    speed = np.sqrt(Long(MU) / length)
    r1, r2, v1 = r1 / length[:, None], r2 / length[:, None], v1 / speed[:, None]
    time = tof * speed / length
    for _ in range(4):
        slope = fly(r1.astype(float), v1.astype(float), time.astype(float), 1.0, with_transition=True)
        miss = end_of(r1, v1, time) - r2
        v1 = v1 - np.linalg.solve(slope.transition[:, :3, 3:], miss.astype(float)[..., None])[..., 0]
    miss = end_of(r1, v1, time) - r2
    return v1 * speed[:, None], np.sqrt((miss * miss).sum(-1)) / np.sqrt((r2 * r2).sum(-1))


def worst_c3_error(r1, r2, tof, planet_velocity, **options):
    v1, _, ok = lambert_velocities(r1, r2, tof, MU, **options)
    r1, r2, v1, tof, u = r1[ok], r2[ok], v1[ok], tof[ok], planet_velocity[ok]
    true, miss = true_velocity(r1, r2, v1, tof)
    assert miss.max() < 1e-14
    off = (((v1.astype(Long) - u) ** 2).sum(-1) - ((true - u) ** 2).sum(-1)).astype(float)
    return np.abs(off), ok


def planets(rng, n):
    """Random places and velocities of an inner and an outer planet on near-circular orbits."""
    angle = rng.uniform(0, 2 * np.pi, (2, n))
    radius = np.array([[1.496e8], [2.28e8]]) * rng.uniform(0.9, 1.1, (2, n))
    height = radius * np.radians(rng.uniform(-2, 2, (2, n)))
    r = np.stack([radius * np.cos(angle), radius * np.sin(angle), height], -1)
    speed = np.sqrt(MU / radius)
    u = np.stack([-speed * np.sin(angle), speed * np.cos(angle), np.zeros_like(speed)], -1)
    return r, u


def test_a_hundred_thousand_arcs_between_planets():
    rng = np.random.default_rng(2026)
    n = 100_000
    r, u = planets(rng, n)
    tof = rng.uniform(60, 900, n) * DAY_S
    # A tenth of them near half a turn: 0.12 to 3 degrees from it.
    some = slice(0, n // 10)
    away = np.radians(rng.uniform(0.12, 3, n // 10) * rng.choice([-1, 1], n // 10))
    start = np.arctan2(r[0, some, 1], r[0, some, 0])
    far = np.hypot(r[1, some, 0], r[1, some, 1])
    r[1, some, 0], r[1, some, 1] = (
        far * np.cos(start + np.pi + away),
        far * np.sin(start + np.pi + away),
    )
    error, ok = worst_c3_error(r[0], r[1], tof, u[0])
    assert ok.mean() > 0.99
    assert error.max() < 1e-6


def test_near_parabolic_arcs():
    # Times within 1e-3 to 1e-12 of the parabola's, from Euler's equation for the time of a parabolic arc.
    rng = np.random.default_rng(7)
    n = 20_000
    r, u = planets(rng, n)
    d1, d2 = np.linalg.norm(r, axis=-1)
    chord = np.linalg.norm(r[1] - r[0], axis=-1)
    half = (d1 + d2 + chord) / 2
    short = np.cross(r[0], r[1])[:, 2] > 0
    sign = np.where(short, -1, 1)
    parabola = np.sqrt(2 / MU) / 3 * (half**1.5 + sign * (half - chord) ** 1.5)
    off = 10 ** rng.uniform(-12, -3, n) * rng.choice([-1, 1], n)
    error, ok = worst_c3_error(r[0], r[1], parabola * (1 + off), u[0])
    assert ok.mean() > 0.99
    assert error.max() < 1e-6


@pytest.mark.parametrize("branch", ["left", "right"])
@pytest.mark.parametrize("prograde", [True, False])
def test_arcs_with_a_whole_revolution(branch, prograde):
    rng = np.random.default_rng(11)
    n = 10_000
    r, u = planets(rng, n)
    tof = rng.uniform(400, 1500, n) * DAY_S
    options = {"n_revolutions": 1, "branch": branch, "prograde": prograde}
    error, ok = worst_c3_error(r[0], r[1], tof, u[0], **options)
    assert 0.5 < ok.mean() < 1
    # Beside the least time both arcs meet and the velocity answers to the time without bound.
    assert np.quantile(error, 0.999) < 1e-6
    assert error.max() < 1e-4
