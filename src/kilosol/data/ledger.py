"""Which cited values a run read, and values replaced for a study.

Both are context variables: nothing global changes, and a value read in one run is not seen by another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kilosol.data.cited import Cited

_USED: ContextVar[dict[str, Cited] | None] = ContextVar("kilosol_used", default=None)
_REPLACED: ContextVar[Mapping[str, float]] = ContextVar("kilosol_replaced", default={})  # noqa: B039 - never mutated


@contextmanager
def recording() -> Iterator[dict[str, Cited]]:
    """Collect every cited value read inside the block, by path.

    Yields
    ------
    dict
        Path -> :class:`~kilosol.data.Cited`, filled as values are read.

    Examples
    --------
    >>> from kilosol import data
    >>> with data.recording() as used:
    ...     _ = data.table("constants").number("au_km")
    >>> list(used)
    ['constants.au_km']
    """
    used: dict[str, Cited] = {}
    token = _USED.set(used)
    try:
        yield used
    finally:
        _USED.reset(token)


@contextmanager
def replacing(values: Mapping[str, float]) -> Iterator[None]:
    """Put values in the place of cited ones inside the block; :func:`kilosol.data.overriding` checks them."""
    token = _REPLACED.set({**_REPLACED.get(), **values})
    try:
        yield
    finally:
        _REPLACED.reset(token)


def note_use(cited: Cited) -> None:
    """Enter a value in the ledger of the current run, if there is one."""
    used = _USED.get()
    if used is not None:
        used[cited.path] = cited


def replacement(path: str) -> float | None:
    """Value that a study put in the place of a cited one."""
    return _REPLACED.get().get(path)


def replacements() -> Mapping[str, float]:
    """All values that studies put in the place of cited ones, by path."""
    return _REPLACED.get()
