import numpy as np
import pytest

from kilosol import data
from kilosol.errors import OutOfRange
from kilosol.loads import plant_energy, plant_kwh_kg, plant_mass_t, propellant_power_kw, propellant_t


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        ((-1.0, 780.0), "propellant_t"),
        ((1200.0, 0.0), "days"),
        ((1200.0, 780.0, "best"), "case"),
        ((1200.0, 780.0, "mid", 0.0), "availability"),
        ((float("nan"), 780.0), "propellant_t"),
    ],
)
def test_bad_input_is_named(arguments, word):
    with pytest.raises(OutOfRange, match=word):
        propellant_power_kw(*arguments)


def test_study_value_below_the_floor_is_refused():
    with (
        data.overriding({"loads/isru.total_mid_kwh_kg": 2.0}),
        pytest.raises(OutOfRange, match="propellant_reverse_combustion"),
    ):
        plant_kwh_kg("mid")


def test_arrays_go_through():
    tonnes = propellant_t(np.array([40.0, 100.0]), 780.0)
    assert tonnes.shape == (2,)
    # 40 kWe 50 to 100 t a synod, 100 kWe 125 to 250 t.
    assert 50 < tonnes[0] < 100
    assert 125 < tonnes[1] < 250


def test_plant_mass_follows_the_rate():
    assert plant_mass_t(1200.0, 390.0) == pytest.approx(2 * plant_mass_t(1200.0, 780.0))
    assert plant_mass_t(1200.0, 780.0, includes_power=True) == pytest.approx(74.0)


def test_most_energy_goes_into_electrolysis_with_an_ice_well():
    energy = plant_energy("mid")
    assert energy.electrolysis_kwh_kg > energy.total_kwh_kg / 2
    assert energy.total_kwh_kg > 2 * energy.floor_kwh_kg
