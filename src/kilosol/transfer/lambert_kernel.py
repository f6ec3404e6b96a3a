"""Compiled form of the Lambert grid. Importing this module imports Numba: reach it through `grids`.

The same equations as :mod:`kilosol.transfer.lambert`, which is the readable definition and the reference of
the tests, in the shape that a compiler turns into vector instructions: no branch, no loop over iterations,
no call of a transcendental function. Two things differ. One half-angle and a Chebyshev polynomial take the
place of three half-angles and a power series (a square root costs as much as forty products). And the first
guess, a hyperbola through the times at x = 0 and x = 1 that has the right slope at x = 0, is so near that two
of Householder's steps do: over all planetary arcs the first leaves at most 5e-4 and the second 5e-11. An arc
that has not settled by then, or lies outside the polynomial, comes back as NaN and is solved by the
reference.
"""

from __future__ import annotations

import numpy as np
from numpy.polynomial import chebyshev
from numpy.typing import NDArray

from kilosol.compiled import compiled
from kilosol.transfer.flight_time import battin_d
from kilosol.transfer.lambert import MIN_PLANE_DEG, PARABOLA_GAP

Array = NDArray[np.float64]

# The polynomial holds for half-angle cosines up to this: hyperbolas up to some twelve times escape energy.
MAX_COSINE = 2.2
# 24 terms: the fit keeps 13 digits over that range. The Horner scheme below is written for this number.
N_TERMS = 24


def _polynomial() -> tuple[float, ...]:
    nodes = (chebyshev.chebpts1(2 * N_TERMS) + 1) * (MAX_COSINE / 2)
    u = nodes * (2 / MAX_COSINE) - 1
    return tuple(chebyshev.cheb2poly(chebyshev.chebfit(u, battin_d(nodes), N_TERMS - 1)).tolist())


# What follows a step of this size is its fourth power times some forty: 4e-11.
LAST_STEP_TOL = 1e-3
# Before the last step the time of flight must be met this well, in parts of itself.
TIME_TOL = 1e-2
# Frozen into the compiled code; the compiler folds each use into an immediate number.
_C = _polynomial()
_SCALE = 2 / MAX_COSINE
_PER_TOL = 1 / LAST_STEP_TOL
_PER_COSINE = 1 / MAX_COSINE
_COS_PLANE = float(np.cos(np.radians(MIN_PLANE_DEG)))

# The fit stops this far from lambda = 1, where it divides nought by nought.
NEAR_ONE = 1e-9


def _root_polynomial() -> tuple[float, ...]:
    size = (chebyshev.chebpts1(16) + 1) / 2 * (1 - NEAR_ONE)
    time_0 = np.arccos(size) + size * np.sqrt(1 - size**2)
    fit = np.polynomial.Polynomial.fit(size, time_0 / np.sqrt(1 - size), 4)
    return tuple(fit.convert().coef.tolist())


# Time of flight at x = 0 over sqrt(1 - lambda), in powers of lambda: within 1e-3, enough to start from.
_G = _root_polynomial()

# No assumption about NaN or infinity: they mark arcs that do not exist.
_FAST = {"contract", "arcp", "reassoc", "nsz", "afn"}


@compiled(fastmath=_FAST, is_inlined=True)
def _polynomial_d(w: float) -> float:
    u = w * _SCALE - 1.0
    u2 = u * u
    u4 = u2 * u2
    q5 = (_C[20] + u * _C[21]) + u2 * (_C[22] + u * _C[23])
    q4 = (_C[16] + u * _C[17]) + u2 * (_C[18] + u * _C[19])
    q3 = (_C[12] + u * _C[13]) + u2 * (_C[14] + u * _C[15])
    q2 = (_C[8] + u * _C[9]) + u2 * (_C[10] + u * _C[11])
    q1 = (_C[4] + u * _C[5]) + u2 * (_C[6] + u * _C[7])
    q0 = (_C[0] + u * _C[1]) + u2 * (_C[2] + u * _C[3])
    return q0 + u4 * (q1 + u4 * (q2 + u4 * (q3 + u4 * (q4 + u4 * q5))))


@compiled(fastmath=_FAST, is_inlined=True)
def _guess(lam: float, time: float) -> float:
    size = abs(lam)
    half = np.sqrt(1.0 - size) * (_G[0] + size * (_G[1] + size * (_G[2] + size * (_G[3] + size * _G[4]))))
    time_0 = np.pi - half if lam < 0.0 else half
    lam2 = lam * lam
    lam3 = lam2 * lam
    time_1 = (1.0 - lam3) * (2.0 / 3.0)
    early = time_0 - time
    gap = time_0 - time_1
    slow = early < 0.0
    fast = time < time_1
    over = early if slow else early * gap
    over = 5 / 2 * time_1 * (time_1 - time) if fast else over
    under = 2.0 - early if slow else 2.0 * gap + (gap - 2.0) * early
    under = time * (1.0 - lam2 * lam3) if fast else under
    return over / under + (1.0 if fast else 0.0)


@compiled(fastmath=_FAST, is_inlined=True)
def _step(x: float, lam: float, time: float) -> tuple[float, float]:
    """One of Householder's steps: the new x, how far it moved, and how much to doubt it (below 1: not)."""
    x = 1.0 - PARABOLA_GAP if abs(x - 1.0) < PARABOLA_GAP else x
    x = -1.0 + PARABOLA_GAP if x < PARABOLA_GAP - 1.0 else x
    lam2 = lam * lam
    unit = 1.0 - x * x
    y = np.sqrt(1.0 - lam2 * unit)
    eta = y - lam * x
    w = np.sqrt((1.0 + x * y + lam * unit) * 0.5)
    w3 = 4.0 * w * w * w
    # One division serves three quotients.
    common = 1.0 / (unit * y * w3)
    inverse = common * y * w3
    inverse_y = common * unit * w3
    d = (2.0 * w + _polynomial_d(w)) * (common * unit * y)
    t = eta * (eta * eta * d + 2.0 * lam)
    ratio = lam2 * lam * inverse_y
    inverse_y2 = inverse_y * inverse_y
    bend = (1.0 - lam2) * ratio * inverse_y2
    d1 = (3.0 * t * x - 2.0 + 2.0 * ratio * x) * inverse
    d2 = (3.0 * t + 5 * x * d1 + 2.0 * bend) * inverse
    d3 = (7 * x * d2 + 8 * d1 - 6 * bend * lam2 * x * inverse_y2) * inverse
    f = t - time
    d11 = d1 * d1
    move = f * (d11 - f * d2 * 0.5) / (d1 * (d11 - f * d2) + d3 * f * f * (1.0 / 6))
    # Beside x = -1 a step is short for want of room, not of error: the time itself must fit too.
    doubt = max(abs(move) * _PER_TOL, w * _PER_COSINE)
    return x - move, 2.0 if abs(f) > TIME_TOL * time else doubt


@compiled(fastmath=_FAST)
def _begin(row: Array, reach: Array, mu: float, day_s: float, work: Array) -> None:
    """First pass over the arrivals: geometry of each arc and where the iteration starts."""
    p0, p1, p2, r1, date1 = row[0], row[1], row[2], row[6], row[9]
    lam_, time_, x_, cosine_, base_, chord_, gamma_, _ = work
    for j in range(x_.size):
        q0, q1, q2 = reach[0, j], reach[1, j], reach[2, j]
        r2 = reach[6, j]
        cosine = p0 * q0 + p1 * q1 + p2 * q2
        product = r1 * r2
        gap = r1 - r2
        chord = np.sqrt(gap * gap + 2.0 * product * (1.0 - cosine))
        half = (r1 + r2 + chord) * 0.5
        per_half = 1.0 / half
        base = np.sqrt(2.0 * product * (1.0 + cosine))
        base = base if p0 * q1 - p1 * q0 >= 0.0 else -base
        lam = base * 0.5 * per_half
        gamma = np.sqrt(mu * half * 0.5)
        time = (reach[9, j] - date1) * day_s * 2.0 * gamma * per_half * per_half
        lam_[j] = lam
        time_[j] = time
        x_[j] = _guess(lam, time)
        cosine_[j] = cosine
        base_[j] = base
        chord_[j] = chord
        gamma_[j] = gamma


@compiled(fastmath=_FAST)
def _improve(work: Array) -> None:
    """One step for every arc."""
    lam_, time_, x_, doubt_ = work[0], work[1], work[2], work[7]
    for j in range(x_.size):
        x, doubt = _step(x_[j], lam_[j], time_[j])
        x_[j] = x
        doubt_[j] = doubt


@compiled(fastmath=_FAST)
def _finish(row: Array, reach: Array, work: Array, c3: Array, vinf: Array, turn: Array) -> None:
    """Take the last step, and turn each arc into energies."""
    p0, p1, p2 = row[0], row[1], row[2]
    u0, u1, u2 = row[3], row[4], row[5]
    r1, radial1, square1 = row[6], row[7], row[8]
    per1 = 1.0 / r1
    lam_, time_, x_, cosine_, base_, chord_, gamma_, doubt_ = work
    for j in range(x_.size):
        lam, x = lam_[j], x_[j]
        q0, q1, q2 = reach[0, j], reach[1, j], reach[2, j]
        r2, radial2, per2 = reach[6, j], reach[7, j], reach[10, j]
        cosine, base, chord = cosine_[j], base_[j], chord_[j]
        product = r1 * r2
        per = gamma_[j] / (chord * product * base)
        y = np.sqrt(1.0 - lam * lam * (1.0 - x * x))
        tilted = (r1 - r2) * (lam * y + x)
        radial = chord * (lam * y - x)
        vr1 = (radial - tilted) * (per * base * r2)
        vr2 = -(radial + tilted) * (per * base * r1)
        # Radius times transverse speed over the sine, and the square of the two.
        swept = 2.0 * product * product * per * (y + lam * x)
        swept2 = swept * swept * (1.0 - cosine * cosine)
        c1 = swept * per1 * ((u0 * q0 + u1 * q1 + u2 * q2) - cosine * radial1)
        c2 = swept * per2 * (cosine * radial2 - (reach[3, j] * p0 + reach[4, j] * p1 + reach[5, j] * p2))
        left = square1 + vr1 * vr1 + swept2 * per1 * per1 - 2.0 * (vr1 * radial1 + c1)
        met = reach[8, j] + vr2 * vr2 + swept2 * per2 * per2 - 2.0 * (vr2 * radial2 + c2)
        fine = (abs(cosine) < _COS_PLANE) & (time_[j] > 0.0) & (doubt_[j] < 1.0)
        c3[j] = max(left, 0.0) if fine else np.nan
        vinf[j] = np.sqrt(max(met, 0.0)) if fine else np.nan
        turn[j] = 1.0 + cosine if base >= 0.0 else -1.0 - cosine


@compiled(fastmath=_FAST)
def grid_energies(
    leave: Array, reach: Array, mu: float, day_s: float, c3: Array, vinf: Array, turn: Array
) -> None:
    """Fill the energies of every departure with every arrival.

    Parameters
    ----------
    leave : (11, n)
        Departures: unit position (3), velocity (3) [km/s], radius [km], radial speed [km/s], squared speed
        [km2/s2], date [d], inverse radius [1/km].
    reach : (11, m)
        Arrivals, likewise.
    mu : [km3/s2]
        Gravitational parameter of the centre.
    day_s : [s]
        Length of a day.
    c3, vinf, turn : (n, m)
        Written: departure energy [km2/s2] and arrival speed [km/s], NaN where there is no arc or it has not
        settled; 1 plus the cosine of the transfer angle, negative beyond half a turn.
    """
    n, m = c3.shape
    work = (
        np.empty(m),
        np.empty(m),
        np.empty(m),
        np.empty(m),
        np.empty(m),
        np.empty(m),
        np.empty(m),
        np.empty(m),
    )
    for i in range(n):
        row = leave[:, i].copy()
        _begin(row, reach, mu, day_s, work)
        # Written out, not looped over: each is a pass of its own over the row, short enough for the
        # processor to work on several groups of arcs at once while square roots and divisions are under way.
        _improve(work)
        _improve(work)
        _finish(row, reach, work, c3[i], vinf[i], turn[i])
