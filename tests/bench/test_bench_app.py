"""What a user of the app waits for: the start of the server, its pages, a check while typing."""

import subprocess
import sys
import urllib.request

import pytest

pytestmark = pytest.mark.bench

PRESET = "as-of-2026-11"


def begin(folder):
    command = [sys.executable, "-m", "kilosol.cli", "serve", "--port", "0", "--folder", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    address = process.stdout.readline().removeprefix("Kilosol at ").strip().rstrip("/")
    return process, address


def end(process):
    process.terminate()
    process.wait()
    process.stdout.close()


def read(address, body=None):
    with urllib.request.urlopen(urllib.request.Request(address, body)) as answer:
        return answer.read()


@pytest.fixture
def address(tmp_path):
    process, address = begin(tmp_path / "runs")
    yield address
    end(process)


def test_ready(benchmark, tmp_path):
    def ready():
        process, address = begin(tmp_path / "runs")
        read(address)
        return process

    processes = []
    benchmark.pedantic(lambda: processes.append(ready()), teardown=lambda: end(processes.pop()), rounds=5)


@pytest.mark.parametrize("place", ["/", f"/edit/{PRESET}", "/sources", "/api/docs"])
def test_page(benchmark, address, place):
    assert b"Kilosol" in benchmark(read, address + place)


def test_check_while_typing(benchmark, address):
    found = benchmark(read, f"{address}/edit/{PRESET}/check", b"draws=500")
    assert b"--set draws=500" in found
