"""What becomes of one city after its last delivery."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go
import xarray as xr
from numpy.typing import NDArray

from kilosol.report.figures.colours import colour
from kilosol.report.figures.registry import plan_figure
from kilosol.report.figures.template import finish, nothing, plain, small
from kilosol.report.number_text import number, people
from kilosol.results import Results

_SHOWS = (
    "The median city of the last year with people there, in the first draw of the import-stop test, quarter "
    "by quarter: parts of what it had a quarter after the last ship, stores by class, and what happens when"
)
#: People, industry and power: name, variable, colour, line.
_LINES = (
    ("People", "diary_people", "accent", "solid"),
    ("Industry", "diary_capital_t", "reserve", "solid"),
    ("Power", "diary_power_kw", "fission", "dash"),
)
# Opacity of the stores, largest class first: one hue, for classes of goods have no colours of their own.
_SHADES = ("", "b0", "70", "38")
# Pixels: the panels, an event's row, between panels, and what stands around them all.
_TOP, _STORE, _EVENT, _GAP, _AROUND = 190, 170, 34, 40, 130


@plan_figure("city", 7, "One city after its last delivery.")
def city_stop_diary(results: Results, verdict: Mapping[str, Any]) -> go.Figure:
    """One city in one draw of the import-stop test.

    Parameters
    ----------
    results : Results
        Uses ``city``.
    verdict : mapping
        Uses ``city.diary``.

    Returns
    -------
    Figure
    """
    run = results.city
    years = run["diary_year"].values
    if not years.size:
        return nothing(f"Nobody lives on Mars by {run['year'].values[-1]}, so no imports can stop", _SHOWS)
    told = _happenings(verdict, years)
    when = small(years, 6)
    traces: list[dict[str, Any]] = [
        {
            "type": "scatter",
            "x": when,
            "y": small(100.0 * _of_first(run[variable].values)),
            "name": name,
            "mode": "lines",
            "line": {"color": colour(paint), "width": 3, "dash": dash},
            "hovertemplate": f"%{{x:.2f}}: {name.lower()} %{{y:.3g}} %<extra></extra>",
        }
        for name, variable, paint, dash in _LINES
    ]
    traces += [
        {
            "type": "scatter",
            "x": when,
            "y": small(tonnes),
            "name": f"Stores: {plain(name)}",
            "yaxis": "y2",
            "mode": "lines",
            "stackgroup": "stores",
            "line": {"width": 0, "color": paint},
            "fillcolor": paint,
            "hovertemplate": f"%{{x:.2f}}: {plain(name)} %{{y:,.3r}} t<extra></extra>",
        }
        for name, tonnes, paint in _stores(run)
    ]
    traces += [
        {
            "type": "scatter",
            "x": dates,
            "y": [level] * len(dates),
            "yaxis": "y3",
            "mode": "markers",
            "marker": {"color": colour("limit"), "size": 9, "symbol": "diamond"},
            "showlegend": False,
            "hovertemplate": f"%{{x:.2f}}: {plain(text)}<extra></extra>",
        }
        for level, (text, dates) in enumerate(told)
    ]
    # From the last ship, which left a quarter before the first entry.
    start = float(years[0]) - 1.0 / 4.0
    layout, height = _layout(told, start, float(years[-1]))
    return finish(go.Figure(traces, layout), _finding(run, start), _SHOWS, height=height, top=36)


def _layout(told: list[tuple[str, list[float]]], start: float, end: float) -> tuple[dict[str, Any], int]:
    """Panels above each other on one axis of years: parts, stores, and what happens if anything does."""
    panels = [("Of what it had, %", _TOP), ("Stores, t", _STORE)]
    panels += [("What happens", _EVENT * len(told))] if told else []
    inside = sum(size for _, size in panels) + _GAP * (len(panels) - 1)
    layout: dict[str, Any] = {"annotations": []}
    above = 0
    for i, (title, size) in enumerate(panels):
        top, bottom = 1.0 - above / inside, max(1.0 - (above + size) / inside, 0.0)
        layout[f"yaxis{i + 1 if i else ''}"] = {
            "domain": [bottom, top],
            "rangemode": "tozero",
            "tickformat": ",d",
        }
        layout["annotations"].append(
            _words(title, top, "paper", {"yshift": 4, "font": {"size": 13, "color": colour("ink")}})
        )
        above += size + _GAP
    layout["xaxis"] = {
        "title": {"text": "Year"}, "tickformat": "d", "range": [start, end],
        "anchor": f"y{len(panels)}", "domain": [0, 1],
    }  # fmt: skip
    if told:
        layout["yaxis3"] |= {
            "tickmode": "array",
            "tickvals": list(range(len(told))),
            "showticklabels": False,
            "ticks": "",
            "range": [len(told) - 0.5, -1],
            "zeroline": False,
        }
        look = {"yshift": 5, "font": {"size": 12, "color": colour("muted")}}
        layout["annotations"] += [_words(_capital(plain(t)), i, "y3", look) for i, (t, _) in enumerate(told)]
    return layout, inside + _AROUND


def _words(text: str, y: float, yref: str, look: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "text": text, "xref": "paper", "x": 0, "xanchor": "left", "y": y, "yref": yref, "yanchor": "bottom",
        "showarrow": False, **look,
    }  # fmt: skip


def _of_first(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(values / values[0] if values[0] > 0.0 else values * 0.0)


def _stores(run: xr.Dataset) -> list[tuple[str, NDArray[np.float64], str]]:
    """Name, tonnes and colour of the classes that hold most, and of all others as one."""
    stores = run["diary_stores_t"].values
    order = [int(i) for i in np.argsort(-stores.mean(axis=0), kind="stable") if stores[:, i].max() > 0.0]
    most, left = order[: len(_SHADES) - 1], order[len(_SHADES) - 1 :]
    parts = [(str(run["class"].values[i]), stores[:, i]) for i in most]
    parts += [("other classes", stores[:, left].sum(axis=1))] if left else []
    return [
        (name, tonnes, colour("neutral") + alpha)
        for (name, tonnes), alpha in zip(parts, _SHADES, strict=False)
    ]


def _happenings(verdict: Mapping[str, Any], years: NDArray[np.float64]) -> list[tuple[str, list[float]]]:
    """What happens between the last ship and the end, each text once with its dates.

    The sums drawn up on the last day stand in the table and in the title.
    """
    out: dict[str, list[float]] = {}
    for entry in verdict.get("city", {}).get("diary", ()):
        when = float(entry["year"])
        if years[0] <= when < years[-1]:
            out.setdefault(str(entry["text"]), []).append(when)
    return list(out.items())


def _finding(run: xr.Dataset, start: float) -> str:
    years, living = run["diary_year"].values, run["diary_people"].values
    span = number(years[-1] - start, 2)
    industry = run["diary_capital_t"].values
    fate = "is no smaller" if industry[-1] >= industry[0] else "has shrunk"
    gone = np.flatnonzero(living < 1.0)
    if gone.size:
        when = number(years[gone[0]] - start, 2)
        return f"Of {people(living[0])} people nobody is left {when} years after the last ship"
    if living[-1] > living[0]:
        now = f"{people(living[0])} people have become {people(living[-1])}"
    else:
        now = f"{people(living[-1])} of {people(living[0])} people are there"
    return f"{span} years after the last ship {now}, and industry {fate}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
