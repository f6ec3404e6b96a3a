"""A disk that is full or cannot be written: one sentence, exit code 2, and what was there before as it was.

The limit on the size of files makes every write fail at a chosen byte, below the libraries that write too and
without an administrator's rights; where a small file system can be mounted, a really full one is used too.
"""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import kilosol

pytest.importorskip("resource", reason="limits on the size of files are POSIX's")

SMALL = ["--set", "draws=100", "--set", 'power.architectures=["fission"]', "--set", "horizon_year=2040"]
PATIENCE_S = 1200.0

#: Bytes that a file may have when the disk is full: at its first, in the small files, in the large ones.
LIMITS = (0, 1, 1000, 100_000, 1_000_000)

#: Takes commands with a limit as lines of JSON; tells exit code and complaint of each.
DRIVER = """
import contextlib, io, json, resource, sys
from kilosol.cli import main
back = sys.stdout
for line in sys.stdin:
    limit, words = json.loads(line)
    said = io.StringIO()
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    try:
        with contextlib.redirect_stderr(said), contextlib.redirect_stdout(io.StringIO()):
            code = main(words)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    back.write(json.dumps([code, said.getvalue()]) + "\\n")
    back.flush()
"""


class Driver:
    """The command line in a process of its own, with files as large as each call allows."""

    def __init__(self, folder: Path) -> None:
        env = {**os.environ, "KILOSOL_CACHE": str(folder / "cache")}
        self.process = subprocess.Popen(
            [sys.executable, "-c", DRIVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=env,
            cwd=folder,
        )  # fmt: skip

    def run(self, *words: str, limit: int = -1) -> tuple[int, str]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps([limit, words]) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        assert line, f"the process died ({self.process.wait()}) at {words}"
        code, said = json.loads(line)
        return code, said

    def refuse(self, *words: str, limit: int = -1) -> str:
        """Run what must fail; its complaint, less the stages it went through."""
        code, said = self.run(*words, limit=limit)
        told = [line for line in said.splitlines() if line.strip() and not line.startswith("[")]
        assert code == 2, (words, limit, code, said)
        # A headline with the number of problems, and the sentence; or the sentence alone.
        assert 1 <= len(told) <= 2, told
        assert "Traceback" not in said
        return told[-1]


@pytest.fixture
def driver(tmp_path: Path) -> Iterator[Driver]:
    made = Driver(tmp_path)
    yield made
    made.process.communicate(timeout=60)


def contents(folder: Path) -> dict[str, bytes]:
    files = (p for p in folder.rglob("*") if p.is_file() and "cache" not in p.relative_to(folder).parts)
    return {str(p.relative_to(folder)): p.read_bytes() for p in files}


def test_a_page_on_a_full_disk_leaves_the_earlier_one(driver: Driver, tmp_path: Path) -> None:
    page, file = tmp_path / "site.html", tmp_path / "own.toml"
    words = ("site", "Jezero", "--out", str(page))
    assert driver.run(*words)[0] == 0
    assert driver.run("new", str(file))[0] == 0
    before = contents(tmp_path)
    assert set(before) == {"site.html", "own.toml"}
    for limit in (0, len(before["site.html"]) - 1):
        assert "File too large" in driver.refuse(*words, limit=limit)
        assert contents(tmp_path) == before
    for limit in (0, len(before["own.toml"]) - 1):
        assert "File too large" in driver.refuse("new", str(file), "--force", limit=limit)
        assert "File too large" in driver.refuse("new", str(tmp_path / "fresh.toml"), limit=limit)
        assert contents(tmp_path) == before
    # A place that cannot be, for an administrator neither.
    assert "Not a directory" in driver.refuse("site", "Jezero", "--out", str(page / "x.html"))
    assert "Not a directory" in driver.refuse("new", str(page / "x.toml"))
    assert contents(tmp_path) == before
    assert driver.run(*words, limit=len(before["site.html"]))[0] == 0


def test_a_full_standard_output_is_told(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "kilosol.cli", "new"], stdout=full, stderr=subprocess.PIPE, text=True,
            check=False, timeout=60,
        )  # fmt: skip
    assert (done.returncode, done.stderr) == (2, "the output cannot be used: No space left on device\n")


def outputs(run: str, base: str) -> dict[str, tuple[str, ...]]:
    """Commands that write one file, by its name."""
    export = ("export", run, "--stage", "windows", "--out")
    return {
        "run/report.html": ("report", run),
        "export.csv": (*export, f"{base}/export.csv"),
        "export.nc": (*export, f"{base}/export.nc"),
        "campaign.html": ("campaign", *SMALL, "--out", f"{base}/campaign.html"),
        "city.html": ("city", *SMALL, "--out", f"{base}/city.html"),
    }


@pytest.mark.slow
def test_every_command_on_a_full_disk_leaves_what_was_there(driver: Driver, tmp_path: Path) -> None:
    run, swept = str(tmp_path / "run"), str(tmp_path / "sweep")
    plan = ("plan", *SMALL, "--out", run)
    sweep = ("sweep", "--vary", "fleet.ready_frac=0.5,0.6", *SMALL, "--workers", "1", "--out")
    pages = outputs(run, str(tmp_path))
    commands = [plan, *pages.values()]
    for words in (*commands, (*sweep, swept)):
        code, said = driver.run(*words)
        assert code == 0, said
    before = contents(tmp_path)
    assert set(pages) <= set(before)
    for words in commands:
        for limit in LIMITS:
            if words[0] != "plan" and limit >= 1000:
                continue  # its file may be smaller than that
            assert "File too large" in driver.refuse(*words, limit=limit)
            assert contents(tmp_path) == before
    for limit in LIMITS[:3]:
        said = driver.refuse(*sweep, str(tmp_path / f"sweep-{limit}"), limit=limit)
        assert "File too large" in said
        assert {n: b for n, b in contents(tmp_path).items() if not n.startswith("sweep-")} == before
        # Made again with room: the same bytes as if nothing had happened.
        assert driver.run(*sweep, str(tmp_path / f"sweep-{limit}"))[0] == 0
        for name in ("sweep.nc", "sweep.csv"):
            assert (tmp_path / f"sweep-{limit}" / name).read_bytes() == before[f"sweep/{name}"]
    below = str(tmp_path / "city.html" / "below")
    for words in (
        ("plan", *SMALL, "--out", below), ("export", run, "--stage", "windows", "--out", f"{below}.csv"),
        ("campaign", *SMALL, "--out", f"{below}.html"), ("city", *SMALL, "--out", f"{below}.html"),
        (*sweep, below), ("serve", "--port", "0", "--folder", below),
    ):  # fmt: skip
        assert re.search("Not a directory|File exists", driver.refuse(*words)), words
    assert driver.run(*plan)[0] == 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 4 MB."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(place)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("a small file system cannot be mounted here; the limit on files stands in for it")
    yield place
    subprocess.run(["umount", str(place)], check=True)


@pytest.mark.slow
def test_a_disk_that_is_really_full_and_one_that_is_read_only(driver: Driver, small_disk: Path) -> None:
    plan = ("plan", *SMALL, "--out", str(small_disk / "run"))
    assert "No space left on device" in driver.refuse(*plan)
    assert list(small_disk.iterdir()) == []
    page = ("site", "Jezero", "--out", str(small_disk / "site.html"))
    (small_disk / "filler").write_bytes(bytes(2_000_000))
    if driver.run(*page)[0] == 0:
        before = contents(small_disk)
        (small_disk / "more").write_bytes(bytes(4_000_000 - sum(map(len, before.values())) - 20_000))
        before = contents(small_disk)
        assert "No space left on device" in driver.refuse(*page)
        assert contents(small_disk) == before
    before = contents(small_disk)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    for words in (plan, page, ("serve", "--port", "0", "--folder", str(small_disk / "runs"))):
        assert "Read-only file system" in driver.refuse(*words)
    assert contents(small_disk) == before


#: Modules that write in a way of their own, each for a reason.
WRITERS = {
    "results/whole.py": "the way itself",
    "results/store.py": "a folder that takes its name when whole",
    "results/netcdf.py": "into memory",
    "web/runs.py": "a folder that takes its name when whole",
    "web/server.py": "an empty file to lock",
    "planning/memory/disk_cache.py": "answers renamed into place; a disk that is full costs time alone",
    "studies/log.py": "a diary: lines are added, a torn one is cut off",
    "studies/worker.py": "its own standard output",
    "results/targets.py": "a byte that goes again at once, to find out",
    "cli/console.py": "the null device, where a stream was closed",
    "cli/faults.py": "details of a fault, in a temporary file that nobody waits for",
}


def is_write(call: ast.Call) -> bool:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    whole = [*call.args, *([call.func.value] if isinstance(call.func, ast.Attribute) else [])]
    # What `written_whole` gave is called "part".
    if any(isinstance(a, ast.Name) and a.id == "part" for a in whole):
        return False
    if name in ("write_text", "write_bytes", "to_netcdf", "write_html", "savefig"):
        return True
    modes = [a.value for a in (*call.args, *(k.value for k in call.keywords)) if isinstance(a, ast.Constant)]
    return name in ("open", "fdopen") and any(m in modes for m in ("w", "wb", "x", "a", "r+b"))


def test_files_are_written_in_one_way() -> None:
    source = Path(kilosol.__file__).parent
    found = {}
    for path in source.rglob("*.py"):
        calls = (n for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.Call))
        lines = [c.lineno for c in calls if is_write(c)]
        if lines and path.relative_to(source).as_posix() not in WRITERS:
            found[str(path.relative_to(source))] = lines
    assert found == {}
