"""Energy kept for the dark: batteries, regenerative fuel cells, return propellant."""

from kilosol.storage.battery import lithium_ion
from kilosol.storage.fuel_cell import hydrogen_oxygen
from kilosol.storage.propellant_reserve import (
    converter_mass_kg,
    propellant_kg,
    storm_energy_kwh,
    usable_kwh_kg,
)
from kilosol.storage.store import Store

__all__ = [
    "Store",
    "converter_mass_kg",
    "hydrogen_oxygen",
    "lithium_ion",
    "propellant_kg",
    "storm_energy_kwh",
    "usable_kwh_kg",
]
