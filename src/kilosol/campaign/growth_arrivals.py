"""Ships unloaded, compiled: stores, power, industry, newcomers; mass is conserved."""

from __future__ import annotations

from kilosol.campaign.growth_step import (
    ARRIVING_KWE,
    CAPITAL_CARGO,
    DEEP_YEARS,
    ENERGY,
    HABITAT,
    HABITAT_IMPORTED_KG,
    HABITAT_LOCAL_KG,
    HABITAT_M2,
    HOURS_PER_YEAR,
    LARGE,
    LARGE_KG,
    LOCAL,
    LOCAL_KG,
    N_CLASSES,
    NEED,
    OF_CAPITAL,
    OF_HABITAT,
    OF_POWER,
    PEOPLE,
    ROBOT_KG,
    ROBOTS,
    ROUNDING_FRAC,
    SMALL,
    SMALL_KG,
    SMALL_UNTIL_KW,
    SPARE_FACTOR,
    STORES,
    WEAR_CAPITAL,
    WEAR_HABITAT,
    WEAR_POWER,
    Array,
    add_capital,
    closures,
    kept_years,
    lived_kw,
    wanted_kw,
    worn_goods,
)
from kilosol.compiled import compiled

#: Halvings that find how many newcomers a cargo carries, to a billionth of those who came.
HALVINGS = 40


@compiled
def _import_kw(stock: Array, rules: Array, kw: float) -> float:
    """Land imported power: small stations first, large reactors after. Returns their mass [t]."""
    small = min(kw, max(rules[SMALL_UNTIL_KW] - stock[SMALL] - stock[LARGE], 0.0))
    stock[SMALL] += small
    stock[LARGE] += kw - small
    return float((small * rules[SMALL_KG] + (kw - small) * rules[LARGE_KG]) / 1000.0)


@compiled
def _kw_of_mass(stock: Array, rules: Array, mass_t: float) -> float:
    """Power [kW] that a mass of imported plant gives."""
    room = max(rules[SMALL_UNTIL_KW] - stock[SMALL] - stock[LARGE], 0.0)
    small_t = room * rules[SMALL_KG] / 1000.0
    if mass_t <= small_t:
        return float(mass_t * 1000.0 / rules[SMALL_KG])
    return float(room + (mass_t - small_t) * 1000.0 / rules[LARGE_KG])


@compiled
def _settle(stock: Array, rules: Array, store_t: float, migrants: float, cargo_t: float) -> float:
    """How many newcomers a cargo carries: with stores, and with house and power where none stand idle."""
    low, high = 0.0, migrants
    if _settling_t(stock, rules, store_t, high) <= cargo_t:
        return high
    # The mass rises with the number of people, with few corners: halving closes in on them.
    for _ in range(HALVINGS):
        mid = 0.5 * (low + high)
        if _settling_t(stock, rules, store_t, mid) <= cargo_t:
            low = mid
        else:
            high = mid
    return low


@compiled
def _settling_t(stock: Array, rules: Array, store_t: float, n: float) -> float:
    people = stock[PEOPLE] + n
    kw = max(people * rules[ARRIVING_KWE] - stock[SMALL] - stock[LARGE] - stock[LOCAL], 0.0)
    small = min(kw, max(rules[SMALL_UNTIL_KW] - stock[SMALL] - stock[LARGE], 0.0))
    power_t = (small * rules[SMALL_KG] + (kw - small) * rules[LARGE_KG]) / 1000.0
    m2 = max(people * rules[HABITAT_M2] - stock[HABITAT], 0.0)
    return float(power_t + m2 * rules[HABITAT_IMPORTED_KG] / 1000.0 + n * store_t)


@compiled
def _kept_stores(
    stock: Array, rules: Array, rows: Array, energy_factor: float, work: Array
) -> tuple[float, float, float]:
    """Stores to be kept for those there, each newcomer and each tonne of industry, by class, in `work`.

    Returns those of a newcomer [t] and of a tonne of industry [t], and the power of its upkeep [kW].
    """
    closure, upkeep, yearly, each, by_capital = work[0], work[5], work[1], work[2], work[3]
    power_t = rules[WEAR_POWER] * rules[ARRIVING_KWE] * rules[LOCAL_KG] / 1000.0
    habitat_t = rules[WEAR_HABITAT] * rules[HABITAT_M2] * rules[HABITAT_LOCAL_KG] / 1000.0
    each_t, stored_t, of_capital = 0.0, 0.0, 0.0
    for c in range(1, N_CLASSES):
        # Whoever and whatever comes brings the stores to be kept for it.
        kept = kept_years(rules, closure[c]) * (1.0 - closure[c])
        yearly[c] = kept * (rows[NEED, c] * stock[PEOPLE] + upkeep[c])
        each[c] = kept * (rows[NEED, c] + power_t * rows[OF_POWER, c] + habitat_t * rows[OF_HABITAT, c])
        by_capital[c] = kept * rules[WEAR_CAPITAL] * rows[OF_CAPITAL, c]
        each_t += each[c]
        stored_t += by_capital[c]
        of_capital += rules[WEAR_CAPITAL] * rows[OF_CAPITAL, c] * rows[ENERGY, c]
    to_kw = energy_factor * 1000.0 / HOURS_PER_YEAR
    return each_t, stored_t, of_capital * to_kw


@compiled
def arrive(
    stock: Array, cargo_t: float, migrants: float, robots: float,
    rules: Array, rows: Array, spread: Array, work: Array,
) -> int:  # fmt: skip
    """Unload ships; mass is conserved. Returns 1 where there was too little for those who are there or came.

    Robots are part of the cargo. Stores of those who are there come first, then a fixed part is industry; the
    rest brings newcomers with power, house and stores. What is left deepens the stores against missed
    windows, then is power that industry lacks, and only then more industry.
    """
    if cargo_t <= 0.0:
        return 1 if stock[PEOPLE] > 0.0 else 0
    closure, upkeep, yearly, each, by_capital = work[0], work[5], work[1], work[2], work[3]
    capital_t = closures(stock, rules, rows, spread[0], closure)
    worn_goods(stock, rules, rows, capital_t, upkeep)
    each_t, stored_t, capital_kw = _kept_stores(stock, rules, rows, spread[2], work)
    robots = min(robots, cargo_t * 1000.0 / rules[ROBOT_KG]) if rules[ROBOT_KG] > 0.0 else robots
    stock[ROBOTS] += robots
    left = cargo_t - robots * rules[ROBOT_KG] / 1000.0
    missing = 0.0
    if stock[PEOPLE] > 0.0:
        for c in range(1, N_CLASSES):
            missing += max(yearly[c] - stock[STORES + c], 0.0)
    refill = min(left, missing)
    if missing > 0.0:
        for c in range(1, N_CLASSES):
            stock[STORES + c] += refill * max(yearly[c] - stock[STORES + c], 0.0) / missing
    left -= refill
    # Power that living and upkeep lack, before anything new.
    if stock[PEOPLE] > 0.0:
        needed = SPARE_FACTOR * lived_kw(stock, rules, rows, spread[2], closure, upkeep)
        lacks = max(needed - stock[SMALL] - stock[LARGE] - stock[LOCAL], 0.0)
        left -= _import_kw(stock, rules, min(lacks, _kw_of_mass(stock, rules, left)))
    left = max(left, 0.0)
    # Industry comes with stores and power for its own upkeep: more than that it would only let rust.
    with_capital = 1.0 + stored_t + capital_kw * max(rules[SMALL_KG], rules[LARGE_KG]) / 1000.0
    industry = rules[CAPITAL_CARGO] * left / with_capital
    left -= industry * (1.0 + stored_t) + _import_kw(stock, rules, industry * capital_kw)
    stay = _settle(stock, rules, each_t, migrants, left)
    if stay > 0.0:
        left -= _settling_t(stock, rules, each_t, stay)
        people = stock[PEOPLE] + stay
        kw = max(people * rules[ARRIVING_KWE] - stock[SMALL] - stock[LARGE] - stock[LOCAL], 0.0)
        _import_kw(stock, rules, kw)
        stock[HABITAT] = max(stock[HABITAT], people * rules[HABITAT_M2])
        stock[PEOPLE] = people
    left = max(left, 0.0)
    for c in range(1, N_CLASSES):
        stock[STORES + c] += stay * each[c] + industry * by_capital[c]
    if stock[PEOPLE] > 0.0:
        left = _deepen(stock, rules, rows, closure, upkeep, left)
    add_capital(stock, rows, capital_t, industry)
    kw = stock[SMALL] + stock[LARGE] + stock[LOCAL]
    if stock[PEOPLE] > 0.0:
        more_kw = max(wanted_kw(stock, rules, rows, spread, closure) - kw, 0.0)
        more_kw = min(more_kw, _kw_of_mass(stock, rules, left))
        left = max(left - _import_kw(stock, rules, more_kw), 0.0)
    more = left / with_capital
    left -= more * (1.0 + stored_t) + _import_kw(stock, rules, more * capital_kw)
    for c in range(1, N_CLASSES):
        stock[STORES + c] += more * by_capital[c]
    # What small stations do not weigh, or what rounding leaves, is industry as well.
    add_capital(stock, rows, capital_t + industry, more + max(left, 0.0))
    near = 1.0 - ROUNDING_FRAC
    return 1 if refill < missing * near or stay < migrants * near else 0


@compiled
def _deepen(stock: Array, rules: Array, rows: Array, closure: Array, upkeep: Array, left: float) -> float:
    """Deepen the stores with what is left; returns what then is left [t]."""
    missing = 0.0
    for c in range(1, N_CLASSES):
        year = (1.0 - closure[c]) * (rows[NEED, c] * stock[PEOPLE] + upkeep[c])
        missing += max(rules[DEEP_YEARS] * year - stock[STORES + c], 0.0)
    deepen = min(left, missing)
    if missing > 0.0:
        for c in range(1, N_CLASSES):
            year = (1.0 - closure[c]) * (rows[NEED, c] * stock[PEOPLE] + upkeep[c])
            stock[STORES + c] += deepen * max(rules[DEEP_YEARS] * year - stock[STORES + c], 0.0) / missing
    return left - deepen
