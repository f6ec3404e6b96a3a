"""The diary of a sweep: one line for each finished case, so that a killed sweep goes on where it stopped."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from kilosol.errors import DataError
from kilosol.results.whole import write_whole

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
            folder.mkdir(parents=True, exist_ok=True)
            if not plan.exists():
                write_whole(plan, text)
            self._read()
            self._file = (folder / ROWS).open("a", encoding="utf-8")
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
            self._file.write(json.dumps(row, ensure_ascii=False) + "\n")
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            if error.errno not in _CANNOT_SYNC:
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
        whole, kept = raw[: raw.rfind(b"\n") + 1], 0
        for line in whole.splitlines(keepends=True):
            try:
                row = json.loads(line)
                if not (set(row) >= _ROW_KEYS and type(row["case"]) is int):
                    break
                self.rows[row["case"]] = row
            except (ValueError, TypeError, RecursionError):
                # A line torn by a crash of the machine: its case and those after it run again.
                break
            kept += len(line)
        if kept < len(raw):
            with path.open("r+b") as file:
                file.truncate(kept)


#: What every row of a finished case holds.
_ROW_KEYS = {"case", "kpis", "words", "error", "code"}

#: Error numbers of files that are no files, such as pipes, which hold nothing to bring to a disk.
_CANNOT_SYNC = {22}


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
    raise DataError(
        f"{folder} holds another sweep (its {', '.join(differ)} differ); choose another with --out"
    )
