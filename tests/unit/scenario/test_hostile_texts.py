"""Texts that would make the TOML parser itself give up are told as problems of the scenario."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from kilosol.errors import ScenarioError, UnknownName
from kilosol.scenario import load_scenario, parse_override, read_scenario

DEEP = 20_000


@pytest.mark.parametrize(
    "text",
    ["draws = " + "9" * 5000, "x = " + "[" * DEEP, "x = " + "{a = " * (DEEP // 2)],
    ids=["number", "lists", "tables"],
)
def test_a_file(text):
    with pytest.raises(ScenarioError, match="TOML"):
        read_scenario(text, "test.toml")


@pytest.mark.parametrize("value", ["9" * 5000, "[" * DEEP, "{b = " * DEEP], ids=["number", "lists", "tables"])
def test_a_value_from_outside(value):
    with pytest.raises(ScenarioError):
        load_scenario("as-of-2026-11", dict([parse_override(f"draws={value}")]))
    with pytest.raises(ScenarioError):
        load_scenario("as-of-2026-11", {"draws": value})


@pytest.mark.parametrize(
    "line",
    ["a" + ".a" * 20_000 + " = 1", "[" + "a." * 20_000 + "a]", "x = {" + "a." * 20_000 + "a = 1}"],
    ids=["key", "header", "inline"],
)
def test_names_without_end_are_refused_before_the_parser_takes_its_time(line):
    begun = time.process_time()
    with pytest.raises(ScenarioError, match=r"a\.toml:2  TOML: a line may have at most 50 dots, got"):
        read_scenario(f"# a note.....{'.' * 500}\n{line}", "a.toml")
    # The parser alone would take a minute.
    assert time.process_time() - begun < 5.0


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no such device here")
def test_a_device_that_never_ends_is_no_scenario():
    # In a process of its own: reading on would take all memory.
    limited = "import resource; resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30)); "
    words = limited + "from kilosol.cli import main; raise SystemExit(main(['check', '/dev/zero']))"
    done = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, timeout=120)
    assert done.returncode == 2, done.stderr
    assert "/dev/zero: a scenario may have at most 60000 characters" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_things_in_the_place_of_a_file(tmp_path):
    (tmp_path / "folder.toml").mkdir()
    (tmp_path / "loop.toml").symlink_to("loop.toml")
    (tmp_path / "nowhere.toml").symlink_to("not-there.toml")
    (tmp_path / "large.toml").write_bytes(b"# x\n" * 300_000)
    told = {
        "folder": "cannot be read: Is a directory", "loop": "cannot be read: Too many levels",
        "nowhere": "no such file", "large": "at most 60000 characters",
    }  # fmt: skip
    for name, words in told.items():
        with pytest.raises(ScenarioError, match=words):
            load_scenario(tmp_path / f"{name}.toml")
    for name in ("", "a" * 5000, "\udcff", "no\x01such", "..", "~root"):
        with pytest.raises((ScenarioError, UnknownName)):
            load_scenario(name)


def test_lines_may_end_in_any_way_and_begin_with_a_mark(tmp_path):
    from kilosol.scenario import preset_text

    text = preset_text("as-of-2026-11")
    for end in ("\n", "\r\n", "\r"):
        (tmp_path / "mine.toml").write_bytes(b"\xef\xbb\xbf" + text.replace("\n", end).encode())
        assert load_scenario(tmp_path / "mine.toml") == load_scenario("as-of-2026-11")


def test_a_link_to_a_scenario_is_read(tmp_path):
    from kilosol.scenario import preset_text

    (tmp_path / "real.toml").write_text(preset_text("as-of-2026-11"), encoding="utf-8")
    (tmp_path / "link.toml").symlink_to("real.toml")
    assert load_scenario(tmp_path / "link.toml") == load_scenario("as-of-2026-11")
