"""Search for windows between two planets: coarse grids around each Hohmann phase, then refinement."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from kilosol.data import table
from kilosol.errors import OutOfRange, UnknownName
from kilosol.transfer.arcs import Arc, Array, Center, Energies, arc, energies, ephemeris_body
from kilosol.transfer.burns import Planet, capture_delta_v_km_s, injection_delta_v_km_s
from kilosol.transfer.dates import iso_from_jd, jd_from_iso
from kilosol.transfer.ephemeris import coverage_jd, state
from kilosol.transfer.hohmann import hohmann_transfer
from kilosol.transfer.optima import refine

# Departures this far either side of the Hohmann phase, and arrivals this long after it, hold every arc of
# an opportunity below 25 km2/s2; the steps are fine enough for the refinement to start downhill.
SPAN_DAY = 200
FIRST_ARRIVAL_DAY = 60
LAST_ARRIVAL_DAY = 800
DEPART_STEP_DAY = 2
ARRIVE_STEP_DAY = 4
# Sampling of the planets' longitudes when looking for the Hohmann phase.
PHASE_STEP_DAY = 5
# Whole days on either side of an optimum among which the best pair is taken: along the edge between the types
# a few days lie between two pairs that touch it.
NEAR_DAY = 4
# Where Mars is met near its node the two types run into each other across half a turn and one of them has
# no minimum of its own. It is then taken this far from half a turn, as the 2010 handbook of NASA did (its
# type I row of 2026 turns 176.8 degrees).
RIDGE_DEG = 3
# Energy added for each degree beyond that edge while searching [km2/s2]: some five times the energy's own
# slope across it, so that the minimum stands on the edge and the stencil can still follow it.
EDGE_PENALTY = 1
# Price of each hundredth beyond a limit [km/s]: far above what any hundredth of energy buys at arrival.
LIMIT_PENALTY = 100


def years_covered() -> tuple[int, int]:
    """First and last year whose windows, with all their arcs, lie inside the ephemeris.

    Examples
    --------
    >>> years_covered()
    (1972, 2097)
    """
    first_jd, last_jd = coverage_jd()
    earliest = iso_from_jd(first_jd + 2 * SPAN_DAY)
    latest = iso_from_jd(last_jd - SPAN_DAY - LAST_ARRIVAL_DAY)
    return int(earliest[:4]) + 1, int(latest[:4]) - 1


#: What the best arc of a window is best in: launch energy, arrival speed at infinity, or the sum of the burns
#: out of the parking orbit and into orbit at the target.
Objective = Literal["c3", "vinf", "delta-v"]
#: An objective of the caller's own: cost of arcs, of the shape of the energies; less is better.
Price = Callable[[Energies], Array]


@dataclass(frozen=True, slots=True)
class Opportunities:
    """Coarse grids of all opportunities in a span: w windows, n departures, m arrivals.

    Parameters
    ----------
    depart_jd : (w, n) [d]
        Departure dates.
    arrive_jd : (w, m) [d]
        Arrival dates.
    cost : Energies
        Arrays of shape (w, n, m).
    """

    depart_jd: Array
    arrive_jd: Array
    cost: Energies


@dataclass(frozen=True, slots=True)
class Search:
    """Search for windows between two planets.

    Parameters
    ----------
    origin, target : str
        Planets.
    center : {"emb", "earth"}
        Point that stands for the Earth.
    """

    origin: Planet
    target: Planet
    center: Center

    def energies(self, depart_jd: Array, arrive_jd: Array) -> Energies:
        """Energies of arcs between the two planets."""
        return energies(depart_jd, arrive_jd, self.origin, self.target, self.center)

    def opportunities(self, first_year: int, last_year: int) -> Opportunities:
        """Coarse grid around each Hohmann phase from the year before the first to the one after the last."""
        lowest, highest = years_covered()
        for name, year in (("first year", first_year), ("last year", last_year)):
            if not lowest <= year <= highest:
                raise OutOfRange(name, year, f"between {lowest} and {highest}")
        if last_year < first_year:
            raise OutOfRange("last year", last_year, f"not before the first year, {first_year}")
        begin = jd_from_iso(f"{first_year:04d}-01-01") - SPAN_DAY
        end = jd_from_iso(f"{last_year + 1:04d}-01-01") + SPAN_DAY
        centres = self._phases(begin, end)
        depart = centres[:, None] + np.arange(-SPAN_DAY, SPAN_DAY + 1, DEPART_STEP_DAY)
        arrive = centres[:, None] + np.arange(FIRST_ARRIVAL_DAY, LAST_ARRIVAL_DAY + 1, ARRIVE_STEP_DAY)
        return Opportunities(depart, arrive, self.energies(depart[:, :, None], arrive[:, None, :]))

    def _phases(self, begin_jd: float, end_jd: float) -> Array:
        """Dates at which the target leads the origin as in a Hohmann transfer, shape (w,) [d]."""
        orbits, constants = table("transfer/orbits"), table("constants")
        r1_au, r2_au = (orbits.number(f"{p}_semi_major_axis_au") for p in (self.origin, self.target))
        au_km, mu = constants.number("au_km"), constants.number("mu_sun_km3_s2")
        lead_deg = hohmann_transfer(r1_au * au_km, r2_au * au_km, mu).lead_deg
        jd = np.arange(begin_jd, end_jd, PHASE_STEP_DAY)
        longitudes = []
        for planet in (self.origin, self.target):
            r_km, _ = state(ephemeris_body(planet, self.center), jd)
            longitudes.append(np.unwrap(np.arctan2(r_km[:, 1], r_km[:, 0])))
        phase = np.degrees(longitudes[1] - longitudes[0]) - lead_deg
        # The inner planet always turns faster, so the phase runs one way and each value is met once a round.
        turns = phase / 360
        if turns[-1] < turns[0]:
            turns = -turns
        whole = np.arange(np.ceil(turns[0]), np.floor(turns[-1]) + 1)
        dates: Array = np.interp(whole, turns, jd)
        return dates

    def price(self, objective: Objective | Price, max_c3_km2_s2: float | None = None) -> Price:
        """Cost of arcs by an objective.

        Least speed at arrival, or least sum of burns, is asked of arcs that a ship can begin: energies above
        `max_c3_km2_s2` are priced out there. Least energy needs no such limit.
        """
        if not isinstance(objective, str):
            return objective
        if objective not in get_args(Objective):
            raise UnknownName("objective", objective, get_args(Objective))

        def of(cost: Energies) -> Array:
            if objective == "c3":
                return cost.c3_km2_s2
            value = cost.arrival_vinf_km_s
            if objective == "delta-v":
                burn = injection_delta_v_km_s(cost.c3_km2_s2, planet=self.origin)
                value = burn + capture_delta_v_km_s(cost.arrival_vinf_km_s, planet=self.target)
            if max_c3_km2_s2 is not None:
                value = value + LIMIT_PENALTY * np.maximum(cost.c3_km2_s2 / max_c3_km2_s2 - 1, 0)
            return value

        return of

    def cheapest_arcs(self, found: Opportunities, price: Price | None = None) -> tuple[list[Arc], list[Arc]]:
        """Best arcs of type I and type II of every opportunity; of least energy without a price."""
        price = price or self.price("c3")
        return self._cheapest(found, price, upper=False), self._cheapest(found, price, upper=True)

    def _cheapest(self, found: Opportunities, price: Price, upper: bool) -> list[Arc]:
        def total(depart: Array, arrive: Array) -> Array:
            cost = self.energies(depart, arrive)
            value: Array = price(cost) + EDGE_PENALTY * np.maximum(_past_edge_deg(cost, upper), 0)
            return value

        one_type = np.where(_past_edge_deg(found.cost, upper) <= 0, price(found.cost), np.inf)
        depart, arrive = _best_on_grid(found, one_type)
        depart, arrive, _ = refine(total, depart, arrive, ARRIVE_STEP_DAY)
        depart, arrive = self._whole_days(depart, arrive, price, upper)
        return [self.arc(d, a) for d, a in zip(depart, arrive, strict=True)]

    def _whole_days(self, depart: Array, arrive: Array, price: Price, upper: bool) -> tuple[Array, Array]:
        """Best pair of whole days (0 h TDB) near each optimum: what is printed is what was computed."""
        days = np.arange(-NEAR_DAY, NEAR_DAY + 1) + 0.5
        leave = np.floor(depart)[:, None] + days
        reach = np.floor(arrive)[:, None] + days
        cost = self.energies(leave[:, :, None], reach[:, None, :])
        one_type = np.where(_past_edge_deg(cost, upper) <= 0, price(cost), np.inf)
        near = Opportunities(leave, reach, cost)
        return _best_on_grid(near, one_type)

    def arc(self, depart_jd: float, arrive_jd: float) -> Arc:
        """One arc between the two planets."""
        return arc(float(depart_jd), float(arrive_jd), self.origin, self.target, self.center)


def _past_edge_deg(cost: Energies, upper: bool) -> Array:
    """How far an arc is beyond the edge of its type, negative inside [deg]."""
    angle = cost.transfer_angle_deg
    return 180 + RIDGE_DEG - angle if upper else angle - 180 + RIDGE_DEG


def _best_on_grid(found: Opportunities, value: Array) -> tuple[Array, Array]:
    flat = np.where(np.isnan(value), np.inf, value).reshape(value.shape[0], -1)
    row, column = np.divmod(np.argmin(flat, axis=1), value.shape[2])
    which = np.arange(value.shape[0])
    return found.depart_jd[which, row], found.arrive_jd[which, column]
