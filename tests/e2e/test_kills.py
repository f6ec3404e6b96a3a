"""Commands killed outright (SIGKILL) at seeded moments over their whole duration.

What was there before stays byte for byte, the same command given again ends well, and no process, lock or
half-written folder is left. Saving alone is killed more often in tests/unit/results/test_store_kills.py.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kilosol.results import load

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/environ").exists(), reason="processes are found in /proc"
)

#: Little work: one station and few campaigns.
SMALL = ("--set", "draws=100", "--set", 'power.architectures=["fission"]', "--set", "horizon_year=2040")
AXIS = "fleet.ready_frac=0.30..0.88:12"
PATIENCE_S = 900.0

PLAN_KILLS, SWEEP_KILLS, SERVE_KILLS = 24, 18, 12


class Workshop:
    """A folder, and processes that bear a mark by which their children are known as well."""

    def __init__(self, base: Path) -> None:
        self.base = base
        self.n_kills = 0
        self.draw = random.Random(20261121)
        self._mark = f"KILOSOL_TEST_MARK={secrets.token_hex(8)}"
        name, _, value = self._mark.partition("=")
        self.env = {**os.environ, name: value, "KILOSOL_CACHE": str(base / "cache")}

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        with (self.base / "log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "kilosol.cli", *words],
                stdout=log, stderr=log, env=self.env, cwd=self.base, start_new_session=True,
            )  # fmt: skip

    def kill(self, process: subprocess.Popen[bytes]) -> bool:
        """Kill the one process, not its group; False if it had ended by itself."""
        was_running = process.poll() is None
        process.kill()
        code = process.wait()
        assert was_running or code in (0, -signal.SIGKILL), self.said()
        self.n_kills += was_running
        return was_running

    def finish(self, *words: str) -> float:
        begun = time.monotonic()
        assert self.start(*words).wait(PATIENCE_S) == 0, self.said()
        return time.monotonic() - begun

    def said(self) -> str:
        return (self.base / "log").read_text(encoding="utf-8")[-3000:]

    def living(self) -> list[int]:
        """Processes that bear the mark."""
        found = []
        for environ in Path("/proc").glob("[0-9]*/environ"):
            try:
                if self._mark.encode() in environ.read_bytes():
                    found.append(int(environ.parent.name))
            except OSError:
                continue
        return found

    def refuse_orphans(self) -> None:
        """Workers see within seconds that the process which started them is gone."""
        wait_until(lambda: not self.living(), 60)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Workshop]:
    made = Workshop(tmp_path)
    yield made
    for pid in made.living():
        os.kill(pid, signal.SIGKILL)


def wait_until(is_so: Callable[[], bool], limit_s: float = PATIENCE_S) -> None:
    until = time.monotonic() + limit_s
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.005)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def hidden(folder: Path) -> list[str]:
    return [p.name for p in folder.iterdir() if p.name.startswith(".")]


def kill_plans(shop: Workshop, n_kills: int) -> None:
    """Every second one over the whole duration, the others while the folder is being written."""
    base = shop.base / "plans"
    out = base / "run"
    words = {seed: ("plan", *SMALL, "--seed", str(seed), "--out", str(out)) for seed in (1, 2)}
    shop.finish(*words[1])
    duration_s = shop.finish(*words[2])
    references = {2: load(out)[1]}
    shop.finish(*words[1])
    references[1] = load(out)[1]
    last, now_there = contents(out), 1
    while shop.n_kills < n_kills:
        i, wanted = shop.n_kills, 3 - now_there
        process = shop.start(*words[wanted])
        if i % 2:
            part = base / f".run.{process.pid}.part"
            wait_until(lambda part=part, process=process: part.exists() or process.poll() is not None)
            time.sleep(shop.draw.uniform(0, 0.03 * duration_s))
        else:
            time.sleep(shop.draw.uniform(0, 1.05 * duration_s))
        shop.kill(process)
        if out.exists() and contents(out) == last:
            continue
        # Either the new run took the name, or it had just taken it from the old one: nothing in between.
        verdict = load(out)[1]
        assert verdict == references[verdict["seed"]]
        assert len(contents(out)) == len(last)
        if verdict["seed"] == now_there:
            assert contents(out) == last
        last, now_there = contents(out), verdict["seed"]
    shop.finish(*words[1])
    assert load(out)[1] == references[1]
    assert [p.name for p in base.iterdir()] == ["run"]
    shop.refuse_orphans()


def kill_sweeps(shop: Workshop, n_kills: int) -> None:
    """The same sweep again and again: killed, gone on with, and the same bytes in the end."""
    base = shop.base / "sweeps"
    words = ("sweep", "--vary", AXIS, *SMALL, "--workers", "2", "--out")
    shop.finish(*words, str(base / "warm"))
    duration_s = shop.finish(*words, str(base / "whole"))
    whole, place = contents(base / "whole"), 0
    while shop.n_kills < n_kills:
        out = base / f"killed-{place}"
        rows = out / "rows.jsonl"
        kept = rows.read_bytes() if rows.exists() else b""
        process = shop.start(*words, str(out))
        time.sleep(shop.draw.uniform(0, 0.9 * duration_s))
        was_killed = shop.kill(process)
        if kept:
            assert rows.read_bytes().startswith(kept[: kept.rfind(b"\n") + 1])
        if not was_killed:
            place += 1
    shop.refuse_orphans()
    for done in range(place + 1):
        shop.finish(*words, str(base / f"killed-{done}"))
        found = contents(base / f"killed-{done}")
        assert {n: found[n] for n in ("sweep.nc", "sweep.csv")} == {
            n: whole[n] for n in ("sweep.nc", "sweep.csv")
        }
        assert hidden(base / f"killed-{done}") == []
    assert contents(base / "whole") == whole


class Server:
    """A server of a folder, and what one asks it."""

    def __init__(self, shop: Workshop, folder: Path) -> None:
        log = folder.parent / "serve.log"
        log.unlink(missing_ok=True)
        with log.open("wb") as out:
            words = ["kilosol.cli", "serve", "--port", "0", "--workers", "1", "--folder", str(folder)]
            self.process = subprocess.Popen(
                [sys.executable, "-m", *words], stdout=out, stderr=out, env=shop.env, start_new_session=True
            )
        wait_until(lambda: b"\n" in log.read_bytes() or self.process.poll() is not None)
        said = log.read_text(encoding="utf-8")
        assert said.startswith("Kilosol at http://127.0.0.1:"), said
        self.port = int(said.strip().rstrip("/").rsplit(":", 1)[1])

    def ask(self, method: str, path: str, body: str | None = None) -> object:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, {"content-type": "application/json"})
            answer = connection.getresponse()
            text = answer.read()
            assert answer.status in (200, 201), text
            return json.loads(text)
        finally:
            connection.close()

    def begin(self, seed: int) -> str:
        wanted = {"draws": 100, "power.architectures": ["fission"], "horizon_year": 2040, "seed": seed}
        return self.ask("POST", "/api/runs", json.dumps({"set": wanted}))["name"]

    def state(self, name: str) -> str:
        return self.ask("GET", f"/api/runs/{name}")["state"]


def refuse_damage(
    server: Server, names: dict[str, int], done: dict[str, dict[str, bytes]], runs: Path
) -> None:
    """Runs that were done are as they were; the others wait or have just been done."""
    for name in names:
        state = server.state(name)
        assert state in ("queued", "running", "done"), state
        if name in done:
            assert state == "done"
            assert contents(runs / name) == done[name]
        elif state == "done":
            assert json.loads((runs / name / "plan" / "verdict.json").read_text())["seed"] == names[name]
            done[name] = contents(runs / name)


def wait_for_save(server: Server, name: str, runs: Path) -> None:
    wait_until(lambda: any(runs.glob("*/.plan.*.part")) or server.state(name) == "done")


def kill_servers(shop: Workshop, n_kills: int) -> None:
    """Killed with runs in flight; a new server on the same folder goes on with them."""
    runs = shop.base / "runs"
    names: dict[str, int] = {}
    done: dict[str, dict[str, bytes]] = {}
    server = Server(shop, runs)
    begun = time.monotonic()
    names[server.begin(1)] = 1
    wait_until(lambda: all(server.state(n) == "done" for n in names))
    duration_s = time.monotonic() - begun
    for i in range(n_kills):
        seed = len(names) + 1
        name = server.begin(seed)
        names[name] = seed
        if i % 3 == 2:
            # While a worker saves, whichever run it is at.
            wait_for_save(server, name, runs)
        else:
            time.sleep(shop.draw.uniform(0, 1.2 * duration_s))
        refuse_damage(server, names, done, runs)
        shop.kill(server.process)
        # At once: workers of the old server may still be there.
        server = Server(shop, runs)
        refuse_damage(server, names, done, runs)
    wait_until(lambda: all(server.state(n) == "done" for n in names))
    refuse_damage(server, names, done, runs)
    assert len(done) == n_kills + 1
    assert hidden(runs) == [".lock"]
    assert [h for n in names for h in hidden(runs / n)] == []
    server.process.send_signal(signal.SIGINT)
    assert server.process.wait(60) == 0
    shop.refuse_orphans()


@pytest.mark.slow
def test_killed_commands_lose_nothing_and_leave_nothing(shop: Workshop) -> None:
    for kill_some, n_kills in (
        (kill_sweeps, SWEEP_KILLS),
        (kill_servers, SERVE_KILLS),
        (kill_plans, PLAN_KILLS),
    ):
        before, shop.n_kills = shop.n_kills, 0
        kill_some(shop, n_kills)
        shop.n_kills += before
    assert shop.n_kills >= 50


def test_a_killed_server_leaves_no_worker_and_no_lock_and_its_runs_wait(shop: Workshop) -> None:
    runs = shop.base / "runs"
    names: dict[str, int] = {}
    server = Server(shop, runs)
    for i in range(3):
        names[server.begin(i)] = i
        # In the middle of what starts a worker, a little later each time.
        wait_until(lambda: len(shop.living()) > 1)
        time.sleep(shop.draw.uniform(0, 1.0))
        shop.kill(server.process)
        server = Server(shop, runs)
        refuse_damage(server, names, {}, runs)
    shop.kill(server.process)
    shop.refuse_orphans()
    assert shop.n_kills == 4
