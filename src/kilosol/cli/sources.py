"""``kilosol sources``: every cited value, where it comes from, and whether all is cited."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from kilosol.cli.output import Json, complain, say, say_json, say_table
from kilosol.errors import DataError

if TYPE_CHECKING:
    from kilosol.data import Cited


def list_sources(
    key: str | None = None,
    *,
    check: Annotated[bool, Parameter(negative="")] = False,
    assumptions: Annotated[bool, Parameter(negative="")] = False,
    json: Json = False,
) -> int:
    """List the cited values: what, how much, how sure, from where.

    Parameters
    ----------
    key
        Only values whose path begins so (`mars/`, `constants.au_km`), or of this source (`poston2020`);
        a table of dated cases (`cases/mars_windows`) is shown case by case, with what they add up to.
    check
        Verify that every source is in the bibliography, every name agrees with its unit, no tier is above
        what was seen of its source or above that of an input, and no quantity stands twice.
    assumptions
        Only values without a published source.
    """
    if check:
        return _report_check(json=json)
    from kilosol.api.sheets import sources

    told = _case_tables(key)
    if told:
        return _say_cases(told, json=json)
    shown = sources(key, assumptions=assumptions)
    if json:
        say_json([_values(c) for c in shown])
        return 0
    headings = ("value", "is", "unit", "range", "tier", "seen", "source", "where")
    rows = [
        (c.path, _number(c.value), c.unit, _range(c), c.standing, c.seen or "", c.source, c.where)
        for c in shown
    ]
    say_table(headings, rows, right=("is",))
    from kilosol.data.shares import shares_text, tier_counts

    say(
        f"{len(shown)} values, {sum(c.is_assumption for c in shown)} of them assumptions; "
        f"{shares_text(tier_counts(shown))}"
    )
    if key is not None:
        _say_references({c.source for c in shown})
    return 0


def _case_tables(key: str | None) -> list[str]:
    from kilosol.data.cases import FOLDER, case_tables

    if key is None or not key.startswith(FOLDER.rstrip("/")):
        return []
    return [name for name in case_tables() if name.startswith(key)]


def _say_cases(names: list[str], *, json: bool) -> int:
    """Tables of dated cases, with the chance that Jeffreys' and Laplace's rules make of those decided."""
    from kilosol.data import table
    from kilosol.data.cases import cases
    from kilosol.planning.base_rates import updated_beta

    found = []
    for name in names:
        about, rows = table(name).text, cases(name)
        outcomes = [c.outcome for c in rows]
        counts = outcomes.count(True), outcomes.count(False)
        rules = {rule: updated_beta(*counts, rule) for rule in ("jeffreys", "laplace")}
        found.append(
            {
                "table": name,
                "title": about["title"],
                "asks": about["asks"],
                "tier": about["tier"],
                "note": about["note"],
                "cases": [dataclasses.asdict(c) for c in rows],
                **rules,
            }
        )
        if json:
            continue
        say(f"{about['title']} (tier {about['tier']})")
        say_table(
            ("case", "of", "stage", "began", "decided", "outcome", "source", "where"),
            [
                (
                    c.name,
                    c.of,
                    c.stage,
                    c.began.isoformat(),
                    c.decided_on.isoformat() if c.decided_on else "",
                    "open" if c.outcome is None else "yes" if c.outcome else "no",
                    c.source,
                    c.where,
                )
                for c in rows
            ],
        )
        said = "; ".join(
            f"{rule.capitalize()} {b['mean']:.2f} ({b['low']:.2f} to {b['high']:.2f})"
            for rule, b in rules.items()
        )
        say(f"{about['asks']}: {counts[0]} of {sum(counts)} decided; {said}")
        say(about["note"])
        _say_references({c.source for c in rows})
    if json:
        say_json(found)
    return 0


def _report_check(*, json: bool) -> int:
    from kilosol.data.source_check import source_problems

    problems = source_problems()
    if json:
        say_json({"ok": not problems, "problems": problems})
    elif problems:
        complain("\n".join([f"{len(problems)} problem(s) in the data", *(f"  {p}" for p in problems)]))
    else:
        from kilosol.data import cited_values

        values = cited_values()
        n_assumed = sum(c.is_assumption for c in values)
        say(f"ok: {len(values)} values, {n_assumed} of them assumptions; every source is in references.bib")
    return DataError.exit_code if problems else 0


def _say_references(keys: set[str]) -> None:
    from kilosol.data import references

    known = references()
    for key in sorted(keys - {"assumption"}):
        say(f"{key}: {known[key]}" if key in known else f"{key}: not in references.bib")


def _number(value: float | tuple[float, ...]) -> str:
    return f"{len(value)} values" if isinstance(value, tuple) else f"{value:.12g}"


def _range(cited: Cited) -> str:
    return "" if cited.low is None or cited.high is None else f"{cited.low:.6g} to {cited.high:.6g}"


def _values(cited: Cited) -> dict[str, Any]:
    return {
        "path": cited.path,
        "value": cited.value,
        "unit": cited.unit,
        "low": cited.low,
        "high": cited.high,
        "tier": cited.standing,
        "seen": cited.seen,
        "inputs": list(cited.inputs),
        "source": cited.source,
        "where": cited.where,
        "note": cited.note,
    }
