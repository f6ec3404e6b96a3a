"""Dose and berm against Monte Carlo runs on the Mars surface (computed for Kilosol, 2026).

Bare unit 1.4 Sv/yr per kWt at 1 km; the coefficient follows from fissions per joule and the surface dose per
leaked neutron within 5 percent, the statistics of the run. Berm for 50 mSv/yr from 175 kWt, within 20
percent, the stated accuracy of the log extrapolation.
"""

import numpy as np
import pytest

from kilosol.data import columns, table


def test_ground_and_air_are_already_inside():
    cited = table("fission/dose")
    ratio = cited.number("neutron_surface_psv_cm2") / cited.number("neutron_vacuum_psv_cm2")
    assert ratio == pytest.approx(cited.number("ground_air_factor"), rel=0.01)


def test_regolith_lengths_agree_in_mass_and_in_tail():
    # The tail's slope is at least the total attenuation length: 1.5 g/cm3, within 25 percent.
    soil = columns("fission/regolith_shield")
    decade_cm = soil["hundredth_cm"] - soil["tenth_cm"]
    length_cm = soil["total_g_cm2"] / 1.5
    assert decade_cm / (length_cm * np.log(10)) == pytest.approx(np.ones(4), abs=0.25)


def test_rows(as_stated):
    as_stated("kilosol2026_mars_dose")
