"""One step of a city, compiled: people live, stocks are kept up, what is left grows.

A city is an array of stocks; rules come as scalars and as rows by class (see
:mod:`kilosol.campaign.growth_rules`, which fills both in this order). The parts of a step are short: laid
into it where they are called, it takes two thirds of the time, and every number keeps its bits.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kilosol.compiled import compiled

Array: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]
Whole: TypeAlias = NDArray[np.int64]

#: Hours of a Julian year [h].
HOURS_PER_YEAR = 8766.0

#: Number of classes of goods and capital; class 0 is mining.
N_CLASSES = 8

# Stocks, in order: people, robots, power [kW] by origin, habitable area [m2], capital and stores [t] by
# class.
PEOPLE, ROBOTS, SMALL, LARGE, LOCAL, HABITAT, CAPITAL, STORES = 0, 1, 2, 3, 4, 5, 6, 14
N_STOCKS = 22

# Scalar rules, in order.
(
    VITAL_KWE, TRANSPORT_KWE, ROBOT_KWE, ARRIVING_KWE, SMALL_KG, LARGE_KG, LOCAL_KG, SMALL_UNTIL_KW,
    WORKER_FRAC, ROBOT_WORKERS, ROBOT_KG, ROBOTS_WANTED, HABITAT_M2, HABITAT_IMPORTED_KG, HABITAT_LOCAL_KG,
    BIRTHS, DEATHS, SLOPE, WEAR_CAPITAL, WEAR_POWER, WEAR_HABITAT, WEAR_ROBOT, STORE_YEARS, DEEP_YEARS,
    CAPITAL_CARGO, STORM_LOSS, FAILURE_LOSS, MISSED_YEARS,
) = range(28)  # fmt: skip

# Rows by class, in order.
NEED, ENERGY, OUTPUT, LABOUR, FEED, MOST_CLOSURE, HALF_CLOSURE, VITAL = 0, 1, 2, 3, 4, 5, 6, 7
OF_POWER, OF_CAPITAL, OF_HABITAT, OF_ROBOT, MIX = 8, 9, 10, 11, 12

# What binds, in the order of growth.LIMITS.
NOBODY, SHIPS, POWER, WORK, INDUSTRY, ORE, CLOSURE, TOO_FEW = range(8)

# Flows of a step: rows used, made, imported by class; then scalars.
USED, MADE, IMPORTED = 0, 1, 2
# Columns of the last row of the flows: energy to be had and used [MWh], feedstock dug [t], the limit,
# the part of the people who lived, and mass put into stocks [t].
BALANCE, HAD_MWH, USED_MWH, DUG, LIMIT, ALIVE, BUILT = 3, 0, 1, 2, 3, 4, 5

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
def copy(source: Array, target: Array) -> None:
    """Copy an array."""
    # A loop compiles in a tenth of the time of an assignment of slices, which checks shapes.
    for i in range(source.size):
        target[i] = source[i]


@compiled(is_merged=True)
def closures(stock: Array, rules: Array, rows: Array, scale: float, closure: Array) -> float:
    """Fill the closures by class; returns the industrial capital [t]."""
    total = 0.0
    for c in range(N_CLASSES):
        total += stock[CAPITAL + c]
    for c in range(N_CLASSES):
        closure[c] = closure_of(total, rows[MOST_CLOSURE, c], rows[HALF_CLOSURE, c] * scale, rules[SLOPE])
    return total


@compiled(is_merged=True)
def worn_goods(stock: Array, rules: Array, rows: Array, capital_t: float, want: Array) -> None:
    """Goods [t/yr] that keep all stocks as they are."""
    kw = stock[SMALL] + stock[LARGE] + stock[LOCAL]
    power_t = rules[WEAR_POWER] * kw * rules[LOCAL_KG] / 1000.0
    habitat_t = rules[WEAR_HABITAT] * stock[HABITAT] * rules[HABITAT_LOCAL_KG] / 1000.0
    robot_t = rules[WEAR_ROBOT] * stock[ROBOTS] * rules[ROBOT_KG] / 1000.0
    worn_t = rules[WEAR_CAPITAL] * capital_t
    for c in range(N_CLASSES):
        want[c] = (
            rows[OF_POWER, c] * power_t
            + rows[OF_HABITAT, c] * habitat_t
            + rows[OF_ROBOT, c] * robot_t
            + rows[OF_CAPITAL, c] * worn_t
        )


@compiled(is_merged=True)
def _make(made: Array, rows: Array, budget: Array, capacity: Array, flow: Array) -> None:
    """Take what goods cost out of the budgets (energy [MWh], labour [worker-years], feedstock [t])."""
    for c in range(1, N_CLASSES):
        budget[0] -= made[c] * rows[ENERGY, c]
        budget[1] -= made[c] * rows[LABOUR, c]
        budget[2] -= made[c] * rows[FEED, c]
        capacity[c] = max(capacity[c] - made[c], 0.0)
        flow[MADE, c] += made[c]
    for k in range(3):
        budget[k] = max(budget[k], 0.0)


@compiled(is_merged=True)
def _share(made: Array, rows: Array, budget: Array) -> tuple[float, int]:
    """Part of the goods wanted that the budgets allow, and which of them binds."""
    energy = labour = feed = 0.0
    for c in range(1, N_CLASSES):
        energy += made[c] * rows[ENERGY, c]
        labour += made[c] * rows[LABOUR, c]
        feed += made[c] * rows[FEED, c]
    part, limit = 1.0, -1
    if energy * part > budget[0]:
        part, limit = budget[0] / energy, POWER
    if labour * part > budget[1]:
        part, limit = budget[1] / labour, WORK
    if feed * part > budget[2]:
        part, limit = budget[2] / feed, ORE
    return part, limit


@compiled(is_merged=True)
def _serve(
    vital: float, want: Array, stock: Array, rows: Array, closure: Array,
    budget: Array, capacity: Array, flow: Array, made: Array,
) -> tuple[float, int]:  # fmt: skip
    """Goods that people use: made as far as can be, the rest from stores. Returns the least part served."""
    limit = -1
    for c in range(N_CLASSES):
        made[c] = 0.0
        if c > 0 and rows[VITAL, c] == vital:
            made[c] = min(closure[c] * want[c], capacity[c])
            if capacity[c] < closure[c] * want[c]:
                limit = INDUSTRY
    part, code = _share(made, rows, budget)
    limit = code if code >= 0 else limit
    for c in range(N_CLASSES):
        made[c] *= part
    _make(made, rows, budget, capacity, flow)
    served = 1.0
    for c in range(1, N_CLASSES):
        if rows[VITAL, c] != vital or want[c] <= 0.0:
            continue
        fetched = min(stock[STORES + c], want[c] - made[c])
        stock[STORES + c] -= fetched
        flow[IMPORTED, c] += fetched
        flow[USED, c] += made[c] + fetched
        served = min(served, (made[c] + fetched) / want[c])
    return served, limit


@compiled(is_merged=True)
def _ration(
    want: Array, reserve: Array, stock: Array, rows: Array, closure: Array,
    budget: Array, capacity: Array, flow: Array, made: Array,
) -> tuple[float, int]:  # fmt: skip
    """Upkeep: all goods in fixed proportion, what cannot be made from stores above the reserve."""
    limit = -1
    made[0] = 0.0
    for c in range(1, N_CLASSES):
        made[c] = min(closure[c] * want[c], capacity[c])
        if capacity[c] < closure[c] * want[c]:
            limit = INDUSTRY
    part, code = _share(made, rows, budget)
    limit = code if code >= 0 else limit
    done = 1.0
    for c in range(1, N_CLASSES):
        made[c] *= part
        if want[c] > 0.0:
            have = made[c] + max(stock[STORES + c] - reserve[c], 0.0)
            if have < done * want[c]:
                done = have / want[c]
                if made[c] >= closure[c] * want[c] * (1.0 - ROUNDING_FRAC):
                    limit = CLOSURE
    for c in range(1, N_CLASSES):
        made[c] = min(made[c], done * want[c])
        fetched = max(done * want[c] - made[c], 0.0)
        stock[STORES + c] -= fetched
        flow[IMPORTED, c] += fetched
        flow[USED, c] += made[c] + fetched
    _make(made, rows, budget, capacity, flow)
    return done, limit


@compiled(is_merged=True)
def _expand(
    want: Array, reserve: Array, stock: Array, rows: Array, closure: Array,
    budget: Array, capacity: Array, flow: Array, made: Array,
) -> tuple[float, int]:  # fmt: skip
    """Growth: goods in fixed proportion, each made up to its closure, the rest from stores."""
    made[0] = 0.0
    part, limit = 1.0, -1
    for c in range(1, N_CLASSES):
        made[c] = closure[c] * want[c]
        if made[c] * part > capacity[c]:
            part, limit = capacity[c] / made[c], INDUSTRY
        bought = want[c] - made[c]
        free = max(stock[STORES + c] - reserve[c], 0.0)
        if bought * part > free:
            part, limit = free / bought, CLOSURE
    share, code = _share(made, rows, budget)
    if share < part:
        part, limit = share, code
    for c in range(1, N_CLASSES):
        made[c] *= part
        fetched = max(part * want[c] - made[c], 0.0)
        stock[STORES + c] -= fetched
        flow[IMPORTED, c] += fetched
        flow[USED, c] += made[c] + fetched
    _make(made, rows, budget, capacity, flow)
    return part, limit


@compiled(is_merged=True)
def kept_years(rules: Array, closure: float) -> float:
    """Years of imports kept in store while ships come: what is nearly made here costs little to keep."""
    return float(rules[STORE_YEARS] + max(rules[DEEP_YEARS] - rules[STORE_YEARS], 0.0) * closure)


@compiled(is_merged=True)
def add_capital(stock: Array, rows: Array, capital_t: float, added_t: float) -> None:
    """Spread new capital over the classes, most to those furthest below a balanced mix."""
    if added_t <= 0.0:
        return
    gap = 0.0
    for c in range(N_CLASSES):
        gap += max(rows[MIX, c] * (capital_t + added_t) - stock[CAPITAL + c], 0.0)
    for c in range(N_CLASSES):
        if gap > 0.0:
            lacks = max(rows[MIX, c] * (capital_t + added_t) - stock[CAPITAL + c], 0.0)
            stock[CAPITAL + c] += added_t * lacks / gap
        else:
            stock[CAPITAL + c] += added_t * rows[MIX, c]


@compiled(is_merged=True)
def wanted_kw(stock: Array, rules: Array, rows: Array, spread: Array, closure: Array) -> float:
    """Power that people, robots and the industry there is could use [kW].

    Goods that people alone use are counted for who lives there, goods for building as far as industry and
    labour go.
    """
    people = stock[PEOPLE]
    living, building, labour, more_labour = 0.0, 0.0, 0.0, 0.0
    for c in range(1, N_CLASSES):
        needed = min(closure[c] * rows[NEED, c] * people, rows[OUTPUT, c] * stock[CAPITAL + c])
        living += needed * rows[ENERGY, c]
        labour += needed * rows[LABOUR, c]
        if rows[OF_POWER, c] + rows[OF_CAPITAL, c] + rows[OF_HABITAT, c] + rows[OF_ROBOT, c] > 0.0:
            more = rows[OUTPUT, c] * stock[CAPITAL + c] - needed
            building += more * rows[ENERGY, c]
            more_labour += more * rows[LABOUR, c]
    workers = people * rules[WORKER_FRAC] + stock[ROBOTS] * rules[ROBOT_WORKERS] * spread[1]
    if more_labour > 0.0:
        building *= min(max(workers - labour, 0.0) / more_labour, 1.0)
    wish = (rules[VITAL_KWE] + rules[TRANSPORT_KWE]) * people + rules[ROBOT_KWE] * stock[ROBOTS]
    return float(wish + (living + building) * spread[2] * 1000.0 / HOURS_PER_YEAR)


@compiled(is_merged=True)
def _fill_budgets(
    stock: Array, rules: Array, rows: Array, spread: Array, dt: float, is_storm: bool, is_failure: bool,
    budget: Array, capacity: Array, flow: Array,
) -> float:  # fmt: skip
    """Energy, labour and feedstock of a step, and the capacity of each class; who has no power dies.

    Returns the part of the people who live; leaves the robots' energy in the flows.
    """
    dark = rules[STORM_LOSS] if is_storm else 0.0
    kept = 1.0 - (rules[FAILURE_LOSS] if is_failure else 0.0)
    firm = stock[SMALL] + stock[LARGE] + stock[LOCAL] * (1.0 - dark)
    alive = 1.0
    if firm < rules[VITAL_KWE] * stock[PEOPLE]:
        alive = firm / (rules[VITAL_KWE] * stock[PEOPLE])
        stock[PEOPLE] *= alive
    people = stock[PEOPLE]
    hours = HOURS_PER_YEAR * dt / 1000.0
    left = max(firm - rules[VITAL_KWE] * people, 0.0) * hours
    robots_mwh = rules[ROBOT_KWE] * stock[ROBOTS] * hours
    active = 1.0 if robots_mwh <= ROBOTS_MOST_FRAC * left else ROBOTS_MOST_FRAC * left / robots_mwh
    flow[BALANCE, HAD_MWH], flow[BALANCE, USED_MWH] = firm * hours, active * robots_mwh
    # Energy of goods differs by campaign: the budget is counted in goods of the cited energy.
    budget[0] = (left - active * robots_mwh) / spread[2]
    workers = people * rules[WORKER_FRAC] + stock[ROBOTS] * rules[ROBOT_WORKERS] * spread[1] * active
    budget[1] = workers * dt * kept
    budget[2] = rows[OUTPUT, 0] * stock[CAPITAL] * dt * kept
    for c in range(N_CLASSES):
        capacity[c] = rows[OUTPUT, c] * stock[CAPITAL + c] * dt * kept
    return alive


@compiled(is_merged=True)
def _keep_up(
    stock: Array, rules: Array, rows: Array, dt: float, years_left: float, of_industry: bool,
    closure: Array, budget: Array, capacity: Array, flow: Array, work: Array,
) -> tuple[float, int]:  # fmt: skip
    """Wear and repair of industry, or of all else. Returns the part repaired and what bound it."""
    keep_years = years_left if years_left > 0.0 else rules[MISSED_YEARS]
    want, made, reserve, upkeep = work[1], work[2], work[4], work[5]
    capital_t = 0.0
    for c in range(N_CLASSES):
        capital_t += stock[CAPITAL + c]
    for c in range(N_CLASSES):
        industry = rows[OF_CAPITAL, c] * rules[WEAR_CAPITAL] * capital_t
        want[c] = (industry if of_industry else upkeep[c] - industry) * dt
        reserve[c] = keep_years * (1.0 - closure[c]) * rows[NEED, c] * stock[PEOPLE]
    done, limit = _ration(want, reserve, stock, rows, closure, budget, capacity, flow, made)
    if of_industry:
        for c in range(N_CLASSES):
            stock[CAPITAL + c] -= rules[WEAR_CAPITAL] * dt * stock[CAPITAL + c] * (1.0 - done)
        return done, limit
    kw = stock[SMALL] + stock[LARGE] + stock[LOCAL]
    stock[SMALL] -= rules[WEAR_POWER] * dt * stock[SMALL]
    stock[LARGE] -= rules[WEAR_POWER] * dt * stock[LARGE]
    stock[LOCAL] += rules[WEAR_POWER] * dt * (done * kw - stock[LOCAL])
    stock[HABITAT] -= rules[WEAR_HABITAT] * dt * stock[HABITAT] * (1.0 - done)
    stock[ROBOTS] -= rules[WEAR_ROBOT] * dt * stock[ROBOTS] * (1.0 - done)
    return done, limit


@compiled(is_merged=True)
def live_step(
    stock: Array, rules: Array, rows: Array, spread: Array, dt: float,
    is_storm: bool, is_failure: bool, ships_short: int, years_left: float, flow: Array, work: Array,
) -> None:  # fmt: skip
    """One step: people live, stocks are kept up, what is left grows. Changes `stock`, fills `flow` (4, 8).

    `spread` holds what this campaign finds: factors on the scale of closure, on the work of robots and on
    the energy of goods. `years_left` is 0 while ships come; after the last one, the years for which
    the stores are husbanded: people before upkeep, upkeep before growth. `work` (7, 8) is room to work in.
    """
    for row in range(flow.shape[0]):
        for c in range(flow.shape[1]):
            flow[row, c] = 0.0
    flow[BALANCE, ALIVE] = 1.0
    if stock[PEOPLE] <= 0.0:
        return
    closure, want, made, capacity = work[0], work[1], work[2], work[3]
    upkeep, budget = work[5], work[6]
    capital_t = closures(stock, rules, rows, spread[0], closure)
    alive = _fill_budgets(stock, rules, rows, spread, dt, is_storm, is_failure, budget, capacity, flow)
    people, ore = stock[PEOPLE], budget[2]
    hours = HOURS_PER_YEAR * dt / 1000.0
    robots_mwh = flow[BALANCE, USED_MWH]
    for c in range(N_CLASSES):
        want[c] = rows[NEED, c] * people * dt
    served, limit = _serve(1.0, want, stock, rows, closure, budget, capacity, flow, made)
    alive *= served
    budget[0] -= min(budget[0], rules[TRANSPORT_KWE] * people * hours / spread[2])
    _, other = _serve(0.0, want, stock, rows, closure, budget, capacity, flow, made)
    limit = other if limit < 0 else limit

    worn_goods(stock, rules, rows, capital_t, upkeep)
    # Power, houses and robots before industry: a city with more industry than it can keep lets that go.
    kept_up, other = _keep_up(
        stock, rules, rows, dt, years_left, False, closure, budget, capacity, flow, work
    )
    limit = other if other >= 0 else limit
    built = 0.0
    if kept_up >= 1.0 and served >= 1.0:
        _reserve(stock, rules, rows, years_left, work)
        needed = SPARE_FACTOR * lived_kw(stock, rules, rows, spread[2], closure, upkeep)
        built, other = _build(stock, rules, rows, needed, closure, budget, capacity, flow, work)
        limit = other if limit < 0 else limit
    mended, other = _keep_up(stock, rules, rows, dt, years_left, True, closure, budget, capacity, flow, work)
    limit = other if other >= 0 else limit
    # Where one class of industry is too small, the others make more of it rather than stand idle.
    if served >= 1.0 and ((mended >= 1.0 and built >= 1.0) or limit == INDUSTRY):
        _reserve(stock, rules, rows, years_left, work)
        other = _grow(stock, rules, rows, spread, closure, budget, capacity, flow, work)
        limit = other if limit < 0 else limit
    stock[PEOPLE] *= served
    _births(stock, rules, dt)
    if limit == WORK and _has_room(stock, rules):
        limit = TOO_FEW
    if limit == CLOSURE and ships_short == 1:
        limit = SHIPS
    # Where nothing binds, all that industry can do is done.
    flow[BALANCE, LIMIT] = limit if limit >= 0 else INDUSTRY
    flow[BALANCE, ALIVE] = alive
    flow[BALANCE, USED_MWH] = _energy_used(flow, rows, rules, people, robots_mwh, hours, spread[2])
    flow[BALANCE, DUG] = ore - budget[2]


@compiled(is_merged=True)
def _energy_used(
    flow: Array,
    rows: Array,
    rules: Array,
    people: float,
    robots_mwh: float,
    hours: float,
    factor: float,
) -> float:
    """Electricity of a step [MWh]; transport is served after the vital goods, as far as there is power."""
    goods = 0.0
    for c in range(1, N_CLASSES):
        goods += flow[MADE, c] * rows[ENERGY, c] * factor
    vital = rules[VITAL_KWE] * people * hours
    transport = min(
        rules[TRANSPORT_KWE] * people * hours, flow[BALANCE, HAD_MWH] - vital - robots_mwh - goods
    )
    return float(vital + robots_mwh + goods + max(transport, 0.0))


@compiled(is_merged=True)
def _reserve(stock: Array, rules: Array, rows: Array, years_left: float, work: Array) -> None:
    """Stores that growth leaves alone, by class, in `work`."""
    closure, reserve, upkeep = work[0], work[4], work[5]
    for c in range(N_CLASSES):
        keep_years = years_left if years_left > 0.0 else kept_years(rules, closure[c])
        reserve[c] = keep_years * (1.0 - closure[c]) * (rows[NEED, c] * stock[PEOPLE] + upkeep[c])


@compiled(is_merged=True)
def lived_kw(
    stock: Array, rules: Array, rows: Array, energy_factor: float, closure: Array, upkeep: Array
) -> float:
    """Power that people, robots and what is made for living and upkeep take [kW]."""
    goods = 0.0
    for c in range(1, N_CLASSES):
        goods += closure[c] * (rows[NEED, c] * stock[PEOPLE] + upkeep[c]) * rows[ENERGY, c]
    base = (rules[VITAL_KWE] + rules[TRANSPORT_KWE]) * stock[PEOPLE] + rules[ROBOT_KWE] * stock[ROBOTS]
    return float(base + goods * energy_factor * 1000.0 / HOURS_PER_YEAR)


@compiled(is_merged=True)
def _build(
    stock: Array, rules: Array, rows: Array, needed_kw: float, closure: Array,
    budget: Array, capacity: Array, flow: Array, work: Array,
) -> tuple[float, int]:  # fmt: skip
    """Build the power, houses and robots that are lacking; returns the part of the wish and its limit."""
    people, want, made, reserve = stock[PEOPLE], work[1], work[2], work[4]
    more_kw = max(needed_kw - stock[SMALL] - stock[LARGE] - stock[LOCAL], 0.0)
    room = people * (1.0 + rules[BIRTHS] / 2.0) * rules[HABITAT_M2]
    more_m2 = max(room - stock[HABITAT], 0.0)
    more_robots = max(rules[ROBOTS_WANTED] * people - stock[ROBOTS], 0.0)
    for c in range(N_CLASSES):
        want[c] = (
            rows[OF_POWER, c] * more_kw * rules[LOCAL_KG]
            + rows[OF_HABITAT, c] * more_m2 * rules[HABITAT_LOCAL_KG]
            + rows[OF_ROBOT, c] * more_robots * rules[ROBOT_KG]
        ) / 1000.0
    part, limit = _expand(want, reserve, stock, rows, closure, budget, capacity, flow, made)
    stock[LOCAL] += part * more_kw
    stock[HABITAT] += part * more_m2
    stock[ROBOTS] += part * more_robots
    return part, limit


@compiled(is_merged=True)
def _grow(
    stock: Array, rules: Array, rows: Array, spread: Array, closure: Array,
    budget: Array, capacity: Array, flow: Array, work: Array,
) -> int:  # fmt: skip
    """Build the power that industry lacks, then more industry; returns what binds."""
    needed = wanted_kw(stock, rules, rows, spread, closure)
    part, limit = _build(stock, rules, rows, needed, closure, budget, capacity, flow, work)
    if part < 1.0 and limit != INDUSTRY:
        return int(limit)
    want, made, reserve = work[1], work[2], work[4]
    total = 0.0
    for c in range(N_CLASSES):
        total += stock[CAPITAL + c]
    for c in range(N_CLASSES):
        want[c] = rows[OF_CAPITAL, c] * total
    part, limit = _expand(want, reserve, stock, rows, closure, budget, capacity, flow, made)
    add_capital(stock, rows, total, part * total)
    return int(limit)


@compiled(is_merged=True)
def _births(stock: Array, rules: Array, dt: float) -> None:
    """Births where there is room, and deaths of age and chance."""
    people = stock[PEOPLE]
    born = rules[BIRTHS] * dt * people
    if rules[HABITAT_M2] > 0.0:
        born = min(born, max(stock[HABITAT] / rules[HABITAT_M2] - people, 0.0))
    stock[PEOPLE] = people + born - rules[DEATHS] * dt * people


@compiled(is_merged=True)
def _has_room(stock: Array, rules: Array) -> bool:
    """Whether houses and vital power stand for many more people than live there."""
    many = ROOM_FACTOR * stock[PEOPLE]
    kw = stock[SMALL] + stock[LARGE] + stock[LOCAL]
    return bool(stock[HABITAT] >= many * rules[HABITAT_M2] and kw >= many * rules[ARRIVING_KWE])
