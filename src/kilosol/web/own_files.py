"""What a scenario from a browser or a program may not do: name files of the server."""

from __future__ import annotations

from kilosol.errors import Problem, ScenarioError
from kilosol.scenario import Scenario

#: Keys that name a file, read where the plan is made.
FILE_KEYS = ("weather.tau_series", "base.load_series", "home.route_file")


def without_files(scenario: Scenario) -> Scenario:
    """The scenario itself.

    Who may ask for a plan may not thereby read what the server's user may read, nor keep a worker at a device
    that never ends.

    Raises
    ------
    ScenarioError
        If it names a file.
    """
    section_and_name = (key.split(".") for key in FILE_KEYS)
    problems = [
        Problem("", f"{section}.{name}", "the app reads no files; plan this one with `kilosol plan`")
        for section, name in section_and_name
        if getattr(getattr(scenario, section), name) is not None
    ]
    if problems:
        raise ScenarioError("the scenario", problems)
    return scenario
