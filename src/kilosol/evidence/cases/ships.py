"""Ships and their propellant."""

from __future__ import annotations

from kilosol.ships import oxygen_and_methane_t, return_propellant_t

#: Oxygen over methane in the tanks of the study; the engine is said to burn 3.6.
_STUDY_RATIO = 3.5


def part_of_full_load(gas: str) -> float:
    """Oxygen or methane of 1200 t at the study's ratio."""
    oxygen, methane = oxygen_and_methane_t(1200.0, _STUDY_RATIO)
    return float(oxygen if gas == "Oxygen" else methane)


def return_propellant(final_t: float, delta_v_km_s: float) -> float:
    """Propellant of the way home at 375 s."""
    return float(return_propellant_t(final_t, delta_v_km_s, 375.0))
