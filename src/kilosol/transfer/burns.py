"""Burns out of and into orbits about a planet, and the speed at its entry interface, by two-body energy."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kilosol.data import table
from kilosol.errors import OutOfRange, UnknownName

Array = NDArray[np.float64]
#: Planets that arcs join.
Planet = Literal["venus", "earth", "mars"]


def refuse_unknown_planet(planet: str) -> None:
    """Refuse what is not one of the planets that arcs join."""
    if planet not in get_args(Planet):
        raise UnknownName("planet", planet, get_args(Planet))


def entry_speed_km_s(
    vinf_km_s: ArrayLike, planet: Planet = "mars", altitude_km: float | None = None
) -> Array:
    """Inertial speed at the entry interface.

    Parameters
    ----------
    vinf_km_s : (*batch,) [km/s]
        Arrival speed at infinity, not negative; NaN, where there is no arc, stays NaN.
    planet : {"mars", "earth", "venus"}
        Where the ship arrives.
    altitude_km : [km]
        Of the interface over the equatorial radius; the cited default is 125 km.

    Returns
    -------
    (*batch,) [km/s]

    Notes
    -----
    Conservation of energy on the arrival hyperbola [1]_: v^2 = v_inf^2 + 2 mu / r.

    References
    ----------
    .. [1] R. R. Bate, D. D. Mueller, J. E. White, "Fundamentals of astrodynamics", Dover, 1971 (bate1971).

    Examples
    --------
    >>> float(entry_speed_km_s(5.541).round(2)), float(entry_speed_km_s(8.915, "earth").round(2))
    (7.42, 14.21)
    """
    refuse_unknown_planet(planet)
    if altitude_km is None:
        altitude_km = table("transfer/limits").number("entry_altitude_km")
    vinf = _not_negative("vinf_km_s", vinf_km_s)
    speed: Array = np.sqrt(vinf**2 + _escape2(planet, altitude_km))
    return speed


def _not_negative(name: str, value: ArrayLike) -> Array:
    """Values of arcs, each at least 0, or NaN where there is no arc."""
    values = np.asarray(value, dtype=np.float64)
    if (values < 0).any():
        raise OutOfRange(name, float(np.nanmin(values)), "at least 0")
    return values


def _escape2(planet: Planet, altitude_km: float) -> float:
    constants = table("constants")
    radius = constants.number(f"{planet}_radius_km") + altitude_km
    if not altitude_km > -radius:
        raise OutOfRange("altitude_km", altitude_km, "above the centre of the planet")
    return 2 * constants.number(f"mu_{planet}_km3_s2") / radius


def injection_delta_v_km_s(
    c3_km2_s2: ArrayLike, parking_altitude_km: float | None = None, planet: Planet = "earth"
) -> Array:
    """Velocity change from a circular parking orbit to a departure energy, in one impulse.

    Parameters
    ----------
    c3_km2_s2 : (*batch,) [km2/s2]
        Departure energy, not negative; NaN, where there is no arc, stays NaN.
    parking_altitude_km : [km]
        Altitude of the orbit; the cited default is 300 km (Earth) or 500 km (Mars).
    planet : {"earth", "mars", "venus"}
        Planet of the orbit.

    Returns
    -------
    (*batch,) [km/s]
        Gravity losses are left out: about 0.05 to 0.1 km/s for a ship of low thrust to weight.

    Raises
    ------
    OutOfRange
        If a departure energy is negative or the altitude is below the surface.

    Notes
    -----
    Bate et al. [1]_, section 8.3: the speed on the hyperbola at the orbit's radius less the circular speed.

    References
    ----------
    .. [1] R. R. Bate, D. D. Mueller, J. E. White, "Fundamentals of astrodynamics", Dover, 1971 (bate1971).

    Examples
    --------
    >>> injection_delta_v_km_s([8.0, 25.0], 300).round(2).tolist()
    [3.56, 4.29]
    """
    c3 = _not_negative("c3_km2_s2", c3_km2_s2)
    refuse_unknown_planet(planet)
    altitude_km = _parking_altitude_km(planet) if parking_altitude_km is None else parking_altitude_km
    if not altitude_km >= 0:
        raise OutOfRange("parking_altitude_km", altitude_km, "at least 0")
    escape2 = _escape2(planet, altitude_km)
    delta_v: Array = np.sqrt(c3 + escape2) - np.sqrt(escape2 / 2)
    return delta_v


def capture_delta_v_km_s(
    vinf_km_s: ArrayLike, altitude_km: float | None = None, planet: Planet = "mars"
) -> Array:
    """Velocity change that puts an arriving ship into a circular orbit, in one impulse.

    Parameters
    ----------
    vinf_km_s : (*batch,) [km/s]
        Arrival speed at infinity.
    altitude_km : [km]
        Altitude of the orbit; the cited default is 500 km (Mars) or 300 km (Earth).
    planet : {"mars", "earth", "venus"}
        Planet of arrival.

    Returns
    -------
    (*batch,) [km/s]

    Examples
    --------
    >>> float(capture_delta_v_km_s(2.7, 500).round(2))
    2.1
    """
    vinf = _not_negative("vinf_km_s", vinf_km_s)
    return injection_delta_v_km_s(vinf**2, altitude_km, planet)


def ellipse_delta_v_km_s(
    vinf_km_s: ArrayLike,
    periapsis_altitude_km: float,
    apoapsis_altitude_km: float,
    planet: Planet = "mars",
) -> Array:
    """Velocity change between a hyperbola and an ellipse about a planet, in one impulse at periapsis.

    Parameters
    ----------
    vinf_km_s : (*batch,) [km/s]
        Speed at infinity, of arrival or departure: the burn is the same either way.
    periapsis_altitude_km, apoapsis_altitude_km : [km]
        Over the equatorial radius; alike for a circle.
    planet : {"mars", "earth", "venus"}
        Planet of the orbit.

    Returns
    -------
    (*batch,) [km/s]
        An impulse: a burn of half an hour takes 2 to 10 per cent more.

    Raises
    ------
    OutOfRange
        If the speed is negative, the periapsis below the surface, or the apoapsis below the periapsis.

    Notes
    -----
    Energy at periapsis [1]_: sqrt(v_inf^2 + 2 mu/r) - sqrt(2 mu/r - mu/a).

    References
    ----------
    .. [1] R. R. Bate, D. D. Mueller, J. E. White, "Fundamentals of astrodynamics", Dover, 1971 (bate1971).

    Examples
    --------
    Into one sol's orbit, and into the circle of its lowest height:

    >>> [float(ellipse_delta_v_km_s(2.7, 250.0, far).round(2)) for far in (33793.0, 250.0)]
    [0.92, 2.12]
    """
    vinf = _not_negative("vinf_km_s", vinf_km_s)
    refuse_unknown_planet(planet)
    if not periapsis_altitude_km >= 0:
        raise OutOfRange("periapsis_altitude_km", periapsis_altitude_km, "at least 0")
    if not apoapsis_altitude_km >= periapsis_altitude_km:
        allowed = f"at least the periapsis, {periapsis_altitude_km:g}"
        raise OutOfRange("apoapsis_altitude_km", apoapsis_altitude_km, allowed)
    constants = table("constants")
    mu, radius = constants.number(f"mu_{planet}_km3_s2"), constants.number(f"{planet}_radius_km")
    near, half = radius + periapsis_altitude_km, radius + (periapsis_altitude_km + apoapsis_altitude_km) / 2
    delta_v: Array = np.sqrt(vinf**2 + 2 * mu / near) - np.sqrt(2 * mu / near - mu / half)
    return delta_v


def apoapsis_of_period_km(period_hour: float, periapsis_altitude_km: float, planet: Planet = "mars") -> float:
    """Height of the apoapsis of an ellipse of a given period.

    Parameters
    ----------
    period_hour : [h]
        Of one turn; a sol is 24.66 hours.
    periapsis_altitude_km : [km]
        Over the equatorial radius.
    planet : {"mars", "earth", "venus"}
        Planet of the orbit.

    Returns
    -------
    float [km]

    Raises
    ------
    OutOfRange
        If even the circle at the periapsis takes longer.

    Examples
    --------
    NASA's reference architecture prints 33,793 km for its one-sol orbit, over a somewhat smaller planet:

    >>> round(apoapsis_of_period_km(24.6597, 250.0) / 100)
    339
    """
    refuse_unknown_planet(planet)
    constants = table("constants")
    mu, radius = constants.number(f"mu_{planet}_km3_s2"), constants.number(f"{planet}_radius_km")
    shortest = float(2 * np.pi * np.sqrt((radius + periapsis_altitude_km) ** 3 / mu)) / 3600
    if not shortest <= period_hour < np.inf:
        raise OutOfRange("period_hour", period_hour, f"at least {shortest:.2f}, the circle at the periapsis")
    half = (mu * (period_hour * 3600 / (2 * np.pi)) ** 2) ** (1 / 3)
    return float(2 * half - 2 * radius - periapsis_altitude_km)


def c3_of_burn_km2_s2(delta_v_km_s: float, planet: Planet = "earth") -> float:
    """Departure energy that a burn out of the cited circular parking orbit gives.

    Parameters
    ----------
    delta_v_km_s : [km/s]
        Velocity change, above what escape takes.
    planet : {"earth", "mars", "venus"}
        Planet of the orbit.

    Returns
    -------
    float [km2/s2]

    Raises
    ------
    OutOfRange
        If the burn does not reach escape.

    Examples
    --------
    >>> round(c3_of_burn_km2_s2(float(injection_delta_v_km_s(9.0))), 6)
    9.0
    """
    least = float(injection_delta_v_km_s(0.0, planet=planet))
    if not delta_v_km_s > least:
        raise OutOfRange("max_delta_v_km_s", delta_v_km_s, f"above {least:.2f}, which escape takes")
    escape2 = _escape2(planet, _parking_altitude_km(planet))
    return float((delta_v_km_s + np.sqrt(escape2 / 2)) ** 2 - escape2)


def _parking_altitude_km(planet: Planet) -> float:
    """Cited altitude of the circular parking orbit about a planet [km]."""
    key = "mars_parking_altitude_km" if planet == "mars" else "parking_altitude_km"
    return table("transfer/limits").number(key)
