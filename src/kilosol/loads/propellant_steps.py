"""The question of the way home, step by step: masses, power of each step, and the sentence."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kilosol.data import table
from kilosol.limits import require
from kilosol.loads.chemistry import sabatier_kg_per_kg_methane
from kilosol.loads.isru import Case, plant_energy, propellant_power_kw, propellant_t


@dataclass(frozen=True, slots=True)
class PropellantMasses:
    """What a mass of propellant is made of, and from.

    Parameters
    ----------
    methane_t, oxygen_t : float [t]
        In the tanks.
    water_t, carbon_dioxide_t : float [t]
        Won from ground and air.
    electrolysed_water_t, hydrogen_t : float [t]
        Split, half of it water that comes back from the reactor; and fed to the reactor.
    spare_oxygen_t : float [t]
        Oxygen that the engines do not burn.
    spare_person_years : float
        Years that one person could breathe it.
    """

    methane_t: float
    oxygen_t: float
    water_t: float
    carbon_dioxide_t: float
    electrolysed_water_t: float
    hydrogen_t: float
    spare_oxygen_t: float
    spare_person_years: float


@dataclass(frozen=True, slots=True)
class PlantStep:
    """One step of the propellant plant.

    Parameters
    ----------
    name : str
        ``mining``, ``capture``, ``electrolysis``, ``Sabatier``, ``liquefaction`` or ``balance of plant``.
    kwh_kg : float [kWh/kg]
        Electricity per kilogram of propellant.
    kw : float [kW]
        Electricity while the plant runs.
    share_frac : float
        Of the plant's electricity.
    handles_t : float [t]
        Mass that the step puts out; 0 for the balance of plant.
    """

    name: str
    kwh_kg: float
    kw: float
    share_frac: float
    handles_t: float


@dataclass(frozen=True, slots=True)
class PropellantBreakdown:
    """A propellant plant step by step.

    Parameters
    ----------
    propellant_t, days, availability : float [t], [d]
        As asked.
    power_kw, low_kw, high_kw : float [kW]
        In the case asked for, and in the low and high ones.
    floor_kw : float [kW]
        Reverse combustion: less is impossible.
    steps : tuple of PlantStep
        Their powers add up to `power_kw`.
    masses : PropellantMasses
    sentence : str
        The finding in words.
    """

    propellant_t: float
    days: float
    availability: float
    power_kw: float
    low_kw: float
    high_kw: float
    floor_kw: float
    steps: tuple[PlantStep, ...]
    masses: PropellantMasses
    sentence: str


def propellant_masses(propellant_t: float, mixture_kg_kg: float | None = None) -> PropellantMasses:
    """Masses around a load of methane and oxygen.

    Parameters
    ----------
    propellant_t : float [t]
        Methane and oxygen together, 0 or more.
    mixture_kg_kg : float, optional [kg/kg]
        Oxygen over methane, 1 to 3.989; cited default 3.6. The reactor makes 3.989: above it oxygen would
        have to come from elsewhere.

    Returns
    -------
    PropellantMasses

    Raises
    ------
    OutOfRange
        If an argument is outside its range.

    Examples
    --------
    >>> masses = propellant_masses(1200.0)
    >>> round(masses.methane_t), round(masses.spare_oxygen_t)
    (261, 101)
    """
    require(np.isfinite(propellant_t) and propellant_t >= 0, "propellant_t", propellant_t, "0 or more [t]")
    ratio = table("loads/isru").number("mixture_kg_kg") if mixture_kg_kg is None else mixture_kg_kg
    made = sabatier_kg_per_kg_methane()
    require(
        1 <= ratio <= made["oxygen"],
        "mixture_kg_kg",
        ratio,
        f"from 1 to {made['oxygen']:.3f}, the oxygen that comes with the methane [kg/kg]",
    )
    methane = propellant_t / (1 + ratio)
    spare = methane * (made["oxygen"] - ratio)
    year = table("transfer/orbits").number("earth_year_day")
    breath = table("loads/crew").number("planning_oxygen_kg_day") * year / 1000
    return PropellantMasses(
        methane_t=methane,
        oxygen_t=methane * ratio,
        water_t=methane * made["net_water"],
        carbon_dioxide_t=methane * made["carbon_dioxide"],
        electrolysed_water_t=methane * made["electrolysed_water"],
        hydrogen_t=methane * made["hydrogen"],
        spare_oxygen_t=spare,
        spare_person_years=spare / breath,
    )


def propellant_breakdown(
    propellant_t: float, days: float, case: Case = "mid", availability: float = 1.0
) -> PropellantBreakdown:
    """Power of a propellant plant, step by step.

    Parameters
    ----------
    propellant_t : float [t]
        Methane and oxygen together, 0 or more.
    days : float [d]
        Earth days of production, positive.
    case : {"low", "mid", "high"}
        Energy per kilogram.
    availability : float
        Part of the time in which the plant runs, above 0 up to 1.

    Returns
    -------
    PropellantBreakdown

    Raises
    ------
    OutOfRange
        If an argument is outside its range.

    Examples
    --------
    >>> plant = propellant_breakdown(1200.0, 780.0)
    >>> [f"{step.name} {step.kw:.0f}" for step in plant.steps][:3]
    ['mining 31', 'capture 29', 'electrolysis 385']
    """
    power, low, high = (
        float(propellant_power_kw(propellant_t, days, which, availability)) for which in (case, "low", "high")
    )
    energy, masses = plant_energy(case), propellant_masses(propellant_t)
    parts = (
        ("mining", energy.water_kwh_kg, masses.water_t),
        ("capture", energy.carbon_dioxide_kwh_kg, masses.carbon_dioxide_t),
        ("electrolysis", energy.electrolysis_kwh_kg, masses.oxygen_t + masses.spare_oxygen_t),
        ("Sabatier", energy.sabatier_kwh_kg, masses.methane_t),
        ("liquefaction", energy.liquefaction_kwh_kg, propellant_t),
        ("balance of plant", energy.balance_kwh_kg, 0.0),
    )
    steps = tuple(
        PlantStep(name, kwh, power * kwh / energy.total_kwh_kg, kwh / energy.total_kwh_kg, handled)
        for name, kwh, handled in parts
    )
    split = next(step for step in steps if step.name == "electrolysis")
    sentence = (
        f"{propellant_t:.0f} t of propellant in {days:.0f} days takes {power:.0f} kWe ({low:.0f} to "
        f"{high:.0f}) while the plant runs, {split.share_frac:.0%} of it to split water; "
        + synod_sentence(table("campaign/propellant").number("reference_kw"), case, availability)
    )
    return PropellantBreakdown(
        propellant_t=propellant_t,
        days=days,
        availability=availability,
        power_kw=power,
        low_kw=low,
        high_kw=high,
        floor_kw=power * energy.floor_kwh_kg / energy.total_kwh_kg,
        steps=steps,
        masses=masses,
        sentence=sentence,
    )


def synod_sentence(power_kw: float, case: Case = "mid", availability: float = 1.0) -> str:
    """What a power makes between two windows, in words.

    Parameters
    ----------
    power_kw : float [kW]
        Electric power of the plant while it runs, 0 or more.
    case : {"low", "mid", "high"}
        Energy per kilogram.
    availability : float
        Part of the time in which the plant runs, above 0 up to 1.

    Returns
    -------
    str

    Raises
    ------
    OutOfRange
        If an argument is outside its range.

    Examples
    --------
    >>> synod_sentence(40.0, availability=0.9)
    '40 kWe makes 81 t per synodic period'
    """
    made = float(propellant_t(power_kw, synod_days(), case, availability))
    return f"{power_kw:.0f} kWe makes {made:.0f} t per synodic period"


def synod_days() -> float:
    """Days from one window to the next.

    Returns
    -------
    float [d]

    Examples
    --------
    >>> round(synod_days())
    780
    """
    # The transfer package is not needed to know an energy: it is imported where a window is asked for.
    from kilosol.transfer import synodic_period_days

    orbits = table("transfer/orbits")
    return float(synodic_period_days(orbits.number("earth_year_day"), orbits.number("mars_year_day")))
