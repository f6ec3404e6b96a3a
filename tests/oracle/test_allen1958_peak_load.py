"""Peak load of a steep fall, Allen and Eggers 1958: V^2 sin(angle) / (2 e H), at any mass."""

from __future__ import annotations

import numpy as np
import pytest

from kilosol.ships.air_kernel import ON_GROUND, UP
from kilosol.ships.ways_down import Air, Flyer

SCALE_KM = 9.0
AIR = Air(0.0, 0.015 * np.exp(-np.arange(0.0, 140.0) / SCALE_KM))


def test_rows(as_stated) -> None:
    as_stated("allen1958_peak_load")


@pytest.mark.parametrize("speed_km_s", [5.0, 7.0, 10.0])
@pytest.mark.parametrize("angle_deg", [30.0, 60.0])
@pytest.mark.parametrize("ballistic_kg_m2", [10.0, 60.0])
def test_the_closed_form(speed_km_s: float, angle_deg: float, ballistic_kg_m2: float) -> None:
    flown = AIR.flight(speed_km_s, angle_deg, Flyer(ballistic_kg_m2, 0.0, 1000.0), UP)
    by_hand = (1000 * speed_km_s) ** 2 * np.sin(np.radians(angle_deg)) / (2 * np.e * 1000 * SCALE_KM)
    assert flown.end == ON_GROUND
    # Gravity, curvature and the steps of a second are what the closed form leaves out.
    assert flown.load_m_s2 == pytest.approx(by_hand, rel=0.1)


def test_without_air_a_flight_keeps_its_energy_and_its_turn() -> None:
    empty = Air(0.0, np.zeros(140))
    flown = empty.flight(6.0, 8.0, Flyer(100.0, 0.3, 5.0), UP)
    altitude, speed, angle = flown.path.T
    radius = 3396190.0 + altitude
    energy = 0.5 * speed**2 - 4.282837362069909e13 / radius
    turn = radius * speed * np.cos(angle)
    np.testing.assert_allclose(energy, energy[0], rtol=1e-9)
    np.testing.assert_allclose(turn, turn[0], rtol=1e-9)
