"""Every example runs as it stands, in an empty folder and without a network."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.py"))


#: Asked one by one, with two inputs each, by test_ten_questions.py.
ASKED_ELSEWHERE = {"ten_questions"}


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(path, marks=pytest.mark.slow) if path.stem in ASKED_ELSEWHERE else path
        for path in EXAMPLES
    ],
    ids=lambda path: path.stem,
)
def test_an_example_runs(path: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", str(path)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()
