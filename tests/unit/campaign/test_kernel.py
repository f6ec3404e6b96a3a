import dataclasses

import numpy as np
import pytest

from kilosol.campaign import (
    Calendar,
    CampaignRules,
    CrewRisk,
    GateLimits,
    Manifest,
    PartnerRules,
    PlantRules,
    StationRules,
    SystemRule,
    fleet_plan,
    run_campaigns,
    trace_campaign,
)
from kilosol.campaign.kernel import CAUSES, FATES, REASONS
from kilosol.errors import OutOfRange

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


# --- The trace plays the same campaigns, event by event. ---


NO_CREW_ARC = dataclasses.replace(
    CALENDAR, crew_departure_jd=np.where(CALENDAR.year == 2031, np.nan, CALENDAR.crew_departure_jd)
)


WITH_RETURNS = dataclasses.replace(
    CALENDAR,
    return_departure_jd=2461345.5 + np.array([680.0, 1470.0, 2280.0, 3110.0, 3900.0]),
    return_arrival_jd=2461345.5 + np.array([880.0, 1670.0, 2480.0, 3310.0, 4100.0]),
    winter_jd=2461345.5 + 300.0 + 687.0 * np.arange(6),
)
PROVEN = dataclasses.replace(STATION, through_winter=True, station_availability_frac=0.9)
FULL = dataclasses.replace(
    rules(gates=PROVEN, prior=(4.0, 1.0)),
    systems=(
        SystemRule("quarters", "crew", 2461345.5 + 900.0, 0.8),
        SystemRule("licence", "licence", 0.0, 9.0),
    ),
    plant=PlantRules(PartnerRules(True, 2028, 0.8, 0.1, 0, 0.2), 0.6, 30.0),
    crew=CrewRisk(0.98, 0.98, 0.95, 0.9, 0.5, 0.3, (0.4, 0.9, 0.7), 0.97, 0.9, 40.0, 200.0, 300.0, 900.0, 2),
    station=StationRules(
        0.7, 60.0, 0.1, 0.05, SOL_DAY, (0.0, 40.0, 30.0), (1.0, 1.0, 0.5),
        np.linspace(0.85, 1.0, 30).reshape(3, 2, 5), 0.3,
    ),
)  # fmt: skip


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
        (FULL, WITH_RETURNS),
    ],
)
def test_kernel_and_trace_are_the_same(how, calendar):
    """150 campaigns of eight sets of rules: every count, reason and belief, to the last bit."""
    n = 150
    fast = run(announced(), how, n_draws=n, seed=17, calendar=calendar)
    for c in range(n):
        one = trace_campaign(calendar, announced(), how, seed=17, campaign=c)
        same_campaign(fast, one, c)
        assert [e.jd for e in one.events] == sorted(e.jd for e in one.events)
    assert 0 < (fast.first_landing_year > 0).sum() < n


def test_kernel_and_trace_are_the_same_on_a_thousand_seeds():
    """One campaign of each seed: by rules with every kind of event, and over two windows only."""
    short = {f.name: getattr(CALENDAR, f.name)[:2] for f in dataclasses.fields(CALENDAR)}
    cases = ((FULL, WITH_RETURNS, range(60)), (rules(), Calendar(**short), range(60, 1020)))
    for how, calendar, seeds in cases:
        n_landed = 0
        for seed in seeds:
            # Not the first of its seed: a place in a stream must be found too.
            c = seed % 7
            fast = run(announced(), how, n_draws=c + 1, seed=seed, calendar=calendar)
            one = trace_campaign(calendar, announced(), how, seed=seed, campaign=c)
            n_landed += same_campaign(fast, one, c)
        assert 0 < n_landed < len(seeds)


def same_campaign(fast, one, c):
    """Assert that a trace is the kernel's campaign c; whether people landed."""
    for field in ("first_landing_year", "first_flight_window", "lost_by", "crew_fate"):
        assert getattr(one, field) == getattr(fast, field)[c], (c, field)
    for field in (
        "landed_ships",
        "crew_ships_landed",
        "flown",
        "station_running",
        "landing_belief_mean",
        "propellant_t",
    ):
        assert getattr(one, field) == getattr(fast, field)[:, c].tolist(), (c, field)
    mask = (fast.blocked[:, :, c].astype(int) << np.arange(len(REASONS))[:, None]).sum(axis=0)
    assert one.blocked_mask == mask.tolist()
    return one.first_landing_year > 0


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
        # Life support is sure here, and without a way home nobody is lost on it.
        assert all(counts[:6])

    @pytest.mark.parametrize("cause", range(5))
    def test_a_certain_cause_is_the_one_that_is_named(self, cause):
        sure = rules(gates=NO_GATES, **SURE)
        if CAUSES[cause] == "landing":
            sure = dataclasses.replace(sure, success_frac=0.0)
        else:
            named = {"power": "surface_bare_frac", "life support": "life_support_frac"}
            name = named.get(CAUSES[cause], f"{CAUSES[cause]}_frac")
            sure = dataclasses.replace(sure, crew=dataclasses.replace(sure.crew, **{name: 0.0}))
        found = run(how=sure, n_draws=7)
        assert found.lost_by.tolist() == [cause] * 7
        landed = CAUSES[cause] in ("power", "life support")
        assert bool(found.crew_ships_landed.any()) == landed

    def test_a_loss_on_the_way_keeps_the_next_window_without_crews(self):
        deadly = rules(gates=NO_GATES, **SURE | {"risk": 0.0})
        found = run(how=deadly, n_draws=5)
        stand_down = found.blocked[REASONS.index("stand-down")]
        # First flights in 2028, then every second window: 2031 and 2035 are stood down.
        assert stand_down.all(axis=1).tolist() == [False, False, True, False, True]
        assert not found.crew_ships_landed.any()

    def test_after_a_crew_that_landed_the_next_flies_at_once(self):
        sure = run(how=rules(gates=NO_GATES, **SURE), n_draws=3)
        assert sure.crew_ships_landed[:, 0].tolist() == [0, 1, 2, 2, 2]


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
    np.testing.assert_array_equal(base.flown, other_partner.flown)
    np.testing.assert_array_equal(base.first_flight_window, other_partner.first_flight_window)
    # Without crews, whose landings teach, the beliefs are the same too.
    alone = [
        run(how=dataclasses.replace(rules(works=w, risk=r), crew_first_window=2099))
        for w, r in ((0.7, 0.95), (0.1, 0.2))
    ]
    np.testing.assert_array_equal(alone[0].landing_belief_mean, alone[1].landing_belief_mean)


@pytest.mark.parametrize("n_workers", [2, 5])
def test_workers_and_more_draws_leave_each_campaign_alone(n_workers, monkeypatch):
    base = run(n_draws=301)
    monkeypatch.setattr("kilosol.campaign.kernel.BLOCK", 64)
    other = run_campaigns(CALENDAR, announced(), rules(), n_draws=450, seed=3, n_workers=n_workers)
    for field in dataclasses.fields(base):
        whole = getattr(other, field.name)[..., :301]
        np.testing.assert_array_equal(getattr(base, field.name), whole, field.name)


def test_a_crew_that_crashes_lowers_the_belief_and_one_that_lands_raises_it():
    sure = rules(gates=NO_GATES, **SURE)
    safe = run(how=sure, n_draws=3)
    none = run(how=dataclasses.replace(sure, crew_first_window=2099), n_draws=3)
    assert (safe.landing_belief_mean[1] > none.landing_belief_mean[1]).all()
    deadly = rules(gates=NO_GATES, ready=1.0, risk=1.0, success=None, prior=(1e-9, 1e9))
    crashed = run(how=deadly, n_draws=3)
    assert set(crashed.lost_by) == {CAUSES.index("landing")}


class TestJourney:
    """The first crew, from its landing to Earth or to its end."""

    def test_propellant_in_time_brings_the_crew_home(self):
        how = rules(gates=STATION, **SURE)
        crew = dataclasses.replace(how.crew, return_t=30.0)
        found = run(how=dataclasses.replace(how, crew=crew), calendar=WITH_RETURNS, n_draws=4)
        assert {FATES[f] for f in found.crew_fate} == {"home"}
        assert (found.used_t == 30.0).all()
        assert (found.home_jd > CALENDAR.crew_arrival_jd[2]).all()

    def test_a_small_station_sends_nobody_home(self):
        how = rules(gates=STATION, **SURE)
        crew = dataclasses.replace(how.crew, return_t=800.0, n_returns=1)
        found = run(how=dataclasses.replace(how, crew=crew), calendar=WITH_RETURNS, n_draws=4)
        assert {FATES[f] for f in found.crew_fate} == {"stays"}
        assert not found.home_jd.any()
        # Made is kept: it grows by the rate of every sol between two windows.
        made = np.diff(found.propellant_t[3:], axis=0)
        np.testing.assert_allclose(made, 0.1 * (3140.0 - 2352.0) / SOL_DAY, rtol=1e-12)

    def test_without_stores_a_long_stay_is_deadly(self):
        how = rules(gates=NO_GATES, **SURE)
        crew = dataclasses.replace(how.crew, own_stores_sols=100.0)
        found = run(how=dataclasses.replace(how, crew=crew), calendar=WITH_RETURNS, n_draws=4)
        assert {CAUSES[k] for k in found.lost_by} == {"life support"}

    def test_a_system_that_is_never_ready_keeps_its_flights_at_home(self):
        for need, reason in (("crew", "crew systems"), ("licence", "licence")):
            never = SystemRule("never", need, 0.0, 0.0)
            found = run(how=dataclasses.replace(rules(**SURE), systems=(never,)), n_draws=3)
            assert not found.first_flight_window.any()
            assert found.blocked[REASONS.index(reason), 1:].all()
        grounded = dataclasses.replace(rules(**SURE), systems=(SystemRule("money", "fleet", 0.0, 0.0),))
        assert not run(how=grounded, n_draws=3).flown.any()

    def test_a_system_is_ready_by_its_hazard(self):
        half = SystemRule("quarters", "crew", CALENDAR.crew_departure_jd[1] - 365.25636, np.log(2.0))
        found = run(how=dataclasses.replace(rules(gates=NO_GATES, **SURE), systems=(half,)), n_draws=4000)
        first = (found.first_flight_window == 2028).mean()
        assert first == pytest.approx(0.5, abs=4.0 * 0.5 / np.sqrt(4000))


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
