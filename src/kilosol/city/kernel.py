"""Compiled loops over campaigns, years and draws. Importing this module imports Numba."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from kilosol.city.arrivals import arrive
from kilosol.city.params import LIMITS, CityParams, CityRoom, CitySpread, CityStock, CityWork
from kilosol.city.rules import N_CLASSES
from kilosol.city.step import ROUNDING_FRAC, Array, Flags, Whole, closures, live_step, worn_goods
from kilosol.compiled import compiled

N_LIMITS = len(LIMITS)


@compiled
def grow_all(
    cargo_t: Array, migrants: Array, robots: Array, step_of: Whole, start: Sequence[CityStock],
    rules: CityParams, spread: Sequence[CitySpread], dt: float, is_storm: Flags, is_failure: Flags,
    room: CityRoom, stocks: Any, flows: Any, bound: Whole,
) -> None:  # fmt: skip
    """Grow every campaign's city; fills, at the end of each year, stocks, flows and bound, all (n, y).

    `bound` is the limit that bound in most of the year's steps.
    """
    per_year = is_storm.shape[1] // stocks.shape[1]
    flow, work = room.flow, room.work
    counts = np.zeros(N_LIMITS, dtype=np.int64)
    for n in range(cargo_t.shape[0]):
        room.stocks[0] = start[n]
        stock = room.stocks[0]
        # A number, not a truth value: the compiler would build a second kernel for a constant.
        short = 0
        for y in range(stocks.shape[1]):
            for k in range(counts.size):
                counts[k] = 0
            year = flows[n, y]
            year.alive_frac = 1.0
            for k in range(per_year):
                s = y * per_year + k
                for w in range(step_of.shape[0]):
                    if step_of[w] == s:
                        short = arrive(
                            stock, cargo_t[n, w], migrants[n, w], robots[n, w], rules, spread[n], work
                        )
                live_step(
                    stock,
                    rules,
                    spread[n],
                    dt,
                    is_storm[n, s],
                    is_failure[n, s],
                    short,
                    0.0,
                    flow,
                    work,
                )
                counts[flow.limit] += 1
                for c in range(1, N_CLASSES):
                    year.used_t += flow.used_t[c]
                    year.made_t += flow.made_t[c]
                    year.imported_t += flow.imported_t[c]
                year.used_mwh += flow.used_mwh
                year.alive_frac *= flow.alive_frac
            most = 0
            for k in range(1, counts.size):
                # A year in which somebody arrives is not one with nobody there.
                if counts[k] > (counts[most] if most > 0 else 0):
                    most = k
            bound[n, y] = most
            stocks[n, y] = stock


@compiled
def miss_delivery(stock: CityStock, rules: CityParams, spread: CitySpread, work: CityWork) -> None:
    """Take out of the stores what a last delivery would have brought: imports from one window to the next."""
    closure, upkeep = work.closure, work.upkeep
    capital_t = closures(stock, rules, spread.closure_factor, work)
    worn_goods(stock, rules, capital_t, work)
    for c in range(1, N_CLASSES):
        year_t = (1.0 - closure[c]) * (rules.need_t_per_person_year[c] * stock.people + upkeep[c])
        stock.stores_t[c] = max(stock.stores_t[c] - rules.missed_years * year_t, 0.0)


@compiled
def _survives(
    start: CityStock, is_storm: Flags, is_failure: Flags, is_missed: bool, rules: CityParams,
    spread: CitySpread, dt: float, room: CityRoom,
) -> bool:  # fmt: skip
    """Whether a city lives through one draw: nobody dies of want, neither industry nor power shrinks."""
    room.stocks[0] = start
    stock, flow, work = room.stocks[0], room.flow, room.work
    if is_missed:
        miss_delivery(stock, rules, spread, work)
    for s in range(is_storm.shape[0]):
        left = (is_storm.shape[0] - s) * dt
        live_step(stock, rules, spread, dt, is_storm[s], is_failure[s], 0, left, flow, work)
        if flow.alive_frac < 1.0 - ROUNDING_FRAC:
            return False
    before = after = 0.0
    for c in range(N_CLASSES):
        before += start.capital_t[c]
        after += stock.capital_t[c]
    kw_before = start.small_kw + start.large_kw + start.local_kw
    kw_after = stock.small_kw + stock.large_kw + stock.local_kw
    rounding = 1.0 - ROUNDING_FRAC
    return bool(stock.people > 0.0 and after >= before * rounding and kw_after >= kw_before * rounding)


@compiled
def live_without_imports(
    start: Sequence[CityStock], is_storm: Flags, is_failure: Flags, is_missed: Flags, skip: Flags,
    rules: CityParams, spread: Sequence[CitySpread], dt: float, pass_frac: float, room: CityRoom,
    passed: Flags,
) -> None:  # fmt: skip
    """Which cities survive that part of the draws; `start` (n,), weather (draws, steps), `skip` (n,)."""
    n_draws = is_storm.shape[0]
    calm = np.zeros(is_storm.shape[1], dtype=np.bool_)
    for n in range(len(start)):
        if skip[n] or start[n].people < 1.0:
            continue
        survived = 0
        for d in range(-1, n_draws):
            # A city that fails without a single bad quarter survives none of the draws: most end here.
            storm, failure = (calm, calm) if d < 0 else (is_storm[d], is_failure[d])
            missed = d >= 0 and is_missed[d]
            lives = _survives(start[n], storm, failure, missed, rules, spread[n], dt, room)
            if d < 0 and not lives:
                break
            if d >= 0 and lives:
                survived += 1
            if (survived + n_draws - 1 - d) / n_draws < pass_frac:
                # Not even all draws that are left could make it pass.
                break
        passed[n] = survived / n_draws >= pass_frac
