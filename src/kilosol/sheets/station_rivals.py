"""What else would carry the load: units of another size, and a solar plant with stores."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from kilosol import mars
from kilosol.errors import OutOfRange
from kilosol.fission import StationDesign, design_station, station_chances
from kilosol.grid import SizingCase, size_plant
from kilosol.planning.stages.power import SEARCH_SEED, specific_masses, storage_technology
from kilosol.solar import design_year_output_w_m2

#: Numbers of units that the same power is parted into.
PARTS = (1, 2, 4, 8)
#: Smallest unit for which a sum of components means anything [kW].
LEAST_KWE = 1.0
#: Sols between cleanings of the solar plant's arrays, as in the shipped scenarios.
CLEANING_SOLS = 60


@dataclass(frozen=True)
class Parting:
    """The station's power from units of one size.

    Parameters
    ----------
    n_units : int
    unit_kwe, total_kg : float [kW], [kg]
    chance_full_frac, chance_half_frac : float
        Chance of full and of half power at the age asked for.
    left_kw : float [kW]
        With one unit out.
    """

    n_units: int
    unit_kwe: float
    total_kg: float
    chance_full_frac: float
    chance_half_frac: float
    left_kw: float


@dataclass(frozen=True)
class SolarPlant:
    """The lightest solar plant that carries a steady load through a year with a global storm.

    Parameters
    ----------
    load_kw : float [kW]
    is_feasible : bool
    total_kg, array_kg, battery_kg, fuel_cell_kg : float [kg]
    array_m2, battery_kwh, fuel_cell_kwh : float [m2], [kWh]
    """

    load_kw: float
    is_feasible: bool
    total_kg: float
    array_kg: float
    battery_kg: float
    fuel_cell_kg: float
    array_m2: float
    battery_kwh: float
    fuel_cell_kwh: float


def partings(
    design: StationDesign,
    n_units: int,
    age_year: float,
    limit_msv_year: float,
    rates_hour: tuple[float, float],
) -> tuple[Parting, ...]:
    """The same power from one unit, two, four or eight, and from as many as asked for.

    Parameters
    ----------
    design : StationDesign
        The unit asked for; the others have its cycle, fuel and distance.
    n_units : int
        As asked for.
    age_year : float [yr]
        When the chances are told.
    limit_msv_year : float [mSv/yr]
        Dose limit, which the units share.
    rates_hour : tuple of float [h]
        Mean time between trips of a unit, and to its restart.

    Returns
    -------
    tuple of Parting
    """
    power = n_units * design.net_kwe
    found = []
    for n in sorted({*PARTS, n_units}):
        if power / n < LEAST_KWE:
            continue
        unit = design if n == n_units else _resized(design, power / n, limit_msv_year / n)
        chances = station_chances(
            unit, n, age_year, unit_mtbf_hour=rates_hour[0], unit_repair_hour=rates_hour[1]
        )
        full, half = (float(chances.at_least(p)[0]) for p in (power, power / 2))
        found.append(Parting(n, power / n, n * unit.total_kg, full, half, power * (n - 1) / n))
    return tuple(found)


def solar_plant(place: mars.Site, load_kw: float) -> SolarPlant:
    """Solar plant that carries a steady load at a place.

    Parameters
    ----------
    place : kilosol.mars.Site
    load_kw : float [kW]
        Day and night, storm and winter.

    Returns
    -------
    SolarPlant
        Array with batteries, and fuel cells where they make it lighter; found by search over one year.
    """
    tau = mars.design_year_tau(
        latitude_deg=place.latitude_deg, global_storm=True, pressure_pa=place.pressure_pa
    )
    light = design_year_output_w_m2(place, tau, CLEANING_SOLS)
    load = np.zeros((4, light.size))
    load[0] = load_kw
    case = SizingCase(light, load, mars.step_hour(), 0, 0.0, 0.0)
    found = size_plant(
        (),
        case,
        storage_technology(),
        specific_masses(),
        with_solar=True,
        with_battery=True,
        with_fuel_cell=True,
        seed=SEARCH_SEED,
    )
    return SolarPlant(
        load_kw=load_kw,
        is_feasible=found.is_feasible,
        total_kg=found.total_kg,
        array_kg=found.mass_kg["solar"],
        battery_kg=found.mass_kg["battery"],
        fuel_cell_kg=found.mass_kg["fuel_cell"],
        array_m2=found.plant.solar_m2,
        battery_kwh=found.plant.battery_kwh,
        fuel_cell_kwh=found.plant.fuel_cell_kwh,
    )


def what_binds(
    design: StationDesign, limit_msv_year: float, cold_sink_k: float
) -> tuple[tuple[str, float], ...]:
    """What each demand on a unit costs: the mass that it would save without, most first.

    Parameters
    ----------
    design : StationDesign
    limit_msv_year : float [mSv/yr]
        The unit's own share of the dose limit.
    cold_sink_k : float [K]
        The place's mean sink, for a radiator that need not bear the hottest hour.

    Returns
    -------
    tuple of (str, float [kg])
    """
    changes: dict[str, dict[str, Any]] = {
        "the hottest hour (a radiator for the mean sink)": {"sink_k": min(cold_sink_k, design.sink_k)}
    }
    if "shield" in design.mass_kg:
        changes["so strict a dose limit (ten times as high)"] = {"limit_msv_year": 10.0 * limit_msv_year}
    if design.fuel != "HEU":
        changes["low enrichment (a core of high enrichment)"] = {"fuel": "HEU"}
    changes["unproven masses (the growth of tested hardware)"] = {"maturity": "tested"}
    saved = []
    for name, changed in changes.items():
        try:
            other = _resized(design, design.net_kwe, limit_msv_year, changed)
        except OutOfRange:
            # Nothing to relax where the limit is met without a shield.
            continue
        saved.append((name, design.total_kg - other.total_kg))
    return tuple(sorted(saved, key=lambda pair: -pair[1]))


def _resized(
    design: StationDesign, net_kwe: float, limit_msv_year: float, changed: dict[str, Any] | None = None
) -> StationDesign:
    """The same cycle, fuel and distance at another power, but for what is changed."""
    asked: dict[str, Any] = {
        "hot_k": design.hot_k,
        "cold_k": design.cold_k,
        "radiator_k": (design.radiator_in_k, design.radiator_out_k),
        "carnot_share_frac": design.carnot_share_frac,
        "heat_loss_frac": design.heat_loss_kw / design.thermal_kwt,
        "pmad_frac": design.pmad_frac,
        "fuel": design.fuel,
        "maturity": design.maturity,
        "distance_m": design.distance_m,
        "limit_msv_year": limit_msv_year,
        "has_shield": "shield" in design.mass_kg,
        "voltage_v": design.voltage_v,
        "cable_loss_frac": 1.0 - design.cable_frac,
        "emissivity_frac": design.emissivity_frac,
        "panel_frac": design.panel_frac,
        "sink_k": design.sink_k,
        "n_converters": design.n_converters,
        "n_spare": design.n_converters - design.n_needed,
    }
    return design_station(net_kwe, design.conversion, **(asked | (changed or {})))
