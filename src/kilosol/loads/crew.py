"""What people take in and give out: a daily balance that closes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from kilosol.data import table
from kilosol.limits import require
from kilosol.loads.chemistry import molar_mass_g_mol
from kilosol.loads.ranges import bounds

WaterUse = Literal["transit", "surface", "settlement"]
Activity = Literal["rest", "light", "moderate", "heavy"]


@dataclass(frozen=True, slots=True)
class CrewFlows:
    """Flows of a number of people in a day, kilograms and watts.

    Parameters
    ----------
    n_people : float
        People.
    oxygen_kg_day, drink_kg_day, food_kg_day : float [kg/d]
        In: oxygen, water drunk and in cooking, food as eaten.
    carbon_dioxide_kg_day, vapour_kg_day, urine_kg_day, faeces_kg_day : float [kg/d]
        Out.
    heat_w : float [W]
        Metabolic heat, mean over the day.
    """

    n_people: float
    oxygen_kg_day: float
    drink_kg_day: float
    food_kg_day: float
    carbon_dioxide_kg_day: float
    vapour_kg_day: float
    urine_kg_day: float
    faeces_kg_day: float
    heat_w: float

    @property
    def in_kg_day(self) -> float:
        """Sum of what goes in [kg/d]."""
        return self.oxygen_kg_day + self.drink_kg_day + self.food_kg_day

    @property
    def out_kg_day(self) -> float:
        """Sum of what comes out [kg/d]."""
        return self.carbon_dioxide_kg_day + self.vapour_kg_day + self.urine_kg_day + self.faeces_kg_day


@dataclass(frozen=True, slots=True)
class EvaUse:
    """What excursions take.

    Parameters
    ----------
    n_excursions : float
        Excursions of one person each.
    oxygen_kg, water_kg, air_kg : float [kg]
        Oxygen breathed and vented by suits, cooling water boiled away, cabin air lost by the airlock.
    energy_kwh : float [kWh]
        Charging suits and pumping the airlock.
    """

    n_excursions: float
    oxygen_kg: float
    water_kg: float
    air_kg: float
    energy_kwh: float


def crew_flows(n_people: float, energy_factor: float = 1.0) -> CrewFlows:
    """Daily flows of a number of people.

    Parameters
    ----------
    n_people : float
        People, 0 or more.
    energy_factor : float
        Their energy over that of a mean adult (:func:`energy_factor_of`), 0.4 to 2.5.

    Returns
    -------
    CrewFlows

    Raises
    ------
    OutOfRange
        If an argument is outside its range, or replaced values break the respiratory quotient.

    Notes
    -----
    Means of adults at moderate work; one body differs from another by half. All flows grow with the
    energy, so that they close; real sweat grows faster.

    Examples
    --------
    >>> flows = crew_flows(1)
    >>> round(flows.in_kg_day, 2), round(flows.out_kg_day, 2)
    (5.74, 5.74)
    """
    require(n_people >= 0, "n_people", n_people, "0 or more")
    cited = table("loads/crew")
    low, high = bounds(cited["energy_factor"])
    require(low <= energy_factor <= high, "energy_factor", energy_factor, f"from {low:g} to {high:g}")
    respiratory_quotient(cited.number("carbon_dioxide_kg_day"), cited.number("oxygen_kg_day"))
    count = n_people * energy_factor
    return CrewFlows(
        n_people=n_people,
        oxygen_kg_day=count * cited.number("oxygen_kg_day"),
        drink_kg_day=count * cited.number("drink_kg_day"),
        food_kg_day=count * cited.number("food_kg_day"),
        carbon_dioxide_kg_day=count * cited.number("carbon_dioxide_kg_day"),
        vapour_kg_day=count * cited.number("vapour_kg_day"),
        urine_kg_day=count * cited.number("urine_kg_day"),
        faeces_kg_day=count * cited.number("faeces_kg_day"),
        heat_w=count * cited.number("heat_w"),
    )


def metabolic_w(
    body_kg: float, height_m: float, age_year: float, *, is_woman: bool, activity: Activity = "moderate"
) -> float:
    """Mean metabolic power of a body over a day.

    Parameters
    ----------
    body_kg : float [kg]
        Mass of the body, 35 to 200.
    height_m : float [m]
        1.3 to 2.2.
    age_year : float [yr]
        18 to 90.
    is_woman : bool
        Which constant of the equation.
    activity : {"rest", "light", "moderate", "heavy"}
        How the day is spent.

    Returns
    -------
    float [W]

    Raises
    ------
    OutOfRange
        If an argument is outside its range.

    Notes
    -----
    Mifflin and St Jeor 1990: resting kcal/d = 10 kg + 6.25 cm - 5 years + 5 (men) or - 161 (women), times
    an activity factor of 1.2 to 1.9.

    Examples
    --------
    >>> round(metabolic_w(80.0, 1.8, 40.0, is_woman=False))
    134
    """
    cited = table("loads/crew")
    for name, value in (("body_kg", body_kg), ("height_m", height_m), ("age_year", age_year)):
        low, high = bounds(cited[name])
        require(low <= value <= high, name, value, f"from {low:g} to {high:g} [{cited[name].unit}]")
    require(activity in get_args(Activity), "activity", repr(activity), f"one of {get_args(Activity)}")
    resting = (
        cited.number("resting_w_kg") * body_kg
        + cited.number("resting_w_m") * height_m
        - cited.number("resting_per_year_w") * age_year
        + cited.number("resting_woman_w" if is_woman else "resting_man_w")
    )
    return resting * cited.number(f"activity_{activity}_factor")


def energy_factor_of(metabolic_power_w: float) -> float:
    """Energy of a body over that of the mean adult of the tables.

    Parameters
    ----------
    metabolic_power_w : float [W]
        As from :func:`metabolic_w`, positive.

    Returns
    -------
    float [1]

    Raises
    ------
    OutOfRange
        If the power is not positive.

    Examples
    --------
    >>> round(energy_factor_of(136.7), 3)
    1.0
    """
    require(metabolic_power_w > 0, "metabolic_power_w", metabolic_power_w, "positive [W]")
    return metabolic_power_w / table("loads/crew").number("heat_w")


def eva_use(n_excursions: float, hours_each: float | None = None) -> EvaUse:
    """What excursions take, by one person each.

    Parameters
    ----------
    n_excursions : float
        0 or more.
    hours_each : float, optional [h]
        Above 0, up to 12; cited default 8. Oxygen, water and suit power grow with it.

    Returns
    -------
    EvaUse

    Raises
    ------
    OutOfRange
        If an argument is outside its range.

    Examples
    --------
    >>> eva_use(2).water_kg
    9.0
    """
    require(np.isfinite(n_excursions) and n_excursions >= 0, "n_excursions", n_excursions, "0 or more")
    cited = table("loads/crew")
    usual = cited.number("eva_hour")
    hours = usual if hours_each is None else hours_each
    require(0 < hours <= 24 / 2, "hours_each", hours, "above 0, up to 12 [h]")
    scaled = n_excursions * hours / usual
    return EvaUse(
        n_excursions=n_excursions,
        oxygen_kg=scaled * cited.number("eva_oxygen_kg"),
        water_kg=scaled * cited.number("eva_water_kg"),
        air_kg=n_excursions * cited.number("eva_air_lost_kg"),
        energy_kwh=scaled * cited.number("eva_suit_kwh") + n_excursions * cited.number("eva_airlock_kwh"),
    )


def respiratory_quotient(carbon_dioxide_kg: float, oxygen_kg: float) -> float:
    """Moles of carbon dioxide given out over moles of oxygen taken in.

    Parameters
    ----------
    carbon_dioxide_kg, oxygen_kg : float [kg]
        Masses over the same time.

    Returns
    -------
    float [1]

    Raises
    ------
    OutOfRange
        If the quotient is outside 0.7 (fat) to 1.0 (carbohydrate): no food gives it.

    Examples
    --------
    >>> round(respiratory_quotient(1.08, 0.89), 3)
    0.882
    """
    require(oxygen_kg > 0, "oxygen_kg", oxygen_kg, "positive [kg]")
    quotient = (carbon_dioxide_kg / molar_mass_g_mol("CO2")) / (oxygen_kg / molar_mass_g_mol("O2"))
    cited = table("loads/crew")
    low, high = cited.number("rq_low_frac"), cited.number("rq_high_frac")
    require(low <= quotient <= high, "respiratory quotient", f"{quotient:.3f}", f"from {low:g} to {high:g}")
    return quotient


def water_use_kg_day(n_people: float, use: WaterUse = "surface") -> float:
    """Water that has to be cleaned for washing in a day.

    Parameters
    ----------
    n_people : float
        People, 0 or more.
    use : {"transit", "surface", "settlement"}
        How freely water is used.

    Returns
    -------
    float [kg/d]

    Raises
    ------
    OutOfRange
        If the number is negative or the use unknown.

    Examples
    --------
    >>> water_use_kg_day(6, "surface")
    42.0
    """
    require(n_people >= 0, "n_people", n_people, "0 or more")
    allowed = ("transit", "surface", "settlement")
    require(use in allowed, "use", repr(use), "'transit', 'surface' or 'settlement'")
    return n_people * table("loads/crew").number(f"hygiene_{use}_kg_day")
