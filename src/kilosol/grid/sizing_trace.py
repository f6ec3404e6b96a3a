"""One plant under the rules of the sizing, every step kept: what a figure shows and a test reads.

The rules are those of :mod:`kilosol.grid.sizing_lanes`, which runs many plants and keeps only sums; a test
holds the two equal. Importing this module imports Numba: reach it through :func:`trace_trial`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kilosol.compiled import compiled
from kilosol.grid.dispatch_step import FAST


@compiled(fastmath=FAST)
def trace_years(
    station_kw: NDArray[np.float64],
    sun_kw_m2: NDArray[np.float64],
    tau: NDArray[np.float64],
    load_kw: NDArray[np.float64],
    step_hour: float,
    sizes: NDArray[np.float64],
    battery_frac: float,
    cells_frac: float,
    backlog_kwh: float,
    rows: NDArray[np.float64],
) -> None:
    """Fill `rows` (years, 14, n) as in :data:`kilosol.grid.sizing.case.TRACED`; `sizes` is one lane."""
    area, battery_kw, cells_kw, electrolyser_kw = sizes[0], sizes[2], sizes[4], sizes[5]
    reserve_kw, alert_tau = sizes[7], sizes[10]
    battery_full, cells_full = sizes[1] / step_hour, sizes[3] / step_hour
    floor, top_up, most_backlog = sizes[8] * battery_full, sizes[9] * battery_full, backlog_kwh / step_hour
    for year in range(station_kw.shape[0]):
        battery, cells, reserve, backlog = battery_full, cells_full, sizes[6] / step_hour, 0.0
        row = rows[year]
        for i in range(station_kw.shape[1]):
            vital, essential, deferrable, sheddable = (
                load_kw[0, i],
                load_kw[1, i],
                load_kw[2, i],
                load_kw[3, i],
            )
            is_calm, firm = tau[year, i // 24] < alert_tau, vital + essential
            supply = station_kw[year, i] + sun_kw_m2[year, i] * area
            gap, left = max(firm - supply, 0.0), max(supply - firm, 0.0)
            # Vital and essential loads: generation, battery, fuel cells; the reserve for vital ones alone.
            from_battery = min(gap, battery_kw, battery)
            from_cells = min(gap - from_battery, cells_kw, cells)
            missed = gap - from_battery - from_cells
            short_essential = min(missed, essential)
            from_reserve = min(missed - short_essential, reserve_kw, reserve)
            short_vital = missed - short_essential - from_reserve
            battery, cells, reserve = battery - from_battery, cells - from_cells, reserve - from_reserve
            # Before what can wait: the battery to its level, and in a storm all stores.
            level = top_up if is_calm else battery_full
            into = max(min(left, battery_kw, (level - battery) / battery_frac), 0.0)
            battery += into * battery_frac
            into_cells = 0.0
            if not is_calm:
                into_cells = max(min(left - into, electrolyser_kw, (cells_full - cells) / cells_frac), 0.0)
                cells += into_cells * cells_frac
            want = deferrable + backlog
            served = min(want, left - into - into_cells)
            overflow = max(want - served - most_backlog, 0.0)
            backlog = want - served - overflow
            left -= into + into_cells + served
            shed = min(sheddable, left) if is_calm else 0.0
            left -= shed
            extra = 0.0
            if is_calm and into == 0.0:
                extra = max(min(sheddable - shed, battery_kw - from_battery, battery - floor), 0.0)
                battery -= extra
            more = max(min(left, battery_kw - into, (battery_full - battery) / battery_frac), 0.0)
            battery += more * battery_frac
            most_in = min(electrolyser_kw - into_cells, (cells_full - cells) / cells_frac)
            last = max(min(left - more, most_in), 0.0)
            cells += last * cells_frac
            row[0, i], row[1, i], row[2, i] = supply, vital - short_vital, essential - short_essential
            row[3, i], row[4, i] = served, shed + extra
            row[5, i], row[6, i], row[7, i] = short_vital, short_essential, overflow
            row[8, i], row[9, i] = battery * step_hour, cells * step_hour
            row[10, i], row[11, i] = reserve * step_hour, left - more - last
            row[12, i] = into + into_cells + more + last
            row[13, i] = from_battery + from_cells + from_reserve + extra
