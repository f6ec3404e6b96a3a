"""Figures of a place: light through the year, temperatures, dose under regolith."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from kilosol import mars
from kilosol.report.figures.colours import colour
from kilosol.report.figures.template import band, finish, plain, small
from kilosol.report.number_text import number, quantity
from kilosol.sheets.site_sheet import SiteSheet, darkest

Floats = NDArray[np.float64]

_LS_AXIS = {
    "title_text": "Season, solar longitude Ls in degrees",
    "range": [0, 360],
    "tickvals": list(range(0, 361, 30)),
}
_NAMES = {
    "quiet": "Median without a global storm",
    "my28": "Storm of Mars year 28",
    "my34": "Storm of Mars year 34",
}
_LINES = {"quiet": ("solar", "solid"), "my28": ("accent", "solid"), "my34": ("vital", "dot")}


def _in_order(sheet: SiteSheet, values: Floats) -> tuple[Floats, Floats]:
    """Season and values sorted by season; the last part of a sol wraps into the next year."""
    order = np.argsort(sheet.ls_deg)
    return np.asarray(small(sheet.ls_deg[order]), dtype=np.float64), values[order]


def light_by_season(sheet: SiteSheet) -> go.Figure:
    """Light on the ground through the year: bands of drawn years, and years that happened.

    Parameters
    ----------
    sheet : SiteSheet

    Returns
    -------
    Figure
    """
    figure = go.Figure()
    labels = {"quiet": "Nine in ten calm years", "storm": "Nine in ten years with a global storm"}
    for name, colour_name in (("storm", "storm"), ("quiet", "solar")):
        low, high = (_in_order(sheet, edge / 1000)[1] for edge in sheet.band_wh_m2[name])
        ls, _ = _in_order(sheet, sheet.ls_deg)
        band(figure, ls, low, high, name=labels[name], colour_name=colour_name)
    for name, light in sheet.light_wh_m2.items():
        colour_name, dash = _LINES.get(name, ("demand", "solid"))
        ls, values = _in_order(sheet, light / 1000)
        label = _NAMES.get(name, f"Dust of {name}")
        figure.add_trace(
            go.Scatter(
                x=ls,
                y=small(values),
                name=plain(label),
                mode="lines",
                line={"color": colour(colour_name), "dash": dash, "width": 3 if name == sheet.dust else 2},
                hovertemplate=f"{plain(label)}<br>Ls %{{x:.0f}}: %{{y:.3g}} kWh/m2 a sol<extra></extra>",
            )
        )
    figure.update_xaxes(**_LS_AXIS)
    figure.update_yaxes(title_text="Light on flat ground, kWh/m² a sol", rangemode="tozero")
    quiet, storm = sheet.light_wh_m2["quiet"], sheet.light_wh_m2["my28"]
    finding = (
        f"{sheet.place.name}: {number(quiet.max() / 1000, 2)} kWh/m² a sol at best, "
        f"{number(darkest(quiet) / 1000, 2)} in the darkest month, "
        f"{number(darkest(storm) / 1000, 2)} in a storm like that of Mars year 28"
    )
    return finish(figure, finding, "Light on the horizontal by season, with dust as drawn and as it was", 420)


def temperatures_by_season(sheet: SiteSheet) -> go.Figure:
    """Ground and air between night and day, the sink of a radiator, the sky.

    Parameters
    ----------
    sheet : SiteSheet

    Returns
    -------
    Figure
    """
    figure = go.Figure()
    year = sheet.ground
    hours = {"Ground": (year.ground_k, "accent"), "Air": (year.air_k, "fission")}
    for name, (series, colour_name) in hours.items():
        by_sol = series.reshape(-1, 24)
        ls, low = _in_order(sheet, by_sol.min(axis=1))
        _, high = _in_order(sheet, by_sol.max(axis=1))
        band(figure, ls, low, high, name=f"{name}, night to day", colour_name=colour_name)
    for name, series, colour_name, dash in (
        ("Radiator's sink, mean", sheet.sink_k, "battery", "solid"),
        ("Sky", year.sky_k, "neutral", "dot"),
    ):
        ls, mean = _in_order(sheet, series.reshape(-1, 24).mean(axis=1))
        figure.add_trace(
            go.Scatter(
                x=ls,
                y=small(mean),
                name=name,
                mode="lines",
                line={"color": colour(colour_name), "dash": dash, "width": 2},
                hovertemplate=f"{name}<br>Ls %{{x:.0f}}: %{{y:.0f}} K<extra></extra>",
            )
        )
    figure.update_xaxes(**_LS_AXIS)
    figure.update_yaxes(title_text="Temperature, K")
    sink = mars.sink_summary_k(sheet.sink_k)
    finding = (
        f"Ground swings from {number(year.ground_k.min())} to {number(year.ground_k.max())} K over the year; "
        f"a radiator sees {number(sink.mean_k)} K in the mean and {number(sink.max_k)} K at its hottest"
    )
    return finish(
        figure, finding, "Range of each sol; the sink is that of a vertical panel of two sides", 400
    )


def dose_under_regolith(sheet: SiteSheet) -> go.Figure:
    """Surface dose over the thickness of cover, by phase of the solar cycle.

    Parameters
    ----------
    sheet : SiteSheet

    Returns
    -------
    Figure
    """
    figure = go.Figure()
    depth = np.linspace(0, 3, 121)
    cover = mars.cover_factor(mars.regolith_cover_g_cm2(depth))
    names = {"minimum": ("quiet Sun", "solid"), "maximum": ("weak maximum", "dash")}
    days = 365
    for phase, (name, dash) in names.items():
        modulation = mars.modulation_mv("minimum" if phase == "minimum" else "maximum")
        rate = float(mars.surface_dose_msv_day(modulation, sheet.place.pressure_pa)) * days
        figure.add_trace(
            go.Scatter(
                x=small(depth),
                y=small(rate * cover),
                name=f"Dose a year, {name}",
                mode="lines",
                line={"color": colour("accent"), "dash": dash, "width": 3},
                hovertemplate=f"{name}<br>%{{x:.2f}} m: %{{y:.3g}} mSv a year<extra></extra>",
            )
        )
    trap = float(np.interp(mars.break_even_cover_g_cm2(), mars.regolith_cover_g_cm2(depth), depth))
    figure.add_vrect(
        x0=0, x1=trap, fillcolor=colour("storm") + "40", line_width=0, layer="below",
        annotation_text="cover that does not help", annotation_position="top left",
        annotation_font={"size": 12, "color": colour("muted")},
    )  # fmt: skip
    figure.update_xaxes(title_text="Regolith overhead, m", range=[0, 3])
    # A quarter of headroom, where the name of the shaded span stands clear of the curves.
    most = max(float(np.max(trace.y)) for trace in figure.data)
    figure.update_yaxes(title_text="Dose, mSv a year", range=[0, most * 5 / 4])
    finding = (
        f"Less than {quantity(100 * trap, 'cm', 2)} of regolith does not help: "
        f"neutrons made in it undo what it stops; 2 m leave {number(100 * cover[80], 2)} %"
    )
    return finish(figure, finding, "Cosmic rays only, at the site's pressure of air", 360, top=28)


#: Figures of the page, in its order.
SITE_FIGURES = {
    "light_by_season": light_by_season,
    "temperatures_by_season": temperatures_by_season,
    "dose_under_regolith": dose_under_regolith,
}
