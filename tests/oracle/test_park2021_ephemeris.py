"""R. S. Park et al., "The JPL planetary and lunar ephemerides DE440 and DE441", AJ 161, 105, 2021.

The shipped table against the kernel de440.bsp itself, read by jplephem. 5 m and 1 mm/s: the fit's own error,
and far below the 0.2 km by which DE440 and DE421 differ.
"""

from kilosol.data import binary


def test_the_table_is_small_enough_to_ship():
    assert binary("ephemeris_de440_1970_2100.npz").stat().st_size < 2_000_000


def test_rows(as_stated):
    as_stated("park2021_ephemeris")
