"""COMPASS 2022 (Oleson et al., NTRS 20220004670): radiator 133.4 m2 and end-to-end efficiency 18.1 percent.

Radiator: 126.4 kW, 420 to 370 K, emissivity 0.84, pole sink 220 K; the study's panels imply a factor 0.91 at
that sink, and our integral returns their area within 2 percent. Efficiency within the printed digit. The
shield's 1250 kg is NOT reproduced from heat alone: the shadow cone gives half as much again, because our core
law is a third heavier than this design's core of 1000 kg. With that core it is met within 20 percent. The
tests hold both, so that the gap cannot grow unseen.
"""

import pytest

from kilosol.fission import (
    fission_unit,
    shield_mass_kg,
)


def test_share_of_carnot_is_inside_the_range_of_studies():
    assert 0.455 < 0.261 / (1 - 420 / 973) < 0.57


def test_shield_is_overestimated_by_half():
    unit = fission_unit("compass-2022-40")
    assert shield_mass_kg(unit.thermal_kwt, 1000.0) / 1250.0 == pytest.approx(1.5, abs=0.1)


def test_rows(as_stated):
    as_stated("oleson2022_station")
