"""One Mars year of the chosen station, and its hardest days hour by hour."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go
import xarray as xr
from numpy.typing import NDArray

from kilosol.report.figures.colours import SOURCE_NAMES, colour
from kilosol.report.figures.registry import plan_figure
from kilosol.report.figures.template import band, finish, rows, shade, small
from kilosol.report.number_text import percent, quantity
from kilosol.results import Results

_Array = NDArray[np.float64]
_STEPS = 24
#: Middle of a sol's hourly instants, where what holds for the whole sol is drawn.
_MIDDLE = (_STEPS - 1) / 2 / _STEPS
#: Sols of hourly data kept at most, and sols shown at first: enough to see nights, few enough to read.
_MOST_SOLS, _SHOWN_SOLS = 150, 12


@plan_figure("adequacy", 1, "The design year, and its hardest sols hour by hour.")
def storm_dispatch(results: Results, verdict: Mapping[str, Any]) -> go.Figure:
    """Envelope of every sol of the design year, level of the stores, and the hardest sols hour by hour.

    In a page the envelope resolves to hours where a reader zooms in: :func:`hours_of_year` gives the page
    what it samples, and each trace's ``meta`` says from which series and how. By itself the figure stays an
    envelope of sols at every zoom, and says so.

    Parameters
    ----------
    results : Results
        Uses ``dispatch``.
    verdict : mapping
        Its station gives the installed power; the most that the reactors gave stands in where it is missing.

    Returns
    -------
    Figure
        The rows of the year zoom together; the last row is hourly, and its buttons move all rows.
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
    _limits(figure, run, verdict)
    if has_stores:
        _stores(figure, run)
    first, last, hardest = _hours_kept(run)
    _hourly(figure, run, first, last, row=last_row)
    _spans(figure, run, last_row)
    # A drag chooses a span of time, nothing else.
    figure.update_yaxes(rangemode="tozero", title_text="kW", fixedrange=True)
    # A fifth of headroom, where the names of storm and trip stand clear of the curves.
    demand = run["demand_kw"].sum("load_class")
    peak = max(float(run["generation_kw"].max()), float(demand.max()), _rated_kw(run, verdict))
    figure.update_yaxes(range=[0, peak * 5 / 4], row=1)
    # Fixed, so that a page which samples the year anew does not move the scale under its reader.
    figure.update_yaxes(range=[0, peak * 21 / 20], row=last_row)
    # A double click goes back to these ranges.
    figure.update_xaxes(range=[0, _n_sols(run)])
    if has_stores:
        figure.update_yaxes(title_text="kWh", range=[0, float(_stored(run).max()) * 21 / 20], row=2)
        figure.update_xaxes(matches="x", row=2)
    figure.update_xaxes(range=_view(hardest, first, last), title_text="Sol of the year", row=last_row)
    figure.update_layout(updatemenus=_buttons(run, last_row, first, last, hardest))
    shows = (
        f"Generation{', demand and stored energy' if has_stores else ' and demand'} through one Mars year as "
        "the range of each sol; the last row is hourly. Storm and trip are shaded"
    )
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
    sols = small(np.arange(_n_sols(run)) + _MIDDLE, 5)
    for source in ("solar", "fission"):
        told = SOURCE_NAMES[source].lower()
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
            figure.data[-1].meta = {"series": f"{source}_kw", "draws": "range"}
            figure.add_trace(
                go.Scatter(
                    x=sols,
                    y=small(hourly.mean(1)),
                    meta={"series": f"{source}_kw", "draws": "mean"},
                    name=f"{SOURCE_NAMES[source]}, mean",
                    mode="lines",
                    line={"color": colour(source), "width": 2},
                    showlegend=False,
                    hovertemplate=f"sol %{{x:.2f}}: {told} %{{y:.3g}} kW<extra></extra>",
                ),
                1,
                1,
            )
    demand = _by_sol(run["demand_kw"].sum("load_class").values)
    figure.add_trace(
        go.Scatter(
            x=sols,
            y=small(demand.mean(1)),
            meta={"series": "demand_kw", "draws": "mean"},
            name="Demand",
            mode="lines",
            line={"color": colour("demand"), "width": 2},
            hovertemplate="sol %{x:.2f}: demand %{y:.3g} kW<extra></extra>",
        ),
        1,
        1,
    )


def _stores(figure: go.Figure, run: xr.Dataset) -> None:
    sols = small(np.arange(_n_sols(run)) + _MIDDLE, 5)
    level = _by_sol(_stored(run))
    band(figure, sols, level.min(1), level.max(1), name="Stored energy", colour_name="battery", row=2)
    figure.data[-1].meta = {"series": "stored_kwh", "draws": "range"}
    figure.add_trace(
        go.Scatter(
            x=sols,
            y=small(level.min(1)),
            meta={"series": "stored_kwh", "draws": "least"},
            mode="lines",
            name="Lowest level",
            showlegend=False,
            line={"color": colour("battery"), "width": 2},
            hovertemplate="sol %{x:.2f}: at least %{y:.3g} kWh<extra></extra>",
        ),
        2,
        1,
    )
    _line(figure, run, 0.0, "Empty store", "limit", row=2)


def _limits(figure: go.Figure, run: xr.Dataset, verdict: Mapping[str, Any]) -> None:
    """What the reactors can give with every unit up, and what keeps people alive."""
    rated = _rated_kw(run, verdict)
    if rated > 0:
        _line(figure, run, rated, "Every reactor up", "limit", row=1, unit="kW")
    vital = _by_sol(run["demand_kw"].sel(load_class="vital").values)
    figure.add_trace(
        go.Scatter(
            x=small(np.arange(_n_sols(run)) + _MIDDLE, 5),
            y=small(vital.mean(1)),
            meta={"series": "vital_kw", "draws": "mean"},
            name="Vital demand",
            mode="lines",
            line={"color": colour("demand"), "width": 2, "dash": "dot"},
            hovertemplate="sol %{x:.2f}: vital demand %{y:.3g} kW<extra></extra>",
        ),
        1,
        1,
    )


def _rated_kw(run: xr.Dataset, verdict: Mapping[str, Any]) -> float:
    """What the reactors give with every unit up; a study of one plant keeps only what they gave."""
    return float(verdict.get("station", {}).get("fission_kw") or run["fission_kw"].max())


def _line(
    figure: go.Figure, run: xr.Dataset, level: float, name: str, colour_name: str, *, row: int, unit: str = ""
) -> None:
    """A limit over the whole year; a trace, so that it has a name in the legend."""
    figure.add_trace(
        go.Scatter(
            x=[0, _n_sols(run)],
            y=[level, level],
            name=f"{name}, {quantity(level, unit)}" if unit else name,
            mode="lines",
            line={"color": colour(colour_name), "width": 1.5, "dash": "dash"},
            hoverinfo="skip",
        ),
        row,
        1,
    )


def hours_of_year(results: Results) -> dict[str, NDArray[np.float32] | int]:
    """Hourly series of the design year that a page samples when its reader zooms.

    Parameters
    ----------
    results : Results
        Uses ``dispatch``.

    Returns
    -------
    dict
        Single-precision series by the names in the traces' ``meta``, rounded to what a screen shows, and
        the hours of a sol.
    """
    run = results.dispatch
    series = {
        "fission_kw": run["fission_kw"].values,
        "solar_kw": run["solar_kw"].values,
        "discharge_kw": run["discharge_kw"].values,
        "demand_kw": run["demand_kw"].sum("load_class").values,
        "vital_kw": run["demand_kw"].sel(load_class="vital").values,
        "stored_kwh": _stored(run),
    }
    drawn = {name: small(values) for name, values in series.items() if np.max(values, initial=0.0) > 0}
    return {"steps_per_sol": _STEPS, "most_sols": _MOST_SOLS, **drawn}


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
        ("Fission", "fission", "fission_kw"),
        ("Solar", "solar", "solar_kw"),
        ("From stores", "battery", "discharge_kw"),
    ]
    for name, colour_name, series in layers:
        values = run[series].values
        # A page may move to any hour of the year.
        if np.max(values, initial=0.0) <= 0:
            continue
        figure.add_trace(
            go.Scatter(
                x=small(sols, 6),
                y=small(values[kept], 3),
                meta={"series": series, "draws": "hours"},
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
    for name, series, values, dash in (
        ("Demand", "demand_kw", demand, "solid"),
        ("Vital demand", "vital_kw", run["demand_kw"].sel(load_class="vital").values[kept], "dot"),
    ):
        figure.add_trace(
            go.Scatter(
                x=small(sols, 6),
                y=small(values, 3),
                meta={"series": series, "draws": "hours"},
                name=name,
                mode="lines",
                line={"color": colour("demand"), "width": 2, "dash": dash},
                showlegend=False,
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


def _buttons(run: xr.Dataset, last_row: int, first: int, last: int, hardest: int) -> list[dict[str, Any]]:
    year, hours = [0, _n_sols(run)], f"xaxis{last_row}.range"
    places = [("Hardest", hardest)]
    for key, label in (("storm", "Storm"), ("trip", "Trip")):
        start = int(run.attrs.get(f"{key}_start_sol", -1))
        if first <= start < last:
            places.append((label, start + _SHOWN_SOLS // 4))
    views = [(label, _view(sol, first, last)) for label, sol in places]
    choices = [("Whole year", {"xaxis.range": year, hours: _view(hardest, first, last)})] + [
        (label, {"xaxis.range": view, hours: view}) for label, view in views
    ]
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
                {"label": label, "method": "relayout", "args": [ranges]} for label, ranges in choices
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
        text += f" without {_reserve_words(run)}"
    shed, total = float(_unserved(run).sum()), float(run["demand_kw"].sum())
    if shed > 1 and total > 0:
        return f"{text}, and {percent(shed / total)} of the year's demand is shed"
    return f"{text}, and nothing is shed"


def _reserve_words(run: xr.Dataset) -> str:
    """What stands beside a plant that has neither batteries nor fuel cells."""
    reserve = run["reserve_kwh"].values if "reserve_kwh" in run else np.zeros(1)
    if reserve.max() <= 0:
        return "any store"
    spent = 1 - reserve.min() / reserve.max()
    if spent < 1 / 100:
        return f"touching the propellant reserve of {quantity(reserve.max(), 'kWh')}"
    return f"any store but the propellant reserve, of which {percent(spent)} is spent"
