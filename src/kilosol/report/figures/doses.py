"""Dose from the reactor by distance and around it, and of the trip."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go
import xarray as xr

from kilosol.planning.fates import nobody_sets_out_home
from kilosol.planning.wording import rough
from kilosol.report.figures.colours import colour
from kilosol.report.figures.registry import plan_figure
from kilosol.report.figures.template import finish, nothing, plain, small, word_list
from kilosol.report.number_text import THIN, as_float, number, quantity
from kilosol.results import Results


@plan_figure("safety", 2, "Dose from the station over distance.", is_half=True)
def dose_profile(results: Results, verdict: Mapping[str, Any]) -> go.Figure:  # noqa: ARG001 - one shape for all
    """Dose rate from the station over distance, behind the shadow shield and beside it.

    Parameters
    ----------
    results : Results
        Uses ``safety``.
    verdict : mapping
        Not used.

    Returns
    -------
    Figure
    """
    run = results.safety
    figure = go.Figure()
    for variable, name, dash in (
        ("dose_outside_msv_year", "Outside the shield's shadow", "dash"),
        ("dose_cone_msv_year", "In the shield's shadow", "solid"),
    ):
        values = run[variable].values
        shown = values > 0
        figure.add_trace(
            go.Scatter(
                x=small(run["distance"].values[shown]),
                y=small(values[shown]),
                name=name,
                mode="lines",
                line={"color": colour("fission"), "width": 3, "dash": dash},
                hovertemplate=f"{name}<br>%{{x:,.0f}} m: %{{y:.3g}} mSv a year<extra></extra>",
            )
        )
    limit = as_float(run.attrs.get("dose_limit_msv_year"))
    if limit:
        figure.add_hline(
            y=limit,
            line={"color": colour("limit"), "dash": "dash"},
        )
        # Annotations on a logarithmic axis stand at the logarithm, lines at the value.
        figure.add_annotation(
            x=0, xref="paper", xanchor="left", y=np.log10(limit), yanchor="bottom", showarrow=False,
            text=f"limit {quantity(limit, 'mSv')} a year", font={"size": 12, "color": colour("limit")},
        )  # fmt: skip
    _distances(figure, run)
    figure.update_xaxes(
        title_text="Distance from the reactor, m",
        type="log",
        dtick="D2",
        tickformat=",d",
        range=_decades(run),
    )
    figure.update_yaxes(title_text="Dose, mSv a year", type="log", dtick=1, exponentformat="power")
    shows = "Dose rate from the running station alone over distance on level ground"
    return finish(figure, _finding(run), shows, height=400)


@plan_figure("safety", 1, "Dose around the station, from above.")
def dose_map(results: Results, verdict: Mapping[str, Any]) -> go.Figure:  # noqa: ARG001 - one shape for all
    """Dose rate around the station, with the lines of 50 and 5 mSv a year and the habitat.

    Parameters
    ----------
    results : Results
        Uses ``safety``.
    verdict : mapping
        Not used.

    Returns
    -------
    Figure
    """
    run = results.safety
    shows = (
        "Dose rate around the running station on level ground, from above; the shields turn their shadow "
        "towards the habitat. Beyond 5 km the dose errs high"
    )
    if "dose_map_msv_year" not in run or not run["dose_map_msv_year"].values.max() > 0:
        return nothing("The chosen station has no reactor, so there is no dose to map", shows)
    figure = go.Figure()
    _around(figure, run)
    habitat = as_float(run.attrs.get("standoff_m")) or 0.0
    figure.add_trace(
        go.Scatter(
            x=[0.0, habitat / 1000.0],
            y=[0.0, 0.0],
            mode="markers+text",
            marker={"size": 11, "symbol": ["x", "square"], "color": colour("ink")},
            text=["station ", " habitat"],
            textposition=["middle left", "middle right"],
            textfont={"color": colour("ink"), "size": 13},
            showlegend=False,
            hoverinfo="skip",
        )
    )
    figure.update_xaxes(title_text="East of the station, km", constrain="domain", showgrid=False)
    figure.update_yaxes(
        title_text="North of the station, km", scaleanchor="x", constrain="domain", showgrid=False
    )
    return finish(figure, _map_finding(run), shows, height=600)


def _around(figure: go.Figure, run: xr.Dataset) -> None:
    """Dose by colour, and the lines of the two limits."""
    # Every second point is what a screen shows.
    east, north = (small(run[axis].values[::2] / 1000.0) for axis in ("east_m", "north_m"))
    dose = run["dose_map_msv_year"].values[::2, ::2]
    decades = small(np.log10(dose), 3)
    figure.add_trace(
        go.Heatmap(
            x=east,
            y=north,
            z=decades,
            zsmooth="best",
            zmin=0.0,
            zmax=4.0,
            colorscale="Viridis",
            opacity=2 / 3,
            colorbar={
                "title": {"text": "mSv a year", "font": {"size": 12}},
                "tickvals": [0, 1, 2, 3, 4],
                "ticktext": ["1", "10", "100", f"1{THIN}000", f"10{THIN}000"],
                "thickness": 10,
            },
            customdata=small(dose, 3),
            hovertemplate="%{x:.1f} km east, %{y:.1f} km north: %{customdata:.3g} mSv a year<extra></extra>",
        )
    )
    for level, dash in ((50.0, "solid"), (5.0, "dash")):
        if not dose.min() < level < dose.max():
            continue
        at = np.log10(level)
        figure.add_trace(
            go.Contour(
                x=east,
                y=north,
                z=decades,
                contours={"start": at, "end": at, "size": 1, "coloring": "none"},
                line={"color": colour("limit"), "width": 2, "dash": dash},
                name=f"{level:.0f} mSv a year",
                showlegend=True,
                showscale=False,
                hoverinfo="skip",
            )
        )


def _map_finding(run: xr.Dataset) -> str:
    dose = run["dose_map_msv_year"].values
    metres = run["east_m"].values
    habitat = as_float(run.attrs.get("standoff_m")) or 0.0
    here = as_float(run.attrs.get("dose_at_habitat_msv_year")) or 0.0
    cell_km2 = ((metres[1] - metres[0]) / 1000.0) ** 2
    limit = as_float(run.attrs.get("dose_limit_msv_year"))
    text = f"The habitat at {quantity(habitat, 'm')} gets some {rough(here, limit)}{THIN}mSv a year"
    if limit and here > limit * (1 + 1e-9):
        text += f", above the limit of {number(limit)}"
    touches_edge = max(dose[0].max(), dose[-1].max(), dose[:, 0].max(), dose[:, -1].max()) > 50.0
    if touches_edge:
        return f"{text}; more than 50 mSv a year reach beyond the map"
    closed = int((dose > 50.0).sum()) * cell_km2
    return f"{text}; {closed:.0f} km² around the station get more than 50"


def _decades(run: xr.Dataset) -> list[float]:
    metres = run["distance"].values
    return [float(np.log10(metres.min())), float(np.log10(metres.max()))]


def _distances(figure: go.Figure, run: xr.Dataset) -> None:
    marks = (("standoff_m", "habitat"), ("exclusion_distance_m", "exclusion"))
    for key, name in marks:
        metres = as_float(run.attrs.get(key))
        if metres and metres <= run["distance"].values.max():
            figure.add_vline(x=metres, line={"color": colour("muted"), "dash": "dot"})
            figure.add_annotation(
                x=np.log10(metres), y=1, yref="paper", yanchor="top", yshift=-6, xanchor="right",
                textangle=-90, text=f"{name} {quantity(metres, 'm', 2)}", showarrow=False,
                font={"size": 12, "color": colour("muted")},
            )  # fmt: skip


def _finding(run: xr.Dataset) -> str:
    standoff, exclusion = (
        as_float(run.attrs.get("standoff_m")),
        as_float(run.attrs.get("exclusion_distance_m")),
    )
    if not np.nanmax(run["dose_outside_msv_year"].values, initial=0.0) > 0:
        return "The chosen station has no reactor, so it adds no dose"
    text = ""
    if standoff:
        here = float(np.interp(standoff, run["distance"].values, run["dose_cone_msv_year"].values))
        dose = f"{rough(here, as_float(run.attrs.get('dose_limit_msv_year')))}{THIN}mSv"
        text = f"At {quantity(standoff, 'm')} behind the shield the station adds some {dose} a year"
    if exclusion:
        text += (
            f"{'; o' if text else 'O'}utside the shadow people must keep {quantity(exclusion, 'm', 2)} away"
        )
    return text


@plan_figure("safety", 3, "Dose of one trip beside career limits.", is_half=True)
def trip_dose(results: Results, verdict: Mapping[str, Any]) -> go.Figure:
    """Dose of one whole trip beside the agencies' career limits.

    Parameters
    ----------
    results : Results
        Uses ``safety``.
    verdict : mapping
        Uses the fates of the first crew: a trip that none of them makes is not told as theirs.

    Returns
    -------
    Figure
    """
    run = results.safety
    figure = go.Figure()
    for key, name, colour_name in (
        ("trip_cruise_msv", "Cruise, there and back", "neutral"),
        ("trip_surface_msv", "On Mars", "accent"),
    ):
        figure.add_trace(
            go.Bar(
                y=["One trip"], x=[float(run.attrs.get(key, 0.0))], name=name, orientation="h", width=2 / 5,
                marker={"color": colour(colour_name)}, hovertemplate=f"{name}: %{{x:.3g}} mSv<extra></extra>",
            )
        )  # fmt: skip
    total, sigma = float(run.attrs["trip_dose_msv"]), as_float(run.attrs.get("trip_sigma_msv"))
    if sigma:
        figure.add_trace(
            go.Scatter(
                x=[total], y=["One trip"], mode="markers", name="Spread, one standard deviation",
                error_x={"array": [sigma], "color": colour("ink"), "thickness": 2},
                marker={"color": colour("ink"), "size": 5}, hoverinfo="skip",
            )
        )  # fmt: skip
    by_limit = _limits(run)
    # Limits may lie close together: each label has its own line.
    top = 16 * len(by_limit) + 20
    for line, (limit, agencies) in enumerate(by_limit.items()):
        figure.add_vline(x=limit, line={"color": colour("limit"), "dash": "dash"})
        label = f"{word_list(agencies)} {quantity(limit, 'mSv')}"
        figure.add_annotation(
            x=limit, y=1, yref="paper", yanchor="bottom", text=label, showarrow=False, yshift=2 + 16 * line,
            font={"size": 12, "color": colour("limit")},
        )  # fmt: skip
    figure.update_layout(barmode="stack", bargap=2 / 5)
    figure.update_yaxes(showticklabels=False, ticks="", showgrid=False)
    most = max([total + (sigma or 0.0), *by_limit])
    figure.update_xaxes(title_text="Dose, mSv", range=[0, most * 6 / 5])
    shows = "Dose of a crew member on the whole trip, with career limits as dashed lines"
    is_made = not nobody_sets_out_home(verdict.get("landing", {}).get("fates"))
    if not is_made:
        shows += "; no first crew of this plan sets out for home, so none makes this trip"
    return finish(figure, _trip_finding(total, sigma, by_limit, is_made), shows, height=400, top=top)


def _limits(run: xr.Dataset) -> dict[float, list[str]]:
    found: dict[float, list[str]] = {}
    for agency, limit in zip(run["agency"].values, run["career_limit_msv"].values, strict=True):
        if np.isfinite(limit):
            found.setdefault(float(limit), []).append(plain(agency))
    return dict(sorted(found.items()))


def _trip_finding(
    total: float, sigma: float | None, by_limit: Mapping[float, list[str]], is_made: bool
) -> str:
    spread = sigma or 0.0
    above = [name for limit, names in by_limit.items() if total - spread > limit for name in names]
    below = [name for limit, names in by_limit.items() if total + spread < limit for name in names]
    near = [n for names in by_limit.values() for n in names if n not in above and n not in below]
    dose = f"{rough(total, digits=2)}{f' ± {rough(spread, digits=2)}' if spread else ''}{THIN}mSv"
    lead = "One trip costs" if is_made else "A round trip, which no first crew of this plan makes, would cost"
    text = f"{lead} a crew member {dose}"
    parts = [f"above the career limit of {word_list(above)}"] if above else []
    for lead, names in (("within", below), ("not to be told from", near)):
        if names:
            parts.append(f"{lead} {'that' if parts else 'the career limit'} of {word_list(names)}")
    return f"{text}, {', '.join(parts)}" if parts else text
