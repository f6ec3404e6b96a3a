"""Hourly dispatch of a microgrid by priority, without foresight.

In every step the vital and essential loads are served first, from generation, then the battery, then the
fuel cells; vital loads alone may burn a reserve of propellant when all else fails. What generation is left
over tops the battery up to its reserve, serves deferrable loads (with their backlog), serves sheddable
loads, fills the battery, then the fuel cells; the rest is curtailed. Sheddable loads may also draw on the
part of the battery above its reserve. A deferrable load that is not served goes into a backlog that later
surplus works off; what overflows the backlog counts as unserved.

Energy is conserved step by step: generation + discharge = served + charge + curtailed. Losses are booked
on charging (round-trip efficiency), so stored energy is what can be drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kilosol.errors import OutOfRange
from kilosol.grid.plant import Plant, StorageTechnology

if TYPE_CHECKING:
    from collections.abc import Callable

#: Load classes in the order in which they are served.
LOAD_CLASSES = ("vital", "essential", "deferrable", "sheddable")

#: Rows of a trace, in order.
TRACE = (
    "generation_kw",
    "served_vital_kw",
    "served_essential_kw",
    "served_deferrable_kw",
    "served_sheddable_kw",
    "unserved_vital_kw",
    "unserved_essential_kw",
    "battery_kwh",
    "fuel_cell_kwh",
    "curtailed_kw",
    "charge_kw",
    "discharge_kw",
    "reserve_kwh",
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
    longest_hour : (4,) [h]
        Longest unbroken shortfall, by load class.
    curtailed_kwh : float [kWh]
        Generation that nothing could use.
    trace : (13, n) or (13, 0)
        Rows as in :data:`TRACE`; empty unless asked for.
    """

    unserved_kwh: NDArray[np.float64]
    short_hour: NDArray[np.float64]
    longest_hour: NDArray[np.float64]
    curtailed_kwh: float
    trace: NDArray[np.float64]

    def row(self, name: str) -> NDArray[np.float64]:
        """One row of the trace, shape (n,), by its name in :data:`TRACE`."""
        return np.asarray(self.trace[TRACE.index(name)])


def dispatch_year(
    plant: Plant,
    storage: StorageTechnology,
    fission_kw: NDArray[np.float64],
    solar_kw: NDArray[np.float64],
    load_kw: NDArray[np.float64],
    *,
    step_hour: float,
    backlog_hour: float = 72.0,
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
    backlog_hour : float [h]
        Deferrable demand that may wait, in hours of its mean.
    trace : bool
        Whether to keep every step.

    Returns
    -------
    Dispatch

    Raises
    ------
    OutOfRange
        If the series differ in length, or a demand is negative.

    Examples
    --------
    >>> load = np.ones((4, 24)) * 2.0
    >>> year = dispatch_year(Plant(), StorageTechnology(0.9, 0.5), np.full(24, 5.0), np.zeros(24), load,
    ...                      step_hour=1.0)
    >>> year.unserved_kwh.round(1).tolist()
    [0.0, 0.0, 0.0, 48.0]
    """
    n = fission_kw.shape[0]
    if solar_kw.shape != (n,) or load_kw.shape != (4, n):
        raise OutOfRange("load_kw", f"shape {load_kw.shape}", f"of shape (4, {n}), as long as the generation")
    if float(load_kw.min()) < 0.0:
        raise OutOfRange("load_kw", float(load_kw.min()), "not negative")
    totals = np.zeros((3, 4))
    rows = np.zeros((len(TRACE), n if trace else 0))
    curtailed = kernel()(
        np.ascontiguousarray(fission_kw),
        np.ascontiguousarray(solar_kw),
        np.ascontiguousarray(load_kw),
        step_hour,
        plant.battery_kwh,
        plant.battery_kw,
        plant.fuel_cell_kwh,
        plant.fuel_cell_kw,
        plant.electrolyser_kw,
        plant.reserve_kwh,
        plant.reserve_kw,
        storage.battery_round_trip_frac,
        storage.fuel_cell_round_trip_frac,
        storage.reserve_frac,
        backlog_hour * float(load_kw[2].mean()),
        totals,
        rows,
    )
    return Dispatch(totals[0], totals[1], totals[2], float(curtailed), rows)


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
        for vital loads only.

    Examples
    --------
    >>> load = np.ones((4, 48))
    >>> plant = Plant(battery_kwh=10.0, battery_kw=10.0)
    >>> run = dispatch_year(plant, StorageTechnology(0.9, 0.5), np.full(48, 9.0), np.zeros(48), load,
    ...                     step_hour=1.0, trace=True)
    >>> storage_margin_hour(run, load).round(2).tolist()
    [10.0, 5.0, 3.33, 2.5]
    """
    store = year.row("battery_kwh") + year.row("fuel_cell_kwh")
    stored = np.full(4, float(store.min()))
    stored[0] = float((store + year.row("reserve_kwh")).min())
    carried = np.cumsum(load_kw.mean(axis=1))
    return np.asarray(np.divide(stored, carried, out=np.full(4, np.inf), where=carried > 0.0))


def kernel() -> Callable[..., float]:
    """The compiled dispatch loop; Numba is imported and the loop compiled at first use, then cached."""
    from kilosol.grid.kernels import dispatch_loop

    return dispatch_loop  # type: ignore[no-any-return]
