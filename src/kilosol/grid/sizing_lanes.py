"""Many plants through many years at once, for a search: who goes short, for how long, and by how much.

The rules are those of :mod:`kilosol.grid.kernels` with three thresholds that a search may set by lane: a
level below which sheddable loads may not draw the battery, a level to which it is topped up before
deferrable work, and an optical depth at which a storm is called: from then on stores are filled first and
sheddable loads wait. The dust of the sol is what a base can see of the weather, and all that it is given.

A lane is a plant in a year, so that one plant in many years fills the registers as many plants in one year
do. What the lanes hold lies in one array at fixed places: the compiler sees that no two of them overlap and
needs neither checks nor copies. Importing this module imports Numba.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from kilosol.grid.kernels import FAST, SHORTFALL_KW

#: Lanes side by side: two registers of 512 bits, or four of 256.
WIDTH = 16

# Places of what a lane holds, in rows of the block.
_AREA, _BATTERY_KW, _CELLS_KW, _ELECTROLYSER_KW, _RESERVE_KW, _ALERT = (WIDTH * k for k in range(6))
_BATTERY_FULL, _CELLS_FULL, _FLOOR, _TOP_UP, _BATTERY, _CELLS = (WIDTH * k for k in range(6, 12))
_RESERVE, _BACKLOG, _RUN, _LONGEST, _VITAL, _ESSENTIAL = (WIDTH * k for k in range(12, 18))
_OVER, _STEPS, _SUPPLY, _CALM = (WIDTH * k for k in range(18, 22))
_ROWS = 22


@njit(cache=True, nogil=True, error_model="numpy", fastmath=FAST)
def run_lanes(
    station_kw: NDArray[np.float64],
    sun_kw_m2: NDArray[np.float64],
    tau: NDArray[np.float64],
    load_kw: NDArray[np.float64],
    step_hour: float,
    lanes: NDArray[np.float64],
    year_of: NDArray[np.int64],
    battery_frac: float,
    cells_frac: float,
    backlog_kwh: float,
    booked: NDArray[np.float64],
) -> None:
    """Fill `booked` (5, lanes) as in :data:`kilosol.grid.sizing_case.BOOKED`.

    `station_kw`, `sun_kw_m2` (years, n); `tau` (years, sols), 24 steps each; `load_kw` (4, n); `lanes`
    (11, a multiple of the width) as in ``sizing_case``, and the year of each. Stores begin full.
    """
    n = station_kw.shape[1]
    per_battery, per_cells, most_backlog = 1.0 / battery_frac, 1.0 / cells_frac, backlog_kwh / step_hour
    s = np.zeros(_ROWS * WIDTH)
    for first in range(0, lanes.shape[1], WIDTH):
        _begin(s, lanes, first, step_hour)
        for i in range(n):
            firm, essential = load_kw[0, i] + load_kw[1, i], load_kw[1, i]
            deferrable, sheddable = load_kw[2, i], load_kw[3, i]
            for k in range(WIDTH):
                year = year_of[first + k]
                s[_SUPPLY + k] = station_kw[year, i] + sun_kw_m2[year, i] * s[_AREA + k]
            if i % 24 == 0:
                for k in range(WIDTH):
                    s[_CALM + k] = 1.0 if tau[year_of[first + k], i // 24] < s[_ALERT + k] else 0.0
            for k in range(WIDTH):
                calm, supply, battery_kw = s[_CALM + k], s[_SUPPLY + k], s[_BATTERY_KW + k]
                battery_full, cells_full = s[_BATTERY_FULL + k], s[_CELLS_FULL + k]
                gap, left = max(firm - supply, 0.0), max(supply - firm, 0.0)
                from_battery = min(gap, battery_kw, s[_BATTERY + k])
                from_cells = min(gap - from_battery, s[_CELLS_KW + k], s[_CELLS + k])
                missed = gap - from_battery - from_cells
                short_essential = min(missed, essential)
                from_reserve = min(missed - short_essential, s[_RESERVE_KW + k], s[_RESERVE + k])
                short_vital = missed - short_essential - from_reserve
                held, held_cells = s[_BATTERY + k] - from_battery, s[_CELLS + k] - from_cells
                # Before what can wait: the battery to its level, and in a storm all stores.
                level = s[_TOP_UP + k] * calm + battery_full * (1.0 - calm)
                into = max(min(left, battery_kw, (level - held) * per_battery), 0.0)
                held += into * battery_frac
                room = (cells_full - held_cells) * per_cells * (1.0 - calm)
                into_cells = max(min(left - into, s[_ELECTROLYSER_KW + k], room), 0.0)
                held_cells += into_cells * cells_frac
                want = deferrable + s[_BACKLOG + k]
                served = min(want, left - into - into_cells)
                overflow = max(want - served - most_backlog, 0.0)
                s[_BACKLOG + k] = want - served - overflow
                left -= into + into_cells + served
                shed = min(sheddable, left) * calm
                left -= shed
                extra = max(min(sheddable - shed, battery_kw - from_battery, held - s[_FLOOR + k]), 0.0)
                extra = extra * calm if into == 0.0 else 0.0
                held -= extra
                more = max(min(left, battery_kw - into, (battery_full - held) * per_battery), 0.0)
                s[_BATTERY + k] = held + more * battery_frac
                most_in = min(s[_ELECTROLYSER_KW + k] - into_cells, (cells_full - held_cells) * per_cells)
                s[_CELLS + k] = held_cells + max(min(left - more, most_in), 0.0) * cells_frac
                s[_RESERVE + k] -= from_reserve
                s[_VITAL + k] += short_vital
                s[_ESSENTIAL + k] += short_essential
                s[_OVER + k] += overflow
                s[_STEPS + k] += 1.0 if short_essential > SHORTFALL_KW else 0.0
                run = (s[_RUN + k] + 1.0) * (1.0 if short_vital > SHORTFALL_KW else 0.0)
                s[_RUN + k] = run
                s[_LONGEST + k] = max(s[_LONGEST + k], run)
        for k in range(WIDTH):
            booked[0, first + k], booked[1, first + k] = s[_VITAL + k], s[_ESSENTIAL + k]
            booked[2, first + k], booked[3, first + k] = s[_OVER + k], s[_STEPS + k]
            booked[4, first + k] = s[_LONGEST + k]
    booked *= step_hour


@njit(cache=True, nogil=True)
def _begin(s: NDArray[np.float64], lanes: NDArray[np.float64], first: int, step_hour: float) -> None:
    """A block of lanes at the start of its years: stores full, nothing booked."""
    s[:] = 0.0
    for k in range(WIDTH):
        lane = lanes[:, first + k]
        battery_full, cells_full = lane[1] / step_hour, lane[3] / step_hour
        s[_AREA + k], s[_ALERT + k] = lane[0], lane[10]
        s[_BATTERY_KW + k], s[_CELLS_KW + k] = lane[2], lane[4]
        s[_ELECTROLYSER_KW + k], s[_RESERVE_KW + k] = lane[5], lane[7]
        s[_BATTERY_FULL + k], s[_CELLS_FULL + k] = battery_full, cells_full
        s[_FLOOR + k], s[_TOP_UP + k] = lane[8] * battery_full, lane[9] * battery_full
        s[_BATTERY + k], s[_CELLS + k], s[_RESERVE + k] = battery_full, cells_full, lane[6] / step_hour
