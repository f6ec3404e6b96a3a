"""The reactor of 2018: free runs, worths, insulation."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from kilosol import fission

#: Delayed neutrons and prompt lifetime of the paper's periods.
_BETA_FRAC, _LIFETIME_S = 0.0065, 1.5e-6
#: What each link of the fuel leads to.
_NEIGHBOURS = {1: "evaporators_k", 5: "axial_reflector_k", 6: "can_k"}
#: Room temperature of the worths.
_ROOM_K = 290.0


@cache
def _run(name: str) -> Any:
    return fission.run_replay(fission.shipped_replay(name))


@cache
def _other_alloy() -> Any:
    actions = [{"insert_cents": 15.7}, {"run_s": 1800.0}]
    return fission.run_replay(actions, initial_power_w=0.045, heat_capacity="u10mo")


def free_run(key: str) -> float:
    """A value of the run of 15 cents."""
    run = _run("krusty-15c")
    return float(getattr(run, key)) if run.status == "completed" else np.nan


def other_alloy_peak() -> float:
    """Its peak power with the other heat capacity."""
    return float(_other_alloy().peak_power_w)


def other_alloy_time() -> float:
    """The time of that peak."""
    return float(_other_alloy().peak_time_min)


def trace_w(minutes: float) -> float:
    """Power at a time of the run of 15 cents."""
    traces = _run("krusty-15c").traces
    return float(np.interp(minutes * 60, traces["time_s"], traces["power_w"]))


def run_period() -> float:
    """Period of the run of 15 cents while nothing but delayed neutrons acts."""
    traces = _run("krusty-15c").traces
    t, p = traces["time_s"], traces["power_w"]
    early = (t > 200) & (t < 500) & (p < 30)
    return float(1 / np.polyfit(t[early], np.log(p[early]), 1)[0])


def inhour_period(cents: float) -> float:
    """Period by the inhour equation."""
    return float(fission.stable_period_s(cents, _BETA_FRAC, _LIFETIME_S))


def thirty_cents(key: str) -> float:
    """A value of the run of 30 cents."""
    return float(getattr(_run("krusty-30c"), key))


def worth_cents(part: str, node: int, kelvin: float) -> float:
    """Worth of a part at its temperature, in the paper's cents."""
    del part
    reactor = fission.reactor_model("krusty")
    return float(reactor.nodes[node, 5] * (kelvin - _ROOM_K) * 100 / reactor.values["quoted_beta_frac"])


def fuel_worth_cents() -> float:
    """Worth of the fuel at its operating temperature."""
    return float(fission.temperature_defect_cents(1093.0))


def insulation_loss_w() -> float:
    """Heat that leaves the fuel at 473 K."""
    run = fission.run_replay(
        [{"run_s": 1.0}], initial_power_w=30.0, initial_temperature_k=473.15, operated_s=1e9
    )
    at = {key: series[0] for key, series in run.traces.items() if key.endswith("_k")}
    fuel = at["fuel_k"]
    lost = 0.0
    for i, j, conductance, radiation in run.reactor.links:
        if i == 0:
            other = at[_NEIGHBOURS[int(j)]]
            lost += conductance * (fuel - other) + radiation * (fuel**4 - other**4)
    return float(lost)
