"""The way there and back: windows, one arc, energies over dates."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal, overload

from kilosol.errors import PYTHON, OutOfRange, Problem, ScenarioError

if TYPE_CHECKING:
    from kilosol.transfer import Arc, Porkchop, ReturnWindow, Window

Planet = Literal["venus", "earth", "mars"]
Center = Literal["emb", "earth"]
Objective = Literal["c3", "vinf", "delta-v", "landed-mass"]
#: First and last day, as two dates or as one text with two dots between.
Span = str | tuple[str | date, str | date]


@overload
def windows(
    first_year: int,
    last_year: int,
    *,
    homeward: Literal[False] = False,
    objective: Objective = "c3",
    max_c3: float | None = None,
    max_entry: float | None = None,
    max_tof: float | None = None,
    ship: str = "v3",
    center: Center | None = None,
) -> tuple[Window, ...]: ...
@overload
def windows(
    first_year: int,
    last_year: int,
    *,
    homeward: Literal[True],
    objective: Objective = "c3",
    max_c3: float | None = None,
    max_entry: float | None = None,
    max_tof: float | None = None,
    ship: str = "v3",
    center: Center | None = None,
) -> tuple[ReturnWindow, ...]: ...
def windows(
    first_year: int,
    last_year: int,
    *,
    homeward: bool = False,
    objective: Objective = "c3",
    max_c3: float | None = None,
    max_entry: float | None = None,
    max_tof: float | None = None,
    ship: str = "v3",
    center: Center | None = None,
) -> tuple[Window, ...] | tuple[ReturnWindow, ...]:
    """Launch windows with their best arcs of both types and the fast one for a crew.

    Parameters
    ----------
    first_year, last_year : int
        First and last year of departure.
    homeward : bool
        From Mars to the Earth instead; knows no limits.
    objective : {"c3", "vinf", "delta-v", "landed-mass"}
        What the best arcs are best in.
    max_c3 : float, optional [km2/s2]
        Launch energy that ships may use; by default the cited limit.
    max_entry : float, optional [km/s]
        Inertial entry speed at Mars; by default the cited limit.
    max_tof : float, optional [d]
        Flight time of a crew; by default the cited limit.
    ship : str
        Version of Starship whose landed mass the objective ``"landed-mass"`` means.
    center : {"emb", "earth"}, optional
        Point that stands for the Earth: the barycentre outward and its centre homeward, by default.

    Returns
    -------
    tuple of Window or of ReturnWindow
        In order of time. Which of them land people in a year: :func:`kilosol.transfer.landings_in_year`.

    Raises
    ------
    OutOfRange
        If the years lie outside the ephemeris.
    ScenarioError
        If a way home is to be best in landed mass, or to keep limits.

    Examples
    --------
    >>> [(w.year, w.type2.departure) for w in windows(2031, 2031)]
    [(2031, '2031-02-23')]
    """
    if homeward:
        from kilosol.transfer import return_windows

        given = {"max_c3": max_c3, "max_entry": max_entry, "max_tof": max_tof}
        no_limit = "is a limit of the way out; a way home knows none"
        problems = [Problem("", name, no_limit) for name, value in given.items() if value is not None]
        if objective == "landed-mass":
            cure = "knows no landed-mass on the way home; choose c3, vinf or delta-v"
            raise ScenarioError(PYTHON.title, [*problems, Problem("", "objective", cure)])
        if problems:
            raise ScenarioError(PYTHON.title, problems)
        return return_windows(first_year, last_year, center or "earth", objective)
    from kilosol.ships import landed_mass_price
    from kilosol.ships import ship as version
    from kilosol.transfer import cited_limits, launch_windows

    limits = cited_limits(max_c3, max_entry, max_tof)
    flown = version(ship)
    return launch_windows(
        first_year,
        last_year,
        max_c3_km2_s2=limits.max_c3_km2_s2,
        max_entry_km_s=limits.max_entry_km_s,
        max_tof_days=limits.max_tof_days,
        center=center or "emb",
        objective=landed_mass_price(flown, limits.max_entry_km_s)
        if objective == "landed-mass"
        else objective,
    )


def arc(
    depart: str | date | float,
    arrive: str | date | float,
    *,
    origin: Planet = "earth",
    target: Planet = "mars",
    center: Center = "emb",
) -> Arc:
    """One transfer: launch energy, speeds at both ends, entry speed, burns.

    Parameters
    ----------
    depart, arrive : str, date or float
        ISO dates, 0 h TDB, or Julian dates.
    origin, target : {"venus", "earth", "mars"}
        Planets.
    center : {"emb", "earth"}
        Point that stands for the Earth.

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
    center: Center = "emb",
    points: int = 200,
) -> Porkchop:
    """Launch energy and arrival speed for every pair of dates.

    Parameters
    ----------
    depart, arrive : str or pair of str or date
        First and last day: ``"2030-11-01..2031-05-01"`` or ``("2030-11-01", "2031-05-01")``.
    origin, target : {"venus", "earth", "mars"}
        Planets.
    center : {"emb", "earth"}
        Point that stands for the Earth.
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
    import numpy as np

    from kilosol.transfer import jd_from_iso, porkchops

    most = 5000
    if not 2 <= points <= most:
        raise OutOfRange("points", points, f"between 2 and {most}")
    axes = []
    for name, span in (("depart", depart), ("arrive", arrive)):
        ends = span.split("..") if isinstance(span, str) else span
        if len(ends) != 2:
            raise OutOfRange(name, repr(span), "two dates, or a text with two dots between them")
        first, last = (jd_from_iso(day.strip() if isinstance(day, str) else day) for day in ends)
        if not last > first:
            raise OutOfRange(f"last day of {name}", ends[1], f"after the first, {ends[0]}")
        axes.append(np.linspace(first, last, points))
    return porkchops.porkchop(axes[0], axes[1], origin, target, center)
