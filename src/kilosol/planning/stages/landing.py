"""Stage 6: when people land, and at what risk."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import xarray as xr

from kilosol.campaign import (
    CAUSES,
    FATES,
    REASONS,
    CampaignRules,
    Campaigns,
    Manifest,
    fleet_plan,
    run_campaigns,
)
from kilosol.data import table
from kilosol.grid import wilson_interval
from kilosol.planning.fates import first_crew_fates
from kilosol.planning.stages.campaign_rules import campaign_rules
from kilosol.planning.stages.power import Power
from kilosol.planning.stages.transfers import Transfers
from kilosol.results import describe
from kilosol.scenario import Scenario


@dataclass(frozen=True)
class Landing:
    """What the stage hands on.

    Parameters
    ----------
    campaigns : Campaigns
    plan : tuple of Manifest
    p_by_year : dict
        Calendar year -> chance that people have landed by its end.
    p_loss_of_crew : float
        Chance that the first crew that flies is lost.
    dataset : xarray.Dataset
    verdict : dict
    rules : CampaignRules
        By which they were run.
    """

    campaigns: Campaigns
    plan: tuple[Manifest, ...]
    p_by_year: dict[int, float]
    p_loss_of_crew: float
    dataset: xr.Dataset
    verdict: dict[str, Any]
    rules: CampaignRules


def fleets_of(scenario: Scenario, transfers: Transfers) -> tuple[Manifest, ...]:
    """Fleets as listed, then as they grow."""
    listed = [
        Manifest(f.window, f.cargo_ships, f.crew_ships, f.brings_station, f.brings_plant, f.robots)
        for f in scenario.flights
    ]
    return fleet_plan(
        listed,
        [w.year for w in transfers.windows],
        growth_factor=scenario.fleet.growth_factor,
        max_ships=scenario.fleet.max_ships,
        crew_ships_after=max(max(m.n_crew for m in listed), 1),
    )


def find_landing(
    scenario: Scenario, transfers: Transfers, power: Power, rules: CampaignRules | None = None
) -> Landing:
    """Simulate the campaigns and count when people land, what stops them and what kills them."""
    plan = fleets_of(scenario, transfers)
    rules = rules or campaign_rules(scenario, power)

    def run(by: CampaignRules) -> Campaigns:
        return run_campaigns(transfers.calendar, plan, by, n_draws=scenario.draws, seed=scenario.seed)

    campaigns = run(rules)
    years = np.arange(transfers.windows[0].year, scenario.horizon_year + 1)
    landed = campaigns.first_landing_year
    counts = [int(((landed > 0) & (landed <= year)).sum()) for year in years]
    p_by_year = {int(y): n / scenario.draws for y, n in zip(years, counts, strict=True)}
    flew = campaigns.lost_by > -2
    n_flew = int(flew.sum())
    n_lost = int((campaigns.lost_by >= 0).sum())
    fates = first_crew_fates(campaigns.crew_fate, campaigns.lost_by)
    p_lost = {cause: float((campaigns.lost_by == i).sum()) / max(n_flew, 1) for i, cause in enumerate(CAUSES)}
    p_loss = fates["lost_frac"] or 0.0
    low, high = wilson_interval(n_lost, n_flew) if n_flew else (0.0, 1.0)
    blocked = blocked_shares(campaigns)
    verdict = {
        "p_by_year": {str(y): p for y, p in p_by_year.items()},
        "fates": fates,
        "p_loss_of_crew": p_loss,
        "p_loss_of_crew_low": low,
        "p_loss_of_crew_high": high,
        "p_loss_by_cause": p_lost,
        "p_crew_flies": n_flew / scenario.draws,
        "binding_gates": blocked,
        "earliest_year": int(landed[landed > 0].min()) if (landed > 0).any() else None,
        "median_year": _median_year(landed, scenario.draws),
        "gates": scenario.gates.style,
        "draws": scenario.draws,
        **_journey(scenario, transfers, campaigns, fates, n_flew),
        "partner_value": _partner_value(scenario, rules, campaigns, run),
    }
    return Landing(
        campaigns=campaigns,
        plan=plan,
        p_by_year=p_by_year,
        p_loss_of_crew=p_loss,
        dataset=_dataset(years, counts, scenario.draws, blocked, p_lost, fates),
        verdict=verdict,
        rules=rules,
    )


def _journey(
    scenario: Scenario, transfers: Transfers, campaigns: Campaigns, fates: dict[str, Any], n_flew: int
) -> dict[str, Any]:
    """Whether the first crew comes home, propellant by window, and cost by stated prices."""
    n_home = int((campaigns.crew_fate == FATES.index("home")).sum())
    home_low, home_high = wilson_interval(n_home, n_flew) if n_flew else (0.0, 1.0)
    sole = campaigns.blocked.sum(axis=0) == 1
    n_blocked = max(int(campaigns.blocked.any(axis=0).sum()), 1)
    years = transfers.calendar.year
    tonnes = campaigns.propellant_t
    landed_t = campaigns.landed_ships.sum(axis=0) * scenario.ship.payload_t
    return {
        "p_crew_home": fates["home_frac"] or 0.0,
        "p_crew_home_low": home_low,
        "p_crew_home_high": home_high,
        "p_crew_waits": fates["still_there_frac"] or 0.0,
        "sole_gates": {
            reason: float((campaigns.blocked[i] & sole).sum()) / n_blocked for i, reason in enumerate(REASONS)
        },
        "propellant_by_window": {
            str(int(y)): {
                "mean_t": float(t.mean()),
                "p10_t": float(np.quantile(t, 0.1)),
                "p90_t": float(np.quantile(t, 0.9)),
            }
            for y, t in zip(years, tonnes, strict=True)
        },
        "landed_t_by_horizon": float(landed_t.mean()),
        "cost_usd_m": stated_costs(float(landed_t.mean())),
    }


def stated_costs(mass_t: float) -> dict[str, dict[str, float]]:
    """Cost of what lands by stated prices, with the range of a class 5 estimate."""
    cited = table("campaign/costs")
    low, high = cited.number("low_frac"), cited.number("high_frac")
    found = {}
    for k, name in enumerate(cited.text["cases"], start=1):
        price = cited.number(f"case_{k}_usd_kg")
        likely = mass_t * 1000.0 * price / 1e6
        found[name] = {"usd_kg": price, "likely": likely, "low": low * likely, "high": high * likely}
    return found


def _partner_value(
    scenario: Scenario, rules: CampaignRules, campaigns: Campaigns, run: Callable[[CampaignRules], Campaigns]
) -> dict[str, Any] | None:
    """What the partner's offer changes: the same campaigns, with the same luck, without it."""
    if not scenario.partners.station.offered:
        return None
    without = run(dataclasses.replace(rules, partner=dataclasses.replace(rules.partner, is_offered=False)))
    draws = scenario.draws

    def landed(found: Campaigns) -> np.ndarray:
        year = found.first_landing_year
        return np.asarray(year > 0, dtype=np.float64)

    gain = landed(campaigns) - landed(without)
    both = (campaigns.first_landing_year > 0) & (without.first_landing_year > 0)
    sooner = without.first_landing_year[both] - campaigns.first_landing_year[both]
    lost = [float((f.lost_by >= 0).sum()) / max(int((f.lost_by > -2).sum()), 1) for f in (campaigns, without)]
    home = [
        float((f.crew_fate == FATES.index("home")).sum()) / max(int((f.lost_by > -2).sum()), 1)
        for f in (campaigns, without)
    ]
    years = range(int(scenario.flights[0].window), scenario.horizon_year + 1)
    return {
        "p_landed_gain": float(gain.mean()),
        "p_landed_gain_stderr": float(gain.std() / np.sqrt(draws)),
        "p_landed_gain_by_year": {str(y): _gain_by(campaigns, without, y) for y in years},
        "years_sooner_mean": float(sooner.mean()) if sooner.size else 0.0,
        "p_loss_change": lost[0] - lost[1],
        "p_home_change": home[0] - home[1],
    }


def _gain_by(campaigns: Campaigns, without: Campaigns, year: int) -> float:
    first, second = (
        ((f.first_landing_year > 0) & (f.first_landing_year <= year)).mean() for f in (campaigns, without)
    )
    return float(first - second)


def blocked_shares(campaigns: Campaigns) -> dict[str, float]:
    """Part of the chances to fly a first crew that each reason stopped.

    A chance is a window, from the first one open to crews, in a campaign that has not landed people yet.
    Several reasons may stop one chance, so the shares add up to more than one.
    """
    waiting = campaigns.blocked.any(axis=0)
    flew = campaigns.first_flight_window > 0
    n_chances = int(waiting.sum()) + int(flew.sum())
    if n_chances == 0:
        return dict.fromkeys(REASONS, 0.0)
    return {reason: float(campaigns.blocked[i].sum()) / n_chances for i, reason in enumerate(REASONS)}


def _median_year(landed: np.ndarray, draws: int) -> int | None:
    """Year by which people have landed in half of all campaigns; None if it is beyond the horizon."""
    known = np.sort(landed[landed > 0])
    half = (draws + 1) // 2
    return int(known[half - 1]) if known.size >= half else None


def _dataset(
    years: np.ndarray,
    counts: list[int],
    draws: int,
    blocked: dict[str, float],
    p_lost: dict[str, float],
    fates: dict[str, Any],
) -> xr.Dataset:
    intervals = np.array([wilson_interval(n, draws) for n in counts])
    return describe(
        xr.Dataset(
            {
                "p_landed": ("year", np.array(counts) / draws),
                "p_low": ("year", intervals[:, 0]),
                "p_high": ("year", intervals[:, 1]),
                "blocked_frac": ("reason", np.array(list(blocked.values()))),
                "p_lost": ("cause", np.array(list(p_lost.values()))),
            },
            coords={"year": years, "reason": list(blocked), "cause": list(p_lost)},
            attrs={
                "p_loss_of_crew": fates["lost_frac"] or 0.0,
                "p_landed_by_horizon": counts[-1] / draws,
                # A file of results holds numbers alone: not-a-number where nobody flies.
                **{name: np.nan if p is None else p for name, p in fates.items()},
            },
        )
    )
