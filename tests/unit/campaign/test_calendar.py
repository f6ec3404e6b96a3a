import pytest

from kilosol.campaign import Manifest, fleet_plan
from kilosol.errors import OutOfRange

WINDOWS = [2026, 2028, 2031, 2033, 2035]


def plan(listed, **changed):
    options = {"growth_factor": 1.5, "max_ships": 50, "crew_ships_after": 2} | changed
    return fleet_plan(listed, WINDOWS, **options)


def test_listed_fleets_fly_as_listed_and_later_ones_grow():
    listed = [Manifest(2026, 5, 0, False), Manifest(2028, 19, 1, True)]
    fleets = plan(listed)
    assert fleets[:2] == tuple(listed)
    assert [(m.window, m.n_cargo, m.n_crew) for m in fleets[2:]] == [
        (2031, 28, 2),
        (2033, 42, 2),
        (2035, 50, 2),
    ]
    assert not any(m.brings_station for m in fleets[2:])


def test_nothing_flies_before_the_first_listed_window():
    assert [m.window for m in plan([Manifest(2031, 4, 0, False)])] == [2031, 2033, 2035]


def test_a_window_left_out_between_two_listed_ones_is_not_flown():
    fleets = plan([Manifest(2033, 8, 1, False), Manifest(2026, 4, 0, False)])
    assert [m.window for m in fleets] == [2026, 2033, 2035]


def test_a_window_that_does_not_exist_names_its_neighbours():
    with pytest.raises(OutOfRange, match=r"nearest are \[2028, 2031\], got 2030"):
        plan([Manifest(2030, 4, 0, False)])


def test_an_empty_list_is_refused():
    with pytest.raises(OutOfRange, match="flights"):
        plan([])
