"""Plans made cheap: the same code on fewer drawn years, points and ships, with a memory of stages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from kilosol.errors import Infeasible, Problem, ScenarioError
from kilosol.planning import Run, run_plan
from kilosol.planning.memory.cache import Memory
from kilosol.results import ABSENT, absent_in, rounded
from kilosol.scenario import Scenario, field_rows

Planner = Callable[[Scenario], "Run | ScenarioError"]

#: Overrides of a plan that takes a second instead of ten; a case may set them otherwise.
CHEAP = {"draws": 40, "horizon_year": 2037, "power.architectures": ["fission"]}


@pytest.fixture(scope="session")
def planned() -> Planner:
    """Plans a valid scenario: a run whose numbers are all finite, or an error that names a key of it."""
    memory = Memory()

    def plan(scenario: Scenario) -> Run | ScenarioError:
        # Only while it plans: other tests of the same process know nothing of it.
        with pytest.MonkeyPatch.context() as patch, memory.remembering():
            _make_cheap(patch)
            return _plan(scenario)

    return plan


def _make_cheap(patch: pytest.MonkeyPatch) -> None:
    from kilosol.planning import evidence, verdict
    from kilosol.planning.stages import power, survival, transfers, weather

    patch.setattr(power, "N_YEARS", 24)
    patch.setattr(power, "N_YEARS_ALONE", 12)
    patch.setattr(power, "N_YEARS_ALTERNATIVE", 8)
    patch.setattr(transfers, "PORKCHOP_POINTS", 9)
    patch.setattr(weather, "N_WEATHERS", 4)
    patch.setattr(survival, "N_YEARS_PLAN", 2)
    patch.setattr(evidence, "N_MASS_DRAWS", 200)
    patch.setattr(verdict, "rounded", finite_and_rounded)


def _plan(scenario: Scenario) -> Run | ScenarioError:
    try:
        return run_plan(scenario)
    except ScenarioError as error:
        refused = error
    except Infeasible as error:
        # No flight keeps limits that are each in range: the sentence names the keys to raise.
        if "raise transfer." not in str(error):
            raise
        return ScenarioError(scenario.name, [Problem("", "transfer", str(error))])
    for problem in refused.problems:
        assert names_a_key(problem.what), refused
        assert problem.message, refused
    return refused


def names_a_key(what: str) -> bool:
    """Whether a place is a key of a scenario, or a table in it."""
    generic = "".join("[]" if part.isdecimal() else f".{part}" for part in what.split(".")).lstrip(".")
    return any(f"{row.key}.".startswith(f"{generic}.") for row in field_rows())


def finite_and_rounded(value: Any) -> Any:
    """In the place of the verdict's own rounding, which looks at numbers and not at words."""
    assert not (found := unfinished(value)), found
    # What is missing is missing for a reason that is told.
    assert set(absent_in(value)) <= set(ABSENT), absent_in(value)
    return rounded(value)


def unfinished(value: object, at: str = "verdict") -> list[str]:
    """Places of numbers that are none, and of words that tell of such numbers."""
    if isinstance(value, dict):
        return [place for key, inner in value.items() for place in unfinished(inner, f"{at}.{key}")]
    if isinstance(value, list | tuple):
        return [place for i, inner in enumerate(value) for place in unfinished(inner, f"{at}[{i}]")]
    if isinstance(value, str):
        words = value.lower().replace("(", " ").replace(",", " ").split()
        return [f"{at} = {value}"] if {"nan", "inf", "-inf"} & set(words) else []
    if value is None or isinstance(value, bool):
        return []
    return [] if np.isfinite(value) else [f"{at} = {value}"]  # type: ignore[call-overload]
