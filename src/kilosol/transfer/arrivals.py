"""Arrival at Mars: which latitudes a ship can land at from its asymptote, and at what time of day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kilosol.data import table
from kilosol.errors import OutOfRange
from kilosol.transfer.arcs import Arc
from kilosol.transfer.ephemeris import state
from kilosol.transfer.equators import over_equator

# The Sun stands in the south at noon, and local time runs by 15 degrees an hour.
NOON_HOUR, DEG_PER_HOUR = 12.0, 360 / 24
# Cosine of a latitude this near to a pole has no meridian.
POLE_COSINE = 1e-12


@dataclass(frozen=True, slots=True)
class Arrival:
    """Where an arrival can land.

    Parameters
    ----------
    declination_deg : float [deg]
        Of the velocity at infinity, over the equator of Mars.
    south_deg, north_deg : float [deg]
        Band of latitudes that the ship reaches, whichever way it passes the planet.
    latitude_deg : float [deg]
        Of the site asked for.
    reaches : bool
        Whether it lies in the band.
    local_hours : tuple of float [h]
        Local true solar times of landing there, one for either pass; empty where it is not reached.
    """

    declination_deg: float
    south_deg: float
    north_deg: float
    latitude_deg: float
    reaches: bool
    local_hours: tuple[float, ...]


def arrival(arc: Arc, latitude_deg: float) -> Arrival:
    """Reachable latitudes and local time of landing, entering from the hyperbola without a stop in orbit.

    Parameters
    ----------
    arc : Arc
        To Mars.
    latitude_deg : [deg]
        Of the landing site.

    Returns
    -------
    Arrival

    Raises
    ------
    OutOfRange
        If the arc does not end at Mars, or the latitude is none.

    Notes
    -----
    The hyperbola's plane can be chosen far out, so that landing sites lie on a circle about the point from
    which the ship comes. Its radius is the angle flown: from infinity to the interface (true anomalies of the
    asymptote and of the interface at the cited angle of entry [1]_), and on to the ground by the cited
    downrange, low to high. Latitude is areocentric; time is by the Sun's right ascension over the equator of
    Mars.

    References
    ----------
    .. [1] R. R. Bate, D. D. Mueller, J. E. White, "Fundamentals of astrodynamics", Dover, 1971 (bate1971).

    Examples
    --------
    >>> from kilosol.transfer import arc
    >>> there = arrival(arc("2033-04-06", "2033-10-01"), 39.8)
    >>> there.reaches, len(there.local_hours)
    (True, 2)
    """
    if arc.target != "mars":
        raise OutOfRange("target of the arc", arc.target, "mars")
    if not -90 <= latitude_deg <= 90:
        raise OutOfRange("latitude_deg", latitude_deg, "between -90 and 90")
    cited = table("transfer/limits")["entry_downrange_deg"]
    flown = _angle_to_interface_deg(arc.arrival_vinf_km_s)
    spread = (float(cited), *(end for end in (cited.low, cited.high) if end is not None))
    radii = [flown + downrange for downrange in spread]
    # The ship comes from opposite to where it flies.
    source = -arc.arrival_declination_deg
    ends = [_folded(source + side * radius) for radius in (min(radii), max(radii)) for side in (-1, 1)]
    within = [r for r in radii if abs(_cosine_of_hour_angle(source, r, latitude_deg)) <= 1]
    hours: tuple[float, ...] = ()
    if within:
        angle = float(np.degrees(np.arccos(_cosine_of_hour_angle(source, within[0], latitude_deg))))
        sun = _sun_right_ascension_deg(arc.arrival_jd)
        from_sun = arc.arrival_right_ascension_deg + 180.0 - sun
        hours = tuple(
            sorted((NOON_HOUR + (from_sun + side * angle) / DEG_PER_HOUR) % 24.0 for side in (-1, 1))
        )
    return Arrival(arc.arrival_declination_deg, min(ends), max(ends), latitude_deg, bool(within), hours)


def _angle_to_interface_deg(vinf_km_s: float) -> float:
    """Angle about Mars from infinity to the entry interface on a hyperbola of the cited angle of entry."""
    constants, limits = table("constants"), table("transfer/limits")
    mu = constants.number("mu_mars_km3_s2")
    radius = constants.number("mars_radius_km") + limits.number("entry_altitude_km")
    down = np.radians(limits.number("entry_angle_deg"))
    momentum = radius * np.sqrt(vinf_km_s**2 + 2 * mu / radius) * np.cos(down)
    eccentricity = np.sqrt(1 + (vinf_km_s * momentum / mu) ** 2)
    to_interface = np.arccos(np.clip((momentum**2 / (mu * radius) - 1) / eccentricity, -1, 1))
    return float(np.degrees(np.arccos(-1 / eccentricity) - to_interface))


def _folded(latitude_deg: float) -> float:
    """Latitude of a point reached along a meridian, past a pole if need be."""
    return float(np.degrees(np.arcsin(np.sin(np.radians(latitude_deg)))))


def _cosine_of_hour_angle(source_deg: float, radius_deg: float, latitude_deg: float) -> float:
    """Of points at a latitude on a circle about the source, from its meridian; beyond 1 there is none."""
    source, radius, latitude = (np.radians(x) for x in (source_deg, radius_deg, latitude_deg))
    below = np.cos(source) * np.cos(latitude)
    above = np.cos(radius) - np.sin(source) * np.sin(latitude)
    return float(above / below) if abs(below) > POLE_COSINE else np.inf


def _sun_right_ascension_deg(jd: float) -> float:
    position, _ = state("mars", jd)
    return float(over_equator(-position, "mars")[1])
