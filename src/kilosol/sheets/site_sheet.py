"""A place on Mars in numbers: what `kilosol site` prints and its page draws."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kilosol import mars, solar
from kilosol.data import table
from kilosol.streams import generator

Floats = NDArray[np.float64]

#: Drawn years behind the bands of quiet and stormy dust.
N_YEARS = 100
#: Sols between cleanings of the arrays, as in the shipped scenarios.
CLEANING_SOLS = 60
#: Sols over which the darkest stretch of a year is averaged.
DARK_SOLS = 30
#: Insulated wall of the habitat: conductance [W/m2/K] and air inside [K], for the heat loss.
WALL_W_M2_K, INSIDE_K = 0.2, 294.0
#: Season of each row of the sheet [deg].
SEASONS = tuple(range(0, 360, 30))


@dataclass(frozen=True, repr=False)
class SiteSheet:
    """A place through its Mars year; series by sol are (669,).

    Parameters
    ----------
    place : kilosol.mars.Site
    dust : str
        The dust that was asked for: quiet, my28, my34 or a file's name.
    ls_deg : (669,) [deg]
        Season at noon of each sol.
    tau : dict of (669,)
        Optical depth of the asked dust and of the replays.
    light_wh_m2 : dict of (669,) [Wh/m2]
        Light on the horizontal in a sol, for the same.
    band_wh_m2 : dict of pairs of (669,) [Wh/m2]
        5th and 95th percentile of drawn years, "quiet" and "storm".
    electric_w_m2 : dict of (669,) [W/m2]
        Mean electric output of an array of triple-junction cells, cleaned every 60 sols.
    ground : kilosol.mars.GroundYear
        Temperatures with the asked dust.
    sink_k, heat_loss_w_m2 : (16056,)
        Sink of a vertical radiator [K]; loss through an insulated wall [W/m2].
    """

    place: mars.Site
    dust: str
    ls_deg: Floats
    tau: dict[str, Floats]
    light_wh_m2: dict[str, Floats]
    band_wh_m2: dict[str, tuple[Floats, Floats]]
    electric_w_m2: dict[str, Floats]
    ground: mars.GroundYear
    sink_k: Floats
    heat_loss_w_m2: Floats

    def __repr__(self) -> str:
        return f"SiteSheet of {self.place.name} (dust: {self.dust})"

    def values(self) -> dict[str, Any]:
        """Everything in plain numbers and texts, for JSON."""
        place = self.place
        return {
            "site": _site_values(place),
            "dust": self.dust,
            "insolation": self._insolation(),
            "array": self._array(),
            "temperature": self._temperature(),
            "pressure_pa": [
                {
                    "ls_deg": ls,
                    "pressure_pa": _round(
                        mars.surface_pressure_pa(ls, place.elevation_km, place.latitude_deg)
                    ),
                }
                for ls in SEASONS
            ],
            "dose": dose_values(place),
            "sunrise": sunrise_rows(place),
            "ice": mars.site_ice(place),
        }

    def _of_season(self, ls: int) -> NDArray[np.bool_]:
        return np.asarray((self.ls_deg >= ls) & (self.ls_deg < ls + SEASONS[1]))

    def _insolation(self) -> dict[str, Any]:
        rows = []
        for ls in SEASONS:
            here = self._of_season(ls)
            row: dict[str, Any] = {"ls_deg": ls}
            for name, light in self.light_wh_m2.items():
                row[f"{name}_wh_m2"] = _round(light[here].mean())
                row[f"{name}_tau"] = _round(self.tau[name][here].mean(), 2)
            for name, (low, high) in self.band_wh_m2.items():
                row[f"{name}_p05_wh_m2"], row[f"{name}_p95_wh_m2"] = (
                    _round(edge[here].mean()) for edge in (low, high)
                )
            rows.append(row)
        year = {
            f"{name}_{what}_wh_m2": _round(value)
            for name, light in self.light_wh_m2.items()
            for what, value in (("mean", light.mean()), (f"darkest_{DARK_SOLS}_sols", darkest(light)))
        }
        return {"by_season": rows, "year": year}

    def _array(self) -> dict[str, Any]:
        eta = table("solar/array").number("system_efficiency_frac")
        out: dict[str, Any] = {
            "system_efficiency_frac": eta,
            "cleaning_sols": CLEANING_SOLS,
            "mass_kg_m2": float(solar.array_mass_kg(1)),
        }
        for name, power in self.electric_w_m2.items():
            mean, worst = float(power.mean()), darkest(power)
            out[name] = {
                "mean_w_m2": _round(mean, 2),
                "darkest_30_sols_w_m2": _round(worst, 2),
                "area_m2_per_kwe_mean": _round(1000 / mean),
                "area_m2_per_kwe_darkest": _round(1000 / worst) if worst > 1 / 1000 else None,
            }
        return out

    def _temperature(self) -> dict[str, Any]:
        year, rows = self.ground, []
        by_sol = {
            "ground": year.ground_k.reshape(-1, 24),
            "air": year.air_k.reshape(-1, 24),
            "sky": year.sky_k.reshape(-1, 24),
        }
        for ls in SEASONS:
            here = self._of_season(ls)
            row: dict[str, Any] = {"ls_deg": ls}
            for name, hours in by_sol.items():
                row[f"{name}_min_k"] = _round(hours[here].min(axis=1).mean())
                row[f"{name}_mean_k"] = _round(hours[here].mean())
                row[f"{name}_max_k"] = _round(hours[here].max(axis=1).mean())
            rows.append(row)
        sink = mars.sink_summary_k(self.sink_k)
        return {
            "by_season": rows,
            "ground_min_k": _round(year.ground_k.min()),
            "ground_max_k": _round(year.ground_k.max()),
            "frost_kg_m2": _round(year.frost_kg_m2),
            "sink_max_k": _round(sink.max_k),
            "sink_mean_k": _round(sink.mean_k),
            "sink_min_k": _round(sink.min_k),
            "sink_by_hour_k": [_round(k) for k in self.sink_k.reshape(-1, 24).mean(axis=0)],
            "wall_w_m2_k": WALL_W_M2_K,
            "heat_loss_mean_w_m2": _round(self.heat_loss_w_m2.mean(), 1),
            "heat_loss_max_w_m2": _round(self.heat_loss_w_m2.max(), 1),
        }


def site_sheet(place: mars.Site, dust: str = "quiet", tau: Floats | None = None) -> SiteSheet:
    """Work a place through its year.

    Parameters
    ----------
    place : kilosol.mars.Site
    dust : str
        quiet, my28 or my34; or what to call `tau`.
    tau : (669,), optional
        A user's own year of optical depth.

    Returns
    -------
    SiteSheet

    Examples
    --------
    >>> sheet = site_sheet(mars.site("AP-1"))
    >>> sorted(sheet.light_wh_m2)
    ['my28', 'my34', 'quiet']
    """
    years: dict[str, Floats] = {
        name: mars.replay_tau(name, pressure_pa=place.pressure_pa) for name in mars.REPLAYS
    }
    if tau is not None:
        years[dust] = tau
    asked = years[dust]
    ls = mars.ls_of_sol_deg(np.arange(asked.size) + 1 / 2)

    def light(dust_tau: Floats) -> Floats:
        return mars.daily_insolation_wh_m2(place.latitude_deg, ls, dust_tau, place.albedo)

    ground = mars.ground_year(place, asked)
    output: dict[str, Floats] = {
        name: solar.design_year_output_w_m2(place, one, CLEANING_SOLS, ground=ground)
        .reshape(-1, 24)
        .mean(axis=1)
        for name, one in years.items()
    }
    bands = {}
    for name, chance in (("quiet", 0), ("storm", 1)):
        drawn = mars.random_years_tau(
            generator(1, f"site/{name}"),
            N_YEARS,
            latitude_deg=place.latitude_deg,
            storm_frac=chance,
            pressure_pa=place.pressure_pa,
        )
        low, high = np.percentile(light(drawn), [5, 100 - 5], axis=0)
        bands[name] = (low, high)
    return SiteSheet(
        place=place,
        dust=dust,
        ls_deg=ls,
        tau=years,
        light_wh_m2={name: light(one) for name, one in years.items()},
        band_wh_m2=bands,
        electric_w_m2=output,
        ground=ground,
        sink_k=mars.sink_by_hour_k(ground, place.albedo),
        heat_loss_w_m2=mars.habitat_heat_loss_w_m2(ground, INSIDE_K, WALL_W_M2_K, ground_albedo=place.albedo),
    )


def darkest(by_sol: Floats) -> float:
    """Mean of the darkest 30 sols in a row of a year that repeats.

    Examples
    --------
    >>> darkest(np.append(np.zeros(30), np.ones(639)))
    0.0
    """
    around = np.append(by_sol, by_sol[: DARK_SOLS - 1])
    return float(np.convolve(around, np.full(DARK_SOLS, 1 / DARK_SOLS), "valid").min())


def dose_values(place: mars.Site) -> dict[str, Any]:
    """Doses at a site by phase of the solar cycle, cover and limits."""
    phases = {}
    for phase in mars.PHASES:
        modulation = mars.modulation_mv(phase)
        phases[phase] = {
            "modulation_mv": modulation,
            "cruise_msv_day": _round(mars.cruise_dose_msv_day(modulation), 2),
            "surface_msv_day": _round(mars.surface_dose_msv_day(modulation, place.pressure_pa), 3),
        }
    depths = (0.0, 0.3, 0.5, 1.0, 2.0, 3.0)
    cover = mars.cover_factor(mars.regolith_cover_g_cm2(depths))
    return {
        "by_phase": phases,
        "cover": [
            {"regolith_m": d, "surface_factor": _round(c, 3)} for d, c in zip(depths, cover, strict=True)
        ],
        "cover_that_only_breaks_even_g_cm2": _round(mars.break_even_cover_g_cm2()),
        "surface_particle_events_msv": mars.surface_particle_events_msv(),
        "career_limits_msv": mars.career_limits_msv(),
    }


def sunrise_rows(place: mars.Site) -> list[dict[str, Any]]:
    """Sunrise, sunset and noon height of the Sun by season, local true solar time in Mars hours."""
    rows = []
    for ls in SEASONS:
        declination = mars.declination_deg(ls)
        half = float(mars.half_day_hour(place.latitude_deg, declination))
        noon = float(mars.cos_zenith(place.latitude_deg, declination, 24 / 2))
        rows.append(
            {
                "ls_deg": ls,
                "sunrise_hour": _round(24 / 2 - half, 2) if 0 < half < 24 / 2 else None,
                "sunset_hour": _round(24 / 2 + half, 2) if 0 < half < 24 / 2 else None,
                "day_hour": _round(2 * half, 2),
                "noon_height_deg": _round(np.degrees(np.arcsin(np.clip(noon, -1, 1))), 1),
            }
        )
    return rows


def _site_values(place: mars.Site) -> dict[str, Any]:
    out: dict[str, Any] = {"name": place.name, "wind": place.wind}
    for name, entry in mars.site_provenance(place).items():
        out[name] = {
            "value": entry.value,
            "unit": entry.unit,
            "source": entry.source,
            "where": entry.where,
            "tier": entry.tier,
            "seen": entry.seen,
        }
    return out


def _round(value: Any, digits: int = 0) -> float:
    rounded = round(float(value), digits)
    return float(rounded)
