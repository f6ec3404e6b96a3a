"""How an arc answers to its ends and its dates: analytic derivatives of Lambert's problem.

The state transition matrix of the arc holds them all. With dr2 = A dr1 + B dv1 + v2 dt and
dv2 = C dr1 + D dv1 + a2 dt, the first gives dv1 by any change of the ends and the second dv2.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kilosol.data import table
from kilosol.transfer.arcs import Center, ephemeris_body
from kilosol.transfer.burns import Planet
from kilosol.transfer.ephemeris import acceleration_km_s2, state
from kilosol.transfer.kepler import fly
from kilosol.transfer.lambert import dot, lambert_velocities

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class LambertSlopes:
    """Derivatives of the velocities of an arc.

    Parameters
    ----------
    v1_by_r1_per_s, v1_by_r2_per_s, v2_by_r1_per_s, v2_by_r2_per_s : (*batch, 3, 3) [1/s]
        Of the first and last velocity by the first and last position.
    v1_by_tof, v2_by_tof : (*batch, 3) [km/s2]
        By the time of flight.
    """

    v1_by_r1_per_s: Array
    v1_by_r2_per_s: Array
    v2_by_r1_per_s: Array
    v2_by_r2_per_s: Array
    v1_by_tof: Array
    v2_by_tof: Array


def lambert_slopes(r1_km: ArrayLike, v1_km_s: ArrayLike, tof_s: ArrayLike, mu_km3_s2: float) -> LambertSlopes:
    """Derivatives of an arc already found, of any number of revolutions.

    Parameters
    ----------
    r1_km : (*batch, 3) [km]
        First position.
    v1_km_s : (*batch, 3) [km/s]
        First velocity, from :func:`kilosol.transfer.lambert_velocities`.
    tof_s : (*batch,) [s]
        Time of flight.
    mu_km3_s2 : [km3/s2]
        Gravitational parameter of the centre.

    Returns
    -------
    LambertSlopes
        Without bound towards 180 degrees, where the plane of the arc is not defined.

    Examples
    --------
    A quarter of a circle; a longer time lowers the speed:

    >>> slopes = lambert_slopes([1.0, 0, 0], [0, 1.0, 0], np.pi / 2, 1.0)
    >>> bool(slopes.v1_by_tof[1] < 0)
    True
    """
    r1 = np.asarray(r1_km, dtype=np.float64)
    there = fly(r1, v1_km_s, tof_s, mu_km3_s2, with_transition=True)
    whole = there.transition
    a, b, c, d = whole[..., :3, :3], whole[..., :3, 3:], whole[..., 3:, :3], whole[..., 3:, 3:]
    r2, v2 = there.r_km, there.v_km_s
    inverse: Array = np.linalg.inv(b).astype(np.float64)
    pull = -mu_km3_s2 * r2 / np.sqrt(dot(r2, r2))[..., None] ** 3
    v1_by_r1 = -inverse @ a
    v1_by_tof = -(inverse @ v2[..., None])[..., 0]
    return LambertSlopes(
        v1_by_r1_per_s=v1_by_r1,
        v1_by_r2_per_s=inverse,
        v2_by_r1_per_s=c + d @ v1_by_r1,
        v2_by_r2_per_s=d @ inverse,
        v1_by_tof=v1_by_tof,
        v2_by_tof=pull + (d @ v1_by_tof[..., None])[..., 0],
    )


@dataclass(frozen=True, slots=True)
class DateSlopes:
    """Derivatives of an arc's energies by its dates.

    Parameters
    ----------
    c3_by_departure, c3_by_arrival : (*batch,) [km2/s2/d]
        Of the departure energy.
    vinf_by_departure, vinf_by_arrival : (*batch,) [km/s/d]
        Of the arrival speed at infinity.
    """

    c3_by_departure: Array
    c3_by_arrival: Array
    vinf_by_departure: Array
    vinf_by_arrival: Array


def date_slopes(
    depart_jd: ArrayLike,
    arrive_jd: ArrayLike,
    origin: Planet = "earth",
    target: Planet = "mars",
    center: Center = "emb",
) -> DateSlopes:
    """How departure energy and arrival speed change with the dates.

    Parameters
    ----------
    depart_jd, arrive_jd : (*batch,) [d]
        Julian dates, TDB.
    origin, target, center : str
        As in :func:`kilosol.transfer.energies`.

    Returns
    -------
    DateSlopes
        NaN where there is no arc.

    Examples
    --------
    Near the minimum of 2031 the energy is flat:

    >>> slopes = date_slopes(2462920.5, 2463241.0)
    >>> bool(abs(slopes.c3_by_departure) < 0.02), bool(abs(slopes.c3_by_arrival) < 0.02)
    (True, True)
    """
    depart, arrive = (np.asarray(jd, dtype=np.float64) for jd in (depart_jd, arrive_jd))
    depart, arrive = np.broadcast_arrays(depart, arrive)
    constants = table("constants")
    mu, day_s = constants.number("mu_sun_km3_s2"), constants.number("day_s")
    first, last = ephemeris_body(origin, center), ephemeris_body(target, center)
    r1, u1 = state(first, depart)
    r2, u2 = state(last, arrive)
    tof = (arrive - depart) * day_s
    v1, v2, ok = lambert_velocities(r1, r2, tof, mu)
    # A circle in place of the arcs that do not exist keeps the arrays whole; they are masked at the end.
    v1_used, tof_used = np.where(ok[..., None], v1, u1), np.where(ok, tof, day_s)
    arcs = lambert_slopes(r1, v1_used, tof_used, mu)
    leave, meet = v1 - u1, v2 - u2

    def along(matrix: Array, vector: Array) -> Array:
        return (matrix @ vector[..., None])[..., 0]

    leave_by_departure = along(arcs.v1_by_r1_per_s, u1) - arcs.v1_by_tof - acceleration_km_s2(first, depart)
    leave_by_arrival = along(arcs.v1_by_r2_per_s, u2) + arcs.v1_by_tof
    meet_by_departure = along(arcs.v2_by_r1_per_s, u1) - arcs.v2_by_tof
    meet_by_arrival = along(arcs.v2_by_r2_per_s, u2) + arcs.v2_by_tof - acceleration_km_s2(last, arrive)
    vinf = np.sqrt(dot(meet, meet))
    return DateSlopes(
        c3_by_departure=2 * dot(leave, leave_by_departure) * day_s,
        c3_by_arrival=2 * dot(leave, leave_by_arrival) * day_s,
        vinf_by_departure=dot(meet, meet_by_departure) / vinf * day_s,
        vinf_by_arrival=dot(meet, meet_by_arrival) / vinf * day_s,
    )
