"""Stage 6b: every route home on one basis, each in the same campaigns with the same luck."""

from __future__ import annotations

import dataclasses
import math
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kilosol.campaign import FATES, CampaignRules, Campaigns, run_campaigns
from kilosol.home import (
    Route,
    WayNeeds,
    load_route,
    p_all_land,
    route_names,
    synods_to_fill,
    way_needs,
)
from kilosol.loads.propellant_steps import synod_days
from kilosol.planning.fates import first_crew_fates
from kilosol.planning.stages.landing import Landing
from kilosol.planning.stages.transfers import Transfers, way_home_of_first_crew
from kilosol.planning.stages.way_home_rules import (
    basis_of,
    chains_of,
    fits_tanks,
    is_own_hardware,
    stated_route,
    waits_days,
)
from kilosol.scenario import Scenario
from kilosol.transfer import jd_from_iso

#: Threads that play the routes: the answers do not depend on it.
N_WORKERS = 2

#: Chances of one landing at which ways are compared, and powers of small and large stations [kW].
LANDING_CHANCES = (0.5, 0.8, 0.95)
STATION_KW = (10.0, 40.0, 80.0, 160.0, 640.0)

#: Years by which a first crew may be home, as far as the horizon reaches.
HOME_YEARS = (2040, 2045, 2050)


@dataclass(frozen=True)
class RouteAnswer:
    """One route in a plan.

    Parameters
    ----------
    route : Route
    first, mature : WayNeeds
        With the first plant of its kind, and with one that was built often.
    rules : CampaignRules
        By which its campaigns were run.
    campaigns : Campaigns
    numbers : dict
        As in the verdict.
    """

    route: Route
    first: WayNeeds
    mature: WayNeeds
    rules: CampaignRules
    campaigns: Campaigns
    numbers: dict[str, Any]


@dataclass(frozen=True)
class WaysHome:
    """What the stage hands on.

    Parameters
    ----------
    routes : tuple of RouteAnswer
        Those that ship, and the scenario's own where it is another; in the order of their labels.
    verdict : dict
    """

    routes: tuple[RouteAnswer, ...]
    verdict: dict[str, Any]


def find_ways_home(scenario: Scenario, transfers: Transfers, landing: Landing) -> WaysHome:
    """Every route home: what it takes, and whether a first crew comes home by it.

    Parameters
    ----------
    scenario : Scenario
    transfers : Transfers
    landing : Landing

    Returns
    -------
    WaysHome

    Notes
    -----
    All routes fly with the same fleets, the same luck and the same belief in landings. A route with elements
    of its own keeps its crew on the Earth until the return vehicle is full; the others keep the scenario's
    gates. The scenario's own answer, by its own gates, stands beside them.
    """
    arc = way_home_of_first_crew(scenario)
    launches = float(landing.verdict["fleets"][0]["launches_per_cargo_ship"])
    bases = {
        "first": basis_of(scenario, arc, "first", launches_per_ship=launches),
        "mature": basis_of(scenario, arc, "mature", launches_per_ship=launches),
    }
    stated = stated_route(scenario)
    routes = [load_route(name) for name in route_names()]
    if stated.name not in {route.name for route in routes}:
        routes.append(stated)
    needs = [tuple(way_needs(route, basis) for basis in bases.values()) for route in routes]
    own_plant = list(bases).index(scenario.home.plant)
    all_rules = [_rules_of(scenario, landing.rules, both[own_plant]) for both in needs]
    with ThreadPoolExecutor(N_WORKERS) as pool:
        # Each in the context of this one: what it reads is noted in the same ledger.
        played = [
            pool.submit(copy_context().run, _campaigns, scenario, transfers, landing, rules)
            for rules in all_rules
        ]
    found = []
    for route, (first, mature), rules, one in zip(routes, needs, all_rules, played, strict=True):
        campaigns = one.result()
        takes = _needs_numbers(route, first, mature, scenario.propellant.availability_frac)
        takes["fits_tanks"] = fits_tanks(scenario, first)
        numbers = {**takes, **_chances(scenario, campaigns)}
        found.append(RouteAnswer(route, first, mature, rules, campaigns, numbers))
    return WaysHome(tuple(found), _verdict(scenario, landing, stated, found))


def home_by_year(campaigns: Campaigns, year: int) -> float:
    """Chance, over all campaigns, that the first crew is home by the end of a year."""
    return float(_home_by(campaigns, year).mean())


def _home_by(campaigns: Campaigns, year: int) -> NDArray[np.bool_]:
    is_home = campaigns.crew_fate == FATES.index("home")
    return np.asarray(is_home & (campaigns.home_jd < float(jd_from_iso(date(year + 1, 1, 1)))))


def _rules_of(scenario: Scenario, rules: CampaignRules, needs: WayNeeds) -> CampaignRules:
    """Rules of the scenario with another route."""
    chains = chains_of(scenario, needs)
    gates = rules.gates
    if is_own_hardware(needs.route):
        gates = dataclasses.replace(gates, way_home_full=True)
    crew = rules.crew
    if needs.n_crews > 1:
        waits = waits_days(needs, synod_days())
        crew = dataclasses.replace(
            crew,
            min_stay_days=max(crew.min_stay_days, waits),
            # Those that open while it waits for the others are none that it lets pass.
            n_returns=crew.n_returns + needs.n_crews - 1,
        )
    return dataclasses.replace(rules, chains=chains, gates=gates, crew=crew)


def _campaigns(scenario: Scenario, transfers: Transfers, landing: Landing, rules: CampaignRules) -> Campaigns:
    """Campaigns by these rules; the plan's own where they are the same."""
    same = (
        rules.chains == landing.rules.chains
        and rules.gates == landing.rules.gates
        and rules.crew == landing.rules.crew
    )
    if same:
        return landing.campaigns
    return run_campaigns(transfers.calendar, landing.plan, rules, n_draws=scenario.draws, seed=scenario.seed)


def _needs_numbers(
    route: Route, first: WayNeeds, mature: WayNeeds, availability_frac: float
) -> dict[str, Any]:
    """What a route takes, as the verdict holds it."""
    both = {
        key: {stage: float(getattr(needs, name)) for stage, needs in (("first", first), ("mature", mature))}
        for key, name in (
            ("making_kw", "making_kw"),
            ("heat_kw", "heat_kw"),
            ("power_kw", "power_kw"),
            ("energy_mwh", "energy_mwh"),
            ("landed_t", "landed_t"),
            ("power_t", "power_t"),
            ("ships", "ships"),
            ("launches", "launches"),
        )
    }
    return {
        "name": route.name,
        "label": route.label,
        "title": route.title,
        "fails_first": route.fails_first,
        "hardware": "several" if route.parts else route.hardware,
        "propellant_t": first.propellant_t,
        "made_t": first.made_t,
        "brought_t": first.brought_t,
        "shipped_t": first.shipped_t,
        "vehicle_t": first.vehicle_t,
        "plant_t": first.plant_t,
        "units": [{"kwe": kwe, "n": n} for kwe, n in first.units],
        "orbit_t": first.orbit_t,
        "keep_cold_kw": first.keep_cold_kw,
        "days": first.days,
        **both,
        "tankers": first.tankers,
        "return_ships": first.return_ships,
        "critical_landings": first.critical_landings,
        "dockings": first.n_dockings,
        "crews": first.n_crews,
        # Where landings cannot be repeated: the chance that all succeed, the crew's own among them.
        "p_all_land_once": {str(p): p_all_land(p, first) for p in LANDING_CHANCES},
        "synods_to_fill": {
            f"{kw:g}": {
                stage: _finite(synods_to_fill(needs, kw, availability_frac))
                for stage, needs in (("first", first), ("mature", mature))
            }
            for kw in STATION_KW
        },
    }


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _chances(scenario: Scenario, campaigns: Campaigns) -> dict[str, Any]:
    """Whether a first crew comes home, over all campaigns and of those that fly."""
    fates = first_crew_fates(campaigns.crew_fate, campaigns.lost_by)
    horizon = scenario.horizon_year
    years = sorted({*(y for y in HOME_YEARS if y <= horizon), horizon})
    landed = campaigns.first_landing_year
    return {
        "p_home_by": {str(year): home_by_year(campaigns, year) for year in years},
        "p_landed": float((landed > 0).mean()),
        "fates": fates,
    }


def _verdict(scenario: Scenario, landing: Landing, stated: Route, found: list[RouteAnswer]) -> dict[str, Any]:
    horizon = str(scenario.horizon_year)
    own = _chances(scenario, landing.campaigns)
    best = max(found, key=lambda one: (one.numbers["p_home_by"][horizon], -one.numbers["launches"]["first"]))
    return {
        "route": stated.name,
        "label": stated.label,
        "title": stated.title,
        "announced_by": scenario.home.announced_by,
        "plant": scenario.home.plant,
        "holds_crew": bool(landing.rules.gates.way_home_full),
        "horizon_year": scenario.horizon_year,
        **own,
        "best": best.route.name if best.numbers["p_home_by"][horizon] > 0.0 else None,
        "routes": [one.numbers for one in found],
    }
