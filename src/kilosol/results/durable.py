"""Bytes and names brought to the disk itself, so that they outlive a power failure.

A file that was written and closed lies in the memory of the system for seconds. If the power fails then, its
name may be there and its bytes not: empty, or zeros. Bytes are therefore brought to the disk before a file
takes its name, and the folder that holds the name after it.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path

# A pipe, a device or a file system without such an order: it holds nothing back, or cannot be asked.
CANNOT_SYNC = frozenset({errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP})


def file_to_disk(path: Path) -> None:
    """Bring a file's bytes to the disk.

    Parameters
    ----------
    path : Path
        Written and closed.

    Raises
    ------
    OSError
        If the disk does not take them.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "a.txt"
    >>> path.write_bytes(b"kept")
    4
    >>> file_to_disk(path)
    """
    handle = os.open(path, os.O_RDWR | getattr(os, "O_CLOEXEC", 0))
    try:
        handle_to_disk(handle)
    finally:
        os.close(handle)


def handle_to_disk(handle: int) -> None:
    """Bring what was written to an open file to the disk.

    Parameters
    ----------
    handle : int
        Number of the open file; nothing of it may wait in a buffer of this process.

    Raises
    ------
    OSError
        If the disk does not take it.
    """
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in CANNOT_SYNC:
            raise


def folder_to_disk(path: Path) -> None:
    """Bring the names in a folder to the disk: which files it holds, not what stands in them.

    Parameters
    ----------
    path : Path
        A folder. Where folders cannot be opened (Windows) their names are the file system's affair; one
        that may be written but not read is left to it as well.

    Raises
    ------
    OSError
        If the disk does not take them.

    Examples
    --------
    >>> import tempfile
    >>> folder_to_disk(Path(tempfile.mkdtemp()))
    """
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_CLOEXEC", 0))
    except PermissionError:
        return
    try:
        handle_to_disk(handle)
    finally:
        os.close(handle)


def make_folder(path: Path) -> None:
    """Make a folder and those above it that are missing, each with its name on the disk.

    Parameters
    ----------
    path : Path
        May be there already.

    Raises
    ------
    OSError
        If it cannot be made.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "a" / "b"
    >>> make_folder(path)
    >>> path.is_dir()
    True
    """
    missing = [place for place in (path, *path.parents) if not place.exists()]
    path.mkdir(parents=True, exist_ok=True)
    for place in missing:
        folder_to_disk(place.parent)
