"""The campaign alone: windows, loads and station as in a plan, then landings, survival and one diary."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from kilosol import data
from kilosol._version import __version__
from kilosol.campaign import CAUSES, Campaigns, Manifest, Trace, run_campaigns, trace_campaign
from kilosol.data import Cited
from kilosol.grid import SurvivalSurface
from kilosol.loads import hourly_series_kw, load_tree, robot_mean_kw
from kilosol.mars import design_year_ls_deg
from kilosol.planning.infeasible import check_gates, check_impossible
from kilosol.planning.landing_belief import landing_beliefs
from kilosol.planning.run import Progress, Silent
from kilosol.planning.stages import Landing, Transfers, find_demand, find_landing, find_power, find_transfers
from kilosol.planning.stages.campaign_rules import campaign_rules, fallback_design, partner_design
from kilosol.planning.stages.landing import fleets_of
from kilosol.planning.stages.survival import (
    STORMS,
    Standing,
    full_surface,
    own_plant,
    partner_alone_plant,
    standing_survival,
)
from kilosol.planning.stages.weather import place_of
from kilosol.results import rounded
from kilosol.scenario import Scenario, load_scenario
from kilosol.studies.manifests import Ask, find_manifests, refuse_ask

#: The scenario that a campaign is laid beside: the plan as announced, or today's where that one is asked for.
BESIDE = {"announced-2025": "as-of-2026-11"}

#: Power shares at which a surface is printed.
SHARES_SHOWN = (0.1, 0.2, 0.3, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 5.0, 8.0)

#: Campaigns whose first crew's stay is run by sols.
MOST_BY_SOLS = 20_000

STAGES = ("windows and flights", "loads", "station", "survival", "campaigns", "comparison")


@dataclass(frozen=True)
class CampaignRun:
    """What ``kilosol campaign`` finds.

    Parameters
    ----------
    scenario : Scenario
    transfers : Transfers
    landing : Landing
    beside : Landing
        The same question under the other preset's calendar, fleets and gates, with the same station.
    beside_name : str
    surfaces : dict of SurvivalSurface
        By station: none, partner, fallback.
    trace : Trace
        One campaign of the median kind.
    values : dict
        As ``--json`` prints it.
    used : tuple of Cited
    """

    scenario: Scenario
    transfers: Transfers
    landing: Landing
    beside: Landing
    beside_name: str
    surfaces: dict[str, SurvivalSurface]
    trace: Trace
    values: dict[str, Any]
    used: tuple[Cited, ...]


def run_campaign_alone(
    scenario: Scenario, progress: Progress | None = None, *, ask: Ask | None = None
) -> CampaignRun:
    """Simulate a scenario's campaigns with the full survival surface.

    Parameters
    ----------
    scenario : Scenario
    progress : Progress, optional
    ask : Ask, optional
        Date and confidence that the cheapest manifest is to meet.

    Returns
    -------
    CampaignRun
    """
    told = progress or Silent()

    def stage(name: str) -> None:
        told.stage(name, STAGES.index(name), len(STAGES))

    with data.recording() as used:
        stage("windows and flights")
        transfers = find_transfers(scenario)
        check_impossible(scenario, transfers)
        fleets = fleets_of(scenario, transfers)
        # Twice: what no station could open is told before one is sized.
        check_gates(scenario, transfers, fleets)
        refuse_ask(scenario, transfers, ask or Ask())
        stage("loads")
        demand = find_demand(scenario)
        stage("station")
        power = find_power(scenario, demand.base_kw, lambda _: None)
        partner, fallback = partner_design(power), fallback_design(power)
        kinds = standing_survival(scenario, power, partner, fallback)
        # Before the surfaces are simulated: they take most of the time.
        check_gates(scenario, transfers, fleets, campaign_rules(scenario, power, kinds))
        logistics = find_manifests(scenario, transfers, power, fleets, ask or Ask())
        stage("survival")
        plants = {
            "none": own_plant(power),
            "partner": partner.sized.plant if partner else partner_alone_plant(scenario),
        }
        if fallback is not None:
            plants["fallback"] = fallback.sized.plant
        people = scenario.crew.people
        own, twice = {people: power.case.load_kw}, {2 * people: _base_kw(scenario, 2 * people)}
        surfaces = {
            # Twice the crew is asked of the station that stands most often.
            name: full_surface(scenario, power, plant, own | twice if name == "partner" else own)
            for name, plant in plants.items()
        }
        standing = tuple(_from_surface(kind, surfaces.get(kind.name), scenario.crew.people) for kind in kinds)
        stage("campaigns")
        rules = campaign_rules(scenario, power, standing)
        landing = find_landing(scenario, transfers, power, rules)
        fine = _by_sols(scenario, transfers, fleets, landing)
        stage("comparison")
        name = BESIDE.get(scenario.name, "announced-2025")
        other = load_scenario(name, {"draws": scenario.draws, "seed": scenario.seed})
        other = other.model_copy(update={"horizon_year": scenario.horizon_year})
        there = find_transfers(other)
        beside = find_landing(other, there, power, campaign_rules(other, power, standing))
        chosen = typical_campaign(landing.campaigns)
        trace = trace_campaign(transfers.calendar, fleets, rules, seed=scenario.seed, campaign=chosen)
    values = _values(scenario, landing, name, beside, trace)
    values["landing_belief"] = rounded(landing_beliefs(scenario, landing.campaigns, landing.plan, transfers))
    values["survival"] = rounded([_survival_values(kind, surfaces.get(kind.name)) for kind in standing])
    values["by_sols"] = rounded(fine)
    values["logistics"] = rounded(logistics)
    told.done()
    cited = tuple(used[path] for path in sorted(used))
    return CampaignRun(scenario, transfers, landing, beside, name, surfaces, trace, values, cited)


def _by_sols(
    scenario: Scenario, transfers: Transfers, fleets: tuple[Manifest, ...], landing: Landing
) -> dict[str, Any]:
    """The first campaigns again with the first crew's stay run by sols: chances of loss by both steps."""
    n = min(scenario.draws, MOST_BY_SOLS)
    fine = run_campaigns(transfers.calendar, fleets, landing.rules, n_draws=n, seed=scenario.seed, step="sol")
    flew = landing.campaigns.lost_by[:n] > -2
    lost = {"window": landing.campaigns.lost_by[:n][flew], "sol": fine.lost_by[flew]}
    total = max(int(flew.sum()), 1)
    stay = [CAUSES.index("power"), CAUSES.index("life support")]
    p = {
        step: {cause: float((by == k).sum()) / total for k, cause in enumerate(CAUSES)}
        for step, by in lost.items()
    }
    on_mars = {step: np.isin(by, stay).sum() / total for step, by in lost.items()}
    died = np.isin(fine.lost_by, stay)
    window = np.searchsorted(transfers.calendar.year, fine.first_flight_window[died])
    sols = (fine.lost_jd[died] - transfers.calendar.crew_arrival_jd[window]) / landing.rules.station.sol_day
    return {
        "draws": n,
        "p_loss_by_cause": p["sol"],
        "p_loss_by_cause_of_windows": p["window"],
        "p_loss_on_mars": float(on_mars["sol"]),
        "p_loss_on_mars_of_windows": float(on_mars["window"]),
        # Of one chance at this number of campaigns: the two share flights but not the luck of the stay.
        "stderr": math.sqrt(float(on_mars["sol"] * (1.0 - on_mars["sol"])) / total),
        "median_sol_of_loss": float(np.median(sols)) if sols.size else None,
    }


def _values(scenario: Scenario, landing: Landing, name: str, beside: Landing, trace: Trace) -> dict[str, Any]:
    """What ``--json`` prints, but for the survival surfaces."""
    found: dict[str, Any] = rounded(
        {
            "scenario": scenario.name,
            "seed": scenario.seed,
            "draws": scenario.draws,
            "version": __version__,
            "landing": landing.verdict,
            "p_by_year_interval": _interval(landing),
            "beside": {"scenario": name, "p_by_year": beside.verdict["p_by_year"]},
            "diary": [{"jd": e.jd, "kind": e.kind, "window": e.window, "text": e.text} for e in trace.events],
            "diary_campaign": trace.campaign,
        }
    )
    return found


def _interval(landing: Landing) -> dict[str, dict[str, float]]:
    """Ends of the 95 % interval of each year's chance of a landing, by the number of campaigns."""
    found = landing.dataset
    p = found["p_landed"].values
    years = [str(int(y)) for y in found["year"]]
    # No end may cross the chance itself: where none has landed the lower one is nothing but for its rounding.
    low, high = np.minimum(found["p_low"].values, p), np.maximum(found["p_high"].values, p)
    return {
        end: dict(zip(years, values.tolist(), strict=True)) for end, values in (("low", low), ("high", high))
    }


def typical_campaign(campaigns: Campaigns) -> int:
    """The first campaign whose first landing falls in the median year of those with a landing."""
    years = campaigns.first_landing_year
    landed = np.flatnonzero(years > 0)
    if landed.size == 0:
        return 0
    middle = int(np.sort(years[landed])[landed.size // 2])
    return int(landed[years[landed] == middle][0])


def _from_surface(kind: Standing, surface: SurvivalSurface | None, people: int) -> Standing:
    if surface is None:
        return kind
    calm, storm = (surface.at(kind.share, kind.storage_hour, s, people) for s in STORMS)
    return dataclasses.replace(
        kind,
        p_survive=(calm.p_survive, storm.p_survive),
    )


def _survival_values(kind: Standing, surface: SurvivalSurface | None) -> dict[str, Any]:
    found: dict[str, Any] = {
        "station": kind.name,
        "power_share": kind.share,
        "storage_hour": kind.storage_hour,
        "p_survive": dict(zip(STORMS, kind.p_survive, strict=True)),
        "availability_frac": dict(zip(STORMS, kind.availability_frac, strict=True)),
    }
    if surface is not None:
        hours = surface.storage_hour.tolist()
        found |= {
            "surface_share": list(SHARES_SHOWN),
            "surface_storage_hour": surface.storage_hour.tolist(),
            "surface": [
                {
                    "people": people,
                    "storm": storm,
                    "p_survive": [
                        [surface.at(s, h, storm, people).p_survive for s in SHARES_SHOWN] for h in hours
                    ],
                    "p_shed": [[surface.at(s, h, storm, people).p_shed for s in SHARES_SHOWN] for h in hours],
                }
                for people in surface.people
                for storm in surface.storms
            ],
            "surface_points_checked": surface.n_checked,
            "surface_error_frac": surface.error_frac,
            "surface_years_per_node": surface.n_years,
        }
    return found


def _base_kw(scenario: Scenario, people: int) -> np.ndarray:
    """Hourly demand of the base with so many people."""
    robots, base = scenario.robots, scenario.base
    robot_kw = robot_mean_kw(
        active_hours_per_sol=robots.active_hours_per_sol,
        active_kw=robots.active_kw,
        idle_kw=robots.idle_kw,
        keep_warm_kw=robots.keep_warm_kw,
    )
    tree = load_tree(
        "crew",
        n_people=people,
        n_robots=robots.n_at_base,
        robot_kw=robot_kw,
        food_by_lamps_frac=base.food_by_lamps_frac,
        growth_frac=base.growth_frac,
    )
    latitude_deg = place_of(scenario).latitude_deg
    return np.asarray(hourly_series_kw(tree, design_year_ls_deg(steps_per_sol=1), latitude_deg=latitude_deg))


__all__ = ["CampaignRun", "run_campaign_alone", "typical_campaign"]
