"""Decay heat against values of ANSI/ANS-5.1-1979, U-235 thermal, and of the Way-Wigner form.

P/P0 after 10 years (ANS / Way-Wigner) and after 28 h, as computed apart from the 23 groups. Tolerance: half
of the third digit. The groups' integral, sum alpha/lambda = 13.18 MeV per fission, checks the constants.
"""

from kilosol.data import columns


def test_rows(as_stated):
    as_stated("ans1979_decay_heat")


def test_number_of_groups():
    assert len(columns("fission/decay_heat")["alpha_mev_s"]) == 23
