"""Replays: what may be written, energy, holds, stops, and the solver against another."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from kilosol.errors import OutOfRange, ScenarioError, UnknownName
from kilosol.fission import dynamics_kernel as kernel
from kilosol.fission import parse_replay, reactor_model, replay_names, run_replay, shipped_replay
from kilosol.fission.dynamics_start import start_state

HOT = {"initial_power_w": 2820.0, "initial_temperature_k": 1073.15}


@pytest.mark.parametrize("name", replay_names())
def test_every_shipped_replay_completes_and_closes_its_energy(name):
    run = run_replay(shipped_replay(name))
    assert run.status == "completed", run.reason
    assert run.balance_frac < 1e-6
    assert np.all(np.diff(run.traces["time_s"]) >= 0)
    assert run.duration_s == pytest.approx(run.traces["time_s"][-1])
    assert run.max_fuel_k == pytest.approx(run.traces["fuel_k"].max())


@pytest.mark.parametrize(
    ("raw", "places"),
    [
        ({"actions": []}, ["actions"]),
        ({"actions": [{"insert_cent": 3}]}, ["actions[0].insert_cent"]),
        ({"actions": [{"run_s": -1}, {"scram": False}]}, ["actions[0].run_s", "actions[1].scram"]),
        ({"actions": [{"hold_power_w": 10}]}, ["actions[0].until_total_cents"]),
        ({"actions": [{"run_s": 1, "scram": True}]}, ["actions[0]"]),
        ({"actions": [{"run_s": 1, "until_total_cents": 3}]}, ["actions[0].until_total_cents"]),
        ({"actions": [{"lose_heat_pipes": 1.5}]}, ["actions[0].lose_heat_pipes"]),
        ({"actions": [{"heat_removal_w": float("nan")}]}, ["actions[0].heat_removal_w"]),
        ({"actions": [{"insert_cents": True}]}, ["actions[0].insert_cents"]),
        ({"actions": [{"run_s": 1}], "initial_power_w": -3.0}, ["initial_power_w"]),
        ({"actions": [{"run_s": 1}], "inital_power_w": 3.0}, ["inital_power_w"]),
        ({"actions": [{"run_s": 1}], "beta": 0.5, "spectrum": "warm"}, ["beta", "spectrum"]),
        ({"actions": [{"run_s": 1}], "reactor": {"fuel_kg": "x"}}, ["reactor.fuel_kg"]),
    ],
)
def test_every_mistake_is_told_with_its_place(raw, places):
    with pytest.raises(ScenarioError) as found:
        parse_replay(raw, "my.toml")
    assert sorted(p.what for p in found.value.problems) == sorted(places)
    for place in places:
        assert any(p.what == place for p in found.value.problems), str(found.value)


def test_the_nearest_word_is_named():
    with pytest.raises(ScenarioError, match="did you mean 'insert_cents'"):
        parse_replay({"actions": [{"insert_cent": 3}]})
    with pytest.raises(UnknownName, match="did you mean 'krusty'"):
        run_replay([{"run_s": 1}], "krustey")
    with pytest.raises(UnknownName, match="did you mean 'fuel_kg'"):
        run_replay(parse_replay({"reactor": {"fuel_k": 3.0}, "actions": [{"run_s": 1}]}))
    with pytest.raises(UnknownName, match="did you mean 'krusty-15c'"):
        shipped_replay("krusty-15")
    with pytest.raises(OutOfRange, match="hot_k"):
        reactor_model(overrides={"hot_k": 300.0})


def test_a_table_of_values_stands_for_a_reactor():
    light = run_replay(
        parse_replay(
            {
                "reactor": {"base": "krusty", "fuel_kg": 16.1},
                "initial_power_w": 0.045,
                "actions": [{"insert_cents": 15.7}, {"run_s": 1800.0}],
            }
        )
    )
    full = run_replay(shipped_replay("krusty-15c"))
    assert 0.5 < light.peak_power_w / full.peak_power_w < 0.65


def test_cents_of_another_beta_are_other_reactivities():
    """More beta, same cents: same period early on, but feedback is fixed in reactivity, so a higher peak."""
    actions = [{"insert_cents": 15.7}, {"run_s": 1800.0}]
    low, high = (run_replay(actions, initial_power_w=0.045, beta=b) for b in (0.0065, 0.0069))
    assert high.peak_power_w > 1.03 * low.peak_power_w
    assert high.peak_time_min == pytest.approx(low.peak_time_min, rel=0.02)


def test_a_hold_keeps_the_power_until_the_total_is_in():
    run = run_replay(
        [{"insert_cents": 15.7}, {"hold_power_w": 2500, "until_total_cents": 25}, {"run_s": 600.0}],
        initial_power_w=0.045,
    )
    t, p, inserted = (run.traces[k] for k in ("time_s", "power_w", "inserted_cents"))
    held = np.isclose(p, 2500, rtol=1e-9)
    assert np.ptp(t[held]) == pytest.approx(run.hold_s, rel=1e-6)
    assert np.ptp(inserted[held]) > 5
    assert inserted[-1] == pytest.approx(25)
    assert np.all(np.diff(inserted) > -1e-6)


def test_a_hold_that_cannot_be_says_when_and_why_and_keeps_the_rest():
    run = run_replay(
        [{"insert_cents": 15.7}, {"hold_power_w": 9000, "until_total_cents": 25}, {"run_s": 600.0}],
        initial_power_w=0.045,
    )
    assert run.status == "stopped"
    assert "9000 W" in run.reason
    assert run.peak_power_w == pytest.approx(3658, rel=0.01)
    assert run.traces["time_s"].size > 50


def test_a_prompt_excursion_stops_at_the_solidus():
    run = run_replay([{"insert_cents": 150}, {"run_s": 600.0}], initial_power_w=1.0)
    assert run.status == "stopped"
    assert "solidus" in run.reason
    assert run.balance_frac < 1e-6


def test_more_pipes_than_there_are_cannot_be_lost():
    run = run_replay([{"lose_heat_pipes": 5}, {"lose_heat_pipes": 5}, {"run_s": 1.0}])
    assert run.status == "stopped"
    assert "3 pipes that are left" in run.reason


def test_a_hot_start_is_steady():
    run = run_replay([{"run_s": 3600.0}], operated_s=1e9, **HOT)
    assert run.traces["fuel_k"] == pytest.approx(1073.15, abs=0.5)
    assert run.traces["power_w"] == pytest.approx(2820, rel=2e-3)


def test_load_following_without_control():
    """Power settles to load and loss, the fuel within a kelvin of where it was: feedback alone."""
    run = run_replay([{"heat_removal_w": 1090.0}, {"run_s": 20000.0}], **HOT)
    share = run.reactor.values["fuel_heat_frac"]
    leak = share * 2820 - run_replay([{"run_s": 1.0}], **HOT).traces["removed_w"][0]
    assert leak == pytest.approx(450, rel=0.05)
    assert run.traces["power_w"][-1] == pytest.approx((1090 + leak) / share, rel=0.02)
    assert run.traces["fuel_k"][-1] == pytest.approx(1073.15, abs=2)
    assert 5 < run.traces["fuel_k"].max() - 1073.15 < 30


def test_all_cooling_lost_stays_below_the_design_limit():
    run = run_replay(shipped_replay("loss-of-cooling"))
    assert 10 < run.max_fuel_c - 800 < 50
    assert run.traces["removed_w"][-1] == 0


def test_frozen_pipes_carry_nothing():
    cold = run_replay([{"heat_removal_w": 2000.0}, {"insert_cents": 15.7}, {"run_s": 1800.0}])
    assert cold.traces["removed_w"].max() < 20
    assert cold.traces["hot_end_k"].max() < 300


def test_decay_heat_after_shutdown():
    """One day at power, then an hour: ANS-5.1 by convolution, to a percent."""
    run = run_replay([{"scram": True}, {"run_s": 3600.0}], **HOT)
    from kilosol.fission import decay_heat_frac

    assert run.traces["decay_heat_w"][-1] / 2820 == pytest.approx(decay_heat_frac(3600.0, 86400.0), rel=0.01)


def test_solver_against_radau():
    """SciPy's Radau at 1e-9 on the same rates: power to 2e-4 and fuel to 0.02 K at the free run's end."""
    reactor = reactor_model("krusty")
    y, node_k, _ = start_state(reactor, 0.045, 293.0, 86400.0)
    offset = -kernel.feedback(node_k, reactor.nodes, np.empty(kernel.N_NODES))
    control = np.array([offset + 0.157 * reactor.beta_frac, 0.0, 1.0, 0.0])
    shape = (kernel.N_NODES + 3, kernel.N_NODES)
    jacobian, slopes, flows = np.empty(shape), np.empty(kernel.N_NODES), np.empty(shape[0])

    def rates(_, state):
        f = np.empty(kernel.N_STATES)
        kernel.rates(state, node_k, *reactor.arrays, control, f, jacobian, slopes, flows, False)
        return f

    scale = np.maximum(np.abs(y), 1e-3)
    exact = solve_ivp(rates, (0.0, 1800.0), y, method="Radau", rtol=1e-8, atol=1e-8 * scale)
    mine = run_replay(shipped_replay("krusty-15c"), rtol=1e-5)
    assert mine.traces["power_w"][-1] == pytest.approx(exact.y[0, -1], rel=2e-4)
    assert mine.peak_power_w == pytest.approx(exact.y[0].max(), rel=2e-3)
    fuel, _ = kernel.temperature_of(exact.y[kernel.ENTHALPY, -1], reactor.nodes[0], 400.0)
    assert mine.traces["fuel_k"][-1] == pytest.approx(fuel, abs=0.02)


def test_the_method_is_of_fourth_order():
    """Ten times the tolerance asked, at least eight times the error gained, down to rounding."""
    actions = [{"insert_cents": 15.7}, {"run_s": 1200.0}]
    exact = run_replay(actions, initial_power_w=0.045, rtol=1e-10).traces["power_w"][-1]
    errors = [
        abs(run_replay(actions, initial_power_w=0.045, rtol=rtol).traces["power_w"][-1] / exact - 1)
        for rtol in (1e-4, 1e-6, 1e-8)
    ]
    assert errors[1] < errors[0] / 20
    assert errors[2] < 1e-6
