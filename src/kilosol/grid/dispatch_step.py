"""The hour of dispatch, written once: the same source is compiled for one number and for a vector of sixteen.

In an hour the station comes up by its ramp (it falls at once). Generation serves vital and essential loads,
then the battery, then the fuel cells; essential loads go short before vital ones, and what vital ones then
miss comes from the reserve of propellant. What is left tops the battery up to the charge that is kept, in a
storm alert the fuel cells too where the rules say so; then it does deferrable work with its backlog and work
that is due by a date, where the battery's charge is above the cut-in; serves sheddable loads, which may also
draw on the battery above its floor; fills the battery, then the fuel cells; the rest is curtailed.

Energies are in kW times steps, which saves a product at every turn. What a caller has no use for is handed
over as None and costs nothing: such a function is compiled without it. :mod:`kilosol.grid.reference` holds
the same rules written apart, to be read; tests hold the two equal. Importing this module imports Numba.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from kilosol.compiled import compiled, merged
from kilosol.grid.microgrid import STEPS_A_SOL, Common
from kilosol.grid.vectors import (
    above,
    align_stack,
    any_of,
    at_least,
    chosen,
    equal,
    is_asked,
    least,
    most,
    of_step,
    or_one,
    product_and,
    put,
    unless_none,
    zero_of,
)

#: Power short by less than this is rounding, not a shortfall [kW].
SHORTFALL_KW = 1e-6

#: Levels of the stores in kW times steps, and the dust of an alert, in order; each a plain number or one for
#: every lane.
RULES = ("battery", "fuel_cell", "top_up", "floor", "alert_kept", "alert_tau")
BATTERY_FULL, CELLS_FULL, TOP_UP, FLOOR, ALERT_KEPT, ALERT_TAU = range(len(RULES))

#: What all lanes have alike: round trips of battery and cells, part of sheddable loads that an alert leaves
#: on, and the most deferrable work that may wait [kW times steps].
COMMON = ("battery_frac", "fuel_cell_frac", "sheddable_left_frac", "backlog")
BATTERY_FRAC, CELLS_FRAC, SHEDDABLE_LEFT, MOST_BACKLOG = range(len(COMMON))

# Rows of the state of a plant: what each branch can give, then what is held, then what is counted.
(
    STATION_KW, ARRAY, BATTERY_KW, TAKEN_KW, CELLS_KW, RESERVE_KW, STATION, BATTERY, CELLS, RESERVE, BACKLOG,
    IN_HAND, VITAL, ESSENTIAL, LOST, SHED, MISSED, CURTAILED, VITAL_STEPS, ESSENTIAL_STEPS, LOST_STEPS,
    SHED_STEPS, RUN, EVENTS, LONGEST,
) = range(25)  # fmt: skip

#: Rows of the state.
STATE = 25


@merged
def add(s: NDArray[np.float64], row: int, more: Any) -> None:
    """Add to a row of the state."""
    put(s, row, of_step(s, row) + more)


@compiled(makes_arrays=False)
def count_short(s: NDArray[np.float64], short_vital: Any, short_essential: Any) -> None:
    """Book what firm loads miss: called only in steps in which some lane misses anything, or has just."""
    run, is_short = of_step(s, RUN), above(short_vital, SHORTFALL_KW)
    add(s, VITAL, short_vital)
    add(s, ESSENTIAL, short_essential)
    add(s, ESSENTIAL_STEPS, chosen(above(short_essential, SHORTFALL_KW), 1.0, 0.0))
    steps = chosen(is_short, 1.0, 0.0)
    add(s, VITAL_STEPS, steps)
    add(s, EVENTS, chosen(equal(run, 0.0), steps, 0.0))
    run = (run + 1.0) * steps
    put(s, RUN, run)
    put(s, LONGEST, most(of_step(s, LONGEST), run))


@merged
def draw_on(s: NDArray[np.float64], gap: Any, essential: Any, able: Any, held: Any, was_short: bool) -> Any:
    """What battery, cells and reserve give for a gap in firm loads; what these miss all the same is booked.

    `able` is the power of the three, `held` the energy in them. Returns what they then hold, what the battery
    gave and all three together, what vital and essential loads miss, and whether anybody misses anything.
    """
    from_battery = least(gap, least(able[0], held[0]))
    gap = gap - from_battery
    from_cells = least(gap, least(able[1], held[1]))
    gap = gap - from_cells
    from_reserve, short_essential = zero_of(gap), zero_of(gap)
    is_short = any_of(above(gap, 0.0))
    if is_short or was_short:
        # Vital loads are the last to go short, and the only ones that may burn the reserve.
        short_essential = least(gap, essential)
        gap = gap - short_essential
        from_reserve = least(gap, least(able[2], held[2]))
        gap = gap - from_reserve
        count_short(s, gap, short_essential)
    held = (held[0] - from_battery, held[1] - from_cells, held[2] - from_reserve)
    return held, from_battery, from_battery + from_cells + from_reserve, (gap, short_essential), is_short


@merged
def fill(left: Any, most_kw: Any, room_kw: Any, frac: float, held: Any) -> Any:
    """What a store takes of what is left over; what it then holds, and what is left."""
    into = most(least(left, least(most_kw, room_kw)), 0.0)
    return into, product_and(into, frac, held), left - into


@merged
def work_off(
    demand: Any, backlog: Any, left: Any, most_backlog: Any, battery: Any, battery_full: Any, cut_in: Any
) -> Any:
    """Deferrable work that is served and lost, what then waits, and what is left over."""
    want = demand + backlog
    served = least(want, left)
    if cut_in is not None:
        served = chosen(at_least(battery, cut_in * battery_full), served, 0.0)
    waiting = want - served
    backlog = least(waiting, most_backlog)
    return served, waiting - backlog, backlog, left - served


@merged
def work_ahead(
    left: Any, due: float, still_due: float, due_kw: Any, in_hand: Any, battery: Any, battery_full: Any,
    cut_in: Any,
) -> Any:  # fmt: skip
    """Work for its date that is done, and missed; what is then in hand, and what is left over."""
    batch = most(least(due_kw, least(left, still_due - in_hand)), 0.0)
    if cut_in is not None:
        batch = chosen(at_least(battery, cut_in * battery_full), batch, 0.0)
    late = in_hand + (batch - due)
    in_hand = most(late, 0.0)
    return batch, in_hand - late, in_hand, left - batch


@merged
def serve_hour(
    s: NDArray[np.float64], i: int, supply: Any, given_kw: float, is_alert: Any, load_kw: NDArray[np.float64],
    common: Common, rules: Any, able: Any, held: Any, backlog: Any, was_short: bool, there: Any,
    essential_left: Any, cut_in: Any, due: Any, due_kw: Any, in_hand: Any, cells_first: Any, is_told: Any,
) -> Any:  # fmt: skip
    """Serve step `i` from a supply, and from `given_kw` that all lanes have alike.

    `common` and `rules` are as in :data:`COMMON` and :data:`RULES`; `able` is the power of battery, cells and
    reserve, then of the electrolyser; `held` what battery, cells and reserve hold. May be None: `there`
    (n, 2), parts of battery and cells that stand already; `essential_left`, part of essential loads that an
    alert leaves on; `cut_in`, part of the battery's charge from which work may run; `due` (n, 2), what is due
    in each step and all that is still to come due, with its most power and work `in_hand`; `cells_first`,
    whether cells are filled before work in an alert.

    Returns what is held, the backlog, work in hand, whether firm loads are short, and (deferrable lost,
    sheddable missed, missed at its date, curtailed); where `is_told` is not None also (short vital, short
    essential, discharged, charged, essential wanted, deferrable served, sheddable served, done for its date).
    """
    per_battery, per_cells = 1.0 / common[BATTERY_FRAC], 1.0 / common[CELLS_FRAC]
    battery_full, cells_full = rules[BATTERY_FULL], rules[CELLS_FULL]
    kept = chosen(is_alert, rules[ALERT_KEPT], rules[TOP_UP])
    floor = chosen(is_alert, rules[ALERT_KEPT], rules[FLOOR])
    if there is not None:
        battery_full, cells_full = battery_full * there[i, 0], cells_full * there[i, 1]
        kept, floor = kept * there[i, 0], floor * there[i, 0]
    essential, sheddable = load_kw[i, 1], load_kw[i, 3]
    essential = chosen(is_alert, essential * or_one(essential_left), essential)
    sheddable = chosen(is_alert, sheddable * common[SHEDDABLE_LEFT], sheddable)
    over = supply - (load_kw[i, 0] + essential - given_kw)
    left = most(over, 0.0)
    free_kw, given, short = able[0], zero_of(over), (zero_of(over), zero_of(over))
    if any_of(above(0.0, over)):
        held, from_battery, given, short, was_short = draw_on(
            s, left - over, essential, able, held, was_short
        )
        free_kw = able[0] - from_battery
    elif was_short:
        count_short(s, zero_of(over), zero_of(over))
        was_short = False
    battery, cells, reserve = held
    # Before what can wait: the battery to the charge that is kept, and in an alert the cells.
    into, into_cells = zero_of(over), zero_of(over)
    if is_asked(above(left, 0.0)) and is_asked(above(kept, battery)):
        into, battery, left = fill(
            left, able[0], (kept - battery) * per_battery, common[BATTERY_FRAC], battery
        )
    if cells_first is not None and is_asked(is_alert):
        room = chosen(is_alert, (cells_full - cells) * per_cells, 0.0)
        into_cells, cells, left = fill(left, able[3], room, common[CELLS_FRAC], cells)
    served, lost, backlog, left = work_off(
        load_kw[i, 2], backlog, left, common[MOST_BACKLOG], battery, battery_full, cut_in
    )
    batch, missed = zero_of(over), zero_of(over)
    if due is not None:
        batch, missed, in_hand, left = work_ahead(
            left, due[i, 0], due[i, 1], due_kw, in_hand, battery, battery_full, cut_in
        )
    shed = least(sheddable, left)
    left, sheddable = left - shed, sheddable - shed
    # Where the battery was just topped up nothing lies above its floor, no lower than that, but rounding.
    extra = zero_of(over)
    if is_asked(above(sheddable, 0.0)):
        extra = most(least(sheddable, least(free_kw, battery - floor)), 0.0)
        sheddable, battery = sheddable - extra, battery - extra
    more, to_cells = zero_of(over), zero_of(over)
    if is_asked(above(left, 0.0)):
        room = (battery_full - battery) * per_battery
        more, battery, left = fill(left, able[0] - into, room, common[BATTERY_FRAC], battery)
        room = (cells_full - cells) * per_cells
        to_cells, cells, left = fill(left, able[3] - into_cells, room, common[CELLS_FRAC], cells)
    flows = (lost, sheddable, missed, left)
    charged = into + into_cells + more + to_cells
    told = unless_none(
        is_told, (short[0], short[1], given + extra, charged, essential, served, shed + extra, batch)
    )
    return (battery, cells, reserve), backlog, in_hand, was_short, flows, told


@compiled(makes_arrays=False)
def advance(
    first: int, until: int, s: NDArray[np.float64], common: Common, rules: NDArray[np.float64],
    load_kw: NDArray[np.float64], sun: NDArray[np.float64], tau: NDArray[np.float64], given_kw: Any,
    is_by_sol: Any, was_short: bool, ramp: Any, there: Any, essential_left: Any, cut_in: Any, due: Any,
    due_kw: Any, cells_first: Any, is_whole: Any, counts: Any, rows: Any,
) -> bool:  # fmt: skip
    """Steps without an event, of one plant with a state `s` (STATE,) or of sixteen with one (STATE, LANES).

    Returns whether any lane is short in the last. `load_kw` is (n, 4): what a step reads lies together.
    `rules`, `sun` and `tau` are series that all share, or one for each lane. May be None: `given_kw` (n,),
    power beside that of station and array; `is_by_sol`, whether dust is told by the sol; `ramp`, by how much
    the station may rise in a step; `is_whole`, whether losses of sheddable loads, missed dates and what is
    curtailed are summed; `counts`, whether steps with lost deferrable or sheddable loads are counted; `rows`
    (16, n), in which every step is kept. What stands between them is as in :func:`serve_hour`.
    """
    align_stack()
    target, array = of_step(s, STATION_KW), of_step(s, ARRAY)
    able = (of_step(s, BATTERY_KW), of_step(s, CELLS_KW), of_step(s, RESERVE_KW), of_step(s, TAKEN_KW))
    held = (of_step(s, BATTERY), of_step(s, CELLS), of_step(s, RESERVE))
    station, backlog, in_hand = of_step(s, STATION), of_step(s, BACKLOG), of_step(s, IN_HAND)
    lost, shed = of_step(s, LOST), of_step(s, SHED)
    missed, curtailed = of_step(s, MISSED), of_step(s, CURTAILED)
    lost_steps, shed_steps = of_step(s, LOST_STEPS), of_step(s, SHED_STEPS)
    how = (
        of_step(rules, 0), of_step(rules, 1), of_step(rules, 2), of_step(rules, 3), of_step(rules, 4),
        of_step(rules, 5),
    )  # fmt: skip
    if ramp is None:
        station = target
    for i in range(first, until):
        # Numbers where all lanes are under one sky, vectors where each has its own.
        is_alert = at_least(of_step(tau, i if is_by_sol is None else i // STEPS_A_SOL), how[ALERT_TAU])
        if ramp is not None:
            station = least(target, station + ramp)
        supply = product_and(array, of_step(sun, i), station)
        given = 0.0 if given_kw is None else given_kw[i]
        held, backlog, in_hand, was_short, flows, told = serve_hour(
            s, i, supply, given, is_alert, load_kw, common, how, able, held, backlog, was_short, there,
            essential_left, cut_in, due, due_kw, in_hand, cells_first, rows,
        )  # fmt: skip
        if rows is not None:
            _keep(rows, i, supply + given, station, load_kw, held, flows, told)
        lost = lost + flows[0]
        if is_whole is not None:
            shed, missed, curtailed = shed + flows[1], missed + flows[2], curtailed + flows[3]
        if counts is not None:
            lost_steps = lost_steps + chosen(above(flows[0], SHORTFALL_KW), 1.0, 0.0)
            shed_steps = shed_steps + chosen(above(flows[1], SHORTFALL_KW), 1.0, 0.0)
    put(s, STATION, station), put(s, BATTERY, held[0]), put(s, CELLS, held[1]), put(s, RESERVE, held[2])
    put(s, BACKLOG, backlog), put(s, LOST, lost)
    if is_whole is not None:
        put(s, SHED, shed), put(s, MISSED, missed), put(s, CURTAILED, curtailed)
    if counts is not None:
        put(s, LOST_STEPS, lost_steps), put(s, SHED_STEPS, shed_steps)
    if due is not None:
        put(s, IN_HAND, in_hand)
    return was_short


@merged
def _keep(
    rows: NDArray[np.float64], i: int, supply: float, station: float, load_kw: NDArray[np.float64], held: Any,
    flows: Any, told: Any,
) -> None:  # fmt: skip
    """Keep a step of a single plant, as in ``kilosol.grid.microgrid.TRACE``; energies in kW times steps."""
    short_vital, short_essential, given, charged, essential, served, shed, batch = told
    rows[0, i], rows[1, i], rows[2, i] = supply, load_kw[i, 0] - short_vital, essential - short_essential
    rows[3, i], rows[4, i], rows[5, i], rows[6, i] = served, shed, short_vital, short_essential
    rows[7, i], rows[8, i], rows[9, i], rows[10, i] = held[0], held[1], flows[3], charged
    rows[11, i], rows[12, i], rows[13, i] = given, held[2], flows[0]
    rows[14, i], rows[15, i] = batch, station
