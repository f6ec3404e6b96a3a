"""The assembled microgrid: plant, hourly dispatch, outages, adequacy, sizing.

Loads come in four classes, served in this order: vital, essential, deferrable, sheddable.
"""

from kilosol.grid.adequacy import Adequacy, Importance, assess
from kilosol.grid.capacity_credit import equivalent_firm_capacity, load_carrying_capability
from kilosol.grid.components import Store, Unit
from kilosol.grid.contingency import Contingency, VitalLoad, contingencies, vital_margin_hour
from kilosol.grid.dispatch import LOAD_CLASSES, Dispatch, dispatch_year, storage_margin_hour
from kilosol.grid.drawn_years import PlantAdequacy, assess_adequacy
from kilosol.grid.estimates import Estimate, wilson_interval
from kilosol.grid.failures import Failures
from kilosol.grid.microgrid import TRACE, Component, DispatchRules, Microgrid, cut_in_storm_kw, storm_alert
from kilosol.grid.monte_carlo import Outcomes, run_scenarios, trace_scenario
from kilosol.grid.plant import (
    FissionBlock,
    Plant,
    SpecificMasses,
    StorageTechnology,
    plant_mass_kg,
    tripped_output_kw,
)
from kilosol.grid.plant_failures import (
    Reliability,
    plant_components,
    plant_equipment,
    unit_failures,
    whole_plant_reliability,
)
from kilosol.grid.sizing.case import (
    Additions,
    Rules,
    SizingStudy,
    Targets,
    Trial,
    Weathers,
    Years,
    design_year,
    run_trials,
    trace_trial,
)
from kilosol.grid.sizing.check import Check
from kilosol.grid.sizing.linear_bound import LinearBound, foresight_bound
from kilosol.grid.sizing.quick import SizedPlant, SizingCase, run_design_year, size_plant, station_output_kw
from kilosol.grid.sizing.robust import RobustPlant, Tried, size_design_year, size_robustly
from kilosol.grid.survival import Outcome, SurvivalCase, SurvivalSurface, survival_at, survival_surface
from kilosol.grid.survival_curves import OutageSurvival, outage_survival

__all__ = [
    "LOAD_CLASSES",
    "TRACE",
    "Additions",
    "Adequacy",
    "Check",
    "Component",
    "Contingency",
    "Dispatch",
    "DispatchRules",
    "Estimate",
    "Failures",
    "FissionBlock",
    "Importance",
    "LinearBound",
    "Microgrid",
    "OutageSurvival",
    "Outcome",
    "Outcomes",
    "Plant",
    "PlantAdequacy",
    "Reliability",
    "RobustPlant",
    "Rules",
    "SizedPlant",
    "SizingCase",
    "SizingStudy",
    "SpecificMasses",
    "StorageTechnology",
    "Store",
    "SurvivalCase",
    "SurvivalSurface",
    "Targets",
    "Trial",
    "Tried",
    "Unit",
    "VitalLoad",
    "Weathers",
    "Years",
    "assess",
    "assess_adequacy",
    "contingencies",
    "cut_in_storm_kw",
    "design_year",
    "dispatch_year",
    "equivalent_firm_capacity",
    "foresight_bound",
    "load_carrying_capability",
    "outage_survival",
    "plant_components",
    "plant_equipment",
    "plant_mass_kg",
    "run_design_year",
    "run_scenarios",
    "run_trials",
    "size_design_year",
    "size_plant",
    "size_robustly",
    "station_output_kw",
    "storage_margin_hour",
    "storm_alert",
    "survival_at",
    "survival_surface",
    "trace_scenario",
    "trace_trial",
    "tripped_output_kw",
    "unit_failures",
    "vital_margin_hour",
    "whole_plant_reliability",
    "wilson_interval",
]
