"""Outages of one pass as events listed by step: for loops that only need to know who is up.

Components are seen once in a step, at its beginning. An event's code is twice its target, plus 1 where the
target comes up again; target g is a component of group g by its own failure, target G + g all of group g by
their shared cause. Each named group has a key of its own, and in it each component a Philox stream for each
pass: a group put in front of others, or one more component, moves nobody's draws. Importing this module
imports Numba.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kilosol.compiled import compiled
from kilosol.grid.failures import (
    BURN_HOUR,
    DOWN,
    FAIL,
    FIRST_WINDOW_HOUR,
    IS_EACH,
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
    TRIP_FRAC,
    TRIP_HOUR,
    UP_HOUR,
    WINDOW_HOUR,
)
from kilosol.philox import (
    Stream,
    exponential,
    four_words,
    gamma_above_one,
    normal,
    open_unit,
    stream_of,
    uniform,
)
from kilosol.streams import stream_key

#: Draws set aside for each cycle of up and down: two of the repair, one of the next up time, one of a trip.
CYCLE_DRAWS, NEXT_UP, IS_TRIP = 4, 2, 3

#: Most failures of a clock in a step, on average over a pass: mean up times are at least a step long, so that
#: one is expected at most. A loop that exceeds it is a fault, and ends.
MOST_FAILURES = 20

#: What a drawing returns that ran into that bound.
ENDLESS = -1

#: Where the draws for what is left of a first outage begin: far from all cycles.
RESIDUAL_DRAWS = 1 << 40

#: Events that a list can take before it grows.
FIRST_EVENTS = 1 << 12


def group_keys(seed: int, names: Sequence[str]) -> NDArray[np.uint64]:
    """Keys of named groups, shape (groups, 2); groups of one name are told apart by their order.

    Parameters
    ----------
    seed : int
    names : sequence of str

    Returns
    -------
    (groups, 2)

    Examples
    --------
    >>> alone, after = group_keys(1, ["array"]), group_keys(1, ["cable", "array"])
    >>> bool((alone[0] == after[1]).all())
    True
    """
    met: dict[str, int] = {}
    keys = np.zeros((len(names), 2), np.uint64)
    for row, name in zip(keys, names, strict=True):
        row[:] = stream_key(seed, f"outages/{name}", met.setdefault(name, 0))
        met[name] += 1
    return keys


@compiled
def repair_hour(row: NDArray[np.float64], stream: Stream, k: int) -> float:
    """Repair time from draws k and k + 1."""
    if row[LAW] == 0.0:
        return float(row[SCALE_HOUR] * exponential(stream, k))
    if row[LAW] == 1.0:
        return float(row[SCALE_HOUR] * exponential(stream, k) ** (1.0 / row[SHAPE]))
    return float(row[SCALE_HOUR] * math.exp(row[SHAPE] * normal(stream, k)))


@compiled
def residual_hour(row: NDArray[np.float64], stream: Stream) -> float:
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
    trips = row[TRIP_FRAC] * row[TRIP_HOUR]
    mended = (1.0 - row[TRIP_FRAC]) * (mean + row[RESTART_HOUR])
    phase = uniform(stream, k) * (trips + mended)
    if phase < trips:
        return float(row[TRIP_HOUR] * phase / trips)
    phase = (phase - trips) / (1.0 - row[TRIP_FRAC])
    if phase >= mean:
        return float(mean + row[RESTART_HOUR] - phase)
    if row[LAW] == 0.0:
        return float(scale * exponential(stream, k + 1) + row[RESTART_HOUR])
    if row[LAW] == 1.0:
        whole = scale * gamma_above_one(stream, k + 2, 1.0 + 1.0 / shape) ** (1.0 / shape)
    else:
        whole = scale * math.exp(shape * shape + shape * normal(stream, k + 2))
    return float(uniform(stream, k + 1) * whole + row[RESTART_HOUR])


@compiled
def delivery_hour(row: NDArray[np.float64], ordered: float) -> float:
    """When a part that was ordered then arrives."""
    soonest = ordered + row[LEAD_HOUR]
    if row[WINDOW_HOUR] == 0.0:
        return float(soonest)
    # As a number with a point: a far future holds more windows than a whole number can count.
    n_windows = max(np.ceil((soonest - row[FIRST_WINDOW_HOUR]) / row[WINDOW_HOUR]), 0.0)
    return float(row[FIRST_WINDOW_HOUR] + n_windows * row[WINDOW_HOUR])


@compiled
def _push(step: int, code: int, head: NDArray[np.int32], events: NDArray[np.int32], count: int) -> int:
    """Add an event to its step; past the last step it is dropped, past the list's end only counted."""
    if step >= head.size:
        return count
    if count < events.shape[1]:
        events[0, count], events[1, count] = head[step], code
        head[step] = count
    return count + 1


@compiled
def _push_outage(
    begin: float, back: float, target: int, step_hour: float, head: NDArray[np.int32],
    events: NDArray[np.int32], count: int,
) -> int:  # fmt: skip
    """Add the two ends of an outage, in hours; what ended before the first step was none."""
    if back <= 0.0:
        return count
    count = _push(math.ceil(max(begin, 0.0) / step_hour), 2 * target, head, events, count)
    # A time past the end may be too large for a number of steps.
    until = min(back, head.size * step_hour)
    count = _push(math.ceil(until / step_hour), 2 * target + 1, head, events, count)
    return count  # noqa: RET504


@compiled
def _by_steps(
    stream: Stream,
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
    words = four_words(stream, 0)
    is_down = open_unit(words, 0) < down
    if is_down:
        count = _push(0, 2 * target, head, events, count)
    step, n_steps = 0, head.size
    # Each change is at least one step after the last: the loop cannot run longer than the series.
    for k in range(1, n_steps + 1):
        if (mend if is_down else fail) <= 0.0:
            return count
        if k & 3 == 0:
            words = four_words(stream, k)
        wait = math.log(open_unit(words, k)) * (to_mend if is_down else to_fail)
        if wait >= n_steps - step - 1:
            return count
        step += 1 + int(wait)
        is_down = not is_down
        count = _push(step, 2 * target + (0 if is_down else 1), head, events, count)
    return count


@compiled
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


@compiled
def _heaped(heap: NDArray[np.int64], hours: NDArray[np.float64]) -> None:
    """Put a heap of clocks in order, the earliest first."""
    for at in range(heap.size // 2, -1, -1):
        _sink(heap, hours, at)


@compiled
def _back_hour(
    row: NDArray[np.float64], stream: Stream, cycle: int, now: float, n_parts: int,
    orders: NDArray[np.float64], taken: NDArray[np.int64],
) -> float:  # fmt: skip
    """When power is back after a failure: by a restart if it was a trip, else with its parts and a repair."""
    k = CYCLE_DRAWS * cycle
    if row[TRIP_FRAC] > 0.0 and uniform(stream, k + IS_TRIP) < row[TRIP_FRAC]:
        return float(now + row[TRIP_HOUR])
    begin, stock = now, int(row[SPARES])
    if stock >= 0 and now >= 0.0:
        # Parts are used in the order in which they come: part m replaces the one taken `stock` before.
        for _ in range(n_parts):
            orders[taken[0] % (stock + 1)] = now
            if taken[0] >= stock:
                begin = max(begin, delivery_hour(row, orders[(taken[0] - stock) % (stock + 1)]))
            taken[0] += 1
    return float(begin + repair_hour(row, stream, k) + row[RESTART_HOUR])


@compiled
def _by_clock(
    key: NDArray[np.uint64], pass_no: int, row: NDArray[np.float64], n: int, targets: tuple[int, int],
    step_hour: float, head: NDArray[np.int32], events: NDArray[np.int32], count: int,
) -> int:  # fmt: skip
    """Events of a group whose failures follow one another in time: clock 0 is the shared cause.

    Returns :data:`ENDLESS` where there are more failures than steps and clocks could ever make.
    """
    end_hour, begin_hour, is_each = head.size * step_hour, -row[BURN_HOUR], row[IS_EACH] > 0.0
    orders, taken = np.zeros(max(int(row[SPARES]), 0) + 1), np.zeros(1, np.int64)
    fails, back, cycle = np.empty(n + 1), np.full(n + 1, begin_hour), np.zeros(n + 1, np.int64)
    for j in range(n + 1):
        stream = stream_of(key, pass_no, j)
        up_mean, down = (row[SHARED_UP_HOUR], row[SHARED_DOWN]) if j == 0 else (row[UP_HOUR], row[DOWN])
        words = four_words(stream, 0)
        if row[BURN_HOUR] == 0.0 and open_unit(words, 0) < down:
            back[j] = residual_hour(row, stream)
            count = _push_outage(0.0, back[j], targets[0 if j else 1], step_hour, head, events, count)
        first_hour = -up_mean * math.log(open_unit(words, 1)) if math.isfinite(up_mean) else math.inf
        fails[j] = back[j] + first_hour
    heap = np.arange(n + 1)
    _heaped(heap, fails)
    for _ in range(MOST_FAILURES * (head.size + 1) * (n + 1)):
        j = int(heap[0])
        now = fails[j]
        if not now < end_hour:
            return count
        strikes_each = j == 0 and is_each
        first, last = (1, n + 1) if strikes_each else (j, j + 1)
        for u in range(first, last):
            # A shared cause finds some down already.
            if back[u] <= now:
                cycle[u] += 1
                stream, n_parts = stream_of(key, pass_no, u), n if u == 0 else 1
                back[u] = _back_hour(row, stream, cycle[u], now, n_parts, orders, taken)
                target = targets[0 if u else 1]
                count = _push_outage(now, back[u], target, step_hour, head, events, count)
                up_mean = row[UP_HOUR] if u else row[SHARED_UP_HOUR]
                fails[u] = back[u] + up_mean * exponential(stream, CYCLE_DRAWS * cycle[u] + NEXT_UP)
        if strikes_each:
            cycle[0] += 1
            stream = stream_of(key, pass_no, 0)
            fails[0] = now + row[SHARED_UP_HOUR] * exponential(stream, CYCLE_DRAWS * cycle[0] + NEXT_UP)
            _heaped(heap, fails)
        else:
            _sink(heap, fails, 0)
    return ENDLESS


@compiled
def draw_events(
    keys: NDArray[np.uint64],
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

    `keys` are those of :func:`group_keys`. `head` (n_steps,) holds the number of each step's last event, or
    -1; the first row of `events` links each to the one before, the second holds its code. `offset` is added
    to targets, `count` events are there. :data:`ENDLESS` is returned where a clock ran away.
    """
    groups = n.size
    for g in range(groups):
        row = table[g]
        if row[KIND] == 1.0:
            if row[SHARED_DOWN] > 0.0 or row[SHARED_FAIL] > 0.0:
                chances = (row[SHARED_DOWN], row[SHARED_FAIL], row[SHARED_MEND])
                stream = stream_of(keys[g], pass_no, 0)
                count = _by_steps(stream, chances, offset + groups + g, head, events, count)
            if row[DOWN] > 0.0 or row[FAIL] > 0.0:
                chances = (row[DOWN], row[FAIL], row[MEND])
                for j in range(n[g]):
                    stream = stream_of(keys[g], pass_no, 1 + j)
                    count = _by_steps(stream, chances, offset + g, head, events, count)
        elif row[KIND] == 2.0:
            whom = (offset + g, offset + groups + g)
            count = _by_clock(keys[g], pass_no, row, n[g], whom, step_hour, head, events, count)
            if count == ENDLESS:
                return count
    return count


@compiled
def draw_side_by_side(
    keys: NDArray[np.uint64], passes: NDArray[np.int64], table: NDArray[np.float64], n: NDArray[np.int64],
    step_hour: float, head: NDArray[np.int32], events: NDArray[np.int32],
) -> tuple[NDArray[np.int32], int]:  # fmt: skip
    """All events of some passes, the targets of each after those of the last, and their number.

    Returns `events` as :func:`draw_events` fills it, or a longer list where it was too short; the number is
    :data:`ENDLESS` where a clock ran away.
    """
    while True:
        head[:] = -1
        count = 0
        for lane in range(passes.size):
            offset = lane * 2 * n.size
            count = draw_events(keys, passes[lane], table, n, step_hour, head, events, offset, count)
            if count == ENDLESS:
                return events, ENDLESS
        if count <= events.shape[1]:
            return events, count
        # What a draw gives does not depend on when it is made: draw again into a longer list.
        events = np.empty((2, 2 * count), np.int32)
