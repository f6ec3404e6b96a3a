"""Closure of life support: what stores a crew needs, and the electricity it costs to need less."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from kilosol.data import table
from kilosol.limits import require
from kilosol.loads.crew import WaterUse, water_use_kg_day
from kilosol.loads.food import lamp_power_kw
from kilosol.loads.life_support import iss_chain

Level = Literal["open", "iss", "advanced", "bioregenerative"]

#: Levels from stores alone to gardens.
CLOSURE_LEVELS: tuple[Level, ...] = get_args(Level)


@dataclass(frozen=True, slots=True)
class Closure:
    """Stores and electricity of a crew at a level of closure.

    Parameters
    ----------
    level : str
        One of :data:`CLOSURE_LEVELS`.
    water_frac, oxygen_frac, food_frac : float
        Parts of each flow that are won back or grown.
    water_kg_day, oxygen_kg_day, food_kg_day : float [kg/d]
        Taken from stores.
    machines_kw, crops_kw : float [kW]
        Electricity of life-support machines, and of lamps over crops.
    """

    level: Level
    water_frac: float
    oxygen_frac: float
    food_frac: float
    water_kg_day: float
    oxygen_kg_day: float
    food_kg_day: float
    machines_kw: float
    crops_kw: float

    @property
    def stores_kg_day(self) -> float:
        """All that comes from stores [kg/d]."""
        return self.water_kg_day + self.oxygen_kg_day + self.food_kg_day

    def stores_kg(self, days: float) -> float:
        """Stores for a number of days [kg]."""
        return self.stores_kg_day * days


def closure_at(level: Level, n_people: float, use: WaterUse = "surface") -> Closure:
    """Stores and electricity of a crew at a level of closure.

    Parameters
    ----------
    level : {"open", "iss", "advanced", "bioregenerative"}
        From stores alone; water and half of the oxygen back as on the space station; all oxygen back;
        food from gardens under lamps.
    n_people : float
        People, 0 or more.
    use : {"transit", "surface", "settlement"}
        How freely water is used for washing.

    Returns
    -------
    Closure

    Raises
    ------
    OutOfRange
        If the level or the use is unknown or the number negative.

    Notes
    -----
    Planning flows: 0.84 kg of oxygen, 3.91 kg of water drunk, 1.83 kg of food as packed. Where water is
    the source of oxygen (ISS), the part that Sabatier wins back is counted as oxygen. Carbon dioxide
    removal always runs; `open` has no water or oxygen machines.

    Examples
    --------
    >>> six = closure_at("iss", 6)
    >>> round(six.water_kg_day * 900 / 1000, 1), round(six.machines_kw, 1)
    (2.9, 3.5)
    """
    require(level in CLOSURE_LEVELS, "level", repr(level), f"one of {CLOSURE_LEVELS}")
    require(np.isfinite(n_people) and n_people >= 0, "n_people", n_people, "0 or more")
    cited, crew = table("loads/closure"), table("loads/crew")
    water, oxygen, food = (cited.number(f"{flow}_{level}_frac") for flow in ("water", "oxygen", "food"))
    used = n_people * crew.number("planning_water_kg_day") + water_use_kg_day(n_people, use)
    breathed = n_people * crew.number("planning_oxygen_kg_day")
    return Closure(
        level=level,
        water_frac=water,
        oxygen_frac=oxygen,
        food_frac=food,
        water_kg_day=used * (1 - water),
        oxygen_kg_day=breathed * (1 - oxygen),
        food_kg_day=n_people * crew.number("packed_food_kg_day") * (1 - food),
        machines_kw=_machines_kw(level, n_people, breathed),
        crops_kw=lamp_power_kw(n_people, food),
    )


def _machines_kw(level: Level, n_people: float, oxygen_kg_day: float) -> float:
    cited, chain = table("loads/closure"), iss_chain(n_people)
    if level == "open":
        return chain.carbon_dioxide_kw
    if level == "iss":
        reactors = np.ceil(n_people / cited.number("n_sabatier_people"))
        return float(chain.total_kw + reactors * cited.number("sabatier_w") / 1000)
    clean = chain.carbon_dioxide_kw + chain.water_kw + chain.urine_kw
    if level == "advanced":
        return clean + oxygen_kg_day * cited.number("split_kwh_kg") / 24
    # Crops that feed people also make their oxygen and take up their carbon dioxide.
    return chain.water_kw + chain.urine_kw
