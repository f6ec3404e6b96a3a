"""A fission unit under the hours of a place: night, noon, storm, winter, with dust on its radiator."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kilosol import mars
from kilosol.data import table
from kilosol.fission import Operation, StationDesign, dusty_panel, operate

Array = NDArray[np.float64]

#: Hours of a sol, and sols of a month over which the coldest part of the year is averaged.
HOURS, MONTH_SOLS = 24, 30
#: Hours that count as night, and the hour that counts as noon.
NIGHT, NOON = slice(0, 4), 12


@dataclass(frozen=True)
class Sky:
    """What a radiator meets through a Mars year, all (n,).

    Parameters
    ----------
    sink_k, air_k : [K]
        Sink of a vertical panel of two sides with dust on it; air.
    tau : (n_sols,)
        Optical depth of dust.
    emissivity_frac : float
        Of the dusty panel.
    """

    sink_k: Array
    air_k: Array
    tau: Array
    emissivity_frac: float


@dataclass(frozen=True)
class Case:
    """A unit in one kind of hour.

    Parameters
    ----------
    name, what : str
        Case, and which hours it averages.
    sink_k, air_k : float [K]
    able_kw : float [kW]
        What core and radiator would give if the machines took it all.
    net_kw, thermal_kwt, reject_kw : float [kW]
        At the unit's rated load.
    cold_k, radiator_in_k, radiator_out_k : float [K]
    """

    name: str
    what: str
    sink_k: float
    air_k: float
    able_kw: float
    net_kw: float
    thermal_kwt: float
    reject_kw: float
    cold_k: float
    radiator_in_k: float
    radiator_out_k: float


def sky_of(place: mars.Site, dust: mars.dust_series.Replay, cover_frac: float | None = None) -> Sky:
    """Sink and air of a place through a year of given dust.

    Parameters
    ----------
    place : kilosol.mars.Site
    dust : {"quiet", "my28", "my34"}
    cover_frac : float, optional [1]
        Part of the panel under dust; cited default 0.3.

    Returns
    -------
    Sky
        The sink of a clean panel, warmed by the light that dust takes in beyond it.
    """
    tau = mars.replay_tau(dust, pressure_pa=place.pressure_pa)
    year = mars.ground_year(place, tau)
    clean = mars.sink_by_hour_k(year, place.albedo)
    cover = table("fission/radiator").number("dust_cover_frac") if cover_frac is None else cover_frac
    emissivity, absorbed = (float(part) for part in dusty_panel(cover))
    model = table("mars/ground_model")
    before = model.number("panel_absorbed_frac") / model.number("panel_emissivity_frac")
    more = np.maximum(absorbed / emissivity - before, 0.0) * mars.vertical_light_w_m2(year, place.albedo)
    sigma = table("constants").number("stefan_boltzmann_w_m2_k4")
    return Sky((clean**4 + more / sigma) ** (1 / 4), year.air_k, tau, emissivity)


def run_year(design: StationDesign, sky: Sky) -> Operation:
    """A unit at its rated load through a year."""
    return operate(design, sky.sink_k, emissivity_frac=sky.emissivity_frac)


def cases_of(design: StationDesign, calm: Sky, storm: Sky) -> tuple[Case, ...]:
    """Night, noon, storm by day and night, and the coldest month, at the rated load.

    Parameters
    ----------
    design : StationDesign
    calm, storm : Sky
        A year without a global storm, and one with.

    Returns
    -------
    tuple of Case
    """
    n_sols = calm.tau.size
    sol = np.arange(n_sols)
    of_calm, of_storm = run_year(design, calm), run_year(design, storm)
    by_sol = calm.sink_k.reshape(n_sols, HOURS)
    warmest = by_sol[:, NOON] >= np.percentile(by_sol[:, NOON], 90)
    around = np.append(by_sol.mean(axis=1), by_sol[: MONTH_SOLS - 1].mean(axis=1))
    month = np.convolve(around, np.full(MONTH_SOLS, 1.0 / MONTH_SOLS), "valid")
    winter = (sol - int(month.argmin())) % n_sols < MONTH_SOLS
    stormy = storm.tau >= np.percentile(storm.tau, 97)
    every = np.ones(n_sols, dtype=bool)
    picked = (
        ("night", "after midnight, mean of the year", calm, of_calm, every, NIGHT),
        ("noon", "noon of the warmest tenth of the year", calm, of_calm, warmest, slice(NOON, NOON + 1)),
        ("storm day", "noon at the height of the storm", storm, of_storm, stormy, slice(NOON, NOON + 1)),
        ("storm night", "night at the height of the storm", storm, of_storm, stormy, NIGHT),
        ("winter", "all hours of the coldest month", calm, of_calm, winter, slice(0, HOURS)),
    )
    return tuple(
        _case(name, what, sky, run, (n_sols, sols, hours)) for name, what, sky, run, sols, hours in picked
    )


def _case(
    name: str, what: str, sky: Sky, run: Operation, where: tuple[int, NDArray[np.bool_], slice]
) -> Case:
    n_sols, sols, hours = where

    def mean(values: Array) -> float:
        return float(values.reshape(n_sols, HOURS)[sols][:, hours].mean())

    return Case(
        name=name,
        what=what,
        sink_k=mean(sky.sink_k),
        air_k=mean(sky.air_k),
        able_kw=mean(run.full_heat_kw),
        net_kw=mean(run.net_kw),
        thermal_kwt=mean(run.thermal_kwt),
        reject_kw=mean(run.reject_kw),
        cold_k=mean(run.cold_k),
        radiator_in_k=mean(run.radiator_in_k),
        radiator_out_k=mean(run.radiator_out_k),
    )
