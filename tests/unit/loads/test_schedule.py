"""Robots' schedule: directions, conservation, and what cannot be done."""

import numpy as np
import pytest

from kilosol import data
from kilosol.errors import OutOfRange
from kilosol.loads import (
    MILESTONES,
    StationWork,
    WorkPackage,
    base_packages,
    commissioning_packages,
    productivity_draws,
    robot_duty,
    upkeep_hour_per_sol,
    weather_factor,
    work_schedule,
)
from kilosol.loads.robot_fleet import Pace


def work(**changes):
    """Reactors with their cable, a plant and a base for some people."""
    amounts = {"n_reactors": 2, "cable_km": 1.0, "plant_t": 60.0, "n_people": 6} | changes
    n = amounts["n_reactors"]
    away_m = 1000.0 * amounts["cable_km"]
    station = StationWork(7.0 * n, 7.0 * (n > 0), n, 7.0 * n, away_m, 0.0, 140.0 * n, 25.0 * n)
    return (*commissioning_packages(station), *base_packages(amounts["plant_t"], amounts["n_people"]))


def test_milestones_and_quantiles_are_in_order():
    plan = work_schedule(work(), 100, seed=1)
    assert (np.diff(plan.milestone_sol, axis=0) > 0).all()
    assert (np.diff(plan.milestone_sol, axis=1) > 0).all()
    assert (plan.end_sol >= plan.start_sol).all()
    assert (np.diff(plan.robots_left, axis=0) < 0).all()


def test_same_seed_same_dates_and_another_seed_others():
    one, two, other = (work_schedule(work(), 50, seed=s) for s in (1, 1, 2))
    assert np.array_equal(one.milestone_sol, two.milestone_sol)
    assert not np.array_equal(one.milestone_sol, other.milestone_sol)
    assert one.milestone_sol[:, 1] == pytest.approx(other.milestone_sol[:, 1], rel=0.15)


def test_more_robots_are_never_later():
    sols = np.stack([work_schedule(work(), n, seed=1).milestone_sol[:, 1] for n in (10, 20, 30, 50)])
    assert (np.diff(sols, axis=0) < 0).all()


def test_few_robots_are_spent_before_the_base_stands():
    few, many = (work_schedule(work(), n, seed=1).never_frac for n in (5, 100))
    assert few[2] > 0.2
    assert (np.diff(few) >= 0).all()
    assert many[2] < 0.01


def test_one_package_by_hand():
    # 100 h by 10 robots of productivity 0.4 without derating, failures mended at once, none lost.
    fixed = {
        "loads/robots.productivity_concentration": 1e7,
        "loads/robots.productivity_frac": 0.4,
        "loads/robots.mars_factor": 1.0,
        "loads/robots.mars_low_factor": 1.0,
    }
    job = (WorkPackage("dig", "station running", 10.0, "t", 10.0, 10.0, 10.0),)
    with data.overriding(fixed):
        plan = work_schedule(job, 10, seed=1, n_draws=4000)
    # 12.3 h a sol, 0.3 to 0.81 of them at work, in order for 0.4 to 0.9 of that; little lost on the way.
    most_hours = 10 * 0.4 * 12.3 * 0.81
    assert 100 / (most_hours * 0.9) < plan.end_sol[0, 1] < 100 / (most_hours * 0.3 / 0.81 * 0.4)


def test_energy_before_the_station_is_that_of_the_robots():
    plan = work_schedule(work(), 100, seed=1, robot_kw=0.275)
    sols, kwh = plan.milestone_sol[0, 1], plan.before_station_kwh[1]
    # Half of them find room; the others are stowed and cold.
    robots_alone = 50 * 0.275 * 24.66 * sols
    tools = 1.5 * 24.66 * sols
    assert kwh == pytest.approx(robots_alone + tools, rel=0.05)


def test_robots_that_cannot_be_fed_wait():
    fed, hungry = (work_schedule(work(), 100, seed=1, power_before_kw=kw) for kw in (1000.0, 5.0))
    # The work takes as much longer as there is less power; checks and start do not.
    last = [p.name for p in fed.packages].index("connect the sources")
    assert hungry.end_sol[last, 1] > 2 * fed.end_sol[last, 1]
    assert hungry.before_station_kwh[1] < fed.before_station_kwh[1]


def test_a_plan_without_a_plant_keeps_three_milestones():
    plan = work_schedule(work(plant_t=0.0), 50, seed=1)
    assert plan.milestone_sol.shape == (3, 3)
    assert len(MILESTONES) == 3
    assert plan.milestone_sol[1] == pytest.approx(plan.milestone_sol[0])


def test_productivity_has_the_mean_and_the_range_of_the_prior():
    draws = productivity_draws(20_000, 3)
    assert draws.mean() == pytest.approx(0.35, abs=0.005)
    low, high = np.percentile(draws, [5, 95])
    assert 0.13 < low < 0.22
    assert 0.5 < high < 0.62


def test_duty_fills_the_sol_and_a_battery_lasts_half_a_sol():
    duty = robot_duty()
    assert duty.active_hour + duty.charging_hour + duty.idle_hour == pytest.approx(24.66, abs=0.01)
    # 4.3 kWh a sol from a battery of 2.3 kWh.
    assert 2 < duty.n_charges < 3
    assert duty.drawn_kwh_sol == pytest.approx(4.3 / 0.9, rel=0.01)
    with pytest.raises(OutOfRange, match="charger"):
        robot_duty(24.0)


def test_cold_and_dust_slow_work():
    assert weather_factor(260.0, 0.5) == 1.0
    assert weather_factor(150.0, 0.5) == 0.0
    assert weather_factor(260.0, 8.0) == pytest.approx(0.4)
    assert (np.diff(weather_factor(np.linspace(160, 250, 5), 1.0)) > 0).all()


def test_upkeep_by_hand():
    assert upkeep_hour_per_sol(1000.0, 50.0, 2.0) == pytest.approx(1000 * 0.02 / 50 + 4.0)


@pytest.mark.parametrize(
    ("call", "word"),
    [
        (lambda: work_schedule(work(), 0, seed=1), "n_robots"),
        (lambda: work_schedule((), 10, seed=1), "packages"),
        (lambda: work_schedule(work(), 10, seed=1, power_before_kw=0.0), "power_before_kw"),
        (lambda: work_schedule(work(), 10, seed=1, n_draws=3), "n_draws"),
        (lambda: work(cable_km=-1.0), "standoff_m"),
        (lambda: work(n_people=-1.0), "n_people"),
        (lambda: work_schedule(work(), 10, seed=1, pace=Pace(productivity_frac=0.0)), "productivity_frac"),
        (lambda: work_schedule(work(), 10, seed=1, pace=Pace(active_hours_per_sol=30.0)), "active_hours"),
        (lambda: weather_factor(50.0), "ambient_k"),
    ],
)
def test_bad_input_is_named(call, word):
    with pytest.raises(OutOfRange, match=word):
        call()
