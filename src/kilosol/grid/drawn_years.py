"""Adequacy of a plant over many drawn years: LOLH, EUE, and whether the crew lives.

Each scenario year draws its weather (dust and global storms) and its outages. A crew is counted as lost in a
year when vital loads stay unserved for longer than they can be done without (the ride-through time of the
stores). LOLH is the mean number of hours with any shortfall, EUE the mean energy not served, per Mars year.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kilosol.data import table
from kilosol.errors import OutOfRange
from kilosol.grid.dispatch import check_storage
from kilosol.grid.microgrid import DispatchRules, Microgrid
from kilosol.grid.monte_carlo import Everything, Shortage, Survival, assess
from kilosol.grid.plant import Plant, StorageTechnology
from kilosol.grid.plant_failures import Reliability, plant_components


@dataclass(frozen=True, slots=True)
class PlantAdequacy:
    """What a plant does to its loads over drawn years.

    Parameters
    ----------
    n_years : int
        Scenario years drawn.
    lolh_hour_per_mars_year, eue_kwh_per_mars_year : (4,)
        Mean hours with a shortfall and mean unserved energy, by load class.
    lolh_stderr_hour : (4,) [h]
        Standard error of the former; years of one weather count as one.
    p_crew_survives : float
        Part of the years in which no vital outage outlasts the ride-through time.
    p_low, p_high : float
        Its 95 % interval (Wilson), of as many years as would tell as much if none shared its weather.
    longest_vital_hour : (n_years,) [h]
        Longest unbroken outage of vital loads in each year.
    unserved_vital_kwh : (n_years,) [kWh]
        Vital energy not served in each year.
    """

    n_years: int
    lolh_hour_per_mars_year: NDArray[np.float64]
    eue_kwh_per_mars_year: NDArray[np.float64]
    lolh_stderr_hour: NDArray[np.float64]
    p_crew_survives: float
    p_low: float
    p_high: float
    longest_vital_hour: NDArray[np.float64]
    unserved_vital_kwh: NDArray[np.float64]


def plant_microgrid(
    plant: Plant,
    storage: StorageTechnology,
    reliability: Reliability,
    solar_w_m2: NDArray[np.float64],
    load_kw: NDArray[np.float64],
    step_hour: float,
) -> Microgrid:
    """A plant as drawn scenarios see it: what fails of it, and the plain rules of dispatch.

    Parameters
    ----------
    plant, storage, reliability
    solar_w_m2 : (n_weathers, n) [W/m2]
    load_kw : (4, n) [kW]
    step_hour : float [h]

    Returns
    -------
    Microgrid
    """
    check_storage(plant, storage, step_hour)
    rules = DispatchRules(
        storage.battery_round_trip_frac,
        storage.fuel_cell_round_trip_frac,
        storage.reserve_frac,
        backlog_hour=table("grid/reliability").number("backlog_hour"),
    )
    parts = plant_components(plant, reliability)
    return Microgrid(plant, parts, rules, load_kw, step_hour, solar_w_m2)


def assess_adequacy(
    plant: Plant,
    storage: StorageTechnology,
    reliability: Reliability,
    solar_w_m2: NDArray[np.float64],
    load_kw: NDArray[np.float64],
    *,
    step_hour: float,
    ride_through_hour: float,
    n_years: int,
    seed: int,
) -> PlantAdequacy:
    """Draw scenario years and dispatch each of them.

    Parameters
    ----------
    plant, storage, reliability
        What is tested, and how it fails.
    solar_w_m2 : (n_weathers, n) [W/m2]
        Electric output of the arrays in drawn years of weather; scenario year k uses row k mod n_weathers.
    load_kw : (4, n) [kW]
        Demand by class.
    step_hour : float [h]
        Length of a step.
    ride_through_hour : float [h]
        How long a crew lives without its vital loads.
    n_years : int
        Scenario years to draw.
    seed : int
        Seed of the streams; plants tested with one seed share their draws, part by part.

    Returns
    -------
    PlantAdequacy

    Raises
    ------
    OutOfRange
        If no year is asked for, or weather and load differ in length.
    """
    if n_years < 1:
        raise OutOfRange("n_years", n_years, "at least 1")
    grid = plant_microgrid(plant, storage, reliability, solar_w_m2, load_kw, step_hour)
    means, lived, found = assess(grid, n_years, seed, Shortage(), Survival(ride_through_hour), Everything())
    return PlantAdequacy(
        n_years=n_years,
        lolh_hour_per_mars_year=means.hours,
        eue_kwh_per_mars_year=means.kwh,
        lolh_stderr_hour=means.stderr_hour,
        p_crew_survives=lived.value,
        p_low=lived.ci95[0],
        p_high=lived.ci95[1],
        longest_vital_hour=found.row("longest_vital_hour"),
        unserved_vital_kwh=found.row("unserved_vital_kwh"),
    )
