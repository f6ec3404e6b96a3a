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
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from kilosol.campaign.calendar import Calendar, Manifest
from kilosol.campaign.draws import Draws, stream_keys, stream_numbers
from kilosol.campaign.gates import REASONS
from kilosol.campaign.params import (
    NOT_FLOWN,
    CampaignEnd,
    CampaignState,
    Dates,
    SolParams,
    begin_state,
    campaign_records,
    idle_streams,
)
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
from kilosol.records import as_floats, empty_records, record_of

if TYPE_CHECKING:
    from kilosol.campaign.kernel_loop import Outcomes

#: Campaigns played by one worker at a time, and campaigns that are drawn at a time: their numbers fit into
#: the second cache. Both are whole counts of the streams.
BLOCK, GROUP = 16_000, 32

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
    blocked : (15, w, n)
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
    went_by : (n,)
        Which of the rules' chains the first crew took for its way home; -1 where it took none.
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
    went_by: NDArray[np.int64]

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
        Flights, gates and landings are the same, with the same draws, until that crew's fate differs.

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
    from kilosol.campaign.kernel_loop import Outcomes, Room, play_campaigns
    from kilosol.campaign.transitions import gate_check

    records = campaign_records(calendar, plan, rules)
    dates, by_sols = records.dates, step == "sol"
    idle = idle_streams(records, rules.gates, by_sols=by_sols)
    streams = stream_keys(seed, dates.years, dates.home_days, idle)
    w = len(dates.windows)
    width = max(w, len(dates.homes), 1)

    def counts() -> NDArray[np.int64]:
        return np.zeros((w, n_draws), dtype=np.int64)

    out = Outcomes(
        ends=empty_records(n_draws, CampaignEnd()),
        flown=np.zeros((w, n_draws), dtype=np.bool_),
        landed=counts(),
        crews_landed=counts(),
        station_running=counts(),
        blocked=np.zeros((w, n_draws), dtype=np.int16),
        belief_mean=np.zeros((w, n_draws)),
        propellant_t=np.zeros((w, n_draws)),
    )

    def play(first: int) -> None:
        n = min(BLOCK, n_draws - first)
        systems = system_numbers(seed, rules, first, n)
        draws, start = empty_records((GROUP, width), Draws()), begin_state(records.params)
        room = Room(
            draws=draws,
            numbers=as_floats(draws),
            states=empty_records(1, CampaignState()),
            start=start,
            gates=gate_check(records.tests),
            systems_jd=np.zeros(systems.shape[0]),
        )
        play_campaigns(streams, systems, first, n, records, sol_params(seed, rules, by_sols), room, out)

    starts = range(0, n_draws, BLOCK)
    if n_workers == 1:
        for first in starts:
            play(first)
    else:
        with ThreadPoolExecutor(n_workers) as pool:
            list(pool.map(play, starts))
    return _gathered(out)


def system_numbers(seed: int, rules: CampaignRules, first: int, n: int) -> NDArray[np.float64]:
    """Draws of the systems that must be ready, shape (m, n)."""
    rows = [stream_numbers(seed, f"system/{s.name}", 0, first, n) for s in rules.systems]
    return np.stack(rows) if rows else np.zeros((0, n))


def sol_params(seed: int, rules: CampaignRules, by_sols: bool) -> SolParams:
    """Numbers of the sol level, as a record."""
    digest = hashlib.blake2b(f"{seed}/campaign/sols".encode(), digest_size=8).digest()
    key_0, key_1 = (int(word) for word in np.frombuffer(digest, dtype="<u4"))
    return record_of(SolParams(by_sols, 0, key_0, key_1, rules.station.storm_sols * rules.station.sol_day))


def _gathered(out: Outcomes) -> Campaigns:
    ends = np.asarray(out.ends)

    def end(name: str) -> NDArray[Any]:
        return np.ascontiguousarray(ends[name])

    first_window = end("first_window")
    return Campaigns(
        first_landing_year=end("first_landing_year"),
        first_flight_window=first_window,
        lost_by=np.where(first_window > 0, np.maximum(end("lost_by"), -1), NOT_FLOWN),
        landed_ships=out.landed,
        crew_ships_landed=out.crews_landed,
        flown=out.flown,
        blocked=np.stack([(out.blocked & np.int16(1 << k)) != 0 for k in range(len(REASONS))]),
        landing_belief_mean=out.belief_mean,
        station_running=out.station_running,
        propellant_t=out.propellant_t,
        crew_fate=end("crew"),
        home_jd=end("home_jd"),
        used_t=end("used_t"),
        lost_jd=end("lost_jd"),
        went_by=end("went_by"),
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
