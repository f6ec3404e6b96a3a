"""Every cited value that a run used, and how the run was made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from kilosol.data import Cited, Tier
from kilosol.data.cited import standing
from kilosol.report.campaign_tables import source_text
from kilosol.report.number_text import MISSING, exact, number, quantity, unit
from kilosol.report.tables import Badge, Cell, Table, columns

_TIER_STATUS = {"A": "good", "B": "neutral", "C": "warn", "D": "warn"}


#: Values of a list beyond which only their number is told: long tables ship as files.
_LONGEST_LIST = 32


def entry_of(cited: Cited) -> dict[str, Any]:
    """A cited value as provenance.json holds it.

    Examples
    --------
    >>> from kilosol.data import Cited
    >>> entry_of(Cited("mars/dust", "tau", (1.0, 2.0), "1", "x", "p. 1", "A"))["path"]
    'mars/dust.tau'
    """
    value: Any = cited.value
    if isinstance(value, tuple) and len(value) > _LONGEST_LIST:
        value = f"{len(value)} values"
    fields = ("unit", "low", "high", "source", "where", "tier", "seen", "note")
    entry = {name: getattr(cited, name) for name in fields}
    return {"path": cited.path, "value": value, **entry, "inputs": list(cited.inputs)}


def used_table(used: Sequence[Mapping[str, Any]]) -> Table:
    """Every value the run read, assumptions marked, claims called claimed.

    Parameters
    ----------
    used : sequence of mapping
        Entries as in provenance.json.

    Returns
    -------
    Table
    """
    rows: list[list[Cell]] = []
    strong: set[int] = set()
    for place, entry in enumerate(sorted(used, key=lambda e: str(e["path"]))):
        tier = cast(Tier, entry["tier"])
        if tier == "D":
            strong.add(place)
        rows.append(
            [
                str(entry["path"]),
                Badge(standing(tier, entry.get("seen")), _TIER_STATUS[tier]),
                str(entry.get("seen") or MISSING),
                source_text(str(entry["source"])),
                _place(entry),
                str(entry.get("note") or MISSING),
                _value(entry["value"], str(entry["unit"])),
                _range(entry),
            ]
        )
    return Table(
        "Every cited value that this run used",
        columns("Value|Standing|Seen|Source|Place|Note", "Number|Range"),
        rows,
        is_long=True,
        stacks=True,
        strong_rows=frozenset(strong),
    )


def used_summary(used: Sequence[Mapping[str, Any]]) -> str:
    """How many values the run stands on, by standing."""
    words = {"A": "measured", "B": "from studies", "C": "claimed or recalled", "D": "assumed"}
    counts = {tier: sum(entry["tier"] == tier for entry in used) for tier in words}
    parts = [
        f"{number(counts[t])} {words[t]} ({100 * counts[t] / len(used):.0f} %)" for t in words if counts[t]
    ]
    return f"{number(len(used))} values: " + ", ".join(parts) if parts else "No cited value was recorded"


def provenance_table(provenance: Mapping[str, Any], verdict: Mapping[str, Any]) -> Table:
    """How the run was made."""
    scenario = verdict.get("scenario", {})
    rows = [
        ["Scenario", str(scenario.get("name", ""))],
        ["Scenario hash", str(scenario.get("hash", ""))],
        ["As of", str(scenario.get("as_of", ""))],
        ["Seed", str(provenance.get("seed", verdict.get("seed", "")))],
        ["Kilosol", str(provenance.get("version", verdict.get("version", "")))],
        ["Python", str(provenance.get("python", ""))],
        ["Made", str(provenance.get("created", ""))],
    ]
    rows += [[name, str(version)] for name, version in (provenance.get("dependencies") or {}).items()]
    rows += [
        [f"Time for {stage.replace('_', ' ')}", quantity(seconds, "s", 2)]
        for stage, seconds in (provenance.get("wall_time_s") or {}).items()
    ]
    return Table("How this run was made", columns("What|Value", ""), [r for r in rows if r[1]])


def _place(entry: Mapping[str, Any]) -> str:
    """Place in the source, and what a computed value was computed from."""
    where, inputs = str(entry.get("where") or MISSING), entry.get("inputs") or ()
    return f"{where}; from {', '.join(inputs)}" if inputs else where


def _value(value: object, unit_text: str) -> str:
    if isinstance(value, str):
        text = value
    elif isinstance(value, list | tuple):
        text = f"{len(value)} values, {exact(min(value))} to {exact(max(value))}" if value else MISSING
    else:
        text = exact(value)
    return f"{text} {unit(unit_text)}".rstrip()


def _range(entry: Mapping[str, Any]) -> str:
    if entry.get("low") is None or entry.get("high") is None:
        return MISSING
    return f"{exact(entry['low'])} to {exact(entry['high'])}"
