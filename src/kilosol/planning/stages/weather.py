"""The site's light: the design year with its storm, and years drawn at random."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kilosol.mars import (
    Site,
    annual_mean_pressure_pa,
    custom_site,
    design_year_tau,
    ground_year,
    random_years,
    site,
    sol_of_ls,
)
from kilosol.planning.series import tau_of_file
from kilosol.scenario import Scenario
from kilosol.solar import design_year_output_w_m2
from kilosol.streams import generator

#: Drawn years of weather; scenario years share them in turn.
N_WEATHERS = 24

#: Dust counts as the storm's while it is this far above the calm year's, and above one.
STORM_FACTOR = 1.2


@dataclass(frozen=True)
class Weather:
    """Light on the array: in the design year, and in drawn years.

    Parameters
    ----------
    tau : (669,)
        Optical depth by sol of the design year.
    solar_w_m2 : (n,) [W/m2]
        Electric output per area in the design year.
    calm_w_m2 : (n,) [W/m2]
        The same without the global storm.
    drawn_w_m2 : (k, n) [W/m2]
        In drawn years.
    storm_start_sol, storm_end_sol : float [sol]
        Storm of the design year; -1 without one.
    drawn_has_storm : (k,)
        Which drawn years hold a global storm.
    air_k : (n,) [K]
        Air of a calm year.
    """

    tau: NDArray[np.float64]
    solar_w_m2: NDArray[np.float64]
    calm_w_m2: NDArray[np.float64]
    drawn_w_m2: NDArray[np.float64]
    storm_start_sol: float
    storm_end_sol: float
    drawn_has_storm: NDArray[np.bool_]
    air_k: NDArray[np.float64]


def place_of(scenario: Scenario) -> Site:
    """The site, moved where the scenario says so."""
    named = scenario.site
    latitude, longitude, elevation = named.latitude_deg, named.east_longitude_deg, named.elevation_km
    if latitude is not None and longitude is not None and elevation is not None:
        return custom_site(
            named.name, latitude_deg=latitude, east_longitude_deg=longitude, elevation_km=elevation
        )
    known = site(named.name)
    height = known.elevation_km if elevation is None else elevation
    return dataclasses.replace(
        known,
        latitude_deg=known.latitude_deg if latitude is None else latitude,
        east_longitude_deg=known.east_longitude_deg if longitude is None else longitude,
        elevation_km=height,
        pressure_pa=float(annual_mean_pressure_pa(height)),
    )


def design_tau(scenario: Scenario, global_storm: bool) -> NDArray[np.float64]:
    """Dust of the design year by sol, with its storm or without, shape (669,)."""
    place, wanted = place_of(scenario), scenario.weather
    return design_year_tau(
        latitude_deg=place.latitude_deg,
        global_storm=global_storm,
        storm_onset_ls_deg=wanted.storm_onset_ls_deg,
        # Without a storm its peak says nothing, and may be 0.
        storm_peak_tau=wanted.storm_peak_tau if global_storm else None,
        storm_shape=wanted.storm_shape,
        pressure_pa=place.pressure_pa,
    )


def find_weather(scenario: Scenario) -> Weather:
    """Dust and light of the design year and of drawn years."""
    place, wanted = place_of(scenario), scenario.weather
    cleaning = scenario.power.array_cleaning_sols

    calm, tau = design_tau(scenario, False), design_tau(scenario, wanted.global_storm)
    if wanted.tau_series is not None:
        tau = tau_of_file(wanted.tau_series)
    drawn = random_years(
        generator(scenario.seed, "weather"),
        N_WEATHERS,
        latitude_deg=place.latitude_deg,
        storm_frac=wanted.storm_per_mars_year,
        pressure_pa=place.pressure_pa,
    )
    # One calm year of ground and air serves them all: storms make days colder and cells a little better.
    ground = ground_year(place, calm)

    def output_w_m2(dust: NDArray[np.float64]) -> NDArray[np.float64]:
        return design_year_output_w_m2(place, dust, cleaning, ground=ground)

    start = end = -1.0
    stormy = np.flatnonzero(tau > np.maximum(1.0, calm * STORM_FACTOR))
    if wanted.tau_series is not None:
        # A series tells its storm by itself.
        start, end = (float(stormy[0]), float(stormy[-1] + 1)) if stormy.size else (-1.0, -1.0)
    elif wanted.global_storm:
        start = float(sol_of_ls(wanted.storm_onset_ls_deg))
        end = float(stormy[-1] + 1) if stormy.size else start
    return Weather(
        tau=tau,
        solar_w_m2=output_w_m2(tau),
        calm_w_m2=output_w_m2(calm),
        drawn_w_m2=np.stack([output_w_m2(t) for t in drawn.tau]),
        storm_start_sol=start,
        storm_end_sol=end,
        drawn_has_storm=drawn.has_storm,
        air_k=ground.air_k,
    )
