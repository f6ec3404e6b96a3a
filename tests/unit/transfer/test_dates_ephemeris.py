import numpy as np
import pytest

from kilosol.errors import OutOfRange, UnknownName
from kilosol.transfer import coverage_jd, iso_from_jd, jd_from_iso, state


def test_j2000_is_where_the_almanac_puts_it():
    assert jd_from_iso("2000-01-01T12:00") == 2451545.0


def test_a_zone_means_utc_and_is_shifted_to_tdb():
    shift_s = (jd_from_iso("2031-01-28T00:00Z") - jd_from_iso("2031-01-28")) * 86400
    assert shift_s == pytest.approx(69.184, abs=1e-4)
    assert jd_from_iso("2031-01-28T02:00+02:00") == jd_from_iso("2031-01-28T00:00Z")


def test_lists_and_arrays():
    jd = jd_from_iso(["2031-01-28", "2031-08-06"])
    assert jd[1] - jd[0] == 190
    assert iso_from_jd(jd).tolist() == ["2031-01-28", "2031-08-06"]


def test_a_hair_before_midnight_is_midnight():
    assert iso_from_jd(jd_from_iso("2031-08-06") - 1e-9) == "2031-08-06"
    assert iso_from_jd(jd_from_iso("2031-08-06") - 0.01) == "2031-08-05"


@pytest.mark.parametrize("bad", ["2031-02-30", "soon", "", "28.01.2031"])
def test_bad_dates_are_named(bad):
    with pytest.raises(OutOfRange, match="ISO date") as caught:
        jd_from_iso(bad)
    assert repr(bad) in str(caught.value)


def test_not_a_number_is_no_date():
    with pytest.raises(OutOfRange, match="finite"):
        iso_from_jd(np.array([2451545.0, np.nan]))


@pytest.mark.parametrize("jd", [2440587.4, 2488434.6, np.nan])
def test_dates_outside_the_table_are_refused_with_its_limits(jd):
    with pytest.raises(OutOfRange, match="1970-01-01 and 2101-01-01"):
        state("mars", [2451545.0, jd])


def test_unknown_body_names_the_nearest():
    with pytest.raises(UnknownName, match="did you mean 'mars'"):
        state("marz", 2451545.0)


def test_shapes_follow_the_dates():
    for shape in [(), (3,), (2, 5), (0,)]:
        r, v = state("earth", np.full(shape, 2451545.0))
        assert r.shape == v.shape == (*shape, 3)


def test_velocity_is_the_derivative_of_position():
    jd = np.linspace(*coverage_jd(), 50)[1:-1]
    for body in ("venus", "emb", "earth", "mars"):
        h = 0.05
        ahead, behind = state(body, jd + h)[0], state(body, jd - h)[0]
        slope = (ahead - behind) / (2 * h * 86400)
        assert np.abs(slope - state(body, jd)[1]).max() < 2e-4


def test_the_earth_circles_the_barycentre_at_its_known_distance():
    jd = np.arange(2461000.5, 2461400.5)
    gap = np.linalg.norm(state("earth", jd)[0] - state("emb", jd)[0], axis=1)
    # 384,400 km mean lunar distance over 1 + 81.3.
    assert gap.mean() == pytest.approx(4671, abs=15)
    assert gap.max() < 5000
