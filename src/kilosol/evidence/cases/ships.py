"""Ships and their propellant."""

from __future__ import annotations

import numpy as np

from kilosol.ships import Flyer, gravity_turn, oxygen_and_methane_t, return_propellant_t
from kilosol.ships.air_kernel import UP
from kilosol.ships.ways_down import Air

#: Oxygen over methane in the tanks of the study; the engine is said to burn 3.6.
_STUDY_RATIO = 3.5


def part_of_full_load(gas: str) -> float:
    """Oxygen or methane of 1200 t at the study's ratio."""
    oxygen, methane = oxygen_and_methane_t(1200.0, _STUDY_RATIO)
    return float(oxygen if gas == "Oxygen" else methane)


def return_propellant(final_t: float, delta_v_km_s: float) -> float:
    """Propellant of the way home at 375 s."""
    return float(return_propellant_t(final_t, delta_v_km_s, 375.0))


def ballistic_peak_m_s2(speed_km_s: float, angle_deg: float, ballistic_kg_m2: float) -> float:
    """Peak load of a fall without lift through air that thins by e every 9 km."""
    air = Air(0.0, 0.015 * np.exp(-np.arange(0.0, 140.0) / 9.0))
    return air.flight(speed_km_s, angle_deg, Flyer(ballistic_kg_m2, 0.0, 1000.0), UP).load_m_s2


def gravity_turn_value(angle_deg: float, key: str) -> float:
    """Height or velocity change of a burn of 15 m/s2 from 600 m/s on Mars."""
    height, delta_v = gravity_turn(np.array([600.0]), np.radians(np.array([angle_deg])), 15.0, 3.71)
    return float((height if key == "height_m" else delta_v)[0])
