"""Many plants through many years at once, for a search: who goes short, for how long, and by how much.

The rules are those of :mod:`kilosol.grid.dispatch_step` with three thresholds by plant: a
level below which sheddable loads may not draw the battery, a level to which it is topped up before
deferrable work, and an optical depth at which a storm is called: from then on stores are filled first and
sheddable loads wait. The dust of the sol is what a base can see of the weather, and all that it is given.

The lanes of a vector (:mod:`kilosol.grid.vectors`) are plants in one year or years of one plant, whichever
fills them better; one loop serves both, and a plant in a year comes to the same whoever goes beside it.
Importing this module imports Numba.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kilosol.compiled import compiled
from kilosol.grid.dispatch_step import SHORTFALL_KW
from kilosol.grid.vectors import (
    LANES,
    above,
    align_stack,
    any_of,
    chosen,
    equal,
    least,
    load,
    most,
    of_step,
    side_by_side,
    store,
)

#: Rows of what is booked, as in ``kilosol.grid.sizing.case.BOOKED``.
N_BOOKED = 5


@compiled
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
    """Fill `booked` (years, 5, plants) as in :data:`kilosol.grid.sizing.case.BOOKED`.

    `station_kw`, `sun_kw_m2` (years, n); `tau` (years, sols), 24 steps each; `load_kw` (4, n); `lanes` (11,
    plants) as in ``sizing.case``. Stores begin each year full.
    """
    n_years, n_plants = station_kw.shape[0], lanes.shape[1]
    one, side = np.zeros((N_BOOKED, LANES)), np.empty((lanes.shape[0], LANES))
    # Energies inside the loop are in kW times steps, which saves a product at every turn.
    plants = lanes.copy()
    plants[1], plants[3], plants[6] = lanes[1] / step_hour, lanes[3] / step_hour, lanes[6] / step_hour
    most_backlog = backlog_kwh / step_hour
    if -(-n_plants // LANES) * n_years <= n_plants * -(-n_years // LANES):
        for first in range(0, n_plants, LANES):
            n = min(LANES, n_plants - first)
            # Lanes without a plant of their own run the first one again.
            for k in range(LANES):
                side[:, k] = plants[:, first + (k if k < n else 0)]
            for year in range(n_years):
                series = station_kw[year], sun_kw_m2[year], tau[year]
                _run_year(*series, load_kw, side, battery_frac, cells_frac, most_backlog, one)
                booked[year, :, first : first + n] = one[:, :n] * step_hour
    else:
        for first in range(0, n_years, LANES):
            n = min(LANES, n_years - first)
            stations, suns = side_by_side(station_kw, first, LANES), side_by_side(sun_kw_m2, first, LANES)
            dust = side_by_side(tau, first, LANES)
            for plant in range(n_plants):
                for k in range(LANES):
                    side[:, k] = plants[:, plant]
                _run_year(stations, suns, dust, load_kw, side, battery_frac, cells_frac, most_backlog, one)
                for k in range(n):
                    booked[first + k, :, plant] = one[:, k] * step_hour


@compiled
def _run_year(
    station_kw: NDArray[np.float64],
    sun_kw_m2: NDArray[np.float64],
    tau: NDArray[np.float64],
    load_kw: NDArray[np.float64],
    plants: NDArray[np.float64],
    battery_frac: float,
    cells_frac: float,
    most_backlog: float,
    booked: NDArray[np.float64],
) -> None:
    """One vector: series (n,) that all lanes share, or (n, LANES); fills `booked` (5, LANES)."""
    align_stack()
    area, battery_full, battery_kw = load(plants, 0), load(plants, LANES), load(plants, 2 * LANES)
    cells_full, cells_kw = load(plants, 3 * LANES), load(plants, 4 * LANES)
    electrolyser_kw, reserve_kw = load(plants, 5 * LANES), load(plants, 7 * LANES)
    floor, top_up = load(plants, 8 * LANES) * battery_full, load(plants, 9 * LANES) * battery_full
    alert_tau, per_battery, per_cells = load(plants, 10 * LANES), 1.0 / battery_frac, 1.0 / cells_frac
    battery, cells, reserve = battery_full, cells_full, load(plants, 6 * LANES)
    backlog, over, run = area * 0.0, area * 0.0, area * 0.0
    booked[:] = 0.0
    was_short = False
    for i in range(load_kw.shape[1]):
        essential, sheddable = load_kw[1, i], load_kw[3, i]
        firm, is_calm = load_kw[0, i] + essential, above(alert_tau, of_step(tau, i // 24))
        supply = area * of_step(sun_kw_m2, i) + of_step(station_kw, i)
        gap, left = most(firm - supply, 0.0), most(supply - firm, 0.0)
        free_kw = battery_kw
        if any_of(above(gap, 0.0)):
            from_battery = least(gap, least(battery_kw, battery))
            from_cells = least(gap - from_battery, least(cells_kw, cells))
            missed = gap - from_battery - from_cells
            free_kw = battery_kw - from_battery
            battery, cells = battery - from_battery, cells - from_cells
            is_short = any_of(above(missed, 0.0))
            if is_short or was_short:
                short_essential = least(missed, essential)
                from_reserve = least(missed - short_essential, least(reserve_kw, reserve))
                reserve = reserve - from_reserve
                run = _book(missed - short_essential - from_reserve, short_essential, run, booked)
            was_short = is_short
        elif was_short:
            run, was_short = run * 0.0, False
        # Before what can wait: the battery to its level, and in a storm all stores.
        level = chosen(is_calm, top_up, battery_full)
        into = most(least(left, least(battery_kw, (level - battery) * per_battery)), 0.0)
        battery = battery + into * battery_frac
        room = chosen(is_calm, 0.0, (cells_full - cells) * per_cells)
        into_cells = most(least(left - into, least(electrolyser_kw, room)), 0.0)
        cells = cells + into_cells * cells_frac
        want = backlog + load_kw[2, i]
        served = least(want, left - into - into_cells)
        overflow = most(want - served - most_backlog, 0.0)
        backlog = want - served - overflow
        over = over + overflow
        left = left - (into + into_cells + served)
        shed = chosen(is_calm, least(sheddable, left), 0.0)
        left = left - shed
        extra = most(least(sheddable - shed, least(free_kw, battery - floor)), 0.0)
        extra = chosen(is_calm, chosen(equal(into, 0.0), extra, 0.0), 0.0)
        battery = battery - extra
        more = most(least(left, least(battery_kw - into, (battery_full - battery) * per_battery)), 0.0)
        battery = battery + more * battery_frac
        most_in = least(electrolyser_kw - into_cells, (cells_full - cells) * per_cells)
        cells = cells + most(least(left - more, most_in), 0.0) * cells_frac
    store(booked, 2 * LANES, over)


@compiled
def _book(short_vital: float, short_essential: float, run: float, booked: NDArray[np.float64]) -> float:
    """Book what is short, vectors all: called only in steps in which some lane is, or has just been."""
    is_short = above(short_vital, SHORTFALL_KW)
    store(booked, 0, load(booked, 0) + short_vital)
    store(booked, LANES, load(booked, LANES) + short_essential)
    steps = chosen(above(short_essential, SHORTFALL_KW), 1.0, 0.0)
    store(booked, 3 * LANES, load(booked, 3 * LANES) + steps)
    run = chosen(is_short, run + 1.0, 0.0)
    store(booked, 4 * LANES, most(load(booked, 4 * LANES), run))
    return run
