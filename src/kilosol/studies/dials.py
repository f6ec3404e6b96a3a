"""Dials of a plan: cited values with a published range, and where they may stand."""

from __future__ import annotations

import fnmatch
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kilosol.data import Cited
from kilosol.errors import OutOfRange, UnknownName
from kilosol.scenario import Scenario
from kilosol.studies.axes import Axis
from kilosol.studies.subjects import planned


@dataclass(frozen=True, slots=True)
class Dial:
    """A number that nobody knows exactly.

    Parameters
    ----------
    key : str
        Path of the cited value, or key of the scenario.
    value, low, high : float
        As the plan takes it, and its range.
    dist : str
        uniform, triangular or loguniform.
    unit, tier : str
        As in its table; empty for a key of the scenario.
    is_whole : bool
        Whether only whole numbers count.
    """

    key: str
    value: float
    low: float
    high: float
    dist: str
    unit: str = ""
    tier: str = ""
    is_whole: bool = False

    def at(self, u: ArrayLike) -> NDArray[np.float64]:
        """Value below which its distribution lies with a chance `u`, shape (*u).

        Examples
        --------
        >>> Dial("x", 2.0, 1.0, 3.0, "triangular").at([0.0, 0.5, 1.0])
        array([1., 2., 3.])
        """
        place = np.asarray(u, dtype=np.float64)
        span = self.high - self.low
        from scipy import stats

        if self.dist == "triangular":
            found = stats.triang.ppf(place, (self.value - self.low) / span, self.low, span)
        elif self.dist == "loguniform":
            found = stats.loguniform.ppf(place, self.low, self.high)
        else:
            found = self.low + place * span
        return np.asarray(np.round(found) if self.is_whole else np.clip(found, self.low, self.high))


def dials_of(scenario: Scenario, only: Sequence[str] = (), axes: Sequence[Axis] = ()) -> tuple[Dial, ...]:
    """Every cited value with a range that a scenario's plan reads.

    Parameters
    ----------
    scenario : Scenario
    only : sequence of str
        Patterns of paths to keep, such as ``loads/*`` or ``campaign/crew_risk``; all if empty.
    axes : sequence of Axis
        Keys of the scenario to vary beside them, by range.

    Returns
    -------
    tuple of Dial
        By path.

    Raises
    ------
    UnknownName
        If a pattern fits no dial.
    """
    found = [d for c in planned(scenario).used if (d := _dial(c)) is not None]
    if only:
        for pattern in only:
            if not any(_fits(d.key, pattern) for d in found):
                raise UnknownName("dial", pattern, [d.key for d in found])
        found = [d for d in found if any(_fits(d.key, pattern) for pattern in only)]
    for axis in axes:
        if axis.low is None or axis.high is None:
            raise OutOfRange(f"--vary {axis.key}", "a list", "a range low..high in a study of sensitivity")
        value = _value_in(scenario, axis.key)
        found.append(Dial(axis.key, value, axis.low, axis.high, "uniform", is_whole=axis.is_whole))
    if not found:
        raise OutOfRange("dials", "none", "at least one cited value with a range")
    return tuple(found)


def _value_in(scenario: Scenario, key: str) -> float:
    """Number that a scenario holds at a key; a row of flights is addressed by window or place."""
    at: Any = scenario.model_dump(by_alias=True)
    for part in key.split("."):
        if isinstance(at, tuple | list):
            at = next((row for row in at if str(row["window"]) == part), None) or at[int(part)]
        else:
            at = at[part]
    if at is None:
        raise OutOfRange(f"--vary {key}", "nothing in the scenario", "a key that has a value to start from")
    return float(at)


def _fits(key: str, pattern: str) -> bool:
    return fnmatch.fnmatchcase(key, pattern) or key.startswith(pattern)


def _dial(cited: Cited) -> Dial | None:
    low, high = cited.low, cited.high
    if low is None or high is None or isinstance(cited.value, tuple) or not low < high:
        return None
    # A logarithm has no room for zero.
    dist = "uniform" if cited.dist == "loguniform" and low <= 0.0 else cited.dist
    return Dial(cited.path, cited.value, low, high, dist, cited.unit, cited.tier)
