"""Sixteen at once: scenarios of a plant, or trial plants in one scenario, as the lanes of a vector.

Events of the lanes are drawn first and listed by step. From one step with an event to the next nothing of
the plants changes, so the loop of :mod:`kilosol.grid.dispatch_step` runs there with all states in vector
registers (:mod:`kilosol.grid.vectors`); between events they lie in one table. A lane comes to the same
whoever goes beside it. Importing this module imports Numba.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from kilosol.compiled import compiled, merged
from kilosol.grid.dispatch_step import BATTERY, CELLS, RESERVE, STATION, STATION_KW, advance
from kilosol.grid.microgrid import Common
from kilosol.grid.outage_events import ENDLESS, FIRST_EVENTS, draw_side_by_side
from kilosol.grid.vectors import LANES

#: Station, array, battery, electrolyser, fuel cells, reserve: as in ``kilosol.grid.microgrid.BRANCHES``.
N_BRANCHES = 6


@merged
def branch_factor(
    which: int, downs: NDArray[np.int64], at: int, n: NDArray[np.int64], branch: NDArray[np.int64],
    share: NDArray[np.float64], is_link: NDArray[np.bool_], from_step: NDArray[np.int64], step: int,
) -> float:  # fmt: skip
    """Part of its rated power that a branch can give: what its sources share, and no more than each link.

    `downs` counts own outages of the G groups from `at` on, and shared ones after them. A branch without a
    source is there and never fails.
    """
    groups, has_source, given, most_given = n.size, False, 0.0, np.inf
    for g in range(groups):
        if branch[g] == which:
            up = 0.0 if downs[at + groups + g] > 0 else (n[g] - downs[at + g]) / n[g]
            if is_link[g]:
                most_given = min(most_given, up)
            else:
                has_source = True
                given += share[g] * up if step >= from_step[g] else 0.0
    return min(given if has_source else 1.0, most_given)


@merged
def _set_branch(
    b: int, lane: int, i: int, parts: Any, ratings: NDArray[np.float64], downs: NDArray[np.int64],
    is_shared: bool, s: NDArray[np.float64],
) -> None:  # fmt: skip
    """Set anew what a branch of a lane can give; of all lanes where they share one scenario."""
    n, branch, share, is_link, from_step = parts
    part = branch_factor(b, downs, 2 * n.size * lane, n, branch, share, is_link, from_step, i)
    if is_shared:
        for k in range(LANES):
            s[b, k] = ratings[b, k] * part
    else:
        s[b, lane] = ratings[b, lane] * part


@compiled
def _happen(
    i: int, e: int, events: NDArray[np.int32], parts: Any, ratings: NDArray[np.float64],
    downs: NDArray[np.int64], is_shared: bool, s: NDArray[np.float64],
) -> None:  # fmt: skip
    """Let the events of a step happen and set anew what each branch that they meet can give."""
    n, branch = parts[0], parts[1]
    each = 2 * n.size
    while e >= 0:
        target = events[1, e] >> 1
        lane = target // each
        downs[target] += 1 - 2 * (events[1, e] & 1)
        _set_branch(branch[(target - lane * each) % n.size], lane, i, parts, ratings, downs, is_shared, s)
        e = events[0, e]


@compiled
def _phase(
    i: int, parts: Any, ratings: NDArray[np.float64], downs: NDArray[np.int64], is_shared: bool,
    s: NDArray[np.float64],
) -> int:  # fmt: skip
    """Set anew what all branches of all lanes can give; returns the step at which the next assets come."""
    following, from_step = 1 << 40, parts[4]
    for lane in range(1 if is_shared else LANES):
        for b in range(N_BRANCHES):
            _set_branch(b, lane, i, parts, ratings, downs, is_shared, s)
    for g in range(from_step.size):
        if from_step[g] > i:
            following = min(following, from_step[g])
    return following


@compiled
def run_lanes(
    keys: NDArray[np.uint64], passes: NDArray[np.int64], table: NDArray[np.float64], parts: Any,
    ratings: NDArray[np.float64], step_hour: float, common: Common,
    rules: NDArray[np.float64], load_kw: NDArray[np.float64], sun: NDArray[np.float64],
    tau: NDArray[np.float64], given_kw: Any, is_by_sol: Any, ramp: Any, there: Any,
    essential_left: Any, cut_in: Any, due: Any, due_kw: Any, cells_first: Any, is_whole: Any, counts: Any,
    s: NDArray[np.float64],
) -> int:  # fmt: skip
    """Run sixteen lanes through a series; fills the state `s` (STATE, LANES), in kW steps and steps.

    Returns the number of events, or :data:`kilosol.grid.outage_events.ENDLESS` where a clock ran away.

    `passes` holds one scenario for each lane, or a single one that all lanes share. `parts` tells of the
    groups of `table`: number, branch, share, whether in line, first step. `ratings` (9, LANES) are the rated
    powers of the branches and what reserve, battery and cells hold at the start. What follows is as in
    :func:`kilosol.grid.dispatch_step.advance`.
    """
    n, n_steps = parts[0], load_kw.shape[0]
    each, is_shared = 2 * n.size, passes.size == 1
    head, events = np.empty(n_steps, np.int32), np.empty((2, FIRST_EVENTS), np.int32)
    events, count = draw_side_by_side(keys, passes, table, n, step_hour, head, events)
    if count == ENDLESS:
        return ENDLESS
    downs = np.zeros(LANES * each + 1, np.int64)
    s[:] = 0.0
    s[RESERVE], s[BATTERY], s[CELLS] = ratings[N_BRANCHES], ratings[N_BRANCHES + 1], ratings[N_BRANCHES + 2]
    was_short, next_phase, i = False, 0, 0
    while i < n_steps:
        if head[i] >= 0:
            _happen(i, head[i], events, parts, ratings, downs, is_shared, s)
        if i == next_phase:
            next_phase = _phase(i, parts, ratings, downs, is_shared, s)
        if i == 0:
            s[STATION] = s[STATION_KW]
        until = i + 1
        while until < n_steps and until != next_phase and head[until] < 0:
            until += 1
        was_short = advance(
            i, until, s, common, rules, load_kw, sun, tau, given_kw, is_by_sol, was_short, ramp, there,
            essential_left, cut_in, due, due_kw, cells_first, is_whole, counts, None,
        )  # fmt: skip
        i = until
    return int(count)
