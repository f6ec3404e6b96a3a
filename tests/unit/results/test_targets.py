"""Places that cannot be written are told before the work; finding out changes nothing."""

import os
import stat
from pathlib import Path

import pytest

from kilosol.errors import DataError
from kilosol.results import refuse_unwritable
from kilosol.results.targets import try_file, try_folder, try_new_folder

TRIES = (try_file, try_folder, try_new_folder)


@pytest.mark.parametrize("attempt", TRIES)
def test_a_place_that_can_be_written_stays_as_it_was(attempt, tmp_path: Path) -> None:
    (tmp_path / "there.txt").write_text("mine", encoding="utf-8")
    attempt(tmp_path / "new")
    assert {p.name: p.read_text(encoding="utf-8") for p in tmp_path.iterdir()} == {"there.txt": "mine"}
    if attempt is try_file:
        attempt(tmp_path / "there.txt")
    else:
        attempt(tmp_path / "a" / "b" / "c")
        attempt(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["there.txt"]


@pytest.mark.parametrize("attempt", TRIES)
@pytest.mark.parametrize("name", ["file/below", "x" * 300, "loop/below", "nul\0"])
def test_a_place_that_cannot_be_is_refused(attempt, tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(OSError):
        attempt(tmp_path / name)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file", "loop"]


def test_a_folder_is_no_file_and_a_file_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    with pytest.raises(IsADirectoryError):
        try_file(tmp_path)
    for attempt in (try_folder, try_new_folder):
        with pytest.raises(NotADirectoryError):
            attempt(tmp_path / "file")


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="users are POSIX's")
def test_what_is_anothers_in_a_shared_folder_cannot_be_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "theirs").mkdir()
    tmp_path.chmod(0o777 | stat.S_ISVTX)
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    with pytest.raises(PermissionError):
        try_new_folder(tmp_path / "theirs")
    try_new_folder(tmp_path / "mine")
    tmp_path.chmod(0o777)
    try_new_folder(tmp_path / "theirs")


def test_a_pipe_is_not_opened(tmp_path: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("this system has no named pipes")
    os.mkfifo(tmp_path / "pipe")
    # Opening it would wait for a reader for ever.
    try_file(tmp_path / "pipe")


def test_a_folder_of_other_things_is_refused_before_a_run(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(DataError, match="not a results folder"):
        refuse_unwritable(tmp_path)
    with pytest.raises(DataError, match="nothing was begun"):
        refuse_unwritable(tmp_path / "notes.txt" / "below")
    refuse_unwritable(tmp_path / "run")
    assert [p.name for p in tmp_path.iterdir()] == ["notes.txt"]
