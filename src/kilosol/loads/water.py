"""Water from ice wells, icy ground and dry soil: electricity by depth and temperature.

First fidelity: steady yields; a well is a heater whose losses to the ice are one share; digging has one
energy a tonne. Both shares and both digging energies are assumptions with wide ranges.
"""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np

from kilosol.data import table
from kilosol.limits import Floats, require
from kilosol.loads.floors import KJ_PER_KWH

Case = Literal["low", "mid", "high"]


def melt_kwh_kg(ice_k: Floats | None = None, water_k: float | None = None) -> Floats:
    """Heat that turns ice into water: no well or oven can take less.

    Parameters
    ----------
    ice_k : (*batch,) [K], optional
        Temperature of the ice, 50 to 273.15; cited default 213.
    water_k : float, optional [K]
        Temperature of the water, 273.15 to 373; cited default 293.

    Returns
    -------
    (*batch,) [kWh/kg]

    Raises
    ------
    OutOfRange
        If a temperature is outside its range.

    Notes
    -----
    q = c_ice (273.15 - T) + L + c_water (T_w - 273.15).

    Examples
    --------
    >>> round(float(melt_kwh_kg(213.0, 293.0)), 3)
    0.149
    """
    cited = table("loads/water")
    melts = cited.number("ice_melts_k")
    ice = np.asarray(cited.number("ground_k") if ice_k is None else ice_k, dtype=np.float64)
    water = cited.number("drawn_k") if water_k is None else water_k
    require((ice > 0) & (ice <= melts), "ice_k", ice_k, f"above 0, up to {melts:g} [K]")
    require(melts <= water <= melts + 100, "water_k", water, f"from {melts:g} to {melts + 100:g} [K]")
    joule = cited.number("ice_j_kg_k") * (melts - ice) + cited.number("water_j_kg_k") * (water - melts)
    heat: Floats = ((joule / 1000 + cited.number("ice_latent_kj_kg")) / KJ_PER_KWH)[()]
    return heat


def ice_well_kwh_kg(depth_m: Floats, ice_k: Floats | None = None, case: Case = "mid") -> Floats:
    """Electricity of water from a well in ice.

    Parameters
    ----------
    depth_m : (*batch,) [m]
        Depth of the pool, 0 or more.
    ice_k : (*batch,) [K], optional
        Temperature of the ice; cited default 213.
    case : {"low", "mid", "high"}
        How much heat the ice around takes.

    Returns
    -------
    (*batch,) [kWh/kg]
        Melting over the share of heat that ends in the water, lifting against Mars gravity over the pump's
        efficiency, and the drilled hole shared out over the water of a well.

    Raises
    ------
    OutOfRange
        If an argument is outside its range.

    Notes
    -----
    A practical well takes 0.3 to 1 kWh/kg, the low and mid cases at 213 K.

    Examples
    --------
    >>> round(float(ice_well_kwh_kg(20.0, 213.0, "low")), 2), round(float(ice_well_kwh_kg(20.0, 213.0)), 2)
    (0.3, 1.0)
    """
    depth = np.asarray(depth_m, dtype=np.float64)
    require(np.isfinite(depth) & (depth >= 0), "depth_m", depth_m, "0 or more [m]")
    require(case in get_args(Case), "case", repr(case), "'low', 'mid' or 'high'")
    cited = table("loads/water")
    melting = melt_kwh_kg(ice_k) / cited.number(f"well_heat_{case}_frac")
    gravity = table("constants").number("mars_gravity_m_s2")
    lifting = gravity * depth / cited.number("pump_frac") / (1000 * KJ_PER_KWH)
    drilling = cited.number("drill_kwh_m") * depth / (1000 * cited.number("well_t"))
    energy: Floats = (melting + lifting + drilling)[()]
    return energy


def dug_ice_kwh_kg(ice_frac: Floats, depth_m: Floats = 0.0, ground_k: float | None = None) -> Floats:
    """Electricity of water from icy ground that is dug and warmed in an oven.

    Parameters
    ----------
    ice_frac : (*batch,)
        Ice in the ground by mass, above 0 up to 1.
    depth_m : (*batch,) [m]
        Dry ground to clear away first, 0 or more; shared out over the layer that is dug.
    ground_k : float, optional [K]
        Temperature of the ground; cited default 213.

    Returns
    -------
    (*batch,) [kWh/kg]

    Raises
    ------
    OutOfRange
        If an argument is outside its range.

    Notes
    -----
    e = (e_icy + e_loose depth/layer) / x + (q_melt + (1 - x)/x c_soil (T_w - T)) / oven share.

    Examples
    --------
    >>> round(float(dug_ice_kwh_kg(0.3, 0.5)), 2)
    0.31
    """
    ice = np.asarray(ice_frac, dtype=np.float64)
    depth = np.asarray(depth_m, dtype=np.float64)
    require((ice > 0) & (ice <= 1), "ice_frac", ice_frac, "above 0, up to 1")
    require(np.isfinite(depth) & (depth >= 0), "depth_m", depth_m, "0 or more [m]")
    cited = table("loads/water")
    ground = cited.number("ground_k") if ground_k is None else ground_k
    cover = cited.number("dig_kwh_t") * depth / cited.number("layer_m")
    digging = (cited.number("dig_icy_kwh_t") + cover) / 1000 / ice
    soil = cited.number("soil_j_kg_k") * (cited.number("drawn_k") - ground) / (1000 * KJ_PER_KWH)
    heating = (melt_kwh_kg(ground) + soil * (1 - ice) / ice) / cited.number("oven_heat_frac")
    energy: Floats = (digging + heating)[()]
    return energy


def soil_water_kwh_kg(
    water_frac: Floats,
    ground_k: float | None = None,
    release_k: float | None = None,
    *,
    recovered_frac: float = 0.0,
) -> Floats:
    """Heat of water baked out of soil.

    Parameters
    ----------
    water_frac : (*batch,)
        Water in the soil by mass, above 0 up to 0.5.
    ground_k, release_k : float, optional [K]
        Temperature of the soil, and that at which it lets its water go; cited defaults 213 and 573.
        Hydrates such as gypsum let it go at 423.
    recovered_frac : float
        Part of the soil's heat that warms the next batch, 0 to below 1.

    Returns
    -------
    (*batch,) [kWh/kg]

    Raises
    ------
    OutOfRange
        If an argument is outside its range.

    Notes
    -----
    e = c (T_r - T) (1 - r) / x + 0.69 for freeing and evaporating.

    Examples
    --------
    >>> round(float(soil_water_kwh_kg(0.015)), 2)
    6.69
    """
    water = np.asarray(water_frac, dtype=np.float64)
    require((water > 0) & (water <= 0.5), "water_frac", water_frac, "above 0, up to 0.5")
    require(0 <= recovered_frac < 1, "recovered_frac", recovered_frac, "from 0 to below 1")
    cited = table("loads/water")
    ground = cited.number("ground_k") if ground_k is None else ground_k
    release = cited.number("release_k") if release_k is None else release_k
    require(0 < ground < release, "ground_k", ground, f"above 0 and below release_k {release:g} [K]")
    sensible = cited.number("soil_j_kg_k") * (release - ground) / (1000 * KJ_PER_KWH)
    energy: Floats = (sensible * (1 - recovered_frac) / water + cited.number("release_kwh_kg"))[()]
    return energy
