"""Rules, dates and fleets as plain numbers, in the form that the compiled transitions take."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kilosol.campaign.calendar import Calendar, Manifest
from kilosol.campaign.rules import NEEDS, CampaignRules, PartnerRules
from kilosol.data import table
from kilosol.errors import OutOfRange

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Pair = tuple[float, float]


#: Places in the odds, an array of all rules in numbers: a compiled call copies one pointer and not fifty
#: numbers. Entries of elements are pairs (station, plant); those of the power come by who built the station,
#: then calm or stormy.
READY_FRAC, READY_AGAIN, PRIOR_SUCCESS, PRIOR_FAILURE, DISCOUNT, FIXED_CHANCE = 0, 1, 2, 3, 4, 5
CREW_FIRST_WINDOW, IS_OUT, FIRST_DUE, WORKS_FRAC, WITHDRAWN, SLIPS = 6, 7, 9, 11, 13, 15
FALLBACK_WORKS, FALLBACK_DELAY, ABOARD_FROM, COMMISSIONING, NEEDS_PLANT, POWER_KW = 17, 19, 21, 23, 25, 26
RATE, POWER_HAZARD, STORM_FRAC, SOL_DAY, LAUNCH_FRAC, TRANSIT_FRAC = 29, 35, 41, 42, 43, 44
MARGIN, LIFE_HAZARD, COMES_HOME, RETURN_T, OWN_STORES_SOLS, STORES_PER_SHIP = 45, 46, 47, 48, 49, 50
STORES_CAP, MOST_RETURNS, MIN_STAY, SITE_FRAC, LIMITS = 51, 52, 53, 54, 55


class Dates(NamedTuple):
    """The calendar and tables: `windows` with the rows below, `homes` with departures and arrivals.

    `homes` are only dates of reckoning where `can_go_home` is false; `winter` holds middles of dark seasons,
    `systems` need, earliest day and hazard per day of each system, `availability` quantiles as in the rules;
    `seasons` first and last days on which a global storm may begin.
    """

    windows: Floats
    homes: Floats
    winter: Floats
    systems: Floats
    availability: Floats
    can_go_home: bool
    seasons: Floats
    mars_year_day: float

    @property
    def years(self) -> Ints:
        """Years of the windows, shape (w,)."""
        return np.asarray(self.windows[YEAR], dtype=np.int64)


#: Rows of the windows, and of the fleets.
YEAR, DECISION, CARGO_DEPARTURE, CARGO_ARRIVAL, CREW_DEPARTURE, CREW_ARRIVAL, CREW_YEAR, IS_MEANT = range(8)
WINDOW, N_CARGO, N_CREW = range(3)


def idle_rows(odds: Floats, n_fleets: int, by_sols: bool = False) -> tuple[str, ...]:
    """Rows of luck that decide nothing: what they are held against never happens, or always."""
    certain = {
        "withdrawal": odds[WITHDRAWN] == 0.0,
        "withdrawal-plant": odds[WITHDRAWN + 1] == 0.0,
        "delay": odds[SLIPS] == 0.0,
        "delay-plant": odds[SLIPS + 1] == 0.0,
        "plant": odds[ABOARD_FROM + 1] >= n_fleets,
        "site": odds[SITE_FRAC] in (0.0, 1.0),
        # What a station has shown is asked by two gates only.
        "shown": odds[LIMITS + 9] == 0.0,
        "storm": odds[STORM_FRAC] == 0.0,
        "storm-onset": not by_sols or odds[STORM_FRAC] == 0.0,
    }
    return tuple(name for name, is_idle in certain.items() if is_idle)


def pack(calendar: Calendar, plan: tuple[Manifest, ...], rules: CampaignRules) -> tuple[Floats, Dates, Ints]:
    """Numbers for the compiled transitions.

    Parameters
    ----------
    calendar : Calendar
    plan : tuple of Manifest
    rules : CampaignRules

    Returns
    -------
    odds : (n,)
        All rules in numbers.
    dates : Dates
    fleets : (3, f)
        Earliest window, cargo ships and crew ships of each fleet, in the order in which they fly.

    Raises
    ------
    OutOfRange
        If a ship of one window is still under way when the next window is decided: its landing could not be
        evidence for it.
    """
    fleets = np.array([[m.window, m.n_cargo, m.n_crew] for m in plan], dtype=np.int64).T.copy()
    orbits = table("transfer/orbits")
    year_day, mars_year_day = orbits.number("earth_year_day"), orbits.number("mars_year_day")
    odds = np.array(_odds(plan, rules, mars_year_day), dtype=np.float64)
    return odds, _dates(calendar, plan, rules, year_day, mars_year_day), fleets


def _dates(
    calendar: Calendar,
    plan: tuple[Manifest, ...],
    rules: CampaignRules,
    year_day: float,
    mars_year_day: float,
) -> Dates:
    decision = np.fmin(calendar.cargo_departure_jd, calendar.crew_departure_jd)
    landed = np.fmax(calendar.cargo_arrival_jd, calendar.crew_arrival_jd)
    late = np.flatnonzero(landed[:-1] >= decision[1:])
    if late.size:
        year = int(calendar.year[late[0]])
        raise OutOfRange("calendar", f"a landing after the next window ({year})", "windows after landings")
    meant = {m.window for m in plan if m.n_crew > 0}
    home, back = calendar.return_departure_jd, calendar.return_arrival_jd
    knows_home = bool(home.size)
    if not knows_home:
        # The risk of a stay is then counted over one Mars year.
        home = np.sort(calendar.crew_arrival_jd[np.isfinite(calendar.crew_arrival_jd)] + mars_year_day)
        back = home
    rows = (
        calendar.year,
        decision,
        calendar.cargo_departure_jd,
        calendar.cargo_arrival_jd,
        calendar.crew_departure_jd,
        calendar.crew_arrival_jd,
        calendar.crew_arrival_year,
        [int(y) in meant for y in calendar.year],
    )
    return Dates(
        np.array(rows, dtype=np.float64),
        np.array([home, back], dtype=np.float64),
        np.array(calendar.winter_jd, dtype=np.float64),
        np.array(
            [[NEEDS.index(s.need), s.not_before_jd, s.ready_per_year / year_day] for s in rules.systems],
            dtype=np.float64,
        )
        .reshape(len(rules.systems), 3)
        .T.copy(),
        np.ascontiguousarray(rules.station.availability_frac, dtype=np.float64),
        knows_home,
        np.ascontiguousarray(np.asarray(calendar.storm_season_jd, dtype=np.float64).reshape(-1, 2).T),
        mars_year_day,
    )


def _odds(plan: tuple[Manifest, ...], rules: CampaignRules, mars_year_day: float) -> list[float]:
    """All rules in the order of their places."""
    station, crew, plant = rules.station, rules.crew, rules.plant
    nobody = PartnerRules(False, 0, 0.0, 0.0, 0)
    who = (rules.partner, plant.partner if plant else nobody)

    def each(name: str) -> Pair:
        first, second = (float(getattr(p, name)) for p in who)
        return first, second

    def aboard(name: str) -> float:
        return float(next((i for i, m in enumerate(plan) if getattr(m, name)), len(plan)))

    def listed(values: Floats) -> tuple[float, ...]:
        return tuple(float(v) for v in values.ravel())

    calm = (crew.surface_bare_frac, crew.surface_frac, crew.surface_fallback_frac)
    survives = np.stack([calm, crew.storm_surface_frac or calm], axis=1)
    sols = (station.commissioning_sols, plant.commissioning_sols if plant else 0.0)
    rate = np.array([0.0, station.propellant_t_per_sol, station.fallback_propellant_t_per_sol])
    rates = np.stack([rate, rate * np.array(station.storm_propellant_factor)], axis=1)
    return [
        rules.ready_frac,
        rules.ready_again_frac,
        rules.prior_success,
        rules.prior_failure,
        rules.failure_discount_frac,
        float("nan") if rules.success_frac is None else rules.success_frac,
        rules.crew_first_window,
        *(float(not who[0].is_offered), float(not who[1].is_offered)),
        *each("first_window"),
        *each("works_frac"),
        *each("withdrawn_per_window"),
        *each("delayed_per_window"),
        *(station.fallback_works_frac, plant.own_works_frac if plant else 0.0),
        *each("fallback_delay_windows"),
        *(aboard("brings_station"), aboard("brings_plant")),
        *(sols[0] * station.sol_day, sols[1] * station.sol_day),
        plant is not None,
        *listed(np.array(station.power_kw)),
        *listed(rates / station.sol_day),
        *listed(_hazard(survives, mars_year_day)),
        station.storm_per_mars_year,
        station.sol_day,
        crew.launch_frac,
        crew.transit_frac,
        crew.landing_margin_frac,
        float(_hazard(np.array([crew.life_support_frac]), mars_year_day)[0]),
        crew.return_frac,
        crew.return_t,
        crew.own_stores_sols,
        crew.stores_sols_per_ship,
        crew.stores_cap_sols,
        int(crew.n_returns),
        crew.min_stay_days,
        rules.site_frac,
        *rules.gates.as_array(),
    ]


def _hazard(survives: Floats, days: float) -> Floats:
    """Constant hazard per day whose survival over `days` is `survives`; infinite for none."""
    with np.errstate(divide="ignore"):
        return np.asarray(np.abs(np.log(survives)) / days)
