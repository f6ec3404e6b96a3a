"""A real server and clients that send or read as slowly as they can; others are served meanwhile."""

from __future__ import annotations

import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

#: The server with little patience, so that the test needs none.
SERVER = """
import sys
from pathlib import Path
from kilosol.web import server
from kilosol.web.settings import Settings

server.HEAD_PATIENCE_S = server.READING_PATIENCE_S = 1.0
sock = server.listen("127.0.0.1", 0)
settings = Settings(folder=Path(sys.argv[1]), n_workers=0, body_patience_s=1.0)
server.serve(settings, sock, lambda: print(sock.getsockname()[1], flush=True))
"""

LIMIT_S = 60.0
HEAD = b"Host: 127.0.0.1\r\n"
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    folder = tmp_path_factory.mktemp("slow")
    process = subprocess.Popen([sys.executable, "-c", SERVER, str(folder)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    yield int(process.stdout.readline())
    assert process.poll() is None, "the server died"
    process.terminate()
    process.communicate(timeout=LIMIT_S)


def is_served(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=LIMIT_S)
    connection.request("GET", "/api/presets")
    status = connection.getresponse().status
    connection.close()
    return status == 200


@pytest.mark.parametrize(
    "begun",
    [
        b"GET / HTTP/1.1\r\n" + HEAD + b"X-Slow: ",
        b"POST /edit/as-of-2026-11/check HTTP/1.1\r\n" + HEAD + FORM + b"Content-Length: 900\r\n\r\n",
        b"POST /api/check HTTP/1.1\r\n" + HEAD + b"Transfer-Encoding: chunked\r\n\r\n",
    ],
    ids=["head", "body", "chunks"],
)
def test_who_sends_a_byte_at_a_time_is_hung_up_on(port: int, begun: bytes) -> None:
    drip = b"1\r\na\r\n" if b"chunked" in begun else b"a"
    slow = [socket.create_connection(("127.0.0.1", port), timeout=LIMIT_S) for _ in range(20)]
    for one in slow:
        one.sendall(begun)
    assert is_served(port)
    until = time.monotonic() + LIMIT_S
    try:
        while slow:
            assert time.monotonic() < until, "a slow client is still waited for"
            time.sleep(0.1)
            slow = [one for one in slow if not has_ended(one, drip)]
    finally:
        for one in slow:
            one.close()
    assert is_served(port)


def has_ended(one: socket.socket, drip: bytes) -> bool:
    try:
        one.sendall(drip)
        one.setblocking(False)
        try:
            # An answer that ends the connection, or its end.
            if one.recv(10_000):
                one.settimeout(LIMIT_S)
                while one.recv(10_000):
                    pass
        except BlockingIOError:
            one.settimeout(LIMIT_S)
            return False
    except OSError:
        pass
    one.close()
    return True


def test_who_does_not_read_its_answer_is_hung_up_on(port: int) -> None:
    """Sockets hold little; the rest of a large file waits in the server until it has waited enough."""
    slow = []
    for _ in range(20):
        one = socket.socket()
        one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        one.settimeout(LIMIT_S)
        one.connect(("127.0.0.1", port))
        one.sendall(b"GET /static/borrowed/plotly.min.js HTTP/1.1\r\n" + HEAD + b"\r\n")
        slow.append(one)
    assert is_served(port)
    # Not a wait for a condition: whoever looked would be reading.
    time.sleep(5)
    for one in slow:
        got = 0
        try:
            while piece := one.recv(1_000_000):
                got += len(piece)
        except ConnectionResetError:
            pass
        one.close()
        assert got < 4_000_000, "it was waited for"
    assert is_served(port)
