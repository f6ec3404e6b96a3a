"""Adequacy of a plant over many drawn years: LOLH, EUE, and whether the crew lives.

Sequential Monte Carlo over scenario years of hourly chronology: each year draws its weather (dust and
global storms) and its unit outages. A crew is counted as lost in a year when vital loads stay unserved
for longer than they can be done without (the ride-through time of the stores).

LOLH is the mean number of hours with any shortfall, EUE the mean energy not served, per Mars year.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kilosol.data import table
from kilosol.errors import OutOfRange
from kilosol.grid.dispatch import dispatch_year
from kilosol.grid.estimates import wilson_interval
from kilosol.grid.outages import Reliability, block_output_kw, block_timelines
from kilosol.grid.plant import Plant, StorageTechnology

#: Threads that share the scenario years; the compiled loops release the interpreter.
N_THREADS = 2


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
        Standard error of the former, as if no two years shared their weather.
    p_crew_survives : float
        Part of the years in which no vital outage outlasts the ride-through time.
    p_low, p_high : float
        Its 95 % interval (Wilson).
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
        Seed of the streams; plants tested with one seed share their draws, unit by unit.

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
    n = load_kw.shape[1]
    if solar_w_m2.ndim != 2 or solar_w_m2.shape[1] != n:
        raise OutOfRange("solar_w_m2", f"shape {solar_w_m2.shape}", f"of shape (n_weathers, {n})")
    # Read here: the threads below do not see what a study replaced or records.
    backlog_hour = table("grid/reliability").number("backlog_hour")
    short = np.zeros((n_years, 4))
    unserved = np.zeros((n_years, 4))
    longest = np.zeros(n_years)
    timelines = [
        block_timelines(block, position, reliability, n_years, n * step_hour, seed)
        for position, block in enumerate(plant.fission)
    ]

    def run_years(years: range) -> None:
        for year in years:
            fission = np.zeros(n)
            for block, (own, shared) in zip(plant.fission, timelines, strict=True):
                fission += block_output_kw(
                    block, (own[0][year], own[1][year]), (shared[0][year], shared[1][year]), n, step_hour
                )
            solar = solar_w_m2[year % solar_w_m2.shape[0]] * (plant.solar_m2 / 1000.0)
            run = dispatch_year(
                plant, storage, fission, solar, load_kw, step_hour=step_hour, backlog_hour=backlog_hour
            )
            short[year], unserved[year] = run.short_hour, run.unserved_kwh
            longest[year] = run.longest_hour[0]

    # Each year writes its own row, so the answer does not depend on how many threads share them.
    with ThreadPoolExecutor(N_THREADS) as pool:
        list(pool.map(run_years, [range(k, n_years, N_THREADS) for k in range(N_THREADS)]))
    survived = int((longest <= ride_through_hour).sum())
    low, high = wilson_interval(survived, n_years)
    return PlantAdequacy(
        n_years=n_years,
        lolh_hour_per_mars_year=short.mean(axis=0),
        eue_kwh_per_mars_year=unserved.mean(axis=0),
        lolh_stderr_hour=short.std(axis=0) / np.sqrt(n_years),
        p_crew_survives=survived / n_years,
        p_low=low,
        p_high=high,
        longest_vital_hour=longest,
        unserved_vital_kwh=unserved[:, 0],
    )
