"""Windows between the planets: one for each synodic period, with its cheapest arcs and its crew's flight."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from kilosol.transfer.arcs import Arc, Center, Energies
from kilosol.transfer.crew_flights import CrewFlight, CrewObjective, crew_flights
from kilosol.transfer.dates import iso_from_jd, jd_from_iso
from kilosol.transfer.limits import Limits, cited_limits
from kilosol.transfer.optima import below_zero
from kilosol.transfer.search import RIDGE_DEG, Objective, Opportunities, Price, Search, years_covered

# A turn of Mars about the Sun is 687 days: no flight within one turn is well spent beyond this.
_LONG_DAY = 687
# Two synodic periods: at least one window lies on either side.
_REACH_YEARS = 5


@dataclass(frozen=True, slots=True)
class Window:
    """One opportunity to fly between the Earth and Mars, either way.

    Parameters
    ----------
    year : int
        In which the minimum-energy departure falls; it names the window.
    type1, type2 : Arc
        Best arcs below and above half a turn about the Sun: of least energy, unless another objective was
        asked for.
    crew : Arc or None
        The crew's flight by its own objective, None where no launch period keeps all limits; it leaves on the
        first day of the period.
    launch_period_days : float [d]
        Days on which a ship can leave within the limits on energy and entry speed.
    first_departure_jd, last_departure_jd : float [d]
        First and last of them; NaN where there are none.
    earliest_arrival_jd, latest_arrival_jd : float [d]
        Of such ships; NaN where there are none.
    first_crew_departure_jd, last_crew_departure_jd : float [d]
        First and last day on which people can leave, flight time kept too; NaN where there is none.
    crew_period_days : int [d]
        Days in a row, from the crew's departure on, on which it can leave for the same landing; else 0.
    crew_highest_c3_km2_s2, crew_highest_entry_km_s : float
        Over the launch period asked for; NaN without a crew's flight.
    flags : tuple of str
        What a planner should know, in plain sentences.
    """

    year: int
    type1: Arc
    type2: Arc
    crew: Arc | None
    launch_period_days: float
    first_departure_jd: float
    last_departure_jd: float
    earliest_arrival_jd: float
    latest_arrival_jd: float
    first_crew_departure_jd: float
    last_crew_departure_jd: float
    crew_period_days: int
    crew_highest_c3_km2_s2: float
    crew_highest_entry_km_s: float
    flags: tuple[str, ...]

    @property
    def cheapest(self) -> Arc:
        """The arc of lower departure energy of the two types."""
        return min(self.type1, self.type2, key=lambda one: one.c3_km2_s2)

    def __str__(self) -> str:
        spans = (
            ("people", self.first_crew_departure_jd, self.last_crew_departure_jd),
            ("ships", self.first_departure_jd, self.last_departure_jd),
        )
        said = [
            f"{who} {iso_from_jd(first)} to {iso_from_jd(last)}"
            for who, first, last in spans
            if not np.isnan(first)
        ]
        return (
            f"{self.year} (leave: {', '.join(said)})" if said else f"{self.year} (nothing within the limits)"
        )


def cheapest(window: Window) -> Arc:
    """The arc of lower departure energy of the two types.

    Examples
    --------
    >>> cheapest(launch_windows(2031, 2031)[0]).kind
    'II'
    """
    return window.cheapest


def launch_windows(
    first_year: int,
    last_year: int,
    *,
    max_c3_km2_s2: float | None = None,
    max_entry_km_s: float | None = None,
    max_tof_days: float | None = None,
    limits: Limits | None = None,
    center: Center = "emb",
    objective: Objective | Price = "c3",
    crew_objective: CrewObjective = "energy",
) -> tuple[Window, ...]:
    """Windows from the Earth to Mars in a span of years.

    Parameters
    ----------
    first_year, last_year : int
        First and last year, inclusive; 1972 to 2097. A window belongs to them if its minimum-energy departure
        does, or any day on which people can leave within the limits.
    max_c3_km2_s2 : [km2/s2]
        Launch energy that ships may use; the cited default is 25.
    max_entry_km_s : [km/s]
        Inertial entry speed; the cited default is 7.5.
    max_tof_days : [d]
        Flight time of a crew; the cited default is 210.
    limits : Limits, optional
        All limits in one, in place of the three.
    center : {"emb", "earth"}
        Point that stands for the Earth.
    objective : {"c3", "vinf", "delta-v"} or callable
        What the best arc of each type is best in: launch energy; arrival speed at infinity, or the burns out
        of the parking orbit and into orbit at Mars, both at launch energies within the limit; or a cost of
        the caller's own, from :class:`Energies` to an array.
    crew_objective : {"energy", "shortest", "entry", "landing"}
        What the crew's flight is best in.

    Returns
    -------
    tuple of Window
        In order of time; arcs leave and land at 0 h TDB of whole days.

    Raises
    ------
    OutOfRange
        If the years are out of order or outside the ephemeris, or a limit is not positive.
    UnknownName
        If there is no such objective.

    Examples
    --------
    >>> for one in launch_windows(2026, 2031):
    ...     print(one.year, cheapest(one).departure, cheapest(one).arrival)
    2026 2026-10-30 2027-08-21
    2028 2028-12-02 2029-10-16
    2031 2031-02-23 2032-01-09
    """
    limits = limits or cited_limits(max_c3_km2_s2, max_entry_km_s, max_tof_days)
    search = Search("earth", "mars", center)
    return windows_between(search, (first_year, last_year), limits, objective, crew_objective)


def windows_between(
    search: Search,
    years: tuple[int, int],
    limits: Limits,
    objective: Objective | Price,
    crew_objective: CrewObjective,
) -> tuple[Window, ...]:
    """Windows of a search in a span of years; see :func:`launch_windows`."""
    found = search.opportunities(*years)
    price = search.price(objective, limits.max_c3_km2_s2)
    type1, type2 = search.cheapest_arcs(found, price)
    named = (type1, type2) if objective == "c3" else search.cheapest_arcs(found)
    crews = crew_flights(search, found, limits, crew_objective)
    begin, end = jd_from_iso(f"{years[0]:04d}-01-01"), jd_from_iso(f"{years[1] + 1:04d}-01-01")
    result = []
    for i, (one, two, crew) in enumerate(zip(type1, type2, crews, strict=True)):
        # The window bears the year of its minimum-energy departure, whatever the objective.
        departure = min((arcs[i] for arcs in named), key=lambda a: a.c3_km2_s2).departure
        window = _window(int(departure[:4]), (one, two, crew), limits, found, i, objective == "c3")
        is_open = window.first_crew_departure_jd < end and window.last_crew_departure_jd >= begin
        if years[0] <= window.year <= years[1] or is_open:
            result.append(window)
    return tuple(result)


def neighbours(
    find: Callable[[int, int], tuple[Window, ...]], first_year: int, last_year: int
) -> tuple[Window, ...]:
    """The windows before and after a span of years that holds none.

    Parameters
    ----------
    find : callable
        ``find(first_year, last_year)``, for example :func:`launch_windows`.
    first_year, last_year : int
        The span.

    Returns
    -------
    tuple of Window
        One on either side, as far as the ephemeris reaches.

    Examples
    --------
    >>> [window.year for window in neighbours(launch_windows, 2027, 2027)]
    [2026, 2028]
    """
    lowest, highest = years_covered()
    before = find(max(first_year - _REACH_YEARS, lowest), max(first_year - 1, lowest))
    after = find(min(last_year + 1, highest), min(last_year + _REACH_YEARS, highest))
    return (*[w for w in before if w.year < first_year][-1:], *[w for w in after if w.year > last_year][:1])


def arc_flags(one: Arc, limits: Limits) -> tuple[str, ...]:
    """What a planner should know of one arc, in a few plain words.

    Parameters
    ----------
    one : Arc
        To Mars.
    limits : Limits
        Of ships and people.

    Returns
    -------
    tuple of str
        Empty where there is nothing to say.

    Examples
    --------
    >>> arc_flags(cheapest(launch_windows(2031, 2031)[0]), Limits(25.0, 7.0, 210.0))
    ('arrives the year after', 'entry above limit', 'too long for people')
    """
    said = (
        (one.arrival[:4] != one.departure[:4], "arrives the year after"),
        (one.c3_km2_s2 > limits.max_c3_km2_s2, "launch energy above limit"),
        (one.entry_speed_km_s > limits.max_entry_km_s, "entry above limit"),
        (one.tof_days > limits.max_tof_days, "too long for people"),
        (abs(one.declination_deg) > limits.max_declination_deg, "declination above limit"),
        (one.tof_days > _LONG_DAY, "longer than a turn of Mars, yet less than one about the Sun"),
    )
    return tuple(words for holds, words in said if holds)


def _window(
    year: int,
    arcs: tuple[Arc, Arc, CrewFlight | None],
    limits: Limits,
    found: Opportunities,
    i: int,
    by_energy: bool,
) -> Window:
    one, two, crew = arcs
    whole = Energies(*(getattr(found.cost, name)[i] for name in Energies.__slots__))
    excess = limits.excess(whole, for_crew=False)
    period, first, last = below_zero(found.depart_jd[i], excess.min(axis=1))
    _, earliest, latest = below_zero(found.arrive_jd[i], excess.min(axis=0))
    for_people = limits.excess(whole, for_crew=True).min(axis=1)
    _, first_crew, last_crew = below_zero(found.depart_jd[i], for_people)
    if crew is not None:
        # The crew's days are tried one by one, the edges on the grid only interpolated.
        earliest = min(earliest, crew.arc.arrival_jd)
        first, last = (
            min(first, crew.arc.departure_jd),
            max(last, crew.arc.departure_jd + crew.period_days - 1),
        )
    low = min(one, two, key=lambda a: a.c3_km2_s2)
    name = "minimum-energy" if by_energy else "best"
    flags = []
    if low.arrival[:4] != low.departure[:4]:
        flags.append(f"the {name} ship arrives the year after it leaves")
    flags += [
        f"type {a.kind} has no minimum of its own: taken {RIDGE_DEG} degrees from half a turn"
        for a in (one, two)
        if abs(a.transfer_angle_deg - 180) < RIDGE_DEG + 1 / 4
    ]
    if low.entry_speed_km_s > limits.max_entry_km_s:
        flags.append(f"the {name} arc enters faster than the limit")
    if not (whole.entry_speed_km_s[whole.mask] <= limits.max_entry_km_s).any():
        flags.append("no arc within the entry limit")
    elif period == 0:
        flags.append("no arc within the limits on launch energy and entry speed")
    if crew is None:
        flags.append(
            f"no flight of a crew keeps all limits on {limits.launch_period_days} days in a row"
            if limits.launch_period_days > 1
            else "no arc within the limits of a crew"
        )
    return Window(
        year=year,
        type1=one,
        type2=two,
        crew=crew.arc if crew else None,
        launch_period_days=period,
        first_departure_jd=first,
        last_departure_jd=last,
        earliest_arrival_jd=earliest,
        latest_arrival_jd=latest,
        first_crew_departure_jd=first_crew,
        last_crew_departure_jd=last_crew,
        crew_period_days=crew.period_days if crew else 0,
        crew_highest_c3_km2_s2=crew.highest_c3_km2_s2 if crew else float("nan"),
        crew_highest_entry_km_s=crew.highest_entry_km_s if crew else float("nan"),
        flags=tuple(flags),
    )
