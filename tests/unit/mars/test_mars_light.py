import numpy as np
import pytest

from kilosol import mars
from kilosol.data import recording
from kilosol.errors import OutOfRange


@pytest.mark.parametrize("latitude", [-42.4, 0.0, 18.44, 39.8, 68.22])
@pytest.mark.parametrize("storm", [False, True])
def test_hourly_light_sums_to_the_daily_integral(latitude: float, storm: bool) -> None:
    tau = mars.design_year_tau(latitude_deg=latitude, global_storm=storm)
    hourly = mars.design_year_global_w_m2(latitude, tau, ground_albedo=0.2)
    daily = hourly.reshape(669, 24).sum(axis=1) * mars.STEP_HOUR
    season = mars.ls_of_sol_deg(np.arange(669) + 0.5)
    exact = mars.daily_light(
        mars.toa_irradiance_w_m2(season), mars.declination_deg(season), latitude, tau, ground_albedo=0.2
    )
    assert daily == pytest.approx(exact.global_wh_m2, rel=0.003, abs=0.5)


def test_hourly_light_against_a_brute_force_mean() -> None:
    """One sol at 39.8 N in autumn, its hours by 2000 instants each."""
    tau = np.full(669, 0.8)
    hourly = mars.design_year_global_w_m2(39.8, tau, ground_albedo=0.2).reshape(669, 24)[400]
    season = mars.ls_of_sol_deg(400.5)
    instants = np.arange(24)[:, None] + (np.arange(2000) + 0.5) / 2000
    height = mars.cos_zenith(39.8, mars.declination_deg(season), instants)
    light = mars.surface_light(mars.toa_irradiance_w_m2(season), height, 0.8, ground_albedo=0.2)
    assert hourly == pytest.approx(light.global_w_m2.mean(axis=1), abs=0.3)


def test_no_dust_takes_nothing() -> None:
    light = mars.surface_light(500.0, np.array([1.0, 0.5, 0.1]), 0.0, ground_albedo=0.3)
    assert light.global_w_m2 == pytest.approx(np.array([500.0, 250.0, 50.0]))
    assert light.diffuse_w_m2 == pytest.approx(np.zeros(3), abs=1e-9)


def test_extrapolation_is_flagged_and_continues_the_slope() -> None:
    light = mars.surface_light(600.0, 1.0, np.array([5.0, 6.0, 7.0, 10.8]), ground_albedo=0.1)
    assert list(light.is_extrapolated) == [False, False, True, True]
    table = light.global_w_m2
    assert table[2] / table[1] == pytest.approx(table[1] / table[0], rel=1e-6)
    assert table[3] > 0


def test_polar_night_and_midnight_sun() -> None:
    year = mars.design_year_global_w_m2(80.0, np.full(669, 0.5), ground_albedo=0.3).reshape(669, 24)
    winter = year[round(float(mars.sol_of_ls(270.0)))]
    summer = year[round(float(mars.sol_of_ls(90.0)))]
    assert np.all(winter == 0)
    assert np.all(summer > 0)


def test_south_mirrors_north_half_a_year_apart() -> None:
    north = mars.half_day_hour(35.0, mars.declination_deg(90.0))
    south = mars.half_day_hour(-35.0, mars.declination_deg(270.0))
    assert north == pytest.approx(float(south))
    assert mars.sunrise_hour(35.0, 0.0) == pytest.approx(6.0)


def test_noon_height_is_ninety_less_latitude_plus_declination() -> None:
    height = np.degrees(np.arcsin(mars.cos_zenith(39.8, -20.0, 12.0)))
    assert height == pytest.approx(90 - 39.8 - 20)


def test_tilt_towards_a_low_sun_gains_beam() -> None:
    light = mars.surface_light(600.0, 0.5, 0.3, ground_albedo=0.2)
    facing = mars.tilted_w_m2(light, 0.5, 1.0, 60.0, ground_albedo=0.2)
    turned_away = mars.tilted_w_m2(light, 0.5, -0.5, 60.0, ground_albedo=0.2)
    assert facing > light.global_w_m2 > turned_away > 0


def test_best_tilt_is_small_under_a_dusty_sky() -> None:
    """TM-106321: annual optimum 6.5 degrees at 22.3 N; the isotropic sky gives 4 to 6, gain below 2 %."""
    season = mars.ls_of_sol_deg(np.arange(0, 669, 3) + 0.5)[:, None]
    tau = np.interp(season, [0, 140, 180, 210, 255, 290, 330], [0.65, 0.35, 0.75, 2.5, 1.15, 3.6, 1.25])
    declination, hours = mars.declination_deg(season), np.linspace(4, 20, 97)
    height = mars.cos_zenith(22.3, declination, hours)
    light = mars.surface_light(mars.toa_irradiance_w_m2(season), height, tau, ground_albedo=0.22)
    energy = []
    for tilt in range(0, 25, 2):
        incidence = mars.cos_zenith(22.3 - tilt, declination, hours)
        energy.append(mars.tilted_w_m2(light, height, incidence, tilt, ground_albedo=0.22).sum())
    best = int(np.argmax(energy))
    assert 2 <= 2 * best <= 8
    assert 1 < energy[best] / energy[0] < 1.02
    assert energy[11] < energy[0]


@pytest.mark.parametrize(
    ("tau", "albedo", "named"), [(-0.1, 0.2, "tau"), (np.nan, 0.2, "tau"), (0.5, 1.0, "ground_albedo")]
)
def test_bad_input_is_refused(tau: float, albedo: float, named: str) -> None:
    with pytest.raises(OutOfRange, match=named):
        mars.transmittance(tau, 0.5, albedo)
    with pytest.raises(OutOfRange, match="latitude_deg"):
        mars.half_day_hour(91.0, 0.0)
    light = mars.surface_light(1.0, 1.0, 1.0, ground_albedo=0.1)
    with pytest.raises(OutOfRange, match="tilt_deg"):
        mars.tilted_w_m2(light, 1.0, 1.0, -1.0, ground_albedo=0.1)


def test_the_table_of_f_is_entered_in_every_runs_ledger() -> None:
    for _ in range(2):
        with recording() as used:
            mars.transmittance(0.5, 0.5, 0.2)
        assert "mars/appelbaum_f.f" in used
