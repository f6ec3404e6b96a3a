"""The balance of radiator and converters hour by hour, compiled; see `operation` for the physics."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kilosol.compiled import compiled

Array = NDArray[np.float64]

# Newton's method stops after a step below this [K], which leaves its square, or after so many steps.
_CLOSE_K, _MOST_STEPS = 1e-4, 30
# Flux of a panel that sheds nothing [W/m2]: only avoids 0/0.
_LEAST_W_M2 = 1e-9


@compiled
def run_hours(
    unit: Array,
    nodes: Array,
    convection: float,
    is_full: bool,
    sink: Array,
    face: Array,
    air: Array,
    demand: Array,
    working: Array,
    rows: Array,
) -> None:
    """Balance each hour; `unit` and `nodes` as `operation` packs them, `rows` as in Operation, all (n,)."""
    full, eta_per_k, hot, offset, capacity, area, grey, onward, rated, loss = unit
    full_mean = hot / 2
    for i in range(sink.size):
        paint = grey * face[i]
        panel = (area, paint, (sink[i] * sink[i]) ** 2 * paint, convection, air[i], capacity)
        cycle = (eta_per_k, hot - offset)
        # The hour before is a good guess for this one at full heat, and full heat for the hour's demand.
        full_mean, reject = _settle(panel, cycle, nodes, full, True, full_mean)
        mean = full_mean
        full_heat = full - reject
        able = min(full_heat, working[i] * rated)
        wanted = min(demand[i] / onward, able)
        gross = able if is_full else wanted
        if gross < full_heat:
            # Machines or demand set the power: the core gives less heat and the radiator runs colder.
            mean, reject = (sink[i], 0.0) if gross <= 0 else _settle(panel, cycle, nodes, gross, False, mean)
        half = reject / capacity / 2
        rows[0, i] = wanted * onward
        rows[1, i] = gross + reject + loss
        rows[2, i] = gross
        rows[3, i] = gross - wanted
        rows[4, i] = reject
        rows[5, i] = mean + offset
        rows[6, i] = mean + half
        rows[7, i] = mean - half
        rows[8, i] = able * onward
        rows[9, i] = full_heat * onward


@compiled
def _settle(
    panel: tuple[float, float, float, float, float, float],
    cycle: tuple[float, float],
    nodes: Array,
    kw: float,
    is_heat: bool,
    guess_k: float,
) -> tuple[float, float]:
    """Mean temperature at which the radiator sheds what the converters leave [K], and that heat [kW].

    `kw` is the heat into the converters where `is_heat`, the power out of them otherwise.
    """
    area, grey, cold, convection, air, capacity = panel
    # Begin where a level coolant would settle without wind, with the heat that the guess leaves.
    heat, rise = _left(cycle, kw, is_heat, guess_k)
    mean = np.sqrt(np.sqrt((heat * 1e3 / area + cold) / grey))
    for _ in range(_MOST_STEPS):
        heat, rise = _left(cycle, kw, is_heat, mean)
        half = heat / capacity / 2
        inverse, steeper = 0.0, 0.0
        for j in range(nodes.shape[1]):
            local = mean + nodes[0, j] * half
            cube = local * local * local
            flux = max(grey * cube * local - cold + convection * (local - air), _LEAST_W_M2)
            one_over = nodes[1, j] / 2 / flux
            inverse += one_over
            steeper += (4 * grey * cube + convection) * one_over / flux
        shed = area / inverse / 1e3
        step = (shed - heat) / (shed * steeper / inverse - rise)
        mean -= step
        if abs(step) < _CLOSE_K:
            break
    heat, rise = _left(cycle, kw, is_heat, mean)
    return mean, heat


@compiled
def _left(cycle: tuple[float, float], kw: float, is_heat: bool, mean_k: float) -> tuple[float, float]:
    """Heat that the converters leave at a mean temperature [kW], and its slope [kW/K]."""
    eta = cycle[0] * (cycle[1] - mean_k)
    if is_heat:
        return kw * (1 - eta), kw * cycle[0]
    return kw * (1 / eta - 1), kw * cycle[0] / eta**2
