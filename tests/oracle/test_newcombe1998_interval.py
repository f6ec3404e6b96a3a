"""Wilson's score interval.

R. G. Newcombe, "Two-sided confidence intervals for the single proportion: comparison of seven methods",
Statistics in Medicine 17, 857-872, 1998, table I, row "score, no continuity correction" (recalled):
81 of 263, 15 of 148, 0 of 20 and 1 of 29, printed to four decimals.
"""

import pytest

from kilosol.grid import wilson_interval


def test_all_hits_mirror_none():
    none, everyone = wilson_interval(0, 20), wilson_interval(20, 20)
    assert everyone == pytest.approx((1.0 - none[1], 1.0 - none[0]))


def test_rows(as_stated):
    as_stated("newcombe1998_interval")
