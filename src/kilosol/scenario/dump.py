"""Canonical TOML of a scenario: the same scenario gives the same text, and the text the same scenario."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from kilosol.scenario.models import Scenario


def to_toml(scenario: Scenario) -> str:
    """Canonical TOML text.

    Parameters
    ----------
    scenario : Scenario
        Any scenario.

    Returns
    -------
    str
        Every key that has a value, in the order of the models; no comments.
    """
    return toml_of(scenario.model_dump(by_alias=True))


def toml_of(values: Mapping[str, Any]) -> str:
    """TOML text of tables that a scenario could hold.

    Parameters
    ----------
    values : mapping
        Nested tables; None is left out.

    Returns
    -------
    str
    """
    return "\n".join(_table(values, ())).lstrip("\n") + "\n"


def scenario_hash(scenario: Scenario) -> str:
    """Eight hexadecimal digits that change when any value of the scenario does.

    Parameters
    ----------
    scenario : Scenario
        Any scenario.

    Returns
    -------
    str
    """
    return hashlib.blake2b(to_toml(scenario).encode(), digest_size=4).hexdigest()


def _table(values: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[str]:
    """Lines of a table: its own values first, then the tables inside it."""
    for key, value in values.items():
        if value is not None and not _is_table(value) and not _is_array_of_tables(value):
            yield f"{key} = {_literal(value)}"
    for key, value in values.items():
        inner = (*path, key)
        if _is_table(value):
            # A table that only holds tables needs no header of its own.
            has_own = not value or any(not _is_table(v) for v in value.values())
            if has_own:
                yield from ("", f"[{'.'.join(inner)}]")
            yield from _table(value, inner)
        elif _is_array_of_tables(value):
            for row in value:
                yield from ("", f"[[{'.'.join(inner)}]]")
                yield from _table(row, inner)


def _is_table(value: object) -> bool:
    return isinstance(value, dict)


def _is_array_of_tables(value: object) -> bool:
    return isinstance(value, tuple | list) and bool(value) and all(_is_table(v) for v in value)


def _literal(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        # TOML's basic strings are JSON's, but for the delete character.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, tuple | list):
        return f"[{', '.join(_literal(v) for v in value)}]"
    raise TypeError(f"a scenario holds no {type(value).__name__}")
