"""The small fission station: units, conversion, radiator, shield, dose, decay heat, mass."""

from kilosol.data.replay_texts import replay_names
from kilosol.fission.attenuation import (
    Attenuation,
    attenuation_frac,
    photon_mass_attenuation_cm2_g,
    removal_length_g_cm2,
    removal_notice,
    thickness_for_m,
)
from kilosol.fission.availability import PowerChances, power_chances, station_chances
from kilosol.fission.berm import (
    WAYS,
    Earthwork,
    berm_thickness_m,
    earthwork,
    plug_thickness_m,
    side_cover_m3,
)
from kilosol.fission.cable import cable_mass_kg
from kilosol.fission.components import growth_frac, reactor_mass_kg
from kilosol.fission.conversion import EfficiencyChain, carnot_frac, efficiency_chain
from kilosol.fission.core import Layer, Medium, TransportResult, multiplication, source_flux
from kilosol.fission.decay_heat import decay_heat_frac, way_wigner_frac
from kilosol.fission.depletion import BurnUp, burn_up
from kilosol.fission.dose import (
    default_limit_msv_year,
    dose_msv_year,
    exclusion_distance_m,
    gamma_surface_factor,
    ground_air_factor,
    is_extrapolated,
    needed_attenuation_frac,
    open_pit_frac,
    published_side_frac,
    scattered_frac,
)
from kilosol.fission.dynamics import Reactor, reactor_model
from kilosol.fission.dynamics_cases import StationTransients, station_transients
from kilosol.fission.equipment import EQUIPMENT, EquipmentNeed, absorbed_krad, equipment_need, fluence_per_cm2
from kilosol.fission.heat_pipe import PipeLimits, continuum_k, heat_pipe_limits, sodium_vapour
from kilosol.fission.kinetics import (
    delayed_groups,
    inhour_cents,
    stable_period_s,
    temperature_defect_cents,
)
from kilosol.fission.ladder import Band, Case, law_radiator_m2, level_band
from kilosol.fission.launch import (
    Immersion,
    activity_of_generators,
    bare_uranium_k,
    cold_activity_gbq,
    immersion,
)
from kilosol.fission.mass import MassEstimate, MassLaw, mass_law, station_mass_kg
from kilosol.fission.operation import Operation, operate
from kilosol.fission.radiator import (
    dusty_panel,
    panel_flux_w_m2,
    radiator_area_m2,
    windy_radiator_area_m2,
)
from kilosol.fission.replay import run_replay, shipped_replay
from kilosol.fission.replay_parse import Action, Replay, parse_replay
from kilosol.fission.replay_result import ReplayResult
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
from kilosol.fission.siting import Siting, best_siting
from kilosol.fission.sources import DoseMap, DoseSource, dose_at, shielded_source
from kilosol.fission.starting import StartUp, start_up
from kilosol.fission.station import StationDesign, design_station, station_of
from kilosol.fission.unit import FissionUnit, fission_unit, unit_from_text, unit_names

__all__ = [
    "EQUIPMENT",
    "WAYS",
    "Action",
    "Attenuation",
    "Band",
    "BurnUp",
    "Case",
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
    "Operation",
    "PipeLimits",
    "PowerChances",
    "Reactor",
    "Replay",
    "ReplayResult",
    "ShadowShield",
    "Siting",
    "StartUp",
    "StationDesign",
    "StationTransients",
    "TransportResult",
    "absorbed_krad",
    "activity_of_generators",
    "attenuation_frac",
    "bare_uranium_k",
    "berm_thickness_m",
    "best_siting",
    "burn_up",
    "cable_mass_kg",
    "carnot_frac",
    "cold_activity_gbq",
    "cone_angle_deg",
    "continuum_k",
    "core_gamma_frac",
    "core_radius_m",
    "decay_heat_frac",
    "default_limit_msv_year",
    "delayed_groups",
    "design_station",
    "dose_at",
    "dose_msv_year",
    "dusty_panel",
    "earthwork",
    "efficiency_chain",
    "equipment_need",
    "exclusion_distance_m",
    "fission_unit",
    "fluence_per_cm2",
    "gamma_surface_factor",
    "ground_air_factor",
    "growth_frac",
    "heat_pipe_limits",
    "history_heat_frac",
    "immersion",
    "inhour_cents",
    "is_extrapolated",
    "law_radiator_m2",
    "level_band",
    "mass_law",
    "multiplication",
    "needed_attenuation_frac",
    "open_pit_frac",
    "operate",
    "panel_flux_w_m2",
    "parse_replay",
    "photon_mass_attenuation_cm2_g",
    "plug_thickness_m",
    "power_chances",
    "published_side_frac",
    "radiator_area_m2",
    "radius_of_reactor_m",
    "reactor_mass_kg",
    "reactor_model",
    "removal_length_g_cm2",
    "removal_notice",
    "replay_names",
    "run_replay",
    "scattered_frac",
    "shadow_shield",
    "shield_mass_kg",
    "shield_parts_frac",
    "shielded_source",
    "shipped_replay",
    "shutdown_dose_msv_hour",
    "side_cover_m3",
    "sodium_vapour",
    "source_flux",
    "stable_period_s",
    "start_up",
    "station_chances",
    "station_mass_kg",
    "station_of",
    "station_transients",
    "temperature_defect_cents",
    "thickness_for_m",
    "unit_from_text",
    "unit_names",
    "walk_in_day",
    "way_wigner_frac",
    "windy_radiator_area_m2",
]
