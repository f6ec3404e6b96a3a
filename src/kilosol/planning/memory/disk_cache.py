"""The folder in which answers of stages are kept, shared by any number of processes.

Every file is written beside its place and renamed into it, so a process that is killed leaves either the
whole answer or none. A file carries the digest of its own bytes; one that was damaged, such as by a power
failure, is not used. None is therefore brought to the disk at once: that would only cost time. The folder may
be deleted at any time: it only saves work.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import pickle
import sys
import tempfile
import time
import zlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kilosol.planning.memory.digests import digest_of
from kilosol.planning.memory.recorded import ReadSet

#: Size at which the oldest answers go [bytes], and to what part of it.
MOST_BYTES, KEPT_FRAC = 2_000_000_000, 0.7

#: Level of compression: the fastest; flags and counts of campaigns shrink tenfold at any level.
LEVEL = 1

# Age at which a half-written answer is nobody's any more [s].
LEFT_AFTER_S = 3600.0

_CHECK_BYTES = 16

# Below the home folder, where no variable says otherwise.
_CACHES = {"win32": "AppData/Local", "darwin": "Library/Caches"}

# What unpacking raises where an answer was written with another version of a library than the one here.
_OF_ANOTHER_LIBRARY = (
    pickle.UnpicklingError,
    zlib.error,
    AttributeError,
    ImportError,
    EOFError,
    IndexError,
    KeyError,
    TypeError,
    ValueError,
)


def cache_folder() -> Path | None:
    """Where answers are kept: KILOSOL_CACHE, or the user's cache folder; None for a user without a home.

    Examples
    --------
    >>> folder = cache_folder()
    >>> folder is None or folder.name == "stages"
    True
    """
    chosen = os.environ.get("KILOSOL_CACHE")
    if chosen:
        return Path(chosen) / "stages"
    named = {"win32": "LOCALAPPDATA", "darwin": ""}.get(sys.platform, "XDG_CACHE_HOME")
    given = os.environ.get(named) if named else None
    try:
        base = Path(given) if given else Path.home() / _CACHES.get(sys.platform, ".cache")
    except RuntimeError:
        # No HOME, and a user number that bears no name: containers and services.
        return None
    return base / "kilosol" / "stages"


class Shelf:
    """A folder of answers; a folder that cannot be written is no error, only slower.

    Parameters
    ----------
    folder : Path
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with contextlib.suppress(OSError):
            _prune(folder)

    def get(self, stage: str, digest: str) -> tuple[Any, int]:
        """Answer and its size in memory; None where there is none, or a damaged one."""
        path = self._folder / stage / f"{digest}.answer"
        try:
            with path.open("rb") as file:
                raw = file.read() if _is_ours(file.fileno()) else b""
        except OSError:
            return None, 0
        check, packed = raw[:_CHECK_BYTES], raw[_CHECK_BYTES:]
        if hashlib.blake2b(packed, digest_size=_CHECK_BYTES).digest() != check:
            return None, 0
        # The oldest go first when the folder is full; what is used is young.
        with contextlib.suppress(OSError):
            os.utime(path)
        try:
            plain = zlib.decompress(packed)
            # Written for this user, and whole: what another user had put there might run as this one.
            return pickle.loads(plain), len(plain)
        except _OF_ANOTHER_LIBRARY:
            return None, 0

    def put(self, stage: str, digest: str, answer: Any) -> int:
        """Keep an answer; its size in memory [bytes]."""
        plain = pickle.dumps(answer, protocol=pickle.HIGHEST_PROTOCOL)
        packed = zlib.compress(plain, LEVEL)
        check = hashlib.blake2b(packed, digest_size=_CHECK_BYTES).digest()
        self._write(self._folder / stage / f"{digest}.answer", check + packed)
        return len(plain)

    def put_read_set(self, stage: str, name: str, reads: ReadSet) -> None:
        """Keep which places a stage has read."""
        text = json.dumps({"keys": [list(p) for p in reads.keys], "cited": list(reads.cited)})
        self._write(self._folder / stage / f"{name}.reads", text.encode())

    def read_sets(self, stage: str, known: Collection[str]) -> dict[str, ReadSet]:
        """Sets of places that are on the shelf and not yet known."""
        found: dict[str, ReadSet] = {}
        for path in sorted((self._folder / stage).glob("*.reads")):
            if path.stem in known:
                continue
            try:
                raw = json.loads(path.read_text(encoding="utf-8"))
                keys = tuple(tuple(part) for part in raw["keys"])
                reads = ReadSet(keys, tuple(raw["cited"]))
                # Its name is its digest: one that was damaged tells of other places than were read.
                if digest_of(reads) == path.stem:
                    found[path.stem] = reads
            except (OSError, ValueError, KeyError, TypeError, RecursionError):
                continue
        return found

    @contextmanager
    def lock(self, stage: str, digest: str) -> Iterator[None]:
        """Hold a name among processes; the system lets go of it when its holder dies."""
        try:
            import fcntl
        except ImportError:
            # Without such locks two processes may compute the same answer: slower, never wrong.
            yield
            return
        handle = None
        with contextlib.suppress(OSError):
            (self._folder / stage).mkdir(parents=True, exist_ok=True)
            # A few hundred names serve all digests, so that locks do not pile up on the disk.
            handle = (self._folder / stage / f"{digest[:2]}.lock").open("w")
            fcntl.flock(handle, fcntl.LOCK_EX)
        try:
            yield
        finally:
            if handle is not None:
                handle.close()

    def _write(self, path: Path, content: bytes) -> None:
        temporary = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=".part")
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(temporary).replace(path)
        except OSError:
            # A full or read-only disk: the answer is only not kept.
            if temporary is not None:
                Path(temporary).unlink(missing_ok=True)


def _is_ours(handle: int) -> bool:
    """Whether an open file belongs to the user of this process; always where files have no such owners."""
    return not hasattr(os, "getuid") or os.fstat(handle).st_uid == os.getuid()


def _prune(folder: Path) -> None:
    for left in folder.glob("*/*.part"):
        # Of a process that was killed: writing one takes seconds.
        if time.time() - left.stat().st_mtime > LEFT_AFTER_S:
            left.unlink(missing_ok=True)
    files = [(p.stat().st_mtime, p.stat().st_size, p) for p in folder.rglob("*") if p.is_file()]
    total = sum(size for _, size, _ in files)
    if total <= MOST_BYTES:
        return
    for _, size, path in sorted(files, key=lambda entry: entry[0]):
        path.unlink(missing_ok=True)
        total -= size
        if total <= KEPT_FRAC * MOST_BYTES:
            return
