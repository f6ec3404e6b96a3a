"""The chosen flights seen from above the ecliptic."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go
import xarray as xr

from kilosol.report.figures.colours import colour
from kilosol.report.figures.registry import plan_figure
from kilosol.report.figures.template import finish, nothing, small
from kilosol.report.number_text import long_date, month, number
from kilosol.results import Results

_SHOWS = (
    "Seen from the north of the ecliptic, Sun in the middle; dotted, the planets while the ships fly; "
    "dots mark departure and arrival"
)
_LINES = {"cargo": ("Cargo flight", "fission", "solid"), "crew": ("Crew flight", "accent", "dash")}
_PLANETS = {"earth_au": ("Earth", "battery"), "mars_au": ("Mars", "limit")}


@plan_figure("windows", 2, "The chosen flights seen from above the ecliptic.")
def flight_path(results: Results, verdict: Mapping[str, Any]) -> go.Figure:  # noqa: ARG001 - one shape for all
    """Paths of the cargo and crew flights with both planets.

    Parameters
    ----------
    results : Results
        Uses ``flight``.
    verdict : mapping
        Not used.

    Returns
    -------
    Figure
    """
    run = results.flight
    if run.sizes.get("flight", 0) == 0:
        return nothing("No flight reaches Mars in this window", _SHOWS)
    figure = go.Figure()
    for variable, (name, colour_name) in _PLANETS.items():
        _planet(figure, run, variable, name, colour_name)
    for flight in run["flight"].values:
        _ship(figure, run, str(flight))
    figure.add_trace(
        go.Scatter(
            x=[0], y=[0], mode="markers", marker={"size": 14, "color": colour("solar")}, name="Sun",
            hovertemplate="Sun<extra></extra>", showlegend=False,
        )
    )  # fmt: skip
    reach = float(np.ceil(10 * np.abs(run["mars_au"].values).max() + 1) / 10)
    figure.update_xaxes(title_text="au", range=[-reach, reach], zeroline=False, constrain="domain")
    figure.update_yaxes(
        title_text="au", range=[-reach, reach], zeroline=False, scaleanchor="x", constrain="domain"
    )
    return finish(figure, _finding(run), _SHOWS, height=560)


def _planet(figure: go.Figure, run: xr.Dataset, variable: str, name: str, colour_name: str) -> None:
    # The longer of the flights covers the shorter one's dates or nearly so: one line for both.
    longest = int(np.argmax([run.attrs[f"{f}_tof_days"] for f in run["flight"].values]))
    line = run[variable].isel(flight=longest)
    figure.add_trace(
        go.Scatter(
            x=small(line.sel(axis="x")), y=small(line.sel(axis="y")), mode="lines", name=name,
            line={"color": colour(colour_name), "width": 2, "dash": "dot"},
            customdata=run["date"].isel(flight=longest).values.astype(str),
            hovertemplate=f"{name}, %{{customdata}}<extra></extra>",
        )
    )  # fmt: skip


def _ship(figure: go.Figure, run: xr.Dataset, flight: str) -> None:
    name, colour_name, dash = _LINES[flight]
    one = run.sel(flight=flight)
    x, y = (small(one["ship_au"].sel(axis=a)) for a in ("x", "y"))
    days = one["date"].values.astype(str)
    figure.add_trace(
        go.Scatter(
            x=x, y=y, mode="lines", name=name, line={"color": colour(colour_name), "width": 3, "dash": dash},
            customdata=days, hovertemplate=f"{name}, %{{customdata}}<extra></extra>", legendgroup=flight,
        )
    )  # fmt: skip
    figure.add_trace(
        go.Scatter(
            x=x[[0, -1]], y=y[[0, -1]], mode="markers", customdata=[f"leaves {days[0]}", f"lands {days[-1]}"],
            marker={"size": 10, "color": colour(colour_name), "line": {"color": colour("card"), "width": 1}},
            hovertemplate=f"{name} %{{customdata}}<extra></extra>", legendgroup=flight, showlegend=False,
        )
    )  # fmt: skip


def _finding(run: xr.Dataset) -> str:
    cargo = run.sel(flight="cargo")["date"].values.astype(str)
    angle, days = run.attrs["cargo_transfer_angle_deg"], run.attrs["cargo_tof_days"]
    text = (
        f"Cargo leaves on {long_date(cargo[0])}, turns {number(angle, 3)} degrees about the Sun "
        f"and lands after {number(days, 3)} days"
    )
    if "crew" not in run["flight"].values:
        return f"{text}; no crew flight fits this window"
    crew = run.sel(flight="crew")["date"].values.astype(str)
    saved = days - run.attrs["crew_tof_days"]
    if saved < 1:
        return f"{text}; a crew takes no less"
    return f"{text}; a crew's flight is {number(saved, 3)} days shorter and lands in {month(crew[-1])}"
