"""Energy floors against hand values from the NBS tables (Wagman et al. 1982).

Expected: water electrolysis 4.117 (free energy) and 4.963 (heating value) kWh/kg of oxygen, 39.39 kWh/kg of
hydrogen, CO2 electrolysis 4.91, reverse combustion 15.42 kWh/kg of methane, 3.351 per kilogram of propellant
at O/F 3.6. Tolerance: half of the last digit printed, and 0.02 percent for the atomic weights' rounding.
"""

import pytest

from kilosol.loads import floor_kwh_kg, sabatier_kg_per_kg_methane

FLOORS = [
    ("oxygen_by_electrolysis_gibbs", 4.117, 0.001),
    ("oxygen_by_electrolysis_heating_value", 4.963, 0.001),
    ("hydrogen_by_electrolysis_heating_value", 39.39, 0.01),
    ("oxygen_from_carbon_dioxide_enthalpy", 4.91, 0.005),
    ("methane_reverse_combustion", 15.42, 0.005),
    ("propellant_reverse_combustion", 3.351, 0.001),
]


@pytest.mark.parametrize(("name", "expected", "tolerance"), FLOORS)
def test_floor(name, expected, tolerance):
    assert floor_kwh_kg(name) == pytest.approx(expected, abs=tolerance)


def test_sabatier_masses_per_kilogram_of_methane():
    masses = sabatier_kg_per_kg_methane()
    expected = {
        "hydrogen": 0.503,
        "electrolysed_water": 4.492,
        "net_water": 2.246,
        "carbon_dioxide": 2.743,
        "oxygen": 3.989,
    }
    assert masses == pytest.approx(expected, abs=6e-4)


def test_full_starship_load():
    # 1,200 t at O/F 3.6: 261 t CH4, 586 t water, 716 t CO2, 102 t oxygen to spare (rounded to 1 t).
    methane_t = 1200 / 4.6
    masses = sabatier_kg_per_kg_methane()
    assert methane_t == pytest.approx(261, abs=0.5)
    assert methane_t * masses["net_water"] == pytest.approx(586, abs=0.6)
    assert methane_t * masses["carbon_dioxide"] == pytest.approx(716, abs=0.6)
    assert methane_t * (masses["oxygen"] - 3.6) == pytest.approx(102, abs=0.6)
