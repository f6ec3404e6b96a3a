"""Rules of the campaign one at a time: draws are written down, what follows is worked by hand.

Kernel and trace share the transitions, so that their equality says nothing of a wrong rule: here every rule
is held against what its words say.
"""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from tests.unit.campaign.test_kernel import (
    CALENDAR,
    NO_GATES,
    SOL_DAY,
    STATION,
    WITH_RETURNS,
    announced,
    rules,
)

from kilosol.campaign import CrewRisk, PartnerRules, PlantRules, SystemRule
from kilosol.campaign.draws import STREAMS, Draws
from kilosol.campaign.events import Trace
from kilosol.campaign.gates import REASONS
from kilosol.campaign.kernel import FATES, sol_params
from kilosol.campaign.params import campaign_records
from kilosol.campaign.rules import CAUSES, STATIONS
from kilosol.campaign.trace_player import Player
from kilosol.campaign.transitions import system_ready_jd
from kilosol.records import records_of

#: Chances halfway, so that a draw of 0 always passes and one of 0.9 never does.
EVEN = {"ready": 0.5, "success": 1.0, "works": 0.5, "leaves": 0.0, "risk": 0.5}
WINDOWS = {2026: 0, 2028: 1, 2031: 2, 2033: 3, 2035: 4}
SAFE = CrewRisk(1.0, 1.0, 1.0, 1.0, 1.0, 0.0)


def play(how, drawn=(), *, plan=None, calendar=CALENDAR, ready_by=0.0):
    """One campaign in which all goes well but what is drawn as (window or way home, stream, number)."""
    records = campaign_records(calendar, plan or announced(), how)
    draws = [
        Draws(other_crews=1.0, other_landings=1.0)
        for _ in range(max(len(records.dates.windows), len(records.dates.homes)))
    ]
    for i, stream, *value in drawn:
        setattr(draws[i], stream, value[0] if len(value) == 1 else tuple(value))
    systems_jd = np.array(
        [system_ready_jd(ready_by, s.not_before_jd, s.ready_per_day) for s in records.dates.systems]
    )
    player = Player(
        plan or announced(),
        how,
        records,
        records_of(draws),
        systems_jd,
        Trace(0),
        sol_params(1, how, by_sols=False),
    )
    return player.play(), player


def reasons(trace, year):
    mask = trace.blocked_mask[WINDOWS[year]]
    return [name for k, name in enumerate(REASONS) if mask >> k & 1]


def stations(trace):
    return [STATIONS[k] for k in trace.station_running]


def test_the_draws_are_named_in_the_order_of_their_streams():
    numbers = sum(np.size(getattr(Draws(), field.name)) for field in dataclasses.fields(Draws))
    assert numbers == len(STREAMS)


class TestStandDown:
    HOW = dataclasses.replace(rules(gates=NO_GATES, **EVEN), crew=dataclasses.replace(SAFE, launch_frac=0.5))

    def test_a_loss_at_launch_keeps_crews_at_home_for_one_window_and_no_longer(self):
        lost, _ = play(self.HOW, [(1, "launch", 0.9)])
        assert (lost.first_flight_window, CAUSES[lost.lost_by]) == (2028, "launch")
        assert [reasons(lost, year) for year in (2028, 2031, 2033)] == [[], ["stand-down"], []]
        assert lost.crew_ships_landed == [0, 0, 0, 2, 2]
        assert lost.first_landing_year == 2033

    def test_after_a_crew_that_landed_the_next_flies_at_once(self):
        landed, _ = play(self.HOW)
        assert landed.crew_ships_landed == [0, 1, 2, 2, 2]

    def test_one_lost_ship_of_two_is_a_loss(self):
        """Two crew ships of 2031: the leader is lost at launch, the other lands all the same."""
        one, _ = play(self.HOW, [(2, "launch", 0.9), (2, "other_crews", 0.9)])
        assert one.crew_ships_landed == [0, 1, 1, 0, 2]

    def test_a_loss_on_mars_stops_flights_as_one_on_the_way_does(self):
        how = dataclasses.replace(self.HOW, crew=dataclasses.replace(SAFE, surface_bare_frac=0.5))
        # The crew of 2028 lands on day 966; its loss is known when the next way home opens, on day 1470.
        lost, _ = play(how, [(1, "power", 0.9999)], calendar=WITH_RETURNS)
        assert CAUSES[lost.lost_by] == "power"
        assert lost.lost_jd == WITH_RETURNS.return_departure_jd[1]
        assert lost.crew_ships_landed == [0, 1, 0, 2, 2]


class TestPartner:
    HOW = dataclasses.replace(rules(gates=NO_GATES, **EVEN | {"leaves": 0.5}), crew=SAFE)
    STAYS = tuple((i, "withdrawal", 0.9, 0.9) for i in range(5))

    def test_who_stays_brings_the_station_in_its_first_window(self):
        """It lands on day 1083 and runs 60 sols later, before the crew of 2031 leaves on day 1554."""
        stays, _ = play(self.HOW, self.STAYS)
        assert stations(stays) == ["none", "none", "partner", "partner", "partner"]

    def test_who_leaves_is_followed_by_the_fallback_a_window_later(self):
        left, _ = play(self.HOW, self.STAYS[:1])
        # It leaves in 2028, so the fallback is due in 2031 and runs before the crew of 2033 leaves.
        assert stations(left) == ["none", "none", "none", "fallback", "fallback"]

    @pytest.mark.parametrize(("delay", "first"), [(0, 2), (1, 3), (2, 4)])
    def test_the_fallback_waits_for_as_many_windows_as_it_takes(self, delay, first):
        how = dataclasses.replace(
            self.HOW, partner=dataclasses.replace(self.HOW.partner, fallback_delay_windows=delay)
        )
        left, _ = play(how)
        # Gone in 2026, before its first window: delays count from 2028, when it was to deliver.
        assert stations(left).index("fallback") == first

    def test_who_has_delivered_cannot_take_it_back(self):
        stays, _ = play(self.HOW, self.STAYS[:2])
        assert stations(stays)[2:] == ["partner"] * 3
        assert not any("withdraws" in event.text for event in stays.events)

    def test_a_station_that_misses_its_ship_flies_in_the_next_window(self):
        slips = dataclasses.replace(
            self.HOW, partner=dataclasses.replace(self.HOW.partner, delayed_per_window=0.5)
        )
        on_board = [(i, "delay", 0.9, 0.9) for i in range(5) if i != 1]
        late, _ = play(slips, [*self.STAYS, *on_board])
        assert stations(late) == ["none", "none", "none", "partner", "partner"]

    def test_a_plant_of_its_own_is_needed_beside_the_station(self):
        how = dataclasses.replace(
            self.HOW, plant=PlantRules(PartnerRules(True, 2031, 0.5, 0.0, 0), 0.5, 30.0)
        )
        plan = tuple(dataclasses.replace(m, brings_plant=m.window == 2031) for m in announced())
        with_plant, player = play(how, self.STAYS, plan=plan)
        # The plant lands on day 1899: nothing is made before, and its rate from 30 sols later on.
        from_day = 1899.0 + 30.0 * SOL_DAY
        assert with_plant.propellant_t[:3] == [0.0, 0.0, 0.0]
        made = 0.1 * (2352.0 - from_day) / SOL_DAY
        assert with_plant.propellant_t[3] == pytest.approx(made, rel=1e-9)
        assert player.state.from_jd[1] == pytest.approx(2461345.5 + from_day)


class TestFleets:
    HOW = dataclasses.replace(rules(gates=NO_GATES, **EVEN), crew=SAFE)

    def test_a_fleet_that_is_not_ready_flies_as_it_is_in_the_next_window(self):
        late, _ = play(self.HOW, [(1, "readiness", 0.9)])
        assert late.flown == [True, False, True, True, True]
        # Five, none, the nineteen of 2028 with their one crew, then the fleets after it.
        assert late.landed_ships == [5, 0, 20, 30, 44]
        assert reasons(late, 2028) == ["readiness"]

    def test_a_fleet_that_has_flown_is_likelier_to_fly_again(self):
        how = dataclasses.replace(self.HOW, ready_again_frac=1.0)
        again, _ = play(how, [(i, "readiness", 0.9) for i in range(5)])
        assert again.flown == [False] * 5
        again, _ = play(how, [(i, "readiness", 0.9) for i in range(1, 5)])
        assert again.flown == [True] * 5

    def test_landings_teach_and_half_of_a_failure_is_mended(self):
        learns = dataclasses.replace(self.HOW, success_frac=None, crew_first_window=2099)
        # The fleet's chance is the draw itself under a uniform prior; five ships of which nearly half land.
        one, player = play(
            learns,
            [(0, "fleet", 0.4), (0, "landings", 0.5), *((i, "readiness", 0.9) for i in range(1, 5))],
            plan=announced()[:1],
        )
        landed = one.landed_ships[0]
        assert landed == 2
        assert one.landing_belief_mean[0] == pytest.approx((1 + 2) / (1 + 2 + 1 + 0.5 * 3))
        assert player.state.last_success_frac == pytest.approx(2 / 5)

    def test_who_may_fly_but_has_no_licence_stays(self):
        for need, reason in (("crew", "crew systems"), ("licence", "licence")):
            system = SystemRule("it", need, CALENDAR.crew_departure_jd[1] + 1.0, 1e9)
            waits, _ = play(dataclasses.replace(self.HOW, systems=(system,)))
            assert reasons(waits, 2028) == [reason]
            assert waits.first_flight_window == 2031

    def test_crews_leave_before_no_first_window(self):
        later, _ = play(dataclasses.replace(self.HOW, crew_first_window=2033))
        assert later.first_flight_window == 2033
        assert later.blocked_mask[:3] == [0, 0, 0]


class TestStay:
    """A crew of 2028 lands on day 966; ways home open on days 680, 1470, 2280, 3110 and 3900."""

    HOW = dataclasses.replace(rules(gates=NO_GATES, **EVEN), crew=SAFE)

    def stay(self, drawn=(), **crew):
        how = dataclasses.replace(self.HOW, crew=dataclasses.replace(SAFE, **crew))
        return play(how, drawn, calendar=WITH_RETURNS)

    def test_it_goes_home_once_the_propellant_is_made_and_uses_it_up(self):
        # Made from day 1083 + 60 sols on at 0.1 t a sol: 32 t on day 1470, 111 t on day 2280.
        home, player = self.stay(return_t=50.0)
        assert home.home_jd == WITH_RETURNS.return_arrival_jd[2]
        made = 0.1 * (2280.0 - 1083.0 - 60.0 * SOL_DAY) / SOL_DAY
        assert player.state.used_t == 50.0
        later = 0.1 * (2352.0 - 1083.0 - 60.0 * SOL_DAY) / SOL_DAY
        assert home.propellant_t[3] == pytest.approx(later - 50.0, rel=1e-9)
        assert made > 50.0 > 0.1 * (1470.0 - 1083.0) / SOL_DAY

    @pytest.mark.parametrize(("days", "way"), [(0.0, 1), (504.0, 1), (505.0, 2)])
    def test_no_crew_leaves_before_its_shortest_stay(self, days, way):
        home, _ = self.stay(min_stay_days=days)
        assert home.home_jd == WITH_RETURNS.return_arrival_jd[way]

    def test_a_crew_that_lets_its_last_way_home_pass_stays(self):
        for n in (1, 2):
            stays, player = self.stay(return_t=1e6, n_returns=n)
            assert FATES[stays.crew_fate] == "stays"
            assert player.state.n_returns == n

    def test_a_way_home_may_be_lost(self):
        lost, _ = self.stay([(1, "returns", 0.9)], return_frac=0.5)
        assert (CAUSES[lost.lost_by], lost.lost_jd) == ("return", WITH_RETURNS.return_departure_jd[1])

    @pytest.mark.parametrize(("own", "lives"), [(491.0, True), (490.0, False)])
    def test_own_stores_last_so_many_sols(self, own, lives):
        """504 days to the way home are 490.5 sols."""
        found, _ = self.stay(own_stores_sols=own)
        assert (FATES[found.crew_fate] == "home") == lives
        if not lives:
            assert CAUSES[found.lost_by] == "life support"

    @pytest.mark.parametrize(("per_ship", "cap", "left"), [(30.0, 9999.0, 720.0), (30.0, 500.0, 500.0)])
    def test_landed_stores_add_up_to_their_cap_and_are_eaten_last(self, per_ship, cap, left):
        """Five and nineteen ships before the way home on day 1470; ships after them fill up again."""
        _, player = self.stay(own_stores_sols=491.0, stores_sols_per_ship=per_ship, stores_cap_sols=cap)
        assert player.state.stores_sols >= left
        hungry, _ = self.stay(own_stores_sols=0.0, stores_sols_per_ship=per_ship, stores_cap_sols=480.0)
        assert CAUSES[hungry.lost_by] == "life support"

    def test_what_is_eaten_is_gone(self):
        """24 ships bring 240 sols; 490.5 are eaten, the first 400 of the crew's own; no ship lands later."""
        grounded = [(i, "readiness", 0.9) for i in (2, 3, 4)]
        _, player = self.stay(
            grounded, own_stores_sols=400.0, stores_sols_per_ship=10.0, stores_cap_sols=9999.0
        )
        assert player.state.own_stores_sols == 0.0
        assert player.state.stores_sols == pytest.approx(240.0 - (504.0 / SOL_DAY - 400.0), rel=1e-9)

    def test_storms_take_their_part_of_the_propellant(self):
        stormy = dataclasses.replace(
            self.HOW,
            station=dataclasses.replace(
                self.HOW.station, storm_per_mars_year=0.5, storm_propellant_factor=(1.0, 0.25, 1.0)
            ),
        )
        calm, _ = play(stormy, [(i, "storm", 0.9) for i in range(5)])
        dusty, _ = play(stormy)
        assert calm.propellant_t[2] > 0.0
        np.testing.assert_allclose(dusty.propellant_t, 0.25 * np.array(calm.propellant_t), rtol=1e-12)


def test_a_station_is_proven_by_its_time_its_winters_and_what_it_carried():
    proven = dataclasses.replace(
        STATION, station_sols=350.0, through_winter=True, station_availability_frac=0.9
    )
    how = dataclasses.replace(rules(gates=proven, **EVEN), crew=SAFE)
    carried = np.full((3, 2, 3), [0.8, 0.9, 1.0])
    how = dataclasses.replace(how, station=dataclasses.replace(how.station, availability_frac=carried))
    winters = dataclasses.replace(CALENDAR, winter_jd=2461345.5 + np.array([1200.0, 1887.0]))
    # It runs from day 1145: 398 sols when the crew of 2031 leaves on day 1554, and one winter.
    best, _ = play(how, [(i, "shown", 1.0) for i in range(5)], calendar=winters)
    assert best.first_flight_window == 2031
    worst, player = play(how, calendar=winters)
    assert reasons(worst, 2031) == ["availability"]
    seen = player.decisions[2][2]
    assert seen.availability_frac == pytest.approx(0.8, rel=1e-12)
    assert seen.station_sols == pytest.approx((1554.0 - 1083.0) / SOL_DAY - 60.0, rel=1e-9)
    assert seen.n_trials == 1.0
    none, _ = play(how, [(i, "shown", 1.0) for i in range(5)])
    assert reasons(none, 2031) == ["availability"]
    long = dataclasses.replace(how, gates=dataclasses.replace(proven, station_sols=400.0))
    short, _ = play(long, [(i, "shown", 1.0) for i in range(5)], calendar=winters)
    assert reasons(short, 2031) == ["station"]


def test_a_station_that_has_landed_but_does_not_run_shows_no_power():
    """It lands on day 1083 and runs 500 sols later, on day 1597: the crew of 2031 would leave on day 1554."""
    station = dataclasses.replace(rules().station, power_kw=(0.0, 40.0, 30.0), commissioning_sols=500.0)
    asks = dataclasses.replace(NO_GATES, station_kw=40.0)
    waits, player = play(dataclasses.replace(rules(gates=asks, **EVEN), station=station, crew=SAFE))
    assert reasons(waits, 2031) == ["station"]
    assert [seen.station_kw for _, _, seen in player.decisions] == [0.0, 0.0, 0.0, 40.0, 40.0]
    assert waits.first_flight_window == 2033
