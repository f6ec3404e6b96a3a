"""The verdict: its keys, units, stability, and the answers made from it."""

from __future__ import annotations

import json
import math
from datetime import date

import pytest
from plans import Planner

from kilosol.planning import answers, judge_claims, run_plan, shipped_claims
from kilosol.planning.claims import judgement_of, parse_claim
from kilosol.results import STAGES
from kilosol.results.store import as_json
from kilosol.scenario import load_scenario
from kilosol.units import unit_of

KEYS = [
    "scenario",
    "seed",
    "version",
    "windows",
    "returns",
    "loads",
    "station",
    "adequacy",
    "safety",
    "landing",
    "home",
    "city",
    "claims",
    "notices",
]
ARC = {
    "departure",
    "arrival",
    "type",
    "c3_km2_s2",
    "arrival_vinf_km_s",
    "entry_speed_km_s",
    "tof_days",
    "tanker_flights",
    "payload_t",
}


def test_top_level_keys_are_the_promised_ones(plan: Planner) -> None:
    assert list(plan().verdict) == KEYS


def test_every_arc_carries_the_promised_fields(plan: Planner) -> None:
    verdict = plan().verdict
    assert len(verdict["windows"]) >= 20
    assert len(verdict["returns"]) >= 20
    for arc in verdict["windows"] + verdict["returns"]:
        assert set(arc) >= ARC
        assert arc["type"] in ("I", "II")
        assert date.fromisoformat(arc["departure"]) < date.fromisoformat(arc["arrival"])


def test_the_windows_are_those_of_the_handbook(plan: Planner) -> None:
    """Minimum-energy departures and C3 of NASA/TM-2010-216764, by window (days within 3, C3 within 0.03)."""
    cheapest = {w["window"]: w for w in plan().verdict["windows"] if w["role"] == "minimum energy"}
    for year, departure, c3 in ((2028, "2028-12-02", 8.928), (2031, "2031-02-23", 8.237)):
        gap = date.fromisoformat(cheapest[year]["departure"]) - date.fromisoformat(departure)
        assert abs(gap.days) <= 3
        assert cheapest[year]["c3_km2_s2"] == pytest.approx(c3, abs=0.03)


def test_loads_by_phase_and_class(plan: Planner) -> None:
    loads = dict(plan().verdict["loads"])
    assert set(loads) == {"precursor", "crew", "propellant", "city", "crew_by_use"}
    use = loads.pop("crew_by_use")
    assert sum(use.values()) == pytest.approx(sum(loads["crew"].values()), abs=1e-3)
    for classes in loads.values():
        assert set(classes) == {"vital_kw", "essential_kw", "deferrable_kw", "sheddable_kw"}
    assert 12.0 <= sum(loads["city"].values()) <= 35.0


def test_at_least_five_designs_in_three_architectures_with_and_without_the_partner(plan: Planner) -> None:
    station = plan().verdict["station"]
    designs = [station, *station["alternatives"]]
    assert len(designs) >= 5
    assert {d["architecture"] for d in designs} == {"fission", "solar", "hybrid"}
    assert {d["uses_partner"] for d in designs} == {True, False}
    assert all(d["binding_constraint"] for d in designs)
    able = [d for d in designs if d["is_feasible"] and d["on_offer"] and not d["is_claimed"]]
    assert station["design"] == min(able, key=lambda d: d["mass_kg"])["design"]


def test_the_question_of_the_way_home_is_answered_with_its_arithmetic(plan: Planner) -> None:
    home = plan().verdict["station"]["propellant"]
    # The crew of 2031 comes home at C3 5.78 in 210 days: 4.3 km/s of ascent and 1.95 of departure at 375 s on
    # 145 t and the propellant of a landing of 0.5 km/s at 350 s, of which the way takes 4.2 %.
    landing_t = 145.0 * (math.exp(0.5 / (0.350 * 9.80665)) - 1.0) / 0.95 ** (210.0 / 250.0)
    whole_t = (145.0 + landing_t) * math.exp(6.25 / (0.375 * 9.80665)) - 145.0
    assert home["needed_t"] == pytest.approx(whole_t, abs=3.0)
    # 8.27 kWh/kg over 480 days at 90 %: 779 t take some 620 kW; 40 kWe makes 82 t in 780 days.
    by_hand = home["needed_t"] * 1000.0 * 8.27 / (home["production_days"] * 24.0 * 0.9)
    assert home["power_kw"] == pytest.approx(by_hand, rel=0.005)
    assert home["made_by_40_kwe_t_per_synod"] == pytest.approx(82.0, abs=1.0)


def test_probabilities_are_cumulative_and_in_range(plan: Planner) -> None:
    verdict = plan().verdict
    for section in ("landing", "city"):
        chances = list(verdict[section]["p_by_year"].values())
        assert all(0.0 <= p <= 1.0 for p in chances)
        assert chances == sorted(chances)
    assert list(verdict["landing"]["p_by_year"])[-1] == "2050"
    causes = sum(verdict["landing"]["p_loss_by_cause"].values())
    assert causes == pytest.approx(verdict["landing"]["p_loss_of_crew"], abs=1e-5)


def test_same_scenario_and_seed_give_the_same_bytes() -> None:
    scenario = load_scenario("as-of-2026-11", {"draws": 300})
    first, second = (as_json(run_plan(scenario).verdict) for _ in range(2))
    assert first == second
    assert json.loads(first)["seed"] == scenario.seed


def test_another_seed_gives_other_draws_and_the_same_physics(plan: Planner) -> None:
    one, other = plan().verdict, plan(changes={"seed": 7}).verdict
    assert one["windows"] == other["windows"]
    assert one["loads"] == other["loads"]
    assert one["station"]["mass_kg"] == other["station"]["mass_kg"]
    assert one["landing"]["p_by_year"] != other["landing"]["p_by_year"]


def test_every_dataset_variable_has_its_unit(plan: Planner) -> None:
    results = plan().results.stages()
    assert list(results) == list(STAGES)
    for dataset in results.values():
        for name, array in dataset.data_vars.items():
            assert array.attrs["long_name"]
            promised = unit_of(str(name))
            if promised not in (None, "1") and not str(name).endswith("year"):
                assert array.attrs["units"] == promised, name


def test_the_dispatch_balances_in_every_step(plan: Planner) -> None:
    year = plan().results.dispatch
    into = year.generation_kw + year.discharge_kw
    out = year.served_kw.sum("load_class") + year.charge_kw + year.curtailed_kw
    assert float(abs(into - out).max()) < 1e-9
    assert bool(
        (year.served_kw.sel(load_class="vital") <= year.demand_kw.sel(load_class="vital") + 1e-9).all()
    )


def test_eight_answers_with_numbers(plan: Planner) -> None:
    found = answers(plan().verdict)
    assert len(found) == 8
    for answer in found:
        assert answer.headline
        assert any(c.isdigit() for c in answer.sentence)
        assert "nan" not in answer.sentence.lower()
        assert "None" not in answer.sentence
    # A probability of people on Mars never stands without the risk beside it.
    assert "are lost" in found[5].sentence


def test_what_a_run_used_is_cited(plan: Planner) -> None:
    run = plan()
    assert len(run.used) > 150
    paths = [c.path for c in run.used]
    assert "fission/hp-stirling-40.mass_kg" in paths
    assert run.provenance["n_assumptions"] == sum(c.is_assumption for c in run.used)
    counts = run.provenance["n_by_tier"]
    assert sum(counts.values()) == run.provenance["n_values"] == len(run.used)
    assert counts["D"] == sum(c.tier == "D" for c in run.used)
    entries = {e["path"]: e for e in run.provenance["used"]}
    assert entries["fission/hp-stirling-40.mass_kg"]["seen"] == "secondary"
    assert set(run.provenance["wall_time_s"]) >= {"station", "landing", "city"}


def test_claims_as_of_today_and_as_announced(plan: Planner) -> None:
    now = {c["id"]: c for c in plan().verdict["claims"]}
    then = {c["id"]: c for c in plan("announced-2025").verdict["claims"]}
    assert now["mars-2026-uncrewed"]["verdict"] == "stale"
    assert now["mars-2026-uncrewed"]["withdrawn_on"] == "2026-02-06"
    assert then["mars-2026-uncrewed"]["verdict"] == "possible"
    assert now["mars-2029-people"]["verdict"] == "contradicted"
    assert then["mars-2029-people"]["probability"] < then["mars-2031-people"]["probability"]
    assert now["city-two-decades"]["verdict"] in ("contradicted", "unlikely")
    # Said in February 2026: nobody knew of it in March 2025.
    assert "city-5-to-7-years" in now
    assert "city-5-to-7-years" not in then
    for claim in now.values():
        assert claim["verdict"] == "stale" or claim["verdict"] == judgement_of(claim["probability"])


def test_a_claim_with_an_unknown_test_or_source_is_refused() -> None:
    from kilosol.errors import DataError

    entry = {
        "id": "x",
        "by": "y",
        "date": date(2025, 1, 1),
        "text": "z",
        "source": "nobody",
        "test": "city_by",
    }
    with pytest.raises(DataError, match=r"references\.bib"):
        parse_claim(entry)
    with pytest.raises(DataError, match="unknown test"):
        parse_claim({**entry, "test": "guess"})


def test_claims_are_judged_only_once_they_were_made(plan: Planner) -> None:
    del plan
    assert judge_claims(None, shipped_claims(), date(2020, 1, 1)) == ([], [])  # type: ignore[arg-type]


def test_flights_without_a_window_are_named_before_the_run() -> None:
    from kilosol.errors import ScenarioError

    scenario = load_scenario("as-of-2026-11", {"flights.0.window": 2029})
    with pytest.raises(ScenarioError, match="nearest are 2028 and 2031"):
        run_plan(scenario)


def test_a_plan_that_compares_nothing_to_solar_does_not_judge_that_claim(plan: Planner) -> None:
    changes = {"power.architectures": '["fission"]', "partners.station.n_units": 1}
    verdict = plan(changes=changes).verdict
    assert "nuclear-efficient" not in {c["id"] for c in verdict["claims"]}
    assert any(n["model"] == "claims" and "nuclear-efficient" in n["what"] for n in verdict["notices"])
    assert "nan" not in str(verdict["claims"]).lower().replace("finan", "")
    assert "does not hold" in verdict["station"]["binding_constraint"]
