import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kilosol import mars

TAU = st.floats(0.0, 15.0)
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


@given(tau=st.floats(0.0, 14.0), more=st.floats(0.01, 1.0), height=HEIGHT, albedo=ALBEDO)
@settings(max_examples=150, deadline=None)
def test_more_dust_means_less_light(tau: float, more: float, height: float, albedo: float) -> None:
    # 0.2 % of slack: the scatter of the printed table.
    assert mars.transmittance(tau + more, height, albedo) <= 1.002 * mars.transmittance(tau, height, albedo)


@given(height=st.floats(0.1, 0.99), tau=TAU)
@settings(max_examples=100, deadline=None)
def test_higher_sun_comes_through_better(height: float, tau: float) -> None:
    assert mars.transmittance(tau, height + 0.01, 0.2) >= 0.999 * mars.transmittance(tau, height, 0.2)


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
