"""Arrays: what rovers' arrays gave."""

from __future__ import annotations

import datetime
from functools import cache

import numpy as np
from numpy.typing import NDArray

from kilosol import mars, solar
from kilosol.data import table
from kilosol.evidence.registry import shared

#: Noon of InSight's first sol on Mars, Julian date in UTC, and area of its two wings of 2.15 m [m2].
_INSIGHT_JD, _INSIGHT_M2 = 2458450.3, 7.26
#: Julian date at noon of the day before the calendar's first.
_JD_OF_ORDINAL_ZERO = 1721425.0
_PERCENT = 100.0
#: Sols that InSight lived, and its energy on the first [Wh].
_INSIGHT_SOLS, _INSIGHT_FIRST_WH = 1445, 4588.0


def _reports() -> tuple[NDArray[np.float64], ...]:
    """Season, energy, optical depth and dust factor of the quoted days."""
    reports = shared("jpl2016_opportunity_energy")["reports"]
    days = [datetime.date.fromisoformat(row[0]).toordinal() + _JD_OF_ORDINAL_ZERO for row in reports]
    energy_wh, tau, dust = np.array([row[1:] for row in reports], dtype=np.float64).T
    return mars.ls_deg(np.array(days)), energy_wh, tau, dust


def _errors() -> NDArray[np.float64]:
    """Relative errors of the days' energy with Appelbaum's light and the shipped constant."""
    season, energy_wh, tau, dust = _reports()
    light = mars.daily_light(
        mars.toa_irradiance_w_m2(season),
        mars.declination_deg(season),
        shared("jpl2016_opportunity_energy")["latitude_deg"],
        tau,
        ground_albedo=mars.site("Meridiani").albedo,
        backend="appelbaum",
    )
    expected = table("solar/array").number("rover_constant_m2") * light.global_wh_m2 * dust
    return np.asarray(expected / energy_wh - 1)


def opportunity_rms() -> float:
    """Root mean square of the relative errors, in per cent."""
    return _PERCENT * float(np.sqrt(np.mean(_errors() ** 2)))


def opportunity_bias() -> float:
    """Mean of the relative errors, in per cent."""
    return _PERCENT * float(_errors().mean())


@cache
def _modern() -> tuple[float, float]:
    """The constant of least squares under modern light and cell temperature, and the scatter about it."""
    season, energy_wh, tau, dust = _reports()
    place = mars.site("Meridiani")
    light = mars.daily_insolation_wh_m2(place.latitude_deg, season, tau, place.albedo, use="triple")
    year = mars.ground_year(place, mars.replay_tau("quiet"))
    cells = solar.cell_temperature_k(
        year.global_w_m2, year.air_k, year.ground_k, year.sky_k, electric_frac=0.16
    )
    gain = (solar.temperature_factor(cells) * year.global_w_m2).reshape(669, 24).sum(axis=1)
    by_sol = gain / year.global_w_m2.reshape(669, 24).sum(axis=1)
    expected = light * np.interp(mars.sol_of_ls(season), np.arange(669) + 0.5, by_sol) * dust
    constant = float((energy_wh * expected).sum() / (expected**2).sum())
    return constant, float(np.sqrt(np.mean((constant * expected / energy_wh - 1) ** 2)))


def opportunity_modern_rms() -> float:
    """Scatter with modern light and cell temperature, in per cent."""
    return _PERCENT * _modern()[1]


def opportunity_efficiency() -> float:
    """Efficiency that the constant means for the flown cells."""
    return _modern()[0] / float(shared("jpl2016_opportunity_energy")["cells_m2"])


def loss_percent(tau: float) -> float:
    """Loss of a dusty array, in per cent a sol."""
    return _PERCENT * float(solar.loss_per_sol(tau))


def storm_energy(ls: float, tau: float, dust_frac: float, day: str = "") -> float:
    """Energy of a sol of Opportunity in a storm: the flown constant, the storm's coarser dust."""
    del day
    place = mars.site("Meridiani")
    light = mars.daily_insolation_wh_m2(place.latitude_deg, ls, tau, place.albedo, use="triple")
    constant = table("solar/array").number("rover_constant_m2")
    return float(constant * light * dust_frac * solar.storm_factor(tau))


@cache
def _insight() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Season, and energy of each sol of InSight over the efficiency, from the climatology of its place."""
    place, sol_day = mars.site("InSight"), table("constants").number("sol_s") / 86400
    season = mars.ls_deg(_INSIGHT_JD + np.arange(_INSIGHT_SOLS) * sol_day)
    tau = mars.site_background_tau(mars.climatology_tau(season), place.pressure_pa)
    dust = solar.dust_factor(tau, start_frac=1.0)
    return season, _insight_light(season, tau) * dust * _INSIGHT_M2


def _insight_light(season: NDArray[np.float64], tau: NDArray[np.float64]) -> NDArray[np.float64]:
    """Light of a sol for clean arrays there [Wh/m2], thick dust counted."""
    place = mars.site("InSight")
    light = mars.daily_insolation_wh_m2(place.latitude_deg, season, tau, place.albedo, use="triple")
    return np.asarray(light * solar.storm_factor(tau))


def insight_first_sol() -> float:
    """Energy of the first sol with the efficiency that plans take."""
    return float(_insight()[1][0] * table("solar/array").number("system_efficiency_frac"))


def insight_energy(sol: int) -> float:
    """Energy of a later sol, worked out from that of the first alone."""
    energy = _insight()[1]
    return float(_INSIGHT_FIRST_WH * energy[sol - 1] / energy[0])


def insight_energy_under(sol: int, tau: float) -> float:
    """The same under the optical depth that was reported for the day, dust on the arrays as before."""
    season, _ = _insight()
    mine = season[sol - 1 : sol]
    usual = mars.site_background_tau(mars.climatology_tau(mine), mars.site("InSight").pressure_pa)
    changed = _insight_light(mine, np.array([tau])) / _insight_light(mine, usual)
    return insight_energy(sol) * float(changed[0])
