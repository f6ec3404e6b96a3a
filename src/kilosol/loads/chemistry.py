"""Stoichiometry from atomic weights, and the enthalpies and free energies of what processes use."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np

from kilosol.data import columns, table
from kilosol.errors import UnknownName
from kilosol.limits import require

_ELEMENTS = {
    "H": "hydrogen_g_mol",
    "C": "carbon_g_mol",
    "N": "nitrogen_g_mol",
    "O": "oxygen_g_mol",
    "Na": "sodium_g_mol",
    "Mg": "magnesium_g_mol",
    "Al": "aluminium_g_mol",
    "Si": "silicon_g_mol",
    "S": "sulfur_g_mol",
    "Cl": "chlorine_g_mol",
    "Ca": "calcium_g_mol",
    "Ti": "titanium_g_mol",
    "Fe": "iron_g_mol",
}
#: Elements in their usual state: enthalpy and free energy of formation are zero by definition.
_PURE = {"H2", "O2", "N2", "C", "Al", "Si", "Fe", "Na", "Mg", "Ca", "Ti", "Cl2"}
#: Formula -> stem of its keys in the table; the phase stands in brackets where it is not the usual one.
_SPECIES = {
    "H2O": "water_liquid",
    "H2O(l)": "water_liquid",
    "H2O(g)": "water_vapour",
    "CO": "carbon_monoxide",
    "CO2": "carbon_dioxide",
    "CH4": "methane",
    "C2H4": "ethylene",
    "NH3": "ammonia",
    "CH3OH": "methanol",
    "CH4O": "methanol",
    "C6H12O6": "glucose",
    "Fe2O3": "haematite",
    "Fe3O4": "magnetite",
    "Al2O3": "alumina",
    "SiO2": "silica",
    "CH2": "polyethylene",
}
_SYMBOL = re.compile(r"([A-Z][a-z]?)(\d*)")
_PHASE = re.compile(r"\((?:s|l|g)\)$")


def formula_atoms(formula: str) -> dict[str, int]:
    """Atoms of a formula; empty for a mixture such as ``soil``.

    Parameters
    ----------
    formula : str
        For example ``"CH4"``; a phase in brackets, ``"H2O(g)"``, does not matter here.

    Returns
    -------
    dict
        Element -> number of atoms.

    Examples
    --------
    >>> formula_atoms("CH4"), formula_atoms("soil")
    ({'C': 1, 'H': 4}, {})
    """
    bare = _PHASE.sub("", formula)
    found = _SYMBOL.findall(bare)
    if "".join(symbol + count for symbol, count in found) != bare:
        return {}
    if any(symbol not in _ELEMENTS for symbol, _ in found):
        return {}
    atoms: dict[str, int] = {}
    for symbol, count in found:
        atoms[symbol] = atoms.get(symbol, 0) + int(count or 1)
    return atoms


def molar_mass_g_mol(formula: str) -> float:
    """Molar mass of a formula.

    Parameters
    ----------
    formula : str
        For example ``"H2O"``; elements H, C, N, O, Na, Mg, Al, Si, S, Cl, Ca, Ti and Fe are known.

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
        raise UnknownName("formula", formula, ("H2", "O2", *_SPECIES))
    weights = table("loads/chemistry")
    return sum(n * weights.number(_ELEMENTS[symbol]) for symbol, n in atoms.items())


def formation_kj_mol(formula: str) -> float | None:
    """Enthalpy of formation at 298.15 K.

    Parameters
    ----------
    formula : str
        ``"H2O"`` is the liquid, ``"H2O(g)"`` steam, ``"CH2"`` a link of polyethylene.

    Returns
    -------
    float or None [kJ/mol]
        None where the table does not know it; zero for elements.

    Examples
    --------
    >>> formation_kj_mol("H2O"), formation_kj_mol("O2"), formation_kj_mol("soil")
    (-285.83, 0.0, None)
    """
    if formula in _PURE:
        return 0.0
    stem = _SPECIES.get(formula)
    return None if stem is None else table("loads/chemistry").number(f"{stem}_kj_mol")


def formation_gibbs_kj_mol(formula: str, temperature_k: float) -> float | None:
    """Free energy of formation at a temperature, one bar.

    Parameters
    ----------
    formula : str
        As in :func:`formation_kj_mol`, but plain ``"H2O"`` is steam above 373.15 K.
    temperature_k : float [K]
        150 to 2500.

    Returns
    -------
    float or None [kJ/mol]
        None where the table does not know it; zero for elements.

    Raises
    ------
    OutOfRange
        If the temperature is outside its range.

    Notes
    -----
    Water, CO, CO2 and CH4 from 298 to 1500 K: interpolated in a table made from heat capacities. All
    else, and outside: a straight line, dG = dH - T dS with constant dH and dS.

    Examples
    --------
    >>> round(formation_gibbs_kj_mol("CO", 1000.0), 2)
    -200.28
    """
    cited = table("loads/chemistry")
    low, high = cited.number("lowest_k"), cited.number("highest_k")
    require(
        np.isfinite(temperature_k) and low <= temperature_k <= high,
        "temperature_k",
        temperature_k,
        f"from {low:g} to {high:g} [K]",
    )
    if formula in _PURE:
        return 0.0
    if formula == "H2O" and temperature_k > cited.number("boiling_k"):
        formula = "H2O(g)"
    stem = _SPECIES.get(formula)
    if stem is None:
        return None
    nodes = columns("loads/formation_gibbs")
    at, column = nodes["temperature_k"], f"{stem}_kj_mol"
    enthalpy, gibbs = cited.number(f"{stem}_kj_mol"), cited.number(f"{stem}_gibbs_kj_mol")
    if column not in tuple(nodes) or temperature_k < at[0]:
        reference = cited.number("reference_k")
        return enthalpy + (gibbs - enthalpy) * temperature_k / reference
    if temperature_k > at[-1]:
        known = nodes[column]
        return float(known[-1] + (known[-1] - known[-2]) * (temperature_k - at[-1]) / (at[-1] - at[-2]))
    # Shifted so that a replaced value at 298 K moves the whole curve.
    known = nodes[column]
    return float(np.interp(temperature_k, at, known) + gibbs - known[0])


def reaction_kj(inputs: Mapping[str, float], outputs: Mapping[str, float]) -> float | None:
    """Enthalpy that a reaction takes up, what comes and what goes at 298.15 K.

    Parameters
    ----------
    inputs, outputs : mapping [kg]
        Formula -> mass.

    Returns
    -------
    float or None [kJ]
        Positive where it takes up energy; None where a formula is not known.

    Examples
    --------
    >>> round(reaction_kj({"H2O": 18.015}, {"H2": 2.016, "O2": 15.999}) / 1000)
    286
    """
    parts: list[float] = []
    for sign, side in ((-1, inputs), (1, outputs)):
        for formula, mass in side.items():
            molar = formation_kj_mol(formula)
            if molar is None:
                return None
            parts.append(sign * 1000 * mass / molar_mass_g_mol(formula) * molar)
    return sum(parts)


def reaction_gibbs_kj(
    inputs: Mapping[str, float], outputs: Mapping[str, float], temperature_k: float
) -> float | None:
    """Free energy that a reaction takes up at a temperature: the least electricity that drives it.

    Parameters
    ----------
    inputs, outputs : mapping [kg]
        Formula -> mass.
    temperature_k : float [K]
        Of the reaction, 150 to 2500.

    Returns
    -------
    float or None [kJ]
        Positive where it needs driving; None where a formula is not known.

    Raises
    ------
    OutOfRange
        If the temperature is outside its range.

    Examples
    --------
    >>> round(reaction_gibbs_kj({"CO2": 44.009}, {"CO": 28.010, "O2": 15.999}, 1073.0) / 1000)
    189
    """
    parts: list[float] = []
    for sign, side in ((-1, inputs), (1, outputs)):
        for formula, mass in side.items():
            molar = formation_gibbs_kj_mol(formula, temperature_k)
            if molar is None:
                return None
            parts.append(sign * 1000 * mass / molar_mass_g_mol(formula) * molar)
    return sum(parts)


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
