"""Search for windows between two planets: coarse grids around each Hohmann phase, then refinement."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from kilosol.data import table
from kilosol.errors import OutOfRange, UnknownName
from kilosol.transfer.arcs import (
    Arc,
    Array,
    Center,
    Energies,
    Planet,
    arc,
    capture_delta_v_km_s,
    energies,
    ephemeris_body,
    injection_delta_v_km_s,
)
from kilosol.transfer.dates import iso_from_jd, jd_from_iso
from kilosol.transfer.ephemeris import coverage_jd, state
from kilosol.transfer.hohmann import hohmann_transfer
from kilosol.transfer.optima import Cost, refine

# Departures this far either side of the Hohmann phase, and arrivals this long after it, hold every arc of
# an opportunity below 25 km2/s2; the steps are fine enough for the refinement to start downhill.
SPAN_DAY = 200
FIRST_ARRIVAL_DAY = 60
LAST_ARRIVAL_DAY = 800
DEPART_STEP_DAY = 2
ARRIVE_STEP_DAY = 4
# Sampling of the planets' longitudes when looking for the Hohmann phase.
PHASE_STEP_DAY = 5
# Halvings of a 4-day step: the earliest landing is found to a quarter of an hour.
N_HALVINGS = 9
FINE_DEPARTURES = 41
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


@dataclass(frozen=True, slots=True)
class Limits:
    """What an arc may ask of a ship and its people.

    Parameters
    ----------
    max_c3_km2_s2 : float [km2/s2]
        Departure energy.
    max_entry_km_s : float [km/s]
        Inertial entry speed.
    max_tof_days : float [d]
        Flight time of a crew.
    """

    max_c3_km2_s2: float
    max_entry_km_s: float
    max_tof_days: float

    def excess(self, cost: Energies, for_crew: bool) -> Array:
        """Largest relative excess over a limit, shape as `cost`; not positive where all are kept."""
        over = np.maximum(cost.c3_km2_s2 / self.max_c3_km2_s2, cost.entry_speed_km_s / self.max_entry_km_s)
        if for_crew:
            over = np.maximum(over, cost.tof_days / self.max_tof_days)
        return np.where(cost.mask, over - 1, np.inf)


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
        return [self.arc(d, a) for d, a in zip(depart, arrive, strict=True)]

    def arc(self, depart_jd: float, arrive_jd: float) -> Arc:
        """One arc between the two planets."""
        return arc(float(depart_jd), float(arrive_jd), self.origin, self.target, self.center)

    def earliest_landings(self, found: Opportunities, limits: Limits) -> list[Arc | None]:
        """First landing within all limits of every opportunity, None where no arc keeps them."""

        def excess(depart: Array, arrive: Array) -> Array:
            return limits.excess(self.energies(depart, arrive), for_crew=True)

        on_grid = limits.excess(found.cost, for_crew=True)
        depart, arrive = _best_on_grid(found, on_grid)
        depart, arrive, best = refine(excess, depart, arrive, ARRIVE_STEP_DAY)
        # The grid's first column with an allowed arc bounds the landing from above, or the optimum does.
        allowed: NDArray[np.bool_] = np.any(on_grid <= 0, axis=1)
        exists: NDArray[np.bool_] = np.any(allowed, axis=1)
        column = np.argmax(allowed, axis=1)
        first = found.arrive_jd[np.arange(column.size), column]
        row = np.argmin(on_grid[np.arange(column.size), :, column], axis=1)
        early = exists & (first < arrive)
        late = np.where(early, first, arrive)
        depart = np.where(early, found.depart_jd[np.arange(row.size), row], depart)
        early_bound = late - ARRIVE_STEP_DAY
        for _ in range(N_HALVINGS):
            middle = (early_bound + late) / 2
            candidate, value = self._best_departure(excess, found, middle)
            keeps = value <= 0
            depart = np.where(keeps, candidate, depart)
            late = np.where(keeps, middle, late)
            early_bound = np.where(keeps, early_bound, middle)
        possible = (best <= 0) | exists
        return [self.arc(d, a) if ok else None for d, a, ok in zip(depart, late, possible, strict=True)]

    @staticmethod
    def _best_departure(excess: Cost, found: Opportunities, arrive_jd: Array) -> tuple[Array, Array]:
        """Departure of least excess for each arrival, shape (w,), and that excess."""
        rows = np.arange(arrive_jd.size)
        coarse = excess(found.depart_jd, arrive_jd[:, None])
        near = found.depart_jd[rows, np.argmin(coarse, axis=1)]
        fine = near[:, None] + np.linspace(-DEPART_STEP_DAY, DEPART_STEP_DAY, FINE_DEPARTURES)
        value = excess(fine, arrive_jd[:, None])
        pick = np.argmin(value, axis=1)
        return fine[rows, pick], value[rows, pick]


def _past_edge_deg(cost: Energies, upper: bool) -> Array:
    """How far an arc is beyond the edge of its type, negative inside [deg]."""
    angle = cost.transfer_angle_deg
    return 180 + RIDGE_DEG - angle if upper else angle - 180 + RIDGE_DEG


def _best_on_grid(found: Opportunities, value: Array) -> tuple[Array, Array]:
    flat = np.where(np.isnan(value), np.inf, value).reshape(value.shape[0], -1)
    row, column = np.divmod(np.argmin(flat, axis=1), value.shape[2])
    which = np.arange(value.shape[0])
    return found.depart_jd[which, row], found.arrive_jd[which, column]
