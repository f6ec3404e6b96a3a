"""Rules of the campaign from the scenario, the risk tables and what the grid simulation found."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Sequence

import numpy as np

from kilosol.campaign import (
    CampaignRules,
    CrewRisk,
    GateLimits,
    HomeChain,
    PartnerRules,
    PlantRules,
    SetUp,
    StationRules,
    SystemRule,
)
from kilosol.campaign.gates import TESTS
from kilosol.campaign.set_up import fixed_set_up
from kilosol.data import table
from kilosol.loads.commissioning import ChainWork
from kilosol.loads.propellant_steps import synod_days
from kilosol.loads.ranges import bounds
from kilosol.mars import storm_length_sol
from kilosol.planning.base_rates import readiness_frac, withdrawal_frac
from kilosol.planning.stages.commissioning import set_up_of
from kilosol.planning.stages.demand import plant_t_of, way_home_t
from kilosol.planning.stages.power import Judged, Power
from kilosol.planning.stages.spare_power import made_by_t
from kilosol.planning.stages.survival import STANDING, Standing, standing_survival
from kilosol.planning.stages.transfers import way_home_of_first_crew
from kilosol.planning.stages.way_home_rules import chains_of, is_own_hardware, needs_of, stated_route
from kilosol.scenario import Scenario
from kilosol.transfer import jd_from_iso

#: Sols of setting up in rules that have a table of them, :attr:`CampaignRules.set_up`: never read.
SET_UP_ELSEWHERE = float("nan")

#: Power [kW] and propellant in a sol [t] that no gate asks for.
BOUNDLESS = 1e9


def campaign_rules(
    scenario: Scenario, power: Power, standing: tuple[Standing, ...] | None = None
) -> CampaignRules:
    """Rules of the campaign.

    Parameters
    ----------
    scenario : Scenario
    power : Power
    standing : tuple of Standing, optional
        What no station, the partner's and the fallback are worth; from the years already simulated if left
        out.

    Returns
    -------
    CampaignRules
    """
    partner, fallback = partner_design(power), fallback_design(power)
    kinds = standing or standing_survival(scenario, power, partner, fallback)
    station = _station_rules(scenario, power, kinds, fallback is not None)
    return dataclasses.replace(_rules(scenario, kinds, station), set_up=_set_up(scenario, power))


def boundless_rules(scenario: Scenario) -> CampaignRules:
    """Rules with a station that is good for anything: what stays closed then waits for no design of one."""
    kinds = [Standing(name, 1.0, 0.0, (1.0, 1.0), (1.0, 1.0), 0.0, 0.0) for name in STANDING]
    station = StationRules(
        fallback_works_frac=1.0,
        commissioning_sols=SET_UP_ELSEWHERE,
        propellant_t_per_sol=BOUNDLESS,
        fallback_propellant_t_per_sol=BOUNDLESS,
        sol_day=_sol_day(),
        power_kw=(0.0, BOUNDLESS, BOUNDLESS),
        storm_per_mars_year=scenario.weather.storm_per_mars_year,
    )
    # What checks and start take at best, whatever the labour: no robots are counted here.
    least, then = (bounds(table("loads/work")[f"{what}_start_sol"])[0] for what in ("station", "plant"))
    array = bounds(table("loads/commissioning")["array_start_sol"])[0]
    at_best = fixed_set_up((min(least, array), min(least, array), then, then, then))
    return dataclasses.replace(_rules(scenario, kinds, station), set_up=at_best)


def _sol_day() -> float:
    return table("constants").number("sol_s") / table("constants").number("day_s")


def _rules(scenario: Scenario, kinds: Sequence[Standing], station: StationRules) -> CampaignRules:
    risk, landing, offer = table("campaign/crew_risk"), scenario.landing, scenario.partners.station
    return CampaignRules(
        ready_frac=readiness_frac(scenario),
        ready_again_frac=scenario.fleet.ready_again_frac,
        prior_success=landing.prior_success,
        prior_failure=landing.prior_failure,
        failure_discount_frac=landing.failure_discount_frac,
        success_frac=landing.success_frac,
        crew_first_window=scenario.crew.first_window,
        gates=gate_limits(scenario),
        partner=PartnerRules(
            is_offered=offer.offered,
            first_window=offer.first_window,
            works_frac=offer.works_frac,
            withdrawn_per_window=withdrawal_frac(scenario),
            fallback_delay_windows=offer.fallback_delay_windows,
            delayed_per_window=offer.delayed_per_window,
        ),
        station=station,
        crew=_crew_risk(scenario, kinds),
        systems=tuple(
            SystemRule(s.name, s.needed_for, jd_of(s.not_before), s.ready_per_year) for s in scenario.systems
        ),
        plant=_plant_rules(scenario),
        site_frac=risk.number("site_confirmed_frac"),
        chains=_chains(scenario),
    )


def gate_limits(scenario: Scenario) -> GateLimits:
    """The scenario's gates as the campaign takes them."""
    return GateLimits(**{limit: getattr(scenario.gates, limit) for limit in TESTS})


def partner_design(power: Power) -> Judged | None:
    """Design that would stand with the partner's unit; None where that unit would stand alone."""
    return _standing(power, uses_partner=True)


def fallback_design(power: Power) -> Judged | None:
    """Design that would follow if the partner left; None where none does without it."""
    return _standing(power, uses_partner=False)


def jd_of(day: datetime.date) -> float:
    """Julian date of a day."""
    return float(jd_from_iso(day))


def stores_t_per_sol(scenario: Scenario) -> float:
    """Food, oxygen and water that recycling does not win back, of the whole crew in a sol [t]."""
    crew = table("loads/crew")
    daily = crew.number("packed_food_kg_day") + crew.number("planning_oxygen_kg_day")
    daily += table("campaign/crew_risk").number("water_make_up_kg_day")
    return scenario.crew.people * daily * _sol_day() / 1000.0


def _standing(power: Power, *, uses_partner: bool) -> Judged | None:
    """The lightest design that holds, else the first."""
    able = [j for j in power.judged if j.design.can_be_chosen and j.design.uses_partner == uses_partner]
    return next((j for j in able if j.sized.is_feasible), able[0] if able else None)


def _station_rules(
    scenario: Scenario, power: Power, kinds: tuple[Standing, ...], has_fallback: bool
) -> StationRules:
    risk, sol_day = table("campaign/crew_risk"), _sol_day()
    partner, fallback = partner_design(power), fallback_design(power)
    synod = synod_days()
    made = [made_by_t(scenario, power, each, sol_day, synod) for each in (partner, fallback)]
    available = np.array([[[calm] * 2, [storm] * 2] for calm, storm in (k.availability_frac for k in kinds)])
    return StationRules(
        fallback_works_frac=risk.number("fallback_works_frac") if has_fallback else 0.0,
        commissioning_sols=SET_UP_ELSEWHERE,
        propellant_t_per_sol=made[0],
        fallback_propellant_t_per_sol=made[1] if fallback else 0.0,
        sol_day=sol_day,
        power_kw=(0.0, kinds[1].power_kw, kinds[2].power_kw),
        availability_frac=available,
        storm_per_mars_year=scenario.weather.storm_per_mars_year,
        # The days on which a storm's darkness falls.
        storm_sols=storm_length_sol(scenario.weather.storm_shape),
    )


def _set_up(scenario: Scenario, power: Power) -> SetUp:
    """How long hands take on Mars, by the designs that may stand there, else by the chosen one."""
    partner, fallback = (design or power.chosen for design in (partner_design(power), fallback_design(power)))
    brings_plant = any(flight.brings_plant for flight in scenario.flights)
    return set_up_of(
        scenario,
        partner.start,
        fallback.start,
        plant_t_of(scenario) if brings_plant else 0.0,
        _chain_works(scenario),
    )


def _chain_works(scenario: Scenario) -> tuple[ChainWork, ...]:
    if not is_own_hardware(stated_route(scenario)):
        return ()
    needs = needs_of(scenario, way_home_of_first_crew(scenario))
    return tuple(
        ChainWork(part.landed_t, sum(n for _, n in part.units), bool(part.route.water_from))
        for part in needs.parts or (needs,)
    )


def _crew_risk(scenario: Scenario, kinds: Sequence[Standing]) -> CrewRisk:
    risk = table("campaign/crew_risk")
    bare, partner, fallback = kinds
    per_ship = scenario.ship.payload_t * risk.number("stores_cargo_frac") / stores_t_per_sol(scenario)
    return CrewRisk(
        launch_frac=risk.number("launch_survival_frac"),
        transit_frac=risk.number("transit_survival_frac"),
        surface_frac=partner.p_survive[0],
        surface_fallback_frac=fallback.p_survive[0],
        surface_bare_frac=bare.p_survive[0],
        landing_margin_frac=scenario.landing.crew_margin_frac,
        storm_surface_frac=(bare.p_survive[1], partner.p_survive[1], fallback.p_survive[1]),
        life_support_frac=risk.number("life_support_survival_frac"),
        return_frac=risk.number("return_survival_frac"),
        return_t=way_home_t(scenario),
        own_stores_sols=risk.number("own_stores_sol"),
        stores_sols_per_ship=per_ship,
        stores_cap_sols=scenario.crew.stores_sols,
        n_returns=round(risk.number("n_returns_followed")),
        min_stay_days=scenario.transfer.min_stay_days,
    )


def _chains(scenario: Scenario) -> tuple[HomeChain, ...]:
    """Elements of the way home; none where it lives on the base's spare power."""
    if not is_own_hardware(stated_route(scenario)):
        return ()
    return chains_of(scenario, needs_of(scenario, way_home_of_first_crew(scenario)))


def _plant_rules(scenario: Scenario) -> PlantRules | None:
    if not any(flight.brings_plant for flight in scenario.flights):
        return None
    risk = table("campaign/crew_risk")
    # Nobody else offers one: the fleet's own plant flies with the first flight that has it aboard.
    nobody = PartnerRules(False, scenario.flights[0].window, 0.0, 0.0, 0)
    return PlantRules(nobody, risk.number("plant_works_frac"), SET_UP_ELSEWHERE)
