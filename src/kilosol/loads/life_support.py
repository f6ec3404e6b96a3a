"""Electric power of an ISS-like life-support chain.

First fidelity: mean power from measured figures of single machines; whole machines are added as people
come. The heat and fans around them stand in the habitat's load.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kilosol.data import table
from kilosol.limits import require
from kilosol.loads.crew import crew_flows, water_use_kg_day


@dataclass(frozen=True, slots=True)
class LifeSupport:
    """Mean power of the machines of one life-support chain.

    Parameters
    ----------
    oxygen_kw, carbon_dioxide_kw, water_kw, urine_kw : float [kW]
        Oxygen generator, carbon dioxide removal, water and urine processors.
    n_oxygen, n_carbon_dioxide, n_water, n_urine : int
        Machines needed, without spares.
    """

    oxygen_kw: float
    carbon_dioxide_kw: float
    water_kw: float
    urine_kw: float
    n_oxygen: int
    n_carbon_dioxide: int
    n_water: int
    n_urine: int

    @property
    def total_kw(self) -> float:
        """Sum [kW]."""
        return self.oxygen_kw + self.carbon_dioxide_kw + self.water_kw + self.urine_kw


def iss_chain(n_people: float) -> LifeSupport:
    """Mean power and machines of an ISS-like chain.

    Parameters
    ----------
    n_people : float
        People, 0 or more.

    Returns
    -------
    LifeSupport

    Raises
    ------
    OutOfRange
        If the number is negative.

    Notes
    -----
    Oxygen at 7.75 kWh/kg; carbon dioxide beds cycle whatever the load, one set for up to 8 people; water
    and urine machines idle at standby and run in proportion to what they clean.

    Examples
    --------
    >>> round(iss_chain(6).total_kw, 1)
    2.9
    """
    require(np.isfinite(n_people) and n_people >= 0, "n_people", n_people, "0 or more")
    unit, crew = table("loads/life_support"), table("loads/crew")
    oxygen = n_people * crew.number("planning_oxygen_kg_day")
    n_beds = _whole(n_people / unit.number("n_cdra_people"))
    water_kw, n_water = _cycling_kw("wpa", water_use_kg_day(n_people, "surface"))
    urine_kw, n_urine = _cycling_kw("upa", crew_flows(n_people).urine_kg_day)
    return LifeSupport(
        oxygen_kw=oxygen * unit.number("oga_kwh_kg") / 24,
        carbon_dioxide_kw=n_beds * unit.number("cdra_mean_w") / 1000,
        water_kw=water_kw,
        urine_kw=urine_kw,
        n_oxygen=_whole(oxygen / unit.number("oga_kg_day")),
        n_carbon_dioxide=n_beds,
        n_water=n_water,
        n_urine=n_urine,
    )


def _cycling_kw(machine: str, load_kg_day: float) -> tuple[float, int]:
    """Mean power and number of machines that idle at standby and run in proportion to their load."""
    unit = table("loads/life_support")
    capacity = unit.number(f"{machine}_kg_day")
    standby, running = unit.number(f"{machine}_standby_w"), unit.number(f"{machine}_running_w")
    n_machines = _whole(load_kg_day / capacity)
    return (n_machines * standby + (running - standby) * load_kg_day / capacity) / 1000, n_machines


def _whole(machines: float) -> int:
    return int(np.ceil(machines))
