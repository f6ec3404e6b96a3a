"""Rosenbrock method of order 4(3) for the dynamic station, compiled.

RODAS of Hairer and Wanner [1]_: six stages, stiffly accurate, L-stable, one matrix a step. Precursors and
decay energies couple only through the power, so they are eliminated by hand and the matrix is 10 by 10 for
43 states. A method of this kind keeps linear sums of states exactly: the energy balance closes to rounding.

References
----------
.. [1] E. Hairer, G. Wanner, Solving ordinary differential equations II, 1996 (key hairer1996).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kilosol.compiled import compiled
from kilosol.fission.dynamics_kernel import (
    DECAY,
    ENERGIES,
    ENTHALPY,
    GENERATION,
    IS_HELD,
    N_DECAY,
    N_DELAYED,
    N_ENERGIES,
    N_NODES,
    N_STATES,
    PRECURSORS,
    SOURCE,
    rates,
    temperature_of,
)

Floats = NDArray[np.float64]
#: Delayed groups, decay groups, nodes, links, pipe, logarithms of its limit, plant.
Model = tuple[Floats, Floats, Floats, Floats, Floats, Floats, Floats]

# Coefficients of RODAS in the transformed form without products with the Jacobian [1].
_GAMMA = 0.25
# Exponent of the step control: the error estimate is of order four.
_QUARTER = 0.25
_N_STAGES = 6
# Rows: what each stage takes of the ones before.
_A = np.array(
    [
        [0.0, 0.0, 0.0, 0.0, 0.0],
        [1.544, 0.0, 0.0, 0.0, 0.0],
        [0.9466785280815826, 0.2557011698983284, 0.0, 0.0, 0.0],
        [3.314825187068521, 2.896124015972201, 0.9986419139977817, 0.0, 0.0],
        [1.221224509226641, 6.019134481288629, 12.53708332932087, -0.6878860361058950, 0.0],
        [1.221224509226641, 6.019134481288629, 12.53708332932087, -0.6878860361058950, 1.0],
    ]
)
# Rows: the same on the right-hand sides, over the step.
_C = np.array(
    [
        [0.0, 0.0, 0.0, 0.0, 0.0],
        [-5.6688, 0.0, 0.0, 0.0, 0.0],
        [-2.430093356833875, -0.2063599157091915, 0.0, 0.0, 0.0],
        [-0.1073529058151375, -9.594562251023355, -20.47028614809616, 0.0, 0.0],
        [7.496443313967647, -10.24680431464352, -33.99990352819905, 11.70890893206160, 0.0],
        [8.083246795921522, -7.981132988064893, -31.52159432874371, 16.31930543123136, -6.058818238834054],
    ]
)
# Step control: safety, and how much a step may shrink or grow; the smallest step [s] means divergence.
_SAFETY, _LEAST, _MOST = 0.9, 0.2, 6.0
# The smallest step [s]; below it the solver gives up.
SMALLEST_S = 1e-11
# The first step after an event [s]: well below the life of prompt neutrons' jump.
_FIRST_S = 1e-4
# Absolute tolerances over the relative one: power [W], temperature [K].
_POWER_W, _KELVIN = 1e-5, 100.0
# Errors below this would let a step grow without end.
_TINY = 1e-12
# Bisections of the step at an event: 40 halvings leave nothing of it.
_N_BISECTIONS = 40
# Iterations for the summit within a step.
_N_NEWTON = 8
#: Columns of a record: time, power and its rate, decay heat, removed, electric, inserted, net, temperatures.
N_COLUMNS = 8 + N_NODES
#: How a stretch ended.
DONE, REACHED, FULL, DIVERGED, MELTED, NEVER = range(6)
#: What a stretch waits for besides its end.
NOTHING, FALL_TO_POWER, TOTAL_INSERTED = range(3)
_N_BORDER = N_NODES + 3
_N_REDUCED = N_NODES + 1


@compiled
def _factorise(matrix: Floats, order: NDArray[np.int64]) -> None:
    """LU with row exchanges, in place."""
    n = matrix.shape[0]
    for k in range(n):
        best = k
        for i in range(k + 1, n):
            if abs(matrix[i, k]) > abs(matrix[best, k]):
                best = i
        order[k] = best
        if best != k:
            for j in range(n):
                matrix[k, j], matrix[best, j] = matrix[best, j], matrix[k, j]
        for i in range(k + 1, n):
            factor = matrix[i, k] / matrix[k, k]
            matrix[i, k] = factor
            if factor != 0.0:
                for j in range(k + 1, n):
                    matrix[i, j] -= factor * matrix[k, j]


@compiled
def _solve(matrix: Floats, order: NDArray[np.int64], x: Floats) -> None:
    n = matrix.shape[0]
    for k in range(n):
        if order[k] != k:
            x[k], x[order[k]] = x[order[k]], x[k]
        for i in range(k + 1, n):
            x[i] -= matrix[i, k] * x[k]
    for k in range(n - 1, -1, -1):
        for j in range(k + 1, n):
            x[k] -= matrix[k, j] * x[j]
        x[k] /= matrix[k, k]


@compiled
def _prepare(
    shift: float, rho: float, power: float, model: Model, control: Floats, jacobian: Floats, slopes: Floats,
    matrix: Floats, order: NDArray[np.int64], inverse: Floats,
) -> None:  # fmt: skip
    """Factorised matrix of power and enthalpies, the rest eliminated; `shift` is 1/(gamma h).

    `inverse` takes 1/(shift + lambda) of precursors and decay groups, by their places in the state.
    """
    delayed, decay, nodes, _, _, _, plant = model
    generation = plant[GENERATION]
    prompt, beta, latent, late = 0.0, 0.0, 0.0, 0.0
    for i in range(N_DELAYED):
        inverse[PRECURSORS + i] = 1.0 / (shift + delayed[0, i])
        prompt += delayed[0, i] * delayed[1, i] / generation * inverse[PRECURSORS + i]
        beta += delayed[1, i]
    for i in range(N_DECAY):
        latent += decay[1, i]
        inverse[DECAY + i] = 1.0 / (shift + decay[0, i])
        late += decay[0, i] * decay[1, i] * inverse[DECAY + i]
    is_held = control[IS_HELD] > 0.0
    matrix[0, 0] = 1.0 if is_held else shift - (rho - beta) / generation - prompt
    for i in range(N_NODES):
        matrix[0, 1 + i] = 0.0 if is_held else -power / generation * slopes[i]
        matrix[1 + i, 0] = -nodes[i, 4] * (1.0 - latent + late)
        for j in range(N_NODES):
            matrix[1 + i, 1 + j] = -jacobian[i, j]
        matrix[1 + i, 1 + i] += shift
    _factorise(matrix, order)


@compiled
def _stage(
    shift: float, right: Floats, model: Model, control: Floats, jacobian: Floats, matrix: Floats,
    order: NDArray[np.int64], x: Floats, k: Floats, inverse: Floats,
) -> None:  # fmt: skip
    """Solve one stage for all states."""
    delayed, decay, nodes, _, _, _, plant = model
    generation = plant[GENERATION]
    x[0] = right[0]
    for i in range(N_DELAYED):
        x[0] += delayed[0, i] * right[PRECURSORS + i] * inverse[PRECURSORS + i]
    if control[IS_HELD] > 0.0:
        x[0] = 0.0
    late = 0.0
    for i in range(N_DECAY):
        late += decay[0, i] * right[DECAY + i] * inverse[DECAY + i]
    for i in range(N_NODES):
        x[1 + i] = right[ENTHALPY + i] + nodes[i, 4] * late
    _solve(matrix, order, x)
    k[0] = x[0]
    for i in range(N_DELAYED):
        fed = right[PRECURSORS + i] + delayed[1, i] / generation * x[0]
        k[PRECURSORS + i] = fed * inverse[PRECURSORS + i]
    for i in range(N_DECAY):
        k[DECAY + i] = (right[DECAY + i] + decay[1, i] * x[0]) * inverse[DECAY + i]
    for i in range(N_NODES):
        k[ENTHALPY + i] = x[1 + i]
    k[ENERGIES] = (right[ENERGIES] + x[0]) / shift
    for i in range(N_ENERGIES - 1):
        total = right[ENERGIES + 1 + i]
        for j in range(N_NODES):
            total += jacobian[N_NODES + i, j] * x[1 + j]
        k[ENERGIES + 1 + i] = total / shift


@compiled
def try_step(
    y: Floats, f: Floats, rho: float, h: float, rtol: float, node_k: Floats, model: Model, control: Floats,
    jacobian: Floats, slopes: Floats, work: Floats, new: Floats,
) -> float:  # fmt: skip
    """One step of size h from y into `new`; returns the error over its tolerance."""
    delayed, decay, nodes, links, pipe, log_limits, plant = model
    shift = 1.0 / (_GAMMA * h)
    matrix = np.empty((_N_REDUCED, _N_REDUCED))
    order = np.empty(_N_REDUCED, dtype=np.int64)
    x, inverse = np.empty(_N_REDUCED), np.empty(ENTHALPY)
    _prepare(shift, rho, y[0], model, control, jacobian, slopes, matrix, order, inverse)
    stages = work[:_N_STAGES]
    right, inner = work[_N_STAGES], work[_N_STAGES + 1]
    spare = np.empty((_N_BORDER, N_NODES))
    spare_slopes, spare_flows = np.empty(N_NODES), np.empty(_N_BORDER)
    for s in range(_N_STAGES):
        if s == 0:
            right[:] = f
        else:
            # States innermost: the compiler makes vectors of them.
            new[:] = y
            for j in range(s):
                weight = _A[s, j]
                for i in range(N_STATES):
                    new[i] += weight * stages[j, i]
            rates(
                new, node_k, delayed, decay, nodes, links, pipe, log_limits, plant, control, inner, spare,
                spare_slopes, spare_flows, False,
            )  # fmt: skip
            right[:] = inner
            for j in range(s):
                weight = _C[s, j] / h
                for i in range(N_STATES):
                    right[i] += weight * stages[j, i]
        _stage(shift, right, model, control, jacobian, matrix, order, x, stages[s], inverse)
    last = stages[_N_STAGES - 1]
    for i in range(N_STATES):
        new[i] += last[i]
    error = 0.0
    for i in range(DECAY):
        scale = rtol * max(abs(y[i]), abs(new[i]))
        scale += rtol * _POWER_W if i == 0 else rtol * _POWER_W / plant[GENERATION] * delayed[1, i - 1]
        error += (last[i] / scale) ** 2
    for i in range(N_NODES):
        capacity = nodes[i, 0] + nodes[i, 1]
        error += (last[ENTHALPY + i] / (rtol * _KELVIN * capacity)) ** 2
    total: float = np.sqrt(error / (DECAY + N_NODES))
    return total


@compiled
def _trend(
    y: Floats, f: Floats, rho: float, delayed: Floats, plant: Floats, slopes: Floats, control: Floats
) -> float:
    """Rate of the power [W/s] by the prompt jump: f[0] itself is the small difference of huge terms."""
    if control[IS_HELD] > 0.0:
        return 0.0
    beta, feeding, drift = 0.0, 0.0, 0.0
    for i in range(N_DELAYED):
        beta += delayed[1, i]
        feeding += delayed[0, i] * f[PRECURSORS + i]
    if rho > beta / 2.0:
        steep: float = f[0]
        return steep
    for i in range(N_NODES):
        drift += slopes[i] * f[ENTHALPY + i]
    trend: float = (drift * y[0] + plant[GENERATION] * feeding) / (beta - rho)
    return trend


@compiled
def _note(
    row: Floats, t: float, y: Floats, trend: float, decay: Floats, node_k: Floats,
    told: tuple[float, float, float, float],
) -> None:  # fmt: skip
    late = 0.0
    for i in range(N_DECAY):
        late += decay[0, i] * y[DECAY + i]
    row[0], row[1], row[2], row[3] = t, y[0], trend, late
    row[4], row[5], row[6], row[7] = told[2], told[3], told[1], told[0]
    for i in range(N_NODES):
        row[8 + i] = node_k[i]


@compiled
def run_stretch(
    y: Floats, t: float, t_end: float, wait: int, goal: float, rtol: float, hottest_k: float, start_s: float,
    node_k: Floats, model: Model, control: Floats, records: Floats, peak: Floats,
) -> tuple[int, int, float, float]:  # fmt: skip
    """Integrate until `t_end` or until what is waited for, with y, `control` and `peak` changed in place.

    `peak` holds the highest power and its time. Returns how it ended, the rows written, the time and the
    step to go on with.
    """
    delayed, decay, nodes, links, pipe, log_limits, plant = model
    f, new = np.empty(N_STATES), np.empty(N_STATES)
    work = np.empty((_N_STAGES + 2, N_STATES))
    jacobian, slopes = np.empty((_N_BORDER, N_NODES)), np.empty(N_NODES)
    flows, trial_k = np.empty(_N_BORDER), np.empty(N_NODES)
    rows, h, step, trend = 0, start_s if start_s > 0.0 else _FIRST_S, 0.0, 0.0
    has_peaked, is_there = False, False
    while True:
        told = rates(
            y, node_k, delayed, decay, nodes, links, pipe, log_limits, plant, control, f, jacobian, slopes,
            flows, True,
        )  # fmt: skip
        old_trend = trend
        trend = _trend(y, f, told[0], delayed, plant, slopes, control)
        _note(records[rows], t, y, trend, decay, node_k, told)
        rows += 1
        if rows == 1:
            # At an insertion the trend is rounding yet; the rate itself tells which way it goes.
            has_peaked = trend < 0.0 and f[0] < 0.0
        elif old_trend > 0.0 >= trend:
            has_peaked = True
            top, when = _summit(records[rows - 2, 1], y[0], old_trend * step, trend * step)
            if top > peak[0]:
                peak[0], peak[1] = top, t - step + when * step
        if y[0] > peak[0]:
            peak[0], peak[1] = y[0], t
        if is_there:
            return REACHED, rows, t, h
        if wait == FALL_TO_POWER and has_peaked and y[0] < goal and trend < 0.0:
            return NEVER, rows, t, h
        if node_k[0] > hottest_k:
            return MELTED, rows, t, h
        if t_end - t <= SMALLEST_S * 100.0:
            return DONE, rows, t, h
        if rows >= records.shape[0]:
            return FULL, rows, t, h
        while True:
            step = min(h, t_end - t)
            trial_k[:] = node_k
            error = try_step(y, f, told[0], step, rtol, trial_k, model, control, jacobian, slopes, work, new)
            if error <= 1.0 and new[0] > 0.0:
                break
            # Not a number counts as too large: every comparison with it fails.
            h = step * (max(_LEAST, _SAFETY / error**_QUARTER) if 1.0 < error < np.inf else _LEAST)
            if h < SMALLEST_S:
                return DIVERGED, rows, t, h
        factor = min(_MOST, _SAFETY / max(error, _TINY) ** _QUARTER)
        h = step * factor if step >= h * 0.5 or factor < 1.0 else h
        is_there = wait != NOTHING and _is_past(wait, goal, y[0], new, trial_k, model)
        if is_there:
            step = _land(
                y, f, told[0], step, rtol, node_k, trial_k, model, control, jacobian, slopes, work, new,
                wait, goal,
            )  # fmt: skip
        y[:] = new
        node_k[:] = trial_k
        t += step


@compiled
def _is_past(wait: int, goal: float, old_power: float, new: Floats, trial_k: Floats, model: Model) -> bool:
    """Whether the new state is past what is waited for."""
    if wait == FALL_TO_POWER:
        past: bool = old_power > goal >= new[0]
    else:
        past = _inserted_at(new, trial_k, model[2], model[0], model[6]) >= goal
    return past


@compiled
def _land(
    y: Floats, f: Floats, rho: float, step: float, rtol: float, node_k: Floats, trial_k: Floats,
    model: Model, control: Floats, jacobian: Floats, slopes: Floats, work: Floats, new: Floats, wait: int,
    goal: float,
) -> float:  # fmt: skip
    """Shorten the step until it ends where the event is; returns it, with the state there in `new`."""
    low, high = 0.0, step
    for _ in range(_N_BISECTIONS):
        middle = (low + high) / 2.0
        trial_k[:] = node_k
        try_step(y, f, rho, middle, rtol, trial_k, model, control, jacobian, slopes, work, new)
        if _is_past(wait, goal, y[0], new, trial_k, model):
            high = middle
        else:
            low = middle
    trial_k[:] = node_k
    try_step(y, f, rho, high, rtol, trial_k, model, control, jacobian, slopes, work, new)
    return high


@compiled
def _inserted_at(y: Floats, node_k: Floats, nodes: Floats, delayed: Floats, plant: Floats) -> float:
    """Inserted reactivity that holds the power in state y; `node_k` are guesses of its temperatures."""
    born, beta, total = 0.0, 0.0, 0.0
    for i in range(N_DELAYED):
        born += delayed[0, i] * y[PRECURSORS + i]
        beta += delayed[1, i]
    for i in range(N_NODES):
        above = temperature_of(y[ENTHALPY + i], nodes[i], node_k[i])[0] - nodes[i, 7]
        total += above * (nodes[i, 5] + nodes[i, 6] * above)
    inserted: float = beta - (plant[GENERATION] * born + plant[SOURCE]) / y[0] - total
    return inserted


@compiled
def _summit(first: float, last: float, rise: float, fall: float) -> tuple[float, float]:
    """Highest value of Hermite's cubic over a step, and where; slopes are those times the step."""
    a = 2.0 * first + rise - 2.0 * last + fall
    b = -3.0 * first - 2.0 * rise + 3.0 * last - fall
    x = 0.5
    for _ in range(_N_NEWTON):
        slope = rise + x * (2.0 * b + 3.0 * a * x)
        bend = 2.0 * b + 2.0 * 3.0 * a * x
        if bend != 0.0:
            x = min(max(x - slope / bend, 0.0), 1.0)
    value = first + x * (rise + x * (b + a * x))
    if value >= max(first, last):
        return value, x
    return (first, 0.0) if first > last else (last, 1.0)
