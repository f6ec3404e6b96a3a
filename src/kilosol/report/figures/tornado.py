"""What a number hangs on: swings of the dials, and Sobol indices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from kilosol.report.figures.colours import colour
from kilosol.report.figures.registry import plan_figure
from kilosol.report.figures.template import finish, nothing, plain, small
from kilosol.report.number_text import number, percent
from kilosol.report.tables import MOST_BARS
from kilosol.results import Results
from kilosol.studies.kpis import kpi
from kilosol.studies.sensitivity import Indices, Swing

_BAR_HEIGHT = 0.4


@plan_figure("influence", 1, "What the plan hangs on, where a study of sensitivity is at hand.")
def tornado(results: Results, verdict: Mapping[str, Any]) -> go.Figure:  # noqa: ARG001 - one shape
    """What a run hangs on, where a study of it is at hand.

    Parameters
    ----------
    results : Results
        Not used.
    verdict : mapping
        With the study of ``kilosol sensitivity`` under ``sensitivity``, as the report of a folder that keeps
        one gets it.

    Returns
    -------
    Figure
        Without a study, an empty one that says how to make it.
    """
    from kilosol.report.influence import KEY, swings_of

    found = verdict.get(KEY)
    if not found:
        return nothing(
            "Nobody has asked yet what this plan hangs on",
            "`kilosol sensitivity` turns each value through its range; "
            "`kilosol report FOLDER --sensitivity DIR` shows what it finds",
        )
    return tornado_figure(swings_of(found), str(found["kpi"]))


def tornado_figure(swings: Sequence[Swing], name: str) -> go.Figure:
    """Swing of a number between the ends of each dial's range, widest on top.

    Parameters
    ----------
    swings : sequence of Swing
        Widest first.
    name : str
        Of the number.

    Returns
    -------
    Figure
    """
    words, is_share = kpi(name).words, name.endswith("_frac")
    shows = f"{words.capitalize()} with one value at an end of its range, the others as in the plan"
    shown = [s for s in swings if s.width > 0][:MOST_BARS]
    if not shown:
        return nothing(f"No dial moves the {words}", shows)
    scale = 100 if is_share else 1
    base = shown[0].base * scale
    figure = go.Figure()
    for end, attribute, fill in (
        ("at its lowest", "at_low", "fission"),
        ("at its highest", "at_high", "solar"),
    ):
        values = np.array([getattr(s, attribute) for s in shown]) * scale
        figure.add_trace(
            go.Bar(
                y=np.arange(len(shown)),
                x=small(values - base),
                base=base,
                orientation="h",
                width=_BAR_HEIGHT,
                name=f"value {end}",
                marker={"color": colour(fill)},
                customdata=[[plain(s.dial.key), number(v, 4)] for s, v in zip(shown, values, strict=True)],
                hovertemplate=f"%{{customdata[0]}} {end}: %{{customdata[1]}}<extra></extra>",
            )
        )
    left = min(min(s.at_low, s.at_high, s.base) for s in shown) * scale
    for i, s in enumerate(shown):
        unit = "" if s.dial.unit in ("", "1") else f" {s.dial.unit}"
        text = f"{plain(s.dial.key)}: {number(s.dial.low)} to {number(s.dial.high)}{unit}"
        figure.add_annotation(
            x=left, y=i - _BAR_HEIGHT / 2, text=text, showarrow=False, xanchor="left", yanchor="bottom"
        )
    figure.add_vline(x=base, line={"color": colour("ink"), "width": 1})
    figure.update_layout(barmode="overlay")
    figure.update_xaxes(title_text=f"{words.capitalize()}{', %' if is_share else ''}")
    figure.update_yaxes(range=[len(shown) - 1 / 2, -1], visible=False)
    top = shown[0]
    ends = sorted((top.at_low, top.at_high))
    told = [percent(v) if is_share else number(v) for v in ends]
    finding = f"{words.capitalize()} hangs most on {top.dial.key}: {told[0]} to {told[1]} over its range"
    return finish(figure, finding, shows, height=110 + 44 * len(shown))


def sobol_figure(indices: Sequence[Indices], name: str) -> go.Figure:
    """First-order and total indices with their 95 % intervals.

    Parameters
    ----------
    indices : sequence of Indices
        Largest total first.
    name : str
        Of the number.

    Returns
    -------
    Figure
    """
    shown = list(indices[:MOST_BARS])
    shows = "Parts of the variance with 95 % intervals: by itself, and with all it does together with others"
    figure = go.Figure()
    for kind, fill, offset in (("total", "accent", 0.12), ("first", "fission", -0.12)):
        values = np.array([getattr(one, kind) for one in shown])
        low, high = (np.array([getattr(one, f"{kind}_{end}") for one in shown]) for end in ("low", "high"))
        figure.add_trace(
            go.Scatter(
                x=small(values),
                y=np.arange(len(shown)) + offset,
                mode="markers",
                name={"total": "total", "first": "by itself"}[kind],
                marker={"color": colour(fill), "size": 9},
                error_x={
                    "type": "data", "symmetric": False, "array": small(np.maximum(high - values, 0)),
                    "arrayminus": small(np.maximum(values - low, 0)), "color": colour(fill),
                },
                hovertemplate="%{x:.2f}<extra></extra>",
            )
        )  # fmt: skip
    for i, one in enumerate(shown):
        figure.add_annotation(
            x=0, y=i - 1 / 4, text=plain(one.dial.key), showarrow=False, xanchor="left", yanchor="bottom"
        )
    figure.update_xaxes(title_text="Part of the variance", rangemode="tozero")
    figure.update_yaxes(range=[len(shown) - 1 / 2, -3 / 4], visible=False)
    top = shown[0]
    share = percent(min(max(top.total, 0), 1))
    finding = f"{share} of the variance of the {kpi(name).words} has to do with {top.dial.key}"
    return finish(figure, finding, shows, height=110 + 52 * len(shown))
