"""Surface pressure by season and elevation.

References
----------
.. [1] REMS daily weather reports, Curiosity (key rems_cab): 1867 sols of Mars years 31 to 34.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kilosol.data import table


def surface_pressure_pa(ls_deg: ArrayLike, elevation_km: ArrayLike) -> NDArray[np.float64]:
    """Sol-mean pressure at the surface.

    Parameters
    ----------
    ls_deg : (*shape) [deg]
        Areocentric solar longitude.
    elevation_km : (*shape) [km]
        Above the datum of the laser altimeter; negative in the lowlands.

    Returns
    -------
    (*shape) [Pa]
        Within 9 Pa rms at Gale. Elsewhere first fidelity: the same seasonal curve carried by a constant
        scale height; in truth the season differs with latitude by some tens of Pa.

    Notes
    -----
    Two harmonics of Ls, times exp(-(z - z_Gale) / H).

    Examples
    --------
    >>> float(surface_pressure_pa(255.0, -4.45).round())
    915.0
    """
    air = table("mars/atmosphere")
    season = np.radians(np.asarray(ls_deg, dtype=np.float64))[..., None]
    orders = season * np.arange(1, air.array("cosine_pa").size + 1)
    swing = air.array("cosine_pa") * np.cos(orders) + air.array("sine_pa") * np.sin(orders)
    height = np.asarray(elevation_km) - air.number("reference_elevation_km")
    fall = np.exp(-height / air.number("scale_height_km"))
    return np.asarray((air.number("mean_pa") + swing.sum(axis=-1)) * fall)


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
