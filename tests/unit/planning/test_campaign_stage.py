"""The landing stage: what it adds to the verdict, and what the calendar forbids."""

from __future__ import annotations

import pytest

from kilosol.errors import ScenarioError
from kilosol.planning.impossible import refuse_impossible
from kilosol.planning.stages import find_transfers
from kilosol.scenario import load_scenario
from tests.unit.planning.conftest import Planner


def test_six_causes_and_three_ends_of_the_first_crew(plan: Planner) -> None:
    found = plan().verdict["landing"]
    assert list(found["p_loss_by_cause"]) == [
        "launch", "transit", "landing", "power", "life support", "return",
    ]  # fmt: skip
    ends = found["p_loss_of_crew"] + found["p_crew_home"] + found["p_crew_waits"]
    assert ends == pytest.approx(1.0, abs=1e-5)


def test_a_small_station_brings_nobody_home_and_a_light_way_home_does(plan: Planner) -> None:
    assert plan().verdict["landing"]["p_crew_home"] == 0.0
    light = plan(changes={"ship.dry_mass_t": 10.0, "ship.return_payload_t": 1.0}).verdict["landing"]
    assert light["p_crew_home"] > 0.1


def test_propellant_grows_from_window_to_window(plan: Planner) -> None:
    mean = [one["mean_t"] for one in plan().verdict["landing"]["propellant_by_window"].values()]
    assert mean == sorted(mean)
    assert mean[-1] > 0.0


def test_the_partner_is_worth_years(plan: Planner) -> None:
    value = plan().verdict["landing"]["partner_value"]
    assert value["years_sooner_mean"] > 0.0
    assert plan(changes={"partners.station.offered": False}).verdict["landing"]["partner_value"] is None


def test_cost_is_mass_times_a_stated_price(plan: Planner) -> None:
    found = plan().verdict["landing"]
    for case in found["cost_usd_m"].values():
        assert case["likely"] == pytest.approx(
            found["landed_t_by_horizon"] * case["usd_kg"] / 1000.0, rel=1e-4
        )
        assert case["low"] < case["likely"] < case["high"]


def test_cautious_gates_are_later_than_bold_ones(plan: Planner) -> None:
    bold, cautious = (
        plan(changes={"gates.preset": name}).verdict["landing"] for name in ("spacex-like", "cautious")
    )
    for year, p in bold["p_by_year"].items():
        assert cautious["p_by_year"][year] <= p
    assert cautious["p_loss_by_cause"]["landing"] < bold["p_loss_by_cause"]["landing"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"flights.2028.robots": 9000}, "more mass than the ships carry.*cargo_ships = 6"),
        ({"gates.station_sols": 9999.0}, "this gate never opens"),
        ({"transfer.max_crew_tof_days": 61.0}, "no crew flies"),
    ],
)
def test_the_calendar_refuses_what_no_luck_can_bring(changes: dict[str, object], said: str) -> None:
    scenario = load_scenario("as-of-2026-11", changes)
    with pytest.raises(ScenarioError, match=said):
        refuse_impossible(scenario, find_transfers(scenario))
