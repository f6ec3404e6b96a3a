import dataclasses
import math

import numpy as np
import pytest

from kilosol.errors import KilosolError, OutOfRange
from kilosol.grid import Store, Unit, assess, monte_carlo

SET = Unit("set", 10.0, 3, 190.0, 10.0)
LOAD = 22.0 + 6.0 * np.sin(np.arange(240) * 2 * np.pi / 24)
METRICS = (
    "lolp",
    "lolh_h",
    "lole_daily_peak_day",
    "lole_sequential_day",
    "lolev",
    "eue_kwh",
    "neue_ppm",
    "cvar95_eue_kwh",
    "p_any_shortfall",
    "p_vital_served",
)


def test_every_number_has_an_interval_and_a_count():
    found = assess([SET], LOAD, [Store("cell", 5.0, 10.0)], samples=300, seed=2)
    for name in METRICS:
        number = getattr(found, name)
        low, high = number.ci95
        assert low <= number.value <= high, name
        assert number.n == number.samples == 300, name
    assert found.lolh_h.value == pytest.approx(found.lolp.value * 240)
    assert found.neue_ppm.value == pytest.approx(1e6 * found.eue_kwh.value / LOAD.sum())
    assert found.event_duration_h["p50"].n == pytest.approx(found.lolev.drawn * 300)
    assert found.event_duration_h["p50"].value <= found.event_duration_h["p95"].value
    assert found.cvar95_eue_kwh.value > found.eue_kwh.value


def test_threads_and_later_passes_do_not_change_results(monkeypatch):
    runs = []
    for n_threads in (1, 2, 5):
        monkeypatch.setattr(monte_carlo, "N_THREADS", n_threads)
        runs.append(assess([SET], LOAD, [Store("cell", 5.0, 10.0)], samples=200, seed=2, by_step=True))
    assert repr(runs[0]) == repr(runs[1]) == repr(runs[2])
    assert assess([SET], LOAD, samples=200, seed=3).lolh_h.drawn != runs[0].lolh_h.drawn


def test_another_store_leaves_the_outages_as_they_were():
    lolh = [
        assess([SET], LOAD, [Store("cell", 5.0, kwh)], samples=200, seed=2).lolh_h.drawn
        for kwh in (0.0, 5.0, 20.0, 100.0)
    ]
    assert (np.diff(lolh) < 0.0).all()


def test_energy_is_conserved_in_every_step():
    stores = [
        Store("first", 4.0, 11.0, 2, 0.9, 0.8, 0.5, 300.0, 40.0),
        Store("second", 3.0, 50.0, 1, 0.7, 1.0, 0.0),
    ]
    for seed in range(5):
        found = assess([SET], LOAD, stores, 0.5, samples=1, seed=seed, by_step=True)
        step = found.by_step
        spilled = step["supply_kw"] + step["discharge_kw"] + step["unserved_kw"] - LOAD - step["charge_kw"]
        assert spilled.min() > -1e-9
        # Nothing is spilled while a step is short.
        assert np.abs(spilled[step["unserved_kw"] > 0.0]).max(initial=0.0) < 1e-9
    only = [Store("second", 3.0, 50.0, 1, 0.7, 0.6, 0.25)]
    step = assess([SET], LOAD, only, 0.5, samples=1, seed=1, by_step=True).by_step
    change = np.diff(np.concatenate([[12.5], step["stored_kwh"]]))
    np.testing.assert_allclose(
        change, (0.7 * step["charge_kw"] - step["discharge_kw"] / 0.6) * 0.5, atol=1e-9
    )


def test_a_store_by_hand():
    never = Unit("sun", [0.0, 20.0, 0.0, 0.0], 1, math.inf, 0.0)
    found = assess(
        [never], [10.0] * 4, [Store("cell", 10.0, 10.0, 1, 0.8, 0.9)], samples=2, seed=1, by_step=True
    )
    # Nine of ten come out at first; ten times 0.8 go in; 8 times 0.9 come out.
    np.testing.assert_allclose(found.by_step["discharge_kw"], [9.0, 0.0, 7.2, 0.0])
    np.testing.assert_allclose(found.by_step["charge_kw"], [0.0, 10.0, 0.0, 0.0])
    assert found.eue_kwh.value == pytest.approx(1.0 + 2.8 + 10.0)
    assert found.lolev.value == 2.0
    assert found.event_depth_kw["most"].value == pytest.approx(10.0)
    assert found.event_duration_h["most"].value == 2.0


@pytest.mark.parametrize(("law", "shape"), [("weibull", 0.7), ("weibull", 2.5), ("lognormal", 1.0)])
def test_availability_knows_only_the_mean_of_the_repair(law, shape):
    unit = Unit("set", 1.0, 4, 90.0, 8.0, repair_law=law, repair_shape=shape, restart_h=2.0)
    found = assess([unit], np.full(400, 1.0), samples=2500, seed=6, by_step=True)
    up = found.by_step["supply_kw"] / 4.0
    assert up.mean() == pytest.approx(0.9, abs=4 * 0.3 / math.sqrt(4 * 2500 * 400 / 20))
    # From the first hour on: the start is stationary.
    assert up[:10].mean() == pytest.approx(0.9, abs=4 * 0.3 / math.sqrt(4 * 2500))
    # Without stores only the availability counts: exact for any law, but not where parts run out.
    assert found.lolh_h.is_exact
    assert abs(found.lolh_h.drawn - found.lolh_h.value) < 4 * found.lolh_h.stderr + 1e-9
    scarce = dataclasses.replace(unit, spares=1)
    assert not assess([scarce], [1.0] * 9, samples=5, seed=1).lolh_h.is_exact


def test_twins_of_the_two_ways_to_draw():
    """Exponential times by clock (spares without lack) and by chance from step to step are one law."""
    by_clock = Unit("set", 10.0, 3, 190.0, 10.0, beta=0.2, spares=10_000)
    by_step = Unit("set", 10.0, 3, 190.0, 10.0, beta=0.2)
    found = [assess([unit], np.full(300, 20.0), samples=4000, seed=9) for unit in (by_clock, by_step)]
    for name in ("lolh_h", "lolev", "lole_sequential_day"):
        one, other = (getattr(f, name) for f in found)
        assert abs(one.drawn - other.drawn) < 4 * math.hypot(one.stderr, other.stderr), name
    assert found[0].lolp.value == pytest.approx(found[1].lolp.value, abs=4 * found[0].lolp.stderr)


def test_ride_through_and_vital_part():
    dark = Unit("sun", [0.0] * 5 + [10.0] * 5, 1, math.inf, 0.0)
    spare = Unit("spare", 4.0, 1, math.inf, 0.0)
    stores = [Store("cell", 10.0, 1e-9)]
    load = [10.0] * 10
    found = [
        assess(
            [dark, spare], load, stores, samples=5, seed=1, vital_kw=kw, ride_through_h=h
        ).p_vital_served.value
        for kw, h in ((4.0, 0.0), (6.0, 4.0), (6.0, 5.0), (10.0, 5.0))
    ]
    assert found == [1.0, 0.0, 1.0, 1.0]


def test_importance_finds_the_unit_that_matters():
    units = [
        Unit("big", 20.0, 1, 190.0, 10.0),
        Unit("small", 2.0, 1, 190.0, 10.0),
        Unit("sure", 5.0, 1, math.inf, 0.0),
    ]
    found = assess(units, np.full(200, 18.0), samples=6000, seed=2)
    big, small, sure = found.importance
    assert [i.name for i in found.importance] == ["big", "small", "sure"]
    assert big.share_frac.value == 1.0
    assert big.birnbaum_kwh.value > small.birnbaum_kwh.value > 0.0
    assert sure.birnbaum_kwh.value == sure.share_frac.value == 0.0
    # With the big one down, 11 or 13 kW are missing all the time; with it up, nothing.
    assert big.birnbaum_kwh.value == pytest.approx(
        200 * (0.95 * 11 + 0.05 * 13), abs=3 * big.birnbaum_kwh.stderr
    )


def test_nothing_seen_is_not_nothing():
    found = assess(
        [Unit("set", 10.0, 2, 1e6, 1.0)], np.full(24, 5.0), [Store("cell", 1.0, 1.0)], samples=100, seed=1
    )
    assert found.lolh_h.value == 0.0
    assert 0.5 < found.lolh_h.ci95[1] < 24.0
    assert found.p_any_shortfall.ci95[1] > 0.03


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"units": [Unit("set", 10.0, 3, -190.0, 10.0)]}, "'set'.*-190"),
        ({"units": [Unit("set", 10.0, 3, 190.0, -1.0)]}, "repair of 'set'.*-1.0 h"),
        ({"units": [Unit("set", 10.0, 3, 190.0, 1.0, 1.5)]}, "beta of 'set'.*1.5"),
        ({"units": [Unit("set", [1.0, 2.0], 3, 190.0, 1.0)]}, r"capacity_kw of 'set'.*\(240,\)"),
        ({"units": [Unit("set", 9.0, 3, 190.0, 1.0)]}, "load_kw.*27 kW.*28 kW"),
        ({"units": [Unit("set", 10.0, -3, 190.0, 1.0)]}, "n of 'set'"),
        ({"units": [Unit("set", 10.0, 3, 190.0, 1.0, repair_law="weibul")]}, "weibull"),
        ({"stores": [Store("cell", 1.0, 1000.0)]}, "1000 kWh.*240 kWh|240 kWh.*1000 kWh"),
        ({"stores": [Store("cell", 1.0, 10.0, initial_frac=1.1)]}, "initial_frac.*1.1"),
        ({"stores": [Store("cell", 1.0, 10.0, charge_efficiency=0.0)]}, "charge_efficiency"),
        ({"stores": [Store("cell", 1.0, -10.0)]}, "-10"),
        ({"load_kw": []}, "load_kw"),
        ({"load_kw": [1.0, math.nan]}, "load_kw"),
        ({"load_kw": [1.0, -3.0]}, "-3"),
        ({"step_h": 0.0}, "step_h"),
        ({"samples": 0}, "samples"),
        ({"vital_kw": 100.0}, "vital_kw"),
        ({"ride_through_h": -1.0}, "ride_through_h"),
    ],
)
def test_what_cannot_be_is_named(change, said):
    call = {"units": [SET], "load_kw": LOAD, "samples": 10, "seed": 1} | change
    with pytest.raises(OutOfRange, match=f"(?s){said}") as caught:
        assess(call.pop("units"), call.pop("load_kw"), **call)
    assert isinstance(caught.value, KilosolError)


def test_stores_of_which_there_are_none_change_nothing():
    """A group of no stores is no store: days and events are those of the call without it."""
    none = assess([SET], LOAD, [Store("cell", 5.0, 10.0, 0)], samples=200, seed=2)
    alone = assess([SET], LOAD, samples=200, seed=2)
    for name in METRICS:
        assert str(getattr(none, name)) == str(getattr(alone, name)), name
