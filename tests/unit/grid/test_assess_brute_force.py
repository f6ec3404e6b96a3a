"""Adequacy of odd microgrids against every state of their units, written out one by one."""

import itertools

import numpy as np
import pytest

from kilosol.grid import Store, Unit, assess


def by_hand(units, load, step_h=1.0):
    """LOLP by step, LOLH and EUE from all combinations of units; shared causes as in the docs."""
    causes = []
    for u in units:
        p = u.mttr_h / (u.mttf_h + u.mttr_h)
        shared = u.beta * p if u.n > 1 else 0.0
        own = (p - shared) / (1.0 - shared) if shared < 1.0 else 0.0
        causes.append((own, shared))
    short, unserved = np.zeros(load.size), np.zeros(load.size)
    shapes = [list(itertools.product((0, 1), repeat=u.n + 1)) for u in units]
    for state in itertools.product(*shapes):
        chance, supply = 1.0, np.zeros(load.size)
        for u, (own, shared), (all_down, *downs) in zip(units, causes, state, strict=True):
            chance *= shared if all_down else 1.0 - shared
            for down in downs:
                chance *= own if down else 1.0 - own
            supply += 0.0 if all_down else np.asarray(u.capacity_kw) * (u.n - sum(downs))
        gap = np.maximum(load - supply, 0.0)
        short += chance * (gap > 1e-9)
        unserved += chance * gap
    return short.sum() * step_h, unserved.sum() * step_h


SUN = np.clip(np.sin(np.pi * (np.arange(48) % 24 - 6) / 12), 0.0, None)
CASES = {
    "sizes that share no step": ([Unit("a", np.pi, 3, 100, 20), Unit("b", np.e, 2, 50, 50, 0.1)], 11.0),
    "a series that is nothing at night": ([Unit("sun", 9 * SUN, 2, 200, 40), Unit("a", 5, 2, 90, 9)], 8.0),
    "all failures shared": ([Unit("a", 10, 3, 100, 50, 1.0), Unit("b", 7.5, 1, 10, 10)], 25.0),
    "a group of none": ([Unit("none", 10, 0, 100, 50), Unit("a", 4, 3, 100, 50)], 9.0),
    "a unit never repaired in no time": ([Unit("at once", 6, 2, 100, 0), Unit("a", 4, 2, 100, 50)], 15.0),
    "failures within a step": ([Unit("a", 10, 3, 0.5, 0.5)], 15.0),
}


@pytest.mark.parametrize("step_h", [1.0, 0.5])
@pytest.mark.parametrize("name", CASES)
def test_exact_and_drawn_agree_with_every_state(name, step_h):
    units, load = CASES[name][0], np.full(48, CASES[name][1])
    hours, kwh = by_hand(units, load, step_h)
    found = assess(units, load, step_h=step_h, samples=4000, seed=3)
    assert found.lolh_h.value == pytest.approx(hours, rel=1e-9)
    assert found.eue_kwh.value == pytest.approx(kwh, rel=1e-9)
    for told, exact in ((found.lolh_h, hours), (found.eue_kwh, kwh)):
        half = (told.ci95[1] - told.ci95[0]) / 2
        assert abs(told.drawn - exact) <= 2.2 * half + 1e-9


def test_several_stores_by_hand():
    """A unit that is never there: two stores carry 3 kW one after another until both are empty."""
    stores = [Store("a", 2.0, 6.0), Store("b", 5.0, 10.0, discharge_efficiency=0.5)]
    found = assess([Unit("sun", np.zeros(12), 1, 100, 10)], np.full(12, 3.0), stores, samples=8, seed=1)
    # Three hours of 2 + 1 kW: a is empty, b has lost 6 of its 10 kWh; then 2 kWh more come out of b.
    assert found.eue_kwh.value == pytest.approx(36.0 - 6.0 - 5.0)
    assert found.lolh_h.value == pytest.approx(12.0 - 3.0)


def test_a_single_step_without_load_lacks_nothing():
    found = assess([Unit("a", 10, 2, 100, 50)], [0.0], samples=100, seed=1)
    assert found.lolh_h.value == found.eue_kwh.value == found.neue_ppm.value == 0.0
