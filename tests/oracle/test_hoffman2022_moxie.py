"""Oxygen from carbon dioxide: MOXIE (Hoffman et al. 2022) and designs of plants.

MOXIE 12 g/h at some 300 W is 25 kWh/kg; a plant of one tonne 2 to 3 kg/h at 25 kW, 8.3 to 12.5 kWh/kg;
smaller designs (doi 10.2514/3.23979) 7 kg a day at 2.9 kW and 2.5 kg a day at 1.1 kW, 9.9 and 10.6 kWh/kg,
108 and 64 kg. Tolerance: the printed digit. Every one stands above 4.91 (enthalpy).
"""


def test_rows(as_stated):
    as_stated("hoffman2022_moxie")
