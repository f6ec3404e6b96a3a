"""Density of the air above a place: hydrostatic balance on a profile of temperatures.

References
----------
.. [1] A. Seiff, "Post-Viking models for the structure of the summer atmosphere of Mars", Advances in Space
   Research 2(2), 3-17, 1982 (seiff1982).
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from kilosol.data import table

Floats = NDArray[np.float64]

#: Between two heights of the profile [km].
SPACING_KM = 1.0
#: Highest of them [km]; above it there is no air to speak of.
TOP_KM = 140.0


def air_density_kg_m3(surface_pressure_pa: float, elevation_km: float) -> Floats:
    """Density at heights over a place, every kilometre from its surface to 140 km above the datum.

    Parameters
    ----------
    surface_pressure_pa : float [Pa]
        At the place.
    elevation_km : float [km]
        Of the place above the datum.

    Returns
    -------
    (n,) [kg/m3]
        At `elevation_km`, a kilometre above it, and so on.

    Notes
    -----
    d ln p / dz = -g(z) / (R T(z)), with temperatures by straight lines between those of [1]_. A dust storm
    warms the air and lifts it: at 40 km the density may double, near the ground it hardly changes.

    Examples
    --------
    >>> density = air_density_kg_m3(610.0, 0.0)
    >>> float(density[0].round(4)), float(density[40] / density[0]) < 0.03
    (0.0151, True)
    """
    kelvin, gravity = _column(elevation_km)
    gas = table("mars/air").number("gas_constant_j_kg_k")
    slope = gravity / (gas * kelvin)
    step_m = 1000.0 * SPACING_KM
    fall = np.concatenate([[0.0], np.cumsum(0.5 * step_m * (slope[1:] + slope[:-1]))])
    density: Floats = surface_pressure_pa * np.exp(-fall) / (gas * kelvin)
    return density


@cache
def _column(elevation_km: float) -> tuple[Floats, Floats]:
    """Temperature [K] and gravity [m/s2] at the heights over a place."""
    cited, constants = table("mars/air"), table("constants")
    heights_km = np.arange(elevation_km, TOP_KM, SPACING_KM)
    kelvin = np.interp(heights_km, cited.array("profile_km"), cited.array("profile_k"))
    radius_km = constants.number("mars_radius_km") + heights_km
    return kelvin, 1000.0 * constants.number("mu_mars_km3_s2") / radius_km**2
