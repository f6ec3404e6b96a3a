"""Sweeps by process: killed and gone on with, and on a real Dask scheduler with workers that die."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kilosol.scenario import load_scenario
from kilosol.studies.axes import parse_axis
from kilosol.studies.sweep import run_sweep

#: Few campaigns and one station: a case takes a tenth of a second once the station is sized.
SMALL = {"draws": 1000, "power.architectures": ["fission"], "horizon_year": 2040}
SET = [word for k, v in SMALL.items() for word in ("--set", f"{k}={json.dumps(v)}")]
AXIS = "fleet.ready_frac=0.30..0.88:30"
PATIENCE_S = 240.0


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Folder with the serial sweep in it; the answers of stages are kept beside it."""
    base = tmp_path_factory.mktemp("sweeps")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KILOSOL_CACHE", str(base / "cache"))
        run_sweep(load_scenario("as-of-2026-11", SMALL), [parse_axis(AXIS)], base / "serial", n_workers=1)
        yield base


def start(log: Path, *words: str) -> subprocess.Popen[bytes]:
    """A process in a group of its own, told to a file: a pipe that nobody reads would stop it."""
    with log.open("w", encoding="utf-8") as file:
        return subprocess.Popen(
            [sys.executable, "-m", *words], stdout=file, stderr=subprocess.STDOUT, start_new_session=True
        )


def kill(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def wait_for_rows(path: Path, n: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE_S
    while not path.exists() or path.read_bytes().count(b"\n") < n:
        assert time.monotonic() < until, f"{path} has fewer than {n} rows"
        assert process.poll() is None, "the sweep ended early"
        time.sleep(0.02)


def test_a_sweep_that_was_killed_goes_on_and_gives_the_same_bytes(folder: Path) -> None:
    words = ("kilosol.cli", "sweep", "--vary", AXIS, *SET, "--workers", "2", "--out", str(folder / "killed"))
    first = start(folder / "killed.log", *words)
    try:
        wait_for_rows(folder / "killed" / "rows.jsonl", 3, first)
    finally:
        kill(first)
    kept = (folder / "killed" / "rows.jsonl").read_bytes()
    done = subprocess.run(
        [sys.executable, "-m", *words], capture_output=True, text=True, check=False, timeout=PATIENCE_S
    )
    assert done.returncode == 0, done.stderr
    assert (folder / "killed" / "rows.jsonl").read_bytes().startswith(kept[: kept.rfind(b"\n") + 1])
    for name in ("sweep.nc", "sweep.csv"):
        assert (folder / "killed" / name).read_bytes() == (folder / "serial" / name).read_bytes()


@pytest.fixture
def dask(folder: Path, tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """Address of a scheduler and its processes: itself, then two workers."""
    pytest.importorskip("distributed")
    file = tmp_path / "scheduler.json"
    here = ("--host", "127.0.0.1", "--no-dashboard")
    scheduler = ("distributed.cli.dask_scheduler", *here, "--port", "0", "--scheduler-file", str(file))
    processes = [start(tmp_path / "scheduler.log", *scheduler)]
    try:
        until = time.monotonic() + PATIENCE_S
        while not file.exists() or not file.read_text(encoding="utf-8").endswith("}"):
            assert time.monotonic() < until
            time.sleep(0.1)
        address = json.loads(file.read_text(encoding="utf-8"))["address"]
        worker = ("distributed.cli.dask_worker", address, *here, "--nthreads", "1", "--no-nanny")
        for i in range(2):
            place = ("--local-directory", str(tmp_path / f"worker-{i}"))
            processes.append(start(tmp_path / f"worker-{i}.log", *worker, *place))
        yield address, processes
    finally:
        for process in reversed(processes):
            kill(process)


def test_dask_gives_the_same_bytes_though_a_worker_is_killed(
    folder: Path, dask: tuple[str, list[subprocess.Popen[bytes]]]
) -> None:
    address, processes = dask
    out = folder / "dask"
    words = ("sweep", "--vary", AXIS, *SET, "--scheduler", address, "--out", str(out))
    sweep = start(folder / "dask.log", "kilosol.cli", *words)
    processes.append(sweep)
    wait_for_rows(out / "rows.jsonl", 4, sweep)
    kill(processes[1])
    code = sweep.wait(timeout=PATIENCE_S)
    assert code == 0, (folder / "dask.log").read_text(encoding="utf-8")
    rows = [json.loads(line) for line in (out / "rows.jsonl").read_text(encoding="utf-8").splitlines()]
    assert sorted(r["case"] for r in rows) == list(range(30))
    assert not any(r["error"] for r in rows)
    assert (out / "sweep.nc").read_bytes() == (folder / "serial" / "sweep.nc").read_bytes()


def test_a_scheduler_that_dies_is_one_sentence_and_the_sweep_goes_on_without_it(
    folder: Path, dask: tuple[str, list[subprocess.Popen[bytes]]]
) -> None:
    address, processes = dask
    out = folder / "orphaned"
    words = ("kilosol.cli", "sweep", "--vary", AXIS, *SET, "--out", str(out))
    sweep = start(folder / "orphaned.log", *words, "--scheduler", address)
    processes.append(sweep)
    wait_for_rows(out / "rows.jsonl", 2, sweep)
    kill(processes[0])
    assert sweep.wait(timeout=PATIENCE_S) == 2
    said = (folder / "orphaned.log").read_text(encoding="utf-8")
    assert "the Dask scheduler has gone" in said
    assert "Traceback" not in said
    # What it left undone is no row, and above all no error of a case.
    rows = [json.loads(line) for line in (out / "rows.jsonl").read_text(encoding="utf-8").splitlines()]
    assert 2 <= len(rows) < 30
    assert not any(r["error"] for r in rows)
    subprocess.run([sys.executable, "-m", *words], capture_output=True, check=True, timeout=PATIENCE_S)
    assert (out / "sweep.nc").read_bytes() == (folder / "serial" / "sweep.nc").read_bytes()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--vary", "crew.peple=4"], "did you mean 'crew.people'"),
        (["--vary", "ship.payload_t=9..3:2"], "an empty range"),
        ([], "--vary: is needed"),
        (["--vary", "crew.people=4,6", "--scheduler", "tcp://127.0.0.1:9"], "no Dask scheduler answers"),
    ],
)
def test_wrong_input_is_one_clear_sentence(tmp_path: Path, words: list[str], said: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kilosol.cli", "sweep", *words],
        capture_output=True, text=True, cwd=tmp_path, check=False, timeout=PATIENCE_S,
    )  # fmt: skip
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
