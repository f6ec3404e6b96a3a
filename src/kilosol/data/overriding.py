"""Cited values replaced by others: the dial that studies turn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from kilosol.data.ledger import replacing
from kilosol.data.tables import table
from kilosol.errors import UnknownName


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
    for path in values:
        name, _, key = path.rpartition(".")
        if key not in table(name):
            raise UnknownName(f"value in table {name!r}", key, table(name))
    with replacing(values):
        yield
