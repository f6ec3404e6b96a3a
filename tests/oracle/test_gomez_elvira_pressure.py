"""REMS daily pressure at Gale, 1867 sols of Mars years 31 to 34: medians by 30 degrees of Ls.

Tolerance 2.5 %: the harmonic fit has 8.8 Pa rms, bins are 30 degrees wide.
"""


def test_rows(as_stated):
    as_stated("gomez_elvira_pressure")
