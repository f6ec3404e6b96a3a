"""Time of flight of Lambert's problem, and its slopes: what the search for an arc is made of.

Equations and letters as in :mod:`kilosol.transfer.lambert`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

# Householder's step converges with the fourth power: one shorter than this leaves less than rounding.
STEP_TOL = 1e-4
MAX_STEPS = 12
# With three half-angles |1 - w| < 0.08 on the ellipse, and twelve terms reach 1e-15.
N_HALF_ANGLES = 3
N_TERMS = 12


def _series() -> tuple[float, ...]:
    # Coefficients of D in (1 - w)/2: (3)_k / (5/2)_k, times 2/3.
    terms = [2 / 3]
    for k in range(N_TERMS - 1):
        terms.append(terms[-1] * (2 * k + 6) / (2 * k + 5))
    return tuple(terms)


_SERIES = _series()


def battin_d(g: Array) -> Array:
    """Battin's function D(g) of the module docstring, for g > -1.

    Examples
    --------
    >>> battin_d(np.array([1.0, 0.0])).round(6).tolist()
    [0.666667, 1.570796]
    """
    cosines = []
    w = g
    for _ in range(N_HALF_ANGLES):
        w = np.sqrt((w + 1) * 0.5)
        cosines.append(w)
    z = (1 - w) * 0.5
    d = np.full_like(z, _SERIES[-1])
    for coefficient in _SERIES[-2::-1]:
        d *= z
        d += coefficient
    for w in reversed(cosines):
        d += 2 * w
        d /= 4 * w * w * w
    return d


def flight_time(x: Array, lam: Array, n_revolutions: int = 0) -> tuple[Array, Array]:
    """Dimensionless time of flight T(x), and y.

    Examples
    --------
    >>> time, _ = flight_time(np.array([1.0]), np.array([0.5]))
    >>> float(time[0].round(6)) == round(2 / 3 * (1 - 0.5**3), 6)
    True
    """
    y = np.sqrt(1 - lam * lam * (1 - x * x))
    eta = y - lam * x
    g = x * y + lam * (1 - x * x)
    time = eta * (eta * eta * battin_d(g) + 2 * lam)
    if n_revolutions:
        time = time + n_revolutions * np.pi / ((1 - x * x) * np.sqrt(1 - x * x))
    return time, y


def time_slopes(x: Array, lam: Array, time: Array, y: Array) -> tuple[Array, Array, Array]:
    """First three derivatives of T by x, away from the parabola: Izzo's equation 22.

    Examples
    --------
    >>> x, lam = np.array([0.0]), np.array([0.3])
    >>> [float(d[0].round(3)) for d in time_slopes(x, lam, *flight_time(x, lam))][0]
    -2.0
    """
    lam2 = lam * lam
    inverse = 1 / (1 - x * x)
    ratio = lam2 * lam / y
    inverse_y2 = 1 / (y * y)
    d1 = (3 * time * x - 2 + 2 * ratio * x) * inverse
    d2 = (3 * time + 5 * x * d1 + 2 * (1 - lam2) * ratio * inverse_y2) * inverse
    d3 = (7 * x * d2 + 8 * d1 - 6 * (1 - lam2) * ratio * lam2 * x * inverse_y2 * inverse_y2) * inverse
    return d1, d2, d3
