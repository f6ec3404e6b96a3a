"""Plans shared by the tests of stages and of studies."""

from __future__ import annotations

import pytest
from plans import Planner, plan_of


@pytest.fixture(scope="session")
def plan() -> Planner:
    """Run of a preset with some keys changed, 2000 campaigns."""
    return plan_of
