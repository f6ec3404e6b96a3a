"""From the core's heat to the loads: where the energy of the design year goes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import plotly.graph_objects as go

from kilosol.report.energy_flows import NODES, Flows, energy_flows
from kilosol.report.figures.colours import LOAD_CLASSES, colour
from kilosol.report.figures.registry import plan_figure
from kilosol.report.figures.template import finish, nothing, small, translucent
from kilosol.report.number_text import percent, quantity
from kilosol.results import Results

_COLOURS = {
    "heat": "accent",
    "gross": "fission",
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
#: Part of what reaches the base below which the stores are not drawn.
_LEAST_FRAC = 1 / 100
_SHOWS = (
    "Energy of the chosen design through its design year, widths in proportion; reactors at the full power "
    "of the units that are up, and what nobody asks for counted as electricity not drawn"
)


@plan_figure("station", 2, "Energy of the design year from the core's heat to the loads.")
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
    drawn, shows = flows, _SHOWS
    if 0.0 < flows.into("stores") < _LEAST_FRAC * flows.generated_mwh:
        # A thread that nobody can see would cost two labels and a column.
        drawn = Flows({ends: mwh for ends, mwh in flows.links.items() if "stores" not in ends})
        shows += "; stores move less than a hundredth of it and are left out"
    used = [name for name in NODES if drawn.into(name) + drawn.out_of(name) > 0]
    place = {name: i for i, name in enumerate(used)}
    sizes = {name: quantity(max(drawn.into(name), drawn.out_of(name)), "MWh") for name in used}
    # Names alone inside, where labels would run into each other; the pointer tells the rest.
    inside = {"gross", "base", "stores", "loads"}
    figure = go.Figure(
        go.Sankey(
            arrangement="snap",
            valueformat=".4~g",
            valuesuffix=" MWh",
            textfont={"size": 13, "color": colour("ink"), "shadow": f"0 0 3px {colour('card')}"},
            node={
                "label": [
                    NODES[name] if name in inside else f"{NODES[name]}, {sizes[name]}" for name in used
                ],
                "color": [colour(_COLOURS[name]) for name in used],
                "line": {"color": colour("line"), "width": 1},
                "pad": 22,
                "thickness": 14,
                "customdata": [NODES[name] for name in used],
                "hovertemplate": "%{customdata}<br>%{value}<extra></extra>",
            },
            link={
                "source": [place[start] for start, _ in drawn.links],
                "target": [place[end] for _, end in drawn.links],
                "value": small(list(drawn.links.values()), 5),
                "color": [translucent(_COLOURS[_painter(*ends)]) for ends in drawn.links],
                "customdata": [f"{NODES[start]} to {NODES[end]}" for start, end in drawn.links],
                "hovertemplate": "%{customdata}<br>%{value}<extra></extra>",
            },
        )
    )
    return finish(figure, _finding(flows), shows, 440)


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
