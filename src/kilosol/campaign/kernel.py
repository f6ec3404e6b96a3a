"""Monte Carlo of campaigns, window by window.

A missed window is lost: the fleet that was meant for it flies in the next one. A crew that is lost keeps
the next window without crews. The first crew is followed until it is home, lost, or has let so many ways
home pass that it is said to stay. Transitions are in :mod:`kilosol.campaign.transitions`, which the trace
of a single campaign calls too.
"""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from kilosol.campaign.calendar import Calendar, Manifest
from kilosol.campaign.draws import luck_keys, stream_numbers
from kilosol.campaign.gates import REASONS
from kilosol.campaign.packed import Dates, idle_rows, pack
from kilosol.campaign.rules import (
    CAUSES,
    CampaignRules,
    CrewRisk,
    PartnerRules,
    PlantRules,
    StationRules,
    SystemRule,
)
from kilosol.errors import OutOfRange

#: Campaigns played by one worker at a time, and campaigns whose luck is drawn at a time: it fits into the
#: second cache. Both are whole counts of the streams.
BLOCK, GROUP = 16_000, 32

#: Rows of luck that belong to ways home, not to windows.
HOME_ROWS = ("power", "life-support", "return")

#: Fates of the first crew, by code.
FATES = ("never left", "under way", "on Mars", "home", "lost", "stays")


@dataclass(frozen=True, slots=True)
class Campaigns:
    """What happened in n campaigns over w windows.

    Parameters
    ----------
    first_landing_year : (n,)
        Calendar year of the first landing of living people; 0 if never.
    first_flight_window : (n,)
        Window of the first crew flight; 0 if never.
    lost_by : (n,)
        -1: the first crew that flew was not lost; else index into ``CAUSES``. -2: no crew flew.
    landed_ships : (w, n)
        Cargo and crew ships landed in each window.
    crew_ships_landed : (w, n)
        Of these, ships with people.
    flown : (w, n)
        Whether the fleet flew.
    blocked : (14, w, n)
        Which of :data:`REASONS` kept a crew at home in a window in which it might have flown.
    landing_belief_mean : (w, n)
        Posterior mean of a landing's success after each window.
    station_running : (w, n)
        0 none, 1 partner's, 2 fallback, at the crew's departure of each window.
    propellant_t : (w, n) [t]
        Propellant in store on Mars at the decision on each window.
    crew_fate : (n,)
        Index into :data:`FATES` for the first crew.
    home_jd : (n,) [d]
        Day on which the first crew came home; 0 if it did not.
    used_t : (n,) [t]
        Propellant that the first crew took for its way home.
    lost_jd : (n,) [d]
        Day on which the first crew was lost, or known to be; 0 if it was not.
    """

    first_landing_year: NDArray[np.int64]
    first_flight_window: NDArray[np.int64]
    lost_by: NDArray[np.int64]
    landed_ships: NDArray[np.int64]
    crew_ships_landed: NDArray[np.int64]
    flown: NDArray[np.bool_]
    blocked: NDArray[np.bool_]
    landing_belief_mean: NDArray[np.float64]
    station_running: NDArray[np.int64]
    propellant_t: NDArray[np.float64]
    crew_fate: NDArray[np.int64]
    home_jd: NDArray[np.float64]
    used_t: NDArray[np.float64]
    lost_jd: NDArray[np.float64]

    @property
    def n_draws(self) -> int:
        """Number of campaigns."""
        return int(self.lost_by.size)


def run_campaigns(
    calendar: Calendar,
    plan: tuple[Manifest, ...],
    rules: CampaignRules,
    *,
    n_draws: int,
    seed: int,
    n_workers: int = 1,
    step: Literal["window", "sol"] = "window",
) -> Campaigns:
    """Simulate campaigns.

    Parameters
    ----------
    calendar : Calendar
        Windows and their flights.
    plan : tuple of Manifest
        Fleets in the order in which they fly.
    rules : CampaignRules
        Chances and gates.
    n_draws : int
        Number of campaigns.
    seed : int
        Seed of the streams.
    n_workers : int
        Threads that share the campaigns; the answer does not depend on it.
    step : {"window", "sol"}
        How the first crew's stay on Mars is run: in one step from way home to way home, or sol by sol.
        Flights, gates and landings are the same, with the same luck, until that crew's fate differs.

    Returns
    -------
    Campaigns

    Raises
    ------
    OutOfRange
        If no campaign or no worker is asked for, or a ship lands after the next window's decision.
    """
    if n_draws < 1:
        raise OutOfRange("draws", n_draws, "at least 1")
    if n_workers < 1:
        raise OutOfRange("n_workers", n_workers, "at least 1")
    from kilosol.campaign.kernel_loop import KEPT, N_EVIDENCE, N_STATE, play_campaigns
    from kilosol.campaign.transitions import LUCK

    packed = pack(calendar, plan, rules)
    dates = packed[1]
    idle = idle_rows(packed[0], len(plan), by_sols=step == "sol")
    places, keys = luck_keys(seed, LUCK, HOME_ROWS, dates.years, home_years(dates), idle)
    numbers = sol_numbers(seed, rules) if step == "sol" else np.zeros(0)
    w = dates.windows.shape[1]
    width = max(w, dates.homes.shape[1], 1)
    ends, flown = np.zeros((len(KEPT), n_draws)), np.zeros((w, n_draws), dtype=np.bool_)
    counts, mask = np.zeros((3, w, n_draws), dtype=np.int64), np.zeros((w, n_draws), dtype=np.int16)
    means, propellant_t = np.zeros((w, n_draws)), np.zeros((w, n_draws))

    def play(first: int) -> None:
        n = min(BLOCK, n_draws - first)
        systems = system_numbers(seed, rules, first, n)
        luck = np.zeros((GROUP, len(LUCK), width))
        room = (np.zeros(N_STATE), np.zeros(N_EVIDENCE), np.zeros(systems.shape[0]))
        play_campaigns(
            places, keys, luck, systems, first, n, *room, *packed, numbers.copy(),
            ends, flown, counts, mask, means, propellant_t,
        )  # fmt: skip

    starts = range(0, n_draws, BLOCK)
    if n_workers == 1:
        for first in starts:
            play(first)
    else:
        with ThreadPoolExecutor(n_workers) as pool:
            list(pool.map(play, starts))
    return _gathered(ends, flown, counts, mask, means, propellant_t)


def home_years(dates: Dates) -> NDArray[np.int64]:
    """Days of the ways home as whole numbers: what their luck is keyed by."""
    return np.asarray(np.floor(dates.homes[0]), dtype=np.int64)


def system_numbers(seed: int, rules: CampaignRules, first: int, n: int) -> NDArray[np.float64]:
    """Luck of the systems that must be ready, shape (m, n)."""
    rows = [stream_numbers(seed, f"system/{s.name}", 0, first, n) for s in rules.systems]
    return np.stack(rows) if rows else np.zeros((0, n))


def sol_numbers(seed: int, rules: CampaignRules) -> NDArray[np.float64]:
    """Numbers of the sol level: campaign (set by who plays it), both words of the key, days of a storm."""
    digest = hashlib.blake2b(f"{seed}/campaign/sols".encode(), digest_size=8).digest()
    words = np.frombuffer(digest, dtype="<u4").astype(np.float64)
    return np.array([0.0, words[0], words[1], rules.station.storm_sols * rules.station.sol_day])


def _gathered(
    ends: NDArray[np.float64],
    flown: NDArray[np.bool_],
    counts: NDArray[np.int64],
    mask: NDArray[np.int16],
    means: NDArray[np.float64],
    propellant_t: NDArray[np.float64],
) -> Campaigns:
    from kilosol.campaign import transitions as t
    from kilosol.campaign.kernel_loop import KEPT

    def end(entry: int) -> NDArray[np.float64]:
        return np.asarray(ends[KEPT.index(entry)])

    def whole(entry: int) -> NDArray[np.int64]:
        return np.asarray(end(entry), dtype=np.int64)

    return Campaigns(
        first_landing_year=whole(t.FIRST_LANDING),
        first_flight_window=whole(t.FIRST_WINDOW),
        lost_by=np.where(end(t.FIRST_WINDOW) > 0.0, np.maximum(whole(t.LOST_BY), -1), -2),
        landed_ships=counts[0],
        crew_ships_landed=counts[1],
        flown=flown,
        blocked=np.stack([(mask & np.int16(1 << k)) != 0 for k in range(len(REASONS))]),
        landing_belief_mean=means,
        station_running=counts[2],
        propellant_t=propellant_t,
        crew_fate=whole(t.CREW),
        home_jd=end(t.HOME_JD).copy(),
        used_t=end(t.USED).copy(),
        lost_jd=end(t.LOST_JD).copy(),
    )


__all__ = [
    "CAUSES",
    "FATES",
    "REASONS",
    "CampaignRules",
    "Campaigns",
    "CrewRisk",
    "Dates",
    "PartnerRules",
    "PlantRules",
    "StationRules",
    "SystemRule",
    "run_campaigns",
]
