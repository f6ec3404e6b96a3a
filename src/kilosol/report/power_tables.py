"""Tables of loads, designs, adequacy and safety."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import xarray as xr

from kilosol.planning.fates import nobody_sets_out_home
from kilosol.planning.standing import is_above_risk
from kilosol.report.figures.colours import LOAD_CLASSES
from kilosol.report.figures.load_trees import PHASE_NAMES
from kilosol.report.number_text import MISSING, hours, mass, number, percent, power, quantity
from kilosol.report.tables import Badge, Cell, Table, columns
from kilosol.results import Results


def phases_table(verdict: Mapping[str, Any]) -> Table:
    """Mean demand by phase and class."""
    rows = []
    for phase, classes in verdict.get("loads", {}).items():
        if not isinstance(classes, Mapping):
            continue
        values = [classes.get(f"{c}_kw") for c in LOAD_CLASSES]
        if all(v is None for v in values):
            continue
        total = sum(float(v or 0) for v in values)
        rows.append([PHASE_NAMES.get(phase, phase), *(_kw(v) for v in values), power(total)])
    heads = "|".join(c.capitalize() for c in LOAD_CLASSES) + "|Total"
    return Table("Mean demand by phase and load class", columns("Phase", heads), rows)


def _kw(value: object) -> str:
    return MISSING if value is None else power(value)


def items_table(results: Results) -> Table:
    """Every load with its class and the outage that it bears."""
    run = results.loads
    rows = []
    for i in range(run.sizes.get("item", 0)):
        phase = str(run["item_phase"].values[i])
        rows.append(
            [
                str(run["item_name"].values[i])[:1].upper() + str(run["item_name"].values[i])[1:],
                PHASE_NAMES.get(phase, phase),
                str(run["item_class"].values[i]),
                power(run["item_kw"].values[i], 3),
                hours(run["item_allowed_outage_hour"].values[i]),
            ]
        )
    return Table(
        "Every load", columns("Load|Phase|Class", "Mean demand|Bears an outage of"), rows, is_long=True
    )


def designs_table(results: Results, verdict: Mapping[str, Any]) -> Table:
    """Every design with the constraint that binds it: those that hold by mass, then the others."""
    run = results.station
    rows: list[list[Cell]] = []
    strong: set[int] = set()
    stands_in = verdict.get("station", {}).get("partner", {}).get("stands_in", False)
    for place, i in enumerate(in_order(run)):
        design = run["design"].values[i]
        value = {
            str(name): array.values[i] for name, array in run.data_vars.items() if array.dims == ("design",)
        }
        if str(design) == run.attrs.get("chosen"):
            strong.add(place)
        rows.append(
            [
                str(value["title"]) + (" (chosen)" if str(design) == run.attrs.get("chosen") else ""),
                _standing(value, str(design) == run.attrs.get("chosen"), verdict),
                "yes" if value.get("on_offer", 1) else "no",
                str(value["binding_constraint"]).replace("_", " ") or MISSING,
                ("stand-in" if stands_in else "yes")
                if value["uses_partner"] and not value["is_claimed"]
                else "claimed unit"
                if value["uses_partner"]
                else "no",
                str(value["technology"] or MISSING) + (" (claimed)" if value["is_claimed"] else ""),
                mass(value["mass_kg"]),
                number(value["flights"]),
                quantity(value["lolh_hour"], "h", 2),
                quantity(value["eue_kwh"], "kWh", 2),
                percent(value["p_crew_survives"]),
            ]
        )
    heads = (
        "Landed mass|Flights|Vital loss of load a Mars year|Unserved a Mars year|Crew survives a Mars year"
    )
    return Table(
        "Designs, the lightest that holds first",
        columns("Design|Design year|On offer|What binds it|Partner|Fission technology", heads),
        rows,
        strong_rows=frozenset(strong),
        stacks=True,
    )


def in_order(run: xr.Dataset) -> list[int]:
    """Places of the designs in a run: those that hold by mass, then those that do not."""
    holds, kilograms = run["is_feasible"].values.astype(bool), run["mass_kg"].values
    return [int(i) for i in np.lexsort((kilograms, ~holds))]


def _standing(value: Mapping[str, Any], is_chosen: bool, verdict: Mapping[str, Any]) -> Badge:
    """Whether a design holds its year, and what it holds it with: a limit that it breaks is no good mark."""
    if not value["is_feasible"]:
        return Badge("does not hold", "bad")
    target = verdict.get("adequacy", {}).get("vital_risk_frac")
    broken = []
    if target is not None and is_above_risk(float(value["p_crew_survives"]), target):
        broken.append("risk above target")
    # The dose is worked out for the chosen design alone.
    if is_chosen and not verdict.get("safety", {}).get("dose_is_within_limit", True):
        broken.append("dose above limit")
    return Badge(f"holds; {' and '.join(broken)}", "warn") if broken else Badge("holds", "good")


def components_table(results: Results) -> Table:
    """What each design is made of."""
    run = results.station
    rows = []
    for i in in_order(run):
        row = [str(run["title"].values[i]), number(run["n_units"].values[i])]
        for size, unit, kilograms in (
            ("fission_kw", "kW", "fission_kg"),
            ("solar_m2", "m2", "solar_kg"),
            ("battery_kwh", "kWh", "battery_kg"),
            ("fuel_cell_kwh", "kWh", "fuel_cell_kg"),
        ):
            row += [_if_any(run[size].values[i], unit), _if_any(run[kilograms].values[i], "kg")]
        row.append(_if_any(run["reserve_kg"].values[i], "kg"))
        row.append(_if_any(run["starter_kg"].values[i], "kg"))
        rows.append(row)
    heads = "Fission units|Fission, net|Mass|Array|Mass|Battery|Mass|Fuel cell|Mass"
    heads += "|Propellant reserve|Starter and crane"
    return Table("What each design is made of", columns("Design", heads), rows)


def _if_any(value: float, unit: str) -> str:
    return quantity(value, unit) if value and np.isfinite(value) and value > 0 else MISSING


def propellant_table(verdict: Mapping[str, Any]) -> Table | None:
    """What the way home asks of the power plant, line by line; None where the run did not ask."""
    known = {
        "needed_t": ("Propellant that one return needs", "t"),
        "energy_kwh_kg": ("Energy per kilogram", "kWh/kg"),
        "production_days": ("Days of production", "d"),
        "power_kw": ("Power that asks for", "kW"),
        "power_low_kw": ("at the least, by the published range of energy", "kW"),
        "power_high_kw": ("at the most", "kW"),
        "spare_kw": ("Power that the chosen station can spare", "kW"),
        "made_t_per_synod": ("What it makes with that between two windows", "t"),
        "made_by_40_kwe_t_per_synod": ("What 40 kWe would make between two windows", "t"),
        "ships_to_refuel": ("Ships to refuel", "1"),
    }
    entries = verdict.get("station", {}).get("propellant") or {}
    rows = [[label, quantity(entries[key], unit)] for key, (label, unit) in known.items() if key in entries]
    return Table("The propellant home", columns("Quantity", "Value"), rows) if rows else None


def adequacy_table(results: Results, verdict: Mapping[str, Any]) -> Table:
    """Loss of load, unserved energy and margin by class."""
    run = results.adequacy
    asked = verdict.get("adequacy", {}).get("vital_reserve_hour", 0.0)
    rows = []
    for load_class in LOAD_CLASSES:
        one = run.sel(load_class=load_class)
        rows.append(
            [
                load_class.capitalize(),
                f"{quantity(float(one['lolh_hour_per_mars_year']), 'h', 2)} ± "
                f"{quantity(float(one['lolh_stderr_hour']), 'h', 1)}",
                quantity(float(one["eue_kwh_per_mars_year"]), "kWh", 2),
                _carried(float(one["margin_hour"]), asked if load_class == "vital" else 0.0),
            ]
        )
    n_years = number(run.attrs.get("n_years"))
    return Table(
        f"Adequacy by load class over {n_years} drawn Mars years",
        columns("Class", "Loss of load a Mars year|Unserved energy a Mars year|Stores alone carry it"),
        rows,
        stacks=True,
    )


def _carried(margin_hour: float, asked_hour: float) -> str:
    """How long stores carry a class; a reserve that the scenario asks for is its input and no finding."""
    if asked_hour > 0.0 and abs(margin_hour - asked_hour) < 1.0:
        return "the reserve asked for"
    return hours(margin_hour)


def dispatch_table(results: Results) -> Table:
    """The design year in twelve parts: the numbers behind the figure."""
    run = results.dispatch
    demand = run["demand_kw"].sum("load_class").values
    unserved = np.clip(demand - run["served_kw"].sum("load_class").values, 0, None)
    stored = run["battery_kwh"].values + run["fuel_cell_kwh"].values
    rows = []
    for part in np.array_split(np.arange(run.sizes["step"]), 12):
        first, last = (float(run["sol"].values[part[i]]) for i in (0, -1))
        rows.append(
            [
                f"{first:.0f} to {last:.0f}",
                f"{float(run['ls_deg'].values[part[0]]):.0f}°",
                power(run["fission_kw"].values[part].mean(), 3),
                power(run["solar_kw"].values[part].mean(), 3),
                power(demand[part].mean(), 3),
                quantity(unserved[part].sum(), "kWh", 2),
                quantity(stored[part].min(), "kWh"),
            ]
        )
    return Table(
        "The design year in twelve parts",
        columns("Sols", "Ls at start|Fission, mean|Solar, mean|Demand, mean|Unserved|Lowest store"),
        rows,
        is_long=True,
    )


def safety_table(results: Results, verdict: Mapping[str, Any]) -> Table:
    """Distances, doses and limits, each with the digits that its model knows."""
    attrs = results.safety.attrs
    round_trip = "Dose of one trip"
    if nobody_sets_out_home(verdict.get("landing", {}).get("fates")):
        round_trip = "Dose of a round trip, which no first crew of this plan makes"
    # A dose from the reactor is known to a factor of two, that of the trip to some 15 %, masses to a quarter.
    known = (
        ("standoff_m", "Reactor to habitat", "m", 4),
        ("exclusion_distance_m", "Distance to keep outside the shield's shadow", "m", 2),
        ("dose_limit_msv_year", "Limit at the habitat from the reactor, a year", "mSv", 4),
        ("dose_at_habitat_msv_year", "Dose at the habitat from the reactor, a year", "mSv", 1),
        ("dose_through_shield_msv_year", "of it through the shield", "mSv", 1),
        ("dose_scattered_msv_year", "of it through the air round the shield", "mSv", 1),
        ("walk_in_days", "Days after shutdown to 0.1 mSv an hour, 10 m beside the shield", "d", 1),
        ("shield_kg", "Shield", "kg", 2),
        ("thermal_kwt", "Thermal power of the reactors", "kW", 3),
        ("radiator_m2", "Radiators, emitting face", "m2", 2),
        ("start_up_hour", "From landing to full power", "h", 2),
        ("start_up_kwh", "Energy that takes from other sources", "kWh", 2),
        ("half_power_ten_years_frac", "Chance of half the power or more after ten years", "1", 2),
        ("trip_out_msv", "Dose of the way out", "mSv", 2),
        ("trip_dose_msv", round_trip, "mSv", 2),
        ("trip_cruise_msv", "of it on the cruises", "mSv", 2),
        ("trip_surface_msv", "of it on Mars", "mSv", 2),
        ("trip_reactor_msv", "Dose from the reactor during such a stay", "mSv", 1),
        ("crew_total_msv", "Dose of such a trip with the reactor's", "mSv", 2),
        ("trip_sigma_msv", "Standard deviation of its dose without the reactor's", "mSv", 2),
    )
    rows = [[label, quantity(attrs[key], unit, n)] for key, label, unit, n in known if key in attrs]
    run = results.safety
    rows += [
        [f"Career limit of {agency}", quantity(limit, "mSv")]
        for agency, limit in zip(run["agency"].values, run["career_limit_msv"].values, strict=True)
    ]
    return Table("Distances and doses", columns("Quantity", "Value"), rows)


def dose_table(results: Results) -> Table:
    """Dose over distance, at a dozen distances."""
    run = results.safety
    picked = np.unique(np.linspace(0, run.sizes["distance"] - 1, 12).round().astype(int))
    rows = [
        [
            quantity(run["distance"].values[i], "m"),
            number(run["dose_cone_msv_year"].values[i], 1),
            number(run["dose_outside_msv_year"].values[i], 1),
        ]
        for i in picked
    ]
    heads = "In the shield's shadow, mSv a year|Outside it, mSv a year"
    return Table("Dose from the station by distance", columns("Distance", heads), rows, is_long=True)
