"""The page of a place: one HTML file that asks nothing of the network."""

from __future__ import annotations

from typing import Any

from kilosol.report.figures.site_figures import SITE_FIGURES
from kilosol.report.number_text import number, quantity
from kilosol.report.page import Page
from kilosol.report.tables import Cell, Column, Section, Table, columns
from kilosol.sheets.site_sheet import SiteSheet

_LABELS = {
    "latitude_deg": "Latitude, north",
    "east_longitude_deg": "Longitude, east",
    "elevation_km": "Elevation",
    "albedo": "Albedo",
    "thermal_inertia": "Thermal inertia",
    "pressure_pa": "Mean pressure",
}
_PHASES = {
    "minimum": "Quiet Sun (2019-20)",
    "mean": "Between",
    "maximum": "Weak maximum (2012-14)",
    "strong_maximum": "Strong maximum (1991)",
}
_DUSTS = {"quiet": "Median, no global storm", "my28": "As in Mars year 28", "my34": "As in Mars year 34"}


def render_site(sheet: SiteSheet) -> str:
    """The page of a place.

    Parameters
    ----------
    sheet : SiteSheet

    Returns
    -------
    str
        HTML with style, figures and Plotly's script inside; texts and tables need no script.
    """
    values = sheet.values()
    figures = {name: draw(sheet) for name, draw in SITE_FIGURES.items()}
    place = sheet.place
    dust = _DUSTS.get(sheet.dust, sheet.dust)
    return Page(
        title=place.name,
        facts=[
            f"{abs(place.latitude_deg):g}° {'N' if place.latitude_deg >= 0 else 'S'}",
            f"{place.east_longitude_deg:g}° E",
            quantity(place.elevation_km, "km"),
            f"dust: {dust}",
        ],
        parts=_parts(values),
        note="What this is not: a survey of a landing site. Its ground is that of a cell of one degree.",
        rests_on="for this place and dust",
        figures=figures,
    ).html()


def _parts(values: dict[str, Any]) -> list[Section]:
    """Sections of the page, in order."""
    temperature, ice = values["temperature"], values["ice"]
    return [
        Section(
            "light",
            "Light",
            "How much light and power?",
            text="Bands hold nine of ten drawn years. Arrays lie flat, have three-junction cells and are "
            "cleaned every 60 sols; the area is that for one kilowatt on average, day and night.",
            figures=("light_by_season",),
            tables=(_array_table(values["array"]), _light_table(values["insolation"]["by_season"])),
        ),
        Section(
            "heat",
            "Heat",
            "How cold?",
            text=f"An insulated wall of {number(temperature['wall_w_m2_k'], 2)} W/m²/K loses "
            f"{quantity(temperature['heat_loss_mean_w_m2'], 'W/m2')} in the mean and "
            f"{quantity(temperature['heat_loss_max_w_m2'], 'W/m2')} at most.",
            figures=("temperatures_by_season",),
            tables=(_temperature_table(values),),
        ),
        Section(
            "dose",
            "Dose",
            "How much radiation?",
            text="Cosmic rays, without solar particle events; agencies' career limits are 500 to 1000 mSv.",
            figures=("dose_under_regolith",),
            tables=(_dose_table(values["dose"]),),
        ),
        Section(
            "sun",
            "Sun",
            "When does the Sun rise?",
            text="Local true solar time in Mars hours, 1/24 sol each.",
            tables=(_sunrise_table(values["sunrise"]),),
        ),
        Section(
            "place",
            "Place",
            "What is known of the ground?",
            text=f"Ice: {ice['text'][0].lower()}{ice['text'][1:]} "
            f"(source: {ice['source']}, tier {ice['tier']}).",
            tables=(_place_table(values["site"]),),
        ),
    ]


def _array_table(array: dict[str, Any]) -> Table:
    rows = [
        [
            _DUSTS.get(name, name),
            number(one["mean_w_m2"]),
            number(one["darkest_30_sols_w_m2"]),
            number(one["area_m2_per_kwe_mean"]),
            number(one["area_m2_per_kwe_darkest"]),
        ]
        for name, one in array.items()
        if isinstance(one, dict)
    ]
    heads = "Mean, W/m²|Darkest 30 sols, W/m²|Area by the mean, m² per kWe|By the darkest 30 sols"
    return Table("Electric power of an array and area for one kilowatt", columns("Dust", heads), rows)


def _light_table(rows: list[dict[str, Any]]) -> Table:
    keys = ("quiet", "quiet_p05", "quiet_p95", "storm_p05", "storm_p95", "my28", "my34")
    heads = "Median|Calm, 5 %|Calm, 95 %|Storm, 5 %|Storm, 95 %|Year 28|Year 34"
    cells = [[str(row["ls_deg"]), *(number(row[f"{key}_wh_m2"], 4) for key in keys)] for row in rows]
    return Table(
        "Light on flat ground by 30 degrees of Ls, Wh/m² a sol", columns("From Ls", heads), cells, True
    )


def _temperature_table(values: dict[str, Any]) -> Table:
    cells = []
    pressure = {row["ls_deg"]: row["pressure_pa"] for row in values["pressure_pa"]}
    for row in values["temperature"]["by_season"]:
        span = [f"{row[f'{n}_min_k']:.0f} to {row[f'{n}_max_k']:.0f}" for n in ("ground", "air")]
        sky = f"{row['sky_mean_k']:.0f}"
        cells.append([str(row["ls_deg"]), *span, sky, number(pressure[row["ls_deg"]])])
    heads = "Ground, K|Air, K|Sky, K|Pressure, Pa"
    return Table(
        "Temperatures from night to day, and pressure", columns("From Ls", heads), cells, is_long=True
    )


def _dose_table(dose: dict[str, Any]) -> Table:
    cells = [
        [_PHASES[name], number(one["cruise_msv_day"]), number(one["surface_msv_day"])]
        for name, one in dose["by_phase"].items()
    ]
    return Table("Dose rate by phase of the solar cycle, mSv a day", columns("Sun", "Cruise|Surface"), cells)


def _sunrise_table(rows: list[dict[str, Any]]) -> Table:
    def clock(hour: float | None) -> str:
        if hour is None:
            return "-"
        minutes = round(hour * 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}"

    cells = [
        [
            str(row["ls_deg"]),
            clock(row["sunrise_hour"]),
            clock(row["sunset_hour"]),
            number(row["day_hour"]),
            number(row["noon_height_deg"]),
        ]
        for row in rows
    ]
    return Table(
        "Sunrise and sunset by season",
        columns("Ls", "Sunrise|Sunset|Day, Mars hours|Sun at noon, degrees"),
        cells,
    )


def _place_table(place: dict[str, Any]) -> Table:
    cells: list[list[Cell]] = [
        [label, f"{place[key]['value']:g} {place[key]['unit']}".removesuffix(" 1"), place[key]["tier"],
         place[key]["source"], place[key]["where"]]
        for key, label in _LABELS.items()
    ]  # fmt: skip
    heads = (Column("Value"), Column("Is", is_number=True), Column("Tier"), Column("Source"), Column("Where"))
    return Table("Values of the place and where they come from", heads, cells, stacks=True)
