"""There and back: conjunction stays, short opposition stays, and opposition trips by way of Venus."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from kilosol.data import table
from kilosol.errors import OutOfRange, UnknownName
from kilosol.transfer.arcs import Arc, Center, arc, energies
from kilosol.transfer.burns import Planet, capture_delta_v_km_s, entry_speed_km_s, injection_delta_v_km_s
from kilosol.transfer.crew_flights import CrewObjective
from kilosol.transfer.dates import jd_from_iso
from kilosol.transfer.limits import Limits, cited_limits
from kilosol.transfer.optima import descend
from kilosol.transfer.returns import next_return
from kilosol.transfer.search import years_covered
from kilosol.transfer.swing_bys import DATE_TOL_DAY, VENUS_LEGS_DAYS, chain_energies, swing_by
from kilosol.transfer.windows import Window, launch_windows

Array = NDArray[np.float64]
#: Long stay between two cheap windows, short stay with direct legs, or short stay with Venus on one leg.
TripKind = Literal["conjunction", "opposition", "venus"]

# First look: steps of dates and of legs.
STEP_DAY, LEG_STEP_DAY = 10, 15
# Shortest and longest direct legs: below 100 days they cost more than any ship has.
DIRECT_DAYS = (100.0, 400.0)
# Trips whose departures lie closer than this to a cheaper one belong to the same season.
SEASON_DAYS = 350
# Price of each km/s of entry at the Earth beyond the limit [km/s].
ENTRY_PRICE = 10


@dataclass(frozen=True, slots=True)
class RoundTrip:
    """A flight to Mars, a stay and the flight home.

    Parameters
    ----------
    kind : {"conjunction", "opposition", "venus"}
        What sort of trip.
    outbound, homeward : tuple of Arc
        One arc each, or two joined at Venus.
    stay_days : float [d]
        At Mars.
    flyby_delta_v_km_s : float [km/s]
        Burn at Venus.
    """

    kind: TripKind
    outbound: tuple[Arc, ...]
    homeward: tuple[Arc, ...]
    stay_days: float
    flyby_delta_v_km_s: float = 0.0

    @property
    def total_days(self) -> float:
        """From the Earth to the Earth [d]."""
        return self.homeward[-1].arrival_jd - self.outbound[0].departure_jd

    @property
    def delta_v_km_s(self) -> float:
        """Burns from orbit about the Earth into and out of orbit about Mars, and at Venus [km/s]."""
        return (
            self.outbound[0].injection_delta_v_km_s
            + self.outbound[-1].capture_delta_v_km_s
            + self.homeward[0].injection_delta_v_km_s
            + self.flyby_delta_v_km_s
        )

    @property
    def entry_speed_km_s(self) -> float:
        """Inertial entry speed at the Earth [km/s]."""
        return self.homeward[-1].entry_speed_km_s

    def __str__(self) -> str:
        by_venus = [w for w, legs in (("out", self.outbound), ("home", self.homeward)) if len(legs) > 1]
        detour = f" (Venus on the way {by_venus[0]})" if by_venus else ""
        return (
            f"{self.outbound[0].departure} to {self.homeward[-1].arrival}{detour}: "
            f"{self.total_days:.0f} days, {self.stay_days:.0f} at Mars, {self.delta_v_km_s:.2f} km/s, "
            f"entry {self.entry_speed_km_s:.2f} km/s"
        )


def find_round_trips(
    first_year: int,
    last_year: int,
    kind: TripKind = "conjunction",
    *,
    stay_days: float | None = None,
    max_total_days: float | None = None,
    max_entry_km_s: float | None = None,
    limits_out: Limits | None = None,
    limits_home: Limits | None = None,
    crew_objective: CrewObjective = "energy",
    center: Center | None = None,
) -> tuple[RoundTrip, ...]:
    """Round trips to Mars, the best of each season.

    Parameters
    ----------
    first_year, last_year : int
        Years of departure, inclusive; 1972 to 2094.
    kind : {"conjunction", "opposition", "venus"}
        Long stay: the crew's flight of each window and its next way home. The other two stay as long as
        asked and take the least sum of burns within the longest trip; "venus" passes Venus on the way out or
        home, whichever is cheaper.
    stay_days : [d]
        At Mars: at least (conjunction), or exactly; the cited default is 30.
    max_total_days : [d]
        Longest short-stay trip; the cited default is 650.
    max_entry_km_s : [km/s]
        Inertial entry speed at the Earth on short-stay trips; the cited default is 14.
    limits_out, limits_home : Limits, optional
        Of a crew on long-stay trips, either way; the cited ones if left out. Windows that no crew can fly
        within them give no trip.
    crew_objective : {"energy", "shortest", "entry", "landing"}
        What both flights of a long-stay trip are best in.
    center : {"emb", "earth"}, optional
        Point that stands for the Earth; on long-stay trips its centre on the way home and the barycentre on
        the way out, on the others the barycentre, if left out.

    Returns
    -------
    tuple of RoundTrip
        In order of departure.

    Raises
    ------
    OutOfRange
        If the years are out of order or outside the ephemeris, or the stay is negative.
    UnknownName
        If there is no such kind.

    Examples
    --------
    >>> for trip in find_round_trips(2031, 2033):
    ...     print(trip.outbound[0].departure[:4], round(trip.stay_days, -1), round(trip.total_days, -1))
    2031 550.0 950.0
    2033 580.0 960.0
    """
    if kind not in get_args(TripKind):
        raise UnknownName("kind of round trip", kind, get_args(TripKind))
    lowest, highest = years_covered()[0], years_covered()[1] - 3
    if not lowest <= first_year <= last_year <= highest:
        raise OutOfRange("years", (first_year, last_year), f"in order, between {lowest} and {highest}")
    limits = table("transfer/limits")
    stay = limits.number("short_stay_days") if stay_days is None else stay_days
    if not stay >= 0:
        raise OutOfRange("stay_days", stay, "at least 0")
    if kind == "conjunction":
        both = (limits_out or cited_limits(), limits_home or cited_limits(target="earth"))
        windows = launch_windows(
            first_year, last_year, limits=both[0], center=center or "emb", crew_objective=crew_objective
        )
        return _conjunction(windows, stay, both[1], crew_objective, center)
    longest = limits.number("max_short_trip_days") if max_total_days is None else max_total_days
    entry = limits.number("max_earth_entry_km_s") if max_entry_km_s is None else max_entry_km_s
    span = jd_from_iso(f"{first_year:04d}-01-01"), jd_from_iso(f"{last_year + 1:04d}-01-01")
    ask = _Ask(span, stay, longest, entry, center or "emb")
    if kind == "opposition":
        return ask.trips((("earth", "mars"), ("mars", "earth")))
    out = ask.trips((("earth", "venus", "mars"), ("mars", "earth")))
    home = ask.trips((("earth", "mars"), ("mars", "venus", "earth")))
    return _one_a_season([*out, *home])


def _conjunction(
    windows: tuple[Window, ...],
    stay: float,
    limits: Limits,
    crew_objective: CrewObjective,
    center: Center | None,
) -> tuple[RoundTrip, ...]:
    trips = []
    for out in (window.crew for window in windows):
        if out is not None:
            back = next_return(
                out.arrival_jd, stay, limits=limits, center=center or "earth", crew_objective=crew_objective
            )
            trips.append(RoundTrip("conjunction", (out,), (back,), back.departure_jd - out.arrival_jd))
    return tuple(trips)


def _one_a_season(trips: list[RoundTrip]) -> tuple[RoundTrip, ...]:
    kept: list[RoundTrip] = []
    for trip in sorted(trips, key=lambda t: t.delta_v_km_s):
        leave = trip.outbound[0].departure_jd
        if all(abs(leave - other.outbound[0].departure_jd) > SEASON_DAYS for other in kept):
            kept.append(trip)
    return tuple(sorted(kept, key=lambda t: t.outbound[0].departure_jd))


@dataclass(frozen=True, slots=True)
class _Leg:
    """Cost of one way, each array of one shape: burns [km/s] and entry speed at the Earth [km/s]."""

    burns: Array
    entry: Array


@dataclass(frozen=True, slots=True)
class _Ask:
    """What a short-stay trip must keep to."""

    span_jd: tuple[float, float]
    stay: float
    longest: float
    max_entry: float
    center: Center

    def trips(self, ways: tuple[tuple[Planet, ...], tuple[Planet, ...]]) -> tuple[RoundTrip, ...]:
        """Best trips along two paths."""
        points = self._first_look(ways)
        if not len(points):
            return ()

        def cost(p: Array) -> Array:
            return self._cost(p, ways)

        refined, value = descend(cost, points, STEP_DAY / 2, DATE_TOL_DAY)
        # A minimum on the edge of the years is the flank of one outside them.
        leave = refined[:, 0] - refined[:, 1 : len(ways[0])].sum(1)
        inner = (leave > self.span_jd[0] + 1) & (leave < self.span_jd[1] - 1) & np.isfinite(value)
        return _one_a_season([self._trip(p, ways) for p in refined[inner]])

    def _cost(self, p: Array, ways: tuple[tuple[Planet, ...], tuple[Planet, ...]]) -> Array:
        """Cost of points (..., d): landing date, then the times of flight out and home."""
        n_out = len(ways[0]) - 1
        land = p[..., 0]
        out, home = p[..., 1 : 1 + n_out], p[..., 1 + n_out :]
        begin = land - out.sum(-1)
        first = np.concatenate([begin[..., None], begin[..., None] + np.cumsum(out, axis=-1)], axis=-1)
        leave = land + self.stay
        second = np.concatenate([leave[..., None], leave[..., None] + np.cumsum(home, axis=-1)], axis=-1)
        one, two = self._leg(first, ways[0]), self._leg(second, ways[1])
        over = np.maximum(two.entry - self.max_entry, 0)
        total = second[..., -1] - begin
        fits = (total <= self.longest) & (p[..., 1:] > 0).all(-1)
        fits &= (begin >= self.span_jd[0]) & (begin < self.span_jd[1])
        value: Array = np.where(fits, one.burns + two.burns + ENTRY_PRICE * over, np.nan)
        return value

    def _leg(self, dates: Array, way: tuple[Planet, ...]) -> _Leg:
        if len(way) == 2:
            arcs = energies(dates[..., 0], dates[..., 1], way[0], way[1], self.center)
            c3, vinf = arcs.c3_km2_s2, arcs.arrival_vinf_km_s
            burn = np.zeros_like(c3)
        else:
            lowest = table("transfer/limits").number("venus_flyby_altitude_km")
            chain = chain_energies(dates, (way[0], way[1], way[2]), self.center, lowest)
            c3, vinf = chain.c3_km2_s2, chain.arrival_vinf_km_s
            burn = chain.flyby_delta_v_km_s
        burns = injection_delta_v_km_s(c3, planet=way[0]) + burn
        if way[-1] == "mars":
            return _Leg(burns + capture_delta_v_km_s(vinf, planet="mars"), np.zeros_like(burns))
        return _Leg(burns, entry_speed_km_s(vinf, "earth"))

    def _first_look(self, ways: tuple[tuple[Planet, ...], tuple[Planet, ...]]) -> Array:
        """Local minima over the landing date on a coarse grid, shape (w, d)."""
        legs = [self._times(way) for way in ways]
        land = np.arange(self.span_jd[0] + DIRECT_DAYS[0], self.span_jd[1] + self.longest, STEP_DAY)
        best = np.full(land.size, np.inf)
        points = np.empty((land.size, 1 + legs[0].shape[1] + legs[1].shape[1]))
        for i, day in enumerate(land):
            # The two ways share only the landing date and the length of the trip.
            first = self._one_way(day, legs[0], ways[0], outward=True)
            second = self._one_way(day + self.stay, legs[1], ways[1], outward=False)
            total = first[:, None] + second
            long = legs[0].sum(1)[:, None] + self.stay + legs[1].sum(1) > self.longest
            early = day - legs[0].sum(1) < self.span_jd[0]
            late = day - legs[0].sum(1) >= self.span_jd[1]
            total = np.where(long | (early | late)[:, None] | np.isnan(total), np.inf, total)
            j, k = np.unravel_index(int(np.argmin(total)), total.shape)
            best[i], points[i] = total[j, k], np.concatenate([[day], legs[0][j], legs[1][k]])
        edge = np.concatenate([[np.inf], best, [np.inf]])
        low = np.isfinite(best) & (best <= edge[:-2]) & (best < edge[2:])
        chosen: Array = points[low]
        return chosen

    @staticmethod
    def _times(way: tuple[Planet, ...]) -> Array:
        """Times of flight to try, shape (n, arcs)."""
        if len(way) == 2:
            return np.arange(*DIRECT_DAYS, LEG_STEP_DAY / 2)[:, None]
        near, far = VENUS_LEGS_DAYS
        first, second = (near, far) if way[0] == "earth" else (far, near)
        pair = (np.arange(*first, LEG_STEP_DAY), np.arange(*second, LEG_STEP_DAY))
        return np.stack(np.meshgrid(*pair, indexing="ij"), -1).reshape(-1, 2)

    def _one_way(self, day: float, legs: Array, way: tuple[Planet, ...], outward: bool) -> Array:
        begin = day - legs.sum(1) if outward else np.full(legs.shape[0], day)
        dates = np.column_stack([begin, begin[:, None] + np.cumsum(legs, axis=1)])
        leg = self._leg(dates, way)
        cost: Array = leg.burns + ENTRY_PRICE * np.maximum(leg.entry - self.max_entry, 0)
        return cost

    def _trip(self, p: Array, ways: tuple[tuple[Planet, ...], tuple[Planet, ...]]) -> RoundTrip:
        n_out = len(ways[0]) - 1
        out, home = p[1 : 1 + n_out], p[1 + n_out :]
        begin = p[0] - out.sum()
        first = np.concatenate([[begin], begin + np.cumsum(out)])
        second = p[0] + self.stay + np.concatenate([[0], np.cumsum(home)])
        burn = 0.0
        arcs: list[tuple[Arc, ...]] = []
        for dates, way in zip((first, second), ways, strict=True):
            if len(way) == 2:
                arcs.append((arc(float(dates[0]), float(dates[1]), way[0], way[1], self.center),))
            else:
                passed = swing_by(dates, (way[0], way[1], way[2]), self.center)
                arcs.append((passed.first, passed.second))
                burn += passed.delta_v_km_s
        kind: TripKind = "venus" if len(p) > 3 else "opposition"
        return RoundTrip(kind, arcs[0], arcs[1], self.stay, burn)
