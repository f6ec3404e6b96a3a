"""Dose and berm against Monte Carlo runs on the Mars surface (computed for Kilosol, 2026).

Bare unit 1.4 Sv/yr per kWt at 1 km; the coefficient follows from fissions per joule and the surface dose per
leaked neutron within 5 percent, the statistics of the run. Berm for 50 mSv/yr from 175 kWt, within 20
percent, the stated accuracy of the log extrapolation.
"""

import numpy as np
import pytest

from kilosol.data import columns, table
from kilosol.fission import berm_thickness_m, dose_msv_year, needed_attenuation_frac, open_pit_frac

BERMS = [
    (1000.0, 0.00, 3.7),
    (1000.0, 0.02, 2.6),
    (1000.0, 0.05, 2.2),
    (100.0, 0.00, 5.3),
    (100.0, 0.02, 3.7),
    (100.0, 0.05, 3.2),
]


def test_bare_dose_from_first_principles():
    # fissions per joule x joules in a kilowatt-year x dose per neutron / 4 pi r2.
    cited = table("fission/dose")
    per_year = cited.number("fissions_per_joule") * 1e3 * 3.15576e7
    area_cm2 = 4 * np.pi * (1e5) ** 2
    sv = per_year * cited.number("neutron_surface_psv_cm2") * 1e-12 / area_cm2
    assert dose_msv_year(1.0, 1000.0) / 1e3 == pytest.approx(sv, rel=0.05)


def test_ground_and_air_are_already_inside():
    cited = table("fission/dose")
    ratio = cited.number("neutron_surface_psv_cm2") / cited.number("neutron_vacuum_psv_cm2")
    assert ratio == pytest.approx(cited.number("ground_air_factor"), rel=0.01)


def test_units_of_175_and_43_kwt():
    assert dose_msv_year(175.0, 1000.0) == pytest.approx(250e3, rel=0.03)
    assert dose_msv_year(43.3, 1000.0) == pytest.approx(62e3, rel=0.03)
    assert needed_attenuation_frac(175.0, 1000.0, 50.0) == pytest.approx(2e-4, rel=0.03)


@pytest.mark.parametrize(("distance_m", "water_frac", "expected_m"), BERMS)
def test_berm(distance_m, water_frac, expected_m):
    assert berm_thickness_m(175.0, distance_m, water_frac) == pytest.approx(expected_m, rel=0.20)


def test_regolith_lengths_agree_in_mass_and_in_tail():
    # The tail's slope is at least the total attenuation length: 1.5 g/cm3, within 25 percent.
    soil = columns("fission/regolith_shield")
    decade_cm = soil["hundredth_cm"] - soil["tenth_cm"]
    length_cm = soil["total_g_cm2"] / 1.5
    assert decade_cm / (length_cm * np.log(10)) == pytest.approx(np.ones(4), abs=0.25)


def test_an_open_pit_is_capped_by_skyshine():
    assert 1 / open_pit_frac(500.0) == pytest.approx(100, rel=0.1)
    assert 1 / open_pit_frac(1000.0) == pytest.approx(50, rel=0.1)
