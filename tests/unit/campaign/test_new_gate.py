"""A new gate is a row: built here in a copy of the package, and seen by everything that knows of gates."""

from __future__ import annotations

import filecmp
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import kilosol

SOURCE = Path(kilosol.__file__).parent
GATES, TABLE = Path("campaign/gates.py"), Path("data/tables/campaign/gates.toml")

ROW = """    GateRow(
        "trials", "too few winters and storms", "the station has seen too few winters and storms",
        (GateTest("min_trials", "n_trials", "at least", 100, "Winters and storms come through",
                  "{:.0f} trials", "bring the station two windows earlier"),),
    ),
    GateRow(
        "propellant","""

VALUE = '{ value = %s, unit = "1", source = "assumption", where = "two years of dust", tier = "D" }'

#: What is asked of the copy, by names alone: no file of it knows of this gate but those two.
ASKED = """
import json
from kilosol.campaign import infeasible_gates
from kilosol.campaign.gates import Evidence, REASONS
from kilosol.campaign.transitions import closed_gates
from kilosol.planning.infeasible import _problem_of
from kilosol.planning.stages.campaign_rules import gate_limits
from kilosol.planning.wording import REASON_WORDS
from kilosol.report.figures.landings import reason_words
from kilosol.scenario import load_scenario
from kilosol.studies.claim_report import LADDER
from kilosol.web.field_sources import CITED
from tests.unit.campaign.test_kernel import STATION, CALENDAR, announced, rules
import dataclasses
own = load_scenario("as-of-2026-11", {"gates.min_trials": 3})
cautious = load_scenario("as-of-2026-11", {"gates.preset": "cautious"})
limits = gate_limits(own)
never = infeasible_gates(CALENDAR, announced(), rules(gates=dataclasses.replace(STATION, min_trials=50)))
print(json.dumps({
    "keys": [own.gates.min_trials, cautious.gates.min_trials],
    "default": load_scenario("as-of-2026-11").gates.min_trials,
    "closed": ["trials" in closed_gates(Evidence(n_trials=n), limits) for n in (2.0, 3.0)],
    "words": [REASON_WORDS["trials"], reason_words("trials")],
    "reasons": REASONS.index("trials"),
    "never": [one.limit for one in never],
    "told": _problem_of(never[0], own).message,
    "source": CITED["gates.min_trials"],
    "ladder": LADDER[-1][1]["gates.min_trials"],
}))
"""


def built(folder: Path) -> Path:
    """A copy of the package with the gate in it."""
    copy = folder / "kilosol"
    shutil.copytree(SOURCE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    text = (copy / GATES).read_text(encoding="utf-8")
    text = text.replace('    GateRow(\n        "propellant",', ROW, 1)
    text = text.replace(
        "    partner_delivered: bool = False\n",
        "    partner_delivered: bool = False\n    min_trials: float = 0.0\n",
        1,
    )
    (copy / GATES).write_text(text, encoding="utf-8")
    table = (copy / TABLE).read_text(encoding="utf-8")
    table = table.replace('"stores_sols"]', '"stores_sols", "min_trials"]', 1)
    for name, value in (("cautious", "2.0"), ("nasa-like", "0.0"), ("spacex-like", "0.0")):
        table += f"{name}_min_trials = {VALUE % value}\n"
    (copy / TABLE).write_text(table, encoding="utf-8")
    return copy


def changed_files(copy: Path) -> list[str]:
    both = (path.relative_to(copy) for path in copy.rglob("*") if path.is_file())
    return [str(path) for path in both if not filecmp.cmp(copy / path, SOURCE / path, shallow=False)]


def test_a_new_gate_is_a_row_and_its_values(tmp_path: Path) -> None:
    copy = built(tmp_path)
    assert sorted(changed_files(copy)) == sorted([str(GATES), str(TABLE)])
    # Without machine code: two seconds instead of the minute that compiling a copy takes.
    paths = os.pathsep.join([str(tmp_path), str(Path(__file__).parents[3])])
    done = subprocess.run(
        [sys.executable, "-c", ASKED],
        env=os.environ | {"PYTHONPATH": paths, "NUMBA_DISABLE_JIT": "1"},
        capture_output=True, text=True, check=False, cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found.pop("told").endswith("ask for less, or bring the station two windows earlier")
    assert found == {
        "keys": [3.0, 2.0],
        "default": 0.0,
        "closed": [True, False],
        "words": ["too few winters and storms", "the station has seen too few winters and storms"],
        "reasons": 6,
        "never": ["min_trials"],
        "source": "campaign/gates.nasa-like_min_trials",
        "ladder": 0.0,
    }
