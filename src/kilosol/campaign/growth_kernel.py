"""Compiled loops of the city's growth. Importing this module imports Numba.

A city is an array of stocks; rules come as scalars and as rows by class (see
:mod:`kilosol.campaign.growth_rules`, which fills both in this order).
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

#: Hours of a Julian year [h].
HOURS_PER_YEAR = 8766.0

#: Number of classes of goods and capital; class 0 is mining.
N_CLASSES = 8

# Stocks, in order: people, robots, power [kW] by origin, habitable area [m2], capital and stores [t] by class.
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

#: Robots never draw more than this part of the power that people leave.
ROBOTS_MOST_FRAC = 0.5

#: Living room for so much more than the people there are counts as a lack of people.
ROOM_FACTOR = 1.25

#: Halvings that find how many newcomers a cargo carries, to a billionth of those who came.
HALVINGS = 40

#: Part of the people that rounding may take before it counts as a death.
ROUNDING_FRAC = 1e-9


@njit(cache=True, nogil=True, error_model="numpy")
def closure_of(capital_t: float, most: float, half_t: float, slope: float) -> float:
    """Closure of a class by industrial capital: logistic in its logarithm."""
    if half_t <= 0.0:
        return most
    if capital_t <= 0.0:
        return 0.0
    ratio = half_t / capital_t
    return most / (1.0 + (ratio if slope == 1.0 else ratio**slope))


@njit(cache=True, nogil=True, error_model="numpy")
def _copy(source: NDArray, target: NDArray) -> None:
    # A loop compiles in a tenth of the time of an assignment of slices, which checks shapes.
    for i in range(source.size):
        target[i] = source[i]


@njit(cache=True, nogil=True, error_model="numpy")
def _closures(stock: NDArray, rules: NDArray, rows: NDArray, scale: float, closure: NDArray) -> float:
    """Fill the closures by class; returns the industrial capital [t]."""
    total = 0.0
    for c in range(rows.shape[1]):
        total += stock[CAPITAL + c]
    for c in range(rows.shape[1]):
        closure[c] = closure_of(total, rows[MOST_CLOSURE, c], rows[HALF_CLOSURE, c] * scale, rules[SLOPE])
    return total


@njit(cache=True, nogil=True, error_model="numpy")
def _upkeep(stock: NDArray, rules: NDArray, rows: NDArray, capital_t: float, want: NDArray) -> None:
    """Goods [t/yr] that keep all stocks as they are."""
    kw = stock[SMALL] + stock[LARGE] + stock[LOCAL]
    power_t = rules[WEAR_POWER] * kw * rules[LOCAL_KG] / 1000.0
    habitat_t = rules[WEAR_HABITAT] * stock[HABITAT] * rules[HABITAT_LOCAL_KG] / 1000.0
    robot_t = rules[WEAR_ROBOT] * stock[ROBOTS] * rules[ROBOT_KG] / 1000.0
    worn_t = rules[WEAR_CAPITAL] * capital_t
    for c in range(rows.shape[1]):
        want[c] = (
            rows[OF_POWER, c] * power_t
            + rows[OF_HABITAT, c] * habitat_t
            + rows[OF_ROBOT, c] * robot_t
            + rows[OF_CAPITAL, c] * worn_t
        )


@njit(cache=True, nogil=True, error_model="numpy")
def _make(made: NDArray, rows: NDArray, budget: NDArray, capacity: NDArray, flow: NDArray) -> None:
    """Take what goods cost out of the budgets (energy [MWh], labour [worker-years], feedstock [t])."""
    for c in range(1, rows.shape[1]):
        budget[0] -= made[c] * rows[ENERGY, c]
        budget[1] -= made[c] * rows[LABOUR, c]
        budget[2] -= made[c] * rows[FEED, c]
        capacity[c] -= made[c]
        flow[MADE, c] += made[c]
    for k in range(3):
        budget[k] = max(budget[k], 0.0)


@njit(cache=True, nogil=True, error_model="numpy")
def _share(made: NDArray, rows: NDArray, budget: NDArray) -> tuple[float, int]:
    """Part of the goods wanted that the budgets allow, and which of them binds."""
    energy = labour = feed = 0.0
    for c in range(1, rows.shape[1]):
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


@njit(cache=True, nogil=True, error_model="numpy")
def _serve(
    vital: float, want: NDArray, stock: NDArray, rows: NDArray, closure: NDArray,
    budget: NDArray, capacity: NDArray, flow: NDArray, made: NDArray,
) -> tuple[float, int]:  # fmt: skip
    """Goods that people use: made as far as can be, the rest from stores. Returns the part served at least."""
    limit = -1
    for c in range(rows.shape[1]):
        made[c] = 0.0
        if c > 0 and rows[VITAL, c] == vital:
            made[c] = min(closure[c] * want[c], capacity[c])
            if capacity[c] < closure[c] * want[c]:
                limit = INDUSTRY
    part, code = _share(made, rows, budget)
    limit = code if code >= 0 else limit
    for c in range(rows.shape[1]):
        made[c] *= part
    _make(made, rows, budget, capacity, flow)
    served = 1.0
    for c in range(1, rows.shape[1]):
        if rows[VITAL, c] != vital or want[c] <= 0.0:
            continue
        fetched = min(stock[STORES + c], want[c] - made[c])
        stock[STORES + c] -= fetched
        flow[IMPORTED, c] += fetched
        flow[USED, c] += made[c] + fetched
        served = min(served, (made[c] + fetched) / want[c])
    return served, limit


@njit(cache=True, nogil=True, error_model="numpy")
def _ration(
    want: NDArray, reserve: NDArray, stock: NDArray, rows: NDArray, closure: NDArray,
    budget: NDArray, capacity: NDArray, flow: NDArray, made: NDArray,
) -> tuple[float, int]:  # fmt: skip
    """Upkeep: all goods in fixed proportion, what cannot be made from stores above the reserve."""
    limit = -1
    made[0] = 0.0
    for c in range(1, rows.shape[1]):
        made[c] = min(closure[c] * want[c], capacity[c])
        if capacity[c] < closure[c] * want[c]:
            limit = INDUSTRY
    part, code = _share(made, rows, budget)
    limit = code if code >= 0 else limit
    done = 1.0
    for c in range(1, rows.shape[1]):
        made[c] *= part
        if want[c] > 0.0:
            have = made[c] + max(stock[STORES + c] - reserve[c], 0.0)
            if have < done * want[c]:
                done = have / want[c]
                if made[c] >= closure[c] * want[c] * (1.0 - ROUNDING_FRAC):
                    limit = CLOSURE
    for c in range(1, rows.shape[1]):
        made[c] = min(made[c], done * want[c])
        fetched = max(done * want[c] - made[c], 0.0)
        stock[STORES + c] -= fetched
        flow[IMPORTED, c] += fetched
        flow[USED, c] += made[c] + fetched
    _make(made, rows, budget, capacity, flow)
    return done, limit


@njit(cache=True, nogil=True, error_model="numpy")
def _expand(
    want: NDArray, reserve: NDArray, stock: NDArray, rows: NDArray, closure: NDArray,
    budget: NDArray, capacity: NDArray, flow: NDArray, made: NDArray,
) -> tuple[float, int]:  # fmt: skip
    """Growth: goods in fixed proportion, each made up to its closure and imported beyond, stores above the reserve."""
    made[0] = 0.0
    part, limit = 1.0, -1
    for c in range(1, rows.shape[1]):
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
    for c in range(1, rows.shape[1]):
        made[c] *= part
        fetched = max(part * want[c] - made[c], 0.0)
        stock[STORES + c] -= fetched
        flow[IMPORTED, c] += fetched
        flow[USED, c] += made[c] + fetched
    _make(made, rows, budget, capacity, flow)
    return part, limit


@njit(cache=True, nogil=True, error_model="numpy")
def _kept_years(rules: NDArray, closure: float) -> float:
    """Years of imports that a city with ships keeps in store: what it nearly makes itself costs little to keep long."""
    return rules[STORE_YEARS] + max(rules[DEEP_YEARS] - rules[STORE_YEARS], 0.0) * closure


@njit(cache=True, nogil=True, error_model="numpy")
def _add_capital(stock: NDArray, rows: NDArray, capital_t: float, added_t: float) -> None:
    """Spread new capital over the classes, most to those furthest below a balanced mix."""
    if added_t <= 0.0:
        return
    gap = 0.0
    for c in range(rows.shape[1]):
        gap += max(rows[MIX, c] * (capital_t + added_t) - stock[CAPITAL + c], 0.0)
    for c in range(rows.shape[1]):
        if gap > 0.0:
            lacks = max(rows[MIX, c] * (capital_t + added_t) - stock[CAPITAL + c], 0.0)
            stock[CAPITAL + c] += added_t * lacks / gap
        else:
            stock[CAPITAL + c] += added_t * rows[MIX, c]


@njit(cache=True, nogil=True, error_model="numpy")
def wanted_kw(stock: NDArray, rules: NDArray, rows: NDArray, spread: NDArray, closure: NDArray) -> float:
    """Power that people, robots and the industry there is could use [kW].

    Goods that people alone use are counted for who lives there, goods for building as far as industry and
    labour go.
    """
    people = stock[PEOPLE]
    living, building, labour, more_labour = 0.0, 0.0, 0.0, 0.0
    for c in range(1, rows.shape[1]):
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
    return wish + (living + building) * spread[2] * 1000.0 / HOURS_PER_YEAR


@njit(cache=True, nogil=True, error_model="numpy")
def live_step(
    stock: NDArray, rules: NDArray, rows: NDArray, spread: NDArray, dt: float,
    is_storm: bool, is_failure: bool, ships_short: int, years_left: float, flow: NDArray, work: NDArray,
) -> None:  # fmt: skip
    """One step: people live, stocks are kept up, what is left grows. Changes `stock`, fills `flow` (4, 8).

    `spread` holds what this campaign finds: factors on the scale of closure, on the work of robots and on
    the energy of goods. `years_left` is 0 while ships come; after the last one, the years for which the stores
    are husbanded: people before upkeep, upkeep before growth. `work` (7, 8) is room to work in.
    """
    for row in range(flow.shape[0]):
        for c in range(flow.shape[1]):
            flow[row, c] = 0.0
    flow[BALANCE, ALIVE] = 1.0
    if stock[PEOPLE] <= 0.0:
        return
    closure, want, made, capacity, reserve, upkeep, budget = (
        work[0], work[1], work[2], work[3], work[4], work[5], work[6],
    )  # fmt: skip
    capital_t = _closures(stock, rules, rows, spread[0], closure)
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
    flow[BALANCE, HAD_MWH] = firm * hours
    robots_mwh = rules[ROBOT_KWE] * stock[ROBOTS] * hours
    active = 1.0 if robots_mwh <= ROBOTS_MOST_FRAC * left else ROBOTS_MOST_FRAC * left / robots_mwh
    # Energy of goods differs by campaign: the budget is counted in goods of the cited energy.
    budget[0] = (left - active * robots_mwh) / spread[2]
    budget[1] = (
        people * rules[WORKER_FRAC] + stock[ROBOTS] * rules[ROBOT_WORKERS] * spread[1] * active
    ) * dt * kept  # fmt: skip
    budget[2] = rows[OUTPUT, 0] * stock[CAPITAL] * dt * kept
    ore = budget[2]
    for c in range(rows.shape[1]):
        capacity[c] = rows[OUTPUT, c] * stock[CAPITAL + c] * dt * kept
        want[c] = rows[NEED, c] * people * dt
    served, limit = _serve(1.0, want, stock, rows, closure, budget, capacity, flow, made)
    alive *= served
    budget[0] -= min(budget[0], rules[TRANSPORT_KWE] * people * hours / spread[2])
    _, other = _serve(0.0, want, stock, rows, closure, budget, capacity, flow, made)
    limit = other if limit < 0 else limit

    _upkeep(stock, rules, rows, capital_t, upkeep)
    keep_years = years_left if years_left > 0.0 else rules[MISSED_YEARS]
    for c in range(rows.shape[1]):
        want[c] = upkeep[c] * dt
        reserve[c] = keep_years * (1.0 - closure[c]) * rows[NEED, c] * people
    mended, other = _ration(want, reserve, stock, rows, closure, budget, capacity, flow, made)
    limit = other if other >= 0 else limit
    kw = stock[SMALL] + stock[LARGE] + stock[LOCAL]
    stock[SMALL] -= rules[WEAR_POWER] * dt * stock[SMALL]
    stock[LARGE] -= rules[WEAR_POWER] * dt * stock[LARGE]
    stock[LOCAL] += rules[WEAR_POWER] * dt * (mended * kw - stock[LOCAL])
    stock[HABITAT] -= rules[WEAR_HABITAT] * dt * stock[HABITAT] * (1.0 - mended)
    stock[ROBOTS] -= rules[WEAR_ROBOT] * dt * stock[ROBOTS] * (1.0 - mended)
    for c in range(rows.shape[1]):
        keep_years = years_left if years_left > 0.0 else _kept_years(rules, closure[c])
        stock[CAPITAL + c] -= rules[WEAR_CAPITAL] * dt * stock[CAPITAL + c] * (1.0 - mended)
        reserve[c] = keep_years * (1.0 - closure[c]) * (rows[NEED, c] * people + upkeep[c])
    if mended >= 1.0 and served >= 1.0:
        grew, other = _grow(
            stock, rules, rows, spread, reserve, closure, budget, capacity, flow, want, made
        )
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
    flow[BALANCE, USED_MWH] = _energy_used(flow, rows, rules, people, active * robots_mwh, hours, spread[2])
    flow[BALANCE, DUG] = ore - budget[2]


@njit(cache=True, nogil=True, error_model="numpy")
def _energy_used(
    flow: NDArray, rows: NDArray, rules: NDArray, people: float, robots_mwh: float, hours: float, factor: float
) -> float:
    """Electricity of a step [MWh]; transport is served after the vital goods, as far as there is power."""
    goods = 0.0
    for c in range(1, rows.shape[1]):
        goods += flow[MADE, c] * rows[ENERGY, c] * factor
    vital = rules[VITAL_KWE] * people * hours
    transport = min(rules[TRANSPORT_KWE] * people * hours, flow[BALANCE, HAD_MWH] - vital - robots_mwh - goods)
    return vital + robots_mwh + goods + max(transport, 0.0)


@njit(cache=True, nogil=True, error_model="numpy")
def _grow(
    stock: NDArray, rules: NDArray, rows: NDArray, spread: NDArray, reserve: NDArray, closure: NDArray,
    budget: NDArray, capacity: NDArray, flow: NDArray, want: NDArray, made: NDArray,
) -> tuple[float, int]:  # fmt: skip
    """Build what people and industry lack, then more industry; returns the part of the wish and its limit."""
    people = stock[PEOPLE]
    kw = stock[SMALL] + stock[LARGE] + stock[LOCAL]
    more_kw = max(wanted_kw(stock, rules, rows, spread, closure) - kw, 0.0)
    room = people * (1.0 + rules[BIRTHS] / 2.0) * rules[HABITAT_M2]
    more_m2 = max(room - stock[HABITAT], 0.0)
    more_robots = max(rules[ROBOTS_WANTED] * people - stock[ROBOTS], 0.0)
    for c in range(rows.shape[1]):
        want[c] = (
            rows[OF_POWER, c] * more_kw * rules[LOCAL_KG]
            + rows[OF_HABITAT, c] * more_m2 * rules[HABITAT_LOCAL_KG]
            + rows[OF_ROBOT, c] * more_robots * rules[ROBOT_KG]
        ) / 1000.0
    part, limit = _expand(want, reserve, stock, rows, closure, budget, capacity, flow, made)
    stock[LOCAL] += part * more_kw
    stock[HABITAT] += part * more_m2
    stock[ROBOTS] += part * more_robots
    if part < 1.0:
        return part, limit
    total = 0.0
    for c in range(rows.shape[1]):
        total += stock[CAPITAL + c]
    for c in range(rows.shape[1]):
        want[c] = rows[OF_CAPITAL, c] * total
    part, limit = _expand(want, reserve, stock, rows, closure, budget, capacity, flow, made)
    _add_capital(stock, rows, total, part * total)
    return part, limit


@njit(cache=True, nogil=True, error_model="numpy")
def _births(stock: NDArray, rules: NDArray, dt: float) -> None:
    """Births where there is room, and deaths of age and chance."""
    people = stock[PEOPLE]
    born = rules[BIRTHS] * dt * people
    if rules[HABITAT_M2] > 0.0:
        born = min(born, max(stock[HABITAT] / rules[HABITAT_M2] - people, 0.0))
    stock[PEOPLE] = people + born - rules[DEATHS] * dt * people


@njit(cache=True, nogil=True, error_model="numpy")
def _has_room(stock: NDArray, rules: NDArray) -> bool:
    """Whether houses and vital power stand for many more people than live there."""
    many = ROOM_FACTOR * stock[PEOPLE]
    kw = stock[SMALL] + stock[LARGE] + stock[LOCAL]
    return bool(stock[HABITAT] >= many * rules[HABITAT_M2] and kw >= many * rules[ARRIVING_KWE])


@njit(cache=True, nogil=True, error_model="numpy")
def _import_kw(stock: NDArray, rules: NDArray, kw: float) -> float:
    """Land imported power: small stations first, large reactors after. Returns their mass [t]."""
    small = min(kw, max(rules[SMALL_UNTIL_KW] - stock[SMALL] - stock[LARGE], 0.0))
    stock[SMALL] += small
    stock[LARGE] += kw - small
    return (small * rules[SMALL_KG] + (kw - small) * rules[LARGE_KG]) / 1000.0


@njit(cache=True, nogil=True, error_model="numpy")
def _kw_of_mass(stock: NDArray, rules: NDArray, mass_t: float) -> float:
    """Power [kW] that a mass of imported plant gives."""
    room = max(rules[SMALL_UNTIL_KW] - stock[SMALL] - stock[LARGE], 0.0)
    small_t = room * rules[SMALL_KG] / 1000.0
    if mass_t <= small_t:
        return mass_t * 1000.0 / rules[SMALL_KG]
    return room + (mass_t - small_t) * 1000.0 / rules[LARGE_KG]


@njit(cache=True, nogil=True, error_model="numpy")
def _settle(stock: NDArray, rules: NDArray, store_t: float, migrants: float, cargo_t: float) -> float:
    """How many newcomers a cargo carries: each with stores, and with house and power that do not stand idle yet."""
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


@njit(cache=True, nogil=True, error_model="numpy")
def _settling_t(stock: NDArray, rules: NDArray, store_t: float, n: float) -> float:
    people = stock[PEOPLE] + n
    kw = max(people * rules[ARRIVING_KWE] - stock[SMALL] - stock[LARGE] - stock[LOCAL], 0.0)
    small = min(kw, max(rules[SMALL_UNTIL_KW] - stock[SMALL] - stock[LARGE], 0.0))
    power_t = (small * rules[SMALL_KG] + (kw - small) * rules[LARGE_KG]) / 1000.0
    m2 = max(people * rules[HABITAT_M2] - stock[HABITAT], 0.0)
    return power_t + m2 * rules[HABITAT_IMPORTED_KG] / 1000.0 + n * store_t


@njit(cache=True, nogil=True, error_model="numpy")
def arrive(
    stock: NDArray, cargo_t: float, migrants: float, robots: float,
    rules: NDArray, rows: NDArray, spread: NDArray, work: NDArray,
) -> int:  # fmt: skip
    """Unload ships; mass is conserved. Returns 1 where there was too little for those who are there or came.

    Robots are part of the cargo. Stores of those who are there come first, then a fixed part is industry; the
    rest brings newcomers with power, house and stores. What is left deepens the stores against missed
    windows, then is power that industry lacks, and only then more industry.
    """
    if cargo_t <= 0.0:
        return 1 if stock[PEOPLE] > 0.0 else 0
    closure, upkeep, yearly, each, by_capital = work[0], work[5], work[1], work[2], work[3]
    capital_t = _closures(stock, rules, rows, spread[0], closure)
    _upkeep(stock, rules, rows, capital_t, upkeep)
    robots = min(robots, cargo_t * 1000.0 / rules[ROBOT_KG]) if rules[ROBOT_KG] > 0.0 else robots
    stock[ROBOTS] += robots
    left = cargo_t - robots * rules[ROBOT_KG] / 1000.0
    power_t = rules[WEAR_POWER] * rules[ARRIVING_KWE] * rules[LOCAL_KG] / 1000.0
    habitat_t = rules[WEAR_HABITAT] * rules[HABITAT_M2] * rules[HABITAT_LOCAL_KG] / 1000.0
    missing, each_t, with_capital = 0.0, 0.0, 1.0
    for c in range(1, N_CLASSES):
        # Whoever and whatever comes brings the stores to be kept for it.
        kept = _kept_years(rules, closure[c]) * (1.0 - closure[c])
        yearly[c] = kept * (rows[NEED, c] * stock[PEOPLE] + upkeep[c])
        missing += max(yearly[c] - stock[STORES + c], 0.0) * (stock[PEOPLE] > 0.0)
        each[c] = kept * (rows[NEED, c] + power_t * rows[OF_POWER, c] + habitat_t * rows[OF_HABITAT, c])
        by_capital[c] = kept * rules[WEAR_CAPITAL] * rows[OF_CAPITAL, c]
        each_t += each[c]
        with_capital += by_capital[c]
    refill = min(left, missing)
    if missing > 0.0:
        for c in range(1, N_CLASSES):
            stock[STORES + c] += refill * max(yearly[c] - stock[STORES + c], 0.0) / missing
    left -= refill
    industry = rules[CAPITAL_CARGO] * left / with_capital
    left -= rules[CAPITAL_CARGO] * left
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
        kw = stock[SMALL] + stock[LARGE] + stock[LOCAL]
        more_kw = max(wanted_kw(stock, rules, rows, spread, closure) - kw, 0.0)
        more_kw = min(more_kw, _kw_of_mass(stock, rules, left))
        left = max(left - _import_kw(stock, rules, more_kw), 0.0)
    _add_capital(stock, rows, capital_t, industry + left)
    near = 1.0 - ROUNDING_FRAC
    return 1 if refill < missing * near or stay < migrants * near else 0


@njit(cache=True, nogil=True, error_model="numpy")
def _deepen(
    stock: NDArray, rules: NDArray, rows: NDArray, closure: NDArray, upkeep: NDArray, left: float
) -> float:
    """Deepen the stores with what is left; returns what then is left [t]."""
    missing = 0.0
    for c in range(1, rows.shape[1]):
        year = (1.0 - closure[c]) * (rows[NEED, c] * stock[PEOPLE] + upkeep[c])
        missing += max(rules[DEEP_YEARS] * year - stock[STORES + c], 0.0)
    deepen = min(left, missing)
    if missing > 0.0:
        for c in range(1, rows.shape[1]):
            year = (1.0 - closure[c]) * (rows[NEED, c] * stock[PEOPLE] + upkeep[c])
            stock[STORES + c] += deepen * max(rules[DEEP_YEARS] * year - stock[STORES + c], 0.0) / missing
    return left - deepen


@njit(cache=True, nogil=True, error_model="numpy")
def grow_all(
    cargo_t: NDArray, migrants: NDArray, robots: NDArray, step_of: NDArray, start: NDArray,
    rules: NDArray, rows: NDArray, spread: NDArray, dt: float, is_storm: NDArray, is_failure: NDArray,
    stocks: NDArray, flows: NDArray, bound: NDArray,
) -> None:  # fmt: skip
    """Grow every campaign's city; fills, at the end of each year, stocks (n, y, 22), flows (n, y, 5), bound.

    Flows of a year: used, made, imported [t], electricity used [MWh], the part of people who lived. `bound`
    (n, y) is the limit that bound in most of the year's steps.
    """
    per_year = is_storm.shape[1] // stocks.shape[1]
    stock, flow, work = np.zeros(N_STOCKS), np.zeros((4, N_CLASSES)), np.zeros((7, N_CLASSES))
    counts = np.zeros(N_CLASSES, dtype=np.int64)
    for n in range(cargo_t.shape[0]):
        _copy(start[n], stock)
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
                    stock, rules, rows, spread[n], dt, is_storm[n, s], is_failure[n, s], short, 0.0, flow, work
                )
                counts[int(flow[BALANCE, LIMIT])] += 1
                for c in range(1, rows.shape[1]):
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
            _copy(stock, stocks[n, y])


@njit(cache=True, nogil=True, error_model="numpy")
def miss_delivery(stock: NDArray, rules: NDArray, rows: NDArray, spread: NDArray, work: NDArray) -> None:
    """Take out of the stores what a last delivery would have brought: imports from one window to the next."""
    closure, upkeep = work[0], work[5]
    capital_t = _closures(stock, rules, rows, spread[0], closure)
    _upkeep(stock, rules, rows, capital_t, upkeep)
    for c in range(1, rows.shape[1]):
        year_t = (1.0 - closure[c]) * (rows[NEED, c] * stock[PEOPLE] + upkeep[c])
        stock[STORES + c] = max(stock[STORES + c] - rules[MISSED_YEARS] * year_t, 0.0)


@njit(cache=True, nogil=True, error_model="numpy")
def _survives(
    start: NDArray, is_storm: NDArray, is_failure: NDArray, is_missed: bool, rules: NDArray, rows: NDArray,
    spread: NDArray, dt: float, stock: NDArray, flow: NDArray, work: NDArray,
) -> bool:  # fmt: skip
    """Whether a city lives through one draw: nobody dies of want, neither industry nor power shrinks."""
    _copy(start, stock)
    if is_missed:
        miss_delivery(stock, rules, rows, spread, work)
    for s in range(is_storm.shape[0]):
        left = (is_storm.shape[0] - s) * dt
        live_step(stock, rules, rows, spread, dt, is_storm[s], is_failure[s], 0, left, flow, work)
        if flow[BALANCE, ALIVE] < 1.0 - ROUNDING_FRAC:
            return False
    before = after = 0.0
    for c in range(rows.shape[1]):
        before += start[CAPITAL + c]
        after += stock[CAPITAL + c]
    kw_before = start[SMALL] + start[LARGE] + start[LOCAL]
    kw_after = stock[SMALL] + stock[LARGE] + stock[LOCAL]
    rounding = 1.0 - ROUNDING_FRAC
    return bool(stock[PEOPLE] > 0.0 and after >= before * rounding and kw_after >= kw_before * rounding)


@njit(cache=True, nogil=True, error_model="numpy")
def live_without_imports(
    start: NDArray, is_storm: NDArray, is_failure: NDArray, is_missed: NDArray, skip: NDArray,
    rules: NDArray, rows: NDArray, spread: NDArray, dt: float, passed: NDArray,
) -> None:  # fmt: skip
    """Part of the draws that each city survives; `start` (n, 22), weather (draws, steps), `skip` (n,)."""
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
        passed[n] = survived / n_draws
