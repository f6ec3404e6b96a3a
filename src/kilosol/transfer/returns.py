"""The way home: minimum-energy arcs from Mars to the Earth, and the stay they impose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from kilosol.data import table
from kilosol.errors import Infeasible, OutOfRange
from kilosol.transfer.arcs import Arc, Array, Center
from kilosol.transfer.dates import iso_from_jd, jd_of
from kilosol.transfer.optima import refine
from kilosol.transfer.search import ARRIVE_STEP_DAY, Objective, Opportunities, Price, Search, years_covered

# Windows are looked for this long after the stay: two synodic periods and some months.
HORIZON_YEARS = 5


@dataclass(frozen=True, slots=True)
class ReturnWindow:
    """One opportunity to fly from Mars to the Earth.

    Parameters
    ----------
    year : int
        In which the minimum-energy departure from Mars falls.
    type1, type2 : Arc
        Minimum-energy arcs below and above half a turn about the Sun.
    """

    year: int
    type1: Arc
    type2: Arc

    @property
    def cheapest(self) -> Arc:
        """The arc of lower departure energy of the two."""
        return min(self.type1, self.type2, key=lambda one: one.c3_km2_s2)


def return_windows(
    first_year: int, last_year: int, center: Center = "earth", objective: Objective | Price = "c3"
) -> tuple[ReturnWindow, ...]:
    """Windows from Mars to the Earth whose minimum-energy departure falls in a span of years.

    Parameters
    ----------
    first_year, last_year : int
        First and last year, inclusive; 1972 to 2097.
    center : {"emb", "earth"}
        Point that stands for the Earth; its centre, unless another is asked for.
    objective : {"c3", "vinf", "delta-v"} or callable
        As in :func:`kilosol.transfer.launch_windows`; the limit on energy is the cited one of returns.

    Returns
    -------
    tuple of ReturnWindow
        In order of time.

    Raises
    ------
    OutOfRange
        If the years are out of order or outside the ephemeris.

    Examples
    --------
    >>> for one in return_windows(2028, 2033):
    ...     print(one.year, one.cheapest.departure, round(one.cheapest.c3_km2_s2, 2))
    2028 2028-09-05 6.15
    2030 2030-11-09 5.43
    2033 2033-01-27 5.72
    """
    search = Search("mars", "earth", center)
    found = search.opportunities(first_year, last_year)
    price = search.price(objective, table("transfer/limits").number("max_return_c3_km2_s2"))
    best = search.cheapest_arcs(found, price)
    named = best if objective == "c3" else search.cheapest_arcs(found)
    result = []
    for one, two, *energies in zip(*best, *named, strict=True):
        # The window bears the year of its minimum-energy departure, whatever the objective.
        year = int(min(energies, key=lambda a: a.c3_km2_s2).departure[:4])
        if first_year <= year <= last_year:
            result.append(ReturnWindow(year, one, two))
    return tuple(result)


def stay_days(outbound: Arc, homeward: Arc) -> float:
    """Days between landing on Mars and leaving it.

    Parameters
    ----------
    outbound, homeward : Arc
        To Mars, and from Mars.

    Returns
    -------
    float [d]
        Negative where the way home begins before the landing.

    Examples
    --------
    >>> from kilosol.transfer.arcs import arc
    >>> stay_days(arc("2031-01-28", "2031-08-06"), arc("2033-01-27", "2033-09-02", "mars", "earth"))
    540.0
    """
    return homeward.departure_jd - outbound.arrival_jd


def next_return(
    after: float | str | date,
    min_stay_days: float,
    *,
    max_c3_km2_s2: float | None = None,
    center: Center = "earth",
) -> Arc:
    """Cheapest way home in the first window that is still open after a stay on Mars.

    Parameters
    ----------
    after : str, date or float
        Landing on Mars, ISO or Julian date.
    min_stay_days : [d]
        Least stay before the ship may leave.
    max_c3_km2_s2 : [km2/s2]
        Departure energy that the ship can give; the cited default is 16.
    center : {"emb", "earth"}
        Point that stands for the Earth.

    Returns
    -------
    Arc
        Leaves on or after the end of the stay; if the window's best day has passed, the best that is left.

    Raises
    ------
    OutOfRange
        If the stay is negative, the limit is not positive, or the dates leave the ephemeris.
    Infeasible
        If no window of the next five years has an arc below the limit.

    Examples
    --------
    >>> print(next_return("2031-08-06", 500.0))
    mars 2033-01-27 -> earth 2033-09-02, type I, 218 days, C3 5.72 km2/s2, entry 11.79 km/s
    """
    if max_c3_km2_s2 is None:
        max_c3_km2_s2 = table("transfer/limits").number("max_return_c3_km2_s2")
    for name, value in (("min_stay_days", min_stay_days), ("max_c3_km2_s2", max_c3_km2_s2)):
        if not value >= 0:
            raise OutOfRange(name, value, "at least 0")
    earliest = jd_of(after) + min_stay_days
    year = int(iso_from_jd(earliest)[:4])
    search = Search("mars", "earth", center)
    found = search.opportunities(year, max(year, min(year + HORIZON_YEARS, years_covered()[1])))
    for found_arc in _cheapest_after(search, found, earliest):
        if found_arc is not None and found_arc.c3_km2_s2 <= max_c3_km2_s2:
            return found_arc
    raise Infeasible(
        f"no way home below C3 {max_c3_km2_s2:g} km2/s2 leaves Mars within {HORIZON_YEARS} years "
        f"of {iso_from_jd(earliest)}; allow more departure energy"
    )


def _cheapest_after(search: Search, found: Opportunities, earliest_jd: float) -> list[Arc | None]:
    def c3(depart: Array, arrive: Array) -> Array:
        cost = search.energies(depart, arrive)
        return np.where(depart >= earliest_jd, cost.c3_km2_s2, np.nan)

    allowed = found.depart_jd[:, :, None] >= earliest_jd
    on_grid = np.where(allowed & found.cost.mask, found.cost.c3_km2_s2, np.inf)
    flat = on_grid.reshape(on_grid.shape[0], -1)
    row, column = np.divmod(np.argmin(flat, axis=1), on_grid.shape[2])
    which = np.arange(row.size)
    depart, arrive, best = refine(
        c3, found.depart_jd[which, row], found.arrive_jd[which, column], ARRIVE_STEP_DAY
    )
    arcs = zip(depart, arrive, np.isfinite(best), strict=True)
    return [search.arc(d, a) if ok else None for d, a, ok in arcs]
