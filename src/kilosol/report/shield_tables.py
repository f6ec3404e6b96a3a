"""Tables of regolith covers, and of a unit's shield sheet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kilosol.report.number_text import number, quantity
from kilosol.report.tables import Table, columns
from kilosol.results import Results

_WAYS = {
    "cover": "Cover, all round and above",
    "wall": "Ring wall, open above",
    "open_pit": "Open pit",
    "plugged_pit": "Pit with a plug",
}
_SURROUNDINGS = {"bare": "Bare", "water": "In water", "sand": "In dry sand", "wet_sand": "In wet sand"}


def cover_table(results: Results) -> Table | None:
    """Regolith over the units in place of a shield, by water content; None where no reactor stands."""
    run = results.safety
    if "cover_m" not in run or run.sizes["water_frac"] == 0:
        return None
    rows = [
        [
            f"{100 * water:.0f} %",
            quantity(run["cover_m"].values[i], "m", 2),
            quantity(run["cover_moved_m3"].values[i], "m3", 3),
            quantity(run["cover_robot_hour"].values[i], "h", 3),
        ]
        for i, water in enumerate(run["water_frac"].values)
    ]
    heads = "Cover, all round and above|Regolith to move|Hours of robots"
    return Table("Regolith over bare units that holds the limit", columns("Water in the soil", heads), rows)


def shield_sheet_tables(sheet: Mapping[str, Any]) -> list[Table]:
    """Tables of one unit's sheet.

    Parameters
    ----------
    sheet : mapping
        Of :func:`kilosol.sheets.shield_sheet.shield_sheet`.

    Returns
    -------
    list of Table
        Shield and dose, regolith, after shutdown, equipment, launch (if its fuel is published).
    """
    tables = [_shield_and_dose(sheet), _regolith(sheet), _shutdown(sheet), _equipment(sheet)]
    if sheet["launch"]["cases"]:
        tables.append(_launch(sheet))
    return tables


def _shield_and_dose(sheet: Mapping[str, Any]) -> Table:
    shield, dose, siting = sheet["shield"], sheet["dose"], sheet["siting"]
    known: list[tuple[str, float | None, str]] = [
        ("Shadow shield", shield["mass_kg"], "kg"),
        ("as published", shield["published_kg"], "kg"),
        ("Tungsten", shield["tungsten_m"], "m"),
        ("Lithium hydride", shield["lih_m"], "m"),
        ("Cone", shield["cone_deg"], "deg"),
        ("Bare unit there, a year", dose["bare_msv_year"], "mSv"),
        ("Neutrons in the cone", dose["neutron_msv_year"], "mSv"),
        ("Gammas in the cone", dose["gamma_msv_year"], "mSv"),
        ("Through the air round the shield", dose["scattered_msv_year"], "mSv"),
        ("Distance to keep outside the cone", dose["exclusion_distance_m"], "m"),
        ("Distance of least shield and cable", siting["best_m"], "m"),
    ]
    rows = [[label, quantity(value, unit, 3)] for label, value, unit in known if value is not None]
    return Table(
        f"Shield and dose at {quantity(sheet['standoff_m'], 'm')}", columns("Quantity", "Value"), rows
    )


def _regolith(sheet: Mapping[str, Any]) -> Table:
    rows = [
        [
            f"{_WAYS[row['way']]}, {100 * row['water_frac']:.0f} % water",
            "—" if row["thickness_m"] is None else quantity(row["thickness_m"], "m", 2),
            quantity(row["plug_m"], "m", 2),
            quantity(row["moved_m3"], "m3", 3),
            quantity(row["robot_hour"], "h", 3),
            quantity(row["dose_msv_year"], "mSv", 2),
            "holds" if row["holds"] else "does not hold",
        ]
        for row in sheet["regolith"]
    ]
    heads = "Thickness|Plug|To move|Hours of robots|Dose a year|Limit"
    return Table("Regolith round a bare unit", columns("Way", heads), rows, is_long=True)


def _shutdown(sheet: Mapping[str, Any]) -> Table:
    shutdown = sheet["shutdown"]
    rows = [
        [f"One {name} after shutdown", f"{number(rate, 2)} mSv an hour"]
        for name, rate in shutdown["side_msv_hour"].items()
    ]
    rows.append(["Days to 0.1 mSv an hour", number(shutdown["side_walk_in_day"], 2)])
    return Table(
        f"At {quantity(shutdown['at_m'], 'm')} beside the shield", columns("Time", "Dose rate"), rows
    )


def _equipment(sheet: Mapping[str, Any]) -> Table:
    rows = [
        [
            f"{name.capitalize()} at {quantity(need['at_m'], 'm')}",
            f"{need['neutron_frac']:.1e}",
            f"{need['gamma_frac']:.1e}",
            quantity(need["bare_distance_m"], "m", 2),
        ]
        for name, need in sheet["equipment"].items()
    ]
    heads = "Neutrons let through at most|Gammas let through at most|Bare, it must stand at"
    return Table("What equipment asks of the shield", columns("Equipment", heads), rows)


def _launch(sheet: Mapping[str, Any]) -> Table:
    rows = [
        [
            _SURROUNDINGS[case["surrounding"]],
            f"{case['k']:.2f}",
            "below the limit" if case["is_safe"] else "a rod or poison must hold",
        ]
        for case in sheet["launch"]["cases"]
    ]
    return Table("Multiplication of the fuel as a sphere without its rod", columns("Where", "k|Means"), rows)
