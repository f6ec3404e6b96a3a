"""What the scenario's ship lands by an arc and takes home, by the functions that every command asks."""

from __future__ import annotations

from kilosol.data import table
from kilosol.planning.stages.weather import place_of
from kilosol.scenario import Scenario
from kilosol.ships import (
    FlightRules,
    LandedLoad,
    ReturnLoad,
    Ship,
    flight_rules,
    landed_load,
    return_load,
)
from kilosol.transfer import Arc, Limits


def ship_of(scenario: Scenario) -> Ship:
    """The scenario's ship; its dry mass is known as well as the table's of version 3."""
    ask, cited = scenario.ship, table("ships/starship-v3")["dry_mass_t"]
    return Ship(
        "scenario",
        "the scenario's ship",
        ask.dry_mass_t,
        ask.propellant_t,
        ask.isp_s,
        ask.payload_t,
        cited.low,
        cited.high,
    )


def rules_of(scenario: Scenario) -> FlightRules:
    """How the scenario's ships are filled, how fast they may enter, and how high the ground lies."""
    ask = scenario.ship
    limits = scenario.transfer
    return flight_rules(
        limits.max_entry_km_s,
        ask.tanker_delivers_t,
        ask.boil_off_frac,
        limits.parking_inclination_deg,
        place_of(scenario).elevation_km,
    )


def load_of(arc: Arc, scenario: Scenario) -> LandedLoad:
    """What one ship of the scenario lands by an arc to Mars, with its tankers."""
    return landed_load(arc, ship_of(scenario), rules_of(scenario))


def home_load_of(arc: Arc, scenario: Scenario) -> ReturnLoad:
    """What one ship of the scenario takes on Mars to fly home by an arc."""
    ask = scenario.ship
    return return_load(arc, ship_of(scenario), ask.return_payload_t, ask.return_delta_v_km_s)


def limits_out(scenario: Scenario) -> Limits:
    """Limits of ships and crews on the way to Mars."""
    ask = scenario.transfer
    return Limits(
        ask.max_c3_km2_s2,
        ask.max_entry_km_s,
        ask.max_crew_tof_days,
        ask.max_declination_deg,
        ask.launch_period_days,
        ask.margin_frac,
    )


def limits_home(scenario: Scenario) -> Limits:
    """Limits of a crew on the way home; the declination over Mars binds no ship that rises from its site."""
    ask = scenario.transfer
    return Limits(
        ask.max_return_c3_km2_s2,
        ask.max_earth_entry_km_s,
        ask.max_return_tof_days,
        90.0,
        ask.launch_period_days,
        ask.margin_frac,
    )
