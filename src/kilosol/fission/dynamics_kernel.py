"""Compiled rates of the dynamic station: kinetics, decay heat, heat pipes and heat paths.

The state holds the fission power, precursors and decay energies in joules, the enthalpy of every node and
the energies that have crossed the border, so that the energy balance is a linear sum of states, which the
integrator keeps to rounding. Importing this module imports Numba: reach it through `kilosol.fission.replay`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kilosol.compiled import compiled

Floats = NDArray[np.float64]

#: Nodes: fuel, evaporators, condensers, hot end, cold end, axial reflector, can, radial reflector, shield.
N_NODES = 9
#: Places of a link that are no nodes: surroundings and sky.
AMBIENT, SINK = 9, 10
#: Groups of delayed neutrons and of decay heat.
N_DELAYED, N_DECAY = 6, 23
#: Places in the state: power, precursors, decay energies, enthalpies, then the four energies.
PRECURSORS = 1
DECAY = PRECURSORS + N_DELAYED
ENTHALPY = DECAY + N_DECAY
ENERGIES = ENTHALPY + N_NODES
#: Energies: from fission, to the surroundings, from the radiator, as electricity.
N_ENERGIES = 4
N_STATES = ENERGIES + N_ENERGIES
#: Places in `plant`.
GENERATION, SOURCE, AMBIENT_K, SINK_K, REMOVAL_W_K, CARNOT_SHARE = range(6)
#: Places in `pipe`: number, conductance of one, activation and its width, first and step of the limit's grid.
PIPES, PIPE_W_K, ACTIVE_K, WIDTH_K, GRID_K, STEP_K = range(6)
#: Places in `control`: inserted reactivity, removal asked for, part of the pipes that lives, power is held.
INSERTED, REMOVAL_W, ALIVE, IS_HELD = range(4)

# Newton's iteration for a temperature stops here [K]; its own error is then far below rounding.
_CLOSE_K = 1e-9
_MOST_ITERATIONS = 30
# Exponents beyond this would overflow the logistic step without changing it.
_STEEPEST = 40.0
# The heat of a pipe nears its limit as (1 + x^4)^(-1/4): sharp, yet with a slope that Newton can use.
_SHARPNESS = 4


@compiled
def temperature_of(enthalpy_j: float, terms: Floats, guess_k: float) -> tuple[float, float]:
    """Temperature [K] and heat capacity [J/K] of a node from its enthalpy above 0 K [J]."""
    target = enthalpy_j / 1000.0
    if terms[2] == 0.0 and terms[3] == 0.0:
        # Most nodes: a straight line, whose enthalpy can be solved for.
        root = np.sqrt(terms[0] * terms[0] + 2.0 * terms[1] * target)
        return 1000.0 * (2.0 * target / (terms[0] + root)), root
    x = guess_k / 1000.0
    for _ in range(_MOST_ITERATIONS):
        slope = terms[0] + x * (terms[1] + x * terms[2]) + terms[3] / (x * x)
        value = x * (terms[0] + x * (terms[1] / 2.0 + x * terms[2] / 3.0)) - terms[3] / x
        step = (value - target) / slope
        x -= step
        if x <= 0.0:
            x = (x + step) / 2.0
        if abs(step) * 1000.0 < _CLOSE_K:
            break
    return 1000.0 * x, terms[0] + x * (terms[1] + x * terms[2]) + terms[3] / (x * x)


@compiled
def pipe_heat(
    warm_k: float, cool_k: float, pipe: Floats, log_limits: Floats
) -> tuple[float, float, float, float]:
    """Heat through one pipe [W], its slopes by both ends [W/K], and its limit [W]."""
    place = (warm_k - pipe[GRID_K]) / pipe[STEP_K]
    k = min(max(int(place), 0), log_limits.size - 2)
    share = place - k
    slope_log = (log_limits[k + 1] - log_limits[k]) / pipe[STEP_K]
    limit = np.exp(log_limits[k] + share * (log_limits[k + 1] - log_limits[k]))
    drop = warm_k - cool_k
    if drop <= 0.0:
        # A thermosiphon carries nothing downwards: its condenser has no wick.
        return 0.0, 0.0, 0.0, limit
    steep = min(max((warm_k - pipe[ACTIVE_K]) / pipe[WIDTH_K], -_STEEPEST), _STEEPEST)
    active = 1.0 / (1.0 + np.exp(-steep))
    free = pipe[PIPE_W_K] * active * drop
    by_warm = pipe[PIPE_W_K] * active * (1.0 + drop * (1.0 - active) / pipe[WIDTH_K])
    by_cool = -pipe[PIPE_W_K] * active
    ratio = (free / limit) ** _SHARPNESS
    bent = (1.0 + ratio) ** (-1.0 / _SHARPNESS)
    heat = free * bent
    by_free = bent / (1.0 + ratio)
    by_limit = heat * slope_log * ratio / (1.0 + ratio)
    return heat, by_free * by_warm + by_limit, by_free * by_cool, limit


@compiled
def feedback(node_k: Floats, nodes: Floats, slopes: Floats) -> float:
    """Reactivity of all temperatures, and its slope by each [1/K]."""
    total = 0.0
    for i in range(N_NODES):
        above = node_k[i] - nodes[i, 7]
        total += above * (nodes[i, 5] + nodes[i, 6] * above)
        slopes[i] = nodes[i, 5] + 2.0 * nodes[i, 6] * above
    return total


@compiled
def _flow(
    i: int, j: int, heat: float, by_i: float, by_j: float, f: Floats, jacobian: Floats, with_slopes: bool
) -> None:
    """Book a heat flow from i to j with its slopes; the border's books stand behind the nodes."""
    f[i] -= heat
    if not with_slopes:
        f[j if j < N_NODES else N_NODES + (j - AMBIENT)] += heat
        return
    jacobian[i, i] -= by_i
    if j < N_NODES:
        f[j] += heat
        jacobian[j, i] += by_i
        jacobian[i, j] -= by_j
        jacobian[j, j] += by_j
    else:
        # Rows N_NODES and N_NODES + 1: energy to the surroundings and from the radiator.
        row = N_NODES + (j - AMBIENT)
        f[row] += heat
        jacobian[row, i] += by_i


@compiled
def heat_flows(
    node_k: Floats, links: Floats, pipe: Floats, log_limits: Floats, plant: Floats, control: Floats,
    f: Floats, jacobian: Floats, with_slopes: bool,
) -> tuple[float, float]:  # fmt: skip
    """Heat into every node and across the border, slopes by temperature; removed and electric power [W].

    Rows of `f` and `jacobian`: nodes, surroundings, radiator, electricity.
    """
    f[:] = 0.0
    if with_slopes:
        jacobian[:] = 0.0
    for k in range(links.shape[0]):
        i, j = int(links[k, 0]), int(links[k, 1])
        other = node_k[j] if j < N_NODES else plant[AMBIENT_K + j - AMBIENT]
        here = node_k[i]
        conductance, radiance = links[k, 2], links[k, 3]
        if i == 0 and j == 1:
            # Fuel next to a lost pipe passes its heat on to the others.
            conductance *= control[ALIVE]
        heat = conductance * (here - other) + radiance * (here**4 - other**4)
        _flow(
            i, j, heat, conductance + 4.0 * radiance * here**3, -conductance - 4.0 * radiance * other**3,
            f, jacobian, with_slopes,
        )  # fmt: skip
    heat, by_warm, by_cool, _ = pipe_heat(node_k[1], node_k[2], pipe, log_limits)
    count = pipe[PIPES] * control[ALIVE]
    _flow(1, 2, count * heat, count * by_warm, count * by_cool, f, jacobian, with_slopes)
    most = plant[REMOVAL_W_K] * max(node_k[3] - node_k[4], 0.0)
    removed, slope = control[REMOVAL_W], 0.0
    if most < removed:
        removed, slope = most, plant[REMOVAL_W_K]
    _flow(3, 4, removed, slope, -slope, f, jacobian, with_slopes)
    efficiency = plant[CARNOT_SHARE] * max(1.0 - node_k[4] / node_k[3], 0.0)
    electric = efficiency * removed
    row = N_NODES + 2
    f[4] -= electric
    f[row] += electric
    if not with_slopes:
        return removed, electric
    by_hot = efficiency * slope
    by_cold = -efficiency * slope
    if efficiency > 0.0:
        by_hot += plant[CARNOT_SHARE] * node_k[4] / node_k[3] ** 2 * removed
        by_cold -= plant[CARNOT_SHARE] / node_k[3] * removed
    jacobian[4, 3] -= by_hot
    jacobian[4, 4] -= by_cold
    jacobian[row, 3] += by_hot
    jacobian[row, 4] += by_cold
    return removed, electric


@compiled
def rates(
    y: Floats, node_k: Floats, delayed: Floats, decay: Floats, nodes: Floats, links: Floats, pipe: Floats,
    log_limits: Floats, plant: Floats, control: Floats, f: Floats, jacobian: Floats, slopes: Floats,
    flows: Floats, with_slopes: bool,
) -> tuple[float, float, float, float]:  # fmt: skip
    """Rates of all states; temperatures are left in `node_k`, slopes by enthalpy in `jacobian` and `slopes`.

    Returns reactivity, inserted part, heat removed and electric power.
    """
    capacities = np.empty(N_NODES)
    for i in range(N_NODES):
        node_k[i], capacities[i] = temperature_of(y[ENTHALPY + i], nodes[i], node_k[i])
    by_temperature = feedback(node_k, nodes, slopes)
    removed, electric = heat_flows(
        node_k, links, pipe, log_limits, plant, control, flows, jacobian, with_slopes
    )
    if with_slopes:
        for i in range(N_NODES):
            slopes[i] /= capacities[i]
            for row in range(N_NODES + 3):
                jacobian[row, i] /= capacities[i]
    power = y[0]
    born, beta = 0.0, 0.0
    for i in range(N_DELAYED):
        born += delayed[0, i] * y[PRECURSORS + i]
        beta += delayed[1, i]
        f[PRECURSORS + i] = delayed[1, i] / plant[GENERATION] * power - delayed[0, i] * y[PRECURSORS + i]
    late, latent = 0.0, 0.0
    for i in range(N_DECAY):
        late += decay[0, i] * y[DECAY + i]
        latent += decay[1, i]
        f[DECAY + i] = decay[1, i] * power - decay[0, i] * y[DECAY + i]
    heat = (1.0 - latent) * power + late
    for i in range(N_NODES):
        f[ENTHALPY + i] = flows[i] + nodes[i, 4] * heat
    f[ENERGIES] = power
    for i in range(3):
        f[ENERGIES + 1 + i] = flows[N_NODES + i]
    if control[IS_HELD] > 0.0:
        # The operator inserts what keeps the power: dn/dt = 0 gives the reactivity.
        rho = beta - plant[GENERATION] / power * (born + plant[SOURCE] / plant[GENERATION])
        inserted = rho - by_temperature
        f[0] = 0.0
    else:
        inserted = control[INSERTED]
        rho = inserted + by_temperature
        f[0] = (rho - beta) / plant[GENERATION] * power + born + plant[SOURCE] / plant[GENERATION]
    return rho, inserted, removed, electric
