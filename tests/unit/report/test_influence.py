"""Assumptions ranked by influence: read from a study, shown, refused where they do not belong."""

import json

import pytest

from kilosol.errors import DataError
from kilosol.report import influence, write
from kilosol.report.figures import FIGURES
from kilosol.report.number_text import THIN
from kilosol.report.page import render
from kilosol.results import save


@pytest.fixture
def folder(tmp_path, synthetic):
    verdict = synthetic.verdict()
    del verdict["sensitivity"]
    where = tmp_path / "run"
    save(where, synthetic.results(), verdict, 'name = "x"\n', synthetic.provenance(), "<html>")
    return where


def test_the_widest_swing_is_the_finding(run, verdict):
    finding = FIGURES["tornado"](run, verdict).layout.meta["finding"]
    assert finding.replace(THIN, " ").endswith(
        "hangs most on campaign/landing.first_frac: 31 % to 88 % over its range"
    )
    for swing in verdict["sensitivity"]["tornado"]:
        swing["at_low"] = swing["at_high"] = swing["base"]
    assert "No dial moves" in FIGURES["tornado"](run, verdict).layout.meta["finding"]


def test_a_plan_that_was_not_studied_says_how_to(run, verdict):
    figure = FIGURES["tornado"](run, {**verdict, "sensitivity": None})
    assert "kilosol sensitivity" in figure.layout.meta["shows"]


def test_the_ranking_lists_what_moves_and_sets_assumptions_off(verdict):
    section = influence.influence_section(verdict["sensitivity"])
    ranked, flips = section.tables
    assert [row[0] for row in ranked.rows] == ["campaign/landing.first_frac", "ships/starship.payload_t"]
    assert ranked.strong_rows == {0}
    assert flips.rows[0][0] == "claim people-2031"
    assert "2 of 3 move" in section.text


def test_a_case_without_a_number_is_no_swing(verdict):
    verdict["sensitivity"]["tornado"][0]["at_low"] = None
    first = influence.swings_of(verdict["sensitivity"])[0]
    assert first.width == pytest.approx(0.22)


def test_the_report_of_a_folder_keeps_its_study(folder, tmp_path, synthetic, monkeypatch):
    monkeypatch.setattr("kilosol.planning.answers", lambda _: synthetic.answers())
    page = write(folder).read_text(encoding="utf-8")
    assert 'id="influence"' not in page
    assert "kilosol sensitivity" in page
    study = tmp_path / "study"
    study.mkdir()
    (study / influence.FILE_NAME).write_text(json.dumps(synthetic.sensitivity()), encoding="utf-8")
    assert 'id="influence"' in write(folder, study).read_text(encoding="utf-8")
    assert 'id="influence"' in write(folder).read_text(encoding="utf-8")


def test_a_study_that_does_not_belong_is_refused(folder, tmp_path, synthetic):
    file = tmp_path / "other.json"
    file.write_text(json.dumps({**synthetic.sensitivity(), "scenario": "announced-2025"}), encoding="utf-8")
    with pytest.raises(DataError, match=r"is of announced-2025 and .* of as-of-2026-11; study that one with"):
        write(folder, file)
    file.write_text("[]", encoding="utf-8")
    with pytest.raises(DataError, match=r"holds no tornado; `kilosol sensitivity"):
        write(folder, file)
    file.write_text("{", encoding="utf-8")
    with pytest.raises(DataError, match="is not a study of sensitivity"):
        write(folder, file)
    with pytest.raises(DataError, match=r"cannot be read .*; `kilosol sensitivity"):
        write(folder, tmp_path / "nothing")


def test_a_folder_of_another_version_is_refused_in_one_sentence(folder):
    # The made-up verdict lacks what the answers read, as an older one would.
    with pytest.raises(
        DataError, match=r"another version .*lacks first_window; .*`kilosol plan .*scenario.toml`"
    ):
        write(folder)
    (folder / "verdict.json").write_text("{", encoding="utf-8")
    with pytest.raises(DataError, match=r"verdict.json is damaged .*; plan it again"):
        write(folder)


def test_names_of_a_study_stay_texts(synthetic):
    verdict = synthetic.verdict()
    verdict["sensitivity"]["tornado"][0]["dial"] = "<img src=x onerror=alert(1)>"
    page = render(synthetic.results(), verdict, synthetic.answers(), synthetic.used(), synthetic.provenance())
    assert "<img" not in page.split('id="library"')[0]
