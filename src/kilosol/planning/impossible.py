"""Campaigns that cannot be, found before any is simulated: from the calendar, then from the best of luck."""

from __future__ import annotations

from math import ceil

import numpy as np

from kilosol.campaign import CampaignRules, Hopeless, Manifest, hopeless_gates
from kilosol.data import table
from kilosol.errors import Problem, ScenarioError
from kilosol.planning.stages import Transfers
from kilosol.scenario import Scenario


def refuse_impossible(scenario: Scenario, transfers: Transfers) -> None:
    """Refuse loads that no ship carries, gates that no luck can open, crews that no window lets fly.

    Parameters
    ----------
    scenario : Scenario
    transfers : Transfers
        Windows with their flights.

    Raises
    ------
    ScenarioError
        With every problem and its cure.
    """
    problems = [
        *_too_heavy(scenario),
        *_no_crew_arc(scenario, transfers),
        *_station_gate(scenario, transfers),
    ]
    if problems:
        raise ScenarioError(f"scenario {scenario.name}", problems)


def refuse_hopeless(
    scenario: Scenario, transfers: Transfers, plan: tuple[Manifest, ...], rules: CampaignRules
) -> None:
    """Refuse gates that stay closed even if all goes well, once the station that would stand is known.

    Parameters
    ----------
    scenario : Scenario
    transfers : Transfers
    plan : tuple of Manifest
    rules : CampaignRules

    Raises
    ------
    ScenarioError
        With every such gate, what it asks, the most that can be shown, and the cure.
    """
    found = hopeless_gates(transfers.calendar, plan, rules)
    if found:
        problems = [_hopeless_problem(one, scenario) for one in found]
        raise ScenarioError(f"scenario {scenario.name}", problems)


#: Field of the limits -> key of the scenario, what is asked and shown, and what would help.
GATE_WORDS = {
    "min_landings": ("min_landings", "{:.0f} landings", "list more cargo_ships"),
    "min_success_frac": ("min_success_frac", "{:.2f} of the last fleet landed", "raise landing.success_frac"),
    "min_confidence_frac": (
        "min_confidence_frac", "a posterior mean of {:.3f}", "list more cargo_ships",
    ),
    "bound_confidence_frac": (
        "landing_bound_confidence_frac", "a posterior chance of {:.3f} that landings reach the bound",
        "lower landing_bound_frac, or list more cargo_ships",
    ),
    "needs_site": ("site_confirmed", "a site confirmed {:.0f} times", "send cargo ahead of the crew"),
    "station_sols": (
        "station_sols", "{:.0f} sols of a running station", "bring the station in an earlier window",
    ),
    "station_kw": ("station_kw", "{:.1f} kW of station", "raise partners.station.n_units"),
    "availability_frac": (
        "station_availability_frac", "an availability of {:.4f}", "raise partners.station.n_units",
    ),
    "needs_winter": ("through_winter", "{:.0f} winters or storms", "bring the station in an earlier window"),
    "propellant_t": (
        "propellant_t", "{:.1f} t of propellant", "bring the station or the plant earlier, or a larger one",
    ),
    "rate_t_per_sol": (
        "propellant_t_per_sol", "{:.4f} t of propellant a sol", "raise partners.station.n_units",
    ),
    "stores_sols": (
        "stores_sols", "{:.0f} sols of stores", "list more cargo_ships, or raise crew.stores_sols",
    ),
    "needs_partner": (
        "partner_delivered", "{:.0f} sols of a station", "set brings_station in an earlier flight",
    ),
}  # fmt: skip

#: The same for what is not a gate.
SYSTEM_WORDS = "a system that the crew needs is not ready before the last crew window: see [[systems]]"


def _hopeless_problem(one: Hopeless, scenario: Scenario) -> Problem:
    if not one.limit:
        words = {"readiness": "no fleet with crew_ships flies before the horizon: list one earlier"}
        return Problem("", one.reason, f"no crew ever flies: {words.get(one.reason, SYSTEM_WORDS)}")
    key, shown, cure = GATE_WORDS[one.limit]
    if one.best < one.asked:
        asked = f"it asks for {shown.format(one.asked)}, and with all the luck there is a crew can show"
        told = f"{asked} at most {shown.format(one.best)} before the windows to {scenario.horizon_year}"
    else:
        told = "it can open, but never in the same window as the other gates named here"
    return Problem("", f"gates.{key}", f"this gate never opens: {told}; ask for less, or {cure}")


def _too_heavy(scenario: Scenario) -> list[Problem]:
    """Robots and the partner's units must fit on the ships that are to carry them."""
    robot_t = table("loads/robots").number("mass_kg") / 1000.0
    offer, station_t = scenario.partners.station, 0.0
    if offer.offered:
        unit = table(f"fission/{offer.technology}")
        station_t = offer.n_units * unit.number("mass_kg") / 1000.0 if "mass_kg" in unit else 0.0
    problems = []
    for index, flight in enumerate(scenario.flights):
        aboard_t = flight.robots * robot_t + (station_t if flight.brings_station else 0.0)
        carried_t = (flight.cargo_ships + flight.crew_ships) * scenario.ship.payload_t
        if aboard_t > carried_t:
            least = ceil(aboard_t / scenario.ship.payload_t) - flight.crew_ships
            what = "robots and station" if flight.brings_station else "robots"
            cure = (
                f"more mass than the ships carry: {what} weigh {aboard_t:.0f} t, the ships land "
                f"{carried_t:.0f} t; set cargo_ships = {least} or send fewer robots"
            )
            problems.append(Problem("", f"flights.{index}.cargo_ships", cure))
    return problems


def _no_crew_arc(scenario: Scenario, transfers: Transfers) -> list[Problem]:
    calendar = transfers.calendar
    able = np.isfinite(calendar.crew_departure_jd) & (calendar.year >= scenario.crew.first_window)
    if able.any():
        return []
    return [
        Problem(
            "",
            "transfer.max_crew_tof_days",
            f"no crew flies: from {scenario.crew.first_window} on no window has an arc within "
            f"{scenario.transfer.max_crew_tof_days:g} days, C3 {scenario.transfer.max_c3_km2_s2:g} km2/s2 "
            f"and entry at {scenario.transfer.max_entry_km_s:g} km/s; widen one of the three",
        )
    ]


def _station_gate(scenario: Scenario, transfers: Transfers) -> list[Problem]:
    """The station must have run longer than any crew before the horizon could wait for it."""
    calendar, asked = transfers.calendar, scenario.gates.station_sols
    brings = [f.window for f in scenario.flights if f.brings_station]
    if asked <= 0.0 or not brings:
        return []
    sol_day = table("constants").number("sol_s") / table("constants").number("day_s")
    first = np.flatnonzero(calendar.year >= brings[0])
    crew_jd = calendar.crew_departure_jd[np.isfinite(calendar.crew_departure_jd)]
    start = (
        calendar.cargo_arrival_jd[first[0]]
        + table("campaign/crew_risk").number("commissioning_sol") * sol_day
    )
    most = (crew_jd[-1] - start) / sol_day if crew_jd.size else 0.0
    if asked <= most:
        return []
    return [
        Problem(
            "",
            "gates.station_sols",
            f"this gate never opens: a station of the window of {brings[0]} has run at most "
            f"{max(most, 0.0):.0f} sols before the last crew of {scenario.horizon_year} leaves; ask for "
            "fewer, or bring it earlier",
        )
    ]
