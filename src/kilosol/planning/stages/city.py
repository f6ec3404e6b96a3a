"""Stage 7: when the city stands alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import xarray as xr

from kilosol.campaign import City, CityRules, grow_city, stop_imports
from kilosol.campaign.growth import LIMITS
from kilosol.data import table
from kilosol.planning.stages.landing import Landing
from kilosol.planning.stages.transfers import Transfers, year_of
from kilosol.results import describe
from kilosol.scenario import Scenario

#: Draws of weather and failures for each city and year tested.
STOP_DRAWS = 20

QUANTILES = (0.1, 0.5, 0.9)


@dataclass(frozen=True)
class CityAnswer:
    """What the stage hands on."""

    p_by_year: dict[int, float]
    dataset: xr.Dataset
    verdict: dict[str, Any]


def find_city(scenario: Scenario, transfers: Transfers, landing: Landing) -> CityAnswer:
    """Grow a city on every campaign's landings and stop its imports at the end of each year."""
    ask = scenario.city
    rules = city_rules(scenario)
    landed = landing.campaigns.landed_ships
    people_landed = _people(scenario, landing)
    arrival = np.array([year_of(float(jd)) for jd in transfers.calendar.cargo_arrival_jd])
    cargo_t = np.asarray(landed * scenario.ship.payload_t, dtype=np.float64)
    first = transfers.windows[0].year
    city = grow_city(
        cargo_t, people_landed, arrival, rules, first_year=first, last_year=scenario.horizon_year
    )
    years = np.arange(first, scenario.horizon_year + 1)
    passed = np.zeros(landed.shape[1], dtype=np.bool_)
    p_by_year: dict[int, float] = {}
    for year in years:
        # A city that once stood alone counts from then on.
        passed |= stop_imports(
            city,
            rules,
            int(year),
            stop_years=ask.import_stop_years,
            n_draws=STOP_DRAWS,
            pass_frac=ask.pass_frac,
            seed=scenario.seed,
        )
        p_by_year[int(year)] = float(passed.mean())
    ceiling = _ceiling(cargo_t, arrival, years)
    dataset = _dataset(city, years, p_by_year, ceiling)
    return CityAnswer(p_by_year, dataset, _verdict(scenario, city, years, p_by_year, ceiling))


def city_rules(scenario: Scenario) -> CityRules:
    """Rules of the city from the scenario and its table."""
    ask, values = scenario.city, table("campaign/city")
    return CityRules(
        power_kwe_per_person=ask.power_kwe_per_person,
        living_kwe_per_person=min(values.number("living_kwe_per_person"), ask.power_kwe_per_person),
        imported_kg_per_kwe=ask.imported_kg_per_kwe,
        local_kg_per_kwe=values.number("local_kg_per_kwe"),
        need_t_per_person_year=values.number("need_t_per_person_year"),
        energy_kwh_per_kg=values.number("energy_kwh_kg"),
        output_per_capital_per_year=values.number("output_per_capital_per_year"),
        labour_t_per_person_year=values.number("labour_t_per_person_year"),
        max_closure_frac=ask.max_closure_frac,
        half_closure_t=ask.half_closure_people * values.number("capital_t_per_person"),
        depreciation_per_year=values.number("depreciation_per_year"),
        growth_per_year=values.number("growth_per_year"),
        store_years=values.number("store_year"),
        storm_per_year=values.number("bad_year_per_year"),
        storm_loss_frac=values.number("bad_year_loss_frac"),
        capital_cargo_frac=values.number("capital_cargo_frac"),
        deep_store_years=values.number("deep_store_year"),
    )


def _people(scenario: Scenario, landing: Landing) -> np.ndarray:
    """People landed in each window and campaign: crews first, migrants once a crew has landed and lived."""
    campaigns = landing.campaigns
    crews = campaigns.crew_ships_landed * float(scenario.crew.people)
    stands = np.cumsum(campaigns.crew_ships_landed, axis=0) > 0
    before = np.vstack([np.zeros((1, stands.shape[1]), dtype=np.bool_), stands[:-1]])
    migrant_ships = campaigns.landed_ships * scenario.city.migrant_ships_frac * before
    return np.asarray(crews + migrant_ships * scenario.city.migrants_per_ship)


def _ceiling(cargo_t: np.ndarray, arrival: np.ndarray, years: np.ndarray) -> np.ndarray:
    """Chance by year that a million tonnes have landed: no city of that size can be earlier."""
    wanted_t = table("campaign/city").number("ceiling_t")
    total = np.cumsum(cargo_t, axis=0)
    return np.array([(total[arrival < year + 1.0][-1:] >= wanted_t).any(axis=0).mean() for year in years])


def _at_year_ends(values: np.ndarray, city: City, years: np.ndarray) -> np.ndarray:
    columns = np.searchsorted(city.year, years + 1.0)
    return values[:, columns]


def _dataset(city: City, years: np.ndarray, p_by_year: dict[int, float], ceiling: np.ndarray) -> xr.Dataset:
    def fan(values: np.ndarray) -> tuple[tuple[str, str], np.ndarray]:
        at = _at_year_ends(values, city, years)
        return ("year", "quantile"), np.quantile(at, QUANTILES, axis=0).T

    return describe(
        xr.Dataset(
            {
                "people": fan(city.people),
                "power_kw": fan(city.power_kw),
                "capital_t": fan(city.capital_t),
                "closure_frac": fan(city.closure_frac),
                "import_kg_per_person_year": fan(city.import_kg_per_person_year),
                "p_self_sustaining": ("year", np.array(list(p_by_year.values()))),
                "p_million_t": ("year", ceiling),
            },
            coords={"year": years, "quantile": list(QUANTILES)},
        )
    )


def _verdict(
    scenario: Scenario, city: City, years: np.ndarray, p_by_year: dict[int, float], ceiling: np.ndarray
) -> dict[str, Any]:
    last = _at_year_ends(city.people, city, years)[:, -1]
    peopled = city.people[:, -1] > 0.0
    codes = np.bincount(city.limit[peopled, -1], minlength=len(LIMITS)) if peopled.any() else None
    shares = (
        {}
        if codes is None
        else {name: float(n) / int(peopled.sum()) for name, n in zip(LIMITS, codes, strict=True) if n}
    )
    return {
        "p_by_year": {str(y): p for y, p in p_by_year.items()},
        "p_million_t_by_year": {str(int(y)): float(p) for y, p in zip(years, ceiling, strict=True)},
        "people_p10": float(np.quantile(last, 0.1)),
        "people_p50": float(np.quantile(last, 0.5)),
        "people_p90": float(np.quantile(last, 0.9)),
        "closure_p50_frac": float(np.median(_at_year_ends(city.closure_frac, city, years)[:, -1])),
        "power_p50_kw": float(np.median(_at_year_ends(city.power_kw, city, years)[:, -1])),
        "import_p50_kg_per_person_year": float(
            np.median(_at_year_ends(city.import_kg_per_person_year, city, years)[:, -1])
        ),
        "power_kwe_per_person": scenario.city.power_kwe_per_person,
        "imported_power_million_people_t": 1e6
        * scenario.city.power_kwe_per_person
        * scenario.city.imported_kg_per_kwe
        / 1000.0,
        "limited_by": shares,
        "import_stop_years": scenario.city.import_stop_years,
        "horizon_year": scenario.horizon_year,
    }
