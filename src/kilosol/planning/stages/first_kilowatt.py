"""The chosen design's first kilowatt: its date, what it asks of the robots, and what is said of it."""

from __future__ import annotations

from typing import Any

import numpy as np

from kilosol.data import table
from kilosol.loads.commissioning import commissioning_packages, fewest_robots, pace_for
from kilosol.loads.work import milestone_draws
from kilosol.planning.stages.commissioning import (
    SEASON_SOLS,
    Commissioning,
    commission,
    start_numbers,
)
from kilosol.planning.stages.power import Power, storage_technology
from kilosol.planning.stages.transfers import Transfers
from kilosol.scenario import Scenario
from kilosol.transfer import iso_from_jd

#: Parts of the draws for which the least number of robots is told.
CHANCES = {"half": 0.5, "nine_in_ten": 0.9}

#: Productivities of robots at which it is told besides the draws: the ends of what a maker claims.
PRODUCTIVITIES = (0.3, 0.5)

#: Draws behind each number of robots.
N_DRAWS = 500

_NAMES = ("p10", "p50", "p90")


def find_commissioning(scenario: Scenario, power: Power, plant_t: float) -> Commissioning:
    """Schedule from touchdown on and energy before the station runs, of the chosen design.

    Parameters
    ----------
    scenario : Scenario
    power : Power
    plant_t : float [t]
        Propellant plant that is set up after the station; 0: none.
    """
    start = power.chosen.start
    return commission(scenario, power.weather, start, storage_technology(), plant_t=plant_t)


def commissioning_numbers(scenario: Scenario, transfers: Transfers, found: Commissioning) -> dict[str, Any]:
    """The first kilowatt as the verdict prints it; dates that never come are None."""
    here, schedule = found.start.touchdown, found.schedule
    told = schedule is not None and bool(np.isfinite(found.first_sol[1]))
    return {
        "window": here.window,
        "landing": iso_from_jd(here.landing_jd),
        "n_robots": here.n_robots,
        "n_at_work": 0.0 if schedule is None else schedule.n_at_work,
        "season_factor": float(np.mean(here.season[:SEASON_SOLS])),
        "starter": start_numbers(found.start),
        "first_kilowatt_sol": _by_quantile(found.first_sol),
        "first_kilowatt": {
            name: iso_from_jd(float(jd)) if np.isfinite(jd) else None
            for name, jd in zip(_NAMES, found.runs_jd, strict=True)
        },
        "never_frac": 1.0 if schedule is None else float(schedule.never_frac[0]),
        "before_kwh": _by_quantile(np.full(3, np.inf) if schedule is None else schedule.before_station_kwh),
        "energy_kwh": dict(found.energy_kwh) if told else None,
        "gate": _gate(scenario, transfers, found),
    }


def of_commissioning(found: Commissioning) -> list[dict[str, Any]]:
    """What must be said of a station that nobody sets up, or that comes too late to be told by when."""
    if found.schedule is None:
        text = (
            "No robots fly with the station or before it: what lands in "
            f"{found.start.touchdown.window} stands dark until a crew sets it up, "
            "and a gate that waits for a running station never opens"
        )
        return [{"model": "loads", "what": text, "limit": "robots that land", "value": "none"}]
    if not np.isfinite(found.first_sol[1]):
        never = 100 * found.schedule.never_frac[0]
        text = f"The robots are spent before the station runs, in {never:.0f} % of the draws"
        robots = f"{found.schedule.n_robots:.0f} robots"
        return [{"model": "loads", "what": text, "limit": "robots that last", "value": robots}]
    return []


def _by_quantile(values: np.ndarray) -> dict[str, float | None]:
    return {n: float(v) if np.isfinite(v) else None for n, v in zip(_NAMES, values, strict=True)}


def _gate(scenario: Scenario, transfers: Transfers, found: Commissioning) -> dict[str, Any] | None:
    """Robots by which the station of one window has run long enough for the crew of the next."""
    asked, calendar = scenario.gates.station_sols, transfers.calendar
    leaves = calendar.crew_departure_jd[calendar.crew_departure_jd > found.start.touchdown.landing_jd]
    leaves = leaves[np.isfinite(leaves)]
    if asked == 0.0 or leaves.size == 0:
        return None
    sol_day = table("constants").number("sol_s") / table("constants").number("day_s")
    within = float((leaves[0] - found.start.touchdown.landing_jd) / sol_day - asked)
    robots: dict[str, Any] = {}
    work, pace = found.start.work, found.start.pace
    for name, chance in CHANCES.items():
        robots[f"n_robots_{name}"] = None if within <= 0.0 else fewest_robots(
            work, within, seed=scenario.seed, chance_frac=chance, pace=pace, n_draws=N_DRAWS
        )  # fmt: skip
    robots["by_productivity"] = [
        {
            "productivity_frac": speed,
            "n_robots": None if within <= 0.0 else fewest_robots(
                work,
                within,
                seed=scenario.seed,
                pace=pace_for(
                    work,
                    active_hours_per_sol=pace.active_hours_per_sol,
                    season=pace.season,
                    productivity_frac=speed,
                ),
                n_draws=N_DRAWS,
            ),
        }
        for speed in PRODUCTIVITIES
    ]  # fmt: skip
    schedule = found.schedule
    return {
        "crew_departure": iso_from_jd(float(leaves[0])),
        "station_sols": asked,
        "within_sol": within,
        "in_time_frac": 0.0 if schedule is None else _in_time(scenario, found, within),
        **robots,
    }


def _in_time(scenario: Scenario, found: Commissioning, within_sol: float) -> float:
    """Part of the draws in which the robots as sent make it."""
    sols = milestone_draws(
        commissioning_packages(found.start.work),
        np.array([found.start.touchdown.n_robots]),
        seed=scenario.seed,
        pace=found.start.pace,
    )[0, 0]
    return float((sols <= within_sol).mean())
