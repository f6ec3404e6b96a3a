"""The command line as its users run it: by process, with its streams and exit codes."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kilosol import __version__


def kilosol(*words: str, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command line in a folder."""
    command = [sys.executable, "-m", "kilosol.cli", *words]
    return subprocess.run(command, capture_output=True, text=True, cwd=folder, timeout=120, check=False)


def test_help_and_version() -> None:
    shown = kilosol("--help")
    assert shown.returncode == 0
    assert all(
        name in shown.stdout for name in ("plan", "check", "new", "windows", "arc", "sources", "report")
    )
    assert kilosol("--version").stdout.strip() == __version__


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from kilosol.cli import main; main(['--help']);"
        "heavy = {'numpy', 'scipy', 'numba', 'pydantic', 'xarray', 'plotly'} & set(sys.modules);"
        "sys.exit(f'imported {heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_every_command_has_help() -> None:
    for name in ("plan", "check", "new", "windows", "arc", "sources", "report"):
        shown = kilosol(name, "--help")
        assert shown.returncode == 0
        assert "--json" in shown.stdout


def test_new_check_and_no_overwriting(tmp_path: Path) -> None:
    made = kilosol("new", "mine.toml", "--preset", "announced-2025", folder=tmp_path)
    assert made.returncode == 0
    text = (tmp_path / "mine.toml").read_text(encoding="utf-8")
    assert "five uncrewed ships" in text  # the notes of the preset come along
    assert kilosol("check", "mine.toml", folder=tmp_path).stdout.startswith("ok: announced-2025")
    (tmp_path / "mine.toml").write_text("mine", encoding="utf-8")
    again = kilosol("new", "mine.toml", folder=tmp_path)
    assert again.returncode == 2
    assert "--force" in again.stderr
    assert (tmp_path / "mine.toml").read_text(encoding="utf-8") == "mine"
    assert kilosol("new", "mine.toml", "--force", folder=tmp_path).returncode == 0
    assert kilosol("check", "mine.toml", folder=tmp_path).stdout.startswith("ok: as-of-2026-11")


def test_new_refuses_an_unknown_preset_and_writes_nothing(tmp_path: Path) -> None:
    made = kilosol("new", "mine.toml", "--preset", "announced-2026", folder=tmp_path)
    assert made.returncode == 2
    assert "did you mean 'announced-2025'" in made.stderr
    assert list(tmp_path.iterdir()) == []


def test_check_lists_every_problem_with_its_line(tmp_path: Path) -> None:
    kilosol("new", "bad.toml", folder=tmp_path)
    file = tmp_path / "bad.toml"
    text = file.read_text(encoding="utf-8")
    text = text.replace("people = 6", "people = 0").replace("isp_s =", "ips_s =")
    file.write_text(text, encoding="utf-8")
    line = next(i for i, row in enumerate(text.splitlines(), start=1) if row.startswith("people"))
    checked = kilosol("check", "bad.toml", folder=tmp_path)
    assert checked.returncode == 2
    assert checked.stdout == ""
    assert checked.stderr.startswith("3 problem(s) in bad.toml\n")
    assert f"bad.toml:{line}  crew.people: must be a whole number from 1 to 1000, got 0" in checked.stderr
    assert "did you mean 'isp_s'" in checked.stderr
    as_json = kilosol("check", "bad.toml", "--json", folder=tmp_path)
    assert as_json.returncode == 2
    found = json.loads(as_json.stdout)
    assert not found["ok"]
    assert {p["key"] for p in found["problems"]} == {"crew.people", "ship.isp_s", "ship.ips_s"}


def test_plan_of_a_bad_file_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text("draws = 'many'\n", encoding="utf-8")
    done = kilosol("plan", "bad.toml", "--out", "results", folder=tmp_path)
    assert done.returncode == 2
    assert "bad.toml:1  draws" in done.stderr
    assert "Traceback" not in done.stderr
    assert [p.name for p in tmp_path.iterdir()] == ["bad.toml"]


def test_sources_lists_filters_and_checks() -> None:
    listed = kilosol("sources", "constants.au_km")
    assert listed.returncode == 0
    assert "149597870.7" in listed.stdout
    assert "iau2012b2: International Astronomical Union" in listed.stdout
    by_source = json.loads(kilosol("sources", "park2021", "--json").stdout)
    assert {v["source"] for v in by_source} == {"park2021"}
    checked = kilosol("sources", "--check")
    assert (checked.returncode, checked.stderr) == (0, "")
    assert checked.stdout.startswith("ok: ")
    unknown = kilosol("sources", "prak2021")
    assert unknown.returncode == 2
    assert "did you mean 'park2021'" in unknown.stderr


def test_assumptions_are_counted_and_uncited() -> None:
    assumed = json.loads(kilosol("sources", "--assumptions", "--json").stdout)
    assert assumed
    assert {v["source"] for v in assumed} == {"assumption"}
    assert {v["tier"] for v in assumed} == {"assumption"}


def test_arc_of_the_fast_way_to_land_in_2031() -> None:
    # A type I arc, C3 near 9.0 and entry near 7.4 km/s, is what landing in 2031 takes.
    found = json.loads(kilosol("arc", "--depart", "2031-01-28", "--arrive", "2031-08-06", "--json").stdout)
    assert found["kind"] == "I"
    assert found["c3_km2_s2"] == pytest.approx(9.0, abs=0.05)
    assert found["entry_speed_km_s"] == pytest.approx(7.42, abs=0.05)
    assert (found["departure"], found["arrival"]) == ("2031-01-28", "2031-08-06")


def test_a_wrong_date_is_input_and_not_a_crash() -> None:
    done = kilosol("arc", "--depart", "soon", "--arrive", "2031-08-06")
    assert done.returncode == 2
    assert "ISO date" in done.stderr


def test_windows_out_and_home() -> None:
    out = json.loads(kilosol("windows", "--from", "2028", "--to", "2033", "--json").stdout)
    assert [w["year"] for w in out] == [2028, 2031, 2033]
    home = json.loads(kilosol("windows", "--from", "2028", "--to", "2031", "--return", "--json").stdout)
    assert [w["year"] for w in home] == [2028, 2030]
    assert home[0]["type1"]["origin"] == "mars"
    assert "2031" in kilosol("windows", "--from", "2031", "--to", "2031").stdout
    assert kilosol("windows").returncode == 2


def test_landing_in_2031_takes_a_type_one_arc() -> None:
    (window,) = json.loads(kilosol("windows", "--land-in", "2031", "--json").stdout)
    assert window["type2"] is None
    assert window["type1"]["arrival"].startswith("2031")
    slow = kilosol("windows", "--land-in", "2031", "--max-entry", "6")
    assert slow.returncode == 0
    assert "no window lands ships in 2031" in slow.stdout


def test_report_of_a_folder_that_is_not_there(tmp_path: Path) -> None:
    done = kilosol("report", "nowhere", folder=tmp_path)
    assert done.returncode == 2
    assert "no such folder" in done.stderr


ENGINE_THAT_NEVER_ENDS = """
import pathlib, sys, time, types
import kilosol
temporary = pathlib.Path("temporary"); temporary.mkdir()
import kilosol.results.store
kilosol.results.store.cleanup_temporaries = lambda: temporary.rmdir()
engine = types.ModuleType("kilosol.api.plans")
def plan(*_, progress, **__):
    progress.stage("kernel", 0, 1)
    time.sleep(600)
engine.plan = plan
import kilosol.api
sys.modules["kilosol.api.plans"] = kilosol.api.plans = engine
from kilosol.cli import main
sys.exit(main(["plan"]))
"""


def listen_to_interrupts() -> None:
    """A suite run in the background hands its children a Ctrl-C that is ignored; a user's shell does not."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for one process")
def test_ctrl_c_leaves_and_cleans_up(tmp_path: Path) -> None:
    command = [sys.executable, "-c", ENGINE_THAT_NEVER_ENDS]
    with subprocess.Popen(
        command, cwd=tmp_path, stderr=subprocess.PIPE, text=True, preexec_fn=listen_to_interrupts
    ) as process:
        try:
            assert process.stderr is not None
            assert process.stderr.readline() == "[1/1] kernel\n"
            process.send_signal(signal.SIGINT)
            # A guard against a hang: the engine itself would take ten minutes.
            assert process.wait(timeout=120) == 130
            assert "interrupted" in process.stderr.read()
        finally:
            process.kill()
    assert list(tmp_path.iterdir()) == []


def test_a_reader_that_goes_away_is_no_error() -> None:
    command = f"{sys.executable} -m kilosol.cli sources | head -2"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert done.stderr == ""


def test_selfcheck_recomputes_published_values(tmp_path: Path) -> None:
    words = ("--package", "oleson2022_station", "--json", "--out", "page.html")
    done = kilosol("selfcheck", *words, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["is_good"]
    assert found["counts"]["known miss"] == 3
    assert "COMPASS" in (tmp_path / "page.html").read_text(encoding="utf-8")
