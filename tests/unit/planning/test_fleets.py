"""Fleets of a scenario: what is meant, what can be filled, and who says so."""

import pytest

from kilosol.planning.fleet_words import crew_fleet_sentence, fleets_sentence, of_fleets
from kilosol.planning.stages import find_transfers
from kilosol.planning.stages.fleets import BUILT, find_fleets, fleet_numbers, fleets_meant, fleets_of
from kilosol.scenario import load_scenario

#: Nothing holds a fleet down.
FREE = {"fleet.launches_per_year": 100000.0, "fleet.ships_built_per_year": 100000.0}
#: No flight fails.
SURE = {"fleet.failed_tanker_frac": 0.0, "fleet.failed_transfer_frac": 0.0}


@pytest.fixture(scope="module")
def transfers():
    return find_transfers(load_scenario("as-of-2026-11"))


def fleets(transfers, **values):
    return find_fleets(load_scenario("as-of-2026-11", values), transfers)


def test_fifty_two_ships_a_synod_at_146_launches_a_year_and_five_tankers(transfers):
    stated = {"fleet.launches_per_year": 146.0, "fleet.tankers_per_ship": 5.0}
    found = fleets(transfers, **SURE, **stated, **{"fleet.ships_built_per_year": 1000.0})
    late = [one for one in found if one.meant.window > 2033]
    assert [one.sent.n_cargo + one.sent.n_crew for one in late] == [52] * len(late)
    assert {one.binds for one in late} == {"stated"}


def test_free_fleets_fly_as_they_are_meant(transfers):
    found = fleets(transfers, **FREE)
    meant = fleets_meant(load_scenario("as-of-2026-11"), transfers)
    assert tuple(one.sent for one in found) == meant == tuple(one.meant for one in found)
    assert fleets_sentence(fleet_numbers(found)) == ""
    assert of_fleets(fleet_numbers(found)) == []


def test_no_fleet_is_larger_than_meant_and_each_that_is_smaller_says_why(transfers):
    for one in fleets(transfers):
        ships = [(m.n_cargo, m.n_crew) for m in (one.sent, one.meant)]
        assert ships[0][0] <= ships[1][0]
        assert ships[0][1] <= ships[1][1]
        assert (ships[0] == ships[1]) == (one.binds == "")
        used = one.sent.n_cargo * one.per_cargo_ship + one.sent.n_crew * one.per_crew_ship
        assert used <= one.launches + 1e-6
        # Robots fly on the ships that do, as many to a ship as were meant.
        if sum(ships[1]):
            assert one.sent.n_robots == round(one.meant.n_robots * sum(ships[0]) / sum(ships[1]))


def test_tankers_follow_from_the_flight_of_the_window(transfers):
    lean = fleets(transfers, **SURE)
    assert {one.per_cargo_ship for one in lean} <= {6.0, 7.0}
    heavy = fleets(transfers, **SURE, **{"ship.tanker_delivers_t": 60.0})
    assert all(a.per_cargo_ship < b.per_cargo_ship for a, b in zip(lean, heavy, strict=True))


def test_ships_that_are_not_built_stay(transfers):
    found = fleets(transfers, **{"fleet.launches_per_year": 100000.0, "fleet.ships_built_per_year": 10.0})
    last = found[-1]
    assert last.binds == BUILT
    years = (transfers.calendar.cargo_departure_jd[-1] - 2461364.5) / 365.25
    # All that were built have gone, to the last whole ship.
    assert sum(one.sent.n_cargo + one.sent.n_crew for one in found) == int(10.0 * years)


def test_a_plan_knows_only_what_was_known_on_its_day(transfers):
    now = fleets(transfers)
    before = fleets(transfers, as_of="2025-10-01")
    assert sum(one.launches for one in before[4:]) < sum(one.launches for one in now[4:])


@pytest.mark.parametrize(("order", "expected"), [("crew", (10, 2)), ("cargo", (12, 0)), ("share", (11, 1))])
def test_the_scenario_says_who_is_filled_first(transfers, order, expected):
    found = {one.meant.window: one.sent for one in fleets(transfers, **{"fleet.filled_first": order})}
    assert (found[2033].n_cargo, found[2033].n_crew) == expected


def test_sentences_name_the_window_the_launches_and_the_limit(transfers):
    told = fleet_numbers(fleets(transfers))
    said = crew_fleet_sentence(told)
    assert said.startswith("Of 52 ships meant for 2033, 12 can be filled: 79 launches, 6.5 a ship;")
    assert "pace" in said
    assert "licensed" in fleets_sentence(told)
    assert of_fleets(told)[0]["value"].endswith("ships filled")


def test_fleets_of_gives_what_is_sent(transfers):
    scenario = load_scenario("as-of-2026-11")
    assert fleets_of(scenario, transfers) == tuple(one.sent for one in find_fleets(scenario, transfers))
