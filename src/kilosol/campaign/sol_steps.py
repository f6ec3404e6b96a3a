"""A crew's stay on Mars sol by sol: compiled functions on the same state vector as the windows' transitions.

Between two events the crew lives one sol after another: the power of the station that runs that sol, in a
storm or not; life support; a sol of stores eaten. A loss falls on its sol, a crew starves on the sol on which
the stores end though ships land later, and a storm hits who is there while it lasts. Flights, gates, landings
and propellant stay those of :mod:`kilosol.campaign.transitions`. Importing this module imports Numba.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from kilosol.campaign import transitions as t
from kilosol.campaign.packed import DECISION, LIFE_HAZARD, POWER_HAZARD, SOL_DAY, STORM_FRAC, Dates
from kilosol.compiled import merged
from kilosol.philox import philox_words, unit_number

Floats = NDArray[np.float64]

#: Places by short names: a compiled function takes globals, not attributes.
STORM, ONSET, ROUNDING = t.STORM, t.ONSET, t.ROUNDING
CREW, SINCE, LOST_BY, LOST_JD, STAND_DOWN = t.CREW, t.SINCE, t.LOST_BY, t.LOST_JD, t.STAND_DOWN
OWN_STORES, STORES, FROM_JD, BUILDER, ARRIVED = t.OWN_STORES, t.STORES, t.FROM_JD, t.BUILDER, t.ARRIVED
ON_MARS, LOST, BY_POWER, BY_LIFE = t.ON_MARS, t.LOST, t.BY_POWER, t.BY_LIFE

#: Places in the numbers of the sol level, and the row of the counter that belongs to sols.
CAMPAIGN, KEY_0, KEY_1, STORM_DAYS = range(4)
N_SOL_NUMBERS = 4


@merged
def place_storms(luck: Floats, odds: Floats, dates: Dates) -> None:
    """Turn the luck of storms into the day on which each begins; infinite for windows without one.

    Days of the seasons that lie between a window's decision and the next are as likely as each other; where
    no season is known, all days are.
    """
    n = dates.windows.shape[1]
    for i in range(n):
        u = luck[ONSET, i]
        if luck[STORM, i] >= odds[STORM_FRAC]:
            luck[ONSET, i] = np.inf
            continue
        start = dates.windows[DECISION, i]
        end = start + interval_days(i, dates)
        total = 0.0
        for k in range(dates.seasons.shape[1]):
            total += max(min(end, dates.seasons[1, k]) - max(start, dates.seasons[0, k]), 0.0)
        if total <= 0.0:
            luck[ONSET, i] = start + u * (end - start)
            continue
        left, onset = u * total, end
        for k in range(dates.seasons.shape[1]):
            low = max(start, dates.seasons[0, k])
            days = max(min(end, dates.seasons[1, k]) - low, 0.0)
            if left < days:
                onset = low + left
                break
            left -= days
        luck[ONSET, i] = onset


@merged
def interval_days(i: int, dates: Dates) -> float:
    """Days from a window's decision to the next; for the last, as long as the one before."""
    last = dates.windows.shape[1] - 1
    if last == 0:
        return dates.mars_year_day
    k = min(i, last - 1)
    return dates.windows[DECISION, k + 1] - dates.windows[DECISION, k]  # type: ignore[no-any-return]


@merged
def power_hazard(kind: int, jd: float, luck: Floats, odds: Floats, dates: Dates, sols: Floats) -> float:
    """Hazard per day of losing a crew by power on a day: what a storm adds falls on the storm's days.

    A window with a storm adds as much, over all its days, as it does at the level of windows.
    """
    calm = odds[POWER_HAZARD + 2 * kind]
    extra = odds[POWER_HAZARD + 2 * kind + 1] - calm
    if math.isinf(calm) or extra == 0.0:
        return calm  # type: ignore[no-any-return]
    hazard, days = calm, sols[STORM_DAYS]
    for i in range(dates.windows.shape[1]):
        if luck[STORM, i] >= odds[STORM_FRAC]:
            continue
        if days > 0.0:
            if luck[ONSET, i] <= jd < luck[ONSET, i] + days:
                hazard += extra * interval_days(i, dates) / days
        elif is_in_window(i, jd, dates):
            hazard += extra
    return max(hazard, 0.0)  # type: ignore[no-any-return]


@merged
def is_in_window(i: int, jd: float, dates: Dates) -> bool:
    """Whether a day lies between the decision on a window and the next."""
    last = dates.windows.shape[1] - 1
    after = i == 0 or jd >= dates.windows[DECISION, i]
    return after and (i == last or jd < dates.windows[DECISION, i + 1])  # type: ignore[no-any-return]


@merged
def live_until(s: Floats, jd: float, luck: Floats, odds: Floats, dates: Dates, sols: Floats) -> None:
    """The crew on Mars lives one sol after another, as far as whole sols end by a day."""
    if s[CREW] != ON_MARS:
        return
    sol, campaign = odds[SOL_DAY], int(sols[CAMPAIGN])
    k0, k1 = int(sols[KEY_0]), int(sols[KEY_1])
    lives_a_sol = math.exp(-sol * odds[LIFE_HAZARD])
    last_kind, last_hazard, lives_powered = -1, -1.0, 1.0
    while s[SINCE] + sol <= jd:
        day = s[SINCE]
        which = int((day - s[ARRIVED]) / sol + 0.5)
        kind = int(s[BUILDER]) if s[FROM_JD] <= day else 0
        hazard = power_hazard(kind, day, luck, odds, dates, sols)
        if kind != last_kind or hazard != last_hazard:
            last_kind, last_hazard, lives_powered = kind, hazard, math.exp(-sol * hazard)
        first, second, _, _ = philox_words(which, campaign, 0, 0, k0, k1)
        own = min(1.0, s[OWN_STORES])
        s[OWN_STORES] -= own
        s[STORES] -= 1.0 - own
        s[SINCE] = day + sol
        lost_by = -1
        if unit_number(first) >= lives_powered:
            lost_by = BY_POWER
        elif s[STORES] < -ROUNDING or unit_number(second) >= lives_a_sol:
            lost_by = BY_LIFE
        if lost_by >= 0:
            s[CREW], s[LOST_BY], s[LOST_JD], s[STAND_DOWN] = LOST, lost_by, s[SINCE], 1.0
            s[STORES] = max(s[STORES], 0.0)
            return
    s[STORES] = max(s[STORES], 0.0)
