"""The small fission station: units, conversion, radiator, shield, dose, decay heat, mass."""

from kilosol.data.replay_texts import replay_names
from kilosol.fission.availability import PowerChances, power_chances, station_chances
from kilosol.fission.cable import cable_mass_kg
from kilosol.fission.components import growth_frac, reactor_mass_kg
from kilosol.fission.conversion import EfficiencyChain, carnot_frac, efficiency_chain
from kilosol.fission.decay_heat import decay_heat_frac, way_wigner_frac
from kilosol.fission.depletion import BurnUp, burn_up
from kilosol.fission.dose import (
    dose_msv_year,
    exclusion_distance_m,
    needed_attenuation_frac,
    open_pit_frac,
    published_side_frac,
)
from kilosol.fission.dynamics import Reactor, reactor_model
from kilosol.fission.dynamics_cases import StationTransients, station_transients
from kilosol.fission.heat_pipe import PipeLimits, continuum_k, heat_pipe_limits, sodium_vapour
from kilosol.fission.kinetics import (
    delayed_groups,
    inhour_cents,
    stable_period_s,
    temperature_defect_cents,
)
from kilosol.fission.ladder import Band, Case, law_radiator_m2, level_band
from kilosol.fission.mass import MassEstimate, MassLaw, mass_law, station_mass_kg
from kilosol.fission.operation import Operation, operate
from kilosol.fission.radiator import (
    dusty_panel,
    panel_flux_w_m2,
    radiator_area_m2,
    windy_radiator_area_m2,
)
from kilosol.fission.replay import ReplayResult, run_replay, shipped_replay
from kilosol.fission.replay_parse import Action, Replay, parse_replay
from kilosol.fission.shield import (
    ShadowShield,
    berm_thickness_m,
    cone_angle_deg,
    core_radius_m,
    shadow_shield,
    shield_mass_kg,
)
from kilosol.fission.starting import StartUp, start_up
from kilosol.fission.station import StationDesign, design_station, station_of
from kilosol.fission.unit import FissionUnit, fission_unit, unit_from_text, unit_names

__all__ = [
    "Action",
    "Band",
    "BurnUp",
    "Case",
    "EfficiencyChain",
    "FissionUnit",
    "MassEstimate",
    "MassLaw",
    "Operation",
    "PipeLimits",
    "PowerChances",
    "Reactor",
    "Replay",
    "ReplayResult",
    "ShadowShield",
    "StartUp",
    "StationDesign",
    "StationTransients",
    "berm_thickness_m",
    "burn_up",
    "cable_mass_kg",
    "carnot_frac",
    "cone_angle_deg",
    "continuum_k",
    "core_radius_m",
    "decay_heat_frac",
    "delayed_groups",
    "design_station",
    "dose_msv_year",
    "dusty_panel",
    "efficiency_chain",
    "exclusion_distance_m",
    "fission_unit",
    "growth_frac",
    "heat_pipe_limits",
    "inhour_cents",
    "law_radiator_m2",
    "level_band",
    "mass_law",
    "needed_attenuation_frac",
    "open_pit_frac",
    "operate",
    "panel_flux_w_m2",
    "parse_replay",
    "power_chances",
    "published_side_frac",
    "radiator_area_m2",
    "reactor_mass_kg",
    "reactor_model",
    "replay_names",
    "run_replay",
    "shadow_shield",
    "shield_mass_kg",
    "shipped_replay",
    "sodium_vapour",
    "stable_period_s",
    "start_up",
    "station_chances",
    "station_mass_kg",
    "station_of",
    "station_transients",
    "temperature_defect_cents",
    "unit_from_text",
    "unit_names",
    "way_wigner_frac",
    "windy_radiator_area_m2",
]
