"""Liquid methane and oxygen in their tanks: boil-off, and the electricity that stops it.

First fidelity: a constant share of the tank boils a day, whatever its filling, the season and its size.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kilosol.data import table
from kilosol.limits import Floats, require
from kilosol.loads.floors import KJ_PER_KWH, Gas


def boil_off_t(stored_t: Floats, days: Floats, boil_off_per_day: float | None = None) -> Floats:
    """Propellant lost from a tank that is left alone.

    Parameters
    ----------
    stored_t : (*batch,) [t]
        In the tank at first, 0 or more.
    days : (*batch,) [d]
        Earth days, 0 or more.
    boil_off_per_day : float, optional [1/d]
        Share that boils in a day, 0 to 0.1; cited default 0.0005, published guesses 0.0001 to 0.003.

    Returns
    -------
    (*batch,) [t]

    Raises
    ------
    OutOfRange
        If an argument is outside its range.

    Examples
    --------
    >>> round(float(boil_off_t(1200.0, 480.0)))
    256
    """
    mass = np.asarray(stored_t, dtype=np.float64)
    require(np.isfinite(mass) & (mass >= 0), "stored_t", stored_t, "0 or more [t]")
    lost: Floats = (-mass * np.expm1(-_rate(boil_off_per_day) * _days(days)))[()]
    return lost


def to_make_t(needed_t: Floats, days: Floats, boil_off_per_day: float | None = None) -> Floats:
    """Propellant to make at a steady rate so that enough is left at the end.

    Parameters
    ----------
    needed_t : (*batch,) [t]
        In the tanks at the end, 0 or more.
    days : (*batch,) [d]
        Earth days of production, 0 or more.
    boil_off_per_day : float, optional [1/d]
        As in :func:`boil_off_t`.

    Returns
    -------
    (*batch,) [t]

    Raises
    ------
    OutOfRange
        If an argument is outside its range.

    Notes
    -----
    dm/dt = r - b m, so r t = m b t / (1 - exp(-b t)).

    Examples
    --------
    >>> round(float(to_make_t(1200.0, 480.0)))
    1350
    """
    mass = np.asarray(needed_t, dtype=np.float64)
    require(np.isfinite(mass) & (mass >= 0), "needed_t", needed_t, "0 or more [t]")
    turns = _rate(boil_off_per_day) * _days(days)
    lost = -np.expm1(-turns)
    # The limit of x / (1 - exp(-x)) at 0 is 1.
    growth = np.divide(turns, lost, out=np.ones_like(turns), where=lost > 0)
    made: Floats = (mass * growth)[()]
    return made


def cooler_kw(
    stored_t: Floats, gas: Gas, boil_off_per_day: float | None = None, hot_k: float | None = None
) -> Floats:
    """Electricity of a cooler that holds a tank without loss.

    Parameters
    ----------
    stored_t : (*batch,) [t]
        In the tank, 0 or more.
    gas : {"oxygen", "methane"}
        Which.
    boil_off_per_day : float, optional [1/d]
        What would boil without the cooler; see :func:`boil_off_t`.
    hot_k : float, optional [K]
        Temperature of the cooler's radiator, above boiling; cited default 280.

    Returns
    -------
    (*batch,) [kW]

    Raises
    ------
    OutOfRange
        If an argument is outside its range.

    Notes
    -----
    P = b m L (Th - Tc) / (Tc share of the reversible efficiency).

    Examples
    --------
    >>> round(float(cooler_kw(939.0, "oxygen")), 1)
    16.2
    """
    mass = np.asarray(stored_t, dtype=np.float64)
    require(np.isfinite(mass) & (mass >= 0), "stored_t", stored_t, "0 or more [t]")
    require(gas in ("oxygen", "methane"), "gas", repr(gas), "'oxygen' or 'methane'")
    cited = table("loads/isru")
    cold = cited.number(f"{gas}_boiling_k")
    hot = cited.number("cooler_hot_k") if hot_k is None else hot_k
    require(hot > cold, "hot_k", hot, f"above the boiling point {cold:g} [K]")
    heat_kwh_day = 1000 * mass * _rate(boil_off_per_day) * cited.number(f"{gas}_latent_kj_kg") / KJ_PER_KWH
    power: Floats = (heat_kwh_day / 24 * (hot - cold) / cold / cited.number("cooler_carnot_frac"))[()]
    return power


def _rate(boil_off_per_day: float | None) -> float:
    cited = table("loads/isru")
    if boil_off_per_day is None:
        return cited.number("boil_off_per_day")
    most = cited.number("boil_off_most_per_day")
    require(0 <= boil_off_per_day <= most, "boil_off_per_day", boil_off_per_day, f"from 0 to {most} [1/d]")
    return boil_off_per_day


def _days(days: Floats) -> NDArray[np.float64]:
    time = np.asarray(days, dtype=np.float64)
    require(np.isfinite(time) & (time >= 0), "days", days, "0 or more [d]")
    return time
