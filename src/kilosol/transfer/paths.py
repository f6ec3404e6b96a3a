"""Where a ship and the two planets are along a ballistic arc."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kilosol.data import table
from kilosol.errors import OutOfRange
from kilosol.transfer.arcs import Arc
from kilosol.transfer.ephemeris import state
from kilosol.transfer.kepler import fly
from kilosol.transfer.lambert import lambert_velocities

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class FlightPath:
    """Positions about the Sun, ecliptic of J2000, one row a date.

    Parameters
    ----------
    jd : (n,) [d]
        Julian dates TDB, equally spaced from departure to arrival.
    ship_km, origin_km, target_km : (n, 3) [km]
        Ship on its conic, and the planets by the ephemeris.
    """

    jd: Array
    ship_km: Array
    origin_km: Array
    target_km: Array


def flight_path(arc: Arc, n_points: int = 121) -> FlightPath:
    """Positions along an arc without revolutions.

    Parameters
    ----------
    arc : Arc
        As :func:`kilosol.transfer.arc` gives it.
    n_points : int
        Dates, at least 2.

    Returns
    -------
    FlightPath

    Raises
    ------
    OutOfRange
        With fewer than two points.

    Notes
    -----
    The arc's own two-point boundary problem (Izzo 2015) gives the speed at departure, from which the conic is
    flown. First fidelity, as the arc: centre to centre, no planet's pull.

    Examples
    --------
    >>> from kilosol.transfer import arc
    >>> path = flight_path(arc("2031-01-28", "2031-08-06"))
    >>> float(np.abs(path.ship_km[-1] - path.target_km[-1]).max()) < 1.0
    True
    """
    if n_points < 2:
        raise OutOfRange("n_points", n_points, "at least 2, departure and arrival")
    constants = table("constants")
    sun, day_s = constants.number("mu_sun_km3_s2"), constants.number("day_s")
    origin = "emb" if arc.origin == "earth" and arc.center == "emb" else arc.origin
    target = "emb" if arc.target == "earth" and arc.center == "emb" else arc.target
    jd = np.linspace(arc.departure_jd, arc.arrival_jd, n_points)
    origin_km, target_km = state(origin, jd)[0], state(target, jd)[0]
    seconds = (jd - jd[0]) * day_s
    v1, _, _ = lambert_velocities(origin_km[0], target_km[-1], seconds[-1], sun)
    ship_km = fly(origin_km[0], v1, seconds, sun).r_km
    return FlightPath(jd, ship_km, origin_km, target_km)
