"""`kilosol plan` as its user runs it: the folder it leaves, what it prints, how it stops."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import xarray as xr

FILES = {"verdict.json", "results.nc", "scenario.toml", "provenance.json", "report.html"}
FEW = ["--set", "draws=300"]


def kilosol(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kilosol.cli", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=300, check=False)


def test_plan_leaves_a_whole_folder_and_repeats_itself(tmp_path: Path) -> None:
    first = kilosol("plan", *FEW, "--out", "one", cwd=tmp_path)
    assert first.returncode == 0, first.stderr
    folder = tmp_path / "one"
    assert {p.name for p in folder.iterdir()} == FILES
    assert "report.html" in first.stdout
    for question in ("When can ships leave", "Which station?", "When do people land, and do they come home?"):
        assert question in first.stdout
    assert "Traceback" not in first.stderr

    # The scenario as run gives the same verdict again, byte for byte.
    again = kilosol("plan", str(folder / "scenario.toml"), "--out", "two", "--json", cwd=tmp_path)
    assert again.returncode == 0, again.stderr
    assert (tmp_path / "two" / "verdict.json").read_bytes() == (folder / "verdict.json").read_bytes()
    assert json.loads(again.stdout) == json.loads((folder / "verdict.json").read_text(encoding="utf-8"))

    provenance = json.loads((folder / "provenance.json").read_text(encoding="utf-8"))
    assert provenance["seed"] == json.loads(again.stdout)["seed"]
    dispatch = xr.load_dataset(folder / "results.nc", group="dispatch", engine="h5netcdf")
    assert dispatch.generation_kw.attrs["units"] == "kW"


def test_a_broken_scenario_writes_nothing(tmp_path: Path) -> None:
    done = kilosol("plan", "--set", "partners.station.ofered=false", "--out", "bad", cwd=tmp_path)
    assert done.returncode == 2
    assert "offered" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_plan_with_no_feasible_design_still_says_so_and_exits_0(tmp_path: Path) -> None:
    """One small claimed-size unit, trips allowed, nothing else: the verdict is that none holds."""
    done = kilosol(
        "plan",
        *FEW,
        "--set",
        'power.architectures=["fission"]',
        "--set",
        "partners.station.n_units=1",
        "--out",
        "none",
        "--json",
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    verdict = json.loads(done.stdout)
    assert not verdict["station"]["is_feasible"]
    assert any("No design holds" in notice["what"] for notice in verdict["notices"])
    assert (tmp_path / "none" / "report.html").is_file()


def listen_to_interrupts() -> None:
    """A suite run in the background hands its children a Ctrl-C that is ignored; a user's shell does not."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_ctrl_c_stops_and_leaves_nothing(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "kilosol.cli", "plan", "--out", "cut"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        preexec_fn=listen_to_interrupts,
    )
    assert process.stderr is not None
    # Wait until the station is being sized: compiled loops are running then.
    for line in process.stderr:
        if "station" in line:
            break
    process.send_signal(signal.SIGINT)
    try:
        # A guard against a hang: how soon it leaves is measured with a kernel that never ends.
        _, rest = process.communicate(timeout=300)
    finally:
        process.kill()
    assert process.returncode == 130
    # It did not wait for the stages that were left.
    assert "city" not in rest
    assert list(tmp_path.iterdir()) == []
