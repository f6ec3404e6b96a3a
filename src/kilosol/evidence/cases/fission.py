"""Stations: mass, radiator, shield, dose, decay heat."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np

from kilosol import fission
from kilosol.data import columns, table

#: Watts of a core of 43.3 kW, and the yearly limit, its power and distance of the berms.
_KILOPOWER_W, _LIMIT_MSV_YEAR, _CORE_KWT, _FAR_M = 43300.0, 50.0, 175.0, 1000.0
#: A kilowatt-year in joules.
_KILOWATT_YEAR_J = 1e3 * 3.15576e7


def decay_heat(words: str, after_s: float, operated_s: float) -> float:
    """Share of power after a shutdown."""
    del words
    return float(fission.decay_heat_frac(after_s, operated_s))


def way_wigner(words: str, after_s: float, operated_s: float) -> float:
    """The same by the old power law."""
    del words
    return float(fission.way_wigner_frac(after_s, operated_s))


def kilopower_decay_w(words: str, after_s: float) -> float:
    """Decay heat of a core of 43.3 kW after ten years."""
    return _KILOPOWER_W * decay_heat(words, after_s, 10 * 3.15576e7)


def decay_integral() -> float:
    """Energy of all groups after one fission."""
    groups = columns("fission/decay_heat")
    return float((groups["alpha_mev_s"] / groups["lambda_per_s"]).sum())


def depth_cm(material: Any, water: float, share: float) -> float:
    """Depth that leaves a share of the bare dose."""
    return 100 * float(fission.thickness_for_m(material, share, water))


def regolith_share() -> float:
    """Dose behind 25 cm of dry regolith over the bare one."""
    return float(fission.attenuation_frac("regolith", 0.25, 0.0))


def removal_cm2_g(words: str, mixture: Mapping[str, float]) -> float:
    """Removal by the rule for mixtures, from mass shares by atomic number."""
    del words
    return 1 / float(fission.removal_length_g_cm2({int(z): share for z, share in mixture.items()}))


def ground_and_air(distance_m: float) -> float:
    """Factor of ground and air."""
    return float(fission.ground_air_factor(float(distance_m)))


def cover_m(distance_m: float, water: float) -> float:
    """Thickness of a cover of regolith."""
    return float(fission.earthwork("cover", _CORE_KWT, float(distance_m), water).thickness_m)


def berm_m(distance_m: float, water: float) -> float:
    """Thickness of a berm."""
    return float(fission.berm_thickness_m(_CORE_KWT, float(distance_m), water))


def critical_mass_u235() -> float:
    """Mass of a bare critical sphere of U-235 at 18.8 g/cm3, by six groups."""
    from scipy.optimize import brentq

    density = 18.8
    radius = brentq(lambda r: float(fission.bare_uranium_k(r, density)) - 1, 7.5, 9.5, xtol=1e-4)
    return float(4 / 3 * np.pi * radius**3 * density / 1e3)


def bare_dose_sv() -> float:
    """Yearly dose of a bare kilowatt at a kilometre."""
    return float(fission.dose_msv_year(1.0, _FAR_M)) / 1e3


def bare_dose_first_principles_sv() -> float:
    """The same from fissions in a joule and the dose of a leaked neutron."""
    cited = table("fission/dose")
    fissions = cited.number("fissions_per_joule") * _KILOWATT_YEAR_J
    return fissions * cited.number("neutron_surface_psv_cm2") * 1e-12 / (4 * np.pi * (100 * _FAR_M) ** 2)


def bare_dose_ratio() -> float:
    """The one over the other."""
    return bare_dose_sv() / bare_dose_first_principles_sv()


def unit_dose_sv(thermal_kwt: float) -> float:
    """Yearly dose of a bare unit at a kilometre."""
    return float(fission.dose_msv_year(thermal_kwt, _FAR_M)) / 1e3


def needed_share() -> float:
    """Share of the bare dose that the limit allows."""
    return float(fission.needed_attenuation_frac(_CORE_KWT, _FAR_M, _LIMIT_MSV_YEAR))


def pit_gain(distance_m: float) -> float:
    """Bare dose over that of an open pit."""
    return 1 / float(fission.open_pit_frac(float(distance_m)))


@cache
def _station(name: str, sink_k: float | None, has_shield: bool | None) -> Any:
    given: dict[str, Any] = {"sink_k": sink_k, "has_shield": has_shield}
    return fission.station_of(
        fission.fission_unit(name), **{key: value for key, value in given.items() if value is not None}
    )


def station_value(name: str, key: str, sink_k: float | None = None, has_shield: bool | None = None) -> float:
    """A value of a published unit worked out from its components."""
    return float(getattr(_station(name, sink_k, has_shield), key))


def stirling_40(words: str, key: str) -> float:
    """A value of the Stirling design of 40 kWe."""
    del words
    unit = _station("hp-stirling-40", None, None)
    return float(unit.mass_kg["shield"] if key == "shield_kg" else getattr(unit, key))


@cache
def _designed(power_kwe: float, cycle: Any) -> Any:
    return fission.design_station(power_kwe, cycle)


def designed_kg(power_kwe: float, cycle: str) -> float:
    """Mass of a design from its power alone."""
    return float(_designed(power_kwe, cycle).total_kg)


def designed_kwt(power_kwe: float, cycle: str) -> float:
    """Heat of a design from its power alone."""
    return float(_designed(power_kwe, cycle).thermal_kwt)


def several_units_t(n: int, power_kwe: float) -> float:
    """Mass of several units, each of which holds its share of the limit."""
    unit = fission.design_station(power_kwe, limit_msv_year=_LIMIT_MSV_YEAR / n)
    return n * float(unit.total_kg) / 1e3


def mass_law_value(cycle: Any, words: str, key: str) -> float:
    """Coefficient, exponent or extreme residual of a mass law."""
    del words
    law = fission.mass_law(cycle)
    ends = {"lowest": min(law.residual_frac), "highest": max(law.residual_frac)}
    return float(ends[key] if key in ends else getattr(law, key))


def law_t(power_kwe: float, cycle: Any) -> float:
    """Mass by the law."""
    return float(fission.station_mass_kg(power_kwe, cycle).mass_kg) / 1e3


def radiator_m2(
    heat_kw: float,
    inlet_k: float,
    outlet_k: float,
    emissivity: float,
    sink_k: float,
    panel_factor: float | None = None,
) -> float:
    """Area of a radiator, with our own panel factor where none is given."""
    given = (heat_kw, inlet_k, outlet_k, emissivity, sink_k)
    return float(fission.radiator_area_m2(*given, *(() if panel_factor is None else (panel_factor,))))


def chain_value(thermal_kwt: float, hot_k: float, cold_k: float, key: str) -> float:
    """Efficiency or rejected heat of the chain."""
    return float(getattr(fission.efficiency_chain(thermal_kwt, hot_k, cold_k), key))


def compass_efficiency() -> float:
    """End-to-end efficiency from the study's own conversion, losses and electronics."""
    share = 0.261 / (1 - 420 / 973)
    chain = fission.efficiency_chain(
        250.0, 973.0, 420.0, carnot_share_frac=share, pmad_frac=0.87, heat_loss_frac=0.20
    )
    return float(chain.net_frac)


def shield_kg(thermal_kwt: float) -> float:
    """Mass of a shadow shield at a kilometre."""
    return float(fission.shield_mass_kg(thermal_kwt, _FAR_M))


def compass_shield_own_core() -> float:
    """Mass of the shield round a core of 1000 kg."""
    core_m = fission.radius_of_reactor_m(1000.0)
    return float(fission.shadow_shield(250.0, _FAR_M, core_radius_m=core_m).mass_kg)


def cone_deg(distance_m: float) -> float:
    """Full angle of the shield's cone."""
    return float(fission.cone_angle_deg(float(distance_m)))


def side_dose() -> float:
    """Yearly dose outside the cone at a kilometre."""
    return float(fission.dose_msv_year(_CORE_KWT, _FAR_M, fission.published_side_frac()))


def reactor_kg(thermal_kwt: float) -> float:
    """Mass of a reactor by its heat."""
    return float(fission.reactor_mass_kg(thermal_kwt))


def kilopower_mars_kg(words: str) -> float:
    """Mass of Kilopower with a shield at 500 m."""
    del words
    published = fission.fission_unit("kilopower-10-mars")
    return float(fission.station_of(published, 500.0, published.figure("design_limit_msv_year")).total_kg)
