"""Values set from outside a scenario file: ``partners.station.offered=false``, ``flights.2033.robots=50``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from typing import Any

from kilosol.errors import Problem, ScenarioError, did_you_mean
from kilosol.scenario.border import (
    MOST_ENTRIES,
    MOST_TOLD,
    MOST_VALUE,
    key_fault,
    shown,
    shown_key,
)
from kilosol.scenario.schema import field_rows

Location = tuple[str | int, ...]

#: What stands in the place of file and line for a value that came from outside.
WHERE = "override"

_MOST_SAID = 200


def parse_override(text: str) -> tuple[str, object]:
    """Key and value of one ``key=value``.

    Parameters
    ----------
    text : str
        The value is a TOML literal, or bare words, which are taken as text.

    Returns
    -------
    tuple
        Dotted key and value.

    Raises
    ------
    ScenarioError
        If there is no ``=``, no key, or a value that begins like a TOML list, table or string but is none.

    Examples
    --------
    >>> parse_override("ship.payload_t=150"), parse_override("ship.payload_t=0.1 kt")
    (('ship.payload_t', 150), ('ship.payload_t', '0.1 kt'))
    """
    key, equals, value = (part.strip() for part in text.partition("="))
    if fault := key_fault(key):
        raise _broken(key, fault)
    if not equals or not key or not value:
        raise _broken(text, "must be key=value, for example partners.station.offered=false")
    return key, parse_value(key, value, is_typed=True)


def parse_value(key: str, text: str, *, is_typed: bool = False) -> object:
    """Value of a TOML literal, or the text itself if it is bare words.

    Parameters
    ----------
    key : str
        Dotted key. One that holds words keeps them, even if they look like a number.
    text : str
        What was written.
    is_typed : bool
        Whether it comes from a command line, where quotes are marks and not part of the words.

    Returns
    -------
    object
    """
    if _holds_words(key) and not (is_typed and text[:1] in "\"'"):
        return text
    is_begun = text.startswith(("[", "{", '"', "'"))
    if len(text) > MOST_VALUE:
        if is_begun:
            raise _broken(key, f"a value may have at most {MOST_VALUE} characters, got {len(text)}")
        # The border tells it, with what the key may hold.
        return text
    try:
        found = tomllib.loads(f"value = {text}")
    except (ValueError, RecursionError) as error:
        # Besides the parser's own errors, numbers of thousands of digits and lists within lists without end.
        if is_begun:
            why = str(error) if isinstance(error, tomllib.TOMLDecodeError) else "nested or long without end"
            raise _broken(key, f"is not a TOML value ({why[:_MOST_SAID]}), got {shown(text)}") from error
        return text
    # A line break in the text could smuggle in further keys.
    return found["value"] if set(found) == {"value"} else text


def apply_overrides(raw: dict[str, Any], overrides: Mapping[str, object]) -> dict[Location, str]:
    """Set values in a parsed scenario, in place.

    Parameters
    ----------
    raw : dict
        Parsed TOML; tables that are missing are created, so that validation can name what else is wrong.
    overrides : mapping
        Dotted key -> value; text is read as :func:`parse_override` reads it.

    Returns
    -------
    dict
        Location of each value set -> the key as the user wrote it.

    Raises
    ------
    ScenarioError
        If keys lead to a list element that is not there, or through something that is not a table.
    """
    _yield_to_preset(raw, overrides)
    done: dict[Location, str] = {}
    problems: list[Problem] = []
    if len(overrides) > MOST_ENTRIES:
        raise _broken("--set", f"at most {MOST_ENTRIES} keys may be set, got {len(overrides)}")
    for key, given in overrides.items():
        try:
            if fault := key_fault(key):
                raise _broken(key, fault)
            if not all(part.strip() for part in key.split(".")):
                raise _broken(repr(key), "is no key; write a dotted one, for example crew.people")
            value = parse_value(key, given) if isinstance(given, str) else _plain(given)
            done[_set(raw, key, value)] = key
        except ScenarioError as error:
            problems += error.problems
    if problems:
        raise ScenarioError("the overrides", problems[:MOST_TOLD])
    return done


def _yield_to_preset(raw: dict[str, Any], overrides: Mapping[str, object]) -> None:
    """A preset of gates set over a file takes the place of the numbers that the file states."""
    gates = raw.get("gates")
    if isinstance(gates, dict) and _words_of(overrides.get("gates.preset", "own")) != "own":
        gates.clear()


def _words_of(value: object) -> str:
    # What is no text is no preset; the field itself refuses it.
    return value.strip("'\"") if isinstance(value, str) else ""


def _holds_words(key: str) -> bool:
    generic = re.sub(r"\.\d+(?=\.|$)", "[]", key)
    return any(row.key == generic and row.kind in ("text", "choice") for row in field_rows())


def _set(raw: dict[str, Any], key: str, value: object) -> Location:
    at: Location = ()
    holder: Any = raw
    parts = key.split(".")
    for depth, part in enumerate(parts):
        is_last = depth == len(parts) - 1
        if isinstance(holder, list):
            index = _index(holder, part, key)
            at = (*at, index)
            if is_last:
                holder[index] = value
            else:
                holder = holder[index]
        elif isinstance(holder, dict):
            at = (*at, part)
            if is_last:
                holder[part] = value
            else:
                holder = holder.setdefault(part, {})
        else:
            raise _broken(key, f"{'.'.join(map(str, at))} is a single value and holds no key {part!r}")
    return at


def _index(rows: list[Any], part: str, key: str) -> int:
    """Place in a list, by the window that a row states or by counting from 0."""
    windows = [str(row.get("window")) for row in rows if isinstance(row, dict)]
    if part in windows:
        return windows.index(part)
    if part.isascii() and part.isdecimal() and len(part) <= len(str(MOST_ENTRIES)) and int(part) < len(rows):
        return int(part)
    known = [*windows, *(str(i) for i in range(len(rows)))]
    raise _broken(key, f"no element {part!r}{did_you_mean(part, known)}")


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def _broken(key: str, message: str) -> ScenarioError:
    return ScenarioError("the overrides", [Problem(WHERE, shown_key(key), message)])
