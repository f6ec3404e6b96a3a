"""M. Allison, M. McEwen, Planetary and Space Science 48, 2000, as worked out on NASA's Mars24 pages.

Worked examples for 2000-01-06 00:00:00 UTC and 2004-01-03 13:46:31 UTC, with the later constants of
Mars24. Tolerances: one unit of the last printed digit for the first. The second is known from the marstime
package only, which has the 2000 paper's own constants (Ls 0.0008 to 0.0010 degrees lower, as in the first
example too) and a clock 0.23 s ahead (2.6e-6 sol, as in the first example too).
"""

import pytest

from kilosol import mars

FIRST = 2451549.5
WEST_OF_GREENWICH_OF_MARS_DEG = 184.702


def test_rows(as_stated):
    as_stated("allison2000_clock")


def test_longitude_may_be_counted_either_way() -> None:
    local = mars.ltst_hour(FIRST, -WEST_OF_GREENWICH_OF_MARS_DEG)
    assert mars.ltst_hour(FIRST, 360 - WEST_OF_GREENWICH_OF_MARS_DEG) == pytest.approx(float(local), abs=1e-9)
