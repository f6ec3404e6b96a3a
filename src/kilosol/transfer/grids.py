"""Energies of arcs between moving bodies: pair by pair by the reference, large grids by the compiled kernel.

Nothing here knows a planet: states come in, energies go out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kilosol.transfer.lambert import MIN_PLANE_DEG, dot, solve_arcs

Array = NDArray[np.float64]

# Below this many arcs NumPy takes under 30 ms, and nobody should wait for a compiler.
KERNEL_ARCS = 50_000


@dataclass(frozen=True, slots=True)
class States:
    """Where a body is on some dates.

    Parameters
    ----------
    jd : (*batch,) [d]
        Dates.
    r_km : (*batch, 3) [km]
        Positions.
    v_km_s : (*batch, 3) [km/s]
        Velocities.
    """

    jd: Array
    r_km: Array
    v_km_s: Array

    def packed(self) -> Array:
        """Rows for the kernel, shape (11, n): see :func:`kilosol.transfer.lambert_kernel.grid_energies`."""
        r, v = self.r_km, self.v_km_s
        radius = np.sqrt(dot(r, r))
        rows = np.empty((11, radius.size))
        rows[:3] = (r / radius[:, None]).T
        rows[3:6] = v.T
        rows[6] = radius
        rows[7] = dot(r, v) / radius
        rows[8] = dot(v, v)
        rows[9] = self.jd
        rows[10] = 1 / radius
        return rows


def pair_energies(
    leave: States, reach: States, mu_km3_s2: float, day_s: float
) -> tuple[Array, Array, Array, NDArray[np.bool_]]:
    """Energies of arcs whose ends broadcast against each other, by the reference.

    Parameters
    ----------
    leave, reach : States
        Of the bodies left and reached.
    mu_km3_s2 : [km3/s2]
        Gravitational parameter of the centre.
    day_s : [s]
        Length of a day.

    Returns
    -------
    c3_km2_s2, vinf_km_s, angle_rad : (*batch,)
        Departure energy, arrival speed at infinity, transfer angle (0 to 2 pi).
    ok : (*batch,) bool
        Whether there is an arc.
    """
    r1, u1, r2, u2 = leave.r_km, leave.v_km_s, reach.r_km, reach.v_km_s
    arcs = solve_arcs(r1, r2, (reach.jd - leave.jd) * day_s, mu_km3_s2)
    left = dot(u1, u1) + arcs.speed1_km_s**2 - 2 * (arcs.a1_per_s * dot(r1, u1) + arcs.b1_per_s * dot(r2, u1))
    met = dot(u2, u2) + arcs.speed2_km_s**2 - 2 * (arcs.a2_per_s * dot(r1, u2) + arcs.b2_per_s * dot(r2, u2))
    # Rounding can leave -1e-13 where a speed at infinity is nought.
    return np.maximum(left, 0), np.sqrt(np.maximum(met, 0)), arcs.angle_rad, arcs.ok


def grid_energies(
    leave: States, reach: States, mu_km3_s2: float, day_s: float
) -> tuple[Array, Array, NDArray[np.float64]]:
    """Energies of every departure with every arrival, by the compiled kernel.

    Parameters
    ----------
    leave : States
        n departures, dates of shape (n,).
    reach : States
        m arrivals, dates of shape (m,).
    mu_km3_s2 : [km3/s2]
        Gravitational parameter of the centre.
    day_s : [s]
        Length of a day.

    Returns
    -------
    c3_km2_s2, vinf_km_s : (n, m)
        NaN where there is no arc.
    turn : (n, m) [1]
        1 plus the cosine of the transfer angle, negative beyond half a turn.
    """
    from kilosol.transfer import lambert_kernel

    shape = (leave.jd.size, reach.jd.size)
    c3, vinf, turn = np.empty(shape), np.empty(shape), np.empty(shape)
    lambert_kernel.grid_energies(leave.packed(), reach.packed(), mu_km3_s2, day_s, c3, vinf, turn)
    i, j = np.divmod(np.flatnonzero(np.isnan(c3)), shape[1])
    # Arcs that the kernel left open go to the reference, unless their dates or plane rule them out.
    flat = np.abs(np.abs(turn[i, j]) - 1) >= np.cos(np.radians(MIN_PLANE_DEG))
    doubtful = (reach.jd[j] > leave.jd[i]) & ~flat
    i, j = i[doubtful], j[doubtful]
    if i.size:
        some = States(leave.jd[i], leave.r_km[i], leave.v_km_s[i])
        others = States(reach.jd[j], reach.r_km[j], reach.v_km_s[j])
        c3[i, j], vinf[i, j], _, _ = pair_energies(some, others, mu_km3_s2, day_s)
    return c3, vinf, turn


def angle_of_turn(turn: Array) -> Array:
    """Transfer angle from the kernel's third result, 0 to 2 pi [rad].

    Examples
    --------
    >>> np.degrees(angle_of_turn(np.array([1.0, 0.5, -0.5]))).round(6).tolist()
    [90.0, 120.0, 240.0]
    """
    angle = np.arccos(np.clip(np.abs(turn) - 1, -1, 1))
    whole: Array = np.where(turn < 0, 2 * np.pi - angle, angle)
    return whole
