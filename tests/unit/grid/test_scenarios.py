"""Drawn scenarios: the fast loop against the readable one, and both against what must be."""

import dataclasses

import numpy as np
import pytest

from kilosol.errors import OutOfRange
from kilosol.grid import (
    LOAD_CLASSES,
    Component,
    DispatchRules,
    Failures,
    FissionBlock,
    Microgrid,
    Plant,
    cut_in_storm_kw,
    monte_carlo,
    run_scenarios,
    trace_scenario,
)
from kilosol.grid.microgrid import OUTCOME
from kilosol.grid.vectors import LANES

STEPS, HOUR, WEATHERS = 24 * 60, 1.0274912, 5
ARRIVES = 300.0


def microgrid(**changed):
    """Everything on at once: common cause, finite spares, repair laws, links, phases, storms, due dates."""
    step = np.arange(STEPS)
    sun = 80.0 * np.clip(np.sin(np.pi * (step % 24 - 6) / 12), 0.0, None)
    storms = [(step > 300 + 40 * w) & (step < 700 + 40 * w) for w in range(WEATHERS)]
    window = {"window_hour": 900.0, "first_window_hour": 400.0}
    cable = Failures(3000.0, 60.0)
    parts = (
        Component("old units", "station", 2, Failures(900.0, 60.0, 0.1, n_spares=1, **window), 0.6),
        Component(
            "new units", "station", 1, Failures(900.0, 60.0, restart_hour=20.0), 0.4, from_hour=ARRIVES
        ),
        Component("cable", "station", 2, cable, is_link=True),
        Component("strings", "array", 10, Failures(2000.0, 50.0)),
        Component("inverter", "array", 2, cable, is_link=True),
        Component("modules", "battery", 4, Failures(1500.0, 50.0, 0.2, n_spares=0, lead_hour=100.0)),
        Component(
            "electrolyser", "electrolyser", 3, Failures(800.0, 40.0, repair_law="weibull", repair_shape=1.6)
        ),
        Component("cells", "fuel_cell", 3, Failures(800.0, 40.0, repair_law="lognormal", repair_shape=0.9)),
        Component("generator", "reserve", 1, Failures(500.0, 30.0)),
    )
    due = np.zeros(STEPS)
    due[[700, 1300]] = 2500.0, 3000.0
    rng = np.random.default_rng(4)
    case = Microgrid(
        Plant(
            (FissionBlock("unit", 3, 10.0, 1500.0, 900.0, 60.0),),
            250.0,
            150.0,
            25.0,
            400.0,
            14.0,
            14.0,
            60.0,
            5.0,
        ),
        parts,
        DispatchRules(0.93, 0.52, 0.4, 0.9, 0.3, 2.0, 0.3, 1.0, 0.1, 10.0),
        np.array([[9.0], [7.0], [4.0], [3.0]]) * rng.uniform(0.6, 1.4, (4, STEPS)),
        HOUR,
        np.stack([np.where(storm, 0.2, 1.0) * sun for storm in storms]),
        np.stack([np.where(storm, 4.0, 0.5) for storm in storms]),
        due,
        12.0,
    )
    return dataclasses.replace(case, **changed)


def sure(**changed):
    parts = tuple(dataclasses.replace(c, failures=Failures(np.inf, 0.0)) for c in microgrid().components)
    return microgrid(components=parts, **changed)


def settings():
    """One thing off at a time."""
    full = microgrid()
    yield "all", full
    yield "no failures", sure()
    yield "no alert", dataclasses.replace(full, forecast_tau=None)
    yield "nothing due", dataclasses.replace(full, due_kwh=None)
    plain = DispatchRules(0.93, 0.52, 0.4, backlog_hour=10.0)
    yield "plain rules", dataclasses.replace(full, rules=plain, due_kwh=None)
    by_sol = full.forecast_tau.reshape(WEATHERS, -1, 24).mean(axis=2)
    stores_first = dataclasses.replace(full.rules, fills_cells_first=True, top_up_frac=0.3)
    yield "stores first", dataclasses.replace(full, rules=stores_first, forecast_tau=by_sol)
    yield "power given", dataclasses.replace(full, given_kw=np.linspace(0.0, 9.0, STEPS))
    for beta in (0.0, 0.5, 1.0):
        for spares in (None, 0, 3):
            ways = {"trip_frac": 0.3, "trip_hour": 12.0, "shared_repair": "each"} if spares == 3 else {}
            how = Failures(700.0, 80.0, beta, n_spares=spares, window_hour=500.0, **ways)
            parts = tuple(dataclasses.replace(c, failures=how) if c.n > 1 else c for c in full.components)
            yield f"beta {beta}, spares {spares}", dataclasses.replace(full, components=parts)


@pytest.mark.parametrize(("name", "case"), list(settings()), ids=[name for name, _ in settings()])
def test_fast_and_readable_loop_agree(name, case):
    fast = run_scenarios(case, n_scenarios=70, seed=3)
    plain = run_scenarios(case, n_scenarios=70, seed=3, loop="reference")
    np.testing.assert_allclose(fast.rows, plain.rows, rtol=1e-9, atol=1e-9)
    if name == "all":
        assert (plain.rows.sum(axis=1) > 0.0).all()


def test_threads_and_neighbours_do_not_change_a_scenario(monkeypatch):
    runs = []
    for n_threads in (1, 2, 5):
        monkeypatch.setattr(monte_carlo, "N_THREADS", n_threads)
        runs.append(run_scenarios(microgrid(), n_scenarios=100, seed=3).rows)
    assert (runs[0] == runs[1]).all()
    assert (runs[0] == runs[2]).all()
    alone = run_scenarios(microgrid(), n_scenarios=3, seed=3, first=41).rows
    np.testing.assert_allclose(alone, runs[0][:, 41:44], rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize(
    ("n_scenarios", "n_weathers", "shares_sky"),
    [(1280, 32, True), (70, 3, True), (5, 1, True), (3, 3, False), (100, 80, False), (17, 16, False)],
)
def test_every_scenario_has_one_lane(n_scenarios, n_weathers, shares_sky):
    weather = np.arange(n_scenarios) % n_weathers
    vectors = monte_carlo.vectors(weather, LANES)
    assert sorted(np.concatenate(vectors).tolist()) == list(range(n_scenarios))
    assert max(vector.size for vector in vectors) <= LANES
    assert all(len(set(weather[vector])) == 1 for vector in vectors) == shares_sky


@pytest.mark.parametrize("scenario", range(6))
def test_energy_is_conserved_in_every_step(scenario):
    case = microgrid()
    step = trace_scenario(case, scenario=scenario, seed=3)
    came = step["generation_kw"] + step["discharge_kw"]
    served = sum(step[f"served_{name}_kw"] for name in LOAD_CLASSES) + step["due_kw"]
    went = served + step["charge_kw"] + step["curtailed_kw"]
    np.testing.assert_allclose(came, went, atol=1e-9)
    assert min(row.min() for row in step.values()) > -1e-9
    assert (step["battery_kwh"] <= case.plant.battery_kwh + 1e-9).all()


def test_the_station_comes_up_slowly_and_falls_at_once():
    case = microgrid()
    station = trace_scenario(case, scenario=1, seed=3)["station_kw"]
    assert np.diff(station).max() <= 0.1 * HOUR * 30.0 + 1e-9
    assert np.diff(station).min() < -0.1 * HOUR * 30.0


def test_assets_that_come_later_give_nothing_before():
    station = trace_scenario(sure(), scenario=0, seed=1)["station_kw"]
    before = int(np.ceil(ARRIVES / HOUR))
    np.testing.assert_allclose(station[:before], 18.0)
    assert station[before] == pytest.approx(18.0 + 0.1 * HOUR * 30.0)
    np.testing.assert_allclose(station[before + 20 :], 30.0)


def test_a_storm_alert_cuts_what_the_rules_say_and_keeps_the_rest_alive():
    case = sure(due_kwh=None)
    weak = Plant(case.plant.fission, 0.0, 300.0, 25.0)
    load = np.repeat([[10.0], [22.0], [0.0], [0.0]], STEPS, axis=1)
    missed = []
    for cut in (0.0, 0.2, 0.5):
        rules = dataclasses.replace(case.rules, essential_cut_frac=cut)
        found = run_scenarios(
            dataclasses.replace(case, plant=weak, load_kw=load, rules=rules), n_scenarios=5, seed=1
        )
        missed.append(found.row("unserved_essential_kwh").mean())
        hours = HOUR * (case.forecast_tau >= 2.0).sum(axis=1)
        np.testing.assert_allclose(found.row("cut_kwh"), cut * 22.0 * hours)
    assert missed[0] > missed[1] >= missed[2]
    alert = (case.forecast_tau[0] >= 2.0).astype(float)
    assert cut_in_storm_kw(load, alert, rules)[1].min() == 11.0
    # Without a threshold nothing is cut: today's rules.
    calm = DispatchRules(0.93, 0.52)
    np.testing.assert_array_equal(cut_in_storm_kw(load, alert, calm), load)


def test_work_due_by_a_date_is_done_missed_or_ahead():
    found = run_scenarios(microgrid(), n_scenarios=20, seed=3)
    done, missed = found.row("done_due_kwh"), found.row("missed_due_kwh")
    np.testing.assert_allclose(done + missed, 5500.0, rtol=1e-9)
    calm = dataclasses.replace(microgrid().rules, cut_in_frac=0.0)
    rich = sure(due_kw=40.0, load_kw=0.2 * microgrid().load_kw, rules=calm)
    assert run_scenarios(rich, n_scenarios=5, seed=3).row("missed_due_kwh").max() < 1e-9
    slow = run_scenarios(dataclasses.replace(rich, due_kw=3.0), n_scenarios=5, seed=3)
    # 701 steps until the first date and 600 more until the second, at 3 kW.
    np.testing.assert_allclose(slow.row("missed_due_kwh"), 5500.0 - 3.0 * HOUR * 1301)


def test_common_cause_and_want_of_parts_are_never_better():
    def unserved(beta, spares):
        how = Failures(700.0, 80.0, beta, n_spares=spares, window_hour=2000.0, first_window_hour=1000.0)
        parts = [Component("units", "station", 3, how)]
        case = microgrid(components=parts, plant=Plant(microgrid().plant.fission), due_kwh=None)
        return run_scenarios(case, n_scenarios=800, seed=5).row("unserved_vital_kwh").mean()

    assert unserved(0.0, None) < unserved(0.1, None) < unserved(0.5, None)
    assert unserved(0.1, None) < unserved(0.1, 2) < unserved(0.1, 0)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"step_hour": 0.0}, "step_hour"),
        ({"load_kw": np.ones((3, 5))}, "load_kw"),
        ({"load_kw": np.full((4, STEPS), -1.0)}, "load_kw"),
        ({"solar_w_m2": np.ones((2, 7))}, "solar_w_m2"),
        ({"forecast_tau": np.ones((1, STEPS))}, "forecast_tau"),
        ({"rules": DispatchRules(0.9, 0.5, cut_in_frac=2.0)}, "cut_in_frac"),
        ({"rules": DispatchRules(0.0, 0.5)}, "battery_round_trip_frac"),
        ({"components": [Component("x", "batery", 1)]}, "battery"),
        ({"components": [Component("x", "battery", 1, share_frac=0.5)]}, "add up to 1"),
        ({"components": [Component("x", "battery", 0)]}, "at least 1"),
        ({"components": [Component("x", "battery", 1, Failures(-3.0, 1.0))]}, "-3"),
    ],
)
def test_what_cannot_be_is_named(change, said):
    with pytest.raises(OutOfRange, match=said):
        run_scenarios(microgrid(**change), n_scenarios=1, seed=1)
    assert len(OUTCOME) == 14
