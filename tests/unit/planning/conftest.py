"""Plans shared by the tests of this folder: each scenario runs once a process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

import pytest

from kilosol.planning import Run, run_plan
from kilosol.planning.cache import Memory
from kilosol.scenario import load_scenario

Planner = Callable[..., Run]


#: What one plan has in common with another is worked out once, as in a sweep. That a plan from memory is the
#: plan byte for byte is the affair of test_memory.py and test_verdict.py.
_MEMORY = Memory()


@cache
def _plan(preset: str, changes: tuple[tuple[str, object], ...]) -> Run:
    with _MEMORY.remembering():
        return run_plan(load_scenario(preset, {"draws": 2000, **dict(changes)}))


@pytest.fixture(scope="session")
def plan() -> Planner:
    """Run of a preset with some keys changed, 2000 campaigns."""

    def run(preset: str = "as-of-2026-11", changes: dict[str, object] | None = None) -> Run:
        return _plan(preset, tuple(sorted((changes or {}).items())))

    return run


@pytest.fixture(autouse=True, scope="session")
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Studies of the tests keep their answers apart from the user's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KILOSOL_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield
