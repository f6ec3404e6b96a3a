"""Hourly dispatch of a microgrid by priority, without foresight.

In every step the vital and essential loads are served first, from generation, then the battery, then the
fuel cells; vital loads alone may burn a reserve of propellant when all else fails. What generation is left
over tops the battery up to its reserve, serves deferrable loads (with their backlog), serves sheddable
loads, fills the battery, then the fuel cells; the rest is curtailed. Sheddable loads may also draw on the
part of the battery above its reserve. A deferrable load that is not served goes into a backlog that later
surplus works off, however fast; what overflows the backlog counts as unserved, what still waits in it at
the end of the year does not.

Energy is conserved step by step: generation + discharge = served + charge + curtailed. Losses are booked
on charging (round-trip efficiency), so stored energy is what can be drawn.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kilosol.data import table
from kilosol.errors import OutOfRange
from kilosol.grid.microgrid import STEPS_A_SOL, TRACE, DispatchRules, common_rules, ratings_array, rules_array
from kilosol.grid.plant import Plant, StorageTechnology

#: Load classes in the order in which they are served.
LOAD_CLASSES = ("vital", "essential", "deferrable", "sheddable")

#: What sums and differences of outputs may leave below zero [kW].
ROUNDING_KW = 1e-9

#: Sizes of a plant's stores and their converters.
STORE_SIZES = (
    "battery_kwh",
    "battery_kw",
    "fuel_cell_kwh",
    "fuel_cell_kw",
    "electrolyser_kw",
    "reserve_kwh",
    "reserve_kw",
)


@dataclass(frozen=True, slots=True)
class Dispatch:
    """What a plant did over one Mars year.

    Parameters
    ----------
    unserved_kwh : (4,) [kWh]
        Energy not served, by load class.
    short_hour : (4,) [h]
        Hours with any shortfall, by load class; for deferrable loads, hours of overflowing backlog.
    longest_vital_hour : float [h]
        Longest unbroken shortfall of vital loads.
    curtailed_kwh : float [kWh]
        Generation that nothing could use.
    trace : (16, n) or (16, 0)
        Rows as in :data:`kilosol.grid.microgrid.TRACE`; empty unless asked for.
    """

    unserved_kwh: NDArray[np.float64]
    short_hour: NDArray[np.float64]
    longest_vital_hour: float
    curtailed_kwh: float
    trace: NDArray[np.float64]

    def row(self, name: str) -> NDArray[np.float64]:
        """One row of the trace, shape (n,), by its name."""
        return np.asarray(self.trace[TRACE.index(name)])


def dispatch_year(
    plant: Plant,
    storage: StorageTechnology,
    fission_kw: NDArray[np.float64],
    solar_kw: NDArray[np.float64],
    load_kw: NDArray[np.float64],
    *,
    step_hour: float,
    backlog_hour: float | None = None,
    trace: bool = False,
) -> Dispatch:
    """Run a plant through a series of steps.

    Parameters
    ----------
    plant : Plant
        Sizes of the stores; generation comes in as series.
    storage : StorageTechnology
        Efficiencies and reserve.
    fission_kw : (n,) [kW]
        Net output of all fission units, outages taken out.
    solar_kw : (n,) [kW]
        Net output of the arrays.
    load_kw : (4, n) [kW]
        Demand by class, in the order of :data:`LOAD_CLASSES`.
    step_hour : float [h]
        Length of a step in hours of 3600 s.
    backlog_hour : float or None [h]
        Deferrable demand that may wait, in hours of its mean; None takes the cited assumption.
    trace : bool
        Whether to keep every step.

    Returns
    -------
    Dispatch

    Raises
    ------
    OutOfRange
        If the series differ in length, are empty, hold a value that is negative or not finite, or if the
        step or an efficiency cannot be.

    Examples
    --------
    >>> load = np.ones((4, 24)) * 2.0
    >>> year = dispatch_year(Plant(), StorageTechnology(0.9, 0.5), np.full(24, 5.0), np.zeros(24), load,
    ...                      step_hour=1.0)
    >>> year.unserved_kwh.round(1).tolist()
    [0.0, 0.0, 0.0, 48.0]
    """
    n = fission_kw.shape[0]
    if n == 0 or solar_kw.shape != (n,) or load_kw.shape != (4, n):
        raise OutOfRange("load_kw", f"shape {load_kw.shape}", f"of shape (4, {n}), as long as the generation")
    for name, series in (("fission_kw", fission_kw), ("solar_kw", solar_kw), ("load_kw", load_kw)):
        _refuse_negative(name, series)
    check_storage(plant, storage, step_hour)
    if backlog_hour is None:
        backlog_hour = table("grid/reliability").number("backlog_hour")
    from kilosol.grid import dispatch_step as d

    rules = DispatchRules(
        storage.battery_round_trip_frac,
        storage.fuel_cell_round_trip_frac,
        storage.reserve_frac,
        backlog_hour=backlog_hour,
    )
    s, ratings = np.zeros(d.STATE), ratings_array(plant, step_hour)
    # Generation comes in as series: of the station as what is given, of the array by one unit of light.
    s[d.STATION_KW : d.RESERVE_KW + 1] = [0.0, 1.0, *ratings[2:6]]
    s[d.RESERVE], s[d.BATTERY], s[d.CELLS] = ratings[6:]
    rows = np.zeros((len(TRACE), n)) if trace else None
    nothing = [None] * 7
    d.advance(
        0, n, s, common_rules(rules, load_kw, step_hour),
        np.array(rules_array(plant, rules, step_hour)),
        # Seen step by step without being copied, which would take longer than the loop.
        np.ascontiguousarray(load_kw, dtype=np.float64).T, np.ascontiguousarray(solar_kw, dtype=np.float64),
        np.zeros(n // STEPS_A_SOL + 1), np.ascontiguousarray(fission_kw, dtype=np.float64), 1.0, False,
        *nothing, 1.0, 1.0, rows,
    )  # fmt: skip
    s *= step_hour
    if rows is not None:
        rows[[k for k, name in enumerate(TRACE) if name.endswith("_kwh")]] *= step_hour
    return Dispatch(
        unserved_kwh=s[[d.VITAL, d.ESSENTIAL, d.LOST, d.SHED]],
        short_hour=s[[d.VITAL_STEPS, d.ESSENTIAL_STEPS, d.LOST_STEPS, d.SHED_STEPS]],
        longest_vital_hour=float(s[d.LONGEST]),
        curtailed_kwh=float(s[d.CURTAILED]),
        trace=np.zeros((len(TRACE), 0)) if rows is None else rows,
    )


def storage_margin_hour(year: Dispatch, load_kw: NDArray[np.float64]) -> NDArray[np.float64]:
    """Hours that the stores alone would carry the loads, at the worst hour of the year.

    Parameters
    ----------
    year : Dispatch
        A run with its trace.
    load_kw : (4, n) [kW]
        The demand it met.

    Returns
    -------
    (4,) [h]
        By class: if all generation stopped at the hour when it hurts most, how long the energy then in
        store carries this class and all before it at their mean demand. The propellant reserve counts
        for vital loads only. What converters can deliver is not looked at.

    Raises
    ------
    OutOfRange
        If the run kept no trace.

    Examples
    --------
    >>> load = np.ones((4, 48))
    >>> plant = Plant(battery_kwh=10.0, battery_kw=10.0)
    >>> run = dispatch_year(plant, StorageTechnology(0.9, 0.5), np.full(48, 9.0), np.zeros(48), load,
    ...                     step_hour=1.0, trace=True)
    >>> storage_margin_hour(run, load).round(2).tolist()
    [10.0, 5.0, 3.33, 2.5]
    """
    if year.trace.shape[1] == 0:
        raise OutOfRange("year", "a run without steps", "a run with its trace")
    store = year.row("battery_kwh") + year.row("fuel_cell_kwh")
    stored = np.full(4, float(store.min()))
    stored[0] = float((store + year.row("reserve_kwh")).min())
    carried = np.cumsum(load_kw.mean(axis=1))
    return np.asarray(np.divide(stored, carried, out=np.full(4, np.inf), where=carried > 0.0))


def _refuse_negative(name: str, series: NDArray[np.float64]) -> None:
    # The compiled loop is told that no value is NaN or infinite, so this is the place to see to it.
    lowest, highest = float(series.min()), float(series.max())
    if not (lowest >= -ROUNDING_KW and math.isfinite(highest)):
        raise OutOfRange(name, lowest if math.isfinite(highest) else highest, "finite and not negative")


def check_storage(plant: Plant, storage: StorageTechnology, step_hour: float) -> None:
    """Refuse sizes, efficiencies and steps that cannot be.

    Parameters
    ----------
    plant, storage
    step_hour : float [h]

    Raises
    ------
    OutOfRange
    """
    if not 0.0 < step_hour < math.inf:
        raise OutOfRange("step_hour", step_hour, "above zero")
    for name in ("battery_round_trip_frac", "fuel_cell_round_trip_frac"):
        if not 0.0 < getattr(storage, name) <= 1.0:
            raise OutOfRange(name, getattr(storage, name), "above 0 and at most 1")
    if not 0.0 <= storage.reserve_frac <= 1.0:
        raise OutOfRange("reserve_frac", storage.reserve_frac, "between 0 and 1")
    for name in STORE_SIZES:
        if not 0.0 <= getattr(plant, name) < math.inf:
            raise OutOfRange(name, getattr(plant, name), "finite and not negative")
