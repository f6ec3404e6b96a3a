"""Stage 6: when people land, and at what risk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import xarray as xr

from kilosol.campaign import (
    CampaignRules,
    Campaigns,
    CrewRisk,
    GateLimits,
    Manifest,
    PartnerRules,
    StationRules,
    fleet_plan,
    run_campaigns,
)
from kilosol.campaign.kernel import CAUSES, REASONS
from kilosol.data import table
from kilosol.grid import wilson_interval
from kilosol.planning.stages.demand import propellant_made_t
from kilosol.planning.stages.power import Judged, Power
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
    """

    campaigns: Campaigns
    plan: tuple[Manifest, ...]
    p_by_year: dict[int, float]
    p_loss_of_crew: float
    dataset: xr.Dataset
    verdict: dict[str, Any]


def find_landing(scenario: Scenario, transfers: Transfers, power: Power) -> Landing:
    """Simulate the campaigns and count when people land, what stops them and what kills them."""
    listed = [Manifest(f.window, f.cargo_ships, f.crew_ships, f.brings_station) for f in scenario.flights]
    plan = fleet_plan(
        listed,
        [w.year for w in transfers.windows],
        growth_factor=scenario.fleet.growth_factor,
        max_ships=scenario.fleet.max_ships,
        crew_ships_after=max(max(m.n_crew for m in listed), 1),
    )
    campaigns = run_campaigns(
        transfers.calendar,
        plan,
        campaign_rules(scenario, power),
        n_draws=scenario.draws,
        seed=scenario.seed,
    )
    years = np.arange(transfers.windows[0].year, scenario.horizon_year + 1)
    landed = campaigns.first_landing_year
    counts = [int(((landed > 0) & (landed <= year)).sum()) for year in years]
    p_by_year = {int(y): n / scenario.draws for y, n in zip(years, counts, strict=True)}
    flew = campaigns.lost_by > -2
    n_flew = int(flew.sum())
    n_lost = int((campaigns.lost_by >= 0).sum())
    p_lost = {cause: float((campaigns.lost_by == i).sum()) / max(n_flew, 1) for i, cause in enumerate(CAUSES)}
    p_loss = n_lost / n_flew if n_flew else 0.0
    low, high = wilson_interval(n_lost, n_flew) if n_flew else (0.0, 1.0)
    blocked = blocked_shares(campaigns)
    verdict = {
        "p_by_year": {str(y): p for y, p in p_by_year.items()},
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
    }
    return Landing(
        campaigns=campaigns,
        plan=plan,
        p_by_year=p_by_year,
        p_loss_of_crew=p_loss,
        dataset=_dataset(years, counts, scenario.draws, blocked, p_lost, p_loss),
        verdict=verdict,
    )


def campaign_rules(scenario: Scenario, power: Power) -> CampaignRules:
    """Rules of the campaign from the scenario, the risk tables and the station's adequacy."""
    risk, landing, offer = table("campaign/crew_risk"), scenario.landing, scenario.partners.station
    sol_day = table("constants").number("sol_s") / table("constants").number("day_s")
    with_partner = _standing(power, uses_partner=True)
    without = _standing(power, uses_partner=False)
    # Where no compared design uses the partner's unit, it stands alone; where none does without it, nothing
    # can follow if the partner leaves.
    partner_survives = (with_partner.adequacy if with_partner else power.partner_alone).p_crew_survives
    partner_kw = with_partner.sized.plant.fission_kwe if with_partner else power.partner_alone_kw
    bare_survives = risk.number("bare_survival_frac")
    fallback_survives = without.adequacy.p_crew_survives if without else bare_survives
    fallback_works = risk.number("fallback_works_frac") if without else 0.0
    fallback_kw = without.sized.plant.fission_kwe if without else 0.0
    gates = scenario.gates
    return CampaignRules(
        ready_frac=scenario.fleet.ready_frac,
        ready_again_frac=scenario.fleet.ready_again_frac,
        prior_success=landing.prior_success,
        prior_failure=landing.prior_failure,
        failure_discount_frac=landing.failure_discount_frac,
        success_frac=landing.success_frac,
        crew_first_window=scenario.crew.first_window,
        gates=GateLimits(
            min_landings=gates.min_landings,
            min_success_frac=gates.min_success_frac,
            min_confidence_frac=gates.min_confidence_frac,
            station_sols=gates.station_sols,
            propellant_t=gates.propellant_t,
        ),
        partner=PartnerRules(
            is_offered=offer.offered,
            first_window=offer.first_window,
            works_frac=offer.works_frac,
            withdrawn_per_window=offer.withdrawn_per_window,
            fallback_delay_windows=offer.fallback_delay_windows,
        ),
        station=StationRules(
            fallback_works_frac=fallback_works,
            commissioning_sols=risk.number("commissioning_sol"),
            propellant_t_per_sol=_propellant_t_per_sol(scenario, partner_kw, power, sol_day),
            fallback_propellant_t_per_sol=_propellant_t_per_sol(scenario, fallback_kw, power, sol_day),
            sol_day=sol_day,
        ),
        crew=CrewRisk(
            launch_frac=risk.number("launch_survival_frac"),
            transit_frac=risk.number("transit_survival_frac"),
            surface_frac=partner_survives,
            surface_fallback_frac=fallback_survives,
            surface_bare_frac=bare_survives,
            landing_margin_frac=landing.crew_margin_frac,
        ),
    )


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


def _standing(power: Power, *, uses_partner: bool) -> Judged | None:
    """Design that would stand with the partner's unit or without: the lightest that holds, else the first."""
    able = [j for j in power.judged if j.design.can_be_chosen and j.design.uses_partner == uses_partner]
    return next((j for j in able if j.sized.is_feasible), able[0] if able else None)


def _propellant_t_per_sol(scenario: Scenario, station_kw: float, power: Power, sol_day: float) -> float:
    """Propellant made in a sol from the power that the station has beyond the base's mean load."""
    firm_kw = power.case.load_kw.sum(axis=0).mean()
    spare_kw = station_kw - float(firm_kw)
    return propellant_made_t(scenario, spare_kw, sol_day)


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
    p_loss: float,
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
            attrs={"p_loss_of_crew": p_loss, "p_landed_by_horizon": counts[-1] / draws},
        )
    )
