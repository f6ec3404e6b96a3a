"""Fifty browsers at once, each with a run of its own to its end: figures for docs/trust/load.md."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

CLIENTS, ROUNDS = 50, 6
PATIENCE_S = 3600.0
#: Growth that is left when all is over: pages and tables that the server keeps to answer the next.
LEFT_MB = 60.0


def resident_mb(pid: int) -> float:
    """Memory of a process and all below it."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    status = Path(f"/proc/{pid}/status").read_text()
    own = next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS")), 0.0)
    return own + sum(resident_mb(int(child)) for child in children)


class Browser:
    """One client: its cookie, its run, and how long each answer took."""

    def __init__(self, port: int, number: int) -> None:
        self.port, self.number = port, number
        self.times_s: list[float] = []
        self.cookie = self.name = ""

    def ask(self, method: str, path: str, body: str | None = None) -> bytes:
        begun = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        headers = {"content-type": "application/json"} | ({"cookie": self.cookie} if self.cookie else {})
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        text = answer.read()
        self.cookie = self.cookie or (answer.headers["set-cookie"] or "").split(";")[0]
        connection.close()
        self.times_s.append(time.perf_counter() - begun)
        assert answer.status in (200, 201), (path, answer.status, text[:300])
        return text

    def begin(self) -> None:
        values = {
            "title": f"Caller {self.number}", "seed": self.number, "draws": 50, "horizon_year": 2035,
            "power.architectures": ["fission"],
        }  # fmt: skip
        self.name = json.loads(self.ask("POST", "/api/runs", json.dumps({"set": values})))["name"]
        for _ in range(ROUNDS):
            for path in ("/", "/edit/as-of-2026-11", f"/runs/{self.name}", "/sources?find=robots"):
                self.ask("GET", path)

    def see_to_the_end(self) -> None:
        until = time.monotonic() + PATIENCE_S
        while (state := json.loads(self.ask("GET", f"/api/runs/{self.name}"))["state"]) != "done":
            assert state in ("queued", "running"), state
            assert time.monotonic() < until
            time.sleep(2)
        verdict = json.loads(self.ask("GET", f"/api/runs/{self.name}/verdict"))
        assert (verdict["seed"], verdict["scenario"]["title"]) == (self.number, f"Caller {self.number}")
        assert f"Caller {self.number}".encode() in self.ask("GET", f"/runs/{self.name}")


@pytest.mark.slow
def test_fifty_browsers_with_fifty_runs_lose_nothing(tmp_path: Path) -> None:
    if not Path("/proc/self/task").exists():
        pytest.skip("memory is read in /proc")
    words = ["kilosol.cli", "serve", "--port", "0", "--workers", "1", "--folder", str(tmp_path / "runs")]
    env = {**os.environ, "KILOSOL_CACHE": str(tmp_path / "cache")}
    process = subprocess.Popen([sys.executable, "-m", *words], stdout=subprocess.PIPE, text=True, env=env)
    assert process.stdout is not None
    port = int(process.stdout.readline().strip().rstrip("/").rsplit(":", 1)[1])
    first = Browser(port, 0)
    for path in ("/", "/edit/as-of-2026-11", "/sources?find=robots"):
        first.ask("GET", path)
    idle_mb, begun = resident_mb(process.pid), time.perf_counter()
    browsers = [Browser(port, n) for n in range(1, CLIENTS + 1)]
    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(Browser.begin, browsers))
        reading_s = time.perf_counter() - begun
        times_s = sorted(t for b in browsers for t in b.times_s)
        during_mb = resident_mb(process.pid)
        list(pool.map(Browser.see_to_the_end, browsers))
    runs_s = time.perf_counter() - begun
    until = time.monotonic() + 120
    while resident_mb(process.pid) > idle_mb + LEFT_MB and time.monotonic() < until:
        time.sleep(1)
    after_mb = resident_mb(process.pid)
    figures = {
        "requests": len(times_s), "requests_per_s": len(times_s) / reading_s,
        "p50_ms": 1e3 * times_s[len(times_s) // 2], "p95_ms": 1e3 * times_s[int(0.95 * len(times_s))],
        "idle_mb": idle_mb, "during_mb": during_mb, "after_mb": after_mb, "all_runs_s": runs_s,
    }  # fmt: skip
    sys.stdout.write(json.dumps({k: round(v, 1) for k, v in figures.items()}) + "\n")
    process.send_signal(signal.SIGINT)
    assert process.wait(60) == 0
    process.stdout.close()
    assert len({b.name for b in browsers}) == len({b.cookie for b in browsers}) == CLIENTS
    assert after_mb < idle_mb + LEFT_MB
