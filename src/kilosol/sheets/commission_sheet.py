"""What a station asks of robots between touchdown and its first kilowatt: `kilosol commission`."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from kilosol.errors import Door, Infeasible, Problem, ScenarioError
from kilosol.loads.commissioning import (
    StationWork,
    commissioning_packages,
    crane_kg,
    fewest_robots,
    pace_for,
)
from kilosol.loads.work import Schedule, milestone_draws, work_schedule
from kilosol.solar import array_mass_kg

#: Where half, and nine in ten, of the draws are in time.
CHANCES = {"half": 0.5, "nine_in_ten": 0.9}

#: Pieces in which an array and its stores come [t].
PIECE_T = 1.0


@dataclass(frozen=True, repr=False)
class CommissionSheet:
    """The work of a station, and either the robots that do it in time or the dates that robots make.

    Parameters
    ----------
    work : StationWork
    within_sol : float or None [sol]
        Time asked for.
    robots : dict
        Least number by part of the draws, None where no number of them is in time; empty if none was asked.
    schedule : Schedule or None
        Of the number of robots asked for, or of the least number that half of the draws ask for.
    in_time_frac : float or None
        Part of the draws in which these are in time.
    """

    work: StationWork
    within_sol: float | None
    robots: dict[str, int | None]
    schedule: Schedule | None
    in_time_frac: float | None

    def __repr__(self) -> str:
        return f"CommissionSheet of {self.work.mass_t:.3g} t, {self.work.array_m2:g} m2 of array"

    def values(self) -> dict[str, Any]:
        """Everything in plain numbers and texts, for JSON."""
        plan = self.schedule
        return {
            "work": asdict(self.work),
            "crane_kg": crane_kg(self.work.largest_t),
            "packages": [
                {
                    "name": p.name,
                    "amount": p.amount,
                    "unit": p.unit,
                    "labour_hour": p.labour_hour,
                    "crane_hour": p.machine_hour,
                }
                for p in commissioning_packages(self.work)
            ],
            "within_sol": self.within_sol,
            "robots": dict(self.robots),
            "n_robots": None if plan is None else plan.n_robots,
            "in_time_frac": self.in_time_frac,
            "first_kilowatt_sol": None if plan is None else _by_quantile(plan.milestone_sol[0]),
            "before_kwh": None if plan is None else _by_quantile(plan.before_station_kwh),
            "never_frac": None if plan is None else float(plan.never_frac[0]),
        }


def commission_sheet(
    *,
    array_m2: float,
    mass_t: float | None,
    largest_t: float | None,
    reactors: int,
    standoff_m: float,
    radiator_m2: float,
    cover_m3: float,
    within: float | None,
    robots: int | None,
    productivity: float | None,
    hours: float | None,
    seed: int,
    door: Door,
) -> CommissionSheet:
    """The sheet of a station's start.

    Parameters
    ----------
    array_m2, radiator_m2 : float [m2]
    mass_t, largest_t : float, optional [t]
        Left out: the array's own mass, in pieces of a tonne.
    reactors : int
    standoff_m : float [m]
    cover_m3 : float [m3]
    within : float, optional [sol]
        Asks for the least number of robots; or
    robots : int, optional
        asks for the dates that so many make.
    productivity : float, optional
        Speed over a person's; drawn if left out.
    hours : float, optional [h]
        Active hours of a robot in a sol.
    seed : int
    door : Door

    Raises
    ------
    ScenarioError
        With all that is wrong at once.
    Infeasible
        If no number of robots is in time in half of the draws.
    """
    _refuse(door, locals())
    mass = float(array_mass_kg(array_m2)) / 1000.0 if mass_t is None else mass_t
    largest = min(PIECE_T, mass) if largest_t is None else largest_t
    work = StationWork(
        mass_t=mass,
        largest_t=largest,
        n_reactors=reactors,
        reactor_t=reactors * largest,
        standoff_m=standoff_m if reactors else 0.0,
        array_m2=array_m2,
        radiator_m2=radiator_m2,
        cover_m3=cover_m3,
    )
    pace = pace_for(work, active_hours_per_sol=hours, productivity_frac=productivity)
    least: dict[str, int | None] = {}
    if within is not None:
        least = {
            name: fewest_robots(work, within, seed=seed, chance_frac=chance, pace=pace)
            for name, chance in CHANCES.items()
        }
        if robots is None and least["half"] is None:
            raise Infeasible(
                f"no number of robots has it running within {within:g} sols in half of the draws: "
                "crane, room at the ship and checks take longer; ask for more sols, or for less work"
            )
    n_robots = least.get("half") if robots is None else robots
    packages = commissioning_packages(work)
    plan = work_schedule(packages, n_robots, seed=seed, pace=pace) if n_robots else None
    in_time = None
    if within is not None and n_robots is not None:
        sols = milestone_draws(packages, np.array([float(n_robots)]), seed=seed, pace=pace)[0, 0]
        in_time = float((sols <= within).mean())
    return CommissionSheet(work, within, least, plan, in_time)


def _refuse(door: Door, asked: dict[str, Any]) -> None:
    problems: list[Problem] = []

    def wrong(name: str, must: str) -> None:
        problems.append(Problem("", door.option(name), f"must be {must}, got {asked[name]!r}"))

    for name in ("array_m2", "reactors", "standoff_m", "radiator_m2", "cover_m3"):
        if not (np.isfinite(asked[name]) and asked[name] >= 0):
            wrong(name, "0 or more")
    for name in ("mass_t", "within"):
        if asked[name] is not None and not (np.isfinite(asked[name]) and asked[name] > 0):
            wrong(name, "positive")
    mass = asked["mass_t"]
    if asked["largest_t"] is not None:
        ends = f"above 0, up to {door.option('mass_t')} over {door.option('reactors')}"
        most = np.inf if mass is None else mass / max(asked["reactors"], 1)
        if not 0 < asked["largest_t"] <= most:
            wrong("largest_t", ends)
    if asked["robots"] is not None and asked["robots"] < 0:
        wrong("robots", "0 or more")
    if asked["productivity"] is not None and not 0 < asked["productivity"] <= 1:
        wrong("productivity", "above 0, up to 1")
    if asked["hours"] is not None and not 0 < asked["hours"] <= 24.6:
        wrong("hours", "above 0, up to 24.6")
    if asked["within"] is None and asked["robots"] is None:
        cure = f"or {door.option('robots')} is needed: sols asked for, or robots that land"
        problems.append(Problem("", door.option("within"), cure))
    if asked["reactors"] and (mass is None or asked["largest_t"] is None):
        cure = f"and {door.option('largest_t')} are needed with {door.option('reactors')}"
        problems.append(Problem("", door.option("mass_t"), cure))
    if not asked["array_m2"] and mass is None and not asked["reactors"]:
        cure = f"or {door.option('mass_t')} is needed: there is nothing to set up"
        problems.append(Problem("", door.option("array_m2"), cure))
    if problems:
        raise ScenarioError(door.title, problems)


def _by_quantile(values: np.ndarray) -> dict[str, float | None]:
    return {
        name: float(value) if np.isfinite(value) else None
        for name, value in zip(("p10", "p50", "p90"), values, strict=True)
    }
