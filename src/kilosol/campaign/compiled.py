"""How the campaign's functions are compiled. Importing this module imports Numba."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import njit

Function = TypeVar("Function", bound=Callable[..., Any])


#: What all of them share. They work on arrays they are handed and make none of their own, so Numba need not
#: count who holds them (`_nrt`): at every call that counting takes longer than what is called. Inlining
#: with the counting was measured to be slower still.
HOW: dict[str, Any] = {"cache": True, "nogil": True, "error_model": "numpy", "_nrt": False}


def compiled(function: Function) -> Function:
    """Compile a function that makes no array."""
    return cast(Function, njit(**HOW)(function))


def inlined(function: Function) -> Function:
    """Compile a small function that makes no array into each of its callers."""
    return cast(Function, njit(inline="always", **HOW)(function))
