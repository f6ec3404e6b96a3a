"""Ships unloaded, compiled: stores, power, industry, newcomers; mass is conserved."""

from __future__ import annotations

from kilosol.city.params import CityParams, CitySpread, CityStock, CityWork
from kilosol.city.rules import HOURS_PER_YEAR, N_CLASSES
from kilosol.city.step import (
    ROUNDING_FRAC,
    SPARE_FACTOR,
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
def _import_kw(stock: CityStock, rules: CityParams, kw: float) -> float:
    """Land imported power: small stations first, large reactors after. Returns their mass [t]."""
    small = min(kw, max(rules.small_until_kw - stock.small_kw - stock.large_kw, 0.0))
    stock.small_kw += small
    stock.large_kw += kw - small
    return float((small * rules.small_kg_per_kwe + (kw - small) * rules.large_kg_per_kwe) / 1000.0)


@compiled
def _kw_of_mass(stock: CityStock, rules: CityParams, mass_t: float) -> float:
    """Power [kW] that a mass of imported plant gives."""
    room = max(rules.small_until_kw - stock.small_kw - stock.large_kw, 0.0)
    small_t = room * rules.small_kg_per_kwe / 1000.0
    if mass_t <= small_t:
        return float(mass_t * 1000.0 / rules.small_kg_per_kwe)
    return float(room + (mass_t - small_t) * 1000.0 / rules.large_kg_per_kwe)


@compiled
def _settle(stock: CityStock, rules: CityParams, store_t: float, migrants: float, cargo_t: float) -> float:
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
def _settling_t(stock: CityStock, rules: CityParams, store_t: float, n: float) -> float:
    people = stock.people + n
    kw = max(people * rules.power_kwe_per_person - stock.small_kw - stock.large_kw - stock.local_kw, 0.0)
    small = min(kw, max(rules.small_until_kw - stock.small_kw - stock.large_kw, 0.0))
    power_t = (small * rules.small_kg_per_kwe + (kw - small) * rules.large_kg_per_kwe) / 1000.0
    m2 = max(people * rules.habitat_m2_per_person - stock.habitat_m2, 0.0)
    return float(power_t + m2 * rules.habitat_imported_kg_m2 / 1000.0 + n * store_t)


@compiled
def _kept_stores(
    stock: CityStock, rules: CityParams, energy_factor: float, work: CityWork
) -> tuple[float, float, float]:
    """Stores to be kept for those there, each newcomer and each tonne of industry, by class, in `work`.

    Returns those of a newcomer [t] and of a tonne of industry [t], and the power of its upkeep [kW].
    """
    closure, upkeep, yearly, each, by_capital = (
        work.closure, work.upkeep, work.kept_t, work.kept_by_person_t, work.kept_by_capital_t
    )  # fmt: skip
    power_t = rules.power_wear_per_year * rules.power_kwe_per_person * rules.local_kg_per_kwe / 1000.0
    habitat_t = rules.habitat_wear_per_year * rules.habitat_m2_per_person * rules.habitat_local_kg_m2 / 1000.0
    each_t, stored_t, of_capital = 0.0, 0.0, 0.0
    for c in range(1, N_CLASSES):
        # Whoever and whatever comes brings the stores to be kept for it.
        kept = kept_years(rules, closure[c]) * (1.0 - closure[c])
        yearly[c] = kept * (rules.need_t_per_person_year[c] * stock.people + upkeep[c])
        each[c] = kept * (
            rules.need_t_per_person_year[c]
            + power_t * rules.power_frac[c]
            + habitat_t * rules.habitat_frac[c]
        )
        by_capital[c] = kept * rules.capital_wear_per_year * rules.capital_frac[c]
        each_t += each[c]
        stored_t += by_capital[c]
        of_capital += rules.capital_wear_per_year * rules.capital_frac[c] * rules.dug_mwh_t[c]
    to_kw = energy_factor * 1000.0 / HOURS_PER_YEAR
    return each_t, stored_t, of_capital * to_kw


@compiled
def arrive(
    stock: CityStock, cargo_t: float, migrants: float, robots: float,
    rules: CityParams, spread: CitySpread, work: CityWork,
) -> int:  # fmt: skip
    """Unload ships; mass is conserved. Returns 1 where there was too little for those who are there or came.

    Robots are part of the cargo. Stores of those who are there come first, then a fixed part is industry; the
    rest brings newcomers with power, house and stores. What is left deepens the stores against missed
    windows, then is power that industry lacks, and only then more industry.
    """
    if cargo_t <= 0.0:
        return 1 if stock.people > 0.0 else 0
    yearly, each, by_capital = work.kept_t, work.kept_by_person_t, work.kept_by_capital_t
    capital_t = closures(stock, rules, spread.closure_factor, work)
    worn_goods(stock, rules, capital_t, work)
    each_t, stored_t, capital_kw = _kept_stores(stock, rules, spread.energy_factor, work)
    robots = min(robots, cargo_t * 1000.0 / rules.robot_kg) if rules.robot_kg > 0.0 else robots
    stock.robots += robots
    left = cargo_t - robots * rules.robot_kg / 1000.0
    missing = 0.0
    if stock.people > 0.0:
        for c in range(1, N_CLASSES):
            missing += max(yearly[c] - stock.stores_t[c], 0.0)
    refill = min(left, missing)
    if missing > 0.0:
        for c in range(1, N_CLASSES):
            stock.stores_t[c] += refill * max(yearly[c] - stock.stores_t[c], 0.0) / missing
    left -= refill
    # Power that living and upkeep lack, before anything new.
    if stock.people > 0.0:
        needed = SPARE_FACTOR * lived_kw(stock, rules, spread.energy_factor, work)
        lacks = max(needed - stock.small_kw - stock.large_kw - stock.local_kw, 0.0)
        left -= _import_kw(stock, rules, min(lacks, _kw_of_mass(stock, rules, left)))
    left = max(left, 0.0)
    # Industry comes with stores and power for its own upkeep: more than that it would only let rust.
    with_capital = 1.0 + stored_t + capital_kw * max(rules.small_kg_per_kwe, rules.large_kg_per_kwe) / 1000.0
    industry = rules.capital_cargo_frac * left / with_capital
    left -= industry * (1.0 + stored_t) + _import_kw(stock, rules, industry * capital_kw)
    stay = _settle(stock, rules, each_t, migrants, left)
    if stay > 0.0:
        left -= _settling_t(stock, rules, each_t, stay)
        people = stock.people + stay
        kw = max(people * rules.power_kwe_per_person - stock.small_kw - stock.large_kw - stock.local_kw, 0.0)
        _import_kw(stock, rules, kw)
        stock.habitat_m2 = max(stock.habitat_m2, people * rules.habitat_m2_per_person)
        stock.people = people
    left = max(left, 0.0)
    for c in range(1, N_CLASSES):
        stock.stores_t[c] += stay * each[c] + industry * by_capital[c]
    if stock.people > 0.0:
        left = _deepen(stock, rules, work, left)
    add_capital(stock, rules, capital_t, industry)
    kw = stock.small_kw + stock.large_kw + stock.local_kw
    if stock.people > 0.0:
        more_kw = max(wanted_kw(stock, rules, spread, work) - kw, 0.0)
        more_kw = min(more_kw, _kw_of_mass(stock, rules, left))
        left = max(left - _import_kw(stock, rules, more_kw), 0.0)
    more = left / with_capital
    left -= more * (1.0 + stored_t) + _import_kw(stock, rules, more * capital_kw)
    for c in range(1, N_CLASSES):
        stock.stores_t[c] += more * by_capital[c]
    # What small stations do not weigh, or what rounding leaves, is industry as well.
    add_capital(stock, rules, capital_t + industry, more + max(left, 0.0))
    near = 1.0 - ROUNDING_FRAC
    return 1 if refill < missing * near or stay < migrants * near else 0


@compiled
def _deepen(stock: CityStock, rules: CityParams, work: CityWork, left: float) -> float:
    """Deepen the stores with what is left; returns what then is left [t]."""
    closure, upkeep = work.closure, work.upkeep
    missing = 0.0
    for c in range(1, N_CLASSES):
        year = (1.0 - closure[c]) * (rules.need_t_per_person_year[c] * stock.people + upkeep[c])
        missing += max(rules.deep_store_years * year - stock.stores_t[c], 0.0)
    deepen = min(left, missing)
    if missing > 0.0:
        for c in range(1, N_CLASSES):
            year = (1.0 - closure[c]) * (rules.need_t_per_person_year[c] * stock.people + upkeep[c])
            stock.stores_t[c] += (
                deepen * max(rules.deep_store_years * year - stock.stores_t[c], 0.0) / missing
            )
    return left - deepen
