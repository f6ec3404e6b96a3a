"""Where results go, and whether they can: found out before the work and not after it."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path

from kilosol.results.whole import resolved

#: Where results go unless told otherwise, below the current folder.
DEFAULT_FOLDER = Path("kilosol-out")


def default_folder(name: str, digest: str) -> Path:
    """Where the results of a scenario go unless told otherwise.

    Parameters
    ----------
    name, digest : str
        Of the scenario.

    Returns
    -------
    Path

    Examples
    --------
    >>> default_folder("mine", "0a1b").as_posix()
    'kilosol-out/mine-0a1b'
    """
    return DEFAULT_FOLDER / f"{name}-{digest}"


def try_file(path: Path) -> None:
    """Find out whether a file can be written whole, and leave all as it was.

    Tried and not asked for: rights, a read-only disk, a full one and a name that is too long all show.

    Parameters
    ----------
    path : Path
        Name of the file; its folder must be there.

    Raises
    ------
    OSError
        If it cannot.

    Examples
    --------
    >>> import tempfile
    >>> place = Path(tempfile.mkdtemp())
    >>> try_file(place / "a.txt")
    >>> list(place.iterdir())
    []
    """
    if path.is_dir():
        raise _refusal(errno.EISDIR, path)
    if path.exists() and not path.is_file():
        # A pipe or a device: what is written to it cannot be taken back.
        if not os.access(path, os.W_OK):
            raise _refusal(errno.EACCES, path)
        return
    path = resolved(path)
    _try_beside(path)


def try_folder(path: Path) -> None:
    """Find out whether files can be written into a folder, there already or not, and leave all as it was.

    Parameters
    ----------
    path : Path
        Name of the folder. Where it is missing, it must be possible to make it.

    Raises
    ------
    OSError
        If they cannot.

    Examples
    --------
    >>> import tempfile
    >>> place = Path(tempfile.mkdtemp())
    >>> try_folder(place / "a" / "b")
    >>> list(place.iterdir())
    []
    """
    path = resolved(path)
    # What was made on the way would have to go again, under the feet of others that make the same folder.
    _try_beside(path / "kilosol" if path.exists() else _first_missing(path))


def try_new_folder(path: Path) -> None:
    """Find out whether a folder can take a name that it may bear already, and leave all as it was.

    Parameters
    ----------
    path : Path
        Name of the folder.

    Raises
    ------
    OSError
        If it cannot.

    Examples
    --------
    >>> import tempfile
    >>> try_new_folder(Path(tempfile.mkdtemp()) / "a" / "b")
    """
    path = resolved(path)
    if path.exists() and not path.is_dir():
        raise _refusal(errno.ENOTDIR, path)
    _try_beside(_first_missing(path))


def _first_missing(path: Path) -> Path:
    """The uppermost of a path's folders that is not there yet; the path itself where all are."""
    return next((place for place in reversed((path, *path.parents)) if not place.exists()), path)


def _try_beside(path: Path) -> None:
    """Write a byte under the hidden name that the file or folder has until it is whole."""
    _refuse_anothers(path)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
    except FileExistsError:
        # Another thread of this process is just writing there: so it can be written.
        return
    try:
        os.write(handle, b"\0")
    finally:
        os.close(handle)
        with suppress(OSError):
            part.unlink()


def _refuse_anothers(path: Path) -> None:
    """In a folder such as /tmp nobody may give away what belongs to another user."""
    if not hasattr(os, "geteuid"):
        return
    with suppress(FileNotFoundError):
        owner, folder = path.lstat().st_uid, path.parent.stat()
        if folder.st_mode & stat.S_ISVTX and os.geteuid() not in (0, owner, folder.st_uid):
            raise _refusal(errno.EPERM, path)


def _refusal(code: int, path: Path) -> OSError:
    return OSError(code, os.strerror(code), str(path))
