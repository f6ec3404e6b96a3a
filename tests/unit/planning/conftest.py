"""Plans shared by the tests of this folder: each scenario runs once a process."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from kilosol.planning import Run, run_plan
from kilosol.scenario import load_scenario

Planner = Callable[..., Run]


@cache
def _plan(preset: str, changes: tuple[tuple[str, object], ...]) -> Run:
    return run_plan(load_scenario(preset, {"draws": 2000, **dict(changes)}))


@pytest.fixture(scope="session")
def plan() -> Planner:
    """Run of a preset with some keys changed, 2000 campaigns."""

    def run(preset: str = "as-of-2026-11", changes: dict[str, object] | None = None) -> Run:
        return _plan(preset, tuple(sorted((changes or {}).items())))

    return run
