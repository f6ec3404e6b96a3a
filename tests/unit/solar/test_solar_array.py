import numpy as np
import pytest

from kilosol import mars, solar
from kilosol.errors import OutOfRange
from kilosol.streams import generator


def test_output_is_light_times_efficiency_outside_storms() -> None:
    tau = np.full(669, 0.6)
    light = mars.design_year_global_w_m2(30.0, tau, ground_albedo=0.2)
    assert solar.output_w_m2(30.0, tau, ground_albedo=0.2, system_efficiency_frac=0.2) == pytest.approx(
        0.2 * light
    )


def test_deep_storm_halves_the_output_further() -> None:
    just_below, above = np.full(669, 4.0), np.full(669, 4.0 + 1e-9)
    ratio = solar.output_w_m2(0.0, above, ground_albedo=0.2).sum() / (
        solar.output_w_m2(0.0, just_below, ground_albedo=0.2).sum()
    )
    assert ratio == pytest.approx(0.5, abs=1e-6)


def test_design_year_joins_light_and_dust() -> None:
    place = mars.site("Jezero")
    tau = mars.design_year_tau(latitude_deg=place.latitude_deg)
    whole = solar.design_year_output_w_m2(place, tau, 60)
    clean = solar.output_w_m2(place.latitude_deg, tau, ground_albedo=place.albedo)
    lit = clean > 0
    factor = whole[lit] / clean[lit]
    assert factor.max() < 0.95
    assert factor.min() == pytest.approx(solar.dust_factor(tau, 60).min())
    assert whole.shape == (669 * 24,)


def test_cleaning_restores_and_repeats() -> None:
    tau = mars.design_year_tau(latitude_deg=0.0)
    factor = solar.dust_factor(tau, 30)
    assert np.all(factor[::30] > 0.94)
    assert np.all(factor <= 0.95)
    assert factor[30] > factor[29]
    assert (
        solar.dust_factor(tau, 30).mean() > solar.dust_factor(tau, 90).mean() > solar.dust_factor(tau).mean()
    )


def test_uncleaned_array_fades_at_the_stated_rate() -> None:
    factor = solar.dust_factor(np.full(669, 1.0), start_frac=1.0)
    assert factor[100] == pytest.approx(np.exp(-0.0023 * 100.5))


def test_gusts_keep_a_windy_site_brighter() -> None:
    tau = np.full(3 * 669, 0.6)
    gusty = solar.gusty_dust_factor(generator(2, "gusts"), tau)
    still = solar.dust_factor(tau)
    assert np.all(gusty >= still - 1e-12)
    assert gusty[-1] > 2 * still[-1]
    assert np.all(gusty <= 0.95)


def test_masses_are_ordered() -> None:
    masses = [float(solar.array_mass_kg(1000.0, case)) for case in ("low", "plan", "high")]
    assert masses == [1500.0, 2200.0, 3500.0]


def test_bad_input_is_refused() -> None:
    tau = np.full(669, 0.5)
    with pytest.raises(OutOfRange, match="cleaning_interval_sols"):
        solar.dust_factor(tau, 0)
    with pytest.raises(OutOfRange, match="cleaning_interval_sols"):
        solar.dust_factor(tau, 1000)
    with pytest.raises(OutOfRange, match="start_frac"):
        solar.dust_factor(tau, start_frac=0.0)
    with pytest.raises(OutOfRange, match="start_frac"):
        solar.dust_factor(tau, 30, start_frac=0.9)
    with pytest.raises(OutOfRange, match="system_efficiency_frac"):
        solar.output_w_m2(0.0, tau, ground_albedo=0.2, system_efficiency_frac=1.2)
    with pytest.raises(OutOfRange, match="area_m2"):
        solar.array_mass_kg(-1.0)
    with pytest.raises(OutOfRange, match="case"):
        solar.array_mass_kg(1.0, "light")  # type: ignore[arg-type]
