"""Where results go unless told otherwise."""

from __future__ import annotations

from pathlib import Path

from kilosol import results
from kilosol.scenario import Scenario, scenario_hash


def default_folder(scenario: Scenario) -> Path:
    """Where the results of a scenario go unless told otherwise."""
    return results.default_folder(scenario.name, scenario_hash(scenario))


def default_sweep_folder(scenario: Scenario, axes: tuple[str, ...]) -> Path:
    """Where a sweep goes unless told otherwise: one folder for the same scenario and axes."""
    from kilosol.planning.memory.digests import digest_of

    return results.DEFAULT_FOLDER / f"sweep-{scenario.name}-{digest_of(scenario_hash(scenario), axes)[:8]}"
