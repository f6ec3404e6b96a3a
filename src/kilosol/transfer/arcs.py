"""Ballistic arcs between planets: energy, arrival speed, entry speed, by patched conics.

First fidelity: one Sun-centred conic from centre to centre, no deep-space manoeuvre, no gravity loss.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kilosol.data import table
from kilosol.errors import OutOfRange, UnknownName
from kilosol.transfer.dates import iso_from_jd, jd_of
from kilosol.transfer.ephemeris import Body, state
from kilosol.transfer.grids import KERNEL_ARCS, States, angle_of_turn, grid_energies, pair_energies
from kilosol.transfer.lambert import Solution, dot, solve_arcs

Array = NDArray[np.float64]
#: Planets that arcs join.
Planet = Literal["venus", "earth", "mars"]
#: Point that stands for the Earth: the Earth-Moon barycentre, as handbooks take it, or the Earth's centre.
Center = Literal["emb", "earth"]
#: Transfer angle below (I) or above (II) 180 degrees.
Kind = Literal["I", "II"]

_PLANETS = ("venus", "earth", "mars")
_CENTERS = ("emb", "earth")


@dataclass(frozen=True, slots=True)
class Arc:
    """One ballistic transfer.

    Parameters
    ----------
    departure_jd, arrival_jd : float [d]
        Julian dates, TDB.
    origin, target : str
        Planets.
    center : {"emb", "earth"}
        Point that stands for the Earth.
    kind : {"I", "II"}
        Whether the transfer angle is below or above 180 degrees.
    c3_km2_s2 : float [km2/s2]
        Departure energy, the square of the departure speed at infinity.
    departure_vinf_km_s, arrival_vinf_km_s : float [km/s]
        Speeds relative to the planets.
    entry_speed_km_s : float [km/s]
        Inertial speed at the entry interface of the target.
    declination_deg : float [deg]
        Of the departure asymptote over the equator of the origin planet.
    tof_days : float [d]
        Time of flight.
    transfer_angle_deg : float [deg]
        Angle swept about the Sun.
    """

    departure_jd: float
    arrival_jd: float
    origin: Planet
    target: Planet
    center: Center
    kind: Kind
    c3_km2_s2: float
    departure_vinf_km_s: float
    arrival_vinf_km_s: float
    entry_speed_km_s: float
    declination_deg: float
    tof_days: float
    transfer_angle_deg: float

    @property
    def departure(self) -> str:
        """Date of departure, ISO."""
        return iso_from_jd(self.departure_jd)

    @property
    def arrival(self) -> str:
        """Date of arrival, ISO."""
        return iso_from_jd(self.arrival_jd)

    @property
    def injection_delta_v_km_s(self) -> float:
        """Velocity change out of the cited parking orbit: 300 km at the Earth, 500 km at Mars [km/s]."""
        return float(injection_delta_v_km_s(self.c3_km2_s2, planet=self.origin))

    @property
    def capture_delta_v_km_s(self) -> float:
        """Velocity change into the cited orbit: 500 km about Mars, 300 km about the Earth [km/s]."""
        return float(capture_delta_v_km_s(self.arrival_vinf_km_s, planet=self.target))

    def __str__(self) -> str:
        return (
            f"{self.origin} {self.departure} -> {self.target} {self.arrival}, "
            f"type {self.kind}, {self.tof_days:.0f} days, "
            f"C3 {self.c3_km2_s2:.2f} km2/s2, entry {self.entry_speed_km_s:.2f} km/s"
        )


@dataclass(frozen=True, slots=True)
class Energies:
    """What a grid of arcs costs; every array has the broadcast shape of the dates.

    Parameters
    ----------
    c3_km2_s2, arrival_vinf_km_s, entry_speed_km_s, tof_days, transfer_angle_deg : (*batch,)
        As in :class:`Arc`; NaN where there is no arc.
    mask : (*batch,) bool
        Whether there is an arc.
    """

    c3_km2_s2: Array
    arrival_vinf_km_s: Array
    entry_speed_km_s: Array
    tof_days: Array
    transfer_angle_deg: Array
    mask: NDArray[np.bool_]


def ephemeris_body(planet: Planet, center: Center) -> Body:
    """Body of the ephemeris that stands for a planet.

    Examples
    --------
    >>> ephemeris_body("earth", "emb"), ephemeris_body("mars", "emb")
    ('emb', 'mars')
    """
    if planet not in _PLANETS:
        raise UnknownName("planet", planet, _PLANETS)
    if center not in _CENTERS:
        raise UnknownName("center", center, _CENTERS)
    return center if planet == "earth" else planet


def entry_speed_km_s(
    vinf_km_s: ArrayLike, planet: Planet = "mars", altitude_km: float | None = None
) -> Array:
    """Inertial speed at the entry interface.

    Parameters
    ----------
    vinf_km_s : (*batch,) [km/s]
        Arrival speed at infinity.
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
    ephemeris_body(planet, "emb")
    if altitude_km is None:
        altitude_km = table("transfer/limits").number("entry_altitude_km")
    vinf = np.asarray(vinf_km_s, dtype=np.float64)
    speed: Array = np.sqrt(vinf**2 + _escape2(planet, altitude_km))
    return speed


def _escape2(planet: Planet, altitude_km: float) -> float:
    constants = table("constants")
    radius = constants.number(f"{planet}_radius_km") + altitude_km
    if not altitude_km > -radius:
        raise OutOfRange("altitude_km", altitude_km, "above the centre of the planet")
    return 2 * constants.number(f"mu_{planet}_km3_s2") / radius


def _transfer(
    depart_jd: Array, arrive_jd: Array, origin: Planet, target: Planet, center: Center
) -> tuple[Solution, Array, Array, Array, Array]:
    r1, u1 = state(ephemeris_body(origin, center), depart_jd)
    r2, u2 = state(ephemeris_body(target, center), arrive_jd)
    constants = table("constants")
    tof_s = (arrive_jd - depart_jd) * constants.number("day_s")
    solution = solve_arcs(r1, r2, tof_s, constants.number("mu_sun_km3_s2"))
    return solution, r1, u1, r2, u2


def energies(
    depart_jd: ArrayLike,
    arrive_jd: ArrayLike,
    origin: Planet = "earth",
    target: Planet = "mars",
    center: Center = "emb",
) -> Energies:
    """Energies of many arcs; dates broadcast, and the ephemeris is read once for each array of dates.

    Parameters
    ----------
    depart_jd, arrive_jd : (*batch,) [d]
        Julian dates, TDB; give them as (n, 1) and (1, m) for a grid.
    origin, target : {"venus", "earth", "mars"}
        Planets.
    center : {"emb", "earth"}
        Point that stands for the Earth.

    Returns
    -------
    Energies

    Examples
    --------
    >>> grid = energies([[2462894.5], [2462904.5]], [2463084.5, 2463094.5])
    >>> grid.c3_km2_s2.round(2).tolist()
    [[9.0, 9.47], [9.9, 9.93]]
    """
    depart = np.asarray(depart_jd, dtype=np.float64)
    arrive = np.asarray(arrive_jd, dtype=np.float64)
    constants = table("constants")
    mu, day_s = constants.number("mu_sun_km3_s2"), constants.number("day_s")
    leave = _states(origin, center, depart)
    reach = _states(target, center, arrive)
    if _is_large_grid(depart, arrive):
        c3, vinf, angle = _by_kernel(leave, reach, mu, day_s)
        ok = np.isfinite(c3)
    else:
        c3, vinf, angle, ok = pair_energies(leave, reach, mu, day_s)
    return Energies(
        c3_km2_s2=c3,
        arrival_vinf_km_s=vinf,
        entry_speed_km_s=entry_speed_km_s(vinf, target),
        tof_days=arrive - depart,
        transfer_angle_deg=np.degrees(angle),
        mask=ok,
    )


def grid_arcs(
    depart_jd: Array, arrive_jd: Array, origin: Planet, target: Planet, center: Center
) -> tuple[Array, Array, NDArray[np.bool_]]:
    """Bare energies of every departure with every arrival: what a porkchop needs and no more.

    Parameters
    ----------
    depart_jd : (n,) [d]
        Departures.
    arrive_jd : (m,) [d]
        Arrivals.
    origin, target, center : str
        As in :func:`energies`.

    Returns
    -------
    c3_km2_s2, arrival_vinf_km_s : (n, m)
        NaN where there is no arc.
    beyond : (n, m) bool
        Whether the transfer angle is 180 degrees or more.

    Examples
    --------
    >>> c3, _, beyond = grid_arcs(np.array([2462894.5]), np.array([2463084.5]), "earth", "mars", "emb")
    >>> float(c3[0, 0].round(2)), bool(beyond[0, 0])
    (9.0, False)
    """
    constants = table("constants")
    mu, day_s = constants.number("mu_sun_km3_s2"), constants.number("day_s")
    leave, reach = _states(origin, center, depart_jd), _states(target, center, arrive_jd)
    if depart_jd.size * arrive_jd.size >= KERNEL_ARCS:
        c3, vinf, turn = grid_energies(leave, reach, mu, day_s)
        return c3, vinf, turn < 0
    rows = States(depart_jd[:, None], leave.r_km[:, None], leave.v_km_s[:, None])
    c3, vinf, angle, _ = pair_energies(rows, reach, mu, day_s)
    return c3, vinf, angle >= np.pi


def _states(planet: Planet, center: Center, jd: Array) -> States:
    return States(jd, *state(ephemeris_body(planet, center), jd))


def _is_large_grid(depart: Array, arrive: Array) -> bool:
    """Whether the dates make one or several grids (..., n, 1) by (..., 1, m) worth the compiled kernel."""
    if depart.ndim < 2 or arrive.ndim != depart.ndim or depart.shape[:-2] != arrive.shape[:-2]:
        return False
    crossed = depart.shape[-1] == arrive.shape[-2] == 1
    return bool(crossed and depart.size * arrive.shape[-1] >= KERNEL_ARCS)


def _by_kernel(leave: States, reach: States, mu: float, day_s: float) -> tuple[Array, Array, Array]:
    lead, n, m = leave.jd.shape[:-2], leave.jd.shape[-2], reach.jd.shape[-1]
    shape = (*lead, n, m)
    c3, vinf, turn = np.empty(shape), np.empty(shape), np.empty(shape)
    for one in np.ndindex(lead):
        departures = States(leave.jd[one][:, 0], leave.r_km[one][:, 0], leave.v_km_s[one][:, 0])
        arrivals = States(reach.jd[one][0], reach.r_km[one][0], reach.v_km_s[one][0])
        c3[one], vinf[one], turn[one] = grid_energies(departures, arrivals, mu, day_s)
    return c3, vinf, angle_of_turn(turn)


def _pole(planet: Planet) -> Array:
    """Unit vector to the north pole of a planet, ecliptic of J2000."""
    orbits = table("transfer/orbits")
    ascension = np.radians(orbits.number(f"{planet}_pole_right_ascension_deg"))
    declination = np.radians(orbits.number(f"{planet}_pole_declination_deg"))
    tilt = np.radians(table("constants").number("earth_obliquity_deg"))
    x = np.cos(declination) * np.cos(ascension)
    y = np.cos(declination) * np.sin(ascension)
    z = np.sin(declination)
    return np.array([x, np.cos(tilt) * y + np.sin(tilt) * z, np.cos(tilt) * z - np.sin(tilt) * y])


def arc(
    depart: float | str | date,
    arrive: float | str | date,
    origin: Planet = "earth",
    target: Planet = "mars",
    center: Center = "emb",
) -> Arc:
    """One ballistic transfer between two dates.

    Parameters
    ----------
    depart, arrive : str, date or float
        ISO dates (0 h TDB) or Julian dates.
    origin, target : {"venus", "earth", "mars"}
        Planets.
    center : {"emb", "earth"}
        Point that stands for the Earth; handbooks take the Earth-Moon barycentre.

    Returns
    -------
    Arc

    Raises
    ------
    OutOfRange
        If the arrival is not after the departure, or the two planets stand within 0.1 degrees of one line
        with the Sun, where the plane of a single arc is not defined.

    Notes
    -----
    Patched conics [1]_: the ship's Sun-centred velocity less the planet's is its speed at infinity.

    References
    ----------
    .. [1] R. R. Bate, D. D. Mueller, J. E. White, "Fundamentals of astrodynamics", Dover, 1971 (bate1971).

    Examples
    --------
    >>> print(arc("2031-01-28", "2031-08-06"))
    earth 2031-01-28 -> mars 2031-08-06, type I, 190 days, C3 9.00 km2/s2, entry 7.42 km/s
    """
    depart_jd, arrive_jd = jd_of(depart), jd_of(arrive)
    leave, reach, angle_deg = _excess_velocities(depart_jd, arrive_jd, origin, target, center)
    c3 = float(dot(leave, leave))
    vinf = float(np.sqrt(dot(reach, reach)))
    return Arc(
        departure_jd=depart_jd,
        arrival_jd=arrive_jd,
        origin=origin,
        target=target,
        center=center,
        kind="I" if angle_deg < 180 else "II",
        c3_km2_s2=c3,
        departure_vinf_km_s=float(np.sqrt(c3)),
        arrival_vinf_km_s=vinf,
        entry_speed_km_s=float(entry_speed_km_s(vinf, target)),
        declination_deg=float(np.degrees(np.arcsin(dot(leave, _pole(origin)) / np.sqrt(c3)))),
        tof_days=arrive_jd - depart_jd,
        transfer_angle_deg=angle_deg,
    )


def _excess_velocities(
    depart_jd: float, arrive_jd: float, origin: Planet, target: Planet, center: Center
) -> tuple[Array, Array, float]:
    """Velocities relative to both planets, shape (3,) [km/s], and the transfer angle [deg]."""
    if not arrive_jd > depart_jd:
        allowed = f"after the departure on {iso_from_jd(depart_jd)}"
        raise OutOfRange("arrival", iso_from_jd(arrive_jd), allowed)
    solution, r1, u1, r2, u2 = _transfer(np.asarray(depart_jd), np.asarray(arrive_jd), origin, target, center)
    angle_deg = float(np.degrees(solution.angle_rad))
    if not solution.ok:
        raise OutOfRange(
            f"transfer angle from {iso_from_jd(depart_jd)} to {iso_from_jd(arrive_jd)}",
            f"{angle_deg:.2f} degrees",
            "farther than 0.1 degrees from 0, 180 and 360; move a date by a day",
        )
    leave = solution.a1_per_s * r1 + solution.b1_per_s * r2 - u1
    reach = solution.a2_per_s * r1 + solution.b2_per_s * r2 - u2
    return leave, reach, angle_deg


def injection_delta_v_km_s(
    c3_km2_s2: ArrayLike, parking_altitude_km: float | None = None, planet: Planet = "earth"
) -> Array:
    """Velocity change from a circular parking orbit to a departure energy, in one impulse.

    Parameters
    ----------
    c3_km2_s2 : (*batch,) [km2/s2]
        Departure energy, not negative.
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
    c3 = np.asarray(c3_km2_s2, dtype=np.float64)
    if (c3 < 0).any():
        raise OutOfRange("c3_km2_s2", float(c3.min()), "at least 0")
    ephemeris_body(planet, "emb")
    if parking_altitude_km is None:
        key = "mars_parking_altitude_km" if planet == "mars" else "parking_altitude_km"
        parking_altitude_km = table("transfer/limits").number(key)
    if parking_altitude_km < 0:
        raise OutOfRange("parking_altitude_km", parking_altitude_km, "at least 0")
    escape2 = _escape2(planet, parking_altitude_km)
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
    vinf = np.asarray(vinf_km_s, dtype=np.float64)
    return injection_delta_v_km_s(vinf**2, altitude_km, planet)
