"""What landed is set up by the hands at hand: station, plant and chains for the way home.

Importing this module imports Numba: reach it through the transitions.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kilosol.campaign.draws import Draws
from kilosol.campaign.gates import ROUNDING
from kilosol.campaign.params import (
    FALLBACK,
    NOBODY,
    PARTNER,
    STATION,
    CampaignParams,
    CampaignState,
    Dates,
    Floats,
)
from kilosol.campaign.rules import NEEDS
from kilosol.campaign.set_up import CHAIN_ROW, PLANT_ROW
from kilosol.compiled import inlined, merged

FOR_STATION = NEEDS.index("station")


@inlined
def all_ready(need: int, jd: float, systems_jd: Floats, dates: Dates) -> bool:
    """Whether every system that serves a need is ready by a day."""
    ready = True
    for k in range(systems_jd.size):
        ready = ready and (dates.systems[k].need != need or systems_jd[k] <= jd)
    return ready


@inlined
def hands(s: CampaignState) -> float:
    """Robots at hand, and what the people beside them are worth."""
    return s.n_robots + s.crew_hands


@merged
def set_up_days(row: int, n_hands: float, luck: float, params: CampaignParams) -> float:
    """Days from touchdown to running, between the tabled numbers of robots and quantiles; infinite: never.

    Rates are interpolated, not times: without hands the rate is nothing.
    """
    robots, rates = params.set_up_robots, params.set_up_per_day
    k = 0
    while k < robots.size - 2 and robots[k + 1] < n_hands:
        k += 1
    part = (n_hands - robots[k]) / (robots[k + 1] - robots[k])
    part = min(max(part, 0.0), 1.0)
    top = rates.shape[2] - 1
    j = min(int(luck * top), top - 1)
    over = luck * top - j
    low = rates[row, k, j] + over * (rates[row, k, j + 1] - rates[row, k, j])
    high = rates[row, k + 1, j] + over * (rates[row, k + 1, j + 1] - rates[row, k + 1, j])
    rate = low + part * (high - low)
    return 1.0 / rate if rate > 0.0 else np.inf


@merged
def set_up(s: CampaignState, e: int, jd: float, draws: Sequence[Draws], params: CampaignParams) -> None:
    """Station (0) or plant (1) that stands on Mars is set up by the hands of a day, if not sooner already."""
    row = PLANT_ROW if e != STATION else (0 if s.builder[e] == PARTNER else 1)
    s.from_jd[e] = min(s.from_jd[e], jd + set_up_days(row, hands(s), draws[0].set_up, params))


@merged
def hands_land(
    s: CampaignState, n_robots: float, jd: float, draws: Sequence[Draws], params: CampaignParams
) -> None:
    """Robots or people land: what stands there and waits for hands gets them."""
    s.n_robots += n_robots
    for e in range(2):
        if s.builder[e] != NOBODY and s.from_jd[e] > jd:
            set_up(s, e, jd, draws, params)


@merged
def land_chains(
    s: CampaignState,
    i: int,
    landed: int,
    draws: Sequence[Draws],
    systems_jd: Floats,
    params: CampaignParams,
    dates: Dates,
) -> None:
    """Parts of the chains for the way home land with the cargo; a whole one is set up, or tried again.

    Fission units fly no earlier than the station's may; where water is won the site must be confirmed.
    """
    window, room = dates.windows[i], 1.0
    may_fly = all_ready(FOR_STATION, window.cargo_departure_jd, systems_jd, dates)
    for k in range(params.n_chains):
        if params.chain_uses_spare[k] > 0.0 or s.chain_from_jd[k] < np.inf:
            continue
        if window.year < params.chain_first_window[k]:
            continue
        if params.chain_needs_reactor[k] > 0.0 and not may_fly:
            continue
        wanted = params.chain_needs_t[k] - s.chain_landed_t[k]
        brought = min(room * landed * params.chain_aboard_t[k], wanted)
        s.chain_landed_t[k] += brought
        if brought > 0.0:
            room = max(room - brought / (landed * params.chain_aboard_t[k]), 0.0)
        is_whole = s.chain_landed_t[k] >= params.chain_needs_t[k] - ROUNDING
        has_site = params.chain_needs_site[k] == 0.0 or s.site_flag > 0.0
        if is_whole and has_site and draws[i].chain[k] < params.chain_works_frac[k]:
            days = set_up_days(CHAIN_ROW + k, hands(s), draws[0].set_up, params)
            s.chain_from_jd[k] = window.cargo_arrival_jd + days


@merged
def land_element(
    s: CampaignState,
    e: int,
    i: int,
    draws: Sequence[Draws],
    systems_jd: Floats,
    params: CampaignParams,
    dates: Dates,
) -> None:
    """Station (0) or plant (1) is set up by the partner or, where it has left, by the fallback."""
    window = dates.windows[i]
    if s.is_delayed[e] > 0.0 or not all_ready(FOR_STATION + e, window.cargo_departure_jd, systems_jd, dates):
        return
    if s.is_out[e] == 0.0:
        builder, works = PARTNER, params.works_frac[e]
        is_due = window.year >= params.first_due[e]
    else:
        builder, works = FALLBACK, params.fallback_works_frac[e]
        first = 0
        while first < len(dates.windows) - 1 and dates.windows[first].year < params.first_due[e]:
            first += 1
        is_due = i >= max(first, int(s.out_since[e])) + params.fallback_delay_windows[e]
    if is_due and draws[i].works[e] < works:
        s.builder[e] = builder
        set_up(s, e, window.cargo_arrival_jd, draws, params)
