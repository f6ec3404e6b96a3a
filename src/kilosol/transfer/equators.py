"""Equators of the planets: right ascension and declination of directions given in the ecliptic of J2000."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kilosol.data import table
from kilosol.transfer.burns import Planet
from kilosol.transfer.lambert import dot

Array = NDArray[np.float64]


def equator(planet: Planet) -> Array:
    """Axes of a planet's equator, as rows, in the ecliptic of J2000.

    Parameters
    ----------
    planet : {"venus", "earth", "mars"}
        Whose.

    Returns
    -------
    (3, 3)
        Ascending node of its equator on that of the Earth (for the Earth the equinox), the direction a
        quarter turn east of it, and the north pole.

    Examples
    --------
    >>> equator("earth")[2].round(4).tolist()
    [0.0, 0.3978, 0.9175]
    """
    orbits = table("transfer/orbits")
    ascension = np.radians(orbits.number(f"{planet}_pole_right_ascension_deg"))
    declination = np.radians(orbits.number(f"{planet}_pole_declination_deg"))
    pole = np.array(
        [
            np.cos(declination) * np.cos(ascension),
            np.cos(declination) * np.sin(ascension),
            np.sin(declination),
        ]
    )
    # Over the Earth's own equator there is no node: right ascension counts from the equinox.
    node_rad = 0.0 if planet == "earth" else ascension + np.pi / 2
    node = np.array([np.cos(node_rad), np.sin(node_rad), 0.0])
    axes = np.array([node, np.cross(pole, node), pole])
    tilt = np.radians(table("constants").number("earth_obliquity_deg"))
    c, s = np.cos(tilt), np.sin(tilt)
    to_ecliptic = np.array([[1.0, 0.0, 0.0], [0.0, c, s], [0.0, -s, c]])
    turned: Array = axes @ to_ecliptic.T
    return turned


def over_equator(direction: Array, planet: Planet) -> tuple[Array, Array]:
    """Declination and right ascension of a direction over a planet's equator.

    Parameters
    ----------
    direction : (*batch, 3)
        Any length but nought, ecliptic of J2000.
    planet : {"venus", "earth", "mars"}
        Whose equator.

    Returns
    -------
    declination_deg, right_ascension_deg : (*batch,)
        -90 to 90, and 0 to 360 eastward from the node of :func:`equator`.

    Examples
    --------
    >>> declination, ascension = over_equator(np.array([0.0, 1.0, 0.0]), "earth")
    >>> round(float(declination), 2), round(float(ascension), 2)
    (23.44, 90.0)
    """
    axes = equator(planet)
    x, y, z = (dot(direction, np.broadcast_to(axis, direction.shape)) for axis in axes)
    declination: Array = np.degrees(np.arctan2(z, np.hypot(x, y)))
    ascension: Array = np.degrees(np.arctan2(y, x)) % 360.0
    return declination, ascension
