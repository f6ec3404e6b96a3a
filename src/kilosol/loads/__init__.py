"""What must be powered: crew, life support, habitat, propellant plant, robots."""

from kilosol.loads.chemistry import floor_kwh_kg, molar_mass_g_mol, sabatier_kg_per_kg_methane
from kilosol.loads.crew import CrewFlows, crew_flows, respiratory_quotient, water_use_kg_day
from kilosol.loads.day_profile import hourly_series_kw
from kilosol.loads.food import lamp_power_kw, lamp_power_range_kw
from kilosol.loads.habitat import base_load_kw, keep_alive_kw
from kilosol.loads.isru import (
    PlantEnergy,
    plant_energy,
    plant_kwh_kg,
    plant_mass_t,
    propellant_power_kw,
    propellant_t,
)
from kilosol.loads.life_support import LifeSupport, iss_chain
from kilosol.loads.process import Process, methane_synthesis, water_electrolysis
from kilosol.loads.robots import robot_mean_kw, shifts_per_robot_sol
from kilosol.loads.stores import TimeToEffect, ride_through_hour, time_to_effect
from kilosol.loads.tree import (
    LOAD_CLASSES,
    LoadItem,
    city_power_kw_per_person,
    class_totals_kw,
    load_tree,
)

__all__ = [
    "LOAD_CLASSES",
    "CrewFlows",
    "LifeSupport",
    "LoadItem",
    "PlantEnergy",
    "Process",
    "TimeToEffect",
    "base_load_kw",
    "city_power_kw_per_person",
    "class_totals_kw",
    "crew_flows",
    "floor_kwh_kg",
    "hourly_series_kw",
    "iss_chain",
    "keep_alive_kw",
    "lamp_power_kw",
    "lamp_power_range_kw",
    "load_tree",
    "methane_synthesis",
    "molar_mass_g_mol",
    "plant_energy",
    "plant_kwh_kg",
    "plant_mass_t",
    "propellant_power_kw",
    "propellant_t",
    "respiratory_quotient",
    "ride_through_hour",
    "robot_mean_kw",
    "sabatier_kg_per_kg_methane",
    "shifts_per_robot_sol",
    "time_to_effect",
    "water_electrolysis",
    "water_use_kg_day",
]
