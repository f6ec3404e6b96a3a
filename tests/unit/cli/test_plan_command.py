"""``kilosol plan`` with a stand-in for the engine: what it passes on, prints and refuses."""

import json
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

import kilosol
from kilosol.cli import main
from kilosol.errors import DataError, Infeasible, NotConverged
from kilosol.planning.wording import NEVER


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Calls of a stand-in for ``kilosol.api.plan``; its key "error" is raised."""
    calls: dict[str, Any] = {}

    def plan(scenario: str, **options: Any) -> SimpleNamespace:
        calls.update(options, scenario=scenario)
        if "error" in calls:
            raise calls["error"]
        options["progress"].stage("windows", 0, 2)
        options["progress"].done()
        made = SimpleNamespace(
            verdict={"answer": 42, "unknown": float("nan"), "notices": calls.get("notices", [])},
            provenance={"n_values": 8, "n_by_tier": {"A": 1, "B": 2, "C": 1, "D": 4}},
            folder=None,
            summary=lambda: [("When?", "In [2031], if the fleet is ready.")],
        )

        def save(folder: Path) -> None:
            calls["out"] = folder
            if "unsaved" in calls:
                raise calls["unsaved"]
            made.folder = folder

        made.save = save
        return made

    module = ModuleType("kilosol.api")
    module.plan = plan  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "kilosol.api", module)
    monkeypatch.setattr(kilosol, "api", module, raising=False)
    return calls


def test_values_seed_and_folder_are_passed_on(engine: dict[str, Any]) -> None:
    words = ["plan", "announced-2025", "--set", "crew.people=4", "--set", "ship.payload_t=0.1 kt"]
    assert main([*words, "--seed", "3", "--out", "somewhere"]) == 0
    assert engine["scenario"] == "announced-2025"
    assert engine["set"] == {"crew.people": 4, "ship.payload_t": "0.1 kt"}
    assert (engine["seed"], engine["out"]) == (3, Path("somewhere"))


def test_the_default_is_what_is_known_today(engine: dict[str, Any]) -> None:
    assert main(["plan"]) == 0
    assert (engine["scenario"], engine["set"], engine["seed"]) == ("as-of-2026-11", {}, None)


def test_the_answers_go_to_stdout_and_progress_to_stderr(
    engine: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    main(["plan"])
    shown = capsys.readouterr()
    assert "1. When?" in shown.out
    # Square brackets are text here, not markup.
    assert "In [2031], if the fleet is ready." in shown.out
    assert "rests on 8 cited values: tier A measured 12 %, B from studies 25 %" in shown.out
    assert shown.out.rstrip().endswith(str(engine["out"] / "report.html"))
    assert engine["out"].parts[0] == "kilosol-out"
    assert shown.err == "[1/2] windows\n"


def test_json_is_only_the_verdict(engine: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    main(["plan", "--json"])
    assert json.loads(capsys.readouterr().out) == {"answer": 42, "unknown": None, "notices": []}


def test_a_gate_that_no_luck_opens_ends_on_stderr(
    engine: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    engine["notices"] = [
        {"what": "gates.station_sols: never; ask for fewer", "value": NEVER},
        {"what": "dispatch is by rule", "value": "first fidelity"},
    ]
    assert main(["plan", "--json"]) == 0
    said = capsys.readouterr().err
    assert "gates.station_sols: never; ask for fewer" in said
    assert "dispatch is by rule" not in said


@pytest.mark.parametrize(
    ("error", "code"), [(DataError("the disk is full"), 2), (KeyError("a fault of the report"), 4)]
)
@pytest.mark.parametrize("more", [[], ["--json"]])
def test_answers_that_cannot_be_saved_are_printed_all_the_same(
    engine: dict[str, Any], capsys: pytest.CaptureFixture[str], error: Exception, code: int, more: list[str]
) -> None:
    engine["unsaved"] = error
    assert main(["plan", *more]) == code
    shown = capsys.readouterr()
    assert ("42" if more else "In [2031], if the fleet is ready.") in shown.out
    assert "report.html" not in shown.out
    assert str(error) in shown.err
    assert "Traceback" not in shown.err


def test_a_place_that_cannot_be_written_is_refused_before_the_work(
    engine: dict[str, Any], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "mine.txt").write_text("mine", encoding="utf-8")
    for name in ("file", "file/below", "notes"):
        assert main(["plan", "--out", str(tmp_path / name)]) == 2
    assert "scenario" not in engine
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("choose another with --out") == 3
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["file", "mine.txt", "notes"]


@pytest.mark.parametrize(
    ("error", "code"), [(Infeasible("nothing fits"), 3), (NotConverged("stopped short"), 4)]
)
def test_an_error_is_one_text_and_its_code(
    engine: dict[str, Any], capsys: pytest.CaptureFixture[str], error: Exception, code: int
) -> None:
    engine["error"] = error
    assert main(["plan"]) == code
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("", f"{error}\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["plan", "--set", "crew.people"], "must be key=value"),
        (["plan", "crew.people=4"], "write --set before each key=value"),
        (["plan", "--set", "crew.people=0"], "crew.people: must be a whole number from 1 to 1000"),
        (["plan", "anounced-2025"], "did you mean 'announced-2025'"),
        (["plan", "--seed", "many"], "--seed"),
        (["plan", "--sede", "3"], "--sede"),
        (["plann"], "plann"),
    ],
)
def test_what_is_typed_wrong_is_said(
    engine: dict[str, Any], capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    assert main(words) == 2
    shown = capsys.readouterr()
    assert said in shown.err
    assert "Traceback" not in shown.err
    assert "scenario" not in engine
