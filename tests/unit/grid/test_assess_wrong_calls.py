"""Wrong calls of `assess` and its sisters: each is refused by name, all problems at once, by our errors."""

import math

import numpy as np
import pytest

from kilosol.errors import Infeasible, KilosolError, OutOfRange, WrongCall
from kilosol.grid import (
    Failures,
    Store,
    Unit,
    assess,
    equivalent_firm_capacity,
    load_carrying_capability,
    outage_survival,
)
from kilosol.grid.failures import check_failures, failure_table

DAY = [10.0] * 24


def unit(**options):
    given = {"capacity_kw": 12.0, "n": 2, "mttf_h": 1000.0, "mttr_h": 50.0} | options
    return Unit("set", **given)


EXCLUDED = {
    "chances, parts": (
        {"step_chances": (0.1, 0.9), "spares": 0, "lead_h": 9.0},
        r"spares of 'set'.*step_chances",
    ),
    "chances, law": (
        {"step_chances": (0.1, 0.9), "repair_law": "weibull"},
        "repair_law='weibull'.*step_chances",
    ),
    "chances, restart": ({"step_chances": (0.1, 0.9), "restart_h": 5.0}, "restart_h.*step_chances"),
    "chances, all": (
        {"step_chances": (0.1, 0.9), "restart_h": 5.0, "spares": 1, "repair_law": "lognormal"},
        "spares and repair_law='lognormal' and restart_h",
    ),
    "no repair, parts": ({"mttr_h": math.inf, "spares": 3}, "spares.*infinite mttr_h"),
    "no repair, stationary": ({"mttr_h": math.inf, "start": "stationary"}, "start.*all down"),
    "first window without windows": ({"spares": 1, "first_window_h": 5.0}, "first_window_h.*window_h"),
    "shape without a law": ({"repair_shape": 2.0}, "repair_shape.*exponential law has none"),
    "start left open": ({"mttr_h": 1e12}, "start of 'set'.*'up' or 'stationary'"),
    "clock faster than steps": ({"mttf_h": 0.01, "spares": 1}, "at least a step"),
}


@pytest.mark.parametrize("name", EXCLUDED)
def test_options_that_exclude_one_another_are_named(name):
    options, said = EXCLUDED[name]
    with pytest.raises(OutOfRange, match=f"(?s){said}"):
        assess([unit(**options)], DAY, samples=10)


WRONG = {
    "capacity as text": {"units": [unit(capacity_kw="20")]},
    "capacity as texts": {"units": [unit(capacity_kw=["20"] * 24)]},
    "capacity ragged": {"units": [unit(capacity_kw=[[1.0], [1.0, 2.0]])]},
    "capacity true": {"units": [unit(capacity_kw=True)]},
    "capacity nan": {"units": [unit(capacity_kw=math.nan)]},
    "n as text": {"units": [unit(n="2")]},
    "n nan": {"units": [unit(n=math.nan)]},
    "n infinite": {"units": [unit(n=math.inf)]},
    "n with a point": {"units": [unit(n=2.0)]},
    "mttf as text": {"units": [unit(mttf_h="1000")]},
    "mttf nan": {"units": [unit(mttf_h=math.nan)]},
    "mttr none": {"units": [unit(mttr_h=None)]},
    "beta as text": {"units": [unit(beta="0.1")]},
    "law a number": {"units": [unit(repair_law=1)]},
    "weibull too flat": {"units": [unit(repair_law="weibull", repair_shape=1e-3)]},
    "lognormal too wide": {"units": [unit(repair_law="lognormal", repair_shape=40.0)]},
    "spares nan": {"units": [unit(spares=math.nan)]},
    "spares a half": {"units": [unit(spares=1.5)]},
    "spares true": {"units": [unit(spares=True)]},
    "spares without number": {"units": [unit(spares=10**12)]},
    "window of nothing": {"units": [unit(spares=1, window_h=1e-300)]},
    "one chance": {"units": [unit(step_chances=(0.1,))]},
    "three chances": {"units": [unit(step_chances=(0.1, 0.2, 0.3))]},
    "chances a number": {"units": [unit(step_chances=0.1)]},
    "chances as text": {"units": [unit(step_chances="ab")]},
    "start a word": {"units": [unit(start="upp")]},
    "start above 1": {"units": [unit(start=2)]},
    "start nan": {"units": [unit(start=math.nan)]},
    "a unit alone": {"units": unit()},
    "a dict of units": {"units": {"set": unit()}},
    "dicts": {"units": [{"name": "set"}]},
    "no list": {"units": 3},
    "stores in units": {"units": [unit(), Store("cell", 1.0, 1.0)]},
    "a store alone": {"stores": Store("cell", 1.0, 1.0)},
    "store power as text": {"stores": [Store("cell", "1", 1.0)]},
    "store energy none": {"stores": [Store("cell", 1.0, None)]},
    "store efficiency as text": {"stores": [Store("cell", 1.0, 1.0, 1, "0.9")]},
    "store charge nan": {"stores": [Store("cell", 1.0, 1.0, initial_frac=math.nan)]},
    "store chances": {"stores": [Store("cell", 1.0, 1.0, step_chances=(0.1, 2.0))]},
    "load a number": {"load_kw": 10.0},
    "load none": {"load_kw": None},
    "load as text": {"load_kw": "10"},
    "load of two dimensions": {"load_kw": [[1.0, 2.0]]},
    "load ragged": {"load_kw": [[1.0], [1.0, 2.0]]},
    "load without end": {"load_kw": [math.inf]},
    "step as text": {"step_h": "1"},
    "day nan": {"day_h": math.nan},
    "samples with a point": {"samples": 100.0},
    "samples nan": {"samples": math.nan},
    "samples as text": {"samples": "100"},
    "samples without number": {"samples": 10**12},
    "seed as text": {"seed": "x"},
    "seed none": {"seed": None},
    "vital of another length": {"vital_kw": [1.0, 2.0]},
    "vital as text": {"vital_kw": "1"},
    "ride through none": {"ride_through_h": None},
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_kinds_are_refused_by_our_errors(name):
    call = {"units": [unit()], "load_kw": DAY, "samples": 10} | WRONG[name]
    with pytest.raises(OutOfRange, match="must be") as caught:
        assess(call.pop("units"), call.pop("load_kw"), **call)
    assert caught.value.exit_code == 2


def test_all_problems_are_said_at_once():
    with pytest.raises(WrongCall) as caught:
        assess([unit(capacity_kw="20", n=2.0), unit(spares=-1)], DAY, samples=math.nan, seed="x", step_h=0.0)
    said = str(caught.value)
    assert [word in said for word in ("samples", "seed", "step_h")] == [True] * 3
    with pytest.raises(WrongCall) as caught:
        assess([unit(capacity_kw="20", n=2.0), unit(spares=-1)], DAY, samples=10)
    assert len(caught.value.problems) == 3
    assert isinstance(caught.value, KilosolError)


@pytest.mark.parametrize("kind", [np.float32, np.float64, np.int64, int])
def test_numbers_of_any_kind_are_numbers(kind):
    one = Unit("set", kind(12), 2, kind(1000), kind(50), spares=np.int64(3))
    assert assess([one], np.array(DAY, kind), samples=np.int32(10), seed=np.int64(2)).n_samples == 10


def test_failures_alone_are_checked_too():
    check_failures("set", Failures(100.0, 10.0))
    with pytest.raises(WrongCall, match=r"(?s)to failure.*to repair"):
        check_failures("set", Failures(-100.0, -10.0))
    with pytest.raises(OutOfRange, match="at least a step"):
        failure_table([(Failures(0.1, 10.0, n_spares=1), 2)], 1.0)


def test_dozens_of_sure_series_leave_the_answer_exact():
    """What never fails has one state: a field of strings costs nothing, and equal series are one."""
    hours = np.arange(8760)
    sun = np.clip(np.sin(2 * np.pi * hours / 24), 0.0, None)
    load = 6.0 + 3.0 * sun
    strings = [Unit(f"string {k}", (1.0 + 0.1 * k) * sun, 1, math.inf, 0.0) for k in range(40)]
    sets = Unit("set", 3.5, 2, 950.0, 50.0)
    found = assess([*strings, sets], load, samples=64)
    whole = Unit("field", sum(np.asarray(s.capacity_kw) for s in strings), 1, math.inf, 0.0)
    alone = assess([whole, sets], load, samples=64)
    assert found.lolh_h.is_exact
    assert found.eue_kwh.value == pytest.approx(alone.eue_kwh.value, rel=1e-9)
    # A dozen strings that do fail, under one sun, are one group of a dozen.
    failing = [Unit(f"string {k}", sun, 1, 900.0, 100.0) for k in range(12)]
    one_by_one = assess([*failing, sets], load, samples=64)
    together = assess([Unit("field", sun, 12, 900.0, 100.0), sets], load, samples=64)
    assert one_by_one.lolh_h.is_exact
    assert one_by_one.eue_kwh.value == pytest.approx(together.eue_kwh.value, rel=1e-9)
    assert one_by_one.lolh_h.value == pytest.approx(together.lolh_h.value, rel=1e-9)


@pytest.mark.parametrize(
    "change",
    [
        {"longest_h": 0.0},
        {"longest_h": 25.0},
        {"longest_h": 1.5},
        {"longest_h": "3"},
        {"starts": [24]},
        {"starts": [0.5]},
        {"starts": []},
        {"samples": 0},
    ],
)
def test_wrong_calls_of_outage_survival(change):
    with pytest.raises(OutOfRange, match="must be"):
        outage_survival([unit()], DAY, **({"longest_h": 3.0, "samples": 5} | change))


def test_survival_falls_with_length_and_wraps_around_the_year():
    load = np.array([5.0] * 20 + [20.0] * 4)
    never = Unit("set", 10.0, 1, math.inf, 0.0)
    found = outage_survival([never], load, [Store("cell", 10.0, 15.0)], longest_h=8.0, samples=3)
    # Ten kW are missing in the last four hours: a store of 15 kWh carries one and a half of them.
    assert (np.diff(found.p_by_start, axis=1) <= 0.0).all()
    assert found.p_by_start[0].tolist() == [1.0] * 8
    assert found.p_by_start[20].tolist() == [1.0] + [0.0] * 7
    assert found.p_by_start[23].tolist() == [1.0] * 8
    assert found.at(20)[1].value == 0.0
    assert found.mean[7].value == pytest.approx(found.p_by_start[:, 7].mean())


def test_credits_of_stores_and_of_what_does_nothing():
    sets = [Unit("set", 10.0, 3, 90.0, 10.0)]
    load = np.full(96, 22.0)
    store = equivalent_firm_capacity(sets, [Store("cell", 5.0, 20.0)], load, samples=4000)
    assert 0.0 < store.ci95[0] <= store.value <= store.ci95[1] < 5.0
    sure = equivalent_firm_capacity(sets, [Unit("sure", 4.0, 1, math.inf, 0.0)], load, samples=64)
    assert sure.value == pytest.approx(4.0, abs=1e-3)
    flat = load_carrying_capability(sets, [Unit("sure", 4.0, 1, math.inf, 0.0)], load, samples=64)
    assert flat.value == pytest.approx(4.0, abs=1e-3)
    with pytest.raises(Infeasible, match="lacks nothing"):
        load_carrying_capability([Unit("sure", 30.0, 1, math.inf, 0.0)], [unit()], load, samples=64)
    with pytest.raises(OutOfRange, match="added"):
        load_carrying_capability(sets, [], load)
    with pytest.raises(OutOfRange, match="index"):
        load_carrying_capability(sets, [unit()], load, index="lolp")
