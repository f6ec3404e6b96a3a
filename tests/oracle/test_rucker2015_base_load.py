"""Base load of four to six people (Rucker 2015, NTRS 20150000526; Rucker et al. 2016, AIAA 2016-5452).

25 to 35 kWe crewed with margin, 8 to 12 kW kept alive. The range itself is the tolerance. Robots: 100 of
them 17.5 kWe (press figures of 2025); lamps 5.5 to 15.6 kWe per person.
"""

import pytest

from kilosol.loads import keep_alive_kw, lamp_power_range_kw, load_tree, robot_mean_kw


@pytest.mark.parametrize("n_people", [4, 5, 6])
def test_crewed_base_in_range(n_people):
    total = sum(item.mean_kw for item in load_tree("crew", n_people=n_people, n_robots=0, robot_kw=0.0))
    assert 25.0 <= total <= 35.0


@pytest.mark.parametrize("n_people", [4, 6])
def test_keep_alive_in_range(n_people):
    assert 8.0 <= keep_alive_kw(n_people) <= 12.0


def test_hundred_robots():
    assert 100 * robot_mean_kw() == pytest.approx(17.5, abs=0.1)
    assert robot_mean_kw() * 24.66 == pytest.approx(4.3, abs=0.02)


def test_food_under_lamps():
    low, high = lamp_power_range_kw()
    assert low == pytest.approx(5.5, abs=0.05)
    assert high == pytest.approx(15.6, abs=0.05)
