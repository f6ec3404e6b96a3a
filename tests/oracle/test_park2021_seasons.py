"""Seasons from DE440 (Park et al. 2021) and the IAU pole of Mars (Archinal et al. 2018), 1996 to 2049.

Ls is the Sun's longitude from the ascending node of its path on the planet's equator, seen from Mars. 2000
dates; 0.013 degrees is asked for, of which 0.0046 is the light time of the Sun that the clock counts and
this geometry does not. Declination within 0.008 degrees of sin(dec) = 0.42565 sin(Ls), distance 2.5e-4 au.
"""


def test_rows(as_stated):
    as_stated("park2021_seasons")
