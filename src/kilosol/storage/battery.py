"""Lithium-ion batteries: mass, efficiency and usable depth.

Planning values after flight packs, with their ranges in the table `storage/battery`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kilosol.data import table
from kilosol.errors import OutOfRange


@dataclass(frozen=True, slots=True)
class Battery:
    """A battery, by the kilogram.

    Parameters
    ----------
    specific_mass_kg_kwh : float [kg/kWh]
        For each kilowatt-hour that may be used, the unused depth counted in.
    power_kg_kw : float [kg/kW]
        Of converters, beside the cells.
    round_trip_frac : float
        Energy out over energy in.
    depth_of_discharge_frac : float
        Usable part of the nameplate.
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
        """Mass of a battery.

        Parameters
        ----------
        energy_kwh : (*shape) [kWh]
            Usable, from 0.
        power_kw : (*shape) [kW]
            Highest charge or discharge, from 0.

        Returns
        -------
        (*shape) [kg]

        Examples
        --------
        >>> float(lithium_ion().mass_kg(100.0, 20.0).round())
        906.0
        """
        energy, power = np.asarray(energy_kwh, dtype=np.float64), np.asarray(power_kw, dtype=np.float64)
        if not (np.all(energy >= 0) and np.all(power >= 0)):
            raise OutOfRange("energy_kwh and power_kw", (energy_kwh, power_kw), "at least 0")
        return np.asarray(self.specific_mass_kg_kwh * energy + self.power_kg_kw * power)


def lithium_ion() -> Battery:
    """The lithium-ion pack of table `storage/battery`.

    Notes
    -----
    kg/kWh = 1000 / (Wh/kg) / depth of discharge.

    Examples
    --------
    >>> round(lithium_ion().specific_mass_kg_kwh, 2)
    8.66
    """
    pack = table("storage/battery")
    depth = pack.number("depth_of_discharge_frac")
    return Battery(
        specific_mass_kg_kwh=1000 / pack.number("cell_wh_kg") / depth,
        power_kg_kw=pack.number("power_kg_kw"),
        round_trip_frac=pack.number("round_trip_frac"),
        depth_of_discharge_frac=depth,
    )
