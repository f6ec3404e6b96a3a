"""A crew's stay on Mars sol by sol: compiled functions on the same state as the windows' transitions.

Between two events the crew lives one sol after another: the power of the station that runs that sol, in a
storm or not; life support; a sol of stores eaten. A loss falls on its sol, a crew starves on the sol on which
the stores end though ships land later, and a storm hits who is there while it lasts. Flights, gates, landings
and propellant stay those of :mod:`kilosol.campaign.transitions`. Importing this module imports Numba.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from kilosol.campaign.draws import Draws
from kilosol.campaign.gates import ROUNDING
from kilosol.campaign.params import (
    BY_LIFE,
    BY_POWER,
    LIVES,
    LOST,
    NOBODY,
    ON_MARS,
    STATION,
    CampaignParams,
    CampaignState,
    Dates,
    SolParams,
)
from kilosol.compiled import merged
from kilosol.philox import philox_words, unit_number


@merged
def place_storms(draws: Sequence[Draws], params: CampaignParams, dates: Dates) -> None:
    """Turn the draws of storms into the day on which each begins; infinite for windows without one.

    Days of the seasons that lie between a window's decision and the next are as likely as each other; where
    no season is known, all days are.
    """
    n = len(dates.windows)
    for i in range(n):
        u = draws[i].storm_onset
        if draws[i].storm >= params.storm_frac:
            draws[i].storm_onset = np.inf
            continue
        start = dates.windows[i].decision_jd
        end = start + interval_days(i, dates)
        total = 0.0
        for k in range(len(dates.seasons)):
            total += max(min(end, dates.seasons[k].last_jd) - max(start, dates.seasons[k].first_jd), 0.0)
        if total <= 0.0:
            draws[i].storm_onset = start + u * (end - start)
            continue
        left, onset = u * total, end
        for k in range(len(dates.seasons)):
            low = max(start, dates.seasons[k].first_jd)
            days = max(min(end, dates.seasons[k].last_jd) - low, 0.0)
            if left < days:
                onset = low + left
                break
            left -= days
        draws[i].storm_onset = onset


@merged
def interval_days(i: int, dates: Dates) -> float:
    """Days from a window's decision to the next; for the last, as long as the one before."""
    last = len(dates.windows) - 1
    if last == 0:
        return dates.mars_year_day
    k = min(i, last - 1)
    return dates.windows[k + 1].decision_jd - dates.windows[k].decision_jd


@merged
def power_hazard(
    kind: int, jd: float, draws: Sequence[Draws], params: CampaignParams, dates: Dates, sols: SolParams
) -> float:
    """Hazard per day of losing a crew by power on a day: what a storm adds falls on the storm's days.

    A window with a storm adds as much, over all its days, as it does at the level of windows.
    """
    calm: float = params.power_hazard_per_day[kind, 0]
    extra: float = params.power_hazard_per_day[kind, 1] - calm
    if math.isinf(calm) or extra == 0.0:
        return calm
    hazard, days = calm, sols.storm_days
    for i in range(len(dates.windows)):
        if draws[i].storm >= params.storm_frac:
            continue
        if days > 0.0:
            if draws[i].storm_onset <= jd < draws[i].storm_onset + days:
                hazard += extra * interval_days(i, dates) / days
        elif is_in_window(i, jd, dates):
            hazard += extra
    return max(hazard, 0.0)


@merged
def is_in_window(i: int, jd: float, dates: Dates) -> bool:
    """Whether a day lies between the decision on a window and the next."""
    last = len(dates.windows) - 1
    after = i == 0 or jd >= dates.windows[i].decision_jd
    return after and (i == last or jd < dates.windows[i + 1].decision_jd)


@merged
def live_until(
    s: CampaignState, jd: float, draws: Sequence[Draws], params: CampaignParams, dates: Dates, sols: SolParams
) -> None:
    """The crew on Mars lives one sol after another, as far as whole sols end by a day."""
    if s.crew != ON_MARS:
        return
    sol, campaign = params.sol_day, sols.campaign
    k0, k1 = sols.key_0, sols.key_1
    lives_a_sol = math.exp(-sol * params.life_hazard_per_day)
    last_kind, last_hazard, lives_powered = -1, -1.0, 1.0
    while s.since_jd + sol <= jd:
        day = s.since_jd
        which = int((day - s.arrived_jd) / sol + 0.5)
        kind = int(s.builder[STATION]) if s.from_jd[STATION] <= day else NOBODY
        hazard = power_hazard(kind, day, draws, params, dates, sols)
        if kind != last_kind or hazard != last_hazard:
            last_kind, last_hazard, lives_powered = kind, hazard, math.exp(-sol * hazard)
        first, second, _, _ = philox_words(which, campaign, 0, 0, k0, k1)
        own = min(1.0, s.own_stores_sols)
        s.own_stores_sols -= own
        s.stores_sols -= 1.0 - own
        s.since_jd = day + sol
        lost_by = LIVES
        if unit_number(first) >= lives_powered:
            lost_by = BY_POWER
        elif s.stores_sols < -ROUNDING or unit_number(second) >= lives_a_sol:
            lost_by = BY_LIFE
        if lost_by != LIVES:
            s.crew, s.lost_by, s.lost_jd, s.stands_down = LOST, lost_by, s.since_jd, True
            s.stores_sols = max(s.stores_sols, 0.0)
            return
    s.stores_sols = max(s.stores_sols, 0.0)
