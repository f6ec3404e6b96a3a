"""Porkchops: departure energy and arrival speed over a grid of dates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kilosol.errors import OutOfRange
from kilosol.transfer.arcs import Array, Center, Planet, energies


@dataclass(frozen=True, slots=True)
class Porkchop:
    """Arcs from every departure to every arrival date.

    Parameters
    ----------
    depart_jd : (n,) [d]
        Departure dates, TDB.
    arrive_jd : (m,) [d]
        Arrival dates, TDB.
    origin, target, center : str
        Planets, and the point that stands for the Earth.
    c3_km2_s2 : (n, m) [km2/s2]
        Departure energy; NaN where there is no arc.
    arrival_vinf_km_s, entry_speed_km_s : (n, m) [km/s]
        Arrival speed at infinity and at the entry interface.
    tof_days : (n, m) [d]
        Time of flight, negative where the arrival is before the departure.
    kind : (n, m) int
        1 or 2: transfer angle below or above 180 degrees.
    mask : (n, m) bool
        Whether there is an arc.
    """

    depart_jd: Array
    arrive_jd: Array
    origin: Planet
    target: Planet
    center: Center
    c3_km2_s2: Array
    arrival_vinf_km_s: Array
    entry_speed_km_s: Array
    tof_days: Array
    kind: NDArray[np.int8]
    mask: NDArray[np.bool_]


def porkchop(
    depart_jd: ArrayLike,
    arrive_jd: ArrayLike,
    origin: Planet = "earth",
    target: Planet = "mars",
    center: Center = "emb",
) -> Porkchop:
    """Energies over a grid of departure and arrival dates.

    Parameters
    ----------
    depart_jd : (n,) [d]
        Departure dates, Julian, TDB.
    arrive_jd : (m,) [d]
        Arrival dates, Julian, TDB.
    origin, target : {"venus", "earth", "mars"}
        Planets.
    center : {"emb", "earth"}
        Point that stands for the Earth.

    Returns
    -------
    Porkchop

    Raises
    ------
    OutOfRange
        If the dates are not one-dimensional or lie outside the ephemeris.

    Examples
    --------
    >>> grid = porkchop(2462894.5 + np.arange(0, 30, 10), 2463084.5 + np.arange(0, 20, 10))
    >>> grid.c3_km2_s2.shape, float(grid.c3_km2_s2[0, 0].round(2)), int(grid.kind[0, 0])
    ((3, 2), 9.0, 1)
    """
    depart = np.asarray(depart_jd, dtype=np.float64)
    arrive = np.asarray(arrive_jd, dtype=np.float64)
    if depart.ndim != 1 or arrive.ndim != 1:
        raise OutOfRange("dates", f"shapes {depart.shape} and {arrive.shape}", "two one-dimensional arrays")
    cost = energies(depart[:, None], arrive[None, :], origin, target, center)
    return Porkchop(
        depart_jd=depart,
        arrive_jd=arrive,
        origin=origin,
        target=target,
        center=center,
        c3_km2_s2=cost.c3_km2_s2,
        arrival_vinf_km_s=cost.arrival_vinf_km_s,
        entry_speed_km_s=cost.entry_speed_km_s,
        tof_days=cost.tof_days,
        kind=np.where(cost.transfer_angle_deg < 180, 1, 2).astype(np.int8),
        mask=cost.mask,
    )
