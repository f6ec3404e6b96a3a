"""What people take in and give out: a daily balance that closes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kilosol.data import table
from kilosol.loads.chemistry import molar_mass_g_mol
from kilosol.loads.limits import require

WaterUse = Literal["transit", "surface", "settlement"]


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


def crew_flows(n_people: float) -> CrewFlows:
    """Daily flows of a number of people.

    Parameters
    ----------
    n_people : float
        People, 0 or more.

    Returns
    -------
    CrewFlows

    Raises
    ------
    OutOfRange
        If the number is negative, or replaced values break the respiratory quotient.

    Notes
    -----
    Means of adults at moderate work; one body differs from another by half.

    Examples
    --------
    >>> flows = crew_flows(1)
    >>> round(flows.in_kg_day, 2), round(flows.out_kg_day, 2)
    (5.74, 5.74)
    """
    require(n_people >= 0, "n_people", n_people, "0 or more")
    cited = table("loads/crew")
    respiratory_quotient(cited.number("carbon_dioxide_kg_day"), cited.number("oxygen_kg_day"))
    return CrewFlows(
        n_people=n_people,
        oxygen_kg_day=n_people * cited.number("oxygen_kg_day"),
        drink_kg_day=n_people * cited.number("drink_kg_day"),
        food_kg_day=n_people * cited.number("food_kg_day"),
        carbon_dioxide_kg_day=n_people * cited.number("carbon_dioxide_kg_day"),
        vapour_kg_day=n_people * cited.number("vapour_kg_day"),
        urine_kg_day=n_people * cited.number("urine_kg_day"),
        faeces_kg_day=n_people * cited.number("faeces_kg_day"),
        heat_w=n_people * cited.number("heat_w"),
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
