import numpy as np
import pytest

from kilosol import data
from kilosol.errors import OutOfRange
from kilosol.loads import ride_through_hour, time_to_effect


def test_carbon_dioxide_by_hand():
    # 1.08 kg a day in 50 m3 at 294 K: 24.54 mol/d x 8.314 x 294 / 50 = 1199.7 Pa/d, from 400 to 4053 Pa.
    assert time_to_effect("loss").carbon_dioxide_hour == pytest.approx(3653 / 1199.7 * 24, rel=1e-3)


def test_effect_comes_no_later_than_loss():
    effect, loss = time_to_effect("effect"), time_to_effect("loss")
    assert effect.carbon_dioxide_hour < loss.carbon_dioxide_hour
    assert effect.oxygen_hour < loss.oxygen_hour
    assert effect.water_hour < loss.water_hour
    assert effect.first_hour < loss.first_hour


def test_small_cabin_makes_air_bind_first():
    assert time_to_effect("loss", gas_volume_m3=10.0).binding == "carbon dioxide"


def test_twice_the_cabin_lasts_twice_as_long():
    one, two = (time_to_effect("loss", gas_volume_m3=v) for v in (50.0, 100.0))
    assert two.carbon_dioxide_hour == pytest.approx(2 * one.carbon_dioxide_hour)
    assert two.oxygen_hour == pytest.approx(2 * one.oxygen_hour)


def test_well_insulated_cabin_never_freezes():
    with data.overriding({"loads/stores.heat_loss_w_k": 1.0}):
        assert time_to_effect("loss").cold_hour == np.inf


def test_ride_through_rises_along_the_classes():
    hours = ride_through_hour()
    assert hours["vital"] < hours["essential"] < hours["deferrable"] < hours["sheddable"]


@pytest.mark.parametrize("bad", [{"gas_volume_m3": 0.0}, {"water_store_kg": -1.0}, {"outside_k": 300.0}])
def test_bad_input(bad):
    with pytest.raises(OutOfRange, match=next(iter(bad)).split("_k")[0]):
        time_to_effect("loss", **bad)
