"""Another user on a copy that may only be read, without a home: it works, with one line of notice.

Places that cannot be written are refused before the first stage.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import kilosol

PATIENCE_S = 1200.0
NOBODY = "65534"
FEW = ("--set", "draws=60", "--set", 'power.architectures=["fission"]', "--set", "horizon_year=2036")

pytestmark = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0 or shutil.which("setpriv") is None,
    reason="only root can be another user here, with setpriv",
)


class Machine:
    """Kilosol as root has installed it and anybody may run it."""

    def __init__(self, place: Path) -> None:
        self.place, self.source = place, place / "install"
        shutil.copytree(
            Path(kilosol.__file__).parent,
            self.source / "kilosol",
            ignore=shutil.ignore_patterns("__pycache__"),
        )
        for path in (place, *self.source.rglob("*"), self.source):
            path.chmod(0o555 if path.is_dir() else 0o444)
        self.homes = {"nonexistent": "/nonexistent", "unset": None, "read-only": str(self.source)}
        self.work = place / "work"
        # One below a home folder is for its owner alone; the system's own of the same version does as well.
        own = f"/usr/bin/python{sys.version_info.major}.{sys.version_info.minor}"
        self.pythons = [path for path in (sys.executable, own) if self._starts(path)]

    def run(
        self, *words: str, home: str = "unset", cwd: Path | None = None
    ) -> subprocess.CompletedProcess[str]:
        given = [] if self.homes[home] is None else [f"HOME={self.homes[home]}"]
        return self._as_nobody([*given, self.pythons[0], "-m", "kilosol.cli", *words], cwd or self.work)

    def _starts(self, python: str) -> bool:
        return self._as_nobody([python, "-c", "import numba"], Path("/")).returncode == 0

    def _as_nobody(self, command: list[str], cwd: Path) -> subprocess.CompletedProcess[str]:
        path = os.pathsep.join([str(self.source), sysconfig.get_paths()["purelib"]])
        # By way of `env`, which starts programs without what is left of root's rights.
        user = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "env", "-i"]
        return subprocess.run(
            [*user, "PATH=/usr/bin:/bin", f"PYTHONPATH={path}", "PYTHONDONTWRITEBYTECODE=1", *command],
            cwd=cwd, capture_output=True, text=True, timeout=PATIENCE_S, check=False,
        )  # fmt: skip


@pytest.fixture(scope="module")
def machine() -> Iterator[Machine]:
    # Not below pytest's own folder, which is root's alone.
    place = Path(tempfile.mkdtemp(prefix="kilosol-machine-"))
    try:
        made = Machine(place)
        place.chmod(0o755)
        made.work.mkdir()
        os.chown(made.work, int(NOBODY), int(NOBODY))
        place.chmod(0o555)
        if not made.pythons:
            pytest.skip("another user may run no Python of this version with these packages")
        yield made
    finally:
        shutil.rmtree(place, ignore_errors=True)


@pytest.mark.parametrize("home", ["nonexistent", "unset", "read-only"])
def test_it_starts_without_a_home(machine: Machine, home: str) -> None:
    for words in (("new",), ("sources", "constants.au_km")):
        done = machine.run(*words, home=home)
        assert done.returncode == 0, done.stderr
        assert done.stdout
        assert done.stderr == ""


def test_compiled_loops_run_in_memory_with_one_line_of_notice(machine: Machine) -> None:
    dates = ("--depart", "2030-11-01..2031-05-01", "--arrive", "2031-05-01..2032-05-01")
    done = machine.run("porkchop", *dates, "--points", "300")
    assert done.returncode == 0, done.stderr
    assert "2031" in done.stdout
    (line,) = done.stderr.splitlines()
    assert "not kept on disk" in line
    assert "NUMBA_CACHE_DIR" in line


@pytest.mark.slow
@pytest.mark.parametrize("home", ["nonexistent", "unset", "read-only"])
def test_a_plan_and_a_sweep_run_to_their_end(machine: Machine, home: str) -> None:
    for words in (
        ("plan", *FEW, "--out", f"plan-{home}"),
        ("sweep", "--vary", "fleet.ready_frac=0.5,0.6", *FEW, "--workers", "2", "--out", f"sweep-{home}"),
    ):
        done = machine.run(*words, home=home)
        assert done.returncode == 0, done.stderr
        notices = [line for line in done.stderr.splitlines() if not line.startswith("[")]
        assert len(notices) == 1, notices
    assert (machine.work / f"plan-{home}" / "report.html").is_file()


#: What writes, into a folder that may only be read; none of it gets as far as a stage.
WRITERS = {
    "plan": ("plan", *FEW),
    "plan --out": ("plan", *FEW, "--out", "there/run"),
    "sweep": ("sweep", "--vary", "crew.people=4,6"),
    "sweep --out": ("sweep", "--vary", "crew.people=4,6", "--out", "s"),
    "sensitivity": ("sensitivity", "--out", "s"),
    "grid": ("grid", "--out", "g"),
    "campaign": ("campaign", "--out", "c.html"),
    "city": ("city", "--out", "c.html"),
    "compare": ("compare", "as-of-2026-11", "announced-2025", "--out", "c.html"),
    "claims": ("claims", "--out", "c.html"),
    "claims --forecast": ("claims", "--forecast", "f.toml"),
    "station": ("station", "--out", "s.html"),
    "station replay": ("station", "replay", "krusty-15c", "--out", "s.html"),
    "site": ("site", "Jezero", "--out", "s.html"),
    "selfcheck": ("selfcheck", "--out", "s.html"),
    "export": ("export", "--out", "e.csv"),
    "porkchop": (
        *("porkchop", "--depart", "2030-11-01..2031-05-01", "--arrive", "2031-05-01..2032-05-01"),
        *("--out", "p.csv"),
    ),
    "new": ("new", "mine.toml"),
    "serve": ("serve", "--port", "0"),
}


@pytest.mark.parametrize("name", WRITERS)
def test_a_place_that_cannot_be_written_is_refused_before_the_work(machine: Machine, name: str) -> None:
    done = machine.run(*WRITERS[name], cwd=machine.source)
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    assert "cannot be written" in done.stderr
    assert "Permission denied" in done.stderr
    # No stage has begun, and no loop was compiled: the notice of that would be there.
    assert not any(line.startswith("[") for line in done.stderr.splitlines())
    assert "not kept on disk" not in done.stderr
    assert [p.name for p in machine.source.iterdir()] == ["kilosol"]


def test_a_folder_that_has_gone_is_refused(tmp_path: Path) -> None:
    line = f'mkdir gone && cd gone && rmdir ../gone && exec "{sys.executable}" -m kilosol.cli plan'
    env = {**os.environ, "PYTHONPATH": str(Path(kilosol.__file__).parents[1])}
    done = subprocess.run(
        ["bash", "-c", line], cwd=tmp_path, env=env, capture_output=True, text=True, timeout=PATIENCE_S,
        check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "cannot be written: No such file or directory" in done.stderr
    assert "[1/7]" not in done.stderr
