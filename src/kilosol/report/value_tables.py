"""Every cited value that a run used, and how the run was made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from kilosol.data import Cited, Tier
from kilosol.data.cited import TIER_WORDS
from kilosol.report.campaign_tables import source_text
from kilosol.report.number_text import MISSING, exact, number, quantity, unit
from kilosol.report.tables import Badge, Table, columns

_TIER_STATUS = {"A": "good", "B": "neutral", "C": "warn", "D": "warn"}


def as_cited(entry: Mapping[str, Any]) -> Cited:
    """A cited value from its entry in provenance.json.

    Examples
    --------
    >>> as_cited({"path": "mars/dust.tau", "value": [1.0, 2.0], "unit": "1", "source": "x", "where": "p. 1",
    ...           "tier": "A"}).value
    (1.0, 2.0)
    """
    table, _, key = str(entry["path"]).rpartition(".")
    value = entry["value"]
    return Cited(
        table=table,
        key=key,
        value=tuple(float(v) for v in value) if isinstance(value, list | tuple) else float(value),
        unit=str(entry["unit"]),
        source=str(entry["source"]),
        where=str(entry.get("where") or ""),
        tier=cast(Tier, entry["tier"]),
        low=entry.get("low"),
        high=entry.get("high"),
        note=str(entry.get("note") or ""),
    )


def used_table(used: Iterable[Cited]) -> Table:
    """Every value the run read, assumptions marked, claims called claimed."""
    rows, strong = [], set()
    for place, cited in enumerate(sorted(used, key=lambda c: c.path)):
        if cited.is_assumption or cited.tier == "D":
            strong.add(place)
        rows.append(
            [
                cited.path,
                Badge(TIER_WORDS[cited.tier], _TIER_STATUS[cited.tier]),
                source_text(cited.source),
                cited.where or MISSING,
                cited.note or MISSING,
                _value(cited),
                _range(cited),
            ]
        )
    return Table(
        "Every cited value that this run used",
        columns("Value|Standing|Source|Place|Note", "Number|Range"),
        rows,
        is_long=True,
        strong_rows=frozenset(strong),
    )


def used_summary(used: Sequence[Cited]) -> str:
    """How many values the run stands on, by standing."""
    counts = {tier: sum(c.tier == tier for c in used) for tier in TIER_WORDS}
    plural = {"A": "measured", "B": "from studies", "C": "claimed", "D": "assumed"}
    parts = [f"{number(counts[t])} {plural[t]}" for t in TIER_WORDS if counts[t]]
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


def _value(cited: Cited) -> str:
    if isinstance(cited.value, tuple):
        if not cited.value:
            return MISSING
        text = f"{len(cited.value)} values, {exact(min(cited.value))} to {exact(max(cited.value))}"
    else:
        text = exact(cited.value)
    return f"{text} {unit(cited.unit)}".rstrip()


def _range(cited: Cited) -> str:
    if cited.low is None or cited.high is None:
        return MISSING
    return f"{exact(cited.low)} to {exact(cited.high)}"
