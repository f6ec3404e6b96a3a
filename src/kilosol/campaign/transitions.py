"""What one event does to one campaign: compiled functions on a small record of state.

The kernel calls them window by window for all campaigns, the trace one by one in the order of dates for a
single campaign: both run the same machine code, so that they cannot drift apart. Counts are kept rather
than beliefs: what is believed then does not depend on the order in which two ships land. Importing this
module imports Numba.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from kilosol.campaign.chances import beta_cdf, beta_quantile, binomial_quantile
from kilosol.campaign.draws import Draws
from kilosol.campaign.gates import GATES, REASONS, ROUNDING, Evidence, GateLimits
from kilosol.campaign.params import (
    BY_LANDING,
    BY_LAUNCH,
    BY_LIFE,
    BY_POWER,
    BY_RETURN,
    BY_TRANSIT,
    HOME,
    LIVES,
    LOST,
    NOBODY,
    ON_MARS,
    PARTNER,
    PLANT,
    STATION,
    STAYS,
    UNDER_WAY,
    AskedTest,
    CampaignParams,
    CampaignState,
    Dates,
    Fleet,
    Floats,
    asked_tests,
)
from kilosol.campaign.rules import NEEDS
from kilosol.campaign.set_up_steps import all_ready, hands_land, land_chains, land_element
from kilosol.compiled import inlined, merged
from kilosol.records import as_floats, records_of

#: Bits of the reasons that are no gate.
CREW_SYSTEMS, LICENCE, NOT_READY, PAUSED = (
    REASONS.index(r) for r in ("crew systems", "licence", "readiness", "stand-down")
)
FOR_FLEET, FOR_CREW, FOR_LICENCE, *_ = range(len(NEEDS))


class GateCheck(NamedTuple):
    """Tests of the gates that are switched on; room for the evidence, and its numbers in the same memory."""

    tests: Sequence[AskedTest]
    evidence: Evidence
    numbers: Floats


def gate_check(tests: Sequence[AskedTest]) -> GateCheck:
    """Tests with room for the evidence of one campaign."""
    room = records_of([Evidence()])
    return GateCheck(tests, room[0], as_floats(room)[0])


@merged
def system_ready_jd(u: float, from_jd: float, per_day: float) -> float:
    """Day on which a system is ready: exponential after its earliest day."""
    return from_jd - math.log1p(-u) / per_day if per_day > 0.0 else np.inf


@merged
def begin_window(
    s: CampaignState,
    i: int,
    draws: Sequence[Draws],
    systems_jd: Floats,
    params: CampaignParams,
    dates: Dates,
    fleets: Sequence[Fleet],
) -> None:
    """Partners leave or slip; the fleet is ready or not; the fleet's common chance of landing is drawn."""
    if i > 0:
        s.made_before_t = made_t(s, dates.windows[i].decision_jd, draws, params, dates)
    s.window = i
    s.n_robots *= params.robots_kept_frac
    for e in range(2):
        # Who has delivered cannot take it back.
        may_leave = s.builder[e] != PARTNER and s.is_out[e] == 0.0
        if may_leave and draws[i].withdrawal[e] < params.withdrawn_per_window[e]:
            s.is_out[e], s.out_since[e] = 1.0, i
        s.is_delayed[e] = 1.0 if draws[i].delay[e] < params.delayed_per_window[e] else 0.0
    fleet = min(s.n_flown, len(fleets) - 1)
    likely = params.ready_again_frac if s.n_flown > 0 else params.ready_frac
    is_ready = draws[i].readiness < likely and fleets[fleet].window <= dates.windows[i].year
    is_ready = is_ready and all_ready(FOR_FLEET, dates.windows[i].cargo_departure_jd, systems_jd, dates)
    s.fleet, s.is_ready, s.n_flying = fleet, is_ready, 0
    s.n_landed, s.n_crews_landed = 0, 0
    if not is_ready:
        return
    if math.isnan(params.success_frac):
        a, b = belief(s, params)
        s.landing_frac = beta_quantile(draws[i].fleet, a, b)
    else:
        s.landing_frac = params.success_frac


@inlined
def belief(s: CampaignState, params: CampaignParams) -> tuple[float, float]:
    """Beta parameters of a landing's chance: failures count for the part that is not mended."""
    unmended = 1.0 - params.failure_discount_frac
    return params.prior_success + s.n_success, params.prior_failure + unmended * s.n_failure


@inlined
def works_from_jd(s: CampaignState, params: CampaignParams) -> float:
    """Day from which propellant is made: station and, where it is apart, plant must run."""
    return max(s.from_jd[STATION], s.from_jd[PLANT]) if params.needs_plant else s.from_jd[STATION]  # type: ignore[no-any-return]


@inlined
def overlap_days(i: int, start: float, end: float, dates: Dates) -> float:
    """Days between `start` and `end` that lie between the decisions on window i and the next."""
    last = len(dates.windows) - 1
    low = start if i == 0 else max(start, dates.windows[i].decision_jd)
    high = end if i == last else min(end, dates.windows[i + 1].decision_jd)
    return max(high - low, 0.0)


@merged
def made_t(
    s: CampaignState, jd: float, draws: Sequence[Draws], params: CampaignParams, dates: Dates
) -> float:
    """Propellant made on Mars until a day, storms counted window by window.

    What was made before the decision on the present window is known from when that was taken.
    """
    start, kind, total = works_from_jd(s, params), int(s.builder[STATION]), s.made_before_t
    if start < jd:
        for i in range(s.window, len(dates.windows)):
            if i > 0 and dates.windows[i].decision_jd >= jd:
                break
            days = overlap_days(i, start, jd, dates)
            if days > 0.0:
                stormy = 1 if draws[i].storm < params.storm_frac else 0
                total += days * params.propellant_t_per_day[kind, stormy]
    return total


@merged
def chain_store_t(
    s: CampaignState, k: int, jd: float, draws: Sequence[Draws], params: CampaignParams, dates: Dates
) -> float:
    """Propellant in the tanks of a chain on a day: made, less what is gone, as far as they hold it."""
    return min(chain_made_t(s, k, jd, draws, params, dates) - s.chain_gone_t[k], params.chain_holds_t[k])  # type: ignore[no-any-return]


@merged
def chain_made_t(
    s: CampaignState, k: int, jd: float, draws: Sequence[Draws], params: CampaignParams, dates: Dates
) -> float:
    """Propellant that a chain has made until a day, as if its tanks had no end."""
    if params.chain_uses_spare[k] > 0.0:
        return made_t(s, jd, draws, params, dates)
    return max(jd - s.chain_from_jd[k], 0.0) * params.chain_made_t_per_day[k]  # type: ignore[no-any-return]


@merged
def store_t(
    s: CampaignState, jd: float, draws: Sequence[Draws], params: CampaignParams, dates: Dates
) -> float:
    """Propellant made on Mars that is there on a day."""
    if params.n_chains == 0:
        return made_t(s, jd, draws, params, dates) - s.used_t
    total = 0.0
    for k in range(params.n_chains):
        total += chain_store_t(s, k, jd, draws, params, dates)
    return total


@merged
def n_full(
    s: CampaignState, k: int, jd: float, draws: Sequence[Draws], params: CampaignParams, dates: Dates
) -> int:
    """Return vehicles of a chain that are full on a day."""
    if params.chain_uses_spare[k] == 0.0 and s.chain_from_jd[k] > jd:
        return 0
    needed, n = params.chain_return_t[k], 1
    if needed > 0.0:
        n = int((chain_store_t(s, k, jd, draws, params, dates) + ROUNDING) / needed)
    return min(n, 1) if params.chain_flies_once[k] > 0.0 else n


@merged
def full_ways_home(
    s: CampaignState, jd: float, draws: Sequence[Draws], params: CampaignParams, dates: Dates
) -> int:
    """Full return vehicles on a day, less the one that a crew which is on its way or there will take."""
    n = 0
    if params.n_chains == 0:
        n = 1
        if params.return_t > 0.0:
            n = int((made_t(s, jd, draws, params, dates) - s.used_t + ROUNDING) / params.return_t)
    for k in range(params.n_chains):
        n += n_full(s, k, jd, draws, params, dates)
    return n - 1 if s.crew == UNDER_WAY or s.crew == ON_MARS or s.crew == STAYS else n


@merged
def station_shown(
    s: CampaignState, jd: float, draws: Sequence[Draws], params: CampaignParams, dates: Dates
) -> tuple[float, float, float]:
    """Sols that the station has run, part of them in which it carried the base, winters and storms seen."""
    start, kind = s.from_jd[STATION], int(s.builder[STATION])
    if start >= jd:
        return 0.0, 0.0, 0.0
    carried, trials = 0.0, 0.0
    top = dates.availability_frac.shape[2] - 1
    for i in range(len(dates.windows)):
        if i > 0 and dates.windows[i].decision_jd >= jd:
            break
        days = overlap_days(i, start, jd, dates)
        if days > 0.0:
            stormy = 1 if draws[i].storm < params.storm_frac else 0
            at = draws[i].shown * top
            k = min(int(at), top - 1)
            low = dates.availability_frac[kind, stormy, k]
            high = dates.availability_frac[kind, stormy, k + 1]
            carried += days * (low + (at - k) * (high - low))
            trials += stormy
    for k in range(dates.winter_jd.size):
        if start <= dates.winter_jd[k] <= jd:
            trials += 1.0
    return (jd - start) / params.sol_day, carried / (jd - start), trials


@merged
def gather_evidence(
    s: CampaignState, jd: float, draws: Sequence[Draws], params: CampaignParams, dates: Dates, seen: Evidence
) -> None:
    """Note what has been seen by a day.

    Sums over windows are left at nothing where no gate asks for them: they would take most of the time.
    """
    a, b = belief(s, params)
    kind = int(s.builder[STATION])
    sols = max((jd - s.from_jd[STATION]) / params.sol_day, 0.0)
    available, trials = 0.0, 0.0
    if params.asks_record:
        sols, available, trials = station_shown(s, jd, draws, params, dates)
    seen.n_landings, seen.last_success_frac, seen.confidence_frac = (
        s.n_success,
        s.last_success_frac,
        a / (a + b),
    )
    seen.bound_chance_frac = 1.0 - beta_cdf(params.landing_bound_frac, a, b) if params.asks_bound else 1.0
    seen.site_flag, seen.station_sols = s.site_flag, sols
    seen.station_kw = params.station_kw[kind] if sols > 0.0 else 0.0
    seen.availability_frac, seen.n_trials = available, trials
    seen.propellant_t = store_t(s, jd, draws, params, dates) if params.asks_propellant else 0.0
    seen.home_flag = 0.0
    if params.asks_home and full_ways_home(s, jd, draws, params, dates) > 0:
        seen.home_flag = 1.0
    runs = works_from_jd(s, params) < jd
    seen.propellant_t_per_sol = params.propellant_t_per_day[kind, 0] * params.sol_day if runs else 0.0
    seen.stores_sols = s.stores_sols


@merged
def closed_mask(gates: GateCheck) -> int:
    """Gates that are closed, as bits in the order of ``gates.GATES``."""
    mask = 0
    for k in range(len(gates.tests)):
        test = gates.tests[k]
        seen = gates.numbers[test.evidence]
        is_closed = seen <= 0.0 if test.is_any else seen < test.limit - ROUNDING
        if is_closed:
            mask |= 1 << test.gate
    return mask


@merged
def decide_crew(
    s: CampaignState,
    i: int,
    draws: Sequence[Draws],
    systems_jd: Floats,
    params: CampaignParams,
    dates: Dates,
    fleets: Sequence[Fleet],
    gates: GateCheck,
) -> int:
    """Bits of the reasons that keep a crew at home in window i; without any, its ships are to fly."""
    jd, paused = dates.windows[i].crew_departure_jd, s.stands_down
    # A window in which nobody could fly counts as the one that a loss costs.
    s.stands_down = False
    if dates.windows[i].year < params.crew_first_window or math.isnan(jd):
        return 0
    gather_evidence(s, jd, draws, params, dates, gates.evidence)
    mask = closed_mask(gates)
    if not all_ready(FOR_CREW, jd, systems_jd, dates):
        mask |= 1 << CREW_SYSTEMS
    if not all_ready(FOR_LICENCE, jd, systems_jd, dates):
        mask |= 1 << LICENCE
    n_crew = fleets[s.fleet].n_crew
    if not s.is_ready or n_crew == 0:
        mask |= 1 << NOT_READY
    if paused:
        mask |= 1 << PAUSED
    s.n_flying = n_crew if mask == 0 else 0
    return mask


@merged
def crew_departs(
    s: CampaignState, i: int, draws: Sequence[Draws], params: CampaignParams, dates: Dates
) -> None:
    """Crew ships leave Earth: one leads, whose fate is the crew's; the others follow with their own draws."""
    s.leader = BY_LAUNCH if draws[i].launch >= params.launch_frac else LIVES
    s.n_others = binomial_quantile(
        s.n_flying - 1, params.launch_frac * params.transit_frac, draws[i].other_crews
    )
    if s.first_window == 0:
        s.first_window, s.tracked, s.crew = dates.windows[i].year, i, UNDER_WAY
        if s.leader == BY_LAUNCH:
            s.lost_by, s.crew, s.lost_jd = BY_LAUNCH, LOST, dates.windows[i].crew_departure_jd


@merged
def crew_arrives(
    s: CampaignState,
    i: int,
    draws: Sequence[Draws],
    params: CampaignParams,
    dates: Dates,
    fleets: Sequence[Fleet],
) -> None:
    """Crew ships land or are lost; what their landings teach is learned like that of any other ship.

    A ship that does not land, lost at launch too, keeps the crews of the next window at home.
    """
    chance = s.landing_frac
    if math.isnan(params.success_frac):
        chance += params.landing_margin_frac * (1.0 - chance)
    n_landed, n_tried = 0, s.n_others
    if s.leader == LIVES:
        if draws[i].transit >= params.transit_frac:
            s.leader = BY_TRANSIT
        else:
            n_tried += 1
            if draws[i].landing < chance:
                n_landed = 1
            else:
                s.leader = BY_LANDING
    n_landed += binomial_quantile(s.n_others, chance, draws[i].other_landings)
    s.n_success += n_landed
    s.n_failure += n_tried - n_landed
    s.n_crews_landed = n_landed
    if n_landed > 0:
        s.crew_hands = n_landed * params.crew_hands
        aboard = n_landed * fleets[s.fleet].robots_per_ship
        hands_land(s, aboard, dates.windows[i].crew_arrival_jd, draws, params)
    if n_landed > 0 and s.first_landing_year == 0:
        s.first_landing_year = dates.windows[i].crew_arrival_year
    if n_landed < s.n_flying:
        s.stands_down = True
    if s.tracked == i and s.crew == UNDER_WAY:
        if s.leader == LIVES:
            s.crew, s.own_stores_sols = ON_MARS, params.own_stores_sols
            s.arrived_jd = s.since_jd = dates.windows[i].crew_arrival_jd
        else:
            s.crew, s.lost_by, s.lost_jd = LOST, s.leader, dates.windows[i].crew_arrival_jd


@merged
def cargo_departs(s: CampaignState) -> None:
    """The fleet has left: the next one comes up in the plan."""
    s.n_flown += 1


@merged
def cargo_arrives(
    s: CampaignState,
    i: int,
    draws: Sequence[Draws],
    systems_jd: Floats,
    params: CampaignParams,
    dates: Dates,
    fleets: Sequence[Fleet],
) -> None:
    """Cargo ships land; stores, the site's survey, station and plant come with them."""
    sent = fleets[s.fleet].n_cargo
    landed = binomial_quantile(sent, s.landing_frac, draws[i].landings)
    s.n_success += landed
    s.n_failure += sent - landed
    s.n_landed = landed
    if sent > 0:
        s.last_success_frac = landed / sent
    if landed == 0:
        return
    filled = min(s.stores_sols + landed * params.stores_sols_per_ship, params.stores_cap_sols)
    s.stores_sols = max(s.stores_sols, filled)
    if draws[i].site < params.site_frac:
        s.site_flag = 1.0
    aboard = landed * fleets[s.fleet].robots_per_ship
    hands_land(s, aboard, dates.windows[i].cargo_arrival_jd, draws, params)
    for e in range(2):
        if s.builder[e] == NOBODY and params.aboard_from[e] <= s.fleet:
            land_element(s, e, i, draws, systems_jd, params, dates)
    land_chains(s, i, landed, draws, systems_jd, params, dates)


@merged
def power_survival(
    s: CampaignState, start: float, end: float, draws: Sequence[Draws], params: CampaignParams, dates: Dates
) -> float:
    """Chance that power carries a crew from day to day, by the station that runs and the storms that come."""
    hazard, kind = 0.0, int(s.builder[STATION])
    for i in range(len(dates.windows)):
        if i > 0 and dates.windows[i].decision_jd >= end:
            break
        stormy = 1 if draws[i].storm < params.storm_frac else 0
        bare = overlap_days(i, start, min(end, s.from_jd[STATION]), dates)
        run = overlap_days(i, max(start, s.from_jd[STATION]), end, dates)
        if bare > 0.0:
            hazard += bare * params.power_hazard_per_day[NOBODY, stormy]
        if run > 0.0:
            hazard += run * params.power_hazard_per_day[kind, stormy]
    return math.exp(-hazard)


@merged
def home_opens(
    s: CampaignState, r: int, draws: Sequence[Draws], params: CampaignParams, dates: Dates
) -> None:
    """A way home opens: the crew on Mars has lived until then or not, and leaves if it can."""
    jd = dates.homes[r].departure_jd
    if s.crew != ON_MARS or jd - s.arrived_jd < params.min_stay_days:
        return
    live_stay(s, r, draws, params, dates)
    leave_or_wait(s, r, draws, params, dates)


@merged
def live_stay(s: CampaignState, r: int, draws: Sequence[Draws], params: CampaignParams, dates: Dates) -> None:
    """What the time since the last way home, or the landing, did to the crew on Mars, in one step."""
    jd = dates.homes[r].departure_jd
    days = jd - s.since_jd
    eaten = days / params.sol_day
    own = min(eaten, s.own_stores_sols)
    lost_by = LIVES
    if draws[r].power >= power_survival(s, s.since_jd, jd, draws, params, dates):
        lost_by = BY_POWER
    elif eaten - own > s.stores_sols + ROUNDING or draws[r].life_support >= math.exp(
        -days * params.life_hazard_per_day
    ):
        lost_by = BY_LIFE
    s.own_stores_sols -= own
    s.stores_sols = max(s.stores_sols - (eaten - own), 0.0)
    s.since_jd = jd
    if lost_by != LIVES:
        s.crew, s.lost_by, s.lost_jd, s.stands_down = LOST, lost_by, jd, True


@merged
def leave_or_wait(
    s: CampaignState, r: int, draws: Sequence[Draws], params: CampaignParams, dates: Dates
) -> None:
    """The crew that lives leaves if a return vehicle is full, waits for the next way home, or stays."""
    jd = dates.homes[r].departure_jd
    s.n_returns += 1
    if s.crew != ON_MARS:
        return
    lives_frac = -1.0
    if dates.can_go_home:
        lives_frac = take_way_home(s, jd, draws, params, dates)
    if lives_frac >= 0.0:
        if draws[r].returns >= lives_frac:
            s.crew, s.lost_by, s.lost_jd, s.stands_down = LOST, BY_RETURN, jd, True
        else:
            s.crew, s.home_jd = HOME, dates.homes[r].arrival_jd
    elif s.n_returns >= params.n_returns or not dates.can_go_home:
        s.crew = STAYS


@merged
def take_way_home(
    s: CampaignState, jd: float, draws: Sequence[Draws], params: CampaignParams, dates: Dates
) -> float:
    """Take the safest way home that is ready on a day; the chance to survive it, or less than nought."""
    if params.n_chains == 0:
        if made_t(s, jd, draws, params, dates) - s.used_t < params.return_t - ROUNDING:
            return -1.0
        s.used_t += params.return_t
        return params.return_frac
    best, lives_frac = -1, -1.0
    for k in range(params.n_chains):
        if n_full(s, k, jd, draws, params, dates) > 0 and params.chain_return_frac[k] > lives_frac:
            best, lives_frac = k, params.chain_return_frac[k]
    if best >= 0:
        left = chain_store_t(s, best, jd, draws, params, dates) - params.chain_return_t[best]
        s.used_t += params.chain_return_t[best]
        s.went_by = best
        s.chain_gone_t[best] = chain_made_t(s, best, jd, draws, params, dates) - left
        if params.chain_flies_once[best] > 0.0:
            # The vehicle is gone: another must land, with all that goes with it.
            s.chain_from_jd[best], s.chain_landed_t[best], s.chain_gone_t[best] = np.inf, 0.0, 0.0
    return lives_frac


def closed_gates(evidence: Evidence, limits: GateLimits) -> tuple[str, ...]:
    """Names of the gates that are closed, in the order of :data:`GATES`.

    Parameters
    ----------
    evidence : Evidence
        What has been seen.
    limits : GateLimits
        What is asked.

    Returns
    -------
    tuple of str

    Examples
    --------
    >>> from kilosol.campaign.gates import Evidence, GateLimits
    >>> seen = Evidence(n_landings=3, last_success_frac=0.6, confidence_frac=0.7)
    >>> closed_gates(seen, GateLimits(3, 0.6, 0.5, 300.0, 0.0))
    ('station',)
    """
    gates = gate_check(asked_tests(limits))
    gates.numbers[:] = dataclasses.astuple(evidence)
    mask = int(closed_mask(gates))
    return tuple(gate for i, gate in enumerate(GATES) if mask >> i & 1)
