import dataclasses

import numpy as np
import pytest

from kilosol.data import overriding, recording
from kilosol.errors import OutOfRange
from kilosol.grid import LOAD_CLASSES, Plant, StorageTechnology, dispatch_year, storage_margin_hour
from kilosol.grid.dispatch import TRACE

STORAGE = StorageTechnology(battery_round_trip_frac=0.8, fuel_cell_round_trip_frac=0.5, reserve_frac=0.5)


def run(generation, *, vital=0.0, essential=0.0, deferrable=0.0, sheddable=0.0, plant=None, **options):
    """Dispatch hourly steps with a trace; a load is a number or a series."""
    supply = np.asarray(generation, dtype=float)
    loads = [np.broadcast_to(np.asarray(x, dtype=float), supply.shape) for x in (vital, essential)]
    loads += [np.broadcast_to(np.asarray(x, dtype=float), supply.shape) for x in (deferrable, sheddable)]
    options = {"step_hour": 1.0, "trace": True} | options
    return dispatch_year(plant or Plant(), STORAGE, supply, 0 * supply, np.stack(loads), **options)


def test_each_class_is_served_before_the_next():
    year = run(np.arange(10.0), vital=2.0, essential=2.0, deferrable=2.0, sheddable=2.0, backlog_hour=0.0)
    supply = np.arange(10.0)
    for k, name in enumerate(LOAD_CLASSES):
        np.testing.assert_allclose(year.row(f"served_{name}_kw"), np.clip(supply - 2.0 * k, 0.0, 2.0))
    np.testing.assert_allclose(year.row("curtailed_kw"), np.clip(supply - 8.0, 0.0, None))
    assert year.curtailed_kwh == pytest.approx(1.0)


def test_shortfalls_are_counted_in_hours_and_in_unbroken_runs():
    generation = np.array([0.0, 0.0, 2.0, 0.0, 0.0, 0.0, 2.0, 1.5])
    year = run(generation, vital=2.0, step_hour=0.5)
    assert year.unserved_kwh[0] == pytest.approx((5 * 2.0 + 0.5) * 0.5)
    assert year.short_hour[0] == pytest.approx(6 * 0.5)
    assert year.longest_vital_hour == pytest.approx(3 * 0.5)
    assert year.unserved_kwh[1:].tolist() == [0.0, 0.0, 0.0]


def test_a_store_loses_on_charging_and_gives_all_it_holds():
    plant = Plant(battery_kwh=10.0, battery_kw=100.0)
    year = run([0.0, 25.0, 0.0, 0.0], vital=[10.0, 0.0, 10.0, 10.0], plant=plant)
    # 10 kWh were in store; they are drawn; 10 / 0.8 fill it again; the last hour finds it empty.
    np.testing.assert_allclose(year.row("battery_kwh"), [0.0, 10.0, 0.0, 0.0])
    np.testing.assert_allclose(year.row("charge_kw"), [0.0, 12.5, 0.0, 0.0])
    assert year.unserved_kwh[0] == pytest.approx(10.0)


def test_battery_goes_before_fuel_cells_and_both_keep_to_their_power():
    plant = Plant(battery_kwh=8.0, battery_kw=3.0, fuel_cell_kwh=100.0, fuel_cell_kw=2.0, electrolyser_kw=4.0)
    year = run([0.0, 0.0, 0.0, 40.0], vital=[2.0, 4.0, 9.0, 0.0], plant=plant)
    np.testing.assert_allclose(year.row("battery_kwh")[:3], [6.0, 3.0, 0.0])
    np.testing.assert_allclose(year.row("fuel_cell_kwh"), [100.0, 99.0, 97.0, 99.0])
    assert year.row("unserved_vital_kw")[2] == pytest.approx(4.0)
    assert year.row("charge_kw")[3] == pytest.approx(3.0 + 4.0)


def test_only_vital_loads_burn_the_reserve():
    plant = Plant(reserve_kwh=7.0, reserve_kw=2.0)
    year = run(np.zeros(5), vital=3.0, essential=1.0, deferrable=1.0, sheddable=1.0, plant=plant)
    np.testing.assert_allclose(year.row("reserve_kwh"), [5.0, 3.0, 1.0, 0.0, 0.0])
    np.testing.assert_allclose(year.row("served_vital_kw"), [2.0, 2.0, 2.0, 1.0, 0.0])
    assert year.row("served_essential_kw").max() == 0.0
    again = run(np.full(5, 10.0), vital=3.0, plant=Plant(reserve_kwh=7.0, reserve_kw=2.0))
    assert again.row("reserve_kwh").min() == 7.0


def test_sheddable_loads_leave_the_battery_its_reserve():
    plant = Plant(battery_kwh=10.0, battery_kw=4.0)
    year = run(np.zeros(3), sheddable=3.0, plant=plant)
    np.testing.assert_allclose(year.row("served_sheddable_kw"), [3.0, 2.0, 0.0])
    assert year.row("battery_kwh")[-1] == pytest.approx(STORAGE.reserve_frac * 10.0)


def test_the_battery_reserve_is_refilled_before_deferrable_work():
    plant = Plant(battery_kwh=10.0, battery_kw=20.0)
    year = run([0.0, 6.0, 6.0], vital=[9.0, 0.0, 0.0], deferrable=[0.0, 6.0, 6.0], plant=plant)
    # One kWh is left of ten; four more make the reserve and take five.
    np.testing.assert_allclose(year.row("served_deferrable_kw"), [0.0, 1.0, 6.0])
    np.testing.assert_allclose(year.row("battery_kwh"), [1.0, 5.0, 5.0])


class TestBacklog:
    def test_work_that_waits_is_done_when_there_is_power(self):
        year = run([0.0, 0.0, 0.0, 10.0], deferrable=1.0, backlog_hour=5.0)
        np.testing.assert_allclose(year.row("served_deferrable_kw"), [0.0, 0.0, 0.0, 4.0])
        assert year.unserved_kwh[2] == 0.0
        assert year.short_hour[2] == 0.0

    def test_what_overflows_is_lost_and_counted(self):
        year = run([0.0, 0.0, 0.0, 10.0], deferrable=1.0, backlog_hour=2.0)
        np.testing.assert_allclose(year.row("served_deferrable_kw"), [0.0, 0.0, 0.0, 3.0])
        assert year.unserved_kwh[2] == pytest.approx(1.0)
        assert year.short_hour[2] == pytest.approx(1.0)

    def test_what_still_waits_at_the_end_is_not_counted(self):
        year = run(np.zeros(10), deferrable=1.0, backlog_hour=3.0)
        assert year.unserved_kwh[2] == pytest.approx(10.0 - 3.0)

    def test_its_length_comes_from_the_cited_table(self):
        with recording() as used:
            loose = run(np.zeros(100), deferrable=1.0)
        assert list(used) == ["grid/reliability.backlog_hour"]
        assert loose.unserved_kwh[2] == pytest.approx(100.0 - float(used["grid/reliability.backlog_hour"]))
        with overriding({"grid/reliability.backlog_hour": 10}):
            tight = run(np.zeros(100), deferrable=1.0)
        assert tight.unserved_kwh[2] == pytest.approx(90.0)


class TestMargins:
    def test_of_each_class_with_those_before_it(self):
        plant = Plant(
            battery_kwh=30.0, battery_kw=9.0, fuel_cell_kwh=30.0, fuel_cell_kw=9.0, electrolyser_kw=9.0
        )
        year = run(np.full(24, 50.0), vital=1.0, essential=2.0, deferrable=3.0, sheddable=4.0, plant=plant)
        load = np.repeat([[1.0], [2.0], [3.0], [4.0]], 24, axis=1)
        np.testing.assert_allclose(storage_margin_hour(year, load), [60.0, 20.0, 10.0, 6.0])

    def test_the_propellant_reserve_counts_for_vital_loads_only(self):
        plant = Plant(battery_kwh=10.0, battery_kw=9.0, reserve_kwh=90.0, reserve_kw=5.0)
        year = run(np.full(24, 50.0), vital=1.0, essential=1.0, plant=plant)
        margin = storage_margin_hour(year, np.repeat([[1.0], [1.0], [0.0], [0.0]], 24, axis=1))
        np.testing.assert_allclose(margin, [100.0, 5.0, 5.0, 5.0])

    def test_taken_at_the_hour_when_the_stores_are_lowest(self):
        plant = Plant(battery_kwh=10.0, battery_kw=9.0)
        year = run([0.0, 0.0, 9.0, 9.0], vital=2.0, plant=plant)
        assert storage_margin_hour(year, np.repeat([[2.0], [0.0], [0.0], [0.0]], 4, axis=1))[0] == 3.0

    def test_no_load_is_carried_for_ever(self):
        year = run(np.ones(3))
        assert np.isinf(storage_margin_hour(year, np.zeros((4, 3)))).all()

    def test_needs_a_trace(self):
        with pytest.raises(OutOfRange, match="with its trace"):
            storage_margin_hour(run(np.ones(3), trace=False), np.zeros((4, 3)))


def test_a_trace_changes_nothing_but_is_kept():
    generation = np.random.default_rng(3).uniform(0, 9, 200)
    plant = Plant(battery_kwh=20.0, battery_kw=4.0)
    full = run(generation, vital=3.0, essential=1.0, deferrable=1.0, sheddable=2.0, plant=plant)
    bare = run(generation, vital=3.0, essential=1.0, deferrable=1.0, sheddable=2.0, plant=plant, trace=False)
    assert full.unserved_kwh.tolist() == bare.unserved_kwh.tolist()
    assert full.trace.shape == (len(TRACE), 200)
    assert bare.trace.shape == (len(TRACE), 0)


def test_whole_numbers_are_as_good_as_floats():
    load = np.ones((4, 6), dtype=np.int64)
    year = dispatch_year(Plant(), STORAGE, np.full(6, 3), np.zeros(6, dtype=int), load, step_hour=1)
    assert year.unserved_kwh.tolist() == [0.0, 0.0, 0.0, 6.0]


GOOD = np.ones(6)
LOAD = np.ones((4, 6))


def spoilt(array, value):
    bad = array.copy()
    bad[..., 2] = value
    return bad


@pytest.mark.parametrize(
    ("fission", "solar", "load", "said"),
    [
        (GOOD, np.ones(5), LOAD, "shape"),
        (GOOD, GOOD, np.ones((3, 6)), "shape"),
        (GOOD, GOOD, np.ones((4, 7)), "shape"),
        (np.ones(0), np.ones(0), np.ones((4, 0)), "shape"),
        (GOOD, GOOD, spoilt(LOAD, -1.0), "load_kw must be finite and not negative"),
        (spoilt(GOOD, -1.0), GOOD, LOAD, "fission_kw must be finite and not negative"),
        (GOOD, spoilt(GOOD, -0.1), LOAD, "solar_kw must be finite and not negative"),
        (GOOD, spoilt(GOOD, np.nan), LOAD, "solar_kw must be finite and not negative"),
        (spoilt(GOOD, np.inf), GOOD, LOAD, "fission_kw must be finite and not negative"),
        (GOOD, GOOD, spoilt(LOAD, np.nan), "load_kw must be finite and not negative"),
    ],
)
def test_series_that_cannot_be_are_refused(fission, solar, load, said):
    with pytest.raises(OutOfRange, match=said):
        dispatch_year(Plant(), STORAGE, fission, solar, load, step_hour=1.0)


@pytest.mark.parametrize(
    ("plant", "storage", "step_hour", "said"),
    [
        (Plant(), STORAGE, 0.0, "step_hour"),
        (Plant(), STORAGE, np.nan, "step_hour"),
        (Plant(battery_kwh=-1.0), STORAGE, 1.0, "battery_kwh"),
        (Plant(reserve_kw=np.nan), STORAGE, 1.0, "reserve_kw"),
        (Plant(), StorageTechnology(0.0, 0.5), 1.0, "battery_round_trip_frac"),
        (Plant(), StorageTechnology(1.2, 0.5), 1.0, "battery_round_trip_frac"),
        (Plant(), StorageTechnology(0.9, -0.5), 1.0, "fuel_cell_round_trip_frac"),
        (Plant(), StorageTechnology(0.9, 0.5, 1.5), 1.0, "reserve_frac"),
    ],
)
def test_plants_that_cannot_be_are_refused(plant, storage, step_hour, said):
    with pytest.raises(OutOfRange, match=said):
        dispatch_year(plant, storage, GOOD, GOOD, LOAD, step_hour=step_hour)


def test_rounding_below_zero_is_no_negative_output():
    dispatch_year(Plant(), STORAGE, spoilt(GOOD, -1e-12), GOOD, LOAD, step_hour=1.0)


def test_results_do_not_lend_their_fields():
    with pytest.raises(dataclasses.FrozenInstanceError):
        run(np.ones(2)).curtailed_kwh = 0.0
