"""Compiled loops over campaigns, years and draws. Importing this module imports Numba.

Numba's cache looks at this file only: after a change in growth_step or growth_arrivals, empty the cache.
"""

from __future__ import annotations

import numpy as np

from kilosol.campaign.growth_arrivals import arrive
from kilosol.campaign.growth_step import (
    ALIVE,
    BALANCE,
    CAPITAL,
    LARGE,
    LIMIT,
    LOCAL,
    MISSED_YEARS,
    N_CLASSES,
    N_STOCKS,
    NEED,
    PEOPLE,
    ROUNDING_FRAC,
    SMALL,
    STORES,
    USED_MWH,
    Array,
    Flags,
    Whole,
    closures,
    copy,
    live_step,
    worn_goods,
)
from kilosol.compiled import compiled


@compiled
def grow_all(
    cargo_t: Array, migrants: Array, robots: Array, step_of: Whole, start: Array,
    rules: Array, rows: Array, spread: Array, dt: float, is_storm: Flags, is_failure: Flags,
    stocks: Array, flows: Array, bound: Whole,
) -> None:  # fmt: skip
    """Grow every campaign's city; fills, at the end of each year, stocks (n, y, 22), flows (n, y, 5), bound.

    Flows of a year: used, made, imported [t], electricity used [MWh], the part of people who lived. `bound`
    (n, y) is the limit that bound in most of the year's steps.
    """
    per_year = is_storm.shape[1] // stocks.shape[1]
    stock, flow, work = np.zeros(N_STOCKS), np.zeros((4, N_CLASSES)), np.zeros((7, N_CLASSES))
    counts = np.zeros(N_CLASSES, dtype=np.int64)
    for n in range(cargo_t.shape[0]):
        copy(start[n], stock)
        # A number, not a truth value: the compiler would build a second kernel for a constant.
        short = 0
        for y in range(stocks.shape[1]):
            for k in range(counts.size):
                counts[k] = 0
            flows[n, y, 4] = 1.0
            for k in range(per_year):
                s = y * per_year + k
                for w in range(step_of.shape[0]):
                    if step_of[w] == s:
                        short = arrive(
                            stock, cargo_t[n, w], migrants[n, w], robots[n, w], rules, rows, spread[n], work
                        )
                live_step(
                    stock,
                    rules,
                    rows,
                    spread[n],
                    dt,
                    is_storm[n, s],
                    is_failure[n, s],
                    short,
                    0.0,
                    flow,
                    work,
                )
                counts[int(flow[BALANCE, LIMIT])] += 1
                for c in range(1, N_CLASSES):
                    for row in range(3):
                        flows[n, y, row] += flow[row, c]
                flows[n, y, 3] += flow[BALANCE, USED_MWH]
                flows[n, y, 4] *= flow[BALANCE, ALIVE]
            most = 0
            for k in range(1, counts.size):
                # A year in which somebody arrives is not one with nobody there.
                if counts[k] > (counts[most] if most > 0 else 0):
                    most = k
            bound[n, y] = most
            copy(stock, stocks[n, y])


@compiled
def miss_delivery(stock: Array, rules: Array, rows: Array, spread: Array, work: Array) -> None:
    """Take out of the stores what a last delivery would have brought: imports from one window to the next."""
    closure, upkeep = work[0], work[5]
    capital_t = closures(stock, rules, rows, spread[0], closure)
    worn_goods(stock, rules, rows, capital_t, upkeep)
    for c in range(1, N_CLASSES):
        year_t = (1.0 - closure[c]) * (rows[NEED, c] * stock[PEOPLE] + upkeep[c])
        stock[STORES + c] = max(stock[STORES + c] - rules[MISSED_YEARS] * year_t, 0.0)


@compiled
def _survives(
    start: Array, is_storm: Flags, is_failure: Flags, is_missed: bool, rules: Array, rows: Array,
    spread: Array, dt: float, stock: Array, flow: Array, work: Array,
) -> bool:  # fmt: skip
    """Whether a city lives through one draw: nobody dies of want, neither industry nor power shrinks."""
    copy(start, stock)
    if is_missed:
        miss_delivery(stock, rules, rows, spread, work)
    for s in range(is_storm.shape[0]):
        left = (is_storm.shape[0] - s) * dt
        live_step(stock, rules, rows, spread, dt, is_storm[s], is_failure[s], 0, left, flow, work)
        if flow[BALANCE, ALIVE] < 1.0 - ROUNDING_FRAC:
            return False
    before = after = 0.0
    for c in range(N_CLASSES):
        before += start[CAPITAL + c]
        after += stock[CAPITAL + c]
    kw_before = start[SMALL] + start[LARGE] + start[LOCAL]
    kw_after = stock[SMALL] + stock[LARGE] + stock[LOCAL]
    rounding = 1.0 - ROUNDING_FRAC
    return bool(stock[PEOPLE] > 0.0 and after >= before * rounding and kw_after >= kw_before * rounding)


@compiled
def live_without_imports(
    start: Array, is_storm: Flags, is_failure: Flags, is_missed: Flags, skip: Flags,
    rules: Array, rows: Array, spread: Array, dt: float, pass_frac: float, passed: Flags,
) -> None:  # fmt: skip
    """Which cities survive that part of the draws; `start` (n, 22), weather (draws, steps), `skip` (n,)."""
    stock, flow, work = np.zeros(N_STOCKS), np.zeros((4, N_CLASSES)), np.zeros((7, N_CLASSES))
    n_draws = is_storm.shape[0]
    calm = np.zeros(is_storm.shape[1], dtype=np.bool_)
    for n in range(start.shape[0]):
        if skip[n] or start[n, PEOPLE] < 1.0:
            continue
        survived = 0
        for d in range(-1, n_draws):
            # A city that fails without a single bad quarter survives none of the draws: most end here.
            storm, failure = (calm, calm) if d < 0 else (is_storm[d], is_failure[d])
            missed = d >= 0 and is_missed[d]
            lives = _survives(start[n], storm, failure, missed, rules, rows, spread[n], dt, stock, flow, work)
            if d < 0 and not lives:
                break
            if d >= 0 and lives:
                survived += 1
            if (survived + n_draws - 1 - d) / n_draws < pass_frac:
                # Not even all draws that are left could make it pass.
                break
        passed[n] = survived / n_draws >= pass_frac
