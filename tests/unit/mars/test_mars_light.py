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


def test_thin_dust_takes_little() -> None:
    height = np.array([1.0, 0.5])
    light = mars.surface_light(500.0, height, 0.05, ground_albedo=0.0)
    assert light.global_w_m2 == pytest.approx(500.0 * height, rel=0.03)
    assert np.all(light.diffuse_w_m2 < 0.12 * light.global_w_m2)


@pytest.mark.parametrize(
    ("backend", "wrong", "limits"),
    [
        ("disort", 0.049, "between 0.05 and 15"),
        ("disort", 15.01, "between 0.05 and 15"),
        ("appelbaum", 0.05, "between 0.1 and 6"),
        ("appelbaum", 6.5, "between 0.1 and 6"),
    ],
)
def test_dust_outside_the_table_is_refused_with_its_limits(backend: str, wrong: float, limits: str) -> None:
    """Never clamped in silence; the ends themselves are held."""
    tau = np.array([[0.5, 1.0], [wrong, 2.0]])
    calls = (
        lambda: mars.transmittance(tau, 0.5, 0.2, backend=backend),
        lambda: mars.daily_insolation_wh_m2(20.0, 90.0, tau, backend=backend),
        lambda: mars.surface_light(500.0, 0.5, tau, ground_albedo=0.2, backend=backend),
        lambda: mars.design_year_global_w_m2(20.0, np.full(669, wrong), ground_albedo=0.2, backend=backend),
    )
    for call in calls:
        with pytest.raises(OutOfRange, match=limits):
            call()
    low, high = mars.tau_range(backend)
    assert np.all(mars.daily_insolation_wh_m2(20.0, 90.0, np.array([low, high]), backend=backend) > 0)


def test_daily_call_takes_any_shape() -> None:
    lat, ls, tau = (
        np.array([-30.0, 0.0, 50.0])[:, None, None],
        np.arange(0.0, 360.0, 90.0)[:, None],
        [0.4, 2.0],
    )
    whole = mars.daily_insolation_wh_m2(lat, ls, tau)
    assert whole.shape == (3, 4, 2)
    assert whole[2, 1, 0] == pytest.approx(float(mars.daily_insolation_wh_m2(50.0, 90.0, 0.4)))
    assert mars.daily_insolation_wh_m2(0.0, 0.0, 1.0).shape == ()
    grounds = mars.daily_insolation_wh_m2(0.0, 0.0, 1.0, np.linspace(0.1, 0.4, 40))
    assert np.all(np.diff(grounds) > 0)
    assert grounds[0] == pytest.approx(float(mars.daily_insolation_wh_m2(0.0, 0.0, 1.0, 0.1)), rel=1e-4)
    assert mars.daily_insolation_wh_m2(85.0, 270.0, 0.5) == 0


def test_daily_call_is_the_integral_of_the_instants() -> None:
    for use in ("broadband", "triple", "single"):
        hours = (np.arange(4000) + 0.5) / 4000 * 24
        height = mars.cos_zenith(39.8, mars.declination_deg(300.0), hours)
        light = mars.surface_light(mars.toa_irradiance_w_m2(300.0), height, 1.4, ground_albedo=0.2, use=use)
        found = mars.daily_insolation_wh_m2(39.8, 300.0, 1.4, 0.2, use=use)
        assert found == pytest.approx(light.global_w_m2.mean() * 24.65979, rel=5e-4)


def test_flat_is_the_limit_of_tilt_and_tilt_helps_in_winter() -> None:
    flat = mars.daily_insolation_wh_m2(40.0, 270.0, 0.5)
    assert mars.daily_insolation_wh_m2(40.0, 270.0, 0.5, tilt_deg=1e-6) == pytest.approx(
        float(flat), rel=1e-4
    )
    tilted = mars.daily_insolation_wh_m2(40.0, 270.0, 0.5, tilt_deg=50.0)
    tracked = mars.daily_insolation_wh_m2(40.0, 270.0, 0.5, tracking="two_axis")
    level_axis = mars.daily_insolation_wh_m2(40.0, 270.0, 0.5, tracking="one_axis")
    assert tracked > tilted > level_axis > flat
    south = mars.daily_insolation_wh_m2(-40.0, 90.0, 0.5, tilt_deg=50.0)
    assert south > mars.daily_insolation_wh_m2(-40.0, 90.0, 0.5)
    # In a deep storm all sky is alike and tilting away from it loses.
    assert mars.daily_insolation_wh_m2(40.0, 270.0, 8.0, tilt_deg=50.0) < mars.daily_insolation_wh_m2(
        40.0, 270.0, 8.0
    )


def test_bad_poses_are_refused() -> None:
    for wrong in ({"tilt_deg": 100.0}, {"tilt_deg": 20.0, "tracking": "two_axis"}, {"albedo": 1.0}):
        with pytest.raises(OutOfRange):
            mars.daily_insolation_wh_m2(40.0, 270.0, 0.5, **wrong)
    with pytest.raises(OutOfRange, match="lat_deg"):
        mars.daily_insolation_wh_m2(91.0, 270.0, 0.5)
    with pytest.raises(OutOfRange, match="backend"):
        mars.daily_insolation_wh_m2(0.0, 270.0, 0.5, backend="two-stream")
    with pytest.raises(OutOfRange, match="tracking"):
        mars.daily_insolation_wh_m2(0.0, 270.0, 0.5, tracking="three_axis")


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
    """TM-106321: annual optimum 6.5 degrees at 22.3 N, gain 2 %; here 2 to 8 degrees, gain below 2 %."""
    season = mars.ls_of_sol_deg(np.arange(0, 669, 3) + 0.5)[:, None]
    tau = np.interp(season, [0, 140, 180, 210, 255, 290, 330], [0.65, 0.35, 0.75, 2.5, 1.15, 3.6, 1.25])
    tilts = np.arange(0.0, 25.0, 2.0)
    for backend in ("appelbaum", "disort"):
        energy = mars.daily_insolation_wh_m2(22.3, season, tau, 0.22, backend, tilts).sum(axis=0)
        best = int(np.argmax(energy))
        assert 2 <= tilts[best] <= 8
        assert 1 < energy[best] / energy[0] < 1.02


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


def test_the_tables_are_entered_in_every_runs_ledger() -> None:
    for _ in range(2):
        with recording() as used:
            mars.transmittance(0.5, 0.5, 0.2, backend="appelbaum")
        assert "mars/appelbaum_f.f" in used
        with recording() as used:
            mars.transmittance(0.5, 0.5, 0.2)
        assert "mars/light.disort_highest_tau" in used
