"""One Mars year of the chosen station, and its hardest days hour by hour."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go
import xarray as xr
from numpy.typing import NDArray

from kilosol.report.figures.colours import SOURCE_NAMES, colour
from kilosol.report.figures.template import band, finish, rows, shade, small
from kilosol.report.number_text import percent, quantity
from kilosol.results import Results

_Array = NDArray[np.float64]
_STEPS = 24
#: Sols of hourly data kept at most, and sols shown at first: enough to see nights, few enough to read.
_MOST_SOLS, _SHOWN_SOLS = 150, 12


def storm_dispatch(results: Results, verdict: Mapping[str, Any]) -> go.Figure:  # noqa: ARG001 - one shape
    """Envelope of every sol of the design year, level of the stores, and the hardest sols hour by hour.

    Parameters
    ----------
    results : Results
        Uses ``dispatch``.
    verdict : mapping
        Not used.

    Returns
    -------
    Figure
        The last row is hourly: drag in it or use its buttons to move through the hours.
    """
    run = results.dispatch
    has_stores = bool(_stored(run).max() > 0)
    titles, heights = ["Power: range of each sol", "Hour by hour"], [4, 5]
    if has_stores:
        titles.insert(1, "Stores: range of each sol")
        heights.insert(1, 3)
    height = 300 + 190 * len(titles)
    figure = rows(*titles, heights=heights, height=height, gap=92)
    last_row = len(titles)
    _year(figure, run)
    if has_stores:
        _stores(figure, run)
    first, last, hardest = _hours_kept(run)
    _hourly(figure, run, first, last, row=last_row)
    _spans(figure, run, last_row)
    figure.update_yaxes(rangemode="tozero", title_text="kW")
    # A fifth of headroom, where the names of storm and trip stand clear of the curves.
    peak = float(max(run["generation_kw"].max(), run["demand_kw"].sum("load_class").max()))
    figure.update_yaxes(range=[0, peak * 5 / 4], row=1)
    figure.update_xaxes(range=[0, _n_sols(run)])
    if has_stores:
        figure.update_yaxes(title_text="kWh", row=2)
    figure.update_xaxes(range=_view(hardest, first, last), title_text="Sol of the year", row=last_row)
    figure.update_layout(updatemenus=_buttons(run, f"xaxis{last_row}.range", first, last, hardest))
    shows = "Generation, demand and stored energy through one Mars year; storm and trip are shaded"
    return finish(figure, _finding(run), shows, height=height, top=36)


def _n_sols(run: xr.Dataset) -> int:
    return int(run.sizes["step"]) // _STEPS


def _by_sol(values: _Array) -> _Array:
    n_sols = values.size // _STEPS
    return np.asarray(values[: n_sols * _STEPS], dtype=np.float64).reshape(n_sols, _STEPS)


def _stored(run: xr.Dataset) -> _Array:
    return np.asarray(run["battery_kwh"].values + run["fuel_cell_kwh"].values, dtype=float)


def _unserved(run: xr.Dataset) -> _Array:
    gap = run["demand_kw"].sum("load_class") - run["served_kw"].sum("load_class")
    return np.maximum(np.asarray(gap.values, dtype=np.float64), 0)


def _year(figure: go.Figure, run: xr.Dataset) -> None:
    sols = np.arange(_n_sols(run))
    for source in ("solar", "fission"):
        hourly = _by_sol(run[f"{source}_kw"].values)
        if hourly.max() > 0:
            band(
                figure,
                sols,
                hourly.min(1),
                hourly.max(1),
                name=SOURCE_NAMES[source],
                colour_name=source,
                row=1,
            )
            figure.add_trace(
                go.Scatter(
                    x=sols,
                    y=small(hourly.mean(1)),
                    name=f"{SOURCE_NAMES[source]}, mean",
                    mode="lines",
                    line={"color": colour(source), "width": 2},
                    showlegend=False,
                    hovertemplate=f"{SOURCE_NAMES[source]}, mean %{{y:.3g}} kW<extra></extra>",
                ),
                1,
                1,
            )
    demand = _by_sol(run["demand_kw"].sum("load_class").values)
    figure.add_trace(
        go.Scatter(
            x=sols,
            y=small(demand.mean(1)),
            name="Demand",
            mode="lines",
            line={"color": colour("demand"), "width": 2},
            hovertemplate="sol %{x}: demand %{y:.3g} kW<extra></extra>",
        ),
        1,
        1,
    )


def _stores(figure: go.Figure, run: xr.Dataset) -> None:
    sols = np.arange(_n_sols(run))
    level = _by_sol(_stored(run))
    band(figure, sols, level.min(1), level.max(1), name="Stored energy", colour_name="battery", row=2)
    figure.add_trace(
        go.Scatter(
            x=sols,
            y=small(level.min(1)),
            mode="lines",
            name="Lowest level",
            showlegend=False,
            line={"color": colour("battery"), "width": 2},
            hovertemplate="sol %{x}: lowest %{y:.3g} kWh<extra></extra>",
        ),
        2,
        1,
    )


def _hours_kept(run: xr.Dataset) -> tuple[int, int, int]:
    n_sols = _n_sols(run)
    hardest = _hardest_sol(run)
    marks = [
        int(run.attrs.get(k, -1))
        for k in ("storm_start_sol", "storm_end_sol", "trip_start_sol", "trip_end_sol")
    ]
    known = [m for m in marks if m >= 0] + [hardest]
    first, last = max(0, min(known) - 4), min(n_sols, max(known) + 4)
    if last - first > _MOST_SOLS:
        first = (
            max(0, min(first, hardest - _MOST_SOLS // 2)) if hardest - first < _MOST_SOLS else hardest - 50
        )
        last = min(n_sols, first + _MOST_SOLS)
    return first, max(last, min(n_sols, first + _SHOWN_SOLS)), hardest


def _hardest_sol(run: xr.Dataset) -> int:
    unserved = _by_sol(_unserved(run)).sum(1)
    if unserved.max() > 1 / 1000:
        return int(unserved.argmax())
    stored = _by_sol(_stored(run)).min(1)
    if stored.max() > 0:
        return int(stored.argmin())
    return int(_by_sol(run["generation_kw"].values).mean(1).argmin())


def _view(sol: int, first: int, last: int) -> list[int]:
    start = max(first, min(sol - _SHOWN_SOLS // 2, last - _SHOWN_SOLS))
    return [start, min(last, start + _SHOWN_SOLS)]


def _hourly(figure: go.Figure, run: xr.Dataset, first: int, last: int, *, row: int) -> None:
    kept = slice(first * _STEPS, last * _STEPS)
    sols = np.arange(first * _STEPS, last * _STEPS) / _STEPS
    # What the generators send at once, then what the stores add: the stack meets the demand it can serve.
    layers = [
        ("Fission", "fission", run["fission_kw"].values),
        ("Solar", "solar", run["solar_kw"].values),
        ("From stores", "battery", run["discharge_kw"].values),
    ]
    for name, colour_name, values in layers:
        if np.max(values[kept], initial=0.0) <= 0:
            continue
        figure.add_trace(
            go.Scatter(
                x=small(sols, 6),
                y=small(values[kept], 3),
                name=name,
                mode="lines",
                line={"width": 0.5, "color": colour(colour_name)},
                fillcolor=colour(colour_name),
                stackgroup="hours",
                showlegend=colour_name == "battery",
                hovertemplate=f"{name} %{{y:.3g}} kW<extra></extra>",
            ),
            row,
            1,
        )
    demand = run["demand_kw"].sum("load_class").values[kept]
    for name, values, dash in (
        ("Demand", demand, "solid"),
        ("Vital demand", run["demand_kw"].sel(load_class="vital").values[kept], "dot"),
    ):
        figure.add_trace(
            go.Scatter(
                x=small(sols, 6),
                y=small(values, 3),
                name=name,
                mode="lines",
                line={"color": colour("demand"), "width": 2, "dash": dash},
                showlegend=dash == "dot",
                hovertemplate=f"{name} %{{y:.3g}} kW<extra></extra>",
            ),
            row,
            1,
        )


def _spans(figure: go.Figure, run: xr.Dataset, n_rows: int) -> None:
    for line, (key, label) in enumerate((("storm", "Dust storm"), ("trip", "Unit trip"))):
        start, end = run.attrs.get(f"{key}_start_sol", -1), run.attrs.get(f"{key}_end_sol", -1)
        if start >= 0 and end > start:
            shade(figure, float(start), float(end), label=label, colour_name=key, n_rows=n_rows, line=line)


def _buttons(run: xr.Dataset, axis: str, first: int, last: int, hardest: int) -> list[dict[str, Any]]:
    places = [("Hardest", hardest)]
    for key, label in (("storm", "Storm"), ("trip", "Trip")):
        start = int(run.attrs.get(f"{key}_start_sol", -1))
        if first <= start < last:
            places.append((label, start + _SHOWN_SOLS // 4))
    choices = [(label, _view(sol, first, last)) for label, sol in places] + [("All", [first, last])]
    return [
        {
            "type": "buttons",
            "direction": "right",
            "x": 0,
            "xanchor": "left",
            # Below the hours that they move through.
            "y": 0,
            "yanchor": "top",
            "pad": {"t": 52},
            # Plotly's own mark of the active button is a fixed pale blue, unreadable in the dark.
            "showactive": False,
            "bgcolor": colour("card"),
            "bordercolor": colour("line"),
            "font": {"size": 11, "color": colour("ink")},
            "buttons": [
                {"label": label, "method": "relayout", "args": [{axis: view}]} for label, view in choices
            ],
        }
    ]


def _finding(run: xr.Dataset) -> str:
    unserved = run["demand_kw"] - run["served_kw"]
    vital_gap = np.clip(unserved.sel(load_class="vital").values, 0, None)
    # Below a watt a gap is rounding of the dispatch, not a shortfall.
    dark = int((vital_gap > 1 / 1000).sum())
    storm = run.attrs.get("storm_start_sol", -1) >= 0
    trip = run.attrs.get("trip_start_sol", -1) >= 0
    test = {
        (True, True): "the storm and the unit trip",
        (True, False): "the storm",
        (False, True): "the unit trip",
        (False, False): "the whole year",
    }[storm, trip]
    if dark:
        return f"Vital loads go dark for {quantity(dark, 'h')} of the year that holds {test}"
    stored = _stored(run)
    text = f"Vital loads are served through {test}"
    if stored.max() > 0:
        size, left = quantity(stored.max(), "kWh"), stored.min() / stored.max()
        # Less than a hundredth is empty to any operator.
        end = "run empty" if left < 1 / 100 else f"fall to {percent(left)}"
        text += f"; the stores of {size} {end}"
    else:
        text += " without any store"
    shed, total = float(_unserved(run).sum()), float(run["demand_kw"].sum())
    if shed > 1 and total > 0:
        return f"{text}, and {percent(shed / total)} of the year's demand is shed"
    return f"{text}, and nothing is shed"
