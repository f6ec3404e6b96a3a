"""The compiled loop over campaigns. Importing this module imports Numba: reach it through the kernel."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kilosol.campaign import transitions as t
from kilosol.campaign.packed import (
    CARGO_ARRIVAL,
    CREW_ARRIVAL,
    CREW_DEPARTURE,
    DECISION,
    IS_MEANT,
    MIN_STAY,
    Dates,
)
from kilosol.campaign.sol_steps import CAMPAIGN, live_until, place_storms
from kilosol.compiled import merged
from kilosol.philox import fill_luck

Floats = NDArray[np.float64]

#: Functions and places of the state, by short names: a compiled function takes globals, not attributes.
N_STATE, N_EVIDENCE = len(t.STATE), 12
READY, FLYING, FROM_JD, BUILDER = t.READY, t.FLYING, t.FROM_JD, t.BUILDER
FIRST_LANDING, N_CREWS, N_LANDED, USED = t.FIRST_LANDING, t.N_CREWS, t.N_LANDED, t.USED
begin_campaign, begin_window, belief, system_ready_jd = (
    t.begin_campaign, t.begin_window, t.belief, t.system_ready_jd
)  # fmt: skip
cargo_arrives, cargo_departs, crew_arrives, crew_departs, decide_crew, home_opens, made_t = (
    t.cargo_arrives, t.cargo_departs, t.crew_arrives, t.crew_departs, t.decide_crew, t.home_opens, t.made_t
)  # fmt: skip
leave_or_wait, CREW, ON_MARS, ARRIVED = t.leave_or_wait, t.CREW, t.ON_MARS, t.ARRIVED

#: Entries of the state that are kept of a campaign's end.
KEPT = (t.FIRST_LANDING, t.FIRST_WINDOW, t.LOST_BY, t.CREW, t.HOME_JD, t.USED, t.LOST_JD)


@merged
def home_opens_by_sols(s: Floats, r: int, luck: Floats, odds: Floats, dates: Dates, sols: Floats) -> None:
    """A way home opens for a crew whose stay is run by sols."""
    jd = dates.homes[0, r]
    live_until(s, jd, luck, odds, dates, sols)
    if s[CREW] == ON_MARS and jd - s[ARRIVED] >= odds[MIN_STAY]:
        leave_or_wait(s, r, luck, odds, dates)


@merged
def _go_home(s: Floats, r: int, before: float, luck: Floats, odds: Floats, dates: Dates, sols: Floats) -> int:
    """Live until a day, open the ways home before it from the r-th on; the first that has not."""
    while r < dates.homes.shape[1] and dates.homes[0, r] < before:
        if sols.size > 0:
            home_opens_by_sols(s, r, luck, odds, dates, sols)
        else:
            home_opens(s, r, luck, odds, dates)
        r += 1
    # Beyond the last way home nobody is followed.
    if sols.size > 0 and r < dates.homes.shape[1]:
        live_until(s, before, luck, odds, dates, sols)
    return r


@merged
def play_campaigns(
    places: NDArray[np.int64],
    keys: NDArray[np.uint64],
    luck_of_group: Floats,
    system_luck: Floats,
    first: int,
    n: int,
    s: Floats,
    e: Floats,
    systems_jd: Floats,
    odds: Floats,
    dates: Dates,
    fleets: NDArray[np.int64],
    sols: Floats,
    ends: Floats,
    flown: NDArray[np.bool_],
    counts: NDArray[np.int64],
    blocked: NDArray[np.int16],
    means: Floats,
    propellant_t: Floats,
) -> None:
    """Play `n` campaigns from `first` on, whose systems' luck (m, n) is given.

    The streams at `places` are drawn by `keys` for a group of campaigns at a time; the others stay nothing in
    `luck_of_group` (g, streams, k). `s`, `e` and `systems_jd` (m,) are room to work in for one campaign.
    `sols` holds the numbers of the sol level, and nothing where the stay is not run by sols. Fills `ends`
    (kept, n), `flown` (w, n), `counts` (3, w, n): ships landed, crews landed, who built the running station;
    `blocked` (w, n), `means` (w, n) and `propellant_t` (w, n) at the window's decision.
    """
    n_windows, n_group = dates.windows.shape[1], luck_of_group.shape[0]
    for which in range(n):
        c = first + which
        at = which % n_group
        if at == 0:
            fill_luck(luck_of_group, c, places, keys)
        luck = luck_of_group[at]
        for k in range(systems_jd.size):
            systems_jd[k] = system_ready_jd(system_luck[k, which], dates.systems[1, k], dates.systems[2, k])
        if sols.size > 0:
            sols[CAMPAIGN] = c
            place_storms(luck, odds, dates)
        begin_campaign(s, odds)
        r = 0
        for i in range(n_windows):
            r = _go_home(s, r, dates.windows[DECISION, i], luck, odds, dates, sols)
            begin_window(s, i, luck, systems_jd, odds, dates, fleets)
            propellant_t[i, c] = made_t(s, dates.windows[DECISION, i], luck, odds, dates) - s[USED]
            mask = decide_crew(s, i, luck, systems_jd, odds, dates, fleets, e)
            if dates.windows[IS_MEANT, i] > 0.0 and s[FIRST_LANDING] == 0.0:
                blocked[i, c] = mask
            leaves_jd = dates.windows[CREW_DEPARTURE, i]
            counts[2, i, c] = int(s[BUILDER]) if s[FROM_JD] < leaves_jd else 0
            is_ready, flies = s[READY] > 0.0, s[FLYING] > 0.0
            if flies:
                crew_departs(s, i, luck, odds, dates)
            if is_ready:
                cargo_departs(s)
            crew_jd = dates.windows[CREW_ARRIVAL, i] if flies else np.inf
            cargo_jd = dates.windows[CARGO_ARRIVAL, i]
            if flies and crew_jd <= cargo_jd:
                r = _go_home(s, r, crew_jd, luck, odds, dates, sols)
                crew_arrives(s, i, luck, odds, dates)
            if is_ready:
                r = _go_home(s, r, cargo_jd, luck, odds, dates, sols)
                cargo_arrives(s, i, luck, systems_jd, odds, dates, fleets)
            if flies and crew_jd > cargo_jd:
                r = _go_home(s, r, crew_jd, luck, odds, dates, sols)
                crew_arrives(s, i, luck, odds, dates)
            a, b = belief(s, odds)
            flown[i, c], means[i, c] = is_ready, a / (a + b)
            counts[0, i, c] = int(s[N_LANDED] + s[N_CREWS])
            counts[1, i, c] = int(s[N_CREWS])
        _go_home(s, r, np.inf, luck, odds, dates, sols)
        for k, entry in enumerate(KEPT):
            ends[k, c] = s[entry]
