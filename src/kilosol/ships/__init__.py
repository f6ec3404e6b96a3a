"""Ships: payload, refuelling flights, return propellant, flight and landing records."""

from kilosol.ships.propellant import oxygen_and_methane_t, return_propellant_t
from kilosol.ships.refuelling import refuelling_days, tanker_flights
from kilosol.ships.reliability import (
    Trial,
    mars_entries,
    mars_entry_successes,
    starship_flights,
    starship_successes,
)
from kilosol.ships.vehicle import Ship, departure_propellant_t, mass_ratio, payload_t, ship, ship_names

__all__ = [
    "Ship",
    "Trial",
    "departure_propellant_t",
    "mars_entries",
    "mars_entry_successes",
    "mass_ratio",
    "oxygen_and_methane_t",
    "payload_t",
    "refuelling_days",
    "return_propellant_t",
    "ship",
    "ship_names",
    "starship_flights",
    "starship_successes",
    "tanker_flights",
]
