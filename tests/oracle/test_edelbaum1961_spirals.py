"""T. N. Edelbaum, "Propulsion requirements for controllable satellites", ARS Journal 31, 1961.

The worked case of many textbooks: low orbit of 7.73 km/s to geosynchronous orbit with 28.5 degrees of plane
change takes 5.9 to 6.0 km/s. And an earlier computation for a tug of 0.5 MWe (60 t at escape, 7000 s, 65 %):
7.35 km/s, 6.1 t over 511 days from 1000 km, half the time at 1 MWe; 3.1 km/s down to 1000 km over Mars.
The 6.1 t are for 60 t at the begin, rounded; tolerances are half the last printed digit.
"""

import pytest

from kilosol.transfer import edelbaum_delta_v_km_s


def test_rows(as_stated):
    as_stated("edelbaum1961_spirals")


def test_no_turn_of_the_plane_leaves_the_difference_of_speeds():
    assert edelbaum_delta_v_km_s(7.73, 3.07, 0.0) == pytest.approx(7.73 - 3.07)
