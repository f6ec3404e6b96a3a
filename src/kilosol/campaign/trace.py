"""The trace of one campaign: its events in the order of dates, each with what happened and why.

The same transitions that the kernel runs for all campaigns, called by an event queue for a single one.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from kilosol.campaign.calendar import Calendar, Manifest
from kilosol.campaign.draws import Draws, draws_of_campaign
from kilosol.campaign.events import Trace
from kilosol.campaign.kernel import sol_params, system_numbers
from kilosol.campaign.params import campaign_records
from kilosol.campaign.rules import CampaignRules
from kilosol.records import as_floats, empty_records


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
        Which campaign: the same number has the same draws in the kernel.
    step : {"window", "sol"}
        As for the kernel.

    Returns
    -------
    Trace
    """
    # Imported here: the compiled transitions bring Numba.
    from kilosol.campaign import transitions as t
    from kilosol.campaign.sol_steps import place_storms
    from kilosol.campaign.trace_player import Player

    records = campaign_records(calendar, plan, rules)
    dates = records.dates
    draws = empty_records(max(len(dates.windows), len(dates.homes), 1), Draws())
    as_floats(draws)[:] = draws_of_campaign(seed, dates.years, dates.home_days, campaign)
    numbers = system_numbers(seed, rules, campaign, 1)[:, 0]
    systems_jd = np.array(
        [
            t.system_ready_jd(u, system.not_before_jd, system.ready_per_day)
            for u, system in zip(numbers, dates.systems, strict=True)
        ]
    )
    sols = sol_params(seed, rules, by_sols=step == "sol")
    sols.campaign = campaign
    if sols.is_by_sols:
        place_storms(draws, records.params, dates)
    return Player(plan, rules, records, draws, systems_jd, Trace(campaign), sols).play()
