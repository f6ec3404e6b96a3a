"""The NETS-2025 designs (Mason et al., NTRS 20250000841): mass fits, radiator, efficiency, shield, cone.

Fits 562 P^0.673 and 863 P^0.580, tolerance 0.2 percent for their rounding. Radiator 140 m2 within 1 percent:
its panel factor was set by this very design, so the test only guards the integration. Efficiency 23 percent
within 3 percent. Shield 1370 kg (1500 kg for 230 kWt) within 20 percent: a first-fidelity shadow cone,
nothing fitted. Cone 36 degrees within 1 degree.
"""


def test_rows(as_stated):
    as_stated("mason2025_station")
