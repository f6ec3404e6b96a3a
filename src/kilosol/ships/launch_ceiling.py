"""What bounds a fleet: launches of its synod, tankers for each ship, ships built.

A fleet leaves for Mars in one window. Its ships and their tankers are launched in the synodic period before
it; a launch not made then is gone, a ship not sent stays and may go later.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from kilosol.data import columns, table
from kilosol.errors import OutOfRange
from kilosol.limits import require
from kilosol.transfer import synodic_period_days

Array = NDArray[np.float64]

#: What may hold the launches of a day down.
Limit = Literal["pace", "licences", "turnaround", "stated"]
LIMITS: tuple[Limit, ...] = ("pace", "licences", "turnaround", "stated")

#: In which order the ships of a fleet are filled.
Order = Literal["crew", "cargo", "share"]

#: Days of a Julian year.
YEAR_DAY = 365.25
# Launches are summed over days of this length [d].
STEP_DAY = 1.0
# Part of a launch by which a fleet may exceed them: rounding of sums, not a launch.
ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class LaunchPace:
    """Launches a year from a day on, by what limits them.

    Parameters
    ----------
    from_jd : float [d]
        Day of the plan: nothing that became known later counts, and launches before it are history.
    record_per_year : float [1/yr]
        Launches a year of the record before it, Jeffreys' mean.
    record_jd : float [d]
        Middle of that record.
    growth_factor : float [1]
        Launches of a year over those of the year before, until licences or pads bind.
    licence_growth_factor : float [1]
        The same for what licences and pads allow.
    turnaround_day : float [d]
        Between two launches of one pad.
    other_use_frac : float [1]
        Part of all launches that others take.
    stated_per_year : float or None [1/yr]
        Launches a year from the day of the plan on, instead of all the above but the part of others.
    """

    from_jd: float
    record_per_year: float
    record_jd: float
    growth_factor: float
    licence_growth_factor: float
    turnaround_day: float
    other_use_frac: float
    stated_per_year: float | None = None


def launch_pace(
    from_jd: float,
    *,
    stated_per_year: float | None = None,
    growth_factor: float | None = None,
    other_use_frac: float | None = None,
) -> LaunchPace:
    """Pace of launches as known on a day; cited values where none are given.

    Parameters
    ----------
    from_jd : float [d]
        Day of the plan.
    stated_per_year : float, optional [1/yr]
        Launches a year, instead of record, licences and pads.
    growth_factor : float, optional [1]
        Launches of a year over those of the year before; the cited default is 1.4.
    other_use_frac : float, optional [1]
        Part that others take; the cited default is 0.

    Returns
    -------
    LaunchPace

    Notes
    -----
    The record's rate is Jeffreys' mean of a Poisson rate, (n + 1/2) / T, over T years before the day.

    Examples
    --------
    >>> pace = launch_pace(2461364.5)  # 20 November 2026: eight flights in two years
    >>> pace.record_per_year
    4.25
    """
    cited = table("ships/launch_ceiling")
    years = cited.number("record_year")
    flown_jd = columns("ships/starship_flights")["launch_jd"]
    n = int(((flown_jd <= from_jd) & (flown_jd > from_jd - years * YEAR_DAY)).sum())
    return LaunchPace(
        from_jd=from_jd,
        record_per_year=(n + 0.5) / years,
        record_jd=from_jd - 0.5 * years * YEAR_DAY,
        growth_factor=cited.number("launch_growth_factor") if growth_factor is None else growth_factor,
        licence_growth_factor=cited.number("licence_growth_factor"),
        turnaround_day=cited.number("turnaround_day"),
        other_use_frac=cited.number("other_use_frac") if other_use_frac is None else other_use_frac,
        stated_per_year=stated_per_year,
    )


def launches_per_year(jd: Array, pace: LaunchPace) -> dict[Limit, Array]:
    """Launches a year that each limit allows on some days.

    Parameters
    ----------
    jd : (n,) [d]
    pace : LaunchPace

    Returns
    -------
    dict of (n,) [1/yr]
        The least of them holds: ``pace`` the record and its growth, ``licences`` what pads may make,
        ``turnaround`` what they can; ``stated`` alone where launches are stated.

    Examples
    --------
    >>> known = launches_per_year(np.array([2463000.0]), launch_pace(2461364.5))
    >>> float(known["licences"][0])
    145.0
    """
    if pace.stated_per_year is not None:
        return {"stated": np.full(jd.shape, pace.stated_per_year)}
    pads = columns("ships/launch_pads")
    allowed, able = np.zeros(jd.shape), np.zeros(jd.shape)
    for place in np.unique(pads["place"]):
        per_year, n_pads = np.zeros(jd.shape), np.zeros(jd.shape)
        # Rows stand in the order in which they became known: a later one replaces the one before.
        for row in np.flatnonzero((pads["place"] == place) & (pads["known_jd"] <= pace.from_jd)):
            is_open = jd >= pads["opens_jd"][row]
            per_year[is_open], n_pads[is_open] = pads["launches_per_year"][row], pads["n_pads"][row]
        allowed += per_year
        able += n_pads * YEAR_DAY / pace.turnaround_day
    grown = pace.licence_growth_factor ** ((jd - pace.from_jd) / YEAR_DAY)
    flown = pace.record_per_year * pace.growth_factor ** ((jd - pace.record_jd) / YEAR_DAY)
    return {"pace": flown, "licences": allowed * grown, "turnaround": able * grown}


def launches_of_synod(departure_jd: float, pace: LaunchPace) -> tuple[int, Limit]:
    """Launches in the synodic period before a departure, and what bounds them on most of its days.

    Parameters
    ----------
    departure_jd : float [d]
        Of the fleet.
    pace : LaunchPace

    Returns
    -------
    launches : int
        Whole launches that are left for Mars, from the day of the plan on.
    limit : str
        One of ``LIMITS``.

    Examples
    --------
    >>> launches_of_synod(2463700.0, launch_pace(2461364.5, stated_per_year=146.0))
    (312, 'stated')
    """
    first = max(departure_jd - mean_synod_days(), pace.from_jd)
    n_steps = int(np.ceil(max(departure_jd - first, 0.0) / STEP_DAY))
    if n_steps == 0:
        return 0, "stated" if pace.stated_per_year is not None else "pace"
    step = (departure_jd - first) / n_steps
    middles = np.asarray(first + step * (np.arange(n_steps) + 0.5), dtype=np.float64)
    rates = launches_per_year(middles, pace)
    by_limit = np.stack(list(rates.values()))
    total = by_limit.min(axis=0).sum() * step / YEAR_DAY * (1.0 - pace.other_use_frac)
    binding = np.bincount(by_limit.argmin(axis=0), minlength=len(rates))
    return round(float(total)), list(rates)[int(binding.argmax())]


@cache
def _synod_days(earth_day: float, mars_day: float) -> float:
    return float(synodic_period_days(earth_day, mars_day))


def mean_synod_days() -> float:
    """Mean days from one window to the next.

    Examples
    --------
    >>> round(mean_synod_days(), 1)
    779.9
    """
    orbits = table("transfer/orbits")
    return _synod_days(orbits.number("earth_year_day"), orbits.number("mars_year_day"))


def launches_per_ship(
    n_tankers: float, failed_tanker_frac: float | None = None, failed_transfer_frac: float | None = None
) -> float:
    """Launches that one ship takes on average over a fleet, its own and its tankers'.

    Parameters
    ----------
    n_tankers : float [1]
        Loads that fill it.
    failed_tanker_frac, failed_transfer_frac : float, optional [1]
        Tanker flights that bring nothing, and loads lost at the transfer; the cited defaults are 0.05 each.

    Returns
    -------
    float

    Raises
    ------
    OutOfRange
        If a number of tankers is negative or a part is not in [0, 1).

    Notes
    -----
    1 + n / ((1 - f)(1 - x)): each load is tried until it is aboard.

    Examples
    --------
    >>> launches_per_ship(5, 0.0, 0.0), round(launches_per_ship(5), 2)
    (6.0, 6.54)
    """
    cited = table("ships/launch_ceiling")
    failed = cited.number("failed_tanker_frac") if failed_tanker_frac is None else failed_tanker_frac
    lost = cited.number("failed_transfer_frac") if failed_transfer_frac is None else failed_transfer_frac
    require(0.0 <= n_tankers < np.inf, "n_tankers", n_tankers, "a number, at least 0")
    require(0.0 <= failed < 1.0, "failed_tanker_frac", failed, "from 0 to below 1")
    require(0.0 <= lost < 1.0, "failed_transfer_frac", lost, "from 0 to below 1")
    return 1.0 + n_tankers / ((1.0 - failed) * (1.0 - lost))


def ships_built(until_jd: float, pace: LaunchPace, stated_per_year: float | None = None) -> float:
    """Ships built from the day of a plan to another day.

    Parameters
    ----------
    until_jd : float [d]
    pace : LaunchPace
        Every flight of the record took a new ship, so that works build at its pace and grow with it.
    stated_per_year : float, optional [1/yr]
        Ships built in a year from the day of the plan on, instead.

    Returns
    -------
    float

    Examples
    --------
    >>> ships_built(2461364.5 + 3652.5, launch_pace(2461364.5), stated_per_year=12.0)
    120.0
    """
    years = max(until_jd - pace.from_jd, 0.0) / YEAR_DAY
    if stated_per_year is not None:
        return stated_per_year * years
    n_steps = max(int(np.ceil(years * YEAR_DAY / STEP_DAY)), 1)
    at_year = years * (np.arange(n_steps) + 0.5) / n_steps + (pace.from_jd - pace.record_jd) / YEAR_DAY
    rate = pace.record_per_year * pace.growth_factor**at_year
    most = table("ships/launch_ceiling").number("built_most_per_year")
    return float(np.minimum(rate, most).sum() * years / n_steps)


def ships_filled(
    n_cargo: int,
    n_crew: int,
    *,
    launches: float,
    per_cargo_ship: float,
    per_crew_ship: float,
    most_ships: float = np.inf,
    order: Order = "crew",
) -> tuple[int, int]:
    """Cargo and crew ships of a fleet that can be filled; the others stay on Earth.

    Parameters
    ----------
    n_cargo, n_crew : int
        Ships that are meant to go.
    launches : float [1]
        Left for the fleet.
    per_cargo_ship, per_crew_ship : float [1]
        Launches that one of each takes.
    most_ships : float [1]
        Ships that there are.
    order : {"crew", "cargo", "share"}
        Who is filled first: one kind, or both in step, a crew ship at the head.

    Returns
    -------
    n_cargo, n_crew : int

    Notes
    -----
    Ships are filled in a fixed order until the next one finds too few launches. More launches so never give
    fewer ships of either kind, and more launches for each ship never more.

    Examples
    --------
    >>> ships_filled(60, 0, launches=312, per_cargo_ship=6.0, per_crew_ship=6.0)
    (52, 0)
    >>> ships_filled(18, 2, launches=60, per_cargo_ship=6.0, per_crew_ship=6.0, order="share")
    (9, 1)
    """
    if min(n_cargo, n_crew) < 0:
        raise OutOfRange("ships", min(n_cargo, n_crew), "0 or more")
    is_crew = _in_order(n_cargo, n_crew, order)
    needed = np.cumsum(np.where(is_crew, per_crew_ship, per_cargo_ship))
    n = int(np.searchsorted(needed, launches + ROUNDING, side="right"))
    n = int(min(n, np.floor(most_ships + ROUNDING)))
    crew = int(is_crew[:n].sum())
    return n - crew, crew


def _in_order(n_cargo: int, n_crew: int, order: Order) -> NDArray[np.bool_]:
    """Whether each ship carries people, in the order in which they are filled."""
    kinds: Sequence[bool] = (True, False) if order == "crew" else (False, True)
    if order != "share":
        return np.repeat(kinds, [n_crew if kind else n_cargo for kind in kinds])
    at = np.concatenate((np.arange(n_crew) / max(n_crew, 1), (np.arange(n_cargo) + 0.5) / max(n_cargo, 1)))
    return (np.arange(at.size) < n_crew)[np.argsort(at, kind="stable")]
