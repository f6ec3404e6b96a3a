"""The library of the sizing search, without what it loads beside itself.

``import cma`` imports matplotlib.pyplot and scipy.stats wherever they are installed: half a second of work,
for plots that nobody asks for and a rank correlation of models that no search here uses. It runs without
both; here it is imported as on a machine that has neither.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from threading import get_ident
from types import ModuleType

#: What the search does without.
NOT_NEEDED = ("matplotlib", "scipy.stats")


class _Without(MetaPathFinder):
    """Finds no module of some names, for the thread that made it; every other import goes on as ever."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names, self._thread = frozenset(names), get_ident()

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Refuse a module of these names; leave all others to the next finder."""
        del path, target
        if fullname in self._names and get_ident() == self._thread:
            raise ModuleNotFoundError(f"{fullname} is left out while cma is imported", name=fullname)
        return None


def import_lean_cma() -> None:
    """Import ``cma`` without plots and statistics, if nobody has imported it yet.

    Examples
    --------
    >>> import_lean_cma()
    >>> "cma" in sys.modules
    True
    """
    if "cma" in sys.modules:
        return
    without = _Without(NOT_NEEDED)
    sys.meta_path.insert(0, without)
    try:
        with warnings.catch_warnings():
            # cma says that it cannot plot.
            warnings.simplefilter("ignore")
            import cma  # noqa: F401
    finally:
        sys.meta_path.remove(without)
