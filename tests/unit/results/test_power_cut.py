"""The power fails at each step of saving: the earlier run or the new one is there, whole.

The disk is a model (tests/support/power_cuts.py): no power was cut. What it leaves out stands in
docs/trust/interruption.md.
"""

from __future__ import annotations

import errno
import itertools
import os
from pathlib import Path

import numpy as np
import pytest
import xarray as xr
from power_cuts import Disk

from kilosol.errors import DataError
from kilosol.results import STAGES, Results, describe, durable, load, save, store, whole
from kilosol.results.whole import write_whole

pytestmark = pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="open files are told by /proc")


def write(folder: Path, n: int) -> None:
    mass = describe(xr.Dataset({"mass_kg": ("design", np.full(600, float(n)))}))
    results = Results(**dict.fromkeys(STAGES, mass))
    save(folder, results, {"n": n}, f"n = {n}\n" * 2000, {"n": n}, f"<html>{n}</html>" * 2000)


def number_in(folder: Path) -> int:
    """The one number that every file of a run tells."""
    results, verdict, provenance = load(folder)
    n = verdict["n"]
    assert provenance == {"n": n}
    assert (folder / "scenario.toml").read_text() == f"n = {n}\n" * 2000
    assert (folder / "report.html").read_text() == f"<html>{n}</html>" * 2000
    assert {float(v) for d in results.stages().values() for v in d.mass_kg.values} == {float(n)}
    return n


@pytest.fixture
def disk(tmp_path: Path) -> Disk:
    (tmp_path / "base").mkdir()
    (tmp_path / "cuts").mkdir()
    return Disk(tmp_path / "base", tmp_path / "cuts")


def found_after_cuts(disk: Disk) -> list[int]:
    return [number_in(place / "run") for place in disk.left()]


def test_the_earlier_run_or_the_new_one_is_there_whole(disk: Disk) -> None:
    write(disk.base / "run", 1)
    disk.brought(disk.base)
    with disk.watching():
        write(disk.base / "run", 2)
    found = found_after_cuts(disk)
    # The new one from the moment of its name on, and at any rate once saving has returned.
    assert found == sorted(found)
    assert set(found) == {1, 2}
    assert found[-1] == 2


def test_a_first_run_is_whole_or_not_there(disk: Disk) -> None:
    with disk.watching():
        write(disk.base / "deep" / "run", 1)
    n_there = 0
    for place in disk.left():
        if (place / "deep" / "run").exists():
            assert number_in(place / "deep" / "run") == 1
            n_there += 1
        else:
            with pytest.raises(DataError, match="not a results folder"):
                load(place / "deep" / "run")
    assert 0 < n_there < len(disk.left())


def test_the_model_bites_where_bytes_are_not_brought_to_the_disk(
    disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "file_to_disk", lambda _: None)
    write(disk.base / "run", 1)
    disk.brought(disk.base)
    with disk.watching():
        write(disk.base / "run", 2)
    with pytest.raises(DataError, match=r"damaged|netCDF"):
        found_after_cuts(disk)


def test_bytes_come_first_then_the_name_then_its_folder_and_only_then_the_earlier_run_goes(
    disk: Disk,
) -> None:
    write(disk.base / "run", 1)
    with disk.watching():
        write(disk.base / "run", 2)
    part, old = f".run.{os.getpid()}.part", f".run.{os.getpid()}.old"
    files = {"verdict.json", "scenario.toml", "provenance.json", "report.html", "results.nc"}
    at = disk.steps.index(("rename", part))
    before = disk.steps[:at]
    assert {name for step, name in before if step == "fsync"} == files | {part}
    assert ("fsync", part) in before[-2:]
    assert disk.steps[at + 1] == ("fsync", "base")
    # What is removed is removed after that.
    assert {step for step, _ in disk.steps[at + 2 :]} == {"unlink", "rmdir"}
    assert disk.steps[-1] == ("rmdir", old)
    assert not [step for step in before if step[0] in ("unlink", "rmdir")]


def test_folders_made_on_the_way_have_their_names_brought_too(disk: Disk) -> None:
    with disk.watching():
        write(disk.base / "a" / "b" / "run", 1)
    synced = [name for step, name in disk.steps if step == "fsync"]
    assert {"base", "a", "b"} <= set(synced)


def test_a_file_is_its_earlier_self_or_the_new_one(disk: Disk) -> None:
    file = disk.base / "page.html"
    texts = ["one" * 3000, "two" * 4000]
    write_whole(file, texts[0])
    disk.brought(disk.base)
    with disk.watching():
        write_whole(file, texts[1])
    found = [texts.index((place / "page.html").read_text()) for place in disk.left()]
    assert found == sorted(found)
    assert set(found) == {0, 1}
    kinds = [step for step, _ in disk.steps if step != "unlink"]
    assert kinds == ["fsync", "replace", "fsync"]


def test_without_bringing_it_to_the_disk_a_file_would_be_lost(
    disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whole, "file_to_disk", lambda _: None)
    file = disk.base / "page.html"
    with disk.watching():
        write_whole(file, "one" * 3000)
    assert any(
        (place / "page.html").exists() and (place / "page.html").read_text() != "one" * 3000
        for place in disk.left()
    )


def test_a_disk_that_does_not_take_the_bytes_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "run", 1)
    calls = itertools.count()

    def broken(handle: int) -> None:
        if next(calls) == 2:
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(durable.os, "fsync", broken)
    with pytest.raises(DataError, match=r"Input/output error; what was there before is as it was"):
        write(tmp_path / "run", 2)
    assert number_in(tmp_path / "run") == 1
    assert [p.name for p in tmp_path.iterdir()] == ["run"]


def test_a_name_that_the_disk_does_not_confirm_is_told_and_the_new_run_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "run", 1)

    def broken(folder: Path) -> None:
        if folder == tmp_path:
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(store, "folder_to_disk", broken)
    with pytest.raises(DataError, match=r"is written, but its disk did not take"):
        write(tmp_path / "run", 2)
    assert number_in(tmp_path / "run") == 2


@pytest.mark.parametrize("code", sorted(durable.CANNOT_SYNC))
def test_a_file_system_that_cannot_be_asked_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def cannot(handle: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(durable.os, "fsync", cannot)
    write(tmp_path / "run", 1)
    assert number_in(tmp_path / "run") == 1
