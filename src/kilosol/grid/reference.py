"""Drawn scenarios one by one, with every feature, written to be read: what the fast loops are held to.

Each component has a clock that says when its state changes next; in every step those whose time has come
change, and the loads are served by the rules of :mod:`kilosol.grid.dispatch_step`, written apart. Importing
this module imports Numba.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from kilosol.compiled import compiled
from kilosol.grid.failures import (
    BURN_HOUR,
    DOWN,
    FAIL,
    IS_EACH,
    KIND,
    MEND,
    RESTART_HOUR,
    SHARED_DOWN,
    SHARED_FAIL,
    SHARED_MEND,
    SHARED_UP_HOUR,
    SPARES,
    TRIP_FRAC,
    TRIP_HOUR,
    UP_HOUR,
)
from kilosol.grid.outage_events import (
    CYCLE_DRAWS,
    IS_TRIP,
    NEXT_UP,
    delivery_hour,
    repair_hour,
    residual_hour,
)
from kilosol.philox import Stream, exponential, stream_of, uniform

#: Power short by less than this is rounding, not a shortfall [kW].
SHORTFALL_KW = 1e-6

#: Station, array, battery, electrolyser, fuel cells, reserve: as in ``kilosol.grid.microgrid.BRANCHES``.
N_BRANCHES = 6

#: A change so little after a step's beginning is at it: hours are sums of steps, with their rounding.
ROUNDING = 1e-12


@compiled
def _step_wait(stream: Stream, k: int, chance: float) -> float:
    """Whole steps that pass before a change of this chance; infinite where it never comes."""
    if chance <= 0.0:
        return math.inf
    if chance >= 1.0:
        return 1.0
    return float(1.0 + math.floor(math.log(uniform(stream, k)) / math.log1p(-chance)))


@compiled
def _begin(row: NDArray[np.float64], is_shared: bool, stream: Stream, step_hour: float) -> tuple[bool, float]:
    """State of a component at the start, and the hour of its first change."""
    if row[KIND] == 0.0:
        return False, math.inf
    up_hour = row[SHARED_UP_HOUR] if is_shared else row[UP_HOUR]
    if row[BURN_HOUR] > 0.0:
        return False, -row[BURN_HOUR] + (up_hour * exponential(stream, 1) if up_hour < math.inf else math.inf)
    down = uniform(stream, 0) < (row[SHARED_DOWN] if is_shared else row[DOWN])
    if row[KIND] == 1.0:
        mend, fail = (row[SHARED_MEND], row[SHARED_FAIL]) if is_shared else (row[MEND], row[FAIL])
        return down, _step_wait(stream, 1, mend if down else fail) * step_hour
    if down:
        return True, residual_hour(row, stream)
    return False, up_hour * exponential(stream, 1)


@compiled
def _back_at(
    row: NDArray[np.float64], stream: Stream, now: float, n_failures: int, n_parts: int,
    orders: NDArray[np.float64], taken: NDArray[np.int64],
) -> float:  # fmt: skip
    """Hour at which what fails now for the `n_failures`-th time is back."""
    k = CYCLE_DRAWS * n_failures
    if row[TRIP_FRAC] > 0.0 and uniform(stream, k + IS_TRIP) < row[TRIP_FRAC]:
        return float(now + row[TRIP_HOUR])
    stock, begin = int(row[SPARES]), now
    if stock >= 0 and now >= 0.0:
        # Part m replaces the one taken `stock` before, and comes when that was ordered and delivered.
        for _ in range(n_parts):
            orders[taken[0] % (stock + 1)] = now
            if taken[0] >= stock:
                begin = max(begin, delivery_hour(row, orders[(taken[0] - stock) % (stock + 1)]))
            taken[0] += 1
    return float(begin + repair_hour(row, stream, k) + row[RESTART_HOUR])


@compiled
def _share_up(
    which: int, own: NDArray[np.int64], shared: NDArray[np.int64], n: NDArray[np.int64],
    branch: NDArray[np.int64], share: NDArray[np.float64], is_link: NDArray[np.bool_],
    from_step: NDArray[np.int64], step: int,
) -> float:  # fmt: skip
    """Part of its rated power that a branch can give: what its sources share, and no more than each link."""
    has_source, given, link = False, 0.0, math.inf
    for g in range(n.size):
        if branch[g] != which:
            continue
        up = 0.0 if shared[g] > 0 else (n[g] - own[g]) / n[g]
        if is_link[g]:
            link = min(link, up)
            continue
        has_source = True
        if step >= from_step[g]:
            given += share[g] * up
    return min(given if has_source else 1.0, link)


@compiled
def _advance(
    by_now: float, step_hour: float, keys: NDArray[np.uint64], pass_no: int, table: NDArray[np.float64],
    n: NDArray[np.int64], first_of: NDArray[np.int64], group: NDArray[np.int64], is_down: NDArray[np.bool_],
    next_hour: NDArray[np.float64], changes: NDArray[np.int64], orders: NDArray[np.float64],
    taken: NDArray[np.int64], own: NDArray[np.int64], shared: NDArray[np.int64],
) -> float:  # fmt: skip
    """Let everything change whose hour has come, the earliest first; returns the next hour."""
    while True:
        e = int(np.argmin(next_hour))
        now = next_hour[e]
        if now > by_now:
            return float(now)
        g = group[e]
        j, row = e - first_of[g], table[g]
        stream = stream_of(keys[g], pass_no, j)
        down = shared if j == 0 else own
        if row[KIND] == 1.0:
            mend, fail = (row[SHARED_MEND], row[SHARED_FAIL]) if j == 0 else (row[MEND], row[FAIL])
            changes[e] += 1
            wait = _step_wait(stream, changes[e] + 1, fail if is_down[e] else mend)
            next_hour[e] = now + wait * step_hour
            is_down[e] = not is_down[e]
            down[g] += 1 if is_down[e] else -1
        elif is_down[e]:
            # Back: up until the next failure.
            k = CYCLE_DRAWS * changes[e] + NEXT_UP if changes[e] > 0 else 1
            up_hour = row[SHARED_UP_HOUR] if j == 0 else row[UP_HOUR]
            next_hour[e] = now + up_hour * exponential(stream, k)
            is_down[e] = False
            down[g] -= 1
        elif j == 0 and row[IS_EACH] > 0.0:
            # A shared cause takes down who is up; each of them is mended for itself.
            for u in range(e + 1, e + 1 + n[g]):
                if not is_down[u]:
                    changes[u] += 1
                    its = stream_of(keys[g], pass_no, u - e)
                    next_hour[u] = _back_at(row, its, now, changes[u], 1, orders[g], taken[g : g + 1])
                    is_down[u] = True
                    own[g] += 1
            changes[e] += 1
            wait = row[SHARED_UP_HOUR] * exponential(stream, CYCLE_DRAWS * changes[e] + NEXT_UP)
            next_hour[e] = now + wait
        else:
            changes[e] += 1
            n_parts = n[g] if j == 0 else 1
            next_hour[e] = _back_at(row, stream, now, changes[e], n_parts, orders[g], taken[g : g + 1])
            is_down[e] = True
            down[g] += 1


@compiled
def _booked(
    out: NDArray[np.float64], run: float, short_vital: float, short_essential: float,
    rest: tuple[float, float, float, float, float],
) -> float:  # fmt: skip
    """Book a step, as in ``kilosol.grid.microgrid.OUTCOME``; returns the current vital run."""
    lost, unshed, late, batch, left = rest
    out[0], out[1] = out[0] + short_vital, out[1] + short_essential
    out[2], out[3] = out[2] + lost, out[3] + unshed
    out[4], out[5], out[7] = out[4] + late, out[5] + batch, out[7] + left
    out[9] += short_essential > SHORTFALL_KW
    out[12] += lost > SHORTFALL_KW
    out[13] += unshed > SHORTFALL_KW
    if not short_vital > SHORTFALL_KW:
        return 0.0
    out[8], out[10] = out[8] + 1.0, out[10] + (run == 0.0)
    out[11] = max(out[11], run + 1.0)
    return run + 1.0


@compiled
def serve(
    step: int, until: int, factors: NDArray[np.float64], ratings: NDArray[np.float64],
    rules: NDArray[np.float64], load_kw: NDArray[np.float64], sun: NDArray[np.float64],
    tau: NDArray[np.float64], given_kw: NDArray[np.float64], there: NDArray[np.float64],
    due: NDArray[np.float64], choices: NDArray[np.float64], state: NDArray[np.float64],
    out: NDArray[np.float64], trace: NDArray[np.float64],
) -> None:  # fmt: skip
    """Dispatch from a step until another, between which no component changes.

    `state` holds station power, battery, cells, reserve, backlog, work in hand and the current vital run;
    `out` is one scenario of ``kilosol.grid.microgrid.OUTCOME``.
    """
    battery_frac, cells_frac, sheddable_left, most_backlog = rules[0], rules[1], rules[2], rules[3]
    whole_battery, whole_cells, top_up, floor_level, alert_kept, alert_tau = rules[4:10]
    ramp, essential_left, cut_in, due_kw, cells_first = choices
    station, battery, cells, reserve, backlog, in_hand, run = state
    for i in range(step, until):
        station = min(ratings[0] * factors[0], station + ramp)
        generation = station + sun[i] * ratings[1] * factors[1] + given_kw[i]
        battery_kw, cells_kw = ratings[2] * factors[2], ratings[4] * factors[4]
        electrolyser_kw, reserve_kw = ratings[3] * factors[3], ratings[5] * factors[5]
        battery_full, cells_full = whole_battery * there[i, 0], whole_cells * there[i, 1]
        vital, essential, deferrable, sheddable = load_kw[i]
        kept, floor, is_alert = top_up * there[i, 0], floor_level * there[i, 0], tau[i] >= alert_tau
        if is_alert:
            out[6] += essential * (1.0 - essential_left) + sheddable * (1.0 - sheddable_left)
            essential, sheddable = essential * essential_left, sheddable * sheddable_left
            kept = floor = alert_kept * there[i, 0]
        # Firm loads: generation, battery, cells; the reserve for what vital ones miss.
        left, gap = max(generation - vital - essential, 0.0), max(vital + essential - generation, 0.0)
        from_battery = min(gap, battery_kw, battery)
        from_cells = min(gap - from_battery, cells_kw, cells)
        missed = gap - from_battery - from_cells
        short_essential = min(missed, essential)
        from_reserve = min(missed - short_essential, reserve_kw, reserve)
        short_vital = missed - short_essential - from_reserve
        battery, cells, reserve = battery - from_battery, cells - from_cells, reserve - from_reserve
        # Before what can wait: the battery to what is kept, in an alert perhaps the cells.
        into, into_cells = max(min(left, battery_kw, (kept - battery) / battery_frac), 0.0), 0.0
        battery, left = battery + into * battery_frac, left - into
        if is_alert and cells_first > 0.0:
            into_cells = max(min(left, electrolyser_kw, (cells_full - cells) / cells_frac), 0.0)
            cells, left = cells + into_cells * cells_frac, left - into_cells
        # Work that can wait, then work that is due by a date.
        may_run = battery >= cut_in * battery_full
        served = min(deferrable + backlog, left) if may_run else 0.0
        backlog += deferrable - served
        lost = max(backlog - most_backlog, 0.0)
        backlog, left = backlog - lost, left - served
        batch = max(min(due_kw, left, due[i, 1] - in_hand), 0.0) if may_run else 0.0
        in_hand, left = in_hand + batch - due[i, 0], left - batch
        late = max(-in_hand, 0.0)
        in_hand += late
        # Sheddable loads: what is left, then the battery above its floor.
        shed = min(sheddable, left)
        left -= shed
        extra = max(min(sheddable - shed, battery_kw - from_battery, battery - floor), 0.0)
        battery -= extra
        # Stores.
        more = max(min(left, battery_kw - into, (battery_full - battery) / battery_frac), 0.0)
        battery, left = battery + more * battery_frac, left - more
        to_cells = max(min(left, electrolyser_kw - into_cells, (cells_full - cells) / cells_frac), 0.0)
        cells, left = cells + to_cells * cells_frac, left - to_cells
        rest = (lost, sheddable - shed - extra, late, batch, left)
        run = _booked(out, run, short_vital, short_essential, rest)
        if trace.shape[1] > 0:
            gave, took = from_battery + from_cells + from_reserve + extra, into + into_cells + more + to_cells
            trace[:, i] = np.array((
                generation, vital - short_vital, essential - short_essential, served, shed + extra,
                short_vital, short_essential, battery, cells, left, took, gave, reserve, lost, batch, station,
            ))  # fmt: skip
    state[:] = np.array((station, battery, cells, reserve, backlog, in_hand, run))


@compiled
def run_reference(
    keys: NDArray[np.uint64], passes: NDArray[np.int64], weather: NDArray[np.int64],
    table: NDArray[np.float64], n: NDArray[np.int64], branch: NDArray[np.int64], share: NDArray[np.float64],
    is_link: NDArray[np.bool_], from_step: NDArray[np.int64], ratings: NDArray[np.float64],
    rules: NDArray[np.float64], load_kw: NDArray[np.float64], sun: NDArray[np.float64],
    tau: NDArray[np.float64], given_kw: NDArray[np.float64], there: NDArray[np.float64],
    due: NDArray[np.float64], choices: NDArray[np.float64], step_hour: float, out: NDArray[np.float64],
    trace: NDArray[np.float64],
) -> None:  # fmt: skip
    """Run scenarios, one for each column of `out` (14, count), in kW steps and steps."""
    n_steps, groups = load_kw.shape[0], n.size
    n_entities, most_parts = int(n.sum()) + groups, 1
    group, first_of = np.empty(n_entities, np.int64), np.empty(groups, np.int64)
    e = 0
    for g in range(groups):
        first_of[g], group[e : e + n[g] + 1] = e, g
        e += n[g] + 1
        most_parts = max(most_parts, int(table[g, SPARES]) + 1)
    for s in range(out.shape[1]):
        is_down, next_hour = np.zeros(n_entities, np.bool_), np.full(n_entities + 1, math.inf)
        changes, taken = np.zeros(n_entities, np.int64), np.zeros(groups, np.int64)
        own, shared = np.zeros(groups, np.int64), np.zeros(groups, np.int64)
        orders = np.zeros((groups, most_parts))
        for e in range(n_entities):
            g = group[e]
            j = e - first_of[g]
            is_down[e], next_hour[e] = _begin(table[g], j == 0, stream_of(keys[g], passes[s], j), step_hour)
            if j == 0:
                shared[g] += is_down[e]
            else:
                own[g] += is_down[e]
        state, factors = np.zeros(7), np.ones(N_BRANCHES)
        state[1], state[2], state[3] = ratings[7], ratings[8], ratings[6]
        step = 0
        while step < n_steps:
            by_now = step * step_hour * (1.0 + ROUNDING)
            soonest = _advance(
                by_now, step_hour, keys, passes[s], table, n, first_of, group, is_down, next_hour, changes,
                orders, taken, own, shared,
            )  # fmt: skip
            for b in range(N_BRANCHES):
                factors[b] = _share_up(b, own, shared, n, branch, share, is_link, from_step, step)
            if step == 0:
                state[0] = ratings[0] * factors[0]
            until = int(min(math.ceil(soonest / step_hour * (1.0 - ROUNDING)), float(n_steps)))
            for g in range(groups):
                if step < from_step[g] < until:
                    until = from_step[g]
            until = max(until, step + 1)
            serve(
                step, until, factors, ratings, rules, load_kw, sun[weather[s]], tau[weather[s]], given_kw,
                there, due, choices, state, out[:, s], trace,
            )  # fmt: skip
            step = until
