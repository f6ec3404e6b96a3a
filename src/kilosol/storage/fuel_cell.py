"""Regenerative fuel cells: hydrogen and oxygen made by surplus power, burned in the dark.

Light for long discharges, wasteful for short ones: half of what goes in comes back. Planning values, with
their ranges in the table `storage/fuel_cell`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kilosol.data import table
from kilosol.errors import OutOfRange
from kilosol.storage.store import MassCase, Store, of_case


def hydrogen_oxygen(case: MassCase = "mid") -> Store:
    """The regenerative fuel cell of table `storage/fuel_cell`.

    Parameters
    ----------
    case : {"low", "mid", "high"}
        End of the ranges by mass.

    Returns
    -------
    Store

    Examples
    --------
    >>> [round(hydrogen_oxygen(case).power_kg_kw) for case in ("low", "mid", "high")]
    [200, 250, 333]
    """
    cell = table("storage/fuel_cell")
    depth = of_case(cell["depth_of_discharge_frac"], case, better="high")
    return Store(
        specific_mass_kg_kwh=1000 / of_case(cell["tank_wh_kg"], case, better="high") / depth,
        power_kg_kw=1000 / of_case(cell["stack_w_kg"], case, better="high"),
        round_trip_frac=of_case(cell["round_trip_frac"], case, better="high"),
        depth_of_discharge_frac=depth,
    )


def stack_frac() -> float:
    """Electricity of the stack over the hydrogen's lower heating value: round trip over electrolyser.

    Examples
    --------
    >>> round(stack_frac(), 3)
    0.625
    """
    cell = table("storage/fuel_cell")
    return cell.number("round_trip_frac") / cell.number("electrolyser_frac")


def reactant_kg(energy_kwh: ArrayLike) -> NDArray[np.float64]:
    """Hydrogen and oxygen, or the water they leave, that hold an amount of electricity.

    Parameters
    ----------
    energy_kwh : (*shape) [kWh]
        At the stack's terminals, from 0.

    Returns
    -------
    (*shape) [kg]

    Notes
    -----
    LHV of 241.8 kJ for each 18 g of water: 3.73 kWh/kg, times the stack's efficiency.

    Examples
    --------
    >>> float(reactant_kg(1000.0).round())
    429.0
    """
    energy = np.asarray(energy_kwh, dtype=np.float64)
    if not np.all(energy >= 0):
        raise OutOfRange("energy_kwh", energy_kwh, "at least 0")
    cell = table("storage/fuel_cell")
    heat_kwh_kg = cell.number("water_lhv_kj_mol") / cell.number("water_g_mol") * 1000 / 3600
    return np.asarray(energy / (heat_kwh_kg * stack_frac()))


def held_frac(days: ArrayLike, boil_off_per_day: float | None = None) -> NDArray[np.float64]:
    """Part of a liquid store that has not boiled off.

    Parameters
    ----------
    days : (*shape) [d]
        Days of 86,400 s, from 0.
    boil_off_per_day : float, optional [1/d]
        Rate; that of the table by default, 0 for gases under pressure.

    Returns
    -------
    (*shape)

    Examples
    --------
    >>> held_frac([0.0, 100.0]).round(4).tolist()
    [1.0, 0.9512]
    """
    age = np.asarray(days, dtype=np.float64)
    if not np.all(age >= 0):
        raise OutOfRange("days", days, "at least 0")
    rate = boil_off_per_day
    if rate is None:
        rate = table("storage/fuel_cell").number("boil_off_per_day")
    if not rate >= 0:
        raise OutOfRange("boil_off_per_day", rate, "at least 0")
    return np.asarray(np.exp(-rate * age))
