"""``kilosol serve``: the app, on this machine unless told otherwise."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from kilosol.cli.output import complain, refuse_unwritable_folder, say
from kilosol.errors import OutOfRange, Problem, ScenarioError

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
    if not 0 <= port <= 65535:
        raise OutOfRange("--port", port, "0 to 65535")
    if workers is not None and not 1 <= workers <= 64:
        raise OutOfRange("--workers", workers, "1 to 64")
    refuse_unwritable_folder(folder, "--folder")
    from kilosol.web.server import Taken, listen, serve
    from kilosol.web.settings import Settings

    more = {} if workers is None else {"n_workers": workers}
    try:
        sock = listen(host, port)
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or error
        cure = f"cannot be listened on ({reason}); choose another with --port or --host"
        raise ScenarioError("the command line", [Problem("", f"{host}:{port}", cure)]) from error
    bound = sock.getsockname()[1]
    settings = Settings(folder=folder, host=host, port=bound, token=token or "", **more)
    if not settings.is_loopback and not settings.token:
        settings = Settings(folder=folder, host=host, port=bound, token=secrets.token_urlsafe(24), **more)
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{bound}/" + (f"?token={settings.token}" if settings.token else "")
    if not settings.is_loopback:
        complain(
            "This address is open to others, and HTTP can be read on its way: only for networks you trust."
        )

    def ready() -> None:
        say(f"Kilosol at {address}")
        if open_:
            import webbrowser

            webbrowser.open(address)

    try:
        serve(settings, sock, ready)
    except Taken as error:
        raise ScenarioError("the command line", [Problem("", "--folder", str(error))]) from error
    except OSError as error:
        cure = f"cannot be used: {error.strerror or error}"
        raise ScenarioError("the command line", [Problem("", f"--folder {folder}", cure)]) from error
