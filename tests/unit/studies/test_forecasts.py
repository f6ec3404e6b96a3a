"""Dated forecasts: written once, scored once the day has passed."""

from __future__ import annotations

import dataclasses
import datetime
from pathlib import Path

import pytest
from plans import Planner

from kilosol.errors import DataError
from kilosol.planning.claims import read_claims, shipped_claims
from kilosol.studies.forecast import (
    Forecast,
    make_forecasts,
    mean_brier,
    read_forecasts,
    resolved,
    shipped_events,
    shipped_forecasts,
    write_forecasts,
)

DAY = datetime.date(2026, 11, 20)


def test_a_file_keeps_what_was_forecast(tmp_path: Path) -> None:
    one = Forecast("x", 'A "quoted" event', "me", DAY, DAY, 0.25, "why")
    two = Forecast("y", "ü", "me", DAY, DAY, 0.75, outcome=True)
    write_forecasts(tmp_path / "f.toml", [one, two])
    assert read_forecasts(tmp_path / "f.toml") == (one, two)
    assert read_forecasts(tmp_path / "none.toml") == ()
    assert mean_brier([one, two]) == pytest.approx(0.0625)
    assert mean_brier([one]) is None


@pytest.mark.parametrize("text", ["[[forecasts]]\nevent = 'x'", "what?", "[[forecasts]]\nprobability = 2"])
def test_a_file_that_is_none_of_forecasts_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "f.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match="no file of forecasts"):
        read_forecasts(path)
    assert path.read_text(encoding="utf-8") == text


def test_the_even_chance_of_2025_is_scored_only_once_its_end_was_known() -> None:
    (early,) = shipped_forecasts(datetime.date(2025, 12, 1))
    (late,) = shipped_forecasts(DAY)
    # Given up in February 2026, but what has not happened is known on the last day of the year.
    assert early.brier is late.brier is None
    assert dataclasses.replace(late, outcome=False).brier == 0.25


def test_a_plan_gives_every_open_event_a_chance_and_more_time_more_of_it(plan: Planner) -> None:
    made = {f.event: f for f in make_forecasts(plan())}
    open_events = {e.id for e in shipped_events() if e.outcome is None}
    assert set(made) == open_events
    assert all(0.0 <= f.probability <= 1.0 and f.made_on == DAY for f in made.values())
    assert made["people-2031"].probability < made["people-2035"].probability
    assert made["lunar-reactor-2030"].probability < made["surface-reactor-2036"].probability
    assert made["departure-2028"].probability == pytest.approx(0.6, abs=0.05)
    surer = {f.event: f for f in make_forecasts(plan(changes={"fleet.ready_frac": 0.9}))}
    assert surer["departure-2028"].probability > made["departure-2028"].probability
    assert surer["uncrewed-landing-2029"].probability > made["uncrewed-landing-2029"].probability
    settled = resolved(Forecast("transfer-2025", "", "me", DAY, DAY, 0.9), DAY)
    assert settled.brier == pytest.approx(0.81)


def test_the_shipped_log_spans_the_announcements() -> None:
    claims = {c.id: c for c in shipped_claims()}
    assert {c.date.year for c in claims.values()} >= {2024, 2025, 2026}
    wanted = {
        "small-npp-offer",
        "selena-nikiet",
        "zeus-2030",
        "fsp-100kwe-2030",
        "sr1-freedom",
        "fifty-fifty",
    }
    assert wanted <= set(claims)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('test = "people_landed_bye"\nyear = 2030', "did you mean 'people_landed_by'"),
        ('test = "people_landed_by"', "needs year"),
        ("", "lacks test"),
    ],
)
def test_a_claim_of_ones_own_is_checked(tmp_path: Path, line: str, said: str) -> None:
    path = tmp_path / "claims.toml"
    head = '[[claims]]\nid = "x"\nby = "me"\ndate = 2026-01-01\ntext = "t"\nsource = "text: said to me"\n'
    path.write_text(head + line, encoding="utf-8")
    with pytest.raises(DataError, match=said):
        read_claims(path)
    with pytest.raises(DataError, match="cannot be read"):
        read_claims(tmp_path / "none.toml")
