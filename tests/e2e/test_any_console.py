"""Every command on every console: code pages, redirected and closed streams, each with its exit code.

Commands run in this process on streams opened anew, as Python opens standard output when it is redirected; a
few run as processes. The sample here runs each command on one page as text and on another as JSON; the whole
matrix is slow.
"""

from __future__ import annotations

import io
import itertools
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kilosol.cli import main
from kilosol.cli.app import build_app
from kilosol.cli.console import plain

PAGES = ("ascii", "gbk", "cp1252", "cp932", "latin-1")
FEW = ("--set", "draws=60", "--set", 'power.architectures=["fission"]', "--set", "horizon_year=2036")
PATIENCE_S = 900.0

#: Commands by name, with few draws; {run} is a plan's folder, {home} a folder for what is written.
COMMANDS: dict[str, tuple[str, ...]] = {
    "arc": ("arc", "--depart", "2031-01-28", "--arrive", "2031-08-06"),
    "check": ("check", "announced-2025"),
    "city": ("city", *FEW),
    "claims": ("claims", *FEW),
    "commission": ("commission", "--array-m2", "2000", "--robots", "20"),
    "compare": ("compare", "{run}", "{run}"),
    "export": ("export", "{run}", "--stage", "windows", "--out", "{home}/windows.csv"),
    "new": ("new",),
    "plan": ("plan", *FEW, "--out", "{home}/plan"),
    "porkchop": (
        *("porkchop", "--depart", "2030-11-01..2031-05-01", "--arrive", "2031-05-01..2032-05-01"),
        *("--points", "20", "--out", "{home}/porkchop.csv"),
    ),
    "report": ("report", "{run}"),
    "selfcheck": ("selfcheck", "--package", "oleson2022_station"),
    "sensitivity": (
        *("sensitivity", "--dials", "campaign/crew_risk.launch", "--workers", "1", "--draws", "60"),
        *(*FEW[2:], "--out", "{home}/study"),
    ),
    "site": ("site", "Jezero"),
    "sources": ("sources", "fission/hp-stirling-40"),
    "station": ("station", "kilopower-10", "--no-solar"),
    "station replay": ("station", "replay", "krusty-15c"),
    "sweep": ("sweep", "--vary", "fleet.ready_frac=0.5,0.6", *FEW, "--workers", "1", "--out", "{home}/sweep"),
    "windows": ("windows", "--from", "2028", "--to", "2031"),
}

#: Too slow to be run twice in a sample, or at all. `serve` prints one line and has tests of its own below.
SLOW = {
    "campaign": ("campaign", *FEW),
    "grid": ("grid", "--design", "partner-hybrid", "--years", "64", "--out", "{home}/grid"),
}

#: What ends in an error, with its exit code.
REFUSED = {
    "a flag": (("plan", "--sede", "3"), 2),
    "a value": (("check", "no–such “scenario”.toml"), 2),
    "a key": (("plan", "--set", "crew.peöple=4"), 2),
    "infeasible": (("city", "--set", "loads.table=火星"), 2),
    "help": (("plan", "--help"), 0),
    "all help": (("--help",), 0),
}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of a small plan."""
    folder = tmp_path_factory.mktemp("console") / "run"
    before = sys.stdout, sys.stderr
    try:
        sys.stdout, sys.stderr = stream("utf-8"), stream("utf-8")
        assert main(["plan", *FEW, "--out", str(folder)]) == 0
    finally:
        sys.stdout, sys.stderr = before
    return folder


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(autouse=True)
def streams() -> Iterator[None]:
    before = sys.stdout, sys.stderr
    yield
    sys.stdout, sys.stderr = before


def stream(page: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding=page, errors="strict", newline="\n")


def said(page: str, *words: str) -> tuple[int, str, str]:
    """Exit code, and what is on both streams, read as the page that they are in."""
    out, errors = stream(page), stream(page)
    sys.stdout, sys.stderr = out, errors
    code = main(words)
    texts = []
    for one in (out, errors):
        one.flush()
        assert isinstance(one.buffer, io.BytesIO)
        texts.append(one.buffer.getvalue().decode(page))
    assert "Traceback" not in texts[1]
    return code, texts[0], texts[1]


def filled(words: tuple[str, ...], run: Path, home: Path) -> tuple[str, ...]:
    return tuple(word.format(run=run, home=home) if "{" in word[:5] else word for word in words)


def test_no_command_is_forgotten() -> None:
    names = {name for name in build_app() if not name.startswith("-")}
    assert names == {name.split()[0] for name in {**COMMANDS, **SLOW}} | {"serve"}


#: Sixty-four years cannot show the risk that is asked for: the sheet is printed, and told to be infeasible.
CODES = {"grid": 3}


def check_text(page: str, words: tuple[str, ...]) -> None:
    code, out, errors = said(page, *words)
    assert code == CODES.get(words[0], 0), errors
    assert out.strip()
    # Nothing went through that a reader would see as a code.
    assert "\\x" not in out
    assert "\\u" not in out


def check_json(page: str, words: tuple[str, ...]) -> None:
    code, out, errors = said(page, *words, "--json")
    assert code == CODES.get(words[0], 0), errors
    # In ASCII alone, and so in every code page.
    assert out.isascii()
    assert json.loads(out) is not None


@pytest.mark.parametrize(
    ("name", "page"), list(zip(COMMANDS, itertools.cycle(PAGES), strict=False)), ids=lambda word: word
)
def test_a_command_on_a_page(run: Path, home: Path, name: str, page: str) -> None:
    words = filled(COMMANDS[name], run, home)
    check_text(page, words)
    check_json(PAGES[PAGES.index(page) - 1], words)


@pytest.mark.parametrize(
    ("name", "page"), [("claims", "gbk"), ("windows", "ascii"), ("sources", "cp1252"), ("station", "ascii")]
)
def test_commands_of_many_letters_on_the_pages_of_most(run: Path, home: Path, name: str, page: str) -> None:
    check_text(page, filled(COMMANDS[name], run, home))


def test_a_campaign_on_the_poorest_page(run: Path, home: Path) -> None:
    check_text("ascii", SLOW["campaign"])


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("name", [*COMMANDS, *SLOW])
def test_every_command_on_every_page(run: Path, home: Path, name: str, page: str) -> None:
    words = filled({**COMMANDS, **SLOW}[name], run, home)
    check_text(page, words)
    check_json(page, words)


@pytest.mark.parametrize("name", ["sources", "windows", "station", "site"])
def test_what_a_page_lacks_is_the_plain_form_of_the_same_words(name: str, run: Path, home: Path) -> None:
    words = filled(COMMANDS[name], run, home)
    whole, poor = said("utf-8", *words)[1], said("ascii", *words)[1]

    def letters(text: str) -> str:
        # Boxes of tables are drawn with other signs.
        return "".join(c for c in plain(text) if c.isalnum())

    assert letters(poor) == letters(whole)


@pytest.mark.parametrize(
    ("name", "page"),
    [
        *zip(REFUSED, itertools.cycle(PAGES), strict=False),
        *(
            pytest.param(name, page, marks=pytest.mark.slow)
            for name, page in itertools.product(REFUSED, PAGES)
        ),
    ],
)
def test_refusals_and_help_on_every_page(name: str, page: str) -> None:
    words, expected = REFUSED[name]
    code, out, errors = said(page, *words)
    assert code == expected
    assert (out if code == 0 else errors).strip()


def shell(line: str, home: Path, **more: str) -> subprocess.CompletedProcess[bytes]:
    env = {**os.environ, "KILOSOL": f"{sys.executable} -m kilosol.cli", **more}
    return subprocess.run(
        ["bash", "-c", line], capture_output=True, cwd=home, env=env, timeout=PATIENCE_S, check=False
    )


posix = pytest.mark.skipif(sys.platform == "win32", reason="streams are closed by a POSIX shell here")


@posix
@pytest.mark.parametrize(
    "closed",
    [
        "2>&-",
        "<&- >&- 2>&-",
        pytest.param(">&-", marks=pytest.mark.slow),
        pytest.param(">&- 2>&-", marks=pytest.mark.slow),
    ],
)
def test_a_plan_without_streams_is_written(tmp_path: Path, closed: str) -> None:
    few = " ".join(f"'{word}'" for word in FEW)
    done = shell(f"exec $KILOSOL plan {few} --out run {closed}", tmp_path)
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr
    files = {p.name for p in (tmp_path / "run").iterdir()}
    assert files == {"verdict.json", "results.nc", "scenario.toml", "provenance.json", "report.html"}
    # Nothing of the streams has gone into the files that took their numbers.
    json.loads((tmp_path / "run" / "verdict.json").read_text(encoding="utf-8"))
    assert (tmp_path / "run" / "results.nc").read_bytes()[:4] == b"\x89HDF"


@posix
@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("$KILOSOL windows --from 2028 --to 2028 >&-", 0),
        ("$KILOSOL windows --from 2028 --to 2028 --json 2>&-", 0),
        ("$KILOSOL --help >&-", 0),
        ("$KILOSOL plan --sede 3 2>&-", 2),
        ("$KILOSOL plan --sede 3 >&- 2>&-", 2),
        ("set -o pipefail; $KILOSOL --help | head -1", 0),
        ("set -o pipefail; $KILOSOL plan --help | true", 0),
        ("set -o pipefail; $KILOSOL sources | head -1", 0),
        ("set -o pipefail; $KILOSOL sources --json | true", 0),
        ("set -o pipefail; $KILOSOL check announced-2025 2>&1 | true", 0),
    ],
)
def test_streams_that_are_closed_or_left(tmp_path: Path, line: str, code: int) -> None:
    done = shell(line, tmp_path, PYTHONIOENCODING="ascii")
    assert done.returncode == code
    assert b"Traceback" not in done.stderr
    assert b"Exception ignored" not in done.stderr


@posix
def test_processes_of_a_sweep_take_any_page(tmp_path: Path) -> None:
    few = " ".join(f"'{word}'" for word in FEW)
    line = f"$KILOSOL sweep --vary fleet.ready_frac=0.5,0.6 {few} --workers 2 --out s --json 2>&-"
    done = shell(line, tmp_path, PYTHONIOENCODING="gbk")
    assert done.returncode == 0
    assert [one["error"] for one in json.loads(done.stdout)["cases"]] == ["", ""]


@posix
@pytest.mark.parametrize("how", ["", "2>&-"])
def test_the_app_serves_without_a_console(tmp_path: Path, how: str) -> None:
    env = {**os.environ, "PYTHONIOENCODING": "ascii"}
    line = f"exec {sys.executable} -m kilosol.cli serve --port 0 --folder app {how}"
    with subprocess.Popen(["bash", "-c", line], stdout=subprocess.PIPE, env=env, cwd=tmp_path) as process:
        assert process.stdout is not None
        try:
            assert process.stdout.readline().startswith(b"Kilosol at http://127.0.0.1:")
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=PATIENCE_S) == 0
        finally:
            process.kill()
