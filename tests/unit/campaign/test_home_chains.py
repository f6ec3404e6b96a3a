"""Chains of elements for the way home, one rule at a time: draws are written down, the rest is by hand."""

import dataclasses

import numpy as np
import pytest
from tests.unit.campaign.test_kernel import NO_GATES, SOL_DAY, WITH_RETURNS, announced, rules
from tests.unit.campaign.test_rules_by_hand import EVEN, SAFE, play, reasons

from kilosol.campaign import FATES, HomeChain, SystemRule, run_campaigns
from kilosol.campaign.rules import CAUSES
from kilosol.errors import OutOfRange

#: Ten tonnes in two ships of 2026; running 60 sols after their landing; 40 t a departure.
CHAIN = HomeChain("own", 2026, 10.0, 5.0, 0.5, 60.0, 0.1, False, 40.0, 100.0, 0.5)
HELD = dataclasses.replace(NO_GATES, way_home_full=True)
LIVING = dataclasses.replace(SAFE, own_stores_sols=1e6, n_returns=9)


def how(*chains, gates=HELD, **fields):
    return dataclasses.replace(rules(gates=gates, **EVEN), crew=LIVING, chains=chains, **fields)


def fate(trace):
    return FATES[trace.crew_fate]


def test_the_crew_leaves_once_the_vehicle_is_full_and_comes_home():
    trace, _ = play(how(CHAIN), calendar=WITH_RETURNS)
    # Landed on day 297, running on day 359; 40 t take 400 sols, to day 770: the window of 2028 is day 786.
    assert trace.first_flight_window == 2028
    assert fate(trace) == "home"


@pytest.mark.parametrize(("rate", "first"), [(0.1, 2028), (0.05, 2031), (0.01, 0)])
def test_no_crew_departs_before_the_gate_of_its_route(rate, first):
    trace, _ = play(how(dataclasses.replace(CHAIN, made_t_per_sol=rate)), calendar=WITH_RETURNS)
    assert trace.first_flight_window == first
    if first != 2028:
        assert reasons(trace, 2028) == ["way home"]


def test_without_the_gate_it_flies_and_waits_for_the_tank():
    slow = dataclasses.replace(CHAIN, made_t_per_sol=0.05)
    trace, _ = play(how(slow, gates=NO_GATES), calendar=WITH_RETURNS)
    assert trace.first_flight_window == 2028
    # 40 t at 0.05 t a sol from day 359: day 1181, before the way home of day 1470.
    assert fate(trace) == "home"
    assert trace.home_jd == WITH_RETURNS.return_arrival_jd[1]


def test_a_chain_that_is_not_whole_makes_nothing():
    trace, _ = play(how(dataclasses.replace(CHAIN, needs_t=1e4)), calendar=WITH_RETURNS)
    assert trace.first_flight_window == 0
    assert trace.propellant_t == [0.0] * 5


def test_its_parts_may_land_over_several_windows():
    # 25 t in five ships of 2026 at 5 t each; the sixth part comes in 2028, and is running on day 1145.
    trace, _ = play(how(dataclasses.replace(CHAIN, needs_t=26.0, made_t_per_sol=1.0)), calendar=WITH_RETURNS)
    assert trace.first_flight_window == 2031


def test_one_that_does_not_start_is_tried_again():
    trace, _ = play(
        how(dataclasses.replace(CHAIN, made_t_per_sol=0.12)), [(0, "chain", 0.9, 0.0)], calendar=WITH_RETURNS
    )
    assert trace.first_flight_window == 2031


def test_tanks_hold_what_they_hold():
    trace, _ = play(how(dataclasses.replace(CHAIN, made_t_per_sol=10.0)), calendar=WITH_RETURNS)
    assert max(trace.propellant_t) == 100.0


def test_a_crew_on_mars_keeps_its_share_and_the_next_takes_what_is_left():
    # 40 t a departure, tanks for 60: the crew of 2031 must find a second load beside the first one's.
    how_ = how(dataclasses.replace(CHAIN, holds_t=60.0, return_frac=0.0))
    stays = dataclasses.replace(WITH_RETURNS, return_departure_jd=np.array([2461345.5 + 3900.0]),
                                return_arrival_jd=np.array([2461345.5 + 4100.0]))  # fmt: skip
    trace, _ = play(how_, calendar=stays)
    assert trace.first_flight_window == 2028
    assert reasons(trace, 2031) == []  # not said once people have landed
    assert trace.crew_ships_landed == [0, 1, 0, 0, 0]
    roomy, _ = play(dataclasses.replace(how_, chains=(CHAIN,)), calendar=stays)
    assert roomy.crew_ships_landed[3] > 0


def test_a_vehicle_that_flies_once_must_land_again():
    once = dataclasses.replace(
        CHAIN, flies_once=True, return_t=10.0, holds_t=10.0, needs_t=300.0, aboard_t=60.0
    )
    trace, player = play(how(once), calendar=WITH_RETURNS)
    assert fate(trace) == "home"
    assert player.state.went_by == 0
    assert player.state.chain_landed_t[0] > 0.0
    assert player.state.used_t == 10.0


def test_of_two_ways_the_safer_is_taken():
    risky = dataclasses.replace(CHAIN, name="risky", return_frac=0.2)
    trace, player = play(how(risky, CHAIN), [(1, "returns", 0.3)], calendar=WITH_RETURNS)
    assert player.state.went_by == 1
    assert fate(trace) == "home"


def test_a_way_home_has_its_own_risk():
    trace, _ = play(how(CHAIN), [(1, "returns", 0.6)], calendar=WITH_RETURNS)
    assert (fate(trace), CAUSES[trace.lost_by]) == ("lost", "return")


def test_what_is_brought_whole_needs_no_making():
    brought = dataclasses.replace(CHAIN, return_t=0.0, made_t_per_sol=0.0, works_frac=1.0)
    trace, _ = play(how(brought), calendar=WITH_RETURNS)
    assert trace.first_flight_window == 2028
    assert fate(trace) == "home"


def test_spare_power_as_a_chain_is_the_station_without_one():
    crew = dataclasses.replace(LIVING, return_t=40.0, return_frac=0.5)
    station = dataclasses.replace(rules(gates=NO_GATES, **EVEN), crew=crew)
    spare = dataclasses.replace(CHAIN, uses_spare_power=True, return_t=40.0, holds_t=1e9)
    asked = {"n_draws": 500, "seed": 3}
    bare = run_campaigns(WITH_RETURNS, announced(), station, **asked)
    chained = run_campaigns(WITH_RETURNS, announced(), dataclasses.replace(station, chains=(spare,)), **asked)
    assert np.array_equal(bare.crew_fate, chained.crew_fate)
    assert bare.propellant_t == pytest.approx(chained.propellant_t)


def test_adding_a_chain_never_lowers_the_chance_to_come_home():
    asked = {"n_draws": 1000, "seed": 5}
    base = dataclasses.replace(rules(gates=NO_GATES, ready=0.8), crew=LIVING)
    slow = dataclasses.replace(CHAIN, name="slow", made_t_per_sol=0.02, return_frac=0.9)
    other = dataclasses.replace(CHAIN, name="other", needs_t=200.0, return_frac=0.8)
    home = [
        (run_campaigns(WITH_RETURNS, announced(), dataclasses.replace(base, chains=chains), **asked).crew_fate
         == FATES.index("home")).mean()
        for chains in ((slow,), (slow, other))
    ]  # fmt: skip
    assert home[1] >= home[0] > 0.0


def test_more_than_two_chains_are_refused():
    with pytest.raises(OutOfRange, match="chains"):
        play(how(CHAIN, CHAIN, CHAIN), calendar=WITH_RETURNS)


def test_commissioning_is_in_sols():
    _, player = play(how(CHAIN), calendar=WITH_RETURNS)
    assert 1.0 / player.params.set_up_per_day[3, 0, 0] == pytest.approx(60.0 * SOL_DAY)


def test_fission_units_wait_for_what_the_station_waits_for():
    late = (SystemRule("approval", "station", 2461345.5 + 400.0, 1.0),)
    chain = dataclasses.replace(CHAIN, needs_reactor=True, made_t_per_sol=0.12)
    trace, _ = play(how(chain, systems=late), calendar=WITH_RETURNS)
    assert trace.first_flight_window == 2031
    trace, _ = play(how(dataclasses.replace(chain, needs_reactor=False), systems=late), calendar=WITH_RETURNS)
    assert trace.first_flight_window == 2028


def test_a_plant_that_wins_water_waits_for_a_site_that_has_it():
    chain = dataclasses.replace(CHAIN, needs_site=True, made_t_per_sol=0.12)
    unsure = how(chain, site_frac=0.5)
    assert play(unsure, calendar=WITH_RETURNS)[0].first_flight_window == 2028
    assert play(unsure, [(0, "site", 0.9)], calendar=WITH_RETURNS)[0].first_flight_window == 2031
