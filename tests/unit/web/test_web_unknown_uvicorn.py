"""A uvicorn whose private names have gone serves all the same, and one line says what is lost."""

import asyncio
import logging
import sys
from types import ModuleType

import pytest
import uvicorn
from fastapi import FastAPI

from kilosol.web import server


def without_module(monkeypatch):
    monkeypatch.setitem(sys.modules, "uvicorn.protocols.http.h11_impl", None)


def without_method(monkeypatch):
    changed = ModuleType("uvicorn.protocols.http.h11_impl")
    changed.H11Protocol = type("H11Protocol", (asyncio.Protocol,), {})
    monkeypatch.setitem(sys.modules, "uvicorn.protocols.http.h11_impl", changed)


def without_class(monkeypatch):
    monkeypatch.setitem(sys.modules, "uvicorn.protocols.http.h11_impl", ModuleType("h11_impl"))


@pytest.mark.parametrize("lost", [without_module, without_class, without_method])
def test_what_is_lost_is_said_once(monkeypatch, caplog, lost):
    lost(monkeypatch)
    with caplog.at_level(logging.WARNING, "kilosol"):
        assert server.protocol() == "auto"
    assert ["not known" in record.getMessage() for record in caplog.records] == [True]


def test_this_uvicorn_has_all_that_is_built_upon(caplog):
    assert server.protocol().__name__ == "Impatient"
    assert not caplog.records


def test_requests_are_answered_without_it(monkeypatch):
    """One request over a socket, by uvicorn's own protocol as the fallback names it."""
    with monkeypatch.context() as patched:
        without_class(patched)
        chosen = server.protocol()
    app = FastAPI()

    @app.get("/")
    def root():
        return {"is": "here"}

    async def ask():
        sock = server.listen("127.0.0.1", 0)
        config = uvicorn.Config(app, http=chosen, ws="none", log_level="error", lifespan="off")
        serving = uvicorn.Server(config)
        config.load()
        serving.lifespan = config.lifespan_class(config)
        await serving.startup(sockets=[sock])
        reader, writer = await asyncio.open_connection(*sock.getsockname())
        writer.write(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        answer = await reader.read()
        writer.close()
        await serving.shutdown(sockets=[sock])
        return answer

    assert b'{"is":"here"}' in asyncio.run(ask())
