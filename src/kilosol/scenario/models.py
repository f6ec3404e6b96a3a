"""The scenario: everything a user may state, frozen and checked."""

from __future__ import annotations

from typing import Self

from pydantic import model_validator

from kilosol.scenario.checks import Contradictions, contradictions
from kilosol.scenario.stated import Stated


class Scenario(Stated):
    """One campaign to plan.

    Read it with :func:`kilosol.scenario.load_scenario`; a scenario that exists is a valid one.
    """

    @model_validator(mode="after")
    def _without_contradictions(self) -> Self:
        found = contradictions(self)
        if found:
            raise Contradictions(found)
        return self
