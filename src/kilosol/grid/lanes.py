"""Drawn scenarios side by side: the rules of :mod:`kilosol.grid.reference`, sixteen scenarios to a vector.

Events of all lanes are drawn first and listed by step. From one step with an event to the next nothing of
the plants changes, so a loop without a branch runs there with all states in vector registers
(:mod:`kilosol.grid.vectors`); between them they lie in one flat array. Importing this module imports Numba.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kilosol.compiled import compiled
from kilosol.grid.dispatch_step import SHORTFALL_KW
from kilosol.grid.outage_events import draw_events
from kilosol.grid.reference import N_BRANCHES, branch_factor
from kilosol.grid.vectors import (
    LANES,
    above,
    align_stack,
    any_of,
    at_least,
    chosen,
    equal,
    least,
    load,
    most,
    of_step,
    product_and,
    store,
)

#: Events that the list can take at first.
FIRST_EVENTS = 1 << 12

# Rows of the state: what a branch can give, then what is held, then what is counted.
(
    STATION_KW, ARRAY, BATTERY_KW, TAKEN_KW, CELLS_KW, RESERVE_KW, STATION, BATTERY, CELLS, RESERVE, BACKLOG,
    AHEAD, LOST, SHED, MISSED, CURTAILED, VITAL, ESSENTIAL, VITAL_STEPS, ESSENTIAL_STEPS, RUN, EVENTS,
    LONGEST,
) = (LANES * row for row in range(23))  # fmt: skip

#: Length of the state.
STATE = 23 * LANES


@compiled
def _serve(
    first: int, until: int, rules: NDArray[np.float64], load_kw: NDArray[np.float64],
    full: NDArray[np.float64], due: NDArray[np.float64], sun: NDArray[np.float64],
    alert: NDArray[np.float64], s: NDArray[np.float64], was_short: bool,
) -> bool:  # fmt: skip
    """Steps without an event; whether any lane is short in the last."""
    align_stack()
    target, array, battery_kw = load(s, STATION_KW), load(s, ARRAY), load(s, BATTERY_KW)
    taken_kw, cells_kw, reserve_kw = load(s, TAKEN_KW), load(s, CELLS_KW), load(s, RESERVE_KW)
    station, battery, cells, reserve = load(s, STATION), load(s, BATTERY), load(s, CELLS), load(s, RESERVE)
    backlog, ahead, all_lost = load(s, BACKLOG), load(s, AHEAD), load(s, LOST)
    all_shed, all_missed, curtailed = load(s, SHED), load(s, MISSED), load(s, CURTAILED)
    battery_frac, cells_frac, ramp, most_backlog, due_kw = rules[0], rules[1], rules[7], rules[8], rules[9]
    per_battery, per_cells = 1.0 / battery_frac, 1.0 / cells_frac
    for i in range(first, until):
        # Numbers where all lanes are under one sky, vectors where each has its own.
        battery_full, alarm = full[0, i], of_step(alert, i)
        essential = load_kw[1, i] - rules[5] * load_kw[1, i] * alarm
        sheddable = load_kw[3, i] - rules[6] * load_kw[3, i] * alarm
        kept = battery_full * rules[2] + battery_full * (rules[3] - rules[2]) * alarm
        station = least(target, station + ramp)
        over = product_and(array, of_step(sun, i), station) - (load_kw[0, i] + essential)
        left = most(over, 0.0)
        free_kw = battery_kw
        if any_of(above(0.0, over)):
            gap = left - over
            from_battery, from_cells, from_reserve, was_short = _discharge(
                gap, essential, (battery_kw, cells_kw, reserve_kw), (battery, cells, reserve), s, was_short
            )
            free_kw = battery_kw - from_battery
            battery, cells, reserve = battery - from_battery, cells - from_cells, reserve - from_reserve
        elif was_short:
            _count(s, left * 0.0, left * 0.0)
            was_short = False
        into = most(least(left, least(battery_kw, (kept - battery) * per_battery)), 0.0)
        battery = product_and(into, battery_frac, battery)
        left = left - into
        may_run = at_least(battery, rules[4] * battery_full)
        want = load_kw[2, i] + backlog
        served = chosen(may_run, least(want, left), 0.0)
        want = want - served
        backlog = least(want, most_backlog)
        all_lost = all_lost + (want - backlog)
        left = left - served
        batch = chosen(may_run, most(least(due_kw, least(left, full[2, i] - ahead)), 0.0), 0.0)
        left = left - batch
        late = ahead + (batch - due[i])
        ahead = most(late, 0.0)
        all_missed = all_missed + (ahead - late)
        shed = least(sheddable, left)
        left, sheddable = left - shed, sheddable - shed
        # Where the battery was just topped up to what is kept, nothing lies above it but rounding.
        extra = most(least(sheddable, least(free_kw, battery - kept)), 0.0)
        all_shed = all_shed + (sheddable - extra)
        battery = battery - extra
        more = most(least(left, least(battery_kw - into, (battery_full - battery) * per_battery)), 0.0)
        battery = product_and(more, battery_frac, battery)
        left = left - more
        to_cells = most(least(left, least(taken_kw, (full[1, i] - cells) * per_cells)), 0.0)
        cells = product_and(to_cells, cells_frac, cells)
        curtailed = curtailed + (left - to_cells)
    store(s, STATION, station), store(s, BATTERY, battery), store(s, CELLS, cells)
    store(s, RESERVE, reserve), store(s, BACKLOG, backlog), store(s, AHEAD, ahead)
    store(s, LOST, all_lost), store(s, SHED, all_shed), store(s, MISSED, all_missed)
    store(s, CURTAILED, curtailed)
    return was_short


Three = tuple[float, float, float]


@compiled(is_inlined=True)
def _discharge(
    gap: float, essential: float, most_kw: Three, held: Three, s: NDArray[np.float64], was_short: bool
) -> tuple[float, float, float, bool]:
    """What battery, cells and reserve give, vectors all, and whether firm loads go short all the same."""
    from_battery = least(gap, least(most_kw[0], held[0]))
    gap = gap - from_battery
    from_cells = least(gap, least(most_kw[1], held[1]))
    gap = gap - from_cells
    from_reserve = gap * 0.0
    is_short = any_of(above(gap, 0.0))
    if is_short or was_short:
        short_essential = least(gap, essential)
        gap = gap - short_essential
        from_reserve = least(gap, least(most_kw[2], held[2]))
        _count(s, gap - from_reserve, short_essential)
    return from_battery, from_cells, from_reserve, is_short


@compiled
def _count(s: NDArray[np.float64], short_vital: float, short_essential: float) -> None:
    """Book what is short, vectors both: called only in steps in which some lane is, or has just been."""
    run, is_short = load(s, RUN), above(short_vital, SHORTFALL_KW)
    store(s, VITAL, load(s, VITAL) + short_vital)
    store(s, ESSENTIAL, load(s, ESSENTIAL) + short_essential)
    steps = chosen(above(short_essential, SHORTFALL_KW), 1.0, 0.0)
    store(s, ESSENTIAL_STEPS, load(s, ESSENTIAL_STEPS) + steps)
    steps = chosen(is_short, 1.0, 0.0)
    store(s, VITAL_STEPS, load(s, VITAL_STEPS) + steps)
    store(s, EVENTS, load(s, EVENTS) + chosen(equal(run, 0.0), steps, 0.0))
    run = (run + 1.0) * steps
    store(s, RUN, run)
    store(s, LONGEST, most(load(s, LONGEST), run))


@compiled
def _happen(
    i: int, e: int, events: NDArray[np.int32], n: NDArray[np.int64], branch: NDArray[np.int64],
    share: NDArray[np.float64], is_link: NDArray[np.bool_], from_step: NDArray[np.int64],
    ratings: NDArray[np.float64], downs: NDArray[np.int64], s: NDArray[np.float64],
) -> None:  # fmt: skip
    """Let the events of a step happen and set anew what each branch that they meet can give."""
    each = 2 * n.size
    while e >= 0:
        target = events[1, e] >> 1
        lane = target // each
        downs[target] += 1 - 2 * (events[1, e] & 1)
        b = branch[(target - lane * each) % n.size]
        part = branch_factor(b, downs, lane * each, n, branch, share, is_link, from_step, i)
        s[LANES * b + lane] = ratings[b] * part
        e = events[0, e]


@compiled
def _phase(
    i: int, n: NDArray[np.int64], branch: NDArray[np.int64], share: NDArray[np.float64],
    is_link: NDArray[np.bool_], from_step: NDArray[np.int64], ratings: NDArray[np.float64],
    downs: NDArray[np.int64], s: NDArray[np.float64],
) -> int:  # fmt: skip
    """Set anew what all branches of all lanes can give; returns the step at which the next assets come."""
    each, following = 2 * n.size, 1 << 40
    for lane in range(LANES):
        for b in range(N_BRANCHES):
            part = branch_factor(b, downs, lane * each, n, branch, share, is_link, from_step, i)
            s[LANES * b + lane] = ratings[b] * part
    for g in range(n.size):
        if from_step[g] > i:
            following = min(following, from_step[g])
    return following


@compiled
def run_lanes(
    key: np.uint64, first: int, table: NDArray[np.float64], n: NDArray[np.int64], branch: NDArray[np.int64],
    share: NDArray[np.float64], is_link: NDArray[np.bool_], from_step: NDArray[np.int64],
    ratings: NDArray[np.float64], rules: NDArray[np.float64], load_kw: NDArray[np.float64],
    full: NDArray[np.float64], due: NDArray[np.float64], sun: NDArray[np.float64], alert: NDArray[np.float64],
    step_hour: float, out: NDArray[np.float64], stride: int,
) -> None:  # fmt: skip
    """Run every `stride`-th scenario from `first` on, one lane each, into `out` (12, up to LANES).

    `sun` and `alert` are (n,) where all lanes have one weather, or (n, LANES). Outcomes are in kW steps and
    steps.
    """
    n_steps, each = load_kw.shape[1], 2 * n.size
    head, events = np.full(n_steps, -1, np.int32), np.empty((2, FIRST_EVENTS), np.int32)
    while True:
        count = 0
        for lane in range(LANES):
            count = draw_events(
                key, first + stride * lane, table, n, step_hour, head, events, lane * each, count
            )
        if count <= events.shape[1]:
            break
        # What a draw gives does not depend on when it is made: draw again into a longer list.
        events = np.empty((2, 2 * count), np.int32)
        head[:] = -1
    downs, s = np.zeros(LANES * each, np.int64), np.zeros(STATE)
    was_short, next_phase, i = False, 0, 0
    s[BATTERY : BATTERY + LANES], s[CELLS : CELLS + LANES] = full[0, 0], full[1, 0]
    s[RESERVE : RESERVE + LANES] = ratings[6]
    while i < n_steps:
        if head[i] >= 0:
            _happen(i, head[i], events, n, branch, share, is_link, from_step, ratings, downs, s)
        if i == next_phase:
            next_phase = _phase(i, n, branch, share, is_link, from_step, ratings, downs, s)
        if i == 0:
            s[STATION : STATION + LANES] = s[STATION_KW : STATION_KW + LANES]
        until = i + 1
        while until < n_steps and until != next_phase and head[until] < 0:
            until += 1
        was_short = _serve(i, until, rules, load_kw, full, due, sun, alert, s, was_short)
        i = until
    for j in range(out.shape[1]):
        out[0, j], out[1, j], out[2, j], out[3, j] = s[VITAL + j], s[ESSENTIAL + j], s[LOST + j], s[SHED + j]
        out[4, j], out[5, j], out[7, j] = s[MISSED + j], s[AHEAD + j], s[CURTAILED + j]
        out[8, j], out[9, j] = s[VITAL_STEPS + j], s[ESSENTIAL_STEPS + j]
        out[10, j], out[11, j] = s[EVENTS + j], s[LONGEST + j]
