"""The compiled loop over campaigns. Importing this module imports Numba: reach it through the kernel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kilosol.campaign.draws import Draws, StreamKeys
from kilosol.campaign.params import (
    ON_MARS,
    STATION,
    CampaignEnd,
    CampaignParams,
    CampaignRecords,
    CampaignState,
    Dates,
    Floats,
    SolParams,
)
from kilosol.campaign.sol_steps import live_until, place_storms
from kilosol.campaign.transitions import (
    GateCheck,
    begin_window,
    belief,
    cargo_arrives,
    cargo_departs,
    crew_arrives,
    crew_departs,
    decide_crew,
    home_opens,
    leave_or_wait,
    store_t,
    system_ready_jd,
)
from kilosol.compiled import merged
from kilosol.philox import fill_draws


class Room(NamedTuple):
    """Room to work in: draws (g, dates) of a group of campaigns and their numbers (g, dates, streams).

    One campaign's state is in `states`, `start` is how each begins; `systems_jd` (m,) says when systems are
    ready.
    """

    draws: Sequence[Sequence[Draws]]
    numbers: Floats
    states: Sequence[CampaignState]
    start: CampaignState
    gates: GateCheck
    systems_jd: Floats


class Outcomes(NamedTuple):
    """What campaigns came to: their ends (n,), the rest by window (w, n), propellant at its decision."""

    ends: Sequence[CampaignEnd]
    flown: NDArray[np.bool_]
    landed: NDArray[np.int64]
    crews_landed: NDArray[np.int64]
    station_running: NDArray[np.int64]
    blocked: NDArray[np.int16]
    belief_mean: Floats
    propellant_t: Floats


@merged
def home_opens_by_sols(
    s: CampaignState,
    r: int,
    draws: Sequence[Draws],
    params: CampaignParams,
    dates: Dates,
    sols: SolParams,
) -> None:
    """A way home opens for a crew whose stay is run by sols."""
    jd = dates.homes[r].departure_jd
    live_until(s, jd, draws, params, dates, sols)
    if s.crew == ON_MARS and jd - s.arrived_jd >= params.min_stay_days:
        leave_or_wait(s, r, draws, params, dates)


@merged
def _go_home(
    s: CampaignState,
    r: int,
    before: float,
    draws: Sequence[Draws],
    params: CampaignParams,
    dates: Dates,
    sols: SolParams,
) -> int:
    """Live until a day, open the ways home before it from the r-th on; the first that has not."""
    while r < len(dates.homes) and dates.homes[r].departure_jd < before:
        if sols.is_by_sols:
            home_opens_by_sols(s, r, draws, params, dates, sols)
        else:
            home_opens(s, r, draws, params, dates)
        r += 1
    # Beyond the last way home nobody is followed.
    if sols.is_by_sols and r < len(dates.homes):
        live_until(s, before, draws, params, dates, sols)
    return r


@merged
def play_campaigns(
    streams: StreamKeys,
    system_numbers: Floats,
    first: int,
    n: int,
    rules: CampaignRecords,
    sols: SolParams,
    room: Room,
    out: Outcomes,
) -> None:
    """Play `n` campaigns from `first` on, whose systems' draws (m, n) are given, into `out`.

    The streams are drawn for a group of campaigns at a time; the others stay nothing in the room.
    """
    params, dates, fleets, systems_jd = rules.params, rules.dates, rules.fleets, room.systems_jd
    n_group = room.numbers.shape[0]
    for which in range(n):
        c = first + which
        at = which % n_group
        if at == 0:
            fill_draws(room.numbers, c, streams.places, streams.keys)
        draws = room.draws[at]
        for k in range(systems_jd.size):
            system = dates.systems[k]
            systems_jd[k] = system_ready_jd(
                system_numbers[k, which], system.not_before_jd, system.ready_per_day
            )
        if sols.is_by_sols:
            sols.campaign = c
            place_storms(draws, params, dates)
        room.states[0] = room.start  # type: ignore[index]
        s = room.states[0]
        r = 0
        for i in range(len(dates.windows)):
            window = dates.windows[i]
            r = _go_home(s, r, window.decision_jd, draws, params, dates, sols)
            begin_window(s, i, draws, systems_jd, params, dates, fleets)
            out.propellant_t[i, c] = store_t(s, window.decision_jd, draws, params, dates)
            mask = decide_crew(s, i, draws, systems_jd, params, dates, fleets, room.gates)
            if window.is_meant and s.first_landing_year == 0:
                out.blocked[i, c] = mask
            runs = s.from_jd[STATION] < window.crew_departure_jd
            out.station_running[i, c] = int(s.builder[STATION]) if runs else 0
            is_ready, flies = s.is_ready, s.n_flying > 0
            if flies:
                crew_departs(s, i, draws, params, dates)
            if is_ready:
                cargo_departs(s)
            crew_jd = window.crew_arrival_jd if flies else np.inf
            cargo_jd = window.cargo_arrival_jd
            if flies and crew_jd <= cargo_jd:
                r = _go_home(s, r, crew_jd, draws, params, dates, sols)
                crew_arrives(s, i, draws, params, dates, fleets)
            if is_ready:
                r = _go_home(s, r, cargo_jd, draws, params, dates, sols)
                cargo_arrives(s, i, draws, systems_jd, params, dates, fleets)
            if flies and crew_jd > cargo_jd:
                r = _go_home(s, r, crew_jd, draws, params, dates, sols)
                crew_arrives(s, i, draws, params, dates, fleets)
            a, b = belief(s, params)
            out.flown[i, c], out.belief_mean[i, c] = is_ready, a / (a + b)
            out.landed[i, c] = s.n_landed + s.n_crews_landed
            out.crews_landed[i, c] = s.n_crews_landed
        _go_home(s, r, np.inf, draws, params, dates, sols)
        end = out.ends[c]
        end.first_landing_year, end.first_window = s.first_landing_year, s.first_window
        end.lost_by, end.lost_jd = s.lost_by, s.lost_jd
        end.crew, end.home_jd, end.used_t, end.went_by = s.crew, s.home_jd, s.used_t, s.went_by
