"""The table of routes home: one row a route, all on one basis."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kilosol.planning.wording import chance
from kilosol.report.number_text import MISSING
from kilosol.report.tables import Table, columns

#: Headings of what a route takes.
NEEDS = (
    "kW, first plant",
    "kW, mature",
    "kW, cold",
    "Landed, t",
    "Ships",
    "Launches",
    "Landings",
)


def routes_table(verdict: Mapping[str, Any]) -> Table | None:
    """Every route home with power, mass, ships, launches and chances; None for an older verdict."""
    home = verdict.get("home")
    if home is None:
        return None
    heads, rows = routes_rows(home)
    full = [
        [f"{cells[0]}: {row['title']}", row["fails_first"], *cells[1:]]
        for row, cells in zip(home["routes"], rows, strict=True)
    ]
    strong = {i for i, row in enumerate(home["routes"]) if row["name"] in (home["route"], home["best"])}
    return Table(
        "Routes home, each with the same fleets and the same luck",
        columns("Route|What fails first", "|".join(heads[1:])),
        full,
        stacks=True,
        strong_rows=frozenset(strong),
    )


def routes_rows(home: Mapping[str, Any]) -> tuple[list[str], list[list[str]]]:
    """Headings and cells of the table of routes, by their labels.

    Parameters
    ----------
    home : mapping
        Of the verdict.

    Returns
    -------
    headings : list of str
    rows : list of list of str
    """
    years = list(home["p_home_by"])
    heads = ["Route", *NEEDS, *(f"Home by {year}" for year in years), "Lost"]
    return heads, [_row(home, row, years) for row in home["routes"]]


def routes_legend(home: Mapping[str, Any]) -> list[str]:
    """What each label is, and what it hangs on: a line each."""
    return [f"{row['label']}: {row['title']}. Fails first: {row['fails_first']}." for row in home["routes"]]


def _row(home: Mapping[str, Any], row: Mapping[str, Any], years: list[str]) -> list[str]:
    mark = " (stated)" if row["name"] == home["route"] else " (best)" if row["name"] == home["best"] else ""
    lost = row["fates"]["lost_frac"]
    return [
        f"{row['label']}{mark}",
        *(f"{row['making_kw'][stage]:.0f}" for stage in ("first", "mature")),
        f"{row['keep_cold_kw']:.0f}",
        f"{row['landed_t']['first'] + row['vehicle_t']:.0f}",
        _ships(row),
        f"{row['launches']['first']:.0f}",
        str(row["critical_landings"]),
        *(chance(row["p_home_by"][year]) for year in years),
        MISSING if lost is None else chance(lost),
    ]


def _ships(row: Mapping[str, Any]) -> str:
    to_orbit = row["tankers"] + row["return_ships"]
    if not row.get("fits_tanks", True):
        return "tanks too small"
    return f"{row['ships']['first']:.0f}" + (f" + {to_orbit} in orbit" if to_orbit else "")
