"""What holds for every test."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update",
        metavar="FRAGMENT",
        default=None,
        help="Write the golden verdicts anew; FRAGMENT is the file in changelog.d that says why they moved.",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that share a fixture of a module or a session stay with one worker: each would make it anew."""
    for item in items:
        if item.get_closest_marker("xdist_group") is not None:
            continue
        shared = {
            definition.baseid
            for definitions in getattr(item, "_fixtureinfo").name2fixturedefs.values()  # noqa: B009
            for definition in definitions[-1:]
            if definition.scope in ("module", "session") and definition.baseid.startswith("tests")
        }
        if shared:
            item.add_marker(pytest.mark.xdist_group(min(shared)))
