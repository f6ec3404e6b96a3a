"""The small fission station: units, conversion, radiator, shield, dose, decay heat, mass."""

from kilosol.fission.conversion import EfficiencyChain, carnot_frac, efficiency_chain
from kilosol.fission.decay_heat import decay_heat_frac, way_wigner_frac
from kilosol.fission.dose import (
    dose_msv_year,
    exclusion_distance_m,
    needed_attenuation_frac,
    open_pit_frac,
    published_side_frac,
)
from kilosol.fission.mass import MassEstimate, MassLaw, mass_law, station_mass_kg
from kilosol.fission.radiator import (
    dusty_panel,
    panel_flux_w_m2,
    radiator_area_m2,
    windy_radiator_area_m2,
)
from kilosol.fission.shield import (
    ShadowShield,
    berm_thickness_m,
    cone_angle_deg,
    core_radius_m,
    shadow_shield,
    shield_mass_kg,
)
from kilosol.fission.unit import FissionUnit, fission_unit, unit_names

__all__ = [
    "EfficiencyChain",
    "FissionUnit",
    "MassEstimate",
    "MassLaw",
    "ShadowShield",
    "berm_thickness_m",
    "carnot_frac",
    "cone_angle_deg",
    "core_radius_m",
    "decay_heat_frac",
    "dose_msv_year",
    "dusty_panel",
    "efficiency_chain",
    "exclusion_distance_m",
    "fission_unit",
    "mass_law",
    "needed_attenuation_frac",
    "open_pit_frac",
    "panel_flux_w_m2",
    "published_side_frac",
    "radiator_area_m2",
    "shadow_shield",
    "shield_mass_kg",
    "station_mass_kg",
    "unit_names",
    "way_wigner_frac",
    "windy_radiator_area_m2",
]
