import numpy as np
import pytest

from kilosol import storage
from kilosol.errors import OutOfRange


def test_light_stores_are_better_in_everything() -> None:
    for make in (storage.lithium_ion, storage.hydrogen_oxygen):
        low, mid, high = (make(case) for case in ("low", "mid", "high"))
        assert low.specific_mass_kg_kwh < mid.specific_mass_kg_kwh < high.specific_mass_kg_kwh
        assert low.power_kg_kw < mid.power_kg_kw < high.power_kg_kw
        assert low.round_trip_frac > mid.round_trip_frac > high.round_trip_frac


@pytest.mark.parametrize(("depth", "cycles"), [(1.0, 2790.0), (0.5, 12300.0)])
def test_cycles_to_four_fifths_of_capacity(depth: float, cycles: float) -> None:
    """Xu et al. (2018) with the film long grown: 0.9425 exp(-n S) = 0.8, S by hand 5.88e-5 and 1.33e-5."""
    left = storage.capacity_left_frac(1e-3, cycles * 1e3, depth)
    assert float(left) == pytest.approx(0.8, abs=0.002)


def test_a_young_cell_loses_its_film_first() -> None:
    """The first percent of fade goes 121 times as fast for the film's part."""
    year = storage.capacity_left_frac(np.array([0.0, 1.0, 10.0]), 0.0, 1.0)
    assert year[0] == 1.0
    assert 1 - year[1] > (1 - year[2]) / 10
    # Calendar alone: 4.14e-10 a second for ten years is a fade of 0.13.
    assert year[2] == pytest.approx(0.9425 * np.exp(-0.1306), abs=1e-3)


def test_heat_and_charge_age() -> None:
    cool = storage.capacity_left_frac(5.0, 300.0, 0.7, cell_k=288.15)
    warm = storage.capacity_left_frac(5.0, 300.0, 0.7, cell_k=318.15)
    full = storage.capacity_left_frac(5.0, 300.0, 0.7, mean_charge_frac=0.9)
    assert warm < cool
    assert full < storage.capacity_left_frac(5.0, 300.0, 0.7)
    with pytest.raises(OutOfRange, match="cell_k"):
        storage.capacity_left_frac(5.0, 300.0, 0.7, cell_k=200.0)


def test_ten_times_the_pack_needs_less_than_ten_times_the_heat() -> None:
    small, large = storage.heater_kw(50.0, 200.0), storage.heater_kw(500.0, 200.0)
    assert large == pytest.approx(float(small) * 10 ** (2 / 3))


def test_cold_cells_give_less() -> None:
    frac = storage.cold_capacity_frac(np.linspace(234.0, 320.0, 50))
    assert np.all(np.diff(frac) >= 0)
    assert frac[-1] == 1.0
    with pytest.raises(OutOfRange, match="cell_k"):
        storage.cold_capacity_frac(150.0)


def test_fuel_cell_closes_its_energy_balance() -> None:
    """Water that gives a kWh takes as much heat to split as the round trip says."""
    kg = float(storage.reactant_kg(1.0))
    heat_kwh = kg * 241.8 / 18.015 / 3.6
    assert heat_kwh * storage.stack_frac() == pytest.approx(1.0)
    assert 1.0 / (heat_kwh / 0.8) == pytest.approx(0.5)


def test_boil_off_and_engine() -> None:
    assert storage.held_frac(780.0, 0.0005) == pytest.approx(0.677, abs=1e-3)
    assert storage.held_frac(780.0, 0.0) == 1.0
    with pytest.raises(OutOfRange, match="days"):
        storage.held_frac(-1.0)
    hour = storage.engine_break_even_hour()
    engine, cell = 5.0 + hour / storage.gas_engine_kwh_kg(), 10.0 + hour / storage.usable_kwh_kg()
    assert engine == pytest.approx(cell)
