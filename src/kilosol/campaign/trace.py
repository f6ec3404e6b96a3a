"""The trace of one campaign: its events in the order of dates, each with what happened and why.

The same transitions that the kernel runs for all campaigns, called by an event queue for a single one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from kilosol.campaign.calendar import Calendar, Manifest
from kilosol.campaign.draws import draw_luck
from kilosol.campaign.kernel import HOME_ROWS, home_years, sol_numbers, system_numbers
from kilosol.campaign.packed import pack
from kilosol.campaign.rules import CampaignRules

#: Kinds of events, in the order in which those of one moment happen.
KINDS = ("home opens", "window", "crew departs", "cargo departs", "crew lands", "cargo lands", "station runs")


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened.

    Parameters
    ----------
    jd : float [d]
        When.
    kind : str
        One of :data:`KINDS`.
    window : int
        Year of the window, or of the way home.
    text : str
        What happened, in one sentence.
    """

    jd: float
    kind: str
    window: int
    text: str


@dataclass(slots=True)
class Trace:
    """One campaign from its first window to its end.

    Parameters
    ----------
    campaign : int
        Which of the seed's campaigns.
    events : list of Event
    first_landing_year, first_flight_window, lost_by, crew_fate : int
        As in ``Campaigns``.
    lost_jd, home_jd : float [d]
        As in ``Campaigns``.
    landed_ships, crew_ships_landed, station_running, blocked_mask : list of int
        By window, as in ``Campaigns``; the mask holds the reasons as bits.
    flown : list of bool
    landing_belief_mean, propellant_t : list of float
    """

    campaign: int
    events: list[Event] = field(default_factory=list)
    first_landing_year: int = 0
    first_flight_window: int = 0
    lost_by: int = -2
    crew_fate: int = 0
    lost_jd: float = 0.0
    home_jd: float = 0.0
    landed_ships: list[int] = field(default_factory=list)
    crew_ships_landed: list[int] = field(default_factory=list)
    station_running: list[int] = field(default_factory=list)
    blocked_mask: list[int] = field(default_factory=list)
    flown: list[bool] = field(default_factory=list)
    landing_belief_mean: list[float] = field(default_factory=list)
    propellant_t: list[float] = field(default_factory=list)


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
