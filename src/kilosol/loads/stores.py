"""Hours until a loss of power hurts: air, warmth, water.

First fidelity: a well-mixed closed cabin, nobody mends or improvises, no canisters, no suits. Each person
brings his share of volume, hull and stores, so the hours do not depend on how many there are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from kilosol.data import table
from kilosol.limits import require
from kilosol.loads.chemistry import molar_mass_g_mol
from kilosol.loads.crew import crew_flows
from kilosol.loads.tree import LoadClass

Limit = Literal["effect", "loss"]


@dataclass(frozen=True, slots=True)
class TimeToEffect:
    """Hours after all power fails until a limit is met.

    Parameters
    ----------
    limit : {"effect", "loss"}
        Limit of normal life, or of survival.
    carbon_dioxide_hour, oxygen_hour, cold_hour, water_hour : float [h]
        By cause; infinite where the limit is never met.
    """

    limit: Limit
    carbon_dioxide_hour: float
    oxygen_hour: float
    cold_hour: float
    water_hour: float

    @property
    def first_hour(self) -> float:
        """The shortest of them [h]."""
        return min(self.carbon_dioxide_hour, self.oxygen_hour, self.cold_hour, self.water_hour)

    @property
    def binding(self) -> str:
        """Name of the cause that comes first."""
        causes = {
            "carbon dioxide": self.carbon_dioxide_hour,
            "oxygen": self.oxygen_hour,
            "cold": self.cold_hour,
            "water": self.water_hour,
        }
        return min(causes, key=lambda cause: causes[cause])


def pressure_rate_pa_hour(kg_day: float, molar_mass: float, volume_m3: float) -> float:
    """Rise of a gas's partial pressure in a closed cabin.

    Parameters
    ----------
    kg_day : float [kg/d]
        Mass given to the cabin.
    molar_mass : float [g/mol]
        Of the gas.
    volume_m3 : float [m3]
        Free gas volume, positive.

    Returns
    -------
    float [Pa/h]

    Raises
    ------
    OutOfRange
        If the volume is not positive.

    Notes
    -----
    Ideal gas at cabin temperature: dp/dt = (dm/dt) R T / (M V).

    Examples
    --------
    >>> round(pressure_rate_pa_hour(1.08, 44.009, 50.0), 1)
    50.0
    """
    require(volume_m3 > 0, "volume_m3", volume_m3, "positive [m3]")
    cited = table("loads/stores")
    mol_hour = 1000 * kg_day / molar_mass / 24
    return mol_hour * cited.number("gas_constant_j_mol_k") * cited.number("cabin_k") / volume_m3


def time_to_effect(
    limit: Limit = "loss",
    *,
    gas_volume_m3: float | None = None,
    water_store_kg: float | None = None,
    outside_k: float | None = None,
) -> TimeToEffect:
    """Hours after all power fails until each limit is met.

    Parameters
    ----------
    limit : {"effect", "loss"}
        Limit of normal life (24-hour limits, 5 C), or of survival.
    gas_volume_m3 : float, optional [m3]
        Free gas for one person; cited default 50.
    water_store_kg : float, optional [kg]
        Potable water for one person; cited default 50.
    outside_k : float, optional [K]
        Effective sink round the habitat; cited default 200.

    Returns
    -------
    TimeToEffect

    Raises
    ------
    OutOfRange
        If an argument is outside its range.

    Notes
    -----
    Gases rise and fall linearly. The cabin cools as one lump, C dT/dt = q - UA (T - Tout), with people as
    its only heat; the survival limit of cold is the same 5 C, where hypothermia begins within hours.

    Examples
    --------
    >>> hours = time_to_effect("loss")
    >>> hours.binding, round(hours.first_hour)
    ('cold', 30)
    """
    require(limit in ("effect", "loss"), "limit", repr(limit), "'effect' or 'loss'")
    cited = table("loads/stores")
    person = crew_flows(1)
    volume = cited.number("gas_volume_m3") if gas_volume_m3 is None else gas_volume_m3
    water = cited.number("water_store_kg") if water_store_kg is None else water_store_kg
    require(volume > 0, "gas_volume_m3", volume, "positive [m3]")
    require(water >= 0, "water_store_kg", water, "0 or more [kg]")
    rise = pressure_rate_pa_hour(person.carbon_dioxide_kg_day, molar_mass_g_mol("CO2"), volume)
    fall = pressure_rate_pa_hour(person.oxygen_kg_day, molar_mass_g_mol("O2"), volume)
    room = cited.number(f"carbon_dioxide_{limit}_pa") - cited.number("carbon_dioxide_start_pa")
    breath = cited.number("oxygen_start_pa") - cited.number(f"oxygen_{limit}_pa")
    thirst = cited.number("dehydration_hour") if limit == "loss" else 0.0
    return TimeToEffect(
        limit=limit,
        carbon_dioxide_hour=room / rise,
        oxygen_hour=breath / fall,
        cold_hour=_cold_hour(person.heat_w, outside_k),
        water_hour=24 * water / person.drink_kg_day + thirst,
    )


def ride_through_hour() -> dict[LoadClass, float]:
    """Hours that a crew survives with a whole load class unserved: a proxy for loss of crew.

    Returns
    -------
    dict [h]
        ``vital``: the first survival limit of a closed cabin. ``essential``: portable batteries, an
        assumption. ``deferrable``: oxygen tanks. ``sheddable``: infinite.

    Examples
    --------
    >>> hours = ride_through_hour()
    >>> round(hours["vital"]), hours["sheddable"]
    (30, inf)
    """
    cited = table("loads/stores")
    tank_hour = 24 * cited.number("oxygen_tank_kg") / crew_flows(1).oxygen_kg_day
    return {
        "vital": time_to_effect("loss").first_hour,
        "essential": cited.number("essential_hour"),
        "deferrable": tank_hour,
        "sheddable": np.inf,
    }


def _cold_hour(heat_w: float, outside_k: float | None) -> float:
    cited = table("loads/stores")
    sink = cited.number("outside_k") if outside_k is None else outside_k
    start, low = cited.number("cabin_k"), cited.number("cabin_low_k")
    require(0 < sink < start, "outside_k", sink, f"above 0 and below the cabin's {start:g} [K]")
    loss = cited.number("heat_loss_w_k")
    # People alone hold the cabin this warm in the end.
    final = sink + heat_w / loss
    if final >= low:
        return np.inf
    return float(cited.number("heat_capacity_j_k") / loss * np.log((start - final) / (low - final)) / 3600)
