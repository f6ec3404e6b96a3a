"""``kilosol new``: a scenario file to start from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from kilosol.cli.output import Json, say, say_json
from kilosol.errors import COMMAND_LINE


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
    from kilosol.api.scenarios import new, write_preset

    if file is None:
        presets = new()
        if json:
            say_json(presets)
        for name, title in () if json else presets.items():
            say(f"{name}: {title}")
        return
    write_preset(file, preset, force=force, door=COMMAND_LINE)
    if json:
        say_json({"file": str(file), "preset": preset})
    else:
        say(f"wrote {file} (from {preset}); try `kilosol check {file}`, then `kilosol plan {file}`")
