"""Tables of the ways there and home."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kilosol.report.number_text import MISSING, long_date, number
from kilosol.report.tables import Table, columns


def windows_table(verdict: Mapping[str, Any]) -> Table:
    """Outbound arcs that the plan may use."""
    return _arcs(verdict.get("windows", ()), "Windows to Mars", tankers=True)


def returns_table(verdict: Mapping[str, Any]) -> Table:
    """Arcs home."""
    return _arcs(verdict.get("returns", ()), "Ways home", tankers=False)


def _arcs(arcs: Sequence[Mapping[str, Any]], caption: str, *, tankers: bool) -> Table:
    rows = []
    for arc in arcs:
        row = [
            str(arc.get("window") or MISSING),
            _role(arc),
            long_date(arc.get("departure")),
            long_date(arc.get("arrival")),
            "; ".join(arc.get("flags") or ()) or MISSING,
            number(arc.get("c3_km2_s2"), 3),
            number(arc.get("tof_days"), 3),
            number(arc.get("arrival_vinf_km_s"), 3),
            number(arc.get("entry_speed_km_s"), 3),
            number(arc.get("declination_deg"), 2),
        ]
        ends = ("tanker_flights", "payload") if tankers else ("propellant_t",)
        rows.append(row + [_ranged(arc, key) for key in ends])
    heads = "C3, km²/s²|Flight, d|v∞ at arrival, km/s|Entry, km/s|Declination, °" + (
        "|Tanker flights|Payload, t" if tankers else "|Propellant, t"
    )
    return Table(
        caption,
        columns("Window|Arc|Departure|Arrival|Remarks", heads),
        rows,
        is_long=len(rows) > 12,
        stacks=True,
    )


def _ranged(arc: Mapping[str, Any], key: str) -> str:
    """A value with the range that is known of it: ``5 (3 to 11)``."""
    unit = "_t" if key == "payload" else ""
    value, low, high = (arc.get(key + end + unit) for end in ("", "_low", "_high"))
    text = number(value)
    return text if low is None or low == high else f"{text} ({number(low)} to {number(high)})"


def _role(arc: Mapping[str, Any]) -> str:
    role, kind = str(arc.get("role") or ""), str(arc.get("type") or "")
    return ", ".join(p for p in (role, f"type {kind}" if kind else "") if p) or MISSING
