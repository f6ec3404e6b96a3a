"""Differences from published values as shares of what is allowed, one dot a value."""

from __future__ import annotations

import math

import numpy as np
import plotly.graph_objects as go

from kilosol.evidence import Finding, Selfcheck
from kilosol.report.evidence_words import published_text, unit_text, value_text
from kilosol.report.figures.colours import colour
from kilosol.report.figures.template import finish, nothing, plain

#: Beyond so many tolerances a dot becomes an arrow at the edge, and the plot ends a little further out.
EDGE, _MARGIN = 2.5, 0.15
#: Height of a package's strip of dots, in rows; and the golden ratio, which spreads dots evenly in it.
_STRIP, _SPREAD = 0.62, (math.sqrt(5.0) - 1) / 2
_LOOK = {
    "holds": ("good", "Within the tolerance", "circle"),
    "known miss": ("warn", "Known not to be reproduced", "diamond"),
    "fails": ("bad", "Claimed, and missed", "x"),
    "no longer missed": ("bad", "Listed as missed, but met", "x"),
}


def evidence_dots(check: Selfcheck) -> go.Figure:
    """Strips of dots, one a package.

    Parameters
    ----------
    check : Selfcheck

    Returns
    -------
    Figure
    """
    shows = (
        "Ours less the published value, as a share of the stated tolerance, one dot a value; in a published "
        f"range, from its low end (−1) to its high one. Arrows lie beyond {EDGE:g} tolerances"
    )
    found = [one for one in check.findings if not one.skipped]
    if not found:
        return nothing("No value was recomputed", shows)
    packages = list(check.packages)
    figure = go.Figure()
    for state, (colour_name, words, symbol) in _LOOK.items():
        # The nearest first: its symbol is the legend's.
        group = sorted((one for one in found if one.state == state), key=lambda one: abs(one.share))
        if group:
            figure.add_trace(_dots(group, packages, colour_name, f"{words} ({len(group)})", symbol))
    for end in (-1, 1):
        figure.add_vline(x=end, line={"color": colour("limit"), "width": 1, "dash": "dash"})
    figure.update_xaxes(
        title_text="Difference over tolerance",
        range=[-EDGE - _MARGIN, EDGE + _MARGIN],
        tickvals=[-2, -1, 0, 1, 2],
        zeroline=True,
    )
    labels = [f"{name}  " for name in packages]
    figure.update_yaxes(
        tickvals=list(range(len(packages))),
        ticktext=labels,
        range=[len(packages) - 1 / 2, -1 / 2],
        showgrid=False,
        zeroline=False,
    )
    return finish(figure, check.summary, shows, height=150 + 54 * len(packages))


def _dots(group: list[Finding], packages: list[str], colour_name: str, name: str, symbol: str) -> go.Scatter:
    # A value that did not come out at all stands at the edge, as one that is infinitely far off does.
    shares = np.nan_to_num([one.share for one in group], nan=2 * EDGE, posinf=2 * EDGE, neginf=-2 * EDGE)
    # A low-discrepancy sequence instead of luck: the same picture every time, and dots that rarely touch.
    spread = (np.arange(1, len(group) + 1) * _SPREAD) % 1 - 1 / 2
    rows = np.array([packages.index(one.row.package) for one in group]) + _STRIP * spread
    symbols = ["triangle-right" if s > EDGE else "triangle-left" if s < -EDGE else symbol for s in shares]
    return go.Scatter(
        x=np.round(np.clip(shares, -EDGE, EDGE), 4),
        y=np.round(rows, 3),
        mode="markers",
        name=name,
        marker={
            "color": colour(colour_name),
            "size": 7 if symbol == "circle" else 11,
            "symbol": symbols,
            "opacity": 0.6 if symbol == "circle" else 1,
        },
        customdata=[
            [
                plain(one.row.what),
                plain(published_text(one)),
                plain(value_text(one, one.ours)),
                plain(unit_text(one)),
            ]
            for one in group
        ],
        hovertemplate="%{customdata[0]}<br>published %{customdata[1]} %{customdata[3]}<br>"
        "ours %{customdata[2]} %{customdata[3]}<extra></extra>",
    )
