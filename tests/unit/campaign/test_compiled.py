"""The machine code on disk follows edits of every module it was made from."""

import subprocess
import sys

OUTER = """
from inner import step
from kilosol.campaign.compiled import compiled

@compiled
def twice(x):
    return step(step(x))

print(twice(3.0))
"""
INNER = """
from kilosol.campaign.compiled import compiled

@compiled
def step(x):
    return x {what}
"""


def run(folder):
    made = subprocess.run(
        [sys.executable, "outer.py"], cwd=folder, capture_output=True, text=True, check=True
    )
    return float(made.stdout)


def test_an_edit_of_a_called_module_is_seen(tmp_path):
    (tmp_path / "outer.py").write_text(OUTER)
    (tmp_path / "inner.py").write_text(INNER.format(what="+ 1.0"))
    assert run(tmp_path) == 5.0
    assert list(tmp_path.rglob("outer.twice-*.nbi"))
    (tmp_path / "inner.py").write_text(INNER.format(what="* 2.0"))
    assert run(tmp_path) == 12.0
