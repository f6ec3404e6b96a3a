"""The commands of studies as their users run them: answers, pages and refusals."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

FEW = ["--set", "draws=300", "--set", 'power.architectures=["fission"]']


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("studies")


def kilosol(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kilosol.cli", *words],
        capture_output=True,
        text=True,
        cwd=home,
        env={**os.environ, "KILOSOL_CACHE": str(home / "cache")},
        timeout=280,
        check=False,
    )


def test_claims_in_two_sentences_with_forecasts_that_are_kept(home: Path) -> None:
    words = (
        "claims",
        "--only",
        "mars-2031-people",
        *FEW,
        "--forecast",
        "f.toml",
        "--out",
        "c.html",
        "--json",
    )
    first = kilosol(home, *words)
    assert first.returncode == 0, first.stderr
    told = json.loads(first.stdout)
    (claim,) = told["claims"]
    assert claim["verdict"] == "condition not met"
    assert len(claim["sentences"]) == 2
    # What was given up in February is decided on the last day of December: nothing is scored yet.
    assert told["brier"] == {}
    text = (home / "f.toml").read_text(encoding="utf-8")
    again = kilosol(home, *words)
    assert again.stdout == first.stdout
    assert (home / "f.toml").read_text(encoding="utf-8") == text
    page = (home / "c.html").read_text(encoding="utf-8")
    assert "Human landings in 2031" in page
    assert "http://" not in page.split("<script")[0].replace("http://www.w3.org", "")


def test_a_baseline_beside_the_plan(home: Path) -> None:
    done = kilosol(home, "sweep", "--vary", "crew.people=4,6", *FEW, "--workers", "1", "--out", "s", "--json")
    assert done.returncode == 0, done.stderr
    light, heavy = json.loads(done.stdout)["cases"]
    assert light["base_vital_kw"] < heavy["base_vital_kw"]
    assert kilosol(home, "new", "x.toml").returncode == 0
    words = ("compare", "x.toml", "--set", "fleet.ready_frac=0.9", "--out", "p.html", "--json")
    text = (home / "x.toml").read_text(encoding="utf-8").replace("draws = 10000", "draws = 300")
    fission = 'architectures = ["fission", "solar", "hybrid"]'
    assert fission in text
    (home / "x.toml").write_text(text.replace(fission, 'architectures = ["fission"]'), encoding="utf-8")
    done = kilosol(home, *words)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["inputs"] == [{"key": "fleet.ready_frac", "values": [0.6, 0.9]}]
    numbers = {n["name"]: n for n in told["differences"][0]["numbers"]}
    assert numbers["landed_2040_frac"]["change"] > 0.0
    assert numbers["landed_2040_frac"]["is_paired"]
    assert not numbers["station_kg"]["is_real"]
    assert (home / "p.html").stat().st_size > 1_000_000


def test_a_study_of_two_dials_and_an_export(home: Path) -> None:
    words = (
        "--dials",
        "campaign/crew_risk.launch*",
        "--draws",
        "300",
        "--workers",
        "1",
        "--out",
        "t",
        "--json",
    )
    done = kilosol(home, "sensitivity", "--vary", "fleet.ready_frac=0.4..0.9", *FEW[2:], *words)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert [s["dial"] for s in told["tornado"]] == [
        "fleet.ready_frac",
        "campaign/crew_risk.launch_survival_frac",
    ]
    assert told["tornado"][0]["value"] == 0.6
    assert (home / "t" / "sensitivity.html").is_file()
    kept = json.loads((home / "t" / "sensitivity.json").read_text(encoding="utf-8"))
    assert kept["tornado"][0].keys() >= {"dial", "unit", "tier", "low", "high", "base", "at_low", "at_high"}
    done = kilosol(home, "export", "as-of-2026-11", *FEW, "--stage", "dispatch", "--out", "d.csv")
    assert done.returncode == 0, done.stderr
    lines = (home / "d.csv").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 1 + 4 * 669 * 24
    assert "demand_kw" in lines[0]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["compare", "as-of-2026-11"], "needs two plans"),
        (["compare", "as-of-2026-11", "--baseline", "allsolar"], "did you mean 'all-solar'"),
        (["claims", "--only", "mars-2031"], "unknown claim"),
        (["claims", "none.toml"], "cannot be read"),
        (["sensitivity", "--kpi", "station_kgs"], "did you mean 'station_kg'"),
        (["export", "--stage", "dispach", "--out", "x.csv"], "did you mean 'dispatch'"),
        (["export", "--out", "x.txt"], "a .csv or .nc file"),
    ],
)
def test_wrong_input_is_refused_at_once(home: Path, words: list[str], said: str) -> None:
    done = kilosol(home, *words)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
