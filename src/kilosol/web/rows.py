"""Lists of tables in a form: rows that a scenario had, rows that were added, and rows that were taken out.

Every row keeps a number while the form is open: those that it began with count from 0, new ones go on from
there. A hidden field, ``flights.rows``, says which are in it; windows may so be added in any order.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kilosol.scenario import FieldRow, field_rows
from kilosol.web.texts import as_text

#: Most rows of one list: a horizon of fifty years holds half as many windows.
MOST_ROWS = 60

_NUMBERS = re.compile(r"\d{1,4}(\s*,\s*\d{1,4})*")

#: Buttons of the form, by the name that they send.
ADD, REMOVE, RESTORE = "add", "remove", "restore"


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one list.

    Parameters
    ----------
    table : str
        Key of the list.
    ids : tuple of int
        Numbers of the rows that are in it, in the order in which the form shows them.
    order : tuple of int
        The same in the order of the scenario.
    n_base : int
        Rows that the form began with.
    """

    table: str
    ids: tuple[int, ...]
    order: tuple[int, ...]
    n_base: int

    @property
    def added(self) -> tuple[int, ...]:
        """Rows that the form did not begin with."""
        return tuple(i for i in self.ids if i >= self.n_base)

    @property
    def removed(self) -> tuple[int, ...]:
        """Rows that were taken out."""
        return tuple(i for i in range(self.n_base) if i not in self.ids)

    @property
    def is_changed(self) -> bool:
        """Whether rows came or went."""
        return bool(self.added or self.removed)

    @property
    def text(self) -> str:
        """As the hidden field holds it."""
        return ",".join(map(str, self.ids))

    @property
    def is_full(self) -> bool:
        """Whether no more can be added."""
        return len(self.ids) >= MOST_ROWS


@lru_cache(maxsize=1)
def fields_of_lists() -> dict[str, tuple[FieldRow, ...]]:
    """Lists of tables that a scenario may hold, and the fields of their rows.

    Examples
    --------
    >>> list(fields_of_lists())
    ['flights', 'systems']
    """
    found: dict[str, tuple[FieldRow, ...]] = {}
    for row in field_rows():
        table, is_list, _ = row.key.partition("[].")
        if is_list:
            found[table] = (*found.get(table, ()), row)
    return found


def rows_of(table: str, base: Mapping[str, Any], typed: Mapping[str, str]) -> Rows:
    """Rows that a form holds now.

    Parameters
    ----------
    table : str
        Key of the list.
    base : mapping
        Scenario that the form began from.
    typed : mapping
        What the form sent; without a word about rows they are as they were.
    """
    n_base = len(base.get(table) or ())
    said = typed.get(f"{table}.rows")
    ids = tuple(range(n_base))
    if said is not None and not said.strip():
        ids = ()
    elif said is not None and _NUMBERS.fullmatch(said.strip()):
        ids = tuple(dict.fromkeys(int(part) for part in said.split(",")))[:MOST_ROWS]
    return Rows(table, ids, _in_order(table, ids, base, typed), n_base)


def _in_order(
    table: str, ids: Sequence[int], base: Mapping[str, Any], typed: Mapping[str, str]
) -> tuple[int, ...]:
    """Windows stand by year, wherever in the form they were added; other rows as they are shown."""
    if not any(row.key == f"{table}[].window" for row in fields_of_lists()[table]):
        return tuple(ids)
    windows = []
    for i in ids:
        before = str(base[table][i].get("window", "")) if i < len(base.get(table) or ()) else ""
        text = typed.get(f"{table}.{i}.window", before).strip()
        if not text.isdecimal() or len(text) > 4:
            # What is no year is told of where it stands.
            return tuple(ids)
        windows.append(int(text))
    return tuple(i for _, _, i in sorted(zip(windows, range(len(ids)), ids, strict=True)))


def with_button(base: Mapping[str, Any], typed: Mapping[str, str]) -> dict[str, str]:
    """What a form holds after a button of its lists was pressed.

    Parameters
    ----------
    base : mapping
        Scenario that the form began from.
    typed : mapping
        What the form sent, the button among it; names of no list or row change nothing.

    Returns
    -------
    dict
        Key -> text, with the fields of a new row filled from the last one.
    """
    now = dict(typed)
    for table, fields in fields_of_lists().items():
        rows = rows_of(table, base, typed)
        ids = list(rows.ids)
        for name in (REMOVE, RESTORE):
            of, _, number = typed.get(name, "").partition(".")
            if of != table or not number.isdecimal() or len(number) > 4:
                continue
            ids = [i for i in ids if i != int(number)]
            if name == RESTORE and int(number) < rows.n_base:
                ids = sorted([*ids, int(number)])
        if typed.get(ADD) == table and not rows.is_full:
            new = max([rows.n_base - 1, *ids]) + 1
            now |= _filled(table, fields, rows.order[-1] if rows.order else None, new, base, typed)
            ids.append(new)
        now[f"{table}.rows"] = ",".join(map(str, ids))
    return now


def _filled(
    table: str,
    fields: Sequence[FieldRow],
    last: int | None,
    new: int,
    base: Mapping[str, Any],
    typed: Mapping[str, str],
) -> dict[str, str]:
    """Fields of a new row: as in the last, two years on, without what comes once or is a name."""
    before = base[table][last] if last is not None and last < len(base.get(table) or ()) else {}
    found = {}
    for field in fields:
        key = field.key.partition("[].")[2]
        text = typed.get(f"{table}.{last}.{key}", as_text(before.get(key)))
        if key == "window" and text.isdecimal() and len(text) <= 4:
            # Windows come every 26 months, and are named by their year.
            text = str(int(text) + 2)
        elif key == "name" or field.kind == "flag":
            text = ""
        found[f"{table}.{new}.{key}"] = text
    return found


def matched(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, tuple[int, ...]]:
    """Rows of one scenario by the numbers that a form begun from another gives them.

    Parameters
    ----------
    base, own : mapping
        Two scenarios, parsed.

    Returns
    -------
    dict
        List -> number of each row of `own`: that of the row of `base` with its mark, else a new one.
    """
    found = {}
    for table in fields_of_lists():
        theirs, ours = list(base.get(table) or ()), list(own.get(table) or ())
        if len(theirs) == len(ours):
            found[table] = tuple(range(len(ours)))
            continue
        places = {_mark(row): i for i, row in reversed(list(enumerate(theirs)))}
        ids: list[int] = []
        for row in ours:
            known = places.pop(_mark(row), None)
            ids.append(max([len(theirs) - 1, *ids]) + 1 if known is None else known)
        found[table] = tuple(ids)
    return found


def _mark(row: Mapping[str, Any]) -> object:
    return row.get("window", row.get("name"))
