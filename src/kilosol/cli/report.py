"""``kilosol report``: the report of a run, rendered again."""

from __future__ import annotations

from pathlib import Path

from kilosol.cli.output import Json, refuse_unwritable, say, say_json
from kilosol.errors import Problem, ScenarioError


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
    if not folder.is_dir():
        cure = "no such folder; `kilosol plan --out DIR` writes one"
        raise ScenarioError("the command line", [Problem("", str(folder), cure)])
    written = folder / "report.html"
    refuse_unwritable(written, str(folder))
    from kilosol import report

    report.write(folder, sensitivity)
    if json:
        say_json({"report": str(written)})
    else:
        say(str(written))
