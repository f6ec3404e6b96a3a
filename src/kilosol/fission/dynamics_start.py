"""State from which a replay starts: a cold core near zero power, or a hot one in balance."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kilosol.fission import dynamics_kernel as kernel
from kilosol.fission import rosenbrock
from kilosol.fission.dynamics import Reactor

Floats = NDArray[np.float64]

# Time after which all is steady [s], tolerance on the way, rows it may take.
_LONG_S, _RTOL, _N_ROWS = 1e9, 1e-4, 4000
# The fuel is held by a heat capacity this many times its own.
_IMMENSE = 1e9
# Rounds for the removal that balances a hot core; each gains about two digits.
_N_ROUNDS = 12
# A core within this of its surroundings starts with everything at its own temperature [K].
_COLD_K = 20.0
# Tolerance of the removal that balances a hot core, over its power.
_BALANCE = 1e-9


def start_state(
    reactor: Reactor, power_w: float, fuel_k: float, operated_s: float
) -> tuple[Floats, Floats, float]:
    """State at the start, temperatures, and the heat removal that balances it [W].

    Precursors are those of steady power, decay heat that of `operated_s` at it. Other nodes are in steady
    state with the fuel; a core too cool for its pipes has none removed, and then heats or cools.
    """
    y = np.zeros(kernel.N_STATES)
    y[0] = power_w
    rates, fractions = reactor.delayed
    y[kernel.PRECURSORS : kernel.DECAY] = fractions / reactor.plant[kernel.GENERATION] / rates * power_w
    rates, parts = reactor.decay
    y[kernel.DECAY : kernel.ENTHALPY] = parts / rates * -np.expm1(-rates * operated_s) * power_w
    late = float((rates * y[kernel.DECAY : kernel.ENTHALPY]).sum())
    heat_w = power_w * (1 - float(parts.sum())) + late
    ambient = float(reactor.plant[kernel.AMBIENT_K])
    removal_w = 0.0
    if abs(fuel_k - ambient) < _COLD_K:
        node_k = np.full(kernel.N_NODES, fuel_k)
    else:
        removal_w, node_k = _balance(reactor, heat_w, fuel_k)
    y[kernel.ENTHALPY : kernel.ENERGIES] = enthalpies_j(reactor.nodes, node_k)
    return y, node_k, removal_w


def _balance(reactor: Reactor, heat_w: float, fuel_k: float) -> tuple[float, Floats]:
    """Removal that keeps the fuel where it is, and temperatures with it."""
    ambient = float(reactor.plant[kernel.AMBIENT_K])
    warm, cold = fuel_k, min(reactor.values["cold_k"], fuel_k)
    node_k = np.array([warm, warm, warm, warm, cold, ambient, ambient, ambient, ambient])
    removal_w = 0.0
    for _ in range(_N_ROUNDS):
        surplus_w, node_k = _settle(reactor, heat_w, node_k, removal_w)
        # Nearly every watt removed leaves the fuel, so the surplus itself is the correction.
        better_w = max(removal_w + surplus_w, 0.0)
        is_done = abs(better_w - removal_w) <= _BALANCE * heat_w
        removal_w = better_w
        if is_done:
            break
    return removal_w, node_k


def _settle(reactor: Reactor, heat_w: float, node_k: Floats, removal_w: float) -> tuple[float, Floats]:
    """Heat left over in a fuel held at its temperature [W], and steady temperatures of all else."""
    node_k = node_k.copy()
    nodes = reactor.nodes.copy()
    nodes[0, :4] *= _IMMENSE
    # All heat as prompt: the state has no decay heat, and the power is held.
    y = np.zeros(kernel.N_STATES)
    y[0] = heat_w
    rates, fractions = reactor.delayed
    y[kernel.PRECURSORS : kernel.DECAY] = fractions / reactor.plant[kernel.GENERATION] / rates * heat_w
    rates, parts = reactor.decay
    y[kernel.DECAY : kernel.ENTHALPY] = parts / rates * heat_w
    y[kernel.ENTHALPY : kernel.ENERGIES] = enthalpies_j(nodes, node_k)
    control = np.array([0.0, removal_w, 1.0, 1.0])
    records, peak = np.empty((_N_ROWS, rosenbrock.N_COLUMNS)), np.zeros(2)
    model = (*reactor.arrays[:2], nodes, *reactor.arrays[3:])
    rosenbrock.run_stretch(
        y, 0.0, _LONG_S, rosenbrock.NOTHING, 0.0, _RTOL, np.inf, 0.0, node_k, model, control,
        records, peak,
    )  # fmt: skip
    flows, jacobian = np.empty(kernel.N_NODES + 3), np.empty((kernel.N_NODES + 3, kernel.N_NODES))
    kernel.heat_flows(
        node_k, reactor.links, reactor.pipe, reactor.log_limits, reactor.plant, control, flows, jacobian,
        False,
    )  # fmt: skip
    return float(flows[0] + reactor.nodes[0, 4] * heat_w), node_k


def enthalpies_j(nodes: Floats, node_k: Floats) -> Floats:
    """Enthalpy of every node above 0 K [J]."""
    x = node_k / 1000.0
    a, b, c, d = nodes[:, :4].T
    enthalpy: Floats = 1000.0 * (x * (a + x * (b / 2 + x * c / 3)) - d / x)
    return enthalpy
