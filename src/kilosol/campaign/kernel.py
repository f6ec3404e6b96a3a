"""Window-level Monte Carlo of campaigns, vectorised over all of them.

The loop runs over windows; everything inside is an array over campaigns. Each subsystem (readiness,
fleet, partner, station, crew) has its own random stream, so that two scenarios with one seed differ only
by what differs between them.

A missed window is lost: the fleet that was meant for it flies in the next one. A crew that is lost on the
way stops crew flights for one window.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kilosol.campaign.calendar import Calendar, Manifest
from kilosol.campaign.gates import GATES, Evidence, GateLimits, closed_gates
from kilosol.campaign.learning import LandingBelief, draw_landings, draw_success_frac, update
from kilosol.errors import OutOfRange
from kilosol.streams import generator

#: Causes of the loss of a crew, in order of the flight.
CAUSES = ("launch", "transit", "landing", "surface")


@dataclass(frozen=True, slots=True)
class PartnerRules:
    """The partner who brings the station.

    Parameters
    ----------
    is_offered : bool
        Whether the offer stands at all.
    first_window : int
        First window in which the partner delivers.
    works_frac : float
        Chance, per window flown from then on, that the station is landed and runs.
    withdrawn_per_window : float
        Chance, per window before delivery, that the partner leaves.
    fallback_delay_windows : int
        Windows by which the fallback follows the partner's first window.
    """

    is_offered: bool
    first_window: int
    works_frac: float
    withdrawn_per_window: float
    fallback_delay_windows: int


@dataclass(frozen=True, slots=True)
class StationRules:
    """The station, whoever brings it.

    Parameters
    ----------
    fallback_works_frac : float
        Chance, per window, that the fallback (solar and storage) is landed and runs.
    commissioning_sols : float [sol]
        From landing to running.
    propellant_t_per_sol : float [t/sol]
        Made by a running partner station from the power that the base spares.
    fallback_propellant_t_per_sol : float [t/sol]
        The same for the fallback.
    sol_day : float [d]
        Length of a sol in days.
    """

    fallback_works_frac: float
    commissioning_sols: float
    propellant_t_per_sol: float
    fallback_propellant_t_per_sol: float
    sol_day: float


@dataclass(frozen=True, slots=True)
class CrewRisk:
    """Chances that a crew survives each part of its mission, apart from the landing, which is learned.

    Parameters
    ----------
    launch_frac, transit_frac : float
        Survive launch and refuelling; survive the way out.
    surface_frac : float
        Survive the stay with the partner's station running.
    surface_fallback_frac : float
        The same with the fallback.
    surface_bare_frac : float
        The same where no station stands: the crew lives on what it brought.
    landing_margin_frac : float
        Part of the landing failures that a crewed ship's extra care removes.
    """

    launch_frac: float
    transit_frac: float
    surface_frac: float
    surface_fallback_frac: float
    surface_bare_frac: float
    landing_margin_frac: float


@dataclass(frozen=True, slots=True)
class CampaignRules:
    """All that a campaign is run by.

    Parameters
    ----------
    ready_frac : float
        Chance that the fleet flies a given window, before it has flown any.
    ready_again_frac : float
        The same once it has flown one.
    prior_success, prior_failure : float
        Beta prior of a landing.
    failure_discount_frac : float
        Part of a failure that is mended.
    success_frac : float or None
        Fixes the chance of every landing, a crew's too, instead of learning it.
    crew_first_window : int
        No crew ship leaves before this window.
    gates : GateLimits
    partner : PartnerRules
    station : StationRules
    crew : CrewRisk
    """

    ready_frac: float
    ready_again_frac: float
    prior_success: float
    prior_failure: float
    failure_discount_frac: float
    success_frac: float | None
    crew_first_window: int
    gates: GateLimits
    partner: PartnerRules
    station: StationRules
    crew: CrewRisk


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
        -1: the first crew that flew lived; else index into :data:`CAUSES`. -2: no crew flew.
    landed_ships : (w, n)
        Cargo and crew ships landed in each window.
    crew_ships_landed : (w, n)
        Of these, ships with people.
    flown : (w, n)
        Whether the fleet flew.
    blocked : (7, w, n)
        Which reasons kept a crew at home in a window in which it might have flown: the gates, then
        ``readiness`` and ``stand-down``.
    landing_belief_mean : (w, n)
        Posterior mean of a landing's success after each window.
    station_running : (w, n)
        0 none, 1 partner's, 2 fallback, at the crew's departure of each window.
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


#: Reasons that keep a crew at home, in the order of :attr:`Campaigns.blocked`.
REASONS = (*GATES, "readiness", "stand-down")


@dataclass(slots=True)
class _State:
    """Arrays over campaigns that the windows change."""

    belief: LandingBelief
    n_landings: NDArray[np.int64]
    last_success_frac: NDArray[np.float64]
    n_flown: NDArray[np.int64]
    partner_out: NDArray[np.bool_]
    station: NDArray[np.int64]
    station_from_jd: NDArray[np.float64]
    stand_down: NDArray[np.bool_]


def run_campaigns(
    calendar: Calendar, plan: tuple[Manifest, ...], rules: CampaignRules, *, n_draws: int, seed: int
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

    Returns
    -------
    Campaigns

    Raises
    ------
    OutOfRange
        If no campaign is asked for.
    """
    if n_draws < 1:
        raise OutOfRange("draws", n_draws, "at least 1")
    w = calendar.n_windows
    out = Campaigns(
        first_landing_year=np.zeros(n_draws, dtype=np.int64),
        first_flight_window=np.zeros(n_draws, dtype=np.int64),
        lost_by=np.full(n_draws, -2, dtype=np.int64),
        landed_ships=np.zeros((w, n_draws), dtype=np.int64),
        crew_ships_landed=np.zeros((w, n_draws), dtype=np.int64),
        flown=np.zeros((w, n_draws), dtype=np.bool_),
        blocked=np.zeros((len(REASONS), w, n_draws), dtype=np.bool_),
        landing_belief_mean=np.zeros((w, n_draws)),
        station_running=np.zeros((w, n_draws), dtype=np.int64),
    )
    state = _State(
        belief=LandingBelief(np.full(n_draws, rules.prior_success), np.full(n_draws, rules.prior_failure)),
        n_landings=np.zeros(n_draws, dtype=np.int64),
        last_success_frac=np.zeros(n_draws),
        n_flown=np.zeros(n_draws, dtype=np.int64),
        partner_out=np.full(n_draws, not rules.partner.is_offered),
        station=np.zeros(n_draws, dtype=np.int64),
        station_from_jd=np.full(n_draws, np.inf),
        stand_down=np.zeros(n_draws, dtype=np.bool_),
    )
    n_cargo = np.array([m.n_cargo for m in plan])
    n_crew = np.array([m.n_crew for m in plan])
    window_of = np.array([m.window for m in plan])
    meant_for_crew = {m.window for m in plan if m.n_crew > 0}
    station_from = next((i for i, m in enumerate(plan) if m.brings_station), len(plan))
    # One stream for each subsystem and window, along which the campaigns lie: more draws extend them.
    draw = {
        name: np.stack([generator(seed, f"campaign/{name}", i).random(n_draws) for i in range(w)])
        for name in ("readiness", "fleet", "landings", "partner", "station", *CAUSES)
    }
    for i in range(w):
        year = int(calendar.year[i])
        manifest = np.minimum(state.n_flown, len(plan) - 1)
        chance = np.where(state.n_flown > 0, rules.ready_again_frac, rules.ready_frac)
        ready = (draw["readiness"][i] < chance) & (window_of[manifest] <= year)
        _withdraw(state, rules, draw["partner"][i])
        # The crew decides on what has landed before this window.
        _fly_crew(state, out, calendar, rules, i, ready, n_crew[manifest], year in meant_for_crew, draw)
        _fly_cargo(state, out, rules, i, ready, n_cargo[manifest], draw)
        _land_station(state, calendar, rules, i, ready & (manifest >= station_from), draw["station"][i])
        out.landing_belief_mean[i] = state.belief.mean
    return out


def _withdraw(state: _State, rules: CampaignRules, uniform: NDArray[np.float64]) -> None:
    """The partner may leave in any window until the station runs."""
    before_delivery = state.station != 1
    state.partner_out |= before_delivery & (uniform < rules.partner.withdrawn_per_window)


def _fleet_chance(state: _State, rules: CampaignRules, uniform: NDArray[np.float64]) -> NDArray[np.float64]:
    if rules.success_frac is not None:
        return np.full(uniform.shape, rules.success_frac)
    return draw_success_frac(state.belief, uniform)


def _fly_crew(
    state: _State,
    out: Campaigns,
    calendar: Calendar,
    rules: CampaignRules,
    i: int,
    ready: NDArray[np.bool_],
    n_crew: NDArray[np.int64],
    is_meant: bool,
    draw: dict[str, NDArray[np.float64]],
) -> None:
    """Test the gates of window i, fly the crew where they are open, and book what happens to it."""
    leaves_jd = calendar.crew_departure_jd[i]
    if calendar.year[i] < rules.crew_first_window or not np.isfinite(leaves_jd):
        # A window in which nobody could fly counts as the one that a loss costs.
        state.stand_down[:] = False
        return
    ran_sols = np.maximum(leaves_jd - state.station_from_jd, 0.0) / rules.station.sol_day
    rate = np.select(
        [state.station == 1, state.station == 2],
        [rules.station.propellant_t_per_sol, rules.station.fallback_propellant_t_per_sol],
        0.0,
    )
    evidence = Evidence(
        state.n_landings, state.last_success_frac, state.belief.mean, ran_sols, ran_sols * rate
    )
    closed = closed_gates(evidence, rules.gates)
    running = np.where(ran_sols > 0.0, state.station, 0)
    out.station_running[i] = running
    # A window that was never meant for people is no chance that anything could stop; one that was, and
    # sees an earlier fleet without people fly instead, is lost to readiness.
    waiting = (out.first_landing_year == 0) & is_meant
    out.blocked[: len(GATES), i] = closed & waiting
    out.blocked[len(GATES), i] = ~(ready & (n_crew > 0)) & waiting
    out.blocked[len(GATES) + 1, i] = state.stand_down & waiting
    flies = ready & (n_crew > 0) & ~closed.any(axis=0) & ~state.stand_down
    state.stand_down[:] = False

    crew = rules.crew
    landing = _fleet_chance(state, rules, draw["fleet"][i])
    if rules.success_frac is None:
        landing = landing + crew.landing_margin_frac * (1.0 - landing)
    surface = np.select(
        [running == 1, running == 2], [crew.surface_frac, crew.surface_fallback_frac], crew.surface_bare_frac
    )
    survives = np.stack(
        [
            draw["launch"][i] < crew.launch_frac,
            draw["transit"][i] < crew.transit_frac,
            draw["landing"][i] < landing,
            draw["surface"][i] < surface,
        ]
    )
    lost_by = np.where(survives.all(axis=0), -1, np.argmin(survives, axis=0))
    first = flies & (out.lost_by == -2)
    out.lost_by[first] = lost_by[first]
    out.first_flight_window[first] = calendar.year[i]
    lands = flies & survives[:3].all(axis=0)
    new = lands & (out.first_landing_year == 0)
    out.first_landing_year[new] = calendar.crew_arrival_year[i]
    out.crew_ships_landed[i] = np.where(lands, n_crew, 0)
    out.landed_ships[i] += out.crew_ships_landed[i]
    state.stand_down |= flies & ~lands


def _fly_cargo(
    state: _State,
    out: Campaigns,
    rules: CampaignRules,
    i: int,
    ready: NDArray[np.bool_],
    n_cargo: NDArray[np.int64],
    draw: dict[str, NDArray[np.float64]],
) -> None:
    """Fly the cargo ships of window i and learn from their landings."""
    sent = np.where(ready, n_cargo, 0)
    chance = _fleet_chance(state, rules, draw["fleet"][i])
    landed = draw_landings(sent, chance, draw["landings"][i])
    state.belief = update(
        state.belief, landed, sent - landed, failure_discount_frac=rules.failure_discount_frac
    )
    state.n_landings += landed
    state.last_success_frac = np.where(sent > 0, landed / np.maximum(sent, 1), state.last_success_frac)
    state.n_flown += ready
    out.flown[i] = ready
    out.landed_ships[i] += landed


def _land_station(
    state: _State,
    calendar: Calendar,
    rules: CampaignRules,
    i: int,
    carried: NDArray[np.bool_],
    uniform: NDArray[np.float64],
) -> None:
    """Land the partner's station or, where the partner is out, its fallback; one try in each window."""
    year, partner, station = calendar.year[i], rules.partner, rules.station
    n_after = int((calendar.year[: i + 1] >= partner.first_window).sum()) - 1
    wanted = carried & (state.station == 0) & (state.last_success_frac > 0.0)
    with_partner = wanted & ~state.partner_out & (year >= partner.first_window)
    alone = wanted & state.partner_out & (n_after >= partner.fallback_delay_windows)
    works = np.where(with_partner, partner.works_frac, station.fallback_works_frac)
    lands = (with_partner | alone) & (uniform < works)
    state.station = np.where(lands, np.where(with_partner, 1, 2), state.station)
    from_jd = calendar.cargo_arrival_jd[i] + station.commissioning_sols * station.sol_day
    state.station_from_jd = np.where(lands, from_jd, state.station_from_jd)
