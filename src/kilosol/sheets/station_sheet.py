"""Design sheet of a fission station: what `kilosol station` prints and its page draws.

Two kinds of units come here. Of a Stirling or Brayton unit a sum of components is made and stands beside what
is published; of all others only what is published is shown, with decay heat and dose.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

import numpy as np

from kilosol import mars
from kilosol.errors import OutOfRange
from kilosol.fission import (
    FissionUnit,
    StationDesign,
    berm_thickness_m,
    burn_up,
    decay_heat_frac,
    dose_msv_year,
    exclusion_distance_m,
    law_radiator_m2,
    level_band,
    needed_attenuation_frac,
    published_side_frac,
    start_up,
    station_chances,
    station_mass_kg,
    station_of,
)
from kilosol.planning.designs import core_heat_kwt
from kilosol.planning.station_transients import transients_of
from kilosol.sheets.shield_sheet import shield_sheet
from kilosol.sheets.station_cases import Case, Sky, cases_of, run_year, sky_of
from kilosol.sheets.station_rivals import Parting, SolarPlant, partings, solar_plant, what_binds

#: Years whose chances and burn-up are told.
AGES_YEAR = (0.0, 1.0, 2.0, 5.0, 10.0, 15.0)
#: Time after shutdown of the decay-heat curve [s], and the times of its table by name.
DECAY_S = np.geomspace(1.0, 3.15576e8, 101)
DECAY_ROWS = {
    "1 s": 1.0,
    "1 min": 60.0,
    "1 h": 3600.0,
    "1 d": 86400.0,
    "7 d": 604800.0,
    "30 d": 2.592e6,
    "1 year": 3.15576e7,
}
#: Water in the regolith of a berm where none is stated: dry, the safe side.
DRY = 0.0
#: Life where none is published [yr].
LIFE_YEAR = 10.0
#: Dose a year from the station at the base unless asked otherwise [mSv/yr].
LIMIT_MSV_YEAR = 50.0


@dataclass(frozen=True)
class StationSheet:
    """A station at a place.

    Parameters
    ----------
    unit : FissionUnit
        As published.
    design : StationDesign or None
        Sum of components of one unit; None where no such sum is possible.
    why_none : str
        Why there is none.
    n_units : int
    distance_m, limit_msv_year : float [m], [mSv/yr]
        To the base; from all units together, at the base.
    place : kilosol.mars.Site
    calm, storm : Sky or None
        Years without and with a global storm.
    cases : tuple of Case
    rivals : tuple of Parting
    solar : SolarPlant or None
    binding : tuple of (str, float [kg])
    transients : dict or None
        What a unit does when cooling, load or a heat pipe is lost; None where no model is possible.
    """

    unit: FissionUnit
    design: StationDesign | None
    why_none: str
    n_units: int
    distance_m: float
    limit_msv_year: float
    place: mars.Site
    calm: Sky | None
    storm: Sky | None
    cases: tuple[Case, ...]
    rivals: tuple[Parting, ...]
    solar: SolarPlant | None
    binding: tuple[tuple[str, float], ...]
    transients: dict[str, Any] | None

    @property
    def thermal_kwt(self) -> float:
        """Heat of one core [kW]."""
        return core_heat_kwt(self.unit) if self.design is None else self.design.thermal_kwt

    def values(self) -> dict[str, Any]:
        """Everything in plain numbers and texts, for JSON."""
        out: dict[str, Any] = {
            "technology": self._technology(),
            "published": self._published(),
            "station": {
                "n_units": self.n_units,
                "net_kwe": self.n_units * self.unit.power_kwe,
                "distance_m": self.distance_m,
                "limit_msv_year": self.limit_msv_year,
                "site": self.place.name,
                "why_no_components": self.why_none,
            },
            "dose": self._dose(),
            "decay_heat": self._decay_heat(),
            "burn_up": [self._burn_up(year) for year in AGES_YEAR[1:]],
            "start_up": self._start_up(),
            "transients": self.transients,
            "shield_and_dose": self._shield(),
        }
        if self.design is not None:
            out |= self._of_design(self.design)
        rounded: dict[str, Any] = _rounded(out)
        return rounded

    def _shield(self) -> dict[str, Any]:
        """What hides one unit, with its share of the limit."""
        share = self.limit_msv_year / self.n_units
        return shield_sheet(self.unit, self.thermal_kwt, standoff_m=self.distance_m, limit_msv_year=share)

    def _technology(self) -> dict[str, Any]:
        unit = self.unit
        names = (
            "name",
            "title",
            "offered_by",
            "readiness",
            "tier",
            "conversion",
            "fuel",
            "maturity",
            "notes",
        )
        return {name: getattr(unit, name) for name in names} | {
            "is_surface_unit": unit.is_surface_unit,
            "includes_shield": unit.includes_shield,
            "sources": list(unit.sources),
        }

    def _published(self) -> dict[str, Any]:
        names = (
            "power_kwe",
            "thermal_kwt",
            "mass_kg",
            "specific_mass_kg_kwe",
            "radiator_m2",
            "hot_k",
            "cold_k",
        )
        return {name: getattr(self.unit, name) for name in (*names, "net_frac")} | {
            "life_year": self.unit.figure("life_year"),
            "shield_kg": self.unit.figure("shield_kg"),
            "reactor_kg": self.unit.figure("reactor_kg"),
        }

    def _dose(self) -> dict[str, Any]:
        total = self.n_units * self.thermal_kwt
        through = float(needed_attenuation_frac(total, self.distance_m, self.limit_msv_year))
        away = float(exclusion_distance_m(total, self.limit_msv_year, published_side_frac()))
        return {
            "bare_at_base_msv_year": float(dose_msv_year(total, self.distance_m)),
            "needed_attenuation_frac": through,
            "side_distance_m": away if np.isfinite(away) else None,
            "berm_dry_m": float(berm_thickness_m(total, self.distance_m, DRY, self.limit_msv_year)),
        }

    def _decay_heat(self) -> dict[str, Any]:
        years = self.unit.figure("life_year") or LIFE_YEAR
        operated = years * DECAY_ROWS["1 year"]
        rows = []
        for name, after in DECAY_ROWS.items():
            part = float(decay_heat_frac(after, operated))
            rows.append(
                {"after": name, "after_s": after, "part_frac": part, "unit_kw": part * self.thermal_kwt}
            )
        return {"operated_year": years, "rows": rows}

    def _burn_up(self, year: float) -> dict[str, Any]:
        return {
            "year": year,
            **dataclasses.asdict(burn_up(self.thermal_kwt, year, self.unit.figure("u235_kg"))),
        }

    def _start_up(self) -> dict[str, Any]:
        timeline = start_up(self.unit.power_kwe, keep_alive_kw=self.unit.figure("keep_alive_kw"))
        return {
            "hours": timeline.hours,
            "energy_kwh": timeline.energy_kwh,
            "battery_kwh": timeline.battery_kwh,
            "array_kwe": timeline.array_kwe,
            "steps": [{**dataclasses.asdict(step), "energy_kwh": step.energy_kwh} for step in timeline.steps],
        }

    def _of_design(self, design: StationDesign) -> dict[str, Any]:
        return {
            "mass": self._mass(design),
            "levels": self._levels(design),
            "efficiency": {
                "hot_k": design.hot_k,
                "cold_k": design.cold_k,
                "carnot_frac": 1.0 - design.cold_k / design.hot_k,
                "carnot_share_frac": design.carnot_share_frac,
                "converter_frac": design.converter_frac,
                "net_frac": design.net_frac,
                "steps": [
                    {"what": what, "power_kw": power, "of_core_frac": part}
                    for what, power, part in design.ladder()
                ],
            },
            "radiator": {
                "area_m2": design.radiator_m2,
                "published_m2": self.unit.radiator_m2,
                "reject_kw": design.reject_kw,
                "in_k": design.radiator_in_k,
                "out_k": design.radiator_out_k,
                "sink_k": design.sink_k,
                "emissivity_frac": design.emissivity_frac,
                "panel_factor": design.panel_frac,
            },
            "shield": {"lithium_hydride_m": design.shield_m[0], "tungsten_m": design.shield_m[1]},
            "availability": self._availability(design),
            "cases": [dataclasses.asdict(case) for case in self.cases],
            "year": self._year(design),
            "binds": [{"what": what, "saves_kg": saved} for what, saved in self.binding],
            "sizes": [dataclasses.asdict(rival) for rival in self.rivals],
            "solar": None if self.solar is None else dataclasses.asdict(self.solar),
        }

    def _mass(self, design: StationDesign) -> dict[str, Any]:
        low, high = level_band(1).around(design.total_kg)
        growth = {name: kg * design.growth_frac for name, kg in design.mass_kg.items()}
        return {
            "by_component_kg": dict(design.mass_kg),
            "growth_by_component_kg": growth,
            "growth_frac": design.growth_frac,
            "basic_kg": design.basic_kg,
            "unit_kg": design.total_kg,
            "unit_low_kg": low,
            "unit_high_kg": high,
            "station_kg": self.n_units * design.total_kg,
            "specific_mass_kg_kwe": design.total_kg / design.net_kwe,
            "published_kg": self.unit.mass_kg,
        }

    def _levels(self, design: StationDesign) -> list[dict[str, Any]]:
        law = float(station_mass_kg(design.net_kwe).mass_kg)
        found = {
            (0, "mass"): law, (0, "radiator"): law_radiator_m2(design.net_kwe),
            (1, "mass"): design.total_kg, (1, "radiator"): design.radiator_m2,
        }  # fmt: skip
        rows = []
        for (level, quantity), value in found.items():
            band = level_band(level, quantity)
            cases = [{"name": case.name, "error_frac": case.error_frac} for case in band.cases]
            low, high = band.around(value)
            rows.append(
                {
                    "level": level,
                    "quantity": quantity,
                    "unit": "kg" if quantity == "mass" else "m2",
                    "value": value,
                    "low": low,
                    "high": high,
                    "low_frac": band.low_frac,
                    "high_frac": band.high_frac,
                    "cases": cases,
                }
            )
        return rows

    def _availability(self, design: StationDesign) -> dict[str, Any]:
        unit = self.unit
        chances = station_chances(
            design, self.n_units, np.array(AGES_YEAR),
            unit_mtbf_hour=unit.mtbf_hour, unit_repair_hour=unit.repair_hour,
        )  # fmt: skip
        power = self.n_units * design.net_kwe
        parts = {
            f"at_least_{percent}_percent": chances.at_least(power * percent / 100)
            for percent in (100, 75, 50, 25)
        }
        mean = chances.mean_kw()
        rows = [
            {"year": year, "mean_kw": float(mean[i]), **{name: float(p[i]) for name, p in parts.items()}}
            for i, year in enumerate(AGES_YEAR)
        ]
        return {
            "unit_mtbf_hour": unit.mtbf_hour,
            "unit_repair_hour": unit.repair_hour,
            "unit_availability_frac": unit.availability_frac,
            "n_converters": design.n_converters,
            "n_needed": design.n_needed,
            "rows": rows,
        }

    def _year(self, design: StationDesign) -> dict[str, Any] | None:
        if self.calm is None or self.storm is None:
            return None
        calm, storm = run_year(design, self.calm), run_year(design, self.storm)
        return {
            "least_able_kw": float(min(calm.full_heat_kw.min(), storm.full_heat_kw.min())),
            "most_able_kw": float(max(calm.full_heat_kw.max(), storm.full_heat_kw.max())),
            "calm_net_kwh": float(calm.net_kw.sum() * mars.step_hour()),
            "storm_net_kwh": float(storm.net_kw.sum() * mars.step_hour()),
        }


def station_sheet(
    unit: FissionUnit,
    place: mars.Site,
    *,
    n_units: int = 1,
    distance_m: float = 1000.0,
    limit_msv_year: float = LIMIT_MSV_YEAR,
    is_buried: bool = False,
    with_solar: bool = True,
) -> StationSheet:
    """Work a station out at a place.

    Parameters
    ----------
    unit : FissionUnit
        Technology.
    place : kilosol.mars.Site
    n_units : int
        Units of it.
    distance_m : float [m]
        From the station to the base, 10 to 5000.
    limit_msv_year : float [mSv/yr]
        Dose at the base from all units; shared by them.
    is_buried : bool
        Whether regolith is the shield, so that none is carried.
    with_solar : bool
        Whether to size the solar plant beside it, some seconds.

    Returns
    -------
    StationSheet

    Raises
    ------
    OutOfRange
        If a number is outside its range.
    """
    if not n_units >= 1:
        raise OutOfRange("--units", n_units, "1 or more")
    if not limit_msv_year > 0:
        raise OutOfRange("--limit-msv-year", limit_msv_year, "positive [mSv/yr]")
    share = limit_msv_year / n_units
    design, why = _design_of(unit, distance_m, share, is_buried)
    solar = solar_plant(place, n_units * unit.power_kwe) if with_solar and design is not None else None
    calm = storm = None
    cases: tuple[Case, ...] = ()
    rivals: tuple[Parting, ...] = ()
    binding: tuple[tuple[str, float], ...] = ()
    if design is not None:
        calm, storm = sky_of(place, "quiet"), sky_of(place, "my28")
        cases = cases_of(design, calm, storm)
        rates = (unit.mtbf_hour, unit.repair_hour)
        rivals = partings(design, n_units, LIFE_YEAR, limit_msv_year, rates)
        mean_sink = float(np.mean(calm.sink_k**4) ** (1 / 4))
        binding = what_binds(design, share, mean_sink)
    return StationSheet(
        unit,
        design,
        why,
        n_units,
        distance_m,
        limit_msv_year,
        place,
        calm,
        storm,
        cases,
        rivals,
        solar,
        binding,
        transients_of(unit),
    )


def _design_of(
    unit: FissionUnit, distance_m: float, share_msv_year: float, is_buried: bool
) -> tuple[StationDesign | None, str]:
    """Sum of components of a unit, or why there is none."""
    if unit.conversion not in ("stirling", "brayton"):
        return None, f"no masses of {unit.conversion} machines are public: only what is published stands here"
    if not unit.is_surface_unit:
        return None, "no surface unit: only what is published stands here"
    return station_of(unit, distance_m, share_msv_year, has_shield=not is_buried), ""


def _rounded(value: Any) -> Any:
    """Value with floats at six significant digits, which is more than any of them carries."""
    if isinstance(value, float):
        return float(f"{value:.6g}")
    if isinstance(value, dict):
        return {key: _rounded(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(inner) for inner in value]
    return value
