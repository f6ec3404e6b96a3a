"""How the campaign's functions are compiled. Importing this module imports Numba."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, cast

from numba import njit
from numba.core.caching import FunctionCache, IndexDataCacheFile

Function = TypeVar("Function", bound=Callable[..., Any])


#: What all of them share. They work on arrays they are handed and make none of their own, so Numba need not
#: count who holds them (`_nrt`): at every call that counting takes longer than what is called. A call hands
#: over every array as seven or nine numbers, a hundred in all: into its callers each function is put by LLVM
#: (`forceinline`), which halves the time of what a window does beside its draws.
HOW: dict[str, Any] = {"nogil": True, "error_model": "numpy", "_nrt": False, "forceinline": True}


def compiled(function: Function) -> Function:
    """Compile a function that makes no array, and keep its machine code on disk."""
    return _kept(njit(**HOW)(function), function)


def inlined(function: Function) -> Function:
    """Compile a small function that makes no array into each of its callers."""
    return _kept(njit(inline="always", **HOW)(function), function)


def _kept(made: Any, function: Function) -> Function:
    """The compiled function with its machine code kept on disk, as `cache=True` does it but for the stamp."""
    made._cache = _FolderCache(function)
    return cast(Function, made)


class _FolderCache(FunctionCache):  # type: ignore[misc]
    """Numba's cache on disk, told apart by every source file of the folder.

    Machine code holds what a function calls, but Numba's own stamp is the function's own file: after an edit
    of the transitions the loop that calls them would run as it was.
    """

    def __init__(self, function: Callable[..., Any]) -> None:
        super().__init__(function)
        folder = Path(function.__code__.co_filename).parent
        self._cache_file = IndexDataCacheFile(
            cache_path=self._cache_path,
            filename_base=self._impl.filename_base,
            source_stamp=(self._impl.locator.get_source_stamp(), _sources_digest(folder)),
        )


@lru_cache
def _sources_digest(folder: Path) -> str:
    """Digest of all modules of a folder; none are found in an archive, whose own stamp then has to do."""
    digest = hashlib.blake2b(digest_size=16)
    for path in sorted(folder.glob("*.py")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
