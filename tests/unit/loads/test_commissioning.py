"""From touchdown to the first kilowatt: packages by hand, crane, starter, season, least number of robots."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from kilosol.data import overriding, table
from kilosol.errors import OutOfRange
from kilosol.loads.commissioning import (
    StarterMasses,
    StationWork,
    commissioning_packages,
    crane_kg,
    fewest_robots,
    lift_kwh,
    pace_for,
    people_as_robots,
    room_for,
    starter_for,
)
from kilosol.loads.robot_fleet import RobotFleet, done_by, sols_until
from kilosol.loads.work import milestone_draws, work_schedule

FISSION = StationWork(17.0, 6.8, 2, 13.6, 1000.0, radiator_m2=280.0, cover_m3=25.0)
ARRAY = StationWork(80.0, 1.0, array_m2=17_100.0)
MASSES = StarterMasses(2.2, 7.0, 1.66, 10.0, 0.9)


def dates(work: StationWork, *robots: float, **pace: object) -> np.ndarray:
    """Sols to the first kilowatt (robots, draws)."""
    asked = pace_for(work, **pace)
    return milestone_draws(commissioning_packages(work), np.array(robots), seed=1, n_draws=400, pace=asked)[0]


def test_packages_by_hand() -> None:
    hours = {p.name: (p.amount, p.labour_hour, p.machine_hour) for p in commissioning_packages(FISSION)}
    # Two reactors and 3.4 t of goods in turns of two tonnes, four hours each.
    assert hours["unload the station"] == (17.0, 34.0, pytest.approx(3.7 * 4.0))
    # 13.6 t over a kilometre, the rest over 200 m.
    assert hours["haul the station"][1] == pytest.approx((13.6 + 0.2 * 3.4) * 4.0)
    assert hours["lay the cable"][1] == 60.0
    assert hours["cover the reactors' sides"][1] == 12.5
    assert hours["connect the sources"] == (2.0, 80.0, 0.0)
    assert "deploy the arrays" not in hours


def test_area_costs_hours_and_a_heavy_piece_a_crane() -> None:
    assert np.median(dates(ARRAY, 20.0)) > 4 * np.median(dates(FISSION, 20.0))
    assert crane_kg(9.9) == 0.0
    assert crane_kg(20.0) == 5000.0


def test_a_crane_keeps_any_number_of_robots_waiting() -> None:
    slow = {"loads/commissioning.lift_hour": 400.0}
    many = dates(FISSION, 1000.0)
    with overriding(slow):
        waits = dates(FISSION, 1000.0)
    # 3.7 turns of 400 h, 12.3 h a sol.
    assert (waits >= 3.7 * 400.0 / 12.3).all()
    assert (waits > many).all()


def test_without_robots_never() -> None:
    assert np.isinf(dates(FISSION, 0.0)).all()


def test_robots_beyond_the_room_are_a_reserve() -> None:
    room = room_for(FISSION)
    full, more, many = dates(FISSION, room, room + 50.0, room + 1000.0)
    assert (more <= full).all()
    assert np.allclose(more, many)
    assert room_for(ARRAY) == 171.0


def test_a_season_stretches_work_but_no_checks() -> None:
    plain, cold = dates(FISSION, 20.0), dates(FISSION, 20.0, season=(0.5,) * 669)
    start = plain * 2 - cold
    # Twice the work's time, and the same start: what is left is the start alone.
    assert (start > 0).all()
    assert start.max() <= 40.0


def test_a_season_without_work_is_waited_for() -> None:
    dark_first = (0.0,) * 100 + (1.0,) * 569
    plain, late = dates(FISSION, 20.0), dates(FISSION, 20.0, season=dark_first)
    same_year = plain < 500.0
    assert same_year.mean() > 0.9
    assert np.allclose(late[same_year], plain[same_year] + 100.0)
    assert np.isinf(dates(FISSION, 20.0, season=(0.0,) * 669)).all()


def test_work_and_its_time_are_each_others_reverse() -> None:
    fleet = RobotFleet(np.array([0.5, 2.0, 4.0]), np.array([1e-4, 1e-3, 1e-2]))
    robots = np.array([[10.0], [60.0], [300.0]])
    sols = np.full((3, 3), 40.0)
    hours = done_by(sols, robots, 50.0, fleet)
    assert sols_until(hours, robots, 50.0, fleet) == pytest.approx(sols)


def test_a_station_brings_its_own_starter_where_it_can() -> None:
    array = starter_for(12.0, 25_000.0, masses=MASSES, light_w_m2=20.0)
    assert array.kind == "array"
    assert array.mass_kg == pytest.approx(array.extra_m2 * 2.2 + array.extra_kwh * 7.0)
    own = starter_for(12.0, 25_000.0, masses=MASSES, light_w_m2=20.0, own_m2=17_100.0, own_kwh=2000.0)
    assert (own.kind, own.mass_kg) == ("none", 0.0)
    assert own.array_m2 == array.array_m2


def test_polar_night_is_started_by_propellant() -> None:
    dark = starter_for(12.0, 25_000.0, masses=MASSES, light_w_m2=0.0)
    assert dark.kind == "propellant"
    assert dark.mass_kg == pytest.approx(25_000.0 / 1.66 + 120.0)


def test_lifting_is_physics() -> None:
    assert lift_kwh(10.0) == pytest.approx(10_000 * 3.72 * 30 / 0.3 / 3.6e6)


def test_the_least_number_is_the_least() -> None:
    array = StationWork(4.4, 1.0, array_m2=2000.0)
    least = fewest_robots(array, 90.0, seed=1, chance_frac=0.5)
    assert least is not None
    enough, one_less = (
        milestone_draws(commissioning_packages(array), np.array([float(n)]), seed=1, pace=pace_for(array))
        for n in (least, least - 1)
    )
    assert (enough[0] <= 90.0).mean() >= 0.5 > (one_less[0] <= 90.0).mean()
    assert fewest_robots(array, 3.0, seed=1) is None


def test_a_crew_has_hands_too() -> None:
    assert people_as_robots(6.0, 1.0) == pytest.approx(6.0)


def test_energy_of_the_schedule_is_that_of_its_date() -> None:
    plan = work_schedule(commissioning_packages(FISSION), 20, seed=1, robot_kw=0.2, pace=pace_for(FISSION))
    tools = table("loads/work").number("array_until_station_kw")
    each = plan.before_station_kwh / (plan.milestone_sol[0] * 24.66)
    assert (each < 20 * 0.2 + tools).all()
    assert (each > 0.9 * (20 * 0.2 + tools)).all()


@pytest.mark.parametrize(
    ("call", "word"),
    [
        (lambda: StationWork(-1.0), "mass_t"),
        (lambda: StationWork(5.0, 6.0), "largest_t"),
        (lambda: dataclasses.replace(FISSION, reactor_t=99.0), "reactor_t"),
        (lambda: fewest_robots(ARRAY, 0.0, seed=1), "within_sol"),
        (lambda: fewest_robots(ARRAY, 9.0, seed=1, chance_frac=1.0), "chance_frac"),
        (lambda: starter_for(float("nan"), 1.0, masses=MASSES, light_w_m2=1.0), "drawn_kw"),
    ],
)
def test_bad_input_is_named(call, word) -> None:
    with pytest.raises(OutOfRange, match=word):
        call()
