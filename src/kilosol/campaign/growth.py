"""Growth of the city, and the test whether it lives without imports.

Stocks: people, power, industrial capital, and stores of what the city cannot make. Cargo that lands refills
stores first, then a fixed part of it is industrial capital and the rest brings newcomers with their power
and stores, never more people than it can keep. Local production is limited by capital, labour and
the power left over after people are served; nothing is produced without power. The part of its needs that
the city can make itself, the closure, rises with its industry; the rest comes out of the stores.

The import-stop test stops all deliveries at a date T: the city passes if in the years after, in nearly all
draws of weather and failures, nobody starves and its capital has not shrunk. With constant closure c,
stores V and needs N per person, the stores of P people last V / ((1 - c) N P) [1]_, which is the oracle.

First fidelity: one kind of capital and of goods, no trade, no age structure, robots as a factor on labour.

References
----------
.. [1] P. Metzger et al., "Affordable, rapid bootstrapping of the space industry and solar system
   civilization", J. Aerospace Engineering 26, 18-29, 2013 (key metzger2013): closure as the pivot.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kilosol.errors import OutOfRange
from kilosol.streams import generator

#: Steps of growth in a year.
STEPS_PER_YEAR = 2

#: What limited local production, in the order of the codes in :attr:`City.limit`.
LIMITS = ("nobody there", "power", "labour", "capital")


@dataclass(frozen=True, slots=True)
class CityRules:
    """How a city lives and grows.

    Parameters
    ----------
    power_kwe_per_person : float [kW]
        Electric power per person with industry.
    living_kwe_per_person : float [kW]
        Of this, what people need before any industry runs.
    imported_kg_per_kwe, local_kg_per_kwe : float [kg/kW]
        Mass of power plant per power, imported and made on Mars.
    need_t_per_person_year : float [t/yr]
        Goods used per person after recycling.
    energy_kwh_per_kg : float [kWh/kg]
        Electricity to make goods.
    output_per_capital_per_year : float [1/yr]
        Goods made in a year per mass of capital.
    labour_t_per_person_year : float [t/yr]
        Goods that one person makes with robots.
    max_closure_frac : float
        Closure of a very large city.
    half_closure_t : float [t]
        Capital at which half of that is reached.
    depreciation_per_year : float [1/yr]
        Of capital and power.
    growth_per_year : float [1/yr]
        Births less deaths.
    store_years : float [yr]
        Stores that are kept, in years of imports.
    storm_per_year, storm_loss_frac : float
        Chance of a bad year (global storm, large failure) and the production it costs.
    capital_cargo_frac : float
        Part of the cargo, after resupply, that goes into industrial capital.
    deep_store_years : float [yr]
        Stores that cargo left over is used for before it joins the capital.
    """

    power_kwe_per_person: float
    living_kwe_per_person: float
    imported_kg_per_kwe: float
    local_kg_per_kwe: float
    need_t_per_person_year: float
    energy_kwh_per_kg: float
    output_per_capital_per_year: float
    labour_t_per_person_year: float
    max_closure_frac: float
    half_closure_t: float
    depreciation_per_year: float
    growth_per_year: float
    store_years: float
    storm_per_year: float
    storm_loss_frac: float
    capital_cargo_frac: float
    deep_store_years: float

    def as_array(self) -> NDArray[np.float64]:
        """All rules in the order of their definition, for the compiled loops."""
        return np.array([getattr(self, name) for name in self.__slots__], dtype=np.float64)


@dataclass(frozen=True, slots=True)
class City:
    """Growth of n cities over s steps.

    Parameters
    ----------
    year : (s,) [yr]
        End of each step, as decimal year.
    people, power_kw, capital_t, stores_t : (n, s)
        Stocks at the end of each step.
    import_kg_per_person_year : (n, s) [kg/yr]
        What is taken from imports per person.
    closure_frac : (n, s)
        Part of its needs that the city makes.
    limit : (n, s)
        Index into :data:`LIMITS`.
    """

    year: NDArray[np.float64]
    people: NDArray[np.float64]
    power_kw: NDArray[np.float64]
    capital_t: NDArray[np.float64]
    stores_t: NDArray[np.float64]
    import_kg_per_person_year: NDArray[np.float64]
    closure_frac: NDArray[np.float64]
    limit: NDArray[np.int64]


def grow_city(
    cargo_t: NDArray[np.float64],
    migrants: NDArray[np.float64],
    arrival_year: NDArray[np.float64],
    rules: CityRules,
    *,
    first_year: int,
    last_year: int,
) -> City:
    """Grow a city on each campaign's landings.

    Parameters
    ----------
    cargo_t : (w, n) [t]
        Cargo landed in each window.
    migrants : (w, n)
        People landed in each window; no more stay than the power carries.
    arrival_year : (w,) [yr]
        Decimal year of each window's landings.
    rules : CityRules
    first_year, last_year : int
        Span of growth, ends included.

    Returns
    -------
    City

    Raises
    ------
    OutOfRange
        If closure is above one, a rate negative, or the span empty.
    """
    _check(rules)
    if last_year < first_year:
        raise OutOfRange("last_year", last_year, f"at least {first_year}")
    from kilosol.campaign.growth_kernel import grow_all

    n_steps = (last_year - first_year + 1) * STEPS_PER_YEAR
    edge = first_year + np.arange(n_steps + 1) / STEPS_PER_YEAR
    # Landings before the span, if any, count in its first step; later ones do not count.
    step_of = np.clip(np.searchsorted(edge, arrival_year, side="right") - 1, 0, None)
    n = cargo_t.shape[1]
    stocks = np.zeros((4, n, n_steps))
    closure, limit = np.zeros((n, n_steps)), np.zeros((n, n_steps), dtype=np.int64)
    imports = np.zeros((n, n_steps))
    grow_all(
        np.ascontiguousarray(cargo_t.T),
        np.ascontiguousarray(migrants.T),
        step_of.astype(np.int64),
        rules.as_array(),
        1.0 / STEPS_PER_YEAR,
        stocks,
        closure,
        imports,
        limit,
    )
    return City(edge[1:], stocks[0], stocks[1], stocks[2], stocks[3], imports, closure, limit)


def stop_imports(
    city: City, rules: CityRules, year: int, *, stop_years: int, n_draws: int, pass_frac: float, seed: int
) -> NDArray[np.bool_]:
    """Which cities pass the import-stop test at the end of a year.

    Parameters
    ----------
    city : City
        Growth so far.
    rules : CityRules
    year : int
        Last year with deliveries.
    stop_years : int
        Years to live without.
    n_draws : int
        Draws of weather and failures for each city.
    pass_frac : float
        Part of the draws that must be survived.
    seed : int
        Seed of the draws, shared by all cities.

    Returns
    -------
    (n,)
        True where people stay alive and capital does not shrink.

    Raises
    ------
    OutOfRange
        If the year is outside the city's growth, or no year or draw is asked for.
    """
    if stop_years < 1 or n_draws < 1:
        raise OutOfRange("stop_years and n_draws", f"{stop_years} and {n_draws}", "at least 1 each")
    column = int(np.searchsorted(city.year, year + 1.0))
    if column >= city.year.size or city.year[column] != year + 1.0:
        raise OutOfRange("year", year, f"between {int(city.year[0])} and {int(city.year[-1]) - 1}")
    from kilosol.campaign.growth_kernel import live_without_imports

    n_steps = stop_years * STEPS_PER_YEAR
    uniform = generator(seed, f"city/{year}").random((n_draws, n_steps))
    is_bad = uniform < rules.storm_per_year / STEPS_PER_YEAR
    stocks = (city.people, city.power_kw, city.capital_t, city.stores_t)
    start = np.stack([stock[:, column] for stock in stocks], axis=1)
    passed = np.zeros(city.people.shape[0])
    live_without_imports(start, is_bad, rules.as_array(), 1.0 / STEPS_PER_YEAR, passed)
    return passed >= pass_frac


def import_stop_year(stores_t: float, closure_frac: float, people: float, need_t_year: float) -> float:
    """Years that stores last after an import stop at constant closure: V / ((1 - c) N P).

    Parameters
    ----------
    stores_t : float [t]
        Stores V.
    closure_frac : float
        Closure c, from 0 to 1.
    people : float
        P.
    need_t_year : float [t/yr]
        Needs N per person.

    Returns
    -------
    float [yr]
        Infinite at full closure.

    Raises
    ------
    OutOfRange
        If the closure is outside its range.

    Examples
    --------
    >>> import_stop_year(500.0, 0.5, 100.0, 5.0)
    2.0
    """
    if not 0.0 <= closure_frac <= 1.0:
        raise OutOfRange("closure_frac", closure_frac, "between 0 and 1")
    gap = (1.0 - closure_frac) * people * need_t_year
    return stores_t / gap if gap > 0.0 else float("inf")


def _check(rules: CityRules) -> None:
    if not 0.0 <= rules.max_closure_frac <= 1.0:
        raise OutOfRange("max_closure_frac", rules.max_closure_frac, "between 0 and 1")
    negative = [name for name in rules.__slots__ if name != "growth_per_year" and getattr(rules, name) < 0.0]
    if negative:
        raise OutOfRange(negative[0], getattr(rules, negative[0]), "not negative")
    for name in ("power_kwe_per_person", "local_kg_per_kwe", "imported_kg_per_kwe", "energy_kwh_per_kg"):
        if not getattr(rules, name) > 0.0:
            raise OutOfRange(name, getattr(rules, name), "above zero")
    if rules.living_kwe_per_person > rules.power_kwe_per_person:
        raise OutOfRange(
            "living_kwe_per_person",
            rules.living_kwe_per_person,
            f"at most power_kwe_per_person ({rules.power_kwe_per_person})",
        )
