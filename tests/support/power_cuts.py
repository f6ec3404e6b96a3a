"""A disk that loses power: what a folder would hold after a cut at each step of what is done to it.

The model is that of a journalling file system. Names are kept in their order. Bytes are kept once they were
brought to the disk (fsync) and not written to since; until then a file may come back empty or as zeros,
whatever its name is by then.
"""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

#: What stands in a file whose bytes never came to the disk.
LOSSES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "zeros": lambda raw: bytes(len(raw)),
    "first block only": lambda raw: raw[:4096] + bytes(max(len(raw) - 4096, 0)) if len(raw) > 4096 else b"",
}

_STEPS = ("rename", "replace", "fsync", "unlink", "rmdir", "mkdir")


class Disk:
    """Watches a folder.

    Parameters
    ----------
    base : Path
        The folder.
    cuts : Path
        Where what each cut leaves is put, a folder a cut; outside of `base`.
    """

    def __init__(self, base: Path, cuts: Path) -> None:
        self.base = base
        self.cuts = cuts
        #: Steps as they were taken: their kind, and the last part of what they were taken on.
        self.steps: list[tuple[str, str]] = []
        self._n_cuts = 0
        self._safe: dict[int, tuple[int, int]] = {}

    @contextmanager
    def watching(self) -> Iterator[Disk]:
        """Note each step, and cut the power before it."""
        with pytest.MonkeyPatch.context() as patch:
            for name in _STEPS:
                patch.setattr(os, name, self._watched(name, getattr(os, name)))
            yield self
        self.cut()

    def _watched(self, name: str, step: Callable[..., Any]) -> Callable[..., Any]:
        def take(*args: Any, **kwargs: Any) -> Any:
            target = Path(f"/proc/self/fd/{args[0]}").readlink() if name == "fsync" else Path(args[0])
            if target.is_absolute() and not target.is_relative_to(self.base):
                return step(*args, **kwargs)
            self.cut()
            self.steps.append((name, target.name))
            if name == "fsync":
                found = os.fstat(args[0])
                if stat.S_ISREG(found.st_mode):
                    self._safe[found.st_ino] = (found.st_size, found.st_mtime_ns)
            return step(*args, **kwargs)

        return take

    def brought(self, folder: Path) -> None:
        """Take all that a folder holds as brought to the disk long ago."""
        for path in folder.rglob("*"):
            if path.is_file():
                found = path.stat()
                self._safe[found.st_ino] = (found.st_size, found.st_mtime_ns)

    def cut(self) -> None:
        """Keep what the folder would hold if the power failed now, in each way to lose bytes."""
        self._n_cuts += 1
        at_risk = [path for path in self.base.rglob("*") if path.is_file() and not self._is_safe(path)]
        # Where nothing is at risk every way to lose it leaves the same.
        for loss, damage in LOSSES.items() if at_risk else (("nothing", bytes),):
            # Steps of this copy itself are outside of the folder.
            place = self.cuts / f"{self._n_cuts:03d} {loss}"
            shutil.copytree(self.base, place, symlinks=True)
            for path in at_risk:
                copy = place / path.relative_to(self.base)
                copy.write_bytes(damage(copy.read_bytes()))

    def _is_safe(self, path: Path) -> bool:
        found = path.stat()
        return self._safe.get(found.st_ino) == (found.st_size, found.st_mtime_ns)

    def left(self) -> list[Path]:
        """What the cuts left, in their order, each in each way to lose bytes."""
        return sorted(self.cuts.iterdir())
