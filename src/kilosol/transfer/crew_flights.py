"""The flight of a crew in a window: best by a stated objective among those with a whole launch period."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from kilosol.errors import UnknownName
from kilosol.transfer.arcs import Arc, Array, Energies
from kilosol.transfer.asymptotes import departure_declination_deg
from kilosol.transfer.limits import Limits
from kilosol.transfer.search import Opportunities, Search

#: What the crew's flight is best in: departure energy, flight time, entry speed, or the day of landing.
CrewObjective = Literal["energy", "shortest", "entry", "landing"]

# The coarse grid tells where to look day by day: its steps of 2 and 4 days change no limit by this part.
COARSE_SLACK_FRAC = 0.15
# Around that, days of the coarse grid's longer step.
EDGE_DAY = 4


@dataclass(frozen=True, slots=True)
class CrewFlight:
    """A crew's flight and the days on which it can leave.

    Parameters
    ----------
    arc : Arc
        Leaves on the first day of the launch period, at 0 h TDB.
    period_days : int [d]
        Days in a row, from that day on, on which it can leave for the same landing within all limits.
    highest_c3_km2_s2, highest_entry_km_s : float
        Over the launch period that was asked for.
    """

    arc: Arc
    period_days: int
    highest_c3_km2_s2: float
    highest_entry_km_s: float


def crew_flights(
    search: Search,
    found: Opportunities,
    limits: Limits,
    objective: CrewObjective = "energy",
    between_jd: tuple[float, float] = (-np.inf, np.inf),
) -> list[CrewFlight | None]:
    """Best flight of a crew of every opportunity, None where no launch period keeps all limits.

    Parameters
    ----------
    search : Search
        Between which planets.
    found : Opportunities
        Coarse grids of it.
    limits : Limits
        Of ships and people.
    objective : {"energy", "shortest", "entry", "landing"}
        What it is best in; of equal flights the one of least energy.
    between_jd : (float, float) [d]
        First and last moment of departure.

    Returns
    -------
    list of CrewFlight or None

    Raises
    ------
    UnknownName
        If there is no such objective.

    Notes
    -----
    All pairs of whole days (0 h TDB) are tried, so that a printed flight can be typed back and has the same
    digits. A flight is allowed where each day from its departure on, as many as asked, has an arc to the same
    landing within every limit less the margin.
    """
    if objective not in get_args(CrewObjective):
        raise UnknownName("objective of a crew", objective, get_args(CrewObjective))
    return [_best(search, found, i, limits, objective, between_jd) for i in range(found.depart_jd.shape[0])]


def _best(
    search: Search,
    found: Opportunities,
    i: int,
    limits: Limits,
    objective: CrewObjective,
    between_jd: tuple[float, float],
) -> CrewFlight | None:
    whole = Energies(*(getattr(found.cost, name)[i] for name in Energies.__slots__))
    near = limits.excess(whole, for_crew=True) <= COARSE_SLACK_FRAC
    if not near.any():
        return None
    depart = _days(found.depart_jd[i][near.any(axis=1)])
    arrive = _days(found.arrive_jd[i][near.any(axis=0)])
    cost = search.energies(depart[:, None], arrive[None, :])
    within = limits.excess(cost, for_crew=True) <= 0
    if limits.max_declination_deg < 90:
        within = _low_enough(search, depart, arrive, within, limits)
    run = _runs(within)
    allowed = run >= limits.launch_period_days
    allowed &= ((depart >= between_jd[0]) & (depart <= between_jd[1]))[:, None]
    rows, columns = np.nonzero(allowed)
    if not rows.size:
        return None
    c3 = cost.c3_km2_s2[rows, columns]
    primary = {
        "energy": c3,
        "shortest": cost.tof_days[rows, columns],
        "entry": cost.entry_speed_km_s[rows, columns],
        "landing": arrive[columns],
    }[objective]
    pick = np.lexsort((c3, primary))[0]
    row, column = int(rows[pick]), int(columns[pick])
    period = slice(row, row + limits.launch_period_days)
    return CrewFlight(
        search.arc(depart[row], arrive[column]),
        int(run[row, column]),
        float(cost.c3_km2_s2[period, column].max()),
        float(cost.entry_speed_km_s[period, column].max()),
    )


def _days(jd: Array) -> Array:
    """Whole days, 0 h, that hold some dates."""
    return np.arange(np.floor(jd[0] - EDGE_DAY), np.ceil(jd[-1] + EDGE_DAY)) + 0.5


def _runs(within: NDArray[np.bool_]) -> NDArray[np.int64]:
    """How many rows in a row, from each on, are true in each column."""
    run = np.zeros(within.shape, dtype=np.int64)
    row = np.zeros(within.shape[1], dtype=np.int64)
    for k in range(within.shape[0] - 1, -1, -1):
        row = np.where(within[k], row + 1, 0)
        run[k] = row
    return run


def _low_enough(
    search: Search, depart: Array, arrive: Array, within: NDArray[np.bool_], limits: Limits
) -> NDArray[np.bool_]:
    rows, columns = np.nonzero(within)
    declination = departure_declination_deg(
        depart[rows], arrive[columns], search.origin, search.target, search.center
    )
    kept = within.copy()
    most = limits.max_declination_deg * (1 - limits.margin_frac)
    kept[rows, columns] = np.abs(declination) <= most
    return kept
