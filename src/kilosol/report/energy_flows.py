"""Where the energy of the design year goes, from the core's heat to the loads: the numbers of a diagram."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kilosol.grid import LOAD_CLASSES
from kilosol.mars import step_hour
from kilosol.report.number_text import percent, quantity
from kilosol.report.tables import Table, columns

if TYPE_CHECKING:
    from kilosol.results import Results

_KWH = 1000.0

#: Nodes of the diagram: name and its words.
NODES = {
    "heat": "Core heat",
    "gross": "Converters",
    "solar": "Solar",
    "full": "Stores, as handed over",
    "base": "Base grid",
    "stores": "Stores",
    "loads": "Loads",
    "waste": "Waste heat, radiated",
    "pmad": "Lost in electronics",
    "cable": "Lost in the cable",
    "around": "Lost in the stores",
    "left": "Still in store",
    "curtailed": "Not asked for",
    **{name: name.capitalize() for name in LOAD_CLASSES},
}


@dataclass(frozen=True, slots=True)
class Flows:
    """Energy of one Mars year from node to node.

    Parameters
    ----------
    links : dict of (from, to) to float [MWh]
        Positive; names as in :data:`NODES`. What flows into a node that is neither source nor end
        flows out of it.
    """

    links: dict[tuple[str, str], float]

    def into(self, node: str) -> float:
        """What flows into a node [MWh]."""
        return sum(mwh for (_, end), mwh in self.links.items() if end == node)

    def out_of(self, node: str) -> float:
        """What flows out of a node [MWh]."""
        return sum(mwh for (start, _), mwh in self.links.items() if start == node)

    @property
    def generated_mwh(self) -> float:
        """Electricity that reached the base, what stood in the stores at first left out [MWh]."""
        return self.into("base")

    @property
    def sources_mwh(self) -> float:
        """All that came in: heat where a core made it, light's electricity, the full stores [MWh]."""
        starts, ends = {a for a, _ in self.links}, {b for _, b in self.links}
        return sum(self.out_of(node) for node in starts - ends)

    @property
    def ends_mwh(self) -> float:
        """All that left or stayed: loads, losses, what nobody asked for, what is still in store [MWh]."""
        starts, ends = {a for a, _ in self.links}, {b for _, b in self.links}
        return sum(self.into(node) for node in ends - starts)


def energy_flows(results: Results) -> Flows | None:
    """Flows of the chosen design through its design year.

    Parameters
    ----------
    results : Results
        Uses ``dispatch``: series of power, the chain from heat to the base, what the stores began with.

    Returns
    -------
    Flows or None
        None where a run of an older version did not store the chain.

    Notes
    -----
    Reactors are drawn at the full power of the units that are up: what nobody asks for is counted as
    electricity not drawn, whether a core throttles or a shunt takes it. Heat of a unit that is out is
    left away. Losses in the stores are what went in less what came out and what is left.
    """
    run = results.dispatch
    if "heat_chain_frac" not in run or "stored_at_start_kwh" not in run.attrs:
        return None
    per = step_hour() / _KWH

    def total(name: str) -> float:
        return float(run[name].values.sum()) * per

    stores = [name for name in ("battery_kwh", "fuel_cell_kwh", "reserve_kwh") if name in run]
    full = float(run.attrs["stored_at_start_kwh"]) / _KWH
    left = sum(float(run[name].values[-1]) for name in stores) / _KWH
    charged, discharged = total("charge_kw"), total("discharge_kw")
    fission, solar, curtailed = total("fission_kw"), total("solar_kw"), total("curtailed_kw")
    served = run["served_kw"].sum("step").values * per
    links = {
        **_chain(run["heat_chain_frac"].values, fission),
        ("solar", "base"): solar,
        ("full", "stores"): full,
        ("base", "stores"): charged,
        ("base", "curtailed"): curtailed,
        ("base", "loads"): fission + solar - charged - curtailed,
        ("stores", "loads"): discharged,
        ("stores", "left"): left,
        ("stores", "around"): full + charged - discharged - left,
        **{("loads", name): float(x) for name, x in zip(run["load_class"].values, served, strict=True)},
    }
    least = max(links.values(), default=0.0) * np.finfo(np.float32).eps
    return Flows({ends: mwh for ends, mwh in links.items() if mwh > least})


def _chain(parts_frac: Any, net_mwh: float) -> dict[tuple[str, str], float]:
    """From the core's heat to the base; where only its two ends are known, one step."""
    gross_frac, sent_frac, net_frac = (float(x) for x in parts_frac)
    if net_mwh <= 0.0 or not net_frac > 0.0:
        return {}
    heat = net_mwh / net_frac
    if not gross_frac > 0.0:
        return {("heat", "waste"): heat - net_mwh, ("heat", "base"): net_mwh}
    gross, sent = heat * gross_frac, heat * sent_frac
    return {
        ("heat", "waste"): heat - gross,
        ("heat", "gross"): gross,
        ("gross", "pmad"): gross - sent,
        ("gross", "cable"): sent - net_mwh,
        ("gross", "base"): net_mwh,
    }


def energy_table(results: Results) -> Table | None:
    """The same numbers in rows; None where the run did not store them."""
    flows = energy_flows(results)
    if flows is None or not flows.links:
        return None
    rows = [
        [NODES[start], NODES[end], quantity(mwh, "MWh"), percent(mwh / flows.out_of(start))]
        for (start, end), mwh in flows.links.items()
    ]
    heads = columns("From|To", "In the design year|Of what leaves the first")
    return Table("Where the energy of the design year goes", heads, rows, is_long=True)
