"""One step of a city, compiled: people live, stocks are kept up, what is left grows.

Stocks, rules, flows and room to work in are records of :mod:`kilosol.city.params`. The parts of a step are
short: laid into it where they are called, it takes two thirds of the time, and every number keeps its bits.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kilosol.city.params import (
    CLOSURE,
    INDUSTRY,
    ORE,
    POWER,
    SHIPS,
    TOO_FEW,
    WORK,
    CityFlow,
    CityParams,
    CitySpread,
    CityStock,
    CityWork,
)
from kilosol.city.rules import HOURS_PER_YEAR, MINING, N_CLASSES
from kilosol.compiled import compiled

Array: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]
Whole: TypeAlias = NDArray[np.int64]

#: Power is kept this much above what living and upkeep take, so that a storm or a failure can be made good.
SPARE_FACTOR = 1.1

#: Robots never draw more than this part of the power that people leave.
ROBOTS_MOST_FRAC = 0.5

#: Living room for so much more than the people there are counts as a lack of people.
ROOM_FACTOR = 1.25

#: Part of the people that rounding may take before it counts as a death.
ROUNDING_FRAC = 1e-9


@compiled(is_merged=True)
def closure_of(capital_t: float, most: float, half_t: float, slope: float) -> float:
    """Closure of a class by industrial capital: logistic in its logarithm."""
    if half_t <= 0.0:
        return most
    if capital_t <= 0.0:
        return 0.0
    ratio = half_t / capital_t
    return most / (1.0 + (ratio if slope == 1.0 else ratio**slope))


@compiled(is_merged=True)
def closures(stock: CityStock, rules: CityParams, scale: float, work: CityWork) -> float:
    """Fill the closures by class; returns the industrial capital [t]."""
    total = 0.0
    for c in range(N_CLASSES):
        total += stock.capital_t[c]
    for c in range(N_CLASSES):
        work.closure[c] = closure_of(
            total, rules.max_closure_frac[c], rules.half_closure_t[c] * scale, rules.closure_slope
        )
    return total


@compiled(is_merged=True)
def worn_goods(stock: CityStock, rules: CityParams, capital_t: float, work: CityWork) -> None:
    """Goods [t/yr] that keep all stocks as they are."""
    kw = stock.small_kw + stock.large_kw + stock.local_kw
    power_t = rules.power_wear_per_year * kw * rules.local_kg_per_kwe / 1000.0
    habitat_t = rules.habitat_wear_per_year * stock.habitat_m2 * rules.habitat_local_kg_m2 / 1000.0
    robot_t = rules.robot_wear_per_year * stock.robots * rules.robot_kg / 1000.0
    worn_t = rules.capital_wear_per_year * capital_t
    for c in range(N_CLASSES):
        work.upkeep[c] = (
            rules.power_frac[c] * power_t
            + rules.habitat_frac[c] * habitat_t
            + rules.robot_frac[c] * robot_t
            + rules.capital_frac[c] * worn_t
        )


@compiled(is_merged=True)
def _make(rules: CityParams, flow: CityFlow, work: CityWork) -> None:
    """Take what goods cost out of the budgets (energy [MWh], labour [worker-years], feedstock [t])."""
    made, capacity = work.made, work.capacity
    for c in range(1, N_CLASSES):
        work.energy_mwh -= made[c] * rules.dug_mwh_t[c]
        work.labour_years -= made[c] * rules.dug_worker_year_t[c]
        work.ore_t -= made[c] * rules.feed_factor[c]
        capacity[c] = max(capacity[c] - made[c], 0.0)
        flow.made_t[c] += made[c]
    work.energy_mwh = max(work.energy_mwh, 0.0)
    work.labour_years = max(work.labour_years, 0.0)
    work.ore_t = max(work.ore_t, 0.0)


@compiled(is_merged=True)
def _share(rules: CityParams, work: CityWork) -> tuple[float, int]:
    """Part of the goods wanted that the budgets allow, and which of them binds."""
    made = work.made
    energy = labour = feed = 0.0
    for c in range(1, N_CLASSES):
        energy += made[c] * rules.dug_mwh_t[c]
        labour += made[c] * rules.dug_worker_year_t[c]
        feed += made[c] * rules.feed_factor[c]
    part, limit = 1.0, -1
    if energy * part > work.energy_mwh:
        part, limit = work.energy_mwh / energy, POWER
    if labour * part > work.labour_years:
        part, limit = work.labour_years / labour, WORK
    if feed * part > work.ore_t:
        part, limit = work.ore_t / feed, ORE
    return part, limit


@compiled(is_merged=True)
def _serve(
    vital: float, stock: CityStock, rules: CityParams, flow: CityFlow, work: CityWork
) -> tuple[float, int]:
    """Goods that people use: made as far as can be, the rest from stores. Returns the least part served."""
    want, made, closure, capacity = work.want, work.made, work.closure, work.capacity
    limit = -1
    for c in range(N_CLASSES):
        made[c] = 0.0
        if c > 0 and rules.vital[c] == vital:
            made[c] = min(closure[c] * want[c], capacity[c])
            if capacity[c] < closure[c] * want[c]:
                limit = INDUSTRY
    part, code = _share(rules, work)
    limit = code if code >= 0 else limit
    for c in range(N_CLASSES):
        made[c] *= part
    _make(rules, flow, work)
    served = 1.0
    for c in range(1, N_CLASSES):
        if rules.vital[c] != vital or want[c] <= 0.0:
            continue
        fetched = min(stock.stores_t[c], want[c] - made[c])
        stock.stores_t[c] -= fetched
        flow.imported_t[c] += fetched
        flow.used_t[c] += made[c] + fetched
        served = min(served, (made[c] + fetched) / want[c])
    return served, limit


@compiled(is_merged=True)
def _ration(stock: CityStock, rules: CityParams, flow: CityFlow, work: CityWork) -> tuple[float, int]:
    """Upkeep: all goods in fixed proportion, what cannot be made from stores above the reserve."""
    want, made, reserve, closure, capacity = (
        work.want, work.made, work.reserve, work.closure, work.capacity
    )  # fmt: skip
    limit = -1
    made[0] = 0.0
    for c in range(1, N_CLASSES):
        made[c] = min(closure[c] * want[c], capacity[c])
        if capacity[c] < closure[c] * want[c]:
            limit = INDUSTRY
    part, code = _share(rules, work)
    limit = code if code >= 0 else limit
    done = 1.0
    for c in range(1, N_CLASSES):
        made[c] *= part
        if want[c] > 0.0:
            have = made[c] + max(stock.stores_t[c] - reserve[c], 0.0)
            if have < done * want[c]:
                done = have / want[c]
                if made[c] >= closure[c] * want[c] * (1.0 - ROUNDING_FRAC):
                    limit = CLOSURE
    for c in range(1, N_CLASSES):
        made[c] = min(made[c], done * want[c])
        fetched = max(done * want[c] - made[c], 0.0)
        stock.stores_t[c] -= fetched
        flow.imported_t[c] += fetched
        flow.used_t[c] += made[c] + fetched
    _make(rules, flow, work)
    return done, limit


@compiled(is_merged=True)
def _expand(stock: CityStock, rules: CityParams, flow: CityFlow, work: CityWork) -> tuple[float, int]:
    """Growth: goods in fixed proportion, each made up to its closure, the rest from stores."""
    want, made, reserve, closure, capacity = (
        work.want, work.made, work.reserve, work.closure, work.capacity
    )  # fmt: skip
    made[0] = 0.0
    part, limit = 1.0, -1
    for c in range(1, N_CLASSES):
        made[c] = closure[c] * want[c]
        if made[c] * part > capacity[c]:
            part, limit = capacity[c] / made[c], INDUSTRY
        bought = want[c] - made[c]
        free = max(stock.stores_t[c] - reserve[c], 0.0)
        if bought * part > free:
            part, limit = free / bought, CLOSURE
    share, code = _share(rules, work)
    if share < part:
        part, limit = share, code
    for c in range(1, N_CLASSES):
        made[c] *= part
        fetched = max(part * want[c] - made[c], 0.0)
        stock.stores_t[c] -= fetched
        flow.imported_t[c] += fetched
        flow.used_t[c] += made[c] + fetched
    _make(rules, flow, work)
    return part, limit


@compiled(is_merged=True)
def kept_years(rules: CityParams, closure: float) -> float:
    """Years of imports kept in store while ships come: what is nearly made here costs little to keep."""
    return float(rules.store_years + max(rules.deep_store_years - rules.store_years, 0.0) * closure)


@compiled(is_merged=True)
def add_capital(stock: CityStock, rules: CityParams, capital_t: float, added_t: float) -> None:
    """Spread new capital over the classes, most to those furthest below a balanced mix."""
    if added_t <= 0.0:
        return
    gap = 0.0
    for c in range(N_CLASSES):
        gap += max(rules.mix_frac[c] * (capital_t + added_t) - stock.capital_t[c], 0.0)
    for c in range(N_CLASSES):
        if gap > 0.0:
            lacks = max(rules.mix_frac[c] * (capital_t + added_t) - stock.capital_t[c], 0.0)
            stock.capital_t[c] += added_t * lacks / gap
        else:
            stock.capital_t[c] += added_t * rules.mix_frac[c]


@compiled(is_merged=True)
def wanted_kw(stock: CityStock, rules: CityParams, spread: CitySpread, work: CityWork) -> float:
    """Power that people, robots and the industry there is could use [kW].

    Goods that people alone use are counted for who lives there, goods for building as far as industry and
    labour go.
    """
    closure = work.closure
    people = stock.people
    living, building, labour, more_labour = 0.0, 0.0, 0.0, 0.0
    for c in range(1, N_CLASSES):
        needed = min(
            closure[c] * rules.need_t_per_person_year[c] * people,
            rules.output_per_capital_per_year[c] * stock.capital_t[c],
        )
        living += needed * rules.dug_mwh_t[c]
        labour += needed * rules.dug_worker_year_t[c]
        if rules.power_frac[c] + rules.capital_frac[c] + rules.habitat_frac[c] + rules.robot_frac[c] > 0.0:
            more = rules.output_per_capital_per_year[c] * stock.capital_t[c] - needed
            building += more * rules.dug_mwh_t[c]
            more_labour += more * rules.dug_worker_year_t[c]
    workers = people * rules.worker_frac + stock.robots * rules.robot_workers * spread.robot_factor
    if more_labour > 0.0:
        building *= min(max(workers - labour, 0.0) / more_labour, 1.0)
    wish = (
        rules.vital_kwe_per_person + rules.transport_kwe_per_person
    ) * people + rules.robot_kwe * stock.robots
    return float(wish + (living + building) * spread.energy_factor * 1000.0 / HOURS_PER_YEAR)


@compiled(is_merged=True)
def _fill_budgets(
    stock: CityStock,
    rules: CityParams,
    spread: CitySpread,
    dt: float,
    is_storm: bool,
    is_failure: bool,
    flow: CityFlow,
    work: CityWork,
) -> float:
    """Energy, labour and feedstock of a step, and the capacity of each class; who has no power dies.

    Returns the part of the people who live; leaves the robots' energy in the flows.
    """
    dark = rules.storm_loss_frac if is_storm else 0.0
    kept = 1.0 - (rules.failure_loss_frac if is_failure else 0.0)
    firm = stock.small_kw + stock.large_kw + stock.local_kw * (1.0 - dark)
    alive = 1.0
    if firm < rules.vital_kwe_per_person * stock.people:
        alive = firm / (rules.vital_kwe_per_person * stock.people)
        stock.people *= alive
    people = stock.people
    hours = HOURS_PER_YEAR * dt / 1000.0
    left = max(firm - rules.vital_kwe_per_person * people, 0.0) * hours
    robots_mwh = rules.robot_kwe * stock.robots * hours
    active = 1.0 if robots_mwh <= ROBOTS_MOST_FRAC * left else ROBOTS_MOST_FRAC * left / robots_mwh
    flow.had_mwh, flow.used_mwh = firm * hours, active * robots_mwh
    # Energy of goods differs by campaign: the budget is counted in goods of the cited energy.
    work.energy_mwh = (left - active * robots_mwh) / spread.energy_factor
    workers = people * rules.worker_frac + stock.robots * rules.robot_workers * spread.robot_factor * active
    work.labour_years = workers * dt * kept
    work.ore_t = rules.output_per_capital_per_year[0] * stock.capital_t[MINING] * dt * kept
    for c in range(N_CLASSES):
        work.capacity[c] = rules.output_per_capital_per_year[c] * stock.capital_t[c] * dt * kept
    return alive


@compiled(is_merged=True)
def _keep_up(
    stock: CityStock,
    rules: CityParams,
    dt: float,
    years_left: float,
    of_industry: bool,
    flow: CityFlow,
    work: CityWork,
) -> tuple[float, int]:
    """Wear and repair of industry, or of all else. Returns the part repaired and what bound it."""
    keep_years = years_left if years_left > 0.0 else rules.missed_years
    want, reserve, upkeep, closure = work.want, work.reserve, work.upkeep, work.closure
    capital_t = 0.0
    for c in range(N_CLASSES):
        capital_t += stock.capital_t[c]
    for c in range(N_CLASSES):
        industry = rules.capital_frac[c] * rules.capital_wear_per_year * capital_t
        want[c] = (industry if of_industry else upkeep[c] - industry) * dt
        reserve[c] = keep_years * (1.0 - closure[c]) * rules.need_t_per_person_year[c] * stock.people
    done, limit = _ration(stock, rules, flow, work)
    if of_industry:
        for c in range(N_CLASSES):
            stock.capital_t[c] -= rules.capital_wear_per_year * dt * stock.capital_t[c] * (1.0 - done)
        return done, limit
    kw = stock.small_kw + stock.large_kw + stock.local_kw
    stock.small_kw -= rules.power_wear_per_year * dt * stock.small_kw
    stock.large_kw -= rules.power_wear_per_year * dt * stock.large_kw
    stock.local_kw += rules.power_wear_per_year * dt * (done * kw - stock.local_kw)
    stock.habitat_m2 -= rules.habitat_wear_per_year * dt * stock.habitat_m2 * (1.0 - done)
    stock.robots -= rules.robot_wear_per_year * dt * stock.robots * (1.0 - done)
    return done, limit


@compiled(is_merged=True)
def live_step(
    stock: CityStock,
    rules: CityParams,
    spread: CitySpread,
    dt: float,
    is_storm: bool,
    is_failure: bool,
    ships_short: int,
    years_left: float,
    flow: CityFlow,
    work: CityWork,
) -> None:
    """One step: people live, stocks are kept up, what is left grows. Changes `stock`, fills `flow`.

    `years_left` is 0 while ships come; after the last one, the years for which
    the stores are husbanded: people before upkeep, upkeep before growth.
    """
    for c in range(N_CLASSES):
        flow.used_t[c] = flow.made_t[c] = flow.imported_t[c] = 0.0
    flow.had_mwh = flow.used_mwh = flow.dug_t = 0.0
    flow.limit, flow.alive_frac = 0, 1.0
    if stock.people <= 0.0:
        return
    capital_t = closures(stock, rules, spread.closure_factor, work)
    alive = _fill_budgets(stock, rules, spread, dt, is_storm, is_failure, flow, work)
    people, ore = stock.people, work.ore_t
    hours = HOURS_PER_YEAR * dt / 1000.0
    robots_mwh = flow.used_mwh
    for c in range(N_CLASSES):
        work.want[c] = rules.need_t_per_person_year[c] * people * dt
    served, limit = _serve(1.0, stock, rules, flow, work)
    alive *= served
    work.energy_mwh -= min(
        work.energy_mwh, rules.transport_kwe_per_person * people * hours / spread.energy_factor
    )
    _, other = _serve(0.0, stock, rules, flow, work)
    limit = other if limit < 0 else limit

    worn_goods(stock, rules, capital_t, work)
    # Power, houses and robots before industry: a city with more industry than it can keep lets that go.
    kept_up, other = _keep_up(stock, rules, dt, years_left, False, flow, work)
    limit = other if other >= 0 else limit
    built = 0.0
    if kept_up >= 1.0 and served >= 1.0:
        _reserve(stock, rules, years_left, work)
        needed = SPARE_FACTOR * lived_kw(stock, rules, spread.energy_factor, work)
        built, other = _build(stock, rules, needed, flow, work)
        limit = other if limit < 0 else limit
    mended, other = _keep_up(stock, rules, dt, years_left, True, flow, work)
    limit = other if other >= 0 else limit
    # Where one class of industry is too small, the others make more of it rather than stand idle.
    if served >= 1.0 and ((mended >= 1.0 and built >= 1.0) or limit == INDUSTRY):
        _reserve(stock, rules, years_left, work)
        other = _grow(stock, rules, spread, flow, work)
        limit = other if limit < 0 else limit
    stock.people *= served
    _births(stock, rules, dt)
    if limit == WORK and _has_room(stock, rules):
        limit = TOO_FEW
    if limit == CLOSURE and ships_short == 1:
        limit = SHIPS
    # Where nothing binds, all that industry can do is done.
    flow.limit = limit if limit >= 0 else INDUSTRY
    flow.alive_frac = alive
    flow.used_mwh = _energy_used(flow, rules, people, robots_mwh, hours, spread.energy_factor)
    flow.dug_t = ore - work.ore_t


@compiled(is_merged=True)
def _energy_used(
    flow: CityFlow,
    rules: CityParams,
    people: float,
    robots_mwh: float,
    hours: float,
    factor: float,
) -> float:
    """Electricity of a step [MWh]; transport is served after the vital goods, as far as there is power."""
    goods = 0.0
    for c in range(1, N_CLASSES):
        goods += flow.made_t[c] * rules.dug_mwh_t[c] * factor
    vital = rules.vital_kwe_per_person * people * hours
    transport = min(
        rules.transport_kwe_per_person * people * hours, flow.had_mwh - vital - robots_mwh - goods
    )
    return float(vital + robots_mwh + goods + max(transport, 0.0))


@compiled(is_merged=True)
def _reserve(stock: CityStock, rules: CityParams, years_left: float, work: CityWork) -> None:
    """Stores that growth leaves alone, by class, in `work`."""
    closure, reserve, upkeep = work.closure, work.reserve, work.upkeep
    for c in range(N_CLASSES):
        keep_years = years_left if years_left > 0.0 else kept_years(rules, closure[c])
        reserve[c] = (
            keep_years * (1.0 - closure[c]) * (rules.need_t_per_person_year[c] * stock.people + upkeep[c])
        )


@compiled(is_merged=True)
def lived_kw(stock: CityStock, rules: CityParams, energy_factor: float, work: CityWork) -> float:
    """Power that people, robots and what is made for living and upkeep take [kW]."""
    closure, upkeep = work.closure, work.upkeep
    goods = 0.0
    for c in range(1, N_CLASSES):
        goods += (
            closure[c] * (rules.need_t_per_person_year[c] * stock.people + upkeep[c]) * rules.dug_mwh_t[c]
        )
    base = (
        rules.vital_kwe_per_person + rules.transport_kwe_per_person
    ) * stock.people + rules.robot_kwe * stock.robots
    return float(base + goods * energy_factor * 1000.0 / HOURS_PER_YEAR)


@compiled(is_merged=True)
def _build(
    stock: CityStock, rules: CityParams, needed_kw: float, flow: CityFlow, work: CityWork
) -> tuple[float, int]:
    """Build the power, houses and robots that are lacking; returns the part of the wish and its limit."""
    people, want = stock.people, work.want
    more_kw = max(needed_kw - stock.small_kw - stock.large_kw - stock.local_kw, 0.0)
    room = people * (1.0 + rules.births_per_year / 2.0) * rules.habitat_m2_per_person
    more_m2 = max(room - stock.habitat_m2, 0.0)
    more_robots = max(rules.robots_per_person * people - stock.robots, 0.0)
    for c in range(N_CLASSES):
        want[c] = (
            rules.power_frac[c] * more_kw * rules.local_kg_per_kwe
            + rules.habitat_frac[c] * more_m2 * rules.habitat_local_kg_m2
            + rules.robot_frac[c] * more_robots * rules.robot_kg
        ) / 1000.0
    part, limit = _expand(stock, rules, flow, work)
    stock.local_kw += part * more_kw
    stock.habitat_m2 += part * more_m2
    stock.robots += part * more_robots
    return part, limit


@compiled(is_merged=True)
def _grow(stock: CityStock, rules: CityParams, spread: CitySpread, flow: CityFlow, work: CityWork) -> int:
    """Build the power that industry lacks, then more industry; returns what binds."""
    needed = wanted_kw(stock, rules, spread, work)
    part, limit = _build(stock, rules, needed, flow, work)
    if part < 1.0 and limit != INDUSTRY:
        return int(limit)
    total = 0.0
    for c in range(N_CLASSES):
        total += stock.capital_t[c]
    for c in range(N_CLASSES):
        work.want[c] = rules.capital_frac[c] * total
    part, limit = _expand(stock, rules, flow, work)
    add_capital(stock, rules, total, part * total)
    return int(limit)


@compiled(is_merged=True)
def _births(stock: CityStock, rules: CityParams, dt: float) -> None:
    """Births where there is room, and deaths of age and chance."""
    people = stock.people
    born = rules.births_per_year * dt * people
    if rules.habitat_m2_per_person > 0.0:
        born = min(born, max(stock.habitat_m2 / rules.habitat_m2_per_person - people, 0.0))
    stock.people = people + born - rules.deaths_per_year * dt * people


@compiled(is_merged=True)
def _has_room(stock: CityStock, rules: CityParams) -> bool:
    """Whether houses and vital power stand for many more people than live there."""
    many = ROOM_FACTOR * stock.people
    kw = stock.small_kw + stock.large_kw + stock.local_kw
    return bool(
        stock.habitat_m2 >= many * rules.habitat_m2_per_person and kw >= many * rules.power_kwe_per_person
    )
