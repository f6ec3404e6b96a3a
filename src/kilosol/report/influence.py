"""What a plan hangs on: assumptions ranked by what they move, from a study kept beside the run."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from kilosol.data.cited import TIER_WORDS
from kilosol.errors import DataError
from kilosol.report.number_text import number, percent, unit
from kilosol.report.tables import MOST_BARS, Cell, Section, Table, columns
from kilosol.studies.dials import Dial
from kilosol.studies.kpis import kpi
from kilosol.studies.sensitivity import Flip, Swing

#: Name of the study's numbers, in its own folder and in that of a run whose report shows them.
FILE_NAME = "sensitivity.json"
#: Where the figures find them in the verdict they are given; never part of verdict.json.
KEY = "sensitivity"
#: A dial may also be a key of the scenario, which has no tier.
_TIERS: dict[str, str] = {str(tier): words for tier, words in TIER_WORDS.items()}


def read(path: Path) -> dict[str, Any]:
    """What ``kilosol sensitivity`` found.

    Parameters
    ----------
    path : Path
        Its folder, or the file in it.

    Returns
    -------
    dict

    Raises
    ------
    DataError
        If there is no such file, or it holds something else.
    """
    file = path / FILE_NAME if path.is_dir() else path
    cure = "`kilosol sensitivity SCENARIO --out DIR` writes one"
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise DataError(f"{file} cannot be read ({error.strerror}); {cure}") from error
    except ValueError as error:
        raise DataError(f"{file} is not a study of sensitivity: {error}; {cure}") from error
    if not isinstance(found, dict) or not {"kpi", "scenario", "tornado", "flips"} <= found.keys():
        raise DataError(f"{file} holds no tornado; {cure}")
    return found


def swings_of(found: Mapping[str, Any]) -> list[Swing]:
    """Swings of a study as read, widest first."""
    return [
        Swing(_dial(one), *(_number(one[key]) for key in ("base", "at_low", "at_high")))
        for one in found["tornado"]
    ]


def influence_section(found: Mapping[str, Any]) -> Section:
    """Assumptions ranked by influence, and those that flip a verdict alone.

    Parameters
    ----------
    found : mapping
        As :func:`read` gives it.

    Returns
    -------
    Section
    """
    swings, name = swings_of(found), str(found["kpi"])
    moved = [s for s in swings if s.width > 0]
    flips = [_flip(one) for one in found["flips"]]
    tables = [_ranked(moved, name)] if moved else []
    if flips:
        tables.append(_flipped(flips))
    return Section(
        "influence",
        "Influence",
        "Which assumptions does it hang on?",
        text=f"Each value with a range was set to both its ends, all others as in the plan: "
        f"{number(len(moved))} of {number(len(swings))} move the {kpi(name).words}. Every plan of the study "
        f"drew {number(found['draws'])} campaigns at the same luck. "
        + ("" if flips else "No single one flips a verdict within its range. ")
        + "What several do together is not in it.",
        figures=("tornado",),
        tables=tables,
    )


def _ranked(swings: Sequence[Swing], name: str) -> Table:
    rows: list[list[Cell]] = []
    for s in swings:
        span = f"{number(s.dial.low, 4)} to {number(s.dial.high, 4)} {unit(s.dial.unit)}".rstrip()
        standing = _TIERS.get(s.dial.tier, "of the scenario")
        rows.append([s.dial.key, standing, span, *(_value(v, name) for v in (s.width, s.at_low, s.at_high))])
    return Table(
        f"What moves the {kpi(name).words}, the most influential first",
        columns("Value|Standing|Range", "Swing|At lowest|At highest"),
        rows,
        is_long=len(rows) > MOST_BARS,
        stacks=True,
        strong_rows=frozenset(i for i, s in enumerate(swings) if s.dial.tier == "D"),
    )


def _flipped(flips: Sequence[Flip]) -> Table:
    rows = [
        [f.what, f"{f.before} to {f.after}", f.dial.key, number(f.dial.value, 4), number(f.at, 4)]
        for f in flips
    ]
    return Table(
        "Verdicts that one value alone would flip",
        columns("Verdict|Change|Value", "In the plan|Flips at"),
        rows,
        stacks=True,
    )


def _value(value: float, name: str) -> str:
    return percent(value) if name.endswith("_frac") else number(value, 4)


def _dial(one: Mapping[str, Any]) -> Dial:
    low, value, high = (float(one[key]) for key in ("low", "value", "high"))
    return Dial(str(one["dial"]), value, low, high, "", str(one.get("unit", "")), str(one.get("tier", "")))


def _number(value: float | None) -> float:
    """A case that ended in an error has no number: JSON holds null for it."""
    return float("nan") if value is None else float(value)


def _flip(one: Mapping[str, Any]) -> Flip:
    what, before, after = (str(one[key]) for key in ("what", "before", "after"))
    return Flip(what, before, after, _dial(one), float(one["at"]), float(one["tolerance"]))
