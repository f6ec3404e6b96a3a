"""What a user waits for: whole commands, each in a process of its own."""

import subprocess
import sys

import pytest

pytestmark = pytest.mark.bench


def kilosol(*words):
    return subprocess.run(
        [sys.executable, "-m", "kilosol.cli", *words], check=True, capture_output=True, text=True
    )


def test_help(benchmark):
    found = benchmark.pedantic(kilosol, ("--help",), rounds=5, warmup_rounds=1)
    assert "plan" in found.stdout


@pytest.mark.slow
def test_whole_plan(benchmark, tmp_path):
    out = str(tmp_path / "run")
    benchmark.pedantic(kilosol, ("plan", "--out", out, "--json"), rounds=2, warmup_rounds=1)
    assert (tmp_path / "run" / "verdict.json").is_file()
