"""Plans that several tests share: each scenario runs once a process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from kilosol.planning import Run

Planner = Callable[..., "Run"]


#: What one plan has in common with another is worked out once, as in a sweep. That a plan from memory is the
#: plan byte for byte is the affair of test_memory.py and test_verdict.py.
@cache
def _memory() -> Any:
    from kilosol.planning.memory.cache import Memory

    return Memory()


@cache
def _plan(preset: str, changes: tuple[tuple[str, object], ...]) -> Run:
    from kilosol.planning import run_plan
    from kilosol.scenario import load_scenario

    with _memory().remembering():
        return run_plan(load_scenario(preset, {"draws": 2000, **dict(changes)}))


def plan_of(preset: str = "as-of-2026-11", changes: dict[str, object] | None = None) -> Run:
    """Run of a preset with some keys changed, 2000 campaigns."""
    return _plan(preset, tuple(sorted((changes or {}).items())))


@pytest.fixture(autouse=True, scope="session")
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Studies of the tests keep their answers apart from the user's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KILOSOL_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield
