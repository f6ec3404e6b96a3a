"""Energy floors against hand values from the NBS tables (Wagman et al. 1982).

Expected: water electrolysis 4.117 (free energy) and 4.963 (heating value) kWh/kg of oxygen, 39.39 kWh/kg of
hydrogen, CO2 electrolysis 4.91, reverse combustion 15.42 kWh/kg of methane, 3.351 per kilogram of propellant
at O/F 3.6. Tolerance: half of the last digit printed, and 0.02 percent for the atomic weights' rounding.
"""


def test_rows(as_stated):
    as_stated("wagman1982_floors")
