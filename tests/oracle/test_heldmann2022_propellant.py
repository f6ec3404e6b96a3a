"""Propellant of the way home.

J. L. Heldmann et al., "Mission architecture using the SpaceX Starship vehicle ...", New Space 10, 2022: a
full load of 1200 t is 933 t of oxygen and 267 t of methane (secondary source). The loads for other ships
are Tsiolkovsky's equation worked by hand for this project: 1 t covers their rounding.
"""

import numpy as np
import pytest

from kilosol.ships import oxygen_and_methane_t, return_propellant_t

DELTA_V_KM_S = np.array([6.4, 6.9, 7.12, 7.5])


@pytest.mark.parametrize(
    ("final_t", "expected_t"),
    [
        (120.0, [564, 663, 712, 802]),
        (145.0, [681, 802, 860, 970]),
        (190.0, [893, 1051, 1127, 1270]),
        (230.5, [1083, 1274, 1367, 1541]),
    ],
)
def test_loads_by_the_rocket_equation(final_t, expected_t):
    np.testing.assert_allclose(return_propellant_t(final_t, DELTA_V_KM_S, 375.0), expected_t, atol=1.0)


def test_oxygen_and_methane_of_a_full_load():
    oxygen, methane = oxygen_and_methane_t(1200.0)
    assert oxygen == pytest.approx(933, abs=0.5)
    assert methane == pytest.approx(267, abs=0.5)
