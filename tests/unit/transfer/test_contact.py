import numpy as np
import pytest

from kilosol.errors import OutOfRange
from kilosol.transfer import conjunctions, jd_from_iso, light_time_s, sun_earth_mars_angle_deg


@pytest.mark.parametrize("day", ["2021-10-08", "2023-11-18", "2026-01-09"])
def test_known_conjunctions(day):
    jd = jd_from_iso(day)
    assert any(one.first_jd < jd < one.last_jd for one in conjunctions(2021, 2026))
    assert sun_earth_mars_angle_deg(jd) < 1.1


def test_commands_were_held_back_for_two_weeks_in_2023():
    # NASA's Mars missions paused commands from 11 to 25 November 2023, at about 2 degrees.
    (one,) = conjunctions(2023, 2023, limit_deg=2.0)
    assert abs(one.first_jd - jd_from_iso("2023-11-11")) < 2
    assert abs(one.last_jd - jd_from_iso("2023-11-25")) < 2


def test_a_wider_limit_lasts_longer_and_edges_lie_on_it():
    narrow, wide = conjunctions(2028, 2028, 2.0)[0], conjunctions(2028, 2028, 5.0)[0]
    assert wide.days > narrow.days
    edges = np.array([wide.first_jd, wide.last_jd])
    np.testing.assert_allclose(sun_earth_mars_angle_deg(edges), 5.0, atol=0.01)


def test_a_span_cut_by_the_new_year_ends_there():
    cut = conjunctions(2026, 2026)[0]
    assert cut.first_jd == jd_from_iso("2026-01-01")


def test_light_takes_3_to_22_minutes():
    minutes = light_time_s(jd_from_iso("2026-01-01") + np.arange(0, 6000)) / 60
    assert 3.0 < minutes.min() < 3.4
    assert 22.0 < minutes.max() < 22.5


@pytest.mark.parametrize("limit", [0.0, 95.0, -3.0])
def test_bad_limits(limit):
    with pytest.raises(OutOfRange, match="between 0 and 90"):
        conjunctions(2026, 2027, limit)


def test_years_out_of_order():
    with pytest.raises(OutOfRange, match="not before"):
        conjunctions(2027, 2026)
