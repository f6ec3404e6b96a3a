"""Compiled low-thrust leg: coast, impulse, coast, with the derivative of everything.

Importing this module imports Numba: reach it through `sims_flanagan`. Units are the leg's own: the
gravitational parameter is 1. The equations of the conic are those of :mod:`kilosol.transfer.kepler`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kilosol.compiled import compiled

Array = NDArray[np.float64]

# Laguerre's method settles within ten steps on the orbits between planets.
MAX_STEPS = 40
# Relative change of the universal anomaly below which it has settled.
ANOMALY_TOL = 1e-14
# A throttle's size is rounded off at nought so that its derivative exists there.
SOFT = 1e-9


@compiled
def _universal(chi: float, alpha: float) -> tuple[float, float, float, float, float, float]:
    psi = alpha * chi * chi
    if abs(psi) < 1.0:
        c4, c5, term4, term5 = 0.0, 0.0, 1.0 / 24.0, 1.0 / 120
        for k in range(12):
            c4 += term4
            c5 += term5
            term4 *= -psi / ((2 * k + 5) * (2 * k + 6))
            term5 *= -psi / ((2 * k + 6) * (2 * k + 7))
        c2, c3 = 0.5 - psi * c4, 1.0 / 6 - psi * c5
    else:
        root = np.sqrt(abs(psi))
        if psi > 0:
            c2, c3 = (1.0 - np.cos(root)) / psi, (root - np.sin(root)) / (root * psi)
        else:
            c2, c3 = (np.cosh(root) - 1.0) / -psi, (np.sinh(root) - root) / (root * -psi)
        c4, c5 = (0.5 - c2) / psi, (1.0 / 6 - c3) / psi
    chi2 = chi * chi
    u2, u3 = chi2 * c2, chi2 * chi * c3
    return 1.0 - alpha * u2, chi - alpha * u3, u2, u3, chi2 * chi2 * c4, chi2 * chi2 * chi * c5


@compiled
def coast(state: Array, time: float, transition: Array) -> None:
    """Move a state (6,) along its conic in place, and fill its transition matrix (6, 6)."""
    r0, v0 = state[:3].copy(), state[3:6].copy()
    size0 = np.sqrt(r0 @ r0)
    sigma0 = r0 @ v0
    alpha = 2.0 / size0 - v0 @ v0
    chi = time * alpha if alpha > 0 else time / size0
    for _ in range(MAX_STEPS):
        u0, u1, u2, u3, u4, u5 = _universal(chi, alpha)
        f = size0 * u1 + sigma0 * u2 + u3 - time
        slope = size0 * u0 + sigma0 * u1 + u2
        bend = sigma0 * u0 + (1.0 - alpha * size0) * u1
        step = 5 * f / (slope + np.sqrt(abs(16 * slope * slope - 20 * f * bend)))
        chi -= step
        if abs(step) <= ANOMALY_TOL * abs(chi):
            break
    u0, u1, u2, u3, u4, u5 = _universal(chi, alpha)
    size = size0 * u0 + sigma0 * u1 + u2
    f_, g_ = 1.0 - u2 / size0, size0 * u1 + sigma0 * u2
    f_dot, g_dot = -u1 / (size * size0), 1.0 - u2 / size
    c = 3.0 * u5 - chi * u4 - time * u2
    r, v = f_ * r0 + g_ * v0, f_dot * r0 + g_dot * v0
    gain = v - v0
    v_dot_r = v @ r
    for i in range(3):
        for j in range(3):
            unit = 1.0 if i == j else 0.0
            transition[i, j] = (
                size * gain[i] * gain[j]
                + (size0 * (1.0 - f_) * r[i] * r0[j] + c * v[i] * r0[j]) / size0**3
                + f_ * unit
            )
            transition[i, 3 + j] = (
                size0 * (1.0 - f_) * ((r[i] - r0[i]) * v0[j] - gain[i] * r0[j]) + c * v[i] * v0[j] + g_ * unit
            )
            swirl = (r[i] * v_dot_r - v[i] * size * size) * gain[j]
            transition[3 + i, j] = (
                -gain[i] * r0[j] / size0**2
                - r[i] * gain[j] / size**2
                + f_dot * (unit - r[i] * r[j] / size**2 + swirl / size)
                - c * r[i] * r0[j] / (size**3 * size0**3)
            )
            transition[3 + i, 3 + j] = (
                size0 * gain[i] * gain[j]
                + (size0 * (1.0 - f_) * r[i] * r0[j] - c * r[i] * v0[j]) / size**3
                + g_dot * unit
            )
    state[:3] = r
    state[3:6] = v


@compiled
def half_leg(
    state: Array,
    throttles: Array,
    step: float,
    thrust: float,
    exhaust: float,
    by: Array,
    by_first_mass: Array,
) -> None:
    """Fly segments one after the other from one end to the match point.

    Parameters
    ----------
    state : (7,)
        Position, velocity and mass at the end; moved in place.
    throttles : (n, 3)
        In order of flight away from that end.
    step : float
        Time of a segment, negative when the flight runs backwards.
    thrust, exhaust : float
        At full throttle, and exhaust velocity.
    by : (7, 3 n)
        Filled: derivative of the last state by the throttles.
    by_first_mass : (7,)
        Filled: by the mass at the end.
    """
    n = throttles.shape[0]
    transition = np.empty((6, 6))
    by[:] = 0.0
    by_first_mass[:] = 0.0
    by_first_mass[6] = 1.0
    column = np.empty(6)
    for k in range(n):
        u = throttles[k]
        for half in range(2):
            coast(state[:6], 0.5 * step, transition)
            for j in range(3 * k + (3 if half else 0)):
                for i in range(6):
                    column[i] = by[i, j]
                for i in range(6):
                    by[i, j] = transition[i] @ column
            for i in range(6):
                column[i] = by_first_mass[i]
            for i in range(6):
                by_first_mass[i] = transition[i] @ column
            if half == 0:
                size = np.sqrt(u @ u + SOFT * SOFT)
                burnt = thrust * step / exhaust
                # The impulse is felt by the mass of the middle of the segment.
                middle = state[6] - 0.5 * burnt * size
                push = thrust * step / middle
                for i in range(3):
                    state[3 + i] += push * u[i]
                    for j in range(3 * k):
                        by[3 + i, j] -= push * u[i] / middle * by[6, j]
                    by_first_mass[3 + i] -= push * u[i] / middle * by_first_mass[6]
                    for j in range(3):
                        slope = u[j] / size
                        by[3 + i, 3 * k + j] = push * u[i] / middle * 0.5 * burnt * slope
                        if i == j:
                            by[3 + i, 3 * k + j] += push
                state[6] -= burnt * size
                for j in range(3):
                    by[6, 3 * k + j] = -burnt * u[j] / size
