"""Propellant of the way home.

J. L. Heldmann et al., "Mission architecture using the SpaceX Starship vehicle ...", New Space 10, 2022: a
full load of 1200 t is 933 t of oxygen and 267 t of methane (secondary source). The loads for other ships
are Tsiolkovsky's equation worked by hand for this project: 1 t covers their rounding.
"""


def test_rows(as_stated):
    as_stated("heldmann2022_propellant")
