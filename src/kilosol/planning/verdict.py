"""The verdict: one nest of numbers and words that holds all eight answers."""

from __future__ import annotations

from typing import Any

from kilosol._version import __version__
from kilosol.grid import LOAD_CLASSES
from kilosol.planning.base_rates import readiness_frac
from kilosol.planning.stages import CityAnswer, Demand, Landing, Power, Safety, Transfers, WaysHome
from kilosol.planning.stages.demand import propellant_numbers
from kilosol.planning.stages.power_results import design_numbers
from kilosol.planning.stages.spare_power import made_by_t
from kilosol.planning.stages.weather import place_of
from kilosol.planning.stand_in import partner_unit
from kilosol.results import rounded
from kilosol.scenario import Scenario, scenario_hash


def make_verdict(
    scenario: Scenario,
    transfers: Transfers,
    demand: Demand,
    power: Power,
    safety: Safety,
    landing: Landing,
    home: WaysHome,
    city: CityAnswer,
    claims: list[dict[str, Any]],
    notices: list[dict[str, Any]],
    commissioning: dict[str, Any],
) -> dict[str, Any]:
    """Verdict of a run, rounded to digits that another processor repeats.

    Returns
    -------
    dict
        Keys as in verdict.json: scenario, seed, version, windows, returns, loads, station, adequacy,
        safety, landing, home, city, claims, notices.
    """
    found: dict[str, Any] = rounded(
        {
            "scenario": _scenario(scenario),
            "seed": scenario.seed,
            "version": __version__,
            "windows": transfers.verdict_windows,
            "returns": transfers.verdict_returns,
            "loads": {**demand.verdict, "crew_by_use": demand.by_use_kw},
            "station": {**_station(scenario, demand, power), "commissioning": commissioning},
            "adequacy": _adequacy(scenario, power),
            "safety": safety.verdict,
            "landing": landing.verdict,
            "home": home.verdict,
            "city": city.verdict,
            "claims": claims,
            "notices": notices,
        }
    )
    return found


def _scenario(scenario: Scenario) -> dict[str, Any]:
    place = place_of(scenario)
    return {
        "name": scenario.name,
        "title": scenario.title,
        "as_of": scenario.as_of.isoformat(),
        "hash": scenario_hash(scenario),
        "site": place.name,
        "latitude_deg": place.latitude_deg,
        "east_longitude_deg": place.east_longitude_deg,
        "elevation_km": place.elevation_km,
        "people": scenario.crew.people,
        "robots_at_base": scenario.robots.n_at_base,
        "ready_frac": readiness_frac(scenario),
        "first_window": scenario.flights[0].window,
        "first_crew_window": scenario.crew.first_window,
        "horizon_year": scenario.horizon_year,
        "draws": scenario.draws,
    }


def _station(scenario: Scenario, demand: Demand, power: Power) -> dict[str, Any]:
    offer = scenario.partners.station
    return {
        **design_numbers(power.chosen),
        "store_care": power.chosen.care.numbers(power.weather.air_k),
        "alternatives": [design_numbers(j) for j in power.judged[1:]],
        "partner": {
            **partner_unit(scenario),
            "technology": offer.technology,
            "n_units": offer.n_units,
            "power_kw": power.partner_alone_kw,
            "p_crew_survives_alone": power.partner_alone.p_crew_survives,
            "saves_kg": _partner_saves_kg(power) if offer.offered else None,
        },
        "propellant": propellant_numbers(
            scenario,
            demand.way_home,
            power.spare_kw,
            made_by_t(scenario, power, power.chosen, demand.way_home.synod_days, demand.way_home.synod_days),
        ),
    }


def _partner_saves_kg(power: Power) -> float | None:
    """Landed mass of the best design without the partner's unit less that of the best with it."""
    able = [j for j in power.judged if j.sized.is_feasible and j.design.can_be_chosen]
    with_it = [j.sized.total_kg for j in able if j.design.uses_partner]
    without = [j.sized.total_kg for j in able if not j.design.uses_partner]
    return min(without) - min(with_it) if with_it and without else None


def _adequacy(scenario: Scenario, power: Power) -> dict[str, Any]:
    found = power.chosen.adequacy
    return {
        "design": power.chosen.design.name,
        "lolh_hour_per_mars_year": float(found.lolh_hour_per_mars_year[0]),
        "lolh_stderr_hour": float(found.lolh_stderr_hour[0]),
        "lolh_by_class_hour_per_mars_year": dict(
            zip(LOAD_CLASSES, found.lolh_hour_per_mars_year.tolist(), strict=True)
        ),
        "eue_kwh_per_mars_year": float(found.eue_kwh_per_mars_year[:2].sum()),
        "eue_by_class_kwh_per_mars_year": dict(
            zip(LOAD_CLASSES, found.eue_kwh_per_mars_year.tolist(), strict=True)
        ),
        "margin_hour": dict(zip(LOAD_CLASSES, power.margin_hour.tolist(), strict=True)),
        "ride_through_hour": power.ride_through_hour,
        "vital_risk_frac": scenario.power.vital_risk_frac,
        "vital_reserve_hour": scenario.power.vital_reserve_hours,
        "p_crew_survives": found.p_crew_survives,
        "p_crew_survives_low": found.p_low,
        "p_crew_survives_high": found.p_high,
        "n_years": found.n_years,
        "design_year_unserved_kwh": dict(
            zip(LOAD_CLASSES, power.dispatch.unserved_kwh.tolist(), strict=True)
        ),
    }
