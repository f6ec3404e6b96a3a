"""The form of a scenario: a row for every key, made from the schema that checks it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from kilosol.errors import KilosolError, ScenarioError
from kilosol.scenario import FieldRow, Scenario, field_rows, read_scenario, to_toml
from kilosol.web.own_files import without_files
from kilosol.web.rows import Rows, fields_of_lists, matched, rows_of
from kilosol.web.texts import as_text, tidied, value_of


@dataclass(frozen=True, slots=True)
class FormRow:
    """One key as the form shows it.

    Parameters
    ----------
    key : str
        Dotted key with indexes, ``flights.0.cargo_ships``.
    label : str
        Its last part in words.
    row : FieldRow
        What the schema says of it.
    value, base : str
        Text now, and in the scenario that the form began from.
    problem : str
        What is wrong with it.
    """

    key: str
    label: str
    row: FieldRow
    value: str
    base: str
    problem: str = ""

    @property
    def is_changed(self) -> bool:
        """Whether it differs from where the form began."""
        return self.value != self.base

    @property
    def name(self) -> str:
        """For ids in a page: dots are not wanted there."""
        return self.key.replace(".", "-")

    @property
    def allowed(self) -> str:
        """Range of a number in words; what a form shows by its kind of field needs none."""
        return self.row.allowed if self.row.kind in ("number", "integer") else ""

    @property
    def default(self) -> str:
        """What holds when the key is left out, in words."""
        if self.row.is_required:
            return "must be given"
        return "decided by the rest" if self.row.default is None else f"default {as_text(self.row.default)}"


@dataclass(frozen=True, slots=True)
class Form:
    """A scenario's form.

    Parameters
    ----------
    groups : dict
        Rows by table of the scenario, in the order of the file.
    problems : tuple of str
        Problems that belong to no single row.
    scenario : Scenario or None
        What the form says, if it holds together.
    lists : dict
        Rows of each list of tables.
    base : mapping
        Scenario that the form began from, parsed.
    """

    groups: dict[str, list[FormRow]]
    problems: tuple[str, ...]
    scenario: Scenario | None
    lists: dict[str, Rows] = field(default_factory=dict)
    base: Mapping[str, Any] = field(default_factory=dict)

    @property
    def rows(self) -> Iterator[FormRow]:
        """All rows."""
        return (row for group in self.groups.values() for row in group)

    @property
    def changed(self) -> list[FormRow]:
        """Rows that differ from where the form began."""
        return [row for row in self.rows if row.is_changed]

    @property
    def added(self) -> list[str]:
        """Tables that were added: ``flights.3``."""
        return [f"{table}.{i}" for table, rows in self.lists.items() for i in rows.added]

    @property
    def removed(self) -> list[str]:
        """Tables that were taken out."""
        return [f"{table}.{i}" for table, rows in self.lists.items() for i in rows.removed]

    @property
    def edited(self) -> list[FormRow]:
        """Changed rows of tables that the form began with."""
        return [row for row in self.changed if row.key.rpartition(".")[0] not in self.added]

    @property
    def n_changed(self) -> int:
        """Changes in all; a table that came or went is one."""
        return len(self.edited) + len(self.added) + len(self.removed)

    @property
    def n_problems(self) -> int:
        """Problems in all."""
        return len(self.problems) + sum(bool(row.problem) for row in self.rows)


def build_form(base_toml: str, given: Mapping[str, str] | None = None) -> Form:
    """The form of a scenario with what was typed into it.

    Parameters
    ----------
    base_toml : str
        Scenario that the form began from.
    given : mapping, optional
        Key -> text as typed; keys that are no fields are ignored.

    Returns
    -------
    Form
    """
    base, given = tomllib.loads(base_toml), given or {}
    lists = {table: rows_of(table, base, given) for table in fields_of_lists()}
    texts = {key: (row, as_text(value)) for key, row, value in _fields(base, lists)}
    typed = {key: tidied(row, given[key], text) for key, (row, text) in texts.items() if key in given}
    holder, places = _arranged(base, lists)
    overrides = {
        _placed(key, places): value_of(texts[key][0], text)
        for key, text in typed.items()
        if text != texts[key][1] and text
    }
    cleared = [_placed(key, places) for key, text in typed.items() if not text and texts[key][1]]
    scenario, told, rest = _checked(holder, cleared, overrides)
    back = {place: row for row, place in places.items()}
    by_key = {_placed(key, back): message for key, message in told.items()}
    groups = _tables(lists)
    for key, (row, text) in texts.items():
        table, _, last = key.rpartition(".")
        label = last.replace("_", " ")
        said = FormRow(key, label, row, typed.get(key, text), text, by_key.pop(key, ""))
        groups[table].append(said)
    rest += [f"{key}: {message}" for key, message in by_key.items()]
    return Form(groups, tuple(rest), scenario, lists, base)


def _tables(lists: Mapping[str, Rows]) -> dict[str, list[FormRow]]:
    """Every table of the form, still empty; after the rows of a list comes the list, which stays so."""
    tables: dict[str, list[FormRow]] = {}
    for row in field_rows():
        table, is_array, _ = row.key.partition("[].")
        if not is_array:
            tables.setdefault(row.key.rpartition(".")[0], [])
        elif table not in tables:
            tables |= {f"{table}.{number}": [] for number in lists[table].ids} | {table: []}
    return tables


def typed_of(base_toml: str, own_toml: str) -> dict[str, str]:
    """What one would have to type into the form of one scenario to make it another.

    Parameters
    ----------
    base_toml, own_toml : str
        The two as TOML.

    Returns
    -------
    dict
        Key -> text, for :func:`build_form`.
    """
    base, own = tomllib.loads(base_toml), tomllib.loads(own_toml)
    numbers = matched(base, own)
    places = {
        f"{table}.{at}": f"{table}.{number}"
        for table, ids in numbers.items()
        for at, number in enumerate(ids)
    }
    mine = {table: rows_of(table, own, {}) for table in numbers}
    typed = {_placed(key, places): as_text(value) for key, _, value in _fields(own, mine)}
    return typed | {f"{table}.rows": ",".join(map(str, ids)) for table, ids in numbers.items()}


def _arranged(base: Mapping[str, Any], lists: Mapping[str, Rows]) -> tuple[dict[str, Any], dict[str, str]]:
    """The scenario with the rows that the form holds, and each row's place in it: form's key to its."""
    arranged = dict(base)
    places: dict[str, str] = {}
    for table, rows in lists.items():
        before = base.get(table) or ()
        if rows.order != tuple(range(len(before))):
            arranged[table] = [dict(before[i]) if i < rows.n_base else {} for i in rows.order]
        places |= {f"{table}.{number}": f"{table}.{at}" for at, number in enumerate(rows.order)}
    return arranged, places


def _placed(key: str, places: Mapping[str, str]) -> str:
    """Key with its row's place put in; keys of no list stay."""
    parts = key.split(".")
    place = places.get(".".join(parts[:2]))
    return key if place is None else ".".join([place, *parts[2:]])


def _fields(base: Mapping[str, Any], lists: Mapping[str, Rows]) -> Iterator[tuple[str, FieldRow, object]]:
    """Every key that the scenario has or may have, rows of lists by their number."""
    for row in field_rows():
        table, is_array, last = row.key.partition("[].")
        if not is_array:
            yield row.key, row, _at(base, row.key)
            continue
        rows = lists[table]
        for number in rows.ids:
            entry = base[table][number] if number < rows.n_base else {}
            yield f"{table}.{number}.{last}", row, entry.get(last)


def _at(base: Mapping[str, Any], key: str) -> Any:
    here: Any = base
    for part in key.split("."):
        if not isinstance(here, Mapping) or part not in here:
            return None
        here = here[part]
    return here


def _checked(
    base: dict[str, Any], cleared: list[str], overrides: Mapping[str, object]
) -> tuple[Scenario | None, dict[str, str], list[str]]:
    """The scenario, or what is wrong by key and in general."""
    for key in cleared:
        table, _, last = key.rpartition(".")
        holder: Any = base
        for part in table.split(".") if table else ():
            holder = holder[int(part)] if isinstance(holder, list) else holder[part]
        holder.pop(last, None)
    try:
        return without_files(read_scenario(_as_toml(base), "the form", dict(overrides))), {}, []
    except ScenarioError as error:
        by_key: dict[str, str] = {}
        rest: list[str] = []
        for problem in error.problems:
            if problem.what:
                by_key.setdefault(problem.what, problem.message)
            else:
                rest.append(problem.message)
        return None, by_key, rest
    except KilosolError as error:
        return None, {}, [str(error)]


def _as_toml(values: Mapping[str, Any]) -> str:
    from kilosol.scenario.dump import toml_of

    return toml_of(values)


def toml_of_form(form: Form) -> str:
    """Canonical TOML of what the form says.

    Raises
    ------
    ValueError
        If the form has problems.
    """
    if form.scenario is None:
        raise ValueError("a form with problems has no scenario")
    return to_toml(form.scenario)
