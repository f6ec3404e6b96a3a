import pytest

from kilosol import storage
from kilosol.errors import OutOfRange


def test_storm_reserve_of_the_return_ship() -> None:
    """A 60-sol storm with 5 kW missing is 7.4 MWh: 4.5 t of CH4/O2, or some 37 t of Li-ion at 200 Wh/kg."""
    energy = storage.storm_energy_kwh(60.0, 5.0)
    assert energy == pytest.approx(7400, rel=0.005)
    assert storage.propellant_kg(energy) == pytest.approx(4500, rel=0.015)
    assert energy / 0.2 == pytest.approx(37000, rel=0.005)
    assert storage.usable_kwh_kg() == pytest.approx(1.66, abs=0.005)


def test_richer_mixture_holds_more_energy() -> None:
    assert storage.usable_kwh_kg(3.0) > storage.usable_kwh_kg(3.6)


def test_mass_is_energy_plus_power() -> None:
    for store in (storage.lithium_ion(), storage.hydrogen_oxygen()):
        alone = store.mass_kg(500.0, 0.0) + store.mass_kg(0.0, 30.0)
        assert store.mass_kg(500.0, 30.0) == pytest.approx(float(alone))
        assert 0 < store.round_trip_frac < 1


def test_fuel_cell_is_lighter_for_long_nights_only() -> None:
    battery, cell = storage.lithium_ion(), storage.hydrogen_oxygen()
    power_kw = 10.0
    assert battery.mass_kg(power_kw * 12, power_kw) < cell.mass_kg(power_kw * 12, power_kw)
    assert battery.mass_kg(power_kw * 240, power_kw) > cell.mass_kg(power_kw * 240, power_kw)


def test_usable_mass_counts_the_unused_depth() -> None:
    battery = storage.lithium_ion()
    assert 1000 / battery.specific_mass_kg_kwh == pytest.approx(165 * 0.7)


def test_bad_input_is_refused() -> None:
    with pytest.raises(OutOfRange, match="energy_kwh"):
        storage.lithium_ion().mass_kg(-1.0, 0.0)
    with pytest.raises(OutOfRange, match="energy_kwh"):
        storage.hydrogen_oxygen().mass_kg(0.0, -1.0)
    with pytest.raises(OutOfRange, match="round_trip_frac"):
        storage.Store(8.0, 2.0, 1.2, 0.7)
    with pytest.raises(OutOfRange, match="power_kg_kw"):
        storage.Store(2.5, -2.0, 0.5, 1.0)
    with pytest.raises(OutOfRange, match="mixture_ratio"):
        storage.usable_kwh_kg(0.0)
    with pytest.raises(OutOfRange, match="energy_kwh"):
        storage.propellant_kg(-1.0)
    with pytest.raises(OutOfRange, match="power_kw"):
        storage.converter_mass_kg(-1.0)
