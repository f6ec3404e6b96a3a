"""A saved plan opened again: whole, damaged, edited, of another version."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import synthetic_run
import xarray as xr

import kilosol as ks
from kilosol.api.plans import Plan
from kilosol.planning import answers
from kilosol.results import save
from kilosol.scenario import scenario_hash, to_toml

GOLDEN = Path(__file__).parents[2] / "golden" / "as-of-2026-11.json"


def golden() -> dict[str, Any]:
    verdict: dict[str, Any] = json.loads(GOLDEN.read_text(encoding="utf-8"))["verdict"]
    return verdict


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A results folder: a real scenario and verdict, made-up datasets."""
    scenario = ks.load_scenario("as-of-2026-11", {"draws": 2000})
    provenance = {
        "version": ks.__version__,
        "scenario": scenario.name,
        "scenario_hash": scenario_hash(scenario),
        "seed": scenario.seed,
        "used": [],
    }
    return save(
        tmp_path / "run", synthetic_run.results(), golden(), to_toml(scenario), provenance, "<html></html>"
    )


def test_a_saved_plan_is_the_plan_again(folder: Path) -> None:
    plan = ks.open(folder)
    assert plan.folder == folder
    assert plan.is_opened
    assert plan.scenario == ks.load_scenario("as-of-2026-11", {"draws": 2000})
    assert plan.verdict == golden()
    assert plan.answers == answers(plan.verdict)
    assert plan.provenance["seed"] == plan.scenario.seed
    for name, dataset in synthetic_run.results().stages().items():
        xr.testing.assert_identical(plan.results.stages()[name], dataset)
    assert repr(plan).startswith("Plan of as-of-2026-11")
    assert "<table>" in plan._repr_html_()
    assert plan.figures.porkchop().data
    assert str(folder) not in repr(plan.results)


def test_what_needs_the_run_says_so_in_a_sentence_with_the_cure(folder: Path) -> None:
    with pytest.raises(ks.DataError, match=r"not its single campaigns; `kilosol\.plan\(plan\.scenario\)`"):
        _ = ks.open(folder).luck
    with pytest.raises(ks.DataError, match="not its single campaigns"):
        ks.export(ks.open(folder), pypsa=True, out=folder / "grid.nc")


def test_an_opened_plan_can_be_saved_elsewhere_and_exported(folder: Path, tmp_path: Path) -> None:
    plan = ks.open(folder)
    written = ks.export(plan, stage="porkchop", out=tmp_path / "chart.csv")
    head, first, *_ = written.read_text(encoding="utf-8").splitlines()
    assert head.startswith("departure,arrival,c3_km2_s2")
    assert first.startswith("2028-09-01,2029-05-01,")
    back = xr.load_dataset(ks.export(plan, stage="windows", out=tmp_path / "w.nc"), engine="h5netcdf")
    assert back.departure.dtype.kind == "M"
    with pytest.raises(ks.ScenarioError, match="set: changes no plan that is made"):
        ks.export(plan, set={"crew.people": 4}, out=tmp_path / "a.csv")
    with pytest.raises(ks.UnknownName, match="did you mean 'porkchop'"):
        ks.export(plan, stage="porkchops", out=tmp_path / "a.csv")
    with pytest.raises(ks.OutOfRange, match=r"out must be a \.csv or \.nc file"):
        ks.export(plan, out=tmp_path / "a.txt")


def rewritten(path: Path, **changes: Any) -> None:
    held = json.loads(path.read_text(encoding="utf-8"))
    for key, value in changes.items():
        held.pop(key)
        if value is not None:
            held[key] = value
    path.write_text(json.dumps(held), encoding="utf-8")


def test_another_version_that_is_read_is_opened(folder: Path) -> None:
    rewritten(folder / "provenance.json", version="0.0.9")
    assert ks.open(folder).provenance["version"] == "0.0.9"


def test_another_version_that_is_not_read_says_which(folder: Path) -> None:
    rewritten(folder / "provenance.json", version="0.0.9")
    rewritten(folder / "verdict.json", landing=None)
    with pytest.raises(
        ks.DataError,
        match=rf"another version .*; version 0\.0\.9 wrote it, and this is {ks.__version__}; plan",
    ) as caught:
        ks.open(folder)
    assert "\n" not in str(caught.value)


def _garbled(path: Path) -> None:
    path.write_bytes(b"\x00\xff{")


DAMAGE = {
    "no verdict": lambda f: (f / "verdict.json").unlink(),
    "no scenario": lambda f: (f / "scenario.toml").unlink(),
    "no provenance": lambda f: (f / "provenance.json").unlink(),
    "a garbled verdict": lambda f: _garbled(f / "verdict.json"),
    "a garbled scenario": lambda f: _garbled(f / "scenario.toml"),
    "garbled datasets": lambda f: _garbled(f / "results.nc"),
    "half the datasets": lambda f: (f / "results.nc").write_bytes((f / "results.nc").read_bytes()[:50_000]),
    "a garbled provenance": lambda f: _garbled(f / "provenance.json"),
    "no list of values": lambda f: rewritten(f / "provenance.json", used=None),
    "a verdict without windows": lambda f: rewritten(f / "verdict.json", windows=[]),
    "another key": lambda f: (f / "scenario.toml").write_text("colour = 3\nflags = 2\n", encoding="utf-8"),
    "an edited scenario": lambda f: (f / "scenario.toml").write_text(
        to_toml(ks.load_scenario("as-of-2026-11", {"draws": 2000, "crew.people": 4})), encoding="utf-8"
    ),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_folder_is_one_sentence_with_the_cure(folder: Path, damage: Any) -> None:
    damage(folder)
    with pytest.raises(ks.DataError) as caught:
        ks.open(folder)
    assert "\n" not in str(caught.value)
    assert str(folder) in str(caught.value)
    assert "plan" in str(caught.value)


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(ks.DataError, match="is not a results folder"):
        ks.open(tmp_path / "nowhere")


def test_a_plan_kept_and_opened_compares_as_the_plan(plan: Any, tmp_path: Path) -> None:
    made = Plan(plan())
    again = ks.open(made.save(tmp_path / "run"))
    assert again.verdict == made.verdict
    for name, dataset in made.results.stages().items():
        xr.testing.assert_identical(again.results.stages()[name], dataset)
    assert again.report() == made.report()
    found = ks.compare(made, again)
    assert found.labels == (made.scenario.name, "run")
    assert not any(one.is_real for one in found.differences[0])
    html = found._repr_html_()
    assert html.count("<table>") == 2
    assert "as-of-2026-11" in html
    # Every campaign is the same one: paired, and not merely near.
    assert found.difference("landed_2040_frac").is_paired
    assert found.difference("landed_2040_frac").change == 0.0
