"""Runs on disk outlive what happens to the server, and no name leads out of their folder."""

import json

import pytest

from kilosol.errors import DataError
from kilosol.web.runs import RunStore


@pytest.fixture
def runs(tmp_path):
    return RunStore(tmp_path / "runs")


def test_a_run_is_there_again_after_a_restart(runs):
    made = runs.create("a" * 32, "Title", "preset", "x = 1\n")
    again = RunStore(runs.folder)
    assert again.get(made.name) == made
    assert again.scenario(made.name) == "x = 1\n"


def test_names_cannot_be_guessed(runs):
    names = {runs.create("me", "t", "b", "").name for _ in range(50)}
    assert len(names) == 50
    assert all(len(n) == 32 for n in names)


def test_owners_see_their_own_newest_first(runs):
    mine = [runs.create("me", str(i), "b", "") for i in range(3)]
    runs.create("you", "yours", "b", "")
    assert [r.title for r in runs.of_owner("me")] == ["2", "1", "0"]
    assert len(runs.all()) == 4
    runs.delete(mine[0].name)
    assert len(runs.of_owner("me")) == 2


def test_what_a_stopped_server_left_is_queued_again_in_order(runs):
    made = [runs.create("me", str(i), "b", "") for i in range(4)]
    runs.update(made[1].name, state="running")
    runs.update(made[2].name, state="done")
    left = RunStore(runs.folder).recover()
    assert [r.title for r in left] == ["0", "1", "3"]
    assert {r.state for r in left} == {"queued"}
    assert runs.get(made[2].name).state == "done"


def test_broken_beginnings_are_cleared_away(runs):
    (runs.folder / ".abc.part").mkdir()
    (runs.folder / ("f" * 32)).mkdir()
    half = runs.create("me", "half", "b", "")
    (runs.path(half.name) / "run.json").write_text('{"name": ')
    assert runs.recover() == []
    assert not (runs.folder / ".abc.part").exists()
    assert runs.all() == []


def test_a_record_of_another_shape_is_no_run(runs):
    made = runs.create("me", "t", "b", "")
    (runs.path(made.name) / "run.json").write_text(json.dumps({"who": "knows"}))
    with pytest.raises(DataError, match="no run has the address"):
        runs.get(made.name)


@pytest.mark.parametrize(
    ("entry", "value"),
    [
        ("created_s", "yesterday"), ("created_s", float("nan")), ("title", None), ("owner", []),
        ("message", 3), ("wall_s", "long"), ("state", "odd"), ("state", []),
        ("name", "b" * 32), ("name", "../../etc"),
    ],
)  # fmt: skip
def test_a_record_with_an_entry_of_another_kind_is_no_run_and_harms_no_other(runs, entry, value):
    sound, made = runs.create("me", "s", "b", ""), runs.create("me", "t", "b", "")
    file = runs.path(made.name) / "run.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), entry: value}))
    with pytest.raises(DataError, match="its record is damaged"):
        runs.get(made.name)
    assert runs.of_owner("me") == [sound]
    assert runs.recover() == [sound]


NO_NAMES = ["", "..", "../" + "a" * 29, "a" * 31, "a" * 33, "A" * 32, "/etc/passwd", "%2e%2e"]


@pytest.mark.parametrize("name", [*NO_NAMES, "a" * 32 + "\n", "a" * 31 + "\x00"])
def test_no_other_name_reaches_the_file_system(runs, name):
    for ask in (runs.get, runs.path, runs.scenario, runs.plan_folder, runs.delete):
        with pytest.raises(DataError):
            ask(name)
