"""The queue in the server's own loop: who listens, who leaves, who waits."""

import asyncio
import json
import warnings
from dataclasses import replace

import pytest

from kilosol.web.events import stream
from kilosol.web.pool import Pool, QueueFull
from kilosol.web.runs import RunStore


@pytest.fixture
def pool(settings):
    return Pool(RunStore(settings.folder), settings)


def submitted(pool, title="t"):
    record = pool._store.create("me", title, "", "")
    pool.submit(record)
    return record.name


def events_of(text):
    return [
        json.loads(line.removeprefix("data: ")) for line in text.splitlines() if line.startswith("data: ")
    ]


def test_listeners_hear_of_their_place_and_of_the_end(pool):
    first, second = submitted(pool), submitted(pool)

    async def listen():
        told = [event async for event in pool.follow(second)]
        return [e["kind"] for e in told], told[0]

    async def both():
        listening = asyncio.create_task(listen())
        await asyncio.sleep(0.05)
        pool.cancel(first)
        await asyncio.sleep(0.05)
        pool.cancel(second)
        return await listening

    kinds, begun = asyncio.run(both())
    assert begun["position"] == 2
    assert kinds == ["queued", "queued", "cancelled"]
    assert kinds[-1] == "cancelled"


def test_a_listener_that_leaves_is_forgotten_without_a_fault(pool):
    name = submitted(pool)

    async def leave():
        source = stream(pool, name)
        first = await anext(source)
        waiting = asyncio.create_task(anext(source))
        await asyncio.sleep(0.05)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        await source.aclose()
        return first

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        first = asyncio.run(leave())
    assert events_of(first)[0]["kind"] == "queued"
    assert pool._watched[name].listeners == set()


def test_a_run_that_is_over_tells_its_end_at_once(pool):
    name = submitted(pool)
    pool.cancel(name)

    async def all_of():
        return [event async for event in pool.follow(name)]

    assert [e["kind"] for e in asyncio.run(all_of())] == ["cancelled"]
    assert pool.cancel(name).state == "cancelled"
    assert pool.position(name) == 0


def test_a_full_queue_refuses_before_anything_is_written(pool, settings):
    for _ in range(settings.most_waiting):
        pool.refuse_when_full()
        submitted(pool)
    with pytest.raises(QueueFull, match="2 runs wait already"):
        pool.refuse_when_full()


def test_a_limit_in_time_ends_a_run_and_its_process(settings):
    hasty = Pool(RunStore(settings.folder), replace(settings, n_workers=1, run_limit_s=0.01))

    async def run():
        name = submitted(hasty)
        await hasty.start()
        told = [event async for event in hasty.follow(name)]
        await hasty.stop()
        return told

    told = asyncio.run(asyncio.wait_for(run(), 60))
    assert told[-1]["kind"] == "failed"
    assert "ended at the limit" in told[-1]["message"]
