import dataclasses
import itertools
import math

import numpy as np
import pytest

from kilosol.errors import OutOfRange
from kilosol.grid import (
    LOAD_CLASSES,
    TRACE,
    Additions,
    FissionBlock,
    Plant,
    Reliability,
    Rules,
    SizingCase,
    SizingStudy,
    SpecificMasses,
    StorageTechnology,
    Targets,
    Trial,
    Weathers,
    Years,
    dispatch_year,
    foresight_bound,
    run_trials,
    size_robustly,
    trace_trial,
    whole_plant_reliability,
)
from kilosol.grid.sizing import robust
from kilosol.grid.sizing.check import check_years, missed_kwh
from kilosol.streams import generator

DAYS = 14
STEPS = 24 * DAYS
STORAGE = StorageTechnology(0.95, 0.5, 0.5)
MASSES = SpecificMasses(2.0, 8.66, 2.0, 2.5, 250.0, 0.6, 10.0)
UNIT = FissionBlock("unit", 2, 10.0, 1544.0, 3000.0, 60.0)


def study(**targets):
    hour, day = np.arange(STEPS) % 24, np.arange(STEPS) // 24
    light = 60.0 * np.clip(np.sin(np.pi * (hour - 6.0) / 12.0), 0.0, None)
    load = np.repeat([[5.0], [7.0], [4.0], [2.0]], STEPS, axis=1)
    stormy = (day >= 5) & (day < 8)
    case = SizingCase(np.where(stormy, 0.3 * light, light), load, 1.0, 1, 130.0, 40.0, 0.9)
    wanted = {
        "vital_risk": 0.01,
        "ride_through_hour": 4.0,
        "essential_lole_sol": 0.3,
        "propellant_on_time": 0.9,
    }
    return SizingStudy(
        case=case,
        tau=np.where(np.arange(DAYS) < 5, 0.5, np.where(np.arange(DAYS) < 8, 4.0, 0.8)),
        storage=STORAGE,
        masses=MASSES,
        reliability=Reliability(0.05),
        targets=Targets(**(wanted | targets)),
        spare_frac=0.1,
        lead_hour=1000.0,
        backlog_hour=72.0,
    )


def weathers(first, count):
    rng = [generator(9, "test-weather", k) for k in range(first, first + count)]
    tau = np.stack([0.5 + 3.0 * (r.random(DAYS) < 0.1) for r in rng])
    hour = np.arange(STEPS) % 24
    light = 60.0 * np.clip(np.sin(np.pi * (hour - 6.0) / 12.0), 0.0, None)
    return Weathers(light * np.repeat(np.where(tau > 2.0, 0.3, 1.0), 24, axis=1), tau)


def trial(floor=0.5, top_up=0.5, alert=math.inf, **sizes):
    wanted = {"solar_m2": 1500.0, "battery_kwh": 90.0, "battery_kw": 20.0, "fuel_cell_kwh": 60.0}
    wanted |= {"fuel_cell_kw": 6.0, "electrolyser_kw": 6.0, "reserve_kwh": 40.0, "reserve_kw": 5.0}
    return Trial(Plant((UNIT,), **(wanted | sizes)), Rules(floor, top_up, alert))


def drawn(count, n_spares=None, first=0):
    sky = weathers(first, count)
    return Years(sky.solar_w_m2, sky.tau, np.arange(first, first + count), 3, n_spares)


def station_kw(years, ask, **unit):
    """Output of the units alone, from traced years, shape (years, steps)."""
    bare = Trial(Plant((dataclasses.replace(UNIT, **unit),)), Rules())
    return trace_trial(bare, years, ask)[:, TRACE.index("station_kw")]


def test_the_lanes_do_what_the_plain_dispatch_does():
    """Where floor and top-up are one and no alert is called the rules are those of `dispatch_year`."""
    ask, years = study(), drawn(60, 0)
    trials = [
        trial(),
        trial(solar_m2=600.0),
        trial(solar_m2=50.0, battery_kwh=10.0, reserve_kwh=0.0),
        trial(0.8, 0.8),
    ]
    booked, station = run_trials(trials, years, ask), station_kw(years, ask)
    for k, one in enumerate(trials):
        storage = dataclasses.replace(STORAGE, reserve_frac=one.rules.floor_frac)
        for y in range(len(years)):
            sun = years.solar_w_m2[y] / 1000.0 * one.plant.solar_m2
            run = dispatch_year(one.plant, storage, station[y], sun, ask.case.load_kw, step_hour=1.0)
            np.testing.assert_allclose(booked[y, :3, k], run.unserved_kwh[:3], atol=1e-7)
            want = [run.short_hour[1], run.longest_vital_hour]
            np.testing.assert_allclose(booked[y, 3:, k], want, atol=1e-9)
    assert booked[:, :2].max() > 0.0


@pytest.mark.parametrize(("n_trials", "n_years"), [(7, 5), (1, 1), (20, 2), (2, 20)])
def test_lanes_do_not_see_each_other(n_trials, n_years):
    """Plants in one year or years of one plant: each comes to the same, to the last digit."""
    ask, years = study(), drawn(n_years)
    trials = [trial(solar_m2=100.0 * k, alert=1.0 + k) for k in range(1, n_trials + 1)]
    alone = np.concatenate([run_trials([t], years, ask) for t in trials], axis=2)
    one_by_one = [run_trials(trials, years.at(np.array([k])), ask) for k in range(n_years)]
    np.testing.assert_array_equal(run_trials(trials, years, ask), alone)
    np.testing.assert_array_equal(np.concatenate(one_by_one), alone)


def test_an_alert_keeps_energy_for_what_matters():
    ask, years = study(), drawn(40, 0)
    lax, alert = (trial(0.0, 0.0, a, solar_m2=300.0, reserve_kwh=0.0) for a in (math.inf, 2.0))
    booked = run_trials([lax, alert], years, ask)
    assert booked[:, :2, 1].sum() < booked[:, :2, 0].sum()
    assert booked[:, 2, 1].sum() >= booked[:, 2, 0].sum()


def test_units_and_parts_share_their_draws():
    """More parts only shorten outages; another unit leaves the others' outages where they were."""
    ask = study()
    few, many = station_kw(drawn(60, 0), ask), station_kw(drawn(60, 5), ask)
    assert np.all(many >= few - 1e-9)
    assert many.sum() > few.sum()
    # One more unit adds itself where it is up, and takes nothing from the others.
    plenty = [station_kw(drawn(60, 99), ask, n_units=n) / 10.0 for n in (2, 3, 4)]
    for fewer, more in itertools.pairwise(plenty):
        assert np.all((more - fewer >= -1e-9) & (more - fewer <= 1.0 + 1e-9))


def test_a_year_is_the_same_in_every_batch():
    ask = study()
    whole, part = station_kw(drawn(60), ask), station_kw(drawn(20, first=40), ask)
    np.testing.assert_array_equal(whole[40:], part)


def test_parts_run_out_as_poisson_says():
    """First failures of two units are exponential; without parts each outage lasts to the end."""
    unit = {"mtbf_hour": 1000.0, "repair_hour": 1e-3}
    ask = dataclasses.replace(study(), reliability=Reliability(0.0), lead_hour=1e6)
    station = station_kw(drawn(2000, 0), ask, **unit)
    never_failed = (station[:, -1] == 20.0).mean()
    expected = math.exp(-2 * STEPS / 1000.0)
    assert never_failed == pytest.approx(expected, abs=3 * math.sqrt(0.25 / 2000))
    # A trip that a restart mends takes no part: with nine in ten of them, ten times as long goes by.
    trips = dataclasses.replace(ask, reliability=Reliability(0.0, 1.0, (), 0.9, 1e-4))
    never_failed = (station_kw(drawn(2000, 0), trips, **unit)[:, -1] == 20.0).mean()
    expected = math.exp(-0.1 * 2 * STEPS / 1000.0)
    assert never_failed == pytest.approx(expected, abs=3 * math.sqrt(0.25 / 2000))


def test_arrays_stores_and_their_converters_fail_in_a_sizing_too():
    sure, failing = study(), dataclasses.replace(study(), reliability=whole_plant_reliability())
    often = tuple(
        dataclasses.replace(part, failures=dataclasses.replace(part.failures, mttf_hour=500.0))
        for part in failing.reliability.equipment
    )
    failing = dataclasses.replace(
        failing, reliability=dataclasses.replace(failing.reliability, equipment=often)
    )
    years = drawn(40, 99)
    one = [trial(solar_m2=900.0)]
    missed = [run_trials(one, years, ask)[:, :2].sum() for ask in (sure, failing)]
    assert missed[1] > missed[0]
    # Whoever stands first in the list: what fails does not hang on it.
    none = trial(solar_m2=0.0, battery_kwh=0.0, fuel_cell_kwh=0.0)
    both = run_trials([none, *one], years, failing)
    np.testing.assert_array_equal(both[:, :, 1:], run_trials(one, years, failing))


def test_targets_are_judged_at_the_bad_end_of_the_interval():
    ask = study()
    booked = np.zeros((500, 5, 1))
    assert check_years(booked, ask).passes
    booked[:2, 4] = 10.0
    found = check_years(booked, ask)
    # Two of 500 is less than the target of one in a hundred, but its interval is not.
    assert found.vital_risk < ask.targets.vital_risk
    assert found.misses == ("vital loads over drawn years",)


def test_the_design_year_forgives_nothing():
    ask = study()
    booked = np.zeros((3, 5, 1))
    booked[0, 1] = 2.0
    booked[1:, 2] = 1e5
    missed = missed_kwh(booked, ask, 40, 100.0)
    assert missed[0].sum() == pytest.approx(2.0)
    assert missed[1:, 2].sum() == 0.0
    assert missed_kwh(booked, ask, 10, 100.0)[1:, 2].sum() > 0.0


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(robust, "N_DRAWN", 256)
    monkeypatch.setattr("kilosol.grid.sizing.decisions.N_RESTARTS", 2)


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("blocks", [(), (UNIT,)], ids=["solar", "hybrid"])
def test_a_feasible_plant_passes_where_no_search_has_been(blocks):
    ask, added = study(), Additions(True, True, False)
    found = size_robustly(blocks, ask, added, weathers, seed=1, n_fresh=512)
    bound = foresight_bound(
        blocks, ask.case, STORAGE, MASSES, with_solar=True, with_battery=True, with_fuel_cell=False
    )
    assert found.is_feasible
    assert bound.total_kg * (1 - 1e-7) <= found.design_year_kg <= found.total_kg * 1.02
    # What the rules cost, against a plan that knows the weather: this was 19 to 22 % with one fixed rule.
    assert found.design_year_kg < 1.05 * bound.total_kg
    assert found.total_kg == pytest.approx(sum(found.mass_kg.values()))
    years = drawn(400, found.trial.n_spares, first=10**6)
    again = check_years(run_trials([found.trial], years, ask), ask)
    assert again.vital_risk <= 2 * ask.targets.vital_risk


@pytest.mark.usefixtures("quick")
def test_what_cannot_hold_is_not_called_feasible():
    weak = dataclasses.replace(UNIT, unit_kwe=3.0)
    found = size_robustly((weak,), study(), Additions(False, True, False), weathers, seed=1, n_fresh=256)
    assert not found.is_feasible


def test_targets_that_cannot_be_are_refused():
    with pytest.raises(OutOfRange, match="vital_risk"):
        study(vital_risk=0.0)
    with pytest.raises(OutOfRange, match="tau"):
        Weathers(np.zeros((2, 48)), np.zeros((2, 3)))


def test_a_traced_year_adds_up_to_what_the_lanes_book():
    """Every rule on: floor, top-up, alert, three stores; sums and runs of the trace against the lanes."""
    ask, years = study(), drawn(60, 0)
    for one in (
        trial(0.2, 0.7, 2.0, solar_m2=300.0, reserve_kwh=5.0),
        trial(0.9, 0.3, 1.0, solar_m2=500.0),
        trial(1.0, 0.5, battery_kwh=5.0, reserve_kwh=0.0),
    ):
        booked = run_trials([one], years, ask)[:, :, 0]
        steps = dict(zip(TRACE, trace_trial(one, years, ask).swapaxes(0, 1), strict=True))
        short = [
            steps[name].sum(axis=1) for name in ("unserved_vital_kw", "unserved_essential_kw", "overflow_kw")
        ]
        np.testing.assert_allclose(booked[:, :3], np.transpose(short), atol=1e-7)
        assert booked[:, 1].max() > 0.0
        np.testing.assert_allclose(booked[:, 3], (steps["unserved_essential_kw"] > 1e-6).sum(axis=1))
        given = steps["generation_kw"] + steps["discharge_kw"]
        served = sum(steps[f"served_{name}_kw"] for name in LOAD_CLASSES)
        np.testing.assert_allclose(given, served + steps["charge_kw"] + steps["curtailed_kw"], atol=1e-9)


def test_a_trial_between_two_has_sizes_between_them():
    light, heavy = trial(0.2, 0.4, 1.0, solar_m2=100.0), trial(0.6, 0.8, 3.0, solar_m2=300.0)
    half = light.toward(heavy, 0.5)
    assert (half.plant.solar_m2, half.plant.battery_kwh) == (200.0, 90.0)
    assert dataclasses.astuple(half.rules) == pytest.approx((0.4, 0.6, 2.0))
    assert light.toward(heavy, 1.0) == heavy
    assert light.toward(trial(), 0.5).rules.alert_tau == math.inf


def test_between_a_miss_and_a_pass_a_lighter_plant_is_found():
    """The mean hours short fall with size, so a target between the two ends is met in between."""
    ask = study(essential_lole_sol=1.0, vital_risk=0.5)
    maker = robust._Maker((UNIT,), ask, Additions(True, True, True), weathers, seed=3)
    light, heavy = trial(solar_m2=300.0), trial(solar_m2=6000.0, battery_kwh=400.0)
    design = maker.design_year()
    assert maker.holds(heavy, design, 0)
    tried = maker.lighter(light, heavy, design, 1024, 256)
    assert tried
    assert tried[-1].check.passes
    assert maker.holds(tried[-1].trial, design, 0)
    assert tried[-1].trial.total_kg(ask) < heavy.total_kg(ask)


def test_no_outage_is_shorter_than_a_start_and_the_mean_stays():
    """Shifted exponential repairs: mean 60 h with a start of 20 h in it; availability is that of 60 h."""
    ask = dataclasses.replace(study(), reliability=Reliability(0.0))
    station = station_kw(drawn(2000, 99), ask, n_units=1, restart_hour=20.0)
    edges = np.diff(np.concatenate([np.full((2000, 1), 10.0), station], axis=1), axis=1)
    begun, met = [], []
    for row in edges:
        downs, ups = np.flatnonzero(row < 0.0), np.flatnonzero(row > 0.0)
        lengths = ups - downs[: ups.size]
        (met if downs.size and downs[0] == 0 else begun).extend(lengths[:1])
        begun.extend(lengths[1:])
    # Seen once a step: an outage of 20 h covers 20 steps or 21.
    assert min(begun) >= 20
    assert station.mean() / 10.0 == pytest.approx(3000.0 / 3060.0, abs=4e-3)
    assert min(met) < 20
