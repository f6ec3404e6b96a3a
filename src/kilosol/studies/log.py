"""The diary of a sweep: one line for each finished case, so that a killed sweep goes on where it stopped.

Each line is brought to the disk before the next case is taken, and carries a check of its own bytes: one that
was torn, zeroed or changed is recognised, and its case runs again.
"""

from __future__ import annotations

import json
import logging
import zlib
from collections.abc import Mapping
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from kilosol.errors import DataError
from kilosol.results.durable import folder_to_disk, handle_to_disk, make_folder
from kilosol.results.whole import write_whole

_LOG = logging.getLogger(__name__)

PLAN, ROWS = "sweep.json", "rows.jsonl"


class Journal:
    """Folder of a sweep.

    Parameters
    ----------
    folder : Path
        New, empty, or of the same sweep.
    identity : mapping
        What the sweep is: scenario, axes, code. Rows of another sweep are not mixed in.

    Raises
    ------
    DataError
        If the folder holds another sweep or something else, or cannot be written.
    """

    def __init__(self, folder: Path, identity: Mapping[str, Any]) -> None:
        self.folder = folder
        self.rows: dict[int, dict[str, Any]] = {}
        text = json.dumps(identity, indent=2, ensure_ascii=False) + "\n"
        plan = folder / PLAN
        try:
            if plan.exists():
                _refuse_other(folder, json.loads(plan.read_text(encoding="utf-8")), identity)
            elif folder.exists() and not _is_free(folder):
                raise DataError(f"{folder} exists and holds no sweep; choose another with --out")
            make_folder(folder)
            if not plan.exists():
                write_whole(plan, text)
            self._read()
            self._file = (folder / ROWS).open("a", encoding="utf-8")
            folder_to_disk(folder)
        except (OSError, ValueError, RecursionError) as error:
            raise DataError(f"{folder} cannot hold the sweep: {error}") from None

    def add(self, row: dict[str, Any]) -> None:
        """Write a row, onto the disk itself.

        Raises
        ------
        DataError
            If the disk is full; the rows before are kept.
        """
        try:
            self._file.write(line_of(row))
            self._file.flush()
            handle_to_disk(self._file.fileno())
        except OSError as error:
            raise DataError(
                f"{self.folder / ROWS} cannot be written: {error.strerror}; {len(self.rows)} finished "
                "cases are kept: make room and run the same command again"
            ) from None
        self.rows[row["case"]] = row

    def close(self) -> None:
        """Let go of the file; a row that could not be written is not tried again."""
        try:
            self._file.close()
        except OSError:
            # Already told by add().
            return

    def _read(self) -> None:
        path = self.folder / ROWS
        if not path.exists():
            return
        raw = path.read_bytes()
        kept = 0
        for line in raw.splitlines(keepends=True):
            row = row_of(line)
            if row is None:
                break
            self.rows[row["case"]] = row
            kept += len(line)
        if kept == len(raw):
            return
        with path.open("r+b") as file:
            file.truncate(kept)
            handle_to_disk(file.fileno())
        _LOG.warning(
            "%s was damaged after %d finished cases, as by a crash or power failure; the others run again",
            path,
            len(self.rows),
        )


def line_of(row: Mapping[str, Any]) -> str:
    r"""A row as a line of the diary, with the check of its bytes.

    Examples
    --------
    >>> line_of({"case": 0})
    '{"case": 0, "check": "ec12e79e"}\n'
    """
    return _text({**row, "check": _check(row)}) + "\n"


def row_of(line: bytes) -> dict[str, Any] | None:
    r"""The row of a line; None where it is torn, or not what was written.

    Examples
    --------
    >>> row_of(b'{"case": 1, "check": "ec12e79e"}\n') is None
    True
    """
    try:
        row = json.loads(line)
        if not line.endswith(b"\n") or row.pop("check") != _check(row):
            return None
        return row if set(row) >= _ROW_KEYS and type(row["case"]) is int else None
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError):
        return None


def _text(row: Mapping[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False)


def _check(row: Mapping[str, Any]) -> str:
    return f"{zlib.crc32(_text(row).encode()):08x}"


#: What every row of a finished case holds.
_ROW_KEYS = {"case", "kpis", "words", "error", "code"}

#: What a sweep may differ in, as its user calls it.
_WORDS = {"design": "cases", "scenario": "inputs", "kilosol": "version"}


def _is_free(folder: Path) -> bool:
    """Whether nothing is in a folder but what a sweep left that was killed before it had begun."""
    return folder.is_dir() and all(fnmatch(p.name, f".{PLAN}.*part") for p in folder.iterdir())


def _refuse_other(folder: Path, found: Any, wanted: Mapping[str, Any]) -> None:
    if not isinstance(found, Mapping):
        raise DataError(f"{folder / PLAN} describes no sweep; choose another folder with --out")
    differ = [k for k in wanted if found.get(k) != wanted[k]]
    if not differ:
        return
    if differ == ["code"]:
        raise DataError(
            f"{folder} holds rows of another version of the code; finish it with that version, or choose "
            "another with --out"
        )
    said = " and ".join(_WORDS.get(name, name) for name in differ)
    raise DataError(f"{folder} holds another sweep, with other {said}; choose another folder with --out")
