"""Scenarios: chosen, changed, checked, begun anew."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import overload

from kilosol.errors import PYTHON, Door, Problem, ScenarioError
from kilosol.scenario import Scenario, load_scenario, preset_names, preset_text, read_scenario, to_toml

#: What is planned unless something else is asked for.
DEFAULT_SCENARIO = "as-of-2026-11"


def chosen_scenario(
    scenario: str | Path | Scenario,
    set: Mapping[str, object] | None = None,  # noqa: A002 - the name users know from --set
    *,
    draws: int | None = None,
    seed: int | None = None,
) -> Scenario:
    """A preset, a file or a scenario with what is set over it, checked anew.

    Parameters
    ----------
    scenario : str, Path or Scenario
        A preset's name, a TOML file, or a scenario.
    set : mapping, optional
        Dotted keys to change.
    draws, seed : int, optional
        Take the place of the scenario's.

    Returns
    -------
    Scenario
    """
    values = dict(set or {})
    values |= {key: given for key, given in (("draws", draws), ("seed", seed)) if given is not None}
    if not isinstance(scenario, Scenario):
        return load_scenario(scenario, values)
    if not values:
        return scenario
    return read_scenario(to_toml(scenario), f"scenario {scenario.name}", values)


def check(file: str | Path | Scenario) -> Scenario:
    """Check a scenario: its keys, and that ships carry its loads, crews have flights and gates can open.

    Gates on the station's power, record and propellant are left to :func:`kilosol.plan`, which sizes one.

    Parameters
    ----------
    file : str, Path or Scenario
        A TOML file, a preset's name, or a scenario.

    Returns
    -------
    Scenario
        As read.

    Raises
    ------
    ScenarioError
        With every problem at once, each with its line; they are the error's `problems`.

    Examples
    --------
    >>> check("as-of-2026-11").name
    'as-of-2026-11'
    """
    scenario = chosen_scenario(file)

    from kilosol.planning.infeasible import find_impossible, find_infeasible_gates
    from kilosol.planning.stages import find_transfers
    from kilosol.planning.stages.fleets import fleets_of

    transfers = find_transfers(scenario)
    problems = find_impossible(scenario, transfers)
    problems += find_infeasible_gates(scenario, transfers, fleets_of(scenario, transfers))
    if problems:
        raise ScenarioError(f"scenario {scenario.name}", problems)
    return scenario


@overload
def new(file: None = None, *, preset: str = DEFAULT_SCENARIO, force: bool = False) -> dict[str, str]: ...
@overload
def new(file: str | Path, *, preset: str = DEFAULT_SCENARIO, force: bool = False) -> Path: ...
def new(
    file: str | Path | None = None, *, preset: str = DEFAULT_SCENARIO, force: bool = False
) -> dict[str, str] | Path:
    """Write a commented scenario file to edit; without a file, tell the presets.

    Parameters
    ----------
    file : str or Path, optional
        Where to write; ``.toml`` by custom.
    preset : str
        Which preset to start from.
    force : bool
        Write over a file that is there.

    Returns
    -------
    Path or dict
        The file; or titles of the presets by name.

    Raises
    ------
    ScenarioError
        If the file is there already, or cannot be written.

    Examples
    --------
    >>> sorted(new())[0]
    'announced-2025'
    """
    if file is None:
        return {name: load_scenario(name).title for name in preset_names()}
    return write_preset(Path(file), preset, force=force, door=PYTHON)


def write_preset(file: Path, preset: str, *, force: bool, door: Door) -> Path:
    """Write a preset's commented text to a file; one that is there stays unless forced."""
    from kilosol.results.whole import reason, write_whole

    text = preset_text(preset)
    try:
        if not force and os.path.lexists(file):
            raise FileExistsError(file)
        write_whole(file, text)
    except FileExistsError:
        how = "--force" if door.is_dashed else "force=True"
        cure = f"is there already; choose another name, or overwrite it with {how}"
        raise ScenarioError(door.title, [Problem("", str(file), cure)]) from None
    except OSError as error:
        problem = Problem("", str(file), f"cannot be written: {reason(error)}")
        raise ScenarioError(door.title, [problem]) from None
    return file
