"""Texts of up to a megabyte in any field or key, through every door: read, or refused in a tenth of a second.

What is bounded is processor time of the reading, best of three so that a busy machine changes nothing, and
memory.
"""

from __future__ import annotations

import http.client
import json
import random
import signal
import subprocess
import sys
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote_plus

import pytest

from kilosol.errors import KilosolError
from kilosol.scenario import field_rows, load_scenario, parse_override, preset_text, read_scenario, to_toml
from kilosol.web.reading import form
from kilosol.web.wanted import wanted_in

PRESET = "as-of-2026-11"
JSON, FORM = "application/json", "application/x-www-form-urlencoded"
FEW, MANY = 320, 100_000
LIMIT_S, LIMIT_BYTES = 0.1, 20 * 2**20

#: What a long text is made of; `#` stands for so many of it that the length is reached.
PIECES = (
    "1", "9", "0", "1_", "1e", "e", ".", "..", "1.", "-", "+", "**9", "^9", " t", "t ", "kg*", "/s", " ",
    "\t", "\n", "\r", "[", "{", "[[", "{a=", "[0]", "a.", ".a", "a.a.", "'", '"', '\\"', "\\", "\\u0041",
    "#", "# ", "=", "a=1\n", "[a]\n", "[[a]]\n", "a", "ä", "٣", "²", "³", "⁹", "１", "\u2028", "\u202e",
    "\ufeff", "\x00", "\x1b", "\x07", "😀", "👩‍🚀", "<b>", "&amp;", "%41", "%", "&", "1,", "[1,", "true",
    "nan", "0x", "0xf", "1979-05-27T07:32:00Z", "µ", "\ud800", "a\u0301", "e9", "1 t^9", "1/", "(", "((", ")",
    "1 km2/s2 ",
)  # fmt: skip
ENDS = ("", "!", "1", "t", " kg", '"', "]", "e999999", "=", "\x00")

#: The texts that were reported, and their kin, whole.
KNOWN = (
    "1 t**99**99**99", "1 t^9^9^9^9", "1 kg**2**3**4**5", "9**9**9**9", "1e999999", "-1e999999", "1e-999999",
    "9" * 20_000, "0x" + "f" * 20_000, "1" * 10_000 + "!", "1" * 10_000 + "e" * 10_000, "a." * 100_000 + "b",
    "a" + "[0]" * 100_000, "[" * 100_000, "{a=" * 100_000, "1_" * 50_000 + "1", "\ufeff1 t", "1\x00t",
    "\ud800",
)  # fmt: skip

KEYS = [row.key.replace("[]", ".0") for row in field_rows() if not row.key.startswith("systems")]
BASE = to_toml(load_scenario(PRESET))


def texts(n: int, seed: int, long_every: int = 2) -> Iterator[str]:
    """So many texts, the same on every machine; one in `long_every` may have up to a megabyte."""
    draw = random.Random(seed)
    yield from KNOWN[:n]
    for at in range(n - len(KNOWN)):
        length = 10 ** draw.uniform(0, 2 if at % long_every else 6)
        pieces = draw.choices(PIECES, k=draw.choice((1, 1, 1, 2, 3)))
        body = "".join(pieces) * max(1, int(length / sum(map(len, pieces))))
        yield (draw.choice(("", "", "1", "1 t", "[", "'")) + body)[:1_000_000] + draw.choice(ENDS)


def as_json(text: str) -> bytes:
    return json.dumps(text).encode()


def typed(key: str, text: str) -> bytes:
    return quote_plus(key, errors="replace").encode() + b"=" + quote_plus(text, errors="replace").encode()


def form_of(body: bytes) -> object:
    common = {"base": PRESET, "toml": BASE, "path": "/", "content_type": FORM}
    return form(kind="check", body=body, **common)


def asked(body: bytes) -> object:
    return wanted_in(body).scenario(Path())


#: Every door, with the text in a value or in a key.
DOORS: dict[str, Callable[[str, str], object]] = {
    "python value": lambda key, text: load_scenario(PRESET, {key: text}),
    "python key": lambda key, text: load_scenario(PRESET, {text: 1, key: "x"}),
    "set value": lambda key, text: load_scenario(PRESET, dict([parse_override(f"{key}={text}")])),
    "set key": lambda key, text: load_scenario(PRESET, dict([parse_override(f"{key}.{text}=1")])),
    "file": lambda _key, text: read_scenario(f"{text}\n{preset_text(PRESET)}", "a.toml"),
    "file value": lambda key, text: read_scenario(f"{key} = {text}\n", "a.toml"),
    "file text": lambda key, text: read_scenario(f"{key} = {json.dumps(text)}\n", "a.toml"),
    "json value": lambda key, text: asked(b'{"set":{"%b":%b}}' % (key.encode(), as_json(text))),
    "json key": lambda _key, text: asked(b'{"set":{%b:1}}' % as_json(text)),
    "json toml": lambda _key, text: asked(b'{"scenario_toml":%b}' % as_json(text)),
    "json": lambda _key, text: asked(text.encode("utf-8", "replace")),
    "form value": lambda key, text: form_of(typed(key, text)),
    "form key": lambda _key, text: form_of(typed(text, "1")),
    "form": lambda _key, text: form_of(text.encode("utf-8", "replace")),
}


def told(door: str, key: str, text: str) -> None:
    """Put a text through a door; what is refused is refused in few words."""
    said = ""
    try:
        DOORS[door](key, text)
    except KilosolError as error:
        said = str(error)
    assert len(said) < 20_000, (door, key, text[:60])
    # Whatever was put into it can be written to a page or a terminal.
    assert said.replace("\n", "").replace("\t", "").isprintable(), (door, key, text[:60], said)


def cpu_s(door: str, key: str, text: str) -> float:
    begun = time.process_time()
    told(door, key, text)
    return time.process_time() - begun


def check(door: str, key: str, text: str) -> None:
    took_s = cpu_s(door, key, text)
    if took_s > LIMIT_S:
        took_s = min(took_s, cpu_s(door, key, text), cpu_s(door, key, text))
    assert took_s < LIMIT_S, (door, key, len(text), text[:60], took_s)


@pytest.mark.parametrize("door", DOORS)
def test_any_text_is_read_or_refused_within_a_tenth_of_a_second(door: str) -> None:
    draw = random.Random(door)
    told(door, KEYS[0], "1")
    for text in texts(FEW // len(DOORS) + len(KNOWN), seed=sum(map(ord, door))):
        check(door, draw.choice(KEYS), text)


@pytest.mark.parametrize("door", DOORS)
def test_any_text_is_read_or_refused_within_twenty_megabytes(door: str) -> None:
    told(door, KEYS[0], "1")
    for text in (
        "9" * 10**6,
        "[" * 10**6,
        "a." * 500_000,
        "'" + "\x1b" * 10**6,
        "1," * 500_000,
        "a=1\n" * 250_000,
    ):
        tracemalloc.start()
        try:
            told(door, "ship.payload_t", text)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert peak < LIMIT_BYTES, (door, text[:20], peak)


@pytest.mark.slow
@pytest.mark.parametrize("door", DOORS)
def test_many_texts_through_every_door(door: str) -> None:
    draw = random.Random(door)
    for text in texts(5000, seed=1 + sum(map(ord, door))):
        check(door, draw.choice(KEYS), text)


class Server:
    """A server of its own, as a process."""

    def __init__(self, folder: Path) -> None:
        words = [sys.executable, "-m", "kilosol.cli", "serve", "--port", "0", "--folder", str(folder)]
        self.process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        said = self.process.stdout.readline().strip()
        self.port = int(said.rstrip("/").rpartition(":")[2])

    def ask(
        self, method: str, path: str, body: bytes | None = None, kind: str = "application/json"
    ) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            connection.request(method, path, body, {"content-type": kind} if body is not None else {})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def stop(self) -> str:
        self.process.send_signal(signal.SIGINT)
        return self.process.communicate(timeout=120)[1]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    made = Server(tmp_path)
    yield made
    errors = made.stop()
    assert (made.process.returncode, errors) == (0, "")


def bodies(n: int, seed: int, long_every: int) -> Iterator[tuple[str, bytes, str]]:
    """Requests that hold so many texts: long ones alone, short ones up to 150 together."""
    draw, at_once = random.Random(seed), 150
    short: list[str] = []
    for text in texts(n, seed, long_every):
        if len(text) > 5000 and draw.random() < 0.5:
            yield "/api/check", b'{"set":{"%b":%b}}' % (draw.choice(KEYS).encode(), as_json(text)), JSON
        elif len(text) > 5000:
            yield f"/edit/{PRESET}/check", typed(draw.choice(KEYS), text), FORM
        else:
            short.append(text)
        if len(short) == at_once:
            yield "/api/check", together(short), JSON
            short = []
    yield "/api/check", together(short), JSON


def together(short: list[str]) -> bytes:
    return json.dumps({"set": dict(zip(KEYS, short, strict=False))}).encode()


def poison(server: Server, n: int, seed: int, long_every: int = 2) -> list[float]:
    """Post so many texts while another client asks for the first page: how long each answer took [s]."""
    waits: list[float] = []
    is_over = threading.Event()

    def other() -> None:
        while not is_over.is_set():
            waits.append(time_of_first_page(server))
            time.sleep(0.02)

    beside = threading.Thread(target=other)
    beside.start()
    try:
        for path, body, kind in bodies(n, seed, long_every):
            status, answer = server.ask("POST", path, body, kind)
            assert status in (200, 413, 422), (path, status, answer[:300], body[:80])
            assert b"Traceback" not in answer
            assert b"a fault of Kilosol" not in answer, (answer[:500], body[:80])
            assert len(answer) < 1_000_000
    finally:
        is_over.set()
        beside.join()
    return waits


def test_poison_is_refused_while_others_are_served(server: Server) -> None:
    waits = poison(server, 150, seed=20)
    # By the clock only in the slow campaign: what matters here is that the other client was served all along.
    assert len(waits) >= 5


@pytest.mark.slow
def test_a_hundred_thousand_texts_while_another_is_served_at_once(server: Server) -> None:
    quiet = sorted(time_of_first_page(server) for _ in range(200))
    waits = sorted(poison(server, MANY, seed=21, long_every=40))
    # On a machine that is busy with something else even a quiet server takes longer.
    most_s = max(0.2, 3 * quiet[int(0.99 * len(quiet))])
    assert waits[int(0.99 * len(waits))] < most_s, (waits[-10:], quiet[-10:])


def time_of_first_page(server: Server) -> float:
    begun = time.monotonic()
    assert server.ask("GET", "/")[0] == 200
    return time.monotonic() - begun
