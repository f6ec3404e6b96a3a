"""How every loop of the package is compiled, and how its machine code is kept. Importing this imports Numba.

Machine code on disk must follow its source. Numba stamps it by the file of the function alone, so a loop
whose callee was edited in another file would run as it was. Here the stamp covers every module of the package
that the function's module imports, directly or through others.

Private names of Numba do this: ``FunctionCache`` with its parts, ``IndexDataCacheFile`` and the attribute
``_cache``; another, the option ``_nrt``, saves time. ``pyproject.toml`` bounds Numba's version; where a name
is gone all the same, kernels are compiled in memory, anew in each process. So they are where no folder can be
written. Both are said once, in one line.
"""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

from numba import njit

Function = TypeVar("Function", bound=Callable[..., Any])

#: Set once the line has been said, also for the processes that this one starts.
_SAID = "KILOSOL_SAID_IN_MEMORY"

#: What all kernels share: they free the interpreter, and a division by zero gives what it gives in NumPy.
_SHARED: dict[str, Any] = {"nogil": True, "error_model": "numpy"}


def compiled(
    function: Any = None,
    /,
    *,
    fastmath: bool | set[str] = False,
    is_inlined: bool = False,
    is_merged: bool = False,
    makes_arrays: bool = True,
) -> Any:
    """Compile a function at its first call, and keep its machine code on disk where that is possible.

    Parameters
    ----------
    function : callable
        What is compiled.
    fastmath : bool or set of str
        Liberties that the optimiser may take with rounding.
    is_inlined : bool
        Put the source into each caller, before types are known.
    is_merged : bool
        Put the machine code into each caller: a call hands over every array as seven or nine numbers.
    makes_arrays : bool
        False for a function that works on arrays it is handed: Numba then need not count who holds them,
        which at every call takes longer than what a small function does.

    Returns
    -------
    callable
        The same function, compiled.

    Examples
    --------
    >>> @compiled
    ... def twice(x):
    ...     return x + x
    >>> twice(2.0)
    4.0
    """
    if function is None:
        return lambda given: compiled(
            given,
            fastmath=fastmath,
            is_inlined=is_inlined,
            is_merged=is_merged,
            makes_arrays=makes_arrays,
        )
    options = _SHARED | {"fastmath": fastmath, "forceinline": is_merged}
    if is_inlined:
        options["inline"] = "always"
    made = _made(function, options, makes_arrays)
    _keep(made, function)
    return made


def _made(function: Callable[..., Any], options: dict[str, Any], makes_arrays: bool) -> Any:
    if not makes_arrays:
        try:
            return njit(_nrt=False, **options)(function)
        except (KeyError, TypeError):
            # A Numba that does not know the private option gives the same numbers, later.
            return njit(**options)(function)
    return njit(**options)(function)


def _keep(made: Any, function: Callable[..., Any]) -> None:
    """Have the machine code of a function kept on disk, as `cache=True` does it but for the stamp."""
    if _FolderCache is None or not hasattr(made, "_cache"):
        _say_once("this version of Numba is not known")
        return
    try:
        made._cache = _FolderCache(function)
    except (AttributeError, TypeError):
        # The names are there, and mean something else.
        _say_once("this version of Numba is not known")
    except (RuntimeError, OSError):
        # RuntimeError is Numba's word for "no folder of the list can be written".
        _say_once("no folder for them can be written; NUMBA_CACHE_DIR names one")


def _say_once(why: str) -> None:
    """One line on stderr, once for this process and those it starts."""
    if os.environ.get(_SAID) is None:
        os.environ[_SAID] = "1"
        logging.getLogger("kilosol").warning(
            "Compiled loops are not kept on disk, so each start takes longer: %s.", why
        )


def _folder_cache() -> Any:
    """Numba's cache with our stamp, or None where this Numba has not the names for it."""
    try:
        from numba.core.caching import FunctionCache, IndexDataCacheFile
    except ImportError:
        return None

    class _Stamped(FunctionCache):  # type: ignore[misc]
        def __init__(self, function: Callable[..., Any]) -> None:
            super().__init__(function)
            stamp = sources_digest(function.__code__.co_filename)
            self._cache_file = IndexDataCacheFile(
                cache_path=self._cache_path,
                filename_base=self._impl.filename_base,
                source_stamp=(self._impl.locator.get_source_stamp(), stamp),
            )

        # A disk that fills up, or a folder whose owner changes, must not end a run: the code is in memory.
        def load_overload(self, *given: Any) -> Any:
            try:
                return super().load_overload(*given)
            except OSError as error:
                return self._give_up(error)

        def save_overload(self, *given: Any) -> Any:
            try:
                return super().save_overload(*given)
            except OSError as error:
                return self._give_up(error)

        def _give_up(self, error: OSError) -> None:
            self.disable()
            _say_once(f"{self._cache_path} cannot be used ({error.strerror or error})")

    return _Stamped


_FolderCache = _folder_cache()


def merged(function: Function) -> Function:
    """Compile a function that makes no array, as machine code within its callers."""
    return cast(Function, compiled(function, makes_arrays=False, is_merged=True))


def inlined(function: Function) -> Function:
    """Compile a small function that makes no array, as source within its callers."""
    return cast(Function, compiled(function, makes_arrays=False, is_merged=True, is_inlined=True))


def sources_digest(file: str) -> str:
    """Digest of a module and of all that it imports of its own package and of Kilosol.

    Parameters
    ----------
    file : str
        Path of the module.

    Returns
    -------
    str
        32 hexadecimal digits; of an archive, where no module can be read, those of nothing.
    """
    digest = hashlib.blake2b(digest_size=16)
    for path in sorted(_reached(Path(file))):
        digest.update(path.name.encode() + b"\0" + _read(path)[0])
    return digest.hexdigest()


@cache
def _reached(start: Path) -> frozenset[Path]:
    """A module and those it imports, directly or through others."""
    found: set[Path] = set()
    waiting = [start]
    while waiting:
        path = waiting.pop()
        if path not in found and path.is_file():
            found.add(path)
            waiting += _read(path)[1]
    return frozenset(found)


@cache
def _read(path: Path) -> tuple[bytes, tuple[Path, ...]]:
    """What a module holds, and the files it may import."""
    content = path.read_bytes()
    roots = (_root(path), _root(Path(__file__)))
    names = _imported(content.decode(errors="replace"))
    own = _top(path)
    paths = [
        root.joinpath(*name.split("."))
        for name in names
        for root in roots
        if own is None or name.split(".")[0] in (own, "kilosol")
    ]
    return content, tuple(
        p for path in paths for p in (path.with_suffix(".py"), path / "__init__.py") if p.is_file()
    )


def _imported(text: str) -> list[str]:
    """Modules that a text imports, wherever in it, and what it imports from them: dotted names."""
    names: list[str] = []
    lines = text.split("\n")
    for i, line in enumerate(lines):
        words = line.replace(",", " ").split()
        if words[:1] == ["import"]:
            names += words[1:]
        elif words[:1] == ["from"] and words[2:3] == ["import"]:
            given, end = words[3:], i
            while "(" in given[:1] and ")" not in given and end + 1 < len(lines):
                end += 1
                given += lines[end].replace(",", " ").replace(")", " ) ").split()
            names += [words[1], *(f"{words[1]}.{name.strip('()')}" for name in given)]
    return names


def _root(path: Path) -> Path:
    """Folder from which the top package of a module is imported."""
    folder = path.parent
    while (folder / "__init__.py").is_file():
        folder = folder.parent
    return folder


def _top(path: Path) -> str | None:
    """Name of the top package of a module; None for a module that stands alone."""
    parts = path.relative_to(_root(path)).parts
    return parts[0] if len(parts) > 1 else None


def is_kept(function: Callable[..., Any]) -> bool:
    """Whether the machine code of a compiled function is kept on disk."""
    return _FolderCache is not None and isinstance(getattr(function, "_cache", None), _FolderCache)
