import numpy as np
import pytest

from kilosol.errors import OutOfRange
from kilosol.loads import PROCESSES, cabin_after, if_stopped, time_to_effect


@pytest.mark.parametrize("process", PROCESSES)
def test_effect_comes_before_loss_and_after_the_store(process):
    stop = if_stopped(process)
    assert 0 <= stop.store_hour <= stop.effect_hour <= stop.loss_hour
    assert stop.what


def test_air_and_warmth_bind_before_water_and_food():
    hours = {p: if_stopped(p).loss_hour for p in PROCESSES}
    assert hours["cooling"] < hours["heating"] < hours["carbon dioxide removal"] < hours["oxygen supply"]
    assert hours["carbon dioxide removal"] < hours["water recovery"] < hours["food growing"]


def test_cabin_reaches_the_limit_when_the_consequence_says_so():
    stop = if_stopped("carbon dioxide removal")
    cabin = cabin_after([stop.effect_hour, stop.loss_hour], ["carbon dioxide removal"])
    assert cabin.carbon_dioxide_pa == pytest.approx([1317.0, 4053.0], rel=1e-9)
    cold = if_stopped("heating")
    assert cabin_after([cold.loss_hour], ["heating"]).temperature_k == pytest.approx([278.0], abs=1e-9)
    hot = if_stopped("cooling")
    assert cabin_after([hot.loss_hour], ["cooling"]).temperature_k == pytest.approx([313.0], abs=1e-9)


def test_oxygen_of_the_tank_lasts_first():
    stop = if_stopped("oxygen supply")
    before, after = stop.store_hour * 0.99, stop.loss_hour
    cabin = cabin_after([before, after], ["oxygen supply"])
    assert cabin.oxygen_pa == pytest.approx([21200.0, 12000.0], rel=1e-9)
    assert stop.loss_hour - stop.store_hour == pytest.approx(time_to_effect("loss").oxygen_hour)


def test_pressure_falls_by_the_leak_once_the_tank_is_empty():
    stop = if_stopped("nitrogen supply")
    cabin = cabin_after([stop.store_hour / 2, stop.effect_hour], ["nitrogen supply"])
    assert cabin.pressure_pa[0] > 100_000
    assert cabin.pressure_pa[1] == pytest.approx(70_000, rel=1e-3)


def test_what_has_not_stopped_stays():
    cabin = cabin_after(np.linspace(0, 500, 6), [])
    for name in ("carbon_dioxide_pa", "oxygen_pa", "pressure_pa", "temperature_k", "water_kg", "food_kg"):
        assert np.ptp(getattr(cabin, name)) == 0.0


def test_stores_never_turn_negative():
    cabin = cabin_after([1e5], PROCESSES)
    assert cabin.water_kg[0] == cabin.food_kg[0] == cabin.oxygen_pa[0] == 0.0


def test_colder_outside_hurts_sooner():
    assert if_stopped("heating", outside_k=150.0).loss_hour < if_stopped("heating").loss_hour


def test_sols():
    stop = if_stopped("carbon dioxide removal")
    assert stop.loss_sols == pytest.approx(stop.loss_hour / 24.66, rel=1e-3)


def test_bad_input():
    with pytest.raises(OutOfRange, match="process"):
        if_stopped("gravity")
    with pytest.raises(OutOfRange, match="stopped"):
        cabin_after([1.0], ["gravity"])
    with pytest.raises(OutOfRange, match="hours"):
        cabin_after([-1.0], ["heating"])
