"""Energies that no process can undercut.

Electricity below the free energy is impossible; between it and the enthalpy the process needs heat from
elsewhere. Floors of work bound the electricity, all others electricity and heat together.
"""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np

from kilosol.data import table
from kilosol.errors import UnknownName
from kilosol.limits import require
from kilosol.loads.chemistry import formation_kj_mol, molar_mass_g_mol, reaction_gibbs_kj

FloorName = Literal[
    "oxygen_by_electrolysis_gibbs",
    "oxygen_by_electrolysis_heating_value",
    "hydrogen_by_electrolysis_gibbs",
    "hydrogen_by_electrolysis_heating_value",
    "oxygen_from_carbon_dioxide_enthalpy",
    "methane_reverse_combustion",
    "propellant_reverse_combustion",
    "melt_ice",
    "capture_carbon_dioxide",
    "liquefy_oxygen",
    "liquefy_methane",
]
Gas = Literal["oxygen", "methane"]

#: Floors that heat cannot stand in for.
WORK_FLOORS: tuple[FloorName, ...] = (
    "oxygen_by_electrolysis_gibbs",
    "hydrogen_by_electrolysis_gibbs",
    "capture_carbon_dioxide",
    "liquefy_oxygen",
    "liquefy_methane",
)
#: A kilowatt-hour is 3.6 MJ, 3600 kJ.
KJ_PER_KWH = 3600


def floor_kwh_kg(name: FloorName) -> float:
    """Least energy of a process, per kilogram of what it is named by.

    Parameters
    ----------
    name : str
        Which floor.

    Returns
    -------
    float [kWh/kg]

    Raises
    ------
    UnknownName
        If there is no such floor.

    Notes
    -----
    Formation enthalpies and free energies at 298 K, liquid water. ``gibbs`` bounds the electricity,
    ``heating_value`` electricity and heat together. Melting: ice of 213 K to water of 293 K. Capture: the
    isothermal work from 95 percent of 700 Pa to one bar. Liquefaction: reversible, heat rejected at 210 K.

    Examples
    --------
    >>> round(floor_kwh_kg("oxygen_by_electrolysis_gibbs"), 3)
    4.117
    >>> round(floor_kwh_kg("oxygen_by_electrolysis_heating_value"), 3)
    4.963
    """
    if name not in get_args(FloorName):
        raise UnknownName("energy floor", name, get_args(FloorName))
    if name == "melt_ice":
        return table("loads/isru").number("water_floor_kwh_kg")
    if name == "capture_carbon_dioxide":
        return carbon_dioxide_floor_kwh_kg()
    if name == "liquefy_oxygen":
        return liquefaction_floor_kwh_kg("oxygen")
    if name == "liquefy_methane":
        return liquefaction_floor_kwh_kg("methane")
    return _reaction_kj_g(name) * 1000 / KJ_PER_KWH


def carbon_dioxide_floor_kwh_kg(
    air_pa: float | None = None, delivered_pa: float | None = None, sink_k: float | None = None
) -> float:
    """Least work to part carbon dioxide from the air and press it.

    Parameters
    ----------
    air_pa : float, optional [Pa]
        Pressure of the air; cited default 700.
    delivered_pa : float, optional [Pa]
        Pressure of the product; cited default one bar.
    sink_k : float, optional [K]
        Temperature at which heat leaves; cited default 210.

    Returns
    -------
    float [kWh/kg]

    Raises
    ------
    OutOfRange
        If an argument is not positive, or the product is below the pressure of the air's CO2.

    Notes
    -----
    w = (R T / M) ln(p / (x p_air)): isothermal, ideal gas.

    Examples
    --------
    >>> round(carbon_dioxide_floor_kwh_kg(), 3)
    0.055
    """
    cited = table("loads/isru")
    air = cited.number("air_pa") if air_pa is None else air_pa
    out = cited.number("delivered_pa") if delivered_pa is None else delivered_pa
    sink = cited.number("sink_k") if sink_k is None else sink_k
    part = cited.number("air_carbon_dioxide_frac") * air
    require(air > 0, "air_pa", air, "positive [Pa]")
    require(sink > 0, "sink_k", sink, "positive [K]")
    require(out >= part, "delivered_pa", out, f"at least {part:.0f}, the air's carbon dioxide [Pa]")
    gas = table("loads/stores").number("gas_constant_j_mol_k")
    joule_g = gas * sink / molar_mass_g_mol("CO2") * np.log(out / part)
    return float(joule_g / KJ_PER_KWH)


def liquefaction_floor_kwh_kg(gas: Gas, sink_k: float | None = None) -> float:
    """Least work to liquefy a gas that comes at the temperature of the sink, at one bar.

    Parameters
    ----------
    gas : {"oxygen", "methane"}
        Which.
    sink_k : float, optional [K]
        Temperature at which heat leaves, above boiling; cited default 210.

    Returns
    -------
    float [kWh/kg]

    Raises
    ------
    OutOfRange
        If the gas is unknown or the sink colder than its boiling point.

    Notes
    -----
    w = T ds - dh with constant heat capacity: ds = L/Tb + c ln(T/Tb), dh = L + c (T - Tb).

    Examples
    --------
    >>> round(liquefaction_floor_kwh_kg("oxygen", 300.0), 3)
    0.176
    """
    require(gas in get_args(Gas), "gas", repr(gas), "'oxygen' or 'methane'")
    cited = table("loads/isru")
    sink = cited.number("sink_k") if sink_k is None else sink_k
    boiling, latent = cited.number(f"{gas}_boiling_k"), cited.number(f"{gas}_latent_kj_kg")
    require(sink >= boiling, "sink_k", sink, f"at least the boiling point {boiling:g} [K]")
    heat_kj_kg_k = cited.number(f"{gas}_gas_j_kg_k") / 1000
    entropy = latent / boiling + heat_kj_kg_k * np.log(sink / boiling)
    enthalpy = latent + heat_kj_kg_k * (sink - boiling)
    return float((sink * entropy - enthalpy) / KJ_PER_KWH)


def _reaction_kj_g(name: FloorName) -> float:
    reference = table("loads/chemistry").number("reference_k")
    oxygen, hydrogen, methane = (molar_mass_g_mol(f) for f in ("O2", "H2", "CH4"))
    water, carbon_dioxide, monoxide, fuel = (formation_kj_mol(f) or 0.0 for f in ("H2O", "CO2", "CO", "CH4"))
    split = {"H2O": molar_mass_g_mol("H2O")}, {"H2": hydrogen, "O2": oxygen / 2}
    gibbs = (reaction_gibbs_kj(*split, reference) or 0.0) / 1000
    reverse = (fuel - carbon_dioxide - 2 * water) / methane
    return {
        "oxygen_by_electrolysis_gibbs": 2 * gibbs / oxygen,
        "oxygen_by_electrolysis_heating_value": -2 * water / oxygen,
        "hydrogen_by_electrolysis_gibbs": gibbs / hydrogen,
        "hydrogen_by_electrolysis_heating_value": -water / hydrogen,
        "oxygen_from_carbon_dioxide_enthalpy": 2 * (monoxide - carbon_dioxide) / oxygen,
        "methane_reverse_combustion": reverse,
        "propellant_reverse_combustion": reverse / (1 + table("loads/isru").number("mixture_kg_kg")),
    }[name]
