"""Compiled loops of the grid. Importing this module imports Numba: reach it through its callers."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

#: Power short by less than this is rounding, not a shortfall [kW].
SHORTFALL_KW = 1e-6


@njit(cache=True, nogil=True)
def dispatch_loop(
    fission_kw: NDArray[np.float64],
    solar_kw: NDArray[np.float64],
    load_kw: NDArray[np.float64],
    step_hour: float,
    battery_kwh: float,
    battery_kw: float,
    fuel_cell_kwh: float,
    fuel_cell_kw: float,
    electrolyser_kw: float,
    battery_frac: float,
    fuel_cell_frac: float,
    reserve_frac: float,
    backlog_kwh: float,
    totals: NDArray[np.float64],
    rows: NDArray[np.float64],
) -> float:
    """Dispatch every step; fills `totals` (3, 4) and, where it has columns, `rows` (12, n).

    Returns the curtailed energy [kWh]. The stores begin full, as a base that is handed over to a crew.
    """
    battery = battery_kwh
    cells = fuel_cell_kwh
    backlog = 0.0
    curtailed = 0.0
    run = np.zeros(4)
    # Every entry of both is set in every step; allocating them there would cost more than the dispatch.
    short = np.zeros(4)
    served = np.zeros(4)
    keep = rows.shape[1] > 0
    for i in range(fission_kw.shape[0]):
        supply = fission_kw[i] + solar_kw[i]
        left = supply
        charge = 0.0
        discharge = 0.0
        # Vital and essential loads: generation, then battery, then fuel cells.
        for c in range(2):
            need = load_kw[c, i]
            take = min(need, left)
            left -= take
            got = take
            draw = min(need - got, battery_kw - discharge, battery / step_hour)
            if draw > 0.0:
                battery -= draw * step_hour
                discharge += draw
                got += draw
            served[c] = got
            short[c] = need - got
        cells_out = 0.0
        for c in range(2):
            if short[c] > 0.0:
                draw = min(short[c], fuel_cell_kw - cells_out, cells / step_hour)
                if draw > 0.0:
                    cells -= draw * step_hour
                    cells_out += draw
                    served[c] += draw
                    short[c] -= draw
        discharged = discharge + cells_out
        # The battery's reserve comes before anything that can wait.
        room = (reserve_frac * battery_kwh - battery) / (battery_frac * step_hour)
        put = min(left, battery_kw, room)
        if put > 0.0:
            battery += put * battery_frac * step_hour
            left -= put
            charge += put
        battery_in = max(put, 0.0)
        # Deferrable: this step's demand and what has waited.
        want = load_kw[2, i] + backlog / step_hour
        take = min(want, left)
        left -= take
        served[2] = take
        backlog = (want - take) * step_hour
        short[2] = 0.0
        if backlog > backlog_kwh:
            short[2] = (backlog - backlog_kwh) / step_hour
            backlog = backlog_kwh
        # Sheddable: generation, then the battery above its reserve.
        need = load_kw[3, i]
        take = min(need, left)
        left -= take
        draw = min(need - take, battery_kw - discharge, (battery - reserve_frac * battery_kwh) / step_hour)
        if draw > 0.0 and battery_in == 0.0:
            battery -= draw * step_hour
            discharged += draw
            take += draw
        served[3] = take
        short[3] = need - take
        # What is left fills the stores.
        put = min(left, battery_kw - battery_in, (battery_kwh - battery) / (battery_frac * step_hour))
        if put > 0.0:
            battery += put * battery_frac * step_hour
            left -= put
            charge += put
        put = min(left, electrolyser_kw, (fuel_cell_kwh - cells) / (fuel_cell_frac * step_hour))
        if put > 0.0:
            cells += put * fuel_cell_frac * step_hour
            left -= put
            charge += put
        curtailed += left * step_hour
        for c in range(4):
            if short[c] > SHORTFALL_KW:
                totals[0, c] += short[c] * step_hour
                totals[1, c] += step_hour
                run[c] += step_hour
                totals[2, c] = max(totals[2, c], run[c])
            else:
                run[c] = 0.0
        if keep:
            rows[0, i] = supply
            for c in range(4):
                rows[1 + c, i] = served[c]
            rows[5, i] = short[0]
            rows[6, i] = short[1]
            rows[7, i] = battery
            rows[8, i] = cells
            rows[9, i] = left
            rows[10, i] = charge
            rows[11, i] = discharged
    return curtailed


@njit(cache=True, nogil=True)
def take_out(
    starts_hour: NDArray[np.float64],
    ends_hour: NDArray[np.float64],
    unit_kw: float,
    step_hour: float,
    output_kw: NDArray[np.float64],
) -> None:
    """Take outages of identical units out of `output_kw` (n,), which comes in with every unit up.

    Outage k of unit u lasts from ``starts_hour[u, k]`` to ``ends_hour[u, k]``; unused entries are inf. A
    step that an outage covers in part loses that part of the unit's energy.
    """
    n = output_kw.shape[0]
    for u in range(starts_hour.shape[0]):
        for k in range(starts_hour.shape[1]):
            start = max(starts_hour[u, k], 0.0)
            end = min(ends_hour[u, k], n * step_hour)
            if start < end:
                first = int(start / step_hour)
                last = min(int(end / step_hour), n - 1)
                for i in range(first, last + 1):
                    covered = min(end, (i + 1) * step_hour) - max(start, i * step_hour)
                    output_kw[i] -= unit_kw * max(covered, 0.0) / step_hour
