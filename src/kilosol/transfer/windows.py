"""Launch windows to Mars: one for each synodic period, with its cheapest arcs and its fast one for a crew."""

from __future__ import annotations

from dataclasses import dataclass

from kilosol.data import table
from kilosol.errors import OutOfRange
from kilosol.transfer.arcs import Arc, Center, Energies
from kilosol.transfer.optima import below_zero
from kilosol.transfer.search import RIDGE_DEG, Limits, Objective, Opportunities, Price, Search


@dataclass(frozen=True, slots=True)
class Window:
    """One opportunity to fly from the Earth to Mars.

    Parameters
    ----------
    year : int
        In which the minimum-energy departure falls; it names the window.
    type1, type2 : Arc
        Best arcs below and above half a turn about the Sun: of least energy, unless another objective was
        asked for.
    crew : Arc or None
        Earliest landing within all limits, None where no arc keeps them.
    launch_period_days : float [d]
        Days on which a ship can leave within the limits on energy and entry speed.
    earliest_arrival_jd, latest_arrival_jd : float [d]
        Of such ships; NaN where there are none.
    flags : tuple of str
        What a planner should know, in plain sentences.
    """

    year: int
    type1: Arc
    type2: Arc
    crew: Arc | None
    launch_period_days: float
    earliest_arrival_jd: float
    latest_arrival_jd: float
    flags: tuple[str, ...]


def cheapest(window: Window) -> Arc:
    """The arc of lower departure energy of the two types.

    Examples
    --------
    >>> cheapest(launch_windows(2031, 2031)[0]).kind
    'II'
    """
    return min(window.type1, window.type2, key=lambda one: one.c3_km2_s2)


def launch_windows(
    first_year: int,
    last_year: int,
    *,
    max_c3_km2_s2: float | None = None,
    max_entry_km_s: float | None = None,
    max_tof_days: float | None = None,
    center: Center = "emb",
    objective: Objective | Price = "c3",
) -> tuple[Window, ...]:
    """Windows from the Earth to Mars whose minimum-energy departure falls in a span of years.

    Parameters
    ----------
    first_year, last_year : int
        First and last year, inclusive; 1972 to 2097.
    max_c3_km2_s2 : [km2/s2]
        Launch energy that ships may use; the cited default is 25.
    max_entry_km_s : [km/s]
        Inertial entry speed; the cited default is 7.5.
    max_tof_days : [d]
        Flight time of a crew; the cited default is 210.
    center : {"emb", "earth"}
        Point that stands for the Earth.
    objective : {"c3", "vinf", "delta-v"} or callable
        What the best arc of each type is best in: launch energy; arrival speed at infinity, or the burns out
        of the parking orbit and into orbit at Mars, both at launch energies within the limit; or a cost of
        the caller's own, from :class:`Energies` to an array.

    Returns
    -------
    tuple of Window
        In order of time; dates of minimum energy hold to 0.1 days.

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
    2026 2026-10-30 2027-08-20
    2028 2028-12-01 2029-10-16
    2031 2031-02-23 2032-01-10
    """
    limits = _limits(max_c3_km2_s2, max_entry_km_s, max_tof_days)
    search = Search("earth", "mars", center)
    found = search.opportunities(first_year, last_year)
    price = search.price(objective, limits.max_c3_km2_s2)
    type1, type2 = search.cheapest_arcs(found, price)
    named = (type1, type2) if objective == "c3" else search.cheapest_arcs(found)
    crews = search.earliest_landings(found, limits)
    result = []
    for i, (one, two, crew) in enumerate(zip(type1, type2, crews, strict=True)):
        # The window bears the year of its minimum-energy departure, whatever the objective.
        departure_year = int(min((arcs[i] for arcs in named), key=lambda a: a.c3_km2_s2).departure[:4])
        if first_year <= departure_year <= last_year:
            result.append(_window(departure_year, (one, two, crew), limits, found, i, objective == "c3"))
    return tuple(result)


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
    )
    return tuple(words for holds, words in said if holds)


def cited_limits(
    c3_km2_s2: float | None = None, entry_km_s: float | None = None, tof_days: float | None = None
) -> Limits:
    """Limits, by the cited defaults where none is given.

    Parameters
    ----------
    c3_km2_s2 : [km2/s2]
        Launch energy.
    entry_km_s : [km/s]
        Inertial entry speed.
    tof_days : [d]
        Flight time of a crew.

    Returns
    -------
    Limits

    Examples
    --------
    >>> cited_limits(entry_km_s=7.0)
    Limits(max_c3_km2_s2=25.0, max_entry_km_s=7.0, max_tof_days=210.0)
    """
    return _limits(c3_km2_s2, entry_km_s, tof_days)


def _limits(c3: float | None, entry: float | None, tof: float | None) -> Limits:
    limits = table("transfer/limits")
    chosen = Limits(
        limits.number("max_c3_km2_s2") if c3 is None else c3,
        limits.number("max_entry_km_s") if entry is None else entry,
        limits.number("max_tof_day") if tof is None else tof,
    )
    for name in ("max_c3_km2_s2", "max_entry_km_s", "max_tof_days"):
        if not getattr(chosen, name) > 0:
            raise OutOfRange(name, getattr(chosen, name), "positive")
    return chosen


def _window(
    year: int,
    arcs: tuple[Arc, Arc, Arc | None],
    limits: Limits,
    found: Opportunities,
    i: int,
    by_energy: bool,
) -> Window:
    one, two, crew = arcs
    whole = Energies(*(getattr(found.cost, name)[i] for name in Energies.__slots__))
    excess = limits.excess(whole, for_crew=False)
    period, _, _ = below_zero(found.depart_jd[i], excess.min(axis=1))
    _, earliest, latest = below_zero(found.arrive_jd[i], excess.min(axis=0))
    if crew is not None:
        # The crew's arc is refined, the edge on the grid only interpolated.
        earliest = min(earliest, crew.arrival_jd)
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
        flags.append("no arc within the limits of a crew")
    return Window(year, one, two, crew, period, earliest, latest, tuple(flags))
