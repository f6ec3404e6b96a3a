"""The Sun over Mars: declination, distance, height, day length, irradiance above the air.

Angles are planetocentric: the planetographic declination of some Mars clocks is up to 0.25 degrees larger
and does not belong in insolation. Hours are local true solar time in Mars hours (1/24 sol).

References
----------
.. [1] M. Allison, M. McEwen, Planetary and Space Science 48, 2000 (key allison2000).
.. [2] G. Kopp, J. L. Lean, Geophysical Research Letters 38, 2011 (key kopp2011): 1361 W/m2 at 1 au.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kilosol.data import table
from kilosol.errors import OutOfRange

Floats = NDArray[np.float64]


def declination_deg(ls_deg: ArrayLike) -> Floats:
    """Planetocentric declination of the Sun.

    Parameters
    ----------
    ls_deg : (*shape) [deg]
        Areocentric solar longitude.

    Returns
    -------
    (*shape) [deg]
        Within 0.008 deg of the ephemeris, between -25.19 and 25.19.

    Examples
    --------
    >>> round(float(declination_deg(90.0)), 2)
    25.19
    """
    return np.degrees(np.arcsin(table("mars/clock").number("declination_sine") * np.sin(np.radians(ls_deg))))


def distance_au(ls_deg: ArrayLike) -> Floats:
    """Distance of Mars from the Sun in a season, on the mean ellipse.

    Parameters
    ----------
    ls_deg : (*shape) [deg]
        Areocentric solar longitude.

    Returns
    -------
    (*shape) [au]
        1.381 at perihelion (Ls 251) to 1.666.

    Examples
    --------
    >>> round(float(distance_au(251.0)), 3)
    1.381
    """
    clock = table("mars/clock")
    e = clock.number("eccentricity")
    anomaly = np.radians(np.asarray(ls_deg, dtype=np.float64) - clock.number("perihelion_ls_deg"))
    return np.asarray(clock.number("semi_major_axis_au") * (1 - e**2) / (1 + e * np.cos(anomaly)))


def toa_irradiance_w_m2(ls_deg: ArrayLike) -> Floats:
    """Irradiance above the air on a surface that faces the Sun.

    Parameters
    ----------
    ls_deg : (*shape) [deg]
        Areocentric solar longitude.

    Returns
    -------
    (*shape) [W/m2]
        490 at aphelion to 713 at perihelion; within 0.11 % of the ephemeris at given Ls.

    Examples
    --------
    >>> round(float(toa_irradiance_w_m2(71.0)))
    490
    """
    return np.asarray(table("constants").number("total_solar_irradiance_w_m2") / distance_au(ls_deg) ** 2)


def cos_zenith(latitude_deg: ArrayLike, declination_deg: ArrayLike, ltst_hour: ArrayLike) -> Floats:
    """Cosine of the Sun's zenith angle; negative below the horizon.

    Parameters
    ----------
    latitude_deg, declination_deg : (*shape) [deg]
        Planetocentric.
    ltst_hour : (*shape) [h]
        Local true solar time, 12 at noon.

    Returns
    -------
    (*shape)
        sin(lat) sin(dec) + cos(lat) cos(dec) cos(hour angle).

    Examples
    --------
    >>> round(float(cos_zenith(0.0, 0.0, 12.0)), 6)
    1.0
    """
    phi, delta = np.radians(latitude_deg), np.radians(declination_deg)
    hour_angle = (np.asarray(ltst_hour, dtype=np.float64) - 24 / 2) / 24 * 2 * np.pi
    return np.asarray(np.sin(phi) * np.sin(delta) + np.cos(phi) * np.cos(delta) * np.cos(hour_angle))


def half_day_hour(latitude_deg: ArrayLike, declination_deg: ArrayLike) -> Floats:
    """Time from sunrise to noon.

    Parameters
    ----------
    latitude_deg, declination_deg : (*shape) [deg]
        Planetocentric; latitude in [-90, 90].

    Returns
    -------
    (*shape) [h]
        In Mars hours; 0 in polar night and 12 in polar day. The Sun is a point and the air bends no light.

    Notes
    -----
    cos(w0) = -tan(lat) tan(dec).

    Examples
    --------
    >>> float(half_day_hour(0.0, 20.0)), float(half_day_hour(80.0, 25.0))
    (6.0, 12.0)
    """
    phi = np.asarray(latitude_deg, dtype=np.float64)
    if np.any(np.abs(phi) > 90):
        raise OutOfRange("latitude_deg", latitude_deg, "between -90 and 90")
    # Products instead of tangents, so that the poles need no special case.
    phi, delta = np.radians(phi), np.radians(declination_deg)
    rise = -np.sin(phi) * np.sin(delta)
    reach = np.maximum(np.cos(phi) * np.cos(delta), np.finfo(np.float64).tiny)
    return np.asarray(np.arccos(np.clip(rise / reach, -1, 1)) / (2 * np.pi) * 24)


def sunrise_hour(latitude_deg: ArrayLike, declination_deg: ArrayLike) -> Floats:
    """Local true solar time of sunrise [h]; 12 in polar night, 0 in polar day.

    Examples
    --------
    >>> float(sunrise_hour(0.0, 0.0))
    6.0
    """
    return 24 / 2 - half_day_hour(latitude_deg, declination_deg)
