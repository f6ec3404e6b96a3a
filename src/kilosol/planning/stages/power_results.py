"""The results of the power stages: datasets, and numbers for the verdict."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import xarray as xr

from kilosol.fission import fission_unit, station_of
from kilosol.fission.station import MACHINES
from kilosol.grid import LOAD_CLASSES, Plant, station_output_kw
from kilosol.mars import design_year_ls_deg
from kilosol.planning.designs import core_heat_kwt
from kilosol.planning.stages.commissioning import start_numbers
from kilosol.planning.stages.power import Judged, Power
from kilosol.results import describe


def station_dataset(power: Power) -> xr.Dataset:
    """Designs side by side."""
    judged = power.judged

    def each(value: Callable[[Judged], Any], dtype: Any = np.float64) -> tuple[str, np.ndarray]:
        return "design", np.array([value(j) for j in judged], dtype=dtype)

    return describe(
        xr.Dataset(
            {
                "title": each(lambda j: j.design.title, object),
                "architecture": each(lambda j: j.design.architecture, object),
                "technology": each(lambda j: j.design.technology, object),
                "binding_constraint": each(lambda j: j.binding, object),
                "mass_kg": each(lambda j: j.sized.total_kg),
                "fission_kg": each(lambda j: j.sized.mass_kg["fission"]),
                "solar_kg": each(lambda j: j.sized.mass_kg["solar"]),
                "battery_kg": each(lambda j: j.sized.mass_kg["battery"]),
                "fuel_cell_kg": each(lambda j: j.sized.mass_kg["fuel_cell"]),
                "reserve_kg": each(lambda j: j.sized.mass_kg["reserve"]),
                "starter_kg": each(lambda j: sum(j.start.mass_kg.values())),
                "n_units": each(lambda j: j.sized.plant.n_units, np.int64),
                "fission_kw": each(lambda j: j.sized.plant.fission_kwe),
                "solar_m2": each(lambda j: j.sized.plant.solar_m2),
                "battery_kwh": each(lambda j: j.sized.plant.battery_kwh),
                "fuel_cell_kwh": each(lambda j: j.sized.plant.fuel_cell_kwh),
                "flights": each(lambda j: j.flights, np.int64),
                "lolh_hour": each(lambda j: j.adequacy.lolh_hour_per_mars_year[0]),
                "eue_kwh": each(lambda j: j.adequacy.eue_kwh_per_mars_year[:2].sum()),
                "p_crew_survives": each(lambda j: j.adequacy.p_crew_survives),
                "is_feasible": each(lambda j: j.sized.is_feasible, np.int8),
                "uses_partner": each(lambda j: j.design.uses_partner, np.int8),
                "is_claimed": each(lambda j: j.design.is_claimed, np.int8),
                "on_offer": each(lambda j: j.design.on_offer, np.int8),
            },
            coords={"design": [j.design.name for j in judged]},
            attrs={"chosen": power.chosen.design.name},
        )
    )


def dispatch_dataset(power: Power) -> xr.Dataset:
    """The chosen design hour by hour through its design year."""
    run, case, weather = power.dispatch, power.case, power.weather
    n = case.load_kw.shape[1]
    names = (
        "generation_kw",
        "battery_kwh",
        "fuel_cell_kwh",
        "reserve_kwh",
        "curtailed_kw",
        "charge_kw",
        "discharge_kw",
    )
    plant = power.chosen.sized.plant
    station = station_output_kw(plant.fission, case)
    served = np.stack([run.row(f"served_{c}_kw") for c in LOAD_CLASSES])
    has_trip = case.n_tripped > 0 and plant.n_units > 0
    hours_per_sol = 24.0 * case.step_hour
    start = case.trip_start_hour / hours_per_sol
    return describe(
        xr.Dataset(
            {
                **{name: ("step", run.row(name)) for name in names},
                "fission_kw": ("step", station),
                "solar_kw": ("step", run.row("generation_kw") - station),
                "demand_kw": (("load_class", "step"), case.load_kw),
                "served_kw": (("load_class", "step"), served),
                "tau": ("sol_index", weather.tau),
                "heat_chain_frac": ("chain_step", _heat_chain(plant)),
            },
            coords={
                "load_class": list(LOAD_CLASSES),
                "sol": ("step", np.arange(n) / 24.0),
                "ls_deg": ("step", design_year_ls_deg()),
                "chain_step": ["out of the converters", "after power electronics", "at the base"],
            },
            attrs={
                "design": power.chosen.design.name,
                "title": power.chosen.design.title,
                "stored_at_start_kwh": plant.battery_kwh + plant.fuel_cell_kwh + plant.reserve_kwh,
                "storm_start_sol": weather.storm_start_sol,
                "storm_end_sol": weather.storm_end_sol,
                "trip_start_sol": start if has_trip else -1.0,
                "trip_end_sol": start + case.trip_hour / hours_per_sol if has_trip else -1.0,
            },
        )
    )


def _heat_chain(plant: Plant) -> np.ndarray:
    """Parts of the cores' heat that get out of converters, electronics and cable; NaN where none is known."""
    heat = gross = sent = net = 0.0
    for block in plant.fission:
        unit = fission_unit(block.technology)
        net += block.n_units * unit.power_kwe
        heat += block.n_units * core_heat_kwt(unit)
        # Other machines publish only the two ends.
        known = unit.conversion in MACHINES and unit.thermal_kwt is not None
        station = station_of(unit) if known else None
        gross += block.n_units * station.gross_kwe if station else np.nan
        sent += block.n_units * station.gross_kwe * station.pmad_frac if station else np.nan
    return np.array([gross, sent, net]) / heat if heat > 0.0 else np.full(3, np.nan)


def adequacy_dataset(power: Power) -> xr.Dataset:
    """Outages of the chosen design over drawn years."""
    found = power.chosen.adequacy
    return describe(
        xr.Dataset(
            {
                "lolh_hour_per_mars_year": ("load_class", found.lolh_hour_per_mars_year),
                "lolh_stderr_hour": ("load_class", found.lolh_stderr_hour),
                "eue_kwh_per_mars_year": ("load_class", found.eue_kwh_per_mars_year),
                "margin_hour": ("load_class", power.margin_hour),
                "longest_vital_hour": ("draw", found.longest_vital_hour),
            },
            coords={"load_class": list(LOAD_CLASSES)},
            attrs={
                "p_crew_survives": found.p_crew_survives,
                "p_low": found.p_low,
                "p_high": found.p_high,
                "n_years": found.n_years,
                "ride_through_hour": power.ride_through_hour,
            },
        )
    )


def design_numbers(judged: Judged) -> dict[str, Any]:
    """One design, as the verdict prints it."""
    plant = judged.sized.plant
    return {
        "design": judged.design.name,
        "title": judged.design.title,
        "architecture": judged.design.architecture,
        "mass_kg": judged.sized.total_kg,
        "flights": judged.flights,
        "is_feasible": judged.sized.is_feasible,
        "uses_partner": judged.design.uses_partner,
        "is_claimed": judged.design.is_claimed,
        "on_offer": judged.design.on_offer,
        "binding_constraint": judged.binding,
        "n_units": plant.n_units,
        "fission_kw": plant.fission_kwe,
        "solar_m2": plant.solar_m2,
        "battery_kwh": plant.battery_kwh,
        "fuel_cell_kwh": plant.fuel_cell_kwh,
        "mass_by_component_kg": dict(judged.sized.mass_kg),
        "starter": start_numbers(judged.start),
        "lolh_hour_per_mars_year": float(judged.adequacy.lolh_hour_per_mars_year[0]),
        "p_crew_survives": judged.adequacy.p_crew_survives,
    }
