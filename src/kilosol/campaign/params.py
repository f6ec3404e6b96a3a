"""Rules, dates and state of campaigns as records: what the compiled transitions read and write, by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from kilosol.campaign.calendar import Calendar, Manifest
from kilosol.campaign.gates import GATES, TESTS, Evidence, GateLimits, asked_evidence
from kilosol.campaign.rules import MOST_CHAINS, NEEDS, CampaignRules, HomeChain, PartnerRules
from kilosol.campaign.set_up import SetUp, fixed_set_up, rates_per_day
from kilosol.data import table
from kilosol.errors import OutOfRange
from kilosol.records import record_of, records_of

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Pair = tuple[float, float]

#: Elements of the base: places in the pairs of parameters, of the state and of the draws.
STATION, PLANT = range(2)

#: Who built an element, as coded in the state, in the order of ``rules.STATIONS``.
NOBODY, PARTNER, FALLBACK = range(3)

#: Where the first crew is, in the order of ``kernel.FATES``.
AT_EARTH, UNDER_WAY, ON_MARS, HOME, LOST, STAYS = range(6)

#: The leader's fate, and the causes of its loss in the order of ``rules.CAUSES``. Nobody has flown yet.
LIVES, BY_LAUNCH, BY_TRANSIT, BY_LANDING, BY_POWER, BY_LIFE, BY_RETURN = range(-1, 6)
NOT_FLOWN = -2


@dataclass(frozen=True, slots=True)
class CampaignParams:
    """Rules of a campaign as its transitions take them: rates and hazards by day, elements as pairs.

    Pairs are of the station and the plant. What comes by station is of none, the partner's and the
    fallback; what comes by storm as well, of calm and stormy times.
    """

    ready_frac: float
    ready_again_frac: float
    prior_success: float
    prior_failure: float
    failure_discount_frac: float
    #: NaN: learned from landings.
    success_frac: float
    crew_first_window: int
    is_out: Pair
    first_due: Pair
    works_frac: Pair
    withdrawn_per_window: Pair
    delayed_per_window: Pair
    fallback_works_frac: Pair
    fallback_delay_windows: Pair
    #: First fleet with the element aboard.
    aboard_from: Pair
    #: Rates of setting up by element, robots and luck; robots that land and last.
    set_up_per_day: Floats
    set_up_robots: Floats
    robots_kept_frac: float
    crew_hands: float
    needs_plant: bool
    station_kw: Floats
    propellant_t_per_day: Floats
    power_hazard_per_day: Floats
    storm_frac: float
    sol_day: float
    launch_frac: float
    transit_frac: float
    landing_margin_frac: float
    life_hazard_per_day: float
    return_frac: float
    return_t: float
    own_stores_sols: float
    stores_sols_per_ship: float
    stores_cap_sols: float
    n_returns: int
    min_stay_days: float
    site_frac: float
    landing_bound_frac: float
    #: Whether a gate asks for it: sums over windows take most of the time.
    asks_bound: bool
    asks_record: bool
    asks_propellant: bool
    asks_home: bool
    #: Chains of elements for the way home; the rest by chain, nothing beyond their number.
    n_chains: int
    chain_first_window: Pair
    chain_needs_t: Pair
    chain_aboard_t: Pair
    chain_works_frac: Pair
    chain_made_t_per_day: Pair
    chain_uses_spare: Pair
    chain_return_t: Pair
    chain_holds_t: Pair
    chain_return_frac: Pair
    chain_flies_once: Pair
    chain_needs_site: Pair
    chain_needs_reactor: Pair


@dataclass(frozen=True, slots=True)
class Window:
    """Dates of a window, as in ``Calendar``; `is_meant` where a crew is to fly."""

    year: int
    decision_jd: float
    cargo_departure_jd: float
    cargo_arrival_jd: float
    crew_departure_jd: float
    crew_arrival_jd: float
    crew_arrival_year: int
    is_meant: bool


@dataclass(frozen=True, slots=True)
class WayHome:
    """A way home."""

    departure_jd: float
    arrival_jd: float


@dataclass(frozen=True, slots=True)
class SystemDates:
    """A system: place of its need in ``rules.NEEDS``, earliest day and hazard after it."""

    need: int
    not_before_jd: float
    ready_per_day: float


@dataclass(frozen=True, slots=True)
class Season:
    """First and last day on which a global storm may begin."""

    first_jd: float
    last_jd: float


@dataclass(frozen=True, slots=True)
class Fleet:
    """Earliest window and ships of a fleet."""

    window: int
    n_cargo: int
    n_crew: int
    robots_per_ship: float


@dataclass(frozen=True, slots=True)
class AskedTest:
    """A test of a gate that is switched on: place of the gate and of the evidence, and the limit."""

    gate: int
    evidence: int
    is_any: bool
    limit: float


class Dates(NamedTuple):
    """The calendar and tables, as records.

    `homes` are only dates of reckoning where `can_go_home` is false; `winter_jd` holds middles of dark
    seasons, `availability_frac` quantiles by station and storm as in the rules.
    """

    windows: Sequence[Window]
    homes: Sequence[WayHome]
    winter_jd: Floats
    systems: Sequence[SystemDates]
    availability_frac: Floats
    can_go_home: bool
    seasons: Sequence[Season]
    mars_year_day: float

    @property
    def years(self) -> Ints:
        """Years of the windows, shape (w,)."""
        return np.array([window.year for window in self.windows], dtype=np.int64)

    @property
    def home_days(self) -> Ints:
        """Days of the ways home as whole numbers: what their draws are keyed by."""
        return np.array([np.floor(home.departure_jd) for home in self.homes], dtype=np.int64)


class CampaignRecords(NamedTuple):
    """All that campaigns are played by: parameters, dates, fleets in the order in which they fly, gates."""

    params: CampaignParams
    dates: Dates
    fleets: Sequence[Fleet]
    tests: Sequence[AskedTest]


@dataclass(slots=True)
class CampaignState:
    """Where one campaign stands. Pairs are of the station and the plant; as it begins by default."""

    n_success: int = 0
    n_failure: int = 0
    last_success_frac: float = 0.0
    n_flown: int = 0
    is_out: Floats = field(default_factory=lambda: np.zeros(2))
    out_since: Floats = field(default_factory=lambda: np.zeros(2))
    is_delayed: Floats = field(default_factory=lambda: np.zeros(2))
    builder: Floats = field(default_factory=lambda: np.zeros(2))
    from_jd: Floats = field(default_factory=lambda: np.full(2, np.inf))
    stands_down: bool = False
    site_flag: float = 0.0
    stores_sols: float = 0.0
    own_stores_sols: float = 0.0
    used_t: float = 0.0
    is_ready: bool = False
    fleet: int = 0
    landing_frac: float = 0.0
    n_flying: int = 0
    n_others: int = 0
    leader: int = 0
    first_window: int = 0
    tracked: int = -1
    crew: int = AT_EARTH
    arrived_jd: float = 0.0
    since_jd: float = 0.0
    n_returns: int = 0
    lost_by: int = NOT_FLOWN
    lost_jd: float = 0.0
    first_landing_year: int = 0
    home_jd: float = 0.0
    n_landed: int = 0
    n_crews_landed: int = 0
    window: int = 0
    made_before_t: float = 0.0
    n_robots: float = 0.0
    crew_hands: float = 0.0
    chain_landed_t: Floats = field(default_factory=lambda: np.zeros(MOST_CHAINS))
    chain_from_jd: Floats = field(default_factory=lambda: np.full(MOST_CHAINS, np.inf))
    #: Made and no longer there: burnt on a way home, or made when the tanks were full.
    chain_gone_t: Floats = field(default_factory=lambda: np.zeros(MOST_CHAINS))
    went_by: int = -1


@dataclass(slots=True)
class CampaignEnd:
    """What is kept of a campaign's end, as in :class:`CampaignState`."""

    first_landing_year: int = 0
    first_window: int = 0
    lost_by: int = 0
    crew: int = 0
    home_jd: float = 0.0
    used_t: float = 0.0
    lost_jd: float = 0.0
    went_by: int = 0


@dataclass(slots=True)
class SolParams:
    """Numbers of the sol level: the campaign, set by who plays it; words of the key; days of a storm."""

    is_by_sols: bool = False
    campaign: int = 0
    key_0: int = 0
    key_1: int = 0
    storm_days: float = 0.0


def begin_state(params: CampaignParams) -> CampaignState:
    """State in which nothing has flown and nobody has left, as a record."""
    return record_of(CampaignState(is_out=np.array(params.is_out)))


def idle_streams(rules: CampaignRecords, limits: GateLimits, *, by_sols: bool = False) -> tuple[str, ...]:
    """Streams that decide nothing: what their numbers are held against never happens, or always."""
    params = rules.params
    certain = {
        "withdrawal": params.withdrawn_per_window[STATION] == 0.0,
        "withdrawal-plant": params.withdrawn_per_window[PLANT] == 0.0,
        "delay": params.delayed_per_window[STATION] == 0.0,
        "delay-plant": params.delayed_per_window[PLANT] == 0.0,
        "plant": params.aboard_from[PLANT] >= len(rules.fleets),
        "site": params.site_frac in (0.0, 1.0),
        "shown": "availability_frac" not in asked_evidence(limits),
        "storm": params.storm_frac == 0.0,
        "storm-onset": not by_sols or params.storm_frac == 0.0,
        "home-chain": params.n_chains < 1,
        "home-chain-second": params.n_chains < 2,
    }
    return tuple(name for name, is_idle in certain.items() if is_idle)


def campaign_records(calendar: Calendar, plan: tuple[Manifest, ...], rules: CampaignRules) -> CampaignRecords:
    """Records for the compiled transitions.

    Parameters
    ----------
    calendar : Calendar
    plan : tuple of Manifest
    rules : CampaignRules

    Returns
    -------
    CampaignRecords

    Raises
    ------
    OutOfRange
        If a ship of one window is still under way when the next window is decided: its landing could not be
        evidence for it.
    """
    orbits = table("transfer/orbits")
    year_day, mars_year_day = orbits.number("earth_year_day"), orbits.number("mars_year_day")
    fleets = records_of([Fleet(m.window, m.n_cargo, m.n_crew, _robots_per_ship(m)) for m in plan])
    return CampaignRecords(
        record_of(_params(plan, rules, mars_year_day)),
        _dates(calendar, plan, rules, year_day, mars_year_day),
        fleets,
        asked_tests(rules.gates),
    )


def _robots_per_ship(manifest: Manifest) -> float:
    return manifest.n_robots / max(manifest.n_cargo + manifest.n_crew, 1)


def asked_tests(limits: GateLimits) -> Sequence[AskedTest]:
    """Tests of the gates that are switched on, as records."""
    places = {name: k for k, name in enumerate(Evidence.__slots__)}
    asked = [
        AskedTest(
            GATES.index(gate), places[test.evidence], test.comparison == "any", float(getattr(limits, limit))
        )
        for limit, (gate, test) in TESTS.items()
        if test.evidence and getattr(limits, limit)
    ]
    return records_of(asked, like=AskedTest(0, 0, False, 0.0))


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
    columns = zip(
        calendar.year,
        decision,
        calendar.cargo_departure_jd,
        calendar.cargo_arrival_jd,
        calendar.crew_departure_jd,
        calendar.crew_arrival_jd,
        calendar.crew_arrival_year,
        (int(y) in meant for y in calendar.year),
        strict=True,
    )
    seasons = np.asarray(calendar.storm_season_jd, dtype=np.float64).reshape(-1, 2)
    return Dates(
        windows=records_of([Window(*row) for row in columns]),
        homes=records_of([WayHome(*row) for row in zip(home, back, strict=True)], like=WayHome(0.0, 0.0)),
        winter_jd=np.array(calendar.winter_jd, dtype=np.float64),
        systems=records_of(
            [
                SystemDates(NEEDS.index(s.need), s.not_before_jd, s.ready_per_year / year_day)
                for s in rules.systems
            ],
            like=SystemDates(0, 0.0, 0.0),
        ),
        availability_frac=np.ascontiguousarray(rules.station.availability_frac, dtype=np.float64),
        can_go_home=knows_home,
        seasons=records_of([Season(*row) for row in seasons], like=Season(0.0, 0.0)),
        mars_year_day=mars_year_day,
    )


def _params(plan: tuple[Manifest, ...], rules: CampaignRules, mars_year_day: float) -> CampaignParams:
    station, crew, plant = rules.station, rules.crew, rules.plant
    nobody = PartnerRules(False, 0, 0.0, 0.0, 0)
    who = (rules.partner, plant.partner if plant else nobody)
    asked = asked_evidence(rules.gates)

    def each(name: str) -> Pair:
        first, second = (float(getattr(p, name)) for p in who)
        return first, second

    def aboard(name: str) -> float:
        return float(next((i for i, m in enumerate(plan) if getattr(m, name)), len(plan)))

    calm = (crew.surface_bare_frac, crew.surface_frac, crew.surface_fallback_frac)
    survives = np.stack([calm, crew.storm_surface_frac or calm], axis=1)
    rate = np.array([0.0, station.propellant_t_per_sol, station.fallback_propellant_t_per_sol])
    rates = np.stack([rate, rate * np.array(station.storm_propellant_factor)], axis=1)
    return CampaignParams(
        ready_frac=rules.ready_frac,
        ready_again_frac=rules.ready_again_frac,
        prior_success=rules.prior_success,
        prior_failure=rules.prior_failure,
        failure_discount_frac=rules.failure_discount_frac,
        success_frac=float("nan") if rules.success_frac is None else rules.success_frac,
        crew_first_window=rules.crew_first_window,
        is_out=(float(not who[STATION].is_offered), float(not who[PLANT].is_offered)),
        first_due=each("first_window"),
        works_frac=each("works_frac"),
        withdrawn_per_window=each("withdrawn_per_window"),
        delayed_per_window=each("delayed_per_window"),
        fallback_works_frac=(station.fallback_works_frac, plant.own_works_frac if plant else 0.0),
        fallback_delay_windows=each("fallback_delay_windows"),
        aboard_from=(aboard("brings_station"), aboard("brings_plant")),
        **_hands(rules),
        needs_plant=plant is not None,
        station_kw=np.array(station.power_kw),
        propellant_t_per_day=rates / station.sol_day,
        power_hazard_per_day=_hazard(survives, mars_year_day),
        storm_frac=station.storm_per_mars_year,
        sol_day=station.sol_day,
        launch_frac=crew.launch_frac,
        transit_frac=crew.transit_frac,
        landing_margin_frac=crew.landing_margin_frac,
        life_hazard_per_day=float(_hazard(np.array([crew.life_support_frac]), mars_year_day)[0]),
        return_frac=crew.return_frac,
        return_t=crew.return_t,
        own_stores_sols=crew.own_stores_sols,
        stores_sols_per_ship=crew.stores_sols_per_ship,
        stores_cap_sols=crew.stores_cap_sols,
        n_returns=int(crew.n_returns),
        min_stay_days=crew.min_stay_days,
        site_frac=rules.site_frac,
        landing_bound_frac=rules.gates.landing_bound_frac,
        asks_bound="bound_chance_frac" in asked,
        asks_record=bool({"availability_frac", "n_trials"} & asked),
        asks_propellant="propellant_t" in asked,
        asks_home="home_flag" in asked,
        **_chains(rules.chains, station.sol_day),
    )


def _hands(rules: CampaignRules) -> dict[str, Any]:
    """Who sets up what has landed, and how fast."""
    work = rules.set_up or _as_ruled(rules)
    return {
        "set_up_per_day": rates_per_day(work, rules.station.sol_day),
        "set_up_robots": np.ascontiguousarray(work.n_robots, dtype=np.float64),
        "robots_kept_frac": work.kept_frac,
        "crew_hands": work.crew_hands,
    }


def _as_ruled(rules: CampaignRules) -> SetUp:
    """Set-up by the fixed times of the rules themselves."""
    station, plant = rules.station.commissioning_sols, rules.plant
    chains = [chain.commissioning_sols for chain in rules.chains[:MOST_CHAINS]]
    chains += [0.0] * (MOST_CHAINS - len(chains))
    return fixed_set_up((station, station, plant.commissioning_sols if plant else 0.0, *chains))


def _chains(chains: tuple[HomeChain, ...], sol_day: float) -> dict[str, Any]:
    """Chains of elements for the way home, field by field."""
    if len(chains) > MOST_CHAINS:
        raise OutOfRange("chains", len(chains), f"at most {MOST_CHAINS}")

    def each(name: str, scale: float = 1.0) -> Pair:
        first, second = (
            scale * float(getattr(chains[k], name)) if k < len(chains) else 0.0 for k in range(MOST_CHAINS)
        )
        return first, second

    return {
        "n_chains": len(chains),
        "chain_first_window": each("first_window"),
        "chain_needs_t": each("needs_t"),
        "chain_aboard_t": each("aboard_t"),
        "chain_works_frac": each("works_frac"),
        "chain_made_t_per_day": each("made_t_per_sol", 1.0 / sol_day),
        "chain_uses_spare": each("uses_spare_power"),
        "chain_return_t": each("return_t"),
        "chain_holds_t": each("holds_t"),
        "chain_return_frac": each("return_frac"),
        "chain_flies_once": each("flies_once"),
        "chain_needs_site": each("needs_site"),
        "chain_needs_reactor": each("needs_reactor"),
    }


def _hazard(survives: Floats, days: float) -> Floats:
    """Constant hazard per day whose survival over `days` is `survives`; infinite for none."""
    with np.errstate(divide="ignore"):
        return np.asarray(np.abs(np.log(survives)) / days)
