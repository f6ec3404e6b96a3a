"""Dated cases: what was announced or begun, and how it ended, one a row.

A table of cases is a TOML file below ``data/tables/cases`` with ``[[cases]]``: ``name``, ``of`` (country,
maker or partners), ``stage``, ``began``, ``source``, ``where`` and, once it is decided, ``decided_on`` and
``outcome``.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from kilosol.data.tables import table, table_names
from kilosol.errors import DataError

#: Folder of the tables of cases.
FOLDER = "cases/"

_KINDS: dict[str, type] = {
    "name": str,
    "of": str,
    "stage": str,
    "began": datetime.date,
    "source": str,
    "where": str,
    "decided_on": datetime.date,
    "outcome": bool,
}
_LATER = ("decided_on", "outcome")


@dataclass(frozen=True, slots=True)
class Case:
    """One case.

    Parameters
    ----------
    name : str
    of : str
        Country, maker or partners.
    stage : str
        How far it was, or had come when it ended.
    began : datetime.date
        Announced or begun.
    source, where : str
        Key in references.bib, and the place there or how it was read.
    decided_on : datetime.date or None
        Day from which the outcome counts; None while open.
    outcome : bool or None
        What its table asks; None while open.
    """

    name: str
    of: str
    stage: str
    began: datetime.date
    source: str
    where: str
    decided_on: datetime.date | None = None
    outcome: bool | None = None


def case_tables() -> tuple[str, ...]:
    """Names of the tables of cases that ship.

    Examples
    --------
    >>> case_tables()
    ('cases/mars_windows', 'cases/partner_withdrawals', 'cases/reactor_programmes')
    """
    return table_names(FOLDER)


@cache
def cases(name: str) -> tuple[Case, ...]:
    """Cases of a table, in the order of its file.

    Parameters
    ----------
    name : str
        Path below ``data/tables``, such as ``cases/mars_windows``.

    Raises
    ------
    UnknownName
        If no such table ships.
    DataError
        If a case lacks something, or is decided before it began.
    """
    return parse_cases(name, table(name).text)


def parse_cases(name: str, about: Mapping[str, Any]) -> tuple[Case, ...]:
    """Cases from the content of a file; every problem is named.

    Raises
    ------
    DataError
        With every problem of the table, one a line.
    """
    entries = about.get("cases", [])
    problems = [f"{name}: case {i}: {text}" for i, e in enumerate(entries, 1) for text in _problems_of(e)]
    if problems or not entries:
        raise DataError("\n".join(problems) or f"{name} holds no cases; each stands under [[cases]]")
    return tuple(Case(**entry) for entry in entries)


def _problems_of(entry: Mapping[str, Any]) -> list[str]:
    found = [f"lacks {key!r}" for key in _KINDS if key not in entry and key not in _LATER]
    found += [f"has unknown field {key!r}" for key in entry if key not in _KINDS]
    found += [
        f"{key} must be {kind.__name__}, got {entry[key]!r}"
        for key, kind in _KINDS.items()
        if key in entry and type(entry[key]) is not kind
    ]
    if len({key in entry for key in _LATER}) > 1:
        found.append("needs both decided_on and outcome, or neither")
    if not found and entry.get("decided_on", entry["began"]) < entry["began"]:
        found.append("is decided before it began")
    return found


def known_cases(name: str, as_of: datetime.date, of: str | None = None) -> tuple[Case, ...]:
    """Cases as they stood on a day: later ones are left out, later outcomes are not yet known.

    Parameters
    ----------
    name : str
    as_of : datetime.date
    of : str, optional
        Only those of one country or maker.

    Examples
    --------
    >>> [c.outcome for c in known_cases("cases/mars_windows", datetime.date(2019, 1, 1))]
    [False, None, None]
    """
    found = [c for c in cases(name) if c.began <= as_of and of in (None, c.of)]
    return tuple(
        dataclasses.replace(c, decided_on=None, outcome=None)
        if c.decided_on is not None and c.decided_on > as_of
        else c
        for c in found
    )
