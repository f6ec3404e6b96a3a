"""Shields for people: a shadow cone of lithium hydride and tungsten, or regolith heaped round the unit.

First fidelity, from tabulated attenuation. The shadow shield is sized for people in the cone alone; a
radial shield for the other directions, scatter past the edges, and limits of converters and electronics
are not counted. Regolith's water decides the berm: from dry to 2 percent the thickness falls by a third.

References
----------
.. [1] L. Mason et al., NETS 2025, NTRS 20250000841 (key mason2025 in references.bib).
.. [2] S. Oleson et al., COMPASS 2022, NTRS 20220004670 (key oleson2022 in references.bib).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

from kilosol.data import columns, table
from kilosol.fission.dose import needed_attenuation_frac
from kilosol.limits import Floats, require

# Absolute tolerance of the tungsten thickness [m]: far below a rolled plate's.
_THICKNESS_TOLERANCE_M = 1e-6
# Thicker than any shield asked for; only a bracket for the root.
_THICKEST_M = 1.0
# Points of the gamma spectrum between the table's ends: the dose changes by under 0.1 percent from here on.
_SPECTRUM_POINTS = 200


@dataclass(frozen=True, slots=True)
class ShadowShield:
    """Shadow shield between core and people.

    Parameters
    ----------
    mass_kg : float [kg]
        Lithium hydride, tungsten and structure.
    lih_kg, tungsten_kg, structure_kg : float [kg]
        Its parts.
    lih_m, tungsten_m : float [m]
        Thicknesses along the axis.
    cone_deg : float [deg]
        Included angle of the cone in which people are protected.
    core_radius_m : float [m]
        Radius of core with reflector that must be hidden.
    outer_radius_m : float [m]
        Radius of the shield's far face.
    """

    mass_kg: float
    lih_kg: float
    tungsten_kg: float
    structure_kg: float
    lih_m: float
    tungsten_m: float
    cone_deg: float
    core_radius_m: float
    outer_radius_m: float


def cone_angle_deg(distance_m: Floats) -> Floats:
    """Included angle of the shield cone that covers the zone of people.

    Parameters
    ----------
    distance_m : (*batch,) [m]
        From core to the near edge of the zone, positive.

    Returns
    -------
    (*batch,) [deg]

    Raises
    ------
    OutOfRange
        If a distance is not positive.

    Notes
    -----
    2 atan(0.5 / (d + 0.5)), d in km: a zone 1 km wide. Reproduces the 36 degrees of [1]_ at 1 km.

    References
    ----------
    .. [1] L. Mason et al., NETS 2025 (key mason2025 in references.bib).

    Examples
    --------
    >>> round(float(cone_angle_deg(1000.0)), 1)
    36.9
    """
    distance = np.asarray(distance_m, dtype=np.float64)
    require(np.isfinite(distance) & (distance > 0), "distance_m", distance_m, "positive [m]")
    half = table("fission/shield").number("zone_half_km")
    angle: Floats = np.degrees(2 * np.arctan(half / (distance / 1000 + half)))[()]
    return angle


def core_radius_m(thermal_kwt: float) -> float:
    """Radius of core and reflector as a cylinder as long as it is wide.

    Parameters
    ----------
    thermal_kwt : float [kW]
        Core heat, positive.

    Returns
    -------
    float [m]

    Raises
    ------
    OutOfRange
        If the heat is not positive.

    Notes
    -----
    The reactor's mass follows a power law through the published 40 kWe reactors (175 and 230 kWt); its
    mean density is an assumption.

    Examples
    --------
    >>> round(core_radius_m(175.0), 2)
    0.37
    """
    require(0 < thermal_kwt < np.inf, "thermal_kwt", thermal_kwt, "positive [kW]")
    small, large = table("fission/hp-stirling-40"), table("fission/gc-brayton-40")
    mass, heat = small.number("reactor_kg"), small.number("thermal_kwt")
    slope = np.log(large.number("reactor_kg") / mass) / np.log(large.number("thermal_kwt") / heat)
    reactor_kg = mass * (thermal_kwt / heat) ** slope
    density = table("fission/shield").number("core_density_kg_m3")
    return float(np.cbrt(reactor_kg / (2 * np.pi * density)))


def shadow_shield(thermal_kwt: float, distance_m: float, limit_msv_year: float | None = None) -> ShadowShield:
    """Shadow shield that holds people in its cone below a limit.

    Parameters
    ----------
    thermal_kwt : float [kW]
        Core heat; the core's size is grounded at 175 to 230 and extrapolated elsewhere.
    distance_m : float [m]
        From core to people, 10 to 2000.
    limit_msv_year : float, optional [mSv/yr]
        Dose from the unit in a year of full power, positive; cited default 50.

    Returns
    -------
    ShadowShield

    Raises
    ------
    OutOfRange
        If an argument is outside its range.

    Notes
    -----
    Tungsten lies at the core and must hold the core's gammas, with lithium hydride behind it for the
    neutrons and their secondary gammas; each gets half of the limit. Both fill a frustum that hides the
    core from every point of the cone. No constant was adjusted to a published shield.

    Examples
    --------
    >>> shield = shadow_shield(175.0, 1000.0)
    >>> round(shield.lih_m, 2), round(shield.tungsten_m, 3)
    (0.56, 0.088)
    """
    cited = table("fission/shield")
    radius = core_radius_m(thermal_kwt)
    slope = float(np.tan(np.radians(cone_angle_deg(distance_m)) / 2))
    limit = _default_limit_msv_year() if limit_msv_year is None else limit_msv_year
    neutron_share = cited.number("neutron_share_frac")
    neutrons = float(needed_attenuation_frac(thermal_kwt, distance_m, limit * neutron_share))
    gamma_limit = limit * (1 - neutron_share)
    lih_m, tungsten_m = _thicknesses_m(neutrons, _gamma_frac(thermal_kwt, distance_m, gamma_limit))
    start = cited.number("gap_m")
    middle = start + tungsten_m
    end = middle + lih_m
    tungsten_kg = 1e3 * cited.number("tungsten_g_cm3") * _frustum_m3(radius, slope, start, middle)
    lih_kg = 1e3 * cited.number("lih_g_cm3") * _frustum_m3(radius, slope, middle, end)
    structure_kg = cited.number("structure_frac") * (tungsten_kg + lih_kg)
    return ShadowShield(
        mass_kg=tungsten_kg + lih_kg + structure_kg,
        lih_kg=lih_kg,
        tungsten_kg=tungsten_kg,
        structure_kg=structure_kg,
        lih_m=lih_m,
        tungsten_m=tungsten_m,
        cone_deg=float(cone_angle_deg(distance_m)),
        core_radius_m=radius,
        outer_radius_m=radius + slope * end,
    )


def shield_mass_kg(thermal_kw: float, distance_m: float, limit_msv_year: float | None = None) -> float:
    """Mass of the shadow shield, see :func:`shadow_shield`.

    Parameters
    ----------
    thermal_kw : float [kW]
        Core heat.
    distance_m : float [m]
        From core to people, 10 to 2000.
    limit_msv_year : float, optional [mSv/yr]
        Dose from the unit in a year of full power, positive; cited default 50.

    Returns
    -------
    float [kg]

    Raises
    ------
    OutOfRange
        If an argument is outside its range.

    Examples
    --------
    >>> shield_mass_kg(175.0, 500.0) > shield_mass_kg(175.0, 1000.0)
    True
    """
    return shadow_shield(thermal_kw, distance_m, limit_msv_year).mass_kg


def berm_thickness_m(
    thermal_kwt: Floats, distance_m: Floats, water_frac: float, limit_msv_year: Floats | None = None
) -> Floats:
    """Regolith all round and above a unit that holds a limit.

    Parameters
    ----------
    thermal_kwt : (*batch,) [kW]
        Core heat, 0 or more.
    distance_m : (*batch,) [m]
        From core to people, 10 to 2000.
    water_frac : float [1]
        Water in the regolith by mass, 0 to 0.1; 0.02 is common dry ground. If it is not known, take 0.
    limit_msv_year : (*batch,), optional [mSv/yr]
        Limit, positive; cited default 50.

    Returns
    -------
    (*batch,) [m]   0 where a bare unit meets the limit. Within some 20 percent.

    Raises
    ------
    OutOfRange
        If an argument is outside its range.

    Notes
    -----
    Thickness at 0.1 and 0.01 of the bare dose is tabulated by Monte Carlo; deeper, the line through the
    two in log dose is prolonged. Above 0.1 the full first tenth is taken, because thin regolith first
    RAISES the dose. Linear in water between tabulated contents, which errs to the thick side.

    Examples
    --------
    >>> round(float(berm_thickness_m(175.0, 1000.0, 0.0)), 1)
    3.7
    """
    soil = columns("fission/regolith_shield")
    contents = soil["water_frac"]
    wettest = float(contents[-1])
    require(0 <= water_frac <= wettest, "water_frac", water_frac, f"from 0 to {wettest:g}")
    limit = _default_limit_msv_year() if limit_msv_year is None else limit_msv_year
    through = np.asarray(needed_attenuation_frac(thermal_kwt, distance_m, limit))
    tenth = float(np.interp(water_frac, contents, soil["tenth_cm"])) / 100
    hundredth = float(np.interp(water_frac, contents, soil["hundredth_cm"])) / 100
    decades = -np.log10(through)
    thickness = tenth + (hundredth - tenth) * np.maximum(decades - 1, 0)
    return np.where(through < 1, thickness, 0.0)[()]


def _default_limit_msv_year() -> float:
    return table("fission/dose").number("limit_msv_year")


def _thicknesses_m(neutron_frac: float, gamma_frac: float) -> tuple[float, float]:
    """Lithium hydride and tungsten that meet both halves of the limit together."""
    cited = table("fission/shield")
    removal_per_m = 100 * cited.number("tungsten_removal_cm2_g") * cited.number("tungsten_g_cm3")

    def lih_m(tungsten_m: float) -> float:
        return _lih_thickness_m(min(1.0, neutron_frac * np.exp(removal_per_m * tungsten_m)))

    energy, weight = _gamma_spectrum()

    def excess(tungsten_m: float) -> float:
        # Spectrum and materials are looked up once: the root finder calls this a dozen times.
        return float(np.log(_gamma_through(energy, weight, tungsten_m, lih_m(tungsten_m)) / gamma_frac))

    if gamma_frac >= 1 or excess(0.0) <= 0:
        return lih_m(0.0), 0.0
    tungsten = float(brentq(excess, 0.0, _THICKEST_M, xtol=_THICKNESS_TOLERANCE_M))
    return lih_m(tungsten), tungsten


def _lih_thickness_m(through_frac: float) -> float:
    """Thickness of lithium hydride by interpolation in log dose, the tail at its attenuation length."""
    cited = table("fission/shield")
    keys = ("lih_tenth_cm", "lih_hundredth_cm", "lih_thousandth_cm")
    depth = np.array([0.0, *(cited.number(key) for key in keys)])
    decades = -np.log10(through_frac)
    last = depth.size - 1
    tail = cited.number("lih_total_cm") * np.log(10) * max(decades - last, 0.0)
    return float(np.interp(decades, np.arange(depth.size), depth) + tail) / 100


def _gamma_frac(thermal_kwt: float, distance_m: float, limit_msv_year: float) -> float:
    """Part of the core's own gammas that may come through: prompt and of fission products."""
    cited = table("fission/dose")
    per_fission = cited.number("prompt_gamma_psv_cm2") * (
        1 + cited.number("product_gamma_mev") / cited.number("prompt_gamma_mev")
    )
    to_neutrons = per_fission / cited.number("neutron_surface_psv_cm2")
    leaked = to_neutrons * table("fission/shield").number("gamma_leakage_frac")
    return float(needed_attenuation_frac(thermal_kwt * leaked, distance_m, limit_msv_year))


def _gamma_spectrum() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Energies and dose weights of the core's gammas; dose taken as proportional to energy."""
    form = table("fission/prompt_gamma")
    edges = columns("fission/photon")["energy_mev"]
    energy = np.linspace(edges[0], edges[-1], _SPECTRUM_POINTS)
    low = form.number("prompt_low_per_mev") * np.exp(-form.number("prompt_low_slope_per_mev") * energy)
    high = form.number("prompt_high_per_mev") * np.exp(-form.number("prompt_high_slope_per_mev") * energy)
    prompt = np.where(energy < form.number("prompt_split_mev"), low, high)
    product = form.number("product_per_mev") * np.exp(-form.number("product_slope_per_mev") * energy)
    weight = (prompt + product) * energy
    return energy, weight / weight.sum()


def _gamma_through(
    energy_mev: NDArray[np.float64], weight: NDArray[np.float64], tungsten_m: float, lih_m: float
) -> float:
    """Part of the gamma dose that passes both layers, linear build-up in each."""
    cited, photon = table("fission/shield"), columns("fission/photon")
    through = np.ones_like(energy_mev)
    for column, density, buildup, thickness in (
        ("tungsten_cm2_g", "tungsten_g_cm3", "tungsten_buildup_factor", tungsten_m),
        ("lithium_hydride_cm2_g", "lih_g_cm3", "lih_buildup_factor", lih_m),
    ):
        per_g = np.exp(np.interp(np.log(energy_mev), np.log(photon["energy_mev"]), np.log(photon[column])))
        depth = per_g * cited.number(density) * 100 * thickness
        through = through * (1 + cited.number(buildup) * depth) * np.exp(-depth)
    return float((weight * through).sum())


def _frustum_m3(radius_m: float, slope: float, start_m: float, end_m: float) -> float:
    """Volume of a cone's slice whose radius is `radius_m` at the core and grows with `slope`."""
    near, far = radius_m + slope * start_m, radius_m + slope * end_m
    return float(np.pi / 3 * (end_m - start_m) * (near**2 + near * far + far**2))
