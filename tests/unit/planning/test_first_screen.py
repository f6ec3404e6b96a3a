"""What the first screen must say, each on the printed sentence against the number in the verdict."""

from __future__ import annotations

import copy
import re
from typing import Any

import numpy as np
import pytest
from plans import Planner

from kilosol.campaign import CAUSES, FATES
from kilosol.planning import answers, shipped_claims
from kilosol.planning.fates import first_crew_fates
from kilosol.planning.wording import chance, percent
from kilosol.report.campaign_tables import fates_table, losses_table
from kilosol.report.page import render_parts
from kilosol.report.power_tables import adequacy_table, designs_table
from kilosol.report.tables import Badge

WHEN, WHAT, STATION, HOLDS, SAFE, PEOPLE, CITY, CLAIMS = range(8)
NOBODY = {"landing.success_frac": 0.01}
#: Two small units for ever: they make a tenth of a tank between two windows.
SMALL = {"partners.station.withdrawn_per_window": 0.0}
SOLAR = {"power.architectures": '["solar"]', "partners.station.offered": False}


def said(verdict: dict[str, Any], which: int) -> str:
    answer = answers(verdict)[which]
    return f"{answer.headline}. {answer.sentence}"


def texts(plan: Any) -> str:
    """The report as a reader without scripts meets it."""
    page = render_parts(plan.results, plan.verdict, answers(plan.verdict), plan.used, plan.provenance)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.split('<script type="application/json"')[0]))


# 1. What becomes of the first crew.


@pytest.mark.parametrize("preset", ["as-of-2026-11", "announced-2025"])
def test_the_four_fates_stand_in_the_answer_as_counted(preset: str, plan: Planner) -> None:
    run = plan(preset)
    campaigns, fates = run.answers.landing.campaigns, run.verdict["landing"]["fates"]
    flew = campaigns.lost_by > -2
    home = (campaigns.crew_fate == FATES.index("home"))[flew].mean()
    lost = (campaigns.lost_by >= 0)[flew].mean()
    sentence = said(run.verdict, PEOPLE)
    for words in (
        f"In {chance(1.0 - flew.mean())} of",
        f"{chance(lost)} are lost",
        f"{chance(home)} come home",
        f"{chance(1.0 - lost - home)} are still on Mars in 2050 without a way home",
    ):
        assert words in sentence
        assert words in texts(run).replace("\u00a0", " ")
    assert fates["lost_frac"] + fates["home_frac"] + fates["still_there_frac"] == pytest.approx(1.0, abs=2e-6)


def test_fates_add_up_to_one_whatever_happened() -> None:
    rng = np.random.default_rng(3)
    for _ in range(50):
        fate = rng.integers(0, len(FATES), 40)
        lost_by = np.where(fate == FATES.index("lost"), rng.integers(0, len(CAUSES), 40), -1)
        found = first_crew_fates(fate, lost_by)
        assert found["lost_frac"] + found["home_frac"] + found["still_there_frac"] == pytest.approx(1.0)
        assert found["sets_out_home_frac"] >= found["home_frac"]


def test_where_nobody_flies_no_fate_is_told(plan: Planner) -> None:
    run = plan(changes=NOBODY)
    nobody = run.verdict["landing"]["fates"]
    assert nobody["not_flown_frac"] == 1.0
    assert nobody["lost_frac"] is None
    sentence = said(run.verdict, PEOPLE)
    assert "No crew flies by 2050 in any of 2\u202f000" in sentence
    assert "come home" not in sentence
    table = fates_table(nobody, 2050)
    assert table is not None
    assert [row[0] for row in table.rows] == ["No crew flies"]
    assert {str(row[1]) for row in losses_table(run.results).rows} == {"no crew flies", "–"}
    assert "No crew flies; the round trip" in said(run.verdict, SAFE)
    assert "% are lost" not in texts(run)


def test_a_way_home_that_nobody_takes_is_not_told_as_safe(plan: Planner) -> None:
    run = plan(changes=SMALL)
    assert run.verdict["landing"]["fates"]["sets_out_home_frac"] == 0.0
    returns = {str(row[0]): str(row[1]) for row in losses_table(run.results).rows}["Return"]
    assert returns == "no crew sets out"
    from kilosol.report.figures import FIGURES

    figure = FIGURES["loss_of_crew_causes"](run.results, run.verdict)
    assert "Return" not in " ".join(a.text for a in figure.layout.annotations)
    assert "none comes home" in figure.layout.meta["finding"]


def test_the_dose_told_is_of_what_the_campaigns_do(plan: Planner) -> None:
    verdict = copy.deepcopy(plan(changes=SMALL).verdict)
    safety = verdict["safety"]
    there = said(verdict, SAFE)
    assert f"{safety['trip_days']:.0f} days" not in there
    out = float(f"{safety['trip_out_msv']:.2g}")
    assert f"the way out of {safety['trip_out_days']:.0f} days gives some {out:.0f} mSv" in there
    # With crews that come home the round trip is theirs.
    verdict["landing"]["fates"] |= {"sets_out_home_frac": 0.3, "home_frac": 0.3, "still_there_frac": 0.5}
    back = said(verdict, SAFE)
    assert f"The round trip of {safety['trip_days']:.0f} days" in back
    assert "1\u202f100 ± 150 mSv" in back
    assert f"{safety['trip_dose_msv']:.0f}" not in back.replace("\u202f", "")


# 2. The stand-in.


def test_whoever_reads_of_the_partners_unit_reads_that_a_nasa_design_stands_in(plan: Planner) -> None:
    run = plan()
    partner = run.verdict["station"]["partner"]
    words = (
        "NETS-2025 heat-pipe Stirling, 40 kWe, a design of NASA Glenn Research Center, stands in for the "
        f"unit that {partner['from']} offered without power, mass or date."
    )
    assert words in said(run.verdict, STATION)
    assert "the stand-in for the partner's unit" in answers(run.verdict)[STATION].headline
    claim = next(c for c in run.verdict["claims"] if c["id"] == "small-npp-offer")
    assert claim["why"].startswith(words)
    page = texts(run).replace("\u00a0", " ")
    assert page.count(words) >= 3


@pytest.mark.parametrize(
    "changes",
    [
        {"partners.station.technology": "selena-nikiet-2", "partners.station.claimed_alternatives": "[]"},
        {"partners.station.from": "NASA"},
    ],
)
def test_a_partner_with_a_unit_of_its_own_gets_no_stand_in(changes: dict[str, object], plan: Planner) -> None:
    verdict = plan(changes=changes).verdict
    assert not verdict["station"]["partner"]["stands_in"]
    everything = " ".join([*(said(verdict, i) for i in range(8)), *(c["why"] for c in verdict["claims"])])
    assert "stand-in" not in everything
    assert "stands in for" not in everything


def test_without_an_offer_no_unit_stands_in_for_it(plan: Planner) -> None:
    for changes in ({"partners.station.offered": False}, SOLAR):
        verdict = plan(changes=changes).verdict
        assert "stands in for" not in said(verdict, STATION)
        assert "partner" not in said(verdict, STATION)


# 3. Rivals.


def test_the_saving_names_what_it_is_against_and_what_a_switch_keeps_out(plan: Planner) -> None:
    station = plan().verdict["station"]
    sentence = said(plan().verdict, STATION)
    holding = [d for d in station["alternatives"] if d["is_feasible"]]
    lighter = [d for d in holding if d["mass_kg"] < station["mass_kg"]]
    assert lighter, "the preset keeps a lighter design out"
    for d in lighter:
        assert not d["on_offer"]
        assert f"nothing against {d['title']} with {d['mass_kg'] / 1000:.1f} t (not on offer:" in sentence
    following = min((d for d in holding if d["mass_kg"] > station["mass_kg"]), key=lambda d: d["mass_kg"])
    assert f"Next is {following['title']} with {following['mass_kg'] / 1000:.1f} t" in sentence
    rival = station["mass_kg"] + station["partner"]["saves_kg"]
    assert f"saves {station['partner']['saves_kg'] / 1000:.1f} t against" in sentence
    assert f"({rival / 1000:.1f} t), the lightest on offer without it" in sentence


@pytest.mark.parametrize("changes", [{}, {"partners.station.offered": False}, SOLAR])
def test_the_table_of_designs_stands_in_its_order_with_what_is_on_offer(
    changes: dict[str, object], plan: Planner
) -> None:
    run = plan(changes=changes)
    station = run.verdict["station"]
    designs = sorted([station, *station["alternatives"]], key=lambda d: (not d["is_feasible"], d["mass_kg"]))
    table = designs_table(run.results, run.verdict)
    assert [str(row[0]).removesuffix(" (chosen)") for row in table.rows] == [d["title"] for d in designs]
    place = [c.label for c in table.columns].index("On offer")
    assert [row[place] for row in table.rows] == ["yes" if d["on_offer"] else "no" for d in designs]


# 4. Whom the power is for.


def test_power_is_told_by_whom_it_serves(plan: Planner) -> None:
    verdict = plan().verdict
    use, total = verdict["loads"]["crew_by_use"], sum(verdict["loads"]["crew"].values())
    tree = plan().answers.demand.trees["crew"]
    people, robots = (sum(i.mean_kw for i in tree if i.serves == who) for who in ("people", "robots"))
    assert use["people_kw"] == pytest.approx(people, rel=1e-5)
    assert use["robots_kw"] == pytest.approx(robots, rel=1e-5)
    words = f"{people:.0f} kW for 6 people and {robots:.0f} kW for 50 robots, together {total:.0f} kW"
    assert words in said(verdict, WHAT)


# 5. Limits and badges.


def test_a_station_above_its_limits_says_so_and_is_not_good(plan: Planner) -> None:
    verdict = copy.deepcopy(plan().verdict)
    risk, target = 1.0 - verdict["adequacy"]["p_crew_survives"], verdict["adequacy"]["vital_risk_frac"]
    assert risk > target
    assert verdict["safety"]["dose_at_habitat_msv_year"] > verdict["safety"]["dose_limit_msv_year"]
    assert "above the limit of 50" in said(verdict, STATION)
    assert f"in {percent(risk)} of Mars years, above this scenario's target of 0.1 %" in said(
        verdict, STATION
    )
    assert [answers(verdict)[i].status for i in (STATION, HOLDS, SAFE)] == ["warn", "warn", "warn"]
    chosen = next(r for r in designs_table(plan().results, verdict).rows if "(chosen)" in str(r[0]))
    assert chosen[1] == Badge("holds; risk above target and dose above limit", "warn")
    # On the other side of both limits the same design is good.
    verdict["adequacy"]["vital_risk_frac"] = risk * 1.01
    verdict["safety"]["dose_is_within_limit"] = True
    assert [answers(verdict)[i].status for i in (STATION, HOLDS)] == ["good", "good"]
    assert "It does not keep" not in said(verdict, STATION)


def test_no_answer_is_badged_a_fact(plan: Planner) -> None:
    assert re.search(r"\bFact\b", texts(plan())) is None
    assert "with a chance of 60 % by assumption" in said(plan().verdict, WHEN)


# 6. Quotation marks.


def test_only_what_a_source_gives_word_for_word_stands_in_quotation_marks(plan: Planner) -> None:
    quotes = {c.quote for c in shipped_claims() if c.quote}
    run = plan()
    quoted = re.findall(r"“([^”]*)”", said(run.verdict, CLAIMS))
    assert quoted
    assert set(quoted) <= quotes
    page = texts(run)
    for claim in run.verdict["claims"]:
        assert f"“{claim['text']}" not in page
        if not claim["quote"]:
            assert f"In our words: {claim['text']}".replace("'", "&#39;") in page.replace("'", "&#39;")


# 7. Inputs and digits.


@pytest.mark.parametrize("hours", [500.0, 760.0])
def test_a_reserve_that_was_asked_for_is_no_answer(hours: float, plan: Planner) -> None:
    run = plan(changes={"power.vital_reserve_hours": hours} if hours != 500.0 else {})
    assert run.verdict["adequacy"]["margin_hour"]["vital"] == pytest.approx(hours, rel=1e-3)
    assert f"{hours:.0f} h" not in said(run.verdict, HOLDS)
    vital = adequacy_table(run.results, run.verdict).rows[0]
    assert vital[-1] == "the reserve asked for"


def test_digits_end_where_the_model_does(plan: Planner) -> None:
    run = plan()
    safety, city = run.verdict["safety"], run.verdict["city"]
    dose = f"{float(format(safety['dose_at_habitat_msv_year'], '.1g')):.0f}"
    assert f"it adds some {dose} mSv a year" in said(run.verdict, SAFE)
    people = f"{float(format(city['people_p50'], '.1g')):,.0f}".replace(",", "\u202f")
    assert f"some {people} people" in said(run.verdict, CITY)
    table = texts(run).split("Distances and doses")[1][:1500]
    for key in ("dose_at_habitat_msv_year", "walk_in_days", "exclusion_distance_m", "trip_dose_msv"):
        assert f"{safety[key]:.4g}" not in table.replace("\u202f", "")
