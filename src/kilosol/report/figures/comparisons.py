"""Plans overlaid: when people land, and what the stations weigh."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from kilosol.report.figures.colours import SOURCE_NAMES, SOURCES, colour
from kilosol.report.figures.template import finish, plain, small
from kilosol.report.number_text import number
from kilosol.studies.comparison import Comparison

#: Lines of the plans in order: the first is the one that others are measured by.
_LINES = (
    ("accent", "solid"),
    ("fission", "solid"),
    ("fuel_cell", "dash"),
    ("battery", "dot"),
    ("solar", "dashdot"),
)


def landing_overlay(comparison: Comparison) -> go.Figure:
    """Chance that people have landed by each year, one line a plan.

    Parameters
    ----------
    comparison : Comparison

    Returns
    -------
    Figure
    """
    figure = go.Figure()
    for i, subject in enumerate(comparison.subjects):
        by_year = {int(y): p for y, p in subject.verdict["landing"]["p_by_year"].items()}
        years, chances = np.array(list(by_year)), np.array(list(by_year.values())) * 100
        name, dash = _LINES[i % len(_LINES)]
        figure.add_trace(
            go.Scatter(
                x=np.repeat(years, 2)[1:],
                y=small(np.repeat(chances, 2)[:-1]),
                name=plain(subject.label),
                mode="lines",
                line={"color": colour(name), "width": 3, "dash": dash},
                hovertemplate="by the end of %{x}: %{y:.1f} %<extra></extra>",
            )
        )
    figure.update_xaxes(title_text="By the end of year")
    figure.update_yaxes(title_text="Chance that people have landed, %", range=[0, 100])
    return finish(figure, _landing_finding(comparison), "Share of simulated campaigns, by plan", height=380)


def _landing_finding(comparison: Comparison) -> str:
    if len(comparison.subjects) < 2:
        return "One plan: nothing to compare"
    found = [d for d in comparison.differences[0] if d.name.startswith("landed_2")]
    worst = max(found, key=lambda d: abs(d.change), default=None)
    first, second = comparison.labels[:2]
    if worst is None or not worst.is_real:
        return f"{second} lands people no sooner and no later than {first}"
    year = worst.name.split("_")[1]
    words = "likelier" if worst.change > 0 else "less likely"
    ends = sorted((abs(worst.low), abs(worst.high)))
    return (
        f"By {year} a landing is {abs(worst.change) * 100:.1f} points ({ends[0] * 100:.1f} to "
        f"{ends[1] * 100:.1f}) {words} in {second} than in {first}"
    )


def station_overlay(comparison: Comparison) -> go.Figure:
    """Landed mass of every plan's station by component.

    Parameters
    ----------
    comparison : Comparison

    Returns
    -------
    Figure
    """
    stations = [s.verdict["station"] for s in comparison.subjects]
    places = np.arange(len(stations))
    figure = go.Figure()
    for source in SOURCES:
        tonnes = np.array([s["mass_by_component_kg"].get(source, 0.0) for s in stations]) / 1000
        if tonnes.sum() > 0:
            figure.add_trace(
                go.Bar(y=places, x=small(tonnes), name=SOURCE_NAMES[source], orientation="h", width=2 / 5,
                       marker={"color": colour(source), "line": {"color": colour("card"), "width": 1}},
                       hovertemplate=f"{SOURCE_NAMES[source]}: %{{x:.3g}} t<extra></extra>")
            )  # fmt: skip
    for i, (label, station) in enumerate(zip(comparison.labels, stations, strict=True)):
        text = f"<b>{plain(label)}</b>  {plain(station['title'])}, {station['mass_kg'] / 1000:.1f} t"
        figure.add_annotation(x=0, y=i - 1 / 4, text=text, showarrow=False, xanchor="left", yanchor="bottom")
    figure.update_layout(barmode="stack")
    figure.update_xaxes(title_text="Landed mass, t", rangemode="tozero")
    figure.update_yaxes(range=[len(stations) - 1 / 2, -1], visible=False)
    masses = [s["mass_kg"] for s in stations]
    light, heavy = int(np.argmin(masses)), int(np.argmax(masses))
    finding = (
        "All stations weigh the same"
        if masses[heavy] <= masses[light]
        else f"The station of {comparison.labels[heavy]} weighs "
        f"{number(masses[heavy] / masses[light], 2)} times that of {comparison.labels[light]}"
    )
    shows = "Landed mass of the chosen stations by component"
    return finish(figure, finding, shows, height=130 + 76 * len(stations))


COMPARISON_FIGURES: Sequence[tuple[str, object]] = (
    ("landing_overlay", landing_overlay),
    ("station_overlay", station_overlay),
)
