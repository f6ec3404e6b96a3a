import numpy as np
import pytest

from kilosol import mars, solar
from kilosol.errors import OutOfRange
from kilosol.streams import generator


def test_output_is_light_times_efficiency_and_what_coarse_dust_leaves() -> None:
    tau = np.full(669, 0.6)
    light = mars.design_year_global_w_m2(30.0, tau, ground_albedo=0.2, use="triple")
    assert solar.output_w_m2(30.0, tau, ground_albedo=0.2, system_efficiency_frac=0.2) == pytest.approx(
        0.2 * light * solar.storm_factor(0.6)
    )


def test_no_step_in_output_at_any_optical_depth() -> None:
    depths = np.arange(1.0, 11.0, 0.02)
    year = solar.output_w_m2(0.0, np.repeat(depths, 1), ground_albedo=0.2).reshape(depths.size, 24)
    light = mars.design_year_global_w_m2(0.0, np.full(depths.size, 1.0), ground_albedo=0.2).reshape(-1, 24)
    fall = np.diff(np.log(year.sum(axis=1) / light.sum(axis=1)))
    assert np.all(fall < 0)
    assert np.all(fall > -0.02)


def test_design_year_joins_light_and_dust() -> None:
    place = mars.site("Jezero")
    tau = mars.design_year_tau(latitude_deg=place.latitude_deg)
    whole = solar.design_year_output_w_m2(place, tau, 60)
    clean = solar.output_w_m2(place.latitude_deg, tau, ground_albedo=place.albedo)
    lit = clean > 0
    factor = whole[lit] / clean[lit] / np.repeat(solar.dust_factor(tau, 60), 24)[lit]
    # What is left is temperature: cold mornings gain up to 8 %, hot noons lose a few per cent.
    assert factor.max() == pytest.approx(1.08)
    assert 0.93 < factor.min() < 1.0
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


def test_appelbaum_stands_for_triple_junctions_within_its_few_per_cent() -> None:
    """DISORT times mismatch and f agree on a year's electricity; the mismatch is never laid on f."""
    tau = mars.design_year_tau(latitude_deg=0.0, global_storm=False)
    modern = solar.output_w_m2(22.3, tau, ground_albedo=0.2).mean()
    old = solar.output_w_m2(22.3, tau, ground_albedo=0.2, backend="appelbaum").mean()
    light = solar.output_w_m2(22.3, tau, ground_albedo=0.2, use="broadband").mean()
    assert modern == pytest.approx(old, rel=0.015)
    assert light > 1.03 * modern
    with pytest.raises(OutOfRange, match="use"):
        solar.output_w_m2(22.3, tau, ground_albedo=0.2, use="single", backend="appelbaum")


def test_cells_warm_in_the_sun_and_lose_by_it() -> None:
    light = np.array([0.0, 200.0, 500.0, 700.0])
    cells = solar.cell_temperature_k(light, 240.0, 250.0, 140.0, electric_frac=0.2)
    assert np.all(np.diff(cells) > 0)
    # In the dark between sky, ground and air; in full light some 40 to 60 K above the air.
    assert 190 < cells[0] < 240
    assert 25 < cells[3] - 240 < 70
    factor = solar.temperature_factor(cells)
    assert np.all(np.diff(factor) <= 0)
    assert solar.temperature_factor(301.0) == pytest.approx(0.932)
    with pytest.raises(OutOfRange, match="cell_k"):
        solar.temperature_factor(500.0)


def test_cell_temperature_balances_heat() -> None:
    light, air, ground, sky = 400.0, 245.0, 265.0, 150.0
    t = float(solar.cell_temperature_k(light, air, ground, sky, electric_frac=0.22))
    gain = (0.9 - 0.22) * light
    loss = 0.85 * 5.670374e-8 * (2 * t**4 - ground**4 - sky**4) + 2 * 1.0 * (t - air)
    assert loss == pytest.approx(gain, rel=1e-6)


def test_wind_cleans_windy_sites_only() -> None:
    tau = np.full(669, 0.6)
    meridiani, insight = mars.site("Meridiani"), mars.site("InSight")
    still = solar.dust_factor(tau)
    assert np.array_equal(solar.site_dust_factor(insight, tau, generator(3, "gusts")), still)
    assert solar.site_dust_factor(meridiani, tau, generator(3, "gusts"))[-1] > still[-1]
    commanded = solar.site_dust_factor(meridiani, tau, cleaning_interval_sols=30)
    assert np.array_equal(commanded, solar.dust_factor(tau, 30))


def test_work_room_and_ballast_scale() -> None:
    assert solar.cleaning_labour_hour(1000.0, 60) == pytest.approx(
        2 * solar.cleaning_labour_hour(1000.0, 120)
    )
    assert solar.cleaning_labour_hour(1000.0, 1, n_sols=1) == pytest.approx(4.0)
    assert solar.deployment_hour(1000.0) == pytest.approx(10.0)
    assert solar.stowed_volume_m3(1000.0) == pytest.approx(10.0)
    assert solar.ballast_kg_m2(0.0, 20.0) == 0
    assert solar.ballast_kg_m2(90.0, 20.0) == pytest.approx(20.0 / 3.72)
    with pytest.raises(OutOfRange, match="tilt_deg"):
        solar.ballast_kg_m2(120.0, 20.0)
    with pytest.raises(OutOfRange, match="cleaning_interval_sols"):
        solar.cleaning_labour_hour(10.0, 0)
