"""Ideal work of liquefaction, Barron, Cryogenic Systems (1985), table 3.2 (recalled).

From 300 K and one atmosphere: oxygen 635.6 kJ/kg, methane 1,091 kJ/kg. Tolerance 1 percent: our
gases have one constant heat capacity.
"""

import pytest

from kilosol.loads import liquefaction_floor_kwh_kg, load_process


@pytest.mark.parametrize(("gas", "kilojoule"), [("oxygen", 635.6), ("methane", 1091.0)])
def test_ideal_work(gas, kilojoule):
    assert liquefaction_floor_kwh_kg(gas, 300.0) * 3600 == pytest.approx(kilojoule, rel=0.01)


def test_real_machines_take_several_times_as_much():
    # 0.45 to 1.2 and 0.7 to 1.8 kWh/kg (Hauser et al. 2016), at 2 to 10 times the ideal.
    for gas, name in (("oxygen", "oxygen_liquefaction"), ("methane", "methane_liquefaction")):
        ratio = load_process(name).kwh_per_kg / liquefaction_floor_kwh_kg(gas, 300.0)
        assert 2 < ratio < 10
