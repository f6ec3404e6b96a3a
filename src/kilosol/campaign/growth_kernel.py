"""Compiled loops of the city's growth. Importing this module imports Numba."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

#: Hours of a Julian year [h].
HOURS_PER_YEAR = 8766.0

#: Part of the people that rounding may take before it counts as a death.
ROUNDING_FRAC = 1e-9


@njit(cache=True, nogil=True)
def closure_of(capital_t: float, rules: NDArray[np.float64]) -> float:
    """Closure by industrial capital: logistic in its logarithm."""
    most, half = rules[8], rules[9]
    return most * capital_t / (capital_t + half) if capital_t > 0.0 else 0.0


@njit(cache=True, nogil=True)
def live_step(
    stock: NDArray[np.float64], rules: NDArray[np.float64], dt: float, keep_frac: float
) -> tuple[float, float, int]:
    """One step of production, use, investment and births; changes `stock` in place.

    `stock` holds people, power [kW], capital [t] and stores [t]; `keep_frac` is the part of production
    that weather and failures leave. Returns imports used [t], closure and the code of what limited.
    """
    people, power, capital, stores = stock[0], stock[1], stock[2], stock[3]
    if people <= 0.0:
        return 0.0, 0.0, 0
    living, local_kg = rules[1], rules[3]
    need = rules[4] * people * dt
    spare_kw = max(power - living * people, 0.0)
    by_power = spare_kw * HOURS_PER_YEAR * dt / rules[5] / 1000.0
    by_labour = rules[7] * people * dt
    by_capital = rules[6] * capital * dt
    made = min(by_power, by_labour, by_capital)
    limit = 1 if made == by_power else (2 if made == by_labour else 3)
    made *= keep_frac
    closure = closure_of(capital, rules)
    # Of every good the part `closure` can be made here; what is not made, for whatever reason, is imported.
    own = min(made, closure * need)
    imports = need - own
    alive = 1.0
    if imports > stores:
        alive = (own + stores) / need
        imports = stores
    stores -= imports
    # What is made beyond needs keeps up and enlarges power and capital. Goods for it have their imported
    # part as well, so only `closure` of the investment happens without stores.
    surplus = max(made - own, 0.0) * closure
    worn_power = rules[10] * power * dt
    worn_capital = rules[10] * capital * dt
    wanted_kw = max(rules[0] * people - power, 0.0) + worn_power
    for_power = min(surplus, wanted_kw * local_kg / 1000.0)
    stock[0] = people * alive * (1.0 + rules[11] * dt)
    stock[1] = power - worn_power + for_power * 1000.0 / local_kg
    stock[2] = capital - worn_capital + (surplus - for_power)
    stock[3] = stores
    return imports, closure, limit


@njit(cache=True, nogil=True)
def arrive(stock: NDArray[np.float64], cargo_t: float, migrants: float, rules: NDArray[np.float64]) -> None:
    """Unload ships; mass is conserved.

    Stores of those who are there come first, then a fixed part goes into capital; the rest brings
    newcomers with their power and stores, as many as it carries. What is left deepens the stores against
    missed windows, and only then joins the capital.
    """
    year_t = (1.0 - closure_of(stock[2], rules)) * rules[4]
    refill = min(cargo_t, max(rules[12] * year_t * stock[0] - stock[3], 0.0))
    stock[3] += refill
    left = cargo_t - refill
    capital = rules[15] * left
    left -= capital
    power_t = rules[0] * rules[2] / 1000.0
    stores_t = rules[12] * year_t
    # Power that stands idle carries some newcomers without any import of it.
    idle = max(stock[1] / rules[0] - stock[0], 0.0)
    stay = min(migrants, idle, left / stores_t if stores_t > 0.0 else migrants)
    left -= stay * stores_t
    more = min(migrants - stay, left / (power_t + stores_t))
    left -= more * (power_t + stores_t)
    stock[0] += stay + more
    stock[1] += more * rules[0]
    stock[3] += (stay + more) * stores_t
    deepen = min(left, max(rules[16] * year_t * stock[0] - stock[3], 0.0))
    stock[3] += deepen
    stock[2] += capital + left - deepen


@njit(cache=True, nogil=True)
def grow_all(
    cargo_t: NDArray[np.float64],
    migrants: NDArray[np.float64],
    step_of: NDArray[np.int64],
    rules: NDArray[np.float64],
    dt: float,
    stocks: NDArray[np.float64],
    closure: NDArray[np.float64],
    imports: NDArray[np.float64],
    limit: NDArray[np.int64],
) -> None:
    """Grow every campaign's city; fills the outputs (n, s), `stocks` (4, n, s)."""
    stock = np.zeros(4)
    for n in range(cargo_t.shape[0]):
        stock[:] = 0.0
        for s in range(stocks.shape[2]):
            for w in range(step_of.shape[0]):
                if step_of[w] == s:
                    arrive(stock, cargo_t[n, w], migrants[n, w], rules)
            people = stock[0]
            used, closed, code = live_step(stock, rules, dt, 1.0)
            for k in range(4):
                stocks[k, n, s] = stock[k]
            closure[n, s] = closed
            limit[n, s] = code
            imports[n, s] = used * 1000.0 / (people * dt) if people > 0.0 else 0.0


@njit(cache=True, nogil=True)
def _survives(
    start: NDArray[np.float64],
    is_bad: NDArray[np.bool_],
    rules: NDArray[np.float64],
    dt: float,
    stock: NDArray[np.float64],
) -> bool:
    """Whether a city lives through one draw: nobody starves, neither capital nor power shrinks."""
    stock[:] = start
    for s in range(is_bad.shape[0]):
        people, before = stock[0], stock[0] * (1.0 + rules[11] * dt)
        live_step(stock, rules, dt, 1.0 - rules[14] if is_bad[s] else 1.0)
        # Somebody starved: fewer people than births less deaths leave.
        if people > 0.0 and stock[0] < before * (1.0 - ROUNDING_FRAC):
            return False
    return bool(stock[2] >= start[2] and stock[1] >= start[1])


@njit(cache=True, nogil=True)
def live_without_imports(
    start: NDArray[np.float64],
    is_bad: NDArray[np.bool_],
    rules: NDArray[np.float64],
    dt: float,
    passed: NDArray[np.float64],
) -> None:
    """Part of the draws that each city survives; `start` (n, 4), `is_bad` (draws, steps)."""
    stock = np.zeros(4)
    n_draws = is_bad.shape[0]
    calm = np.zeros(is_bad.shape[1], dtype=np.bool_)
    for n in range(start.shape[0]):
        # A city that fails without a single bad year survives none of the draws: most end here.
        if start[n, 0] < 1.0 or not _survives(start[n], calm, rules, dt, stock):
            continue
        survived = 0
        for d in range(n_draws):
            if _survives(start[n], is_bad[d], rules, dt, stock):
                survived += 1
        passed[n] = survived / n_draws
