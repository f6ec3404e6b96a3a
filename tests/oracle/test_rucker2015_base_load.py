"""Base load of four to six people (Rucker 2015, NTRS 20150000526; Rucker et al. 2016, AIAA 2016-5452).

25 to 35 kWe crewed with margin, 8 to 12 kW kept alive. The range itself is the tolerance. Robots: 100 of
them 17.5 kWe (press figures of 2025); lamps 5.5 to 15.6 kWe per person.
"""


def test_rows(as_stated):
    as_stated("rucker2015_base_load")
