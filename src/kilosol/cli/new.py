"""``kilosol new``: a scenario file to start from."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from kilosol.cli.output import Json, say, say_json
from kilosol.errors import Problem, ScenarioError


def write_new(
    file: Path | None = None,
    *,
    preset: str = "as-of-2026-11",
    force: Annotated[bool, Parameter(negative="")] = False,
    json: Json = False,
) -> None:
    """Write a commented scenario file to edit; without FILE, list the presets.

    Parameters
    ----------
    file
        Where to write; `.toml` by custom.
    preset
        Which preset to start from.
    force
        Overwrite a file that is there.
    """
    from kilosol.scenario import load_scenario, preset_names, preset_text

    if file is None:
        presets = {name: load_scenario(name).title for name in preset_names()}
        if json:
            say_json(presets)
        for name, title in () if json else presets.items():
            say(f"{name}: {title}")
        return
    text = preset_text(preset)
    from kilosol.results.whole import reason, write_whole

    try:
        if not force and os.path.lexists(file):
            raise FileExistsError(file)
        write_whole(file, text)
    except FileExistsError:
        cure = "is there already; choose another name, or overwrite it with --force"
        raise ScenarioError("the command line", [Problem("", str(file), cure)]) from None
    except OSError as error:
        problem = Problem("", str(file), f"cannot be written: {reason(error)}")
        raise ScenarioError("the command line", [problem]) from None
    if json:
        say_json({"file": str(file), "preset": preset})
    else:
        say(f"wrote {file} (from {preset}); try `kilosol check {file}`, then `kilosol plan {file}`")
