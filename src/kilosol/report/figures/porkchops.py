"""Launch energy over departure and arrival dates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go
import xarray as xr
from numpy.typing import NDArray

from kilosol.report.figures.colours import colour
from kilosol.report.figures.isolines import isolines
from kilosol.report.figures.registry import plan_figure
from kilosol.report.figures.template import finish, nothing, small
from kilosol.report.number_text import THIN, as_float, long_date, month, quantity
from kilosol.results import Results

#: Colour bar below the axis title, in heights of the plot.
_BAR_PLACE = -0.18
_SHOWS = "Launch energy C3 for each pair of departure and arrival dates; lines are the scenario's limits"


@plan_figure("windows", 1, "Launch energy over departure and arrival dates.")
def porkchop(results: Results, verdict: Mapping[str, Any]) -> go.Figure:  # noqa: ARG001 - one shape for all
    """Launch energy of the window that the plan uses, with its limits and chosen dates.

    Parameters
    ----------
    results : Results
        Uses ``porkchop``.
    verdict : mapping
        Not used.

    Returns
    -------
    Figure
    """
    run = results.porkchop
    if not np.isfinite(run["c3_km2_s2"].values).any():
        return nothing(f"No arc reaches Mars in the {run.attrs.get('window', '')} window", _SHOWS)
    figure = go.Figure()
    _energy(figure, run)
    _limits(figure, run)
    _chosen(figure, run)
    figure.update_xaxes(title_text="Departure from Earth", type="date")
    figure.update_yaxes(title_text="Arrival at Mars", type="date")
    attrs = run.attrs
    crew = (
        f". A crew that leaves on {long_date(attrs['crew_departure'])} "
        f"lands in {month(attrs['crew_arrival'])}"
        if attrs.get("crew_departure")
        else ""
    )
    return finish(figure, _finding(run), _SHOWS + crew, height=520)


def _finding(run: xr.Dataset) -> str:
    attrs = run.attrs
    if not attrs.get("chosen_departure"):
        return f"No arc of the {attrs['window']} window is within the scenario's limits"
    return (
        f"The {attrs['window']} window opens at {quantity(attrs['chosen_c3_km2_s2'], 'km2/s2', 2)} on "
        f"{long_date(attrs['chosen_departure'])} and lands in {month(attrs['chosen_arrival'])}"
    )


def _energy(figure: go.Figure, run: xr.Dataset) -> None:
    c3 = _shown(run)
    top, low = float(np.nanmax(c3)), float(np.floor(np.nanmin(c3)))
    extra = np.stack(
        [small(run[v].values.T, 3) for v in ("tof_days", "entry_speed_km_s", "arrival_vinf_km_s")], axis=-1
    )
    figure.add_trace(
        go.Contour(
            x=run["departure"].values.astype(str),
            y=run["arrival"].values.astype(str),
            z=small(c3, 3),
            customdata=extra,
            colorscale="Viridis",
            reversescale=True,
            zmin=low,
            zmax=top,
            contours={
                "coloring": "heatmap",
                "start": low,
                "end": top,
                "size": max(1, round((top - low) / 12)),
            },
            line={"width": 1, "color": "#ffffff66"},
            colorbar={
                "title": {"text": f"C3, km²{THIN}/{THIN}s²", "side": "top", "font": {"size": 13}},
                "orientation": "h",
                "x": 0,
                "xanchor": "left",
                "y": _BAR_PLACE,
                "yanchor": "top",
                "thickness": 12,
                "outlinewidth": 0,
            },
            hovertemplate=(
                "leave %{x|%-d %b %Y}, arrive %{y|%-d %b %Y}<br>C3 %{z:.1f} km²/s²"
                "<br>flight %{customdata[0]:.0f} d<br>entry %{customdata[1]:.2f} km/s"
                "<br>v∞ %{customdata[2]:.2f} km/s<extra></extra>"
            ),
            name="C3",
            showlegend=False,
        )
    )


def _shown(run: xr.Dataset) -> NDArray[np.float64]:
    """Launch energy (arrival, departure), up to twice the limit: beyond it contours only crowd."""
    c3 = np.asarray(run["c3_km2_s2"].values.T, dtype=np.float64)
    limit = as_float(run.attrs.get("max_c3_km2_s2"))
    lowest = float(np.nanmin(c3))
    return c3 if limit is None or 2 * limit <= lowest else np.where(c3 > 2 * limit, np.nan, c3)


def _limits(figure: go.Figure, run: xr.Dataset) -> None:
    lines = (
        ("c3_km2_s2", "max_c3_km2_s2", "km2/s2", "solid", "C3 limit"),
        ("entry_speed_km_s", "max_entry_km_s", "km/s", "dash", "Entry speed limit"),
    )
    for variable, attribute, unit, dash, name in lines:
        limit = as_float(run.attrs.get(attribute))
        # Only where the map is drawn: elsewhere a limit means nothing.
        values = np.where(np.isnan(_shown(run)), np.nan, run[variable].values.T)
        if limit is None or not np.nanmin(values) < limit < np.nanmax(values):
            continue
        label = f"{name} {quantity(limit, unit)}"
        # A wide dark line below a narrow white one shows on every colour of the map.
        x, y = _line(run, values, limit)
        for colour_text, width in (("#000000", 4), ("#ffffff", 2)):
            figure.add_trace(
                go.Scatter(
                    x=x,
                    y=y,
                    mode="lines",
                    line={"color": colour_text, "width": width, "dash": dash if width == 2 else "solid"},
                    showlegend=False,
                    hoverinfo="skip",
                )
            )
        figure.add_trace(
            go.Scatter(
                x=[None], y=[None], mode="lines", name=label, line={"color": colour("ink"), "dash": dash}
            )
        )


def _line(
    run: xr.Dataset, values: NDArray[np.float64], limit: float
) -> tuple[list[str | None], list[str | None]]:
    """Departures and arrivals along a limit; None parts one line from the next."""
    out: tuple[list[str | None], list[str | None]] = ([], [])
    days = [run[name].values.astype("datetime64[m]") for name in ("departure", "arrival")]
    for line in isolines(values, limit):
        for at, axis, texts in zip((line[:, 1], line[:, 0]), days, out, strict=True):
            minutes = np.interp(at, np.arange(axis.size), axis.astype(np.int64))
            texts += [*np.rint(minutes).astype("datetime64[m]").astype(str).tolist(), None]
    return out


def _chosen(figure: go.Figure, run: xr.Dataset) -> None:
    marks = (
        ("chosen", f"Minimum energy, type {run.attrs.get('chosen_kind', '')}", "circle"),
        ("crew", "Crew", "diamond"),
    )
    for role, name, symbol in marks:
        departure, arrival = run.attrs.get(f"{role}_departure"), run.attrs.get(f"{role}_arrival")
        if not departure:
            continue
        figure.add_trace(
            go.Scatter(
                x=[departure],
                y=[arrival],
                mode="markers",
                name=name,
                marker={
                    "symbol": symbol,
                    "size": 13,
                    "color": colour("accent"),
                    "line": {"color": "#ffffff", "width": 2},
                },
                hovertemplate=f"{name}<br>leave %{{x|%-d %b %Y}}<br>arrive %{{y|%-d %b %Y}}<extra></extra>",
            )
        )
