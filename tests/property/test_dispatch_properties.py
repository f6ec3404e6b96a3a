"""Dispatch: what must hold for any plant, weather and load."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from kilosol.grid import Plant, StorageTechnology, dispatch_year

KW = st.floats(0, 40, allow_subnormal=False)
KWH = st.floats(0, 300, allow_subnormal=False)
STEPS = st.integers(1, 24)


@st.composite
def cases(draw):
    n = draw(STEPS)
    plant = Plant(
        battery_kwh=draw(KWH),
        battery_kw=draw(KW),
        fuel_cell_kwh=draw(KWH),
        fuel_cell_kw=draw(KW),
        electrolyser_kw=draw(KW),
        reserve_kwh=draw(KWH),
        reserve_kw=draw(KW),
    )
    storage = StorageTechnology(draw(st.floats(0.1, 1)), draw(st.floats(0.1, 1)), draw(st.floats(0, 1)))
    supply = draw(arrays.arrays(np.float64, n, elements=KW))
    load = draw(arrays.arrays(np.float64, (4, n), elements=KW))
    return plant, storage, supply, load, draw(st.floats(0.1, 3)), draw(st.floats(0, 30))


def run(case, extra_kw=0.0):
    plant, storage, supply, load, hours, backlog_hour = case
    return dispatch_year(
        plant,
        storage,
        supply,
        np.full(supply.shape, extra_kw),
        load,
        step_hour=hours,
        backlog_hour=backlog_hour,
        trace=True,
    )


def served_kw(year):
    names = ("vital", "essential", "deferrable", "sheddable")
    return np.stack([year.row(f"served_{name}_kw") for name in names])


@settings(deadline=None, max_examples=150)
@given(case=cases())
def test_energy_is_conserved_in_every_step(case):
    year = run(case)
    came = year.row("generation_kw") + year.row("discharge_kw")
    went = served_kw(year).sum(axis=0) + year.row("charge_kw") + year.row("curtailed_kw")
    np.testing.assert_allclose(came, went, atol=1e-9)


@settings(deadline=None, max_examples=150)
@given(case=cases())
def test_stores_stay_within_their_bounds_and_nothing_is_negative(case):
    plant = case[0]
    year = run(case)
    assert year.trace.min() >= -1e-9
    for name in ("battery_kwh", "fuel_cell_kwh", "reserve_kwh"):
        assert year.row(name).max() <= getattr(plant, name) + 1e-9
    assert (np.diff(year.row("reserve_kwh")) <= 1e-9).all()


@settings(deadline=None, max_examples=100)
@given(case=cases())
def test_what_the_stores_lose_is_their_inefficiency(case):
    plant, storage, supply, load, hours, backlog_hour = case
    battery_only = Plant(battery_kwh=plant.battery_kwh, battery_kw=plant.battery_kw)
    year = run((battery_only, storage, supply, load, hours, backlog_hour))
    held = np.concatenate([[plant.battery_kwh], year.row("battery_kwh")])
    into = storage.battery_round_trip_frac * year.row("charge_kw") - year.row("discharge_kw")
    np.testing.assert_allclose(np.diff(held), into * hours, atol=1e-9)


@settings(deadline=None, max_examples=150)
@given(case=cases())
def test_vital_loads_are_never_short_while_a_lower_class_is_served(case):
    year = run(case)
    short = year.row("unserved_vital_kw") > 1e-9
    assert served_kw(year)[1:, short].sum() <= 1e-9
    lower = year.row("unserved_essential_kw") > 1e-9
    assert served_kw(year)[2:, lower].sum() <= 1e-9


@settings(deadline=None, max_examples=150)
@given(case=cases())
def test_the_reserve_burns_only_when_all_else_is_shed(case):
    plant, load = case[0], case[3]
    year = run(case)
    burnt = -np.diff(np.concatenate([[plant.reserve_kwh], year.row("reserve_kwh")])) > 1e-9
    np.testing.assert_allclose(year.row("unserved_essential_kw")[burnt], load[1, burnt], atol=1e-9)
    assert (year.row("generation_kw")[burnt] <= load[0, burnt] + 1e-9).all()


@settings(deadline=None, max_examples=150)
@given(case=cases())
def test_deferrable_demand_is_served_lost_or_still_waiting(case):
    load, hours, backlog_hour = case[3], case[4], case[5]
    year = run(case)
    demand = load[2].sum() * hours
    waiting = demand - year.row("served_deferrable_kw").sum() * hours - year.unserved_kwh[2]
    # Overflows below the shortfall's threshold are not counted.
    slack = 1e-6 * hours * load.shape[1] + 1e-9
    assert -slack <= waiting <= backlog_hour * load[2].mean() + slack


@settings(deadline=None, max_examples=100)
@given(case=cases(), extra=KW)
def test_more_generation_never_leaves_firm_loads_shorter(case, extra):
    slack = 1e-5 * case[3].shape[1]
    assert (run(case, extra).unserved_kwh[:2] <= run(case).unserved_kwh[:2] + slack).all()
