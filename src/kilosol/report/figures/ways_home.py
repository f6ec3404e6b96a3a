"""Ways home: what each takes of power, and how often a first crew comes home by it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import plotly.graph_objects as go

from kilosol.planning.home_words import power_bands, station_sentence
from kilosol.planning.wording import chance
from kilosol.report.figures.colours import colour
from kilosol.report.figures.registry import plan_figure
from kilosol.report.figures.template import finish, nothing, rows, small
from kilosol.results import Results

#: Pixels for each route in a row of bars.
_ROUTE_PX = 22


@plan_figure(
    "landing", 4, "Every route home: power that it takes, and how often a first crew comes home by it."
)
def ways_home(results: Results, verdict: Mapping[str, Any]) -> go.Figure:  # noqa: ARG001 - one shape for all
    """Power of every route with a first and with a mature plant, and the chance that a first crew is home.

    Parameters
    ----------
    results : Results
        Not used.
    verdict : mapping
        Uses ``home``.

    Returns
    -------
    Figure
    """
    home = verdict.get("home")
    if home is None:
        return nothing("This run does not hold the ways home", "Plan the scenario again to draw them")
    routes = home["routes"]
    year = str(home["horizon_year"])
    height = 170 + 2 * _ROUTE_PX * len(routes)
    figure = rows(
        "Power while it makes propellant, or keeps it cold, kW",
        f"First crew home by {year}, % of campaigns",
        heights=[1, 1],
        height=height,
    )
    labels = [_label(home, row) for row in routes]
    for stage, name, paint in (("first", "First plant", "fission"), ("mature", "Mature plant", "solar")):
        figure.add_trace(
            go.Scatter(
                x=small([max(row["power_kw"][stage], 0.1) for row in routes]),
                y=labels,
                mode="markers",
                name=name,
                marker={
                    "color": colour(paint),
                    "size": 9,
                    "symbol": "circle" if stage == "first" else "diamond",
                },
                customdata=[row["title"] for row in routes],
                hovertemplate="%{customdata}<br>%{x:.0f} kW<extra>" + name + "</extra>",
            ),
            1,
            1,
        )
    figure.add_trace(
        go.Bar(
            x=small([100.0 * row["p_home_by"][year] for row in routes]),
            y=labels,
            orientation="h",
            showlegend=False,
            marker={"color": [colour(_paint(home, row)) for row in routes]},
            text=[chance(row["p_home_by"][year]) for row in routes],
            textposition="outside",
            cliponaxis=False,
            customdata=[row["title"] for row in routes],
            hovertemplate="%{customdata}<br>%{x:.0f} %<extra></extra>",
        ),
        2,
        1,
    )
    figure.update_yaxes(autorange="reversed", ticks="", type="category")
    figure.update_xaxes(type="log", title_text="kW", row=1)
    figure.update_xaxes(range=[0, 110], title_text="%", row=2)
    figure.update_layout(bargap=3 / 10)
    return finish(figure, _finding(home, year), _shows(home), height=height, top=36)


@plan_figure("loads", 8, "What a station of 10 to 640 kWe makes possible: routes home and the base.")
def small_station(results: Results, verdict: Mapping[str, Any]) -> go.Figure:  # noqa: ARG001 - one shape for all
    """Power that each route home and the base take, as bands against the powers of stations.

    Parameters
    ----------
    results : Results
        Not used.
    verdict : mapping
        Uses ``home`` and ``loads``.

    Returns
    -------
    Figure
    """
    home = verdict.get("home")
    if home is None:
        return nothing("This run does not hold the ways home", "Plan the scenario again to draw them")
    bands = power_bands(verdict)
    height = 110 + _ROUTE_PX * len(bands)
    figure = go.Figure(
        go.Bar(
            y=[label for label, *_ in bands],
            base=small([low for _, low, _, _ in bands]),
            x=small([max(high - low, 0.03 * high) for _, low, high, _ in bands]),
            orientation="h",
            marker={"color": [colour("demand" if is_base else "accent") for *_, is_base in bands]},
            customdata=[f"{low:.0f} to {high:.0f} kW" for _, low, high, _ in bands],
            hovertemplate="%{y}: %{customdata}<extra></extra>",
        )
    )
    for kw in (10, 40, 80, 160, 640):
        figure.add_vline(x=kw, line={"color": colour("muted"), "width": 1, "dash": "dot"})
        figure.add_annotation(
            x=math.log10(kw), y=1, xref="x", yref="paper", yanchor="bottom", text=str(kw), showarrow=False,
            font={"size": 12, "color": colour("muted")},
        )  # fmt: skip
    figure.update_xaxes(type="log", range=[0, 3.3], title_text="kW")
    figure.update_yaxes(autorange="reversed", ticks="", type="category")
    figure.update_layout(bargap=3 / 10, showlegend=False)
    shows = (
        "Mean power of the base, and of each route home while it makes propellant or keeps it cold, from a "
        "mature plant to a first one; dotted: stations of 10, 40, 80, 160 and 640 kWe"
    )
    return finish(figure, station_sentence(verdict), shows, height=height, top=36)


def _label(home: Mapping[str, Any], row: Mapping[str, Any]) -> str:
    return f"{row['label']} *" if row["name"] == home["route"] else str(row["label"])


def _paint(home: Mapping[str, Any], row: Mapping[str, Any]) -> str:
    return "accent" if row["name"] in (home["route"], home["best"]) else "neutral"


def _finding(home: Mapping[str, Any], year: str) -> str:
    p_home = chance(home["p_home_by"][year])
    stated = f"By the stated route the first crew is home by {year} in {p_home} of campaigns"
    best = next((row for row in home["routes"] if row["name"] == home["best"]), None)
    if best is None:
        return f"{stated}, and by no other route any"
    return f"{stated}; by {best['label']}, which does best, in {chance(best['p_home_by'][year])}"


def _shows(home: Mapping[str, Any]) -> str:
    return (
        "Routes by their labels (the table says what they are; * the stated one), with the same fleets, "
        "luck and belief in landings; routes with elements of their own keep the crew on the Earth until the "
        f"return vehicle is full; plants in the campaigns are {home['plant']} ones"
    )
