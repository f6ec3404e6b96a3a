"""Claims by kind: replaced, hung on a condition, or offered without numbers is not the same as wrong."""

from __future__ import annotations

import dataclasses
import datetime
from pathlib import Path

import pytest

from kilosol.data import references
from kilosol.errors import DataError
from kilosol.planning.claims import JUDGEMENTS, KINDS, judge_claims, read_claims, shipped_claims
from kilosol.planning.evidence import Evidence
from kilosol.scenario import load_scenario
from kilosol.studies.claim_report import evidence_of, report_claims
from kilosol.studies.forecast import shipped_events
from kilosol.studies.subjects import changed, planned
from kilosol.transfer import fast_trip

QUICK = {"draws": 400, "power.architectures": ["fission", "solar"]}
TODAY = datetime.date(2026, 11, 30)


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return evidence_of(planned(load_scenario("as-of-2026-11", QUICK)))


def judged(evidence: Evidence, as_of: datetime.date = TODAY) -> dict[str, dict[str, object]]:
    return {entry["id"]: entry for entry in judge_claims(evidence, shipped_claims(), as_of)[0]}


def test_each_claim_has_a_kind_a_dated_author_and_its_words_or_a_paraphrase() -> None:
    for claim in shipped_claims():
        assert claim.kind in KINDS
        assert claim.text.endswith(".")
        assert "“" not in claim.text + claim.quote
        assert (claim.kind == "record") == (claim.test == "statement")
        assert claim.source in references()
        assert all(address.startswith("https://") for address in claim.seen_at)


def test_replaced_claims_are_superseded_from_that_day_on(evidence: Evidence) -> None:
    before = judged(evidence, datetime.date(2025, 6, 30))
    after = judged(evidence)
    assert before["fifty-fifty"]["verdict"] != "superseded"
    assert after["fifty-fifty"]["verdict"] == "superseded"
    assert after["city-two-decades"]["verdict"] == "superseded"
    # Also one whose date lies beyond the plan's horizon.
    assert after["city-20-to-30-years"]["verdict"] == "superseded"
    assert after["city-20-to-30-years"]["probability"] is None
    assert after["city-20-years-and-more"]["verdict"] == "supported"


def test_what_hangs_on_a_failed_condition_is_not_contradicted(evidence: Evidence) -> None:
    assert judged(evidence)["mars-2029-people"]["verdict"] == "condition not met"
    assert judged(evidence, datetime.date(2025, 6, 30))["mars-2029-people"]["verdict"] != "condition not met"


def test_an_offer_without_power_mass_or_date_is_not_judged_by_another_unit(evidence: Evidence) -> None:
    assert judged(evidence)["small-npp-offer"]["verdict"] == "cannot be judged as offered"


def test_a_fleet_is_judged_by_pads_tankers_and_works_not_by_the_plans_list(evidence: Evidence) -> None:
    now = judged(evidence)["twenty-ships-2028"]
    assert now["verdict"] == "contradicted"
    assert "not this plan's own list" in str(now["why"])
    able = dataclasses.replace(evidence, could_fill={2028: 25, 2031: 120})
    p = judged(able)["twenty-ships-2028"]["probability"]
    assert p == evidence.ready_frac
    assert judged(able)["five-hundred-ships-2033"]["probability"] == 0.0


def test_a_beginning_is_cargo_on_the_ground(evidence: Evidence) -> None:
    begun = judged(evidence)["city-5-to-7-years"]
    assert begun["probability"] == evidence.p_cargo_by(2033) > evidence.p_landed_by(2033)


def test_a_withdrawn_partner_changes_no_general_claim(evidence: Evidence) -> None:
    alone = planned(load_scenario("as-of-2026-11", QUICK | {"partners.station.offered": False}))
    there, gone = judged(evidence), judged(evidence_of(alone))
    for claim in shipped_claims():
        if claim.kind == "general":
            assert there[claim.id] == gone[claim.id]


def test_the_four_reactor_claims_have_four_numbers(evidence: Evidence) -> None:
    chances = [e["probability"] for e in judged(evidence).values() if e["kind"] == "programme"]
    assert len(chances) == len(set(chances)) == 4


def test_every_word_of_the_report_reads_as_a_sentence(evidence: Evidence) -> None:
    del evidence
    scenario = load_scenario("as-of-2026-11", QUICK)
    claims = tuple(c for c in shipped_claims() if c.test not in ("people_landed_by", "departs_by"))
    for one in report_claims(scenario, claims):
        assert one.word in (*JUDGEMENTS, "on record", "not judged")
        for sentence in one.sentences:
            assert sentence.rstrip("”").endswith(".")
            assert "None" not in sentence
            assert " that is superseded" not in sentence


def test_no_trip_of_a_weak_engine_is_quick() -> None:
    bound = fast_trip(6.0, 300.0, 100.0, 60.0)
    assert bound.jet_kw == 300.0
    # By hand: 6 N (60 d)^2 / (4 x 0.365 au) = 0.74 t.
    assert bound.mass_t == pytest.approx(0.738, abs=0.005)
    assert fast_trip(6.0, 300.0, 100.0, 120.0).mass_t == pytest.approx(4 * bound.mass_t)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('kind = "absolut"', "did you mean 'absolute'"),
        ('superseded_by = "nothing"', "is no claim here"),
        ("seen_at = 3", "list of addresses"),
        ('test = "fleet_by"', "needs n_ships"),
        ('test = "engine_trip"', "needs thrust_n, power_kw, exhaust_km_s, days"),
    ],
)
def test_wrong_claims_are_refused_by_name(line: str, said: str, tmp_path: Path) -> None:
    words = {
        "id": '"own"',
        "by": '"me"',
        "date": "2026-01-01",
        "text": '"Said."',
        "source": '"text:a book"',
        "test": '"departs_by"',
        "year": "2030",
    }
    key, _, value = line.partition(" = ")
    file = tmp_path / "claims.toml"
    file.write_text("[[claims]]\n" + "".join(f"{k} = {v}\n" for k, v in (words | {key: value}).items()))
    with pytest.raises(DataError, match=said):
        read_claims(file)


def test_events_are_decided_on_their_day_by_a_source_no_older_than_the_fact() -> None:
    for event in shipped_events():
        if event.outcome is None:
            continue
        assert event.outcome_on is not None
        assert event.outcome_on <= TODAY
        if event.outcome is False:
            assert event.outcome_on >= event.by, event.id
        else:
            assert event.outcome_on <= event.by, event.id
        assert int(references()[event.source].year[:4]) >= event.outcome_on.year, event.id


def test_a_scenario_may_be_changed_and_claims_follow(evidence: Evidence) -> None:
    many = changed(
        load_scenario("as-of-2026-11", QUICK),
        {"fleet.launches_per_year": 5000.0, "fleet.ships_built_per_year": 5000.0},
    )
    filled = evidence_of(planned(many))
    assert judged(filled)["twenty-ships-2028"]["probability"] == evidence.ready_frac
