"""Doses of RAD: C. Zeitlin et al., Science 340, 2013 (cruise) and D. M. Hassler et al., Science 343, 2014.

Two cruises of 180 days 662 +- 108 mSv; with 500 days on the surface between them 982 mSv. Values
to 0.5 mSv. The published error of the cruise treats its parts as independent; one common error of
0.33 mSv a day gives 119, so the tolerance on sigma is 15 %.
"""

import pytest

from kilosol import mars


def test_cruise_there_and_back() -> None:
    trip = mars.trip_dose_msv(180.0, 0.0, 180.0)
    assert trip.total_msv == pytest.approx(662, abs=0.5)
    assert trip.sigma_msv == pytest.approx(108, rel=0.15)


def test_round_trip_with_a_stay() -> None:
    trip = mars.trip_dose_msv(180.0, 500.0, 180.0)
    assert trip.surface_msv == pytest.approx(320, abs=0.5)
    assert trip.total_msv == pytest.approx(982, abs=0.5)
    assert trip.total_msv > mars.career_limits_msv()["NASA"]


def test_regolith_against_transport_calculations() -> None:
    """Chen et al. 2022: 153 mSv a year in the open, 17.9 +- 2.4 under 1.5 m, 2.7 +- 1.0 under 3 m.

    At 1.58 g/cm3, for which their e-folding of 0.70-0.79 m is 110-125 g/cm2. The model joins a dose that
    thin cover does not lower (Zhang et al. 2022) to that e-folding and so lies above them by up to a
    factor of two, on the safe side.
    """
    for depth_m, dose in ((1.5, 17.9), (3.0, 2.7)):
        found = 153 * float(mars.cover_factor(depth_m * 158))
        assert dose <= found <= 2 * dose
    assert mars.cover_factor(50.0) > 1
