"""What a battery and a regenerative fuel cell have in common: mass by energy and power, and losses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kilosol.data import Cited
from kilosol.errors import OutOfRange

MassCase = Literal["low", "mid", "high"]


def of_case(cited: Cited, case: MassCase, *, better: Literal["low", "high"]) -> float:
    """A cited value at the end of its range that makes a store light, or heavy, or in between.

    Parameters
    ----------
    cited : Cited
    case : {"low", "mid", "high"}
        By mass.
    better : {"low", "high"}
        Which end of the value's range makes the store lighter.

    Returns
    -------
    float
    """
    if case == "mid":
        return float(cited)
    lighter = case == "low"
    end = cited.low if lighter == (better == "low") else cited.high
    return float(cited) if end is None else end


@dataclass(frozen=True, slots=True)
class Store:
    """A store of energy, by the kilogram.

    Parameters
    ----------
    specific_mass_kg_kwh : float [kg/kWh]
        For each kilowatt-hour that may be used, the unused depth counted in.
    power_kg_kw : float [kg/kW]
        Of what converts, for each kilowatt of the larger of charge and discharge.
    round_trip_frac : float
        Energy out over energy in.
    depth_of_discharge_frac : float
        Usable part of the nameplate, or of the tank.
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
        """Mass of a store.

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
        >>> float(Store(8.0, 2.0, 0.95, 0.7).mass_kg(100.0, 20.0))
        840.0
        """
        energy, power = np.asarray(energy_kwh, dtype=np.float64), np.asarray(power_kw, dtype=np.float64)
        if not (np.all(energy >= 0) and np.all(power >= 0)):
            raise OutOfRange("energy_kwh and power_kw", (energy_kwh, power_kw), "at least 0")
        return np.asarray(self.specific_mass_kg_kwh * energy + self.power_kg_kw * power)
