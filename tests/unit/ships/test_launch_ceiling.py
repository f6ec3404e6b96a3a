"""What bounds a fleet: launches of a synod, tankers for each ship, ships built."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kilosol.data import columns
from kilosol.errors import OutOfRange
from kilosol.ships import (
    launch_pace,
    launches_of_synod,
    launches_per_ship,
    launches_per_year,
    ships_built,
    ships_filled,
)

#: 20 November 2026, 31 March 2025, and a day on which all pads known are open.
NOVEMBER_2026, MARCH_2025, OPEN_JD = 2461364.5, 2460765.5, 2463700.0


def test_fifty_two_ships_a_synod_at_146_launches_a_year_and_five_tankers():
    launches, limit = launches_of_synod(OPEN_JD, launch_pace(NOVEMBER_2026, stated_per_year=146.0))
    assert (launches, limit) == (312, "stated")
    per_ship = launches_per_ship(5, 0.0, 0.0)
    assert ships_filled(1000, 0, launches=launches, per_cargo_ship=per_ship, per_crew_ship=per_ship) == (
        52,
        0,
    )
    # With seventeen tankers, as NASA counts for the Moon.
    many = launches_per_ship(17, 0.0, 0.0)
    assert ships_filled(1000, 0, launches=launches, per_cargo_ship=many, per_crew_ship=many) == (17, 0)


def test_the_pace_grows_from_the_record_until_licences_bind():
    pace = launch_pace(NOVEMBER_2026)
    launch_jd = columns("ships/starship_flights")["launch_jd"]
    counted = ((launch_jd > NOVEMBER_2026 - 730.5) & (launch_jd <= NOVEMBER_2026)).sum()
    assert pace.record_per_year == (counted + 0.5) / 2.0
    found = [launches_of_synod(NOVEMBER_2026 + 780.0 * k, pace) for k in range(1, 8)]
    numbers, limits = zip(*found, strict=True)
    assert list(numbers) == sorted(numbers)
    assert limits[0] == "pace"
    # 145 a year from all pads: 779.94 days of it.
    assert found[-1] == (round(145 * 779.94 / 365.25), "licences")


def test_each_limit_can_bind():
    slow = dataclasses.replace(launch_pace(NOVEMBER_2026), turnaround_day=37.0)
    assert launches_of_synod(OPEN_JD + 5000.0, slow) == (round(5 / 37.0 * 779.94), "turnaround")
    half = dataclasses.replace(launch_pace(NOVEMBER_2026, stated_per_year=100.0), other_use_frac=0.5)
    assert launches_of_synod(OPEN_JD, half)[0] == round(50 * 779.94 / 365.25)


def test_nothing_is_known_before_its_day():
    then, now = launch_pace(MARCH_2025), launch_pace(NOVEMBER_2026)
    far = np.array([OPEN_JD])
    # The 25 of Starbase and the 76 of the Cape became known later.
    assert launches_per_year(far, then)["licences"][0] == 5 + 44
    assert launches_per_year(far, now)["licences"][0] == 25 + 44 + 76
    assert launches_of_synod(MARCH_2025 - 1.0, then) == (0, "pace")
    # Two years before that day: flights 1 to 8.
    assert then.record_per_year == 8.5 / 2.0


def test_launches_of_a_plan_begin_on_its_day():
    pace = launch_pace(NOVEMBER_2026, stated_per_year=100.0)
    assert launches_of_synod(NOVEMBER_2026 + 36.525, pace)[0] == 10


def test_failed_tankers_and_transfers_cost_launches():
    assert launches_per_ship(6, 0.0, 0.0) == 7.0
    assert launches_per_ship(6, 0.25, 0.2) == pytest.approx(1 + 6 / 0.6)
    for wrong in ((-1, 0.0, 0.0), (5, 1.0, 0.0), (5, 0.0, -0.1)):
        with pytest.raises(OutOfRange):
            launches_per_ship(*wrong)


def test_ships_are_built_as_launches_grow():
    pace = launch_pace(NOVEMBER_2026)
    assert ships_built(NOVEMBER_2026, pace) == 0.0
    g, r, t = pace.growth_factor, pace.record_per_year, 4.0
    exact = r / np.log(g) * (g ** (t + 1.0) - g)
    assert ships_built(NOVEMBER_2026 + t * 365.25, pace) == pytest.approx(exact, rel=1e-5)
    # The works do not grow for ever.
    last = ships_built(NOVEMBER_2026 + 30 * 365.25, pace) - ships_built(NOVEMBER_2026 + 29 * 365.25, pace)
    assert last == pytest.approx(250.0, rel=1e-3)


def test_the_order_decides_who_stays():
    ask = {"launches": 60, "per_cargo_ship": 6.0, "per_crew_ship": 6.0}
    assert ships_filled(18, 4, **ask, order="crew") == (6, 4)
    assert ships_filled(18, 4, **ask, order="cargo") == (10, 0)
    assert ships_filled(16, 4, **ask, order="share") == (8, 2)
    assert ships_filled(3, 2, **ask) == (3, 2)
    assert ships_filled(18, 4, **ask, most_ships=2.9) == (0, 2)
    assert ships_filled(0, 0, **ask) == (0, 0)


FLEETS = st.tuples(st.integers(0, 200), st.integers(0, 60))
LAUNCHES = st.floats(0.0, 2000.0)
TANKERS = st.floats(0.0, 20.0)
ORDERS = st.sampled_from(["crew", "cargo", "share"])


@given(FLEETS, LAUNCHES, LAUNCHES, TANKERS, TANKERS, ORDERS)
def test_more_launches_never_fill_fewer_ships(fleet, few, more, cargo, crew, order):
    def filled(launches):
        return ships_filled(
            *fleet, launches=launches, per_cargo_ship=1 + cargo, per_crew_ship=1 + crew, order=order
        )

    less, most = filled(min(few, more)), filled(max(few, more))
    assert less[0] <= most[0] <= fleet[0]
    assert less[1] <= most[1] <= fleet[1]


@given(FLEETS, LAUNCHES, TANKERS, TANKERS, ORDERS)
def test_more_tankers_for_a_ship_never_fill_more(fleet, launches, few, more, order):
    def filled(n_tankers):
        per_ship = launches_per_ship(n_tankers)
        return ships_filled(
            *fleet, launches=launches, per_cargo_ship=per_ship, per_crew_ship=per_ship, order=order
        )

    less, most = filled(max(few, more)), filled(min(few, more))
    assert less[0] <= most[0]
    assert less[1] <= most[1]


@given(st.lists(FLEETS, min_size=1, max_size=6), LAUNCHES, LAUNCHES, st.floats(0.0, 100.0))
def test_more_launches_never_send_fewer_ships_by_any_window(fleets, few, more, built_each):
    """Window by window they may: a ship that has gone is not there for the next."""

    def gone_by(launches):
        gone = [0]
        for k, fleet in enumerate(fleets, start=1):
            sent = ships_filled(
                *fleet,
                launches=launches,
                per_cargo_ship=6.0,
                per_crew_ship=6.0,
                most_ships=built_each * k - gone[-1],
            )
            gone.append(gone[-1] + sum(sent))
        return np.array(gone)

    assert (gone_by(min(few, more)) <= gone_by(max(few, more))).all()
