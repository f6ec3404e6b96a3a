"""Compiled loops of the grid. Importing this module imports Numba: reach it through its callers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kilosol.compiled import compiled

#: Power short by less than this is rounding, not a shortfall [kW].
SHORTFALL_KW = 1e-6

#: Liberties of the compiler: callers see to it that nothing is NaN or infinite.
FAST = {"nnan", "ninf", "nsz"}


@compiled
def _count(so_far: tuple[float, float, float, float], short_kw: float) -> tuple[float, float, float, float]:
    """Book a step of one class: energy, steps short, longest run, current run.

    Plain numbers, not arrays: they stay in registers, which makes the loop four times as fast.
    """
    energy, steps, longest, run = so_far
    if short_kw > SHORTFALL_KW:
        return energy + short_kw, steps + 1.0, max(longest, run + 1.0), run + 1.0
    return energy, steps, longest, 0.0


@compiled(fastmath=FAST)
def _serve_firm(
    gap: float, essential_kw: float, most: tuple[float, float, float], held: tuple[float, float, float]
) -> tuple[float, float, float, float, float]:
    """What battery, fuel cells and reserve give for vital and essential loads, and what these miss.

    `most` is the power of the three, `held` the energy in them.
    """
    from_battery = min(gap, most[0], held[0])
    from_cells = min(gap - from_battery, most[1], held[1])
    short = gap - from_battery - from_cells
    # Vital loads are the last to go short.
    short_essential = min(short, essential_kw)
    short_vital = short - short_essential
    # And the only ones that may burn the reserve of propellant.
    from_reserve = min(short_vital, most[2], held[2])
    return from_battery, from_cells, from_reserve, short_vital - from_reserve, short_essential


Two = tuple[float, float]


@compiled(fastmath=FAST)
def fill_stores(
    left: float, most: Two, held: Two, full: Two, fracs: Two
) -> tuple[float, float, float, float]:
    """Power that battery and then fuel cells take of what is left over, and what they then hold.

    Levels that do not change are handed on as they are: the next step need not wait for a sum with nothing.
    """
    battery, cells = held
    into_battery, into_cells = 0.0, 0.0
    if left > 0.0:
        if battery < full[0]:
            into_battery = min(left, most[0], (full[0] - battery) * (1.0 / fracs[0]))
            battery += into_battery * fracs[0]
        if cells < full[1]:
            into_cells = max(min(left - into_battery, most[1], (full[1] - cells) * (1.0 / fracs[1])), 0.0)
            cells += into_cells * fracs[1]
    return into_battery, into_cells, battery, cells


@compiled(fastmath=FAST)
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
    reserve_kwh: float,
    reserve_kw: float,
    battery_frac: float,
    fuel_cell_frac: float,
    reserve_frac: float,
    backlog_kwh: float,
    totals: NDArray[np.float64],
    rows: NDArray[np.float64],
) -> float:
    """Dispatch every step; fills `totals` (3, 4) and, where it has columns, `rows` (13, n).

    Returns the curtailed energy [kWh]. The stores begin full, as a base that is handed over to a crew.
    Energies inside the loop are in kW times steps, which saves a product at every turn. A step asks only what
    can be asked of it: a processor guesses such branches well, and need not wait for the level of a battery
    that is neither filled nor drawn on.
    """
    vital_kw, essential_kw, deferrable_kw, sheddable_kw = load_kw[0], load_kw[1], load_kw[2], load_kw[3]
    battery_full, cells_full = battery_kwh / step_hour, fuel_cell_kwh / step_hour
    kept, most_backlog = reserve_frac * battery_full, backlog_kwh / step_hour
    per_battery, full, fracs = 1.0 / battery_frac, (battery_full, cells_full), (battery_frac, fuel_cell_frac)
    battery, cells, reserve = battery_full, cells_full, reserve_kwh / step_hour
    most, backlog, curtailed = (battery_kw, fuel_cell_kw, reserve_kw), 0.0, 0.0
    nothing = (0.0, 0.0, 0.0, 0.0)
    vital, essential, deferrable, sheddable = nothing, nothing, nothing, nothing
    for i in range(fission_kw.shape[0]):
        supply = fission_kw[i] + solar_kw[i]
        # Vital and essential loads: generation, then battery, then fuel cells.
        left = supply - (vital_kw[i] + essential_kw[i])
        from_battery, from_cells, from_reserve, short_vital, short_essential = 0.0, 0.0, 0.0, 0.0, 0.0
        if left < 0.0:
            from_battery, from_cells, from_reserve, short_vital, short_essential = _serve_firm(
                -left, essential_kw[i], most, (battery, cells, reserve)
            )
            battery, cells, reserve = battery - from_battery, cells - from_cells, reserve - from_reserve
            left = 0.0
        # The battery's reserve comes before anything that can wait.
        into_battery = 0.0
        if left > 0.0 and battery < kept:
            into_battery = min(left, battery_kw, (kept - battery) * per_battery)
            battery += into_battery * battery_frac
        # Deferrable: this step's demand and what has waited.
        want = deferrable_kw[i] + backlog
        served_deferrable = min(want, left - into_battery)
        overflow = max(want - served_deferrable - most_backlog, 0.0)
        backlog = want - served_deferrable - overflow
        # Sheddable: generation, then the battery above its reserve.
        left -= into_battery + served_deferrable
        served_sheddable = min(sheddable_kw[i], left)
        left -= served_sheddable
        short_sheddable, extra = sheddable_kw[i] - served_sheddable, 0.0
        if into_battery == 0.0 and short_sheddable > 0.0:
            extra = max(min(short_sheddable, battery_kw - from_battery, battery - kept), 0.0)
            battery -= extra
            short_sheddable -= extra
        # What is left fills the stores.
        most_in = (battery_kw - into_battery, electrolyser_kw)
        more, into_cells, battery, cells = fill_stores(left, most_in, (battery, cells), full, fracs)
        left -= more + into_cells
        curtailed += left
        vital, essential = _count(vital, short_vital), _count(essential, short_essential)
        deferrable, sheddable = _count(deferrable, overflow), _count(sheddable, short_sheddable)
        if rows.shape[1] > 0:
            rows[0, i], rows[9, i], rows[10, i] = supply, left, into_battery + more + into_cells
            rows[11, i] = from_battery + from_cells + extra + from_reserve
            rows[1, i], rows[2, i] = vital_kw[i] - short_vital, essential_kw[i] - short_essential
            rows[3, i], rows[4, i] = served_deferrable, served_sheddable + extra
            rows[5, i], rows[6, i] = short_vital, short_essential
            rows[7, i], rows[8, i], rows[12, i] = battery * step_hour, cells * step_hour, reserve * step_hour
    for k in range(3):
        totals[k, 0], totals[k, 1] = vital[k] * step_hour, essential[k] * step_hour
        totals[k, 2], totals[k, 3] = deferrable[k] * step_hour, sheddable[k] * step_hour
    return curtailed * step_hour


@compiled
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
