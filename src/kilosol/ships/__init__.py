"""Ships: dry mass, landed payload, refuelling flights, return propellant, flight and landing records."""

from kilosol.ships.boil_off import cruise_boil_off_frac
from kilosol.ships.cargo import CargoOption, compare_cargo
from kilosol.ships.dry_mass import (
    MassDistribution,
    MassStatement,
    dry_mass_distribution,
    dry_mass_statements,
)
from kilosol.ships.entry import FlightRules, LandedLoad, flight_rules, landed_load, landed_mass_price
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

__all__ = [
    "CargoOption",
    "FlightRules",
    "LandedLoad",
    "MassDistribution",
    "MassStatement",
    "ReturnLoad",
    "Ship",
    "TankerCampaign",
    "Trial",
    "compare_cargo",
    "cruise_boil_off_frac",
    "departure_propellant_t",
    "dry_mass_distribution",
    "dry_mass_statements",
    "flight_rules",
    "landed_load",
    "landed_mass_price",
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
    "starship_flights",
    "starship_successes",
    "tanker_campaign",
    "tanker_flights",
    "whole_mass_ratio",
]
