"""The one process for quick questions: started by the first, ended when nobody asks."""

from __future__ import annotations

import asyncio
import json
import sys
from contextlib import suppress
from typing import Any

from kilosol.errors import KilosolError

# A cold start loads compiled kernels; on a busy machine that takes some seconds.
ANSWER_LIMIT_S = 60.0


class QuickFailed(KilosolError):
    """A quick question went unanswered."""


class QuickPool:
    """Answers one question at a time.

    Parameters
    ----------
    idle_s : float [s]
        Time after which the process ends.
    """

    def __init__(self, idle_s: float) -> None:
        self._idle_s = idle_s
        self._process: asyncio.subprocess.Process | None = None
        self._turn = asyncio.Lock()
        self._farewell: asyncio.TimerHandle | None = None

    async def ask(self, **question: str) -> dict[str, Any]:
        """Answer to a question.

        Raises
        ------
        QuickFailed
            If the process ended or took too long.
        """
        async with self._turn:
            if self._farewell is not None:
                self._farewell.cancel()
            try:
                answer = await asyncio.wait_for(self._exchange(question), ANSWER_LIMIT_S)
            except (TimeoutError, OSError, ValueError) as error:
                self._end()
                raise QuickFailed("this could not be worked out just now; try again") from error
            except asyncio.CancelledError:
                # Half an exchange: what it still answers belongs to nobody.
                self._end()
                raise
            self._farewell = asyncio.get_running_loop().call_later(self._idle_s, self._end)
            return answer

    async def stop(self) -> None:
        """End the process, and wait until it has."""
        process = self._process
        self._end()
        if process is not None:
            await process.wait()

    async def _exchange(self, question: dict[str, str]) -> dict[str, Any]:
        if self._process is None or self._process.returncode is not None:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "kilosol.web.quick", start_new_session=True,
                stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
            )  # fmt: skip
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write((json.dumps(question) + "\n").encode())
        await self._process.stdin.drain()
        line = await self._process.stdout.readline()
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _end(self) -> None:
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.kill()
        self._process = None
