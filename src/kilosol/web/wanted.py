"""What a program asks for: a scenario as JSON, from its bytes to a checked one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kilosol.errors import Problem, ScenarioError
from kilosol.scenario import Scenario, load_scenario, preset_names, read_scenario
from kilosol.scenario.border import (
    MOST_ENTRIES,
    MOST_SCENARIO,
    MOST_TOLD,
    bounded,
    shown,
    shown_key,
)
from kilosol.web.answers import Refused
from kilosol.web.own_files import without_files
from kilosol.web.runs import RunStore

Setting = bool | int | float | str | list[str]


class Wanted(BaseModel):
    """A plan to make."""

    model_config = ConfigDict(extra="forbid")

    base: str = Field("as-of-2026-11", description="Preset or address of a run to begin from", max_length=200)
    # Stated for callers; it is the border of scenarios that refuses, in its own words.
    scenario_toml: str | None = Field(
        None, description="A whole scenario instead", json_schema_extra={"maxLength": MOST_SCENARIO}
    )
    set: dict[str, Setting] = Field(
        {},
        description="Dotted key to value, set over it",
        json_schema_extra={"maxProperties": MOST_ENTRIES},
    )

    def scenario(self, runs: Path) -> Scenario:
        """The scenario, checked; `runs` is the folder in which runs are kept."""
        return without_files(self._read(runs))

    def _read(self, runs: Path) -> Scenario:
        if self.scenario_toml is not None:
            return read_scenario(self.scenario_toml, "scenario_toml", self.set)
        if self.base in preset_names():
            return load_scenario(self.base, self.set)
        return read_scenario(RunStore(runs).scenario(self.base), "the run's scenario", self.set)

    def origin(self, runs: Path) -> str:
        """Preset that it goes back to; empty if it is the caller's own."""
        if self.scenario_toml is not None:
            return ""
        return self.base if self.base in preset_names() else RunStore(runs).get(self.base).base


def wanted_in(body: bytes) -> Wanted:
    """What the bytes of a request ask for.

    Parameters
    ----------
    body : bytes
        JSON.

    Raises
    ------
    Refused
        If it is no JSON.
    ScenarioError
        With every problem, where it is beyond what a scenario may hold, or no :class:`Wanted`.
    """
    try:
        asked: Any = json.loads(body)
    except RecursionError:
        raise Refused(422, "the request: lists or objects lie in one another without end") from None
    except ValueError as error:
        why = str(error) if isinstance(error, json.JSONDecodeError) else "a number of thousands of digits"
        raise Refused(422, f"the request is no JSON: {why}") from None
    if not isinstance(asked, dict):
        raise Refused(422, f"the request must be an object of JSON, got {shown(asked)}")
    # The scenario's own text has a border of its own; the others have that of what it holds.
    rest = {key: value for key, value in asked.items() if key != "scenario_toml"}
    given = rest.pop("set", {})
    faults = bounded(rest)[1]
    if isinstance(given, dict) and len(given) > MOST_ENTRIES:
        faults.append((("set",), f"at most {MOST_ENTRIES} keys may be set, got {len(given)}"))
    elif not isinstance(given, dict):
        faults.append((("set",), f"must be an object of keys and values, got {shown(given)}"))
    else:
        faults += [((key,), _no_setting(value)) for key, value in given.items() if _no_setting(value)]
    try:
        if not faults:
            return Wanted.model_validate(asked)
    except ValidationError as error:
        faults = [(d["loc"], d["msg"]) for d in error.errors(include_url=False, include_input=False)]
    problems = [
        Problem("the request", ".".join(shown_key(str(part)) for part in at), message)
        for at, message in faults[:MOST_TOLD]
    ]
    raise ScenarioError("the request", problems)


def _no_setting(value: object) -> str:
    """What is wrong with a value that a key may not be set to, whatever the key; its text is judged later."""
    if isinstance(value, list):
        if len(value) > MOST_ENTRIES:
            return f"a list may have at most {MOST_ENTRIES} entries, got {len(value)}"
        return "" if all(isinstance(v, str) for v in value) else f"a list of texts, got {shown(value)}"
    if value is None or isinstance(value, dict):
        return f"must be true or false, a number, a text or a list of texts, got {shown(value)}"
    return ""
