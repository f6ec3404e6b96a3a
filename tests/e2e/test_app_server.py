"""The server as a process: its address, its folder, its token, its patience, and fifty callers at once."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

#: Addresses read by each caller of the load test.
ROUNDS = 2
CLIENTS = 50
PRESET = "as-of-2026-11"


def begin(*words):
    command = [sys.executable, "-m", "kilosol.cli", "serve", "--port", "0", *map(str, words)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    said = process.stdout.readline().strip()
    assert said.startswith("Kilosol at http://"), process.communicate()
    return process, said.removeprefix("Kilosol at ")


def end(process):
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=240)
    return process.returncode, errors


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("server")
    process, address = begin("--folder", folder, "--workers", 1)
    yield process, int(address.rstrip("/").rsplit(":", 1)[1]), folder
    code, errors = end(process)
    assert (code, errors) == (0, "")


def ask(port, method, path, body=None, headers=None, timeout_s=60):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout_s)
    try:
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


def status_of(port, name):
    return json.loads(ask(port, "GET", f"/api/runs/{name}")[2])


def wait_until(is_so, limit_s=240):
    deadline = time.monotonic() + limit_s
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def post_run(port, **values):
    body = json.dumps({"set": {"draws": 200} | values})
    status, headers, made = ask(port, "POST", "/api/runs", body, {"content-type": "application/json"})
    assert status == 201, made
    return json.loads(made)["name"], headers["set-cookie"].split(";")[0]


def refused(*words):
    command = [sys.executable, "-m", "kilosol.cli", "serve", *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    return done.returncode, done.stderr


def test_a_port_in_use_and_a_folder_in_use_are_told(server, tmp_path):
    _, port, folder = server
    code, said = refused("--port", port, "--folder", tmp_path)
    assert code == 2
    assert f"127.0.0.1:{port}" in said
    assert "choose another with --port" in said
    code, said = refused("--port", 0, "--folder", folder)
    assert code == 2
    assert "in use by another server" in said
    for words in (
        ("--port", 70000),
        ("--workers", 0),
        ("--host", "no.such.host.invalid"),
        ("--folder", "/proc/x"),
    ):
        code, said = refused("--folder", tmp_path, *words) if words[0] != "--folder" else refused(*words)
        assert code == 2, words
        assert "Traceback" not in said


def test_an_open_address_makes_its_own_token(tmp_path):
    process, address = begin("--folder", tmp_path, "--host", "0.0.0.0")
    port = int(address.split(":")[2].split("/")[0])
    token = address.partition("?token=")[2]
    assert len(token) >= 32
    assert ask(port, "GET", "/")[0] == 401
    assert ask(port, "GET", "/", headers={"authorization": f"Bearer {token}"})[0] == 200
    code, errors = end(process)
    assert code == 0
    assert "open to others" in errors


def test_who_sends_no_head_is_hung_up_on(server):
    _, port, _ = server
    begun = time.monotonic()
    idle = [socket.create_connection(("127.0.0.1", port)) for _ in range(20)]
    try:
        for one in idle[:10]:
            one.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")
        # Others are served meanwhile.
        assert ask(port, "GET", "/")[0] == 200
        for one in idle:
            one.settimeout(240)
            while one.recv(1000):
                pass
    finally:
        for one in idle:
            one.close()
    # Not sooner than a slow but honest caller needs; that it ends at all is what `recv` has waited for.
    assert time.monotonic() - begun > 5


@pytest.mark.parametrize(
    "sent",
    [
        b"\x00\x01\x02\r\n\r\n",
        b"GET /../../etc/passwd HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET /static/../app.py HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET //etc/passwd HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"POST /api/runs HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\nzz",
        b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: [::1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\n\r\n",
        b"GET http://evil.example/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"CONNECT evil.example:443 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n" + b"X: y\r\n" * 50_000 + b"\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"y" * 1_000_000 + b"\r\n\r\n",
        b"POST /api/runs HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\n",
        b"POST /api/runs HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
        b"POST /api/runs HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: http://[\r\nContent-Length: 2\r\n\r\n{}",
        b"POST /api/runs HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    ],
    ids=range(18),
)
def test_odd_requests_are_refused(server, sent):
    process, port, _ = server
    with socket.create_connection(("127.0.0.1", port), timeout=30) as one:
        got = b""
        try:
            one.sendall(sent)
            one.shutdown(socket.SHUT_WR)
            while piece := one.recv(10_000):
                got += piece
        except OSError:
            # Hung up on before all was sent.
            pass
    assert b"root:" not in got
    assert got == b"" or got.split(b" ")[1] in (b"400", b"403", b"404", b"431")
    assert process.poll() is None


def resident_mb(pid):
    with open(f"/proc/{pid}/status") as file:  # noqa: PTH123 - a file of the kernel
        line = next(line for line in file if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def caller(port, number):
    """One browser: a run of its own, pages in between, and nobody else's run in its list."""
    title = f"Caller {number}"
    name, cookie = post_run(port, title=title)
    for _ in range(ROUNDS):
        for path in ("/", f"/edit/{PRESET}", f"/runs/{name}", "/sources?find=robots", "/static/app.css"):
            status, _, text = ask(port, "GET", path, headers={"cookie": cookie})
            assert status == 200, path
            if path == "/":
                assert text.decode().count("Caller ") == text.decode().count(f"{title}</a>") == 1
    typed = f"draws={number + 1}"
    form = {"cookie": cookie, "content-type": "application/x-www-form-urlencoded"}
    status, _, text = ask(port, "POST", f"/edit/{PRESET}/check", typed, form)
    assert f"--set draws={number + 1}<" in text.decode()
    return name, cookie


def test_fifty_callers_at_once_lose_nothing(server):
    process, port, folder = server
    idle_mb = resident_mb(process.pid)
    with ThreadPoolExecutor(CLIENTS) as pool:
        made = list(pool.map(lambda n: caller(port, n), range(CLIENTS)))
    assert len({name for name, _ in made}) == CLIENTS
    assert len({cookie for _, cookie in made}) == CLIENTS
    # All are queued or under way; none but its owner can end one; one is let through to its end.
    for place, (name, _) in enumerate(made):
        other = made[(place + 1) % CLIENTS][1]
        assert ask(port, "DELETE", f"/api/runs/{name}", headers={"cookie": other})[0] == 404
        assert status_of(port, name)["title"] == f"Caller {place}"
        assert status_of(port, name)["state"] in ("queued", "running", "done")
    positions = {n: status_of(port, n)["position"] for n, _ in made}
    waiting = [p for p in positions.values() if p]
    assert len(waiting) == len(set(waiting)) >= CLIENTS - 10
    kept = min((n for n in positions if positions[n]), key=positions.get)
    for name, cookie in made:
        if name != kept:
            assert ask(port, "DELETE", f"/api/runs/{name}", headers={"cookie": cookie})[0] == 200
    wait_until(lambda: status_of(port, kept)["state"] == "done")
    status, _, verdict = ask(port, "GET", f"/api/runs/{kept}/verdict")
    assert status == 200
    assert json.loads(verdict)["scenario"]["title"] == status_of(port, kept)["title"]
    # Every run that was asked for is on disk, whole.
    assert all((folder / n / "run.json").is_file() for n, _ in made)
    # The first pages fill caches; after them the server does not grow with its callers.
    assert resident_mb(process.pid) < min(200, idle_mb + 60)


@pytest.mark.slow
def test_many_runs_all_end(server):
    """Fifty plans through one worker: none lost, none mixed up."""
    _, port, _ = server
    names = {post_run(port, title=f"Run {n}", draws=100, seed=n)[0]: n for n in range(CLIENTS)}
    for name in names:
        wait_until(lambda name=name: status_of(port, name)["state"] not in ("queued", "running"), 1200)
    for name, number in names.items():
        status, _, verdict = ask(port, "GET", f"/api/runs/{name}/verdict")
        assert status == 200
        assert json.loads(verdict)["seed"] == number


def test_events_end_with_the_run_and_a_listener_that_leaves_is_forgotten(server):
    _, port, _ = server
    name, cookie = post_run(port)
    gone = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    gone.request("GET", f"/runs/{name}/events")
    gone.getresponse()
    gone.close()
    told = []

    def listen():
        told.append(ask(port, "GET", f"/runs/{name}/events", timeout_s=240)[2].decode())

    thread = threading.Thread(target=listen)
    thread.start()
    wait_until(lambda: status_of(port, name)["state"] == "running")
    assert ask(port, "DELETE", f"/api/runs/{name}", headers={"cookie": cookie})[0] == 200
    thread.join(60)
    events = [
        json.loads(line.removeprefix("data: ")) for line in told[0].splitlines() if line.startswith("data")
    ]
    assert events[0]["kind"] in ("queued", "stage")
    assert events[-1]["kind"] == "cancelled"


def test_a_killed_worker_fails_its_run_alone(server):
    process, port, _ = server
    first, second = post_run(port)[0], post_run(port)[0]
    wait_until(lambda: status_of(port, first)["state"] == "running")
    children = set()

    def are_there():
        with open(f"/proc/{process.pid}/task/{process.pid}/children") as file:  # noqa: PTH123
            children.update(int(p) for p in file.read().split())
        return children

    wait_until(are_there)
    for child in children:
        os.kill(child, signal.SIGKILL)
    wait_until(lambda: status_of(port, first)["state"] != "running")
    assert status_of(port, first)["state"] == "failed"
    assert "run it again" in status_of(port, first)["message"]
    wait_until(lambda: status_of(port, second)["state"] not in ("queued", "running"))
    assert status_of(port, second)["state"] == "done"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_second_signal_ends_a_server_that_is_busy_stopping(tmp_path, number):
    """Frozen in compiled code that looks at no signal, in the midst of stopping in order."""
    program = (
        "import collections, itertools, sys\n"
        "from kilosol.cli import main\n"
        "from kilosol.web import pool\n"
        "async def stop(self):\n"
        "    print('stopping', flush=True)\n"
        "    collections.deque(itertools.repeat(0), maxlen=0)\n"
        "pool.Pool.stop = stop\n"
        f"main(['serve', '--port', '0', '--folder', {str(tmp_path)!r}])\n"
    )
    process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout.readline().startswith("Kilosol at ")
        process.send_signal(number)
        assert process.stdout.readline() == "stopping\n"
        assert process.poll() is None
        process.send_signal(number)
        assert process.wait(60) == -number
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
