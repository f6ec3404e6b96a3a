"""T. N. Edelbaum, "Propulsion requirements for controllable satellites", ARS Journal 31, 1961.

The worked case of many textbooks: low orbit of 7.73 km/s to geosynchronous orbit with 28.5 degrees of plane
change takes 5.9 to 6.0 km/s. And an earlier computation for a tug of 0.5 MWe (60 t at escape, 7000 s, 65 %):
7.35 km/s, 6.1 t over 511 days from 1000 km, half the time at 1 MWe; 3.1 km/s down to 1000 km over Mars.
The 6.1 t are for 60 t at the begin, rounded; tolerances are half the last printed digit.
"""

import pytest

from kilosol.transfer import edelbaum_delta_v_km_s, spiral, tug


def test_low_to_geosynchronous_orbit():
    assert edelbaum_delta_v_km_s(7.73, 3.07, 28.5) == pytest.approx(5.95, abs=0.05)
    assert edelbaum_delta_v_km_s(7.73, 3.07, 0.0) == pytest.approx(7.73 - 3.07)


def test_spiral_of_a_half_megawatt_tug():
    out = spiral(tug("zeus-500"), 60.0, 1000.0, "earth")
    assert out.delta_v_km_s == pytest.approx(7.35, abs=0.005)
    assert out.propellant_t == pytest.approx(6.1, abs=0.05)
    assert out.days == pytest.approx(511, abs=3)
    assert spiral(tug("zeus-1000"), 60.0, 1000.0, "earth").days == pytest.approx(256, abs=2)
    assert spiral(tug("zeus-500"), 50.0, 1000.0, "mars").delta_v_km_s == pytest.approx(3.1, abs=0.05)
