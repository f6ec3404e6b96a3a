"""Loads: people, plants, chemistry."""

from __future__ import annotations

import math
from typing import Any

from kilosol import loads
from kilosol.data import table
from kilosol.loads.chemistry import formation_gibbs_kj_mol

#: Charge of a mole of electrons, in coulombs.
_FARADAY_C_MOL = 96485.33
_WATT_PER_KCAL_DAY = 4184 / 86400
_SOL_HOUR = 24.66
#: Ambient of the ideal work of liquefaction.
_AMBIENT_K = 300.0


def liquefaction_kj_kg(gas: Any) -> float:
    """Ideal work of liquefaction."""
    return float(loads.liquefaction_floor_kwh_kg(gas, _AMBIENT_K)) * 3600


def liquefaction_over_ideal(gas: Any, process: str) -> float:
    """Work of the shipped process over the ideal one."""
    return loads.load_process(process).kwh_per_kg / float(loads.liquefaction_floor_kwh_kg(gas, _AMBIENT_K))


def person_in() -> float:
    """Food, water and oxygen of a person."""
    return float(loads.crew_flows(1).in_kg_day)


def person_out() -> float:
    """All that a person gives off."""
    return float(loads.crew_flows(1).out_kg_day)


def person_heat() -> float:
    """Heat of a person."""
    return float(loads.crew_flows(1).heat_w)


def quotient() -> float:
    """Respiratory quotient of the present baseline."""
    return float(loads.respiratory_quotient(1.08, 0.89))


def quotient_2004() -> float:
    """Respiratory quotient of the older baseline."""
    crew = table("loads/crew")
    gases = (crew.number("carbon_dioxide_2004_kg_day"), crew.number("oxygen_2004_kg_day"))
    return float(loads.respiratory_quotient(*gases))


def formation_kj_mol(formula: str, kelvin: float) -> float:
    """Free energy of formation."""
    return _number(formation_gibbs_kj_mol(formula, kelvin))


def reversible_volt(feed: str, left: str, kelvin: float) -> float:
    """Reversible voltage of a cell that takes half a molecule of oxygen off the feed."""
    made = {left: loads.molar_mass_g_mol(left), "O2": loads.molar_mass_g_mol("O2") / 2}
    # Grams for kilograms, joules for kilojoules.
    joule = loads.reaction_gibbs_kj({feed: loads.molar_mass_g_mol(feed)}, made, kelvin)
    return _number(joule) / (2 * _FARADAY_C_MOL)


def boiling_gap() -> float:
    """Free energy of steam less that of water where they boil."""
    return formation_kj_mol("H2O(g)", 373.15) - formation_kj_mol("H2O(l)", 373.15)


def _number(value: float | None) -> float:
    """What is unknown is not a number."""
    return math.nan if value is None else float(value)


def life_support_value(key: str) -> float:
    """A value of the table of life support."""
    return table("loads/life_support").number(key)


def people_served() -> float:
    """People whose carbon dioxide one bed unit takes."""
    unit = table("loads/life_support")
    return unit.number("cdra_kg_day") / unit.number("cdra_person_kg_day")


def iss_chain_kw(words: str, key: str) -> float:
    """Power of one part of the chain for six people."""
    del words
    return float(getattr(loads.iss_chain(6), key))


def process_kwh_kg(name: str) -> float:
    """Electricity of a process."""
    return float(loads.load_process(name).kwh_per_kg)


def process_kw(name: str, kg_day: float) -> float:
    """Power of a process at a rate."""
    return float(loads.load_process(name).mean_power_kw(kg_day))


def process_enthalpy(name: str) -> float:
    """Enthalpy that a process takes up."""
    return _number(loads.load_process(name).enthalpy_kwh_per_kg)


def process_mass_kg(name: str, kg_day: float) -> float:
    """Mass of a machine for a rate."""
    return _number(loads.load_process(name).mass_per_kg_day) * kg_day


def propellant_plant_kw(tonnes: float, case: Any, days: float) -> float:
    """Power for so much propellant in so many days."""
    return float(loads.propellant_power_kw(tonnes, days, case))


def propellant_made() -> float:
    """Propellant of 40 kW in one synodic period."""
    return float(loads.propellant_t(40.0, 780.0, "mid", 0.9))


def resting_kcal_day(who: str, kg: float, m: float, years: float, is_woman: bool) -> float:
    """Resting energy of a body."""
    del who
    factor = table("loads/crew").number("activity_moderate_factor")
    return float(loads.metabolic_w(kg, m, years, is_woman=is_woman)) / factor / _WATT_PER_KCAL_DAY


def mean_adult_w() -> float:
    """Power of the mean adult at moderate work."""
    crew = table("loads/crew")
    body = [crew.number(key) for key in ("body_kg", "height_m", "age_year")]
    return float(loads.metabolic_w(*body, is_woman=False))


def melting() -> float:
    """Energy from cold ice to warm water."""
    return float(loads.melt_kwh_kg(213.0, 293.0))


def well(case: Any) -> float:
    """Energy of water from an ice well."""
    return float(loads.ice_well_kwh_kg(30.0, 213.0, case))


def soil(water_frac: float, release_k: float) -> float:
    """Energy of water from soil."""
    return float(loads.soil_water_kwh_kg(water_frac, release_k=release_k))


def base_kw(n_people: int) -> float:
    """Mean power of a crewed base."""
    return float(sum(i.mean_kw for i in loads.load_tree("crew", n_people=n_people, n_robots=0, robot_kw=0.0)))


def alive_kw(n_people: int) -> float:
    """Keep-alive of an empty habitat."""
    return float(loads.keep_alive_kw(n_people))


def hundred_robots() -> float:
    """Mean power of a hundred robots."""
    return 100 * float(loads.robot_mean_kw())


def robot_kwh_sol() -> float:
    """Energy of one robot in a sol."""
    return float(loads.robot_mean_kw()) * _SOL_HOUR


def lamps_kw(end: str) -> float:
    """Power of a person's food under lamps."""
    low, high = loads.lamp_power_range_kw()
    return float(low if end == "low" else high)


def energy_floor(words: str, name: Any) -> float:
    """A floor of energy."""
    del words
    return float(loads.floor_kwh_kg(name))


def sabatier_kg(words: str, key: str) -> float:
    """A mass of the Sabatier process for a kilogram of methane."""
    del words
    return float(loads.sabatier_kg_per_kg_methane()[key])


def full_load_t(words: str) -> float:
    """Masses that make 1200 t at a mixture ratio of 3.6."""
    methane, per_kg = 1200 / 4.6, loads.sabatier_kg_per_kg_methane()
    parts = {
        "methane": 1.0,
        "water": per_kg["net_water"],
        "carbon dioxide": per_kg["carbon_dioxide"],
        "oxygen to spare": per_kg["oxygen"] - 3.6,
    }
    return methane * float(parts[words])
