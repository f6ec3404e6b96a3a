"""Decay heat against values of ANSI/ANS-5.1-1979, U-235 thermal, and of the Way-Wigner form.

P/P0 after 10 years (ANS / Way-Wigner) and after 28 h, as computed apart from the 23 groups. Tolerance: half
of the third digit. The groups' integral, sum alpha/lambda = 13.18 MeV per fission, checks the constants.
"""

import pytest

from kilosol.data import columns
from kilosol.fission import decay_heat_frac, way_wigner_frac

YEAR_S = 3.15576e7
DAY_S = 86400.0

AFTER_TEN_YEARS = [
    (1.0, 6.04e-2, 6.10e-2),
    (100.0, 3.02e-2, 2.35e-2),
    (3600.0, 1.25e-2, 1.09e-2),
    (DAY_S, 4.52e-3, 5.16e-3),
    (30 * DAY_S, 1.54e-3, 2.00e-3),
    (YEAR_S, 3.2e-4, 7.5e-4),
]


@pytest.mark.parametrize(("after_s", "ans", "way_wigner"), AFTER_TEN_YEARS)
def test_after_ten_years(after_s, ans, way_wigner):
    assert decay_heat_frac(after_s, 10 * YEAR_S) == pytest.approx(ans, rel=5e-3)
    assert way_wigner_frac(after_s, 10 * YEAR_S) == pytest.approx(way_wigner, rel=5e-3)


def test_after_a_day_and_four_hours():
    assert decay_heat_frac(3600.0, 28 * 3600.0) == pytest.approx(8.2e-3, rel=5e-3)
    assert decay_heat_frac(DAY_S, 28 * 3600.0) == pytest.approx(8.9e-4, rel=5e-3)


def test_kilopower_sized_unit():
    # 43.3 kWt: 540 W at 1 h, 196 W at 1 d.
    assert 43300 * decay_heat_frac(3600.0, 10 * YEAR_S) == pytest.approx(540, rel=5e-3)
    assert 43300 * decay_heat_frac(DAY_S, 10 * YEAR_S) == pytest.approx(196, rel=5e-3)


def test_integral_of_the_groups():
    groups = columns("fission/decay_heat")
    assert len(groups["alpha_mev_s"]) == 23
    assert (groups["alpha_mev_s"] / groups["lambda_per_s"]).sum() == pytest.approx(13.18, abs=0.005)
