"""Scenarios made from their own schema: values in range, at its ends, outside, or of another kind."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from datetime import date
from functools import cache

from hypothesis import strategies as st

from kilosol.data import table_names
from kilosol.home import route_names
from kilosol.mars import site_names
from kilosol.scenario import FieldRow, field_rows, preset_names

Changes = dict[str, object]

#: Things that are no value of any key, or only of few.
ODD: tuple[object, ...] = (
    math.nan, math.inf, -math.inf, -1, 0, -0.0, 1, 2**63, 10**400, 1e308, 5e-324, True, False, "", " ", "x",
    "nan", "1e999", "12 parsecs", "1 t/0", "0.1 kt", "-5 kg", "\x00", "\u2028", "a" * 5000, [], [[]], {},
    {"x": 1}, [1, 2], [{"x": 1}], "[", "{",
    date(1, 1, 1), date(9999, 12, 31), date(2026, 11, 20), "2026-11-20", None,
    "../../x", "~/x.csv", ".", "/dev/null", "true", "'", '"', "lo\nname = 'x'",
)  # fmt: skip

#: Places that are no keys, or tables.
PLACES = [
    "flights",
    "flights.9.robots",
    "flights.-1.robots",
    "flights.2031",
    "systems.0.name",
    "site",
    "crew.",
    ".",
    "crew.people.x",
    "crew..people",
    "partners.station",
    "no.such.key",
    "name.x",
    "gates",
    "systems",
    "weather.tau_series",
    "base.load_series",
    "FLIGHTS",
    "flights.0.window.x",
]

#: Keys of one row of an array of tables stand for all its rows; the presets list at least three flights.
_ROWS = {"flights[]": ("flights.0", "flights.1", "flights.2")}

#: What one system needs, so that a key of it can be varied.
SYSTEM: dict[str, object] = {
    "name": "life support",
    "needed_for": "crew",
    "not_before": date(2028, 1, 1),
    "ready_per_year": 0.5,
}


@cache
def keys() -> dict[str, FieldRow]:
    """Every key that a change may name, and its row."""
    found: dict[str, FieldRow] = {}
    for row in field_rows():
        table, _, last = row.key.rpartition(".")
        if table.startswith("systems"):
            continue
        for place in _ROWS.get(table, (table,)):
            found[f"{place}.{last}" if place else last] = row
    return found


def good_values(row: FieldRow) -> st.SearchStrategy[object]:
    """Values that the key alone would take, its ends more often than chance."""
    if row.kind in ("number", "integer"):
        return _numbers(row)
    if row.kind == "flag":
        return st.booleans()
    if row.kind == "choice":
        return st.sampled_from([int(c) if c.isdecimal() else c for c in row.choices])
    if row.kind == "choices":
        return st.lists(st.sampled_from(row.choices), min_size=1, max_size=4)
    if row.kind == "date":
        return st.dates(date(2020, 1, 1), date(2050, 12, 31))
    known = _known_words(row.key)
    if row.kind == "texts":
        return st.lists(st.sampled_from(known), max_size=3)
    return st.sampled_from(known)


def _numbers(row: FieldRow) -> st.SearchStrategy[object]:
    low, high = row.low, row.high
    if low is None or high is None:
        return st.integers(-5, 5)
    if row.kind == "integer":
        usual = min(high, max(low, 10.0 if high < 1000 else low + 100.0))
        return st.one_of(
            st.integers(int(low), int(usual)), st.integers(int(low), int(high)), st.just(int(high))
        )
    ends = [end for end, is_open in ((low, row.is_low_open), (high, row.is_high_open)) if not is_open]
    inside = st.floats(low, high, exclude_min=row.is_low_open, exclude_max=row.is_high_open)
    return st.one_of(inside, inside, st.sampled_from(ends)) if ends else inside


@cache
def _known_words(key: str) -> list[str]:
    units = [name.removeprefix("fission/") for name in table_names("fission/")]
    words = {
        "site.name": list(site_names()),
        "power.own_technology": units,
        "partners.station.technology": units,
        "partners.station.claimed_alternatives": units,
        "home.route": list(route_names()),
        "name": ["a", "A.b-c_9", "x" * 80],
    }
    return words.get(key, ["words", "Größe <b>&amp;</b>", "x" * 200, 'a "quote"', "\\"])


@st.composite
def good_changes(draw: st.DrawFn) -> Changes:
    """One to five keys, each with a value that it would take."""
    chosen = draw(st.lists(st.sampled_from(sorted(keys())), min_size=1, max_size=5, unique=True))
    changes: Changes = {key: draw(good_values(keys()[key])) for key in chosen}
    if draw(st.integers(0, 9)) == 0:
        changes["systems"] = [{**SYSTEM, "ready_per_year": draw(st.floats(0, 1000))}]
    return changes


@st.composite
def bad_changes(draw: st.DrawFn) -> Changes:
    """Good changes, and one to three that may be anything at any place, real or not."""
    changes = draw(good_changes()) if draw(st.booleans()) else {}
    for _ in range(draw(st.integers(1, 3))):
        key = draw(
            st.one_of(
                st.sampled_from(sorted(keys())),
                st.sampled_from(PLACES),
                st.text(max_size=12),
            )
        )  # fmt: skip
        value = draw(st.one_of(st.sampled_from(ODD), st.text(max_size=20), st.floats(), st.integers()))
        changes[key] = value
    return changes


presets = st.sampled_from(preset_names())


def as_toml(changes: Mapping[str, object], text: str) -> str:
    """A scenario's text with lines of its own for the changes, in the place of those that state the keys."""
    from kilosol.scenario.locate import key_lines

    places, lines = key_lines(text), text.splitlines()
    for key, value in changes.items():
        parts = tuple(int(p) if p.isdecimal() else p for p in key.split("."))
        if parts in places and isinstance(parts[-1], str) and (literal := toml_literal(value)) is not None:
            lines[places[parts] - 1] = f"{parts[-1]} = {literal}"
    return "\n".join(lines) + "\n"


def toml_literal(value: object) -> str | None:
    """The value as TOML writes it; None for what TOML has no word for."""
    if value is None or isinstance(value, dict):
        return None
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        inner = [toml_literal(v) for v in value]
        return None if None in inner else f"[{', '.join(str(i) for i in inner)}]"
    return json.dumps(value)
