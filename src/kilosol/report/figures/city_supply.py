"""What the city lives on: its power and its imports by year, with their spread."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go
import xarray as xr
from numpy.typing import NDArray

from kilosol.report.figures.colours import colour
from kilosol.report.figures.growth import QUANTILES
from kilosol.report.figures.registry import plan_figure
from kilosol.report.figures.template import band, finish, nothing, small
from kilosol.report.number_text import as_float, mass, people, power
from kilosol.results import Results

_POWER_SHOWS = (
    "Power plant of the city, median and P10 to P90 of the campaigns; the dashed line is the most that the "
    "cargo could keep up if all of it were power"
)
_IMPORTS_SHOWS = (
    "Imports used in a year for each person, median and P10 to P90 of the campaigns; "
    "a campaign with nobody there counts as none"
)
_HEIGHT = 380

# Decades below the highest value that a logarithmic axis still shows: a lower end of nothing has no place.
_DECADES = 4


@plan_figure("city", 2, "Power of the city by year, and the most that imports keep up.", is_half=True)
def city_power(results: Results, verdict: Mapping[str, Any]) -> go.Figure:
    """Power of the city by year with its spread, and the most that imports alone could keep up.

    Parameters
    ----------
    results : Results
        Uses ``city``.
    verdict : mapping
        Uses ``city``.

    Returns
    -------
    Figure
    """
    run, said = results.city, verdict.get("city", {})
    years = run["year"].values
    low, mid, high = _fan(run, "power_kw")
    if not np.nanmax(high) > 0.0:
        return nothing(f"In nine campaigns of ten there is no power on Mars by {years[-1]}", _POWER_SHOWS)
    most = as_float(said.get("imported_power_most_people"))
    each = as_float(said.get("power_kwe_per_person"))
    limit = most * each if most and each else None
    figure = _drawn(
        years, (low, mid, high), {"title": {"text": "Power, W"}, "exponentformat": "SI"}, 1000.0,
        "%{x}: %{y:.3s}W<extra></extra>", limit,
    )  # fmt: skip
    finding = f"By {years[-1]} the median city has {power(mid[-1])}"
    persons = float(run["people"].sel(quantile=QUANTILES[1], method="nearest").values[-1])
    if persons >= 1.0:
        finding += f" for {people(persons)} people, {power(mid[-1] / persons)} each"
    if most:
        ends = said.get("imported_power_end_year")
        finding += (
            f"; since {ends} imports alone could not keep it up"
            if ends
            else f"; imports alone could keep up that of {people(most)}"
        )
    return finish(figure, finding, _POWER_SHOWS, height=_HEIGHT)


@plan_figure("city", 3, "Imports that a person of the city uses in a year.", is_half=True)
def city_imports(results: Results, verdict: Mapping[str, Any]) -> go.Figure:  # noqa: ARG001 - one shape for all
    """Imports that a person of the city uses in a year, with their spread.

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
    low, mid, high = _fan(run, "import_kg_per_person_year")
    if not np.nanmax(high) > 0.0:
        return nothing(f"In nine campaigns of ten nobody uses imports by {years[-1]}", _IMPORTS_SHOWS)
    axis = {"title": {"text": "Imports, kg a person and year"}, "tickformat": ",d"}
    figure = _drawn(years, (low, mid, high), axis, 1.0, "%{x}: %{y:,.3r} kg<extra></extra>", None)
    finding = (
        f"In {years[-1]} a person of the median city uses {mass(mid[-1])} of imports"
        if mid[-1] > 0.0
        else f"In {years[-1]} nobody uses imports in half of the campaigns"
    )
    finding += f"; in one campaign of ten more than {mass(high[-1])}" if high[-1] > mid[-1] else ""
    return finish(figure, finding, _IMPORTS_SHOWS, height=_HEIGHT)


def _fan(run: xr.Dataset, name: str) -> tuple[NDArray[np.float64], ...]:
    return tuple(run[name].sel(quantile=q, method="nearest").values for q in QUANTILES)


def _drawn(
    years: NDArray[np.int64],
    fan: tuple[NDArray[np.float64], ...],
    axis: dict[str, Any],
    factor: float,
    hover: str,
    limit: float | None,
) -> go.Figure:
    low, mid, high = (factor * part for part in fan)
    seen, there = high > 0.0, mid > 0.0
    top = float(np.nanmax(high))
    lowest = 10.0 ** np.floor(np.log10(max(float(np.nanmin(high[seen])), top * 10.0**-_DECADES)))
    # Room above for the line of a limit and its words.
    span = np.log10([lowest, max(top, factor * (limit or 0.0)) * 4.0])
    layout: dict[str, Any] = {
        "xaxis": {"title": {"text": "Year"}, "tickformat": "d", "range": [int(years[0]), int(years[-1])]},
        "yaxis": {"type": "log", "range": span.tolist(), **_ticks(span), **axis},
    }
    if limit is not None:
        at = float(np.log10(factor * limit))
        layout["shapes"] = [
            {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": factor * limit, "y1": factor * limit,
             "line": {"color": colour("limit"), "dash": "dash", "width": 2}}
        ]  # fmt: skip
        layout["annotations"] = [
            {"text": f"imports alone: at most {power(limit)}", "xref": "paper", "x": 0, "y": at,
             "xanchor": "left", "yanchor": "bottom", "showarrow": False,
             "font": {"color": colour("limit"), "size": 12}}
        ]  # fmt: skip
    figure = go.Figure(layout=layout)
    band(
        figure, years[seen], np.maximum(low[seen], lowest), np.maximum(high[seen], lowest),
        name="P10 to P90", colour_name="accent",
    )  # fmt: skip
    figure.add_trace(
        {
            "type": "scatter",
            "x": years[there],
            "y": small(mid[there]),
            "name": "Median",
            "mode": "lines+markers" if there.sum() == 1 else "lines",
            "line": {"color": colour("accent"), "width": 3},
            "hovertemplate": hover,
        }
    )
    return figure


def _ticks(span: NDArray[np.float64]) -> dict[str, Any]:
    """Ticks at whole decades, and at three times them where there are few."""
    if span[1] - span[0] > 3.0:
        return {"dtick": 1}
    decades = range(int(np.floor(span[0])), int(np.ceil(span[1])))
    return {"tickmode": "array", "tickvals": [float(m * 10**k) for k in decades for m in (1, 3)]}
