"""Outages of one pass as events listed by step: for loops that only need to know who is up.

Components are seen once in a step, at its beginning. An event's code is twice its target, plus 1 where the
target comes up again; target g is a component of group g by its own failure, target G + g all of group g by
their shared cause. Importing this module imports Numba.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from kilosol.grid.draws import exponential, gamma_above_one, normal, stream, uniform
from kilosol.grid.failures import (
    DOWN,
    FAIL,
    FIRST_WINDOW_HOUR,
    KIND,
    LAW,
    LEAD_HOUR,
    MEND,
    RESTART_HOUR,
    SCALE_HOUR,
    SHAPE,
    SHARED_DOWN,
    SHARED_FAIL,
    SHARED_MEND,
    SHARED_UP_HOUR,
    SPARES,
    UP_HOUR,
    WINDOW_HOUR,
)

#: Draws set aside for each cycle of up and down.
CYCLE_DRAWS = 4

#: Most failures of a clock in a step, on average over a pass: mean up times are at least a step long, so that
#: one is expected at most. A loop that exceeds it is a fault, and ends.
MOST_FAILURES = 20

#: What a drawing returns that ran into that bound.
ENDLESS = -1

#: Where the draws for what is left of a first outage begin: far from all cycles.
RESIDUAL_DRAWS = 1 << 40


@njit(cache=True, nogil=True)
def repair_hour(row: NDArray[np.float64], start: np.uint64, k: int) -> float:
    """Repair time from draws k and k + 1."""
    if row[LAW] == 0.0:
        return float(row[SCALE_HOUR] * exponential(start, k))
    if row[LAW] == 1.0:
        return float(row[SCALE_HOUR] * exponential(start, k) ** (1.0 / row[SHAPE]))
    return float(row[SCALE_HOUR] * math.exp(row[SHAPE] * normal(start, k)))


@njit(cache=True, nogil=True)
def residual_hour(row: NDArray[np.float64], start: np.uint64) -> float:
    """What is left, at a moment picked at random from its outages, of a component's outage.

    The outage found at a random moment is a long one (biased by length), and as likely to be seen at any of
    its moments; the restart comes after the repair.
    """
    k, shape, scale = RESIDUAL_DRAWS, row[SHAPE], row[SCALE_HOUR]
    mean = scale
    if row[LAW] == 1.0:
        mean = scale * math.gamma(1.0 + 1.0 / shape)
    elif row[LAW] == 2.0:
        mean = scale * math.exp(0.5 * shape * shape)
    phase = uniform(start, k) * (mean + row[RESTART_HOUR])
    if phase >= mean:
        return float(mean + row[RESTART_HOUR] - phase)
    if row[LAW] == 0.0:
        return float(scale * exponential(start, k + 1) + row[RESTART_HOUR])
    if row[LAW] == 1.0:
        whole = scale * gamma_above_one(start, k + 2, 1.0 + 1.0 / shape) ** (1.0 / shape)
    else:
        whole = scale * math.exp(shape * shape + shape * normal(start, k + 2))
    return float(uniform(start, k + 1) * whole + row[RESTART_HOUR])


@njit(cache=True, nogil=True)
def delivery_hour(row: NDArray[np.float64], ordered: float) -> float:
    """When a part that was ordered then arrives."""
    soonest = ordered + row[LEAD_HOUR]
    if row[WINDOW_HOUR] == 0.0:
        return float(soonest)
    # As a number with a point: a far future holds more windows than a whole number can count.
    n_windows = max(np.ceil((soonest - row[FIRST_WINDOW_HOUR]) / row[WINDOW_HOUR]), 0.0)
    return float(row[FIRST_WINDOW_HOUR] + n_windows * row[WINDOW_HOUR])


@njit(cache=True, nogil=True)
def _push(step: int, code: int, head: NDArray[np.int32], events: NDArray[np.int32], count: int) -> int:
    """Add an event to its step; past the last step it is dropped, past the list's end only counted."""
    if step >= head.size:
        return count
    if count < events.shape[1]:
        events[0, count], events[1, count] = head[step], code
        head[step] = count
    return count + 1


@njit(cache=True, nogil=True)
def _by_steps(
    start: np.uint64,
    chances: tuple[float, float, float],
    target: int,
    head: NDArray[np.int32],
    events: NDArray[np.int32],
    count: int,
) -> int:
    """Events of one component that changes its state by chance from step to step."""
    down, fail, mend = chances
    to_fail = 1.0 / math.log1p(-fail) if 0.0 < fail < 1.0 else 0.0
    to_mend = 1.0 / math.log1p(-mend) if 0.0 < mend < 1.0 else 0.0
    is_down = uniform(start, 0) < down
    if is_down:
        count = _push(0, 2 * target, head, events, count)
    step, n_steps = 0, head.size
    # Each change is at least one step after the last: the loop cannot run longer than the series.
    for k in range(1, n_steps + 1):
        if (mend if is_down else fail) <= 0.0:
            return count
        wait = math.log(uniform(start, k)) * (to_mend if is_down else to_fail)
        if wait >= n_steps - step - 1:
            return count
        step += 1 + int(wait)
        is_down = not is_down
        count = _push(step, 2 * target + (0 if is_down else 1), head, events, count)
    return count


@njit(cache=True, nogil=True)
def _sink(heap: NDArray[np.int64], hours: NDArray[np.float64], at: int) -> None:
    """Let a clock of a heap, whose earliest stands at 0, sink to its place."""
    one, size = heap[at], heap.size
    while 2 * at + 1 < size:
        below = 2 * at + 1
        if below + 1 < size and hours[heap[below + 1]] < hours[heap[below]]:
            below += 1
        if not hours[heap[below]] < hours[one]:
            break
        heap[at] = heap[below]
        at = below
    heap[at] = one


@njit(cache=True, nogil=True)
def _by_clock(
    key: np.uint64,
    pass_no: int,
    row: NDArray[np.float64],
    n: int,
    first: int,
    targets: tuple[int, int],
    step_hour: float,
    head: NDArray[np.int32],
    events: NDArray[np.int32],
    count: int,
) -> int:
    """Events of a group whose failures follow one another in time: clock 0 is the shared cause.

    Returns :data:`ENDLESS` where there are more failures than steps and clocks could ever make.
    """
    end_hour = head.size * step_hour
    stock = int(row[SPARES])
    orders, taken = np.zeros(max(stock, 0) + 1), 0
    starts, fails, cycle = np.empty(n + 1, np.uint64), np.empty(n + 1), np.zeros(n + 1, np.int64)
    for j in range(n + 1):
        starts[j] = stream(key, pass_no, first + j)
        up_mean, down = (row[SHARED_UP_HOUR], row[SHARED_DOWN]) if j == 0 else (row[UP_HOUR], row[DOWN])
        back = 0.0
        if uniform(starts[j], 0) < down:
            back = residual_hour(row, starts[j])
            target = targets[1] if j == 0 else targets[0]
            count = _push(0, 2 * target, head, events, count)
            # A time past the end may be too large for a number of steps.
            count = _push(math.ceil(min(back, end_hour) / step_hour), 2 * target + 1, head, events, count)
        fails[j] = back + (up_mean * exponential(starts[j], 1) if math.isfinite(up_mean) else math.inf)
    heap = np.arange(n + 1)
    for j in range(n // 2, -1, -1):
        _sink(heap, fails, j)
    for _ in range(MOST_FAILURES * (head.size + 1) * (n + 1)):
        j = int(heap[0])
        now = fails[j]
        if not now < end_hour:
            return count
        begin = now
        if stock >= 0:
            for _ in range(n if j == 0 else 1):
                orders[taken % (stock + 1)] = now
                if taken >= stock:
                    begin = max(begin, delivery_hour(row, orders[(taken - stock) % (stock + 1)]))
                taken += 1
        cycle[j] += 1
        k = CYCLE_DRAWS * cycle[j]
        back = begin + repair_hour(row, starts[j], k) + row[RESTART_HOUR]
        target = targets[1] if j == 0 else targets[0]
        count = _push(math.ceil(now / step_hour), 2 * target, head, events, count)
        count = _push(math.ceil(min(back, end_hour) / step_hour), 2 * target + 1, head, events, count)
        fails[j] = back + (row[SHARED_UP_HOUR] if j == 0 else row[UP_HOUR]) * exponential(starts[j], k + 2)
        _sink(heap, fails, 0)
    return ENDLESS


@njit(cache=True, nogil=True)
def draw_events(
    key: np.uint64,
    pass_no: int,
    table: NDArray[np.float64],
    n: NDArray[np.int64],
    step_hour: float,
    head: NDArray[np.int32],
    events: NDArray[np.int32],
    offset: int = 0,
    count: int = 0,
) -> int:
    """Add all events of a pass; returns their number, which may be more than `events` (2, most) could take.

    `head` (n_steps,) holds the number of each step's last event, or -1; the first row of `events` links each
    to the one before, the second holds its code. `offset` is added to targets, `count` events are there.
    :data:`ENDLESS` is returned where a clock ran away.
    """
    groups, first = n.size, 0
    for g in range(groups):
        row = table[g]
        if row[KIND] == 1.0:
            if row[SHARED_DOWN] > 0.0 or row[SHARED_FAIL] > 0.0:
                chances = (row[SHARED_DOWN], row[SHARED_FAIL], row[SHARED_MEND])
                start = stream(key, pass_no, first)
                count = _by_steps(start, chances, offset + groups + g, head, events, count)
            if row[DOWN] > 0.0 or row[FAIL] > 0.0:
                chances = (row[DOWN], row[FAIL], row[MEND])
                for j in range(n[g]):
                    start = stream(key, pass_no, first + 1 + j)
                    count = _by_steps(start, chances, offset + g, head, events, count)
        elif row[KIND] == 2.0:
            whom = (offset + g, offset + groups + g)
            count = _by_clock(key, pass_no, row, n[g], first, whom, step_hour, head, events, count)
            if count == ENDLESS:
                return count
        first += n[g] + 1
    return count
