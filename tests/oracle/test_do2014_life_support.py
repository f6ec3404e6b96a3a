"""ISS life-support figures as used by Do et al. 2014 (IAC-14-A5.2.7) close among themselves.

Oxygen generator: 2971 W at 9.2 kg a day is 7.75 kWh/kg. Carbon dioxide removal: 0.58 lb/h serves 6.3 people
at 1.002 kg a day. Six people: 1.63 + 0.86 + 0.19 + 0.18 = 2.9 kW, tolerance the last printed digit.
"""

import pytest

from kilosol.data import table
from kilosol.loads import iss_chain


def test_oxygen_generator_energy():
    unit = table("loads/life_support")
    assert unit.number("oga_kwh_kg") == pytest.approx(2.971 * 24 / 9.2, abs=5e-3)


def test_carbon_dioxide_beds_serve_six_and_a_third():
    unit = table("loads/life_support")
    assert unit.number("cdra_kg_day") == pytest.approx(0.58 * 0.45359237 * 24, rel=1e-3)
    assert unit.number("cdra_kg_day") / unit.number("cdra_person_kg_day") == pytest.approx(6.3, abs=0.01)


def test_six_people():
    chain = iss_chain(6)
    assert chain.oxygen_kw == pytest.approx(1.63, abs=5e-3)
    assert chain.carbon_dioxide_kw == pytest.approx(0.86, abs=5e-3)
    assert chain.water_kw == pytest.approx(0.19, abs=5e-3)
    assert chain.urine_kw == pytest.approx(0.18, abs=5e-3)
    assert chain.total_kw == pytest.approx(2.9, abs=0.05)
