"""The documentation builds without a warning, links nothing it would have to fetch, and names every key."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kilosol.scenario.schema import field_rows

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("sphinx", reason="the docs extra is not installed")
    where = tmp_path_factory.mktemp("docs")
    shutil.copytree(
        ROOT / "docs", where / "docs", ignore=shutil.ignore_patterns("made", "gallery", "__pycache__")
    )
    shutil.copytree(ROOT / "examples", where / "examples")
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html", "docs", "site"],
        cwd=where,
        env={**os.environ, "KILOSOL_DOCS_RUN_EXAMPLES": "0"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return where / "site"


def test_pages_fetch_nothing(site: Path) -> None:
    fetched = re.compile(
        r'<(?:script|img|iframe)[^>]*\ssrc="(?:https?:)?//[^"]*"|<link[^>]*href="(?:https?:)?//[^"]*"'
    )
    found = {
        m[0] for page in site.rglob("*.html") for m in fetched.finditer(page.read_text(encoding="utf-8"))
    }
    assert not found


def test_every_scenario_key_is_described(site: Path) -> None:
    page = (site / "reference" / "made" / "scenario.html").read_text(encoding="utf-8")
    missing = [row.key for row in field_rows() if f">{row.key}<" not in page]
    assert not missing


def test_every_command_is_described(site: Path) -> None:
    from kilosol.cli.app import build_app

    page = (site / "reference" / "commands.html").read_text(encoding="utf-8")
    missing = [name for name in build_app() if not name.startswith("-") and f">kilosol {name}<" not in page]
    assert not missing


def test_equations_are_mathml(site: Path) -> None:
    page = (site / "models" / "fission.html").read_text(encoding="utf-8")
    assert "<math" in page
    assert "$" not in re.sub(r"<(script|style|pre|code)\b.*?</\1>", "", page, flags=re.S)


def test_every_case_of_evidence_that_was_recomputed_is_shown(site: Path) -> None:
    from kilosol.evidence import chosen_rows

    page = (site / "trust" / "evidence.html").read_text(encoding="utf-8")
    assert all(row.what in page for row in chosen_rows("ships"))
    assert "are reproduced within their stated tolerance" in page
