"""Text files of the user's own: bounded, so that no file keeps the reader for ever."""

from __future__ import annotations

import errno
import os
import tomllib
from pathlib import Path
from typing import Any

#: A year of loads hour by hour is half a megabyte: what is larger is no such text, or never ends [bytes].
MOST_BYTES = 4_000_000

#: Dots in a line of TOML: a title or a note may have some; the parser takes the square of the time.
MOST_DOTS = 200


def own_text(path: Path, most_bytes: int = MOST_BYTES) -> str:
    r"""Text of a file, its lines ended by line feeds.

    Parameters
    ----------
    path : Path
        UTF-8; a byte-order mark, as some editors write it, is left out.
    most_bytes : int
        What it may hold at most: a device may never end.

    Returns
    -------
    str

    Raises
    ------
    OSError
        If it cannot be read or holds more.
    UnicodeDecodeError
        If it is no UTF-8 text.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "a.txt"
    >>> path.write_bytes(b"\xef\xbb\xbfone\r\ntwo")
    11
    >>> own_text(path)
    'one\ntwo'
    """
    with path.open("rb") as file:
        raw = file.read(most_bytes + 1)
    if len(raw) > most_bytes:
        raise OSError(errno.EFBIG, f"{os.strerror(errno.EFBIG)}: more than {most_bytes} bytes", str(path))
    return raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")


def own_toml(text: str, most_dots: int = MOST_DOTS) -> dict[str, Any]:
    """Tables of a TOML text.

    Parameters
    ----------
    text : str
    most_dots : int
        Dots that a line may have.

    Returns
    -------
    dict

    Raises
    ------
    ValueError
        If it is no TOML, or a line has more dots than any name needs.
    RecursionError
        If lists lie in lists without end.

    Examples
    --------
    >>> own_toml("a.b = 1")
    {'a': {'b': 1}}
    """
    for number, line in enumerate(text.split("\n"), start=1):
        if line.count(".") > most_dots and not line.lstrip().startswith("#"):
            place = f"(at line {number}, column 1)"
            raise ValueError(f"a line may have at most {most_dots} dots, got {line.count('.')} {place}")
    return tomllib.loads(text)
