"""Null in a verdict: only where a plan has no such thing, and told."""

import json
from pathlib import Path

import pytest

from kilosol.results import ABSENT, absent_in

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("preset", ["announced-2025", "as-of-2026-11"])
def test_presets_have_no_null_but_what_is_told(preset):
    verdict = json.loads((ROOT / "tests" / "golden" / f"{preset}.json").read_text("utf-8"))["verdict"]
    found = absent_in(verdict)
    assert set(found) <= set(ABSENT)
    assert "claims[].year" in found


def test_the_page_on_results_tells_each():
    page = (ROOT / "docs" / "how-to" / "work-with-results.md").read_text("utf-8")
    assert [f"| `{key}` | {words} |" in page for key, words in ABSENT.items()] == [True] * len(ABSENT)


def test_places_of_nulls_are_found_in_any_nest():
    assert absent_in({"a": {"b": None}, "c": [1, {"d": None}, [None]]}) == ["a.b", "c[].d", "c[][]"]
