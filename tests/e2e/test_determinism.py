"""The same inputs give the same bytes, however many threads, processes and runs.

Sweeps on processes and on Dask, campaigns and cities on several workers, and a plan from memory stand in
their own tests; here the whole plan with other threads, another order of hashes and a cold memory.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kilosol.scenario import load_scenario
from kilosol.studies.axes import parse_axis
from kilosol.studies.sweep import run_sweep

#: Every kind of station, so that each search runs; few campaigns and years.
WORDS = (
    "--set",
    "draws=200",
    "--set",
    "horizon_year=2036",
    "--set",
    'power.architectures=["fission", "solar"]',
)


def test_threads_and_hashes_leave_the_verdict_alone(tmp_path: Path) -> None:
    verdicts = []
    for threads, hashes in (("1", "1"), ("3", "77")):
        folder = tmp_path / f"threads-{threads}"
        names = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "NUMBA_NUM_THREADS", "MKL_NUM_THREADS")
        changed = dict.fromkeys(names, threads) | {"PYTHONHASHSEED": hashes, "KILOSOL_CACHE": str(folder)}
        done = subprocess.run(
            [sys.executable, "-m", "kilosol.cli", "plan", *WORDS, "--out", str(folder / "run")],
            env=os.environ | changed, capture_output=True, text=True, timeout=600, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        verdicts.append((folder / "run" / "verdict.json").read_bytes())
    assert verdicts[0] == verdicts[1]


@pytest.mark.slow
def test_a_sweep_over_the_station_on_one_and_two_workers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two cold memories: each case is computed twice, in another order and beside another."""
    scenario = load_scenario("as-of-2026-11", {"draws": 200, "horizon_year": 2036})
    axes = [parse_axis("crew.people=4,6,8"), parse_axis("site.latitude_deg=0,40")]
    texts = []
    for n_workers in (1, 2):
        monkeypatch.setenv("KILOSOL_CACHE", str(tmp_path / f"cache-{n_workers}"))
        run_sweep(scenario, axes, tmp_path / str(n_workers), n_workers=n_workers)
        texts.append((tmp_path / str(n_workers) / "sweep.csv").read_bytes())
    assert texts[0] == texts[1]
