"""The way home: windows from Mars to the Earth, the crew's next flight, and the stay it imposes."""

from __future__ import annotations

from datetime import date

import numpy as np

from kilosol.errors import Infeasible, OutOfRange
from kilosol.transfer.arcs import Arc, Center
from kilosol.transfer.crew_flights import CrewObjective, crew_flights
from kilosol.transfer.dates import iso_from_jd, jd_of
from kilosol.transfer.limits import Limits, cited_limits
from kilosol.transfer.search import Objective, Price, Search, years_covered
from kilosol.transfer.windows import Window, windows_between

# Windows are looked for this long after the stay: two synodic periods and some months.
HORIZON_YEARS = 5


#: A window from Mars to the Earth is a window, the other way round.
ReturnWindow = Window


def return_windows(
    first_year: int,
    last_year: int,
    center: Center = "earth",
    objective: Objective | Price = "c3",
    *,
    limits: Limits | None = None,
    crew_objective: CrewObjective = "energy",
) -> tuple[ReturnWindow, ...]:
    """Windows from Mars to the Earth in a span of years.

    Parameters
    ----------
    first_year, last_year : int
        As in :func:`kilosol.transfer.launch_windows`.
    center : {"emb", "earth"}
        Point that stands for the Earth; its centre, unless another is asked for.
    objective : {"c3", "vinf", "delta-v"} or callable
        As in :func:`kilosol.transfer.launch_windows`.
    limits : Limits, optional
        Of ships and people; the cited ones of the way home if left out, see
        :func:`kilosol.transfer.cited_limits`.
    crew_objective : {"energy", "shortest", "entry", "landing"}
        What the crew's flight is best in.

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
    The way home of least energy, and that of a crew, which is bound to 210 days:

    >>> for one in return_windows(2028, 2033):
    ...     print(one.year, one.cheapest.departure, round(one.cheapest.c3_km2_s2, 2), one.crew.tof_days)
    2028 2028-09-06 6.15 210.0
    2030 2030-11-10 5.43 210.0
    2033 2033-01-28 5.72 210.0
    """
    limits = limits or cited_limits(target="earth")
    search = Search("mars", "earth", center)
    return windows_between(search, (first_year, last_year), limits, objective, crew_objective)


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
    max_stay_days: float | None = None,
    max_c3_km2_s2: float | None = None,
    limits: Limits | None = None,
    center: Center = "earth",
    crew_objective: CrewObjective = "energy",
) -> Arc:
    """A crew's way home in the first window that is still open after a stay on Mars.

    Parameters
    ----------
    after : str, date or float
        Landing on Mars, ISO or Julian date.
    min_stay_days, max_stay_days : [d]
        Least stay before the ship may leave, and longest, if there is one.
    max_c3_km2_s2 : [km2/s2]
        Departure energy that the ship can give; the cited default is 16.
    limits : Limits, optional
        All limits in one; the cited ones of the way home if left out: 16 km2/s2, 14 km/s at the Earth, 210
        days, a launch period of 10 days.
    center : {"emb", "earth"}
        Point that stands for the Earth.
    crew_objective : {"energy", "shortest", "entry", "landing"}
        What the flight is best in.

    Returns
    -------
    Arc
        Leaves on or after the end of the stay; if the window's best day has passed, the best that is left.

    Raises
    ------
    OutOfRange
        If the stay is negative, a limit is not positive, or the dates leave the ephemeris.
    Infeasible
        If no window of the next five years has a flight within the limits.

    Examples
    --------
    >>> print(next_return("2031-08-06", 500.0))
    mars 2033-02-02 -> earth 2033-08-31, type I, 210 days, C3 5.78 km2/s2, entry 11.84 km/s
    """
    limits = limits or cited_limits(max_c3_km2_s2, target="earth")
    longest = np.inf if max_stay_days is None else max_stay_days
    if not 0 <= min_stay_days <= longest:
        raise OutOfRange(
            "min_stay_days", min_stay_days, f"at least 0 and at most the longest stay, {longest:g}"
        )
    landed = jd_of(after)
    earliest = landed + min_stay_days
    year = int(iso_from_jd(earliest)[:4])
    search = Search("mars", "earth", center)
    found = search.opportunities(year, max(year, min(year + HORIZON_YEARS, years_covered()[1])))
    for flight in crew_flights(search, found, limits, crew_objective, (earliest, landed + longest)):
        if flight is not None:
            return flight.arc
    latest = "" if max_stay_days is None else f" and within {max_stay_days:g} days of the landing"
    raise Infeasible(
        f"no way home below C3 {limits.max_c3_km2_s2:g} km2/s2, {limits.max_entry_km_s:g} km/s at the Earth "
        f"and {limits.max_tof_days:g} days, open on {limits.launch_period_days} days in a row, leaves Mars "
        f"within {HORIZON_YEARS} years of {iso_from_jd(earliest)}{latest}; allow more departure energy, more "
        "days or a longer stay"
    )
