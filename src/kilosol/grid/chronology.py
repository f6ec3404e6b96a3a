"""Passes of a load series through drawn outages: units and stores on one bus, as the driver runs them.

Importing this module imports Numba.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kilosol.compiled import compiled
from kilosol.grid.components import Call
from kilosol.grid.failures import failure_table
from kilosol.grid.monte_carlo import Outcomes
from kilosol.grid.outage_events import ENDLESS, FIRST_EVENTS, draw_side_by_side

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
    "steps_until_short",
)

#: What is kept of every event: steps, deepest and summed shortfall.
EVENT_ROWS = ("steps", "depth_kw", "kw_steps")

#: Passes that one call of the compiled loop runs; also the batches of the intervals of importance.
BLOCK = 64

#: Likewise of outages that end when the load is not met: they are short, and nothing is told by block.
BLOCK_OF_OUTAGES = 4096

#: Events kept for quantiles, over all passes.
MOST_EVENTS = 1_000_000

#: Columns of a store.
STORE_ROWS = ("power_kw", "energy_kw_steps", "charge_frac", "discharge_frac", "initial_kw_steps")

#: Rows that sum a step over passes, where asked for.
STEP_ROWS = ("supply_kw", "unserved_kw", "is_short", "charge_kw", "discharge_kw", "stored_kw_steps")


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
    keys: NDArray[np.uint64], numbers: NDArray[np.int64], begins: NDArray[np.int64], n_steps: int,
    ends_short: bool, table: NDArray[np.float64], n: NDArray[np.int64], firm_kw: NDArray[np.float64],
    series: NDArray[np.int64], series_kw: NDArray[np.float64], load_kw: NDArray[np.float64],
    vital_kw: NDArray[np.float64], step_hour: float, day: NDArray[np.int64], is_peak: NDArray[np.bool_],
    stores: NDArray[np.float64], tiny_kw: float, passes: NDArray[np.float64], blame: NDArray[np.float64],
    events: NDArray[np.float64], steps: NDArray[np.float64],
) -> int:  # fmt: skip
    """Run passes of `n_steps`, each from the step of the load in which it begins, one a column of `passes`.

    Returns events met, or `ENDLESS` where a drawing of outages ran away.

    A pass that reaches the end of the load goes on at its beginning; with `ends_short` it ends with its first
    short step. Groups 0 to G - 1 of `table` and `n` are the units, then comes one group for each store.
    `firm_kw` (G,) is the constant capacity of one unit; groups listed in `series` have rows of `series_kw`
    instead. `blame` (groups, 3) sums unserved energy times units down, unserved energy while any is down, and
    steps times units down.
    """
    n_groups, n_stores = firm_kw.size, stores.shape[0]
    head, outages = np.empty(n_steps, np.int32), np.empty((2, FIRST_EVENTS), np.int32)
    down, ups, held, kept = np.zeros(2 * n.size, np.int64), n.copy(), np.zeros(n_stores), 0
    was = n.copy()
    for p in range(passes.shape[1]):
        outages, n_events = draw_side_by_side(keys, numbers[p : p + 1], table, n, step_hour, head, outages)
        if n_events == ENDLESS:
            return ENDLESS
        down[:], ups[:], held[:] = 0, n, stores[:, 4]
        firm, at = _sum_up(ups, firm_kw), begins[p] - 1
        full, last_day, vital_run, run = False, -1, 0.0, (0.0, 0.0, 0.0)
        passes[9, p] = n_steps
        for i in range(n_steps):
            at = at + 1 if at + 1 < load_kw.size else 0
            if head[i] >= 0:
                was[:] = ups
                happen(head[i], outages, n, down, ups)
                for g in range(n.size):
                    blame[g, 2] += (was[g] - ups[g]) * (n_steps - i)
                firm, full = _sum_up(ups, firm_kw), False
            supply = firm
            for r in range(series.size):
                supply += ups[series[r]] * series_kw[r, at]
            short, given, taken = load_kw[at] - supply, 0.0, 0.0
            if short > tiny_kw:
                passes[0, p] += 1.0
                passes[1, p] += short
                passes[2, p] += is_peak[at]
                if n_stores > 0:
                    given = _draw_on(short, stores, held, ups[n_groups:])
                    full = full and given == 0.0
            elif n_stores > 0 and not full:
                taken, full = _fill(-short, stores, held, ups[n_groups:])
            short -= given
            if short > tiny_kw:
                if passes[3, p] == 0.0:
                    passes[9, p] = i
                passes[3, p] += 1.0
                passes[4, p] += short
                passes[5, p] += is_peak[at]
                passes[6, p] += day[at] != last_day
                passes[7, p] += run[0] == 0.0
                last_day = day[at]
                run = (run[0] + 1.0, max(run[1], short), run[2] + short)
                vital_run = vital_run + 1.0 if short - (load_kw[at] - vital_kw[at]) > tiny_kw else 0.0
                passes[8, p] = max(passes[8, p], vital_run)
                _blame(blame, short, n, ups)
                if ends_short:
                    break
            elif run[0] > 0.0:
                kept = _book(events, kept, run)
                run, vital_run = (0.0, 0.0, 0.0), 0.0
            if steps.shape[1] > 0:
                _sum_step(steps, i, supply, short if short > tiny_kw else 0.0, (taken, given, held.sum()))
        if run[0] > 0.0:
            kept = _book(events, kept, run)
    return kept


@dataclass(frozen=True, slots=True)
class Passed(Outcomes):
    """What each pass came to, and what is kept beside it.

    Parameters
    ----------
    blame : (blocks, groups, 3)
        Sums over each block of passes, as of :func:`run_passes`.
    events : (3, k)
        Events in the order of the passes, as far as they are kept.
    steps : (6, n) or (6, 0)
        Sums of every step over the passes, where asked for.
    """

    blame: NDArray[np.float64]
    events: NDArray[np.float64]
    steps: NDArray[np.float64]


class Passes:
    """Units and stores on one bus, for :func:`kilosol.grid.monte_carlo.assess`.

    Parameters
    ----------
    call : Call
        As :func:`kilosol.grid.components.checked_call` gives it.
    by_step : bool
        Whether every step is summed over the passes.
    n_steps : int or None
        Length of a pass; None: that of the load.
    each : int or None
        Where passes are outages: pass k begins in step k // each of the load, and ends when the load is not
        met; only ``steps_until_short`` is told. None: all run from the load's beginning to its end.
    """

    def __init__(
        self, call: Call, *, by_step: bool = False, n_steps: int | None = None, each: int | None = None
    ) -> None:
        varies = [np.ndim(kw) == 1 for kw in call.capacity]
        firm = np.array([0.0 if v else float(kw) for kw, v in zip(call.capacity, varies, strict=True)])
        series = [np.asarray(kw) for kw, v in zip(call.capacity, varies, strict=True) if v]
        groups = call.groups
        self.names, self._each, self._n_groups = call.names, each, len(groups)
        self._n_steps = call.load.size if n_steps is None else n_steps
        self._n_told = self._n_steps if by_step else 0
        self._shared = (
            failure_table(groups, call.step_h), np.array([n for _, n in groups], np.int64), firm,
            np.flatnonzero(varies).astype(np.int64), np.array(series).reshape(-1, call.load.size),
            call.load, call.vital, call.step_h, call.day, call.is_peak, call.store_rows, call.tiny_kw,
        )  # fmt: skip

    def pieces(self, numbers: NDArray[np.int64]) -> list[slice]:
        """Passes that one call of the loop runs."""
        block = BLOCK if self._each is None else BLOCK_OF_OUTAGES
        return [slice(first, min(first + block, numbers.size)) for first in range(0, numbers.size, block)]

    def run(self, keys: NDArray[np.uint64], numbers: NDArray[np.int64], places: slice) -> Passed | None:
        """Run some of the passes; None where a drawing ran away."""
        mine = numbers[places]
        begins = np.zeros_like(mine) if self._each is None else mine // self._each
        rows, blame = np.zeros((len(PASS_ROWS), mine.size)), np.zeros((1, self._n_groups, 3))
        kept = np.zeros((len(EVENT_ROWS), max(MOST_EVENTS * BLOCK // max(numbers.size, BLOCK), 1)))
        steps = np.zeros((len(STEP_ROWS), self._n_told))
        n_events = run_passes(
            keys, mine, begins, self._n_steps, self._each is not None, *self._shared, rows, blame[0], kept,
            steps,
        )  # fmt: skip
        if n_events == ENDLESS:
            return None
        if self._each is not None:
            rows, blame, kept = rows[-1:].copy(), blame[:0], kept[:, :0]
        return Passed(PASS_ROWS[-len(rows) :], rows, None, blame, kept[:, :n_events].copy(), steps)

    def told(self, pieces: Sequence[slice], parts: Sequence[Passed]) -> Passed:
        """What all of them came to."""
        del pieces
        return Passed(
            parts[0].names,
            np.concatenate([part.rows for part in parts], axis=1),
            None,
            np.concatenate([part.blame for part in parts]),
            np.concatenate([part.events for part in parts], axis=1),
            np.sum([part.steps for part in parts], axis=0),
        )
