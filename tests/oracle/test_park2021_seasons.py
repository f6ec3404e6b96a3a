"""Seasons from DE440 (Park et al. 2021) and the IAU pole of Mars (Archinal et al. 2018), 1996 to 2049.

Ls is the Sun's longitude from the ascending node of its path on the planet's equator, seen from Mars. 2000
dates; 0.013 degrees is asked for, of which 0.0046 is the light time of the Sun that the clock counts and
this geometry does not. Declination within 0.008 degrees of sin(dec) = 0.42565 sin(Ls), distance 2.5e-4 au.
"""

import numpy as np
import pytest

from kilosol import mars
from kilosol.data import table
from kilosol.transfer.ephemeris import state

# Pole of Mars in the frame of the ICRF: right ascension, declination [deg], and their drift in a century.
POLE = ((317.68143, -0.1061), (52.88650, -0.0609))


@pytest.fixture(scope="module")
def seen() -> dict[str, np.ndarray]:
    jd = np.linspace(2450083.5, 2469443.5, 2000)
    centuries = (jd - 2451545.0) / 36525
    right, height = (np.radians(at + drift * centuries) for at, drift in POLE)
    pole = np.stack([np.cos(height) * np.cos(right), np.cos(height) * np.sin(right), np.sin(height)], axis=-1)
    eps = np.radians(table("constants").number("earth_obliquity_deg"))
    c, s = np.cos(eps), np.sin(eps)
    pole = pole @ np.array([[1, 0, 0], [0, c, s], [0, -s, c]]).T
    r, v = state("mars", jd)
    sun = -r / np.linalg.norm(r, axis=-1, keepdims=True)
    orbit = np.cross(r, v)
    orbit /= np.linalg.norm(orbit, axis=-1, keepdims=True)
    node = np.cross(pole, orbit)
    node /= np.linalg.norm(node, axis=-1, keepdims=True)
    along = np.cross(orbit, node)
    ls = np.degrees(np.arctan2((sun * along).sum(-1), (sun * node).sum(-1))) % 360
    declination = np.degrees(np.arcsin((sun * pole).sum(-1)))
    au = np.linalg.norm(r, axis=-1) / table("constants").number("au_km")
    # Terrestrial and barycentric dynamical time differ by 2 ms at most; UTC by the leap seconds.
    utc = jd - (mars.tt_jd(jd) - jd)
    return {"utc": utc, "ls": ls, "declination": declination, "au": au}


def test_season(seen: dict[str, np.ndarray]) -> None:
    apart = (mars.ls_deg(seen["utc"]) - seen["ls"] + 180) % 360 - 180
    assert np.abs(apart).max() < 0.013
    assert apart.std() < 0.003
    assert -0.0046 < apart.mean() < 0


def test_declination_is_planetocentric(seen: dict[str, np.ndarray]) -> None:
    assert mars.declination_deg(seen["ls"]) == pytest.approx(seen["declination"], abs=0.008)


def test_distance(seen: dict[str, np.ndarray]) -> None:
    assert mars.heliocentric_distance_au(seen["utc"]) == pytest.approx(seen["au"], abs=2.6e-4)
    flux = mars.toa_irradiance_w_m2(seen["ls"]) / (1361 / seen["au"] ** 2)
    assert np.abs(flux - 1).max() < 0.0015
