"""What must be powered, by phase, class and load."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from kilosol.report.figures.colours import LOAD_CLASSES, colour
from kilosol.report.figures.registry import plan_figure
from kilosol.report.figures.template import finish, nothing, plain, small
from kilosol.report.number_text import hours, number, percent, power
from kilosol.results import Results

PHASE_NAMES = {
    "precursor": "Robots before people",
    "crew": "Crewed base",
    "propellant": "Return propellant",
    "city": "City, per person",
}


#: Part of the tree's width that the classes take.
_CLASS_COLUMN = 0.3


@plan_figure("loads", 1, "Demand by phase, class and load.")
def load_tree(results: Results, verdict: Mapping[str, Any]) -> go.Figure:  # noqa: ARG001 - one shape for all
    """Mean demand by phase and load class, and the tree of the crewed base down to single loads.

    Parameters
    ----------
    results : Results
        Uses ``loads``.
    verdict : mapping
        Not used.

    Returns
    -------
    Figure
    """
    run = results.loads
    names = _items(results)[0]
    height = 340 + 38 * max(4, len(names))
    figure = make_subplots(
        rows=2,
        cols=1,
        row_heights=[3, max(6, len(names))],
        vertical_spacing=84 / height,
        subplot_titles=("Phases", "Loads of the crewed base" if names else ""),
    )
    figure.update_annotations(
        x=0, xanchor="left", align="left", yshift=4, font={"size": 13, "color": colour("ink")}
    )
    phases = [p for p in ("precursor", "crew", "propellant") if p in run["phase"].values]
    table = run["mean_kw"]
    for load_class in LOAD_CLASSES:
        values = [float(table.sel(phase=p, load_class=load_class)) for p in phases]
        figure.add_trace(_bars([PHASE_NAMES[p] for p in phases], values, load_class, showlegend=True), 1, 1)
    totals = {p: float(table.sel(phase=p).sum()) for p in run["phase"].values}
    _label_ends(figure, [PHASE_NAMES[p] for p in phases], [totals[p] for p in phases], row=1)
    if names:
        _icicle(figure, results)
    _room(figure, [totals[p] for p in phases], row=1)
    figure.update_layout(barmode="stack", bargap=3 / 10, legend_traceorder="normal")
    figure.update_xaxes(title_text="Mean demand, kW", row=1)
    figure.update_yaxes(autorange="reversed", showgrid=False, ticks="", row=1)
    city = totals.get("city")
    shows = "Mean demand by phase, split into classes that are shed in the order right to left; below, "
    shows += "the crewed base as a tree from classes to loads, heights in proportion"
    if city:
        shows += f"; a city asks for {power(city)} per person"
    return finish(figure, _finding(results, totals), shows, height=height, top=36)


@plan_figure("loads", 2, "Electricity of the propellant plant by step.")
def propellant_breakdown(results: Results, verdict: Mapping[str, Any]) -> go.Figure:  # noqa: ARG001 - one shape for all
    """Electricity of the propellant plant by step, beside the least that is possible.

    Parameters
    ----------
    results : Results
        Uses ``loads``.
    verdict : mapping
        Not used.

    Returns
    -------
    Figure
    """
    run = results.loads
    shows = "Electricity of each step per kilogram of methane and oxygen, with its power while the plant runs"
    if "step_name" not in run or not float(run["step_kw"].sum()) > 0:
        return nothing("No propellant for a way home is asked for", shows)
    names = [_capital(n) for n in run["step_name"].values]
    kwh, kilowatts = run["step_kwh_kg"].values.astype(float), run["step_kw"].values.astype(float)
    least = float(run.attrs["floor_kwh_kg"])
    figure = go.Figure()
    figure.add_trace(
        go.Bar(
            y=names,
            x=small(kwh),
            orientation="h",
            name="Step of the plant",
            marker={"color": colour("accent")},
            customdata=[power(kw) for kw in kilowatts],
            hovertemplate="%{y}: %{x:.3g} kWh/kg, %{customdata}<extra></extra>",
        )
    )
    figure.add_trace(
        go.Bar(
            y=["Least possible, all steps"],
            x=[round(least, 3)],
            orientation="h",
            name="Reverse combustion: no plant can take less",
            marker={"color": colour("limit")},
            hovertemplate="%{x:.3g} kWh/kg<extra></extra>",
        )
    )
    ends = [*kwh, least]
    words = [f" {number(k, 2)} ({power(kw)})" for k, kw in zip(kwh, kilowatts, strict=True)]
    figure.add_trace(
        go.Scatter(
            y=[*names, "Least possible, all steps"],
            x=small(ends),
            mode="text",
            text=[*words, f" {number(least, 3)}"],
            textposition="middle right",
            cliponaxis=False,
            hoverinfo="skip",
            showlegend=False,
        )
    )
    figure.update_layout(bargap=3 / 10)
    figure.update_xaxes(title_text="Electricity, kWh per kg of propellant", range=[0, max(ends) * 3 / 2])
    figure.update_yaxes(autorange="reversed", showgrid=False, ticks="")
    sentence = str(run.attrs["propellant_sentence"])
    return finish(figure, sentence, shows, height=420)


def _finding(results: Results, totals: Mapping[str, float]) -> str:
    crew, fuel = totals.get("crew", 0.0), totals.get("propellant", 0.0)
    if crew <= 0:
        return f"The robots draw {power(totals.get('precursor'))} on average; no crew is planned"
    vital = float(results.loads["mean_kw"].sel(phase="crew", load_class="vital"))
    base = f"The crewed base draws {power(crew)} on average, {percent(vital / crew)} of it vital"
    if fuel > crew:
        return f"{base}; return propellant asks for {number(fuel / crew, 2)} times as much, {power(fuel)}"
    return base + (f"; return propellant asks for {power(fuel)}" if fuel > 0 else "")


def _items(results: Results) -> tuple[list[str], list[str], np.ndarray, np.ndarray]:
    run = results.loads
    crew = np.flatnonzero(run["item_phase"].values.astype(str) == "crew")
    order = crew[np.argsort(-run["item_kw"].values[crew], kind="stable")]
    return (
        [plain(_capital(n)) for n in run["item_name"].values[order]],
        [str(c) for c in run["item_class"].values[order]],
        np.asarray(run["item_kw"].values[order], dtype=float),
        np.asarray(run["item_allowed_outage_hour"].values[order], dtype=float),
    )


def _icicle(figure: go.Figure, results: Results) -> None:
    """Classes and their loads in two columns of boxes, heights in proportion to power.

    Drawn from bars: Plotly's own icicle gives a third of a phone's width to its root.
    """
    names, kinds, kilowatts, outages = _items(results)
    total = float(kilowatts.sum())
    used = [c for c in LOAD_CLASSES if c in kinds]
    order = [i for c in used for i, kind in enumerate(kinds) if kind == c]
    of_class = [float(kilowatts[[k == c for k in kinds]].sum()) for c in used]
    _boxes(
        figure,
        0,
        [f"{c.capitalize()}<br>{power(kw)}" for c, kw in zip(used, of_class, strict=True)],
        of_class,
        used,
        [f"{percent(kw / total)} of the base" if total else "" for kw in of_class],
    )
    _boxes(
        figure,
        1,
        [f"{names[i]}, {power(kilowatts[i])}" for i in order],
        [float(kilowatts[i]) for i in order],
        [kinds[i] for i in order],
        [f"bears an outage of {hours(outages[i])}" for i in order],
    )
    figure.update_xaxes(visible=False, range=[0, 1], row=2)
    figure.update_yaxes(visible=False, range=[total, 0], row=2)


def _boxes(
    figure: go.Figure,
    column: int,
    labels: list[str],
    heights: list[float],
    kinds: list[str],
    notes: list[str],
) -> None:
    left, right = ((0, _CLASS_COLUMN), (_CLASS_COLUMN, 1))[column]
    # Dark classes carry light letters; both swap with the page's colours.
    letters = {"vital": "paper", "essential": "paper", "deferrable": "ink", "sheddable": "ink"}
    figure.add_trace(
        go.Bar(
            x=[(left + right) / 2] * len(labels),
            width=right - left,
            base=small(np.cumsum([0, *heights[:-1]])),
            y=small(heights),
            text=labels,
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            textfont={"color": [colour(letters[k]) for k in kinds], "size": 12},
            marker={"color": [colour(k) for k in kinds], "line": {"color": colour("card"), "width": 1}},
            customdata=notes,
            hovertemplate="%{text}<br>%{customdata}<extra></extra>",
            showlegend=False,
        ),
        2,
        1,
    )


def _capital(name: object) -> str:
    return str(name)[:1].upper() + str(name)[1:]


def _bars(names: list[str], kilowatts: Any, load_class: str, *, showlegend: bool) -> go.Bar:
    return go.Bar(
        y=names,
        x=small(kilowatts),
        orientation="h",
        name=load_class.capitalize(),
        legendgroup=load_class,
        showlegend=showlegend,
        marker={"color": colour(load_class), "line": {"color": colour("muted"), "width": 0.5}},
        hovertemplate=f"%{{y}}, {load_class}: %{{x:.3g}} kW<extra></extra>",
    )


def _label_ends(figure: go.Figure, names: list[str], totals: Any, *, row: int) -> None:
    figure.add_trace(
        go.Scatter(
            y=names,
            x=small(totals),
            mode="text",
            text=[f" {power(t)}" for t in totals],
            textposition="middle right",
            cliponaxis=False,
            hoverinfo="skip",
            showlegend=False,
        ),
        row,
        1,
    )


def _room(figure: go.Figure, totals: Any, *, row: int) -> None:
    # The label at the end of the longest bar needs a third of a phone's axis.
    longest = max([*map(float, totals), 0.0])
    if longest > 0:
        figure.update_xaxes(range=[0, longest * 5 / 4], row=row)
