"""How the city grows, and whether it could live alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go
import xarray as xr

from kilosol.report.figures.colours import colour
from kilosol.report.figures.registry import plan_figure
from kilosol.report.figures.template import band, finish, nothing, rows, small
from kilosol.report.number_text import people, percent
from kilosol.results import Results

_SHOWS = (
    "People on Mars, median and the span from the 10th to the 90th of a hundred campaigns, above the chance "
    "that the city passes the import-stop test"
)
#: P10, median, P90.
QUANTILES = (0.1, 0.5, 0.9)

_HEIGHT = 520


@plan_figure("city", 1, "People on Mars by year, and the chance that the city stands alone.")
def city_fan(results: Results, verdict: Mapping[str, Any]) -> go.Figure:  # noqa: ARG001 - one shape for all
    """People on Mars by year with their spread, and the chance that the city stands alone.

    Parameters
    ----------
    results : Results
        Uses ``city``.
    verdict : mapping
        Not used.

    Returns
    -------
    Figure
    """
    run = results.city
    years = run["year"].values
    low, mid, high = (run["people"].sel(quantile=q, method="nearest").values for q in QUANTILES)
    if np.nanmax(high) < 1:
        return nothing(f"In nine campaigns of ten nobody lives on Mars by {years[-1]}", _SHOWS)
    figure = rows(
        "People on Mars", "Chance that the city stands alone", heights=[5, 2], height=_HEIGHT, gap=60
    )
    # A logarithmic axis knows no zero: less than one person is drawn as one.
    seen = high >= 1
    floor = np.ones(int(seen.sum()))
    band(
        figure, years[seen], np.maximum(low[seen], floor), np.maximum(high[seen], floor),
        name="P10 to P90", colour_name="accent", row=1,
    )  # fmt: skip
    figure.add_trace(
        go.Scatter(
            x=years[mid >= 1],
            y=small(mid[mid >= 1]),
            name="Median",
            mode="lines",
            line={"color": colour("accent"), "width": 3},
            hovertemplate="%{x}: %{y:.3g} people<extra></extra>",
        ),
        1,
        1,
    )
    figure.add_trace(
        go.Scatter(
            x=years,
            y=small(run["p_self_sustaining"].values * 100),
            name="Stands alone",
            showlegend=False,
            mode="lines",
            line={"color": colour("good"), "width": 3},
            hovertemplate="by %{x}: %{y:.2g} %<extra></extra>",
        ),
        2,
        1,
    )
    figure.update_yaxes(title_text="People", type="log", dtick=1, tickformat=",d", row=1)
    figure.update_yaxes(title_text="Chance, %", range=[0, _top(run)], row=2)
    figure.update_xaxes(tickformat="d", range=[years[0], years[-1]])
    figure.update_xaxes(title_text="Year", row=2)
    return finish(figure, _finding(run, mid), _SHOWS, height=_HEIGHT, top=36)


def _top(run: xr.Dataset) -> float:
    # Small chances on a full scale would read as none; the axis says how small they are.
    highest = float(np.nanmax(run["p_self_sustaining"].values)) * 100
    return next(t for t in (1, 5, 10, 25, 50, 100) if highest <= t * 9 / 10 or t == 100)


def _finding(run: xr.Dataset, mid: np.ndarray) -> str:
    years = run["year"].values
    alone = run["p_self_sustaining"].values
    even = np.flatnonzero(alone >= 0.5)
    if even.size:
        return (
            f"The city is more likely than not to stand alone by {years[even[0]]}, "
            f"with {people(mid[even[0]])} people in the median campaign"
        )
    return (
        f"By {years[-1]} the median campaign has {people(mid[-1])} people on Mars and the city stands alone "
        f"with a chance of {percent(alone[-1])}"
    )
