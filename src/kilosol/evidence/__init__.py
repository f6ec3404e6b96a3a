"""What Kilosol is checked against: published values, recomputed by the code that ships.

One registry serves the oracle tests, ``kilosol selfcheck`` and the documentation. ``data/evidence`` holds one
TOML for each test file of ``tests/oracle``: values as printed, tolerances and why, sources, places.
:func:`rows` reads them, :func:`recompute` works one out anew.

>>> from kilosol.evidence import recompute, rows
>>> found = recompute(rows("mifflin1990_metabolism")[0])
>>> found.holds, round(found.ours)
(True, 1649)
"""

from kilosol.evidence.findings import Drawn, Finding, recompute
from kilosol.evidence.registry import (
    KIND_WORDS,
    PACKAGES,
    Case,
    Row,
    case,
    case_names,
    rows,
    shared,
)
from kilosol.evidence.selfcheck import Selfcheck, chosen_rows, run_selfcheck

__all__ = [
    "KIND_WORDS",
    "PACKAGES",
    "Case",
    "Drawn",
    "Finding",
    "Row",
    "Selfcheck",
    "case",
    "case_names",
    "chosen_rows",
    "recompute",
    "rows",
    "run_selfcheck",
    "shared",
]
