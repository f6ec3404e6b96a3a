"""Dated cases and what they say on a day: Jeffreys, Laplace, and ends that compete."""

import datetime

import numpy as np
import pytest
from scipy import stats

from kilosol.data import references
from kilosol.data.cases import case_tables, cases, known_cases, parse_cases
from kilosol.errors import DataError, OutOfRange
from kilosol.planning.base_rates import (
    PARTNERS,
    REACTORS,
    WINDOWS,
    Counts,
    belief_cases,
    count_cases,
    happens_within,
    leaves_within,
    of_beliefs,
    programme_frac,
    programme_record,
    readiness_frac,
    updated_beta,
    withdrawal_frac,
)
from kilosol.planning.stages.campaign_rules import boundless_rules
from kilosol.scenario import load_scenario

DAY = datetime.date(2026, 11, 20)

CASE = {
    "name": "a",
    "of": "b",
    "stage": "c",
    "began": datetime.date(2020, 1, 1),
    "source": "d",
    "where": "e",
}


@pytest.mark.parametrize("name", case_tables())
def test_cases_have_sources_and_are_decided_before_they_count(name):
    for case in cases(name):
        assert case.source in references(), case.name
        assert (case.decided_on is None) == (case.outcome is None), case.name
        assert case.decided_on is None or case.began <= case.decided_on <= DAY, case.name
    names = [case.name for case in cases(name)]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"outcome": True}, "needs both decided_on and outcome"),
        ({"outcome": 1, "decided_on": DAY}, "outcome must be bool"),
        ({"outcome": True, "decided_on": datetime.date(2019, 1, 1)}, "decided before it began"),
        ({"began": "2020"}, "began must be date"),
        ({"extra": 1}, "unknown field 'extra'"),
    ],
)
def test_a_case_that_is_none_is_refused(changed, told):
    with pytest.raises(DataError, match=told):
        parse_cases("cases/x", {"cases": [CASE | changed]})


def test_a_case_that_lacks_something_and_a_table_without_any_are_refused():
    with pytest.raises(DataError, match="lacks 'where'"):
        parse_cases("cases/x", {"cases": [{k: v for k, v in CASE.items() if k != "where"}]})
    with pytest.raises(DataError, match="holds no cases"):
        parse_cases("cases/x", {})


@pytest.mark.parametrize("name", case_tables())
def test_no_case_is_known_before_its_day(name):
    for year in range(1955, 2027):
        day = datetime.date(year, 6, 1)
        for case in known_cases(name, day):
            assert case.began <= day
            assert case.decided_on is None or case.decided_on <= day


def test_the_day_before_the_window_of_2026_was_given_up_there_were_four():
    before = count_cases(known_cases(WINDOWS, datetime.date(2026, 2, 5)), datetime.date(2026, 2, 5))
    after = count_cases(known_cases(WINDOWS, DAY), DAY)
    assert (before.n_true, before.n_false) == (0, 4)
    assert (after.n_true, after.n_false) == (0, 5)


def test_rules_of_jeffreys_and_laplace():
    for n_true, n_false in ((0, 5), (3, 1), (0, 0)):
        for rule, prior in (("jeffreys", 0.5), ("laplace", 1.0)):
            found = updated_beta(n_true, n_false, rule)
            exact = stats.beta(prior + n_true, prior + n_false)
            assert found["mean"] == pytest.approx(exact.mean())
            assert found["low"] == pytest.approx(exact.ppf(0.05), rel=1e-6)
            assert found["high"] == pytest.approx(exact.ppf(0.95), rel=1e-6)
    with pytest.raises(OutOfRange):
        updated_beta(-1, 0)


def test_ends_that_compete_against_drawn_rates():
    counts, years, n = Counts(2, 6, 50.0), 7.0, 400_000
    rng = np.random.default_rng(32)
    flies = rng.gamma(counts.n_true + 0.5, 1.0 / counts.years, n)
    ends = rng.gamma(counts.n_false + 0.5, 1.0 / counts.years, n)
    drawn = flies / (flies + ends) * (1.0 - np.exp(-(flies + ends) * years))
    stderr = drawn.std() / np.sqrt(n)
    assert abs(happens_within(counts, years) - drawn.mean()) < 4.0 * stderr
    left = 1.0 - np.exp(-ends * years)
    assert abs(leaves_within(counts, years) - left.mean()) < 4.0 * left.std() / np.sqrt(n)
    assert happens_within(Counts(0, 0, 0.0), 0.0) == 0.0


def test_more_time_more_flights_and_fewer_ends_raise_the_chance():
    base = happens_within(Counts(1, 8, 60.0), 4.0)
    assert happens_within(Counts(1, 8, 60.0), 9.0) > base
    assert happens_within(Counts(2, 8, 60.0), 4.0) > base
    assert happens_within(Counts(1, 4, 60.0), 4.0) > base
    with pytest.raises(OutOfRange):
        happens_within(Counts(1, 8, 60.0), -1.0)


def test_four_programmes_of_two_countries_get_four_numbers():
    asked = [("United States", 2028), ("United States", 2030), ("Russia", 2030), ("Russia", 2036)]
    chances = [programme_frac(country, year, DAY) for country, year in asked]
    assert chances == sorted(chances)
    assert len({round(p, 3) for p in chances}) == 4
    assert programme_frac("Russia", 2020, DAY) == 0.0
    # A country without a record is judged by that of all.
    counts = count_cases(known_cases(REACTORS, DAY), DAY)
    lead = (datetime.date(2030, 12, 31) - DAY).days / 365.25
    assert programme_frac("Atlantis", 2030, DAY) == happens_within(counts, lead)
    assert "of all countries" in programme_record("Atlantis", DAY)


def test_a_belief_left_out_is_what_the_cases_say():
    scenario = load_scenario("as-of-2026-11")
    fleet = scenario.fleet.model_copy(update={"ready_frac": None})
    station = scenario.partners.station.model_copy(update={"withdrawn_per_window": None})
    partners = scenario.partners.model_copy(update={"station": station})
    silent = scenario.model_copy(update={"fleet": fleet, "partners": partners})
    assert readiness_frac(scenario) == 0.6
    assert withdrawal_frac(scenario) == 0.1
    assert readiness_frac(silent) == pytest.approx(0.5 / 6)
    assert 0.12 < withdrawal_frac(silent) < 0.37
    told = of_beliefs(belief_cases(silent))
    assert [one["value"] for one in told] == ["by cases", "by cases"]
    assert all("as the cases give" in one["what"] for one in told)
    rules = boundless_rules(silent)
    assert (rules.ready_frac, rules.partner.withdrawn_per_window) == (
        readiness_frac(silent),
        withdrawal_frac(silent),
    )


def test_beliefs_stand_beside_what_is_stated_and_change_nothing():
    scenario = load_scenario("as-of-2026-11")
    found = belief_cases(scenario)
    assert found["ready_frac"]["stated"] == scenario.fleet.ready_frac
    assert found["ready_frac"]["jeffreys"] == pytest.approx(0.5 / 6)
    assert found["withdrawn_per_window"]["table"] == PARTNERS
    assert 0.12 < found["withdrawn_per_window"]["jeffreys"] < 0.37
    told = of_beliefs(found)
    assert "60 %" in told[0]["what"]
    assert "`kilosol sources cases/mars_windows`" in told[0]["limit"]
    # On the day of the announcement of 2025 one window fewer was decided.
    assert belief_cases(load_scenario("announced-2025"))["ready_frac"]["n_false"] == 4
