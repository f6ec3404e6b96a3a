"""What happens when a process stops, and when: gases, warmth, water, food, spares, the way home.

First fidelity: a well-mixed closed cabin and one person's share of everything, as in
:mod:`kilosol.loads.stores`; nothing else fails meanwhile, nobody mends or rations.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kilosol.data import table
from kilosol.limits import require
from kilosol.loads.chemistry import molar_mass_g_mol
from kilosol.loads.crew import crew_flows, water_use_kg_day
from kilosol.loads.stores import pressure_rate_pa_hour, time_to_effect

Stopped = Literal[
    "carbon dioxide removal",
    "oxygen supply",
    "nitrogen supply",
    "heating",
    "cooling",
    "water recovery",
    "food growing",
    "spares supply",
    "propellant cooling",
    "propellant plant",
]
#: Processes whose stop this module knows.
PROCESSES: tuple[Stopped, ...] = get_args(Stopped)


@dataclass(frozen=True, slots=True)
class Consequence:
    """What the stop of one process leads to.

    Parameters
    ----------
    process : str
        One of :data:`PROCESSES`.
    what : str
        What rises, falls or runs out.
    store_hour : float [h]
        Time that a store stands in; 0 without one.
    effect_hour : float [h]
        From the stop until the limit of normal life or work.
    loss_hour : float [h]
        Until the limit of survival, or of the way home; infinite where there is none.
    """

    process: Stopped
    what: str
    store_hour: float
    effect_hour: float
    loss_hour: float

    @property
    def loss_sols(self) -> float:
        """Until the limit of survival [sol]."""
        return self.loss_hour * 3600 / table("constants").number("sol_s")


@dataclass(frozen=True, slots=True)
class CabinState:
    """A cabin after processes have stopped; every field has the shape of the hours.

    Parameters
    ----------
    hour : (n,) [h]
        Since the stop.
    carbon_dioxide_pa, oxygen_pa, pressure_pa : (n,) [Pa]
        Partial pressures and their sum with nitrogen.
    temperature_k : (n,) [K]
        Of the cabin.
    water_kg, food_kg : (n,) [kg]
        Left for one person.
    """

    hour: NDArray[np.float64]
    carbon_dioxide_pa: NDArray[np.float64]
    oxygen_pa: NDArray[np.float64]
    pressure_pa: NDArray[np.float64]
    temperature_k: NDArray[np.float64]
    water_kg: NDArray[np.float64]
    food_kg: NDArray[np.float64]


def if_stopped(process: Stopped, outside_k: float | None = None) -> Consequence:
    """What the stop of one process leads to, and when.

    Parameters
    ----------
    process : str
        One of :data:`PROCESSES`.
    outside_k : float, optional [K]
        Effective sink round the habitat; cited default 200.

    Returns
    -------
    Consequence

    Raises
    ------
    OutOfRange
        If the process is unknown or the sink not below the cabin's temperature.

    Notes
    -----
    Stores stand in first: tanks of oxygen and nitrogen, water, packed food, spares, the slack of the
    propellant plant. Then the cabin or the tank drifts to its limits.

    Examples
    --------
    >>> stop = if_stopped("carbon dioxide removal")
    >>> round(stop.effect_hour), round(stop.loss_hour)
    (18, 73)
    """
    require(process in PROCESSES, "process", repr(process), f"one of {PROCESSES}")
    effect, loss = (time_to_effect(limit, outside_k=outside_k) for limit in ("effect", "loss"))
    cited, person = table("loads/stores"), crew_flows(1)
    if process == "carbon dioxide removal":
        return Consequence(
            process, "carbon dioxide rises", 0.0, effect.carbon_dioxide_hour, loss.carbon_dioxide_hour
        )
    if process == "oxygen supply":
        tank = 24 * cited.number("oxygen_tank_kg") / person.oxygen_kg_day
        return Consequence(process, "oxygen falls", tank, tank + effect.oxygen_hour, tank + loss.oxygen_hour)
    if process == "nitrogen supply":
        return _pressure(process)
    if process == "heating":
        return Consequence(process, "the cabin cools", 0.0, effect.cold_hour, loss.cold_hour)
    if process == "cooling":
        work, stroke = (_hot_hour(cited.number(key), outside_k) for key in ("cabin_high_k", "cabin_hot_k"))
        return Consequence(process, "the cabin heats up", 0.0, work, stroke)
    return _store_or_tank(process)


def cabin_after(
    hours: ArrayLike, stopped: Collection[Stopped], *, outside_k: float | None = None
) -> CabinState:
    """Cabin over the hours after processes have stopped.

    Parameters
    ----------
    hours : (n,) [h]
        Since the stop, 0 or more.
    stopped : collection of str
        Which of :data:`PROCESSES`; all else goes on and holds its value.
    outside_k : float, optional [K]
        Effective sink round the habitat; cited default 200.

    Returns
    -------
    CabinState
        One person's share.

    Raises
    ------
    OutOfRange
        If an argument is outside its range.

    Examples
    --------
    >>> cabin = cabin_after([0.0, 24.0], ["carbon dioxide removal", "heating"])
    >>> cabin.carbon_dioxide_pa.round(), cabin.temperature_k.round()
    (array([ 400., 1600.]), array([294., 281.]))
    """
    hour = np.asarray(hours, dtype=np.float64)
    require(
        hour.ndim == 1 and bool(np.all(np.isfinite(hour) & (hour >= 0))), "hours", hours, "a row, 0 or more"
    )
    unknown = [p for p in stopped if p not in PROCESSES]
    require(not unknown, "stopped", unknown, f"among {PROCESSES}")
    cited, person = table("loads/stores"), crew_flows(1)
    volume = cited.number("gas_volume_m3")
    rise = pressure_rate_pa_hour(person.carbon_dioxide_kg_day, molar_mass_g_mol("CO2"), volume)
    fall = pressure_rate_pa_hour(person.oxygen_kg_day, molar_mass_g_mol("O2"), volume)
    still = np.zeros_like(hour)
    dioxide = cited.number("carbon_dioxide_start_pa") + (
        rise * hour if "carbon dioxide removal" in stopped else still
    )
    tank = 24 * cited.number("oxygen_tank_kg") / person.oxygen_kg_day
    gone = np.maximum(0.0, hour - tank) * fall if "oxygen supply" in stopped else still
    oxygen = np.maximum(0.0, cited.number("oxygen_start_pa") - gone)
    leaks = np.maximum(0.0, hour - _nitrogen_tank_hour()) if "nitrogen supply" in stopped else still
    nitrogen = cited.number("nitrogen_start_pa") * np.exp(-cited.number("leak_per_day") * leaks / 24)
    drunk = person.drink_kg_day + water_use_kg_day(1)
    return CabinState(
        hour=hour,
        carbon_dioxide_pa=dioxide,
        oxygen_pa=oxygen,
        pressure_pa=dioxide + oxygen + nitrogen,
        temperature_k=_temperature_k(hour, stopped, outside_k),
        water_kg=_left("water_store_kg", drunk, hour, is_drawn="water recovery" in stopped),
        food_kg=_left("food_store_kg", _packed_food_kg_day(), hour, is_drawn="food growing" in stopped),
    )


def _left(
    store: str, drain_kg_day: float, hour: NDArray[np.float64], *, is_drawn: bool
) -> NDArray[np.float64]:
    drawn = drain_kg_day * hour / 24 if is_drawn else np.zeros_like(hour)
    return np.maximum(0.0, table("loads/stores").number(store) - drawn)


def _temperature_k(
    hour: NDArray[np.float64], stopped: Collection[Stopped], outside_k: float | None
) -> NDArray[np.float64]:
    """One lump; with heating and cooling both off only people warm it."""
    cited = table("loads/stores")
    start = cited.number("cabin_k")
    if "heating" not in stopped and "cooling" not in stopped:
        return np.full_like(hour, start)
    final = _final_k(outside_k, with_machines="heating" not in stopped)
    lag_hour = cited.number("heat_capacity_j_k") / cited.number("heat_loss_w_k") / 3600
    drift: NDArray[np.float64] = final + (start - final) * np.exp(-hour / lag_hour)
    return drift


def _final_k(outside_k: float | None, *, with_machines: bool) -> float:
    cited = table("loads/stores")
    sink = cited.number("outside_k") if outside_k is None else outside_k
    heat = crew_flows(1).heat_w + (cited.number("inside_heat_w") if with_machines else 0.0)
    return sink + heat / cited.number("heat_loss_w_k")


def _hot_hour(limit_k: float, outside_k: float | None) -> float:
    cited = table("loads/stores")
    start, final = cited.number("cabin_k"), _final_k(outside_k, with_machines=True)
    if final <= limit_k:
        return np.inf
    lag_hour = cited.number("heat_capacity_j_k") / cited.number("heat_loss_w_k") / 3600
    return float(lag_hour * np.log((final - start) / (final - limit_k)))


def _nitrogen_tank_hour() -> float:
    cited = table("loads/stores")
    mol = cited.number("nitrogen_start_pa") * cited.number("gas_volume_m3")
    mol /= cited.number("gas_constant_j_mol_k") * cited.number("cabin_k")
    leak_kg_day = cited.number("leak_per_day") * mol * molar_mass_g_mol("N2") / 1000
    return 24 * cited.number("nitrogen_tank_kg") / leak_kg_day


def _pressure(process: Stopped) -> Consequence:
    """Air leaks out at a share a day; oxygen is made up, nitrogen is not once its tank is empty."""
    cited = table("loads/stores")
    tank, oxygen = _nitrogen_tank_hour(), cited.number("oxygen_start_pa")

    def hour(limit_pa: float) -> float:
        nitrogen = limit_pa - oxygen - cited.number("carbon_dioxide_start_pa")
        if nitrogen <= 0:
            return np.inf
        return float(24 * np.log(cited.number("nitrogen_start_pa") / nitrogen) / cited.number("leak_per_day"))

    effect, loss = (tank + hour(cited.number(f"pressure_{which}_pa")) for which in ("effect", "loss"))
    return Consequence(process, "pressure falls by leaks", tank, effect, loss)


def _store_or_tank(process: Stopped) -> Consequence:
    cited, person = table("loads/stores"), crew_flows(1)
    if process == "water recovery":
        store = 24 * cited.number("water_store_kg") / (person.drink_kg_day + water_use_kg_day(1))
        # Washing stops in time: what is drunk alone lasts longer.
        thirst = 24 * cited.number("water_store_kg") / person.drink_kg_day + cited.number("dehydration_hour")
        return Consequence(process, "water runs out", store, store, thirst)
    if process == "food growing":
        store = 24 * cited.number("food_store_kg") / _packed_food_kg_day()
        return Consequence(process, "food runs out", store, store, store + cited.number("starvation_hour"))
    if process == "spares supply":
        store = 24 * cited.number("spares_store_kg") / cited.number("spares_kg_day")
        return Consequence(process, "machines stay broken", store, store, np.inf)
    if process == "propellant cooling":
        rate = table("loads/isru").number("boil_off_per_day")
        margin = -24 * np.log1p(-cited.number("propellant_margin_frac")) / rate
        return Consequence(process, "propellant boils off", 0.0, 0.0, float(margin))
    slack = cited.number("plant_slack_hour")
    return Consequence(process, "the way home slips to the next window", slack, slack, slack)


def _packed_food_kg_day() -> float:
    return table("loads/crew").number("packed_food_kg_day")
