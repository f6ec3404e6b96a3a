"""Figures of two runs on common axes, as data that the page's own script draws: no figure library here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kilosol.report.number_text import percent
from kilosol.report.palette import PALETTE

#: Parts of a design's mass, in the order in which they are stacked.
_PARTS = {"fission": "Fission", "solar": "Solar", "battery": "Batteries", "fuel_cell": "Fuel cells",
          "reserve": "Vital reserve"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Overlay:
    """One figure.

    Parameters
    ----------
    name : str
        For ids.
    finding, shows : str
        What it says, and what is drawn.
    payload : dict
        Data and layout.
    """

    name: str
    finding: str
    shows: str
    payload: dict[str, Any]

    @property
    def height(self) -> int:
        """Pixels."""
        return int(self.payload["layout"]["height"])


def overlays(first: Mapping[str, Any], second: Mapping[str, Any]) -> list[Overlay]:
    """Landing and city curves of both runs, and the mass of their stations.

    Parameters
    ----------
    first, second : mapping
        As in verdict.json.

    Returns
    -------
    list of Overlay
    """
    return [
        _curves("landing", "people have landed", first, second),
        _curves("city", "the city stands alone", first, second),
        _stations(first, second),
    ]


def _curves(key: str, what: str, first: Mapping[str, Any], second: Mapping[str, Any]) -> Overlay:
    one, two = first[key]["p_by_year"], second[key]["p_by_year"]
    years = sorted(set(one) | set(two))
    # Horizons may differ: the two are told apart in the last year that both answer for.
    last = max(set(one) & set(two), default=years[-1])
    before, after = percent(one.get(last)), percent(two.get(last))
    finding = (
        f"By the end of {last} {what} in {before} of campaigns in both plans"
        if before == after
        else f"By the end of {last} {what} in {before} of campaigns in A and in {after} in B"
    )
    data = [
        {"type": "scatter", "mode": "lines", "name": name, "x": [int(y) for y in years],
         "y": [100 * run[y] if y in run else None for y in years],
         "line": {"color": PALETTE[colour][0], "width": 3, "shape": "hv", "dash": dash},
         "hovertemplate": f"{name}, end of %{{x}}: %{{y:.1f}} %<extra></extra>"}
        for name, run, colour, dash in (("A", one, "muted", "dash"), ("B", two, "accent", "solid"))
    ]  # fmt: skip
    layout = _layout(300) | {
        "xaxis": {"title": {"text": "End of year"}},
        "yaxis": {"title": {"text": f"Chance that {what}, %"}, "range": [0, 104]},
    }
    return Overlay(f"compare_{key}", finding, "Dashed: A; solid: B", {"data": data, "layout": layout})


def _stations(first: Mapping[str, Any], second: Mapping[str, Any]) -> Overlay:
    stations = [first["station"], second["station"]]
    masses = [float(s["mass_kg"] or 0) / 1000 for s in stations]
    finding = f"The station lands {masses[0]:.1f} t in A and {masses[1]:.1f} t in B"
    if f"{masses[0]:.1f}" == f"{masses[1]:.1f}":
        finding = f"The station lands {masses[0]:.1f} t in both"
    labels = ["A", "B"]
    shows = f"Landed mass by part. A: {stations[0]['title']}; B: {stations[1]['title']}"
    parts = [s.get("mass_by_component_kg") or {} for s in stations]
    data = [
        {"type": "bar", "orientation": "h", "name": title, "y": labels,
         "x": [float(p.get(part, 0.0)) / 1000 for p in parts],
         "marker": {"color": PALETTE[part][0]}, "hovertemplate": f"{title}: %{{x:.1f}} t<extra></extra>"}
        for part, title in _PARTS.items() if any(p.get(part) for p in parts)
    ]  # fmt: skip
    layout = _layout(240) | {
        "barmode": "stack",
        "xaxis": {"title": {"text": "Landed mass, t"}},
        "yaxis": {"autorange": "reversed"},
    }
    return Overlay("compare_station", finding, shows, {"data": data, "layout": layout})


def _layout(height: int) -> dict[str, Any]:
    return {
        "height": height,
        "margin": {"t": 64},
        # Room above for the buttons, which a touch screen always shows.
        "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
        "modebar": {"bgcolor": "rgba(0,0,0,0)"},
    }
