"""The form of a scenario: a row for every key, made from the schema that checks it."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kilosol.errors import KilosolError, ScenarioError
from kilosol.scenario import FieldRow, Scenario, field_rows, read_scenario, to_toml
from kilosol.web.own_files import without_files

_WHOLE = re.compile(r"[-+]?\d{1,18}")
_DECIMAL = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d{1,3})?")


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
    """

    groups: dict[str, list[FormRow]]
    problems: tuple[str, ...]
    scenario: Scenario | None

    @property
    def rows(self) -> Iterator[FormRow]:
        """All rows."""
        return (row for group in self.groups.values() for row in group)

    @property
    def changed(self) -> list[FormRow]:
        """Rows that differ from where the form began."""
        return [row for row in self.rows if row.is_changed]

    @property
    def n_problems(self) -> int:
        """Problems in all."""
        return len(self.problems) + sum(bool(row.problem) for row in self.rows)


def as_text(value: object) -> str:
    """A value as a form field holds it: TOML without quotes.

    Examples
    --------
    >>> as_text(True), as_text(0.05), as_text(("fission", "solar")), as_text(None)
    ('true', '0.05', 'fission, solar', '')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return str(value)


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
    base = tomllib.loads(base_toml)
    texts = {key: (row, as_text(value)) for key, row, value in _fields(base)}
    typed = {key: _tidy(texts[key], text) for key, text in (given or {}).items() if key in texts}
    overrides = {
        key: _value(texts[key][0], text) for key, text in typed.items() if text != texts[key][1] and text
    }
    cleared = [key for key, text in typed.items() if not text and texts[key][1]]
    scenario, by_key, rest = _checked(base, cleared, overrides)
    groups: dict[str, list[FormRow]] = {}
    for key, (row, text) in texts.items():
        table, _, last = key.rpartition(".")
        label = last.replace("_", " ")
        said = FormRow(key, label, row, typed.get(key, text), text, by_key.pop(key, ""))
        groups.setdefault(table, []).append(said)
    rest += [f"{key}: {message}" for key, message in by_key.items()]
    return Form(groups, tuple(rest), scenario)


def _tidy(said: tuple[FieldRow, str], text: str) -> str:
    """Typed text; the same words in another order, or the same number otherwise written, are no change."""
    row, before = said
    text = text.strip()
    if row.kind in ("choices", "texts"):
        return before if sorted(_words(text)) == sorted(_words(before)) else ", ".join(_words(text))
    if row.kind in ("number", "integer") and before:
        try:
            return before if float(text) == float(before) else text
        except ValueError:
            return text
    return text


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def overrides_of(form: Form) -> dict[str, str]:
    """Keys and texts that differ from where the form began, as ``--set`` takes them."""
    return {row.key: row.value for row in form.changed}


def as_command(base: str, form: Form) -> str:
    """The run as a command line.

    Lists are written as TOML; a key that was emptied cannot be said on a command line, so then the
    scenario's own file is named instead.
    """
    if any(not row.value for row in form.changed):
        return "kilosol plan scenario.toml"
    words = "".join(f" --set {_quoted(f'{row.key}={_command_value(row)}')}" for row in form.changed)
    return f"kilosol plan {base}{words}"


def as_python(base: str, form: Form) -> str:
    """The run as Python."""
    if any(not row.value for row in form.changed):
        return 'import kilosol as ks\n\nplan = ks.plan("scenario.toml")'
    values = {row.key: _python_value(row) for row in form.changed}
    changes = f", set={values!r}" if values else ""
    return f"import kilosol as ks\n\nplan = ks.plan({base!r}{changes})"


def _command_value(row: FormRow) -> str:
    value = _python_value(row)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else row.value


def _quoted(text: str) -> str:
    import shlex

    return shlex.quote(text)


def _python_value(row: FormRow) -> object:
    try:
        return _value(row.row, row.value)
    except ValueError:
        return row.value


def _fields(base: Mapping[str, Any]) -> Iterator[tuple[str, FieldRow, object]]:
    """Every key that the scenario has or may have, rows of arrays by index."""
    for row in field_rows():
        table, is_array, last = row.key.partition("[].")
        if is_array:
            for index, entry in enumerate(_at(base, table) or ()):
                yield f"{table}.{index}.{last}", row, entry.get(last)
        else:
            yield row.key, row, _at(base, row.key)


def _at(base: Mapping[str, Any], key: str) -> Any:
    here: Any = base
    for part in key.split("."):
        if not isinstance(here, Mapping) or part not in here:
            return None
        here = here[part]
    return here


def _value(row: FieldRow, text: str) -> object:
    """Value of a typed text; lists are typed with commas."""
    if row.kind in ("choices", "texts"):
        return _words(text)
    if row.kind == "date":
        try:
            return date.fromisoformat(text)
        except ValueError:
            return text
    if row.kind == "flag":
        return {"true": True, "false": False}.get(text.lower(), text)
    if row.kind in ("number", "integer"):
        # Anything else is read as a quantity, or refused, by the scenario itself.
        if _WHOLE.fullmatch(text):
            return int(text)
        return float(text) if _DECIMAL.fullmatch(text) else text
    return text


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
