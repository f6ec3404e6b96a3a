"""Files written whole or not at all, whatever happens to the process, the disk or the power meanwhile."""

from __future__ import annotations

import errno
import glob
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kilosol.results.durable import file_to_disk, folder_to_disk


def write_whole(path: Path, text: str) -> None:
    """Write a text file; one that was there stays as it is until the new one is whole.

    Parameters
    ----------
    path : Path
        Where to. A pipe or a device is written to as it is.
    text : str
        What, as UTF-8.

    Raises
    ------
    OSError
        If it cannot be written; nothing is left then but what was there before.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "a.txt"
    >>> write_whole(path, "whole")
    >>> [p.name for p in path.parent.iterdir()]
    ['a.txt']
    """
    with written_whole(path) as part:
        part.write_text(text, encoding="utf-8")


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """Place to write a file to, which takes its name once the block has ended well.

    Its bytes are on the disk before it takes the name, and the name when this returns.

    Parameters
    ----------
    path : Path
        Name of the file. A pipe or a device is given as it is: no other file may take its name.

    Yields
    ------
    Path
        Beside the file, so that taking the name is one step.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "a.txt"
    >>> with written_whole(path) as part:
    ...     _ = part.write_text("whole")
    ...     path.exists()
    False
    >>> path.read_text()
    'whole'
    """
    if path.exists() and not path.is_file():
        yield path
        return
    # A link stays a link: what it points to is written.
    path = resolved(path)
    clear_leftovers(path)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield part
        # Before it may become read-only like the file that it replaces.
        file_to_disk(part)
        if path.exists():
            with suppress(OSError):
                shutil.copymode(path, part)
        part.replace(path)
        folder_to_disk(path.parent)
    finally:
        # After the last step there is nothing to remove.
        with suppress(OSError):
            part.unlink()


def resolved(path: Path) -> Path:
    """Where a path leads once links are followed.

    Parameters
    ----------
    path : Path

    Returns
    -------
    Path
        Absolute; it need not be there.

    Raises
    ------
    OSError
        If links lead in a circle, or no file can bear the name.

    Examples
    --------
    >>> resolved(Path("/a/../b")).as_posix().endswith("/b")
    True
    """
    try:
        return path.resolve()
    except RuntimeError:
        # What Python raises for links that lead in a circle, up to 3.12.
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path)) from None
    except ValueError:
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), repr(str(path))) from None


def clear_leftovers(path: Path) -> None:
    """Remove what processes that were killed left beside a file; those that still run keep theirs.

    Parameters
    ----------
    path : Path
        The file, written by :func:`written_whole`.

    Examples
    --------
    >>> clear_leftovers(Path("no-such-folder") / "a.txt")
    """
    for left in path.parent.glob(f".{glob.escape(path.name)}.*.part"):
        pid = left.name.removeprefix(f".{path.name}.").removesuffix(".part")
        if pid.isdecimal() and not is_alive(int(pid)):
            with suppress(OSError):
                left.unlink()


def is_alive(pid: int) -> bool:
    """Whether a process of that number runs.

    Examples
    --------
    >>> is_alive(os.getpid())
    True
    """
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def reason(error: OSError) -> str:
    """Why the system refused, in its own words.

    Examples
    --------
    >>> reason(OSError(28, "No space left on device"))
    'No space left on device'
    """
    return error.strerror or str(error) or type(error).__name__
