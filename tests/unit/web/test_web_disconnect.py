"""Who hangs up in the midst of a request leaves no trace in what the server says."""

import asyncio

import pytest

from kilosol.web.app import create_app
from kilosol.web.settings import Settings


@pytest.mark.parametrize("path", ["/api/check", "/api/runs", "/edit/as-of-2026-11/check"])
def test_a_caller_who_hangs_up_is_no_fault(tmp_path, path):
    told = []
    kind = b"application/json" if path.startswith("/api") else b"application/x-www-form-urlencoded"
    scope = {
        "type": "http", "http_version": "1.1", "method": "POST", "path": path, "raw_path": path.encode(),
        "query_string": b"", "root_path": "", "scheme": "http", "server": ("127.0.0.1", 80),
        "client": ("127.0.0.1", 9), "headers": [
            (b"host", b"127.0.0.1"), (b"content-type", kind), (b"content-length", b"900"),
        ],
    }  # fmt: skip
    coming = iter([
        {"type": "http.request", "body": b"{", "more_body": True},
        {"type": "http.disconnect"},
    ])  # fmt: skip

    async def receive():
        return next(coming)

    async def send(message):
        told.append(message)

    asyncio.run(create_app(Settings(folder=tmp_path))(scope, receive, send))
    assert told[0]["status"] == 400
