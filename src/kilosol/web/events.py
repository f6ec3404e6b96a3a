"""Progress as server-sent events."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

from kilosol.web.pool import Event, Pool

#: Silence after which a comment is sent, so that nothing on the way closes the connection.
HEARTBEAT_S = 15.0


async def stream(pool: Pool, name: str) -> AsyncIterator[str]:
    """Text of the events of one run.

    Parameters
    ----------
    pool : Pool
    name : str
        Run.

    Yields
    ------
    str
        Blocks of the event-stream format.
    """
    follower = pool.follow(name)
    coming: asyncio.Task[Event] | None = None
    try:
        while True:
            coming = coming or asyncio.ensure_future(anext(follower))
            done, _ = await asyncio.wait({coming}, timeout=HEARTBEAT_S)
            if not done:
                yield ": still here\n\n"
                continue
            try:
                event = coming.result()
            except StopAsyncIteration:
                return
            coming = None
            yield f"data: {json.dumps(event)}\n\n"
    finally:
        if coming is not None:
            coming.cancel()
            # A generator cannot be closed while it still runs.
            await asyncio.gather(coming, return_exceptions=True)
        await follower.aclose()  # type: ignore[attr-defined]
