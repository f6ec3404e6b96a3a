"""Rules of a city: what a person uses, what each class of industry makes and takes, how closure rises.

:func:`cited_city_rules` gives the shipped ones, any of them changed by name; :func:`constant_closure` makes
a city of a given closure at any size, as studies state it; :func:`balance` solves for the stocks of a city
that stands on its own.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kilosol.data import table
from kilosol.limits import require
from kilosol.loads.food import crop_power_kw, lamp_power_kw

#: Classes of goods and of the capital that makes them; vitamins are what only a wide industry can make.
CLASSES = (
    "mining",
    "propellant",
    "water and air",
    "food",
    "structure",
    "power plant",
    "machines",
    "vitamins",
)
N_CLASSES = len(CLASSES)
MINING, FOOD, POWER_PLANT = (CLASSES.index(name) for name in ("mining", "food", "power plant"))
# A Julian year [h].
HOURS_PER_YEAR = 24 * 365.25

ByClass = tuple[float, ...]

#: Halvings that match the mean closure to what was asked: to a billionth of its range.
_HALVINGS = 60


@dataclass(frozen=True, slots=True)
class CityRules:
    """How a city lives and grows. Eight values stand for :data:`CLASSES`, in their order.

    Parameters
    ----------
    vital_kwe_per_person, transport_kwe_per_person, robot_kwe : float [kW]
        Life support and habitat, without which people die; transport and construction; one robot.
    power_kwe_per_person : float [kW]
        Power that comes with each newcomer.
    small_kg_per_kwe, large_kg_per_kwe, local_kg_per_kwe : float [kg/kW]
        Small stations and large reactors from the Earth; arrays with storage made there.
    small_until_kw : float [kW]
        Imported power up to which it comes as small stations.
    worker_frac, robot_workers : float
        Part of the people who make goods; workers that one robot stands for.
    robot_kg : float [kg]
    robots_per_person : float
        Robots that the city builds for itself.
    habitat_m2_per_person, habitat_imported_kg_m2, habitat_local_kg_m2 : float [m2], [kg/m2]
    births_per_year, deaths_per_year : float [1/yr]
    closure_slope : float
        Steepness of closure over the logarithm of capital.
    capital_wear_per_year, power_wear_per_year, habitat_wear_per_year, robot_wear_per_year : float [1/yr]
    store_years, deep_store_years : float [yr]
        Stores of imports that come before all else: the first of what the city cannot make at all, towards
        the second of what it nearly makes; cargo left over deepens all to the second.
    capital_cargo_frac : float
        Part of the cargo, after resupply, that is industry.
    storm_loss_frac, failure_loss_frac : float
        Output of local arrays lost in a stormy quarter; production lost in one with a large failure.
    missed_years : float [yr]
        Stores that a last delivery which does not come would have brought.
    storm_per_year, failure_per_year : float [1/yr]
    missed_frac : float
        Chance of that miss.
    need_t_per_person_year : (8,) [t/yr]
        Goods that a person uses, upkeep of the city not counted.
    energy_kwh_kg : (8,) [kWh/kg]
        Electricity of goods made there; of mining, for a mass dug.
    output_per_capital_per_year : (8,) [1/yr]
        Mass made in a year by its mass of capital.
    labour_t_year : (8,) [t/yr]
        Made by one worker in a year.
    feed_factor : (8,)
        Dug for each mass made.
    max_closure_frac : (8,)
        Closure of a very large city.
    half_closure_t : (8,) [t]
        Industrial capital at which half of that is reached; 0: always there.
    vital : (8,)
        1 where people die without.
    power_frac, capital_frac, habitat_frac, robot_frac : (8,)
        What local power plant, capital, habitats and robots are made of; each adds up to 1.
    """

    vital_kwe_per_person: float
    transport_kwe_per_person: float
    robot_kwe: float
    power_kwe_per_person: float
    small_kg_per_kwe: float
    large_kg_per_kwe: float
    local_kg_per_kwe: float
    small_until_kw: float
    worker_frac: float
    robot_workers: float
    robot_kg: float
    robots_per_person: float
    habitat_m2_per_person: float
    habitat_imported_kg_m2: float
    habitat_local_kg_m2: float
    births_per_year: float
    deaths_per_year: float
    closure_slope: float
    capital_wear_per_year: float
    power_wear_per_year: float
    habitat_wear_per_year: float
    robot_wear_per_year: float
    store_years: float
    deep_store_years: float
    capital_cargo_frac: float
    storm_loss_frac: float
    failure_loss_frac: float
    missed_years: float
    storm_per_year: float
    failure_per_year: float
    missed_frac: float
    need_t_per_person_year: ByClass
    energy_kwh_kg: ByClass
    output_per_capital_per_year: ByClass
    labour_t_year: ByClass
    feed_factor: ByClass
    max_closure_frac: ByClass
    half_closure_t: ByClass
    vital: ByClass
    power_frac: ByClass
    capital_frac: ByClass
    habitat_frac: ByClass
    robot_frac: ByClass


@dataclass(frozen=True, slots=True)
class Balance:
    """A city that makes all it uses, per person.

    Parameters
    ----------
    capital_t : (8,) [t]
        Industrial capital by class.
    goods_t_year : (8,) [t/yr]
        Made by class, upkeep and growth included.
    power_kw : float [kW]
        Mean electric power.
    uses_kw : dict [kW]
        Of this: vital, transport, robots, and goods by class.
    workers : float
        Workers it takes, robots' work counted as theirs.
    is_possible : bool
        False where upkeep alone takes more than industry can make, at any size; the rest then holds for
        needs without upkeep.
    """

    capital_t: NDArray[np.float64]
    goods_t_year: NDArray[np.float64]
    power_kw: float
    uses_kw: dict[str, float]
    workers: float
    is_possible: bool


def balance(rules: CityRules, growth_per_year: float = 0.0) -> Balance:
    """Stocks of a city that makes all it uses and grows at a rate, for one person.

    Parameters
    ----------
    rules : CityRules
        Their closure is not used: everything is made there.
    growth_per_year : float [1/yr]
        Of people and all stocks alike, 0 or more.

    Returns
    -------
    Balance

    Raises
    ------
    OutOfRange
        If growth is negative.

    Notes
    -----
    Goods X = N + (wear + g) (B K + C P), capital K = sum X/a, power P = p0 + sum e X: two linear equations in
    the mass of capital and the power, which feed on themselves through wear and growth.

    Examples
    --------
    >>> 12.0 < balance(cited_city_rules()).power_kw < 30.0
    True
    """
    require(growth_per_year >= 0.0, "growth_per_year", growth_per_year, "0 or more [1/yr]")
    energy, labour = with_mining(rules)
    output = np.array(rules.output_per_capital_per_year)
    feed = np.array(rules.feed_factor)
    per_t = np.zeros(N_CLASSES)
    per_t[1:] = 1.0 / output[1:] + feed[1:] / output[0]
    kw_per_t_year = energy * 1000.0 / HOURS_PER_YEAR
    fixed = np.array(rules.need_t_per_person_year)
    fixed[0] = 0.0
    house_t = rules.habitat_m2_per_person * rules.habitat_local_kg_m2 / 1000.0
    robots_t = rules.robots_per_person * rules.robot_kg / 1000.0
    g = growth_per_year
    fixed = fixed + (rules.habitat_wear_per_year + g) * house_t * np.array(rules.habitat_frac)
    fixed += (rules.robot_wear_per_year + g) * robots_t * np.array(rules.robot_frac)
    by_capital = (rules.capital_wear_per_year + g) * np.array(rules.capital_frac)
    by_power = (rules.power_wear_per_year + g) * rules.local_kg_per_kwe / 1000.0 * np.array(rules.power_frac)
    base_kw = rules.vital_kwe_per_person + rules.transport_kwe_per_person
    robots_kw = rules.robot_kwe * rules.robots_per_person
    own = np.array(
        [[per_t @ by_capital, per_t @ by_power], [kw_per_t_year @ by_capital, kw_per_t_year @ by_power]]
    )
    outer = np.array([per_t @ fixed, kw_per_t_year @ fixed + base_kw + robots_kw])
    is_possible = bool(np.abs(np.linalg.eigvals(own)).max() < 1.0)
    capital, power = np.linalg.solve(np.eye(2) - own, outer) if is_possible else outer
    goods = fixed + by_capital * capital + by_power * power if is_possible else fixed
    stock = np.zeros(N_CLASSES)
    stock[1:] = goods[1:] / output[1:]
    stock[0] = feed[1:] @ goods[1:] / output[0]
    # Where nothing at all is used, every class counts alike: a mix must add up to something.
    stock = stock if stock.sum() > 0.0 else np.ones(N_CLASSES)
    uses = {"vital": rules.vital_kwe_per_person, "transport": rules.transport_kwe_per_person}
    uses["robots"] = robots_kw
    uses |= {name: float(kw_per_t_year[c] * goods[c]) for c, name in enumerate(CLASSES) if c}
    return Balance(stock, goods, sum(uses.values()), uses, float(labour @ goods), is_possible)


def most_growth_per_year(rules: CityRules, closure_frac: float = 1.0) -> float:
    """Growth of an industry that makes only itself, in balance: 1 / sum of c b (1/a + f/a0), less wear.

    Parameters
    ----------
    rules : CityRules
    closure_frac : float
        Part of every good that is made there; the rest is imported without limit.

    Returns
    -------
    float [1/yr]
        Bound by capital alone; power and labour may hold it back. Discrete: stocks grow by this part of
        themselves in a year if the year is one step, and tend to its exponential as steps shorten.

    Raises
    ------
    OutOfRange
        If the closure is not above 0 and at most 1.

    Examples
    --------
    >>> 0.2 < most_growth_per_year(cited_city_rules()) < 1.0
    True
    """
    require(0.0 < closure_frac <= 1.0, "closure_frac", closure_frac, "above 0 and at most 1")
    output, feed = np.array(rules.output_per_capital_per_year), np.array(rules.feed_factor)
    made = np.array(rules.capital_frac)
    time = sum(made[c] * (1.0 / output[c] + feed[c] / output[0]) for c in range(1, N_CLASSES))
    return float(1.0 / (closure_frac * time) - rules.capital_wear_per_year)


def cited_city_rules(
    *, max_closure_frac: float | None = None, half_closure_people: float | None = None,
    lamps_frac: float | None = None, **changed: Any,
) -> CityRules:  # fmt: skip
    """The shipped rules of a city, with any of them changed.

    Parameters
    ----------
    max_closure_frac : float, optional
        Part, by mass, of all it uses that a very large city makes; spread over the classes by their hardness.
    half_closure_people : float, optional
        People, at the cited capital for each, at which half of that is reached; 0: at any size.
    lamps_frac : float, optional
        Part of the food under lamps.
    **changed
        Fields of :class:`CityRules`. Fields by class take eight values.

    Returns
    -------
    CityRules

    Raises
    ------
    OutOfRange
        If a value is outside its range.

    Examples
    --------
    >>> rules = cited_city_rules(max_closure_frac=0.9, births_per_year=0.03)
    >>> rules.births_per_year, round(mean_closure(rules, 1e12), 3)
    (0.03, 0.9)
    """
    city, classes, robots = table("campaign/city"), table("campaign/city_classes"), table("loads/robots")
    most = city.number("max_closure_frac") if max_closure_frac is None else max_closure_frac
    half = city.number("half_closure_people_factor") if half_closure_people is None else half_closure_people
    lamps = city.number("lamps_frac") if lamps_frac is None else lamps_frac
    require(0.0 <= most <= 1.0, "max_closure_frac", most, "between 0 and 1")
    require(np.isfinite(half) and half >= 0.0, "half_closure_people", half, "0 or more")
    require(0.0 <= lamps <= 1.0, "lamps_frac", lamps, "from 0 to 1")
    by_class = {key: classes.array(key) for key in classes}
    need, energy = by_class["need_t_per_person_year"], by_class["goods_kwh_kg"]
    food_kw = lamps * lamp_power_kw(1.0) + (1.0 - lamps) * crop_power_kw(1.0, "sunlit")
    energy[FOOD] = food_kw * HOURS_PER_YEAR / (need[FOOD] * 1000.0)
    energy[POWER_PLANT] = city.number("local_plant_kwh_kw") / city.number("local_kg_kwe")
    output = by_class["output_per_year"]
    output[FOOD] = need[FOOD] / (city.number("crops_m2") * city.number("crops_kg_m2") / 1000.0)
    values: dict[str, Any] = {
        "vital_kwe_per_person": city.number("vital_kwe"),
        "transport_kwe_per_person": city.number("transport_kwe"),
        "power_kwe_per_person": city.number("arriving_kwe"),
        "small_kg_per_kwe": city.number("small_kg_kwe"),
        "large_kg_per_kwe": city.number("large_kg_kwe"),
        "local_kg_per_kwe": city.number("local_kg_kwe"),
        "robot_kg": robots.number("mass_kg"),
        "robots_per_person": city.number("robots_per_person_factor"),
        "habitat_m2_per_person": city.number("habitat_m2"),
        "closure_slope": city.number("closure_slope_factor"),
        "store_years": city.number("store_year"),
        "deep_store_years": city.number("deep_store_year"),
        "missed_years": city.number("missed_year"),
        **_robot_rules(),
        "need_t_per_person_year": need,
        "energy_kwh_kg": energy,
        "output_per_capital_per_year": output,
        "labour_t_year": by_class["labour_t_year"],
        "feed_factor": by_class["feed_factor"],
        "vital": by_class["vital_factor"],
        "max_closure_frac": np.ones(N_CLASSES),
        "half_closure_t": np.zeros(N_CLASSES),
    }
    for name in CityRules.__slots__:
        if name not in values:
            values[name] = by_class[name] if name in by_class else city.number(name)
    values |= {k: v for k, v in changed.items() if k not in ("max_closure_by_class", "half_closure_t")}
    typed: dict[str, Any] = {k: tuple(map(float, v)) if np.ndim(v) else float(v) for k, v in values.items()}
    rules = CityRules(**typed)
    rules = _closed(rules, by_class["hardness_factor"], by_class["half_factor"], most,
                    half * city.number("capital_t_per_person_factor"))  # fmt: skip
    check_rules(rules)
    return rules


def constant_closure(rules: CityRules, closure_frac: float | ByClass) -> CityRules:
    """The same city with a closure that does not depend on its size.

    Parameters
    ----------
    rules : CityRules
    closure_frac : float or (8,)
        For every class, or by class.

    Returns
    -------
    CityRules

    Raises
    ------
    OutOfRange
        If a closure is outside 0 to 1.

    Examples
    --------
    >>> round(mean_closure(constant_closure(cited_city_rules(), 0.9), 1.0), 6)
    0.9
    """
    values = np.broadcast_to(np.asarray(closure_frac, dtype=np.float64), (N_CLASSES,))
    require(bool(((values >= 0) & (values <= 1)).all()), "closure_frac", closure_frac, "between 0 and 1")
    most = tuple(float(v) for v in values)
    return dataclasses.replace(rules, max_closure_frac=most, half_closure_t=(0.0,) * N_CLASSES)


def class_closure(rules: CityRules, capital_t: NDArray[np.float64] | float) -> NDArray[np.float64]:
    """Closure by class at an industrial capital.

    Parameters
    ----------
    rules : CityRules
    capital_t : (*batch,) [t]

    Returns
    -------
    (*batch, 8)
        Logistic in the logarithm of capital.

    Examples
    --------
    >>> class_closure(constant_closure(cited_city_rules(), 0.5), 10.0).tolist()[1]
    0.5
    """
    capital = np.asarray(capital_t, dtype=np.float64)[..., None]
    most, half = np.array(rules.max_closure_frac), np.array(rules.half_closure_t)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(half > 0.0, half / capital, 0.0)
    return np.asarray(most / (1.0 + ratio**rules.closure_slope))


def mean_closure(rules: CityRules, capital_t: float) -> float:
    """Closure over all goods by mass, in the proportions of a city that stands on its own.

    Parameters
    ----------
    rules : CityRules
    capital_t : float [t]

    Returns
    -------
    float

    Examples
    --------
    >>> round(mean_closure(cited_city_rules(), 2e5) / mean_closure(cited_city_rules(), 1e15), 3)
    0.5
    """
    return _mean_over(balance(rules).goods_t_year, rules, capital_t)


def _mean_over(goods: NDArray[np.float64], rules: CityRules, capital_t: float) -> float:
    """Closure in the proportions of some goods."""
    return float(class_closure(rules, capital_t) @ goods / goods.sum()) if goods.sum() > 0.0 else 1.0


def _closed(
    rules: CityRules, hardness: NDArray[np.float64], half: NDArray[np.float64], most: float, half_t: float
) -> CityRules:
    """Rules whose mean closure has the limit asked for, and half of it at the capital asked for."""

    def with_hardness(scale: float) -> CityRules:
        return dataclasses.replace(rules, max_closure_frac=tuple(np.exp(-scale * hardness).tolist()))

    if most == 0.0:
        return dataclasses.replace(rules, max_closure_frac=(0.0,) * N_CLASSES)
    # What a city that makes everything uses does not hang on its closure: once is enough.
    goods = balance(rules).goods_t_year
    low, high = 0.0, 1e6
    for _ in range(_HALVINGS):
        mid = np.sqrt(max(low, 1.0 / 1e6 / 1e6) * high) if most < 1.0 else 0.0
        low, high = (mid, high) if _mean_over(goods, with_hardness(mid), 1.0) > most else (low, mid)
    closed = with_hardness(high)
    if half_t == 0.0:
        return closed

    def mean_at(scale: float) -> float:
        factor = 1.0 + scale * half
        return float((np.array(closed.max_closure_frac) / factor) @ goods / goods.sum())

    low, high = 1.0 / 1e6, 1e6
    for _ in range(_HALVINGS):
        mid = float(np.sqrt(low * high))
        low, high = (mid, high) if mean_at(mid) > most / 2.0 else (low, mid)
    return dataclasses.replace(
        closed, half_closure_t=tuple((half_t * (high * half) ** (1.0 / rules.closure_slope)).tolist())
    )


def _robot_rules() -> dict[str, float]:
    """Power of a robot and the workers it stands for, from the table of robots."""
    robots, city = table("loads/robots"), table("campaign/city")
    hours = robots.number("active_hours_per_sol_hour")
    day = table("constants").number("sol_s") / 3600.0
    mean = (hours * robots.number("active_kw") + (day - hours) * robots.number("idle_kw")) / day
    shifts = robots.number("work_hours_hour") * robots.number("productivity_frac")
    shifts *= robots.number("availability_frac") * robots.number("mars_factor") / robots.number("shift_hour")
    sols = HOURS_PER_YEAR / day
    return {
        "robot_kwe": mean + robots.number("keep_warm_kw"),
        "robot_workers": shifts * sols / city.number("worker_shifts_factor"),
    }


def with_mining(rules: CityRules) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Electricity [kWh/kg] and labour [worker-years/t] of goods with what is dug for them."""
    energy, feed = np.array(rules.energy_kwh_kg), np.array(rules.feed_factor)
    labour = 1.0 / np.array(rules.labour_t_year)
    energy[1:] += feed[1:] * energy[0]
    labour[1:] += feed[1:] * labour[0]
    energy[0] = labour[0] = 0.0
    return energy, labour


def check_rules(rules: CityRules) -> None:
    """Refuse rules that cannot be, naming the field."""
    above_zero = ("small_kg_per_kwe", "large_kg_per_kwe", "local_kg_per_kwe", "closure_slope")
    fractions = ("worker_frac", "capital_cargo_frac", "storm_loss_frac", "failure_loss_frac", "missed_frac",
                 "max_closure_frac", "vital")  # fmt: skip
    for name in rules.__slots__:
        value = np.asarray(getattr(rules, name), dtype=np.float64)
        require(
            bool(np.isfinite(value).all() and (value >= 0.0).all()), name, getattr(rules, name), "0 or more"
        )
        if name in fractions:
            require(bool((value <= 1.0).all()), name, getattr(rules, name), "between 0 and 1")
        if name in above_zero or name in ("labour_t_year", "output_per_capital_per_year"):
            require(bool((value > 0.0).all()), name, getattr(rules, name), "above 0")
        if value.ndim and value.size != N_CLASSES:
            require(False, name, f"{value.size} values", f"{N_CLASSES} values, one for each class")
    for name in ("power_frac", "capital_frac", "habitat_frac", "robot_frac"):
        total = sum(getattr(rules, name))
        require(
            abs(total - 1.0) < 1e-3 / 1e6,
            name,
            f"{getattr(rules, name)} (sum {total:g})",
            "parts that add up to 1",
        )
    if rules.vital_kwe_per_person > rules.power_kwe_per_person:
        require(False, "power_kwe_per_person", rules.power_kwe_per_person,
                f"at least vital_kwe_per_person ({rules.vital_kwe_per_person:g}) [kW]")  # fmt: skip
