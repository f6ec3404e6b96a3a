"""Air near the ground at Viking 1 and 2, Phoenix and InSight: lows and highs of the sol within 6 K rms each.

One law for all places: the ground an hour before, less what crosses to the air by day, less 3.5 K. Gale,
whose air is shut in 2.5 km below its rim, has 12 K more by it; Jezero, not fitted, is met within 1 K.
"""

import numpy as np
import pytest

from kilosol import mars
from kilosol.evidence.cases import mars as case


def test_rows(as_stated):
    as_stated("lander_air")


def test_air_that_swings_as_the_ground_would_miss_the_landers() -> None:
    """The check of the rows can fail: the ground itself is 20 K too warm at noon at both Vikings."""
    season = mars.ls_of_sol_deg(np.arange(669) + 0.5)
    for name, first, last, high in (("VL1", 96.8, 107.0, 241.8), ("VL2", 118.0, 138.0, 241.0)):
        year = mars.ground_year(mars.site(name), mars.replay_tau("quiet"))
        ground = year.ground_k.reshape(669, 24)[(season >= first) & (season < last)]
        assert ground.max(axis=1).mean() > high + 15


def test_jezero_was_not_fitted() -> None:
    """Perseverance from Ls 0 to 30: some 190 to 251 K (recalled)."""
    assert case.air_extreme("Jezero", "lowest", 0.0, 30.0) == pytest.approx(190, abs=3)
    assert case.air_extreme("Jezero", "highest", 0.0, 30.0) == pytest.approx(251, abs=3)


def test_air_of_a_polar_night_is_no_colder_than_the_frost_point() -> None:
    place = mars.site("Phoenix")
    year = mars.ground_year(place, mars.replay_tau("quiet"))
    season = mars.ls_of_sol_deg(np.arange(669) + 0.5)
    frost = mars.frost_point_k(mars.surface_pressure_pa(season, place.elevation_km, place.latitude_deg))
    assert np.all(year.air_k.reshape(669, 24) >= frost[:, None] - 1e-9)
    assert year.frost_kg_m2 > 100


def test_cold_air_of_a_winter_stands_closer_to_the_ground() -> None:
    """Viking 2 had a tenth more pressure in its winter than the curve of Gale carried to its elevation."""
    winter, summer = (mars.surface_pressure_pa(ls, -4.47, 47.67) for ls in (270.0, 90.0))
    carried = [mars.surface_pressure_pa(ls, -4.47) for ls in (270.0, 90.0)]
    assert 1.07 < winter / carried[0] < 1.14
    assert summer == pytest.approx(carried[1], rel=1e-3)
    # Gale's own curve is its own, whether the latitude is given or not, within one per cent.
    season = np.arange(0.0, 360.0, 5.0)
    own = mars.surface_pressure_pa(season, -4.45, -4.59)
    assert own == pytest.approx(mars.surface_pressure_pa(season, -4.45), rel=0.01)
