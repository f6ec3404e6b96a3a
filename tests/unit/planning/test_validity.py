"""A plan outside the range of a model says so: in the verdict, in the report and on the app's page."""

from __future__ import annotations

from typing import Any

import pytest

from kilosol.api.plans import Plan
from kilosol.planning.validity import Reach, reaches
from kilosol.report import render

#: A pole, thin air, dust beyond the record, many people, other engines, another unit, dear arcs, no city.
OUTSIDE: dict[str, object] = {
    "draws": 100,
    "horizon_year": 2037,
    "power.architectures": ("fission",),
    "crew.people": 40,
    "site.name": "far away",
    "site.latitude_deg": 80.0,
    "site.east_longitude_deg": 1.0,
    "site.elevation_km": 3.0,
    "weather.storm_peak_tau": 11.5,
    "ship.isp_s": 450.0,
    "transfer.max_c3_km2_s2": 60.0,
    "partners.station.technology": "kilopower-10",
}

LIMITS = {
    ("transfer", "launch energy C3: at most 25 km²/s²", "60 km²/s²"),
    ("ships", "specific impulse: 365 to 380 s", "450 s"),
    ("mars", "distance from the equator: at most 68.22 °", "80 °"),
    ("mars", "elevation: -6.36 to -1.44 km", "3 km"),
    ("mars", "optical depth: at most 10.8", "11.5"),
    ("loads", "people: at most 8", "40"),
    ("shield", "core heat of Kilopower, 10 kWe: 175 to 230 kW", "43.3 kW"),
    ("city", "people at the horizon (median): at least 50", "0"),
}


def told(verdict: dict[str, Any]) -> list[dict[str, Any]]:
    return [n for n in verdict["notices"] if n.get("is_outside")]


def test_a_plan_inside_says_nothing(plan: Any) -> None:
    run = plan()
    answers = run.answers
    assert told(run.verdict) == []
    # Nothing is told because all is looked at, not because nothing is.
    looked_at = reaches(run.scenario, answers.transfers, answers.power, answers.city)
    assert {"transfer", "ships", "mars", "loads", "fission", "shield", "city"} <= {r.model for r in looked_at}


def test_a_plan_outside_names_model_limit_and_value(plan: Any) -> None:
    run = plan(changes=OUTSIDE)
    assert {(n["model"], n["limit"], n["value"]) for n in told(run.verdict)} == LIMITS
    assert all(len(n["what"]) > 20 for n in told(run.verdict))


def test_the_report_and_the_app_show_them(plan: Any) -> None:
    run = plan(changes=OUTSIDE)
    made = Plan(run)
    page = render(made.results, made.verdict, made.answers, run.used, made.provenance)
    # The app's page of a plan is made of the report's parts.
    for text in (page, made.report_parts()):
        assert "Outside the range of its model in this plan" in text
        for _, limit, value in LIMITS:
            assert limit in text
            assert value in text
    inside = Plan(plan())
    assert "Outside the range of its model" not in inside.report()


@pytest.mark.parametrize(
    ("low", "high", "value", "is_within"),
    [(1.0, 2.0, 1.0, True), (1.0, 2.0, 2.0, True), (1.0, 2.0, 2.1, False), (1.0, None, 0.9, False),
     (None, 2.0, -5.0, True), (None, None, 7.0, True)],
)  # fmt: skip
def test_the_ends_belong_to_the_range(
    low: float | None, high: float | None, value: float, is_within: bool
) -> None:
    assert Reach("m", "q", "", low, high, value, "").is_within is is_within
