"""Directions in which a ship leaves one planet and reaches the other, over their equators."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from kilosol.transfer.arcs import Array, Center, default_center, excess_velocities
from kilosol.transfer.burns import Planet
from kilosol.transfer.equators import over_equator


def departure_declination_deg(
    depart_jd: ArrayLike,
    arrive_jd: ArrayLike,
    origin: Planet = "earth",
    target: Planet = "mars",
    center: Center | None = None,
) -> Array:
    """Declination of the departure asymptote over the equator of the origin planet, for many arcs.

    Parameters
    ----------
    depart_jd, arrive_jd : (*batch,) [d]
        Julian dates, TDB.
    origin, target : {"venus", "earth", "mars"}
        Planets.
    center : {"emb", "earth"}, optional
        As in :func:`energies`.

    Returns
    -------
    (*batch,) [deg]
        NaN where there is no arc.

    Examples
    --------
    >>> float(departure_declination_deg(2463693.5, 2463871.5).round(0))
    -55.0
    """
    depart, arrive = (np.asarray(one, dtype=np.float64) for one in (depart_jd, arrive_jd))
    leave, _, _, ok = excess_velocities(depart, arrive, origin, target, center or default_center(target))
    declination, _ = over_equator(leave, origin)
    return np.where(ok, declination, np.nan)
