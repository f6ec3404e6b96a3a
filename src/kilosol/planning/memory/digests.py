"""Digests of what a stage takes: of its arguments by content, and of the code that it runs."""

from __future__ import annotations

import dataclasses
import hashlib
import platform
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr

from kilosol._version import __version__
from kilosol.planning.memory.recorded import Tracked
from kilosol.scenario.fields import Section

#: Parts of the package that no stage runs: they may change without making a result stale.
_FACES = {"cli", "report", "web", "__pycache__"}

#: What the results also hang on.
_LIBRARIES = ("numpy", "scipy", "numba", "cmaes", "xarray")


def digest_of(*values: object) -> str:
    """Digest of values by their content.

    Parameters
    ----------
    *values : object
        Numbers, texts, dates, arrays, datasets, dataclasses, scenarios, and lists and dicts of them.

    Returns
    -------
    str
        32 hexadecimal digits.

    Raises
    ------
    TypeError
        If a value is of a kind whose content cannot be told.

    Examples
    --------
    >>> digest_of(1, "a") == digest_of(1, "a"), digest_of(1) == digest_of(1.0)
    (True, False)
    """
    hasher = hashlib.blake2b(digest_size=16)
    for value in values:
        _feed(hasher, value)
    return hasher.hexdigest()


def _feed(hasher: Any, value: Any) -> None:
    hasher.update(type(value).__name__.encode() + b"\0")
    if value is None or isinstance(value, bool | int | float | str | bytes | date | np.generic):
        hasher.update(repr(value).encode() + b"\0")
    elif isinstance(value, np.ndarray) and value.dtype != object:
        hasher.update(f"{value.dtype}{value.shape}".encode())
        hasher.update(np.ascontiguousarray(value).data)
    elif isinstance(value, list | tuple | np.ndarray):
        _feed_all(hasher, value)
    elif isinstance(value, Mapping):
        _feed_all(hasher, sorted(((str(k), v) for k, v in value.items()), key=lambda pair: pair[0]))
    elif isinstance(value, Tracked):
        _feed(hasher, value.whole())
    elif isinstance(value, Section):
        hasher.update(repr(value).encode())
    elif isinstance(value, xr.Dataset):
        names = {str(n): (v.dims, v.values, v.attrs) for n, v in value.variables.items()}
        _feed_all(hasher, [names, value.attrs])
    elif dataclasses.is_dataclass(value):
        _feed_all(hasher, [(f.name, getattr(value, f.name)) for f in dataclasses.fields(value)])
    else:
        raise TypeError(f"no digest of a {type(value).__name__}")


def _feed_all(hasher: Any, values: Iterable[Any]) -> None:
    for value in values:
        _feed(hasher, value)
    hasher.update(b"\1")


@cache
def code_digest() -> str:
    """Digest of all code and data that stages run on, and of the libraries below them.

    Returns
    -------
    str
        Another one after any change of a source file, a table, the version or a library.

    Examples
    --------
    >>> len(code_digest())
    32
    """
    root = Path(__file__).parents[2]
    hasher = hashlib.blake2b(digest_size=16)
    versions = [f"{name} {metadata.version(name)}" for name in _LIBRARIES]
    hasher.update("\n".join([__version__, platform.python_version(), platform.machine(), *versions]).encode())
    for path in sorted(root.rglob("*")):
        part = path.relative_to(root)
        if path.is_file() and not _FACES & set(part.parts) and path.suffix != ".pyc":
            hasher.update(f"\0{part.as_posix()}\0".encode())
            hasher.update(path.read_bytes())
    return hasher.hexdigest()
