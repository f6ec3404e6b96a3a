"""The one process that reads forms and JSON: what callers send is never parsed where others are answered."""

from __future__ import annotations

import asyncio
import base64
import json
import sys
from contextlib import suppress
from typing import Any

from kilosol.errors import KilosolError
from kilosol.web.answers import Refused, raised

#: The process, as Python is told it.
PROGRAM = ("-m", "kilosol.web.reading")

# By the clock, for a machine that gives the process no turn; its own limit is processor time.
START_LIMIT_S, ANSWER_LIMIT_S = 60.0, 60.0
# A page of the form with sixty windows has a megabyte.
_LINE_LIMIT_BYTES = 32 * 2**20


class ReaderFailed(KilosolError):
    """Nothing could be read just now."""


class Reader:
    """Reads one request at a time, in order of arrival.

    Parameters
    ----------
    idle_s : float [s]
        Time after which the process ends.
    program : tuple of str
        What Python runs in it.
    """

    def __init__(self, idle_s: float, program: tuple[str, ...] = PROGRAM) -> None:
        self._idle_s = idle_s
        self._program = program
        self._process: asyncio.subprocess.Process | None = None
        self._turn = asyncio.Lock()
        self._farewell: asyncio.TimerHandle | None = None
        self._warming: asyncio.Task[None] | None = None
        self._making: asyncio.Task[asyncio.subprocess.Process] | None = None
        self._ending: set[asyncio.Task[Any]] = set()

    def warm(self) -> None:
        """Start the process, if there is none, for someone who will soon ask."""
        if self._warming is None or self._warming.done():
            self._warming = asyncio.create_task(self._warm())

    async def read(self, about: str, body: bytes, **more: str) -> dict[str, Any]:
        """What the bytes of a request say.

        Parameters
        ----------
        about : {"form", "wanted"}
            As in :mod:`kilosol.web.reading`.
        body : bytes
        **more
            What else the question takes.

        Raises
        ------
        Refused
            If it is wrong, or takes longer or more memory than any scenario does.
        ReaderFailed
            If the process could not be started.
        """
        question = {"about": about, "body": base64.b64encode(body).decode("ascii"), **more}
        async with self._turn:
            try:
                process = await self._ready()
                answer = await self._exchange(process, question)
            except asyncio.CancelledError:
                # Half an exchange: what it still answers belongs to nobody.
                self._end()
                raise
            self._wait()
        if "refused" in answer:
            raise raised(answer["refused"])
        return answer

    async def stop(self) -> None:
        """End the process, and wait until it has."""
        if self._warming is not None:
            self._warming.cancel()
            await asyncio.gather(self._warming, return_exceptions=True)
        if self._making is not None:
            # Begun and not yet known: it would outlive us by a second.
            with suppress(OSError):
                self._process = await self._making
        self._end()
        await asyncio.gather(*self._ending, return_exceptions=True)

    async def _warm(self) -> None:
        async with self._turn:
            with suppress(ReaderFailed):
                await self._ready()
                self._wait()

    async def _ready(self) -> asyncio.subprocess.Process:
        if self._farewell is not None:
            self._farewell.cancel()
        if self._making is not None:
            # Who asked for it has gone meanwhile; it has said nothing yet.
            self._process = await asyncio.shield(self._making)
            self._making = None
            self._end()
        if self._process is not None and self._process.returncode is None:
            return self._process
        self._end()
        try:
            self._making = asyncio.create_task(_made(self._program))
            # Whoever asked may leave; a process that has been begun must be known all the same.
            process = self._process = await asyncio.shield(self._making)
            self._making = None
            if not await asyncio.wait_for(_line(process), START_LIMIT_S):
                raise ConnectionResetError
        except (TimeoutError, OSError) as error:
            self._end()
            raise ReaderFailed("what was sent could not be read just now; try again") from error
        except asyncio.CancelledError:
            self._end()
            raise
        return process

    async def _exchange(
        self, process: asyncio.subprocess.Process, question: dict[str, str]
    ) -> dict[str, Any]:
        assert process.stdin is not None
        try:
            process.stdin.write((json.dumps(question) + "\n").encode("ascii"))
            await process.stdin.drain()
            answer: dict[str, Any] = json.loads(await asyncio.wait_for(_line(process), ANSWER_LIMIT_S))
        except (TimeoutError, OSError, ValueError) as error:
            # The system has ended it at its limit of processor time, or it ran out of memory.
            self._end()
            raise Refused(422, "what was sent takes longer to read than any scenario does") from error
        return answer

    def _wait(self) -> None:
        self._farewell = asyncio.get_running_loop().call_later(self._idle_s, self._end)

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        with suppress(ProcessLookupError):
            process.kill()
        ending = asyncio.get_running_loop().create_task(_buried(process))
        self._ending.add(ending)
        ending.add_done_callback(self._ending.discard)


async def _made(program: tuple[str, ...]) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, *program, start_new_session=True, limit=_LINE_LIMIT_BYTES,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip


async def _buried(process: asyncio.subprocess.Process) -> None:
    """Close what leads to a process that was killed, and wait for its end."""
    with suppress(OSError, ValueError):
        await process.communicate()


async def _line(process: asyncio.subprocess.Process) -> bytes:
    assert process.stdout is not None
    return await process.stdout.readline()
