"""Solar arrays on the surface: cells, arrays, dust on them."""

from kilosol.solar.array import (
    array_mass_kg,
    ballast_kg_m2,
    deployment_hour,
    output_w_m2,
    storm_factor,
    stowed_volume_m3,
)
from kilosol.solar.cell import cell_temperature_k, temperature_factor
from kilosol.solar.design_year import design_year_output_w_m2
from kilosol.solar.soiling import (
    cleaning_labour_hour,
    dust_factor,
    gusty_dust_factor,
    loss_per_sol,
    site_dust_factor,
)

__all__ = [
    "array_mass_kg",
    "ballast_kg_m2",
    "cell_temperature_k",
    "cleaning_labour_hour",
    "deployment_hour",
    "design_year_output_w_m2",
    "dust_factor",
    "gusty_dust_factor",
    "loss_per_sol",
    "output_w_m2",
    "site_dust_factor",
    "storm_factor",
    "stowed_volume_m3",
    "temperature_factor",
]
