"""Tables of the city: what binds, where power comes from, closure by class, the stop of imports."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from kilosol.planning.wording import MONTHS
from kilosol.report.number_text import MISSING, number, percent, power
from kilosol.report.tables import Table, columns
from kilosol.results import Results


def supply_table(results: Results) -> Table:
    """Power by origin and what binds, by year."""
    run = results.city
    origins = [str(o) for o in run["origin"].values]
    names = [str(n) for n in run["limit"].values]
    rows = []
    for i, year in enumerate(run["year"].values):
        frac = run["limit_frac"].values[i]
        if not frac.sum() > 0.0:
            continue
        order = [int(k) for k in np.argsort(-frac, kind="stable") if frac[k] > 0.0]
        rows.append(
            [
                str(int(year)),
                ", ".join(f"{names[k]} {percent(frac[k])}" for k in order),
                *(power(kw) for kw in run["origin_kw"].values[i]),
            ]
        )
    heads = "|".join(f"{o.capitalize()}, mean" for o in origins)
    return Table(
        "What binds the city, and its power by origin, in the campaigns with people there",
        columns("Year|What binds, part of the campaigns", heads),
        rows,
        is_long=True,
    )


def closure_table(results: Results) -> Table:
    """Closure of each class at the horizon, and since when half of it is made there."""
    run = results.city
    years, closure = run["year"].values, run["class_closure_frac"].values
    rows = []
    for i, name in enumerate(run["class"].values):
        if (closure[:, i] >= 1.0).all():
            continue  # never imported
        half = np.flatnonzero(closure[:, i] >= 0.5)
        rows.append(
            [
                str(name).capitalize(),
                percent(closure[-1, i]),
                str(int(years[half[0]])) if half.size else MISSING,
            ]
        )
    return Table(
        f"What the industry of the median city could make of its needs in {int(years[-1])}",
        columns("Class of goods", "Closure|Half of it since"),
        rows,
    )


def diary_table(verdict: Mapping[str, Any]) -> Table:
    """What one city lives through after its last delivery."""
    rows = [
        [quarter_text(float(entry["year"])), _capital(str(entry["text"]))]
        for entry in verdict.get("city", {}).get("diary", ())
    ]
    return Table(
        "Diary of one city after its last ship, in one draw",
        columns("When|What happens", ""),
        rows,
        stacks=True,
    )


def energy_table(energy: Mapping[str, Any]) -> Table:
    """Power of a person in a city that makes all it uses, by use."""
    uses = sorted(energy["by_use_kwe"].items(), key=lambda pair: -pair[1])
    rows = [[_capital(name), number(kw)] for name, kw in uses]
    rows.append(["All", number(energy["kwe_per_person"])])
    return Table(
        "Power of a person in a city that makes all it uses",
        columns("Use", "kWe"),
        rows,
        strong_rows=frozenset({len(rows) - 1}),
    )


def changes_table(energy: Mapping[str, Any]) -> Table:
    """What one change makes of the power of a person."""
    rows = [[_capital(name), number(kw)] for name, kw in energy["after_one_change_kwe"].items()]
    return Table("Power of a person after one change", columns("Change", "kWe"), rows)


def requirements_table(found: Mapping[str, Any]) -> Table:
    """What would have to be true: the changes together, and each lever alone at its end."""
    together = {one["what"]: one["factor"] for one in found["changes"]}
    rows = [
        [_capital(what), f"× {number(together[what])}" if what in together else MISSING, percent(chance)]
        for what, chance in found["alone"].items()
    ]
    return Table(
        f"Changes that together give a chance of {percent(found['chance'])} by {found['year']}",
        columns("Lever", "Together|Chance with this one alone, at its end"),
        rows,
    )


def quarter_text(year: float) -> str:
    """Month in which a quarter of a year ends and the next begins.

    Examples
    --------
    >>> quarter_text(2063.5)
    'July 2063'
    """
    whole = int(year)
    return f"{MONTHS[round((year - whole) * len(MONTHS)) % len(MONTHS)]} {whole}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
