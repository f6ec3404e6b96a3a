"""Whether the station holds: how long the stores carry, and how long vital loads stay dark."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go
import xarray as xr
from numpy.typing import NDArray

from kilosol.report.figures.colours import LOAD_CLASSES, colour
from kilosol.report.figures.registry import plan_figure
from kilosol.report.figures.template import finish, rows, small
from kilosol.report.number_text import as_float, hours, number, percent
from kilosol.results import Results


@plan_figure("adequacy", 2, "Hours of margin, and how long vital loads go dark.")
def outage_survival(results: Results, verdict: Mapping[str, Any]) -> go.Figure:
    """Hours that the stores alone carry each class, and how long vital loads go dark in drawn years.

    Parameters
    ----------
    results : Results
        Uses ``adequacy``.
    verdict : mapping
        Uses the reserve that the scenario asks for: stores of just that are its input and not drawn.

    Returns
    -------
    Figure
    """
    run = results.adequacy
    margins = run["margin_hour"]
    asked = as_float(verdict.get("adequacy", {}).get("vital_reserve_hour")) or 0.0
    is_echo = asked > 0 and abs(float(margins.sel(load_class="vital")) - asked) < 1
    values = np.nan_to_num([float(margins.sel(load_class=c)) for c in LOAD_CLASSES])
    has_stores = bool(values.max() > 0) and not (is_echo and values[1:].max() <= 0)
    outages_title = "Years with an outage of vital loads"
    height = 520 if has_stores else 340
    if has_stores:
        figure = rows("Hours that the stores alone carry", outages_title, heights=[2, 3], height=height)
        _margins(figure, values)
    else:
        figure = rows(outages_title, heights=[1], height=height)
    _exceedance(figure, run, row=2 if has_stores else 1)
    figure.update_layout(showlegend=False, bargap=3 / 10)
    shows = f"How long outages of vital loads last over {number(run.attrs.get('n_years'))} drawn Mars years"
    if has_stores:
        shows += ", and hours of margin by load class"
    return finish(figure, _finding(run, is_echo=is_echo), shows, height=height, top=36)


def _margins(figure: go.Figure, values: NDArray[np.float64]) -> None:
    figure.add_trace(
        go.Bar(
            y=[c.capitalize() for c in LOAD_CLASSES],
            x=small(values),
            orientation="h",
            marker={
                "color": [colour(c) for c in LOAD_CLASSES], "line": {"color": colour("muted"), "width": 0.5},
            },
            text=[hours(v) for v in values],
            textposition="outside",
            cliponaxis=False,
            hovertemplate="%{y}: %{text}<extra></extra>",
        ),
        1,
        1,
    )  # fmt: skip
    figure.update_yaxes(autorange="reversed", ticks="", showgrid=False, row=1)
    figure.update_xaxes(title_text="Hours", range=[0, values.max() * 6 / 5], row=1)


def _exceedance(figure: go.Figure, run: xr.Dataset, *, row: int) -> None:
    longest = np.sort(run["longest_vital_hour"].values)
    limit = as_float(run.attrs.get("ride_through_hour"))
    top = max(float(longest.max(initial=0.0)), (limit or 1.0)) * 5 / 4
    at = np.linspace(0, top, 121)
    # Above zero hours: a year without any outage does not count as one.
    share = 1 - np.searchsorted(longest, np.maximum(at, 1e-3), side="left") / max(1, longest.size)
    figure.add_trace(
        go.Scatter(
            x=small(at),
            y=small(share * 100),
            mode="lines",
            name="Years",
            fill="tozeroy",
            line={"color": colour("vital"), "width": 2},
            fillcolor=colour("vital") + "33",
            hovertemplate="%{x:.3g} h or longer: %{y:.2g} % of years<extra></extra>",
        ),
        row,
        1,
    )
    if limit:
        figure.add_vline(
            x=limit, row=row, col=1, line={"color": colour("limit"), "dash": "dash"},
            annotation={"text": f"crew lost after {hours(limit)}", "font": {"color": colour("limit")}},
            annotation_position="top left" if limit > top / 2 else "top right",
        )  # fmt: skip
    highest = max(float(share.max()) * 100, 1.0)
    figure.update_yaxes(title_text="Years with one so long, %", range=[0, highest * 6 / 5], row=row)
    figure.update_xaxes(title_text="Longest outage in the year, h", range=[0, top], row=row)


def _finding(run: xr.Dataset, *, is_echo: bool) -> str:
    chance = run.attrs.get("p_crew_survives")
    low, high = as_float(run.attrs.get("p_low")), as_float(run.attrs.get("p_high"))
    text = f"The power holds for the crew in {percent(chance)} of Mars years"
    if low is not None and high is not None:
        text += f" (95 % interval {percent(low)} to {percent(high)})"
    vital = as_float(run["margin_hour"].sel(load_class="vital").item()) or 0.0
    if vital <= 0:
        return text + "; no store carries vital loads alone"
    if is_echo:
        return text + "; the stores hold the reserve that was asked for, and nothing beyond it"
    return text + f"; stores alone carry vital loads for {hours(vital)}"
