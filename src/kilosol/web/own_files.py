"""What a scenario from a browser or a program may not do: name files of the server, or keep it busy."""

from __future__ import annotations

from kilosol.errors import Problem, ScenarioError
from kilosol.scenario import Scenario

#: Keys that name a file, read where the plan is made.
FILE_KEYS = ("weather.tau_series", "base.load_series")

#: Dots in a line of TOML: a title or a note may have some; the parser takes the square of the time.
MOST_DOTS = 200


def refuse_long_names(text: str) -> None:
    """Refuse TOML whose dotted names are so long that reading them would keep everybody waiting.

    Raises
    ------
    ScenarioError
        If a line has more dots than any name of a scenario.
    """
    for number, line in enumerate(text.splitlines(), start=1):
        if line.count(".") > MOST_DOTS:
            message = f"a line may have at most {MOST_DOTS} dots, got {line.count('.')}"
            raise ScenarioError("scenario_toml", [Problem(f"scenario_toml:{number}", "TOML", message)])


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
