"""The assembled microgrid: plant, hourly dispatch, outages, adequacy, sizing.

Loads come in four classes, served in this order: vital, essential, deferrable, sheddable.
"""

from kilosol.grid.adequacy import Adequacy, assess_adequacy, wilson_interval
from kilosol.grid.dispatch import LOAD_CLASSES, Dispatch, dispatch_year, storage_margin_hour
from kilosol.grid.outages import Reliability, outage_timelines, tripped_output_kw
from kilosol.grid.plant import FissionBlock, Plant, SpecificMasses, StorageTechnology, plant_mass_kg
from kilosol.grid.sizing import SizedPlant, SizingCase, run_design_year, size_plant, station_output_kw
from kilosol.grid.survival import Outcome, SurvivalCase, SurvivalSurface, survival_surface

__all__ = [
    "LOAD_CLASSES",
    "Adequacy",
    "Dispatch",
    "FissionBlock",
    "Outcome",
    "Plant",
    "Reliability",
    "SizedPlant",
    "SizingCase",
    "SpecificMasses",
    "StorageTechnology",
    "SurvivalCase",
    "SurvivalSurface",
    "assess_adequacy",
    "dispatch_year",
    "outage_timelines",
    "plant_mass_kg",
    "run_design_year",
    "size_plant",
    "station_output_kw",
    "storage_margin_hour",
    "survival_surface",
    "tripped_output_kw",
    "wilson_interval",
]
