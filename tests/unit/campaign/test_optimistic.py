"""Gates that no luck opens are found, and only those."""

import dataclasses

import numpy as np
import pytest
from tests.unit.campaign.test_kernel import CALENDAR, STATION, announced, rules

from kilosol.campaign import SystemRule, infeasible_gates, run_campaigns


def gated(**limits):
    station = dataclasses.replace(rules().station, power_kw=(0.0, 40.0, 30.0))
    return dataclasses.replace(rules(gates=dataclasses.replace(STATION, **limits)), station=station)


@pytest.mark.parametrize(
    ("limits", "gate"),
    [
        ({"station_kw": 41.0}, "station"),
        ({"station_sols": 5000.0}, "station"),
        ({"propellant_t": 9000.0}, "propellant"),
        ({"propellant_t_per_sol": 0.2}, "rate"),
        ({"min_landings": 2000}, "landings"),
        ({"landing_bound_frac": 0.99, "landing_bound_confidence_frac": 0.99}, "confidence"),
        ({"stores_sols": 10.0}, "stores"),
        ({"through_winter": True}, "availability"),
    ],
)
def test_a_gate_that_no_luck_opens_is_named_and_none_of_many_campaigns_opens_it(limits, gate):
    how = gated(**limits)
    found = infeasible_gates(CALENDAR, announced(), how)
    assert [one.reason for one in found] == [gate]
    assert found[0].best < found[0].asked
    assert not run_campaigns(CALENDAR, announced(), how, n_draws=300, seed=2).first_flight_window.any()


@pytest.mark.parametrize("kw", [31.0, 40.0])
def test_a_gate_that_some_luck_opens_is_not_refused(kw):
    """The partner's 40 kW passes; once only the fallback's 30 kW are on offer, it cannot."""
    how = gated(station_kw=kw)
    assert infeasible_gates(CALENDAR, announced(), how) == ()
    alone = dataclasses.replace(how, partner=dataclasses.replace(how.partner, is_offered=False))
    assert [one.limit for one in infeasible_gates(CALENDAR, announced(), alone)] == ["station_kw"]


def test_what_is_not_refused_flies_in_some_campaign_of_good_luck():
    sure = rules(gates=dataclasses.replace(STATION, propellant_t=30.0), ready=1.0, success=1.0, works=1.0)
    assert infeasible_gates(CALENDAR, announced(), sure) == ()
    assert run_campaigns(CALENDAR, announced(), sure, n_draws=50, seed=1).first_flight_window.any()


def test_a_system_that_never_gets_ready_and_a_calendar_without_crew_flights():
    never = dataclasses.replace(rules(), systems=(SystemRule("quarters", "crew", 0.0, 0.0),))
    assert [one.reason for one in infeasible_gates(CALENDAR, announced(), never)] == ["crew systems"]
    nobody = dataclasses.replace(CALENDAR, crew_departure_jd=np.full(5, np.nan))
    assert infeasible_gates(nobody, announced(), never) == ()
