"""The server around the app: one for each folder, patient with nobody who sends nothing."""

from __future__ import annotations

import asyncio
import fcntl
import importlib
import logging
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import h11
import uvicorn

from kilosol.errors import KilosolError
from kilosol.lifeline import end_at_second
from kilosol.web.app import create_app
from kilosol.web.settings import Settings

# Time within which the head of a request must have arrived.
HEAD_PATIENCE_S = 10.0
# Time that an answer may wait for its reader to take any of it.
READING_PATIENCE_S = 60.0
# Time that open answers get to end when the server stops; progress streams would never end by themselves.
FAREWELL_S = 1


class Taken(KilosolError):
    """Another server works on the same folder."""


#: What of uvicorn's protocol is built upon; none of it is promised to stay.
_BUILT_UPON = (
    "connection_made", "data_received", "connection_lost", "on_response_complete", "pause_writing",
    "resume_writing",
)  # fmt: skip


class Impatience(asyncio.Protocol):
    """Connections that do not send the head of a request, or do not read its answer, in time are closed."""

    loop: Any
    transport: Any
    conn: Any
    _alarm: asyncio.TimerHandle | None = None
    _reading: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Begin to wait."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Read; wait on if the head is not whole yet."""
        super().data_received(data)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._forget()
        self._forget_reading()
        super().connection_lost(exc)

    def on_response_complete(self) -> None:
        """The next head on the same connection has its own time."""
        super().on_response_complete()  # type: ignore[misc]
        self._wait()

    def pause_writing(self) -> None:
        """Begin to wait for one that does not read what it asked for."""
        super().pause_writing()
        self._reading = self.loop.call_later(READING_PATIENCE_S, self.transport.abort)

    def resume_writing(self) -> None:
        """It reads again."""
        super().resume_writing()
        self._forget_reading()

    def _forget_reading(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None

    def _wait(self) -> None:
        if self.conn.their_state is not h11.IDLE:
            self._forget()
        elif self._alarm is None:
            self._alarm = self.loop.call_later(HEAD_PATIENCE_S, self._hang_up)

    def _forget(self) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None

    def _hang_up(self) -> None:
        self._alarm = None
        if self.conn.their_state is h11.IDLE and not self.transport.is_closing():
            self.transport.close()


def protocol() -> Any:
    """How connections are read: impatiently, or as this uvicorn does where it has not the names for that.

    Then a line says so, and connections that send or read nothing stay open as long as they like; how many
    there may be is bounded all the same.
    """
    try:
        found: Any = importlib.import_module("uvicorn.protocols.http.h11_impl")
    except ImportError:
        found = None
    base: Any = getattr(found, "H11Protocol", None)
    if all(hasattr(base, name) for name in _BUILT_UPON):
        return type("Impatient", (Impatience, base), {})
    logging.getLogger("kilosol").warning(
        "This version of uvicorn (%s) is not known: connections that send nothing are not closed.",
        uvicorn.__version__,
    )
    return "auto"


def listen(host: str, port: int) -> socket.socket:
    """Socket bound to an address.

    Raises
    ------
    OSError
        If the address is taken, unknown or not allowed.
    """
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    sock = socket.socket(family, kind, protocol)
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind(address)
        sock.listen(socket.SOMAXCONN)
    except OSError:
        sock.close()
        raise
    return sock


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """The folder for this server alone; the system lets go of it when the process ends, however it ends."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Taken(f"{folder} is in use by another server; choose another with --folder") from error
        yield


def serve(settings: Settings, sock: socket.socket, ready: Callable[[], None]) -> None:
    """Serve until interrupted.

    Parameters
    ----------
    settings : Settings
    sock : socket
        As :func:`listen` made it.
    ready : callable
        Called once requests are answered.

    Raises
    ------
    Taken
        If another server works on the folder.
    """
    with held(settings.folder):
        config = uvicorn.Config(
            create_app(settings), http=protocol(), ws="none", loop="asyncio", log_level="error",
            access_log=False, server_header=False, limit_concurrency=settings.most_connections,
            timeout_graceful_shutdown=FAREWELL_S, timeout_keep_alive=5,
        )  # fmt: skip
        server = _Server(config, ready)
        # The server has already ended in order when it passes the interruption on.
        with suppress(KeyboardInterrupt):
            server.run(sockets=[sock])


class _Server(uvicorn.Server):
    """Says when it is ready, and ends at once when it is told to a second time."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop in order at the first interruption; the next ends the process, whatever it is busy with."""
        with super().capture_signals():
            end_at_second(signal.SIGINT, signal.SIGTERM)
            yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer."""
        await super().startup(sockets)
        if self.started:
            self._ready()
            sys.stdout.flush()
