"""What is installed may be used beside Apache-2.0, and the page of licences lists all of it."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

import kilosol

ROOT = Path(__file__).parents[2]
spec = importlib.util.spec_from_file_location("licences", ROOT / "tools" / "licences.py")
licences = importlib.util.module_from_spec(spec)
spec.loader.exec_module(licences)

#: Permissive: may be part of what is handed on under Apache-2.0.
PERMISSIVE = {
    "MIT", "MIT-CMU", "MIT-0", "0BSD", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "ISC", "Zlib", "PSF-2.0",
    "CC0-1.0", "Unlicense", "Apache-2.0 WITH LLVM-exception",
}  # fmt: skip

#: Copyleft of single files: used as it is by developers, never part of what is handed on.
DEVELOPERS_ALONE = {"MPL-2.0"}

#: What a distribution says in words of its own, or only in a file, read there; docutils is in the public
#: domain but for parts under BSD-2-Clause.
READ = {
    "axe-playwright-python": "MIT", "bottleneck": "BSD-2-Clause", "docutils": "BSD-2-Clause",
    "sphinx-gallery": "BSD-3-Clause",
}  # fmt: skip


def installed(*extras):
    found = {}
    licences.needed("kilosol", frozenset(extras), found)
    return found


def of(name, found):
    return licences.parts_of(READ.get(name) or licences.licence_of(found))


def test_the_walk_is_deep():
    runtime, all_of_it = installed(), installed("dev")
    assert {"numpy", "llvmlite", "starlette", "pydantic-core", "h11"} <= set(runtime) < set(all_of_it)
    assert {"tornado", "pypsa", "pytest"} <= set(all_of_it) - set(runtime)


@pytest.mark.parametrize(("extras", "allowed"), [((), PERMISSIVE), (("dev",), PERMISSIVE | DEVELOPERS_ALONE)])
def test_every_licence_may_stand_beside_ours(extras, allowed):
    others = {name: of(name, found) - allowed for name, found in installed(*extras).items()}
    assert {name: left for name, left in others.items() if left} == {}


def test_the_page_lists_every_runtime_dependency_and_what_is_vendored():
    page = (ROOT / "docs" / "trust" / "licences.md").read_text(encoding="utf-8")
    listed = dict(re.findall(r"^\| ([\w.-]+) \| [^|]+ \| ([^|]+) \|$", page, re.MULTILINE))
    wanted = {name: licences.licence_of(found) for name, found in installed().items()}
    assert {name: listed.get(name) for name in wanted} == wanted
    htmx = (Path(kilosol.__file__).parent / "web" / "static" / "htmx.min.js").read_text(encoding="utf-8")
    version = re.search(r'version:"([0-9.]+)"', htmx)[1]
    assert f"| htmx | {version} | 0BSD |" in page
    assert "| plotly.js |" in page
    for licence in PERMISSIVE | DEVELOPERS_ALONE:
        assert f"`{licence}`" in page
