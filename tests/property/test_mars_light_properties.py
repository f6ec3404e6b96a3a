import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kilosol import mars

TAU = st.floats(0.05, 15.0)
HEIGHT = st.floats(0.0, 1.0)
ALBEDO = st.floats(0.0, 0.6)


@given(tau=TAU, height=HEIGHT, albedo=ALBEDO)
@settings(max_examples=150, deadline=None)
def test_light_is_conserved(tau: float, height: float, albedo: float) -> None:
    """No more comes down than reaches the air, but for what bright ground sends up and dust sends back."""
    light = mars.surface_light(500.0, height, tau, ground_albedo=albedo)
    assert light.beam_w_m2 >= 0
    assert light.diffuse_w_m2 >= 0
    assert np.isclose(light.beam_w_m2 + light.diffuse_w_m2, light.global_w_m2)
    absorbed = light.global_w_m2 * (1 - albedo)
    assert absorbed <= 500.0 * height + 1e-9


@given(tau=st.floats(0.05, 14.0), more=st.floats(0.01, 1.0), height=HEIGHT, albedo=ALBEDO)
@settings(max_examples=150, deadline=None)
def test_more_dust_means_less_light(tau: float, more: float, height: float, albedo: float) -> None:
    for use in ("broadband", "triple", "single"):
        less, now = (mars.transmittance(t, height, albedo, use=use) for t in (tau + more, tau))
        assert less <= now * (1 + 1e-6)


@given(height=st.floats(0.1, 0.99), tau=TAU)
@settings(max_examples=100, deadline=None)
def test_higher_sun_comes_through_better(height: float, tau: float) -> None:
    assert mars.transmittance(tau, height + 0.01, 0.2) >= mars.transmittance(tau, height, 0.2) * (1 - 1e-6)


@given(tau=TAU, height=st.floats(0.02, 1.0), albedo=ALBEDO)
@settings(max_examples=100, deadline=None)
def test_groups_weigh_up_to_the_whole(tau: float, height: float, albedo: float) -> None:
    """Light is between its darkest and brightest group; the blue is the darker for dust."""
    groups = mars.group_transmittance(tau, height, albedo)
    whole = mars.transmittance(tau, height, albedo)
    assert min(groups.values()) <= whole <= max(groups.values())
    assert groups["top"] <= groups["middle"]
    assert mars.transmittance(tau, height, albedo, use="triple") <= groups["middle"]


@given(taus=st.lists(TAU, min_size=3, max_size=3), albedo=st.lists(ALBEDO, min_size=40, max_size=40))
@settings(max_examples=30, deadline=None)
def test_one_by_one_or_all_at_once(taus: list[float], albedo: list[float]) -> None:
    """Every path through the look-up gives the same light, for one ground or many."""
    tau, ground = np.array(taus)[:, None], np.array(albedo)
    for use in ("broadband", "triple"):
        whole = mars.transmittance(tau, 0.6, ground, use=use)
        for i, j in ((0, 0), (1, 17), (2, 39)):
            single = mars.transmittance(tau[i, 0], 0.6, ground[j], use=use)
            assert np.isclose(whole[i, j], single, rtol=1e-4 if use == "triple" else 1e-12)


@given(
    latitude=st.floats(-85.0, 85.0),
    ls=st.floats(0.0, 360.0),
    tau=st.floats(0.05, 6.0),
    tilt=st.floats(0.0, 90.0),
)
@settings(max_examples=60, deadline=None)
def test_following_the_sun_never_gets_less(latitude: float, ls: float, tau: float, tilt: float) -> None:
    """Beam and ring on a tracking surface are the most there is; only even sky is lost, by at most half."""
    flat = float(mars.daily_insolation_wh_m2(latitude, ls, tau))
    fixed = float(mars.daily_insolation_wh_m2(latitude, ls, tau, tilt_deg=tilt))
    tracked = float(mars.daily_insolation_wh_m2(latitude, ls, tau, tracking="two_axis"))
    assert fixed >= 0
    assert tracked >= 0.5 * flat
    if tau < 0.3:
        assert tracked >= flat * 0.999
        assert tracked >= fixed * 0.98


@given(latitude=st.floats(-90.0, 90.0), ls=st.floats(0.0, 360.0))
@settings(max_examples=150, deadline=None)
def test_sun_stands_on_the_horizon_at_sunrise(latitude: float, ls: float) -> None:
    declination = mars.declination_deg(ls)
    rise = mars.sunrise_hour(latitude, declination)
    height = mars.cos_zenith(latitude, declination, rise)
    if 0 < rise < 12:
        assert abs(height) < 1e-6
    elif rise == 0:
        assert mars.cos_zenith(latitude, declination, 0.0) >= -1e-9
    else:
        assert mars.cos_zenith(latitude, declination, 12.0) <= 1e-9


@given(jd=st.floats(2.43e6, 2.48e6))
@settings(max_examples=150, deadline=None)
def test_seasons_and_years_go_forward(jd: float) -> None:
    days = jd + np.array([0.0, 1.0])
    ls, year = mars.ls_deg(days), mars.mars_year(days)
    assert np.diff(ls + 360 * year)[0] > 0.4
    assert np.diff(mars.mars_sol_date(days))[0] > 0.97


@given(cover=st.floats(50.0, 2000.0), more=st.floats(1.0, 500.0))
@settings(max_examples=100, deadline=None)
def test_thick_cover_lowers_the_dose(cover: float, more: float) -> None:
    assert mars.cover_factor(cover + more) < mars.cover_factor(cover)
