"""COMPASS 2022 (Oleson et al., NTRS 20220004670): radiator 133.4 m2 and end-to-end efficiency 18.1 percent.

Radiator: 126.4 kW, 420 to 370 K, emissivity 0.84, pole sink 220 K; the study's panels imply a factor 0.91 at
that sink, and our integral returns their area within 2 percent. Efficiency within the printed digit. The
shield's 1250 kg is NOT reproduced from heat alone: the shadow cone gives half as much again, because our core
law is a third heavier than this design's core of 1000 kg. With that core it is met within 20 percent. The
tests hold both, so that the gap cannot grow unseen.
"""

import pytest

from kilosol.fission import (
    efficiency_chain,
    fission_unit,
    radiator_area_m2,
    radius_of_reactor_m,
    shadow_shield,
    shield_mass_kg,
)


def test_radiator_at_the_pole():
    area = radiator_area_m2(126.4, 420.0, 370.0, 0.84, 220.0, 0.91)
    assert area == pytest.approx(133.4, rel=0.02)


def test_end_to_end_efficiency():
    share = 0.261 / (1 - 420 / 973)
    chain = efficiency_chain(
        250.0, 973.0, 420.0, carnot_share_frac=share, pmad_frac=0.87, heat_loss_frac=0.20
    )
    assert chain.net_frac == pytest.approx(0.181, abs=1e-3)


def test_share_of_carnot_is_inside_the_range_of_studies():
    assert 0.455 < 0.261 / (1 - 420 / 973) < 0.57


def test_shield_is_overestimated_by_half():
    unit = fission_unit("compass-2022-40")
    assert shield_mass_kg(unit.thermal_kwt, 1000.0) / 1250.0 == pytest.approx(1.5, abs=0.1)


def test_shield_round_its_own_core():
    # The study's core weighs 1000 kg, not the 1512 kg of the law through the NETS reactors.
    shield = shadow_shield(250.0, 1000.0, core_radius_m=radius_of_reactor_m(1000.0))
    assert shield.mass_kg == pytest.approx(1250.0, rel=0.20)
