"""A replay over time: power, temperatures, reactivity."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from kilosol.report.figures.colours import colour
from kilosol.report.figures.template import finish, plain, small
from kilosol.report.number_text import number, power
from kilosol.sheets.replay_sheet import ReplaySheet

Floats = NDArray[np.float64]

#: Above this span the axis counts hours [s].
_HOURS_S = 10800.0
#: Decades of power below the peak that are drawn: less is darkness.
_DECADES = 6.0
#: More labels of events than this would cover the curves.
_MOST_LABELS = 8
_ZERO_C = 273.15


def power_over_time(sheet: ReplaySheet) -> go.Figure:
    """Fission power, heat removed and decay heat over time.

    Parameters
    ----------
    sheet : ReplaySheet

    Returns
    -------
    Figure
    """
    result, traces = sheet.result, sheet.result.traces
    x, unit = _axis(traces["time_s"])
    figure = go.Figure()
    floor = result.peak_power_w / 10**_DECADES
    lines = (
        ("power_w", "Fission power", "fission", "solid", 3),
        ("removed_w", "Heat removed by converters", "accent", "solid", 2),
        ("decay_heat_w", "Decay heat", "muted", "dot", 2),
    )
    for key, name, colour_name, dash, width in lines:
        shown = np.where(traces[key] > floor, traces[key], np.nan)
        if not np.isfinite(shown).any():
            continue
        _line(figure, x, shown, name=name, colour_name=colour_name, dash=dash, width=width, unit="W")
    other = sheet.other.traces
    alloy = sheet.values()["heat_capacity"]["other"]["name"]
    shown = np.where(other["power_w"] > floor, other["power_w"], np.nan)
    _line(
        figure, other["time_s"] / _seconds(unit), shown,
        name=f"Fission power with {alloy}", colour_name="fission", dash="dash", width=1.5, unit="W",
    )  # fmt: skip
    _events(figure, sheet, unit)
    figure.update_yaxes(
        title_text="Power, W", type="log", dtick=1, exponentformat="power",
        range=[np.log10(floor), np.log10(result.peak_power_w) + 1 / 4],
    )  # fmt: skip
    figure.update_xaxes(title_text=f"Time, {unit}")
    told = f"Power peaks at {power(result.peak_power_w / 1000)} after {number(result.peak_time_min)} min"
    if result.hold_s > 0:
        told += f" and is held for {number(result.hold_s)} s"
    if result.status != "completed":
        told += "; then the replay stops"
    return finish(figure, told, "Fission power, removed heat and decay heat; logarithmic", 400, top=28)


def temperatures_over_time(sheet: ReplaySheet) -> go.Figure:
    """Temperatures of the nodes over time, with the fuel's design limit.

    Parameters
    ----------
    sheet : ReplaySheet

    Returns
    -------
    Figure
    """
    result, traces = sheet.result, sheet.result.traces
    x, unit = _axis(traces["time_s"])
    figure = go.Figure()
    lines = (
        ("fuel_k", "Fuel", "fission", "solid", 3),
        ("condensers_k", "Condensers", "battery", "solid", 2),
        ("hot_end_k", "Converters' hot ends", "accent", "solid", 2),
        ("cold_end_k", "Cold ends", "solar", "solid", 2),
        ("can_k", "Vacuum can", "neutral", "dash", 1.5),
        ("radial_reflector_k", "Radial reflector", "muted", "dot", 1.5),
    )
    for key, name, colour_name, dash, width in lines:
        _line(
            figure, x, traces[key] - _ZERO_C, name=name, colour_name=colour_name, dash=dash, width=width,
            unit="C",
        )  # fmt: skip
    limit = result.reactor.values["fuel_limit_k"] - _ZERO_C
    if result.max_fuel_c > limit * 3 / 4:
        figure.add_hline(
            y=limit,
            line={"color": colour("limit"), "dash": "dash"},
            annotation={"text": f"design limit {limit:.0f} °C", "font": {"color": colour("limit")}},
        )
    figure.update_yaxes(title_text="Temperature, °C")
    figure.update_xaxes(title_text=f"Time, {unit}")
    last = float(traces["fuel_k"][-1]) - _ZERO_C
    told = f"The fuel reaches {number(result.max_fuel_c)} °C at most and ends at {number(last)} °C"
    return finish(figure, told, "Mean temperatures of the parts over time", 400)


def reactivity_over_time(sheet: ReplaySheet) -> go.Figure:
    """Inserted and net reactivity over time.

    Parameters
    ----------
    sheet : ReplaySheet

    Returns
    -------
    Figure
    """
    traces = sheet.result.traces
    x, unit = _axis(traces["time_s"])
    figure = go.Figure()
    _line(
        figure, x, traces["inserted_cents"], name="Inserted", colour_name="muted", dash="dash", width=2,
        unit="cents",
    )  # fmt: skip
    feedback = traces["net_cents"] - traces["inserted_cents"]
    _line(
        figure, x, feedback, name="Lost to temperatures", colour_name="accent", dash="solid", width=2,
        unit="cents",
    )  # fmt: skip
    _line(
        figure, x, traces["net_cents"], name="Net", colour_name="fission", dash="solid", width=3, unit="cents"
    )
    figure.update_yaxes(title_text="Reactivity, cents")
    figure.update_xaxes(title_text=f"Time, {unit}")
    lost = -float(feedback.min())
    told = (
        f"Temperatures take back up to {number(lost)} cents of the "
        f"{number(float(traces['inserted_cents'].max()))} inserted"
        if lost > 0
        else "Temperatures take no reactivity back"
    )
    return finish(figure, told, "Inserted reactivity, what temperatures take, and what is left", 340)


def _axis(time_s: Floats) -> tuple[Floats, str]:
    unit = "hours" if time_s[-1] > _HOURS_S else "minutes"
    return time_s / _seconds(unit), unit


def _seconds(unit: str) -> float:
    return 3600.0 if unit == "hours" else 60.0


def _line(
    figure: go.Figure,
    x: Floats,
    y: Floats,
    *,
    name: str,
    colour_name: str,
    dash: str,
    width: float,
    unit: str,
) -> None:
    figure.add_trace(
        go.Scatter(
            x=small(x, 6),
            y=small(y, 5),
            name=plain(name),
            mode="lines",
            line={"color": colour(colour_name), "dash": dash, "width": width},
            hovertemplate=f"{plain(name)}<br>%{{x:.4g}}: %{{y:.4g}} {unit}<extra></extra>",
        )
    )


def _events(figure: go.Figure, sheet: ReplaySheet, unit: str) -> None:
    """Lines where events are; their words only where they are few."""
    events = [(t / _seconds(unit), what) for t, what in sheet.result.events]
    for i, (x, what) in enumerate(events):
        figure.add_vline(x=x, line={"color": colour("line"), "width": 1})
        if len(events) <= _MOST_LABELS and not what.startswith(("the solver", "the fuel", "hold_power_w")):
            figure.add_annotation(
                x=x, y=0, yref="paper", yanchor="bottom", yshift=4 + 15 * (i % 4), xanchor="left",
                text=plain(what), showarrow=False, font={"size": 11, "color": colour("muted")},
            )  # fmt: skip


#: Figures of a replay by name, in the order of its page.
REPLAY_FIGURES = {
    "power_over_time": power_over_time,
    "temperatures_over_time": temperatures_over_time,
    "reactivity_over_time": reactivity_over_time,
}
