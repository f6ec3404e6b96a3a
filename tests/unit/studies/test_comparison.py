"""Plans side by side: shared luck tells small differences from chance."""

from __future__ import annotations

from pathlib import Path

import pytest
from plans import Planner

import kilosol as ks
from kilosol import api
from kilosol.errors import OutOfRange, UnknownName
from kilosol.studies.comparison import Subject, baseline, compare_subjects
from kilosol.studies.subjects import subject_of


def subject(
    plan: Planner, label: str, changes: dict[str, object] | None = None, *, draws: bool = True
) -> Subject:
    run = plan(changes=changes)
    return Subject(label, run.scenario, run.verdict, run if draws else None)


def test_a_small_difference_is_told_from_luck_only_with_shared_draws(plan: Planner) -> None:
    small: dict[str, object] = {"partners.station.works_frac": 0.66}
    paired = compare_subjects([subject(plan, "a"), subject(plan, "b", small)]).difference("landed_2035_frac")
    apart = compare_subjects(
        [subject(plan, "a", draws=False), subject(plan, "b", small, draws=False)]
    ).difference("landed_2035_frac")
    assert paired.change == apart.change < 0.0
    assert paired.is_paired
    assert not apart.is_paired
    assert paired.high - paired.low < 0.5 * (apart.high - apart.low)
    assert paired.is_real
    assert not apart.is_real


def test_a_plan_does_not_differ_from_itself(plan: Planner) -> None:
    found = compare_subjects([subject(plan, "a"), subject(plan, "b")])
    assert found.inputs == ()
    assert not any(d.is_real for d in found.differences[0])
    assert all(d.change == 0.0 for d in found.differences[0])


def test_inputs_that_differ_are_named_with_their_values(plan: Planner) -> None:
    changes: dict[str, object] = {"crew.people": 4, "flights.2033.cargo_ships": 40}
    found = compare_subjects([subject(plan, "a"), subject(plan, "b", changes)])
    assert dict(found.inputs) == {"crew.people": (6, 4), "flights.2033.cargo_ships": (50, 40)}
    assert found.difference("base_vital_kw").change < 0.0
    assert "crew.people: 6 | 4" in repr(found)


def test_without_the_partner_the_station_is_heavier_beyond_doubt(plan: Planner) -> None:
    found = compare_subjects([subject(plan, "a"), subject(plan, "b", baseline("partner-withdrawn"))])
    heavier = found.difference("station_kg")
    assert heavier.change > 30_000.0
    assert heavier.is_real
    assert heavier.low == heavier.high == heavier.change
    assert found.words[1]["design"].startswith("solar")


def test_a_folder_compares_as_its_scenario(plan: Planner, tmp_path: Path) -> None:
    made = api.Plan(plan())
    made.save(tmp_path / "run")
    found = ks.compare(made, tmp_path / "run", baseline="no-storm")
    assert found.labels == ("as-of-2026-11", "run", "no-storm")
    assert not any(d.is_real for d in found.differences[0])
    # No storm at all: a base that is sized for calm years must not meet one.
    assert dict(found.inputs)["weather.global_storm"] == (True, True, False)
    assert dict(found.inputs)["weather.storm_per_mars_year"][2] == 0.0
    assert len(found.inputs) == 2
    assert subject_of(tmp_path / "run").run is not None
    text = (tmp_path / "run" / "verdict.json").read_text(encoding="utf-8")
    (tmp_path / "run" / "verdict.json").write_text(text.replace('"seed"', '"sead"'), encoding="utf-8")
    assert subject_of(tmp_path / "run").run is None


def test_what_cannot_be_compared_is_said(plan: Planner) -> None:
    made = api.Plan(plan())
    with pytest.raises(OutOfRange, match="at least 2"):
        ks.compare(made)
    with pytest.raises(UnknownName, match="did you mean 'all-solar'"):
        ks.compare(made, baseline="allsolar")
    with pytest.raises(UnknownName, match="did you mean 'station_kg'"):
        compare_subjects([subject(plan, "a"), subject(plan, "b")]).difference("station_kgs")
