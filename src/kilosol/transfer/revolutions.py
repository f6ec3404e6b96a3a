"""Lambert's problem with whole revolutions: two arcs, one either side of the least time.

With N revolutions the time equation of :mod:`kilosol.transfer.lambert` gains N pi / (1 - x^2)^(3/2), which
obeys the same differential equation, so Householder's step stays as it is [1]_. The time has one minimum in
-1 < x < 1: shorter times have no arc, longer ones have two.

References
----------
.. [1] D. Izzo, "Revisiting Lambert's problem", Celestial Mechanics and Dynamical Astronomy 121, 1-15, 2015
   (key izzo2015 in references.bib).
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from kilosol.transfer.flight_time import MAX_STEPS, STEP_TOL, flight_time, time_slopes

Array = NDArray[np.float64]
#: Which of the two arcs: the one on the left of the least time in Izzo's x (aphelion outside the shorter
#: arc's, a higher path for long times), or on its right.
Branch = Literal["left", "right"]

# The orbit is an ellipse: x stays this far inside (-1, 1), where the time is infinite.
EDGE = 1e-9
# The parabola through the least time is trusted within this part of the way to the edge.
NEAR = 0.1
# The least time is flat: its place in x is needed to half the digits only, but the last step costs little.
MINIMUM_STEPS = 20
# Householder's steps beside a double root shrink by a third of their size each; bisection helps out.
ROOT_STEPS = 8 * MAX_STEPS


def least_time(lam: Array, n: int) -> tuple[Array, Array]:
    """Least time of flight with n revolutions, and the x at which it is met; dimensionless.

    Examples
    --------
    >>> x, time = least_time(np.array([0.0]), 1)
    >>> float(x[0].round(3)), float(time[0].round(3))
    (0.146, 4.567)
    """
    low, high = np.zeros_like(lam), np.full_like(lam, 1 - EDGE)
    x = np.full_like(lam, 1 / 4)
    for _ in range(MINIMUM_STEPS):
        time, y = flight_time(x, lam, n)
        d1, d2, d3 = time_slopes(x, lam, time, y)
        # The time is convex: the sign of its slope tells on which side the minimum lies.
        low, high = np.where(d1 < 0, x, low), np.where(d1 < 0, high, x)
        guess = x - d1 * d2 / (d2 * d2 - d1 * d3 / 2)
        x = np.where((guess > low) & (guess < high), guess, (low + high) / 2)
    return x, flight_time(x, lam, n)[0]


def solve_revolutions(lam: Array, time: Array, n: int, branch: Branch) -> tuple[Array, Array]:
    """Izzo's x of arcs with n revolutions, shape of `lam`, and the size of the last step.

    Parameters
    ----------
    lam, time : (m,)
        Izzo's lambda, and the dimensionless time of flight.
    n : int
        Revolutions, at least 1.
    branch : {"left", "right"}
        Which of the two arcs.

    Returns
    -------
    x, last_step : (m,)
        NaN where the time is below the least.
    """
    left = branch == "left"
    bottom, least = least_time(lam, n)
    low = np.where(left, -1 + EDGE, bottom)
    high = np.where(left, bottom, 1 - EDGE)
    x = _start(time, n, left)
    # Near the least time the parabola through it is the better start.
    _, d2, _ = time_slopes(bottom, lam, *flight_time(bottom, lam, n))
    away = np.sqrt(np.maximum(2 * (time - least) / d2, 0))
    near = bottom - away if left else bottom + away
    x = np.where(away < NEAR * (1 - np.abs(bottom)), near, x)
    x = np.clip(x, low, high)
    step = np.full_like(x, np.inf)
    for _ in range(ROOT_STEPS):
        t, y = flight_time(x, lam, n)
        d1, d2, d3 = time_slopes(x, lam, t, y)
        f = t - time
        # Left of the minimum the time falls with x, right of it the time grows.
        beyond = (f > 0) == left
        low, high = np.where(beyond, x, low), np.where(beyond, high, x)
        d11 = d1 * d1
        guess = x - f * (d11 - f * d2 * 0.5) / (d1 * (d11 - f * d2) + d3 * f * f / 6)
        inside = (guess >= low) & (guess <= high)
        new = np.where(inside, guess, (low + high) / 2)
        step, x = np.where(f == 0, 0, new - x), new
        if np.nanmax(np.abs(step), initial=0) < STEP_TOL * STEP_TOL:
            break
    exists = time >= least
    return np.where(exists, x, np.nan), np.where(exists, step, np.nan)


def _start(time: Array, n: int, left: bool) -> Array:
    # Izzo's equations 31: exact for long times.
    ratio = (n + 1) * np.pi / (8 * time) if left else 8 * time / (n * np.pi)
    power = np.cbrt(ratio) ** 2
    start: Array = (power - 1) / (power + 1)
    return start
