"""Who can land in a given year: departures and landings of people within limits, window by window."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kilosol.transfer.arcs import Arc, Array, Center, Energies
from kilosol.transfer.dates import iso_from_jd, jd_from_iso
from kilosol.transfer.limits import Limits, cited_limits
from kilosol.transfer.optima import Cost, below_zero, refine
from kilosol.transfer.search import ARRIVE_STEP_DAY, Opportunities, Search, years_covered


@dataclass(frozen=True, slots=True)
class LandingSpan:
    """Flights of one window that land people in the year asked for.

    Parameters
    ----------
    window_year : int
        Year that names the launch window.
    first_departure_jd, last_departure_jd : float [d]
        Days on which people can leave.
    departure_days : float [d]
        How many of them.
    first_landing_jd, last_landing_jd : float [d]
        Their landings, within the year.
    cheapest : Arc
        The flight of least launch energy among them.
    """

    window_year: int
    first_departure_jd: float
    last_departure_jd: float
    departure_days: float
    first_landing_jd: float
    last_landing_jd: float
    cheapest: Arc

    def __str__(self) -> str:
        return (
            f"window {self.window_year}: leave {iso_from_jd(self.first_departure_jd)} to "
            f"{iso_from_jd(self.last_departure_jd)}, land {iso_from_jd(self.first_landing_jd)} to "
            f"{iso_from_jd(self.last_landing_jd)}"
        )


def landings_in_year(
    year: int,
    *,
    max_c3_km2_s2: float | None = None,
    max_entry_km_s: float | None = None,
    max_tof_days: float | None = None,
    limits: Limits | None = None,
    center: Center = "emb",
) -> tuple[LandingSpan, ...]:
    """Departures that land people on Mars within a calendar year.

    Parameters
    ----------
    year : int
        Of the landing; 1973 to 2097.
    max_c3_km2_s2 : [km2/s2]
        Launch energy; the cited default is 25.
    max_entry_km_s : [km/s]
        Inertial entry speed; the cited default is 7.5.
    max_tof_days : [d]
        Flight time; the cited default is 210.
    limits : Limits, optional
        All limits in one, in place of the three; the launch period is not asked of a span.
    center : {"emb", "earth"}
        Point that stands for the Earth.

    Returns
    -------
    tuple of LandingSpan
        One for each window that can; empty where none does. Edges hold to about half a day.

    Raises
    ------
    OutOfRange
        If the year is outside the ephemeris or a limit is not positive.

    Examples
    --------
    >>> for span in landings_in_year(2031):
    ...     print(span.window_year, span.first_departure_jd < span.cheapest.departure_jd, span.cheapest.kind)
    2031 True I
    >>> landings_in_year(2030)
    ()
    """
    limits = limits or cited_limits(max_c3_km2_s2, max_entry_km_s, max_tof_days)
    search = Search("earth", "mars", center)
    # Who lands in a year left in that year or the one before.
    found = search.opportunities(max(year - 1, years_covered()[0]), year)
    begin, end = jd_from_iso(f"{year:04d}-01-01"), jd_from_iso(f"{year + 1:04d}-01-01")

    def cost(depart: Array, arrive: Array) -> Array:
        some = search.energies(depart, arrive)
        kept = (limits.excess(some, for_crew=True) <= 0) & (arrive >= begin) & (arrive < end)
        return np.where(kept, some.c3_km2_s2, np.nan)

    excess = limits.excess(found.cost, for_crew=True)
    within = (found.arrive_jd >= begin) & (found.arrive_jd < end)
    excess = np.where(within[:, None, :], excess, np.inf)
    spans = []
    least = [min(pair, key=lambda a: a.c3_km2_s2) for pair in zip(*search.cheapest_arcs(found), strict=True)]
    for i, named in enumerate(least):
        if not (excess[i] <= 0).any():
            continue
        days, first, last = below_zero(found.depart_jd[i], excess[i].min(axis=1))
        _, soon, late = below_zero(found.arrive_jd[i], excess[i].min(axis=0))
        best = _cheapest(search, found, excess, i, cost)
        spans.append(
            LandingSpan(
                window_year=int(named.departure[:4]),
                first_departure_jd=min(first, best.departure_jd),
                last_departure_jd=max(last, best.departure_jd),
                departure_days=days,
                first_landing_jd=min(soon, best.arrival_jd),
                last_landing_jd=max(late, best.arrival_jd),
                cheapest=best,
            )
        )
    return tuple(spans)


def _cheapest(search: Search, found: Opportunities, excess: Array, i: int, cost: Cost) -> Arc:
    whole: Energies = found.cost
    value = np.where(excess[i] <= 0, whole.c3_km2_s2[i], np.inf)
    row, column = np.unravel_index(int(np.argmin(value)), value.shape)
    depart, arrive, _ = refine(
        cost, found.depart_jd[i, row : row + 1], found.arrive_jd[i, column : column + 1], ARRIVE_STEP_DAY
    )
    return search.arc(depart[0], arrive[0])
