"""M. Allison, M. McEwen, Planetary and Space Science 48, 2000, as worked out on NASA's Mars24 pages.

Worked examples for 2000-01-06 00:00:00 UTC and 2004-01-03 13:46:31 UTC, with the later constants of
Mars24. Tolerances: one unit of the last printed digit for the first. The second is known from the marstime
package only, which has the 2000 paper's own constants (Ls 0.0008 to 0.0010 degrees lower, as in the first
example too) and a clock 0.23 s ahead (2.6e-6 sol, as in the first example too).
"""

import numpy as np
import pytest

from kilosol import mars

FIRST = 2451549.5
SECOND = 2453008.0 + (1 + 46 / 60 + 31 / 3600) / 24
WEST_OF_GREENWICH_OF_MARS_DEG = 184.702


def test_solar_longitude() -> None:
    assert mars.ls_deg(FIRST) == pytest.approx(277.18758, abs=2e-5)
    assert mars.ls_deg(SECOND) == pytest.approx(327.32322, abs=1.2e-3)


def test_mars_sol_date_and_coordinated_time() -> None:
    assert mars.mars_sol_date(FIRST) == pytest.approx(44795.99976, abs=1e-5)
    assert mars.mars_sol_date(SECOND) == pytest.approx(46215.548559, abs=3e-6)
    hours = float(mars.mars_sol_date(SECOND)) % 1 * 24
    assert hours == pytest.approx(13.165421, abs=8e-5)


def test_equation_of_time_and_local_true_solar_time() -> None:
    assert mars.equation_of_time_hour(FIRST) * 15 == pytest.approx(-5.18774, abs=2e-5)
    local = mars.ltst_hour(FIRST, -WEST_OF_GREENWICH_OF_MARS_DEG)
    assert local == pytest.approx(11.335002, abs=1e-4)
    assert mars.ltst_hour(FIRST, 360 - WEST_OF_GREENWICH_OF_MARS_DEG) == pytest.approx(float(local), abs=1e-9)


def test_distance_and_sun_in_the_sky() -> None:
    assert mars.heliocentric_distance_au(FIRST) == pytest.approx(1.39358, abs=1e-5)
    season = float(mars.ls_deg(FIRST))
    planetographic = float(mars.declination_deg(season)) + 0.25 * np.sin(np.radians(season))
    assert planetographic == pytest.approx(-25.228292, abs=2e-4)
