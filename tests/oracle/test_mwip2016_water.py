"""Water from ice and soil (M-WIP 2016 and a hand calculation).

Ice of -60 C to warm water about 0.15 kWh/kg; wells 0.3 to 1 kWh/kg in practice; soil: sensible heat 6.0, 3.0
and 0.66 kWh/kg at 1.5, 3 and 8 percent of water (the last a hydrate freed at 150 C), and 0.69 to free and
evaporate. Tolerance: the printed digit.
"""

import pytest

from kilosol.loads import ice_well_kwh_kg, melt_kwh_kg, soil_water_kwh_kg


def test_melting():
    assert melt_kwh_kg(213.0, 293.0) == pytest.approx(0.15, abs=0.005)


def test_well():
    assert ice_well_kwh_kg(30.0, 213.0, "low") == pytest.approx(0.3, abs=0.01)
    assert ice_well_kwh_kg(30.0, 213.0, "mid") == pytest.approx(1.0, abs=0.01)


@pytest.mark.parametrize(
    ("water_frac", "release_k", "sensible"), [(0.015, 573.0, 6.0), (0.03, 573.0, 3.0), (0.08, 423.0, 0.66)]
)
def test_soil(water_frac, release_k, sensible):
    got = soil_water_kwh_kg(water_frac, release_k=release_k)
    assert got == pytest.approx(sensible + 0.69, abs=0.006)
