"""Surface pressure by season and elevation.

References
----------
.. [1] REMS daily weather reports, Curiosity (key rems_cab): 1867 sols of Mars years 31 to 34.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kilosol.data import table
from kilosol.mars.sun import declination_deg, half_day_hour


def surface_pressure_pa(
    ls_deg: ArrayLike, elevation_km: ArrayLike, latitude_deg: float | None = None
) -> NDArray[np.float64]:
    """Sol-mean pressure at the surface.

    Parameters
    ----------
    ls_deg : (*shape) [deg]
        Areocentric solar longitude.
    elevation_km : (*shape) [km]
        Above the datum of the laser altimeter; negative in the lowlands.
    latitude_deg : float, optional [deg]
        Of the place: cold air of a winter stands closer to the ground. None: air as warm as at Gale.

    Returns
    -------
    (*shape) [Pa]
        Within 9 Pa rms at Gale. Winds, which shift some tens of Pa between latitudes, are not in it.

    Notes
    -----
    Two harmonics of Ls at Gale, taken to the datum by its scale height H and from there to the place by that
    of its own air: H in proportion to the temperature of the lowest kilometres, which falls from the tropics'
    to 160 K in the polar night as the light above the air does over that at the equator.

    Examples
    --------
    >>> float(surface_pressure_pa(255.0, -4.45).round())
    915.0
    >>> float(surface_pressure_pa(275.0, -4.47, 47.67).round(-1))
    1010.0
    """
    air = table("mars/atmosphere")
    season = np.radians(np.asarray(ls_deg, dtype=np.float64))[..., None]
    orders = season * np.arange(1, air.array("cosine_pa").size + 1)
    swing = air.array("cosine_pa") * np.cos(orders) + air.array("sine_pa") * np.sin(orders)
    at_gale = air.number("mean_pa") + swing.sum(axis=-1)
    tropics_km, gale_km = air.number("scale_height_km"), air.number("reference_elevation_km")
    scale_km = tropics_km if latitude_deg is None else tropics_km * _warmth(ls_deg, latitude_deg)
    fall = gale_km / tropics_km - np.asarray(elevation_km) / scale_km
    return np.asarray(at_gale * np.exp(fall))


def _warmth(ls_deg: ArrayLike, latitude_deg: float) -> NDArray[np.float64]:
    """Temperature of a latitude's lower air over that of the tropics."""
    air, declination = table("mars/atmosphere"), np.radians(declination_deg(ls_deg))
    phi = np.radians(latitude_deg)
    half = np.radians(half_day_hour(latitude_deg, np.degrees(declination)) * 360 / 24)
    light = half * np.sin(phi) * np.sin(declination) + np.sin(half) * np.cos(phi) * np.cos(declination)
    part = np.clip(light / np.cos(declination), 0, 1)
    coldest = air.number("polar_night_k") / air.number("tropics_k")
    return np.asarray(coldest + (1 - coldest) * part)


def annual_mean_pressure_pa(elevation_km: ArrayLike) -> NDArray[np.float64]:
    """Mean pressure over the seasons at an elevation, (*shape) [Pa].

    Examples
    --------
    >>> float(annual_mean_pressure_pa(-3.94).round())
    803.0
    """
    air = table("mars/atmosphere")
    height = np.asarray(elevation_km, dtype=np.float64) - air.number("reference_elevation_km")
    return np.asarray(air.number("mean_pa") * np.exp(-height / air.number("scale_height_km")))
