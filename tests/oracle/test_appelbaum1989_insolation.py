"""J. Appelbaum, D. J. Flood, NASA TM-102299, 1989, table IV: Viking Lander 1, sums in "Mars hours".

Daily and hourly insolation on a horizontal surface at 22.3 N, albedo 0.1. Tolerances: 0.7 % for the daily
sums of the four clear days and 2.5 % at tau 3.25, because the shipped f is that of the 1990 update, which
differs from the 1989 table by up to 0.038; hourly sums, which the report took from a coarse f, 10.5 Wh/m2.
"""


def test_rows(as_stated):
    as_stated("appelbaum1989_insolation")
