"""Nothing that no user can reach: physics without a command, a page or a public function is listed.

`unreached.toml` says what waits, by module, and for what. The list may only shrink: what has found a door
must leave it, and nothing new may join it. The self-check is no door: a value that only it recomputes answers
nobody.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from reach import Node, Package

import kilosol

PHYSICS = ("loads", "transfer", "grid", "ships", "solar", "storage", "mars", "campaign", "city", "fission")

#: What users meet. Figures register themselves, so the report finds them without naming them.
FACES = ("kilosol.cli", "kilosol.web", "kilosol.api", "kilosol.report.figures")

#: Most lines of physics that may wait for a door, of all [1]. Five per cent is the aim.
MOST_UNREACHED_FRAC = 0.225

WAITING = tomllib.loads((Path(__file__).parent / "unreached.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def package() -> Package:
    return Package(Path(kilosol.__file__).parent)


@pytest.fixture(scope="module")
def unreached(package: Package) -> list[Node]:
    faces = [m for m in package.modules.values() if m.name.startswith(FACES)]
    roots = [(m.name, "") for m in faces] + [(m.name, name) for m in faces for name in m.defined]
    reached = package.reached(roots, without=("evidence",))
    return sorted(node for node in package.definitions(PHYSICS) if node not in reached)


def test_what_no_user_reaches_is_on_the_list_and_nothing_else_is(unreached: list[Node]) -> None:
    listed = {(f"kilosol.{module}", name) for module, about in WAITING.items() for name in about["names"]}
    assert sorted(set(unreached) - listed) == [], "give it a command, a page or a function, or delete it"
    assert sorted(listed - set(unreached)) == [], "it has a door, or is gone: strike it from unreached.toml"


def test_the_list_says_what_each_waits_for() -> None:
    assert all(about["waits_for"] for about in WAITING.values())


def test_the_share_that_waits_does_not_grow(package: Package, unreached: list[Node]) -> None:
    lines = sum(package.lines(node) for node in unreached)
    assert lines <= MOST_UNREACHED_FRAC * sum(package.lines(n) for n in package.definitions(PHYSICS))


def test_a_function_that_nobody_calls_is_seen(tmp_path: Path) -> None:
    folder = tmp_path / "toy"
    (folder / "cli").mkdir(parents=True)
    (folder / "__init__.py").write_text("")
    (folder / "cli" / "__init__.py").write_text(
        "def main():\n    from toy.physics import used\n    return used()\n"
    )
    (folder / "physics.py").write_text(
        "TABLE = {'a': by_table}\ndef by_table(): pass\ndef used(): return TABLE['a']\ndef alone(): pass\n"
    )
    toy = Package(folder)
    reached = toy.reached([("toy.cli", "main")])
    assert {name for module, name in reached if module == "toy.physics"} == {
        "",
        "TABLE",
        "by_table",
        "used",
    } - {""}
