"""What must be powered: crew, life support, habitat, propellant plant, robots, food, industry."""

from kilosol.loads.chemistry import (
    formula_atoms,
    molar_mass_g_mol,
    reaction_gibbs_kj,
    reaction_kj,
    sabatier_kg_per_kg_methane,
)
from kilosol.loads.closure import CLOSURE_LEVELS, Closure, closure_at
from kilosol.loads.commissioning import StationWork, base_packages, commissioning_packages
from kilosol.loads.consequences import PROCESSES, CabinState, Consequence, cabin_after, if_stopped
from kilosol.loads.crew import (
    CrewFlows,
    EvaUse,
    crew_flows,
    energy_factor_of,
    eva_use,
    metabolic_w,
    respiratory_quotient,
    water_use_kg_day,
)
from kilosol.loads.cryogens import boil_off_t, cooler_kw, to_make_t
from kilosol.loads.day_profile import hourly_series_kw
from kilosol.loads.floors import carbon_dioxide_floor_kwh_kg, floor_kwh_kg, liquefaction_floor_kwh_kg
from kilosol.loads.food import crop_area_m2, crop_power_kw, lamp_power_kw, lamp_power_range_kw
from kilosol.loads.habitat import base_load_kw, keep_alive_kw
from kilosol.loads.heat import HeatBalance, heat_balance, outside_year_k, piped_heat_kw
from kilosol.loads.industry import MATERIALS, cell_factory_kw, material_kwh_kg, works_power_kw
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
from kilosol.loads.process_files import load_process, process_names
from kilosol.loads.propellant_steps import (
    PlantStep,
    PropellantBreakdown,
    PropellantMasses,
    propellant_breakdown,
    propellant_masses,
    synod_sentence,
)
from kilosol.loads.robots import (
    RobotDuty,
    availability_frac,
    productivity_draws,
    robot_duty,
    robot_mean_kw,
    shifts_per_robot_sol,
    weather_factor,
)
from kilosol.loads.stores import TimeToEffect, ride_through_hour, time_to_effect
from kilosol.loads.tree import (
    LOAD_CLASSES,
    LoadItem,
    city_power_kw_per_person,
    class_totals_kw,
    load_tree,
    served_totals_kw,
)
from kilosol.loads.water import dug_ice_kwh_kg, ice_well_kwh_kg, melt_kwh_kg, soil_water_kwh_kg
from kilosol.loads.work import (
    MILESTONES,
    QUANTILES,
    Schedule,
    WorkPackage,
    upkeep_hour_per_sol,
    work_schedule,
)

__all__ = [
    "CLOSURE_LEVELS",
    "LOAD_CLASSES",
    "MATERIALS",
    "MILESTONES",
    "PROCESSES",
    "QUANTILES",
    "CabinState",
    "Closure",
    "Consequence",
    "CrewFlows",
    "EvaUse",
    "HeatBalance",
    "LifeSupport",
    "LoadItem",
    "PlantEnergy",
    "PlantStep",
    "Process",
    "PropellantBreakdown",
    "PropellantMasses",
    "RobotDuty",
    "Schedule",
    "StationWork",
    "TimeToEffect",
    "WorkPackage",
    "availability_frac",
    "base_load_kw",
    "base_packages",
    "boil_off_t",
    "cabin_after",
    "carbon_dioxide_floor_kwh_kg",
    "cell_factory_kw",
    "city_power_kw_per_person",
    "class_totals_kw",
    "closure_at",
    "commissioning_packages",
    "cooler_kw",
    "crew_flows",
    "crop_area_m2",
    "crop_power_kw",
    "dug_ice_kwh_kg",
    "energy_factor_of",
    "eva_use",
    "floor_kwh_kg",
    "formula_atoms",
    "heat_balance",
    "hourly_series_kw",
    "ice_well_kwh_kg",
    "if_stopped",
    "iss_chain",
    "keep_alive_kw",
    "lamp_power_kw",
    "lamp_power_range_kw",
    "liquefaction_floor_kwh_kg",
    "load_process",
    "load_tree",
    "material_kwh_kg",
    "melt_kwh_kg",
    "metabolic_w",
    "methane_synthesis",
    "molar_mass_g_mol",
    "outside_year_k",
    "piped_heat_kw",
    "plant_energy",
    "plant_kwh_kg",
    "plant_mass_t",
    "process_names",
    "productivity_draws",
    "propellant_breakdown",
    "propellant_masses",
    "propellant_power_kw",
    "propellant_t",
    "reaction_gibbs_kj",
    "reaction_kj",
    "respiratory_quotient",
    "ride_through_hour",
    "robot_duty",
    "robot_mean_kw",
    "sabatier_kg_per_kg_methane",
    "served_totals_kw",
    "shifts_per_robot_sol",
    "soil_water_kwh_kg",
    "synod_sentence",
    "time_to_effect",
    "to_make_t",
    "upkeep_hour_per_sol",
    "water_electrolysis",
    "water_use_kg_day",
    "weather_factor",
    "work_schedule",
    "works_power_kw",
]
