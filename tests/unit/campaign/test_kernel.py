import dataclasses

import numpy as np
import pytest
from scipy.special import betaincinv

from kilosol.campaign import (
    Calendar,
    CampaignRules,
    CrewRisk,
    GateLimits,
    Manifest,
    PartnerRules,
    StationRules,
    fleet_plan,
    run_campaigns,
)
from kilosol.campaign.kernel import CAUSES, REASONS
from kilosol.errors import OutOfRange
from kilosol.streams import generator

SOL_DAY = 1.02749125
NO_GATES = GateLimits(0, 0.0, 0.0, 0.0, 0.0)
LANDINGS = GateLimits(3, 0.6, 0.0, 0.0, 0.0)
STATION = dataclasses.replace(LANDINGS, station_sols=300.0)
PLANT = dataclasses.replace(STATION, propellant_t=30.0)

#: Cargo and crew flights of five windows, as days after the first: departures some 780 days apart.
CALENDAR = Calendar(
    year=np.array([2026, 2028, 2031, 2033, 2035]),
    cargo_departure_jd=2461345.5 + np.array([0.0, 765.0, 1578.0, 2373.0, 3160.0]),
    cargo_arrival_jd=2461345.5 + np.array([297.0, 1083.0, 1899.0, 2580.0, 3380.0]),
    crew_departure_jd=2461345.5 + np.array([21.0, 786.0, 1554.0, 2352.0, 3140.0]),
    crew_arrival_jd=2461345.5 + np.array([201.0, 966.0, 1734.0, 2532.0, 3320.0]),
    crew_arrival_year=np.array([2027, 2029, 2031, 2033, 2035]),
)


def announced(*, first=2026, n_first=5):
    """Five ships first, then twenty with a crew and the station, as it was announced in 2025."""
    windows = [int(y) for y in CALENDAR.year]
    second = windows[windows.index(first) + 1]
    listed = [Manifest(first, n_first, 0, False), Manifest(second, 19, 1, True)]
    return fleet_plan(listed, windows, growth_factor=1.5, max_ships=100, crew_ships_after=2)


def rules(
    *, gates=LANDINGS, ready=0.7, success=None, works=0.7, leaves=0.1, risk=0.95, prior=(1.0, 1.0), **partner
):
    return CampaignRules(
        ready_frac=ready,
        ready_again_frac=ready,
        prior_success=prior[0],
        prior_failure=prior[1],
        failure_discount_frac=0.5,
        success_frac=success,
        crew_first_window=2028,
        gates=gates,
        partner=PartnerRules(
            **{
                "is_offered": True,
                "first_window": 2028,
                "works_frac": works,
                "withdrawn_per_window": leaves,
                "fallback_delay_windows": 1,
            }
            | partner
        ),
        station=StationRules(
            fallback_works_frac=works,
            commissioning_sols=60.0,
            propellant_t_per_sol=0.1,
            fallback_propellant_t_per_sol=0.05,
            sol_day=SOL_DAY,
        ),
        crew=CrewRisk(
            launch_frac=risk,
            transit_frac=risk,
            surface_frac=risk,
            surface_fallback_frac=risk if risk == 1.0 else 0.9 * risk,
            surface_bare_frac=risk if risk == 1.0 else 0.5 * risk,
            landing_margin_frac=0.3,
        ),
    )


SURE = {"ready": 1.0, "success": 1.0, "works": 1.0, "leaves": 0.0, "risk": 1.0}


def run(plan=None, how=None, *, n_draws=400, seed=3, calendar=CALENDAR):
    return run_campaigns(calendar, plan or announced(), how or rules(), n_draws=n_draws, seed=seed)


# --- A second kernel: one campaign at a time, plain numbers, written from the rules. ---


def landed_of(n, chance, uniform):
    """Smallest k at which the binomial distribution function reaches `uniform`, by summing it up."""
    if chance in (0.0, 1.0):
        return int(n * chance)
    term, total, k = (1.0 - chance) ** n, 0.0, 0
    while k < n:
        total += term
        if total >= uniform:
            return k
        term *= (n - k) / (k + 1) * chance / (1.0 - chance)
        k += 1
    return n


class OneCampaign:
    def __init__(self, calendar, plan, how, luck):
        self.calendar, self.plan, self.how, self.luck = calendar, plan, how, luck
        self.alpha, self.beta = how.prior_success, how.prior_failure
        self.landings, self.last_frac, self.n_flown = 0, 0.0, 0
        self.partner_out, self.station, self.runs_from = not how.partner.is_offered, 0, np.inf
        self.stand_down = False
        self.first_landing, self.first_flight, self.lost_by = 0, 0, -2
        self.ships, self.crews, self.flown, self.means, self.running = [], [], [], [], []
        self.blocked = []

    def play(self):
        for i in range(len(self.calendar.year)):
            self.window(i)
        return self

    def window(self, i):
        how, year = self.how, self.calendar.year[i]
        fleet = self.plan[min(self.n_flown, len(self.plan) - 1)]
        brings = any(m.brings_station for m in self.plan[: min(self.n_flown, len(self.plan) - 1) + 1])
        likely = how.ready_again_frac if self.n_flown else how.ready_frac
        ready = self.luck["readiness"][i] < likely and fleet.window <= year
        if self.station != 1 and self.luck["partner"][i] < how.partner.withdrawn_per_window:
            self.partner_out = True
        chance = how.success_frac
        if chance is None:
            chance = float(betaincinv(self.alpha, self.beta, self.luck["fleet"][i]))
        self.ships.append(0)
        self.crews.append(0)
        self.running.append(0)
        self.blocked.append([False] * len(REASONS))
        if year >= how.crew_first_window and np.isfinite(self.calendar.crew_departure_jd[i]):
            self.crew(i, fleet, ready, chance)
        else:
            self.stand_down = False
        if ready:
            landed = landed_of(fleet.n_cargo, chance, self.luck["landings"][i])
            self.alpha += landed
            self.beta += (1.0 - how.failure_discount_frac) * (fleet.n_cargo - landed)
            self.landings += landed
            self.last_frac = landed / fleet.n_cargo
            self.n_flown += 1
            self.ships[i] += landed
            if brings and self.station == 0 and landed:
                self.unload_station(i)
        self.flown.append(ready)
        self.means.append(self.alpha / (self.alpha + self.beta))

    def crew(self, i, fleet, ready, chance):
        how, crew = self.how, self.how.crew
        sols = max(self.calendar.crew_departure_jd[i] - self.runs_from, 0.0) / how.station.sol_day
        made = (0.0, how.station.propellant_t_per_sol, how.station.fallback_propellant_t_per_sol)
        gates = how.gates
        closed = [
            self.landings < gates.min_landings,
            self.last_frac < gates.min_success_frac,
            self.alpha / (self.alpha + self.beta) < gates.min_confidence_frac,
            sols < gates.station_sols,
            sols * made[self.station] < gates.propellant_t,
        ]
        running = self.station if sols > 0 else 0
        self.running[i] = running
        meant = {m.window for m in self.plan if m.n_crew > 0}
        if self.calendar.year[i] in meant and not self.first_landing:
            self.blocked[i] = [*closed, not (ready and fleet.n_crew > 0), self.stand_down]
        flies = ready and fleet.n_crew > 0 and not any(closed) and not self.stand_down
        self.stand_down = False
        if not flies:
            return
        if how.success_frac is None:
            chance += crew.landing_margin_frac * (1.0 - chance)
        surface = (crew.surface_bare_frac, crew.surface_frac, crew.surface_fallback_frac)[running]
        chances = (crew.launch_frac, crew.transit_frac, chance, surface)
        lives = [self.luck[cause][i] < p for cause, p in zip(CAUSES, chances, strict=True)]
        if not self.first_flight:
            self.first_flight = self.calendar.year[i]
            self.lost_by = -1 if all(lives) else lives.index(False)
        if all(lives[:3]):
            self.crews[i] = fleet.n_crew
            self.ships[i] += fleet.n_crew
            self.first_landing = self.first_landing or self.calendar.crew_arrival_year[i]
        else:
            self.stand_down = True

    def unload_station(self, i):
        how, years = self.how, self.calendar.year
        since = sum(1 for y in years[: i + 1] if y >= how.partner.first_window) - 1
        if not self.partner_out and years[i] >= how.partner.first_window:
            kind, works = 1, how.partner.works_frac
        elif self.partner_out and since >= how.partner.fallback_delay_windows:
            kind, works = 2, how.station.fallback_works_frac
        else:
            return
        if self.luck["station"][i] < works:
            self.station = kind
            arrival = self.calendar.cargo_arrival_jd[i]
            self.runs_from = arrival + how.station.commissioning_sols * how.station.sol_day


NO_CREW_ARC = dataclasses.replace(
    CALENDAR, crew_departure_jd=np.where(CALENDAR.year == 2031, np.nan, CALENDAR.crew_departure_jd)
)


@pytest.mark.parametrize(
    ("how", "calendar"),
    [
        (rules(), CALENDAR),
        (rules(gates=STATION), CALENDAR),
        (rules(gates=PLANT, ready=0.9, prior=(3.0, 1.0)), CALENDAR),
        (rules(gates=NO_GATES, risk=0.6), NO_CREW_ARC),
        (rules(gates=STATION, is_offered=False, fallback_delay_windows=0, prior=(3.0, 1.0)), CALENDAR),
        (rules(gates=GateLimits(2, 0.5, 0.75, 0.0, 0.0), success=0.8, leaves=0.5), CALENDAR),
        (dataclasses.replace(rules(gates=STATION, prior=(4.0, 1.0)), ready_again_frac=0.95), CALENDAR),
    ],
)
def test_vectorised_and_scalar_campaigns_are_the_same(how, calendar):
    n, w = 200, CALENDAR.n_windows
    fast = run(announced(), how, n_draws=n, seed=17, calendar=calendar)
    names = ("readiness", "fleet", "landings", "partner", "station", *CAUSES)
    luck = {n_: np.stack([generator(17, f"campaign/{n_}", i).random(n) for i in range(w)]) for n_ in names}
    slow = [
        OneCampaign(calendar, announced(), how, {k: v[:, c] for k, v in luck.items()}).play()
        for c in range(n)
    ]
    for field, plain in (
        ("first_landing_year", "first_landing"),
        ("first_flight_window", "first_flight"),
        ("lost_by", "lost_by"),
    ):
        assert getattr(fast, field).tolist() == [getattr(s, plain) for s in slow], field
    for field, plain in (
        ("landed_ships", "ships"),
        ("crew_ships_landed", "crews"),
        ("flown", "flown"),
        ("station_running", "running"),
    ):
        assert getattr(fast, field).T.tolist() == [getattr(s, plain) for s in slow], field
    assert fast.blocked.transpose(2, 1, 0).tolist() == [s.blocked for s in slow]
    np.testing.assert_allclose(fast.landing_belief_mean.T, [s.means for s in slow], rtol=1e-12)
    assert 0 < (fast.first_landing_year > 0).sum() < n


# --- Certainties. ---


@pytest.mark.parametrize(
    ("gates", "first", "landing"),
    [(LANDINGS, 2026, 2029), (STATION, 2026, 2031), (LANDINGS, 2028, 2031), (STATION, 2028, 2033)],
)
def test_earliest_landing_when_everything_succeeds(gates, first, landing):
    partner_first = 2028 if first == 2026 else 2031
    sure = run(announced(first=first), rules(gates=gates, **SURE, first_window=partner_first), n_draws=20)
    assert sure.first_landing_year.tolist() == [landing] * 20
    assert sure.lost_by.tolist() == [-1] * 20


def test_a_fleet_that_misses_its_window_slips_to_the_next():
    """Readiness decides only when: the fleets that fly, fly in the order of the plan."""
    found = run(announced(), rules(success=1.0, works=0.0, gates=GateLimits(10**6, 0, 0, 0, 0)))
    cargo = [m.n_cargo for m in announced()]
    for flown, landed in zip(found.flown.T, found.landed_ships.T, strict=True):
        assert landed[flown].tolist() == cargo[: flown.sum()]
        assert landed[~flown].sum() == 0


def test_a_plan_for_2028_does_not_fly_in_2026():
    found = run(announced(first=2028), rules(**SURE), n_draws=5)
    assert not found.flown[0].any()
    assert found.flown[1].all()


def test_without_readiness_nothing_happens():
    found = run(how=rules(ready=0.0, gates=NO_GATES))
    assert not found.flown.any()
    assert not found.landed_ships.any()
    assert not found.first_flight_window.any()
    assert set(found.lost_by) == {-2}
    assert found.blocked[REASONS.index("readiness"), 1:].all()
    np.testing.assert_allclose(found.landing_belief_mean, 0.5)


def test_without_landings_no_crew_flies():
    found = run(how=rules(ready=1.0, success=0.0))
    assert not found.landed_ships.any()
    assert not found.first_flight_window.any()
    assert found.blocked[REASONS.index("landings"), 1:].all()
    assert found.blocked[REASONS.index("success"), 1:].all()


@pytest.mark.parametrize("gates", [STATION, dataclasses.replace(LANDINGS, propellant_t=1.0)])
def test_without_a_station_its_gates_never_open(gates):
    found = run(how=rules(**SURE | {"works": 0.0}, gates=gates))
    assert not found.station_running.any()
    assert not found.first_flight_window.any()
    reason = "station" if gates.station_sols else "propellant"
    assert found.blocked[REASONS.index(reason), 1:].all()


def test_a_station_cannot_land_where_no_ship_did():
    found = run(how=rules(ready=1.0, works=1.0, leaves=0.0, success=0.0, gates=NO_GATES))
    assert not found.station_running.any()


def test_before_their_first_window_crews_are_not_even_kept_back():
    found = run(how=rules(**SURE))
    assert not found.blocked[:, 0].any()
    assert not found.crew_ships_landed[0].any()


def test_a_window_without_a_crew_arc_lands_nobody():
    found = run(how=rules(gates=NO_GATES), calendar=NO_CREW_ARC)
    assert not found.crew_ships_landed[2].any()
    assert not (found.first_flight_window == 2031).any()


# --- The partner and the fallback. ---


class TestPartner:
    def test_who_surely_leaves_is_followed_by_the_fallback_later(self):
        stays = run(how=rules(gates=STATION, **SURE), n_draws=9)
        leaves = run(how=rules(gates=STATION, **SURE | {"leaves": 1.0}), n_draws=9)
        assert set(stays.station_running[2]) == {1}
        assert set(leaves.station_running[2]) == {0}
        assert set(leaves.station_running[3]) == {2}
        assert set(stays.first_landing_year) == {2031}
        assert set(leaves.first_landing_year) == {2033}

    def test_who_was_never_there_is_as_good_as_gone(self):
        gone = run(how=rules(gates=STATION, is_offered=False))
        left = run(how=rules(gates=STATION, leaves=1.0))
        assert gone.first_landing_year.tolist() == left.first_landing_year.tolist()

    def test_who_has_delivered_leaves_nothing_undone(self):
        """Losing the partner after the station runs changes nothing."""
        found = run(how=rules(ready=1.0, success=1.0, works=1.0, leaves=0.4, gates=NO_GATES))
        ran = found.station_running == 1
        assert ran.any()
        assert (ran[2:] | ~ran[1:-1]).all()

    def test_the_fallback_waits_for_its_delay(self):
        for delay, first_running in ((0, 2), (1, 3), (2, 4)):
            found = run(how=rules(gates=STATION, **SURE | {"leaves": 1.0}, fallback_delay_windows=delay))
            running = (found.station_running == 2).all(axis=1)
            assert running.tolist() == [i >= first_running for i in range(5)]


# --- Loss of a crew. ---


class TestLoss:
    def test_causes_add_up_with_those_who_live_and_those_who_stay(self):
        found = run(how=rules(gates=NO_GATES), n_draws=3000)
        counts = [(found.lost_by == k).sum() for k in range(-2, len(CAUSES))]
        assert sum(counts) == 3000
        assert counts[0] == (found.first_flight_window == 0).sum()
        assert all(counts)

    @pytest.mark.parametrize("cause", range(4))
    def test_a_certain_cause_is_the_one_that_is_named(self, cause):
        sure = rules(gates=NO_GATES, **SURE)
        if CAUSES[cause] == "landing":
            sure = dataclasses.replace(sure, success_frac=0.0)
        else:
            name = {"surface": "surface_bare_frac"}.get(CAUSES[cause], f"{CAUSES[cause]}_frac")
            sure = dataclasses.replace(sure, crew=dataclasses.replace(sure.crew, **{name: 0.0}))
        found = run(how=sure, n_draws=7)
        assert found.lost_by.tolist() == [cause] * 7
        landed = CAUSES[cause] == "surface"
        assert bool(found.crew_ships_landed.any()) == landed

    def test_a_loss_on_the_way_keeps_the_next_window_without_crews(self):
        deadly = rules(gates=NO_GATES, **SURE | {"risk": 0.0})
        found = run(how=deadly, n_draws=5)
        stand_down = found.blocked[REASONS.index("stand-down")]
        # First flights in 2028, then every second window: 2031 and 2035 are stood down.
        assert stand_down.all(axis=1).tolist() == [False, False, True, False, True]
        assert not found.crew_ships_landed.any()


# --- Reasons. ---


def test_a_crew_that_is_not_blocked_flies():
    """While nobody has landed, a window that is open to crews is blocked for a reason or flown."""
    found = run(how=rules(gates=STATION), n_draws=1000)
    for c in range(1000):
        year = found.first_flight_window[c]
        flown_at = int(np.searchsorted(CALENDAR.year, year)) if year else CALENDAR.n_windows
        reasons = found.blocked[:, :, c].any(axis=0)
        assert reasons[1:flown_at].all()
        if year:
            assert not reasons[flown_at]


def test_no_reasons_are_given_once_people_have_landed():
    found = run(how=rules(gates=NO_GATES), n_draws=1000)
    landed = found.first_landing_year > 0
    after = CALENDAR.crew_arrival_year[:, None] > np.where(landed, found.first_landing_year, 9999)
    assert not (found.blocked & after).any()


# --- Streams. ---


def test_the_same_seed_gives_the_same_campaigns():
    one, other = run(), run()
    for field in dataclasses.fields(one):
        assert getattr(one, field.name).tolist() == getattr(other, field.name).tolist()
    assert run(seed=4).landed_ships.tolist() != one.landed_ships.tolist()


def test_what_one_subsystem_draws_does_not_depend_on_another():
    base = run()
    other_partner = run(how=rules(works=0.1, leaves=0.9))
    assert base.landed_ships.tolist() != []
    np.testing.assert_array_equal(base.flown, other_partner.flown)
    np.testing.assert_array_equal(base.landing_belief_mean, other_partner.landing_belief_mean)
    np.testing.assert_array_equal(base.first_flight_window, other_partner.first_flight_window)
    other_crew = run(how=rules(risk=0.2))
    np.testing.assert_array_equal(base.landing_belief_mean, other_crew.landing_belief_mean)


def test_a_longer_horizon_leaves_the_earlier_windows_alone():
    fewer = dataclasses.replace(
        CALENDAR, **{f.name: getattr(CALENDAR, f.name)[:3] for f in dataclasses.fields(CALENDAR)}
    )
    short = run(calendar=fewer)
    np.testing.assert_array_equal(run().landed_ships[:3], short.landed_ships)


def test_no_campaigns_are_refused():
    with pytest.raises(OutOfRange, match="draws"):
        run(n_draws=0)


# --- Monotone by design, campaign by campaign. ---


def never_later(better, worse):
    """Whether the first crew flight is never later in any campaign."""
    late = 9999
    return bool(
        (
            np.where(better.first_flight_window, better.first_flight_window, late)
            <= np.where(worse.first_flight_window, worse.first_flight_window, late)
        ).all()
    )


@pytest.mark.parametrize("gates", [LANDINGS, STATION, PLANT])
class TestNeverLater:
    def test_with_a_better_prior(self, gates):
        worse, better = rules(gates=gates), rules(gates=gates, prior=(3.0, 1.0))
        assert never_later(run(how=better, n_draws=4000), run(how=worse, n_draws=4000))

    def test_with_a_looser_gate(self, gates):
        base = run(how=rules(gates=gates), n_draws=4000)
        for looser in (
            {"min_landings": 1},
            {"min_success_frac": 0.2},
            {"station_sols": 0.0},
            {"propellant_t": 0.0},
        ):
            other = run(how=rules(gates=dataclasses.replace(gates, **looser)), n_draws=4000)
            assert never_later(other, base), looser

    def test_with_a_partner_who_stays_and_a_station_that_works(self, gates):
        base = run(how=rules(gates=gates), n_draws=4000)
        assert never_later(run(how=rules(gates=gates, works=0.95), n_draws=4000), base)

    def test_with_more_ships_where_only_landings_count(self, gates):
        """A larger fleet of one skill never lands fewer ships; its fraction may well be lower."""
        counted = dataclasses.replace(gates, min_success_frac=0.0)
        few = run(announced(n_first=3), rules(gates=counted, success=0.4), n_draws=4000)
        many = run(announced(n_first=9), rules(gates=counted, success=0.4), n_draws=4000)
        assert never_later(many, few)
