"""What may be compared: presets, scenario files, and folders of earlier runs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kilosol import results
from kilosol.planning.run import Run, run_plan
from kilosol.results.store import SCENARIO
from kilosol.scenario import Scenario, load_scenario, read_scenario, to_toml
from kilosol.studies.cases import process_memory
from kilosol.studies.comparison import Subject


def subject_of(
    name_or_path: str | Path, changes: Mapping[str, Any] | None = None, *, label: str = ""
) -> Subject:
    """Plan of a preset, a file or a folder of an earlier run.

    Parameters
    ----------
    name_or_path : str or Path
        A folder that `kilosol plan` wrote keeps its verdict; its draws come from running its scenario again,
        if that gives the same verdict.
    changes : mapping, optional
        Keys set over the scenario.
    label : str
        What to call it; its name by default.

    Returns
    -------
    Subject
    """
    folder = Path(name_or_path)
    if not folder.is_dir():
        scenario = load_scenario(name_or_path, changes)
        run = planned(scenario)
        return Subject(label or scenario.name, scenario, run.verdict, run)
    _, verdict, _ = results.load(folder)
    scenario = load_scenario(folder / SCENARIO, changes)
    run = planned(scenario)
    if changes or run.verdict == verdict:
        return Subject(label or folder.name, scenario, run.verdict, run)
    return Subject(label or folder.name, scenario, verdict)


def planned(scenario: Scenario) -> Run:
    """Plan of a scenario, with all stages that were ever computed for it taken from memory."""
    with process_memory().remembering():
        return run_plan(scenario)


def changed(scenario: Scenario, changes: Mapping[str, Any]) -> Scenario:
    """A scenario with keys set over it, checked anew."""
    return read_scenario(to_toml(scenario), f"scenario {scenario.name}", changes)
