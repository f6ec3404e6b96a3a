"""``kilosol serve``: the app, on this machine unless told otherwise."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from kilosol.cli.output import complain, say
from kilosol.errors import COMMAND_LINE

# Runs, beside the folders that `kilosol plan` writes.
DEFAULT_FOLDER = Path("kilosol-out/app")


def serve_app(
    *,
    host: str = "127.0.0.1",
    port: int = 8765,
    folder: Path = DEFAULT_FOLDER,
    workers: int | None = None,
    token: str | None = None,
    open_: Annotated[bool, Parameter(name="--open", negative="")] = False,
) -> None:
    """The app in a browser: edit a scenario, run it, watch it, read the plan, compare runs.

    Parameters
    ----------
    host
        Address to listen on. Any but this machine's own asks every caller for a token.
    port
        Port to listen on; 0 for any that is free.
    folder
        Where runs are kept; their addresses survive a restart on the same folder.
    workers
        Runs at the same time; by default half the processors, at most 4.
    token
        Word that callers must know; made anew at each start if none is given for an open address.
    open_
        Open a browser.
    """
    from kilosol.web.serving import run_app

    run_app(
        host, port, folder, workers=workers, token=token, is_opened=open_, say=say, warn=complain,
        door=COMMAND_LINE,
    )  # fmt: skip
