"""What the city can make itself, class by class of goods."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go

from kilosol.report.figures.colours import colour
from kilosol.report.figures.registry import plan_figure
from kilosol.report.figures.template import finish, nothing, plain, small
from kilosol.report.number_text import percent
from kilosol.results import Results

_SHOWS = (
    "Part of what is needed that industry could make, by class, in the median campaign; at the right the "
    "last year. A class that was never imported is left out"
)
_ROW = 34
# Years of the axis kept free for the words at its right, as a part of all.
_WORDS = 0.1
# A class counts as made in full from here on: what is left is rounding.
_ALL = 1.0 - 1e-6


@plan_figure("city", 6, "What the city can make itself, by class of goods.")
def city_closure(results: Results, verdict: Mapping[str, Any]) -> go.Figure:  # noqa: ARG001 - one shape for all
    """Closure of each class of goods by year.

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
    years, closure = run["year"].values, run["class_closure_frac"].values
    shown = np.flatnonzero((closure < _ALL).any(axis=0))
    names = [str(run["class"].values[i]) for i in shown]
    last = closure[-1, shown]
    if not shown.size or not closure[:, shown].max() > 0.0:
        return nothing(f"The median campaign has no industry by {years[-1]}", _SHOWS)
    some = np.flatnonzero(closure[:, shown].max(axis=1) > 0.0)[0]
    span = max(int(years[-1] - years[some]), 1)
    heat = {
        "type": "heatmap", "x": years[some:], "y": list(range(len(names))),
        "z": small(100.0 * closure[some:, shown].T, 3), "zmin": 0, "zmax": 100,
        "colorscale": [[0, colour("line")], [1, colour("good")]], "xgap": 1, "ygap": 4,
        "colorbar": {"title": {"text": "%", "font": {"size": 12}}, "thickness": 10},
        "customdata": [[plain(n)] * (years.size - some) for n in names],
        "hovertemplate": "%{x}: %{customdata} %{z:.2g} %<extra></extra>",
    }  # fmt: skip
    layout = {
        "annotations": [
            {"x": int(years[-1]) + 0.5, "y": i, "text": percent(value), "showarrow": False,
             "xanchor": "left", "xshift": 4, "font": {"size": 12}}
            for i, value in enumerate(last)
        ],
        "xaxis": {
            "title": {"text": "Year"}, "tickformat": "d", "showgrid": False,
            "range": [float(years[some]) - 0.5, float(years[-1]) + 0.5 + _WORDS * span],
        },
        "yaxis": {
            "tickmode": "array", "tickvals": list(range(len(names))), "showgrid": False, "zeroline": False,
            "ticktext": [plain(n).capitalize() for n in names], "ticks": "",
            "range": [len(names) - 0.5, -0.5],
        },
    }  # fmt: skip
    figure = go.Figure(heat, layout)
    best = [n for n, v in zip(names, last, strict=True) if v > last.max() * _ALL]
    least = names[int(np.argmin(last))]
    finding = (
        f"By {years[-1]} the industry of the median city could make {percent(last.max())} of its "
        f"{', '.join(best)}, but {percent(last.min())} of its {least}"
    )
    return finish(figure, finding, _SHOWS, height=96 + _ROW * len(names))
