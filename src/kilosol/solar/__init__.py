"""Solar arrays on the surface: cells, arrays, dust on them."""

from kilosol.solar.array import array_mass_kg, output_w_m2, storm_factor
from kilosol.solar.design_year import design_year_output_w_m2
from kilosol.solar.soiling import dust_factor, gusty_dust_factor, loss_per_sol

__all__ = [
    "array_mass_kg",
    "design_year_output_w_m2",
    "dust_factor",
    "gusty_dust_factor",
    "loss_per_sol",
    "output_w_m2",
    "storm_factor",
]
