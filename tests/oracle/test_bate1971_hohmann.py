"""R. R. Bate, D. D. Mueller, J. E. White, "Fundamentals of astrodynamics", Dover, 1971, chapter 8.

The coplanar Hohmann transfer from the Earth (1 au) to Mars (1.523679 au) and the synodic period, as worked in
any textbook of the subject; tolerances are half of the last printed digit.
"""

import numpy as np
import pytest

from kilosol.transfer import hohmann_transfer, lambert_velocities

AU_KM, MU = 149597870.7, 132712440041.28


def test_hohmann_transfer_home_is_the_same_ellipse():
    out = hohmann_transfer(AU_KM, 1.523679 * AU_KM, MU)
    home = hohmann_transfer(1.523679 * AU_KM, AU_KM, MU)
    assert home.tof_days == out.tof_days
    assert home.departure_vinf_km_s == pytest.approx(out.arrival_vinf_km_s)


def test_lambert_arc_close_to_half_a_turn_is_close_to_hohmann():
    trip = hohmann_transfer(AU_KM, 1.523679 * AU_KM, MU)
    angle = np.radians(179.0)
    r1 = np.array([AU_KM, 0.0, 0.0])
    r2 = 1.523679 * AU_KM * np.array([np.cos(angle), np.sin(angle), 0.0])
    v1, _, ok = lambert_velocities(r1, r2, trip.tof_days * 86400 * 179 / 180, MU)
    excess = v1 - np.array([0.0, np.sqrt(MU / AU_KM), 0.0])
    assert ok
    assert np.linalg.norm(excess) == pytest.approx(np.sqrt(trip.c3_km2_s2), abs=0.02)


def test_rows(as_stated):
    as_stated("bate1971_hohmann")
