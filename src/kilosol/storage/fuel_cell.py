"""Regenerative fuel cells: hydrogen and oxygen made by surplus power, burned in the dark.

Light for long discharges, wasteful for short ones: half of what goes in comes back. Planning values, with
their ranges in the table `storage/fuel_cell`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kilosol.data import table
from kilosol.errors import OutOfRange


@dataclass(frozen=True, slots=True)
class FuelCell:
    """A regenerative fuel cell, by the kilogram.

    Parameters
    ----------
    specific_mass_kg_kwh : float [kg/kWh]
        Of gas and tanks, for each kilowatt-hour that may be drawn.
    power_kg_kw : float [kg/kW]
        Of stack, electrolyser and their plant.
    round_trip_frac : float
        Electricity out over electricity in.
    depth_of_discharge_frac : float
        Usable part of the store.
    """

    specific_mass_kg_kwh: float
    power_kg_kw: float
    round_trip_frac: float
    depth_of_discharge_frac: float

    def __post_init__(self) -> None:
        for name in ("specific_mass_kg_kwh", "power_kg_kw"):
            if not getattr(self, name) >= 0:
                raise OutOfRange(name, getattr(self, name), "at least 0")
        for name in ("round_trip_frac", "depth_of_discharge_frac"):
            if not 0 < getattr(self, name) <= 1:
                raise OutOfRange(name, getattr(self, name), "above 0 and at most 1")

    def mass_kg(self, energy_kwh: ArrayLike, power_kw: ArrayLike) -> NDArray[np.float64]:
        """Mass of a regenerative fuel cell.

        Parameters
        ----------
        energy_kwh : (*shape) [kWh]
            Electric, usable, from 0.
        power_kw : (*shape) [kW]
            Highest charge or discharge, from 0.

        Returns
        -------
        (*shape) [kg]

        Examples
        --------
        >>> float(hydrogen_oxygen().mass_kg(1000.0, 10.0).round())
        5000.0
        """
        energy, power = np.asarray(energy_kwh, dtype=np.float64), np.asarray(power_kw, dtype=np.float64)
        if not (np.all(energy >= 0) and np.all(power >= 0)):
            raise OutOfRange("energy_kwh and power_kw", (energy_kwh, power_kw), "at least 0")
        return np.asarray(self.specific_mass_kg_kwh * energy + self.power_kg_kw * power)


def hydrogen_oxygen() -> FuelCell:
    """The regenerative fuel cell of table `storage/fuel_cell`.

    Examples
    --------
    >>> hydrogen_oxygen().power_kg_kw
    250.0
    """
    cell = table("storage/fuel_cell")
    depth = cell.number("depth_of_discharge_frac")
    return FuelCell(
        specific_mass_kg_kwh=1000 / cell.number("tank_wh_kg") / depth,
        power_kg_kw=1000 / cell.number("stack_w_kg"),
        round_trip_frac=cell.number("round_trip_frac"),
        depth_of_discharge_frac=depth,
    )
