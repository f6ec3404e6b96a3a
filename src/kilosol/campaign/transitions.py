"""What one event does to one campaign: compiled functions on a small state vector.

The kernel calls them window by window for all campaigns, the trace one by one in the order of dates for a
single campaign: both run the same machine code, so that they cannot drift apart. Counts are kept rather
than beliefs: what is believed then does not depend on the order in which two ships land. Importing this
module imports Numba.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from kilosol.campaign.chances import beta_cdf, beta_quantile, binomial_quantile
from kilosol.campaign.gates import GATES, REASONS
from kilosol.campaign.packed import (
    ABOARD_FROM,
    CARGO_ARRIVAL,
    CARGO_DEPARTURE,
    COMES_HOME,
    COMMISSIONING,
    CREW_ARRIVAL,
    CREW_DEPARTURE,
    CREW_FIRST_WINDOW,
    CREW_YEAR,
    DECISION,
    DISCOUNT,
    FALLBACK_DELAY,
    FALLBACK_WORKS,
    FIRST_DUE,
    FIXED_CHANCE,
    IS_OUT,
    LAUNCH_FRAC,
    LIFE_HAZARD,
    LIMITS,
    MARGIN,
    MIN_STAY,
    MOST_RETURNS,
    N_CARGO,
    N_CREW,
    NEEDS_PLANT,
    OWN_STORES_SOLS,
    POWER_HAZARD,
    POWER_KW,
    PRIOR_FAILURE,
    PRIOR_SUCCESS,
    RATE,
    READY_AGAIN,
    READY_FRAC,
    RETURN_T,
    SITE_FRAC,
    SLIPS,
    SOL_DAY,
    STORES_CAP,
    STORES_PER_SHIP,
    STORM_FRAC,
    TRANSIT_FRAC,
    WINDOW,
    WITHDRAWN,
    WORKS_FRAC,
    YEAR,
    Dates,
)
from kilosol.campaign.rules import NEEDS
from kilosol.compiled import inlined, merged

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: Rows of luck, one stream each; those of partners and elements have a second row for the plant.
LUCK = (
    "readiness", "withdrawal", "withdrawal-plant", "delay", "delay-plant", "fleet", "landings", "station",
    "plant", "site", "launch", "transit", "landing", "other-crews", "other-landings", "storm", "shown",
    "power", "life-support", "return", "storm-onset",
)  # fmt: skip
(READINESS, WITHDRAWAL, _, DELAY, _, FLEET, LANDINGS, WORKS, _, SITE, LAUNCH, TRANSIT, LANDING, OTHERS,
 OTHERS_LANDING, STORM, SHOWN, POWER, LIFE, RETURN, ONSET) = range(len(LUCK))  # fmt: skip

#: Entries of the state vector; those of elements have a second one for the plant.
STATE = (
    "n_success", "n_failure", "last_success_frac", "n_flown", "is_out", "is_out_plant", "out_since",
    "out_since_plant", "delayed", "delayed_plant", "builder", "builder_plant", "from_jd", "from_jd_plant",
    "stand_down", "site", "stores_sols", "own_stores_sols", "used_t", "is_ready", "fleet", "chance",
    "n_flying", "n_others", "leader", "first_window", "tracked", "crew", "arrived_jd", "since_jd",
    "n_returns", "lost_by", "first_landing_year", "home_jd", "n_landed", "n_crews_landed",
    "lost_jd", "window", "made_before_t",
)  # fmt: skip
(N_SUCCESS, N_FAILURE, LAST, N_FLOWN, OUT, _, OUT_SINCE, _, DELAYED, _, BUILDER, _, FROM_JD, _, STAND_DOWN,
 AT_SITE, STORES, OWN_STORES, USED, READY, FLEET_OF, CHANCE, FLYING, N_OTHERS, LEADER, FIRST_WINDOW, TRACKED,
 CREW, ARRIVED, SINCE, N_RETURNS, LOST_BY, FIRST_LANDING, HOME_JD, N_LANDED,
 N_CREWS, LOST_JD, WINDOW_NOW, MADE_BEFORE) = range(len(STATE))  # fmt: skip

#: Where the first crew is.
AT_EARTH, UNDER_WAY, ON_MARS, HOME, LOST, STAYS = range(6)

#: The leader's fate, and the causes of its loss in the order of the journey.
LIVES, BY_LAUNCH, BY_TRANSIT, BY_LANDING, BY_POWER, BY_LIFE, BY_RETURN = range(-1, 6)

N_GATES, CREW_SYSTEMS, LICENCE, NOT_READY, PAUSED = (
    len(GATES), *(REASONS.index(r) for r in ("crew systems", "licence", "readiness", "stand-down"))
)  # fmt: skip
FOR_FLEET, FOR_CREW, FOR_LICENCE, FOR_STATION, _ = range(len(NEEDS))

#: Rounding that a sum of times and rates may carry when it is held against a limit.
ROUNDING = 1e-9


@merged
def begin_campaign(s: Floats, odds: Floats) -> None:
    """Nothing has flown, nobody has left."""
    s[:] = 0.0
    s[OUT], s[OUT + 1] = odds[IS_OUT], odds[IS_OUT + 1]
    s[FROM_JD] = s[FROM_JD + 1] = np.inf
    s[LOST_BY], s[TRACKED] = -2.0, -1.0


@merged
def system_ready_jd(u: float, from_jd: float, per_day: float) -> float:
    """Day on which a system is ready: exponential after its earliest day."""
    return from_jd - math.log1p(-u) / per_day if per_day > 0.0 else np.inf


@inlined
def all_ready(need: int, jd: float, systems_jd: Floats, dates: Dates) -> bool:
    """Whether every system that serves a need is ready by a day."""
    ready = True
    for k in range(systems_jd.size):
        ready = ready and (dates.systems[0, k] != need or systems_jd[k] <= jd)
    return ready


@merged
def begin_window(
    s: Floats, i: int, luck: Floats, systems_jd: Floats, odds: Floats, dates: Dates, fleets: Ints
) -> None:
    """Partners leave or slip; the fleet is ready or not; the fleet's common chance of landing is drawn."""
    if i > 0:
        s[MADE_BEFORE] = made_t(s, dates.windows[DECISION, i], luck, odds, dates)
    s[WINDOW_NOW] = i
    for e in range(2):
        # Who has delivered cannot take it back.
        if s[BUILDER + e] != 1.0 and s[OUT + e] == 0.0 and luck[WITHDRAWAL + e, i] < odds[WITHDRAWN + e]:
            s[OUT + e], s[OUT_SINCE + e] = 1.0, i
        s[DELAYED + e] = 1.0 if luck[DELAY + e, i] < odds[SLIPS + e] else 0.0
    fleet = min(int(s[N_FLOWN]), fleets.shape[1] - 1)
    likely = odds[READY_AGAIN] if s[N_FLOWN] > 0.0 else odds[READY_FRAC]
    is_ready = luck[READINESS, i] < likely and fleets[WINDOW, fleet] <= dates.windows[YEAR, i]
    is_ready = is_ready and all_ready(FOR_FLEET, dates.windows[CARGO_DEPARTURE, i], systems_jd, dates)
    s[FLEET_OF], s[READY], s[FLYING] = fleet, 1.0 if is_ready else 0.0, 0.0
    s[N_LANDED], s[N_CREWS] = 0.0, 0.0
    if not is_ready:
        return
    if math.isnan(odds[FIXED_CHANCE]):
        a, b = belief(s, odds)
        s[CHANCE] = beta_quantile(luck[FLEET, i], a, b)
    else:
        s[CHANCE] = odds[FIXED_CHANCE]


@inlined
def belief(s: Floats, odds: Floats) -> tuple[float, float]:
    """Beta parameters of a landing's chance: failures count for the part that is not mended."""
    return odds[PRIOR_SUCCESS] + s[N_SUCCESS], odds[PRIOR_FAILURE] + (1.0 - odds[DISCOUNT]) * s[N_FAILURE]


@inlined
def works_from_jd(s: Floats, odds: Floats) -> float:
    """Day from which propellant is made: station and, where it is apart, plant must run."""
    return max(s[FROM_JD], s[FROM_JD + 1]) if odds[NEEDS_PLANT] else s[FROM_JD]  # type: ignore[no-any-return]


@inlined
def overlap_days(i: int, start: float, end: float, dates: Dates) -> float:
    """Days between `start` and `end` that lie between the decisions on window i and the next."""
    last = dates.windows.shape[1] - 1
    low = start if i == 0 else max(start, dates.windows[DECISION, i])
    high = end if i == last else min(end, dates.windows[DECISION, i + 1])
    return max(high - low, 0.0)


@merged
def made_t(s: Floats, jd: float, luck: Floats, odds: Floats, dates: Dates) -> float:
    """Propellant made on Mars until a day, storms counted window by window.

    What was made before the decision on the present window is known from when that was taken.
    """
    start, kind, total = works_from_jd(s, odds), int(s[BUILDER]), s[MADE_BEFORE]
    if start < jd:
        for i in range(int(s[WINDOW_NOW]), dates.windows.shape[1]):
            if i > 0 and dates.windows[DECISION, i] >= jd:
                break
            days = overlap_days(i, start, jd, dates)
            if days > 0.0:
                stormy = 1 if luck[STORM, i] < odds[STORM_FRAC] else 0
                total += days * odds[RATE + 2 * kind + stormy]
    return total  # type: ignore[no-any-return]


@merged
def station_shown(
    s: Floats, jd: float, luck: Floats, odds: Floats, dates: Dates
) -> tuple[float, float, float]:
    """Sols that the station has run, part of them in which it carried the base, winters and storms seen."""
    start, kind = s[FROM_JD], int(s[BUILDER])
    if start >= jd:
        return 0.0, 0.0, 0.0
    carried, trials = 0.0, 0.0
    top = dates.availability.shape[2] - 1
    for i in range(dates.windows.shape[1]):
        if i > 0 and dates.windows[DECISION, i] >= jd:
            break
        days = overlap_days(i, start, jd, dates)
        if days > 0.0:
            stormy = 1 if luck[STORM, i] < odds[STORM_FRAC] else 0
            at = luck[SHOWN, i] * top
            k = min(int(at), top - 1)
            low, high = dates.availability[kind, stormy, k], dates.availability[kind, stormy, k + 1]
            carried += days * (low + (at - k) * (high - low))
            trials += stormy
    for k in range(dates.winter.size):
        if start <= dates.winter[k] <= jd:
            trials += 1.0
    return (jd - start) / odds[SOL_DAY], carried / (jd - start), trials


@merged
def gather_evidence(s: Floats, jd: float, luck: Floats, odds: Floats, dates: Dates, e: Floats) -> None:
    """Fill `e` (12,) with what has been seen by a day, in the order of ``gates.Evidence``.

    Sums over windows are left at nothing where no gate asks for them: they would take most of the time.
    """
    a, b = belief(s, odds)
    sols = max((jd - s[FROM_JD]) / odds[SOL_DAY], 0.0)
    available, trials, made = 0.0, 0.0, 0.0
    if odds[LIMITS + 9] > 0.0 or odds[LIMITS + 10] > 0.0:
        sols, available, trials = station_shown(s, jd, luck, odds, dates)
    if odds[LIMITS + 4] > 0.0:
        made = made_t(s, jd, luck, odds, dates)
    e[0], e[1], e[2] = s[N_SUCCESS], s[LAST], a / (a + b)
    e[3] = 1.0 - beta_cdf(odds[LIMITS + 5], a, b) if odds[LIMITS + 6] > 0.0 else 1.0
    e[4], e[5] = s[AT_SITE], sols
    e[6] = odds[POWER_KW + int(s[BUILDER])] if sols > 0.0 else 0.0
    e[7], e[8], e[9] = available, trials, made
    e[10] = odds[RATE + 2 * int(s[BUILDER])] * odds[SOL_DAY] if works_from_jd(s, odds) < jd else 0.0
    e[11] = s[STORES]


@merged
def closed_mask(e: Floats, limits: Floats) -> int:
    """Gates that are closed, as bits in the order of ``gates.GATES``."""
    mask = 0
    mask |= int(e[0] < limits[0])
    mask |= int(e[1] < limits[1] - ROUNDING) << 1
    mask |= int(e[2] < limits[2] - ROUNDING or e[3] < limits[6] - ROUNDING) << 2
    mask |= int(limits[7] > 0.0 and e[4] == 0.0) << 3
    mask |= int(e[5] < limits[3] - ROUNDING or e[6] < limits[8] - ROUNDING) << 4
    mask |= int(e[7] < limits[9] - ROUNDING or (limits[10] > 0.0 and e[8] == 0.0)) << 5
    mask |= int(e[9] < limits[4] - ROUNDING) << 6
    mask |= int(e[10] < limits[11] - ROUNDING) << 7
    mask |= int(e[11] < limits[12] - ROUNDING) << 8
    mask |= int(limits[13] > 0.0 and e[5] <= 0.0) << 9
    return mask


@merged
def decide_crew(
    s: Floats, i: int, luck: Floats, systems_jd: Floats, odds: Floats, dates: Dates, fleets: Ints, e: Floats
) -> int:
    """Bits of the reasons that keep a crew at home in window i; without any, its ships are to fly."""
    jd, paused = dates.windows[CREW_DEPARTURE, i], s[STAND_DOWN] > 0.0
    # A window in which nobody could fly counts as the one that a loss costs.
    s[STAND_DOWN] = 0.0
    if dates.windows[YEAR, i] < odds[CREW_FIRST_WINDOW] or math.isnan(jd):
        return 0
    gather_evidence(s, jd, luck, odds, dates, e)
    mask = closed_mask(e, odds[LIMITS:])
    if not all_ready(FOR_CREW, jd, systems_jd, dates):
        mask |= 1 << CREW_SYSTEMS
    if not all_ready(FOR_LICENCE, jd, systems_jd, dates):
        mask |= 1 << LICENCE
    n_crew = fleets[N_CREW, int(s[FLEET_OF])]
    if s[READY] == 0.0 or n_crew == 0:
        mask |= 1 << NOT_READY
    if paused:
        mask |= 1 << PAUSED
    s[FLYING] = n_crew if mask == 0 else 0.0
    return mask


@merged
def crew_departs(s: Floats, i: int, luck: Floats, odds: Floats, dates: Dates) -> None:
    """Crew ships leave Earth: one leads, whose fate is the crew's; the others follow with their own luck."""
    s[LEADER] = BY_LAUNCH if luck[LAUNCH, i] >= odds[LAUNCH_FRAC] else LIVES
    s[N_OTHERS] = binomial_quantile(
        int(s[FLYING]) - 1, odds[LAUNCH_FRAC] * odds[TRANSIT_FRAC], luck[OTHERS, i]
    )
    if s[LEADER] == BY_LAUNCH:
        s[STAND_DOWN] = 1.0
    if s[FIRST_WINDOW] == 0.0:
        s[FIRST_WINDOW], s[TRACKED], s[CREW] = dates.windows[YEAR, i], i, UNDER_WAY
        if s[LEADER] == BY_LAUNCH:
            s[LOST_BY], s[CREW], s[LOST_JD] = BY_LAUNCH, LOST, dates.windows[CREW_DEPARTURE, i]


@merged
def crew_arrives(s: Floats, i: int, luck: Floats, odds: Floats, dates: Dates) -> None:
    """Crew ships land or are lost; what their landings teach is learned like that of any other ship."""
    chance = s[CHANCE]
    if math.isnan(odds[FIXED_CHANCE]):
        chance += odds[MARGIN] * (1.0 - chance)
    n_landed, n_tried = 0.0, s[N_OTHERS]
    if s[LEADER] == LIVES:
        if luck[TRANSIT, i] >= odds[TRANSIT_FRAC]:
            s[LEADER] = BY_TRANSIT
        else:
            n_tried += 1.0
            if luck[LANDING, i] < chance:
                n_landed = 1.0
            else:
                s[LEADER] = BY_LANDING
    n_landed += binomial_quantile(int(s[N_OTHERS]), chance, luck[OTHERS_LANDING, i])
    s[N_SUCCESS] += n_landed
    s[N_FAILURE] += n_tried - n_landed
    s[N_CREWS] = n_landed
    if n_landed > 0.0 and s[FIRST_LANDING] == 0.0:
        s[FIRST_LANDING] = dates.windows[CREW_YEAR, i]
    if n_landed < s[FLYING]:
        s[STAND_DOWN] = 1.0
    if s[TRACKED] == i and s[CREW] == UNDER_WAY:
        if s[LEADER] == LIVES:
            s[CREW], s[ARRIVED], s[SINCE] = (
                ON_MARS,
                dates.windows[CREW_ARRIVAL, i],
                dates.windows[CREW_ARRIVAL, i],
            )
            s[OWN_STORES] = odds[OWN_STORES_SOLS]
        else:
            s[CREW], s[LOST_BY], s[LOST_JD] = LOST, s[LEADER], dates.windows[CREW_ARRIVAL, i]


@merged
def cargo_departs(s: Floats) -> None:
    """The fleet has left: the next one comes up in the plan."""
    s[N_FLOWN] += 1.0


@merged
def cargo_arrives(
    s: Floats, i: int, luck: Floats, systems_jd: Floats, odds: Floats, dates: Dates, fleets: Ints
) -> None:
    """Cargo ships land; stores, the site's survey, station and plant come with them."""
    sent = fleets[N_CARGO, int(s[FLEET_OF])]
    landed = binomial_quantile(sent, s[CHANCE], luck[LANDINGS, i])
    s[N_SUCCESS] += landed
    s[N_FAILURE] += sent - landed
    s[N_LANDED] = landed
    if sent > 0:
        s[LAST] = landed / sent
    if landed == 0:
        return
    s[STORES] = max(s[STORES], min(s[STORES] + landed * odds[STORES_PER_SHIP], odds[STORES_CAP]))
    if luck[SITE, i] < odds[SITE_FRAC]:
        s[AT_SITE] = 1.0
    for e in range(2):
        if s[BUILDER + e] == 0.0 and odds[ABOARD_FROM + e] <= s[FLEET_OF]:
            land_element(s, e, i, luck, systems_jd, odds, dates)


@merged
def land_element(
    s: Floats, e: int, i: int, luck: Floats, systems_jd: Floats, odds: Floats, dates: Dates
) -> None:
    """Station (0) or plant (1) is set up by the partner or, where it has left, by the fallback."""
    if s[DELAYED + e] > 0.0 or not all_ready(
        FOR_STATION + e, dates.windows[CARGO_DEPARTURE, i], systems_jd, dates
    ):
        return
    if s[OUT + e] == 0.0:
        builder, works = 1.0, odds[WORKS_FRAC + e]
        is_due = dates.windows[YEAR, i] >= odds[FIRST_DUE + e]
    else:
        builder, works = 2.0, odds[FALLBACK_WORKS + e]
        first = 0
        while first < dates.windows.shape[1] - 1 and dates.windows[YEAR, first] < odds[FIRST_DUE + e]:
            first += 1
        is_due = i >= max(first, int(s[OUT_SINCE + e])) + odds[FALLBACK_DELAY + e]
    if is_due and luck[WORKS + e, i] < works:
        s[BUILDER + e] = builder
        s[FROM_JD + e] = dates.windows[CARGO_ARRIVAL, i] + odds[COMMISSIONING + e]


@merged
def power_survival(s: Floats, start: float, end: float, luck: Floats, odds: Floats, dates: Dates) -> float:
    """Chance that power carries a crew from day to day, by the station that runs and the storms that come."""
    hazard, kind = 0.0, int(s[BUILDER])
    for i in range(dates.windows.shape[1]):
        if i > 0 and dates.windows[DECISION, i] >= end:
            break
        stormy = 1 if luck[STORM, i] < odds[STORM_FRAC] else 0
        bare = overlap_days(i, start, min(end, s[FROM_JD]), dates)
        run = overlap_days(i, max(start, s[FROM_JD]), end, dates)
        if bare > 0.0:
            hazard += bare * odds[POWER_HAZARD + stormy]
        if run > 0.0:
            hazard += run * odds[POWER_HAZARD + 2 * kind + stormy]
    return math.exp(-hazard)


@merged
def home_opens(s: Floats, r: int, luck: Floats, odds: Floats, dates: Dates) -> None:
    """A way home opens: the crew on Mars has lived until then or not, and leaves if it can."""
    jd = dates.homes[0, r]
    if s[CREW] != ON_MARS or jd - s[ARRIVED] < odds[MIN_STAY]:
        return
    live_stay(s, r, luck, odds, dates)
    leave_or_wait(s, r, luck, odds, dates)


@merged
def live_stay(s: Floats, r: int, luck: Floats, odds: Floats, dates: Dates) -> None:
    """What the time since the last way home, or the landing, did to the crew on Mars, in one step."""
    jd = dates.homes[0, r]
    days = jd - s[SINCE]
    eaten = days / odds[SOL_DAY]
    own = min(eaten, s[OWN_STORES])
    lost_by = LIVES
    if luck[POWER, r] >= power_survival(s, s[SINCE], jd, luck, odds, dates):
        lost_by = BY_POWER
    elif eaten - own > s[STORES] + ROUNDING or luck[LIFE, r] >= math.exp(-days * odds[LIFE_HAZARD]):
        lost_by = BY_LIFE
    s[OWN_STORES] -= own
    s[STORES] = max(s[STORES] - (eaten - own), 0.0)
    s[SINCE] = jd
    if lost_by != LIVES:
        s[CREW], s[LOST_BY], s[LOST_JD], s[STAND_DOWN] = LOST, lost_by, jd, 1.0


@merged
def leave_or_wait(s: Floats, r: int, luck: Floats, odds: Floats, dates: Dates) -> None:
    """The crew that lives leaves if there is propellant, waits for the next way home, or stays."""
    jd = dates.homes[0, r]
    s[N_RETURNS] += 1.0
    if s[CREW] != ON_MARS:
        return
    left_t = made_t(s, jd, luck, odds, dates) - s[USED]
    if dates.can_go_home and left_t >= odds[RETURN_T] - ROUNDING:
        s[USED] += odds[RETURN_T]
        if luck[RETURN, r] >= odds[COMES_HOME]:
            s[CREW], s[LOST_BY], s[LOST_JD], s[STAND_DOWN] = LOST, BY_RETURN, jd, 1.0
        else:
            s[CREW], s[HOME_JD] = HOME, dates.homes[1, r]
    elif s[N_RETURNS] >= odds[MOST_RETURNS] or not dates.can_go_home:
        s[CREW] = STAYS
