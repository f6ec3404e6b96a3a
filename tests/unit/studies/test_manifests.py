"""What must fly before a crew: dates, confidence, spares and stores, and the stay run by sols."""

from __future__ import annotations

import pytest
from plans import Planner

from kilosol.campaign import CAUSES
from kilosol.errors import ScenarioError
from kilosol.report.campaign_logistics import logistics_section
from kilosol.scenario import load_scenario
from kilosol.studies.campaign_run import _by_sols
from kilosol.studies.manifests import Ask, find_manifests

#: Pads and works enough for every fleet that is listed: ships are asked for by the goods alone.
UNBOUND = {"fleet.launches_per_year": 10_000.0, "fleet.ships_built_per_year": 1000.0}


@pytest.fixture(scope="module")
def found_with(plan: Planner):
    run = plan(changes=UNBOUND)
    answers = run.answers

    def find(changes=None, **ask):
        scenario = load_scenario("as-of-2026-11", {**UNBOUND, **(changes or {})})
        return find_manifests(scenario, answers.transfers, answers.power, answers.landing.plan, Ask(**ask))

    return find


def test_one_load_under_a_uniform_prior_takes_n_ships_for_n_over_n_plus_one(found_with) -> None:
    """The goods fit on one ship, so Laplace's rule sets the fleet: 1, 3, 9 and 19 ships."""
    found = found_with()
    assert sum(one["mass_t"] for one in found["goods"]) < 100.0
    fleets = {one["confidence_frac"]: one["n_ships"] for one in found["by_confidence"]}
    assert [fleets[c] for c in (0.5, 0.7, 0.9, 0.95)] == [1, 3, 9, 19]


def test_the_first_date_is_the_one_before_which_the_station_can_have_run(found_with, plan: Planner) -> None:
    first = plan(changes=UNBOUND).verdict["station"]["commissioning"]["first_kilowatt_sol"]["p50"]
    found = found_with(confidence_frac=0.8)
    assert found["crew_window"] == 2033
    assert f"cannot have run {300 + first:.0f} sols" in found["by_crew_window"][0]["why"]
    asked = found_with(crew_window=2031)
    assert "why" in asked["manifest"]
    assert "None" in {row[1] for row in logistics_section(asked).tables[1].rows}


def test_what_is_sent_carries_the_share_that_is_counted_on(found_with) -> None:
    found = found_with(confidence_frac=0.9)
    manifest = found["manifest"]
    for good in found["goods"]:
        counted = zip(manifest["mass_t"][good["name"]], manifest["counted_frac"], strict=True)
        assert sum(sent * part for sent, part in counted) == pytest.approx(good["mass_t"], rel=1e-6)
    assert manifest["cost_usd_m"]["the aim"]["likely"] == pytest.approx(manifest["n_ships"] * 50.0)


def test_stores_are_held_against_missed_ways_home(found_with) -> None:
    stays = found_with()["stays"]
    assert [one["missed_windows"] for one in stays] == [0, 1, 2]
    # A synodic period is 759 sols; ways home keep to it within two months.
    assert stays[1]["sols"] - stays[0]["sols"] == pytest.approx(759.0, abs=60.0)
    assert [one["suffices"] for one in stays] == [True, True, False]


def test_more_than_the_ships_carry_is_named(found_with) -> None:
    found = found_with({"ship.payload_t": 0.8})
    assert "do not fit on the" in found["manifest"]["why"]


def test_a_wrong_date_or_confidence_is_told_with_what_may_be_asked(found_with) -> None:
    with pytest.raises(ScenarioError, match=r"above 0 and below 1.*\n.*it can in 2031, 2033"):
        found_with(confidence_frac=1.0, crew_window=2032)


def test_by_sols_only_the_stay_differs(plan: Planner) -> None:
    run = plan()
    answers = run.answers
    fine = _by_sols(run.scenario, answers.transfers, answers.landing.plan, answers.landing)
    for cause in CAUSES[:3]:
        assert fine["p_loss_by_cause"][cause] == fine["p_loss_by_cause_of_windows"][cause]
    apart = abs(fine["p_loss_on_mars"] - fine["p_loss_on_mars_of_windows"])
    assert apart < 6.0 * fine["stderr"] + 0.01
