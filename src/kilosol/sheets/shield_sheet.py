"""Shield, dose and safety of one fission unit as a plain dictionary: for the station's design sheet."""

from __future__ import annotations

from typing import Any

from kilosol.data import columns, table
from kilosol.fission import (
    EQUIPMENT,
    WAYS,
    FissionUnit,
    activity_of_generators,
    best_siting,
    cold_activity_gbq,
    dose_at,
    dose_msv_year,
    earthwork,
    equipment_need,
    exclusion_distance_m,
    immersion,
    is_extrapolated,
    published_side_frac,
    radius_of_reactor_m,
    removal_notice,
    scattered_frac,
    shadow_shield,
    shielded_source,
    shutdown_dose_msv_hour,
    walk_in_day,
)

#: Seconds after shutdown at which the sheet gives a dose rate.
AFTER_S = {"hour": 3600.0, "day": 86400.0, "month": 30 * 86400.0, "year": 365.25 * 86400.0}
#: Distance of those rates: a robot's or a visitor's approach [m].
NEAR_M = 10.0


def shield_sheet(
    unit: FissionUnit,
    thermal_kwt: float,
    *,
    standoff_m: float = 1000.0,
    limit_msv_year: float = 50.0,
) -> dict[str, Any]:
    """What hides one unit, what it gives where, and what its launch risks.

    Parameters
    ----------
    unit : FissionUnit
        The unit.
    thermal_kwt : float [kW]
        Heat of its core.
    standoff_m : float [m]
        To the near edge of the people's zone, 10 to 5000.
    limit_msv_year : float [mSv/yr]
        There, from this unit.

    Returns
    -------
    dict
        ``shield``, ``dose``, ``regolith``, ``siting``, ``equipment``, ``shutdown``, ``launch`` and
        ``notices``; numbers carry their unit in their names.
    """
    return {
        "unit": unit.name,
        "thermal_kwt": thermal_kwt,
        "standoff_m": standoff_m,
        "limit_msv_year": limit_msv_year,
        "shield": shield_values(unit, thermal_kwt, standoff_m, limit_msv_year),
        "dose": dose_values(thermal_kwt, standoff_m, limit_msv_year),
        "regolith": regolith_values(thermal_kwt, standoff_m, limit_msv_year),
        "siting": siting_values(thermal_kwt, unit.power_kwe, limit_msv_year),
        "equipment": equipment_values(thermal_kwt),
        "shutdown": shutdown_values(thermal_kwt),
        "launch": launch_values(unit),
        "notices": _notices(standoff_m),
    }


def shield_values(
    unit: FissionUnit, thermal_kwt: float, standoff_m: float, limit_msv_year: float
) -> dict[str, Any]:
    """The shadow shield, round the unit's own reactor if its mass is published."""
    sheet = unit.sheet
    radius = radius_of_reactor_m(sheet.number("reactor_kg")) if "reactor_kg" in sheet else None
    found = shadow_shield(thermal_kwt, standoff_m, limit_msv_year, core_radius_m=radius)
    return {
        "mass_kg": found.mass_kg,
        "published_kg": sheet.number("shield_kg") if "shield_kg" in sheet else None,
        "lih_kg": found.lih_kg,
        "tungsten_kg": found.tungsten_kg,
        "structure_kg": found.structure_kg,
        "lih_m": found.lih_m,
        "tungsten_m": found.tungsten_m,
        "cone_deg": found.cone_deg,
        "core_radius_m": found.core_radius_m,
    }


def dose_values(thermal_kwt: float, standoff_m: float, limit_msv_year: float) -> dict[str, Any]:
    """Dose in and out of the cone, by part; and how tight the sides must be."""
    side = published_side_frac()
    source = shielded_source(thermal_kwt, standoff_m, limit_msv_year, side)
    there = dose_at([source], 0.0, standoff_m)
    bare = float(dose_msv_year(thermal_kwt, standoff_m))
    scattered = float(there.scattered_msv_year)
    return {
        "bare_msv_year": bare,
        "neutron_msv_year": float(there.neutron_msv_year),
        "gamma_msv_year": float(there.gamma_msv_year),
        "scattered_msv_year": scattered,
        "total_msv_year": float(there.total_msv_year),
        "side_frac": side,
        # A tenth of the limit left to the air: the shield in the cone then needs no more than it has.
        "side_needed_frac": min(1.0, limit_msv_year / 10 / (bare * float(scattered_frac(standoff_m)))),
        "exclusion_distance_m": float(exclusion_distance_m(thermal_kwt, limit_msv_year, side)),
        "five_msv_distance_m": float(exclusion_distance_m(thermal_kwt, limit_msv_year / 10, side)),
    }


def regolith_values(thermal_kwt: float, standoff_m: float, limit_msv_year: float) -> list[dict[str, Any]]:
    """Covers and pits for a bare unit by water content, with robots' hours."""
    robots, work = table("loads/robots"), table("loads/work")
    slower = robots.number("productivity_frac") * robots.number("mars_factor")
    hour = work.number("cover_hour") / slower
    pit = columns("fission/open_pit")["distance_m"]
    ways = WAYS if pit[0] <= standoff_m <= pit[-1] else WAYS[:1]
    found = []
    for water in columns("fission/regolith_shield")["water_frac"]:
        for way in ways:
            one = earthwork(
                way, thermal_kwt, standoff_m, float(water), limit_msv_year, hour_per_m3=hour
            )  # fmt: skip
            found.append(
                {
                    "way": way,
                    "water_frac": float(water),
                    "thickness_m": one.thickness_m if one.thickness_m > 0 else None,
                    "plug_m": one.plug_m,
                    "moved_m3": one.moved_m3,
                    "robot_hour": one.work_hour,
                    "dose_msv_year": one.dose_msv_year,
                    "holds": one.holds,
                }
            )
    return found


def siting_values(thermal_kwt: float, power_kwe: float, limit_msv_year: float) -> dict[str, Any]:
    """Distance of the least mass of shield and cable."""
    found = best_siting(thermal_kwt, power_kwe, limit_msv_year)
    return {
        "best_m": found.best_m,
        "flat_low_m": found.flat_low_m,
        "flat_high_m": found.flat_high_m,
        "is_extrapolated": found.is_extrapolated,
        "total_kg": float(found.total_kg.min()),
    }


def equipment_values(thermal_kwt: float) -> dict[str, Any]:
    """What converters and electronics ask of the shield over the unit's life."""
    years = table("campaign/safety").number("operated_year")
    kinds: dict[str, Any] = {}
    for kind in EQUIPMENT:
        need = equipment_need(kind, thermal_kwt, years)
        kinds[kind] = {
            "at_m": need.at_m,
            "neutron_frac": need.neutron_frac,
            "gamma_frac": need.gamma_frac,
            "bare_distance_m": need.bare_distance_m,
        }
    return kinds


def shutdown_values(thermal_kwt: float) -> dict[str, Any]:
    """Dose rates and days to wait beside the published side shield and a bare core."""
    side = published_side_frac()
    return {
        "at_m": NEAR_M,
        "side_msv_hour": {
            name: float(shutdown_dose_msv_hour(thermal_kwt, NEAR_M, after, gamma_frac=side))
            for name, after in AFTER_S.items()
        },
        "side_walk_in_day": walk_in_day(thermal_kwt, NEAR_M, gamma_frac=side),
        "bare_walk_in_day": walk_in_day(thermal_kwt, NEAR_M),
    }


def launch_values(unit: FissionUnit) -> dict[str, Any]:
    """Activity of the unused core and, for a metal core of published fuel, k in what it may fall into."""
    sheet, krusty = unit.sheet, table("fission/launch")
    if "u235_kg" not in sheet:
        return {"activity_gbq": None, "cases": [], "why": "no fuel published"}
    u235 = sheet.number("u235_kg")
    alloy = krusty.number("krusty_fuel_kg") / krusty.number("krusty_u235_kg")
    fuel = sheet.number("fuel_kg") if "fuel_kg" in sheet else u235 * alloy
    activity = cold_activity_gbq(u235 / krusty.number("heu_u235_frac"))
    return {
        "activity_gbq": activity,
        "generators": activity_of_generators(activity),
        "cases": [
            {"surrounding": c.surrounding, "k": c.k, "margin": c.margin, "is_safe": c.is_safe}
            for c in immersion(fuel, u235)
        ],
        "why": "",
    }


def _notices(standoff_m: float) -> list[str]:
    said = ["For planning: not a licensing analysis."]
    if bool(is_extrapolated(standoff_m)):
        said.append("The standoff lies beyond the 2 km of the dose runs; the dose errs high.")
    said += [f"Dry regolith: {removal_notice('regolith')}", f"Beryllium oxide: {removal_notice('beo')}"]
    return said
