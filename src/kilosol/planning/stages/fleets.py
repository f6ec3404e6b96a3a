"""Fleets as meant and as they can be filled: the launches of a synod are shared out to ships and tankers."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from math import ceil
from typing import Any

from kilosol.campaign import Manifest, fleet_plan
from kilosol.planning.stages.ship_load import load_of
from kilosol.planning.stages.transfers import Transfers, cargo_arc
from kilosol.scenario import Scenario
from kilosol.ships import (
    LaunchPace,
    launch_pace,
    launches_of_synod,
    launches_per_ship,
    ships_built,
    ships_filled,
)
from kilosol.transfer import Arc, Window, jd_from_iso

#: What keeps ships on Earth when it is not launches.
BUILT = "ships built"


@dataclass(frozen=True, slots=True)
class WindowFleet:
    """The fleet of one window.

    Parameters
    ----------
    meant, sent : Manifest
        As listed or grown, and as it can be filled.
    launches : int
        Left for it in its synod.
    per_cargo_ship, per_crew_ship : float
        Launches that one ship takes, its own and its tankers'.
    could_fill : int
        Cargo ships that the launches and the ships built would allow if only cargo flew.
    binds : str
        What holds it down: a limit of the launches, or "ships built"; empty where all ships are filled.
    """

    meant: Manifest
    sent: Manifest
    launches: int
    per_cargo_ship: float
    per_crew_ship: float
    could_fill: int
    binds: str


def fleets_meant(scenario: Scenario, transfers: Transfers) -> tuple[Manifest, ...]:
    """Fleets as listed, then as they grow, whether they can be filled or not."""
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


def find_fleets(scenario: Scenario, transfers: Transfers) -> tuple[WindowFleet, ...]:
    """Fleets window by window, each with what is left of its synod's launches and of the ships built.

    Parameters
    ----------
    scenario : Scenario
    transfers : Transfers

    Returns
    -------
    tuple of WindowFleet
        A fleet is filled in the window it is meant for; ships that stay are there for the next.
    """
    pace = pace_of(scenario)
    windows = {w.year: w for w in transfers.windows}
    found: list[WindowFleet] = []
    gone = 0
    for meant in fleets_meant(scenario, transfers):
        one = _filled(scenario, windows[meant.window], meant, pace, gone)
        gone += one.sent.n_cargo + one.sent.n_crew
        found.append(one)
    return tuple(found)


def listed_fleets(scenario: Scenario, found: tuple[Window, ...]) -> tuple[Manifest, ...]:
    """Fleets listed for some windows, as they can be filled: what :func:`find_fleets` sends."""
    windows = {w.year: w for w in found}
    flights = [f for f in scenario.flights if f.window in windows]
    pace, gone, fleets = pace_of(scenario), 0, list[Manifest]()
    for f in flights:
        meant = Manifest(f.window, f.cargo_ships, f.crew_ships, f.brings_station, f.brings_plant, f.robots)
        sent = _filled(scenario, windows[f.window], meant, pace, gone).sent
        gone += sent.n_cargo + sent.n_crew
        fleets.append(sent)
    return tuple(fleets)


def fleets_of(scenario: Scenario, transfers: Transfers) -> tuple[Manifest, ...]:
    """Fleets as they can be filled: what flies, and what the campaigns are made of."""
    return tuple(one.sent for one in find_fleets(scenario, transfers))


def pace_of(scenario: Scenario) -> LaunchPace:
    """Launches a year as known on the scenario's day, or as it states them."""
    ask = scenario.fleet
    return launch_pace(
        float(jd_from_iso(scenario.as_of)),
        stated_per_year=ask.launches_per_year,
        growth_factor=ask.launch_growth_factor,
        other_use_frac=ask.other_launches_frac,
    )


def fleet_numbers(fleets: tuple[WindowFleet, ...]) -> list[dict[str, Any]]:
    """Fleets as the verdict holds them."""
    return [
        {
            "window": one.meant.window,
            "cargo_ships_meant": one.meant.n_cargo,
            "crew_ships_meant": one.meant.n_crew,
            "cargo_ships": one.sent.n_cargo,
            "crew_ships": one.sent.n_crew,
            "launches": one.launches,
            "launches_per_cargo_ship": one.per_cargo_ship,
            "launches_per_crew_ship": one.per_crew_ship,
            "could_fill": one.could_fill,
            "binds": one.binds,
        }
        for one in fleets
    ]


def _filled(scenario: Scenario, window: Window, meant: Manifest, pace: LaunchPace, gone: int) -> WindowFleet:
    """One fleet, after so many ships of the plan have gone."""
    ask = scenario.fleet
    arc = cargo_arc(window, scenario.transfer.max_entry_km_s)
    per_cargo = _launches(scenario, arc)
    per_crew = _launches(scenario, window.crew or arc)
    launches, limit = launches_of_synod(arc.departure_jd, pace)
    ready = ships_built(arc.departure_jd, pace, ask.ships_built_per_year) - gone

    def filled(n_cargo: int, n_crew: int, most_ships: float) -> tuple[int, int]:
        return ships_filled(
            n_cargo,
            n_crew,
            launches=launches,
            per_cargo_ship=per_cargo,
            per_crew_ship=per_crew,
            most_ships=most_ships,
            order=ask.filled_first,
        )

    by_launches = sum(filled(meant.n_cargo, meant.n_crew, float("inf")))
    n_cargo, n_crew = filled(meant.n_cargo, meant.n_crew, ready)
    binds = ""
    if n_cargo + n_crew < meant.n_cargo + meant.n_crew:
        binds = BUILT if n_cargo + n_crew < by_launches else limit
    return WindowFleet(
        meant=meant,
        sent=_manned(meant, n_cargo, n_crew),
        launches=launches,
        per_cargo_ship=per_cargo,
        per_crew_ship=per_crew,
        could_fill=filled(ceil(launches / per_cargo), 0, ready)[0],
        binds=binds,
    )


def _launches(scenario: Scenario, arc: Arc) -> float:
    """Launches that one ship takes by an arc."""
    ask = scenario.fleet
    load = load_of(arc, scenario)
    n_tankers = load.tanker_flights
    if load.why_not:
        # No ship lands by it: the campaign, which sends one all the same, is charged for full tanks.
        ship = scenario.ship
        n_tankers = ceil(ship.propellant_t / (ship.tanker_delivers_t * (1.0 - ship.boil_off_frac)))
    stated = n_tankers if ask.tankers_per_ship is None else ask.tankers_per_ship
    return launches_per_ship(stated, ask.failed_tanker_frac, ask.failed_transfer_frac)


def _manned(meant: Manifest, n_cargo: int, n_crew: int) -> Manifest:
    """The manifest with fewer ships, and with the robots that were to fly on those."""
    total = meant.n_cargo + meant.n_crew
    robots = round(meant.n_robots * (n_cargo + n_crew) / total) if total else meant.n_robots
    return dataclasses.replace(meant, n_cargo=n_cargo, n_crew=n_crew, n_robots=robots)
