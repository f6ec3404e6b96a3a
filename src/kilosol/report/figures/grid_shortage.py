"""Figures of a sized plant in drawn years: how long how much is missing, and what each part is worth."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from kilosol.report.figures.colours import colour
from kilosol.report.figures.template import finish, nothing, small
from kilosol.report.number_text import exact, hours, power, quantity

#: Hours of a mean year below which a curve is not followed: a single step in hundreds of years.
_LEAST_HOUR = 1e-3

#: Words of a row stand above its bar.
_BAR_HEIGHT = 0.5


def grid_duration(
    level_kw: NDArray[np.float64], hours_at_level: Mapping[str, NDArray[np.float64]], n_years: int
) -> go.Figure:
    """Loss-of-load duration curve: hours of a mean Mars year short by more than each power.

    Parameters
    ----------
    level_kw : (k,) [kW]
    hours_at_level : mapping of (k,) [h]
        By loads.
    n_years : int
        Drawn years.

    Returns
    -------
    Figure
    """
    shows = f"Hours of a mean Mars year short by more than each power, over {exact(n_years)} fresh years"
    total = hours_at_level["vital and essential"]
    if not total.max() > 0.0:
        return nothing(f"Nothing vital or essential is short in {exact(n_years)} drawn Mars years", shows)
    figure = go.Figure()
    for name, label, colour_name in (
        ("vital and essential", "Vital and essential", "essential"),
        ("vital", "Vital alone", "vital"),
    ):
        h = hours_at_level[name]
        seen = h > _LEAST_HOUR
        if seen.any():
            figure.add_trace(
                go.Scatter(
                    x=small(h[seen]), y=small(level_kw[seen]), name=label, mode="lines",
                    line={"color": colour(colour_name), "width": 3},
                    hovertemplate=f"{label}: %{{x:.3g}} h short by more than %{{y:.3g}} kW<extra></extra>",
                )
            )  # fmt: skip
    figure.update_xaxes(title_text="Hours of a mean Mars year", type="log")
    figure.update_yaxes(title_text="Power short by more than, kW", rangemode="tozero")
    figure.update_layout(showlegend=True)
    deep = level_kw[total > _LEAST_HOUR].max()
    dark = float(hours_at_level["vital"].max())
    finding = (
        f"Something essential is short for {hours(float(total.max()))} of a mean Mars year, by "
        f"{power(float(deep))} at worst"
    )
    finding += f"; vital loads for {hours(dark)}" if dark > 0.0 else "; vital loads never"
    return finish(figure, finding, shows, height=380)


def grid_importance(importance: Mapping[str, tuple[float, float]], n_years: int) -> go.Figure:
    """Hours with essential loads short when something is missing.

    Parameters
    ----------
    importance : mapping
        What is missing -> hours of a mean year with essential loads short [h], energy unserved [kWh].
    n_years : int
        Drawn years.

    Returns
    -------
    Figure
    """
    order = sorted(importance, key=lambda words: -importance[words][0])
    figure = go.Figure(
        go.Bar(
            y=list(range(len(order))),
            x=small([importance[words][0] for words in order]),
            width=_BAR_HEIGHT,
            orientation="h",
            marker={"color": [colour("neutral" if w == "Nothing missing" else "accent") for w in order]},
            customdata=[quantity(importance[words][1], "kWh") for words in order],
            text=[hours(importance[words][0]) for words in order],
            textposition="outside",
            cliponaxis=False,
            hovertemplate="%{text}, %{customdata} unserved<extra></extra>",
        )
    )
    for i, words in enumerate(order):
        figure.add_annotation(
            x=0, y=i - _BAR_HEIGHT / 2, text=words, showarrow=False, xanchor="left", yanchor="bottom",
        )  # fmt: skip
    most = max(importance[order[0]][0], 1.0)
    figure.update_xaxes(
        title_text="Hours of a mean Mars year with essential loads short", range=[0, most * 6 / 5]
    )
    figure.update_yaxes(range=[len(order) - 1 + _BAR_HEIGHT, -1 + _BAR_HEIGHT / 2], visible=False)
    figure.update_layout(showlegend=False)
    calm = importance["Nothing missing"][0]
    finding = (
        f"{order[0]} hurts most: essential loads are short for {hours(importance[order[0]][0])} of a mean "
        f"year instead of {hours(calm)}"
    )
    if order[0] == "Nothing missing":
        finding = f"Nothing that was taken away makes the {hours(calm)} of shortage longer"
    shows = f"Essential loads short with something missing, over the same {exact(n_years)} drawn Mars years"
    return finish(figure, finding, shows, height=110 + 56 * len(order))
