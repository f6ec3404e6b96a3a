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
from kilosol.transfer.burns import (
    Planet,
    capture_delta_v_km_s,
    entry_speed_km_s,
    injection_delta_v_km_s,
    refuse_unknown_planet,
)
from kilosol.transfer.dates import iso_time_from_jd, jd_of
from kilosol.transfer.ephemeris import Body, state
from kilosol.transfer.equators import over_equator
from kilosol.transfer.grids import KERNEL_ARCS, States, angle_of_turn, grid_energies, pair_energies
from kilosol.transfer.lambert import MIN_PLANE_DEG, Solution, dot, solve_arcs

Array = NDArray[np.float64]
#: Point that stands for the Earth: the Earth-Moon barycentre, as handbooks take it, or the Earth's centre.
Center = Literal["emb", "earth"]
#: Transfer angle below (I) or above (II) 180 degrees.
Kind = Literal["I", "II"]

_CENTERS = ("emb", "earth")


def default_center(target: Planet) -> Center:
    """Point that stands for the Earth where nobody says: its centre on the way home, else the barycentre.

    Handbooks tabulate flights from the Earth-Moon barycentre; who comes home meets the Earth itself.

    Examples
    --------
    >>> default_center("mars"), default_center("earth")
    ('emb', 'earth')
    """
    return "earth" if target == "earth" else "emb"


def _refuse_no_way(origin: Planet, target: Planet) -> None:
    if origin == target:
        raise OutOfRange("target", target, f"another planet than the origin, {origin}")


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
    declination_deg, right_ascension_deg : float [deg]
        Of the departure asymptote over the equator of the origin planet.
    arrival_declination_deg, arrival_right_ascension_deg : float [deg]
        Of the velocity at infinity on arrival, over the equator of the target planet.
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
    right_ascension_deg: float
    arrival_declination_deg: float
    arrival_right_ascension_deg: float
    tof_days: float
    transfer_angle_deg: float

    @property
    def departure(self) -> str:
        """Moment of departure, ISO: the date alone at 0 h TDB, else with its time."""
        return iso_time_from_jd(self.departure_jd)

    @property
    def arrival(self) -> str:
        """Moment of arrival, ISO, as :attr:`departure`."""
        return iso_time_from_jd(self.arrival_jd)

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


def _transfer(
    depart_jd: Array, arrive_jd: Array, origin: Planet, target: Planet, center: Center
) -> tuple[Solution, Array, Array, Array, Array]:
    r1, u1 = state(ephemeris_body(origin, center), depart_jd)
    r2, u2 = state(ephemeris_body(target, center), arrive_jd)
    constants = table("constants")
    tof_s = (arrive_jd - depart_jd) * constants.number("day_s")
    solution = solve_arcs(r1, r2, tof_s, constants.number("mu_sun_km3_s2"))
    return solution, r1, u1, r2, u2


def ephemeris_body(planet: Planet, center: Center) -> Body:
    """Body of the ephemeris that stands for a planet.

    Examples
    --------
    >>> ephemeris_body("earth", "emb"), ephemeris_body("mars", "emb")
    ('emb', 'mars')
    """
    refuse_unknown_planet(planet)
    if center not in _CENTERS:
        raise UnknownName("center", center, _CENTERS)
    return center if planet == "earth" else planet


def energies(
    depart_jd: ArrayLike,
    arrive_jd: ArrayLike,
    origin: Planet = "earth",
    target: Planet = "mars",
    center: Center | None = None,
) -> Energies:
    """Energies of many arcs; dates broadcast, and the ephemeris is read once for each array of dates.

    Parameters
    ----------
    depart_jd, arrive_jd : (*batch,) [d]
        Julian dates, TDB; give them as (n, 1) and (1, m) for a grid.
    origin, target : {"venus", "earth", "mars"}
        Planets.
    center : {"emb", "earth"}, optional
        Point that stands for the Earth; as :func:`default_center` if left out.

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
    _refuse_no_way(origin, target)
    center = center or default_center(target)
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
    _refuse_no_way(origin, target)
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


def arc(
    depart: float | str | date,
    arrive: float | str | date,
    origin: Planet = "earth",
    target: Planet = "mars",
    center: Center | None = None,
) -> Arc:
    """One ballistic transfer between two dates.

    Parameters
    ----------
    depart, arrive : str, date or float
        ISO dates (0 h TDB) or Julian dates.
    origin, target : {"venus", "earth", "mars"}
        Planets.
    center : {"emb", "earth"}, optional
        Point that stands for the Earth; as :func:`default_center` if left out: the Earth-Moon barycentre, as
        handbooks take it, and the Earth's centre for arcs that end there.

    Returns
    -------
    Arc

    Raises
    ------
    OutOfRange
        If both planets are one, the arrival is not after the departure, no conic is as fast, or the two
        planets stand within 0.1 degrees of one line with the Sun, where the plane of a single arc is not
        defined.

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
    _refuse_no_way(origin, target)
    center = center or default_center(target)
    depart_jd, arrive_jd = jd_of(depart), jd_of(arrive)
    leave, reach, angle_deg = _one_arc(depart_jd, arrive_jd, origin, target, center)
    c3 = float(dot(leave, leave))
    vinf = float(np.sqrt(dot(reach, reach)))
    declination, ascension = over_equator(leave, origin)
    arrival_declination, arrival_ascension = over_equator(reach, target)
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
        declination_deg=float(declination),
        right_ascension_deg=float(ascension),
        arrival_declination_deg=float(arrival_declination),
        arrival_right_ascension_deg=float(arrival_ascension),
        tof_days=arrive_jd - depart_jd,
        transfer_angle_deg=angle_deg,
    )


def excess_velocities(
    depart_jd: Array, arrive_jd: Array, origin: Planet, target: Planet, center: Center
) -> tuple[Array, Array, Array, NDArray[np.bool_]]:
    """Velocities at infinity at both ends of many arcs.

    Parameters
    ----------
    depart_jd, arrive_jd : (*batch,) [d]
        Julian dates, TDB.
    origin, target, center : str
        As in :func:`energies`.

    Returns
    -------
    leave_km_s, reach_km_s : (*batch, 3) [km/s]
        Relative to the planets, ecliptic of J2000; NaN where there is no arc.
    angle_rad : (*batch,) [rad]
        Transfer angle.
    ok : (*batch,) bool
        Whether there is an arc.

    Examples
    --------
    >>> ends = np.array(2462894.5), np.array(2463084.5)
    >>> leave, _, _, ok = excess_velocities(*ends, "earth", "mars", "emb")
    >>> float(dot(leave, leave).round(2)), bool(ok)
    (9.0, True)
    """
    _refuse_no_way(origin, target)
    solution, r1, u1, r2, u2 = _transfer(depart_jd, arrive_jd, origin, target, center)
    a1, b1, a2, b2 = (
        getattr(solution, name)[..., None] for name in ("a1_per_s", "b1_per_s", "a2_per_s", "b2_per_s")
    )
    return a1 * r1 + b1 * r2 - u1, a2 * r1 + b2 * r2 - u2, solution.angle_rad, solution.ok


def _one_arc(
    depart_jd: float, arrive_jd: float, origin: Planet, target: Planet, center: Center
) -> tuple[Array, Array, float]:
    """Velocities relative to both planets, shape (3,) [km/s], and the transfer angle [deg]."""
    leaves, lands = iso_time_from_jd(depart_jd), iso_time_from_jd(arrive_jd)
    if not arrive_jd > depart_jd:
        raise OutOfRange("arrival", lands, f"after the departure on {leaves}")
    leave, reach, angle, ok = excess_velocities(
        np.asarray(depart_jd), np.asarray(arrive_jd), origin, target, center
    )
    angle_deg = float(np.degrees(angle))
    if not ok:
        off_line = abs((angle_deg + 90) % 180 - 90)
        if off_line > MIN_PLANE_DEG:
            got = f"{arrive_jd - depart_jd:.3g} days after {leaves}"
            raise OutOfRange(f"arrival {lands}", got, "later: no conic is as fast")
        raise OutOfRange(
            f"transfer angle from {leaves} to {lands}",
            f"{angle_deg:.2f} degrees",
            "farther than 0.1 degrees from 0, 180 and 360; move a date by a day",
        )
    return leave, reach, angle_deg
