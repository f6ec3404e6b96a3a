"""What stands on the ground: fission units, array, stores, and what they weigh landed."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kilosol.errors import OutOfRange

#: A step covered but for less than this is wholly covered: hours late in the year carry such rounding.
WHOLE_STEP_FRAC = 1e-9


@dataclass(frozen=True, slots=True)
class FissionBlock:
    """Identical fission units.

    Parameters
    ----------
    technology : str
        Name of the unit's technology.
    n_units : int
        How many stand on the surface.
    unit_kwe : float [kW]
        Net electric power of one.
    unit_mass_kg : float [kg]
        Landed mass of one.
    mtbf_hour : float [h]
        Mean time between failures of one unit.
    repair_hour : float [h]
        Mean time to bring it back, its start included.
    restart_hour : float [h]
        Of that, what the start takes: in drawn years of a sizing no outage is shorter.
    """

    technology: str
    n_units: int
    unit_kwe: float
    unit_mass_kg: float
    mtbf_hour: float
    repair_hour: float
    restart_hour: float = 0.0


@dataclass(frozen=True, slots=True)
class Plant:
    """A power plant as dispatched.

    Parameters
    ----------
    fission : tuple of FissionBlock
        Blocks of fission units; empty for a solar plant.
    solar_m2 : float [m2]
        Array area.
    battery_kwh : float [kWh]
        Usable energy of the battery; its power is `battery_kw`.
    battery_kw : float [kW]
        Charge and discharge power of the battery.
    fuel_cell_kwh : float [kWh]
        Usable electric energy held by the regenerative fuel cells.
    fuel_cell_kw : float [kW]
        Discharge power of the fuel cells.
    electrolyser_kw : float [kW]
        Charge power of the electrolysers.
    reserve_kwh : float [kWh]
        Electricity that a reserve of propellant can give once; only vital loads may draw on it.
    reserve_kw : float [kW]
        Power of the generator that burns it.
    """

    fission: tuple[FissionBlock, ...] = field(default_factory=tuple)
    solar_m2: float = 0.0
    battery_kwh: float = 0.0
    battery_kw: float = 0.0
    fuel_cell_kwh: float = 0.0
    fuel_cell_kw: float = 0.0
    electrolyser_kw: float = 0.0
    reserve_kwh: float = 0.0
    reserve_kw: float = 0.0

    @property
    def fission_kwe(self) -> float:
        """Net electric power of all fission units together [kW]."""
        return sum(block.n_units * block.unit_kwe for block in self.fission)

    @property
    def n_units(self) -> int:
        """Number of fission units."""
        return sum(block.n_units for block in self.fission)


@dataclass(frozen=True, slots=True)
class StorageTechnology:
    """How a store behaves, the same for every size.

    Parameters
    ----------
    battery_round_trip_frac : float
        Energy out over energy in of the battery.
    fuel_cell_round_trip_frac : float
        Energy out over energy in of electrolyser, tanks and fuel cell.
    reserve_frac : float
        State of charge of the battery kept back for vital and essential loads.
    """

    battery_round_trip_frac: float
    fuel_cell_round_trip_frac: float
    reserve_frac: float = 0.5


@dataclass(frozen=True, slots=True)
class SpecificMasses:
    """Landed mass per size of what is sized continuously.

    Parameters
    ----------
    solar_kg_m2 : float [kg/m2]
        Array with structure and wiring.
    battery_kg_kwh : float [kg/kWh]
        Per usable energy.
    battery_kg_kw : float [kg/kW]
        Converters, per charge and discharge power.
    fuel_cell_kg_kwh : float [kg/kWh]
        Reactants and tanks, per usable electric energy.
    fuel_cell_kg_kw : float [kg/kW]
        Stack, electrolyser and their plant, per the larger of discharge and charge power.
    reserve_kg_kwh : float [kg/kWh]
        Propellant kept as reserve.
    reserve_kg_kw : float [kg/kW]
        Generator that burns it.
    """

    solar_kg_m2: float
    battery_kg_kwh: float
    battery_kg_kw: float
    fuel_cell_kg_kwh: float
    fuel_cell_kg_kw: float
    reserve_kg_kwh: float = 0.0
    reserve_kg_kw: float = 0.0


def plant_mass_kg(plant: Plant, masses: SpecificMasses) -> dict[str, float]:
    """Landed mass of a plant by component.

    Parameters
    ----------
    plant : Plant
        What stands on the ground.
    masses : SpecificMasses
        Mass per size.

    Returns
    -------
    dict
        Component -> mass [kg]; keys ``fission``, ``solar``, ``battery``, ``fuel_cell``, ``reserve``.

    Examples
    --------
    >>> masses = SpecificMasses(2.0, 8.0, 1.0, 3.0, 20.0)
    >>> plant_mass_kg(Plant(solar_m2=100.0, battery_kwh=10.0), masses)
    {'fission': 0.0, 'solar': 200.0, 'battery': 80.0, 'fuel_cell': 0.0, 'reserve': 0.0}
    """
    return {
        "fission": float(sum(block.n_units * block.unit_mass_kg for block in plant.fission)),
        "solar": plant.solar_m2 * masses.solar_kg_m2,
        "battery": plant.battery_kwh * masses.battery_kg_kwh + plant.battery_kw * masses.battery_kg_kw,
        "fuel_cell": plant.fuel_cell_kwh * masses.fuel_cell_kg_kwh
        + max(plant.fuel_cell_kw, plant.electrolyser_kw) * masses.fuel_cell_kg_kw,
        "reserve": plant.reserve_kwh * masses.reserve_kg_kwh + plant.reserve_kw * masses.reserve_kg_kw,
    }


def tripped_output_kw(
    blocks: tuple[FissionBlock, ...],
    n_tripped: int,
    start_hour: float,
    trip_hour: float,
    n_steps: int,
    step_hour: float,
) -> NDArray[np.float64]:
    """Output of all units with the largest ones out for a while: the design case.

    Parameters
    ----------
    blocks : tuple of FissionBlock
        The station.
    n_tripped : int
        How many units are out at once; the largest go first.
    start_hour, trip_hour : float [h]
        When the outage begins, and how long it lasts.
    n_steps : int
        Length of the series.
    step_hour : float [h]
        Length of a step.

    Returns
    -------
    (n_steps,) [kW]

    Raises
    ------
    OutOfRange
        If fewer than no units are to trip.

    Examples
    --------
    >>> two = (FissionBlock("a", 2, 40.0, 7000.0, 1e5, 500.0),)
    >>> tripped_output_kw(two, 1, 2.0, 3.0, 6, 1.0).tolist()
    [80.0, 80.0, 40.0, 40.0, 40.0, 80.0]
    """
    if n_tripped < 0:
        raise OutOfRange("n_tripped", n_tripped, "not negative")
    sizes = sorted((b.unit_kwe for b in blocks for _ in range(b.n_units)), reverse=True)
    lost_kw = sum(sizes[:n_tripped])
    hour = np.arange(n_steps) * step_hour
    covered_hour = np.minimum(hour + step_hour, start_hour + trip_hour) - np.maximum(hour, start_hour)
    # As a part of the step, so that a step wholly covered loses the unit exactly.
    covered_frac = np.clip(covered_hour / step_hour, 0.0, 1.0)
    whole = covered_frac > 1.0 - WHOLE_STEP_FRAC
    return np.asarray(sum(sizes) - lost_kw * np.where(whole, 1.0, covered_frac))
