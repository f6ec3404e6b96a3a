"""Water from ice and soil (M-WIP 2016 and a hand calculation).

Ice of -60 C to warm water about 0.15 kWh/kg; wells 0.3 to 1 kWh/kg in practice; soil: sensible heat 6.0, 3.0
and 0.66 kWh/kg at 1.5, 3 and 8 percent of water (the last a hydrate freed at 150 C), and 0.69 to free and
evaporate. Tolerance: the printed digit.
"""


def test_rows(as_stated):
    as_stated("mwip2016_water")
