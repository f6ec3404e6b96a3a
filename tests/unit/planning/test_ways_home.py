"""Ways home in a plan: one number in station, campaign, verdict and report, and what is said of it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from plans import Planner

from kilosol.campaign import FATES
from kilosol.errors import ScenarioError
from kilosol.home import load_route, route_names, way_needs
from kilosol.planning import answers
from kilosol.planning.home_words import home_sentences
from kilosol.planning.stages.demand import way_home_t
from kilosol.planning.stages.transfers import way_home_of_first_crew
from kilosol.planning.stages.way_home_rules import basis_of, chains_of, made_on_mars_t, stated_route
from kilosol.planning.stages.ways_home import home_by_year
from kilosol.planning.wording import chance
from kilosol.report.home_tables import routes_table
from kilosol.scenario import load_scenario

PEOPLE = 5
OWN = {"home.route": "full-propellant", "gates.way_home_full": True}


def rows_of(verdict: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {row["name"]: row for row in verdict["home"]["routes"]}


# 1. One answer: the plan's own way home is the row of the table.


def test_the_tanks_of_a_ship_are_those_of_the_station_stage() -> None:
    scenario = load_scenario("as-of-2026-11")
    arc = way_home_of_first_crew(scenario)
    needs = way_needs(load_route("when-the-base-can"), basis_of(scenario, arc, "mature"))
    assert needs.propellant_t == pytest.approx(way_home_t(scenario), rel=1e-12)


def test_power_of_the_way_home_is_one_number(plan: Planner) -> None:
    verdict = plan().verdict
    asked = verdict["station"]["propellant"]
    row = rows_of(verdict)["when-the-base-can"]
    assert row["propellant_t"] == pytest.approx(asked["needed_t"], rel=1e-5)
    assert row["making_kw"]["mature"] == pytest.approx(asked["power_kw"], rel=1e-5)


def test_the_stated_route_is_the_plans_own_campaigns(plan: Planner) -> None:
    run = plan()
    stated = next(one for one in run.answers.home.routes if one.route.name == run.verdict["home"]["route"])
    assert stated.campaigns is run.answers.landing.campaigns
    assert rows_of(run.verdict)[stated.route.name]["fates"] == run.verdict["landing"]["fates"]


# 2. Conservation: what the station stage sizes is what lands, and what is made is what is burnt.


@pytest.mark.parametrize("name", [name for name in route_names() if not load_route(name).parts])
def test_what_a_route_needs_is_what_the_campaign_lands_and_makes(name: str) -> None:
    scenario = load_scenario("as-of-2026-11")
    arc = way_home_of_first_crew(scenario)
    needs = way_needs(load_route(name), basis_of(scenario, arc, "mature"))
    chains = chains_of(scenario, needs)
    if needs.route.hardware == "spare power":
        assert chains == ()
        return
    (chain,) = chains
    to_orbit_t = (needs.tankers + needs.return_ships) * scenario.ship.payload_t
    assert chain.needs_t == pytest.approx(needs.landed_t + needs.vehicle_t + to_orbit_t)
    assert chain.return_t == pytest.approx(made_on_mars_t(needs))
    # A plant that runs for its days fills the tanks of one departure, with the energy of its power.
    sol_day = 1.02749125
    assert chain.made_t_per_sol * needs.days / sol_day == pytest.approx(chain.return_t)
    running_hour = needs.days * 24.0 * scenario.propellant.availability_frac
    assert needs.making_kw * running_hour / 1000.0 == pytest.approx(needs.energy_mwh)


SOLAR = {"power.architectures": '["solar"]', "partners.station.offered": False}
LARGE = {"partners.station.n_units": 10, "base.propellant_t_per_synod": 802.0}


@pytest.mark.parametrize("changes", [{}, SOLAR, LARGE], ids=["default", "solar", "ten units"])
def test_what_the_station_is_said_to_make_is_what_the_campaign_makes(
    changes: dict[str, object], plan: Planner
) -> None:
    run = plan(changes=changes)
    rules, chosen = run.answers.landing.rules.station, run.answers.power.chosen
    rate = rules.propellant_t_per_sol if chosen.design.uses_partner else rules.fallback_propellant_t_per_sol
    said = run.verdict["station"]["propellant"]
    made_t = rate * said["synod_days"] / rules.sol_day
    assert made_t == pytest.approx(said["made_t_per_synod"], rel=1e-5)
    assert made_t > 0.0
    # A window in which that station has run holds as much, and no campaign more than its time allows.
    assert run.answers.landing.campaigns.propellant_t.max() > 0.0


def test_a_crew_takes_what_was_made_and_no_more(plan: Planner) -> None:
    run = plan(changes=OWN)
    found = run.answers.landing.campaigns
    (chain,) = run.answers.landing.rules.chains
    went = found.went_by >= 0
    assert went.any()
    assert np.allclose(found.used_t[went], chain.return_t)
    assert (found.used_t[~went] == 0.0).all()
    assert rows_of(run.verdict)["full-propellant"]["propellant_t"] == pytest.approx(chain.return_t, rel=1e-5)
    # In store at a decision is never less than nothing, nor more than the tanks hold.
    assert (found.propellant_t >= 0.0).all()
    assert found.propellant_t.max() <= chain.holds_t + 1e-9


# 3. The gate of the route.


def test_no_crew_of_a_route_of_its_own_departs_before_its_vehicle_is_full(plan: Planner) -> None:
    for one in plan().answers.home.routes:
        if one.rules.chains:
            assert one.rules.gates.way_home_full
            found = one.campaigns
            # Who lives to the first way home finds it open: nobody stays for want of propellant.
            assert not (found.crew_fate == FATES.index("stays")).any(), one.route.name


def test_each_route_has_fates_that_sum_to_one(plan: Planner) -> None:
    for row in plan().verdict["home"]["routes"]:
        fates = row["fates"]
        four = ("lost_frac", "home_frac", "waiting_frac", "stranded_frac")
        assert sum(fates[name] for name in four) == pytest.approx(1.0, abs=4e-6)


def test_two_chains_are_no_worse_than_either_alone(plan: Planner) -> None:
    rows = rows_of(plan().verdict)
    both = rows["two-chains"]["p_home_by"]["2050"]
    assert both >= max(rows[name]["p_home_by"]["2050"] for name in load_route("two-chains").parts)


def test_the_default_plan_has_a_way_home_that_brings_people_home_and_names_it(plan: Planner) -> None:
    home = plan().verdict["home"]
    best = next(row for row in home["routes"] if row["name"] == home["best"])
    assert best["p_home_by"]["2050"] > 0.0
    assert best["p_home_by"]["2050"] == max(row["p_home_by"]["2050"] for row in home["routes"])
    assert best["label"] in answers(plan().verdict)[PEOPLE].sentence


def test_home_by_a_year_only_grows(plan: Planner) -> None:
    for one in plan().answers.home.routes:
        chances = [home_by_year(one.campaigns, year) for year in range(2030, 2052)]
        assert chances == sorted(chances)


# 4. What is said.


def test_the_first_screen_says_route_chance_and_what_would_do_best(plan: Planner) -> None:
    verdict = plan().verdict
    home = verdict["home"]
    told = answers(verdict)[PEOPLE]
    assert told.question == "When do people land, and do they come home?"
    assert "No way home is announced" in told.sentence
    assert chance(home["p_home_by"]["2050"]) in told.sentence
    assert "with the way home secured first" in told.headline


def test_a_route_that_was_announced_says_by_whom(plan: Planner) -> None:
    home = dict(plan().verdict["home"], announced_by="Somebody")
    assert home_sentences(home).startswith("The way home that Somebody announced is: ")


def test_where_no_route_brings_anybody_home_it_is_said_in_words(plan: Planner) -> None:
    home = json.loads(json.dumps(plan().verdict["home"]))
    for row in home["routes"]:
        row["p_home_by"] = dict.fromkeys(row["p_home_by"], 0.0)
    home["best"] = None
    assert "By no route that this plan knows does a crew come home." in home_sentences(home)


def test_a_verdict_of_an_older_version_says_nothing_of_routes(plan: Planner) -> None:
    verdict = json.loads(json.dumps(plan().verdict))
    verdict.pop("home")
    assert "route" not in answers(verdict)[PEOPLE].headline
    assert routes_table(verdict) is None


def test_the_report_holds_every_route_with_the_verdicts_numbers(plan: Planner) -> None:
    verdict = plan().verdict
    table = routes_table(verdict)
    assert table is not None
    assert len(table.rows) == len(verdict["home"]["routes"]) == len(route_names())
    for row, cells in zip(verdict["home"]["routes"], table.rows, strict=True):
        assert str(cells[0]).startswith(row["label"])
        assert cells[2] == f"{row['making_kw']['first']:.0f}"
        assert chance(row["p_home_by"]["2050"]) in cells


def test_a_small_station_is_enough_for_one_and_hopeless_for_the_other(plan: Planner) -> None:
    rows = rows_of(plan().verdict)
    assert rows["ascent-oxygen"]["making_kw"]["first"] < 45.0
    assert rows["full-propellant"]["making_kw"]["mature"] > 10.0 * rows["ascent-oxygen"]["making_kw"]["first"]
    numbers = re.search(r"\((\d+) to (\d+) kW, W4\)", home_sentences(plan().verdict["home"]))
    assert numbers is not None
    assert float(numbers[2]) == pytest.approx(rows["ascent-oxygen"]["power_kw"]["first"], abs=0.5)


def test_the_reference_plan_brings_people_home_and_is_labelled_ours(plan: Planner) -> None:
    verdict = plan("reference").verdict
    home = verdict["home"]
    assert home["p_home_by"]["2050"] > 0.3
    assert home["holds_crew"]
    assert not home["announced_by"]
    assert "our own plan" in verdict["scenario"]["title"]
    told = home_sentences(home)
    assert "No crew leaves the Earth before its return vehicle is full" in told


def test_the_named_gates_of_studies_hold_the_crew_until_the_vehicle_is_full() -> None:
    held = {
        name: load_scenario("as-of-2026-11", {"gates": {"preset": name}}).gates.way_home_full
        for name in ("cautious", "nasa-like", "spacex-like")
    }
    assert held == {"cautious": True, "nasa-like": True, "spacex-like": False}


def test_a_ship_whose_tanks_are_too_small_goes_nowhere(plan: Planner) -> None:
    rows = rows_of(plan(changes={"ship.propellant_t": 1200.0}).verdict)
    assert not rows["full-propellant-heavy"]["fits_tanks"]
    assert rows["full-propellant-heavy"]["p_home_by"]["2050"] == 0.0
    assert rows["ascent-oxygen"]["fits_tanks"]


# 5. Scenario keys.


def test_a_route_by_its_label_is_the_same() -> None:
    assert load_route(load_scenario("as-of-2026-11", {"home.route": "W4"}).home.route).name == "ascent-oxygen"


def test_no_such_route_is_refused_with_the_nearest() -> None:
    with pytest.raises(ScenarioError, match="ascent-oxygen"):
        load_scenario("as-of-2026-11", {"home.route": "ascent-oxigen"})


def test_a_route_of_ones_own_stands_beside_the_others(tmp_path: Path, plan: Planner) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(
        'title = "Mine"\nid = "M1"\nmakes = ["oxygen"]\ncarries = ["methane"]\nfails_first = "who knows"\n'
        "[values]\ndry_mass_t = 60\n"
    )
    home = plan(changes={"home.route_file": str(path), "gates.way_home_full": True}).verdict["home"]
    assert (home["route"], home["label"]) == ("mine", "M1")
    assert len(home["routes"]) == len(route_names()) + 1
    assert home["p_home_by"]["2050"] > 0.0


@pytest.mark.parametrize("file", ['a "quote"', "x" * 300, "a\nb"])
def test_a_route_file_that_cannot_be_read_names_its_key(file: str) -> None:
    with pytest.raises(ScenarioError, match=r"home\.route_file"):
        stated_route(load_scenario("as-of-2026-11", {"home.route_file": file}))


def test_a_route_file_that_is_no_route_names_its_key(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text("values = 3", encoding="utf-8")
    with pytest.raises(ScenarioError, match=r"home\.route_file.*no route home"):
        stated_route(load_scenario("as-of-2026-11", {"home.route_file": str(tmp_path / "mine.toml")}))
