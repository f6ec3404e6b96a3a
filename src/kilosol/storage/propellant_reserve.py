"""Return propellant as the storm battery: electricity from stored methane and oxygen.

What a base makes for the way home is also its deepest store: 4.5 t of it carry a deficit of 5 kW through a
storm of 60 sols. What is burned must be made again, at five times the energy, before the ship can leave.

References
----------
.. [1] NIST Chemistry WebBook (key nist_webbook): heating value and molar mass of methane.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kilosol.data import table
from kilosol.errors import OutOfRange


def usable_kwh_kg(mixture_ratio: float | None = None) -> float:
    """Electricity from a kilogram of methane and oxygen together.

    Parameters
    ----------
    mixture_ratio : float, optional
        Oxygen over methane by mass, as stored; 3.6 by default. Burning needs 3.99, so that in truth some
        methane is left over below that: first fidelity counts all of it as burned, with oxygen made
        aside, as the plant makes it in surplus.

    Returns
    -------
    float [kWh/kg]

    Notes
    -----
    LHV / (1 + O/F) x conversion.

    Examples
    --------
    >>> round(usable_kwh_kg(), 2)
    1.66
    """
    reserve = table("storage/propellant_reserve")
    ratio = reserve.number("mixture_ratio") if mixture_ratio is None else mixture_ratio
    if not ratio > 0:
        raise OutOfRange("mixture_ratio", ratio, "above 0")
    heat_kwh_kg = reserve.number("methane_lhv_kj_mol") / reserve.number("methane_g_mol") * 1000 / 3600
    return heat_kwh_kg / (1 + ratio) * reserve.number("conversion_frac")


def gas_engine_kwh_kg(mixture_ratio: float | None = None) -> float:
    """The same with a gas engine in place of the fuel cell: lighter by the kilowatt, hungrier.

    Parameters
    ----------
    mixture_ratio : float, optional
        Oxygen over methane by mass.

    Returns
    -------
    float [kWh/kg]

    Examples
    --------
    >>> round(gas_engine_kwh_kg(), 2)
    1.06
    """
    reserve = table("storage/propellant_reserve")
    return usable_kwh_kg(mixture_ratio) * reserve.number("engine_frac") / reserve.number("conversion_frac")


def engine_break_even_hour() -> float:
    """Hours at full power beyond which the fuel cell's thrift outweighs the engine's lightness.

    Returns
    -------
    float [h]

    Examples
    --------
    >>> round(engine_break_even_hour(), 1)
    14.5
    """
    reserve = table("storage/propellant_reserve")
    saved_kg_kw = reserve.number("converter_kg_kw") - reserve.number("engine_kg_kw")
    return saved_kg_kw / (1 / gas_engine_kwh_kg() - 1 / usable_kwh_kg())


def propellant_kg(energy_kwh: ArrayLike) -> NDArray[np.float64]:
    """Propellant that holds an amount of electricity.

    Parameters
    ----------
    energy_kwh : (*shape) [kWh]
        At the bus, from 0.

    Returns
    -------
    (*shape) [kg]

    Examples
    --------
    >>> float((propellant_kg(storm_energy_kwh(60.0, 5.0)) / 1000).round(1))
    4.5
    """
    energy = np.asarray(energy_kwh, dtype=np.float64)
    if not np.all(energy >= 0):
        raise OutOfRange("energy_kwh", energy_kwh, "at least 0")
    return np.asarray(energy / usable_kwh_kg())


def storm_energy_kwh(storm_sols: ArrayLike, deficit_kw: ArrayLike) -> NDArray[np.float64]:
    """Energy that a reserve must give through a storm.

    Parameters
    ----------
    storm_sols : (*shape) [sol]
        How long the deficit lasts.
    deficit_kw : (*shape) [kW]
        Mean load left without supply.

    Returns
    -------
    (*shape) [kWh]

    Examples
    --------
    >>> float(storm_energy_kwh(60.0, 5.0).round())
    7398.0
    """
    sol_hour = table("constants").number("sol_s") / 3600
    sols, deficit = np.asarray(storm_sols, dtype=np.float64), np.asarray(deficit_kw, dtype=np.float64)
    return np.asarray(sols * deficit * sol_hour)


def converter_mass_kg(power_kw: ArrayLike) -> NDArray[np.float64]:
    """Mass of the generator that turns propellant into electricity, (*shape) [kg].

    Examples
    --------
    >>> float(converter_mass_kg(20.0))
    200.0
    """
    power = np.asarray(power_kw, dtype=np.float64)
    if not np.all(power >= 0):
        raise OutOfRange("power_kw", power_kw, "at least 0")
    return np.asarray(power * table("storage/propellant_reserve").number("converter_kg_kw"))
