"""Stage 5: dose around the station, dose on the trip, heat after shutdown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import xarray as xr

from kilosol.data import table
from kilosol.fission import (
    decay_heat_frac,
    dose_msv_year,
    exclusion_distance_m,
    fission_unit,
    published_side_frac,
    shield_mass_kg,
    start_up,
    station_chances,
    station_of,
)
from kilosol.fission.station import MACHINES
from kilosol.mars import career_limits_msv, trip_dose_msv
from kilosol.planning.designs import core_heat_kwt, units_running
from kilosol.planning.stages.power import Power
from kilosol.planning.stages.transfers import Transfers
from kilosol.planning.stages.weather import place_of
from kilosol.planning.station_transients import transients_of
from kilosol.results import describe
from kilosol.scenario import Scenario

#: Years of service after which the chance of half the power is told.
YEARS_OF_POWER = 10.0

#: Distances of the dose profile: to the end of the dose rule's range [m].
PROFILE_M = np.geomspace(50.0, 2000.0, 81)


@dataclass(frozen=True)
class Safety:
    """What the stage hands on."""

    dataset: xr.Dataset
    verdict: dict[str, Any]


def find_safety(scenario: Scenario, transfers: Transfers, power: Power) -> Safety:
    """Dose at the habitat, distance to keep outside the cone, dose of the round trip, decay heat."""
    ask = scenario.power
    blocks = power.chosen.sized.plant.fission
    running = {b: units_running(b.n_units, ask.n_units_tripped) for b in blocks if b.n_units > 0}
    heat = {b: core_heat_kwt(fission_unit(b.technology)) for b in running}
    thermal = sum(heat[b] * n for b, n in running.items())
    shield_kg = sum(
        b.n_units * shield_mass_kg(heat[b], ask.standoff_m, ask.dose_limit_msv_year / n)
        for b, n in running.items()
    )
    trip = trip_dose_msv(
        transfers.out_days,
        transfers.stay_days,
        transfers.back_days,
        pressure_pa=place_of(scenario).pressure_pa,
    )
    verdict: dict[str, Any] = {
        "thermal_kwt": thermal,
        "standoff_m": ask.standoff_m,
        "dose_limit_msv_year": ask.dose_limit_msv_year,
        "shield_kg": shield_kg,
        **_station_dose(scenario, thermal),
        **_start_and_years(power),
        "trip_dose_msv": trip.total_msv,
        "trip_cruise_msv": trip.cruise_msv,
        "trip_surface_msv": trip.surface_msv,
        "trip_sigma_msv": trip.sigma_msv,
        "trip_days": transfers.out_days + transfers.stay_days + transfers.back_days,
        "career_limit_msv": scenario.crew.career_limit_msv,
        "career_limits_msv": career_limits_msv(),
        "trip_within_career_limit": trip.total_msv <= scenario.crew.career_limit_msv,
    }
    return Safety(_dataset(verdict, thermal), verdict)


def _station_dose(scenario: Scenario, thermal_kwt: float) -> dict[str, Any]:
    """Distances, dose and decay heat of the units at power; zeros where no reactor stands."""
    ask = scenario.power
    if thermal_kwt <= 0.0:
        return {
            "exclusion_distance_m": 0.0,
            "exclusion_is_extrapolated": False,
            "cone_attenuation_frac": 1.0,
            "side_attenuation_frac": 1.0,
            "dose_at_habitat_msv_year": 0.0,
            "decay_heat_kw_after_hour": 0.0,
            "decay_heat_kw_after_day": 0.0,
        }
    side = published_side_frac()
    bare_at_habitat = float(dose_msv_year(thermal_kwt, ask.standoff_m, 1.0))
    # The shield is sized so that the limit holds at the habitat; no reactor is left quite bare.
    cone = min(side, ask.dose_limit_msv_year / bare_at_habitat)
    operated_s = table("campaign/safety").number("operated_year") * 365.25 * 86400.0
    hour, day = 3600.0, 86400.0
    return {
        **_exclusion(thermal_kwt, ask.dose_limit_msv_year, side),
        "cone_attenuation_frac": cone,
        "side_attenuation_frac": side,
        "dose_at_habitat_msv_year": bare_at_habitat * cone,
        "decay_heat_kw_after_hour": thermal_kwt * float(decay_heat_frac(hour, operated_s)),
        "decay_heat_kw_after_day": thermal_kwt * float(decay_heat_frac(day, operated_s)),
    }


def _start_and_years(power: Power) -> dict[str, Any]:
    """Start-up of the units, their radiators, and the chance of half the power after ten years.

    The radiator and the chance are of the sum of components; None where no such sum can be made.
    """
    units = [(fission_unit(b.technology), b.n_units) for b in power.chosen.sized.plant.fission if b.n_units]
    found: dict[str, Any] = {
        "start_up_hour": 0.0,
        "start_up_kwh": 0.0,
        "radiator_m2": None,
        "half_power_ten_years_frac": None,
    }
    found["transients"] = transients_of(units[0][0]) if units else None
    for unit, n in units:
        timeline = start_up(unit.power_kwe, keep_alive_kw=unit.figure("keep_alive_kw"))
        found["start_up_hour"] = max(found["start_up_hour"], timeline.hours)
        found["start_up_kwh"] += n * timeline.energy_kwh
    # Units of several kinds would need their chances joined; no design here has them.
    if len(units) == 1 and units[0][0].conversion in MACHINES:
        unit, n = units[0]
        design = station_of(unit)
        chances = station_chances(
            design, n, YEARS_OF_POWER, unit_mtbf_hour=unit.mtbf_hour, unit_repair_hour=unit.repair_hour
        )
        found["radiator_m2"] = n * design.radiator_m2
        found["half_power_ten_years_frac"] = float(chances.at_least(n * unit.power_kwe / 2.0)[0])
    return found


def _exclusion(thermal_kwt: float, limit_msv_year: float, side_frac: float) -> dict[str, Any]:
    """Distance to keep outside the cone; beyond the rule's range by the inverse square from its end.

    Air takes more from the dose there than the inverse square says, so the distance is on the safe side.
    """
    distance = float(exclusion_distance_m(thermal_kwt, limit_msv_year, side_frac))
    if np.isfinite(distance):
        return {"exclusion_distance_m": distance, "exclusion_is_extrapolated": False}
    far_m = float(PROFILE_M[-1])
    at_far = float(dose_msv_year(thermal_kwt, far_m, side_frac))
    return {
        "exclusion_distance_m": far_m * float(np.sqrt(at_far / limit_msv_year)),
        "exclusion_is_extrapolated": True,
    }


def _dataset(verdict: dict[str, Any], thermal_kwt: float) -> xr.Dataset:
    bare = dose_msv_year(thermal_kwt, PROFILE_M, 1.0) if thermal_kwt > 0.0 else np.zeros(PROFILE_M.size)
    limits = career_limits_msv()
    kept = (
        "exclusion_distance_m",
        "standoff_m",
        "dose_limit_msv_year",
        "trip_dose_msv",
        "trip_cruise_msv",
        "trip_surface_msv",
        "trip_sigma_msv",
        "thermal_kwt",
        "shield_kg",
        "start_up_hour",
        "start_up_kwh",
        *(k for k in ("radiator_m2", "half_power_ten_years_frac") if verdict[k] is not None),
    )
    return describe(
        xr.Dataset(
            {
                "dose_cone_msv_year": ("distance", np.asarray(bare) * verdict["cone_attenuation_frac"]),
                "dose_outside_msv_year": ("distance", np.asarray(bare) * verdict["side_attenuation_frac"]),
                "career_limit_msv": ("agency", np.array(list(limits.values()))),
            },
            coords={"distance": PROFILE_M, "agency": list(limits)},
            attrs={name: verdict[name] for name in kept},
        )
    )
