"""Figures of a campaign: announced against today, the manifest by window, survival by power."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from kilosol.campaign import Calendar, Manifest
from kilosol.grid import SurvivalSurface
from kilosol.report.figures.colours import colour
from kilosol.report.figures.template import finish, small
from kilosol.report.number_text import percent
from kilosol.transfer import iso_from_jd

#: Storages drawn at most: two lines each.
MOST_LINES = 3

#: Rows of a window that its flights take, and the part of a row between two of them.
_SPACING = 0.22


def landings_compared(
    own: dict[str, float], own_name: str, other: dict[str, float], other_name: str
) -> go.Figure:
    """Chance of a landing by year under two plans.

    Parameters
    ----------
    own, other : dict
        Year -> chance.
    own_name, other_name : str
        Names of the scenarios.

    Returns
    -------
    Figure
    """
    figure = go.Figure()
    for chances, name, colour_name, dash in (
        (own, own_name, "accent", "solid"),
        (other, other_name, "neutral", "dot"),
    ):
        years = [int(y) for y in chances]
        figure.add_trace(
            go.Scatter(
                x=np.repeat(years, 2)[1:].tolist(),
                y=small(100.0 * np.repeat(list(chances.values()), 2)[:-1]),
                name=name,
                mode="lines",
                line={"color": colour(colour_name), "width": 3, "dash": dash},
                hovertemplate="by the end of %{x}: %{y:.1f} %<extra></extra>",
            )
        )
    figure.update_xaxes(title_text="End of year", tickformat="d")
    figure.update_yaxes(title_text="Chance, %", range=[0, 100])
    shared = sorted(set(own) & set(other), key=int)
    gaps = {y: abs(own[y] - other[y]) for y in shared}
    widest = max(gaps, key=lambda y: gaps[y]) if gaps else ""
    finding = (
        f"The two plans are furthest apart at the end of {widest}: {percent(own[widest])} under {own_name}, "
        f"{percent(other[widest])} under {other_name}"
        if widest
        else "The two plans share no year"
    )
    shows = "Chance that people have landed by the end of each year, with the same luck and the same station"
    return finish(figure, finding, shows, height=380)


def manifest_chart(
    calendar: Calendar, plan: Sequence[Manifest], first_crew_window: int, n_shown: int = 6
) -> go.Figure:
    """What is meant to leave in each window, from departure to landing.

    Parameters
    ----------
    calendar : Calendar
    plan : sequence of Manifest
    first_crew_window : int
        No crew leaves before it.
    n_shown : int
        Windows shown.

    Returns
    -------
    Figure
    """
    shown = list(plan)[:n_shown]
    figure = go.Figure()
    index = {int(y): i for i, y in enumerate(calendar.year)}
    kinds: dict[str, tuple[str, list[Any], list[Any], list[str]]] = {
        "Cargo": ("neutral", [], [], []),
        "Station or plant aboard": ("fission", [], [], []),
        "Crew, if the gates are open": ("accent", [], [], []),
    }
    for row, fleet in enumerate(shown):
        i = index[fleet.window]
        name = "Station or plant aboard" if fleet.brings_station or fleet.brings_plant else "Cargo"
        robots = f", {fleet.n_robots} robots" if fleet.n_robots else ""
        _bar(kinds[name], calendar.cargo_departure_jd[i], calendar.cargo_arrival_jd[i], row - _SPACING,
             f"{fleet.n_cargo} cargo ships{robots}")  # fmt: skip
        can_fly = fleet.n_crew and fleet.window >= first_crew_window
        if can_fly and np.isfinite(calendar.crew_departure_jd[i]):
            _bar(kinds["Crew, if the gates are open"], calendar.crew_departure_jd[i],
                 calendar.crew_arrival_jd[i], row + _SPACING, f"{fleet.n_crew} crew ships")  # fmt: skip
    for name, (colour_name, x, y, text) in kinds.items():
        if x:
            figure.add_trace(
                go.Scatter(
                    x=x, y=y, text=text, name=name, mode="lines+markers+text", textposition="middle right",
                    line={"color": colour(colour_name), "width": 7}, marker={"size": 8},
                    textfont={"size": 12}, hovertemplate="%{x|%-d %B %Y}<extra></extra>", cliponaxis=False,
                )
            )  # fmt: skip
    figure.update_yaxes(
        title_text="Window", tickmode="array", tickvals=list(range(len(shown))),
        ticktext=[str(m.window) for m in shown], range=[len(shown) - 0.4, -0.6], showgrid=False,
    )  # fmt: skip
    last = calendar.cargo_arrival_jd[index[shown[-1].window]]
    start = calendar.cargo_departure_jd[index[shown[0].window]]
    figure.update_xaxes(
        type="date", range=[iso_from_jd(float(start) - 100.0), iso_from_jd(float(last) + 900.0)]
    )
    total = sum(m.n_cargo for m in shown)
    station = next((str(m.window) for m in shown if m.brings_station), "none of these windows")
    finding = f"{total} cargo ships are to leave in {len(shown)} windows; the station flies in {station}"
    shows = "From departure to landing, if every fleet is ready for its window"
    return finish(figure, finding, shows, height=max(300, 110 + 62 * len(shown)))


def _bar(
    kind: tuple[str, list[Any], list[Any], list[str]], start: float, end: float, level: float, text: str
) -> None:
    kind[1].extend([iso_from_jd(float(start)), iso_from_jd(float(end)), None])
    kind[2].extend([level, level, None])
    kind[3].extend(["", f"  {text}", ""])


def survival_map(
    surface: SurvivalSurface, storm: str, share: float, hours_of_design: float, title: str
) -> go.Figure:
    """Chance to live a Mars year by power share, one line for each hours of storage.

    Parameters
    ----------
    surface : SurvivalSurface
    storm : str
        Class of year.
    share : float
        Where the design stands.
    hours_of_design : float [h]
        And its stores.
    title : str
        Whose station it is.

    Returns
    -------
    Figure
    """
    figure = go.Figure()
    shares = np.linspace(0.0, max(2.0, 1.3 * share), 120)
    people = surface.people[0]
    dashes = ("dot", "dash", "solid", "dashdot", "longdash")
    nodes = surface.storage_hour
    drawn = np.unique(np.linspace(0, nodes.size - 1, MOST_LINES).round().astype(int))
    for k, hours in enumerate(nodes[drawn]):
        for kind, colour_name in zip(surface.storms, ("accent", "storm"), strict=True):
            chances = [surface.at(float(s), float(hours), kind, people).p_survive for s in shares]
            figure.add_trace(
                go.Scatter(
                    x=small(shares), y=small(100.0 * np.array(chances)),
                    name=f"{hours:.0f} h stored, {kind}", mode="lines",
                    line={"color": colour(colour_name), "dash": dashes[k % len(dashes)], "width": 2},
                    hovertemplate="share %{x}: %{y:.0f} %<extra></extra>",
                )
            )  # fmt: skip
    figure.add_vline(
        x=share, line={"color": colour("limit"), "dash": "dash", "width": 2},
        annotation={"text": "the design", "font": {"color": colour("limit"), "size": 12}},
    )  # fmt: skip
    mid = float(surface.storage_hour[np.argmin(np.abs(surface.storage_hour - hours_of_design))])
    worst = surface.at(share, mid, storm, people).p_survive
    figure.update_xaxes(title_text="Mean power of a calm year over vital and essential load")
    figure.update_yaxes(title_text="Crew lives through a Mars year, %", range=[0, 101])
    finding = f"{title}: with {mid:.0f} h stored a crew lives through a {storm} in {percent(worst)}"
    shows = (
        f"{surface.n_years} simulated years at each node; between nodes within {surface.error_frac:.3f} of "
        "direct simulation with the same draws"
    )
    return finish(figure, finding, shows, height=420)
