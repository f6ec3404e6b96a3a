"""Runs on disk: each in a folder of its own, so that its address outlives reloads and restarts.

A run has a folder with ``scenario.toml`` and ``run.json`` (who, when, state) as soon as it is asked for,
and the results folder ``plan`` once it has ended well. Names are unguessable; a person sees the runs of his
own browser, and whoever he gives an address to.
"""

from __future__ import annotations

import json
import math
import re
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Literal

from kilosol.errors import DataError, KilosolError
from kilosol.results.durable import file_to_disk, folder_to_disk, make_folder
from kilosol.results.whole import clear_leftovers, reason, write_whole

State = Literal["queued", "running", "done", "failed", "cancelled"]

STATES: tuple[State, ...] = ("queued", "running", "done", "failed", "cancelled")

_NAME = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class RunRecord:
    """What is known of a run besides its results.

    Parameters
    ----------
    name : str
        32 hex digits: the run's address.
    owner : str
        Browser that asked for it.
    title : str
        Of its scenario.
    base : str
        Preset or run that it began from.
    created_s : float [s]
        Seconds since 1970, UTC.
    state : str
        ``queued``, ``running``, ``done``, ``failed`` or ``cancelled``.
    message : str
        Why it failed.
    wall_s : float [s]
        How long it took.
    """

    name: str
    owner: str
    title: str
    base: str
    created_s: float
    state: State = "queued"
    message: str = ""
    wall_s: float = 0.0

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in ("done", "failed", "cancelled")


def _is_sound(record: RunRecord) -> bool:
    """Whether each entry of a record that was read is of its kind: one that is not would break every list."""
    texts = (record.owner, record.title, record.base, record.message)
    numbers = (record.created_s, record.wall_s)
    return (
        all(isinstance(text, str) for text in texts)
        and all(isinstance(n, int | float) and math.isfinite(n) for n in numbers)
        and record.state in STATES
    )


class NoRoom(KilosolError):
    """The disk does not take a run."""


@contextmanager
def _told_as_refusal() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise NoRoom(
            f"the run cannot be kept: {reason(error)}; nothing that was there before has changed"
        ) from error


class RunStore:
    """The runs below one folder.

    Parameters
    ----------
    folder : Path
        Created if missing.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._unwritten: dict[str, RunRecord] = {}
        make_folder(folder)

    def create(self, owner: str, title: str, base: str, scenario_toml: str) -> RunRecord:
        """Keep a new run, not yet begun."""
        record = RunRecord(secrets.token_hex(16), owner, title, base, time.time())
        # Made under another name first: a folder that is there is whole.
        making = self.folder / f".{record.name}.part"
        with _told_as_refusal():
            try:
                making.mkdir()
                (making / "scenario.toml").write_text(scenario_toml, encoding="utf-8")
                (making / "run.json").write_text(json.dumps(asdict(record)), encoding="utf-8")
                for written in sorted(making.iterdir()):
                    file_to_disk(written)
                folder_to_disk(making)
                making.rename(self.folder / record.name)
                folder_to_disk(self.folder)
            except OSError:
                for begun in (making, self.folder / record.name):
                    shutil.rmtree(begun, ignore_errors=True)
                raise
        return record

    def get(self, name: str) -> RunRecord:
        """A run by its name.

        Raises
        ------
        DataError
            If there is none, or the name is none.
        """
        path = self.path(name)
        if name in self._unwritten:
            return self._unwritten[name]
        try:
            record = RunRecord(**json.loads((path / "run.json").read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError, RecursionError) as error:
            raise DataError(f"no run has the address {name}") from error
        if record.name != name or not _is_sound(record):
            raise DataError(f"no run has the address {name}: its record is damaged")
        return record

    def path(self, name: str) -> Path:
        """Folder of a run; a name that is not 32 hex digits never reaches the file system."""
        if not _NAME.fullmatch(name):
            raise DataError("no run has this address: an address is 32 hex digits")
        return self.folder / name

    def update(self, name: str, **changes: object) -> RunRecord:
        """Change a run's record in one step."""
        record = replace(self.get(name), **changes)  # type: ignore[arg-type]
        # Until the disk takes it, what is known is known here alone.
        self._unwritten[name] = record
        with _told_as_refusal():
            write_whole(self.path(name) / "run.json", json.dumps(asdict(record)))
        del self._unwritten[name]
        return record

    def scenario(self, name: str) -> str:
        """TOML of a run's scenario."""
        return (self.path(self.get(name).name) / "scenario.toml").read_text(encoding="utf-8")

    def plan_folder(self, name: str) -> Path:
        """Results folder of a run."""
        return self.path(name) / "plan"

    def of_owner(self, owner: str) -> list[RunRecord]:
        """Runs of one browser, newest first."""
        return sorted((r for r in self.all() if r.owner == owner), key=lambda r: -r.created_s)

    def all(self) -> list[RunRecord]:
        """Every readable run."""
        found = []
        for path in self.folder.iterdir():
            if _NAME.fullmatch(path.name):
                try:
                    found.append(self.get(path.name))
                except DataError:
                    continue
        return found

    def recover(self) -> list[RunRecord]:
        """Runs that a stopped server left unfinished, put back in the queue; broken beginnings removed."""
        for part in self.folder.glob(".*.part"):
            shutil.rmtree(part, ignore_errors=True)
        for file in ("run.json", "body.html", "theme.json"):
            for folder in self.folder.iterdir():
                clear_leftovers(folder / file)
        left = sorted((r for r in self.all() if not r.is_over), key=lambda r: r.created_s)
        return [r if r.state == "queued" else self._queued_again(r) for r in left]

    def _queued_again(self, record: RunRecord) -> RunRecord:
        # A disk that is full now may have room when the run is over.
        with suppress(NoRoom):
            self.update(record.name, state="queued")
        return self.get(record.name)

    def delete(self, name: str) -> None:
        """Forget a run and its results."""
        shutil.rmtree(self.path(name), ignore_errors=True)
