"""The small fission station: units, conversion, radiator, shield, dose, decay heat, mass."""

from kilosol.fission.attenuation import (
    Attenuation,
    attenuation_frac,
    photon_mass_attenuation_cm2_g,
    removal_length_g_cm2,
    removal_notice,
    thickness_for_m,
)
from kilosol.fission.berm import WAYS, Earthwork, berm_thickness_m, earthwork, plug_thickness_m
from kilosol.fission.conversion import EfficiencyChain, carnot_frac, efficiency_chain
from kilosol.fission.core import Layer, Medium, TransportResult, multiplication, source_flux
from kilosol.fission.decay_heat import decay_heat_frac, way_wigner_frac
from kilosol.fission.dose import (
    default_limit_msv_year,
    dose_msv_year,
    exclusion_distance_m,
    ground_air_factor,
    is_extrapolated,
    needed_attenuation_frac,
    open_pit_frac,
    published_side_frac,
    scattered_frac,
)
from kilosol.fission.equipment import EQUIPMENT, EquipmentNeed, absorbed_krad, equipment_need, fluence_per_cm2
from kilosol.fission.launch import (
    Immersion,
    activity_of_generators,
    bare_uranium_k,
    cold_activity_gbq,
    immersion,
)
from kilosol.fission.mass import MassEstimate, MassLaw, mass_law, station_mass_kg
from kilosol.fission.radiator import panel_flux_w_m2, radiator_area_m2
from kilosol.fission.shield import (
    ShadowShield,
    cone_angle_deg,
    core_gamma_frac,
    core_radius_m,
    radius_of_reactor_m,
    shadow_shield,
    shield_mass_kg,
    shield_parts_frac,
)
from kilosol.fission.shutdown import history_heat_frac, shutdown_dose_msv_hour, walk_in_day
from kilosol.fission.siting import Siting, best_siting, cable_mass_kg
from kilosol.fission.sources import DoseMap, DoseSource, dose_at, shielded_source
from kilosol.fission.unit import FissionUnit, fission_unit, unit_names

__all__ = [
    "EQUIPMENT",
    "WAYS",
    "Attenuation",
    "DoseMap",
    "DoseSource",
    "Earthwork",
    "EfficiencyChain",
    "EquipmentNeed",
    "FissionUnit",
    "Immersion",
    "Layer",
    "MassEstimate",
    "MassLaw",
    "Medium",
    "ShadowShield",
    "Siting",
    "TransportResult",
    "absorbed_krad",
    "activity_of_generators",
    "attenuation_frac",
    "bare_uranium_k",
    "berm_thickness_m",
    "best_siting",
    "cable_mass_kg",
    "carnot_frac",
    "cold_activity_gbq",
    "cone_angle_deg",
    "core_gamma_frac",
    "core_radius_m",
    "decay_heat_frac",
    "default_limit_msv_year",
    "dose_at",
    "dose_msv_year",
    "earthwork",
    "efficiency_chain",
    "equipment_need",
    "exclusion_distance_m",
    "fission_unit",
    "fluence_per_cm2",
    "ground_air_factor",
    "history_heat_frac",
    "immersion",
    "is_extrapolated",
    "mass_law",
    "multiplication",
    "needed_attenuation_frac",
    "open_pit_frac",
    "panel_flux_w_m2",
    "photon_mass_attenuation_cm2_g",
    "plug_thickness_m",
    "published_side_frac",
    "radiator_area_m2",
    "radius_of_reactor_m",
    "removal_length_g_cm2",
    "removal_notice",
    "scattered_frac",
    "shadow_shield",
    "shield_mass_kg",
    "shield_parts_frac",
    "shielded_source",
    "shutdown_dose_msv_hour",
    "source_flux",
    "station_mass_kg",
    "thickness_for_m",
    "unit_names",
    "walk_in_day",
    "way_wigner_frac",
]
