"""Two arcs joined by a flyby: Venus on the way to or from Mars, Mars on a free return.

First fidelity: patched conics, the flyby in no time at the planet's centre, at most one burn at its lowest
point.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kilosol.data import table
from kilosol.errors import OutOfRange
from kilosol.transfer.arcs import Arc, Center, arc, ephemeris_body
from kilosol.transfer.burns import Planet, capture_delta_v_km_s, injection_delta_v_km_s
from kilosol.transfer.ephemeris import state
from kilosol.transfer.lambert import dot, lambert_velocities
from kilosol.transfer.optima import descend

Array = NDArray[np.float64]

# Steps of the first look: fine enough that the descent starts in the right valley.
DEPART_STEP_DAY, LEG_STEP_DAY = 8, 10
# Departures closer than this to a cheaper one count as the same season: a third of the shortest synodic
# period, that of Venus.
SEASON_DAYS = 200
# Shortest and longest legs between the Earth and Venus, and between Venus and Mars.
VENUS_LEGS_DAYS = ((80.0, 260.0), (100.0, 400.0))
# The descent ends here, a tenth of what dates are meant to hold.
DATE_TOL_DAY = 0.01


@dataclass(frozen=True, slots=True)
class Chain:
    """What two arcs and a flyby cost, each an array of one shape.

    Parameters
    ----------
    c3_km2_s2 : (*batch,) [km2/s2]
        Departure energy.
    flyby_in_km_s, flyby_out_km_s : (*batch,) [km/s]
        Speeds at infinity before and after the flyby.
    flyby_altitude_km : (*batch,) [km]
        Lowest point that turns the one direction into the other.
    flyby_delta_v_km_s : (*batch,) [km/s]
        Burn there; nought where both speeds agree and the turn is within reach.
    arrival_vinf_km_s : (*batch,) [km/s]
        Arrival speed at infinity.
    """

    c3_km2_s2: Array
    flyby_in_km_s: Array
    flyby_out_km_s: Array
    flyby_altitude_km: Array
    flyby_delta_v_km_s: Array
    arrival_vinf_km_s: Array


#: Cost of chains by their energies and their three dates (last axis); less is better.
ChainPrice = Callable[[Chain, Array], Array]


@dataclass(frozen=True, slots=True)
class SwingBy:
    """Two arcs and the flyby between them.

    Parameters
    ----------
    first, second : Arc
        Before and after the flyby.
    altitude_km : float [km]
        Lowest point of the flyby.
    delta_v_km_s : float [km/s]
        Burn there.
    """

    first: Arc
    second: Arc
    altitude_km: float
    delta_v_km_s: float

    @property
    def total_days(self) -> float:
        """From departure to arrival [d]."""
        return self.second.arrival_jd - self.first.departure_jd

    def __str__(self) -> str:
        return (
            f"{self.first.origin} {self.first.departure} -> {self.first.target} {self.first.arrival} at "
            f"{self.altitude_km:.0f} km -> {self.second.target} {self.second.arrival}, "
            f"{self.total_days:.0f} days, C3 {self.first.c3_km2_s2:.2f} km2/s2"
        )


def flyby(in_km_s: Array, out_km_s: Array, planet: Planet, min_altitude_km: float) -> tuple[Array, Array]:
    """Lowest point and burn of a flyby between two velocities at infinity.

    Parameters
    ----------
    in_km_s, out_km_s : (*batch, 3) [km/s]
        Velocities relative to the planet before and after.
    planet : {"venus", "earth", "mars"}
        Flown past.
    min_altitude_km : [km]
        Allowed lowest altitude.

    Returns
    -------
    altitude_km : (*batch,) [km]
        That gives the turn without help, also below the allowed one or the surface.
    delta_v_km_s : (*batch,) [km/s]
        Change of speed at the lowest point, not below the allowed one, and a turn of what gravity leaves
        over.

    Notes
    -----
    On a hyperbola sin(delta/2) = 1 / (1 + r v^2 / mu) [1]_, taken at the mean of both speeds: exact when they
    agree.

    References
    ----------
    .. [1] R. R. Bate, D. D. Mueller, J. E. White, "Fundamentals of astrodynamics", Dover, 1971 (bate1971).

    Examples
    --------
    >>> altitude, burn = flyby(np.array([5.4, 0, 0]), np.array([4.9, 2.27, 0]), "mars", 100.0)
    >>> float(altitude.round(-2)), bool(burn < 0.01)
    (2000.0, True)
    """
    constants = table("constants")
    mu, radius = constants.number(f"mu_{planet}_km3_s2"), constants.number(f"{planet}_radius_km")
    size_in, size_out = np.sqrt(dot(in_km_s, in_km_s)), np.sqrt(dot(out_km_s, out_km_s))
    cosine = np.clip(dot(in_km_s, out_km_s) / (size_in * size_out), -1, 1)
    half_turn = np.arccos(cosine) / 2
    mean2 = ((size_in + size_out) / 2) ** 2
    with np.errstate(divide="ignore"):
        lowest = mu / mean2 * (1 / np.sin(half_turn) - 1)
    used = np.maximum(lowest, radius + min_altitude_km)
    within_reach = np.arcsin(1 / (1 + used * mean2 / mu))
    left_over = np.maximum(half_turn - within_reach, 0)
    burn = np.abs(np.sqrt(size_in**2 + 2 * mu / used) - np.sqrt(size_out**2 + 2 * mu / used))
    return lowest - radius, burn + 2 * np.sqrt(mean2) * np.sin(left_over)


def chain_energies(
    dates_jd: Array, path: tuple[Planet, Planet, Planet], center: Center, min_altitude_km: float
) -> Chain:
    """Energies of chains by their three dates.

    Parameters
    ----------
    dates_jd : (*batch, 3) [d]
        Departure, flyby and arrival.
    path : tuple of str
        The three planets.
    center : {"emb", "earth"}
        Point that stands for the Earth.
    min_altitude_km : [km]
        Allowed lowest altitude of the flyby.

    Returns
    -------
    Chain
        NaN where an arc does not exist.

    Examples
    --------
    >>> dates = np.array([2458123.8, 2458350.83, 2458625.37])
    >>> float(chain_energies(dates, ("earth", "mars", "earth"), "earth", 100.0).c3_km2_s2.round(1))
    38.8
    """
    constants = table("constants")
    mu, day_s = constants.number("mu_sun_km3_s2"), constants.number("day_s")
    jd = [dates_jd[..., k] for k in range(3)]
    ends = [state(ephemeris_body(planet, center), one) for planet, one in zip(path, jd, strict=True)]
    (r0, u0), (r1, u1), (r2, u2) = ends
    leave, near, _ = lambert_velocities(r0, r1, (jd[1] - jd[0]) * day_s, mu)
    away, reach, _ = lambert_velocities(r1, r2, (jd[2] - jd[1]) * day_s, mu)
    went, came, gone, met = leave - u0, near - u1, away - u1, reach - u2
    altitude, burn = flyby(came, gone, path[1], min_altitude_km)
    return Chain(
        c3_km2_s2=dot(went, went),
        flyby_in_km_s=np.sqrt(dot(came, came)),
        flyby_out_km_s=np.sqrt(dot(gone, gone)),
        flyby_altitude_km=altitude,
        flyby_delta_v_km_s=burn,
        arrival_vinf_km_s=np.sqrt(dot(met, met)),
    )


def search_chains(
    path: tuple[Planet, Planet, Planet],
    departures_jd: tuple[float, float],
    legs_days: tuple[tuple[float, float], tuple[float, float]],
    price: ChainPrice,
    *,
    min_altitude_km: float,
    center: Center = "emb",
) -> Array:
    """Dates of the best chains of each season of departures.

    Parameters
    ----------
    path : tuple of str
        The three planets.
    departures_jd : tuple of float [d]
        First and last departure.
    legs_days : tuple of two tuples [d]
        Shortest and longest time of each leg.
    price : callable
        From a :class:`Chain` and its dates (..., 3) to a cost; NaN forbids.
    min_altitude_km, center
        As in :func:`chain_energies`.

    Returns
    -------
    (w, 3) [d]
        Local minima of the cost over the departure date, refined, in order of time.
    """
    begin, end = departures_jd
    depart = np.arange(begin, end + DEPART_STEP_DAY, DEPART_STEP_DAY)
    first, second = (np.arange(low, high + LEG_STEP_DAY / 2, LEG_STEP_DAY) for low, high in legs_days)
    best = np.full(depart.size, np.inf)
    dates = np.empty((depart.size, 3))

    def cost(points: Array) -> Array:
        # The descent moves the departure and the two times of flight.
        jd = np.cumsum(points, axis=-1)
        value = price(chain_energies(jd, path, center, min_altitude_km), jd)
        inside = np.ones(value.shape, dtype=np.bool_)
        for k, (low, high) in enumerate(legs_days, start=1):
            inside &= (points[..., k] >= low) & (points[..., k] <= high)
        inside &= (points[..., 0] >= begin) & (points[..., 0] <= end)
        return np.where(inside, value, np.nan)

    legs = np.stack(np.meshgrid(first, second, indexing="ij"), -1).reshape(-1, 2)
    for i, day in enumerate(depart):
        points = np.concatenate([np.full((legs.shape[0], 1), day), legs], axis=1)
        value = cost(points)
        if np.isfinite(value).any():
            k = int(np.nanargmin(value))
            best[i], dates[i] = value[k], points[k]
    edge = np.concatenate([[np.inf], best, [np.inf]])
    low = np.isfinite(best) & (best <= edge[:-2]) & (best < edge[2:])
    if not low.any():
        return np.empty((0, 3))
    points, value = descend(cost, _one_a_season(dates[low], best[low]), DEPART_STEP_DAY / 2, DATE_TOL_DAY)
    points = _one_a_season(points, value)
    return np.cumsum(points, axis=-1)


def _one_a_season(points: Array, cost: Array) -> Array:
    """The cheapest point of each season, in order of departure."""
    kept: list[int] = []
    for i in np.argsort(cost):
        if all(abs(points[i, 0] - points[k, 0]) > SEASON_DAYS for k in kept):
            kept.append(int(i))
    return points[sorted(kept, key=lambda k: float(points[k, 0]))]


def swing_by(dates_jd: Array, path: tuple[Planet, Planet, Planet], center: Center) -> SwingBy:
    """The two arcs and the flyby between three dates."""
    min_altitude = table("transfer/limits").number(f"{path[1]}_flyby_altitude_km")
    chain = chain_energies(dates_jd, path, center, min_altitude)
    leave, near, reach = (float(jd) for jd in dates_jd)
    return SwingBy(
        first=arc(leave, near, path[0], path[1], center),
        second=arc(near, reach, path[1], path[2], center),
        altitude_km=float(chain.flyby_altitude_km),
        delta_v_km_s=float(chain.flyby_delta_v_km_s),
    )


def venus_swing_bys(
    first_departure_jd: float,
    last_departure_jd: float,
    origin: Planet = "earth",
    target: Planet = "mars",
    *,
    max_total_days: float | None = None,
    max_delta_v_km_s: float | None = None,
    max_c3_km2_s2: float | None = None,
    center: Center = "emb",
) -> tuple[SwingBy, ...]:
    """Flights between the Earth and Mars by way of Venus, least sum of burns of each season.

    Parameters
    ----------
    first_departure_jd, last_departure_jd : float [d]
        Span of departures.
    origin, target : {"earth", "mars"}
        Ends.
    max_total_days : [d]
        Longest flight; none by default.
    max_delta_v_km_s : [km/s]
        Largest burn at Venus; the cited default is 0.5.
    max_c3_km2_s2 : [km2/s2]
        Departure energy; the cited default is 40.
    center : {"emb", "earth"}
        Point that stands for the Earth.

    Returns
    -------
    tuple of SwingBy
        In order of departure. Priced by the burn out of the origin's parking orbit, the one at Venus, and
        the arrival's burn into orbit at Mars; at the Earth a capsule enters, and a tenth of its speed counts.

    Raises
    ------
    OutOfRange
        If the dates are out of order or outside the ephemeris.

    Examples
    --------
    >>> from kilosol.transfer import jd_from_iso
    >>> found = venus_swing_bys(jd_from_iso("2031-06-01"), jd_from_iso("2032-12-01"))
    >>> all(one.first.target == "venus" and one.second.target == "mars" for one in found), len(found) > 0
    (True, True)
    """
    if not last_departure_jd > first_departure_jd:
        raise OutOfRange("last departure", last_departure_jd, f"after the first, {first_departure_jd}")
    limits = table("transfer/limits")
    min_altitude = limits.number("venus_flyby_altitude_km")
    most = limits.number("max_flyby_delta_v_km_s") if max_delta_v_km_s is None else max_delta_v_km_s
    energy = limits.number("max_swing_by_c3_km2_s2") if max_c3_km2_s2 is None else max_c3_km2_s2

    def price(chain: Chain, dates_jd: Array) -> Array:
        total = injection_delta_v_km_s(chain.c3_km2_s2, planet=origin) + chain.flyby_delta_v_km_s
        if target == "earth":
            total = total + chain.arrival_vinf_km_s / 10
        else:
            total = total + capture_delta_v_km_s(chain.arrival_vinf_km_s, planet=target)
        allowed = (chain.flyby_delta_v_km_s <= most) & (chain.c3_km2_s2 <= energy)
        if max_total_days is not None:
            allowed &= dates_jd[..., 2] - dates_jd[..., 0] <= max_total_days
        return np.where(allowed, total, np.nan)

    legs = VENUS_LEGS_DAYS
    path: tuple[Planet, Planet, Planet] = (origin, "venus", target)
    found = search_chains(
        path,
        (first_departure_jd, last_departure_jd),
        legs if origin == "earth" else (legs[1], legs[0]),
        price,
        min_altitude_km=min_altitude,
        center=center,
    )
    return tuple(swing_by(dates, path, center) for dates in found)
