"""From the core's heat to the loads: where the energy of the design year goes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import plotly.graph_objects as go

from kilosol.report.energy_flows import NODES, Flows, energy_flows
from kilosol.report.figures.colours import LOAD_CLASSES, colour
from kilosol.report.figures.template import finish, nothing, small, translucent
from kilosol.report.number_text import percent, quantity
from kilosol.results import Results

_COLOURS = {
    "heat": "accent",
    "gross": "fission",
    "fission": "fission",
    "solar": "solar",
    "full": "battery",
    "base": "neutral",
    "stores": "battery",
    "loads": "demand",
    "waste": "storm",
    "pmad": "storm",
    "cable": "storm",
    "around": "storm",
    "left": "battery",
    "curtailed": "trip",
    **{name: name for name in LOAD_CLASSES},
}
_SHOWS = (
    "Energy of the chosen design through its design year, widths in proportion; reactors at the full power "
    "of the units that are up, and what nobody asks for counted as electricity not drawn"
)


def loss_diagram(results: Results, verdict: Mapping[str, Any]) -> go.Figure:  # noqa: ARG001 - one shape for all
    """Energy from the core's heat through converters, lines and stores to the loads by class.

    Parameters
    ----------
    results : Results
        Uses ``dispatch``.
    verdict : mapping
        Not used.

    Returns
    -------
    Figure
    """
    flows = energy_flows(results)
    if flows is None:
        return nothing(
            "This run does not hold the path of its energy", "Plan the scenario again to draw the diagram"
        )
    if not flows.links:
        return nothing("No energy flows in the design year", "The chosen design generates nothing")
    used = [name for name in NODES if flows.into(name) + flows.out_of(name) > 0]
    place = {name: i for i, name in enumerate(used)}
    sizes = {name: max(flows.into(name), flows.out_of(name)) for name in used}
    figure = go.Figure(
        go.Sankey(
            arrangement="snap",
            valueformat=".4~g",
            valuesuffix=" MWh",
            textfont={"size": 13, "color": colour("ink"), "shadow": f"0 0 3px {colour('card')}"},
            node={
                "label": [f"{NODES[name]}, {quantity(sizes[name], 'MWh')}" for name in used],
                "color": [colour(_COLOURS[name]) for name in used],
                "line": {"color": colour("line"), "width": 1},
                "pad": 22,
                "thickness": 14,
                "hovertemplate": "%{label}<extra></extra>",
            },
            link={
                "source": [place[start] for start, _ in flows.links],
                "target": [place[end] for _, end in flows.links],
                "value": small(list(flows.links.values()), 5),
                "color": [translucent(_COLOURS[_painter(*ends)]) for ends in flows.links],
                "customdata": [f"{NODES[start]} to {NODES[end]}" for start, end in flows.links],
                "hovertemplate": "%{customdata}<br>%{value}<extra></extra>",
            },
        )
    )
    return finish(figure, _finding(flows), _SHOWS, 460)


def _painter(start: str, end: str) -> str:
    """A stream has the colour of its loss or load, else of where it comes from."""
    return end if end in {"waste", "pmad", "cable", "around", "curtailed", *LOAD_CLASSES} else start


def _finding(flows: Flows) -> str:
    at_base, served = flows.generated_mwh, flows.into("loads")
    told = f"Loads take {percent(served / at_base)} of the {quantity(at_base, 'MWh')} that reach the base"
    lost = flows.into("around")
    if lost > at_base / 100:
        told += f", the stores lose {percent(lost / at_base)}"
    spare = flows.into("curtailed")
    told += f" and {percent(spare / at_base)} is not asked for" if spare > 0 else " and nothing is spare"
    heat = flows.out_of("heat")
    if heat > 0:
        told += f"; {percent(flows.into('waste') / heat)} of the cores' heat is radiated away"
    return told
