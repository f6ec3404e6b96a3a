"""Stores, ride-through, events and starts against exact dynamic programming (`tests/support/exact_chain`)."""

import math

import numpy as np
import pytest
from tests.support.exact_chain import Box, Part, solve, stationary

from kilosol.grid import Store, Unit, assess, outage_survival

HOURS = 12
# Whole numbers: charges then take few values, each of which the exact solver follows.
LOAD = np.round(15.0 + 6.0 * np.sin(np.arange(HOURS) * 2 * np.pi / 12))
SUN = np.clip(np.round(9.0 * np.sin(np.pi * (np.arange(HOURS) - 3) / 12)), 0.0, None)


def same(kw):
    return [kw] * HOURS


def box_of(store, part):
    charge = store.initial_frac * store.energy_kwh
    return Box(
        store.power_kw, store.energy_kwh, store.charge_efficiency, store.discharge_efficiency, charge, part
    )


def repaired():
    """Three units and a store that fails, all from the long run."""
    how = {"step_chances": (0.05, 0.3)}
    store = Store("cell", 8.0, 12.0, 1, 0.5, 1.0, 0.5, step_chances=(0.02, 0.2))
    units = [(same(8.0), stationary(0.05, 0.3))] * 3
    return [Unit("set", 8.0, 3, 1, 1, **how)], [store], units, [box_of(store, stationary(0.02, 0.2))], 2


def with_sun():
    """A series that fails, a lossy store that does not, part of the load vital."""
    store = Store("cell", 6.0, 20.0, 1, 0.5, 1.0, 1.0)
    told = [
        Unit("set", 8.0, 2, 1, 1, step_chances=(0.1, 0.4)),
        Unit("sun", SUN, 2, 1, 1, step_chances=(0.05, 0.2)),
    ]
    units = [(same(8.0), stationary(0.1, 0.4))] * 2 + [(SUN, stationary(0.05, 0.2))] * 2
    return told, [store], units, [box_of(store, Part(0.0, 1.0, 0.0))], 1


def mission():
    """No repair, all up at the start: what is never mended needs no word for it."""
    told = [Unit("set", 12.0, 2, 1, 1, step_chances=(0.04, 0.0)), Unit("sun", SUN, 1, math.inf, 0.0)]
    store = Store("cell", 10.0, 15.0)
    units = [(same(12.0), Part(0.04, 0.0, 0.0))] * 2 + [(SUN, Part(0.0, 1.0, 0.0))]
    return told, [store], units, [box_of(store, Part(0.0, 1.0, 0.0))], 2


def may_not_start():
    """Units that fail to start, are mended slowly, and a store that is down at first."""
    store = Store("cell", 10.0, 15.0, start=1.0, step_chances=(0.0, 0.25))
    told = [
        Unit("set", 10.0, 2, 1, 1, step_chances=(0.02, 0.1), start=0.15),
        Unit("never fails later", 4.0, 1, math.inf, 5.0, start=0.3),
    ]
    back = -math.expm1(-1.0 / 5.0)
    units = [(same(10.0), Part(0.02, 0.1, 0.15))] * 2 + [(same(4.0), Part(0.0, back, 0.3))]
    return told, [store], units, [box_of(store, Part(0.0, 0.25, 1.0))], 3


@pytest.mark.parametrize("case", [repaired, with_sun, mission, may_not_start], ids=lambda case: case.__name__)
def test_all_indices_agree_with_every_state(case):
    told, stores, units, boxes, ride = case()
    vital = 0.5 * LOAD
    exact = solve(units, boxes, LOAD, vital, ride)
    found = assess(told, LOAD, stores, samples=60_000, seed=5, vital_kw=vital, ride_through_h=float(ride))
    names = ("lolh_h", "eue_kwh", "lolev", "p_any_shortfall", "p_vital_served")
    for name, value in zip(names, exact, strict=True):
        number = getattr(found, name)
        # Two of 95 % half-widths: four standard errors.
        half = (number.ci95[1] - number.ci95[0]) / 2.0
        assert abs(number.value - value) <= 2.05 * half, (name, number, value)


def test_survival_of_an_outage_is_no_shortfall_in_a_mission():
    told, stores, units, boxes, _ = mission()
    found = outage_survival(told, LOAD, stores, longest_h=float(HOURS), starts=[0], samples=60_000, seed=5)
    for hours in (4, 8, HOURS):
        exact = solve(
            [(np.asarray(kw)[:hours], part) for kw, part in units], boxes, LOAD[:hours], LOAD[:hours], 0
        )
        number = found.mean[hours - 1]
        assert abs(number.value - (1.0 - exact[3])) <= 4.0 * number.stderr + 1e-9


@pytest.mark.parametrize("mttr_h", [0.0, 1e-6])
def test_a_repair_without_time_still_waits_for_its_part(mttr_h):
    """No part and none to come: down for good from the first failure on, whatever the repair would take."""
    unit = Unit("set", 12.0, 1, 1000.0, mttr_h, spares=0, lead_h=1e9)
    found = assess([unit], np.full(1000, 10.0), samples=20_000, seed=3)
    steps = np.arange(1000)
    assert found.lolh_h.value == pytest.approx(
        np.sum(-np.expm1(-steps / 1000.0)), abs=4 * found.lolh_h.stderr
    )
    assert found.lolh_h.value == pytest.approx(367.9, abs=4 * found.lolh_h.stderr + 1.0)


def test_parts_and_shared_causes_without_repair_time():
    """Two units that share a fifth of their failures, two parts: the first failure of each kind is mended."""
    unit = Unit("set", 10.0, 2, 500.0, 0.0, 0.2, spares=2, lead_h=1e9)
    found = assess([unit], np.full(1000, 10.0), samples=20_000, seed=3, by_step=True)
    # A shared failure takes both parts at once; without parts, each failure is for good.
    own, shared = 0.8 / 500.0, 0.2 / 500.0
    state = np.zeros((3, 3))
    state[2, 2] = 1.0
    short = []
    n = 40
    for step in range(1000 * n):
        if step % n == 0:
            short.append(state[0].sum())
        after = state.copy()
        for up in (1, 2):
            for parts in (0, 1, 2):
                p = state[up, parts]
                if p == 0.0:
                    continue
                alone, both = p * up * own / n, p * shared / n
                after[up, parts] -= alone + both
                after[up if parts > 0 else up - 1, max(parts - 1, 0)] += alone
                # A shared failure takes a part for each of the two, and all come back together: with one part
                # too few, none does.
                after[up if parts == 2 else 0, 0] += both
        state = after
    assert found.lolh_h.value == pytest.approx(sum(short), rel=0.05, abs=4 * found.lolh_h.stderr)


@pytest.mark.parametrize("law", ["exponential", "weibull"])
def test_never_mended_is_all_down_in_the_long_run_only(law):
    """The same mission by chances and by mean times; another law of repair has nothing to say."""
    if law == "weibull":
        with pytest.raises(ValueError, match="never repaired"):
            assess([Unit("set", 1.0, 2, 30.0, math.inf, repair_law=law)], [1.0] * 9, samples=9)
        return
    chances = (-math.expm1(-1.0 / 30.0), 0.0)
    one = assess([Unit("set", 1.0, 2, 30.0, math.inf)], [1.0] * 40, samples=20_000, seed=2)
    two = assess([Unit("set", 1.0, 2, 1, 1, step_chances=chances)], [1.0] * 40, samples=20_000, seed=2)
    up = np.exp(-np.arange(40) / 30.0)
    for found in (one, two):
        assert found.lolh_h.value == pytest.approx(np.sum((1.0 - up) ** 2), abs=4 * found.lolh_h.stderr)
        assert not found.lolh_h.is_exact
