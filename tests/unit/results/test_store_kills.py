"""Saving, killed at seeded moments: the earlier run or the new one is there, whole, and nothing beside it."""

from __future__ import annotations

import itertools
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kilosol.results import load

PATIENCE_S = 120.0

#: Reads a folder a line, forks a process that saves to it again and again, and says when that has ended.
NURSERY = """
import os, sys
import numpy as np, xarray as xr
from kilosol.results import STAGES, Results, describe, save
from pathlib import Path

def results(n):
    mass = describe(xr.Dataset({"mass_kg": ("design", np.full(3000, float(n)))}))
    return Results(**dict.fromkeys(STAGES, mass))

def save_for_ever(folder, n):
    while True:
        text = f"n = {n}\\n" * 5000
        save(Path(folder), results(n), {"n": n}, text, {"n": n}, text)
        n += 1
        sys.stdout.write(f"saved {n - 1}\\n"); sys.stdout.flush()

# Whatever is loaded lazily is loaded once, not by every child.
save(Path(sys.argv[1]), results(0), {}, "", {}, "")
for line in sys.stdin:
    folder, first = line.split()
    child = os.fork()
    if child == 0:
        save_for_ever(folder, int(first))
    sys.stdout.write(f"child {child}\\n"); sys.stdout.flush()
    os.waitpid(child, 0)
    sys.stdout.write("gone\\n"); sys.stdout.flush()
"""


@pytest.fixture
def nursery(tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-c", NURSERY, str(tmp_path / "first")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    yield process
    process.stdin.close()
    process.wait(timeout=PATIENCE_S)
    process.stdout.close()


def order(nursery, folder, first) -> int:
    nursery.stdin.write(f"{folder} {first}\n")
    nursery.stdin.flush()
    while True:
        word, number = nursery.stdout.readline().split()
        if word == "child":
            return int(number)


def saved_until_gone(nursery) -> list[int]:
    """Numbers of the runs that were told to be saved before the process was killed."""
    lines = itertools.takewhile(lambda line: line != "gone\n", iter(nursery.stdout.readline, ""))
    return [int(line.split()[1]) for line in lines if line.startswith("saved")]


def number_of(folder: Path) -> int:
    """The one number that every file of a run tells; fails where they differ or one is torn."""
    results, verdict, provenance = load(folder)
    n = verdict["n"]
    assert provenance == {"n": n}
    assert (
        (folder / "scenario.toml").read_text() == (folder / "report.html").read_text() == f"n = {n}\n" * 5000
    )
    assert {float(v) for d in results.stages().values() for v in d.mass_kg.values} == {float(n)}
    return n


def contents(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir()}


def wait_for_part(base: Path, pid: int, kind: str) -> None:
    until = time.monotonic() + PATIENCE_S
    while not (base / f".run.{pid}.{kind}").exists():
        assert time.monotonic() < until


@pytest.mark.parametrize("n_kills", [20, pytest.param(300, marks=pytest.mark.slow)])
def test_kills_at_any_moment_of_saving_leave_one_whole_run(tmp_path, nursery, n_kills):
    draw = random.Random(20261121)
    base = tmp_path / "runs"
    folder, earlier = base / "run", base / "earlier"
    pid = order(nursery, earlier, 7)
    while not earlier.exists():
        time.sleep(0.01)
    os.kill(pid, signal.SIGKILL)
    saved_until_gone(nursery)
    load(earlier)
    before = contents(earlier)

    # How long one save takes here and now: kills are spread over it and the next.
    begun = time.monotonic()
    pid = order(nursery, folder, 0)
    wait_for_part(base, pid, "part")
    time.sleep(0.5)
    os.kill(pid, signal.SIGKILL)
    n_saved = len(saved_until_gone(nursery))
    a_save_s = (time.monotonic() - begun) / max(n_saved, 1)
    newest = number_of(folder) if n_saved else -1

    n_torn_apart = 0
    for i in range(n_kills):
        pid = order(nursery, folder, newest + 1)
        if i % 3 == 0:
            # The most dangerous moment: the old run has given its name up.
            wait_for_part(base, pid, "part")
        time.sleep(draw.uniform(0, 2 * a_save_s))
        os.kill(pid, signal.SIGKILL)
        told = saved_until_gone(nursery)
        n_torn_apart += any(p.name.startswith(".") for p in base.iterdir())
        if folder.exists():
            # Whole as it lies, before anything has been mended.
            json.loads((folder / "verdict.json").read_text())
            assert len(contents(folder)) == 5
        now = number_of(folder)
        assert now >= max([newest, *told]), "a run that was told to be saved is lost"
        newest = now
    # The next save clears away what all of them left.
    pid = order(nursery, folder, newest + 1)
    while nursery.stdout.readline() != f"saved {newest + 1}\n":
        assert nursery.poll() is None
    os.kill(pid, signal.SIGKILL)
    saved_until_gone(nursery)
    assert number_of(folder) > newest
    assert n_torn_apart > n_kills // 5, "the kills did not meet a save"
    assert contents(earlier) == before
