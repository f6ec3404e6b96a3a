"""The propellant plant: energy per kilogram by step, power, output and mass.

First fidelity: a steady plant, its energy proportional to what it makes. Start and stop losses, part load
and the seasons of air and ground are left out. Availability covers all stops.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from kilosol.data import table
from kilosol.limits import Floats, require
from kilosol.loads.chemistry import sabatier_kg_per_kg_methane
from kilosol.loads.floors import floor_kwh_kg

Case = Literal["low", "mid", "high"]


@dataclass(frozen=True, slots=True)
class PlantEnergy:
    """Electricity per kilogram of propellant, by step [kWh/kg].

    Parameters
    ----------
    case : {"low", "mid", "high"}
        Which roll-up.
    electrolysis_kwh_kg, water_kwh_kg, carbon_dioxide_kwh_kg : float [kWh/kg]
        Splitting water, winning it, and winning carbon dioxide.
    sabatier_kwh_kg : float [kWh/kg]
        Compressors and controls of the reactor; the reaction itself gives heat.
    liquefaction_kwh_kg : float [kWh/kg]
        Of the burnt oxygen and the methane.
    balance_kwh_kg : float [kWh/kg]
        What the roll-up leaves for pumps, heat losses and boil-off.
    total_kwh_kg : float [kWh/kg]
        Sum.
    floor_kwh_kg : float [kWh/kg]
        What no plant can undercut: reverse combustion.
    """

    case: Case
    electrolysis_kwh_kg: float
    water_kwh_kg: float
    carbon_dioxide_kwh_kg: float
    sabatier_kwh_kg: float
    liquefaction_kwh_kg: float
    balance_kwh_kg: float
    total_kwh_kg: float
    floor_kwh_kg: float


def plant_kwh_kg(case: Case = "mid") -> float:
    """Electricity per kilogram of CH4/O2 propellant.

    Parameters
    ----------
    case : {"low", "mid", "high"}
        Ice well and good machines; ice well; water from dry soil.

    Returns
    -------
    float [kWh/kg]

    Raises
    ------
    OutOfRange
        If there is no such case, or the value in use is below the thermodynamic floor.

    Examples
    --------
    >>> plant_kwh_kg("mid")
    8.27
    """
    require(case in ("low", "mid", "high"), "case", repr(case), "'low', 'mid' or 'high'")
    energy = table("loads/isru").number(f"total_{case}_kwh_kg")
    floor = floor_kwh_kg("propellant_reverse_combustion")
    require(
        energy >= floor,
        "plant energy",
        f"{energy:g}",
        f"at least {floor:.3f} kWh/kg (floor 'propellant_reverse_combustion')",
    )
    return energy


def plant_energy(case: Case = "mid") -> PlantEnergy:
    """Electricity per kilogram of propellant, step by step.

    Parameters
    ----------
    case : {"low", "mid", "high"}
        Ice well and good machines; ice well; water from dry soil.

    Returns
    -------
    PlantEnergy

    Raises
    ------
    OutOfRange
        If there is no such case.

    Examples
    --------
    >>> energy = plant_energy("mid")
    >>> round(energy.electrolysis_kwh_kg, 2), round(energy.total_kwh_kg, 2)
    (6.01, 8.27)
    """
    total = plant_kwh_kg(case)
    cited = table("loads/isru")
    masses = sabatier_kg_per_kg_methane()
    mixture = cited.number("mixture_kg_kg")
    methane = 1 / (1 + mixture)
    electrolysis = methane * masses["hydrogen"] * cited.number(f"hydrogen_{case}_kwh_kg")
    water = methane * masses["net_water"] * cited.number(f"water_{case}_kwh_kg")
    carbon_dioxide = methane * masses["carbon_dioxide"] * cited.number(f"carbon_dioxide_{case}_kwh_kg")
    sabatier = methane * cited.number(f"sabatier_{case}_kwh_kg")
    liquefaction = methane * (
        mixture * cited.number(f"oxygen_liquid_{case}_kwh_kg") + cited.number(f"methane_liquid_{case}_kwh_kg")
    )
    return PlantEnergy(
        case=case,
        electrolysis_kwh_kg=electrolysis,
        water_kwh_kg=water,
        carbon_dioxide_kwh_kg=carbon_dioxide,
        sabatier_kwh_kg=sabatier,
        liquefaction_kwh_kg=liquefaction,
        balance_kwh_kg=total - electrolysis - water - carbon_dioxide - sabatier - liquefaction,
        total_kwh_kg=total,
        floor_kwh_kg=floor_kwh_kg("propellant_reverse_combustion"),
    )


def propellant_power_kw(
    propellant_t: Floats, days: Floats, case: Case = "mid", availability: float = 1.0
) -> Floats:
    """Electric power of a plant that makes a mass of propellant in a time.

    Parameters
    ----------
    propellant_t : (*batch,) [t]
        Methane and oxygen together, 0 or more.
    days : (*batch,) [d]
        Earth days of production, positive.
    case : {"low", "mid", "high"}
        Energy per kilogram.
    availability : float
        Part of the time in which the plant runs, above 0 up to 1; the power is that while it runs.

    Returns
    -------
    (*batch,) [kW]

    Raises
    ------
    OutOfRange
        If an argument is outside its range.

    Examples
    --------
    >>> round(propellant_power_kw(1200.0, 780.0))
    530
    """
    mass = np.asarray(propellant_t, dtype=np.float64)
    require(np.isfinite(mass) & (mass >= 0), "propellant_t", propellant_t, "0 or more [t]")
    power: Floats = (1000 * mass * plant_kwh_kg(case) / _running_hour(days, availability))[()]
    return power


def propellant_t(power_kw: Floats, days: Floats, case: Case = "mid", availability: float = 1.0) -> Floats:
    """Propellant that a power makes in a time; the inverse of :func:`propellant_power_kw`.

    Parameters
    ----------
    power_kw : (*batch,) [kW]
        Electric power of the plant while it runs, 0 or more.
    days : (*batch,) [d]
        Earth days of production, positive.
    case : {"low", "mid", "high"}
        Energy per kilogram.
    availability : float
        Part of the time in which the plant runs, above 0 up to 1.

    Returns
    -------
    (*batch,) [t]

    Raises
    ------
    OutOfRange
        If an argument is outside its range.

    Examples
    --------
    >>> float(propellant_t(40.0, 780.0, availability=0.9).round(1))
    81.5
    """
    power = np.asarray(power_kw, dtype=np.float64)
    require(np.isfinite(power) & (power >= 0), "power_kw", power_kw, "0 or more [kW]")
    mass: Floats = (power * _running_hour(days, availability) / plant_kwh_kg(case) / 1000)[()]
    return mass


def plant_mass_t(propellant_t: Floats, days: Floats, *, includes_power: bool = False) -> Floats:
    """Landed mass of the propellant plant, proportional to its rate.

    Parameters
    ----------
    propellant_t : (*batch,) [t]
        Propellant made, 0 or more.
    days : (*batch,) [d]
        Earth days of production, positive.
    includes_power : bool
        Whether the solar power and storage of the published design count; False where the power station
        is sized apart.

    Returns
    -------
    (*batch,) [t]

    Raises
    ------
    OutOfRange
        If an argument is outside its range.

    Notes
    -----
    A community design, claimed: 74 t, of which 32 t power, for 1,200 t in 780 days. No economy of scale:
    small plants are heavier for what they make.

    Examples
    --------
    >>> round(plant_mass_t(1200.0, 780.0)), round(plant_mass_t(1200.0, 780.0, includes_power=True))
    (42, 74)
    """
    mass = np.asarray(propellant_t, dtype=np.float64)
    require(np.isfinite(mass) & (mass >= 0), "propellant_t", propellant_t, "0 or more [t]")
    cited = table("loads/isru")
    plant = cited.number("plant_t") - (0 if includes_power else cited.number("plant_power_part_t"))
    rate_t_hour = cited.number("plant_makes_t") / (24 * cited.number("plant_period_day"))
    landed: Floats = (plant * mass / _running_hour(days, 1.0) / rate_t_hour)[()]
    return landed


def _running_hour(days: Floats, availability: float) -> Floats:
    time = np.asarray(days, dtype=np.float64)
    require(np.isfinite(time) & (time > 0), "days", days, "positive [d]")
    require(0 < availability <= 1, "availability", availability, "above 0, up to 1")
    return time * (24 * availability)
