"""What landed is set up by whom has landed: robots by their number and luck, a crew, or nobody."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from tests.unit.campaign.test_kernel import NO_GATES, SOL_DAY, STATION, WITH_RETURNS, announced, rules
from tests.unit.campaign.test_rules_by_hand import EVEN, SAFE, play

from kilosol.campaign import SetUp, quantiles_of, run_campaigns
from kilosol.campaign.params import STATION as AT

ROBOTS = np.array([0.0, 10.0, 100.0])


def by_robots(*sols, kept=1.0, crew=0.0):
    """Set-up that takes so many sols with 0, 10 and 100 robots, the unlucky twice as long."""
    row = np.array(sols)[:, None] * np.linspace(1.0, 2.0, 3)
    return SetUp(ROBOTS, np.stack([row] * 5), kept, crew)


def plan_with(n_robots):
    return tuple(dataclasses.replace(m, n_robots=n_robots if m.brings_station else 0) for m in announced())


def how(set_up, gates=NO_GATES):
    return dataclasses.replace(rules(**EVEN, gates=gates), crew=SAFE, set_up=set_up)


def runs_sols(set_up, n_robots, *drawn, gates=NO_GATES):
    trace, player = play(how(set_up, gates), drawn, plan=plan_with(n_robots), calendar=WITH_RETURNS)
    landed = player.dates.windows[1].cargo_arrival_jd
    return (float(player.state.from_jd[AT]) - landed) / SOL_DAY, trace


def test_robots_that_land_set_the_date():
    table = by_robots(np.inf, 200.0, 50.0)
    assert runs_sols(table, 100)[0] == pytest.approx(50.0)
    # Between the table's numbers rates are interpolated: half way from 1/200 to 1/50.
    assert runs_sols(table, 55)[0] == pytest.approx(1.0 / ((1 / 200 + 1 / 50) / 2))
    # As many as the table ends with, at most.
    assert runs_sols(table, 1000)[0] == pytest.approx(50.0)


def test_luck_is_one_for_the_campaign():
    table = by_robots(np.inf, 200.0, 50.0)
    assert runs_sols(table, 100, (0, "set_up", 0.5))[0] == pytest.approx(75.0)
    assert runs_sols(table, 100, (1, "set_up", 0.5))[0] == pytest.approx(50.0)


def test_without_robots_it_never_runs_and_the_diary_says_so():
    sols, trace = runs_sols(by_robots(np.inf, 200.0, 50.0), 0)
    assert sols == np.inf
    assert any("nobody is there who could set it up" in event.text for event in trace.events)
    assert not any(event.kind == "station runs" for event in trace.events)


def test_a_crew_sets_up_what_waits():
    sols, trace = runs_sols(by_robots(np.inf, 200.0, 50.0, crew=10.0), 0)
    assert np.isfinite(sols)
    landed = next(event.jd for event in trace.events if event.kind == "crew lands")
    runs = next(event.jd for event in trace.events if event.kind == "station runs")
    assert runs > landed


def test_robots_that_come_later_hasten_and_the_diary_tells_one_date():
    table = by_robots(np.inf, 5000.0, 50.0)
    plan = tuple(dataclasses.replace(m, n_robots=10 if m.brings_station else 1000) for m in plan_with(10))
    trace, player = play(how(table), plan=plan, calendar=WITH_RETURNS)
    told = [event.jd for event in trace.events if event.kind == "station runs"]
    assert told == [pytest.approx(float(player.state.from_jd[AT]))]


def test_a_date_that_slips_past_the_gate_loses_the_window():
    calendar = WITH_RETURNS

    def first_flight(sols):
        plan = plan_with(100)
        found = run_campaigns(calendar, plan, how(by_robots(np.inf, sols, sols), STATION), n_draws=50, seed=1)
        flown = found.first_landing_year[found.first_landing_year > 0]
        return int(flown.min())

    slack = (calendar.crew_departure_jd[2] - calendar.cargo_arrival_jd[1]) / SOL_DAY - 300.0
    # Luck makes it up to twice as long: half of the slack is always in time.
    assert first_flight(0.4 * slack) < first_flight(1.1 * slack)


def test_fewer_robots_never_land_people_sooner():
    table = by_robots(np.inf, 200.0, 50.0)
    shares = []
    for robots in (0, 10, 30, 100):
        found = run_campaigns(WITH_RETURNS, plan_with(robots), how(table, STATION), n_draws=400, seed=2)
        shares.append(((found.first_landing_year > 0) & (found.first_landing_year <= 2033)).mean())
    assert shares == sorted(shares)
    assert shares[0] == 0.0


def test_quantiles_hold_the_ends():
    draws = np.array([5.0, 1.0, np.inf, 3.0])
    assert quantiles_of(draws, 3).tolist() == [1.0, 3.0, np.inf]
