import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kilosol import solar, storage


@given(tau=st.floats(0.0, 10.0), interval=st.one_of(st.none(), st.integers(1, 669)))
@settings(max_examples=100, deadline=None)
def test_dust_factor_stays_a_fraction(tau: float, interval: int | None) -> None:
    factor = solar.dust_factor(np.full(669, tau), interval)
    assert np.all((factor > 0) & (factor <= 0.95))


@given(tau=st.floats(0.1, 3.0), days=st.integers(1, 300))
@settings(max_examples=60, deadline=None)
def test_cleaning_more_often_never_dims(tau: float, days: int) -> None:
    dust = np.full(669, tau)
    assert solar.dust_factor(dust, days).mean() >= solar.dust_factor(dust, 2 * days).mean() - 1e-12


@given(energy=st.floats(0.0, 1e6), power=st.floats(0.0, 1e4), scale=st.floats(0.0, 10.0))
@settings(max_examples=60, deadline=None)
def test_mass_scales_with_the_store(energy: float, power: float, scale: float) -> None:
    for store in (storage.lithium_ion(), storage.hydrogen_oxygen()):
        assert np.isclose(store.mass_kg(scale * energy, scale * power), scale * store.mass_kg(energy, power))
