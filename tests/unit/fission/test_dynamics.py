"""Reactor models, heat pipes and the cases of a station."""

import numpy as np
import pytest

from kilosol.errors import OutOfRange
from kilosol.fission import (
    continuum_k,
    efficiency_chain,
    fission_unit,
    heat_pipe_limits,
    reactor_model,
    run_replay,
    sodium_vapour,
    station_transients,
)
from kilosol.fission.dynamics_cases import rated_fuel_k


def test_digitised_flooding_against_the_formula():
    """Two ways to the same limit: the paper's curve and Tien and Chung's formula, within 30 percent."""
    hot = np.array([873.15, 973.15, 1073.15])
    paper, formula = heat_pipe_limits(hot), heat_pipe_limits(hot, is_digitised=False)
    assert paper.flooding_w == pytest.approx([284, 507, 797], rel=0.01)
    assert formula.flooding_w == pytest.approx(paper.flooding_w, rel=0.30)


def test_a_cold_pipe_is_bound_by_its_vapour_and_a_hot_one_by_flooding():
    assert heat_pipe_limits(600.0).binding == "viscous"
    assert heat_pipe_limits(1073.0).binding == "flooding"
    limits = heat_pipe_limits(np.linspace(500, 1200, 50)).least_w
    assert np.all(np.diff(limits) > 0)


def test_sodium_boils_at_1156_k():
    """Normal boiling point 882.9 C at 101.3 kPa."""
    assert sodium_vapour(1156.0)[0] == pytest.approx(101325, rel=0.03)
    assert continuum_k() == pytest.approx(700, abs=20)
    with pytest.raises(OutOfRange, match="300 to 2000"):
        heat_pipe_limits(100.0)


@pytest.mark.parametrize("name", ["hp-stirling-40", "nets-stirling-10", "gc-brayton-40"])
def test_steady_dynamics_meet_the_quasi_steady_chain(name):
    """A day of the dynamic model from its balance: net power and waste heat of the chain within 2 percent."""
    model, unit = reactor_model(name), fission_unit(name)
    run = run_replay(
        [{"run_s": 86400.0}],
        model,
        initial_power_w=model.thermal_w,
        initial_temperature_k=rated_fuel_k(model),
        operated_s=1e9,
    )
    chain = efficiency_chain(unit.thermal_kwt, unit.hot_k, unit.cold_k, unit.conversion)
    last = {key: series[-1] for key, series in run.traces.items()}
    assert last["electric_w"] / 1000 == pytest.approx(chain.net_kwe, rel=0.02)
    waste = last["removed_w"] / 1000 - last["electric_w"] / 1000 / model.pmad_frac
    assert waste == pytest.approx(chain.reject_kw, rel=0.02)
    assert last["hot_end_k"] == pytest.approx(unit.hot_k, abs=5)
    assert last["cold_end_k"] == pytest.approx(unit.cold_k, abs=5)
    assert last["power_w"] == pytest.approx(model.thermal_w, rel=0.01)


def test_station_without_figures_is_refused():
    with pytest.raises(OutOfRange, match="it lacks"):
        reactor_model("selena-kurchatov")


def test_cases_of_a_station():
    krusty, big = station_transients("krusty"), station_transients("hp-stirling-40")
    assert krusty.survives_loss_of_cooling
    assert krusty.design_limit_k == pytest.approx(1123.15)
    assert krusty.loss_of_cooling_peak_k < krusty.design_limit_k
    assert "scaled" in big.basis
    assert big.design_limit_k is None
    for case in (krusty, big):
        assert 0 < case.loss_of_cooling_rise_k < 100
        assert 0 < case.half_load_peak_k - case.fuel_k < case.loss_of_cooling_rise_k
        assert case.half_load_dip_k < case.fuel_k
        assert 0 < case.restart_s < 36000


def test_cases_follow_a_replaced_value():
    from kilosol.data import overriding

    usual = station_transients("krusty").loss_of_cooling_rise_k
    with overriding({"fission/dynamics/krusty.fuel_tangent_cents": -0.17}):
        changed = station_transients("krusty").loss_of_cooling_rise_k
    assert abs(changed - usual) > 0.5
    assert station_transients("krusty").loss_of_cooling_rise_k == usual
