"""The memory of stages: nothing is computed twice, and nothing stale is ever given."""

from __future__ import annotations

import hashlib
import os
import zlib
from pathlib import Path
from typing import Any

import pytest

from kilosol import data
from kilosol.planning import run_plan
from kilosol.planning.memory.cache import Memory, remembered
from kilosol.planning.memory.disk_cache import Shelf
from kilosol.planning.memory.recorded import Tracked
from kilosol.results.store import as_json
from kilosol.scenario import Scenario, load_scenario

BASE = load_scenario("as-of-2026-11", {"draws": 200})
CALLS: list[str] = []


def outer(scenario: Scenario, factor: float) -> tuple[float, ...]:
    CALLS.append("outer")
    ships = sum(f.cargo_ships for f in scenario.flights)
    return (remembered(inner)(scenario) * factor, float(ships))


def inner(scenario: Scenario) -> float:
    CALLS.append("inner")
    return scenario.crew.people * data.table("campaign/crew_risk").number("launch_survival_frac")


def changed(**values: object) -> Scenario:
    return load_scenario("as-of-2026-11", {k.replace("__", "."): v for k, v in values.items()})


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    CALLS.clear()
    return Memory(Shelf(tmp_path))


def ask(memory: Memory, scenario: Scenario, factor: float = 1.0) -> tuple[float, ...]:
    with memory.remembering():
        return remembered(outer)(scenario, factor)


def test_what_a_stage_does_not_read_does_not_run_it_again(memory: Memory) -> None:
    first = ask(memory, BASE)
    assert CALLS == ["outer", "inner"]
    assert ask(memory, changed(city__pass_frac=0.5, fleet__ready_frac=0.1)) == first
    assert CALLS == ["outer", "inner"]


def test_what_it_reads_does_even_through_an_inner_stage(memory: Memory) -> None:
    first = ask(memory, BASE)
    more = ask(memory, changed(crew__people=12))
    assert more[0] == pytest.approx(2.0 * first[0])
    assert CALLS.count("outer") == 2
    assert ask(memory, changed(flights__2033__cargo_ships=70))[1] == first[1] + 20.0
    # The inner stage reads no flights: it was found.
    assert (CALLS.count("outer"), CALLS.count("inner")) == (3, 2)
    ask(memory, BASE, 2.0)
    assert CALLS.count("outer") == 4


def test_a_cited_value_that_it_read_counts_and_others_do_not(memory: Memory) -> None:
    first = ask(memory, BASE)
    with data.overriding({"campaign/crew_risk.launch_survival_frac": 0.49}):
        assert ask(memory, BASE)[0] == pytest.approx(first[0] / 2.0)
    assert len(CALLS) == 4
    with data.overriding({"campaign/crew_risk.transit_survival_frac": 0.96}):
        assert ask(memory, BASE) == first
    assert len(CALLS) == 4


def test_the_ledger_is_the_same_whether_found_or_computed(memory: Memory) -> None:
    ledgers = []
    for _ in range(2):
        with data.recording() as used:
            ask(memory, BASE)
        ledgers.append(dict(used))
    assert ledgers[0] == ledgers[1]
    assert list(ledgers[0]) == ["campaign/crew_risk.launch_survival_frac"]


def test_another_process_finds_it_on_the_shelf_and_a_damaged_file_is_not_used(tmp_path: Path) -> None:
    CALLS.clear()
    first = ask(Memory(Shelf(tmp_path)), BASE)
    assert ask(Memory(Shelf(tmp_path)), changed(city__pass_frac=0.5)) == first
    assert len(CALLS) == 2
    for path in tmp_path.rglob("*.answer"):
        path.write_bytes(path.read_bytes()[:-3])
    for path in tmp_path.rglob("*.reads"):
        path.write_text("{", encoding="utf-8")
    assert ask(Memory(Shelf(tmp_path)), BASE) == first
    assert len(CALLS) == 4


@pytest.mark.parametrize("kind", ["answer", "reads"])
@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"",
        lambda raw: bytes(len(raw)),
        lambda raw: raw[: len(raw) // 2] + bytes(len(raw) - len(raw) // 2),
        lambda raw: raw[:-1] + bytes([raw[-1] ^ 1]),
        lambda raw: raw[:9],
        lambda _: b"[]",
        lambda _: b'{"keys": 1, "cited": []}',
        # Other places than were read: an answer found by them might be stale.
        lambda _: b'{"keys": [], "cited": []}',
    ],
    ids=["empty", "zeros", "half zeros", "one bit", "short", "a list", "other kinds", "other places"],
)
def test_a_file_that_a_power_failure_left_counts_as_none(tmp_path: Path, kind: str, damage: Any) -> None:
    CALLS.clear()
    first = ask(Memory(Shelf(tmp_path)), BASE)
    whole = {path: path.read_bytes() for path in tmp_path.rglob(f"*.{kind}")}
    assert whole
    for path, raw in whole.items():
        path.write_bytes(damage(raw))
    assert ask(Memory(Shelf(tmp_path)), BASE) == first
    assert CALLS == ["outer", "inner"] * 2
    # Written anew, the same bytes.
    assert {path: path.read_bytes() for path in whole} == whole


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="files have no owners here")
def test_an_answer_that_another_user_has_put_there_is_not_even_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    CALLS.clear()
    first = ask(Memory(Shelf(tmp_path)), BASE)
    other = os.getuid() + 1
    monkeypatch.setattr(os, "getuid", lambda: other)
    assert ask(Memory(Shelf(tmp_path)), BASE) == first
    assert CALLS == ["outer", "inner"] * 2


def test_an_answer_of_another_library_is_computed_again(tmp_path: Path) -> None:
    CALLS.clear()
    first = ask(Memory(Shelf(tmp_path)), BASE)
    for path in tmp_path.rglob("*.answer"):
        # Whole, and of a class that is no more.
        packed = zlib.compress(b"cno_such_module\nClass\n.")
        path.write_bytes(hashlib.blake2b(packed, digest_size=16).digest() + packed)
    assert ask(Memory(Shelf(tmp_path)), BASE) == first
    assert len(CALLS) == 4


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    assert ask(Memory(Shelf(blocked / "below")), BASE)[0] > 0.0


def test_the_content_of_a_series_counts_not_its_name(memory: Memory, tmp_path: Path) -> None:
    def stage(scenario: Scenario) -> str:
        CALLS.append("series")
        return Path(scenario.weather.tau_series or "").read_text(encoding="utf-8")

    file = tmp_path / "tau.csv"
    scenario = changed(weather__tau_series=str(file))
    answers = []
    for text in ("a", "b", "a"):
        file.write_text(text, encoding="utf-8")
        with memory.remembering():
            answers.append(remembered(stage)(scenario))
    assert answers == ["a", "b", "a"]
    assert CALLS == ["series", "series"]


def test_a_method_of_a_view_reads_all_of_it() -> None:
    reads: set[tuple[str | int, ...]] = set()
    view = Tracked(BASE, (), reads)
    view.crew.model_dump()
    assert reads == {("crew",)}


# Inputs that the station's size, its test, the campaign or the city hang on, and a cited value.
@pytest.mark.parametrize(
    ("key", "value"),
    [("crew.people", 5), ("power.unit_failure_factor", 3.0), ("gates.station_sols", 0.0), ("seed", 7)],
)
def test_a_plan_from_memory_is_the_plan_byte_for_byte(shared_memory: Memory, key: str, value: object) -> None:
    scenario = load_scenario("as-of-2026-11", {"draws": 200, key: value})
    with shared_memory.remembering():
        run_plan(BASE)
        again = run_plan(scenario)
    assert as_json(again.verdict) == as_json(run_plan(scenario).verdict)


@pytest.fixture(scope="module")
def shared_memory() -> Memory:
    return Memory()
