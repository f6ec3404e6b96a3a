"""Dated forecasts of events that can be checked, and their score once the day has passed.

A forecast is a line in a TOML file: the event, the day on which it was made, the chance. It is never
changed afterwards. Once the outcome is known it earns a Brier score [1]_, the square of what it was wrong by:
0 is perfect, 0.25 is what an even chance always earns.

References
----------
.. [1] G. W. Brier, "Verification of forecasts expressed in terms of probability", Monthly Weather Review 78,
   1-3, 1950 (key brier1950 in references.bib).
"""

from __future__ import annotations

import datetime
import json
import math
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kilosol import data
from kilosol._version import __version__
from kilosol.data import table
from kilosol.data.own_files import own_text, own_toml
from kilosol.errors import DataError
from kilosol.planning.claims import programme_frac
from kilosol.planning.run import Run
from kilosol.planning.stages.transfers import year_of
from kilosol.results.whole import write_whole
from kilosol.scenario import scenario_hash
from kilosol.studies.claim_report import evidence_of

#: Days of a year, for the rate of an event that may come any day.
YEAR_DAYS = 365.25


@dataclass(frozen=True, slots=True)
class Event:
    """Something that will have happened by a day, or not.

    Parameters
    ----------
    id, text : str
    by : datetime.date
        Last day on which it counts.
    test : str
        What its chance is taken from; ``recorded`` for one that is only scored.
    source : str
        Key in references.bib.
    parameters : mapping
        What the test needs: ``year``, ``announced_year``, ``n_ships``.
    outcome : bool or None
        Whether it happened; None while open.
    outcome_on : datetime.date or None
        Day from which that was known.
    """

    id: str
    text: str
    by: datetime.date
    test: str
    source: str
    parameters: Mapping[str, int]
    outcome: bool | None = None
    outcome_on: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Forecast:
    """A chance that was given to an event on a day.

    Parameters
    ----------
    event, text : str
    by : str
        Who made it.
    made_on : datetime.date
    resolves_on : datetime.date
    probability : float
    basis : str
        What it rests on.
    outcome : bool or None
    """

    event: str
    text: str
    by: str
    made_on: datetime.date
    resolves_on: datetime.date
    probability: float
    basis: str = ""
    outcome: bool | None = None

    @property
    def brier(self) -> float | None:
        """Square of what the forecast was wrong by; None while open.

        Examples
        --------
        >>> day = datetime.date(2026, 1, 1)
        >>> Forecast("x", "", "", day, day, 0.3, outcome=True).brier
        0.49
        """
        return None if self.outcome is None else round((self.probability - float(self.outcome)) ** 2, 6)

    def as_dict(self) -> dict[str, Any]:
        """In plain words and numbers, for JSON."""
        return {
            "event": self.event,
            "text": self.text,
            "by": self.by,
            "made_on": self.made_on.isoformat(),
            "resolves_on": self.resolves_on.isoformat(),
            "probability": self.probability,
            "basis": self.basis,
            "outcome": self.outcome,
            "brier": self.brier,
        }


def _log() -> dict[str, Any]:
    path = Path(data.__file__).parent / "events.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def shipped_events() -> tuple[Event, ...]:
    """Events that ship, in the order of their file.

    Examples
    --------
    >>> {e.test for e in shipped_events()} - {"recorded", *TESTS}
    set()
    """
    known = ("year", "announced_year", "n_ships")
    return tuple(
        Event(
            **{k: e[k] for k in ("id", "text", "by", "test", "source")},
            parameters={k: int(e[k]) for k in known if k in e},
            outcome=e.get("outcome"),
            outcome_on=e.get("outcome_on"),
        )
        for e in _log()["events"]
    )


def shipped_forecasts(as_of: datetime.date) -> tuple[Forecast, ...]:
    """Forecasts of others on record, with their outcome as far as it was known on a day."""
    events = {e.id: e for e in shipped_events()}
    found = []
    for entry in _log()["forecasts"]:
        event = events[entry["event"]]
        made = Forecast(
            event.id, event.text, entry["by"], entry["made_on"], event.by, float(entry["probability"])
        )
        if made.made_on <= as_of:
            found.append(resolved(made, as_of))
    return tuple(found)


def make_forecasts(run: Run) -> tuple[Forecast, ...]:
    """Chances of all open events as a plan sees them on its day.

    Parameters
    ----------
    run : Run

    Returns
    -------
    tuple of Forecast
    """
    as_of = run.scenario.as_of
    made = []
    for event in shipped_events():
        if event.test not in TESTS or event.by <= as_of or _known(event, as_of) is not None:
            continue
        p, basis = TESTS[event.test](run, event)
        who = f"Kilosol {__version__}, {run.scenario.name} ({scenario_hash(run.scenario)})"
        made.append(Forecast(event.id, event.text, who, as_of, event.by, round(p, 4), basis))
    return tuple(made)


def resolved(forecast: Forecast, as_of: datetime.date) -> Forecast:
    """A forecast with the outcome of its event, if that was known on a day."""
    import dataclasses

    if forecast.outcome is not None:
        return forecast
    event = next((e for e in shipped_events() if e.id == forecast.event), None)
    outcome = None if event is None else _known(event, as_of)
    return forecast if outcome is None else dataclasses.replace(forecast, outcome=outcome)


def mean_brier(forecasts: Sequence[Forecast]) -> float | None:
    """Mean Brier score of the forecasts that are resolved; None where none is."""
    scores = [s for f in forecasts if (s := f.brier) is not None]
    return sum(scores) / len(scores) if scores else None


def read_forecasts(path: Path) -> tuple[Forecast, ...]:
    """Forecasts of a file; none where there is no file yet.

    Raises
    ------
    DataError
        If the file is not one of forecasts.
    """
    if not path.exists():
        return ()
    fields = ("event", "text", "by", "made_on", "resolves_on", "probability", "basis", "outcome")
    try:
        raw = own_toml(own_text(path))
        entries = [{k: e[k] for k in fields if k in e} for e in raw["forecasts"]]
        found = tuple(Forecast(**{**e, "probability": float(e["probability"])}) for e in entries)
    except (OSError, ValueError, KeyError, TypeError, RecursionError, OverflowError) as error:
        raise DataError(f"{path} is no file of forecasts: {error}; choose another name") from None
    problems = [problem for one in found for problem in _problems_of(one)]
    if problems:
        raise DataError("\n".join(f"{path}: {problem}" for problem in problems))
    return found


def _problems_of(one: Forecast) -> list[str]:
    """What is no text, date, chance or outcome in a forecast that was read."""
    asked: tuple[tuple[str, bool, str], ...] = (
        *(
            (key, isinstance(getattr(one, key), str), "text in quotes")
            for key in ("event", "text", "by", "basis")
        ),
        # A date with a time of day is a date for Python; it does not compare with one.
        *(
            (key, type(getattr(one, key)) is datetime.date, "a date without quotes")
            for key in ("made_on", "resolves_on")
        ),
        ("probability", 0.0 <= one.probability <= 1.0, "between 0 and 1"),
        ("outcome", one.outcome is None or isinstance(one.outcome, bool), "true or false"),
    )
    return [
        f"{key} of {one.event!r} must be {allowed}, got {getattr(one, key)!r}"
        for key, is_good, allowed in asked
        if not is_good
    ]


def write_forecasts(path: Path, forecasts: Sequence[Forecast]) -> None:
    """Write forecasts as TOML, whole or not at all.

    Raises
    ------
    DataError
        If the file cannot be written.
    """
    lines = ["# Dated forecasts of Kilosol. Set `outcome = true` or `false` once an event is decided."]
    for one in forecasts:
        lines += ["", "[[forecasts]]"]
        for key in ("event", "text", "by", "made_on", "resolves_on", "probability", "basis", "outcome"):
            value = getattr(one, key)
            if value is None:
                continue
            # JSON's strings, numbers and flags are TOML's too.
            shown = (
                value.isoformat()
                if isinstance(value, datetime.date)
                else json.dumps(value, ensure_ascii=False)
            )
            lines.append(f"{key} = {shown}")
    try:
        write_whole(path, "\n".join(lines) + "\n")
    except OSError as error:
        raise DataError(f"{path} cannot be written: {error}") from None


def _known(event: Event, as_of: datetime.date) -> bool | None:
    if event.outcome is None or event.outcome_on is None or event.outcome_on > as_of:
        return None
    return event.outcome


def _propellant_transfer(run: Run, event: Event) -> tuple[float, str]:
    rate = table("campaign/forecast").number("transfer_per_year")
    years = (event.by - run.scenario.as_of).days / YEAR_DAYS
    return 1.0 - math.exp(-rate * years), f"a rate of {rate:g} a year since the first orbit (assumption)"


def _mars_departure(run: Run, event: Event) -> tuple[float, str]:
    n_ships = event.parameters.get("n_ships", 1)
    p = evidence_of(run).p_departs(event.parameters["year"], n_ships)
    return p, f"the plan's manifest and a readiness of {run.scenario.fleet.ready_frac:g} (assumption)"


def _ship_landing(run: Run, event: Event) -> tuple[float, str]:
    campaigns, calendar = run.answers.landing.campaigns, run.answers.transfers.calendar
    by_then = [year_of(float(jd)) < event.parameters["year"] + 1 for jd in calendar.cargo_arrival_jd]
    landed = campaigns.landed_ships[by_then]
    p = float((landed > 0).any(axis=0).mean()) if len(landed) else 0.0
    return p, f"{run.scenario.draws} simulated campaigns"


def _people_landing(run: Run, event: Event) -> tuple[float, str]:
    return evidence_of(run).p_landed_by(event.parameters["year"]), f"{run.scenario.draws} simulated campaigns"


def _programme(run: Run, event: Event) -> tuple[float, str]:
    del run
    p = programme_frac(event.parameters["year"], event.parameters["announced_year"])
    return p, "the record of announced space-reactor programmes (assumption)"


#: Test name -> function from a run and an event to a chance and what it rests on.
TESTS: dict[str, Callable[[Run, Event], tuple[float, str]]] = {
    "propellant_transfer": _propellant_transfer,
    "mars_departure": _mars_departure,
    "ship_landing": _ship_landing,
    "people_landing": _people_landing,
    "programme": _programme,
}
