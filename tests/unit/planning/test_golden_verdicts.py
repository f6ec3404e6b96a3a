"""Golden verdicts: a number of a preset that moves is noticed, and has its entry in the changelog.

``pytest tests/unit/planning/test_golden_verdicts.py --update 0013.added.md`` writes them anew after a change
that is meant; the fragment says why.

Verdicts carry six digits. A value at the edge of its last digit may fall to either side on a processor with
another mathematical library: one part in 1e5 of a number that begins with 1. Twice that is allowed, and far
less than any change of a result. Chances are counts of draws, and draws do not hang on the processor: the
same tolerance leaves them no way to move, since one campaign of 2 000 is 5e-4.
"""

from __future__ import annotations

import hashlib
import json
import math
from pathlib import Path
from typing import Any

import pytest

from kilosol.planning import Run

ROOT = Path(__file__).parents[3]
GOLDEN = ROOT / "tests" / "golden"
PRESETS = ("announced-2025", "as-of-2026-11")

#: Two units of the sixth digit of a number that begins with 1; below `TINY` nothing is told apart.
RELATIVE, TINY = 2e-5, 1e-9


def plain(value: Any) -> Any:
    """As JSON gives it back, without what is no result."""
    kept = json.loads(json.dumps(value))
    kept.pop("version")
    kept["scenario"].pop("hash")
    return kept


def differences(golden: Any, found: Any, at: str = "verdict") -> list[str]:
    """Key by key, what is not as it was."""
    if isinstance(golden, dict) and isinstance(found, dict):
        lost = [f"{at}.{key}: gone, was {golden[key]!r}" for key in golden if key not in found]
        new = [f"{at}.{key}: new, {found[key]!r}" for key in found if key not in golden]
        both = [differences(golden[k], found[k], f"{at}.{k}") for k in golden if k in found]
        return [*lost, *new, *(line for lines in both for line in lines)]
    if isinstance(golden, list) and isinstance(found, list):
        count = [] if len(golden) == len(found) else [f"{at}: {len(found)} entries, was {len(golden)}"]
        rows = [differences(g, f, f"{at}[{i}]") for i, (g, f) in enumerate(zip(golden, found, strict=False))]
        return [*count, *(line for lines in rows for line in lines)]
    if is_number(golden) and is_number(found):
        if math.isclose(golden, found, rel_tol=RELATIVE, abs_tol=TINY):
            return []
        part = f" ({100.0 * (found / golden - 1.0):+.3g} %)" if golden else ""
        return [f"{at}: {found!r}, was {golden!r}{part}"]
    is_same = golden == found and isinstance(golden, bool) == isinstance(found, bool)
    return [] if is_same else [f"{at}: {found!r}, was {golden!r}"]


def is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def digest(verdict: Any) -> str:
    return hashlib.sha256(json.dumps(verdict, sort_keys=True).encode()).hexdigest()[:16]


def is_told(fragment: str) -> bool:
    """Whether the changelog holds the fragment: in its folder, or gathered by a release under its number."""
    number = fragment.split(".")[0]
    return (ROOT / "changelog.d" / fragment).is_file() or number in (ROOT / "CHANGELOG.md").read_text("utf-8")


def read(preset: str) -> dict[str, Any]:
    return json.loads((GOLDEN / f"{preset}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_gives_its_golden_verdict(preset: str, plan: Any, pytestconfig: pytest.Config) -> None:
    run: Run = plan(preset)
    found = plain(run.verdict)
    fragment = pytestconfig.getoption("--update", default=None)
    file = GOLDEN / f"{preset}.json"
    if fragment is not None:
        assert is_told(fragment), f"write changelog.d/{fragment} first: it says why the verdict moved"
        moves = read(preset)["moves"] if file.exists() else []
        if not moves or moves[-1]["digest"] != digest(found):
            moves.append({"explained_by": fragment, "digest": digest(found)})
        golden = {"draws": run.scenario.draws, "moves": moves, "verdict": found}
        file.write_text(json.dumps(golden, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        return
    moved = differences(read(preset)["verdict"], found)
    assert not moved, "\n".join(
        [
            f"{len(moved)} numbers of {preset} moved:",
            *moved,
            "If this is meant: say why in changelog.d/NNNN.changed.md, then run this test with",
            "  --update NNNN.changed.md",
        ]
    )


@pytest.mark.parametrize("preset", PRESETS)
def test_a_golden_verdict_moves_only_with_an_entry_in_the_changelog(preset: str) -> None:
    golden = read(preset)
    last = golden["moves"][-1]
    assert last["digest"] == digest(golden["verdict"]), "edited by hand: run the test with --update FRAGMENT"
    assert len({move["digest"] for move in golden["moves"]}) == len(golden["moves"])
    for move in golden["moves"]:
        assert is_told(move["explained_by"]), f"changelog.d/{move['explained_by']} is missing"


def test_differences_are_told_key_by_key() -> None:
    was = {"a": 1.0, "b": {"c": [1, 2.5]}, "d": "x", "e": None, "n": True}
    now = {"a": 1.00001, "b": {"c": [1, 2.6, 3]}, "d": "y", "e": 0.0, "n": 1}
    assert differences(was, was) == []
    assert differences(was, now) == [
        "verdict.b.c: 3 entries, was 2",
        "verdict.b.c[1]: 2.6, was 2.5 (+4 %)",
        "verdict.d: 'y', was 'x'",
        "verdict.e: 0.0, was None",
        "verdict.n: 1, was True",
    ]
    assert differences({"p": 0.5}, {"p": 0.5005}) == ["verdict.p: 0.5005, was 0.5 (+0.1 %)"]
    assert differences({"p": 0.5}, {"q": 0.5}) == ["verdict.p: gone, was 0.5", "verdict.q: new, 0.5"]
