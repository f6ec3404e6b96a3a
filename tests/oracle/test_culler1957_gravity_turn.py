"""A burn at constant thrust over weight against the path, Culler and Fried 1957: closed form and integral."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from kilosol.errors import OutOfRange
from kilosol.ships import gravity_turn

GRAVITY = 3.71


def test_rows(as_stated) -> None:
    as_stated("culler1957_gravity_turn")


@pytest.mark.parametrize("thrust_m_s2", [6.0, 12.0, 30.0])
@pytest.mark.parametrize("angle_deg", [-90.0, -60.0, -15.0, -1.0])
def test_the_burn_ends_at_rest_on_the_ground(thrust_m_s2: float, angle_deg: float) -> None:
    height, delta_v = gravity_turn(np.array([600.0]), np.radians(np.array([angle_deg])), thrust_m_s2, GRAVITY)

    def turn(_: float, state: np.ndarray) -> list[float]:
        speed, angle, _h = state
        return [
            -thrust_m_s2 - GRAVITY * np.sin(angle),
            -GRAVITY * np.cos(angle) / speed,
            speed * np.sin(angle),
        ]

    def at_rest(_: float, state: np.ndarray) -> float:
        return float(state[0] - 0.01)

    at_rest.terminal = True  # type: ignore[attr-defined]
    start = [600.0, np.radians(angle_deg), float(height[0])]
    flown = solve_ivp(turn, (0.0, 1e4), start, events=at_rest, rtol=1e-10, atol=1e-9)
    assert flown.y[2, -1] == pytest.approx(0.0, abs=0.05)
    assert thrust_m_s2 * flown.t[-1] == pytest.approx(float(delta_v[0]), rel=1e-4)


def test_engines_weaker_than_the_weight_do_not_land() -> None:
    with pytest.raises(OutOfRange, match="thrust_m_s2"):
        gravity_turn(np.array([100.0]), np.array([-1.0]), 3.0, GRAVITY)
