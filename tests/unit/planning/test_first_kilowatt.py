"""The first kilowatt of a plan: one date for all faces, its energy closed, its starter in every design."""

from __future__ import annotations

import dataclasses
import datetime

import numpy as np
import pytest

from kilosol.campaign.params import campaign_records
from kilosol.planning.run import Run
from kilosol.planning.stages.campaign_rules import campaign_rules, fallback_design, partner_design
from kilosol.report.figures.robot_schedule import day_after, landing_day

#: A station of its own stands in the first, arrays alone in the second.
CASES = {
    "a partner's reactors": {},
    "arrays alone": {"partners.station.offered": False, "power.architectures": ("solar",)},
}


@pytest.fixture(scope="module", params=list(CASES))
def run(plan, request) -> Run:
    return plan("as-of-2026-11", CASES[request.param])


def told(run: Run) -> dict:
    return run.verdict["station"]["commissioning"]


def test_one_date_in_verdict_loads_report_and_campaign(run: Run) -> None:
    found, sols = run.answers.commissioning, told(run)["first_kilowatt_sol"]
    loads = run.results.loads["milestone_sol"].sel(milestone="station running").values
    assert [sols[q] for q in ("p10", "p50", "p90")] == pytest.approx(loads, rel=1e-4)
    landed = landing_day(run.results, run.verdict)
    assert str(landed) == told(run)["landing"]
    assert abs(
        (datetime.date.fromisoformat(day_after(landed, loads[1]))
         - datetime.date.fromisoformat(told(run)["first_kilowatt"]["p50"])).days) <= 1  # fmt: skip
    # The campaign's table holds the same sols for as many robots, at the middle of its luck.
    power = run.answers.power
    chosen = power.chosen.design.name
    row = next(
        k for k, design in enumerate((partner_design(power), fallback_design(power)))
        if design is not None and design.design.name == chosen
    )  # fmt: skip
    table = run.answers.landing.rules.set_up
    at = int(np.flatnonzero(table.n_robots == found.start.touchdown.n_robots)[0])
    middle = table.sols.shape[2] // 2
    assert table.sols[row, at, middle] == pytest.approx(found.first_sol[1], rel=1e-12)
    assert table.sols[row, at, 2] == pytest.approx(found.first_sol[0], rel=1e-12)


def test_energy_before_the_station_closes(run: Run) -> None:
    energy = run.answers.commissioning.energy_kwh
    assert abs(energy["residual_kwh"]) < 1e-9 * energy["made_kwh"]
    assert energy["drawn_kwh"] == pytest.approx(energy["used_kwh"] + energy["unserved_kwh"], rel=1e-9)
    drawn = run.answers.commissioning.schedule.before_station_kwh[1]
    assert energy["drawn_kwh"] == pytest.approx(drawn, rel=1e-9)
    assert 0.0 <= energy["unserved_kwh"] < 0.1 * energy["drawn_kwh"]


def test_every_design_weighs_its_start(run: Run) -> None:
    for judged in run.answers.power.judged:
        mass, start = judged.sized.mass_kg, judged.start
        assert mass["starter"] == start.starter.mass_kg
        assert sum(mass.values()) == pytest.approx(judged.sized.total_kg, rel=1e-12)
        assert start.work.mass_t == pytest.approx(judged.sized.total_kg / 1000.0, rel=1e-9)
        if judged.sized.plant.solar_m2 == 0.0:
            assert start.starter.mass_kg > 0.0


def test_robots_of_the_fleets_as_sent_are_those_of_the_campaign(run: Run) -> None:
    landing, start = run.answers.landing, run.answers.commissioning.start
    rules, kept, robots = landing.rules, landing.rules.set_up.kept_frac, 0.0
    records = campaign_records(run.answers.transfers.calendar, landing.plan, rules)
    window = start.touchdown.window
    years = [w.year for w in records.dates.windows]
    flown = {m.window: m.n_robots for m in landing.plan}
    for year in years[: years.index(window) + 1]:
        robots = robots * kept + flown.get(year, 0)
    assert robots == pytest.approx(start.touchdown.n_robots)


def test_the_gate_says_how_many_robots_by_when(run: Run) -> None:
    gate = told(run)["gate"]
    assert gate["within_sol"] > 0.0
    assert 0.0 < gate["in_time_frac"] < 1.0 or gate["n_robots_half"] is None
    slow, fast = (one["n_robots"] for one in gate["by_productivity"])
    assert slow is None or slow > fast


def test_without_robots_nothing_runs_and_that_is_said(plan) -> None:
    none = plan("as-of-2026-11", {f"flights.{w}.robots": 0 for w in (2028, 2031, 2033)})
    found = none.verdict["station"]["commissioning"]
    assert found["n_robots"] == 0.0
    assert found["first_kilowatt"] == dict.fromkeys(("p10", "p50", "p90"))
    assert found["never_frac"] == 1.0
    assert "milestone_sol" not in none.results.loads
    assert any("No robots fly with the station" in notice["what"] for notice in none.verdict["notices"])
    # The gate asks for a running station, and nobody is there to set one up.
    assert none.verdict["landing"]["p_crew_flies"] == 0.0


def test_partner_and_fallback_have_dates_of_their_own(run: Run) -> None:
    power = run.answers.power
    rules = campaign_rules(run.scenario, power)
    stations = [design or power.chosen for design in (partner_design(power), fallback_design(power))]
    areas = [station.start.work.array_m2 for station in stations]
    is_one_table = bool((rules.set_up.sols[0] == rules.set_up.sols[1]).all())
    assert is_one_table == (areas[0] == areas[1])


def test_records_hold_the_table(run: Run) -> None:
    rules = dataclasses.replace(run.answers.landing.rules)
    records = campaign_records(run.answers.transfers.calendar, run.answers.landing.plan, rules)
    assert (records.params.set_up_per_day[0, 0] == 0.0).all()
