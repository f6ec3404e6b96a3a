"""Drawn scenarios one by one, with every feature, written to be read: what the fast loop is held to.

Each component has a clock that says when its state changes next; in every step those whose time has come
change, and the loads are served by the rules. Importing this module imports Numba.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from kilosol.compiled import compiled
from kilosol.grid.dispatch_step import FAST, SHORTFALL_KW, fill_stores
from kilosol.grid.draws import exponential, stream, uniform
from kilosol.grid.failures import (
    DOWN,
    FAIL,
    KIND,
    MEND,
    RESTART_HOUR,
    SHARED_DOWN,
    SHARED_FAIL,
    SHARED_MEND,
    SHARED_UP_HOUR,
    SPARES,
    UP_HOUR,
)
from kilosol.grid.outage_events import CYCLE_DRAWS, delivery_hour, repair_hour, residual_hour

#: Rows of a trace, summed over nothing: one scenario.
TRACE = (
    "generation_kw",
    "discharge_kw",
    "served_kw",
    "charge_kw",
    "curtailed_kw",
    "battery_kw_steps",
    "cells_kw_steps",
    "reserve_kw_steps",
    "short_vital_kw",
    "short_essential_kw",
    "station_kw",
    "batch_kw",
)


#: Station, array, battery, electrolyser, fuel cells, reserve: as in ``kilosol.grid.microgrid.BRANCHES``.
N_BRANCHES = 6

#: A change so little after a step's beginning is at it: hours are sums of steps, with their rounding.
ROUNDING = 1e-12


@compiled
def _step_wait(start: np.uint64, k: int, chance: float) -> float:
    """Whole steps that pass before a change of this chance; infinite where it never comes."""
    if chance <= 0.0:
        return math.inf
    if chance >= 1.0:
        return 1.0
    return float(1.0 + math.floor(math.log(uniform(start, k)) / math.log1p(-chance)))


@compiled
def _begin(
    row: NDArray[np.float64], is_shared: bool, start: np.uint64, step_hour: float
) -> tuple[bool, float]:
    """State of a component at the start, and the hour of its first change."""
    down = uniform(start, 0) < (row[SHARED_DOWN] if is_shared else row[DOWN])
    if row[KIND] == 0.0:
        return False, math.inf
    if row[KIND] == 1.0:
        mend, fail = (row[SHARED_MEND], row[SHARED_FAIL]) if is_shared else (row[MEND], row[FAIL])
        return down, _step_wait(start, 1, mend if down else fail) * step_hour
    if down:
        return True, residual_hour(row, start)
    return False, (row[SHARED_UP_HOUR] if is_shared else row[UP_HOUR]) * exponential(start, 1)


@compiled
def _change(
    row: NDArray[np.float64],
    is_shared: bool,
    was_down: bool,
    start: np.uint64,
    now: float,
    n_changes: int,
    n_parts: int,
    orders: NDArray[np.float64],
    taken: NDArray[np.int64],
    step_hour: float,
) -> float:
    """Hour of the next change of a component that changes now for the `n_changes`-th time."""
    if row[KIND] == 1.0:
        mend, fail = (row[SHARED_MEND], row[SHARED_FAIL]) if is_shared else (row[MEND], row[FAIL])
        return float(now + _step_wait(start, n_changes + 1, fail if was_down else mend) * step_hour)
    if was_down:
        # n_changes counts failures here: up until the next one.
        k = CYCLE_DRAWS * n_changes + 2 if n_changes > 0 else 1
        return float(now + (row[SHARED_UP_HOUR] if is_shared else row[UP_HOUR]) * exponential(start, k))
    stock, begin = int(row[SPARES]), now
    if stock >= 0:
        # Parts are used in the order in which they come: part m replaces the one taken `stock` before.
        for _ in range(n_parts):
            orders[taken[0] % (stock + 1)] = now
            if taken[0] >= stock:
                begin = max(begin, delivery_hour(row, orders[(taken[0] - stock) % (stock + 1)]))
            taken[0] += 1
    return float(begin + repair_hour(row, start, CYCLE_DRAWS * n_changes) + row[RESTART_HOUR])


@compiled
def branch_factor(
    which: int,
    downs: NDArray[np.int64],
    at: int,
    n: NDArray[np.int64],
    branch: NDArray[np.int64],
    share: NDArray[np.float64],
    is_link: NDArray[np.bool_],
    from_step: NDArray[np.int64],
    step: int,
) -> float:
    """Part of its rated power that a branch can give: what its sources share, and no more than each link.

    `downs` counts own outages of the G groups from `at` on, and shared ones after them. A branch without a
    source is there and never fails.
    """
    groups, has_source, given, most = n.size, False, 0.0, math.inf
    for g in range(groups):
        if branch[g] == which:
            up = 0.0 if downs[at + groups + g] > 0 else (n[g] - downs[at + g]) / n[g]
            if is_link[g]:
                most = min(most, up)
            else:
                has_source = True
                given += share[g] * up if step >= from_step[g] else 0.0
    return min(given if has_source else 1.0, most)


@compiled
def _advance(
    step: int,
    step_hour: float,
    table: NDArray[np.float64],
    n: NDArray[np.int64],
    group: NDArray[np.int64],
    is_shared: NDArray[np.bool_],
    starts: NDArray[np.uint64],
    is_down: NDArray[np.bool_],
    next_hour: NDArray[np.float64],
    changes: NDArray[np.int64],
    orders: NDArray[np.float64],
    taken: NDArray[np.int64],
    downs: NDArray[np.int64],
) -> float:
    """Let everything change whose hour has come by this step, the earliest first; returns the next hour."""
    by_now = step * step_hour * (1.0 + ROUNDING)
    while True:
        e = int(np.argmin(next_hour))
        now = next_hour[e]
        if now > by_now:
            return float(now)
        g, row = group[e], table[group[e]]
        if row[KIND] == 1.0 or not is_down[e]:
            changes[e] += 1
        parts = n[g] if is_shared[e] else 1
        next_hour[e] = _change(
            row,
            is_shared[e],
            is_down[e],
            starts[e],
            now,
            changes[e],
            parts,
            orders[g],
            taken[g : g + 1],
            step_hour,
        )
        is_down[e] = not is_down[e]
        downs[g + (n.size if is_shared[e] else 0)] += 1 if is_down[e] else -1


@compiled(fastmath=FAST)
def _firm(
    gap: float, essential: float, most: tuple[float, float, float], held: tuple[float, float, float]
) -> tuple[float, float, float, float, float]:
    """Battery, fuel cells, and for vital loads the reserve; then what vital and essential loads miss."""
    from_battery = min(gap, most[0], held[0])
    from_cells = min(gap - from_battery, most[1], held[1])
    missed = gap - from_battery - from_cells
    short_essential = min(missed, essential)
    from_reserve = min(missed - short_essential, most[2], held[2])
    return from_battery, from_cells, from_reserve, missed - short_essential - from_reserve, short_essential


@compiled(fastmath=FAST)
def _work(
    left: float, deferrable: float, rules: NDArray[np.float64], waits: tuple[float, float, float]
) -> tuple[float, float, float, float]:
    """Deferrable work served and lost, its backlog, and power for what is due.

    `waits`: the backlog, work done ahead, and all that is still to come due. Nothing is `left` where nothing
    may run.
    """
    want = deferrable + waits[0]
    served = min(want, left)
    lost = max(want - served - rules[8], 0.0)
    batch = max(min(rules[9], left - served, waits[2] - waits[1]), 0.0) if left > 0.0 else 0.0
    return served, lost, want - served - lost, batch


Six = tuple[float, float, float, float, float, float]


@compiled(fastmath=FAST)
def _book(a: Six, b: Six) -> Six:
    return a[0] + b[0], a[1] + b[1], a[2] + b[2], a[3] + b[3], a[4] + b[4], a[5] + b[5]


@compiled(fastmath=FAST)
def _counted(
    so_far: tuple[float, float, float, float], run: float, short_vital: float, short_essential: float
) -> tuple[tuple[float, float, float, float], float]:
    """Steps short of vital and of essential loads, vital events, the longest; and the current vital run."""
    vital, essential, events, longest = so_far
    essential += 1.0 if short_essential > SHORTFALL_KW else 0.0
    if not short_vital > SHORTFALL_KW:
        return (vital, essential, events, longest), 0.0
    events += 1.0 if run == 0.0 else 0.0
    return (vital + 1.0, essential, events, max(longest, run + 1.0)), run + 1.0


@compiled(fastmath=FAST)
def serve_scenario(
    step: int, until: int, weather: int, factors: NDArray[np.float64], ratings: NDArray[np.float64],
    rules: NDArray[np.float64], load: NDArray[np.float64], full: NDArray[np.float64],
    due: NDArray[np.float64], sun: NDArray[np.float64], alert: NDArray[np.float64],
    state: NDArray[np.float64], out: NDArray[np.float64], trace: NDArray[np.float64],
) -> None:  # fmt: skip
    """Dispatch from a step until another, between which no component changes.

    `state` holds station power, battery, cells, reserve, backlog, work ahead and the current vital run. A
    step asks only what can be asked of it: a processor guesses such branches well, and then need not wait
    for the level of a battery that is neither filled nor drawn on.
    """
    station, battery, cells, reserve = state[0], state[1], state[2], state[3]
    backlog, ahead, run = state[4], state[5], state[6]
    target = ratings[0] * factors[0]
    battery_kw, cells_kw = ratings[2] * factors[2], ratings[4] * factors[4]
    taken_kw, reserve_kw = ratings[3] * factors[3], ratings[5] * factors[5]
    per_battery, fracs = 1.0 / rules[0], (rules[0], rules[1])
    # Plain numbers, not arrays: they stay in registers.
    sums, cut, curtailed = (out[0], out[1], out[2], out[3], out[4], out[5]), out[6], out[7]
    counted = (out[8], out[9], out[10], out[11])
    for i in range(step, until):
        station = min(target, station + rules[7])
        supply, alarm = station + sun[weather, i] * factors[1], alert[weather, i]
        essential, sheddable, kept = load[1, i], load[3, i], full[0, i] * rules[2]
        if alarm > 0.0:
            essential, sheddable = essential * (1.0 - rules[5]), sheddable * (1.0 - rules[6])
            kept = full[0, i] * rules[3]
            cut += load[1, i] - essential + load[3, i] - sheddable
        left = supply - (load[0, i] + essential)
        from_battery, from_cells, from_reserve, short_vital, short_essential = 0.0, 0.0, 0.0, 0.0, 0.0
        if left < 0.0:
            most, levels = (battery_kw, cells_kw, reserve_kw), (battery, cells, reserve)
            from_battery, from_cells, from_reserve, short_vital, short_essential = _firm(
                -left, essential, most, levels
            )
            battery, cells, reserve = battery - from_battery, cells - from_cells, reserve - from_reserve
            left = 0.0
        into = 0.0
        if left > 0.0 and battery < kept:
            into = min(left, battery_kw, (kept - battery) * per_battery)
            battery += into * rules[0]
            left -= into
        may_run = battery >= rules[4] * full[0, i]
        served, lost, backlog, batch = _work(
            left if may_run else 0.0, load[2, i], rules, (backlog, ahead, full[2, i])
        )
        ahead += batch - due[i]
        missed_due = max(-ahead, 0.0)
        ahead += missed_due
        left -= served + batch
        shed, extra = min(sheddable, left), 0.0
        left -= shed
        if shed < sheddable and into == 0.0:
            extra = max(min(sheddable - shed, battery_kw - from_battery, battery - kept), 0.0)
            battery -= extra
        most_in, held = (battery_kw - into, taken_kw), (battery, cells)
        more, to_cells, battery, cells = fill_stores(left, most_in, held, (full[0, i], full[1, i]), fracs)
        left -= more + to_cells
        sums = _book(sums, (short_vital, short_essential, lost, sheddable - shed - extra, missed_due, batch))
        curtailed += left
        counted, run = _counted(counted, run, short_vital, short_essential)
        if trace.shape[1] > 0:
            gave, took = from_battery + from_cells + from_reserve + extra, into + more + to_cells
            used = load[0, i] - short_vital + essential - short_essential + served + batch + shed + extra
            row = (supply, gave, used, took, left, battery, cells, reserve, short_vital, short_essential)
            trace[:, i] = np.array((*row, station, batch))
    out[:] = np.array((*sums, cut, curtailed, *counted))
    state[:] = np.array((station, battery, cells, reserve, backlog, ahead, run))


@compiled
def _entities(
    table: NDArray[np.float64], n: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.bool_], int]:
    """Group of each clock and whether it is the group's shared cause; and the longest list of orders."""
    n_entities = int(n.sum()) + n.size
    group, is_shared = np.empty(n_entities, np.int64), np.zeros(n_entities, np.bool_)
    e, most_parts = 0, 1
    for g in range(n.size):
        group[e : e + n[g] + 1], is_shared[e] = g, True
        e += n[g] + 1
        most_parts = max(most_parts, int(table[g, SPARES]) + 1)
    return group, is_shared, most_parts


@compiled
def run_reference(
    key: np.uint64, first: int, table: NDArray[np.float64], n: NDArray[np.int64], branch: NDArray[np.int64],
    share: NDArray[np.float64], is_link: NDArray[np.bool_], from_step: NDArray[np.int64],
    ratings: NDArray[np.float64], rules: NDArray[np.float64], load: NDArray[np.float64],
    full: NDArray[np.float64], due: NDArray[np.float64], sun: NDArray[np.float64], alert: NDArray[np.float64],
    step_hour: float, out: NDArray[np.float64], trace: NDArray[np.float64],
) -> None:  # fmt: skip
    """Run scenarios `first` and on, one for each column of `out` (12, count), in kW steps and steps."""
    n_steps, groups = load.shape[1], n.size
    group, is_shared, most_parts = _entities(table, n)
    n_entities = group.size
    starts, is_down = np.empty(n_entities, np.uint64), np.zeros(n_entities, np.bool_)
    next_hour, orders = np.full(n_entities + 1, math.inf), np.zeros((groups, most_parts))
    factors, state = np.ones(N_BRANCHES), np.zeros(7)
    for s in range(out.shape[1]):
        changes, taken = np.zeros(n_entities, np.int64), np.zeros(groups, np.int64)
        downs = np.zeros(2 * groups, np.int64)
        for e in range(n_entities):
            starts[e] = stream(key, first + s, e)
            is_down[e], next_hour[e] = _begin(table[group[e]], is_shared[e], starts[e], step_hour)
            downs[group[e] + (groups if is_shared[e] else 0)] += is_down[e]
        state[:] = 0.0
        state[1], state[2], state[3] = full[0, 0], full[1, 0], ratings[6]
        step, weather, is_first = 0, (first + s) % sun.shape[0], True
        while step < n_steps:
            soonest = _advance(
                step,
                step_hour,
                table,
                n,
                group,
                is_shared,
                starts,
                is_down,
                next_hour,
                changes,
                orders,
                taken,
                downs,
            )
            for b in range(factors.size):
                factors[b] = branch_factor(b, downs, 0, n, branch, share, is_link, from_step, step)
            if is_first:
                state[0], is_first = ratings[0] * factors[0], False
            until = int(min(math.ceil(soonest / step_hour * (1.0 - ROUNDING)), float(n_steps)))
            for g in range(groups):
                if step < from_step[g] < until:
                    until = from_step[g]
            until = max(until, step + 1)
            serve_scenario(
                step,
                until,
                weather,
                factors,
                ratings,
                rules,
                load,
                full,
                due,
                sun,
                alert,
                state,
                out[:, s],
                trace,
            )
            step = until
