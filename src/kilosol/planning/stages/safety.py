"""Stage 5: dose around the station, dose on the trip, what covers the reactor, heat after shutdown."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

import numpy as np
import xarray as xr

from kilosol.data import columns, table
from kilosol.fission import (
    DoseSource,
    decay_heat_frac,
    dose_at,
    dose_msv_year,
    earthwork,
    exclusion_distance_m,
    fission_unit,
    is_extrapolated,
    published_side_frac,
    shield_mass_kg,
    shielded_source,
    start_up,
    station_chances,
    station_of,
    walk_in_day,
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
#: Times after shutdown of the curve of decay heat: a second to ten years [s].
AFTER_S = np.geomspace(1.0, 3.15576e8, 86)
#: Points of a side of the dose map.
N_MAP = 161
#: Distance of the answer when people may come near after shutdown [m].
NEAR_M = 10.0


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
    sources = _sources(scenario, [heat[b] for b, n in running.items() for _ in range(n)])
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
        **_start_and_years(power),
        **_station_dose(scenario, thermal, sources),
        "regolith": _regolith(scenario, max(heat.values(), default=0.0), sum(running.values())),
        "trip_dose_msv": trip.total_msv,
        "trip_cruise_msv": trip.cruise_msv,
        "trip_surface_msv": trip.surface_msv,
        "trip_sigma_msv": trip.sigma_msv,
        "trip_out_msv": trip.cruise_msv * transfers.out_days / (transfers.out_days + transfers.back_days),
        "trip_out_days": transfers.out_days,
        "trip_stay_days": transfers.stay_days,
        "trip_days": transfers.out_days + transfers.stay_days + transfers.back_days,
        "career_limit_msv": scenario.crew.career_limit_msv,
        "career_limits_msv": career_limits_msv(),
        "trip_within_career_limit": trip.total_msv <= scenario.crew.career_limit_msv,
    }
    verdict.update(_whole_crew(verdict, transfers.stay_days))
    return Safety(_dataset(verdict, thermal, sources), verdict)


def _sources(scenario: Scenario, heats_kwt: list[float]) -> list[DoseSource]:
    """The units at power, side by side across the line to the habitat, each shielded for its share."""
    ask = scenario.power
    spacing = table("campaign/safety").number("unit_spacing_m")
    first = -spacing * (len(heats_kwt) - 1) / 2
    shielded = {
        heat: shielded_source(
            heat,
            ask.standoff_m,
            ask.dose_limit_msv_year / len(heats_kwt),
            published_side_frac(),
            azimuth_deg=90.0,
        )
        for heat in set(heats_kwt)
    }
    return [
        dataclasses.replace(shielded[heat], north_m=first + spacing * i) for i, heat in enumerate(heats_kwt)
    ]


def _station_dose(scenario: Scenario, thermal_kwt: float, sources: list[DoseSource]) -> dict[str, Any]:
    """Distances, dose and decay heat of the units at power; zeros where no reactor stands."""
    ask = scenario.power
    if thermal_kwt <= 0.0:
        return {
            "exclusion_distance_m": 0.0,
            "exclusion_is_extrapolated": False,
            "cone_attenuation_frac": 1.0,
            "side_attenuation_frac": 1.0,
            "side_needed_frac": 1.0,
            "dose_at_habitat_msv_year": 0.0,
            "dose_through_shield_msv_year": 0.0,
            "dose_scattered_msv_year": 0.0,
            "dose_is_within_limit": True,
            "walk_in_days": 0.0,
            "decay_heat_kw_after_hour": 0.0,
            "decay_heat_kw_after_day": 0.0,
        }
    side = published_side_frac()
    limit = ask.dose_limit_msv_year
    bare_at_habitat = float(dose_msv_year(thermal_kwt, ask.standoff_m, 1.0))
    # The shield is sized so that the limit holds at the habitat; no reactor is left quite bare.
    cone = min(side, limit / bare_at_habitat)
    there = dose_at(sources, ask.standoff_m, 0.0)
    through = float(there.neutron_msv_year + there.gamma_msv_year)
    scattered = float(there.scattered_msv_year)
    operated_s = table("campaign/safety").number("operated_year") * 365.25 * 86400.0
    hour, day = 3600.0, 86400.0
    largest = max(s.thermal_kwt for s in sources)
    return {
        **_exclusion(thermal_kwt, limit, side),
        "cone_attenuation_frac": cone,
        "side_attenuation_frac": side,
        # Half of the limit left to the air.
        "side_needed_frac": min(1.0, side * limit / 2.0 / scattered),
        "dose_at_habitat_msv_year": through + scattered,
        "dose_through_shield_msv_year": through,
        "dose_scattered_msv_year": scattered,
        "dose_is_within_limit": through + scattered <= limit,
        "walk_in_days": walk_in_day(largest, NEAR_M, gamma_frac=side),
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


def _regolith(scenario: Scenario, heat_kwt: float, n_units: int) -> list[dict[str, Any]]:
    """A cover of regolith for each unit by water content: the other way to hold the limit, all round."""
    if heat_kwt <= 0.0:
        return []
    ask = scenario.power
    robots, work = table("loads/robots"), table("loads/work")
    slower = robots.number("productivity_frac") * robots.number("mars_factor")
    hour = work.number("cover_hour") / slower
    found = []
    for water in columns("fission/regolith_shield")["water_frac"]:
        limit = ask.dose_limit_msv_year / n_units
        one = earthwork("cover", heat_kwt, ask.standoff_m, float(water), limit, hour_per_m3=hour)
        found.append(
            {
                "water_frac": float(water),
                "thickness_m": one.thickness_m,
                "moved_m3": one.moved_m3 * n_units,
                "robot_hours": one.work_hour * n_units,
            }
        )
    return found


def _whole_crew(verdict: dict[str, Any], stay_days: float) -> dict[str, Any]:
    """What one trip gives a crew member with the reactor at the habitat, all of the stay outdoors' rate."""
    reactor = verdict["dose_at_habitat_msv_year"] * stay_days / 365.25
    total = verdict["trip_dose_msv"] + reactor
    return {
        "trip_reactor_msv": reactor,
        "crew_total_msv": total,
        "crew_total_within_career_limit": total <= verdict["career_limit_msv"],
    }


def _exclusion(thermal_kwt: float, limit_msv_year: float, side_frac: float) -> dict[str, Any]:
    """Distance to keep outside the cone; beyond the runs by the inverse square, which errs high there."""
    distance = float(exclusion_distance_m(thermal_kwt, limit_msv_year, side_frac))
    if not np.isfinite(distance):
        far_m = table("fission/dose").number("extrapolated_m")
        at_far = float(dose_msv_year(thermal_kwt, far_m, side_frac))
        distance = far_m * float(np.sqrt(at_far / limit_msv_year))
    return {
        "exclusion_distance_m": distance,
        "exclusion_is_extrapolated": bool(is_extrapolated(distance)),
    }


def _dataset(verdict: dict[str, Any], thermal_kwt: float, sources: list[DoseSource]) -> xr.Dataset:
    bare = np.asarray(dose_msv_year(thermal_kwt, PROFILE_M, 1.0)) if thermal_kwt > 0.0 else 0.0 * PROFILE_M
    # From where the people's zone sees the units as one: along the line to the habitat.
    together = [dataclasses.replace(s, north_m=0.0) for s in sources]
    in_cone = dose_at(together, PROFILE_M, 0.0).total_msv_year
    half = table("campaign/safety").number("map_half_m")
    metres = np.linspace(-half, half, N_MAP)
    around = dose_at(sources, metres[None, :], metres[:, None])
    limits = career_limits_msv()
    kept = (
        "exclusion_distance_m",
        "standoff_m",
        "dose_limit_msv_year",
        "dose_at_habitat_msv_year",
        "dose_through_shield_msv_year",
        "dose_scattered_msv_year",
        "side_attenuation_frac",
        "side_needed_frac",
        "walk_in_days",
        "trip_dose_msv",
        "trip_cruise_msv",
        "trip_surface_msv",
        "trip_sigma_msv",
        "trip_out_msv",
        "trip_reactor_msv",
        "crew_total_msv",
        "thermal_kwt",
        "shield_kg",
        "start_up_hour",
        "start_up_kwh",
        *(k for k in ("radiator_m2", "half_power_ten_years_frac") if verdict[k] is not None),
    )
    operated = table("campaign/safety").number("operated_year")
    decay = thermal_kwt * np.asarray(decay_heat_frac(AFTER_S, operated * 365.25 * 86400.0))
    plane = ("north_m", "east_m")
    soil = verdict["regolith"]
    return describe(
        xr.Dataset(
            {
                "dose_cone_msv_year": ("distance", in_cone),
                "decay_heat_kw": ("after_s", decay),
                "dose_outside_msv_year": ("distance", bare * verdict["side_attenuation_frac"]),
                "dose_map_msv_year": (plane, around.total_msv_year),
                "dose_map_gamma_msv_year": (plane, around.gamma_msv_year),
                "dose_map_scattered_msv_year": (plane, around.scattered_msv_year),
                "cover_m": ("water_frac", np.array([row["thickness_m"] for row in soil])),
                "cover_moved_m3": ("water_frac", np.array([row["moved_m3"] for row in soil])),
                "cover_robot_hour": ("water_frac", np.array([row["robot_hours"] for row in soil])),
                "career_limit_msv": ("agency", np.array(list(limits.values()))),
            },
            coords={
                "distance": PROFILE_M,
                "after_s": AFTER_S,
                "east_m": metres,
                "north_m": metres,
                "water_frac": np.array([row["water_frac"] for row in soil]),
                "agency": list(limits),
            },
            attrs={name: verdict[name] for name in kept} | {"operated_year": operated},
        )
    )
