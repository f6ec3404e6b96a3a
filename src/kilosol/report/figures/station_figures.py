"""Figures of a station: mass by component, heat from core to base, decay heat, chances over the years."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go

from kilosol.fission import decay_heat_frac, station_chances, way_wigner_frac
from kilosol.report.figures.colours import colour
from kilosol.report.figures.template import finish, nothing, small
from kilosol.report.number_text import mass, number, percent, power, quantity
from kilosol.sheets.station_sheet import DECAY_S, StationSheet

COMPONENT_NAMES = {
    "reactor": "Reactor",
    "shield": "Shield",
    "converters": "Converters",
    "cold_side": "Cold side",
    "radiator": "Radiator",
    "control": "Control and power electronics",
    "structure": "Structure",
    "cable": "Cable",
}
_YEARS = np.linspace(0.0, 15.0, 61)
_SHARES = {
    100: ("fission", "solid"),
    75: ("battery", "dash"),
    50: ("accent", "solid"),
    25: ("neutral", "dot"),
}


def mass_by_component(sheet: StationSheet) -> go.Figure:
    """Mass of one unit by component with growth, heaviest first.

    Parameters
    ----------
    sheet : StationSheet

    Returns
    -------
    Figure
    """
    design = sheet.design
    if design is None:
        return nothing("No sum of components for this unit", sheet.why_none)
    order = sorted(design.mass_kg, key=lambda name: design.mass_kg[name])
    names = [COMPONENT_NAMES.get(name, name) for name in order]
    basic = np.array([design.mass_kg[name] for name in order])
    figure = go.Figure()
    for label, values, paint in (
        ("Mass", basic, "fission"),
        (f"Growth allowance, {percent(design.growth_frac)}", basic * design.growth_frac, "storm"),
    ):
        figure.add_trace(
            go.Bar(
                x=small(values), y=names, name=label, orientation="h", marker_color=colour(paint),
                hovertemplate=f"%{{y}}<br>{label}: %{{x:.0f}} kg<extra></extra>",
            )
        )  # fmt: skip
    figure.update_layout(barmode="stack")
    figure.update_xaxes(title_text="Mass of one unit, kg", rangemode="tozero")
    heaviest = [COMPONENT_NAMES[name].lower() for name in reversed(order)][:2]
    share = sum(sorted(basic)[-2:]) / basic.sum()
    finding = (
        f"One unit lands as {mass(design.total_kg)}: "
        f"{heaviest[0]} and {heaviest[1]} are {percent(share)} of it"
    )
    return finish(figure, finding, "Sum of components of one unit, with growth allowance", 360)


def power_ladder(sheet: StationSheet) -> go.Figure:
    """Power from the core to the base, step by step.

    Parameters
    ----------
    sheet : StationSheet

    Returns
    -------
    Figure
    """
    design = sheet.design
    if design is None:
        return nothing("No efficiency chain for this unit", sheet.why_none)
    steps = design.ladder()[::-1]
    figure = go.Figure(
        go.Bar(
            x=small([kw for _, kw, _ in steps]),
            y=[what.capitalize() for what, _, _ in steps],
            orientation="h",
            marker_color=[colour("accent" if kw > design.gross_kwe else "fission") for _, kw, _ in steps],
            text=[f"{power(kw, 3)}, {quantity(100 * part, '%')}" for _, kw, part in steps],
            textposition="auto",
            hovertemplate="%{y}: %{x:.1f} kW<extra></extra>",
        )
    )
    figure.update_xaxes(title_text="Power, kW", rangemode="tozero")
    finding = (
        f"{percent(design.net_frac)} of the core's heat reaches the base: machines between "
        f"{number(design.hot_k)} and {number(design.cold_k)} K make {percent(design.converter_frac)}"
    )
    return finish(figure, finding, "Heat and electricity of one unit at full power and the hottest sink", 300)


def decay_heat(sheet: StationSheet) -> go.Figure:
    """Heat of one core after shutdown, by the standard and by the power law.

    Parameters
    ----------
    sheet : StationSheet

    Returns
    -------
    Figure
    """
    rows = sheet.values()["decay_heat"]
    operated = rows["operated_year"] * DECAY_S[-1] / 10
    figure = go.Figure()
    for label, values, paint, dash in (
        ("ANS-5.1, 23 groups", decay_heat_frac(DECAY_S, operated), "accent", "solid"),
        ("Way and Wigner's power law", way_wigner_frac(DECAY_S, operated), "neutral", "dot"),
    ):
        figure.add_trace(
            go.Scatter(
                x=small(DECAY_S), y=small(np.asarray(values) * sheet.thermal_kwt), name=label, mode="lines",
                line={"color": colour(paint), "dash": dash, "width": 3 if dash == "solid" else 2},
                hovertemplate=f"{label}<br>%{{x:.3g}} s: %{{y:.3g}} kW<extra></extra>",
            )
        )  # fmt: skip
    ticks = {row["after"]: row["after_s"] for row in rows["rows"]}
    figure.update_xaxes(
        title_text="Time after shutdown", type="log", tickvals=list(ticks.values()), ticktext=list(ticks)
    )
    figure.update_yaxes(title_text="Heat of one core, kW", type="log")
    by_name = {row["after"]: row["unit_kw"] for row in rows["rows"]}
    finding = (
        f"An hour after shutdown a core of {power(sheet.thermal_kwt, 3)} still gives "
        f"{power(by_name['1 h'])}, a day after {power(by_name['1 d'])}"
    )
    return finish(
        figure, finding, f"After {number(rows['operated_year'])} years at full power, uranium-235", 340
    )


def power_chances_by_year(sheet: StationSheet) -> go.Figure:
    """Chance of at least a share of the power, over the years.

    Parameters
    ----------
    sheet : StationSheet

    Returns
    -------
    Figure
    """
    design, unit = sheet.design, sheet.unit
    if design is None:
        return nothing("No chances for this unit", sheet.why_none)
    chances = station_chances(
        design, sheet.n_units, _YEARS, unit_mtbf_hour=unit.mtbf_hour, unit_repair_hour=unit.repair_hour
    )
    full = sheet.n_units * design.net_kwe
    figure = go.Figure()
    for share, (paint, dash) in _SHARES.items():
        figure.add_trace(
            go.Scatter(
                x=small(_YEARS), y=small(100 * chances.at_least(full * share / 100)), mode="lines",
                name=f"At least {quantity(full * share / 100, 'kW')}",
                line={"color": colour(paint), "dash": dash, "width": 3 if share == 50 else 2},
                hovertemplate=f"{share} % or more<br>year %{{x:.1f}}: %{{y:.1f}} %<extra></extra>",
            )
        )  # fmt: skip
    figure.update_xaxes(title_text="Years since start-up")
    figure.update_yaxes(title_text="Chance, %", range=[0, 101])
    ten = int(np.argmin(np.abs(_YEARS - 10)))
    half, whole = (float(chances.at_least(full * part)[ten]) for part in (0.5, 1.0))
    finding = (
        f"After ten years at least half the power is there with a chance of {percent(half)}, "
        f"all of it with {percent(whole)}"
    )
    shows = f"{sheet.n_units} unit(s) of {design.n_converters} converters; failure rates are assumptions"
    return finish(figure, finding, shows, 340)


#: Figures of the page, in its order.
STATION_FIGURES = {
    "mass_by_component": mass_by_component,
    "power_ladder": power_ladder,
    "decay_heat": decay_heat,
    "power_chances_by_year": power_chances_by_year,
}
