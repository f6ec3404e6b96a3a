"""What an adequacy study is made of, units and stores, and what of it cannot be."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kilosol.errors import OutOfRange
from kilosol.grid.failures import Failures, RepairLaw, check_failures

#: Power short by less than this part of the peak load is rounding.
ROUNDING_FRAC = 1e-9


@dataclass(frozen=True, slots=True)
class Unit:
    """A group of identical generating units.

    Parameters
    ----------
    name : str
    capacity_kw : float or (n_steps,) [kW]
        What one unit gives while it is up: a number, or a series as long as the load.
    n : int
        Units.
    mttf_h, mttr_h : float [h]
        Mean time to failure (infinite: never) and mean time to repair of one.
    beta : float
        Part of the failures that take all units of the group at once.
    repair_law, repair_shape, restart_h, spares, lead_h, window_h, first_window_h, step_chances
        As in :class:`kilosol.grid.Failures`.

    Examples
    --------
    >>> Unit("diesel", 50.0, 3, 950.0, 50.0).failures.unavailability
    0.05
    """

    name: str
    capacity_kw: float | ArrayLike
    n: int
    mttf_h: float
    mttr_h: float
    beta: float = 0.0
    repair_law: RepairLaw = field(default="exponential", kw_only=True)
    repair_shape: float = field(default=1.0, kw_only=True)
    restart_h: float = field(default=0.0, kw_only=True)
    spares: int | None = field(default=None, kw_only=True)
    lead_h: float = field(default=0.0, kw_only=True)
    window_h: float = field(default=0.0, kw_only=True)
    first_window_h: float = field(default=0.0, kw_only=True)
    step_chances: tuple[float, float] | None = field(default=None, kw_only=True)

    @property
    def failures(self) -> Failures:
        """How one unit fails and is mended."""
        return Failures(
            self.mttf_h, self.mttr_h, self.beta, self.repair_law, self.repair_shape, self.restart_h,
            self.spares, self.lead_h, self.window_h, self.first_window_h, self.step_chances,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Store:
    """A group of identical stores, each with its own charge.

    Parameters
    ----------
    name : str
    power_kw : float [kW]
        Most that one takes or gives, at the bus.
    energy_kwh : float [kWh]
        Most that one holds.
    n : int
        Stores; they are drawn on, and filled, one after another.
    charge_efficiency, discharge_efficiency : float
        Part that is kept on the way in, and on the way out.
    initial_frac : float
        Charge at the start of each pass.
    mttf_h, mttr_h : float [h]
        As for units; a store that is down keeps its charge.
    step_chances : tuple or None
        As for units.
    """

    name: str
    power_kw: float
    energy_kwh: float
    n: int = 1
    charge_efficiency: float = 1.0
    discharge_efficiency: float = 1.0
    initial_frac: float = 1.0
    mttf_h: float = math.inf
    mttr_h: float = 0.0
    step_chances: tuple[float, float] | None = field(default=None, kw_only=True)

    @property
    def failures(self) -> Failures:
        """How one store fails and is mended."""
        return Failures(self.mttf_h, self.mttr_h, step_chances=self.step_chances)


def capacity_of(unit: Unit, n_steps: int) -> float | NDArray[np.float64]:
    """Capacity of a unit as a number or a series of the load's length; refuses what cannot be."""
    check_failures(unit.name, unit.failures)
    if unit.n < 0 or int(unit.n) != unit.n:
        raise OutOfRange(f"n of {unit.name!r}", unit.n, "a whole number, not negative")
    kw = np.asarray(unit.capacity_kw, dtype=np.float64)
    if kw.ndim and kw.shape != (n_steps,):
        raise OutOfRange(
            f"capacity_kw of {unit.name!r}",
            f"a series of shape {kw.shape}",
            f"a number, or a series as long as the load: ({n_steps},)",
        )
    if not bool((np.isfinite(kw) & (kw >= 0.0)).all()):
        raise OutOfRange(f"capacity_kw of {unit.name!r}", f"{kw.min()} kW", "finite and not negative")
    return np.ascontiguousarray(kw) if kw.ndim else float(kw)


def check_call(load: NDArray[np.float64], step_h: float, samples: int, day_h: float, ride_h: float) -> None:
    """Refuse loads, steps and counts that cannot be."""
    if load.ndim != 1 or load.size == 0:
        raise OutOfRange("load_kw", f"shape {load.shape}", "a series of at least one step")
    if not bool((np.isfinite(load) & (load >= 0.0)).all()):
        raise OutOfRange("load_kw", f"{load.min()} to {load.max()} kW", "finite and not negative")
    if not 0.0 < step_h < math.inf:
        raise OutOfRange("step_h", f"{step_h} h", "finite and above zero")
    if samples < 1 or int(samples) != samples:
        raise OutOfRange("samples", samples, "a whole number of at least 1")
    if not step_h <= day_h < math.inf:
        raise OutOfRange("day_h", f"{day_h} h", f"at least a step ({step_h} h)")
    if not ride_h >= 0.0:
        raise OutOfRange("ride_through_h", f"{ride_h} h", "not negative")


def check_stores(stores: Sequence[Store], duration_h: float) -> None:
    """Refuse stores that cannot be, or that hold more than the series can draw from them."""
    for store in stores:
        check_failures(store.name, store.failures)
        name = f"of store {store.name!r}"
        if store.n < 0 or int(store.n) != store.n:
            raise OutOfRange(f"n {name}", store.n, "a whole number, not negative")
        for what in ("power_kw", "energy_kwh"):
            if not 0.0 <= getattr(store, what) < math.inf:
                raise OutOfRange(f"{what} {name}", getattr(store, what), "finite and not negative")
        for what in ("charge_efficiency", "discharge_efficiency"):
            if not 0.0 < getattr(store, what) <= 1.0:
                raise OutOfRange(f"{what} {name}", getattr(store, what), "above 0 and at most 1")
        if not 0.0 <= store.initial_frac <= 1.0:
            raise OutOfRange(f"initial_frac {name}", store.initial_frac, "between 0 and 1")
        most_kwh = store.power_kw * duration_h / store.discharge_efficiency
        if store.energy_kwh > most_kwh * (1.0 + ROUNDING_FRAC):
            raise OutOfRange(
                f"energy_kwh {name}",
                f"{store.energy_kwh:g} kWh",
                f"at most {most_kwh:g} kWh, what {store.power_kw:g} kW can draw from it in the "
                f"{duration_h:g} h of the load: else its charge at the start decides; give a longer series",
            )


def check_supply(
    units: Sequence[Unit],
    capacity: Sequence[float | NDArray[np.float64]],
    stores: Sequence[Store],
    load: NDArray[np.float64],
) -> None:
    """Refuse a load above everything that could ever serve it.

    A series counts with its highest value: a calm or dark hour is a shortfall to be told, not a wrong input.
    """
    supply = np.full(load.size, float(sum(s.n * s.power_kw for s in stores)))
    for unit, kw in zip(units, capacity, strict=True):
        supply += unit.n * float(np.max(kw))
    missing = load - supply
    worst = int(np.argmax(missing))
    if missing[worst] > ROUNDING_FRAC * float(load.max()):
        n_above = int((missing > ROUNDING_FRAC * float(load.max())).sum())
        raise OutOfRange(
            "load_kw",
            f"{load[worst]:g} kW in step {worst} ({n_above} such steps)",
            f"at most what all units and stores can give together, {supply[worst]:g} kW there",
        )
