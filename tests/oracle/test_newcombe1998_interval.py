"""Wilson's score interval.

R. G. Newcombe, "Two-sided confidence intervals for the single proportion: comparison of seven methods",
Statistics in Medicine 17, 857-872, 1998, table I, row "score, no continuity correction" (recalled):
81 of 263, 15 of 148, 0 of 20 and 1 of 29, printed to four decimals.
"""

import pytest

from kilosol.grid import wilson_interval


@pytest.mark.parametrize(
    ("hits", "draws", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_interval_as_printed(hits, draws, low, high):
    assert wilson_interval(hits, draws) == pytest.approx((low, high), abs=5e-5)


def test_all_hits_mirror_none():
    none, everyone = wilson_interval(0, 20), wilson_interval(20, 20)
    assert everyone == pytest.approx((1.0 - none[1], 1.0 - none[0]))
