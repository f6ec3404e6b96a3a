"""Many plants through many years at once, for a search: who goes short, for how long, and by how much.

The rules are those of :mod:`kilosol.grid.kernels` with three thresholds that a search may set by lane: a
level below which sheddable loads may not draw the battery, a level to which it is topped up before
deferrable work, and an optical depth at which a storm is called: from then on stores are filled first and
sheddable loads wait. The dust of the sol is what a base can see of the weather, and all that it is given.
Importing this module imports Numba.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from kilosol.grid.kernels import FAST, SHORTFALL_KW


@njit(cache=True, nogil=True, error_model="numpy", fastmath=FAST)
def run_years(
    station_kw: NDArray[np.float64],
    sun_kw_m2: NDArray[np.float64],
    tau: NDArray[np.float64],
    load_kw: NDArray[np.float64],
    step_hour: float,
    lanes: NDArray[np.float64],
    battery_frac: float,
    cells_frac: float,
    backlog_kwh: float,
    booked: NDArray[np.float64],
) -> None:
    """Fill `booked` (years, 5, lanes) as in :data:`kilosol.grid.sizing_case.BOOKED`.

    `station_kw`, `sun_kw_m2` (years, n); `tau` (years, sols), 24 steps each; `load_kw` (4, n); `lanes` as in
    in ``sizing_case``. Stores begin each year full.
    """
    n_lanes, n = lanes.shape[1], station_kw.shape[1]
    area, battery_kw, cells_kw, electrolyser_kw = lanes[0], lanes[2], lanes[4], lanes[5]
    reserve_kw, alert_tau = lanes[7], lanes[10]
    battery_full, cells_full = lanes[1] / step_hour, lanes[3] / step_hour
    floor, top_up = lanes[8] * battery_full, lanes[9] * battery_full
    per_battery, per_cells, most_backlog = 1.0 / battery_frac, 1.0 / cells_frac, backlog_kwh / step_hour
    for year in range(station_kw.shape[0]):
        battery, cells, reserve = battery_full.copy(), cells_full.copy(), lanes[6] / step_hour
        backlog, run, longest = np.zeros(n_lanes), np.zeros(n_lanes), np.zeros(n_lanes)
        short_now, vital_missed, essential_missed = np.zeros(n_lanes), np.zeros(n_lanes), np.zeros(n_lanes)
        over, essential_steps = np.zeros(n_lanes), np.zeros(n_lanes)
        for i in range(n):
            vital, essential, deferrable = load_kw[0, i], load_kw[1, i], load_kw[2, i]
            sheddable, station, sun = load_kw[3, i], station_kw[year, i], sun_kw_m2[year, i]
            dust, firm = tau[year, i // 24], vital + essential
            for k in range(n_lanes):
                calm = 1.0 if dust < alert_tau[k] else 0.0
                supply = station + sun * area[k]
                gap, left = max(firm - supply, 0.0), max(supply - firm, 0.0)
                from_battery = min(gap, battery_kw[k], battery[k])
                from_cells = min(gap - from_battery, cells_kw[k], cells[k])
                missed = gap - from_battery - from_cells
                short_essential = min(missed, essential)
                from_reserve = min(missed - short_essential, reserve_kw[k], reserve[k])
                short_vital = missed - short_essential - from_reserve
                held, held_cells = battery[k] - from_battery, cells[k] - from_cells
                # Before what can wait: the battery to its level, and in a storm all stores.
                level = top_up[k] * calm + battery_full[k] * (1.0 - calm)
                into = max(min(left, battery_kw[k], (level - held) * per_battery), 0.0)
                held += into * battery_frac
                room = (cells_full[k] - held_cells) * per_cells * (1.0 - calm)
                into_cells = max(min(left - into, electrolyser_kw[k], room), 0.0)
                held_cells += into_cells * cells_frac
                want = deferrable + backlog[k]
                served = min(want, left - into - into_cells)
                overflow = max(want - served - most_backlog, 0.0)
                backlog[k] = want - served - overflow
                left -= into + into_cells + served
                shed = min(sheddable, left) * calm
                left -= shed
                extra = max(min(sheddable - shed, battery_kw[k] - from_battery, held - floor[k]), 0.0)
                extra = extra * calm if into == 0.0 else 0.0
                held -= extra
                more = max(min(left, battery_kw[k] - into, (battery_full[k] - held) * per_battery), 0.0)
                battery[k] = held + more * battery_frac
                most_in = min(electrolyser_kw[k] - into_cells, (cells_full[k] - held_cells) * per_cells)
                cells[k] = held_cells + max(min(left - more, most_in), 0.0) * cells_frac
                reserve[k] -= from_reserve
                vital_missed[k] += short_vital
                essential_missed[k] += short_essential
                over[k] += overflow
                essential_steps[k] += 1.0 if short_essential > SHORTFALL_KW else 0.0
                short_now[k] = short_vital
            # Apart: more arrays in the loop above cost it its vectors, two thirds of its speed.
            for k in range(n_lanes):
                run[k] = (run[k] + 1.0) * (1.0 if short_now[k] > SHORTFALL_KW else 0.0)
                longest[k] = max(longest[k], run[k])
        booked[year, 0], booked[year, 1] = vital_missed * step_hour, essential_missed * step_hour
        booked[year, 2], booked[year, 3] = over * step_hour, essential_steps * step_hour
        booked[year, 4] = longest * step_hour
