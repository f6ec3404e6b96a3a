"""Light through dust, at the papers' own Sun or at sites."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kilosol import mars
from kilosol.data import binary
from kilosol.evidence.registry import rows, shared

#: Latitude of Viking Lander 1 in the reports.
_VIKING_1_DEG = 22.3
#: Instants of an hour where hourly light is averaged, as shares of the hour.
_INSTANTS = (np.arange(200) + 0.5) / 200
#: Tilts among which the best is looked for.
_TILTS_DEG = np.arange(0.0, 15.1, 0.5)
#: What the site checks assume of an array: efficiency, and light left by dust on it.
_EFFICIENCY_FRAC, _DUST_FRAC = 0.22, 0.62


def _sun_of_1990(ls_deg: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The reports' own Sun: 590 W/m2, e 0.093377, perihelion at Ls 248, obliquity 24.936 degrees."""
    e, season = 0.093377, np.radians(np.asarray(ls_deg, dtype=np.float64))
    toa = 590 * ((1 + e * np.cos(season - np.radians(248))) / (1 - e**2)) ** 2
    return toa, np.degrees(np.arcsin(np.sin(np.radians(24.936)) * np.sin(season)))


@cache
def _day(ls: float, tau: float) -> Any:
    toa, declination = _sun_of_1990(ls)
    return mars.daily_light(toa, declination, _VIKING_1_DEG, tau, ground_albedo=0.1, backend="appelbaum")


def daily_sum_mars_hours(ls: float, tau: float) -> float:
    """Light of a day, summed over Mars hours as the report of 1989 does."""
    return float(_day(ls, tau).global_wh_m2) / mars.STEP_HOUR


def hourly_sum(ls: float, tau: float, hour: float) -> float:
    """Mean light of an hour."""
    toa, declination = _sun_of_1990(ls)
    height = mars.cos_zenith(_VIKING_1_DEG, declination, hour + _INSTANTS)
    light = mars.surface_light(toa, height, tau, ground_albedo=0.1, backend="appelbaum")
    return float(light.global_w_m2.mean())


def daily_global(ls: float, tau: float) -> float:
    """Light of a day."""
    return float(_day(ls, tau).global_wh_m2)


def daily_beam(ls: float, tau: float) -> float:
    """Beam of a day."""
    return float(_day(ls, tau).beam_wh_m2)


def daily_diffuse(ls: float, tau: float) -> float:
    """Diffuse light of a day."""
    return float(_day(ls, tau).diffuse_wh_m2)


def net_flux(tau: float, zenith_deg: float, albedo: float) -> float:
    """Normalised net flux f."""
    through = mars.transmittance(tau, np.cos(np.radians(zenith_deg)), albedo, backend="appelbaum")
    return float(through) * (1 - albedo)


def tilt_gain_percent() -> float:
    """Gain of the best fixed tilt over the horizontal in a year of Viking Lander 1's dust."""
    known = [row.arguments for row in rows("appelbaum1990_insolation") if row.compute == "light.daily_global"]
    ls = np.arange(0.0, 360.0, 5.0)
    tau = np.interp(ls, [a["ls"] for a in known], [a["tau"] for a in known], period=360.0)
    year = [
        mars.daily_insolation_wh_m2(_VIKING_1_DEG, ls, tau, backend="appelbaum", tilt_deg=tilt).sum()
        for tilt in _TILTS_DEG
    ]
    return 100 * (float(max(year)) / float(year[0]) - 1)


def transmittance_black(tau: float, mu: float) -> float:
    """Light over black ground, as a share of that above the atmosphere."""
    return float(mars.transmittance(tau, mu, 0.0))


def triple_mismatch(tau: float, zenith_deg: float) -> float:
    """Current of a triple-junction cell over light."""
    height = np.cos(np.radians(zenith_deg))
    return float(mars.transmittance(tau, height, 0.1, use="triple") / mars.transmittance(tau, height, 0.1))


def sky_albedo(tau: float) -> float:
    """Albedo of the dust from below over the Sun's energy."""
    with np.load(binary("light_wolff2009_disort.npz")) as held:
        mean = held["energy_frac"] @ held["sky_albedo"]
        return float(np.interp(np.log(tau), np.log(held["tau"]), mean))


def diffuse_share(tau: float) -> float:
    """Diffuse light over all light at a zenith angle of 40 degrees."""
    light = mars.surface_light(1.0, np.cos(np.radians(40)), tau, ground_albedo=0.0)
    return float(light.diffuse_w_m2 / light.global_w_m2)


@cache
def _daily_at(name: str, is_storm: bool) -> NDArray[np.float64]:
    """Light for triple-junction cells on each sol of the design year."""
    tau = mars.design_year_tau(latitude_deg=0.0, global_storm=False)
    if is_storm:
        given, season = shared("kilosol2026_site_insolation"), mars.design_year_ls_deg(1)
        in_storm = (season > 262) & (season < 340)
        tau = np.where(in_storm, np.interp(season, given["storm_ls"], given["storm_tau"]), tau)
    place = mars.site(name)
    year = mars.design_year_global_w_m2(place.latitude_deg, tau, ground_albedo=place.albedo, use="triple")
    return np.asarray(year.reshape(-1, 24).sum(axis=1) * mars.STEP_HOUR)


def _darkest(daily: NDArray[np.float64]) -> float:
    """Least mean of 30 sols in a row, round the year's end too."""
    around = np.append(daily, daily[:29])
    return float(np.convolve(around, np.full(30, 1 / 30), "valid").min())


def site_mean(name: str) -> float:
    """Mean light of a quiet year."""
    return float(_daily_at(name, False).mean())


def site_darkest(name: str) -> float:
    """Mean light of the darkest 30 sols of a quiet year."""
    return _darkest(_daily_at(name, False))


def site_storm(name: str) -> float:
    """Mean light of the darkest 30 sols in the storm."""
    return _darkest(_daily_at(name, True))


def _array_w_m2(name: str) -> NDArray[np.float64]:
    return _daily_at(name, False) / (24 * mars.STEP_HOUR) * _EFFICIENCY_FRAC * _DUST_FRAC


def array_mean(name: str) -> float:
    """Mean power of a square metre."""
    return float(_array_w_m2(name).mean())


def array_darkest(name: str) -> float:
    """Power of a square metre in the darkest 30 sols."""
    return _darkest(_array_w_m2(name))


def array_area(name: str) -> float:
    """Area for 40 kW in the darkest 30 sols."""
    return 40e3 / array_darkest(name)
