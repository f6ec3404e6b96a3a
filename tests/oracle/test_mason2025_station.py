"""The NETS-2025 designs (Mason et al., NTRS 20250000841): mass fits, radiator, efficiency, shield, cone.

Fits 562 P^0.673 and 863 P^0.580, tolerance 0.2 percent for their rounding. Radiator 140 m2 within 1 percent:
its panel factor was set by this very design, so the test only guards the integration. Efficiency 23 percent
within 3 percent. Shield 1370 kg (1500 kg for 230 kWt) within 20 percent: a first-fidelity shadow cone,
nothing fitted. Cone 36 degrees within 1 degree.
"""

import pytest

from kilosol.fission import (
    cone_angle_deg,
    dose_msv_year,
    efficiency_chain,
    mass_law,
    published_side_frac,
    radiator_area_m2,
    shield_mass_kg,
    station_mass_kg,
)


@pytest.mark.parametrize(
    ("cycle", "coefficient", "exponent", "worst_low", "worst_high"),
    [("stirling", 562, 0.673, -0.031, 0.018), ("brayton", 863, 0.580, -0.062, 0.036)],
)
def test_mass_laws(cycle, coefficient, exponent, worst_low, worst_high):
    law = mass_law(cycle)
    assert law.coefficient_kg == pytest.approx(coefficient, rel=2e-3)
    assert law.exponent == pytest.approx(exponent, abs=1e-3)
    assert min(law.residual_frac) == pytest.approx(worst_low, abs=1e-3)
    assert max(law.residual_frac) == pytest.approx(worst_high, abs=1e-3)


def test_extrapolated_megawatt():
    assert station_mass_kg(1000.0).mass_kg == pytest.approx(59e3, rel=0.01)
    assert station_mass_kg(1000.0, "brayton").mass_kg == pytest.approx(47e3, rel=0.01)
    assert station_mass_kg(500.0).mass_kg == pytest.approx(36.8e3, rel=0.01)


def test_radiator_of_the_40_kwe_stirling():
    assert radiator_area_m2(119.0, 433.0, 403.0, 0.85, 270.0) == pytest.approx(140, rel=0.01)


def test_net_efficiency_and_rejected_heat():
    chain = efficiency_chain(175.0, 1050.0, 420.0)
    assert chain.net_frac == pytest.approx(0.23, rel=0.03)
    assert chain.reject_kw == pytest.approx(119, rel=0.01)


@pytest.mark.parametrize(("thermal_kwt", "published_kg"), [(175.0, 1370.0), (230.0, 1500.0)])
def test_shield(thermal_kwt, published_kg):
    assert shield_mass_kg(thermal_kwt, 1000.0) == pytest.approx(published_kg, rel=0.20)


def test_shield_cone():
    assert cone_angle_deg(1000.0) == pytest.approx(36, abs=1)
    assert cone_angle_deg(500.0) == pytest.approx(53.1, abs=0.1)
    assert cone_angle_deg(2000.0) == pytest.approx(22.6, abs=0.1)


def test_outside_the_cone():
    # About 50 rem a year at 1 km: 500 mSv.
    assert dose_msv_year(175.0, 1000.0, published_side_frac()) == pytest.approx(500.0)
