"""Ships: dry mass, landed payload, refuelling flights, return propellant, flight and landing records."""

from kilosol.ships.air_pass import Aerocapture, aerocapture
from kilosol.ships.boil_off import cruise_boil_off_frac
from kilosol.ships.cargo import CargoOption, compare_cargo
from kilosol.ships.dry_mass import (
    MassDistribution,
    MassStatement,
    dry_mass_distribution,
    dry_mass_statements,
)
from kilosol.ships.entry import FlightRules, LandedLoad, flight_rules, landed_load, landed_mass_price
from kilosol.ships.launch_ceiling import (
    LaunchPace,
    launch_pace,
    launches_of_synod,
    launches_per_ship,
    launches_per_year,
    ships_built,
    ships_filled,
)
from kilosol.ships.propellant import ReturnLoad, oxygen_and_methane_t, return_load, return_propellant_t
from kilosol.ships.refuelling import TankerCampaign, refuelling_days, tanker_campaign, tanker_flights
from kilosol.ships.reliability import (
    Trial,
    mars_entries,
    mars_entry_successes,
    starship_flights,
    starship_successes,
)
from kilosol.ships.vehicle import (
    Ship,
    departure_propellant_t,
    mass_ratio,
    payload_t,
    ship,
    ship_names,
    whole_mass_ratio,
)
from kilosol.ships.ways_down import Descent, Flyer, descent, entry_flyer, gravity_turn, way_down

__all__ = [
    "Aerocapture",
    "CargoOption",
    "Descent",
    "FlightRules",
    "Flyer",
    "LandedLoad",
    "LaunchPace",
    "MassDistribution",
    "MassStatement",
    "ReturnLoad",
    "Ship",
    "TankerCampaign",
    "Trial",
    "aerocapture",
    "compare_cargo",
    "cruise_boil_off_frac",
    "departure_propellant_t",
    "descent",
    "dry_mass_distribution",
    "dry_mass_statements",
    "entry_flyer",
    "flight_rules",
    "gravity_turn",
    "landed_load",
    "landed_mass_price",
    "launch_pace",
    "launches_of_synod",
    "launches_per_ship",
    "launches_per_year",
    "mars_entries",
    "mars_entry_successes",
    "mass_ratio",
    "oxygen_and_methane_t",
    "payload_t",
    "refuelling_days",
    "return_load",
    "return_propellant_t",
    "ship",
    "ship_names",
    "ships_built",
    "ships_filled",
    "starship_flights",
    "starship_successes",
    "tanker_campaign",
    "tanker_flights",
    "way_down",
    "whole_mass_ratio",
]
