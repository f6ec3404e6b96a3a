"""The loads stage: steps, schedule and heat of the habitat in its dataset, and what leaves them out."""

from __future__ import annotations

import pytest

from kilosol.planning.stages.demand import find_demand
from kilosol.scenario import load_scenario


def demand(**changes: object):
    keys = {key.replace("__", "."): value for key, value in changes.items()}
    return find_demand(load_scenario("as-of-2026-11", keys))


def test_steps_add_up_to_the_power_of_the_way_home() -> None:
    found = demand()
    assert float(found.dataset["step_kw"].sum()) == pytest.approx(found.way_home.power_kw)
    assert found.dataset.attrs["propellant_sentence"].startswith(f"{found.way_home.needed_t:.0f} t")


def test_every_variable_is_described() -> None:
    for name, array in demand().dataset.data_vars.items():
        assert array.attrs["long_name"], name
        assert array.attrs["units"], name


def test_a_crewed_habitat_is_cooled_and_an_empty_one_heated() -> None:
    heat = demand().dataset
    assert float(heat["heater_kw"][0].mean()) > 1.0
    assert float(heat["heater_kw"][1].max()) == 0.0
    assert float(heat["cooling_kw"][1].min()) > 10.0


def test_no_way_home_asks_for_no_plant() -> None:
    none = demand(propellant__ships_to_refuel=0)
    assert float(none.dataset["step_kw"].sum()) == 0.0


def test_a_polar_site_has_a_heat_balance_too() -> None:
    polar = demand(site__latitude_deg=85.0)
    assert "heater_kw" in polar.dataset
    assert polar.base_kw.shape == (4, 669 * 24)
