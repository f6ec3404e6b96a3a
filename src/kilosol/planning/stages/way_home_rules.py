"""The scenario's way home: the basis of its routes, and the chains of elements that the campaign lands."""

from __future__ import annotations

from kilosol.campaign import HomeChain
from kilosol.data import table
from kilosol.errors import DataError, Problem, ScenarioError, UnknownName
from kilosol.home import Basis, Burns, Route, WayNeeds, load_route, way_needs
from kilosol.home.basis import Stage
from kilosol.planning.stages.ship_load import home_load_of
from kilosol.scenario import Scenario
from kilosol.ships import cruise_boil_off_frac
from kilosol.transfer import Arc

#: What one ship takes with its tankers where no window is known: beside the row of routes it counts nothing.
UNKNOWN_LAUNCHES = 1.0


def stated_route(scenario: Scenario) -> Route:
    """The route that a scenario names, or that of its own file.

    Raises
    ------
    ScenarioError
        Where the file cannot be read as a route.
    """
    home = scenario.home
    if home.route_file is None:
        return load_route(home.route)
    try:
        return load_route(home.route_file)
    except UnknownName:
        told = f"the file {home.route_file!r} cannot be read: no such file"
    except (DataError, OSError, ValueError) as error:
        told = f"no route home can be read from it: {error}"
    raise ScenarioError("the scenario", [Problem("", "home.route_file", told)]) from None


def basis_of(
    scenario: Scenario, arc: Arc, stage: Stage, *, launches_per_ship: float = UNKNOWN_LAUNCHES
) -> Basis:
    """What all routes of a scenario are reckoned on: its ship, its crew, and the arc by which they go home.

    Parameters
    ----------
    scenario : Scenario
    arc : Arc
        From Mars to the Earth.
    stage : {"first", "mature"}
        Of the plants.
    launches_per_ship : float
        A cargo ship's own and its tankers'.

    Returns
    -------
    Basis
        Burns add up from the arc, the landing on the Earth included.
    """
    ask, load = scenario.propellant, home_load_of(arc, scenario)
    burns = Burns(
        ascent_km_s=load.ascent_delta_v_km_s,
        one_sol_km_s=table("home/legs").number("one_sol_km_s"),
        injection_km_s=load.injection_delta_v_km_s,
        landing_km_s=load.landing_delta_v_km_s,
        isp_s=scenario.ship.isp_s,
        landing_isp_s=table("ships/starship-v3").number("isp_sea_level_s"),
        landing_loss_frac=float(cruise_boil_off_frac(arc.tof_days)),
    )
    return Basis(
        burns=burns,
        dry_mass_t=scenario.ship.dry_mass_t,
        return_payload_t=scenario.ship.return_payload_t,
        people=scenario.crew.people,
        production_days=scenario.propellant.production_days,
        availability_frac=ask.availability_frac,
        stage=stage,
        case=ask.case,
        cargo_t=scenario.ship.payload_t,
        launches_per_ship=launches_per_ship,
        capacity_factor=table("home/chains").number("capacity_factor"),
        n_ships=max(ask.ships_to_refuel, 1),
    )


def chains_of(scenario: Scenario, needs: WayNeeds) -> tuple[HomeChain, ...]:
    """Chains of elements of a route: none where it lives on the base's spare power.

    Parameters
    ----------
    scenario : Scenario
    needs : WayNeeds

    Returns
    -------
    tuple of HomeChain
    """
    parts = needs.parts or (needs,)
    if all(part.route.hardware == "spare power" for part in parts):
        return ()
    return tuple(_chain(scenario, part) for part in parts)


def _chain(scenario: Scenario, needs: WayNeeds) -> HomeChain:
    risk, orbit = table("campaign/crew_risk"), table("home/ascent_vehicle")
    route, home, ship = needs.route, scenario.home, scenario.ship
    to_orbit = needs.tankers + needs.return_ships
    made_t = made_on_mars_t(needs)
    constants = table("constants")
    sol_day = constants.number("sol_s") / constants.number("day_s")
    waits = orbit.number("idle_ship_frac") if to_orbit else 1.0
    return HomeChain(
        name=route.name,
        first_window=home.first_window or scenario.flights[0].window,
        # A ship that must reach an orbit about Mars takes one's place in the fleet, and its chance.
        needs_t=needs.landed_t + needs.vehicle_t + to_orbit * ship.payload_t,
        aboard_t=home.cargo_frac * ship.payload_t,
        works_frac=risk.number("plant_works_frac" if route.makes else "fallback_works_frac")
        if fits_tanks(scenario, needs)
        else 0.0,
        # By the table of the campaign's rules, not by this.
        commissioning_sols=float("nan"),
        made_t_per_sol=made_t / needs.days * sol_day,
        uses_spare_power=route.hardware == "spare power",
        return_t=made_t,
        holds_t=made_t if needs.n_vehicles else (needs.ships + 1) * ship.propellant_t,
        return_frac=risk.number("return_survival_frac")
        * waits
        * orbit.number("docking_frac") ** needs.n_dockings,
        flies_once=needs.n_vehicles > 0,
        needs_site=bool(route.water_from),
        needs_reactor=bool(needs.units),
    )


def fits_tanks(scenario: Scenario, needs: WayNeeds) -> bool:
    """Whether what a ship takes on Mars goes into its tanks; an ascent vehicle's are made for it."""
    if needs.parts:
        return all(fits_tanks(scenario, part) for part in needs.parts)
    n_ships = max(scenario.propellant.ships_to_refuel, 1)
    return needs.n_vehicles > 0 or needs.propellant_t <= n_ships * scenario.ship.propellant_t


def made_on_mars_t(needs: WayNeeds) -> float:
    """Propellant that the plant itself makes for one departure, from feeds of either planet [t]."""
    makes = needs.route.makes
    return (needs.oxygen_t if "oxygen" in makes else 0.0) + (needs.methane_t if "methane" in makes else 0.0)


def needs_of(scenario: Scenario, arc: Arc) -> WayNeeds:
    """Needs of the scenario's own route, with its own plant."""
    return way_needs(stated_route(scenario), basis_of(scenario, arc, scenario.home.plant))


def waits_days(needs: WayNeeds, synod_days: float) -> float:
    """Days that a crew waits for others who share its ship."""
    return (needs.n_crews - 1) * synod_days


def is_own_hardware(route: Route) -> bool:
    """Whether anything is landed for a route."""
    return bool(route.parts) or route.hardware == "own"
