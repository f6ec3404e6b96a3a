"""Every variable of the result datasets: its unit and what it is, in one place.

The unit follows from the name's suffix; the registry adds the words. Docs, netCDF attributes and the
glossary are made from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from kilosol.units import unit_of

if TYPE_CHECKING:
    import xarray as xr

_WORDS: dict[str, str] = {
    "accepted": "whether the arc is within the scenario's limits",
    "architecture": "fission, solar or hybrid",
    "arrival": "arrival date",
    "arrival_jd": "arrival, Julian date TDB",
    "arrival_vinf_km_s": "hyperbolic excess speed at arrival",
    "battery_kg": "landed mass of the battery",
    "battery_kwh": "usable energy of the battery",
    "before_station_kwh": "energy that robots and their tools draw before the station runs",
    "binding_constraint": "what the design's mass hangs on",
    "blocked_frac": "part of the chances to fly a crew that each reason stopped",
    "c3_km2_s2": "launch energy C3",
    "capital_t": "industrial capital",
    "career_limit_msv": "career limit of dose",
    "charge_kw": "power into the stores",
    "class_closure_frac": "closure that the city's industry allows, by class",
    "closure_frac": "closure: part of its needs that the city makes",
    "cooling_kw": "heat that the habitat rejects, mean of the sol",
    "curtailed_kw": "generation that nothing could use",
    "date": "date",
    "decay_heat_kw": "heat of the cores at power after their shutdown",
    "declination_deg": "declination of the departure asymptote",
    "demand_kw": "demand",
    "departure": "departure date",
    "departure_jd": "departure, Julian date TDB",
    "diary_capital_t": "industrial capital after the last delivery, in one draw",
    "diary_people": "people after the last delivery, in one draw",
    "diary_power_kw": "power plant after the last delivery, in one draw",
    "diary_stores_t": "stores after the last delivery by class, in one draw",
    "discharge_kw": "power out of the stores",
    "cover_m": "regolith over a unit, all round and above",
    "cover_moved_m3": "regolith to move for the cover",
    "cover_robot_hour": "hours of robots for the cover",
    "dose_cone_msv_year": "dose rate inside the shadow shield's cone",
    "dose_map_gamma_msv_year": "of the dose, gammas of the cores",
    "dose_map_msv_year": "dose rate around the station",
    "dose_map_scattered_msv_year": "of the dose, what the air scatters round the shields",
    "dose_outside_msv_year": "dose rate outside the shadow shield's cone",
    "earth_au": "Earth, plane of the ecliptic",
    "entry_speed_km_s": "inertial entry speed at 125 km",
    "eue_kwh": "expected unserved energy of vital and essential loads per Mars year",
    "eue_kwh_per_mars_year": "expected unserved energy (EUE)",
    "fission_kg": "landed mass of the fission units",
    "fission_kw": "net output of the fission units",
    "flights": "cargo ships that the design fills",
    "fuel_cell_kg": "landed mass of the regenerative fuel cells",
    "fuel_cell_kwh": "usable energy of the regenerative fuel cells",
    "generation_kw": "generation",
    "heat_chain_frac": "part of the cores' heat that gets as far as each step",
    "heater_kw": "heat that heaters give the habitat, mean of the sol",
    "import_kg_per_person_year": "imports used per person",
    "is_claimed": "1 where mass or power is only claimed",
    "is_feasible": "1 where the design holds through its design year",
    "item_allowed_outage_hour": "outage that the load bears",
    "item_class": "load class",
    "item_kw": "mean demand of a load",
    "item_name": "load",
    "item_phase": "phase of the campaign",
    "item_restart_kwh": "energy that a load takes to come back after an outage",
    "limit_frac": "part of the campaigns with people that each limit binds",
    "lolh_hour": "loss-of-load hours of vital loads per Mars year",
    "lolh_hour_per_mars_year": "loss-of-load hours (LOLH)",
    "lolh_stderr_hour": "standard error of LOLH",
    "longest_vital_hour": "longest outage of vital loads in a drawn year",
    "margin_hour": "hours that stores alone carry this class and all before it",
    "mars_au": "Mars, plane of the ecliptic",
    "mass_kg": "landed mass",
    "mean_kw": "mean demand",
    "milestone_sol": "sols from landing to the milestone",
    "n_units": "number of fission units",
    "never_frac": "part of the draws in which the robots are spent before the milestone",
    "on_offer": "1 where all of the design is to be had in time",
    "origin_kw": "power plant of the city by origin, mean over campaigns with people",
    "p_crew_survives": "chance that no vital outage of a Mars year outlasts the ride-through time",
    "p_high": "upper end of the 95 % interval",
    "p_landed": "chance that people have landed by the end of the year",
    "p_lost": "chance that the first crew is lost by this cause",
    "p_low": "lower end of the 95 % interval",
    "p_million_t": "chance that a million tonnes have landed by the end of the year",
    "p_self_sustaining": "chance that the city passes the import-stop test by the end of the year",
    "package_end_sol": "sols from landing to the end of the work package",
    "package_labour_hour": "likely labour of the work package, hours of a person",
    "package_milestone": "what the work package is done for",
    "package_name": "work package",
    "package_start_sol": "sols from landing to the start of the work package",
    "payload_t": "landed payload of a cargo ship",
    "people": "people on Mars",
    "power_kw": "power plant of the city",
    "reserve_kg": "landed mass of the propellant reserve and its generator",
    "starter_kg": "landed mass of the source and the crane that the start takes",
    "reserve_kwh": "electricity left in the propellant reserve",
    "robots_left": "robots in being at the milestone",
    "served_kw": "demand served",
    "ship_au": "ship, plane of the ecliptic",
    "solar_kg": "landed mass of the arrays",
    "solar_kw": "output of the arrays",
    "solar_m2": "array area",
    "step_kw": "electricity of a step of the propellant plant",
    "step_kwh_kg": "electricity of a step per kilogram of propellant",
    "step_name": "step of the propellant plant",
    "step_t": "mass that a step of the propellant plant puts out",
    "tanker_flights": "tanker flights to fill one ship",
    "tau": "visible optical depth of dust",
    "technology": "fission technology",
    "title": "name of the design",
    "tof_days": "time of flight",
    "uses_partner": "1 where the design uses the partner's station",
}

_COORDINATE_WORDS: dict[str, str] = {
    "after_s": "time since shutdown",
    "agency": "agency that sets the limit",
    "arc": "arc of the window: type I, type II, or the fast one for a crew",
    "arrival": "arrival date",
    "arrival_jd": "arrival, Julian date TDB",
    "axis": "axis of the ecliptic of J2000",
    "cause": "what a first crew is lost by",
    "chain_step": "how far the cores' heat has come",
    "class": "class of goods",
    "departure": "departure date",
    "departure_jd": "departure, Julian date TDB",
    "design": "design of the power station",
    "diary_year": "date in calendar years",
    "distance": "distance from the reactor",
    "east_m": "east of the reactor",
    "flight": "cargo or crew",
    "limit": "what limits the city",
    "load_class": "class of the load",
    "ls_deg": "solar longitude, from the northern spring equinox",
    "milestone": "milestone of the robots' work",
    "north_m": "north of the reactor",
    "origin": "where the power plant comes from",
    "phase": "phase of the campaign",
    "quantile": "quantile over the draws",
    "reason": "what kept a crew at home",
    "sol": "sols since the design year began",
    "sol_index": "sol of the design year, from 0",
    "transfer_type": "1: less than half a turn about the Sun, 2: more, 0: no arc",
    "water_frac": "water in the regolith, by mass",
    "window": "calendar year that names the launch window",
    "year": "calendar year",
}

_UNITS: dict[str, str] = {
    "eue_kwh_per_mars_year": "kWh/Mars yr",
    "lolh_hour_per_mars_year": "h/Mars yr",
    "import_kg_per_person_year": "kg/yr",
    "distance": "m",
    "sol_index": "sol",
    "window": "yr",
}

#: Calendar dates (TDB): kept as datetime64, which in a file of results has its unit from its encoding.
DATES = frozenset({"arrival", "date", "departure"})
# Whole seconds: times on the minute, as a porkchop has them, are kept as exactly as days are.
_DATE_UNITS = "seconds since 2000-01-01"
_DATE_TYPE = np.dtype("datetime64[ns]")


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable of the results.

    Parameters
    ----------
    name : str
        As in the datasets.
    units : str
        CF-style unit; ``"1"`` for pure numbers and words.
    long_name : str
        What it is.
    """

    name: str
    units: str
    long_name: str


@cache
def variables() -> tuple[Variable, ...]:
    """All registered variables, by name.

    Examples
    --------
    >>> [v.units for v in variables() if v.name == "c3_km2_s2"]
    ['km2/s2']
    """
    return tuple(_variable(name, words) for name, words in sorted(_WORDS.items()))


@cache
def coordinates() -> tuple[Variable, ...]:
    """All registered coordinates, by name.

    Examples
    --------
    >>> [c.units for c in coordinates() if c.name in ("ls_deg", "sol")]
    ['deg', 'sol']
    """
    return tuple(_variable(name, words) for name, words in sorted(_COORDINATE_WORDS.items()))


def _variable(name: str, words: str) -> Variable:
    return Variable(name, _UNITS.get(name) or unit_of(name) or "1", words)


@cache
def _by_name() -> dict[str, Variable]:
    return {v.name: v for v in variables()}


@cache
def _coordinate_by_name() -> dict[str, Variable]:
    return {c.name: c for c in coordinates()}


def describe(dataset: xr.Dataset) -> xr.Dataset:
    """Dataset with ``units`` and ``long_name`` on all that it holds, dates as datetime64, sols to select by.

    Parameters
    ----------
    dataset : xarray.Dataset
        Built by a stage.

    Returns
    -------
    xarray.Dataset

    Raises
    ------
    KeyError
        If a variable or a coordinate is not registered: a stage must not invent words.

    Examples
    --------
    >>> import xarray as xr
    >>> made = describe(xr.Dataset({"mass_kg": ("departure", [3.0])}, {"departure": ["2031-01-28"]}))
    >>> made.mass_kg.sel(departure="2031-01-28").item(), made.mass_kg.attrs["units"]
    (3.0, 'kg')
    """
    known, known_coordinates = _by_name(), _coordinate_by_name()
    for name, array in dataset.data_vars.items():
        _say(array, known[str(name)])
    for name, array in dataset.coords.items():
        _say(array, known_coordinates[str(name)])
    return selectable(dataset)


def selectable(dataset: xr.Dataset) -> xr.Dataset:
    """Dataset with dates as datetime64 and sols as coordinates for ``.sel``; also one read from a file.

    Parameters
    ----------
    dataset : xarray.Dataset
        Of a stage. What it holds beside dates and sols stays as it is.

    Returns
    -------
    xarray.Dataset
    """
    for name in sorted(DATES & {str(n) for n in dataset.variables}):
        array = dataset[name]
        if array.dtype.kind in "OUT":
            # An arc that is not flown has no date.
            days = np.array([text or "NaT" for text in array.values.ravel().tolist()], dtype=_DATE_TYPE)
            put = dataset.assign_coords if name in dataset.coords else dataset.assign
            dataset = put({name: (array.dims, days.reshape(array.shape), array.attrs)})
        dataset[name].attrs.pop("units", None)
        dataset[name].encoding |= {"units": _DATE_UNITS, "dtype": "int64"}
    if "sol_index" in dataset.sizes and "sol_index" not in dataset.coords:
        dataset = dataset.assign_coords(sol_index=np.arange(dataset.sizes["sol_index"]))
        _say(dataset["sol_index"], _coordinate_by_name()["sol_index"])
    if "sol" in dataset.coords and dataset["sol"].ndim == 1 and "sol" not in dataset.xindexes:
        dataset = dataset.set_xindex("sol")
    return dataset


def _say(array: xr.DataArray, variable: Variable) -> None:
    array.attrs.update(units=variable.units, long_name=variable.long_name)
