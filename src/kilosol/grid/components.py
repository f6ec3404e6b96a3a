"""What an adequacy study is made of, units and stores, and what of it cannot be."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kilosol.grid.checks import MOST, Faults, is_number, is_whole, members, numbers_of
from kilosol.grid.failures import (
    Failures,
    RepairLaw,
    SharedRepair,
    Start,
    find_faults,
    find_long_repair,
    find_short_clock,
)

#: Power short by less than this part of the peak load is rounding.
ROUNDING_FRAC = 1e-9

#: Most passes of one call, and most components of one group: what memory bears.
MOST_SAMPLES, MOST_COMPONENTS = 10_000_000, 1_000_000


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
        Mean time to failure (infinite: never) and mean time to repair of one (infinite: never).
    beta : float
        Part of the failures that take all units of the group at once.
    repair_law, repair_shape, restart_h, spares, lead_h, window_h, first_window_h, step_chances, start, \
    trip_frac, trip_h, shared_repair
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
    start: Start | None = field(default=None, kw_only=True)
    trip_frac: float = field(default=0.0, kw_only=True)
    trip_h: float = field(default=0.0, kw_only=True)
    shared_repair: SharedRepair = field(default="together", kw_only=True)

    @property
    def failures(self) -> Failures:
        """How one unit fails and is mended."""
        return Failures(
            self.mttf_h, self.mttr_h, self.beta, self.repair_law, self.repair_shape, self.restart_h,
            self.spares, self.lead_h, self.window_h, self.first_window_h, self.step_chances, self.start,
            self.trip_frac, self.trip_h, self.shared_repair,
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
    step_chances, start
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
    start: Start | None = field(default=None, kw_only=True)

    @property
    def failures(self) -> Failures:
        """How one store fails and is mended."""
        return Failures(self.mttf_h, self.mttr_h, step_chances=self.step_chances, start=self.start)


@dataclass(frozen=True, slots=True)
class Call:
    """What :func:`kilosol.grid.assess` is called with, checked.

    Parameters
    ----------
    units, stores : list
    capacity : list of float or (n,) [kW]
        Of one unit of each group.
    load, vital : (n,) [kW]
    step_h : float [h]
    day_h : float [h]
    """

    units: Sequence[Unit]
    capacity: list[float | NDArray[np.float64]]
    stores: Sequence[Store]
    load: NDArray[np.float64]
    vital: NDArray[np.float64]
    step_h: float
    day_h: float

    @property
    def tiny_kw(self) -> float:
        """What counts as rounding [kW]."""
        return ROUNDING_FRAC * float(self.load.max())

    @property
    def day(self) -> NDArray[np.int64]:
        """Day of each step."""
        return np.asarray(
            np.floor(np.arange(self.load.size) * self.step_h / self.day_h + ROUNDING_FRAC), np.int64
        )

    @property
    def is_peak(self) -> NDArray[np.bool_]:
        """One step a day: the first of its highest load."""
        day, found = self.day, np.zeros(self.load.size, bool)
        order = np.lexsort((np.arange(day.size), -self.load, day))
        found[order[np.concatenate([[True], np.diff(day[order]) > 0])]] = True
        return found

    @property
    def groups(self) -> list[tuple[Failures, int]]:
        """Groups that fail: units, then each store alone."""
        of_stores = [(s.failures, 1) for s in self.stores for _ in range(s.n)]
        return [(u.failures, int(u.n)) for u in self.units] + of_stores

    @property
    def names(self) -> list[str]:
        """Of the groups; each draws by its name."""
        found = [str(u.name) for u in self.units]
        for s in self.stores:
            found += [str(s.name) if s.n == 1 else f"{s.name} {k + 1}" for k in range(s.n)]
        return found

    @property
    def store_rows(self) -> NDArray[np.float64]:
        """Stores one by one, for the compiled loops: power, energy, both efficiencies, charge [kW, steps]."""
        rows = [
            (
                s.power_kw,
                s.energy_kwh / self.step_h,
                s.charge_efficiency,
                s.discharge_efficiency,
                s.initial_frac * s.energy_kwh / self.step_h,
            )
            for s in self.stores
            for _ in range(s.n)
        ]
        return np.array(rows, np.float64).reshape(-1, 5)

    @property
    def is_exact(self) -> bool:
        """Whether the chance that a unit is down is the same in every step, and known."""
        return all(
            u.failures.n_spares is None and u.failures.begins_stationary and u.failures.has_count_law(u.n)
            for u in self.units
        )


def checked_call(
    units: object,
    load_kw: object,
    stores: object,
    *,
    step_h: object = 1.0,
    samples: object = 1,
    seed: object = 1,
    vital_kw: object = None,
    ride_through_h: object = 0.0,
    day_h: object = 24.0,
) -> Call:
    """A call whose values hold together; refuses, all at once, those that do not.

    Parameters
    ----------
    units, load_kw, stores, step_h, samples, seed, vital_kw, ride_through_h, day_h
        As :func:`kilosol.grid.assess` takes them.

    Returns
    -------
    Call

    Raises
    ------
    OutOfRange
        With every value that cannot be, what is allowed and what mends it.
    """
    faults = Faults("the call")
    of_units = [one for one in members("units", units, Unit, faults) if isinstance(one, Unit)]
    of_stores = [one for one in members("stores", stores, Store, faults) if isinstance(one, Store)]
    load = numbers_of("load_kw", load_kw, "kW", faults)
    if load is not None and (load.ndim != 1 or load.size == 0):
        faults.add("load_kw", f"shape {load.shape}", "a series of at least one step")
        load = None
    _find_wrong_numbers(faults, step_h, samples, seed, day_h, ride_through_h)
    if load is None or faults.has_about("step_h"):
        faults.refuse()
    assert load is not None
    assert isinstance(step_h, int | float | np.number)
    hour = float(step_h)
    capacity = [_capacity_of(unit, load.size, hour, faults) for unit in of_units]
    for store in of_stores:
        _find_store_faults(store, load.size * hour, hour, faults)
    if not faults:
        _find_want(of_units, capacity, of_stores, load, faults)
    vital = load if vital_kw is None else numbers_of("vital_kw", vital_kw, "kW", faults)
    if vital is not None and vital.shape not in ((), load.shape):
        faults.add(
            "vital_kw", f"shape {vital.shape}", f"a number, or a series as long as the load: {load.shape}"
        )
    elif vital is not None and not bool((vital <= load * (1.0 + ROUNDING_FRAC)).all()):
        got = f"{vital.min()} to {vital.max()} kW"
        faults.add("vital_kw", got, "between 0 and the load in every step")
    faults.refuse()
    assert vital is not None
    assert isinstance(day_h, int | float | np.number)
    whole = np.ascontiguousarray(np.broadcast_to(vital, load.shape))
    return Call(of_units, capacity, of_stores, load, whole, hour, float(day_h))


def _find_wrong_numbers(
    faults: Faults, step_h: object, samples: object, seed: object, day_h: object, ride_h: object
) -> None:
    if not is_number(step_h) or not 0.0 < step_h < math.inf:  # type: ignore[operator]
        faults.add("step_h", f"{step_h!r} h", "finite and above zero")
    elif not is_number(day_h) or not step_h <= day_h < math.inf:  # type: ignore[operator]
        faults.add("day_h", f"{day_h!r} h", f"at least a step ({step_h} h)")
    if not is_whole(samples) or not 1 <= samples <= MOST_SAMPLES:  # type: ignore[operator]
        faults.add("samples", repr(samples), f"a whole number from 1 to {MOST_SAMPLES}")
    if not is_whole(seed):
        faults.add("seed", repr(seed), "a whole number")
    if not is_number(ride_h) or not ride_h >= 0.0:  # type: ignore[operator]
        faults.add("ride_through_h", f"{ride_h!r} h", "not negative")


def _find_count(what: str, n: object, faults: Faults) -> None:
    if not is_whole(n) or not 0 <= n <= MOST_COMPONENTS:  # type: ignore[operator]
        faults.add(f"n of {what}", repr(n), f"a whole number from 0 to {MOST_COMPONENTS}")


def _find_failures(name: str, how: Failures, duration_h: float, step_h: float, faults: Faults) -> None:
    before = len(faults.found)
    find_faults(name, how, faults)
    if len(faults.found) == before:
        find_long_repair(name, how, duration_h, faults)
        find_short_clock(name, how, step_h, faults)


def _capacity_of(unit: Unit, n_steps: int, step_h: float, faults: Faults) -> float | NDArray[np.float64]:
    """Capacity of a unit as a number or a series of the load's length; notes what cannot be."""
    _find_failures(unit.name, unit.failures, n_steps * step_h, step_h, faults)
    _find_count(repr(unit.name), unit.n, faults)
    what = f"capacity_kw of {unit.name!r}"
    kw = numbers_of(what, unit.capacity_kw, "kW", faults)
    if kw is None:
        return 0.0
    if kw.ndim and kw.shape != (n_steps,):
        allowed = f"a number, or a series as long as the load: ({n_steps},)"
        faults.add(what, f"a series of shape {kw.shape}", allowed)
        return 0.0
    return kw if kw.ndim else float(kw)


def _find_store_faults(store: Store, duration_h: float, step_h: float, faults: Faults) -> None:
    """Note a store that cannot be, or that holds more than the series can draw from it."""
    _find_failures(store.name, store.failures, duration_h, step_h, faults)
    name, before = f"of store {store.name!r}", len(faults.found)
    _find_count(f"store {store.name!r}", store.n, faults)
    for what in ("power_kw", "energy_kwh"):
        value = getattr(store, what)
        if not is_number(value) or not 0.0 <= value <= MOST:
            faults.add(f"{what} {name}", repr(value), f"finite and not negative (at most {MOST:g})")
    for what in ("charge_efficiency", "discharge_efficiency"):
        value = getattr(store, what)
        if not is_number(value) or not 0.0 < value <= 1.0:
            faults.add(f"{what} {name}", repr(value), "above 0 and at most 1")
    if not is_number(store.initial_frac) or not 0.0 <= store.initial_frac <= 1.0:
        faults.add(f"initial_frac {name}", repr(store.initial_frac), "between 0 and 1")
    if len(faults.found) > before:
        return
    most_kwh = store.power_kw * duration_h / store.discharge_efficiency
    if store.energy_kwh > most_kwh * (1.0 + ROUNDING_FRAC):
        faults.add(
            f"energy_kwh {name}",
            f"{store.energy_kwh:g} kWh",
            f"at most {most_kwh:g} kWh, what {store.power_kw:g} kW can draw from it in the "
            f"{duration_h:g} h of the load: else its charge at the start decides; give a longer series",
        )


def _find_want(
    units: Sequence[Unit],
    capacity: Sequence[float | NDArray[np.float64]],
    stores: Sequence[Store],
    load: NDArray[np.float64],
    faults: Faults,
) -> None:
    """Note a load above everything that could ever serve it.

    A series counts with its highest value: a calm or dark hour is a shortfall to be told, not a wrong input.
    """
    supply = float(sum(s.n * s.power_kw for s in stores))
    supply += float(sum(unit.n * float(np.max(kw)) for unit, kw in zip(units, capacity, strict=True)))
    missing = load - supply
    worst = int(np.argmax(missing))
    rounding = ROUNDING_FRAC * float(load.max())
    if missing[worst] > rounding:
        faults.add(
            "load_kw",
            f"{load[worst]:g} kW in step {worst} ({int((missing > rounding).sum())} such steps)",
            f"at most what all units and stores can give together, {supply:g} kW there",
        )
