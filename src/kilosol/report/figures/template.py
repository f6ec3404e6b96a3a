"""The shared Plotly template, and the few shapes that every figure uses."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike, NDArray
from plotly.subplots import make_subplots

from kilosol.report.figures.colours import colour
from kilosol.report.number_text import THIN

FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif'
#: Characters of a title's line; Plotly does not wrap by itself.
TITLE_COLUMNS = 78
#: Pixels that axes, titles and legend take from a figure's height, roughly.
_AROUND_PLOT = 130
#: Two hex digits of opacity for bands and shaded spans.
BAND_ALPHA, SHADE_ALPHA = "55", "40"


@lru_cache(maxsize=1)
def template() -> go.layout.Template:
    """Look of every figure: transparent paper, quiet grid, one text size, thin-spaced thousands."""
    axis = {
        "gridcolor": colour("line"),
        "linecolor": colour("muted"),
        "zerolinecolor": colour("line"),
        "tickcolor": colour("muted"),
        "ticks": "outside",
        "ticklen": 4,
        "automargin": True,
        "title": {"standoff": 8, "font": {"size": 13, "color": colour("muted")}},
    }
    return go.layout.Template(
        layout={
            "font": {"family": FONT, "size": 13, "color": colour("ink")},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "separators": f".{THIN}",
            "title": {
                "x": 0,
                "xref": "container",
                "xanchor": "left",
                "pad": {"l": 12, "t": 24},
                "font": {"size": 17},
            },
            "xaxis": axis,
            "yaxis": axis,
            "legend": {
                "orientation": "h",
                "x": 0,
                "y": 1,
                "yanchor": "bottom",
                "xanchor": "left",
                "traceorder": "normal",
            },
            "hoverlabel": {
                "bgcolor": colour("card"),
                "bordercolor": colour("line"),
                "font": {"color": colour("ink")},
            },
            # Plotly's own bar is an opaque grey over the legend.
            "modebar": {
                "bgcolor": colour("card"),
                "color": colour("muted"),
                "activecolor": colour("accent"),
            },
            "margin": {"l": 12, "r": 28, "t": 12, "b": 12},
            "colorway": [colour(n) for n in ("fission", "solar", "battery", "fuel_cell", "accent")],
        }
    )


def finish(figure: go.Figure, finding: str, shows: str, height: int = 420, *, top: int = 12) -> go.Figure:
    """Give a figure its title, template and description.

    Parameters
    ----------
    figure : Figure
        With traces and axes.
    finding : str
        One sentence that the data say; becomes the title, wrapped.
    shows : str
        What is drawn, for the subtitle and for readers who cannot see it.
    height : int
        Pixels, without the title.
    top : int
        Pixels to keep free above the plot, for a row's title or a label there; the legend stands above.

    Returns
    -------
    Figure
        The same; ``layout.meta`` keeps finding and description unwrapped, for pages that print them
        as text.
    """
    lines = textwrap.wrap(plain(finding), TITLE_COLUMNS)
    below = textwrap.wrap(plain(shows), TITLE_COLUMNS + 20)
    title_height = 14 + 26 * len(lines) + 18 * len(below)
    # Set one by one: Plotly takes three times as long to merge them.
    layout = figure.layout
    layout.template = template()
    layout.title = {
        "text": "<br>".join(lines),
        "subtitle": {"text": "<br>".join(below), "font": {"size": 13, "color": colour("muted")}},
        "y": 1,
        "yref": "container",
        "yanchor": "top",
    }
    # Room for the wrapped title and a legend of two rows below it; a page that prints the title itself
    # takes this margin back.
    layout.margin.t = title_height + 44 + top
    layout.height = height + title_height
    # Plotly measures this in heights of the plot proper, which axes and legend make smaller.
    layout.legend.y = 1 + (top - 12) / max(height - _AROUND_PLOT, 1)
    layout.meta = {"finding": finding, "shows": shows, "height": height, "top": top}
    return figure


def rows(*titles: str, heights: Sequence[float], height: int, gap: int = 84) -> go.Figure:
    """Figure of several rows, each with a title at its left.

    Parameters
    ----------
    titles : str
        One for each row.
    heights : sequence of float
        Relative heights.
    height : int
        Pixels of the whole.
    gap : int
        Pixels between rows, for axis titles and the next row's own.

    Returns
    -------
    Figure
    """
    figure = make_subplots(
        rows=len(titles),
        cols=1,
        vertical_spacing=gap / height,
        row_heights=list(heights),
        subplot_titles=titles,
    )
    font = {"size": 13, "color": colour("ink")}
    look = {"x": 0, "xanchor": "left", "align": "left", "yshift": 4, "font": font}
    # All at once: Plotly takes a while for each change of one.
    figure.layout.annotations = [{**one.to_plotly_json(), **look} for one in figure.layout.annotations]
    return figure


def nothing(finding: str, shows: str) -> go.Figure:
    """An empty figure that says why it is empty."""
    figure = go.Figure()
    figure.add_annotation(text="Nothing to draw", showarrow=False, xref="paper", yref="paper", x=0.5, y=0.5)
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False)
    return finish(figure, finding, shows, height=120)


def plain(text: object) -> str:
    """Text for Plotly, which reads a little HTML: angle brackets and ampersands made harmless.

    Examples
    --------
    >>> plain("<b>5 & 6</b>")
    '&lt;b&gt;5 &amp; 6&lt;/b&gt;'
    """
    return str(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def small(values: ArrayLike, digits: int = 4) -> NDArray[np.float32]:
    """Values rounded to `digits` significant digits, in single precision: what a screen can show."""
    array = np.asarray(values, dtype=np.float64)
    # What underflows, a stock that halves every year say, has a scale beyond all numbers: it stays as it is.
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        scale = 10 ** (digits - 1 - np.floor(np.log10(np.abs(array))))
        out = np.where(np.isfinite(scale), np.round(array * scale) / scale, array)
    return out.astype(np.float32)


def translucent(name: str, alpha: str = BAND_ALPHA) -> str:
    """A named colour with an opacity, as ``#rrggbbaa`` so that a page can still swap it for dark."""
    return colour(name) + alpha


def band(
    figure: go.Figure,
    x: ArrayLike,
    low: ArrayLike,
    high: ArrayLike,
    *,
    name: str,
    colour_name: str,
    row: int | None = None,
) -> None:
    """Draw the area between two curves, one legend entry, no hover of its own."""
    x = np.asarray(x)
    where = {} if row is None else {"row": row, "col": 1}
    figure.add_trace(
        go.Scatter(
            x=np.concatenate([x, x[::-1]]),
            y=np.concatenate([small(high), small(low)[::-1]]),
            fill="toself",
            fillcolor=translucent(colour_name),
            line={"width": 0},
            mode="lines",
            name=name,
            hoverinfo="skip",
        ),
        **where,
    )


def shade(
    figure: go.Figure, start: float, end: float, *, label: str, colour_name: str, n_rows: int, line: int = 0
) -> None:
    """Shade a span of the x axis over all rows; its label stands `line` lines down in the first."""
    for row in range(1, n_rows + 1):
        figure.add_vrect(
            x0=start, x1=end, row=row, col=1, fillcolor=translucent(colour_name, SHADE_ALPHA), line_width=0,
            layer="below",
        )  # fmt: skip
    figure.add_annotation(
        x=start, y=1, xref="x", yref="y domain", xanchor="left", yanchor="top", text=label, showarrow=False,
        yshift=-16 * line, font={"size": 12, "color": colour("muted")},
    )  # fmt: skip


def word_list(words: Sequence[str]) -> str:
    """Words joined as in a sentence.

    Examples
    --------
    >>> word_list(["a", "b", "c"])
    'a, b and c'
    """
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
