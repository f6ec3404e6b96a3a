"""Where the city's power comes from, and what holds the city back: shares by year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from kilosol.report.figures.colours import colour
from kilosol.report.figures.registry import plan_figure
from kilosol.report.figures.template import finish, nothing, plain, small
from kilosol.report.number_text import percent, power
from kilosol.results import Results

_MIX_SHOWS = "Power plant by origin, mean of the campaigns in which people live there; parts of the whole"
_LIMIT_SHOWS = (
    "What binds in most quarters of the year, parts of the campaigns in which people live there; ships: too "
    "little landed, closure: no stores of what cannot be made, people: room for more than are there"
)
_HEIGHT = 400

#: Origin built on Mars, as the city's stage names it; all others are landed.
LOCAL = "local arrays"

#: Colours of origins: sources keep theirs, and the smaller of two kinds of fission is the paler.
_ORIGINS = {"small stations": ("fission", "77"), "large reactors": ("fission", ""), LOCAL: ("solar", "")}

#: Colours of limits; power and capital take those of what they are made of.
_LIMITS = {
    "ships": "neutral",
    "power": "fission",
    "labour": "fuel_cell",
    "capital": "reserve",
    "feedstock": "storm",
    "closure": "accent",
    "people": "battery",
}


@plan_figure("city", 4, "Power of the city by origin and year.", is_half=True)
def city_power_mix(results: Results, verdict: Mapping[str, Any]) -> go.Figure:  # noqa: ARG001 - one shape for all
    """Power of the city by origin and year, as parts of the whole.

    Parameters
    ----------
    results : Results
        Uses ``city``.
    verdict : mapping
        Not used.

    Returns
    -------
    Figure
    """
    run = results.city
    years, origins = run["year"].values, [str(o) for o in run["origin"].values]
    kw = run["origin_kw"].values
    total = kw.sum(axis=1)
    seen = total > 0.0
    if not seen.any():
        return nothing(f"No city has power by {years[-1]}", _MIX_SHOWS)
    shares = kw[seen] / total[seen, None]
    figure = _stacked(
        years[seen],
        shares,
        [o.capitalize() for o in origins],
        [colour(name) + alpha for name, alpha in (_ORIGINS.get(o, ("neutral", "")) for o in origins)],
        [[power(v) for v in column] for column in kw[seen].T],
    )
    last = years[seen][-1]
    landed = [i for i, o in enumerate(origins) if o != LOCAL]
    most = max(landed, key=lambda i: shares[-1, i])
    built = 1.0 - shares[:, landed].sum(axis=1)
    finding = (
        f"Of the power of {last} {percent(1.0 - built[-1])} was landed, most of it as {origins[most]}; "
        f"{percent(built[-1])} was built there"
    )
    if seen.sum() > 1:
        finding += f", after {percent(built[0])} in {years[seen][0]}"
    return finish(figure, finding, _MIX_SHOWS, height=_HEIGHT)


@plan_figure("city", 5, "What binds the city in each year.", is_half=True)
def city_limits(results: Results, verdict: Mapping[str, Any]) -> go.Figure:  # noqa: ARG001 - one shape for all
    """What binds the city by year, as parts of the campaigns with people.

    Parameters
    ----------
    results : Results
        Uses ``city``.
    verdict : mapping
        Not used.

    Returns
    -------
    Figure
    """
    run = results.city
    years, names = run["year"].values, [str(n) for n in run["limit"].values]
    frac = run["limit_frac"].values
    seen = frac.sum(axis=1) > 0.0
    if not seen.any():
        return nothing(f"Nobody lives on Mars by {years[-1]} in any campaign", _LIMIT_SHOWS)
    shown = [i for i in range(len(names)) if frac[:, i].max() > 0.0]
    figure = _stacked(
        years[seen],
        frac[seen][:, shown],
        [names[i].capitalize() for i in shown],
        [colour(_LIMITS.get(names[i], "line")) for i in shown],
        [["" for _ in years[seen]] for _ in shown],
    )
    return finish(figure, _limit_finding(years[seen], frac[seen], names), _LIMIT_SHOWS, height=_HEIGHT)


def _limit_finding(years: NDArray[np.int64], frac: NDArray[np.float64], names: Sequence[str]) -> str:
    first = frac.argmax(axis=1)
    finding = (
        f"{names[first[-1]].capitalize()} hold the city back"
        if names[first[-1]] in ("ships", "people")
        else f"{names[first[-1]].capitalize()} holds the city back"
    )
    finding += f" in {percent(frac[-1, first[-1]])} of campaigns in {years[-1]}"
    others = np.flatnonzero(first != first[-1])
    if others.size:
        last = others[-1]
        finding += f" and most often since {years[last + 1]}; before, it was {names[first[last]]}"
    return finding


def _stacked(
    years: NDArray[np.int64],
    shares: NDArray[np.float64],
    names: Sequence[str],
    colours: Sequence[str],
    notes: Sequence[Sequence[str]],
) -> go.Figure:
    bars = [
        {
            "type": "bar",
            "x": years,
            "y": small(100.0 * share),
            "name": plain(name),
            "marker": {"color": paint, "line": {"width": 0}},
            "customdata": note,
            "hovertemplate": f"%{{x}}: {plain(name).lower()} %{{y:.1f}} % %{{customdata}}<extra></extra>",
        }
        for share, name, paint, note in zip(shares.T, names, colours, notes, strict=True)
    ]
    # Bars of one step each: a year's share is no point on a line between windows.
    layout = {
        "barmode": "stack",
        "bargap": 1.0 / 10.0,
        "yaxis": {"title": {"text": "Part, %"}, "range": [0, 100]},
        "xaxis": {"title": {"text": "Year"}, "tickformat": "d"},
    }
    return go.Figure(bars, layout)
