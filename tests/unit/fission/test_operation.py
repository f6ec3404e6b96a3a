"""Hours of a unit: balance, limits, and what follows the weather and the demand."""

import numpy as np
import pytest

from kilosol.errors import OutOfRange
from kilosol.fission import design_station, operate, radiator_area_m2

UNIT = design_station(40.0)


@pytest.mark.parametrize("control", ["follow", "full"])
@pytest.mark.parametrize("conversion", ["stirling", "brayton"])
def test_every_hour_balances(conversion, control):
    unit = design_station(40.0, conversion)
    rng = np.random.default_rng(5)
    sink, demand = rng.uniform(130.0, 300.0, 500), rng.uniform(0.0, 50.0, 500)
    run = operate(unit, sink, demand_kw=demand, control=control)
    out = run.gross_kw + run.reject_kw + unit.heat_loss_kw
    assert run.thermal_kwt == pytest.approx(out, rel=1e-12)
    onward = unit.pmad_frac * unit.cable_frac
    assert run.gross_kw == pytest.approx(run.shunt_kw + run.net_kw / onward, rel=1e-12)
    area = radiator_area_m2(run.reject_kw, run.radiator_in_k, run.radiator_out_k, 0.85, sink)
    assert area == pytest.approx(unit.radiator_m2, rel=1e-5)
    efficiency = unit.carnot_share_frac * (1 - run.cold_k / unit.hot_k)
    assert run.gross_kw == pytest.approx(efficiency * (run.gross_kw + run.reject_kw), rel=1e-9)


def test_design_point_comes_back():
    run = operate(UNIT, UNIT.sink_k)
    for name, value in (
        ("net_kw", 40.0), ("thermal_kwt", UNIT.thermal_kwt), ("cold_k", UNIT.cold_k),
        ("radiator_in_k", UNIT.radiator_in_k), ("radiator_out_k", UNIT.radiator_out_k),
    ):  # fmt: skip
        assert getattr(run, name)[0] == pytest.approx(value, rel=1e-6), name


def test_weather_moves_a_fission_unit_little():
    # Night, clear noon, stormy day, stormy night: sinks of 164, 246, 238 and 210 K.
    able = operate(UNIT, np.array([164.0, 246.0, 238.0, 210.0])).full_heat_kw
    assert able.max() / able.min() < 1.03
    assert (able > 40.0).all()


def test_demand_sets_the_core():
    low, high = operate(UNIT, np.array([220.0, 220.0]), demand_kw=np.array([2.5, 40.0])).thermal_kwt
    # A sixteenth of the power: passive losses and a colder radiator are left.
    assert UNIT.heat_loss_kw < low < high / 8


def test_full_control_dumps_what_is_over():
    run = operate(UNIT, 220.0, demand_kw=10.0, control="full")
    assert run.net_kw[0] == pytest.approx(10.0)
    assert run.shunt_kw[0] == pytest.approx(UNIT.gross_kwe * 0.75)
    following = operate(UNIT, 220.0, demand_kw=10.0)
    assert following.shunt_kw[0] == 0.0


def test_lost_converters_cost_their_part():
    run = operate(UNIT, 220.0, working_frac=np.arange(9) / 8)
    assert run.net_kw == pytest.approx(40.0 * np.arange(9) / 8)
    assert run.thermal_kwt[0] == pytest.approx(UNIT.heat_loss_kw)
    spared = design_station(40.0, n_spare=2)
    assert operate(spared, 220.0, working_frac=0.75).net_kw[0] == pytest.approx(40.0)


def test_dust_and_wind():
    clean = operate(UNIT, 240.0).full_heat_kw[0]
    assert operate(UNIT, 240.0, emissivity_frac=0.6).full_heat_kw[0] < clean
    assert operate(UNIT, 240.0, air_k=230.0, convection_w_m2_k=1.5).full_heat_kw[0] > clean


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"sink_k": 500.0}, "sink_k must be from 0 to below 403"),
        ({"sink_k": np.nan}, "sink_k must be"),
        ({"sink_k": 200.0, "demand_kw": -1.0}, "demand_kw must be 0 or more"),
        ({"sink_k": 200.0, "emissivity_frac": 0.0}, "emissivity_frac must be"),
        ({"sink_k": 200.0, "working_frac": 1.5}, "working_frac must be"),
        ({"sink_k": 200.0, "convection_w_m2_k": 1.0}, "air_k must be given"),
        ({"sink_k": 200.0, "control": "drift"}, "control must be"),
    ],
)
def test_bad_input(arguments, said):
    with pytest.raises(OutOfRange) as caught:
        operate(UNIT, **arguments)
    assert said in str(caught.value)
