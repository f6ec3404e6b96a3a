"""Energy kept for the dark: batteries, regenerative fuel cells, return propellant."""

from kilosol.storage.battery import Battery, lithium_ion
from kilosol.storage.fuel_cell import FuelCell, hydrogen_oxygen
from kilosol.storage.propellant_reserve import (
    converter_mass_kg,
    propellant_kg,
    storm_energy_kwh,
    usable_kwh_kg,
)

__all__ = [
    "Battery",
    "FuelCell",
    "converter_mass_kg",
    "hydrogen_oxygen",
    "lithium_ion",
    "propellant_kg",
    "storm_energy_kwh",
    "usable_kwh_kg",
]
