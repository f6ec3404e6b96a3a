"""Cargo by a nuclear-electric tug: spiral away from the Earth, thrust about the Sun, spiral down to Mars.

First fidelity: spirals by Edelbaum between circles far below the planet's pull and escape at nought speed,
constant power and thrust, no eclipse, no coast for an unready reactor.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kilosol.data import table, table_names
from kilosol.errors import NotConverged, OutOfRange, UnknownName
from kilosol.transfer.arcs import Center, ephemeris_body
from kilosol.transfer.burns import Planet
from kilosol.transfer.dates import iso_from_jd, jd_of
from kilosol.transfer.ephemeris import state
from kilosol.transfer.sims_flanagan import ThrustLeg, thrust_leg

Array = NDArray[np.float64]

_PREFIX = "transfer/tug-"
# Segments of the leg about the Sun: its propellant is then within half a per cent, in a second of computing.
N_SEGMENTS = 20


@dataclass(frozen=True, slots=True)
class Tug:
    """A nuclear-electric tug.

    Parameters
    ----------
    name, title : str
        Name of its table, and what it is.
    power_kw : float [kW]
        Electric, into the thrusters.
    efficiency_frac : float [1]
        Jet power over electric power.
    isp_s : float [s]
        Specific impulse.
    dry_mass_t : float [t]
        Reactor, radiators, thrusters and tanks.
    """

    name: str
    title: str
    power_kw: float
    efficiency_frac: float
    isp_s: float
    dry_mass_t: float

    @property
    def exhaust_m_s(self) -> float:
        """Exhaust velocity [m/s]."""
        return self.isp_s * table("constants").number("gravity_m_s2")

    @property
    def thrust_n(self) -> float:
        """Thrust at full power [N]: twice the jet power over the exhaust velocity."""
        return 2 * self.efficiency_frac * self.power_kw * 1000 / self.exhaust_m_s


def tug_names() -> tuple[str, ...]:
    """Names of the shipped tugs, sorted.

    Examples
    --------
    >>> tug_names()
    ('sr-1', 'zeus-1000', 'zeus-500')
    """
    return tuple(name.removeprefix(_PREFIX) for name in table_names(_PREFIX))


def tug(name: str) -> Tug:
    """One tug from its cited table.

    Parameters
    ----------
    name : str
        One of :func:`tug_names`.

    Returns
    -------
    Tug

    Raises
    ------
    UnknownName
        If no such tug ships.

    Examples
    --------
    >>> round(tug("zeus-500").thrust_n, 1)
    9.5
    """
    if name not in tug_names():
        raise UnknownName("tug", name, tug_names())
    values = table(f"{_PREFIX}{name}")
    keys = ("power_kw", "efficiency_frac", "isp_s", "dry_mass_t")
    power, efficiency, isp, dry = (values.number(key) for key in keys)
    return Tug(name, str(values.text["title"]), power, efficiency, isp, dry)


def edelbaum_delta_v_km_s(
    first_speed_km_s: ArrayLike, last_speed_km_s: ArrayLike, plane_change_deg: ArrayLike = 0.0
) -> Array:
    """Velocity change of a slow spiral between two circular orbits.

    Parameters
    ----------
    first_speed_km_s, last_speed_km_s : (*batch,) [km/s]
        Circular speeds; nought is escape.
    plane_change_deg : (*batch,) [deg]
        Angle between the planes, 0 to 114.6.

    Returns
    -------
    (*batch,) [km/s]

    Raises
    ------
    OutOfRange
        If a speed is negative or the angle out of range.

    Notes
    -----
    Edelbaum [1]_: dv^2 = v0^2 + v1^2 - 2 v0 v1 cos(pi di / 2). At escape the true value is a few per cent
    lower, for the pull is then no longer strong against the thrust.

    References
    ----------
    .. [1] T. N. Edelbaum, "Propulsion requirements for controllable satellites", ARS Journal 31, 1079-1089,
       1961 (edelbaum1961).

    Examples
    --------
    From low to geosynchronous orbit, with 28.5 degrees to turn:

    >>> float(edelbaum_delta_v_km_s(7.726, 3.075, 28.5).round(2))
    5.95
    """
    v0, v1 = np.asarray(first_speed_km_s, dtype=np.float64), np.asarray(last_speed_km_s, dtype=np.float64)
    turn = np.radians(np.asarray(plane_change_deg, dtype=np.float64))
    if (v0 < 0).any() or (v1 < 0).any():
        raise OutOfRange("circular speeds", (first_speed_km_s, last_speed_km_s), "at least 0")
    if not ((turn >= 0) & (turn <= 2)).all():
        raise OutOfRange("plane_change_deg", plane_change_deg, "between 0 and 114.6")
    delta_v: Array = np.sqrt(v0 * v0 + v1 * v1 - 2 * v0 * v1 * np.cos(np.pi / 2 * turn))
    return delta_v


@dataclass(frozen=True, slots=True)
class Spiral:
    """A spiral between a circular orbit and escape.

    Parameters
    ----------
    delta_v_km_s : float [km/s]
        Velocity change.
    propellant_t : float [t]
        Spent.
    days : float [d]
        Under thrust throughout.
    """

    delta_v_km_s: float
    propellant_t: float
    days: float


def spiral(
    carrier: Tug, mass_t: float, altitude_km: float, planet: Planet, *, inward: bool = False
) -> Spiral:
    """Spiral from a circular orbit to escape, or from escape down to it.

    Parameters
    ----------
    carrier : Tug
        Whose thrust and exhaust velocity.
    mass_t : [t]
        At the begin.
    altitude_km : [km]
        Of the orbit.
    planet : {"earth", "mars", "venus"}
        About which.
    inward : bool
        Whether it ends in the orbit; the sum is the same, named for the reader.

    Returns
    -------
    Spiral

    Raises
    ------
    OutOfRange
        If the mass is not positive or the altitude negative.

    Examples
    --------
    >>> out = spiral(tug("zeus-500"), 66.8, 1000.0, "earth")
    >>> round(out.delta_v_km_s, 2), round(out.propellant_t, 1)
    (7.35, 6.8)
    """
    if not mass_t > 0:
        raise OutOfRange("mass_t", mass_t, "positive")
    if not altitude_km >= 0:
        raise OutOfRange("altitude_km", altitude_km, "at least 0")
    ephemeris_body(planet, "emb")
    constants = table("constants")
    radius = constants.number(f"{planet}_radius_km") + altitude_km
    circular = float(np.sqrt(constants.number(f"mu_{planet}_km3_s2") / radius))
    ends = (0.0, circular) if inward else (circular, 0.0)
    delta_v = float(edelbaum_delta_v_km_s(*ends))
    burnt = mass_t * (1 - np.exp(-delta_v * 1000 / carrier.exhaust_m_s))
    seconds = burnt * 1000 * carrier.exhaust_m_s / carrier.thrust_n
    return Spiral(delta_v, float(burnt), float(seconds / constants.number("day_s")))


@dataclass(frozen=True, slots=True)
class TugFlight:
    """A cargo flight of a tug from orbit about the Earth to orbit about Mars.

    Parameters
    ----------
    start_mass_t : float [t]
        Tug, propellant and payload in the first orbit.
    payload_t : float [t]
        In orbit about Mars: what is left of the mass but for the tug; it still has to land.
    start_jd, departure_jd, arrival_jd, end_jd : float [d]
        Start of the spiral, escape from the Earth, capture at Mars, end in orbit.
    out, down : Spiral
        Away from the Earth, and down to the orbit about Mars.
    leg : ThrustLeg
        About the Sun.
    """

    start_mass_t: float
    payload_t: float
    start_jd: float
    departure_jd: float
    arrival_jd: float
    end_jd: float
    out: Spiral
    down: Spiral
    leg: ThrustLeg

    @property
    def propellant_t(self) -> float:
        """Spent in all [t]."""
        return self.out.propellant_t + self.leg.propellant_kg / 1000 + self.down.propellant_t

    @property
    def total_days(self) -> float:
        """From orbit to orbit [d]."""
        return self.end_jd - self.start_jd

    @property
    def power_on_days(self) -> float:
        """At full power [d]."""
        return self.out.days + self.leg.thrust_days + self.down.days

    def __str__(self) -> str:
        return (
            f"{iso_from_jd(self.start_jd)} to {iso_from_jd(self.end_jd)}, {self.total_days:.0f} days "
            f"({self.power_on_days:.0f} at full power): {self.start_mass_t:.1f} t in orbit, "
            f"{self.propellant_t:.1f} t of propellant, {self.payload_t:.1f} t delivered"
        )


def tug_flight(
    carrier: Tug,
    escape: float | str | date,
    tof_days: float,
    *,
    escape_mass_t: float,
    orbit_km: tuple[float, float] | None = None,
    center: Center = "emb",
) -> TugFlight:
    """Cargo flight of a nuclear-electric tug.

    Parameters
    ----------
    carrier : Tug
        From :func:`tug`, or the caller's own.
    escape : str, date or float
        Day on which the tug leaves the Earth at nought speed at infinity.
    tof_days : [d]
        From there to Mars, which is met at nought speed too.
    escape_mass_t : [t]
        At escape.
    orbit_km : tuple of float [km]
        Altitudes of the first and last orbit; the cited default is 1000 km for both.
    center : {"emb", "earth"}
        Point that stands for the Earth.

    Returns
    -------
    TugFlight
        The start mass and date follow from the mass and date of escape.

    Raises
    ------
    OutOfRange
        If a mass or time is not positive, or the dates leave the ephemeris.
    NotConverged
        If the thrust is too low for the time.

    Examples
    --------
    >>> flight = tug_flight(tug("zeus-1000"), "2030-10-01", 600.0, escape_mass_t=60.0)
    >>> 2.0 < flight.leg.propellant_kg / 1000 < 8.0
    True
    """
    limits = table("transfer/limits")
    if orbit_km is None:
        orbit_km = (limits.number("tug_orbit_km"), limits.number("tug_orbit_km"))
    for name, value in (("tof_days", tof_days), ("escape_mass_t", escape_mass_t)):
        if not value > 0:
            raise OutOfRange(name, value, "positive")
    departure = jd_of(escape)
    r1, v1 = state(ephemeris_body("earth", center), departure)
    r2, v2 = state("mars", departure + tof_days)
    leg = thrust_leg(
        r1,
        v1,
        r2,
        v2,
        tof_days,
        mass_kg=escape_mass_t * 1000,
        thrust_n=carrier.thrust_n,
        isp_s=carrier.isp_s,
        n_segments=N_SEGMENTS,
    )
    # The start mass that leaves the escape mass over: a spiral burns the same share of any mass.
    share = spiral(carrier, 1.0, orbit_km[0], "earth").propellant_t
    start_mass = escape_mass_t / (1 - share)
    out = spiral(carrier, start_mass, orbit_km[0], "earth")
    down = spiral(carrier, leg.final_mass_kg / 1000, orbit_km[1], "mars", inward=True)
    arrival = departure + tof_days
    return TugFlight(
        start_mass_t=start_mass,
        payload_t=leg.final_mass_kg / 1000 - down.propellant_t - carrier.dry_mass_t,
        start_jd=departure - out.days,
        departure_jd=departure,
        arrival_jd=arrival,
        end_jd=arrival + down.days,
        out=out,
        down=down,
        leg=leg,
    )


def fastest_leg_days(
    carrier: Tug,
    escape: float | str | date,
    *,
    escape_mass_t: float,
    longest_days: float,
    step_days: float,
    center: Center = "emb",
) -> float:
    """Shortest time about the Sun, to a step, in which a tug reaches Mars.

    Parameters
    ----------
    carrier, escape, escape_mass_t, center
        As in :func:`tug_flight`.
    longest_days, step_days : [d]
        Longest time tried, and how finely.

    Returns
    -------
    float [d]

    Raises
    ------
    NotConverged
        If even the longest time is too short.
    """
    steps = np.arange(step_days, longest_days + step_days / 2, step_days)
    found: float | None = None
    # Feasible times need not be one span: walk down from the longest and keep the last that works.
    for days in steps[::-1]:
        try:
            tug_flight(carrier, escape, float(days), escape_mass_t=escape_mass_t, center=center)
        except NotConverged:
            if found is not None:
                break
            continue
        found = float(days)
    if found is None:
        raise NotConverged(f"no low-thrust flight to Mars within {longest_days:g} days; allow more time")
    return found
