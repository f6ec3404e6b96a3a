"""A form's run as a command and as Python: both can be pasted as they are."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping
from datetime import date
from typing import Any

from kilosol.scenario import preset_names
from kilosol.web.fields import Form, FormRow, toml_of_form
from kilosol.web.texts import value_of

_MEND = "mend what is marked first"


def as_command(base: str, form: Form) -> str:
    """The run as a command line.

    Lists are written as TOML. A key that was emptied, and a scenario that comes from no preset, cannot be
    said by ``--set``: then the command writes the scenario's file first.
    """
    if not _can_be_set(base, form):
        if form.scenario is None:
            return f"# {_MEND}"
        return f"cat > scenario.toml <<'END'\n{toml_of_form(form)}END\nkilosol plan scenario.toml"
    said = {row.key: _command_value(row) for row in _single(form)}
    said |= {table: _toml(rows) for table, rows in _whole(form).items()}
    words = "".join(f" --set {shlex.quote(f'{key}={value}')}" for key, value in said.items())
    return f"kilosol plan {base}{words}"


def as_python(base: str, form: Form) -> str:
    """The run as Python."""
    if not _can_be_set(base, form):
        if form.scenario is None:
            return f"# {_MEND}"
        return (
            "from pathlib import Path\n\nimport kilosol as ks\n\n"
            f'Path("scenario.toml").write_text({_literal(toml_of_form(form))}, encoding="utf-8")\n'
            'plan = ks.plan("scenario.toml")'
        )
    values: dict[str, object] = {row.key: _python_value(row) for row in _single(form)}
    values |= _whole(form)
    changes = f", set={values!r}" if values else ""
    # Only a date's own name stands for the module; in a text it stands within quotes and does no harm.
    dates = "import datetime\n\n" if "datetime.date(" in changes else ""
    return f"{dates}import kilosol as ks\n\nplan = ks.plan({base!r}{changes})"


def _can_be_set(base: str, form: Form) -> bool:
    if base not in preset_names() or any(not row.value for row in form.edited):
        return False
    return form.scenario is not None or not _moved(form)


def _moved(form: Form) -> list[str]:
    """Lists whose rows came, went or changed places: they are said as a whole."""
    return [table for table, rows in form.lists.items() if rows.order != tuple(range(rows.n_base))]


def _single(form: Form) -> list[FormRow]:
    whole = _moved(form)
    return [row for row in form.changed if row.key.partition(".")[0] not in whole]


def _whole(form: Form) -> dict[str, list[dict[str, Any]]]:
    moved = _moved(form)
    if form.scenario is None or not moved:
        return {}
    said = form.scenario.model_dump(by_alias=True, exclude_defaults=True, include=set(moved))
    return {table: list(said.get(table, ())) for table in moved}


def _command_value(row: FormRow) -> str:
    value = _python_value(row)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else row.value


def _python_value(row: FormRow) -> object:
    try:
        return value_of(row.row, row.value)
    except ValueError:
        return row.value


def _toml(value: object) -> str:
    """A value on one line, tables within it as well."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key} = {_toml(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_toml, value)) + "]"
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False)


def _literal(text: str) -> str:
    """Text of several lines as Python writes it."""
    if "\\" in text or '"""' in text:
        return repr(text)
    return f'"""\\\n{text}"""'
