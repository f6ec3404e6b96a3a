"""Options of the whole suite."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update",
        metavar="FRAGMENT",
        default=None,
        help="Write the golden verdicts anew; FRAGMENT is the file in changelog.d that says why they moved.",
    )
