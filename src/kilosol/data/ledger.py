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
def overriding(values: Mapping[str, float]) -> Iterator[None]:
    """Replace cited values by others inside the block: a dial for sensitivity studies.

    Parameters
    ----------
    values : mapping
        Path (``table.key``) -> value in the same unit.

    Raises
    ------
    UnknownName
        If no shipped table holds such a value: a mistyped dial would turn nothing.

    Examples
    --------
    >>> from kilosol import data
    >>> with data.overriding({"constants.au_km": 1.0}):
    ...     data.table("constants").number("au_km")
    1.0
    """
    # Imported here: the tables read this module.
    from kilosol.data.tables import table
    from kilosol.errors import UnknownName

    for path in values:
        name, _, key = path.rpartition(".")
        if key not in table(name):
            raise UnknownName(f"value in table {name!r}", key, table(name))
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
