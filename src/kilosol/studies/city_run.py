"""The city command: the stages up to the city, then its energy per person and what would have to be true."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

import numpy as np
import xarray as xr

from kilosol._version import __version__
from kilosol.campaign import Requirement, smallest_change
from kilosol.city import CityRules, grow_city, person_power_kw, power_by_size_kw, what_lowers_power_kw
from kilosol.planning.run import Progress, Silent
from kilosol.planning.stages import (
    CityAnswer,
    find_city,
    find_demand,
    find_landing,
    find_power,
    find_transfers,
)
from kilosol.planning.stages.city import MOST_CITIES, find_alone
from kilosol.results import rounded
from kilosol.scenario import Scenario

#: Stages as a user sees them go by.
STAGES = ("windows and flights", "loads", "station", "landing", "city", "what would have to be true")

#: Year by which the city is claimed to stand alone, and the chance that would make it likely.
CLAIM_YEAR, MARK = 2046, 0.5

#: Campaigns of the search: a chance near one half stands within 4 % (one standard error).
SEARCH_CITIES = 150

# Levers: words, factor of one step, most steps. One step of closure halves what a large city imports, and
# reaches it with a quarter of the industry.
LEVERS = (
    ("ships in each window", 2.0, 4),
    ("mass of power for each kilowatt", 0.5, 3),
    ("part of the goods that must be imported (the industry for it falls as the square)", 0.5, 4),
    ("work of a robot", 2.0, 4),
)


@dataclass(frozen=True)
class CityRun:
    """What the city command leaves.

    Parameters
    ----------
    scenario : Scenario
    dataset : xarray.Dataset
        As `results.city` of a plan.
    verdict : dict
        ``scenario``, ``seed``, ``version``, ``city`` (as in verdict.json), ``energy``, ``requirements``.
    """

    scenario: Scenario
    dataset: xr.Dataset
    verdict: dict[str, Any]


def run_city(
    scenario: Scenario, progress: Progress | None = None, *, all_draws: bool = False, search: bool = True
) -> CityRun:
    """Run the stages up to the city.

    Parameters
    ----------
    scenario : Scenario
    progress : Progress, optional
    all_draws : bool
        Grow a city on every campaign, instead of on the first five hundred as a plan does.
    search : bool
        Look for what would have to be true.

    Returns
    -------
    CityRun
    """
    told = progress or Silent()

    def at(name: str) -> None:
        told.stage(name, STAGES.index(name), len(STAGES))

    at("windows and flights")
    transfers = find_transfers(scenario)
    at("loads")
    demand = find_demand(scenario)
    at("station")

    def tell_station(what: str) -> None:
        told.stage(f"station: {what}", STAGES.index("station"), len(STAGES))

    power = find_power(scenario, demand.base_kw, tell_station)
    at("landing")
    landing = find_landing(scenario, transfers, power)
    at("city")
    most = scenario.draws if all_draws else MOST_CITIES
    answer = find_city(scenario, transfers, landing, most_cities=most)
    at("what would have to be true")
    verdict = {
        "scenario": scenario.name,
        "seed": scenario.seed,
        "version": __version__,
        "city": answer.verdict,
        "energy": energy_words(answer.rules),
        "requirements": what_would_have_to_be_true(scenario, answer) if search else None,
    }
    told.done()
    return CityRun(scenario, answer.dataset, rounded(verdict))


def energy_words(rules: CityRules) -> dict[str, Any]:
    """Power of one person: by use, by what would lower it, by size of the settlement."""
    uses = person_power_kw(rules)
    sizes = [10 * 10**k for k in range(6)]
    return {
        "kwe_per_person": sum(uses.values()),
        "by_use_kwe": uses,
        "after_one_change_kwe": what_lowers_power_kw(rules),
        "by_size_kwe": dict(zip(map(str, sizes), power_by_size_kw(sizes).tolist(), strict=True)),
    }


def what_would_have_to_be_true(scenario: Scenario, answer: CityAnswer) -> dict[str, Any]:
    """The smallest set of changes that lifts the chance of a city by 2046 above one half."""
    year = min(CLAIM_YEAR, scenario.horizon_year)

    def chance(steps: tuple[int, ...]) -> float:
        return chance_with(scenario, answer, steps, year)

    found = smallest_change(chance, [most for _, _, most in LEVERS], above=MARK)
    return {
        "year": year,
        "above": MARK,
        "is_reached": found.is_reached,
        "chance": found.chance,
        "base_chance": found.base_chance,
        "best_chance": found.best_chance,
        "changes": _changes(found.steps),
        "others": [_changes(steps) for steps in found.others],
        "alone": {name: p for (name, _, _), p in zip(LEVERS, found.alone, strict=True)},
        "p_people_by_year": _p_people(answer, year),
        "cities": min(SEARCH_CITIES, answer.landed.cargo_t.shape[1]),
        "runs": found.n_runs,
    }


def chance_with(scenario: Scenario, answer: CityAnswer, steps: tuple[int, ...], year: int) -> float:
    """Chance that the city stands alone by a year, each lever moved by its steps.

    More ships bring so many times the cargo, people and robots; nothing else of the campaign changes.
    """
    ships, mass, imports, robot = (factor**n for (_, factor, _), n in zip(LEVERS, steps, strict=True))
    rules = dataclasses.replace(
        answer.rules,
        small_kg_per_kwe=answer.rules.small_kg_per_kwe * mass,
        large_kg_per_kwe=answer.rules.large_kg_per_kwe * mass,
        local_kg_per_kwe=answer.rules.local_kg_per_kwe * mass,
        half_closure_t=tuple(t * imports**2 for t in answer.rules.half_closure_t),
        max_closure_frac=tuple(1.0 - (1.0 - c) * imports for c in answer.rules.max_closure_frac),
        robot_workers=answer.rules.robot_workers * robot,
    )
    landed = answer.landed.first(SEARCH_CITIES, ships)
    city = grow_city(
        landed.cargo_t,
        landed.people,
        landed.arrival_year,
        rules,
        first_year=round(float(answer.city.year[0])) - 1,
        last_year=year,
        robots=landed.robots,
        spread=answer.city.spread[: landed.cargo_t.shape[1]],
        seed=scenario.seed,
    )
    return float((find_alone(scenario, rules, city) > 0).mean())


def _changes(steps: tuple[int, ...]) -> list[dict[str, Any]]:
    return [
        {"what": name, "factor": factor**n}
        for (name, factor, _), n in zip(LEVERS, steps, strict=True)
        if n > 0
    ]


def _p_people(answer: CityAnswer, year: int) -> float:
    """Chance that anybody lives there by then: no lever on the city can lift the chance above it."""
    column = int(np.searchsorted(answer.city.year, year + 0.5))
    return float((answer.city.people[:, column] >= 1.0).mean())


__all__ = ["CityRun", "Requirement", "chance_with", "run_city", "what_would_have_to_be_true"]
