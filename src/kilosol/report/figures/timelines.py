"""When ships can fly: every arc of every window as a line from departure to landing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from kilosol.report.figures.colours import colour
from kilosol.report.figures.registry import plan_figure
from kilosol.report.figures.template import finish, nothing
from kilosol.report.number_text import as_date, as_float, long_date, month, number, quantity
from kilosol.results import Results

_SHOWS = "From departure (open ring) to arrival (full dot), with launch energy C3 in km²/s² at the end"
#: Kind of arc -> name, colour, dash, place within its window's row.
_KINDS = {
    "I": ("Type I, under half a turn", "accent", "solid", -1),
    "II": ("Type II, over half a turn", "neutral", "solid", 0),
    "crew": ("Crew", "demand", "solid", 1),
    "return": ("Crew's return to Earth", "accent", "dot", 2),
}
#: Part of a row's height between two of its lines.
_SPACING = 0.21


@dataclass(frozen=True, slots=True)
class _Line:
    window: int
    kind: str
    departure: str
    arrival: str
    c3_km2_s2: float | None


@plan_figure("windows", 3, "Departures and landings of every window.")
def windows_timeline(results: Results, verdict: Mapping[str, Any]) -> go.Figure:
    """Departures and landings of every window, and the ways home.

    Parameters
    ----------
    results : Results
        Uses ``windows``.
    verdict : mapping
        Uses ``returns``.

    Returns
    -------
    Figure
    """
    lines = _outbound(results)
    if not lines:
        return nothing("No window offers an arc within the scenario's limits", _SHOWS)
    first_window = int(verdict.get("scenario", {}).get("first_window") or 0)
    finding = _finding([line for line in lines if line.window >= first_window] or lines)
    lines += _returns(verdict, sorted({line.window for line in lines}))
    rows = sorted({line.window for line in lines})
    figure = go.Figure()
    for kind in _KINDS:
        mine = [line for line in lines if line.kind == kind]
        if mine:
            _arcs(figure, kind, mine, rows)
    figure.update_yaxes(
        title_text="Window",
        tickmode="array",
        tickvals=list(range(len(rows))),
        ticktext=[str(r) for r in rows],
        range=[len(rows) - 0.5, -0.5],
        showgrid=False,
    )
    figure.update_xaxes(title_text="Date", type="date")
    return finish(figure, finding, _SHOWS, height=max(320, 120 + 62 * len(rows)))


def _arcs(figure: go.Figure, kind: str, mine: list[_Line], rows: list[int]) -> None:
    """Draw the lines of one kind, each with its launch energy at the end."""
    name, colour_name, dash, place = _KINDS[kind]
    x: list[str | None] = []
    y: list[float | None] = []
    for line in mine:
        level = rows.index(line.window) + _SPACING * (place - 0.5)
        x += [line.departure, line.arrival, None]
        y += [level, level, None]
    figure.add_trace(
        go.Scatter(
            x=x,
            y=y,
            name=name,
            mode="lines+markers",
            line={"color": colour(colour_name), "dash": dash, "width": 2},
            marker={
                "size": 8,
                "symbol": ["circle-open", "circle", "circle"] * len(mine),
                "color": colour(colour_name),
            },
            hovertemplate=f"{name}<br>%{{x|%-d %B %Y}}<extra></extra>",
        )
    )
    figure.add_trace(
        go.Scatter(
            x=[line.arrival for line in mine],
            y=y[1::3],
            text=["  " + number(line.c3_km2_s2, 3) for line in mine],
            mode="text",
            textposition="middle right",
            textfont={"size": 11},
            cliponaxis=False,
            hoverinfo="skip",
            showlegend=False,
        )
    )


def _outbound(results: Results) -> list[_Line]:
    run = results.windows
    return [
        _Line(
            int(window),
            str(arc),
            str(run["departure"].sel(window=window, arc=arc).item()),
            str(run["arrival"].sel(window=window, arc=arc).item()),
            as_float(run["c3_km2_s2"].sel(window=window, arc=arc).item()),
        )
        for window in run["window"].values
        for arc in run["arc"].values
        if str(arc) in _KINDS and as_date(run["departure"].sel(window=window, arc=arc).item())
    ]


def _returns(verdict: Mapping[str, Any], rows: list[int]) -> list[_Line]:
    """The crew's way home in each window, in the row of the nearest outbound window; else the cheapest."""
    cheapest: dict[int, _Line] = {}
    for arc in verdict.get("returns", ()):
        day = as_date(arc.get("departure"))
        c3 = as_float(arc.get("c3_km2_s2"))
        if day is None or c3 is None:
            continue
        window = int(arc.get("window") or day.year)
        row = min(rows, key=lambda year: abs(year - window))
        held = cheapest.get(window)
        is_crew = arc.get("role") == "crew"
        if is_crew or held is None or held.c3_km2_s2 is None or c3 < held.c3_km2_s2:
            cheapest[window] = _Line(row, "return", arc["departure"], arc["arrival"], c3)
    return list(cheapest.values())


def _finding(lines: list[_Line]) -> str:
    windows = sorted({line.window for line in lines})
    first = min(lines, key=lambda line: line.arrival)
    cheapest = min(lines, key=lambda line: line.c3_km2_s2 if line.c3_km2_s2 is not None else float("inf"))
    span = f"{windows[0]} to {windows[-1]}" if len(windows) > 1 else str(windows[0])
    return (
        f"The first ship can land in {month(first.arrival)}; the cheapest of the {len(windows)} windows "
        f"from {span} leaves on {long_date(cheapest.departure)} at "
        f"{quantity(cheapest.c3_km2_s2, 'km2/s2', 2)}"
    )
