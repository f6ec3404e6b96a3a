"""What the robots do after landing, and when the station, the plant and the base are ready."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import numpy as np
import plotly.graph_objects as go

from kilosol.data import table
from kilosol.report.figures.colours import colour
from kilosol.report.figures.registry import plan_figure
from kilosol.report.figures.template import finish, nothing, small
from kilosol.report.number_text import as_date, month, number, quantity
from kilosol.results import Results

#: Milestone -> name of its line, colour of its work.
MILESTONE_NAMES = {
    "station running": ("Station running", "accent"),
    "plant running": ("Plant running", "neutral"),
    "base ready": ("Base ready for people", "demand"),
}
_SHOWS = (
    "Work packages from start to end in the middle of the draws; lines reach from one in ten to nine in ten "
    "draws of their end; diamonds are milestones"
)


@plan_figure("loads", 3, "What the robots do after landing, and when the base is ready.")
def robot_schedule(results: Results, verdict: Mapping[str, Any]) -> go.Figure:
    """Work packages of the robots as bars over the sols after landing, with milestones.

    Parameters
    ----------
    results : Results
        Uses ``loads``.
    verdict : mapping
        Uses ``windows`` for the landing date.

    Returns
    -------
    Figure
    """
    run = results.loads
    if "package_name" not in run:
        return nothing("No robots land with the station: nobody prepares the base", _SHOWS)
    landed = landing_day(results, verdict)
    figure = go.Figure()
    names = [_capital(n) for n in run["package_name"].values]
    owners = [str(m) for m in run["package_milestone"].values]
    starts, ends = run["package_start_sol"].values, run["package_end_sol"].values
    for milestone, (label, colour_name) in MILESTONE_NAMES.items():
        mine = [i for i, owner in enumerate(owners) if owner == milestone]
        if mine:
            rows = [names[i] for i in mine]
            figure.add_trace(_bars(rows, starts[mine], ends[mine], label, colour_name))
            figure.add_trace(_spread(rows, ends[mine], colour_name, "line-ns", landed))
    for milestone in run["milestone"].values:
        label, colour_name = MILESTONE_NAMES[str(milestone)]
        when = run["milestone_sol"].sel(milestone=milestone).values[None, :]
        figure.add_trace(_spread([label], when, colour_name, "diamond", landed))
        _date_label(figure, label, when[0], landed)
    order = [r for m in MILESTONE_NAMES for r in _rows_of(m, names, owners)]
    figure.update_yaxes(categoryorder="array", categoryarray=order[::-1], showgrid=False, ticks="")
    longest = np.nanmax([*ends.ravel(), *run["milestone_sol"].values.ravel(), 1.0])
    figure.update_xaxes(title_text="Sols after landing", range=[0, float(longest) * 3 / 2])
    figure.update_layout(barmode="overlay", bargap=4 / 10)
    return finish(figure, _finding(results, landed), _SHOWS, height=150 + 30 * len(order))


def landing_day(results: Results, verdict: Mapping[str, Any]) -> date | None:
    """Day on which the ships with the station land, or None where the run does not say."""
    window = results.loads.attrs.get("station_window")
    arcs = [w for w in verdict.get("windows", ()) if w.get("window") == window]
    cargo = next((w for w in arcs if w.get("role") == "minimum energy"), arcs[0] if arcs else {})
    return as_date(cargo.get("arrival"))


def day_after(landed: date | None, sols: float) -> str:
    """ISO day so many sols after landing; empty where either is not known.

    Examples
    --------
    >>> day_after(date(2031, 9, 10), 100.0)
    '2031-12-21'
    """
    if landed is None or not np.isfinite(sols):
        return ""
    days = sols * table("constants").number("sol_s") / (24 * 3600)
    return str(landed + timedelta(days=float(days)))


def _rows_of(milestone: str, names: list[str], owners: list[str]) -> list[str]:
    return [
        *(n for n, owner in zip(names, owners, strict=True) if owner == milestone),
        MILESTONE_NAMES[milestone][0],
    ]


def _bars(rows: list[str], starts: np.ndarray, ends: np.ndarray, label: str, colour_name: str) -> go.Bar:
    begin, end = starts[:, 1], ends[:, 1]
    return go.Bar(
        y=rows,
        base=small(begin),
        x=small(end - begin),
        orientation="h",
        name=f"For: {label[:1].lower()}{label[1:]}",
        marker={"color": colour(colour_name), "opacity": 1 / 2},
        hovertemplate="%{y}: from sol %{base:.3g}<extra></extra>",
    )


def _spread(
    rows: list[str], when: np.ndarray, colour_name: str, symbol: str, landed: date | None
) -> go.Scatter:
    """Middle of the draws with a line from one in ten to nine in ten of them."""
    low, middle, high = when.T
    return go.Scatter(
        y=rows,
        x=small(middle),
        mode="markers",
        marker={
            "symbol": symbol,
            "size": 11,
            "color": colour(colour_name),
            "line": {"width": 2, "color": colour(colour_name)},
        },
        error_x={
            "type": "data",
            "symmetric": False,
            "array": small(np.nan_to_num(high - middle)),
            "arrayminus": small(np.nan_to_num(middle - low)),
            "color": colour(colour_name),
            "thickness": 2,
        },
        customdata=[
            f"{number(a)} to {number(c)} sols{_in_brackets(day_after(landed, b))}"
            for a, b, c in zip(low, middle, high, strict=True)
        ],
        hovertemplate="%{y}: sol %{x:.3g}, %{customdata}<extra></extra>",
        showlegend=False,
    )


def _date_label(figure: go.Figure, row: str, when: np.ndarray, landed: date | None) -> None:
    if not np.isfinite(when[1]):
        return
    at = when[2] if np.isfinite(when[2]) else when[1]
    day = day_after(landed, when[1])
    figure.add_annotation(
        x=float(at),
        y=row,
        text=month(day) if day else f"sol {number(when[1])}",
        showarrow=False,
        xanchor="left",
        xshift=8,
        font={"size": 12, "color": colour("ink")},
    )


def _finding(results: Results, landed: date | None) -> str:
    run = results.loads
    robots = number(run.attrs.get("n_robots"))
    sols = run["milestone_sol"]
    station, base = (sols.sel(milestone=m).values for m in ("station running", "base ready"))
    if not np.isfinite(station[1]):
        return f"{robots} robots are spent before the station runs, in more than half of the draws"
    energy = float(run["before_station_kwh"].sel(quantile=0.5)) / 1000
    text = (
        f"{robots} robots have the station running {number(station[1], 2)} sols after landing "
        f"({_range(station)}), having drawn {quantity(energy, 'MWh', 2)} from its starter"
    )
    if not np.isfinite(base[1]):
        return text + "; they are spent before the base is ready"
    day = day_after(landed, base[1])
    when = f", {month(day)}" if day else ""
    return f"{text}; the base is ready after {number(base[1], 2)} ({_range(base)}{when})"


def _range(when: np.ndarray) -> str:
    high = number(when[2], 2) if np.isfinite(when[2]) else "never"
    return f"{number(when[0], 2)} to {high}"


def _in_brackets(text: str) -> str:
    return f" ({text})" if text else ""


def _capital(name: object) -> str:
    return str(name)[:1].upper() + str(name)[1:]
