"""Out of a depot's orbit towards any asymptote: by one burn, or by three over a high ellipse."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from kilosol.data import table
from kilosol.errors import OutOfRange
from kilosol.transfer.arcs import Arc, Array
from kilosol.transfer.optima import descend

# First look over the place of the burn and over the turn of the plane, which a shrinking box then refines.
N_PLACES, N_TURNS = 360, 46
# Where the box ends: the burns are flat about their best, and differ by less than 1e-6 km/s.
ANGLE_TOL_DEG = 0.01
# Least of 1 + cos f: on the very far side of the planet there is no finite hyperbola.
FAR_SIDE = 1e-9
# Below this height no way out may lead [km]: there the air begins to count.
LOWEST_KM = 120.0


@dataclass(frozen=True, slots=True)
class Departure:
    """What a departure asks of the plane of a circular parking orbit about the Earth.

    Parameters
    ----------
    inclination_deg, declination_deg : float [deg]
        Of the orbit and of the asymptote.
    n_burns : int
        1, or 3 where two more burns by way of a high ellipse cost less.
    delta_v_km_s : float [km/s]
        All burns of the cheaper way.
    extra_delta_v_km_s : float [km/s]
        Of it, the price of the declination: what it takes beyond a departure in the orbit's own plane.
    one_burn_extra_km_s, three_burn_extra_km_s : float [km/s]
        The price by either way.
    ellipse_days : float [d]
        That the ship spends on the ellipse; nought with one burn.
    """

    inclination_deg: float
    declination_deg: float
    n_burns: int
    delta_v_km_s: float
    extra_delta_v_km_s: float
    one_burn_extra_km_s: float
    three_burn_extra_km_s: float
    ellipse_days: float


def parking_inclination_deg() -> float:
    """Cited inclination of the orbit in which ships are filled [deg]."""
    return table("transfer/limits").number("parking_inclination_deg")


def departure(
    arc: Arc, inclination_deg: float | None = None, site_latitude_deg: float | None = None
) -> Departure:
    """Cheapest way out of the parking orbit about the Earth for one arc.

    Parameters
    ----------
    arc : Arc
        From the Earth.
    inclination_deg : [deg]
        Of the orbit, 0 to 90; the cited default is 28.5.
    site_latitude_deg : [deg]
        Of the launch site, if the orbit is to be checked against it: no site reaches a lower inclination than
        its own latitude.

    Returns
    -------
    Departure
        With the node that suits it best; see :func:`depot_plane` for the days on which it does.

    Raises
    ------
    OutOfRange
        If the arc does not leave the Earth, or the orbit cannot be reached from the site.

    Notes
    -----
    Up to the inclination every declination lies in one of the orbit's planes and costs nothing. Beyond it the
    asymptote stands by the difference of both above the nearest plane.

    - One burn: at r, for the asymptote S at the angle f from r, the velocity of the hyperbola is
      (D + v/2) S + (D - v/2) r with D^2 = mu / (r (1 + cos f)) + v^2 / 4 [1]_; the place of the burn is the
      cheapest of the orbit.
    - Three burns: up to the cited apogee, turning the plane a little; the turn at apogee; and the way out at
      perigee by the same formula. Place and both turns are the cheapest.

    References
    ----------
    .. [1] R. H. Battin, "An introduction to the mathematics and methods of astrodynamics", AIAA, 1999,
       chapter 11 (battin1999).

    Examples
    --------
    The crew of 2033 leaves southward, far from any orbit that the Cape launches into:

    >>> from kilosol.transfer import arc
    >>> out = departure(arc("2033-04-06", "2033-10-01"))
    >>> out.n_burns, out.one_burn_extra_km_s > 1.5, out.extra_delta_v_km_s < 0.3
    (3, True, True)
    """
    if arc.origin != "earth":
        raise OutOfRange("origin of the arc", arc.origin, "earth")
    tilt = parking_inclination_deg() if inclination_deg is None else inclination_deg
    if not 0 <= tilt <= 90:
        raise OutOfRange("inclination_deg", tilt, "between 0 and 90")
    if site_latitude_deg is not None and not abs(site_latitude_deg) <= tilt:
        allowed = f"at least the latitude of the launch site, {abs(site_latitude_deg):g}"
        raise OutOfRange("inclination_deg", tilt, allowed)
    rise = max(abs(arc.declination_deg) - tilt, 0.0)
    return _priced(arc.c3_km2_s2, rise, tilt, arc.declination_deg)


def _priced(c3_km2_s2: float, rise_deg: float, tilt: float, declination: float) -> Departure:
    orbit = _orbit()
    coplanar = np.sqrt(c3_km2_s2 + 2 * orbit.circular2) - np.sqrt(orbit.circular2)
    if rise_deg == 0:
        return Departure(tilt, declination, 1, float(coplanar), 0.0, 0.0, 0.0, 0.0)
    one, three = (
        total - coplanar for total in _both_ways_km_s(c3_km2_s2, float(np.radians(rise_deg)), orbit)
    )
    by_three = three < one
    extra = float(min(one, three))
    return Departure(
        inclination_deg=tilt,
        declination_deg=declination,
        n_burns=3 if by_three else 1,
        delta_v_km_s=float(coplanar) + extra,
        extra_delta_v_km_s=extra,
        one_burn_extra_km_s=float(one),
        three_burn_extra_km_s=float(three),
        ellipse_days=orbit.ellipse_days if by_three else 0.0,
    )


@dataclass(frozen=True, slots=True)
class _Orbit:
    """The parking orbit and the ellipse above it: mu [km3/s2], radii [km], speeds [km/s]."""

    mu: float
    radius: float
    floor: float
    circular2: float
    perigee_speed: float
    apogee_speed: float
    ellipse_days: float


def _orbit() -> _Orbit:
    constants, limits = table("constants"), table("transfer/limits")
    mu, planet = constants.number("mu_earth_km3_s2"), constants.number("earth_radius_km")
    near, far = planet + limits.number("parking_altitude_km"), planet + limits.number("high_apogee_km")
    half = (near + far) / 2
    return _Orbit(
        mu,
        near,
        planet + LOWEST_KM,
        mu / near,
        float(np.sqrt(mu * (2 / near - 1 / half))),
        float(np.sqrt(mu * (2 / far - 1 / half))),
        float(2 * np.pi * np.sqrt(half**3 / mu)) / constants.number("day_s"),
    )


def _hyperbola(place: Array, rise: float, c3: float, orbit: _Orbit) -> Array:
    """Velocity at places of the orbit (angles from below the asymptote) that leads to it, shape (..., 3).

    NaN where the way out would first fall below the floor.
    """
    v = np.sqrt(c3)
    asymptote = np.array([np.cos(rise), 0.0, np.sin(rise)])
    radial = np.stack([np.cos(place), np.sin(place), np.zeros_like(place)], axis=-1)
    cosine = radial @ asymptote
    d = np.sqrt(orbit.mu / (orbit.radius * np.maximum(1 + cosine, FAR_SIDE)) + c3 / 4)
    speed = (d + v / 2)[..., None] * asymptote + (d - v / 2)[..., None] * radial
    inward = (speed * radial).sum(-1) < 0
    momentum = np.linalg.norm(np.cross(radial, speed), axis=-1) * orbit.radius
    eccentricity = np.sqrt(1 + c3 * momentum**2 / orbit.mu**2)
    lowest = momentum**2 / (orbit.mu * (1 + eccentricity))
    return np.where((inward & (lowest < orbit.floor))[..., None], np.nan, speed)


@lru_cache(maxsize=4096)
def _both_ways_km_s(c3: float, rise: float, orbit: _Orbit) -> tuple[float, float]:
    """All burns with one burn and with three; an arc is asked for by several tables."""
    return _one_burn_km_s(c3, rise, orbit), _three_burns_km_s(c3, rise, orbit)


def _one_burn_km_s(c3: float, rise: float, orbit: _Orbit) -> float:
    def cost(point: Array) -> Array:
        place = np.radians(point[..., 0])
        along = np.stack([-np.sin(place), np.cos(place), np.zeros_like(place)], axis=-1)
        change = _hyperbola(place, rise, c3, orbit) - np.sqrt(orbit.circular2) * along
        return np.asarray(np.linalg.norm(change, axis=-1))

    grid = np.linspace(-180, 180, N_PLACES, endpoint=False)[:, None]
    start = grid[[int(np.nanargmin(cost(grid)))]]
    return float(descend(cost, start, 360 / N_PLACES, ANGLE_TOL_DEG)[1][0])


def _three_burns_km_s(c3: float, rise: float, orbit: _Orbit) -> float:
    low, fast, slow = np.sqrt(orbit.circular2), orbit.perigee_speed, orbit.apogee_speed

    def cost(point: Array) -> Array:
        place, early, late = (np.radians(point[..., k]) for k in range(3))
        turn = early + late
        along = np.stack([-np.sin(place) * np.cos(turn), np.cos(place) * np.cos(turn), np.sin(turn)], axis=-1)
        up = np.sqrt(low**2 + fast**2 - 2 * low * fast * np.cos(early))
        across = 2 * slow * np.abs(np.sin(late / 2))
        out = np.linalg.norm(_hyperbola(place, rise, c3, orbit) - fast * along, axis=-1)
        return np.asarray(up + across + out)

    places = np.linspace(-180, 180, N_PLACES // 2, endpoint=False)
    turns = np.linspace(-90, 90, N_TURNS)
    grid = np.stack(np.meshgrid(places, [0.0], turns, indexing="ij"), axis=-1).reshape(-1, 3)
    start = grid[[int(np.nanargmin(cost(grid)))]]
    return float(descend(cost, start, 2.0, ANGLE_TOL_DEG)[1][0])


@dataclass(frozen=True, slots=True)
class DepotPlane:
    """When the plane of a depot's orbit suits a departure.

    Parameters
    ----------
    node_rate_deg_day : float [deg/d]
        Of the orbit's node; negative, westward.
    nodes_deg : tuple of float [deg]
        Right ascensions of the node that hold the asymptote on the day of departure: two, or one where the
        declination exceeds the inclination.
    first_tanker_nodes_deg : tuple of float [deg]
        The same at the first tanker flight: where the first launch must aim.
    days_between : float [d]
        From one such node of a given orbit to the next, a second chance.
    slip_extra_km_s : float [km/s]
        Price of a departure one day late from the plane that was aimed for.
    """

    node_rate_deg_day: float
    nodes_deg: tuple[float, ...]
    first_tanker_nodes_deg: tuple[float, ...]
    days_between: float
    slip_extra_km_s: float


def depot_plane(arc: Arc, tanking_days: float, inclination_deg: float | None = None) -> DepotPlane:
    """Node of the depot's orbit for one arc, and where it must be when the first tanker flies.

    Parameters
    ----------
    arc : Arc
        From the Earth.
    tanking_days : [d]
        From the first tanker to the departure.
    inclination_deg : [deg]
        Of the orbit; the cited default is 28.5.

    Returns
    -------
    DepotPlane

    Raises
    ------
    OutOfRange
        If the time is negative, or the inclination not above 0 and below 90.

    Notes
    -----
    The node moves by the oblateness of the Earth alone, -3/2 J2 n (R/a)^2 cos i [1]_.

    References
    ----------
    .. [1] R. R. Bate, D. D. Mueller, J. E. White, "Fundamentals of astrodynamics", Dover, 1971 (bate1971).

    Examples
    --------
    >>> from kilosol.transfer import arc
    >>> plane = depot_plane(arc("2028-12-13", "2029-07-11"), 24.0)
    >>> round(plane.node_rate_deg_day, 1), len(plane.nodes_deg)
    (-7.5, 2)
    """
    tilt = parking_inclination_deg() if inclination_deg is None else inclination_deg
    if not 0 < tilt < 90:
        raise OutOfRange("inclination_deg", tilt, "above 0 and below 90")
    if not tanking_days >= 0:
        raise OutOfRange("tanking_days", tanking_days, "at least 0")
    constants, orbit = table("constants"), _orbit()
    mean_motion = np.sqrt(orbit.mu / orbit.radius**3) * constants.number("day_s")
    flat = table("transfer/orbits").number("earth_j2")
    flat *= (constants.number("earth_radius_km") / orbit.radius) ** 2
    rate = float(np.degrees(-3 / 2 * flat * mean_motion * np.cos(np.radians(tilt))))
    ascension, declination = arc.right_ascension_deg, np.radians(arc.declination_deg)
    ratio = float(np.tan(declination) / np.tan(np.radians(tilt)))
    behind = float(np.degrees(np.arcsin(np.clip(ratio, -1, 1))))
    both = ((ascension - behind) % 360, (ascension + 180 + behind) % 360)
    nodes = both if abs(ratio) < 1 else both[:1]
    apart = (nodes[0] - nodes[-1]) % 360
    gap = min(apart, 360 - apart) if len(nodes) == 2 else 360.0
    rise = _rise_deg(nodes[0] + rate, ascension, declination, np.radians(tilt))
    late = _priced(arc.c3_km2_s2, rise, tilt, arc.declination_deg).extra_delta_v_km_s
    return DepotPlane(
        rate,
        nodes,
        tuple((node - rate * tanking_days) % 360 for node in nodes),
        gap / abs(rate),
        late,
    )


def _rise_deg(node_deg: float, ascension_deg: float, declination: float, tilt: float) -> float:
    """Angle of a direction above the plane of an orbit."""
    node, ascension = np.radians(node_deg), np.radians(ascension_deg)
    normal = np.array([np.sin(tilt) * np.sin(node), -np.sin(tilt) * np.cos(node), np.cos(tilt)])
    out = np.array(
        [
            np.cos(declination) * np.cos(ascension),
            np.cos(declination) * np.sin(ascension),
            np.sin(declination),
        ]
    )
    return float(np.degrees(np.arcsin(abs(np.clip(normal @ out, -1, 1)))))
