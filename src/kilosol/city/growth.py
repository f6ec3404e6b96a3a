"""Growth of the city on the campaign's landings.

Stocks: people, robots, power by origin (small stations and large reactors from the Earth, arrays made
there), habitable area, industrial capital and stores by eight classes. Of every good the city makes at most
the part `closure`, which rises with its industry; the rest comes from stores that ships fill. What is made
is limited by power, by labour with robots, by capital and by what is dug; nothing is made without power,
and nobody lives without it. Living comes first, then upkeep, then growth.

First fidelity: no prices, no age structure, one skill of labour, one mix of capital for every class; mass of
a good made there is that of one imported.

References
----------
.. [1] P. Metzger et al., "Affordable, rapid bootstrapping of the space industry and solar system
   civilization", J. Aerospace Engineering 26, 18-29, 2013 (key metzger2013): closure as the pivot.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kilosol.city.params import (
    CityStock,
    YearFlow,
    city_params,
    city_room,
    spread_records,
)
from kilosol.city.rules import (
    CLASSES,
    HOURS_PER_YEAR,
    N_CLASSES,
    CityRules,
    check_rules,
    class_closure,
)
from kilosol.data import table
from kilosol.errors import OutOfRange
from kilosol.limits import require
from kilosol.records import empty_records, record_of
from kilosol.streams import generator

#: Steps of a year.
STEPS_PER_YEAR = 4

#: Origins of power, and their stocks.
ORIGINS = ("small stations", "large reactors", "local arrays")
POWER_STOCKS = ("small_kw", "large_kw", "local_kw")


@dataclass(frozen=True, slots=True)
class City:
    """Growth of n cities over y years.

    Parameters
    ----------
    year : (y,) [yr]
        End of each year, as decimal year: 2051.0 is the end of 2050.
    stocks : (n, y)
        All stocks at the ends of the years, as records of ``params.CityStock``; the properties below name
        them.
    flows : (n, y)
        Of each year, as records of ``params.YearFlow``.
    limit : (n, y)
        Index into :data:`LIMITS`: what bound in most of the year's steps.
    spread : (n, 3)
        What each campaign finds: factors on the scale of closure, on robots' work, on energy of goods.
    """

    year: NDArray[np.float64]
    stocks: Any
    flows: Any
    limit: NDArray[np.int64]
    spread: NDArray[np.float64]

    @property
    def people(self) -> NDArray[np.float64]:
        """People (n, y)."""
        return np.asarray(self.stocks["people"])

    @property
    def robots(self) -> NDArray[np.float64]:
        """Robots (n, y)."""
        return np.asarray(self.stocks["robots"])

    @property
    def power_by_origin_kw(self) -> NDArray[np.float64]:
        """Power plant by :data:`ORIGINS` (n, y, 3) [kW]."""
        return np.stack([self.stocks[name] for name in POWER_STOCKS], axis=2)

    @property
    def power_kw(self) -> NDArray[np.float64]:
        """Power plant of all origins (n, y) [kW]."""
        return np.asarray(self.power_by_origin_kw.sum(axis=2))

    @property
    def habitat_m2(self) -> NDArray[np.float64]:
        """Habitable area (n, y) [m2]."""
        return np.asarray(self.stocks["habitat_m2"])

    @property
    def crops_m2(self) -> NDArray[np.float64]:
        """Crop area (n, y) [m2]: that of the capital for food."""
        food = self.capital_by_class_t[:, :, CLASSES.index("food")]
        return np.asarray(food * 1000.0 / table("campaign/city").number("crops_kg_m2"))

    @property
    def capital_by_class_t(self) -> NDArray[np.float64]:
        """Industrial capital by class (n, y, 8) [t]."""
        return np.asarray(self.stocks["capital_t"])

    @property
    def capital_t(self) -> NDArray[np.float64]:
        """Industrial capital (n, y) [t]."""
        return np.asarray(self.capital_by_class_t.sum(axis=2))

    @property
    def stores_by_class_t(self) -> NDArray[np.float64]:
        """Stores by class (n, y, 8) [t]."""
        return np.asarray(self.stocks["stores_t"])

    @property
    def stores_t(self) -> NDArray[np.float64]:
        """Stores of all classes (n, y) [t]."""
        return np.asarray(self.stores_by_class_t.sum(axis=2))

    @property
    def closure_frac(self) -> NDArray[np.float64]:
        """Part of the goods used in the year that was made there, by mass (n, y)."""
        used, made = np.asarray(self.flows["used_t"]), np.asarray(self.flows["made_t"])
        return np.asarray(np.divide(made, used, out=np.zeros_like(used), where=used > 0.0))

    @property
    def import_kg_per_person_year(self) -> NDArray[np.float64]:
        """Goods taken from imports per person (n, y) [kg/yr], growth and upkeep included."""
        imported = np.asarray(self.flows["imported_t"]) * 1000.0
        return np.divide(imported, self.people, out=np.zeros_like(imported), where=self.people > 0.0)

    @property
    def used_kwe_per_person(self) -> NDArray[np.float64]:
        """Mean power used per person in the year (n, y) [kW]."""
        mean_kw = np.asarray(self.flows["used_mwh"]) * 1000.0 / HOURS_PER_YEAR
        return np.divide(mean_kw, self.people, out=np.zeros_like(mean_kw), where=self.people > 0.0)


@dataclass(frozen=True, slots=True)
class Weather:
    """Storms and failures by draw and step, and whether the last delivery before a stop did not come.

    Parameters
    ----------
    is_storm, is_failure : (n, s)
    is_missed : (n,)
    """

    is_storm: NDArray[np.bool_]
    is_failure: NDArray[np.bool_]
    is_missed: NDArray[np.bool_]


def draw_weather(rules: CityRules, n_draws: int, n_steps: int, *, seed: int, subsystem: str) -> Weather:
    """Storms, failures and missed deliveries.

    Parameters
    ----------
    rules : CityRules
    n_draws, n_steps : int
    seed : int
    subsystem : str
        Name of the streams.

    Returns
    -------
    Weather
    """

    def chance(name: str, shape: tuple[int, ...]) -> NDArray[np.float32]:
        return generator(seed, f"{subsystem}/{name}").random(shape, dtype=np.float32)

    shape = (n_draws, n_steps)
    return Weather(
        chance("storm", shape) < rules.storm_per_year / STEPS_PER_YEAR,
        chance("failure", shape) < rules.failure_per_year / STEPS_PER_YEAR,
        chance("missed", (n_draws,)) < rules.missed_frac,
    )


def draw_spread(n_draws: int, *, seed: int) -> NDArray[np.float64]:
    """What campaigns find closure's scale, robots' work and the energy of goods to be; log-uniform factors.

    Parameters
    ----------
    n_draws : int
    seed : int

    Returns
    -------
    (n, 3)

    Examples
    --------
    >>> draw_spread(4, seed=1).shape
    (4, 3)
    """
    city = table("campaign/city")
    low, high = city.number("spread_low_factor"), city.number("spread_high_factor")
    uniform = generator(seed, "city/spread").random((n_draws, 3))
    return np.asarray(low * (high / low) ** uniform)


def start_stocks(
    *, people: float = 0.0, robots: float = 0.0, power_kw: ArrayLike = 0.0, habitat_m2: float | None = None,
    capital_t: ArrayLike = 0.0, stores_t: ArrayLike = 0.0, rules: CityRules | None = None,
) -> CityStock:  # fmt: skip
    """Stocks of a settlement that is there before the first ship.

    Parameters
    ----------
    people, robots : float
    power_kw : float or (3,) [kW]
        By :data:`ORIGINS`; one number is arrays made there.
    habitat_m2 : float, optional [m2]
        Room for just the people if left out and `rules` are given.
    capital_t, stores_t : float or (8,) [t]
        By class; one number of capital is spread in the mix of `rules`, one of stores lies in each class.
    rules : CityRules, optional

    Returns
    -------
    CityStock
        As a record.

    Raises
    ------
    OutOfRange
        If anything is negative.

    Examples
    --------
    >>> float(start_stocks(people=100.0, power_kw=2000.0).people)
    100.0
    """
    power = np.asarray(power_kw, dtype=np.float64)
    small_kw, large_kw, local_kw = power if power.ndim else (0.0, 0.0, float(power))
    capital = np.asarray(capital_t, dtype=np.float64)
    mix = city_params(rules).mix_frac if rules is not None else np.full(N_CLASSES, 1.0 / N_CLASSES)
    room_m2 = people * rules.habitat_m2_per_person if rules is not None else 0.0
    stock = CityStock(
        people=people,
        robots=robots,
        small_kw=small_kw,
        large_kw=large_kw,
        local_kw=local_kw,
        habitat_m2=room_m2 if habitat_m2 is None else habitat_m2,
        capital_t=capital if capital.ndim else capital * np.asarray(mix),
        stores_t=np.array(np.broadcast_to(np.asarray(stores_t, dtype=np.float64), (N_CLASSES,))),
    )
    for name, value in (("people", people), ("robots", robots), ("power_kw", power_kw), ("habitat_m2", habitat_m2 or 0.0), ("capital_t", capital_t), ("stores_t", stores_t)):  # fmt: skip  # noqa: E501
        require(np.asarray(value) >= 0.0, name, value, "0 or more")
    return record_of(stock)


def grow_city(
    cargo_t: NDArray[np.float64],
    migrants: NDArray[np.float64],
    arrival_year: NDArray[np.float64],
    rules: CityRules,
    *,
    first_year: int,
    last_year: int,
    robots: NDArray[np.float64] | None = None,
    start: CityStock | None = None,
    spread: NDArray[np.float64] | None = None,
    seed: int | None = None,
) -> City:
    """Grow a city on each campaign's landings.

    Parameters
    ----------
    cargo_t : (w, n) [t]
        Cargo landed in each window, robots included.
    migrants : (w, n)
        People landed in each window; no more stay than the cargo and what stands carry.
    arrival_year : (w,) [yr]
        Decimal year of each window's landings.
    rules : CityRules
    first_year, last_year : int
        Span of growth, ends included.
    robots : (w, n), optional
        Robots in the cargo.
    start : CityStock, optional
        What stands before the first ship (:func:`start_stocks`).
    spread : (n, 3), optional
        Factors of each campaign (:func:`draw_spread`); ones if left out.
    seed : int, optional
        Draws storms and failures; none if left out.

    Returns
    -------
    City

    Raises
    ------
    OutOfRange
        If a rule is out of its range, landings are negative, the span is empty or ends before the first
        landing of a city that has nothing to start from.
    """
    check_rules(rules)
    cargo, people = np.atleast_2d(np.asarray(cargo_t, float)), np.atleast_2d(np.asarray(migrants, float))
    machines = np.zeros_like(cargo) if robots is None else np.atleast_2d(np.asarray(robots, float))
    arrival = np.atleast_1d(np.asarray(arrival_year, float))
    n = cargo.shape[1]
    _check_landings(cargo, people, machines, arrival)
    _check_span(arrival, first_year, last_year, has_start=start is not None)
    stock = empty_records(n, CityStock())
    if start is not None:
        stock[:] = start
    factors = np.ones((n, 3)) if spread is None else np.asarray(spread, float)
    require(factors > 0.0, "spread", "a factor of 0 or less", "above 0")
    from kilosol.city.kernel import grow_all

    n_years = last_year - first_year + 1
    n_steps = n_years * STEPS_PER_YEAR
    edge = first_year + np.arange(n_steps + 1) / STEPS_PER_YEAR
    # Landings before the span count in its first step; later ones do not count.
    step_of = np.clip(np.searchsorted(edge, arrival, side="right") - 1, 0, None)
    calm = np.zeros((n, n_steps), dtype=np.bool_)
    weather = (
        Weather(calm, calm, calm[:, 0])
        if seed is None
        else draw_weather(rules, n, n_steps, seed=seed, subsystem="city/growth")
    )
    stocks, flows = empty_records((n, n_years), CityStock()), empty_records((n, n_years), YearFlow())
    limit = np.zeros((n, n_years), dtype=np.int64)
    grow_all(
        *(np.ascontiguousarray(a.T) for a in (cargo, people, machines)),
        step_of.astype(np.int64), stock, city_params(rules), spread_records(factors), 1.0 / STEPS_PER_YEAR,
        weather.is_storm, weather.is_failure, city_room(), stocks, flows, limit,
    )  # fmt: skip
    return City(edge[STEPS_PER_YEAR::STEPS_PER_YEAR], stocks, flows, limit, factors)


def closure_by_class(city: City, rules: CityRules) -> NDArray[np.float64]:
    """Closure that each city's industry allows, by class.

    Parameters
    ----------
    city : City
    rules : CityRules

    Returns
    -------
    (n, y, 8)
    """
    # A campaign that finds closure harder needs so much more capital for it.
    return class_closure(rules, city.capital_t / city.spread[:, :1])


def _check_landings(
    cargo: NDArray[np.float64], people: NDArray[np.float64], robots: NDArray[np.float64],
    arrival: NDArray[np.float64],
) -> None:  # fmt: skip
    for name, value in (("cargo_t", cargo), ("migrants", people), ("robots", robots)):
        shape = (arrival.size, cargo.shape[1])
        require(value.shape == shape, name, f"shape {value.shape}", f"of shape {shape}: windows, campaigns")
        good = np.isfinite(value) & (value >= 0.0)
        require(good, name, value[~good].min() if not good.all() else None, "0 or more in every window")
    require(np.isfinite(arrival), "arrival_year", arrival, "finite")


def _check_span(arrival: NDArray[np.float64], first_year: int, last_year: int, *, has_start: bool) -> None:
    if last_year < first_year:
        raise OutOfRange("last_year", last_year, f"at least {first_year}")
    if not has_start and (arrival.size == 0 or last_year + 1 <= arrival.min()):
        first = (
            f"{int(arrival.min())}, the year of the first landing" if arrival.size else "that of a landing"
        )
        raise OutOfRange("last_year", last_year, f"at least {first}")
