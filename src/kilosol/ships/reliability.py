"""Records to learn from: the test flights of Starship, and every lander that entered at Mars."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from kilosol.data import columns
from kilosol.errors import UnknownName

#: Part of a flight: reaching the planned trajectory, the ship's entry, the booster's way back.
FlightPart = Literal["ascent", "entry", "booster"]


@dataclass(frozen=True, slots=True)
class Trial:
    """One row of a record.

    Parameters
    ----------
    name : str
        Flight or lander.
    date : str
        ISO date.
    outcome : str
        What happened, in a few words.
    grade : str
        How well it is known.
    """

    name: str
    date: str
    outcome: str
    grade: str


def starship_successes(part: FlightPart = "ascent") -> NDArray[np.bool_]:
    """Outcomes of the Starship test flights, in order.

    Parameters
    ----------
    part : {"ascent", "entry", "booster"}
        Reaching the planned trajectory, the ship's entry to a controlled splashdown, or the booster's
        controlled end.

    Returns
    -------
    (n,) bool
        Flights whose outcome was not found are left out.

    Raises
    ------
    UnknownName
        If there is no such part.

    Examples
    --------
    >>> outcomes = starship_successes("entry")
    >>> int(outcomes.sum()), outcomes.size
    (8, 14)
    """
    if part not in get_args(FlightPart):
        raise UnknownName("part of a flight", part, get_args(FlightPart))
    values = columns("ships/starship_flights")[f"{part}_success"]
    return values[np.isfinite(values)] > 0


def mars_entry_successes(nasa_only: bool = False) -> NDArray[np.bool_]:
    """Full successes of the landers that entered the atmosphere of Mars, in order.

    Parameters
    ----------
    nasa_only : bool
        Whether to take NASA's alone.

    Returns
    -------
    (n,) bool

    Examples
    --------
    >>> every, nasa = mars_entry_successes(), mars_entry_successes(nasa_only=True)
    >>> (int(every.sum()), every.size), (int(nasa.sum()), nasa.size)
    ((10, 16), (9, 10))
    """
    record = columns("ships/mars_entries")
    success = record["full_success"] > 0
    return success[record["nasa_flag"] > 0] if nasa_only else success


def starship_flights() -> tuple[Trial, ...]:
    """The Starship test flights one by one.

    Examples
    --------
    >>> starship_flights()[13].date
    '2026-09-28'
    """
    record = columns("ships/starship_flights")
    rows = zip(
        record["flight"],
        record.about["row_dates"],
        record.about["row_outcomes"],
        record.about["row_grades"],
        strict=True,
    )
    return tuple(Trial(f"Flight {n:.0f}", day, outcome, grade) for n, day, outcome, grade in rows)


def mars_entries() -> tuple[Trial, ...]:
    """The landers that entered at Mars one by one.

    Examples
    --------
    >>> mars_entries()[0].name
    'Mars 2'
    """
    about = columns("ships/mars_entries").about
    rows = zip(about["row_names"], about["row_dates"], about["row_outcomes"], strict=True)
    return tuple(Trial(name, day, outcome, "public record") for name, day, outcome in rows)
