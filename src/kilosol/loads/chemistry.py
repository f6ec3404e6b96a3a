"""Stoichiometry from atomic weights, and the energies that no process can undercut.

Electricity below the free-energy floor is impossible; between it and the higher heating value the process
needs heat from elsewhere.
"""

from __future__ import annotations

import re
from typing import Literal, get_args

from kilosol.data import table
from kilosol.errors import UnknownName

FloorName = Literal[
    "oxygen_by_electrolysis_gibbs",
    "oxygen_by_electrolysis_heating_value",
    "hydrogen_by_electrolysis_gibbs",
    "hydrogen_by_electrolysis_heating_value",
    "oxygen_from_carbon_dioxide_enthalpy",
    "methane_reverse_combustion",
    "propellant_reverse_combustion",
    "melt_ice",
]

_ELEMENTS = {"H": "hydrogen_g_mol", "C": "carbon_g_mol", "O": "oxygen_g_mol"}
_SYMBOL = re.compile(r"([A-Z][a-z]?)(\d*)")
# Kilojoule per gram is megajoule per kilogram; a kilowatt-hour is 3.6 MJ.
_MJ_PER_KWH = 3600 / 1000


def formula_atoms(formula: str) -> dict[str, int]:
    """Atoms of a formula of hydrogen, carbon and oxygen; empty for a mixture such as ``soil``.

    Parameters
    ----------
    formula : str
        For example ``"CH4"``.

    Returns
    -------
    dict
        Element -> number of atoms.

    Examples
    --------
    >>> formula_atoms("CH4"), formula_atoms("soil")
    ({'C': 1, 'H': 4}, {})
    """
    found = _SYMBOL.findall(formula)
    if "".join(symbol + count for symbol, count in found) != formula:
        return {}
    if any(symbol not in _ELEMENTS for symbol, _ in found):
        return {}
    return {symbol: int(count or 1) for symbol, count in found}


def molar_mass_g_mol(formula: str) -> float:
    """Molar mass of a formula of hydrogen, carbon and oxygen.

    Parameters
    ----------
    formula : str
        For example ``"H2O"``.

    Returns
    -------
    float [g/mol]

    Raises
    ------
    UnknownName
        If the formula holds anything else.

    Examples
    --------
    >>> round(molar_mass_g_mol("CH4"), 3)
    16.043
    """
    atoms = formula_atoms(formula)
    if not atoms:
        raise UnknownName("formula", formula, ("H2", "O2", "H2O", "CO", "CO2", "CH4"))
    weights = table("loads/chemistry")
    return sum(n * weights.number(_ELEMENTS[symbol]) for symbol, n in atoms.items())


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
    ``heating_value`` electricity and heat together.

    Examples
    --------
    >>> round(floor_kwh_kg("oxygen_by_electrolysis_gibbs"), 3)
    4.117
    >>> round(floor_kwh_kg("oxygen_by_electrolysis_heating_value"), 3)
    4.963
    """
    known = table("loads/chemistry")
    water, water_gibbs = known.number("water_liquid_kj_mol"), known.number("water_liquid_gibbs_kj_mol")
    oxygen, hydrogen, methane = (molar_mass_g_mol(f) for f in ("O2", "H2", "CH4"))
    carbon_dioxide = known.number("carbon_dioxide_kj_mol")
    reverse = known.number("methane_kj_mol") - carbon_dioxide - 2 * water
    if name == "oxygen_by_electrolysis_gibbs":
        kj_g = -2 * water_gibbs / oxygen
    elif name == "oxygen_by_electrolysis_heating_value":
        kj_g = -2 * water / oxygen
    elif name == "hydrogen_by_electrolysis_gibbs":
        kj_g = -water_gibbs / hydrogen
    elif name == "hydrogen_by_electrolysis_heating_value":
        kj_g = -water / hydrogen
    elif name == "oxygen_from_carbon_dioxide_enthalpy":
        kj_g = 2 * (known.number("carbon_monoxide_kj_mol") - carbon_dioxide) / oxygen
    elif name == "methane_reverse_combustion":
        kj_g = reverse / methane
    elif name == "propellant_reverse_combustion":
        kj_g = reverse / methane / (1 + table("loads/isru").number("mixture_kg_kg"))
    elif name == "melt_ice":
        return table("loads/isru").number("water_floor_kwh_kg")
    else:
        raise UnknownName("energy floor", name, get_args(FloorName))
    return kj_g / _MJ_PER_KWH


def sabatier_kg_per_kg_methane() -> dict[str, float]:
    """Masses around one kilogram of methane from water and carbon dioxide.

    Returns
    -------
    dict [kg/kg]
        ``hydrogen`` fed to the reactor, ``electrolysed_water``, ``net_water`` (half comes back from the
        reactor), ``carbon_dioxide``, and ``oxygen`` made.

    Notes
    -----
    CO2 + 4 H2 -> CH4 + 2 H2O and 2 H2O -> 2 H2 + O2: net CO2 + 2 H2O -> CH4 + 2 O2.

    Examples
    --------
    >>> {k: round(v, 3) for k, v in sabatier_kg_per_kg_methane().items()}["oxygen"]
    3.989
    """
    methane, water = molar_mass_g_mol("CH4"), molar_mass_g_mol("H2O")
    return {
        "hydrogen": 4 * molar_mass_g_mol("H2") / methane,
        "electrolysed_water": 4 * water / methane,
        "net_water": 2 * water / methane,
        "carbon_dioxide": molar_mass_g_mol("CO2") / methane,
        "oxygen": 2 * molar_mass_g_mol("O2") / methane,
    }
