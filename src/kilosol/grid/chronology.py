"""Passes of a load series through drawn outages: the compiled loop behind ``assess``.

Importing this module imports Numba.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kilosol.compiled import compiled
from kilosol.grid.outage_events import ENDLESS, draw_events

#: What is kept of every pass: before any store is drawn on (0 to 2), and after.
PASS_ROWS = (
    "bare_steps",
    "bare_kw_steps",
    "bare_peaks",
    "steps",
    "kw_steps",
    "peaks",
    "days",
    "events",
    "longest_vital_steps",
)

#: What is kept of every event: steps, deepest and summed shortfall.
EVENT_ROWS = ("steps", "depth_kw", "kw_steps")

#: Columns of a store.
STORE_ROWS = ("power_kw", "energy_kw_steps", "charge_frac", "discharge_frac", "initial_kw_steps")

#: Rows that sum a step over passes, where asked for.
STEP_ROWS = ("supply_kw", "unserved_kw", "is_short", "charge_kw", "discharge_kw", "stored_kw_steps")


#: Events that the list of a pass can take before it grows.
FIRST_EVENTS = 4096


@compiled
def _draw_on(
    wanted: float, stores: NDArray[np.float64], held: NDArray[np.float64], ups: NDArray[np.int64]
) -> float:
    """Power that the stores give, one after another."""
    given = 0.0
    for s in range(held.size):
        if ups[s] > 0 and held[s] > 0.0:
            out = min(wanted - given, stores[s, 0], held[s] * stores[s, 3])
            held[s] = max(held[s] - out / stores[s, 3], 0.0)
            given += out
            if given >= wanted:
                break
    return given


@compiled
def _fill(
    left: float, stores: NDArray[np.float64], held: NDArray[np.float64], ups: NDArray[np.int64]
) -> tuple[float, bool]:
    """Power that the stores take, one after another, and whether none can take more."""
    taken = 0.0
    for s in range(held.size):
        room = stores[s, 1] - held[s]
        if ups[s] > 0 and room > 0.0:
            into = min(left - taken, stores[s, 0], room / stores[s, 2])
            held[s] = min(held[s] + into * stores[s, 2], stores[s, 1])
            taken += into
            if taken >= left:
                break
    full = True
    for s in range(held.size):
        full = full and (held[s] >= stores[s, 1] or ups[s] == 0)
    return taken, full


@compiled
def _blame(blame: NDArray[np.float64], short: float, n: NDArray[np.int64], ups: NDArray[np.int64]) -> None:
    """Book unserved energy on those that are down."""
    for g in range(n.size):
        if ups[g] < n[g]:
            blame[g, 0] += short * (n[g] - ups[g])
            blame[g, 1] += short


@compiled
def _book(kept: NDArray[np.float64], n_kept: int, run: tuple[float, float, float]) -> int:
    if n_kept < kept.shape[1]:
        kept[0, n_kept], kept[1, n_kept], kept[2, n_kept] = run
    return n_kept + 1


@compiled
def happen(
    e: int,
    events: NDArray[np.int32],
    n: NDArray[np.int64],
    down: NDArray[np.int64],
    ups: NDArray[np.int64],
) -> None:
    """Let a step's events happen, and count anew who is up."""
    targets = n.size
    # An event is only ever linked to one before it: the chain ends.
    while e >= 0:
        down[events[1, e] >> 1] += 1 - 2 * (events[1, e] & 1)
        e = events[0, e]
    for g in range(targets):
        ups[g] = 0 if down[targets + g] > 0 else n[g] - down[g]


@compiled
def _sum_up(ups: NDArray[np.int64], firm_kw: NDArray[np.float64]) -> float:
    total = 0.0
    for g in range(firm_kw.size):
        total += ups[g] * firm_kw[g]
    return total


@compiled
def _sum_step(
    steps: NDArray[np.float64], i: int, supply: float, short: float, flows: tuple[float, float, float]
) -> None:
    if steps.shape[1] > 0:
        steps[0, i] += supply
        steps[1, i] += short
        steps[2, i] += 1.0 if short > 0.0 else 0.0
        steps[3, i], steps[4, i] = steps[3, i] + flows[0], steps[4, i] + flows[1]
        steps[5, i] += flows[2]


@compiled
def run_passes(
    keys: NDArray[np.uint64],
    first_pass: int,
    table: NDArray[np.float64],
    n: NDArray[np.int64],
    firm_kw: NDArray[np.float64],
    series: NDArray[np.int64],
    series_kw: NDArray[np.float64],
    load_kw: NDArray[np.float64],
    vital_kw: NDArray[np.float64],
    step_hour: float,
    day: NDArray[np.int64],
    is_peak: NDArray[np.bool_],
    stores: NDArray[np.float64],
    tiny_kw: float,
    passes: NDArray[np.float64],
    blame: NDArray[np.float64],
    events: NDArray[np.float64],
    steps: NDArray[np.float64],
) -> int:
    """Run passes `first_pass` and on, one for each column of `passes` (9, count).

    Returns events met, or `ENDLESS` where a drawing of outages ran away.

    Groups 0 to G - 1 of `table` and `n` are the units, then comes one group for each store. `firm_kw` (G,)
    is the constant capacity of one unit; groups listed in `series` have rows of `series_kw` instead.
    `blame` (groups, 3) sums unserved energy times units down, unserved energy while any is down, and steps
    times units down.
    """
    n_steps, n_groups, n_stores = load_kw.size, firm_kw.size, stores.shape[0]
    head, outages = np.empty(n_steps, np.int32), np.empty((2, FIRST_EVENTS), np.int32)
    down, ups, held, kept = np.zeros(2 * n.size, np.int64), n.copy(), np.zeros(n_stores), 0
    was = n.copy()
    for p in range(passes.shape[1]):
        head[:] = -1
        n_events = draw_events(keys, first_pass + p, table, n, step_hour, head, outages)
        if n_events == ENDLESS:
            return ENDLESS
        if n_events > outages.shape[1]:
            # What a draw gives does not depend on when it is made: draw again into a longer list.
            outages = np.empty((2, 2 * n_events), np.int32)
            head[:] = -1
            draw_events(keys, first_pass + p, table, n, step_hour, head, outages)
        down[:], ups[:], held[:] = 0, n, stores[:, 4]
        firm = _sum_up(ups, firm_kw)
        full, last_day, vital_run, run = False, -1, 0.0, (0.0, 0.0, 0.0)
        for i in range(n_steps):
            if head[i] >= 0:
                was[:] = ups
                happen(head[i], outages, n, down, ups)
                for g in range(n.size):
                    blame[g, 2] += (was[g] - ups[g]) * (n_steps - i)
                firm, full = _sum_up(ups, firm_kw), False
            supply = firm
            for r in range(series.size):
                supply += ups[series[r]] * series_kw[r, i]
            short, given, taken = load_kw[i] - supply, 0.0, 0.0
            if short > tiny_kw:
                passes[0, p] += 1.0
                passes[1, p] += short
                passes[2, p] += is_peak[i]
                if n_stores > 0:
                    given = _draw_on(short, stores, held, ups[n_groups:])
                    full = full and given == 0.0
            elif n_stores > 0 and not full:
                taken, full = _fill(-short, stores, held, ups[n_groups:])
            short -= given
            if short > tiny_kw:
                passes[3, p] += 1.0
                passes[4, p] += short
                passes[5, p] += is_peak[i]
                passes[6, p] += day[i] != last_day
                passes[7, p] += run[0] == 0.0
                last_day = day[i]
                run = (run[0] + 1.0, max(run[1], short), run[2] + short)
                vital_run = vital_run + 1.0 if short - (load_kw[i] - vital_kw[i]) > tiny_kw else 0.0
                passes[8, p] = max(passes[8, p], vital_run)
                _blame(blame, short, n, ups)
            elif run[0] > 0.0:
                kept = _book(events, kept, run)
                run, vital_run = (0.0, 0.0, 0.0), 0.0
            if steps.shape[1] > 0:
                _sum_step(steps, i, supply, short if short > tiny_kw else 0.0, (taken, given, held.sum()))
        if run[0] > 0.0:
            kept = _book(events, kept, run)
    return kept


@compiled
def run_outages(
    keys: NDArray[np.uint64],
    samples: int,
    begins: NDArray[np.int64],
    table: NDArray[np.float64],
    n: NDArray[np.int64],
    firm_kw: NDArray[np.float64],
    series: NDArray[np.int64],
    series_kw: NDArray[np.float64],
    load_kw: NDArray[np.float64],
    step_hour: float,
    stores: NDArray[np.float64],
    tiny_kw: float,
    survived: NDArray[np.int64],
) -> int:
    """Outages from each beginning until the first step that is short; returns 0, or `ENDLESS`.

    `survived` (beginnings, steps) counts the outages that came so far. Arrays as in :func:`run_passes`.
    """
    n_steps, n_groups, n_stores = survived.shape[1], firm_kw.size, stores.shape[0]
    head, outages = np.empty(n_steps, np.int32), np.empty((2, FIRST_EVENTS), np.int32)
    down, ups, held = np.zeros(2 * n.size, np.int64), n.copy(), np.zeros(n_stores)
    for b in range(begins.size):
        for p in range(samples):
            number = begins[b] * samples + p
            head[:] = -1
            n_events = draw_events(keys, number, table, n, step_hour, head, outages)
            if n_events == ENDLESS:
                return ENDLESS
            if n_events > outages.shape[1]:
                outages = np.empty((2, 2 * n_events), np.int32)
                head[:] = -1
                draw_events(keys, number, table, n, step_hour, head, outages)
            down[:], ups[:], held[:] = 0, n, stores[:, 4]
            firm = _sum_up(ups, firm_kw)
            for i in range(n_steps):
                at = (begins[b] + i) % load_kw.size
                if head[i] >= 0:
                    happen(head[i], outages, n, down, ups)
                    firm = _sum_up(ups, firm_kw)
                supply = firm
                for r in range(series.size):
                    supply += ups[series[r]] * series_kw[r, at]
                short = load_kw[at] - supply
                if short > tiny_kw:
                    short -= _draw_on(short, stores, held, ups[n_groups:])
                elif n_stores > 0:
                    _fill(-short, stores, held, ups[n_groups:])
                if short > tiny_kw:
                    break
                survived[b, i] += 1
    return 0
