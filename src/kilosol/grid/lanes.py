"""Many plants through one year at once: the dispatch loop of :mod:`kilosol.grid.kernels`, lane by lane.

A search asks of each trial plant only how much energy it leaves unserved. The inner loop runs over plants
and has no branch, so the compiler makes vector instructions of it; a test holds it equal to the plain loop.
Importing this module imports Numba.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from kilosol.grid.kernels import FAST

#: Rows of the sizes of the lanes.
SIZES = (
    "solar_m2",
    "battery_kwh",
    "battery_kw",
    "fuel_cell_kwh",
    "fuel_cell_kw",
    "electrolyser_kw",
    "reserve_kwh",
    "reserve_kw",
)


@njit(cache=True, nogil=True, error_model="numpy", fastmath=FAST)
def unserved_lanes(
    station_kw: NDArray[np.float64],
    solar_kw_m2: NDArray[np.float64],
    load_kw: NDArray[np.float64],
    step_hour: float,
    sizes: NDArray[np.float64],
    battery_frac: float,
    fuel_cell_frac: float,
    reserve_frac: float,
    backlog_kwh: float,
    unserved_kwh: NDArray[np.float64],
) -> None:
    """Unserved energy of many plants; `sizes` (8, lanes) as in :data:`SIZES`, `unserved_kwh` (2, lanes).

    The first row counts vital and essential loads together, the second what overflows the backlog of
    deferrable ones.
    """
    n_lanes = sizes.shape[1]
    area = sizes[0]
    battery_full, cells_full = sizes[1] / step_hour, sizes[3] / step_hour
    battery_kw, cells_kw, electrolyser_kw, reserve_kw = sizes[2], sizes[4], sizes[5], sizes[7]
    kept, most_backlog = reserve_frac * battery_full, backlog_kwh / step_hour
    per_battery, per_cells = 1.0 / battery_frac, 1.0 / fuel_cell_frac
    battery, cells, reserve = battery_full.copy(), cells_full.copy(), sizes[6] / step_hour
    backlog, short, over = np.zeros(n_lanes), np.zeros(n_lanes), np.zeros(n_lanes)
    for i in range(station_kw.shape[0]):
        vital, essential, deferrable = load_kw[0, i], load_kw[1, i], load_kw[2, i]
        sheddable, station, sun = load_kw[3, i], station_kw[i], solar_kw_m2[i]
        firm = vital + essential
        for k in range(n_lanes):
            supply = station + sun * area[k]
            gap = max(firm - supply, 0.0)
            left = max(supply - firm, 0.0)
            from_battery = min(gap, battery_kw[k], battery[k])
            from_cells = min(gap - from_battery, cells_kw[k], cells[k])
            missed = gap - from_battery - from_cells
            from_reserve = min(max(missed - essential, 0.0), reserve_kw[k], reserve[k])
            held = battery[k] - from_battery
            into = max(min(left, battery_kw[k], (kept[k] - held) * per_battery), 0.0)
            held += into * battery_frac
            want = deferrable + backlog[k]
            served = min(want, left - into)
            overflow = max(want - served - most_backlog, 0.0)
            backlog[k] = want - served - overflow
            left -= into + served
            shed = min(sheddable, left)
            left -= shed
            # Where the reserve of the battery was just topped up, its surplus is nothing anyway.
            extra = max(min(sheddable - shed, battery_kw[k] - from_battery, held - kept[k]), 0.0)
            extra = extra if into == 0.0 else 0.0
            held -= extra
            more = max(min(left, battery_kw[k] - into, (battery_full[k] - held) * per_battery), 0.0)
            battery[k] = held + more * battery_frac
            kept_cells = cells[k] - from_cells
            room = (cells_full[k] - kept_cells) * per_cells
            cells[k] = kept_cells + max(min(left - more, electrolyser_kw[k], room), 0.0) * fuel_cell_frac
            reserve[k] -= from_reserve
            short[k] += missed - from_reserve
            over[k] += overflow
    for k in range(n_lanes):
        unserved_kwh[0, k] = short[k] * step_hour
        unserved_kwh[1, k] = over[k] * step_hour
