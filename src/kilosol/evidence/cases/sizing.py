"""Sizing: the lower bound of a plant's mass."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kilosol.grid import SizingCase, SpecificMasses, StorageTechnology, foresight_bound

#: Masses of array, battery energy and power, fuel-cell energy and power.
MASSES = SpecificMasses(2.0, 8.66, 2.0, 2.5, 250.0)
_N_HOURS = 72


def three_days() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Light [W/m2] and load [kW] of one bright day and two dim ones."""
    hour = np.arange(_N_HOURS)
    bright = np.where(hour < 24, 1.0, 0.2)
    sun: NDArray[np.float64] = 60.0 * np.clip(np.sin(np.pi * (hour % 24 - 6.0) / 12.0), 0.0, None) * bright
    load: NDArray[np.float64] = 12.0 + 3.0 * np.asarray(hour % 24 >= 12, dtype=np.float64)
    return sun, load


@cache
def three_days_bound() -> Any:
    """The bound for those days with array, battery and fuel cells, full stores at the start."""
    sun, load = three_days()
    case = SizingCase(sun, np.stack([load, 0 * load, 0 * load, 0 * load]), 1.0, 0, 0.0, 0.0)
    technology = StorageTechnology(0.95, 0.5)
    return foresight_bound(
        (), case, technology, MASSES, with_solar=True, with_battery=True, with_fuel_cell=True
    )


def three_days_kg() -> float:
    """Least mass with foresight."""
    return float(three_days_bound().total_kg)
