"""The one border for what users give: how long a text, a key or a list may be, and how deep they may lie.

Files, ``--set``, forms and the API all pass here, so that each door gives the same answer. What is let
through is small: nothing behind the border takes long over it, or shows it at length.
"""

from __future__ import annotations

import reprlib
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from kilosol.quantities import MOST_LETTERS

if TYPE_CHECKING:
    from kilosol.scenario.schema import FieldRow

Location = tuple[str | int, ...]

#: Most characters of a whole scenario: four times the longer preset with its comments.
MOST_SCENARIO = 60_000
#: Most characters of a value written as TOML outside a file: a list of sixty windows has 9000.
MOST_VALUE = 20_000
#: Most characters of a title or another text, and of the path of a file.
MOST_TEXT, MOST_PATH = 200, 1000
#: Most characters of a key, dots and indexes with it, and most parts between its dots.
MOST_KEY, MOST_PARTS = 200, 12
#: Most entries of a list or a table, and most lists and tables in one another.
MOST_ENTRIES, MOST_DEPTH = 200, 8
#: Problems told at once: a scenario with more is none, and looking for near names takes time.
MOST_TOLD = 100

# Whole numbers beyond these bits are none that any key takes; writing them out takes long.
_MOST_BITS = 63
_SHOWN = 60

#: Keys that name a file.
PATHS = frozenset({"weather.tau_series", "base.load_series", "home.route_file"})

# Control, format, surrogate, private and unassigned characters, and the two separators of lines.
_NOT_PLAIN = ("C", "Zl", "Zp")


def bounded(raw: Mapping[str, Any]) -> tuple[dict[str, Any], list[tuple[Location, str]]]:
    """What a scenario may hold of what was given, and what is beyond it.

    Parameters
    ----------
    raw : mapping
        Parsed TOML with what was set over it.

    Returns
    -------
    within : dict
        A copy without what is beyond the border.
    faults : list of tuple
        Location and message of what is; at most MOST_TOLD.
    """
    faults: list[tuple[Location, str]] = []
    within = _table(raw, (), faults)
    return within, faults[:MOST_TOLD]


def _table(raw: Mapping[str, Any], at: Location, faults: list[tuple[Location, str]]) -> dict[str, Any]:
    if fault := _too_many(raw, at, "table"):
        faults.append((at, fault))
        return {}
    within = {}
    for key, value in raw.items():
        if fault := key_fault(key):
            faults.append(((*at, shown_key(key)), fault))
        else:
            within[key] = _value(value, (*at, key), faults)
    return within


def _value(value: Any, at: Location, faults: list[tuple[Location, str]]) -> Any:
    if isinstance(value, Mapping):
        return _table(value, at, faults)
    if isinstance(value, list | tuple):
        if fault := _too_many(value, at, "list"):
            faults.append((at, fault))
            return []
        return [_value(inner, (*at, place), faults) for place, inner in enumerate(value)]
    row = row_at(at)
    if isinstance(value, str):
        fault, most = _text_fault(value, at, row)
        if fault:
            faults.append((at, fault))
            return value[:most]
    elif isinstance(value, int) and value.bit_length() > _MOST_BITS:
        must = f"must be {row.allowed}, " if row else ""
        faults.append((at, f"{must}got {shown(value)}"))
        return 0
    return value


def _too_many(entries: Any, at: Location, kind: str) -> str:
    if len(at) >= MOST_DEPTH:
        return f"lists and tables may lie in one another at most {MOST_DEPTH} deep"
    if len(entries) > MOST_ENTRIES:
        return f"a {kind} may have at most {MOST_ENTRIES} entries, got {len(entries)}"
    return ""


def _text_fault(text: str, at: Location, row: FieldRow | None) -> tuple[str, int]:
    """What is wrong with a text whatever it says, and how many characters it may have."""
    is_number = row is not None and row.kind in ("number", "integer")
    most = MOST_LETTERS if is_number else MOST_PATH if generic(at) in PATHS else MOST_TEXT
    if len(text) > most:
        must = f"must be {row.allowed}, " if row else ""
        return f"{must}at most {most} characters, got {len(text)}: {shown(text)}", most
    # What is no plain text is no number either, and told so.
    place = None if is_number else _not_plain(text)
    if place is None:
        return "", most
    sign = text[place]
    name = f" {unicodedata.name(sign)}" if unicodedata.name(sign, "") else ""
    return (
        f"must be one line of plain text, got the character U+{ord(sign):04X}{name} at place {place + 1}: "
        f"{shown(text)}"
    ), 0


def _not_plain(text: str) -> int | None:
    """Place of the first control character, line break or other sign that is none of a text."""
    if text.isprintable():
        # Quick, and never true of a text with such a sign.
        return None
    return next((i for i, c in enumerate(text) if unicodedata.category(c).startswith(_NOT_PLAIN)), None)


def key_fault(key: object) -> str:
    """What is wrong with a key, dotted or of one table, whatever it names; empty if nothing is."""
    if not isinstance(key, str):
        return f"a key is a text, got {shown(key)}"
    if len(key) > MOST_KEY:
        return f"a key may have at most {MOST_KEY} characters, got {len(key)}"
    if key.count(".") >= MOST_PARTS:
        return f"a key may have at most {MOST_PARTS} parts, got {key.count('.') + 1}"
    if _not_plain(key) is not None:
        return "a key holds letters, digits and other plain signs only"
    return ""


def shown(value: object) -> str:
    r"""A value as messages show it: cut, on one line, without signs that move a cursor.

    Examples
    --------
    >>> shown("a\n"), shown(True), shown(10**400)
    ("'a\\n'", 'true', 'a whole number of some 400 digits')
    """
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int) and value.bit_length() > 2 * _MOST_BITS:
        # Python refuses to write out very long ones at all.
        return f"a whole number of some {int(value.bit_length() * 0.30103)} digits"
    if isinstance(value, str):
        text = repr(value[:_SHOWN]) if len(value) <= _SHOWN else f"{repr(value[:_SHOWN])[:-1]}..."
    elif isinstance(value, Mapping | list | tuple | set | frozenset):
        text = _short.repr(value)
    else:
        text = repr(value)
    return text if len(text) <= 2 * _SHOWN else f"{text[:_SHOWN]}..."


class _Short(reprlib.Repr):
    """Lists and tables by their first entries."""

    def repr_int(self, x: int, level: int) -> str:  # noqa: ARG002 - called so by the class beneath
        """A whole number, however long."""
        return shown(x)


_short = _Short()


def shown_key(key: object) -> str:
    """A key as messages show it.

    Examples
    --------
    >>> shown_key("crew.people"), len(shown_key("a." * 50_000))
    ('crew.people', 63)
    """
    text = key if isinstance(key, str) else repr(key)
    text = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."
    return text if text.isprintable() else repr(text)


def generic(at: Location) -> str:
    """Dotted key with the indices of rows left out: ``flights[].robots``."""
    key = ""
    for part in at:
        key += "[]" if isinstance(part, int) else f".{part}"
    return key.lstrip(".")


def row_at(at: Location) -> FieldRow | None:
    """What the schema says of a place; an element of a list of words is described by the row of the list."""
    key = generic(at)
    return _rows().get(key) or _rows().get(key.removesuffix("[]"))


@lru_cache(maxsize=1)
def _rows() -> dict[str, FieldRow]:
    from kilosol.scenario.schema import field_rows

    return {row.key: row for row in field_rows()}
