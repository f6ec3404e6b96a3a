"""The queue of runs and the few processes that work it off."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections import deque
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from kilosol.errors import KilosolError
from kilosol.web.runs import RunRecord, RunStore
from kilosol.web.settings import Settings

Event = dict[str, Any]


class QueueFull(KilosolError):
    """Too many runs wait."""


@dataclass
class _Watched:
    """A run that has not ended: what was last told, and who listens."""

    last: Event
    listeners: set[asyncio.Queue[Event]] = field(default_factory=set)
    is_cancelled: bool = False
    process: asyncio.subprocess.Process | None = None


class Pool:
    """Runs in order of arrival, at most `settings.n_workers` at a time.

    Parameters
    ----------
    store : RunStore
    settings : Settings
    """

    def __init__(self, store: RunStore, settings: Settings) -> None:
        self._store = store
        self._settings = settings
        self._waiting: deque[str] = deque()
        self._watched: dict[str, _Watched] = {}
        self._more = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Begin to work; what a stopped server left comes first."""
        for record in self._store.recover():
            self._enqueue(record.name)
        self._tasks = [asyncio.create_task(self._serve()) for _ in range(self._settings.n_workers)]

    async def stop(self) -> None:
        """End all processes; unfinished runs stay queued on disk."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def n_waiting(self) -> int:
        """Runs that nobody works at yet."""
        return len(self._waiting)

    @property
    def n_running(self) -> int:
        """Runs under way."""
        return len(self._watched) - len(self._waiting)

    def submit(self, record: RunRecord) -> None:
        """Put a run in the queue."""
        self._enqueue(record.name)

    def refuse_when_full(self) -> None:
        """Refuse before anything is written."""
        if self.n_waiting >= self._settings.most_waiting:
            raise QueueFull(f"{self.n_waiting} runs wait already; try again when some have ended")

    def cancel(self, name: str) -> RunRecord:
        """End a run, whether it waits or is under way; a run that is over stays as it is."""
        watched = self._watched.get(name)
        if watched is None:
            return self._store.get(name)
        watched.is_cancelled = True
        if name in self._waiting:
            self._waiting.remove(name)
            self._tell_places()
            return self._end(name, {"kind": "cancelled"})
        if watched.process is not None:
            with suppress(ProcessLookupError):
                watched.process.kill()
        return self._store.get(name)

    def position(self, name: str) -> int:
        """Runs ahead of this one; 0 for one that is under way or over."""
        return self._waiting.index(name) + 1 if name in self._waiting else 0

    def now(self, name: str) -> Event:
        """Newest event of a run."""
        watched = self._watched.get(name)
        if watched is None:
            record = self._store.get(name)
            return {"kind": record.state, "message": record.message}
        return self._now(name, watched)

    async def follow(self, name: str) -> AsyncIterator[Event]:
        """Events of a run, from what is known now to its end."""
        watched = self._watched.get(name)
        if watched is None:
            yield self.now(name)
            return
        queue: asyncio.Queue[Event] = asyncio.Queue()
        watched.listeners.add(queue)
        try:
            yield self._now(name, watched)
            while True:
                event = await queue.get()
                yield event
                if event["kind"] in ("done", "failed", "cancelled"):
                    return
        finally:
            watched.listeners.discard(queue)

    @staticmethod
    def _was_cancelled(watched: _Watched) -> bool:
        # Asked anew each time: another task sets it meanwhile.
        return watched.is_cancelled

    def _now(self, name: str, watched: _Watched) -> Event:
        position = self.position(name)
        return {"kind": "queued", "position": position} if position else watched.last

    def _enqueue(self, name: str) -> None:
        self._watched[name] = _Watched({"kind": "queued", "position": len(self._waiting) + 1})
        self._waiting.append(name)
        self._more.set()

    def _tell_places(self) -> None:
        for place, name in enumerate(self._waiting, start=1):
            self._tell(name, {"kind": "queued", "position": place})

    def _tell(self, name: str, event: Event) -> None:
        watched = self._watched[name]
        watched.last = event
        for queue in watched.listeners:
            queue.put_nowait(event)

    def _end(self, name: str, event: Event) -> RunRecord:
        try:
            return self._store.update(
                name, state=event["kind"], message=event.get("message", ""), wall_s=event.get("wall_s", 0.0)
            )
        finally:
            self._tell(name, event)
            del self._watched[name]

    async def _serve(self) -> None:
        """Work off the queue with one process, which is ended when there is nothing to do."""
        process: asyncio.subprocess.Process | None = None
        try:
            while True:
                if not self._waiting:
                    self._more.clear()
                    try:
                        await asyncio.wait_for(self._more.wait(), self._settings.idle_s if process else None)
                    except TimeoutError:
                        await _close(process)
                        process = None
                    continue
                name = self._waiting.popleft()
                self._tell_places()
                if process is None or process.returncode is not None:
                    process = await _open()
                if not await self._safely_work(name, process):
                    await _kill(process)
                    process = None
        finally:
            if process is not None:
                await _kill(process)

    async def _safely_work(self, name: str, process: asyncio.subprocess.Process) -> bool:
        """Do one run; whatever goes wrong with it, those behind it still get their turn."""
        try:
            return await self._work(name, process)
        except (KilosolError, OSError) as error:
            # Its folder cannot be read or written: the disk is full, or someone removed it.
            if name in self._watched:
                self._tell(name, {"kind": "failed", "message": f"its folder cannot be used: {error}"})
                del self._watched[name]
            return False

    async def _work(self, name: str, process: asyncio.subprocess.Process) -> bool:
        """Do one run; False if the process is of no more use."""
        watched = self._watched[name]
        watched.process = process
        if self._was_cancelled(watched):
            self._end(name, {"kind": "cancelled"})
            return True
        self._store.update(name, state="running")
        self._tell(name, {"kind": "stage", "name": "starting", "index": 0, "total": 1})
        assert process.stdin is not None
        assert process.stdout is not None
        deadline = time.monotonic() + self._settings.run_limit_s
        try:
            process.stdin.write((json.dumps(str(self._store.path(name).resolve())) + "\n").encode())
            await process.stdin.drain()
            while True:
                line = await asyncio.wait_for(process.stdout.readline(), deadline - time.monotonic())
                if not line:
                    raise ConnectionResetError
                event = json.loads(line)
                if event["kind"] == "stage":
                    self._tell(name, event)
                else:
                    self._end(name, event)
                    return True
        except TimeoutError:
            limit = f"{self._settings.run_limit_s:.0f} s"
            self._end(
                name, {"kind": "failed", "message": f"ended at the limit of {limit}; ask for fewer draws"}
            )
        except (OSError, ValueError):
            # It has gone, perhaps in the middle of a line.
            if self._was_cancelled(watched):
                self._end(name, {"kind": "cancelled"})
            else:
                self._end(
                    name, {"kind": "failed", "message": "the process that planned it ended; run it again"}
                )
        return False


async def _open() -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "kilosol.web.worker",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        # Out of the server's process group: Ctrl-C ends the server, which ends its workers in order.
        start_new_session=True,
    )


async def _close(process: asyncio.subprocess.Process | None) -> None:
    if process is not None and process.stdin is not None:
        process.stdin.close()
        await process.wait()


async def _kill(process: asyncio.subprocess.Process) -> None:
    with suppress(ProcessLookupError):
        process.kill()
    await process.wait()
