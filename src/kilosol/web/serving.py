"""The app from a call or from the command line: one check of what was asked, one address that is told."""

from __future__ import annotations

import secrets
import sys
from collections.abc import Callable
from pathlib import Path

from kilosol.errors import PYTHON, Door, OutOfRange, Problem, ScenarioError
from kilosol.results.targets import refuse_unwritable_folder

# Runs, beside the folders that `kilosol plan` writes.
DEFAULT_FOLDER = Path("kilosol-out/app")


def serve(
    *,
    host: str = "127.0.0.1",
    port: int = 8765,
    folder: str | Path = DEFAULT_FOLDER,
    workers: int | None = None,
    token: str | None = None,
    open: bool = False,  # noqa: A002 - the name users know from --open
) -> None:
    """The app in a browser: edit a scenario, run it, watch it, read the plan, compare runs.

    Returns when it is interrupted. The address is written to standard error.

    Parameters
    ----------
    host : str
        Address to listen on. Any but this machine's own asks every caller for a token.
    port : int
        Port to listen on; 0 for any that is free.
    folder : str or Path
        Where runs are kept; their addresses survive a restart on the same folder.
    workers : int, optional
        Runs at the same time; by default half the processors, at most 4.
    token : str, optional
        Word that callers must know; made anew at each start if none is given for an open address.
    open : bool
        Open a browser.

    Raises
    ------
    OutOfRange
        If the port or the number of workers is wrong.
    ScenarioError
        If the address or the folder cannot be used.
    """

    def say(text: str) -> None:
        sys.stderr.write(f"{text}\n")

    run_app(
        host, port, Path(folder), workers=workers, token=token, is_opened=open, say=say, warn=say,
        door=PYTHON,
    )  # fmt: skip


def run_app(
    host: str,
    port: int,
    folder: Path,
    *,
    workers: int | None,
    token: str | None,
    is_opened: bool,
    say: Callable[[str], None],
    warn: Callable[[str], None],
    door: Door,
) -> None:
    """Serve until interrupted; `say` is told the address, `warn` what is risky about it."""
    if not 0 <= port <= 65535:
        raise OutOfRange(door.option("port"), port, "0 to 65535")
    if workers is not None and not 1 <= workers <= 64:
        raise OutOfRange(door.option("workers"), workers, "1 to 64")
    refuse_unwritable_folder(folder, door.option("folder"), door)
    from kilosol.web import server
    from kilosol.web.settings import Settings

    more = {} if workers is None else {"n_workers": workers}
    try:
        sock = server.listen(host, port)
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or error
        options = f"{door.option('port')} or {door.option('host')}"
        cure = f"cannot be listened on ({reason}); choose another with {options}"
        raise ScenarioError(door.title, [Problem("", f"{host}:{port}", cure)]) from error
    bound = sock.getsockname()[1]
    settings = Settings(folder=folder, host=host, port=bound, token=token or "", **more)
    if not settings.is_loopback and not settings.token:
        settings = Settings(folder=folder, host=host, port=bound, token=secrets.token_urlsafe(24), **more)
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{bound}/" + (f"?token={settings.token}" if settings.token else "")
    if not settings.is_loopback:
        warn("This address is open to others, and HTTP can be read on its way: only for networks you trust.")

    def ready() -> None:
        say(f"Kilosol at {address}")
        if is_opened:
            import webbrowser

            webbrowser.open(address)

    try:
        server.serve(settings, sock, ready)
    except server.Taken as error:
        raise ScenarioError(door.title, [Problem("", door.option("folder"), str(error))]) from error
    except OSError as error:
        cure = f"cannot be used: {error.strerror or error}"
        raise ScenarioError(door.title, [Problem("", f"{door.option('folder')} {folder}", cure)]) from error
