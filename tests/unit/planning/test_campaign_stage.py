"""The landing stage: what it adds to the verdict, and what the calendar forbids."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from plans import Planner

from kilosol.cli import main
from kilosol.errors import ScenarioError
from kilosol.planning.answers import answers
from kilosol.planning.infeasible import check_gates, check_impossible, find_infeasible_gates
from kilosol.planning.stages import find_transfers
from kilosol.planning.stages.fleets import fleets_of
from kilosol.scenario import load_scenario


def test_six_causes_and_three_ends_of_the_first_crew(plan: Planner) -> None:
    found = plan().verdict["landing"]
    assert list(found["p_loss_by_cause"]) == [
        "launch", "transit", "landing", "power", "life support", "return",
    ]  # fmt: skip
    ends = found["p_loss_of_crew"] + found["p_crew_home"] + found["p_crew_waits"]
    assert ends == pytest.approx(1.0, abs=1e-5)


def test_a_small_station_brings_nobody_home_and_a_light_way_home_does(plan: Planner) -> None:
    # A partner who never leaves: two small units, and nothing that follows them.
    small = plan(changes={"partners.station.withdrawn_per_window": 0.0}).verdict["landing"]
    assert small["p_crew_home"] == 0.0
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
        ({"transfer.max_crew_tof_days": 61.0}, "no crew flies"),
    ],
)
def test_the_calendar_refuses_what_no_luck_can_bring(changes: dict[str, object], said: str) -> None:
    scenario = load_scenario("as-of-2026-11", changes)
    with pytest.raises(ScenarioError, match=said):
        check_impossible(scenario, find_transfers(scenario))


def test_a_gate_that_no_station_opens_is_named_before_one_is_sized() -> None:
    scenario = load_scenario("as-of-2026-11", {"gates.station_sols": 9999.0})
    transfers = find_transfers(scenario)
    with pytest.raises(ScenarioError, match=r"gates\.station_sols: this gate never opens.*earlier window"):
        check_gates(scenario, transfers, fleets_of(scenario, transfers))


def test_a_gate_on_the_stations_power_waits_for_its_design() -> None:
    scenario = load_scenario("as-of-2026-11", {"gates.station_kw": 5000.0, "gates.propellant_t": 1e5})
    transfers = find_transfers(scenario)
    assert find_infeasible_gates(scenario, transfers, fleets_of(scenario, transfers)) == []


def test_a_plan_names_a_gate_that_never_opens_first_and_gives_its_other_answers(plan: Planner) -> None:
    verdict = plan(changes={"gates.station_kw": 5000.0}).verdict
    first = verdict["notices"][0]
    assert first["value"] == "never opens"
    assert first["what"].startswith("gates.station_kw: this gate never opens: it asks for 5000.0 kW")
    assert "raise partners.station.n_units" in first["what"]
    assert verdict["landing"]["p_crew_flies"] == 0.0
    told = answers(verdict)
    assert told[5].status == "bad"
    assert told[5].sentence.startswith("No crew ever flies, whatever the luck: gates.station_kw")
    assert verdict["station"] == plan().verdict["station"]
    assert not any(n["value"] == "never opens" for n in plan().verdict["notices"])


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (("station_sols = 300.0", "station_sols = 9999.0"), "this gate never opens: it asks for 9999 sols"),
        (("robots = 10 ", "robots = 9000 "), "more mass than the ships carry"),
        (("max_crew_tof_days = 210.0", "max_crew_tof_days = 61.0"), "no crew flies"),
    ],
)
def test_check_names_what_cannot_be_and_the_cure(
    line: tuple[str, str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "mine.toml"
    assert main(["new", str(file), "--preset", "as-of-2026-11"]) == 0
    text = file.read_text(encoding="utf-8")
    assert line[0] in text
    file.write_text(text.replace(*line), encoding="utf-8")
    capsys.readouterr()
    assert main(["check", str(file), "--json"]) == 2
    found = json.loads(capsys.readouterr().out)
    assert not found["ok"]
    assert any(said in problem["message"] for problem in found["problems"])
