"""Cited values by word."""

from __future__ import annotations

from functools import lru_cache

from kilosol.data import Cited, cited_values

#: Values that one page shows.
MOST = 300


@lru_cache(maxsize=1)
def _all() -> tuple[Cited, ...]:
    return tuple(cited_values())


def find_values(words: str) -> tuple[list[Cited], int]:
    """Cited values whose path, source or place holds every word.

    Parameters
    ----------
    words : str
        Separated by blanks; none: all.

    Returns
    -------
    values : list of Cited
        At most :data:`MOST`.
    total : int
        Values found.
    """
    wanted = words.lower().split()
    found = [c for c in _all() if all(w in f"{c.path} {c.source} {c.where}".lower() for w in wanted)]
    return found[:MOST], len(found)
