"""The way there and back: windows, one arc, energies over dates."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Literal, overload

from kilosol.errors import PYTHON, Door, OutOfRange, Problem, ScenarioError

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from kilosol.transfer import Arc, Limits, Porkchop, ReturnWindow, Window

Planet = Literal["venus", "earth", "mars"]
Center = Literal["emb", "earth"]
Objective = Literal["c3", "vinf", "delta-v", "landed-mass"]
CrewObjective = Literal["energy", "shortest", "entry", "landing"]

#: Most dates along each axis of a porkchop.
MOST_POINTS = 5000
#: First and last day, as two dates or as one text with two dots between.
Span = str | tuple[str | date, str | date]


@overload
def windows(
    first_year: int,
    last_year: int | None = None,
    *,
    homeward: Literal[False] = False,
    objective: Objective = "c3",
    crew_objective: CrewObjective = "energy",
    max_c3: float | None = None,
    max_delta_v: float | None = None,
    max_entry: float | None = None,
    max_tof: float | None = None,
    max_declination: float | None = None,
    launch_period: int | None = None,
    margin: float | None = None,
    ship: str = "v3",
    center: Center | None = None,
) -> tuple[Window, ...]: ...
@overload
def windows(
    first_year: int,
    last_year: int | None = None,
    *,
    homeward: Literal[True],
    objective: Objective = "c3",
    crew_objective: CrewObjective = "energy",
    max_c3: float | None = None,
    max_delta_v: float | None = None,
    max_entry: float | None = None,
    max_tof: float | None = None,
    max_declination: float | None = None,
    launch_period: int | None = None,
    margin: float | None = None,
    ship: str = "v3",
    center: Center | None = None,
) -> tuple[ReturnWindow, ...]: ...
def windows(
    first_year: int,
    last_year: int | None = None,
    *,
    homeward: bool = False,
    objective: Objective = "c3",
    crew_objective: CrewObjective = "energy",
    max_c3: float | None = None,
    max_delta_v: float | None = None,
    max_entry: float | None = None,
    max_tof: float | None = None,
    max_declination: float | None = None,
    launch_period: int | None = None,
    margin: float | None = None,
    ship: str = "v3",
    center: Center | None = None,
) -> tuple[Window, ...] | tuple[ReturnWindow, ...]:
    """Launch windows: best arcs of both types and the flight of a crew, within one set of limits.

    Parameters
    ----------
    first_year, last_year : int
        First and last year: windows of minimum energy in them, and those in which people can leave in them;
        the first year alone, if the last is left out.
    homeward : bool
        From Mars to the Earth instead, within the same kinds of limits.
    objective : {"c3", "vinf", "delta-v", "landed-mass"}
        What the best arcs are best in.
    crew_objective : {"energy", "shortest", "entry", "landing"}
        What the crew's flight is best in.
    max_c3 : float, optional [km2/s2]
        Departure energy that ships may use; by default the cited limit, as for all that follow.
    max_delta_v : float, optional [km/s]
        The same as a burn out of the parking orbit.
    max_entry : float, optional [km/s]
        Inertial entry speed where the flight ends.
    max_tof : float, optional [d]
        Flight time of a crew.
    max_declination : float, optional [deg]
        Declination of a crew's departure asymptote, north or south.
    launch_period : int, optional [d]
        Days in a row on which a crew must be able to leave for one landing with every limit kept.
    margin : float, optional [1]
        Part of each limit that a crew's flight leaves unused.
    ship : str
        Version of Starship whose landed mass the objective ``"landed-mass"`` means.
    center : {"emb", "earth"}, optional
        Point that stands for the Earth: the barycentre outward and its centre homeward, by default.

    Returns
    -------
    tuple of Window or of ReturnWindow
        In order of time. Which of them land people in a year: :func:`kilosol.transfer.landings_in_year`; what
        a ship lands by an arc: :func:`kilosol.ships.landed_load`; which sites it reaches:
        :func:`kilosol.transfer.arrival`.

    Raises
    ------
    OutOfRange
        If the years lie outside the ephemeris, or a limit is none that a flight can keep.
    ScenarioError
        If a way home is to be best in landed mass.

    Examples
    --------
    >>> [(w.year, w.type2.departure) for w in windows(2031)]
    [(2031, '2031-02-23')]
    """
    from kilosol.transfer import cited_limits

    limits = cited_limits(
        max_c3,
        max_entry,
        max_tof,
        target="earth" if homeward else "mars",
        delta_v_km_s=max_delta_v,
        declination_deg=max_declination,
        launch_period_days=launch_period,
        margin_frac=margin,
    )
    find = window_finder(homeward, objective, crew_objective, limits, ship, center, PYTHON)
    return find(first_year, first_year if last_year is None else last_year)


def window_finder(
    homeward: bool,
    objective: Objective,
    crew_objective: CrewObjective,
    limits: Limits,
    ship: str,
    center: Center | None,
    door: Door,
) -> Callable[[int, int], tuple[Any, ...]]:
    """Search for the windows of a span of years, all else as asked."""
    from kilosol.ships import landed_mass_price
    from kilosol.ships import ship as version
    from kilosol.transfer.returns import return_windows
    from kilosol.transfer.windows import launch_windows

    flown = version(ship)
    if homeward:
        if objective == "landed-mass":
            way = door.option("return" if door.is_dashed else "homeward")
            cure = f"knows no landed-mass with {way}; choose c3, vinf or delta-v"
            raise ScenarioError(door.title, [Problem("", door.option("objective"), cure)])
        return lambda first, last: return_windows(
            first, last, center or "earth", objective, limits=limits, crew_objective=crew_objective
        )
    price = landed_mass_price(flown, limits.max_entry_km_s) if objective == "landed-mass" else objective
    return lambda first, last: launch_windows(
        first, last, limits=limits, center=center or "emb", objective=price, crew_objective=crew_objective
    )


def arc(
    depart: str | date | float,
    arrive: str | date | float,
    *,
    origin: Planet = "earth",
    target: Planet = "mars",
    center: Center | None = None,
) -> Arc:
    """One transfer: launch energy, speeds at both ends, entry speed, burns.

    Parameters
    ----------
    depart, arrive : str, date or float
        ISO dates, 0 h TDB, or Julian dates.
    origin, target : {"venus", "earth", "mars"}
        Planets.
    center : {"emb", "earth"}, optional
        Point that stands for the Earth: its centre for arcs that end there, else the barycentre.

    Returns
    -------
    Arc
        What a ship lands by it: :func:`kilosol.ships.landed_load`.

    Raises
    ------
    OutOfRange
        If a date is none, or lies outside the ephemeris.

    Examples
    --------
    >>> round(arc("2031-01-28", "2031-08-06").c3_km2_s2, 2)
    9.0
    """
    from kilosol.transfer import arcs

    return arcs.arc(depart, arrive, origin, target, center)


def porkchop(
    depart: Span,
    arrive: Span,
    *,
    origin: Planet = "earth",
    target: Planet = "mars",
    center: Center | None = None,
    points: int = 200,
) -> Porkchop:
    """Launch energy and arrival speed for every pair of dates.

    Parameters
    ----------
    depart, arrive : str or pair of str or date
        First and last day: ``"2030-11-01..2031-05-01"`` or ``("2030-11-01", "2031-05-01")``.
    origin, target : {"venus", "earth", "mars"}
        Planets.
    center : {"emb", "earth"}, optional
        Point that stands for the Earth: its centre for arcs that end there, else the barycentre.
    points : int
        Dates along each axis, 2 to 5000.

    Returns
    -------
    Porkchop
        Arrays (departures, arrivals). Files of it: ``kilosol porkchop --out``.

    Raises
    ------
    OutOfRange
        If a span is none, or lies outside the ephemeris.

    Examples
    --------
    >>> porkchop("2031-01-01..2031-03-01", "2031-08-01..2031-12-01", points=3).c3_km2_s2.shape
    (3, 3)
    """
    from kilosol.transfer import porkchops

    leave, reach = span_days("depart", depart, points, PYTHON), span_days("arrive", arrive, points, PYTHON)
    if reach[-1] <= leave[0]:
        raise OutOfRange("last day of arrive", arrive, f"after the first of depart, {depart}")
    return porkchops.porkchop(leave, reach, origin, target, center)


def span_days(name: str, span: Span, points: int, door: Door) -> NDArray[np.float64]:
    """Moments of a span [d] on whole minutes, or seconds, so that each has a name of its own."""
    import numpy as np

    from kilosol.transfer import jd_from_iso

    if not 2 <= points <= MOST_POINTS:
        raise OutOfRange(door.option("points"), points, f"between 2 and {MOST_POINTS}")
    option = door.option(name)
    ends = span.split("..") if isinstance(span, str) else span
    if len(ends) != 2 or str(ends[1]).startswith("."):
        allowed = "two dates with two dots between, 2030-11-01..2031-05-01"
        raise OutOfRange(option, repr(span), allowed)
    begin, end = (jd_from_iso(day.strip() if isinstance(day, str) else day) for day in ends)
    if not end > begin:
        one_day = " (kilosol arc takes one day)" if end == begin else ""
        raise OutOfRange(f"last day of {option}", ends[1], f"after the first, {ends[0]}{one_day}")
    per_day = 1440 if (end - begin) * 1440 >= points else 86400
    jd = begin + np.rint(np.linspace(0, end - begin, points) * per_day) / per_day
    if (np.diff(jd) <= 0).any():
        raise OutOfRange(
            door.option("points"), points, f"at most one a second between {ends[0]} and {ends[1]}"
        )
    return jd
