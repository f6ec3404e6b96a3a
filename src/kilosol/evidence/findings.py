"""One row recomputed: ours beside the published value, and whether the difference is allowed."""

from __future__ import annotations

import importlib.util
import math
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from kilosol.errors import DataError, KilosolError
from kilosol.evidence.registry import Row

#: Rounding of float64 that is never held against a value.
ROUNDING_FRAC = 1e-12


@dataclass(frozen=True, slots=True)
class Drawn:
    """An answer of a simulation.

    Parameters
    ----------
    value : float
        Its mean.
    stderr : float
        Standard error of that mean.
    """

    value: float
    stderr: float


@dataclass(frozen=True, slots=True)
class Finding:
    """A row with our value.

    Parameters
    ----------
    row : Row
        What was asked.
    ours : float
        Our value; not a number where the row was not run.
    below, above : float
        How far ours may lie below and above the published value, in the row's unit.
    skipped : str
        Why the row was not run; empty where it was.
    """

    row: Row
    ours: float
    below: float
    above: float
    skipped: str = ""

    @property
    def difference(self) -> float:
        """Ours less the published value; from a range, the distance to its nearer end."""
        low, high = self.row.published[0], self.row.published[-1]
        return self.ours - low if self.ours < low else max(self.ours - high, 0.0)

    @property
    def difference_frac(self) -> float:
        """The difference as a share of the published value; not a number where that is nought or a date."""
        end = self.row.published[0] if self.difference < 0 else self.row.published[-1]
        # A share of a Julian date would say nothing.
        return math.nan if end == 0 or self.row.unit == "date" else self.difference / abs(end)

    @property
    def share(self) -> float:
        """The difference as a share of what is allowed: between -1 and 1 where the row holds.

        From a range, where in it ours lies: -1 at its low end, 1 at its high one.
        """
        low, high = self.row.published[0] - self.below, self.row.published[-1] + self.above
        if len(self.row.published) > 1:
            return 2 * (self.ours - low) / (high - low) - 1
        allowed = self.below if self.difference < 0 else self.above
        if allowed > 0:
            return self.difference / allowed
        return 0.0 if self.difference == 0 else math.copysign(math.inf, self.difference)

    @property
    def holds(self) -> bool:
        """Whether ours lies within the tolerance."""
        low, high = self.row.published[0] - self.below, self.row.published[-1] + self.above
        slack = ROUNDING_FRAC * max(abs(low), abs(high)) if math.isfinite(low + high) else 0.0
        return bool(low - slack <= self.ours <= high + slack)

    @property
    def is_as_stated(self) -> bool:
        """Whether the registry tells the truth: a claimed row holds, one that is said to be missed is."""
        if self.skipped or self.row.is_claimed:
            return self.holds and not self.skipped
        return not self.holds and abs(self.difference_frac) <= self.row.worst_frac

    @property
    def state(self) -> str:
        """In a word: holds, fails, "known miss", "no longer missed" or "not run"."""
        if self.skipped:
            return "not run"
        if self.row.is_claimed:
            return "holds" if self.holds else "fails"
        if self.holds:
            return "no longer missed"
        return "known miss" if self.is_as_stated else "fails"

    def __str__(self) -> str:
        row = self.row
        published = " to ".join(f"{value:.10g}" for value in row.published)
        return (
            f"{row.case}: {row.what}: published {published} {row.unit}, ours {self.ours:.10g}, allowed "
            f"-{self.below:.4g} to +{self.above:.4g}: {self.state}"
        )


def recompute(row: Row) -> Finding:
    """Work out a row anew.

    Parameters
    ----------
    row : Row
        From :func:`kilosol.evidence.rows`.

    Returns
    -------
    Finding
        Not run, with the reason, where a package that the check needs is not installed; an error of the
        computation counts as a value that is missed.
    """
    absent = [name for name in row.needs if importlib.util.find_spec(name) is None]
    if absent:
        return Finding(row, math.nan, row.below, row.above, f"needs {' and '.join(absent)}, not installed")
    try:
        answer = _function(row.compute)(**row.arguments)
    except KilosolError:
        # Whoever reads the row sees that nothing came out; the tests show why.
        answer = math.nan
    stderr = answer.stderr if isinstance(answer, Drawn) else 0.0
    ours = float(answer.value if isinstance(answer, Drawn) else answer)
    unit = {
        "distance": 1.0,
        "share": abs(row.published[0]),
        "errors": math.hypot(stderr, row.published_error),
    }[row.scale]
    also = row.and_frac * abs(row.published[0])
    return Finding(row, ours, row.below * unit + also, row.above * unit + also)


def _function(path: str) -> Callable[..., Any]:
    module_name, _, name = path.partition(".")
    module = import_module(f"kilosol.evidence.cases.{module_name}")
    function = getattr(module, name, None)
    if function is None or name.startswith("_"):
        raise DataError(f"no function {name!r} in the cases of {module_name!r}")
    found: Callable[..., Any] = function
    return found
