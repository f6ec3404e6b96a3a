"""The designs side by side."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go
import xarray as xr
from numpy.typing import NDArray

from kilosol.report.figures.colours import SOURCE_NAMES, SOURCES, colour
from kilosol.report.figures.registry import plan_figure
from kilosol.report.figures.template import finish, nothing, plain, small
from kilosol.report.number_text import mass, number
from kilosol.report.power_tables import in_order
from kilosol.results import Results

_SHOWS = "Landed mass by component; hatched designs do not hold through the design year"
#: Part of a row that its bar takes; its words take the rest.
_BAR_HEIGHT = 0.4
_ARCHITECTURE_WORDS = {"fission": "all-fission", "solar": "all-solar", "hybrid": "fission with solar"}


@plan_figure("station", 1, "Landed mass of every design by component.")
def design_comparison(results: Results, verdict: Mapping[str, Any]) -> go.Figure:
    """Landed mass of every design by component, with flights, partner's part and what does not hold.

    Parameters
    ----------
    results : Results
        Uses ``station``.
    verdict : mapping
        Uses the payload of a cargo ship in ``windows``, and which designs are on offer.

    Returns
    -------
    Figure
    """
    run = results.station
    if run.sizes.get("design", 0) == 0:
        return nothing("No design was sized", _SHOWS)
    # As the table: those that hold by mass, then the others.
    run = run.isel(design=in_order(run))
    stands_in = verdict.get("station", {}).get("partner", {}).get("stands_in", False)
    holds = run["is_feasible"].values.astype(bool)
    places = np.arange(holds.size)
    figure = go.Figure()
    _bars(figure, run, holds)
    refused = {
        d.get("design")
        for d in verdict.get("station", {}).get("alternatives", ())
        if d.get("on_offer") is False
    }
    # The words stand above each bar, where they have the whole width even on a phone.
    for i in range(holds.size):
        figure.add_annotation(
            x=0, y=i - _BAR_HEIGHT / 2, text=_label(run, i, refused, stands_in=stands_in), showarrow=False,
            xanchor="left", yanchor="bottom", align="left",
        )  # fmt: skip
    tonnes = run["mass_kg"].values / 1000
    longest = float(np.nanmax(tonnes))
    _payload_line(figure, verdict, longest)
    figure.update_layout(barmode="stack", legend_traceorder="normal")
    figure.update_xaxes(title_text="Landed mass, t", rangemode="tozero")
    figure.update_yaxes(range=[places[-1] + _BAR_HEIGHT, -1 + _BAR_HEIGHT / 2], visible=False)
    return finish(figure, _finding(run), _SHOWS, height=130 + 76 * len(places))


def _bars(figure: go.Figure, run: xr.Dataset, holds: NDArray[np.bool_]) -> None:
    for source in SOURCES:
        tonnes = run[f"{source}_kg"].values / 1000
        if not np.nansum(tonnes) > 0:
            continue
        figure.add_trace(
            go.Bar(
                y=np.arange(holds.size),
                x=small(tonnes),
                width=_BAR_HEIGHT,
                name=SOURCE_NAMES[source],
                orientation="h",
                customdata=[plain(t) for t in run["title"].values],
                marker={
                    "color": colour(source),
                    "pattern": {
                        "shape": ["" if ok else "/" for ok in holds],
                        "size": 7,
                        "solidity": 0.5,
                    },
                    "line": {"color": colour("card"), "width": 1},
                },
                hovertemplate=f"{SOURCE_NAMES[source]}: %{{x:.3g}} t<extra>%{{customdata}}</extra>",
            )
        )


def _label(run: xr.Dataset, i: int, refused: Collection[object], *, stands_in: bool) -> str:
    title = plain(run["title"].values[i])
    if str(run["design"].values[i]) == run.attrs.get("chosen"):
        title = f"<b>{title}</b> (chosen)"
    flights = int(np.nan_to_num(run["flights"].values[i]))
    marks = [mass(run["mass_kg"].values[i]), f"{flights} flight{'s' if flights != 1 else ''}"]
    if run["uses_partner"].values[i]:
        own = run["is_claimed"].values[i] or not stands_in
        marks.append("◆ partner" if own else "◆ stands in for the partner's")
    if run["is_claimed"].values[i]:
        marks.append("claimed")
    if str(run["design"].values[i]) in refused:
        marks.append("not on offer")
    if not run["is_feasible"].values[i]:
        marks.append("✕ does not hold")
    return f"{title}<br>{', '.join(marks)}"


def _payload_line(figure: go.Figure, verdict: Mapping[str, Any], longest: float) -> None:
    payloads = [w["payload_t"] for w in verdict.get("windows", ()) if w.get("payload_t")]
    # Drawn only where it tells something: far to the right it would squeeze every bar.
    if payloads and payloads[0] < longest * 4 / 3:
        figure.add_vline(
            x=payloads[0],
            line={"color": colour("limit"), "dash": "dash"},
            annotation={
                "text": f"one cargo ship, {number(payloads[0])} t",
                "font": {"color": colour("limit")},
            },
        )


def _finding(run: xr.Dataset) -> str:
    holds = run["is_feasible"].values.astype(bool)
    kilograms = run["mass_kg"].values
    if not holds.any():
        nearest = int(np.nanargmin(run["eue_kwh"].values))
        return f"No design holds; {run['title'].values[nearest]} leaves the least unserved"
    lightest = int(np.flatnonzero(holds)[np.nanargmin(kilograms[holds])])
    chosen = np.flatnonzero((run["design"].values.astype(str) == run.attrs.get("chosen")) & holds)
    best = int(chosen[0]) if chosen.size else lightest
    rank = "lightest" if kilograms[best] <= kilograms[lightest] else "the lightest on offer"
    flights = int(np.nan_to_num(run["flights"].values[best]))
    text = (
        f"{run['title'].values[best]} is {rank}: {mass(kilograms[best])} in "
        f"{flights} flight{'s' if flights != 1 else ''}"
    )
    kinds = run["architecture"].values.astype(str)
    others = np.flatnonzero(holds & (kinds != kinds[best]))
    if others.size:
        # The last word goes to the architecture that is farthest off: that is what the choice is worth.
        by_kind = {kinds[i]: i for i in others[np.argsort(-kilograms[others])]}
        kind, i = max(by_kind.items(), key=lambda entry: kilograms[entry[1]])
        text += f"; {_ARCHITECTURE_WORDS.get(kind, kind)} needs {mass(kilograms[i])}"
    elif (~holds).any():
        text += f"; {int((~holds).sum())} other{'s do' if (~holds).sum() > 1 else ' does'} not hold"
    return text
