"""Shadow shields for people: a cone of tungsten and lithium hydride between the core and where they live.

From tabulated attenuation. The shield is sized for people in the cone alone: a side shield, what the air
scatters round the cone (:func:`kilosol.fission.scattered_frac`) and limits of converters and electronics
(:mod:`kilosol.fission.equipment`) are not in its mass.

References
----------
.. [1] L. Mason et al., NETS 2025, NTRS 20250000841 (key mason2025 in references.bib).
.. [2] S. Oleson et al., COMPASS 2022, NTRS 20220004670 (key oleson2022 in references.bib).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kilosol.data import columns, table
from kilosol.fission.attenuation import attenuation, photon_mass_attenuation_cm2_g
from kilosol.fission.dose import (
    default_limit_msv_year,
    gamma_surface_factor,
    needed_attenuation_frac,
    scattered_frac,
)
from kilosol.limits import Floats, require

# Absolute tolerance of the tungsten thickness [m]: far below a rolled plate's.
_THICKNESS_TOLERANCE_M = 1e-6
# Thicker than any shield asked for: brackets for the root and the minimum.
_THICKEST_M, _THICKEST_TUNGSTEN_M = 10.0, 0.5
# The mass is flat at its minimum: half a millimetre changes it by less than a kilogram.
_TUNGSTEN_STEP_M = 5e-4
# Points of the gamma spectrum between the table's ends: the mass changes by under 0.1 percent from here on.
_SPECTRUM_POINTS = 100


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
    return radius_of_reactor_m(reactor_kg)


def radius_of_reactor_m(reactor_kg: float) -> float:
    """Radius of a core with its reflector from its mass, as a cylinder as long as it is wide.

    Parameters
    ----------
    reactor_kg : float [kg]
        Core and reflector, positive.

    Returns
    -------
    float [m]

    Raises
    ------
    OutOfRange
        If the mass is not positive.

    Examples
    --------
    >>> round(radius_of_reactor_m(1000.0), 2)
    0.36
    """
    require(0 < reactor_kg < np.inf, "reactor_kg", reactor_kg, "positive [kg]")
    density = table("fission/shield").number("core_density_kg_m3")
    return float(np.cbrt(reactor_kg / (2 * np.pi * density)))


def shadow_shield(
    thermal_kwt: float,
    distance_m: float,
    limit_msv_year: float | None = None,
    *,
    core_radius_m: float | None = None,
) -> ShadowShield:
    """Lightest shadow shield that holds people in its cone below a limit.

    Parameters
    ----------
    thermal_kwt : float [kW]
        Core heat; the core's size is grounded at 175 to 230 and extrapolated elsewhere.
    distance_m : float [m]
        From core to the near edge of the people's zone, 10 to 5000; beyond 2000 extrapolated.
    limit_msv_year : float, optional [mSv/yr]
        Dose from the unit in a year of full power, positive; cited default 50.
    core_radius_m : float, optional [m]
        Of core and reflector, positive; by default :func:`core_radius_m` of the heat. A design that states
        its own core is shielded more truly by it: the shield's mass goes with its square.

    Returns
    -------
    ShadowShield

    Raises
    ------
    OutOfRange
        If an argument is outside its range.

    Notes
    -----
    Tungsten lies at the core for the core's gammas, lithium hydride behind it for the neutrons and their
    secondary gammas. What both let through together meets the limit, shared so that the mass is least:
    bare (1 - s) f_n + bare g f_g = limit, with the share s of neutrons that come by air and so round the
    shield, and the gammas' own ground and air factor g, both at that distance: as
    :func:`kilosol.fission.dose_at` counts. Both layers fill a frustum that hides the core from every point
    of the cone. No constant was adjusted to a published shield.

    Examples
    --------
    >>> shield = shadow_shield(175.0, 1000.0)
    >>> round(shield.lih_m, 2), round(shield.tungsten_m, 3)
    (0.61, 0.082)
    """
    radius = _core_radius_m(thermal_kwt) if core_radius_m is None else core_radius_m
    require(0 < radius < np.inf, "core_radius_m", radius, "positive [m]")
    limit = default_limit_msv_year() if limit_msv_year is None else limit_msv_year
    # First, for it refuses a distance outside the rule with the rule's range.
    through = float(needed_attenuation_frac(thermal_kwt, distance_m, limit))
    slope = float(np.tan(np.radians(cone_angle_deg(distance_m)) / 2))
    layers, share = _Layers.read(), _shares_at(distance_m)

    def build(tungsten_m: float) -> ShadowShield:
        return _weighed(layers.lih_m(through, tungsten_m, share), tungsten_m, radius, slope)

    # scipy.optimize takes longer to import than to run: only who asks for a shield pays for it.
    from scipy.optimize import minimize_scalar

    # What tungsten saves in lithium hydride first outweighs it and then does not: one minimum.
    found = minimize_scalar(
        lambda t: build(t).mass_kg,
        bounds=(0.0, _THICKEST_TUNGSTEN_M),
        method="bounded",
        options={"xatol": _TUNGSTEN_STEP_M},
    )
    return min(build(float(found.x)), build(0.0), key=lambda shield: shield.mass_kg)


def shield_mass_kg(thermal_kw: float, distance_m: float, limit_msv_year: float | None = None) -> float:
    """Mass of the shadow shield, see :func:`shadow_shield`.

    Parameters
    ----------
    thermal_kw : float [kW]
        Core heat.
    distance_m : float [m]
        From core to the near edge of the people's zone, which is 1 km across; 10 to 5000, beyond 2000
        extrapolated.
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


def _core_radius_m(thermal_kwt: float) -> float:
    # The keyword of the same name hides the function inside shadow_shield.
    return core_radius_m(thermal_kwt)


def _weighed(lih_m: float, tungsten_m: float, radius: float, slope: float) -> ShadowShield:
    cited = table("fission/shield")
    start = cited.number("gap_m")
    middle = start + tungsten_m
    end = middle + lih_m
    lih_g_cm3 = table("fission/attenuation").number("lih_g_cm3")
    tungsten_kg = 1e3 * cited.number("tungsten_g_cm3") * _frustum_m3(radius, slope, start, middle)
    lih_kg = 1e3 * lih_g_cm3 * _frustum_m3(radius, slope, middle, end)
    structure_kg = cited.number("structure_frac") * (tungsten_kg + lih_kg)
    return ShadowShield(
        mass_kg=tungsten_kg + lih_kg + structure_kg,
        lih_kg=lih_kg,
        tungsten_kg=tungsten_kg,
        structure_kg=structure_kg,
        lih_m=lih_m,
        tungsten_m=tungsten_m,
        cone_deg=float(2 * np.degrees(np.arctan(slope))),
        core_radius_m=radius,
        outer_radius_m=radius + slope * end,
    )


def _shares_at(distance_m: float) -> tuple[float, float]:
    """Dose that meets the shield over the bare dose of the rule: neutrons, and gammas of the core.

    What the air brings of the neutrons comes round the shield; gammas have their own ground and air.
    """
    straight = 1.0 - float(scattered_frac(distance_m))
    return straight, core_gamma_frac() * float(gamma_surface_factor(distance_m))


@dataclass(frozen=True, slots=True)
class _Layers:
    """What is looked up once for a shield: its search asks a hundred times.

    Parameters
    ----------
    depth_m, decades : (points,)
        Neutrons with their gammas through lithium hydride: depth and -log10 of what passes.
    per_decade_m : float
        Beyond the last depth.
    removal_per_m : float
        Neutrons through tungsten, credited because lithium hydride follows.
    weight, tungsten_per_m, lih_per_m : (energies,)
        Gammas of the core: share of the dose and attenuation.
    buildup : (float, float)
        Of tungsten and lithium hydride, linear.
    """

    depth_m: NDArray[np.float64]
    decades: NDArray[np.float64]
    per_decade_m: float
    removal_per_m: float
    weight: NDArray[np.float64]
    tungsten_per_m: NDArray[np.float64]
    lih_per_m: NDArray[np.float64]
    buildup: tuple[float, float]

    @classmethod
    def read(cls) -> _Layers:
        cited, lih = table("fission/shield"), attenuation("lih")
        energy, weight = _gamma_spectrum()
        tungsten_g_cm3 = cited.number("tungsten_g_cm3")
        tungsten = np.asarray(photon_mass_attenuation_cm2_g("tungsten", energy))
        hydride = np.asarray(photon_mass_attenuation_cm2_g("lih", energy))
        return cls(
            depth_m=lih.depth_cm / 100,
            decades=-np.log10(lih.frac),
            per_decade_m=lih.decade_cm / 100,
            removal_per_m=100 * cited.number("tungsten_removal_cm2_g") * tungsten_g_cm3,
            weight=weight,
            tungsten_per_m=100 * tungsten_g_cm3 * tungsten,
            lih_per_m=100 * lih.density_g_cm3 * hydride,
            buildup=(cited.number("tungsten_buildup_factor"), cited.number("lih_buildup_factor")),
        )

    def neutrons(self, lih_m: float, tungsten_m: float) -> float:
        """Part of the neutrons' dose, with the gammas they make, that passes both layers."""
        decades = float(np.interp(lih_m, self.depth_m, self.decades))
        decades += max(lih_m - float(self.depth_m[-1]), 0.0) / self.per_decade_m
        return float(10.0**-decades * np.exp(-self.removal_per_m * tungsten_m))

    def gammas(self, lih_m: float, tungsten_m: float) -> float:
        """Part of the core's own gammas that passes both layers."""
        first, second = self.tungsten_per_m * tungsten_m, self.lih_per_m * lih_m
        built = (1 + self.buildup[0] * first) * (1 + self.buildup[1] * second)
        return float(self.weight @ (built * np.exp(-first - second)))

    def lih_m(self, frac: float, tungsten_m: float, share: tuple[float, float]) -> float:
        """Lithium hydride that brings what passes, by its shares of both kinds, down to `frac`."""
        from scipy.optimize import brentq

        def excess(lih_m: float) -> float:
            through = share[0] * self.neutrons(lih_m, tungsten_m) + share[1] * self.gammas(lih_m, tungsten_m)
            return float(np.log(through / frac))

        if excess(0.0) <= 0.0:
            return 0.0

        return float(brentq(excess, 0.0, _THICKEST_M, xtol=_THICKNESS_TOLERANCE_M))


def shield_parts_frac(shield: ShadowShield) -> tuple[float, float]:
    """What a shadow shield lets through of neutrons (with what they make) and of the core's own gammas.

    Parameters
    ----------
    shield : ShadowShield
        As :func:`shadow_shield` gives it.

    Returns
    -------
    (float, float) [1]

    Examples
    --------
    >>> neutron, gamma = shield_parts_frac(shadow_shield(175.0, 1000.0))
    >>> neutron < 2e-4, gamma < 2e-3
    (True, True)
    """
    layers = _Layers.read()
    return (
        layers.neutrons(shield.lih_m, shield.tungsten_m),
        layers.gammas(shield.lih_m, shield.tungsten_m),
    )


def core_gamma_frac() -> float:
    """Bare dose of the core's own gammas over that of its neutrons, running at power.

    Returns
    -------
    float [1]
        Prompt gammas and those of fission products in equilibrium that leave core and reflector.

    Examples
    --------
    >>> 0.05 < core_gamma_frac() < 0.25
    True
    """
    cited = table("fission/dose")
    per_fission = cited.number("prompt_gamma_psv_cm2") * (
        1 + cited.number("product_gamma_mev") / cited.number("prompt_gamma_mev")
    )
    leaked = table("fission/shield").number("gamma_leakage_frac")
    return per_fission * leaked / cited.number("neutron_surface_psv_cm2")


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


def _frustum_m3(radius_m: float, slope: float, start_m: float, end_m: float) -> float:
    """Volume of a cone's slice whose radius is `radius_m` at the core and grows with `slope`."""
    near, far = radius_m + slope * start_m, radius_m + slope * end_m
    return float(np.pi / 3 * (end_m - start_m) * (near**2 + near * far + far**2))
