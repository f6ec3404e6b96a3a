"""Energy kept for the dark: batteries, regenerative fuel cells, return propellant."""

from kilosol.storage.battery import (
    capacity_left_frac,
    cold_capacity_frac,
    equal_depth_frac,
    heater_kw,
    lithium_ion,
)
from kilosol.storage.fuel_cell import held_frac, hydrogen_oxygen, reactant_kg, stack_frac
from kilosol.storage.propellant_reserve import (
    converter_mass_kg,
    engine_break_even_hour,
    gas_engine_kwh_kg,
    propellant_kg,
    storm_energy_kwh,
    usable_kwh_kg,
)
from kilosol.storage.store import Store

__all__ = [
    "Store",
    "capacity_left_frac",
    "cold_capacity_frac",
    "converter_mass_kg",
    "engine_break_even_hour",
    "equal_depth_frac",
    "gas_engine_kwh_kg",
    "heater_kw",
    "held_frac",
    "hydrogen_oxygen",
    "lithium_ion",
    "propellant_kg",
    "reactant_kg",
    "stack_frac",
    "storm_energy_kwh",
    "usable_kwh_kg",
]
