"""Clancy et al., Journal of Geophysical Research 105, 2000: the numbering of Mars years.

Dates of Ls 0 from the DE421 ephemeris with the IAU pole, whole days; the clock stands within 0.012 degrees
(half an hour), so that a date may only differ if the equinox falls within that of midnight UTC: no
listed one does, and the day must agree.
"""


def test_rows(as_stated):
    as_stated("clancy2000_mars_years")
