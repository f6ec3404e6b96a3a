"""Irradiance at Mars from a total solar irradiance of 1361 W/m2 (Kopp & Lean, 2011) and the ephemeris.

Perihelion, aphelion and semi-major axis: 713.5, 490.3, 586.2 W/m2 from DE421, 1996 to 2049, printed to
0.1; the mean ellipse is within 0.11 % at given Ls. The mean over time: the ephemeris sample gives 589.4,
an ellipse S / (a^2 sqrt(1 - e^2)) gives 588.8; the sample spans 28.2 years, not a whole number, which is
worth 0.1 %.
"""

import numpy as np
import pytest

from kilosol import mars


def test_extremes() -> None:
    season = np.arange(0.0, 360.0, 0.1)
    light = mars.toa_irradiance_w_m2(season)
    assert light.max() == pytest.approx(713.5, rel=0.0011)
    assert light.min() == pytest.approx(490.3, rel=0.0011)
    assert season[light.argmax()] == pytest.approx(251.0, abs=1.0)
    assert season[light.argmin()] == pytest.approx(71.0, abs=0.2)


def test_mean_over_time() -> None:
    light = mars.toa_irradiance_w_m2(mars.design_year_ls_deg())
    assert light.mean() == pytest.approx(589.4, rel=0.0015)


def test_distance_of_ellipse_and_of_clock_agree() -> None:
    """Two laws of motion, one orbit: within the 0.11 % of flux stated, 0.055 % of distance, and rounding."""
    days = 2461313.5 + np.arange(0.0, 687.0, 5.0)
    ellipse = mars.distance_au(mars.ls_deg(days))
    assert ellipse == pytest.approx(mars.heliocentric_distance_au(days), rel=0.0007)


def test_largest_declination() -> None:
    """25.198 degrees in the ephemeris, within the 0.0078 of the sine law."""
    assert mars.declination_deg(np.array([90.0, 270.0])) == pytest.approx([25.198, -25.198], abs=0.0085)


def test_design_year_keeps_time_with_the_ephemeris() -> None:
    """Seasons of Mars year 41 counted in sols from its Ls 0, on dates of the ephemeris, whole days."""
    start = 2462687.5  # 2030-07-05
    dates = {180.0: 2463069.5, 251.0: 2463186.5, 340.0: 2463335.5}
    for ls, date in dates.items():
        expected = (date - start) / 1.0274912517
        assert mars.sol_of_ls(ls) == pytest.approx(expected, abs=1.2)
