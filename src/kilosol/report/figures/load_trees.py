"""What must be powered, by phase, class and load."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go

from kilosol.report.figures.colours import LOAD_CLASSES, colour
from kilosol.report.figures.template import finish, plain, rows, small
from kilosol.report.number_text import hours, number, percent, power
from kilosol.results import Results

PHASE_NAMES = {
    "precursor": "Robots before people",
    "crew": "Crewed base",
    "propellant": "Return propellant",
    "city": "City, per person",
}


#: Characters of a label's line: short enough to leave a phone room for the bars.
_LABEL_COLUMNS = 22


def load_tree(results: Results, verdict: Mapping[str, Any]) -> go.Figure:  # noqa: ARG001 - one shape for all
    """Mean demand by phase and load class, and the single loads of the crewed base.

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
    names, kinds, kilowatts, outages = _items(results)
    height = 300 + 26 * (len(names) + 3)
    figure = rows("Phases", "Loads of the crewed base", heights=[3, max(3, len(names))], height=height)
    phases = [p for p in ("precursor", "crew", "propellant") if p in run["phase"].values]
    table = run["mean_kw"]
    for load_class in LOAD_CLASSES:
        values = [float(table.sel(phase=p, load_class=load_class)) for p in phases]
        figure.add_trace(_bars([PHASE_NAMES[p] for p in phases], values, load_class, showlegend=True), 1, 1)
    totals = {p: float(table.sel(phase=p).sum()) for p in run["phase"].values}
    _label_ends(figure, [PHASE_NAMES[p] for p in phases], [totals[p] for p in phases], row=1)
    for load_class in LOAD_CLASSES:
        mine = [i for i, kind in enumerate(kinds) if kind == load_class]
        if mine:
            bars = _bars([names[i] for i in mine], kilowatts[mine], load_class, showlegend=False)
            bars.customdata = [hours(outages[i]) for i in mine]
            bars.hovertemplate = "%{y}: %{x:.3g} kW<br>bears an outage of %{customdata}<extra></extra>"
            figure.add_trace(bars, 2, 1)
    _label_ends(figure, names, kilowatts, row=2)
    _room(figure, [totals[p] for p in phases], row=1)
    _room(figure, kilowatts, row=2)
    figure.update_layout(barmode="stack", bargap=3 / 10, legend_traceorder="normal")
    figure.update_xaxes(title_text="Mean demand, kW")
    figure.update_yaxes(autorange="reversed", showgrid=False, ticks="")
    # Ranked over all classes, else the bars would stand in the order of their traces.
    figure.update_yaxes(categoryorder="array", categoryarray=names, row=2)
    city = totals.get("city")
    shows = "Mean demand by phase and by load, split into classes that are shed in the order right to left"
    if city:
        shows += f"; a city asks for {power(city)} per person"
    return finish(figure, _finding(results, totals), shows, height=height, top=36)


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
        [
            "<br>".join(textwrap.wrap(plain(_capital(n)), _LABEL_COLUMNS))
            for n in run["item_name"].values[order]
        ],
        [str(c) for c in run["item_class"].values[order]],
        np.asarray(run["item_kw"].values[order], dtype=float),
        np.asarray(run["item_allowed_outage_hour"].values[order], dtype=float),
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
