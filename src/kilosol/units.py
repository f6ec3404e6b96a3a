"""Units live in names; this module holds the closed list of suffixes and parses strings at the border.

Inside Kilosol every number is a float in the unit its name ends in. Only text that a user typed
(``"40 kW"`` in a scenario, on the command line or in a form) is converted, by :func:`parse`.
"""

from __future__ import annotations

from functools import lru_cache

from kilosol.quantities import quantity

#: Name suffix -> unit as written in data tables, docstrings and netCDF attributes.
SUFFIX_UNITS: dict[str, str] = {
    "kw": "kW",
    "kwe": "kW",
    "kwt": "kW",
    "mwt": "MW",
    "kwh": "kWh",
    "mwh": "MWh",
    "w": "W",
    "w_m2": "W/m2",
    "w_m2_k": "W/m2/K",
    "w_k": "W/K",
    "w_m_k": "W/m/K",
    "w_m": "W/m",
    "w_kg": "W/kg",
    "wh_kg": "Wh/kg",
    "wh_m2": "Wh/m2",
    "kwh_kg": "kWh/kg",
    "kwh_t": "kWh/t",
    "kwh_m": "kWh/m",
    "kwe_per_person": "kW",
    "t_per_person": "t",
    "t_per_person_year": "t/yr",
    "kg_per_kwe": "kg/kW",
    "kg_kwe": "kg/kW",
    "kg_kw": "kg/kW",
    "kg_kwh": "kg/kWh",
    "kg_m": "kg/m",
    "kg_m2": "kg/m2",
    "kg_m3": "kg/m3",
    "g_cm2": "g/cm2",
    "g_cm3": "g/cm3",
    "cm2_g": "cm2/g",
    "kg": "kg",
    "kg_kg": "kg/kg",
    "kg_day": "kg/d",
    "kg_sol": "kg/sol",
    "g_mol": "g/mol",
    "j_kg_k": "J/kg/K",
    "j_m3_k": "J/m3/K",
    "j_kg": "J/kg",
    "j_mol_k": "J/mol/K",
    "kj_mol": "kJ/mol",
    "kj_kg": "kJ/kg",
    "mj_kg": "MJ/kg",
    "kwh_kw": "kWh/kW",
    "mol_m2_day": "mol/m2/d",
    "mol_kwh": "mol/kWh",
    "kwh_sol": "kWh/sol",
    "t": "t",
    "t_kwe": "t/kW",
    "m": "m",
    "cm": "cm",
    "um": "um",
    "m2": "m2",
    "m2_kw": "m2/kW",
    "m3": "m3",
    "m_s": "m/s",
    "km": "km",
    "au": "au",
    "km_s": "km/s",
    "km2_s2": "km2/s2",
    "km3_s2": "km3/s2",
    "m_s2": "m/s2",
    "s": "s",
    "hour": "h",
    "hour_m2": "h/m2",
    "m2_m3": "m2/m3",
    "sol": "sol",
    "day": "d",
    "days": "d",
    "sols": "sol",
    "year": "yr",
    "mars_year": "Mars yr",
    "jd": "d",
    "k": "K",
    "pa": "Pa",
    "deg": "deg",
    "rad": "rad",
    "sv": "Sv",
    "msv": "mSv",
    "msv_year": "mSv/yr",
    "msv_day": "mSv/d",
    "sv_year": "Sv/yr",
    "sv_year_kwt": "Sv/yr/kW",
    "v": "V",
    "mv": "MV",
    "ohm_m": "ohm m",
    "cents_k": "cents/K",
    "cents_year": "cents/yr",
    "g_mwd": "g/MWd",
    "mev": "MeV",
    "mev_s": "MeV/s",
    "per_mev": "1/MeV",
    "per_cm": "1/cm",
    "per_cm2": "1/cm2",
    "per_cm3": "1/cm3",
    "per_g_s": "1/g/s",
    "krad": "krad",
    "krad_cm2": "krad cm2",
    "msv_hour": "mSv/h",
    "gbq": "GBq",
    "barn": "b",
    "psv_cm2": "pSv cm2",
    "j_k": "J/K",
    "cents": "cents",
    "frac": "1",
    "factor": "1",
    "per_s": "1/s",
    "per_m": "1/m",
    "per_sol": "1/sol",
    "per_day": "1/d",
    "per_hour": "1/h",
    "per_year": "1/yr",
    "deg_day": "deg/d",
    "kg_year": "kg/yr",
    "t_year": "t/yr",
    "kwh_year": "kWh/yr",
    "usd_m": "MUSD",
    "usd_kg": "USD/kg",
}

# Names that end in a suffix by accident of English or of a formula, or are counts.
_LONGEST_FIRST = sorted(SUFFIX_UNITS, key=lambda s: -s.count("_") * 100 - len(s))


#: Names that have been asked for are remembered: a plan asks for the same ones hundreds of times.
_NAMES_KEPT = 4096


@lru_cache(maxsize=_NAMES_KEPT)
def unit_of(name: str) -> str | None:
    """Unit that a name promises by its suffix.

    Parameters
    ----------
    name : str
        A variable, key or column name.

    Returns
    -------
    str or None
        The unit, ``"1"`` for counts (``n_*``), None where the name promises no unit.

    Examples
    --------
    >>> unit_of("c3_km2_s2"), unit_of("mass_kg"), unit_of("n_units"), unit_of("design")
    ('km2/s2', 'kg', '1', None)
    """
    if name.startswith("n_"):
        return "1"
    for suffix in _LONGEST_FIRST:
        if name == suffix or name.endswith("_" + suffix):
            return SUFFIX_UNITS[suffix]
    return None


def parse(text: str, unit: str) -> float:
    """Value of a typed quantity in a house unit.

    Parameters
    ----------
    text : str
        For example ``"40 kW"``, ``"1.5 t"`` or ``"3"`` (then already in `unit`).
    unit : str
        House unit, a value of :data:`SUFFIX_UNITS`.

    Returns
    -------
    float
        The value in `unit`.

    Raises
    ------
    NoQuantity
        If the text is not a number with an optional unit, or its unit has another dimension; an OutOfRange.

    Examples
    --------
    >>> parse("0.04 MW", "kW"), parse("7", "kg")
    (40.0, 7.0)
    """
    return quantity(text, unit)
