"""A run: the stages in order, their wall time, what they read, and the verdict they make."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

from kilosol import data
from kilosol._version import __version__
from kilosol.data import Cited
from kilosol.planning.base_rates import of_beliefs
from kilosol.planning.claims import judge_claims, shipped_claims
from kilosol.planning.evidence import gather_evidence
from kilosol.planning.fleet_words import of_fleets
from kilosol.planning.infeasible import check_impossible, find_infeasible_gates
from kilosol.planning.memory.cache import remembered
from kilosol.planning.notices import find_notices, of_infeasible_gates
from kilosol.planning.provenance import describe_run
from kilosol.planning.stages import (
    CityAnswer,
    Demand,
    Landing,
    Power,
    Safety,
    Transfers,
    WaysHome,
    find_city,
    find_demand,
    find_landing,
    find_power,
    find_safety,
    find_transfers,
    find_ways_home,
)
from kilosol.planning.stages.campaign_rules import campaign_rules
from kilosol.planning.stages.commissioning import Commissioning
from kilosol.planning.stages.demand_results import with_schedule
from kilosol.planning.stages.first_kilowatt import (
    commissioning_numbers,
    find_commissioning,
    of_commissioning,
)
from kilosol.planning.stages.fleets import fleets_of
from kilosol.planning.stages.power_results import adequacy_dataset, dispatch_dataset, station_dataset
from kilosol.planning.validity import find_beyond
from kilosol.planning.verdict import make_verdict
from kilosol.results import Results
from kilosol.scenario import Scenario

#: Stages as a user sees them go by.
STAGES = ("windows and flights", "loads", "station", "safety", "landing", "city", "claims")


class Progress(Protocol):
    """Who is told how far a run is."""

    def stage(self, name: str, index: int, total: int) -> None:
        """Stage `index` (from 0) of `total` begins, or says what it is at."""

    def done(self) -> None:
        """The run has ended."""


class Silent:
    """Progress that nobody watches."""

    def stage(self, name: str, index: int, total: int) -> None:
        """Say nothing."""

    def done(self) -> None:
        """Say nothing."""


@dataclass(frozen=True)
class StageAnswers:
    """What the stages found, draw by draw, for studies that compare runs."""

    transfers: Transfers
    demand: Demand
    power: Power
    safety: Safety
    landing: Landing
    home: WaysHome
    city: CityAnswer
    commissioning: Commissioning


@dataclass(frozen=True)
class Answered:
    """A plan's answers without its datasets: all that a case of a study is asked for.

    Parameters
    ----------
    answers : StageAnswers
    verdict : dict
        As in verdict.json, rounded to stable digits.
    used : tuple of Cited
        Every cited value that was read, by path.
    wall_time_s : dict
        By stage.
    """

    answers: StageAnswers
    verdict: dict[str, Any]
    used: tuple[Cited, ...]
    wall_time_s: dict[str, float]


@dataclass(frozen=True)
class Run:
    """What a run leaves.

    Parameters
    ----------
    scenario : Scenario
    results : Results
    verdict : dict
        As in verdict.json, rounded to stable digits.
    used : tuple of Cited
        Every cited value that was read, by path.
    provenance : dict
        Version, seed, dependencies, sources and wall time by stage.
    answers : StageAnswers
        What the verdict was made from.
    """

    scenario: Scenario
    results: Results
    verdict: dict[str, Any]
    used: tuple[Cited, ...]
    provenance: dict[str, Any]
    answers: StageAnswers


def run_plan(scenario: Scenario, progress: Progress | None = None) -> Run:
    """Run all stages of a plan.

    Parameters
    ----------
    scenario : Scenario
        What to plan.
    progress : Progress, optional
        Told of each stage.

    Returns
    -------
    Run
    """
    told = progress or Silent()
    found = answer_plan(scenario, told)
    of = found.answers
    results = Results(
        windows=of.transfers.dataset,
        porkchop=of.transfers.porkchop,
        flight=of.transfers.flight,
        loads=with_schedule(
            of.demand.dataset, of.commissioning.schedule, of.commissioning.start.touchdown.window
        ),
        station=station_dataset(of.power),
        dispatch=dispatch_dataset(of.power),
        adequacy=adequacy_dataset(of.power),
        safety=of.safety.dataset,
        landing=of.landing.dataset,
        city=of.city.dataset,
    )
    told.done()
    provenance = describe_run(scenario, found.used, found.wall_time_s, __version__)
    return Run(scenario, results, found.verdict, found.used, provenance, found.answers)


def answer_plan(scenario: Scenario, told: Progress | None = None) -> Answered:
    """Run all stages of a plan, and make its verdict.

    Parameters
    ----------
    scenario : Scenario
    told : Progress, optional
        Told of each stage.

    Returns
    -------
    Answered
    """
    told = told or Silent()
    wall: dict[str, float] = {}

    @contextmanager
    def stage(name: str) -> Iterator[None]:
        told.stage(name, STAGES.index(name), len(STAGES))
        begun = time.perf_counter()
        yield
        wall[name] = round(time.perf_counter() - begun, 3)

    with data.recording() as used:
        with stage("windows and flights"):
            transfers = remembered(find_transfers)(scenario)
            check_impossible(scenario, transfers)
        with stage("loads"):
            demand = remembered(find_demand)(scenario)
        with stage("station"):
            position = STAGES.index("station")
            power = remembered(find_power, n_aside=1)(
                scenario, demand.base_kw, lambda what: told.stage(f"station: {what}", position, len(STAGES))
            )
        with stage("safety"):
            safety = remembered(find_safety)(scenario, transfers, power)
        with stage("landing"):
            # Named and not refused: the other answers do not wait for a crew.
            fleets, rules = fleets_of(scenario, transfers), campaign_rules(scenario, power)
            commissioning = find_commissioning(scenario, power, demand.plant_t)
            infeasible = find_infeasible_gates(scenario, transfers, fleets, rules)
            for problem in infeasible:
                told.stage(f"landing: {problem.what} never opens", STAGES.index("landing"), len(STAGES))
            landing = remembered(find_landing)(scenario, transfers, power)
            told.stage("landing: ways home", STAGES.index("landing"), len(STAGES))
            home = remembered(find_ways_home)(scenario, transfers, landing)
        with stage("city"):
            city = remembered(find_city)(scenario, transfers, landing)
        with stage("claims"):
            evidence = gather_evidence(scenario, transfers, demand, power, landing, city)
            claims, not_judged = judge_claims(evidence, shipped_claims(), scenario.as_of)
            notices = of_infeasible_gates(infeasible)
            notices += of_fleets(landing.verdict["fleets"])
            notices += of_commissioning(commissioning)
            notices += of_beliefs(landing.verdict["cases"])
            notices += find_notices(scenario, power, safety, not_judged)
            notices += find_beyond(scenario, transfers, power, city)
            verdict = make_verdict(
                scenario,
                transfers,
                demand,
                power,
                safety,
                landing,
                home,
                city,
                claims,
                notices,
                commissioning_numbers(scenario, transfers, commissioning),
            )
    cited = tuple(used[path] for path in sorted(used))
    answers = StageAnswers(transfers, demand, power, safety, landing, home, city, commissioning)
    return Answered(answers, verdict, cited, wall)
