"""Drawn scenarios side by side: the rules of :mod:`kilosol.grid.reference`, thirty-two scenarios to a loop.

Events of all lanes are drawn first and listed by step, so the inner loop over lanes has no branch and the
compiler makes vector instructions of it. The state of all lanes lies in one flat array: rows at a fixed
distance, which the compiler can see not to overlap. Importing this module imports Numba.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from kilosol.grid.kernels import FAST, SHORTFALL_KW
from kilosol.grid.outage_events import draw_events
from kilosol.grid.reference import branch_factors

#: Scenarios side by side; eight or sixteen are not vectorised as well.
LANES = 32

#: Events that the list can take at first.
FIRST_EVENTS = 1 << 15

# Rows of the state: what a branch can give, then what is held, then what is counted.
(
    STATION_KW, ARRAY, BATTERY_KW, TAKEN_KW, CELLS_KW, RESERVE_KW, STATION, BATTERY, CELLS, RESERVE, BACKLOG,
    AHEAD, SHORT_VITAL, SHORT_ESSENTIAL, LOST, SHED, MISSED, CURTAILED, VITAL, ESSENTIAL, VITAL_STEPS,
    ESSENTIAL_STEPS, RUN, EVENTS, LONGEST,
) = (LANES * row for row in range(25))  # fmt: skip

#: Length of the state.
STATE = 25 * LANES


@njit(cache=True, nogil=True, error_model="numpy", fastmath=FAST)
def _serve(
    i: int, at: int, rules: NDArray[np.float64], load: NDArray[np.float64], full: NDArray[np.float64],
    due: NDArray[np.float64], sun: NDArray[np.float64], alert: NDArray[np.float64], s: NDArray[np.float64],
) -> None:  # fmt: skip
    """One step of all lanes, lane k under weather `at` + k."""
    vital, all_essential, deferrable, all_sheddable = load[0, i], load[1, i], load[2, i], load[3, i]
    battery_full, cells_full, to_do, due_now = full[0, i], full[1, i], full[2, i], due[i]
    battery_frac, cells_frac, ramp, most_backlog, due_kw = rules[0], rules[1], rules[7], rules[8], rules[9]
    per_battery, per_cells = 1.0 / battery_frac, 1.0 / cells_frac
    kept_calm, kept_more = battery_full * rules[2], battery_full * (rules[3] - rules[2])
    cut_in, cut_essential, cut_sheddable = (
        rules[4] * battery_full,
        rules[5] * all_essential,
        rules[6] * all_sheddable,
    )
    # Slices, so that the compiler need not think of negative indices within the loop.
    suns, alarms = sun[i, at : at + LANES], alert[i, at : at + LANES]
    for k in range(LANES):
        alarm = alarms[k]
        station = min(s[STATION_KW + k], s[STATION + k] + ramp)
        s[STATION + k] = station
        supply = station + suns[k] * s[ARRAY + k]
        essential, sheddable = all_essential - cut_essential * alarm, all_sheddable - cut_sheddable * alarm
        firm, kept = vital + essential, kept_calm + alarm * kept_more
        gap, left = max(firm - supply, 0.0), max(supply - firm, 0.0)
        battery, battery_kw = s[BATTERY + k], s[BATTERY_KW + k]
        from_battery = min(gap, min(battery_kw, battery))
        from_cells = min(gap - from_battery, min(s[CELLS_KW + k], s[CELLS + k]))
        missed = gap - from_battery - from_cells
        short_essential = min(missed, essential)
        from_reserve = min(missed - short_essential, min(s[RESERVE_KW + k], s[RESERVE + k]))
        short_vital = missed - short_essential - from_reserve
        s[SHORT_VITAL + k], s[SHORT_ESSENTIAL + k] = short_vital, short_essential
        s[RESERVE + k] -= from_reserve
        battery -= from_battery
        into = max(min(left, min(battery_kw, (kept - battery) * per_battery)), 0.0)
        battery += into * battery_frac
        runs = 1.0 if battery >= cut_in else 0.0
        want = deferrable + s[BACKLOG + k]
        served = min(want, left - into) * runs
        lost = max(want - served - most_backlog, 0.0)
        s[BACKLOG + k] = want - served - lost
        s[LOST + k] += lost
        batch = max(min(due_kw, min(left - into - served, to_do - s[AHEAD + k])), 0.0) * runs
        ahead = s[AHEAD + k] + batch - due_now
        missed_due = max(-ahead, 0.0)
        s[AHEAD + k] = ahead + missed_due
        s[MISSED + k] += missed_due
        left -= into + served + batch
        shed = min(sheddable, left)
        left -= shed
        extra = max(min(sheddable - shed, min(battery_kw - from_battery, battery - kept)), 0.0)
        extra = extra if into == 0.0 else 0.0
        s[SHED + k] += sheddable - shed - extra
        battery -= extra
        more = max(min(left, min(battery_kw - into, (battery_full - battery) * per_battery)), 0.0)
        s[BATTERY + k] = battery + more * battery_frac
        cells = s[CELLS + k] - from_cells
        to_cells = max(min(left - more, min(s[TAKEN_KW + k], (cells_full - cells) * per_cells)), 0.0)
        s[CELLS + k] = cells + to_cells * cells_frac
        s[CURTAILED + k] += left - more - to_cells


@njit(cache=True, nogil=True, error_model="numpy", fastmath=True)
def _firm_short(s: NDArray[np.float64]) -> float:
    """Firm shortfall of all lanes together, in any order of summation: only whether it is there matters."""
    total = 0.0
    for k in range(2 * LANES):
        total += s[SHORT_VITAL + k]
    return total


@njit(cache=True, nogil=True, error_model="numpy", fastmath=FAST)
def _count(s: NDArray[np.float64]) -> None:
    """Book what is short: called only in steps in which some lane is, or has just been."""
    for k in range(LANES):
        short, run = s[SHORT_VITAL + k], s[RUN + k]
        s[VITAL + k] += short
        s[ESSENTIAL + k] += s[SHORT_ESSENTIAL + k]
        s[ESSENTIAL_STEPS + k] += 1.0 if s[SHORT_ESSENTIAL + k] > SHORTFALL_KW else 0.0
        is_short = 1.0 if short > SHORTFALL_KW else 0.0
        s[VITAL_STEPS + k] += is_short
        s[EVENTS + k] += is_short if run == 0.0 else 0.0
        s[RUN + k] = (run + 1.0) * is_short
        s[LONGEST + k] = max(s[LONGEST + k], s[RUN + k])


@njit(cache=True, nogil=True)
def _happen(
    i: int, e: int, events: NDArray[np.int32], n: NDArray[np.int64], branch: NDArray[np.int64],
    share: NDArray[np.float64], is_link: NDArray[np.bool_], from_step: NDArray[np.int64],
    ratings: NDArray[np.float64], downs: NDArray[np.int64], factors: NDArray[np.float64],
    s: NDArray[np.float64],
) -> None:  # fmt: skip
    """Let the events of a step happen and set anew what the branches of their lanes can give."""
    each = 2 * n.size
    while e >= 0:
        code = events[1, e]
        lane = (code >> 1) // each
        downs[code >> 1] += 1 - 2 * (code & 1)
        branch_factors(
            downs[lane * each : lane * each + each], n, branch, share, is_link, from_step, i, factors
        )
        for b in range(6):
            s[LANES * b + lane] = ratings[b] * factors[b]
        e = events[0, e]


@njit(cache=True, nogil=True)
def _phase(
    i: int, n: NDArray[np.int64], branch: NDArray[np.int64], share: NDArray[np.float64],
    is_link: NDArray[np.bool_], from_step: NDArray[np.int64], ratings: NDArray[np.float64],
    downs: NDArray[np.int64], factors: NDArray[np.float64], s: NDArray[np.float64],
) -> int:  # fmt: skip
    """Set anew what the branches of all lanes can give; returns the step at which the next assets come."""
    each, following = 2 * n.size, 1 << 40
    for lane in range(LANES):
        branch_factors(
            downs[lane * each : lane * each + each], n, branch, share, is_link, from_step, i, factors
        )
        for b in range(6):
            s[LANES * b + lane] = ratings[b] * factors[b]
    for g in range(n.size):
        if from_step[g] > i:
            following = min(following, from_step[g])
    return following


@njit(cache=True, nogil=True)
def run_lanes(
    key: np.uint64, first: int, table: NDArray[np.float64], n: NDArray[np.int64], branch: NDArray[np.int64],
    share: NDArray[np.float64], is_link: NDArray[np.bool_], from_step: NDArray[np.int64],
    ratings: NDArray[np.float64], rules: NDArray[np.float64], load: NDArray[np.float64],
    full: NDArray[np.float64], due: NDArray[np.float64], sun: NDArray[np.float64], alert: NDArray[np.float64],
    step_hour: float, out: NDArray[np.float64], n_weathers: int,
) -> None:  # fmt: skip
    """Run scenarios `first` to `first` + 31 into `out` (12, up to 32), in kW steps and steps.

    `sun` and `alert` (n, weathers + 31) repeat their first columns at the end: lanes lie side by side.
    """
    n_steps, each = load.shape[1], 2 * n.size
    head, events = np.full(n_steps, -1, np.int32), np.empty((2, FIRST_EVENTS), np.int32)
    while True:
        count = 0
        for lane in range(LANES):
            count = draw_events(key, first + lane, table, n, step_hour, head, events, lane * each, count)
        if count <= events.shape[1]:
            break
        # What a draw gives does not depend on when it is made: draw again into a longer list.
        events = np.empty((2, 2 * count), np.int32)
        head[:] = -1
    downs, factors, s = np.zeros(LANES * each, np.int64), np.ones(6), np.zeros(STATE)
    at, short_before, next_phase = first % n_weathers, False, 0
    s[BATTERY : BATTERY + LANES], s[CELLS : CELLS + LANES] = full[0, 0], full[1, 0]
    s[RESERVE : RESERVE + LANES] = ratings[6]
    for i in range(n_steps):
        if head[i] >= 0:
            _happen(i, head[i], events, n, branch, share, is_link, from_step, ratings, downs, factors, s)
        if i == next_phase:
            next_phase = _phase(i, n, branch, share, is_link, from_step, ratings, downs, factors, s)
        if i == 0:
            s[STATION : STATION + LANES] = s[STATION_KW : STATION_KW + LANES]
        _serve(i, at, rules, load, full, due, sun, alert, s)
        is_short = _firm_short(s) > 0.0
        if is_short or short_before:
            _count(s)
        short_before = is_short
    for j in range(out.shape[1]):
        out[0, j], out[1, j], out[2, j], out[3, j] = s[VITAL + j], s[ESSENTIAL + j], s[LOST + j], s[SHED + j]
        out[4, j], out[5, j], out[7, j] = s[MISSED + j], s[AHEAD + j], s[CURTAILED + j]
        out[8, j], out[9, j] = s[VITAL_STEPS + j], s[ESSENTIAL_STEPS + j]
        out[10, j], out[11, j] = s[EVENTS + j], s[LONGEST + j]
