"""The trace of one campaign: its events in the order of dates, each with what happened and why.

The same transitions that the kernel runs for all campaigns, called by an event queue for a single one.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from kilosol.campaign.calendar import Calendar, Manifest
from kilosol.campaign.draws import draw_luck
from kilosol.campaign.events import Trace
from kilosol.campaign.kernel import HOME_ROWS, home_years, sol_numbers, system_numbers
from kilosol.campaign.packed import pack
from kilosol.campaign.rules import CampaignRules


def trace_campaign(
    calendar: Calendar,
    plan: tuple[Manifest, ...],
    rules: CampaignRules,
    *,
    seed: int,
    campaign: int = 0,
    step: Literal["window", "sol"] = "window",
) -> Trace:
    """Play one campaign event by event.

    Parameters
    ----------
    calendar, plan, rules
        As for :func:`kilosol.campaign.run_campaigns`.
    seed : int
        Seed of the streams.
    campaign : int
        Which campaign: the same number has the same luck in the kernel.
    step : {"window", "sol"}
        As for the kernel.

    Returns
    -------
    Trace
    """
    # Imported here: the compiled transitions bring Numba.
    from kilosol.campaign import transitions as t
    from kilosol.campaign.sol_steps import CAMPAIGN, place_storms
    from kilosol.campaign.trace_player import Player

    odds, dates, fleets = pack(calendar, plan, rules)
    luck = draw_luck(seed, t.LUCK, HOME_ROWS, dates.years, home_years(dates), campaign)
    numbers = system_numbers(seed, rules, campaign, 1)[:, 0]
    systems = np.array(
        [t.system_ready_jd(u, dates.systems[1, k], dates.systems[2, k]) for k, u in enumerate(numbers)]
    )
    numbers = sol_numbers(seed, rules) if step == "sol" else np.zeros(0)
    if step == "sol":
        numbers[CAMPAIGN] = campaign
        place_storms(luck, odds, dates)
    return Player(plan, rules, (odds, dates, fleets), luck, systems, Trace(campaign), numbers).play()
