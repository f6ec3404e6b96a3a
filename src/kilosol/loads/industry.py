"""Electricity of goods made on Mars: steel, aluminium, glass, polymers, bricks, cells.

First fidelity: planning values by the kilogram, each above its thermodynamic floor; ores and feeds are at
hand, scrap is not counted, and small works take more.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from kilosol.data import table
from kilosol.errors import UnknownName
from kilosol.limits import require
from kilosol.loads.process_files import load_process

#: Materials of the library.
MATERIALS = ("steel", "aluminium", "glass", "polyethylene", "bricks")


def material_kwh_kg(material: str) -> float:
    """Electricity of a kilogram of material.

    Parameters
    ----------
    material : str
        One of :data:`MATERIALS`.

    Returns
    -------
    float [kWh/kg]

    Raises
    ------
    UnknownName
        If there is no such material.
    OutOfRange
        If a replaced value is below the material's floor.

    Examples
    --------
    >>> material_kwh_kg("steel")
    3.75
    """
    if material not in MATERIALS:
        raise UnknownName("material", material, MATERIALS)
    return load_process(material).kwh_per_kg


def works_power_kw(t_per_year: Mapping[str, float]) -> dict[str, float]:
    """Mean power of works that make so many tonnes in an Earth year.

    Parameters
    ----------
    t_per_year : mapping [t/yr]
        Material -> output, 0 or more.

    Returns
    -------
    dict [kW]
        By material.

    Raises
    ------
    UnknownName
        If there is no such material.
    OutOfRange
        If an output is negative.

    Examples
    --------
    >>> round(works_power_kw({"steel": 1000.0})["steel"])
    428
    """
    for material, made in t_per_year.items():
        require(np.isfinite(made) and made >= 0, f"t_per_year of {material!r}", made, "0 or more [t/yr]")
    hours = 24 * table("transfer/orbits").number("earth_year_day")
    return {m: material_kwh_kg(m) * 1000 * made / hours for m, made in t_per_year.items()}


def cell_factory_kw(module_kw_per_year: float) -> float:
    """Mean power of a factory of silicon modules.

    Parameters
    ----------
    module_kw_per_year : float [kW/yr]
        Rated power of modules made in an Earth year, 0 or more.

    Returns
    -------
    float [kW]

    Raises
    ------
    OutOfRange
        If the output is negative, or a replaced value lies below the floor of silicon from sand.

    Notes
    -----
    2 to 4 MWh for each kilowatt; with 2.5 kg of silicon a kilowatt that is 1,200 kWh/kg, a hundred times
    the floor of 9: purity costs, not chemistry.

    Examples
    --------
    >>> round(cell_factory_kw(1000.0))
    342
    """
    require(
        np.isfinite(module_kw_per_year) and module_kw_per_year >= 0,
        "module_kw_per_year",
        module_kw_per_year,
        "0 or more [kW/yr]",
    )
    cited = table("loads/industry")
    energy, silicon = cited.number("module_kwh_kw"), cited.number("silicon_kg_kw")
    floor = load_process("solar_cells").enthalpy_kwh_per_kg or 0.0
    require(
        energy >= floor * silicon,
        "module_kwh_kw",
        energy,
        f"at least {floor * silicon:.1f} kWh/kW (floor 'enthalpy' of silicon from sand)",
    )
    hours = 24 * table("transfer/orbits").number("earth_year_day")
    return energy * module_kw_per_year / hours
