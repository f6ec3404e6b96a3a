"""Campaigns that cannot be, found before any is simulated: by the calendar and by an optimistic bound."""

from __future__ import annotations

from math import ceil

import numpy as np

from kilosol.campaign import CampaignRules, InfeasibleGate, Manifest, infeasible_gates
from kilosol.campaign.gates import TESTS
from kilosol.data import table
from kilosol.errors import Problem, ScenarioError
from kilosol.planning.stages import Transfers
from kilosol.planning.stages.campaign_rules import boundless_rules
from kilosol.scenario import Scenario


def check_impossible(scenario: Scenario, transfers: Transfers) -> None:
    """Refuse loads that no ship carries and crews that no window lets fly.

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
    _raise_for(scenario, find_impossible(scenario, transfers))


def find_impossible(scenario: Scenario, transfers: Transfers) -> list[Problem]:
    """Loads that no ship carries and crews that no window lets fly, each with its cure."""
    return [*_too_heavy(scenario), *_no_crew_arc(scenario, transfers)]


def check_gates(
    scenario: Scenario,
    transfers: Transfers,
    plan: tuple[Manifest, ...],
    rules: CampaignRules | None = None,
) -> None:
    """Refuse gates that stay closed even if all goes well; as for :func:`find_infeasible_gates`.

    Raises
    ------
    ScenarioError
        With every such gate, what it asks, the most that can be shown, and the cure.
    """
    _raise_for(scenario, find_infeasible_gates(scenario, transfers, plan, rules))


def find_infeasible_gates(
    scenario: Scenario,
    transfers: Transfers,
    plan: tuple[Manifest, ...],
    rules: CampaignRules | None = None,
) -> list[Problem]:
    """Gates that stay closed even if all goes well, each with its cure.

    Parameters
    ----------
    scenario : Scenario
    transfers : Transfers
    plan : tuple of Manifest
    rules : CampaignRules, optional
        With the station that would stand; without, a station that is good for anything is assumed, and gates
        on its power, record and propellant are left open.

    Returns
    -------
    list of Problem
    """
    found = infeasible_gates(transfers.calendar, plan, rules or boundless_rules(scenario))
    return [_problem_of(one, scenario) for one in found]


def _raise_for(scenario: Scenario, problems: list[Problem]) -> None:
    if problems:
        raise ScenarioError(f"scenario {scenario.name}", problems)


#: What would help where it is no gate that keeps crews at home.
SYSTEM_WORDS = "a system that the crew needs is not ready before the last crew window: see [[systems]]"


def _problem_of(one: InfeasibleGate, scenario: Scenario) -> Problem:
    if not one.limit:
        words = {"readiness": "no fleet with crew_ships flies before the horizon: list one earlier"}
        return Problem("", one.reason, f"no crew ever flies: {words.get(one.reason, SYSTEM_WORDS)}")
    _, test = TESTS[one.limit]
    if one.best < one.asked:
        asked = f"it asks for {test.shown.format(one.asked)}, and with all the luck there is a crew can show"
        told = f"{asked} at most {test.shown.format(one.best)} before the windows to {scenario.horizon_year}"
    else:
        told = "it can open, but never in the same window as the other gates named here"
    return Problem("", f"gates.{one.limit}", f"this gate never opens: {told}; ask for less, or {test.remedy}")


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
