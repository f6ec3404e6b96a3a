"""Ideal work of liquefaction, Barron, Cryogenic Systems (1985), table 3.2 (recalled).

From 300 K and one atmosphere: oxygen 635.6 kJ/kg, methane 1,091 kJ/kg. Tolerance 1 percent: our
gases have one constant heat capacity.
"""


def test_rows(as_stated):
    as_stated("barron1985_liquefaction")
