"""``kilosol report``: the report of a run, rendered again."""

from __future__ import annotations

from pathlib import Path

from kilosol.cli.output import Json, say, say_json
from kilosol.errors import COMMAND_LINE


def render_report(folder: Path, *, sensitivity: Path | None = None, json: Json = False) -> None:
    """Write report.html again from a results folder.

    Parameters
    ----------
    folder
        Written by `kilosol plan`.
    sensitivity
        Folder that `kilosol sensitivity` wrote for the same scenario, or its sensitivity.json: the report
        then ranks the assumptions by what they move.
    """
    from kilosol.api.files import rendered_again

    written = rendered_again(folder, sensitivity, COMMAND_LINE)
    if json:
        say_json({"report": str(written)})
    else:
        say(str(written))
