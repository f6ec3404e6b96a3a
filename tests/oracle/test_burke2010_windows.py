"""L. M. Burke, R. D. Falck, M. L. McGuire, "Interplanetary mission design handbook: Earth-to-Mars mission
opportunities 2026 to 2045", NASA/TM-2010-216764, 2010: minimum-energy rows of 2026 to 2033.

The rows were read in two public transcriptions, not in the report. Tolerance 0.03 km2/s2 and 3 m/s at the
printed dates (0 h): the report rounds to three digits and another ephemeris moves the energies by 0.01.
"""


def test_rows(as_stated):
    as_stated("burke2010_windows")
