"""Stage 7: when the city stands alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from kilosol.city import (
    CLASSES,
    LIMITS,
    ORIGINS,
    City,
    CityRules,
    Diary,
    cited_city_rules,
    closure_by_class,
    draw_spread,
    grow_city,
    imported_power_people,
    person_power_kw,
    stands_alone_from,
    stop_diary,
)
from kilosol.data import table
from kilosol.planning.stages.landing import Landing
from kilosol.planning.stages.transfers import Transfers, year_of
from kilosol.results import describe
from kilosol.scenario import Scenario

#: Draws of weather and failures for each city and year tested.
STOP_DRAWS = 20

#: Campaigns whose city is grown, the first ones: their chances stand within 2.3 % (one standard error).
MOST_CITIES = 500

QUANTILES = (0.1, 0.5, 0.9)


@dataclass(frozen=True)
class Landed:
    """What the campaigns hand to the city, by window and campaign.

    Parameters
    ----------
    cargo_t, people, robots : (w, n)
        Robots are part of the cargo.
    arrival_year : (w,) [yr]
    """

    cargo_t: NDArray[np.float64]
    people: NDArray[np.float64]
    robots: NDArray[np.float64]
    arrival_year: NDArray[np.float64]

    def first(self, n: int, factor: float = 1.0) -> Landed:
        """The first n campaigns, with so many times the ships."""
        cargo, people, robots = (a[:, :n] * factor for a in (self.cargo_t, self.people, self.robots))
        return Landed(cargo, people, robots, self.arrival_year)


@dataclass(frozen=True)
class CityAnswer:
    """What the stage hands on; `landed` is what came to the cities that were grown."""

    p_by_year: dict[int, float]
    dataset: xr.Dataset
    verdict: dict[str, Any]
    landed: Landed
    rules: CityRules
    city: City
    diary: Diary | None


def find_city(
    scenario: Scenario, transfers: Transfers, landing: Landing, *, most_cities: int = MOST_CITIES
) -> CityAnswer:
    """Grow a city on every campaign's landings and stop its imports at the end of each year."""
    rules = city_rules(scenario)
    landed = landed_by_window(scenario, transfers, landing)
    first = transfers.windows[0].year
    years = np.arange(first, scenario.horizon_year + 1)
    some = landed.first(most_cities)
    city = grow(scenario, rules, some, years)
    alone_from = find_alone(scenario, rules, city)
    p_by_year = {int(y): float(((alone_from > 0) & (alone_from <= y)).mean()) for y in years}
    ceiling = _ceiling(landed, years)
    diary = _diary(scenario, rules, city)
    dataset = _dataset(city, rules, years, p_by_year, ceiling, diary)
    verdict = _verdict(scenario, rules, city, years, p_by_year, ceiling, some) | _diary_words(diary)
    return CityAnswer(p_by_year, dataset, verdict, some, rules, city, diary)


def grow(scenario: Scenario, rules: CityRules, landed: Landed, years: NDArray[np.int64]) -> City:
    """Cities of the scenario on what has landed, with the scenario's luck."""
    return grow_city(
        landed.cargo_t,
        landed.people,
        landed.arrival_year,
        rules,
        first_year=int(years[0]),
        last_year=int(years[-1]),
        robots=landed.robots,
        spread=draw_spread(landed.cargo_t.shape[1], seed=scenario.seed),
        seed=scenario.seed,
    )


def find_alone(
    scenario: Scenario, rules: CityRules, city: City, last_year: int | None = None
) -> NDArray[np.int64]:
    """First year at whose end each city passes the scenario's import-stop test; 0 if none."""
    ask = scenario.city
    return stands_alone_from(
        city,
        rules,
        stop_years=ask.import_stop_years,
        n_draws=STOP_DRAWS,
        pass_frac=ask.pass_frac,
        seed=scenario.seed,
        last_year=last_year,
    )


def city_rules(scenario: Scenario) -> CityRules:
    """Rules of the city from the scenario and its tables."""
    ask, robots = scenario.city, scenario.robots
    rules = cited_city_rules(
        max_closure_frac=ask.max_closure_frac,
        half_closure_people=ask.half_closure_people,
        large_kg_per_kwe=max(ask.imported_kg_per_kwe, 1e-6),
    )
    day = table("constants").number("sol_s") / 3600.0
    hours = min(robots.active_hours_per_sol, day)
    robot_kwe = (hours * robots.active_kw + (day - hours) * robots.idle_kw) / day + robots.keep_warm_kw
    return replace(
        rules,
        robot_kwe=robot_kwe,
        small_kg_per_kwe=max(rules.small_kg_per_kwe, rules.large_kg_per_kwe),
        power_kwe_per_person=ask.power_kwe_per_person,
        # A scenario that gives a person less than life support takes knows of a thriftier one.
        vital_kwe_per_person=min(rules.vital_kwe_per_person, ask.power_kwe_per_person),
    )


def landed_by_window(scenario: Scenario, transfers: Transfers, landing: Landing) -> Landed:
    """Cargo, people and robots landed in each window of each campaign."""
    campaigns = landing.campaigns
    arrival = np.array([year_of(float(jd)) for jd in transfers.calendar.cargo_arrival_jd])
    cargo = np.asarray(campaigns.landed_ships * scenario.ship.payload_t, dtype=np.float64)
    robots = campaigns.landed_ships * _robots_per_ship(scenario, landing)
    # Robots are cargo: no more of them than it carries.
    robot_t = table("loads/robots").number("mass_kg") / 1000.0
    return Landed(cargo, _people(scenario, landing), np.minimum(robots, cargo / robot_t), arrival)


def _robots_per_ship(scenario: Scenario, landing: Landing) -> NDArray[np.float64]:
    """Robots on each ship that flew, by window and campaign; later fleets as the last listed."""
    listed = {f.window: f.robots / max(f.cargo_ships + f.crew_ships, 1) for f in scenario.flights}
    last = listed[scenario.flights[-1].window]
    per_ship = np.array([listed.get(m.window, last) for m in landing.plan])
    order = np.cumsum(landing.campaigns.flown, axis=0) - 1
    return np.asarray(per_ship[np.clip(order, 0, per_ship.size - 1)])


def _people(scenario: Scenario, landing: Landing) -> NDArray[np.float64]:
    """People landed in each window and campaign: crews first, migrants once a crew has landed and lived."""
    campaigns = landing.campaigns
    crews = campaigns.crew_ships_landed * float(scenario.crew.people)
    stands = np.cumsum(campaigns.crew_ships_landed, axis=0) > 0
    before = np.vstack([np.zeros((1, stands.shape[1]), dtype=np.bool_), stands[:-1]])
    migrant_ships = campaigns.landed_ships * scenario.city.migrant_ships_frac * before
    return np.asarray(crews + migrant_ships * scenario.city.migrants_per_ship)


def _ceiling(landed: Landed, years: NDArray[np.int64]) -> NDArray[np.float64]:
    """Chance by year that a million tonnes have landed: no city of that size can be earlier."""
    wanted_t = table("campaign/city").number("ceiling_t")
    total = np.cumsum(landed.cargo_t, axis=0)
    return np.array(
        [(total[landed.arrival_year < y + 1.0][-1:] >= wanted_t).any(axis=0).mean() for y in years]
    )


def _diary(scenario: Scenario, rules: CityRules, city: City) -> Diary | None:
    """The import stop at the horizon of the median city among those with people."""
    people = city.people[:, -1]
    peopled = np.flatnonzero(people >= 1.0)
    if peopled.size == 0:
        return None
    middle = int(peopled[np.argsort(people[peopled], kind="stable")[peopled.size // 2]])
    return stop_diary(
        city,
        rules,
        middle,
        round(float(city.year[-1])) - 1,
        stop_years=scenario.city.import_stop_years,
        seed=scenario.seed,
    )


def _diary_words(diary: Diary | None) -> dict[str, Any]:
    if diary is None:
        return {"diary": []}
    return {"diary": [{"year": round(year, 2), "text": text} for year, text in diary.entries]}


def _dataset(
    city: City,
    rules: CityRules,
    years: NDArray[np.int64],
    p_by_year: dict[int, float],
    ceiling: NDArray[np.float64],
    diary: Diary | None,
) -> xr.Dataset:
    def fan(values: NDArray[np.float64]) -> tuple[tuple[str, str], NDArray[np.float64]]:
        return ("year", "quantile"), np.quantile(values, QUANTILES, axis=0).T

    data: dict[str, Any] = {
        "people": fan(city.people),
        "power_kw": fan(city.power_kw),
        "capital_t": fan(city.capital_t),
        "closure_frac": fan(city.closure_frac),
        "import_kg_per_person_year": fan(city.import_kg_per_person_year),
        "p_self_sustaining": ("year", np.array(list(p_by_year.values()))),
        "p_million_t": ("year", ceiling),
        "origin_kw": (("year", "origin"), _of_peopled(city, city.power_by_origin_kw)),
        "limit_frac": (("year", "limit"), limit_shares(city)),
        "class_closure_frac": (
            ("year", "class"),
            np.median(closure_by_class(city, rules), axis=0),
        ),
    }
    coords: dict[str, Any] = {
        "year": years,
        "quantile": list(QUANTILES),
        "origin": list(ORIGINS),
        "limit": list(LIMITS),
        "class": list(CLASSES),
        "diary_year": np.zeros(0) if diary is None else diary.year,
    }
    n = coords["diary_year"].size
    data |= {
        "diary_people": ("diary_year", np.zeros(n) if diary is None else diary.people),
        "diary_capital_t": ("diary_year", np.zeros(n) if diary is None else diary.capital_t),
        "diary_power_kw": ("diary_year", np.zeros(n) if diary is None else diary.power_kw),
        "diary_stores_t": (
            ("diary_year", "class"),
            np.zeros((0, len(CLASSES))) if diary is None else diary.stores_by_class_t,
        ),
    }
    return describe(xr.Dataset(data, coords=coords))


def limit_shares(city: City) -> NDArray[np.float64]:
    """Part of the campaigns with people in which each limit binds, by year; shape (y, limits)."""
    peopled = city.people > 0.0
    counts = np.stack([((city.limit == i) & peopled).sum(axis=0) for i in range(len(LIMITS))], axis=1)
    return np.asarray(counts / np.maximum(peopled.sum(axis=0), 1)[:, None])


def _of_peopled(city: City, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean over the campaigns with people, by year."""
    peopled = (city.people > 0.0)[:, :, None]
    return np.asarray((values * peopled).sum(axis=0) / np.maximum(peopled.sum(axis=0), 1))


def _verdict(
    scenario: Scenario,
    rules: CityRules,
    city: City,
    years: NDArray[np.int64],
    p_by_year: dict[int, float],
    ceiling: NDArray[np.float64],
    landed: Landed,
) -> dict[str, Any]:
    people = city.people[:, -1]
    shares = limit_shares(city)
    by_year = {
        str(int(y)): LIMITS[int(np.argmax(shares[i]))] for i, y in enumerate(years) if shares[i].sum() > 0.0
    }
    classes = np.median(closure_by_class(city, rules)[:, -1], axis=0)
    mix = _of_peopled(city, city.power_by_origin_kw)[-1]
    person = person_power_kw(rules)
    most = imported_power_limit(scenario, rules, landed)
    return {
        "p_by_year": {str(y): p for y, p in p_by_year.items()},
        "p_million_t_by_year": {str(int(y)): float(p) for y, p in zip(years, ceiling, strict=True)},
        "people_p10": float(np.quantile(people, 0.1)),
        "people_p50": float(np.quantile(people, 0.5)),
        "people_p90": float(np.quantile(people, 0.9)),
        "closure_p50_frac": float(np.median(city.closure_frac[:, -1])),
        "closure_by_class_p50_frac": dict(zip(CLASSES, classes.tolist(), strict=True)),
        "power_p50_kw": float(np.median(city.power_kw[:, -1])),
        "power_by_origin_mean_kw": dict(zip(ORIGINS, mix.tolist(), strict=True)),
        "import_p50_kg_per_person_year": float(np.median(city.import_kg_per_person_year[:, -1])),
        "power_kwe_per_person": scenario.city.power_kwe_per_person,
        "independent_kwe_per_person": float(sum(person.values())),
        "independent_kwe_per_person_by_use": person,
        "imported_power_million_people_t": 1e6
        * scenario.city.power_kwe_per_person
        * scenario.city.imported_kg_per_kwe
        / 1000.0,
        "imported_power_most_people": most,
        "imported_power_end_year": imported_power_end(years, np.median(city.people, axis=0), most),
        "limited_by": {n: float(s) for n, s in zip(LIMITS, shares[-1], strict=True) if s},
        "limit_by_year": by_year,
        "import_stop_years": scenario.city.import_stop_years,
        "cities": int(people.size),
        "horizon_year": scenario.horizon_year,
    }


def imported_power_end(
    years: NDArray[np.int64], people: NDArray[np.float64], most_people: float
) -> int | None:
    """First year with more people than imported power could be kept up for; none by the last year.

    Examples
    --------
    >>> years = np.array([2040, 2042, 2044])
    >>> imported_power_end(years, np.array([0.0, 900.0, 1100.0]), 1000.0)
    2044
    >>> imported_power_end(years, np.array([0.0, 900.0, 1000.0]), 1000.0)
    """
    above = np.flatnonzero((people > most_people) & (people >= 1.0))
    return int(years[above[0]]) if above.size else None


def imported_power_limit(scenario: Scenario, rules: CityRules, landed: Landed) -> float:
    """People whose power the median cargo of the last ten years could keep up, if it were all power."""
    late = landed.arrival_year > scenario.horizon_year - 9.0
    late &= landed.arrival_year <= scenario.horizon_year + 1.0
    per_year = landed.cargo_t[late].sum(axis=0) / 10.0
    return float(
        imported_power_people(
            float(np.median(per_year)),
            rules.power_kwe_per_person,
            rules.large_kg_per_kwe,
            rules.power_wear_per_year,
        )
    )
