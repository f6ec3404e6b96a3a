"""Human mass balance of the baseline values (BVAD Rev 2 as used by a public habitat model).

In = out = 5.74 kg per person and day; respiratory quotient 0.882. Tolerance: the printed digit.
"""

import pytest

from kilosol.data import table
from kilosol.loads import crew_flows, respiratory_quotient


def test_in_equals_out():
    flows = crew_flows(1)
    assert flows.in_kg_day == pytest.approx(5.74, abs=1e-9)
    assert flows.out_kg_day == pytest.approx(flows.in_kg_day, rel=1e-9)


def test_respiratory_quotient():
    assert respiratory_quotient(1.08, 0.89) == pytest.approx(0.882, abs=5e-4)


def test_older_baseline_is_also_a_possible_diet():
    crew = table("loads/crew")
    quotient = respiratory_quotient(
        crew.number("carbon_dioxide_2004_kg_day"), crew.number("oxygen_2004_kg_day")
    )
    assert quotient == pytest.approx(0.869, abs=2e-3)


def test_heat_is_the_food_energy():
    # 11.82 MJ a day is 136.7 W at 86 400 s; 137 W is the round figure.
    assert crew_flows(1).heat_w == pytest.approx(11.82e6 / 86400, rel=2e-3)
