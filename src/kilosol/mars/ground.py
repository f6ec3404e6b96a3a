"""Temperatures of ground, air and sky at a place, and what they mean for radiators and walls.

A one-dimensional model of heat conduction under a grey sky, with the place's albedo and thermal inertia.
It holds the sol-mean ground temperature of Mars-GRAM and OpenMARS within about 1 K at InSight, Viking 1,
Gale and Jezero, and the daily swing within 5 to 6 K rms. First fidelity: flat ground, one soil, no
slopes, no ice below, frost as bright as the ground it covers.

References
----------
.. [1] H. H. Kieffer, "Thermal model for analysis of Mars infrared mapping", Journal of Geophysical
   Research: Planets 118, 2013 (key kieffer2013): the kind of model.
.. [2] P. B. James et al., "The seasonal cycle of carbon dioxide on Mars", 1992 (key james1992): frost.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kilosol.data import table
from kilosol.errors import OutOfRange
from kilosol.mars.clock import ls_of_sol_deg
from kilosol.mars.coarse_dust import coarse_dust_factor
from kilosol.mars.dust import climatology_tau, site_background_tau
from kilosol.mars.irradiance import beam_transmittance, design_year_global_w_m2
from kilosol.mars.pressure import surface_pressure_pa
from kilosol.mars.sites import Site
from kilosol.mars.sun import cos_zenith, declination_deg, toa_irradiance_w_m2

Floats = NDArray[np.float64]

_STEPS_PER_SOL = 24
# Numerical grid: two steps of conduction an hour, and 26 layers that begin at 0.12 of the daily skin depth
# and grow by a fifth to 2.6 of the yearly one. Twice as many steps change hours by 0.35 K rms, yearly
# extremes by 0.1 K; more layers by less; only the sols on which frost comes and goes shift by one or two.
_SUBSTEPS, _LAYERS, _FIRST_LAYER, _GROWTH = 2, 26, 0.12, 1.2
# Calm years run before the one that counts: four more change no hour by more than 0.1 K without frost.
_SPIN_UP_YEARS = 2
# Newton steps of a wall's balance: from a start within 100 K six reach 0.001 K.
_NEWTON_STEPS = 8


@dataclass(frozen=True, slots=True)
class SinkTemperature:
    """Temperature to which a vertical two-sided panel radiates, over a Mars year.

    Parameters
    ----------
    max_k, mean_k, min_k : float [K]
        99.5th percentile; fourth-power mean; lowest.
    """

    max_k: float
    mean_k: float
    min_k: float


@dataclass(frozen=True, slots=True)
class GroundYear:
    """Temperatures of a place through the design year, in steps of 1/24 sol, all (n_sols * 24,).

    Parameters
    ----------
    ground_k, air_k, sky_k : [K]
        Surface; air at head height; black body of the sky's downward radiation.
    global_w_m2, beam_w_m2 : [W/m2]
        Light on the horizontal; of that, the beam.
    cos_zenith : (n_sols * 24,)
        Cosine of the Sun's zenith angle at the middle of each step.
    frost_kg_m2 : float [kg/m2]
        Greatest load of carbon dioxide frost; 0 where none forms.
    """

    ground_k: Floats
    air_k: Floats
    sky_k: Floats
    global_w_m2: Floats
    beam_w_m2: Floats
    cos_zenith: Floats
    frost_kg_m2: float


def sky_emissivity_frac(pressure_pa: ArrayLike, tau: ArrayLike) -> Floats:
    """Emissivity of the sky: carbon dioxide and dust.

    Parameters
    ----------
    pressure_pa : (*shape) [Pa]
    tau : (*shape)
        Visible optical depth.

    Returns
    -------
    (*shape)
        0.12 (P/610)^0.3 + 0.9 (1 - exp(-0.22 tau)), at most 1. Rovers measured less than models of this
        kind, so that it errs on the warm side.

    Examples
    --------
    >>> float(sky_emissivity_frac(610.0, 0.5).round(3))
    0.214
    """
    model = table("mars/ground_model")
    gas = model.number("sky_gas_frac") * (
        np.asarray(pressure_pa) / model.number("sky_gas_pa")
    ) ** model.number("sky_gas_exponent")
    dust = model.number("sky_dust_frac") * -np.expm1(-model.number("sky_dust_per_tau") * np.asarray(tau))
    return np.asarray(np.minimum(gas + dust, 1))


def frost_point_k(pressure_pa: ArrayLike) -> Floats:
    """Temperature at which carbon dioxide freezes onto the ground.

    Parameters
    ----------
    pressure_pa : (*shape) [Pa]

    Returns
    -------
    (*shape) [K]
        3148 / (23.102 - ln P), P in mbar ([2]_ of the module).

    Examples
    --------
    >>> float(frost_point_k(610.0).round(1))
    147.8
    """
    model = table("mars/ground_model")
    mbar = np.asarray(pressure_pa, dtype=np.float64) / 100
    return np.asarray(model.number("frost_slope_k") / (model.number("frost_offset") - np.log(mbar)))


def ground_year(site: Site, tau: ArrayLike) -> GroundYear:
    """Temperatures of a place through the design year.

    Parameters
    ----------
    site : Site
        Gives latitude, elevation, albedo and thermal inertia.
    tau : (n_sols,)
        Visible optical depth by sol, 0.05 to 15.

    Returns
    -------
    GroundYear
        Of the asked year, after two calm ones. Some 0.05 s.

    Notes
    -----
    Conduction, surface balance and frost implicit in one system. The sky is as warm as the ground's sol
    mean less 14 K, in storms no colder than in a calm year and warmer by the hour: the dust gives back what
    it takes, 0.09 K for each W/m2 that the ground loses to it. At Gale in the storm of Mars year 34 the mean
    falls by 3 K (2 to 4 K were measured), the highest by 33 K and the lowest rises by 17 K (30 and 20 K).

    Air follows the ground an hour later: T = T_ground - 0.038 L - 3.5 K, with L the light that the ground
    keeps, whose heat crosses the layer between them; not below the frost point. In an enclosed basin the
    air that sinks into it warms by 4.8 K a kilometre below the rim.

    Examples
    --------
    >>> from kilosol.mars.sites import site
    >>> year = ground_year(site("Jezero"), np.full(669, 0.6))
    >>> int(year.ground_k.min().round()), int(year.ground_k.max().round())
    (184, 277)
    """
    dust = np.ascontiguousarray(tau, dtype=np.float64)
    season = ls_of_sol_deg(np.arange(dust.size) + 1 / 2)
    calm = site_background_tau(climatology_tau(season), site.pressure_pa)
    total = _light(site, dust)
    surface, down, frost = _conduct(site, season, (calm, _light(site, calm)), (dust, total))
    hourly = (dust.size * _STEPS_PER_SOL, _SUBSTEPS)
    ground = surface.reshape(hourly).mean(axis=1)
    sigma = table("constants").number("stefan_boltzmann_w_m2_k4")
    sky = (down.reshape(hourly).mean(axis=1) / sigma) ** (1 / 4)
    light = total.reshape(hourly).mean(axis=1)
    height, beam = _beam(site.latitude_deg, season, dust, light)
    air = _air(site, ground, light, np.repeat(_frost_point(site, season), _STEPS_PER_SOL))
    return GroundYear(ground, air, sky, light, beam, height, frost)


def _light(site: Site, tau: Floats) -> Floats:
    """Light on the ground in each step of conduction, (n_sols, n_steps), a storm's coarse dust counted."""
    n_steps = _STEPS_PER_SOL * _SUBSTEPS
    light = design_year_global_w_m2(site.latitude_deg, tau, ground_albedo=site.albedo, steps_per_sol=n_steps)
    return light.reshape(tau.size, n_steps) * coarse_dust_factor(tau)[:, None]


def _frost_point(site: Site, season: Floats) -> Floats:
    """Temperature at which the air of a place freezes onto its ground, by sol [K]."""
    return frost_point_k(surface_pressure_pa(season, site.elevation_km, site.latitude_deg))


def _conduct(
    site: Site, season: Floats, calm: tuple[Floats, Floats], asked: tuple[Floats, Floats]
) -> tuple[Floats, Floats, float]:
    """Surface temperature, downward radiation and most frost of the asked year, after calm ones."""
    from kilosol.mars import ground_kernel

    n_steps = asked[1].shape[1]
    pressure = surface_pressure_pa(season, site.elevation_km, site.latitude_deg)
    frost_point = frost_point_k(pressure)
    depth, numbers = _layers(site.thermal_inertia, n_steps)
    model, sigma = table("mars/ground_model"), table("constants").number("stefan_boltzmann_w_m2_k4")
    # The mean light alone gives the mean temperature within some 5 K; the spin-up does the rest.
    mean_light = float((1 - site.albedo) * calm[1].mean())
    start = (mean_light / (model.number("emissivity_frac") * sigma)) ** (1 / 4)
    state = np.full(_LAYERS, start)
    surface, down = np.full_like(asked[1], start), np.empty_like(asked[1])
    anchor, warmer = np.zeros(season.size), np.zeros_like(asked[1])
    frost = 0.0
    for year in range(_SPIN_UP_YEARS + 1):
        tau, light = calm if year < _SPIN_UP_YEARS else asked
        if year == _SPIN_UP_YEARS:
            anchor = surface.mean(axis=1)
            lost = (1 - site.albedo) * (calm[1] - light)
            warmer = lost / model.number("sky_per_kelvin_w_m2_k")
        absorbed, emissivity = (1 - site.albedo) * light, sky_emissivity_frac(pressure, tau)
        frost = ground_kernel.conduct(
            absorbed, emissivity, frost_point, depth, numbers, anchor, warmer, surface, down, state
        )
    return surface, down, float(frost)


def _layers(thermal_inertia: float, n_steps: int) -> tuple[Floats, Floats]:
    """Depths of the layers and the kernel's numbers."""
    model, constants = table("mars/ground_model"), table("constants")
    capacity, sol_s = model.number("heat_capacity_j_m3_k"), constants.number("sol_s")
    conductivity = thermal_inertia**2 / capacity
    skin = np.sqrt(conductivity * sol_s / (np.pi * capacity))
    gaps = _FIRST_LAYER * skin * _GROWTH ** np.arange(_LAYERS - 1)
    numbers = np.array(
        [
            model.number("emissivity_frac"),
            constants.number("stefan_boltzmann_w_m2_k4"),
            conductivity,
            capacity,
            model.number("convection_w_m2_k"),
            sol_s / n_steps,
            model.number("sky_colder_k"),
            model.number("frost_latent_j_kg"),
        ]
    )
    return np.append(0, np.cumsum(gaps)), numbers


def _air(site: Site, ground_k: Floats, light: Floats, frost_k: Floats) -> Floats:
    """Air at head height from the ground and the light that it keeps, an hour before."""
    model = table("mars/ground_model")
    crossing_w_m2 = model.number("air_heat_frac") * (1 - site.albedo) * light
    before = np.roll(ground_k - crossing_w_m2 / model.number("air_layer_w_m2_k"), 1)
    lapse_k_km = 1000 * table("constants").number("mars_gravity_m_s2") / model.number("air_j_kg_k")
    sunk = lapse_k_km * site.basin_km
    # Air as cold as the frost point gives up its latent heat and cools no further.
    return np.asarray(np.maximum(before - model.number("air_colder_k") + sunk, frost_k))


def _beam(latitude_deg: float, season: Floats, tau: Floats, total: Floats) -> tuple[Floats, Floats]:
    """Height of the Sun at the middle of each hour, and the beam on the horizontal."""
    hour = np.arange(_STEPS_PER_SOL) + 1 / 2
    height = cos_zenith(latitude_deg, declination_deg(season)[:, None], hour)
    through = beam_transmittance(tau[:, None], np.clip(height, 0, 1))
    beam = toa_irradiance_w_m2(season)[:, None] * np.clip(height, 0, 1) * through
    return height.ravel(), np.minimum(beam.ravel(), total)


def vertical_light_w_m2(year: GroundYear, ground_albedo: float) -> Floats:
    """Light on a vertical surface, mean of both sides and of all directions it may face.

    Parameters
    ----------
    year : GroundYear
    ground_albedo : float

    Returns
    -------
    (n_sols * 24,) [W/m2]
        Beam sin(z)/cos(z)/pi + (diffuse + albedo global)/2; the beam on a vertical surface is held at its
        value for a Sun 5 degrees high below that.

    Examples
    --------
    >>> from kilosol.mars.sites import site
    >>> year = ground_year(site("Jezero"), np.full(669, 0.6))
    >>> bool(vertical_light_w_m2(year, 0.18).max() < year.global_w_m2.max())
    True
    """
    lowest = np.sin(np.radians(90 - table("mars/light").number("grazing_zenith_deg")))
    height = np.maximum(year.cos_zenith, lowest)
    slope = np.sqrt(1 - height**2) / height
    diffuse = year.global_w_m2 - year.beam_w_m2
    return np.asarray(year.beam_w_m2 * slope / np.pi + (diffuse + ground_albedo * year.global_w_m2) / 2)


def sink_by_hour_k(year: GroundYear, ground_albedo: float) -> Floats:
    """Effective sink of a vertical two-sided radiator in each hour.

    Parameters
    ----------
    year : GroundYear
    ground_albedo : float

    Returns
    -------
    (n_sols * 24,) [K]
        Temperature at which an idle panel would settle without wind.

    Notes
    -----
    sigma T^4 = (sky + ground)/2 + (absorptivity/emissivity) light; absorptivity 0.2, emissivity 0.9. Dust
    on the panel raises the absorptivity and is not in these numbers.

    Examples
    --------
    >>> from kilosol.mars.sites import site
    >>> place = site("AP-1")
    >>> sink = sink_by_hour_k(ground_year(place, np.full(669, 0.6)), place.albedo)
    >>> sink.shape, bool(120 < sink.min() < sink.max() < 270)
    ((16056,), True)
    """
    model, sigma = table("mars/ground_model"), table("constants").number("stefan_boltzmann_w_m2_k4")
    ground = model.number("emissivity_frac") * sigma * year.ground_k**4
    seen = (ground + sigma * year.sky_k**4) / 2
    light = vertical_light_w_m2(year, ground_albedo)
    ratio = model.number("panel_absorbed_frac") / model.number("panel_emissivity_frac")
    return np.asarray(((seen + ratio * light) / sigma) ** (1 / 4))


def sink_summary_k(sink_k: ArrayLike) -> SinkTemperature:
    """A year of sink temperatures in three numbers.

    Parameters
    ----------
    sink_k : (n,) [K]

    Returns
    -------
    SinkTemperature

    Examples
    --------
    >>> sink_summary_k(np.full(10, 200.0)).mean_k
    200.0
    """
    sink = np.asarray(sink_k, dtype=np.float64)
    # One hour in two hundred may be warmer than the temperature to size for.
    high = float(np.percentile(sink, 100 - 1 / 2))
    return SinkTemperature(max_k=high, mean_k=float(np.mean(sink**4) ** (1 / 4)), min_k=float(sink.min()))


def habitat_heat_loss_w_m2(
    year: GroundYear, inside_k: float, wall_w_m2_k: float, *, ground_albedo: float
) -> Floats:
    """Heat that each square metre of a habitat's wall loses, hour by hour.

    Parameters
    ----------
    year : GroundYear
    inside_k : float [K]
        Air inside.
    wall_w_m2_k : float [W/m2/K]
        Conductance from the air inside to the outer face; 0.1 to 0.3 for insulated walls.
    ground_albedo : float

    Returns
    -------
    (n_sols * 24,) [W/m2]
        Positive when heat leaves. The outer face sees half sky, half ground, takes light as a vertical
        wall of no particular direction does, and is swept by thin air.

    Notes
    -----
    U (Ti - Tw) + a light = e sigma (Tw^4 - (Ts^4 + Tg^4)/2) + h (Tw - Ta), by Newton's method.

    Examples
    --------
    >>> from kilosol.mars.sites import site
    >>> year = ground_year(site("AP-1"), np.full(669, 0.6))
    >>> loss = habitat_heat_loss_w_m2(year, 294.0, 0.2, ground_albedo=0.2)
    >>> bool(5 < loss.min() < loss.max() < 40)
    True
    """
    if not wall_w_m2_k > 0:
        raise OutOfRange("wall_w_m2_k", wall_w_m2_k, "above 0")
    if not inside_k > 0:
        raise OutOfRange("inside_k", inside_k, "above 0")
    model, sigma = table("mars/ground_model"), table("constants").number("stefan_boltzmann_w_m2_k4")
    e, h = model.number("wall_emissivity_frac"), model.number("wall_convection_w_m2_k")
    light = model.number("wall_absorbed_frac") * vertical_light_w_m2(year, ground_albedo)
    gain = (
        light + e * sigma * (year.sky_k**4 + year.ground_k**4) / 2 + h * year.air_k + wall_w_m2_k * inside_k
    )
    wall = year.air_k.copy()
    for _ in range(_NEWTON_STEPS):
        out = e * sigma * wall**4 + (h + wall_w_m2_k) * wall
        wall -= (out - gain) / (4 * e * sigma * wall**3 + h + wall_w_m2_k)
    return np.asarray(wall_w_m2_k * (inside_k - wall))


def wind_pressure_pa(wind_m_s: ArrayLike, pressure_pa: ArrayLike, air_k: ArrayLike) -> Floats:
    """Dynamic pressure of the wind, half the density times the speed squared.

    Parameters
    ----------
    wind_m_s : (*shape) [m/s]
    pressure_pa : (*shape) [Pa]
        Of the air.
    air_k : (*shape) [K]

    Returns
    -------
    (*shape) [Pa]
        45 m/s in 0.019 kg/m3 is 19 Pa.

    Examples
    --------
    >>> float(wind_pressure_pa(45.0, 800.0, 220.0).round(1))
    19.5
    """
    density = np.asarray(pressure_pa) / (table("mars/ground_model").number("gas_j_kg_k") * np.asarray(air_k))
    return np.asarray(density * np.asarray(wind_m_s) ** 2 / 2)


def sink_temperature_k(latitude_deg: float) -> SinkTemperature:
    """Effective sink of a vertical radiator, by latitude alone.

    Parameters
    ----------
    latitude_deg : float [deg]
        Planetocentric, between -70 and 70; south is taken as north, though its summers are warmer.

    Returns
    -------
    SinkTemperature
        Linear between tabulated sites; constant from the equator to 20 degrees. Size for `max_k`, run at
        `mean_k`. For a place and its hours see :func:`sink_by_hour_k`.

    Notes
    -----
    Absorptivity 0.2, emissivity 0.9, half sky, half ground. Dust on the panel raises the absorptivity and
    is not in these numbers.

    Examples
    --------
    >>> sink_temperature_k(40.0)
    SinkTemperature(max_k=245.0, mean_k=190.0, min_k=133.0)
    """
    ground = table("mars/ground")
    nodes = ground.array("latitude_deg")
    # Phoenix is the last node; a degree or two beyond it is no different.
    if not abs(latitude_deg) <= np.ceil(nodes[-1] / 10) * 10:
        raise OutOfRange(
            "latitude_deg", latitude_deg, "between -70 and 70 (no ground model nearer the poles)"
        )
    max_k, mean_k, min_k = (
        float(np.interp(abs(latitude_deg), nodes, ground.array(key)))
        for key in ("sink_max_k", "sink_mean_k", "sink_min_k")
    )
    return SinkTemperature(max_k=max_k, mean_k=mean_k, min_k=min_k)
