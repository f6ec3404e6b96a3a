"""Paths along an arc: they begin and end at the planets, keep the conic's energy, and refuse one point."""

import numpy as np
import pytest

from kilosol.data import table
from kilosol.errors import OutOfRange
from kilosol.transfer import arc, flight_path, state


@pytest.mark.parametrize(
    ("depart", "arrive", "origin", "target"),
    [("2031-01-28", "2031-08-06", "earth", "mars"), ("2033-07-01", "2034-01-15", "mars", "earth")],
)
def test_ends_are_the_planets(depart, arrive, origin, target):
    flown = arc(depart, arrive, origin=origin, target=target)
    path = flight_path(flown, 61)
    np.testing.assert_allclose(path.ship_km[0], path.origin_km[0], atol=1e-3)
    np.testing.assert_allclose(path.ship_km[-1], path.target_km[-1], atol=1.0)
    mars = path.target_km if target == "mars" else path.origin_km
    np.testing.assert_allclose(mars, state("mars", path.jd)[0])


def test_the_conic_keeps_its_areal_speed_and_energy():
    path = flight_path(arc("2031-01-28", "2031-08-06"), 1001)
    day_s, mu = table("constants").number("day_s"), table("constants").number("mu_sun_km3_s2")
    step_s = (path.jd[1] - path.jd[0]) * day_s
    speed = (path.ship_km[2:] - path.ship_km[:-2]) / (2 * step_s)
    middle = path.ship_km[1:-1]
    energy = (speed**2).sum(axis=1) / 2 - mu / np.linalg.norm(middle, axis=1)
    swept = np.linalg.norm(np.cross(middle, speed), axis=1)
    assert np.ptp(energy) / abs(energy.mean()) < 1e-5
    assert np.ptp(swept) / swept.mean() < 1e-5


def test_one_point_is_no_path():
    with pytest.raises(OutOfRange, match="at least 2"):
        flight_path(arc("2031-01-28", "2031-08-06"), 1)
