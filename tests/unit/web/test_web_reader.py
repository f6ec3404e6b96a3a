"""The process that reads: its limits end it, and the server goes on meanwhile."""

import asyncio

import pytest

from kilosol.scenario.border import MOST_ENTRIES, MOST_KEY, MOST_SCENARIO, MOST_TEXT
from kilosol.web.answers import Refused
from kilosol.web.reader import Reader
from kilosol.web.reading import MOST_FIELDS, MOST_FORM_BYTES, typed_in

FORM = "application/x-www-form-urlencoded"
PRESET = "as-of-2026-11"

#: As the real one, but that one of its questions does something else.
OTHER = (
    "import collections, itertools, os; import kilosol.web.reading as r; r.QUESTION_LIMIT_S = 0.3\n"
    "def form(kind, **more):\n"
    "    if kind == 'loop':\n        while True: pass\n"
    "    if kind == 'compiled': collections.deque(itertools.repeat(0), maxlen=0)\n"
    "    if kind == 'memory': return {'n': len(bytes(2**40))}\n"
    "    if kind == 'fault': raise KeyError('none')\n"
    "    if kind == 'gone': os._exit(3)\n"
    "    return {'pid': os.getpid()}\n"
    "r._ANSWERS['form'] = form; r.main()"
)


def asked(*kinds):
    """What comes of each question, put one after the other to one reader, and how often others had a turn."""

    async def talk():
        reader, found, turns = Reader(60, ("-c", OTHER)), [], 0

        async def others():
            nonlocal turns
            while True:
                await asyncio.sleep(0.01)
                turns += 1

        beside = asyncio.create_task(others())
        try:
            for kind in kinds:
                before = turns
                try:
                    found.append(await reader.read("form", b"", kind=kind))
                except Refused as error:
                    found.append((error.status, str(error)))
                # Whoever else is there is served while the other process is busy.
                assert turns > before or kind not in ("loop", "compiled")
        finally:
            beside.cancel()
            await reader.stop()
        return found

    return asyncio.run(talk())


@pytest.mark.parametrize("kind", ["loop", "compiled", "gone"])
def test_what_takes_too_long_is_ended_and_told_and_the_next_is_read(kind):
    first, told, second = asked("pid", kind, "pid")
    assert told == (422, "what was sent takes longer to read than any scenario does")
    # Another process, since the system has ended the first.
    assert first["pid"] != second["pid"]


def test_what_takes_too_much_memory_and_faults_of_ours_are_told():
    first, memory, fault, second = asked("pid", "memory", "fault", "pid")
    assert memory == (422, "what was sent takes more memory than a scenario may")
    assert fault[0] == 500
    assert "a fault of Kilosol, not of what was sent" in fault[1]
    assert first["pid"] == second["pid"]


def test_a_real_form_is_read_in_the_real_process(preset_toml):
    async def talk():
        reader = Reader(60)
        reader.warm()
        common = {"base": PRESET, "toml": preset_toml, "content_type": FORM, "path": "/"}
        try:
            read = await reader.read("form", b"draws=321", kind="run", **common)
            shown = await reader.read("form", b"draws=many", kind="run", **common)
            return read, shown
        finally:
            await reader.stop()

    read, shown = asyncio.run(talk())
    assert "draws = 321\n" in read["toml"]
    assert shown["status"] == 422
    assert "must be a whole number" in shown["html"]


def test_a_server_that_stops_leaves_no_reader_that_has_just_begun():
    async def leave():
        reader = Reader(60)
        reader.warm()
        await asyncio.sleep(0)
        await reader.stop()
        return reader

    assert asyncio.run(leave())._process is None


def test_what_was_typed_is_read_as_browsers_send_it():
    body = b"a=1&b=%C3%A4+%26&b=2&c=&a=%20x%20"
    assert typed_in(body, f"{FORM}; charset=utf-8") == {"a": "1, x", "b": "ä &, 2", "c": ""}
    assert typed_in(b"", "") == {}


@pytest.mark.parametrize(
    ("body", "kind", "status", "said"),
    [
        (b"a=%ff", FORM, 422, "not UTF-8"),
        (b"&" * MOST_FIELDS, FORM, 422, "at most 2000 fields"),
        (b"a=" + b"x" * MOST_FORM_BYTES, FORM, 413, "at most 200000 bytes"),
        (b"--x\r\n", "multipart/form-data; boundary=x", 415, FORM),
        (b"{}", "application/json", 415, FORM),
    ],
)
def test_what_is_no_form_of_ours_is_refused(client, body, kind, status, said):
    with pytest.raises(Refused, match=said) as caught:
        typed_in(body, kind)
    assert caught.value.status == status
    if len(body) < 50_000:
        answer = client.post(f"/edit/{PRESET}/check", content=body, headers={"content-type": kind})
        assert answer.status_code == status


DOORS = ("file", "set", "form", "api", "api toml")


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("title", "x" * (MOST_TEXT + 1), f"at most {MOST_TEXT} characters, got {MOST_TEXT + 1}"),
        ("title", "a\x1b[31mb", "plain text, got the character U+001B at place 2"),
        ("title", "a\u202eb", "U+202E RIGHT-TO-LEFT OVERRIDE at place 2"),
        ("partners.station.from", "two\nlines", "plain text, got the character U+000A at place 4"),
        ("site.name", "\ufeffAP-1", "U+FEFF ZERO WIDTH NO-BREAK SPACE"),
        ("ship.payload_t", "1 t**99**99**99", "a whole number from 1 to 4"),
        ("ship.payload_t", "1" * 60 + " t", "at most 60 characters, got 62"),
        ("ship.payload_t", "1 kilotone", "did you mean 'kilotonne'?"),
    ],
)
def test_every_door_gives_the_same_answer(client, tmp_path, key, value, said):
    from kilosol.scenario import dump, load_scenario, parse_override, preset_text, read_scenario

    text = dump._literal(value)
    table, _, last = key.rpartition(".")
    lines, inside = [], not table
    for line in preset_text(PRESET).splitlines():
        inside = line.split("]")[0].lstrip("[") == table if line.startswith("[") else inside
        lines.append(f"{last} = {text}" if inside and line.split(" =")[0] == last else line)
    whole = "\n".join(lines)
    (tmp_path / "mine.toml").write_text(whole, encoding="utf-8")

    def problems(read):
        from kilosol.errors import ScenarioError

        with pytest.raises(ScenarioError) as caught:
            read()
        return {p.what: p.message for p in caught.value.problems}

    found = {
        "file": problems(lambda: load_scenario(tmp_path / "mine.toml")),
        "python": problems(lambda: load_scenario(PRESET, {key: value})),
    }
    if key != "title" or value.isprintable():
        typed = f"{key}={value}" if value.isprintable() else f"{key}={text}"
        found["set"] = problems(lambda: load_scenario(PRESET, dict([parse_override(typed)])))
    for door, body in {"api": {"set": {key: value}}, "api toml": {"scenario_toml": whole}}.items():
        answer = client.post("/api/check", json=body)
        assert answer.status_code == 422
        found[door] = {p["what"]: p["message"] for p in answer.json()["problems"]}
    form = client.post(f"/edit/{PRESET}", data={key: value})
    assert form.status_code == 422
    assert len({str(told) for told in found.values()}) == 1, found
    assert said in found["file"][key]
    from html import unescape

    assert said in unescape(form.text)
    assert read_scenario(preset_text(PRESET), "whole").name == PRESET


@pytest.mark.parametrize(
    "body",
    [
        {"set": {"a": [1] * 100_000}},
        {"set": {"a": {"b": 1}}},
        {"set": {"x" * (MOST_KEY + 1): 1}},
        {"set": {f"k{i}": 1 for i in range(MOST_ENTRIES + 1)}},
        {"set": [1] * 100_000},
        {"base": "x" * 1000},
        {"scenario_toml": "#" * (MOST_SCENARIO + 1)},
        {"k" * 1000: 1},
        [1] * 100_000,
        "x" * 100_000,
        {"set": {"crew.people": None}},
    ],
    ids=range(11),
)
def test_a_request_beyond_the_border_is_told_in_few_words(client_of, tmp_path, monkeypatch, body):
    from tests.unit.web.conftest import ReaderHere

    from kilosol.web import app as app_module
    from kilosol.web.settings import Settings

    monkeypatch.setattr(app_module, "Reader", ReaderHere)
    made = app_module.create_app(Settings(folder=tmp_path, n_workers=0))
    with client_of(made, "http://127.0.0.1:8765") as client:
        answer = client.post("/api/check", json=body)
    assert answer.status_code == 422, answer.text[:300]
    assert answer.json()["error"]
    assert len(answer.text) < 2000
