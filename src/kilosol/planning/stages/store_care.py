"""What stores need beside their charge: cells that age and are kept warm, propellant that is kept cold.

A battery is sized for what it must still give at the end of its service, so that its mass carries the
capacity that ageing and cool cells take; its heaters and the coolers of the propellant reserve are loads.
Both depend on the plant, so a plant is sized, looked at and sized again. First fidelity: one air for a calm
year, heaters as for an idle pack, a wear that is spread evenly over the service; gases of fuel cells are
kept under pressure and lose nothing.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from kilosol.data import table
from kilosol.grid import Plant, SizingCase
from kilosol.loads import cooler_kw
from kilosol.storage import (
    capacity_left_frac,
    cold_capacity_frac,
    equal_depth_frac,
    heater_kw,
    lithium_ion,
    propellant_kg,
)
from kilosol.storage.battery import JULIAN_YEAR_DAYS

#: Sizings until the stores found need no more care than was taken: two, as a rule, and one to spare.
MOST_PASSES = 3

#: A battery that keeps less capacity by this part of it keeps as much; and heaters of ten watts are none.
SAME_FRAC, SAME_KW = 5e-3, 0.01

#: Depth below which a year's cycles are none: the law of ageing divides by it.
NO_DEPTH_FRAC = 1e-3

#: Numbers that say nothing where no battery stands.
_OF_A_BATTERY = ("capacity_left_frac", "depth_frac", "charge_frac")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class StoreCare:
    """What was taken for the stores of a plant when it was sized.

    Parameters
    ----------
    battery_kwh : float [kWh]
        Usable energy at the end of the service that heaters were laid out for.
    reserve_kwh : float [kWh]
        Reserve of propellant that coolers were laid out for.
    capacity_left_frac : float
        Part of the battery's capacity that ageing leaves at the end of the service.
    depth_frac : float
        Depth, of the nameplate, of the daily cycles that wear alike.
    charge_frac : float
        Mean state of charge of the nameplate.
    """

    battery_kwh: float
    reserve_kwh: float
    capacity_left_frac: float
    depth_frac: float
    charge_frac: float

    @property
    def nameplate_kwh(self) -> float:
        """Energy of the battery when new and warm, its unused depth counted in [kWh]."""
        return self.battery_kwh / (lithium_ion().depth_of_discharge_frac * self.end_frac)

    @property
    def end_frac(self) -> float:
        """Usable energy at the end of the service, in cells kept just warm enough, over that when new."""
        return self.capacity_left_frac * float(cold_capacity_frac(table("storage/battery").number("keep_k")))

    def load_kw(self, air_k: NDArray[np.float64]) -> NDArray[np.float64]:
        """Heaters of the battery and coolers of the reserve, (n,) [kW]."""
        return heater_kw(self.nameplate_kwh, air_k) + _cooler_kw(self.reserve_kwh)

    def added_to(self, case: SizingCase, air_k: NDArray[np.float64]) -> SizingCase:
        """The design year with this care among its essential loads."""
        load = np.array(case.load_kw, dtype=np.float64)
        load[1] += self.load_kw(air_k)
        return dataclasses.replace(case, load_kw=load)

    def covers(self, needed: StoreCare, air_k: NDArray[np.float64]) -> bool:
        """Whether it was enough for a plant that turned out to need so much."""
        more_kw = float((needed.load_kw(air_k) - self.load_kw(air_k)).max())
        return more_kw <= SAME_KW and needed.capacity_left_frac >= self.capacity_left_frac - SAME_FRAC

    def with_margin(self) -> StoreCare:
        """For stores a little larger than these."""
        more = 1.0 + table("grid/store_care").number("keep_margin_frac")
        return dataclasses.replace(
            self, battery_kwh=more * self.battery_kwh, reserve_kwh=more * self.reserve_kwh
        )

    def numbers(self, air_k: NDArray[np.float64]) -> dict[str, float]:
        """As plain numbers, with what follows from them; of a battery only where there is one."""
        found = dataclasses.asdict(self) | {
            "service_day": table("grid/store_care").number("service_day"),
            "heater_mean_kw": float(heater_kw(self.nameplate_kwh, air_k).mean()),
            "cooler_kw": float(_cooler_kw(self.reserve_kwh)),
        }
        if self.battery_kwh <= 0.0:
            for name in _OF_A_BATTERY:
                del found[name]
        return found

    @staticmethod
    def of_numbers(numbers: dict[str, Any]) -> StoreCare:
        """Back from :meth:`numbers`; without a battery what is taken before any is known."""
        first = dataclasses.asdict(first_care())
        return StoreCare(
            **{f.name: numbers.get(f.name, first[f.name]) for f in dataclasses.fields(StoreCare)}
        )


def first_care(reserve_kwh: float = 0.0) -> StoreCare:
    """Before any plant is known: a full cycle every sol on a full battery, and no heater."""
    depth = lithium_ion().depth_of_discharge_frac
    charge = (1.0 + depth) / 2.0
    return StoreCare(0.0, reserve_kwh, _left_frac(depth, charge), depth, charge)


def care_of(plant: Plant, battery_kwh: NDArray[np.float64]) -> StoreCare:
    """What the stores of a plant need after a year of this charge.

    Parameters
    ----------
    plant : Plant
    battery_kwh : (n,) [kWh]
        Usable energy held, step by step, 24 to a sol.
    """
    if plant.battery_kwh <= 0.0:
        return dataclasses.replace(first_care(plant.reserve_kwh), depth_frac=0.0)
    depth = lithium_ion().depth_of_discharge_frac
    level = np.asarray(battery_kwh).reshape(-1, 24) / plant.battery_kwh
    # The unused depth lies half above and half below the used one.
    charge = (1.0 - depth) / 2.0 + depth * float(level.mean())
    swing = np.clip(level.max(axis=1) - level.min(axis=1), 0.0, 1.0)
    even = equal_depth_frac(depth * swing)
    return StoreCare(plant.battery_kwh, plant.reserve_kwh, _left_frac(even, charge), even, charge)


def settled(
    size: Callable[[StoreCare], T],
    needs: Callable[[T], StoreCare | None],
    first: StoreCare,
    air_k: NDArray[np.float64],
    most_passes: int = MOST_PASSES,
) -> tuple[T, StoreCare]:
    """Size, look at what the stores found need, and size again until that was taken.

    Parameters
    ----------
    size : callable
        Sizes with some care taken.
    needs : callable
        Care that what was found needs; None where nothing holds, and no more is to be asked.
    first : StoreCare
    air_k : (n,) [K]
    most_passes : int

    Returns
    -------
    tuple
        What was found last, and the care that it was sized with.
    """
    care = first
    found = size(care)
    for _ in range(most_passes - 1):
        needed = needs(found)
        if needed is None or care.covers(needed, air_k):
            break
        care = needed.with_margin()
        found = size(care)
    return found, care


def _left_frac(depth_frac: float, charge_frac: float) -> float:
    pack = table("storage/battery")
    sol_day = table("constants").number("sol_s") / table("constants").number("day_s")
    cycles = JULIAN_YEAR_DAYS / sol_day if depth_frac > NO_DEPTH_FRAC else 0.0
    left = capacity_left_frac(
        table("grid/store_care").number("service_day") / JULIAN_YEAR_DAYS,
        cycles,
        max(depth_frac, NO_DEPTH_FRAC),
        # Cells are kept cooler than the law of ageing reaches: its coolest ages faster.
        cell_k=pack.number("ageing_coldest_k"),
        mean_charge_frac=charge_frac,
    )
    return float(left)


def _cooler_kw(reserve_kwh: float) -> float:
    ratio = table("storage/propellant_reserve").number("mixture_ratio")
    stored_t = float(propellant_kg(reserve_kwh)) / 1000.0
    oxygen = cooler_kw(stored_t * ratio / (1.0 + ratio), "oxygen")
    return float(oxygen + cooler_kw(stored_t / (1.0 + ratio), "methane"))
