"""Problems of a call, gathered so that all are said at once."""

from __future__ import annotations

import numbers
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from kilosol.errors import OutOfRange, WrongCall, did_you_mean

#: Largest power or energy that sums of many steps and units still bear.
MOST = 1e15


class Faults:
    """What is wrong with a call, found one by one and refused together.

    Parameters
    ----------
    where : str
        The call, for the error's first line.

    Examples
    --------
    >>> faults = Faults("assess")
    >>> faults.add("step_h", "0 h", "above zero")
    >>> faults.refuse()
    Traceback (most recent call last):
        ...
    kilosol.errors.OutOfRange: step_h must be above zero, got 0 h
    """

    def __init__(self, where: str) -> None:
        self.where = where
        self.found: list[OutOfRange] = []

    def __bool__(self) -> bool:
        return bool(self.found)

    def add(self, what: str, got: object, allowed: str) -> None:
        """Note one problem: which value, what it is and what it may be."""
        self.found.append(OutOfRange(what, got, allowed))

    def has_about(self, words: str) -> bool:
        """Whether a problem is noted of what is so called."""
        return any(words in fault.name for fault in self.found)

    def refuse(self) -> None:
        """Raise what was found, if anything was.

        Raises
        ------
        OutOfRange
            The one problem, or all of them as :class:`kilosol.errors.WrongCall`.
        """
        if len(self.found) == 1:
            raise self.found[0]
        if self.found:
            raise WrongCall(self.where, self.found)


def is_number(value: object) -> bool:
    """Whether a value is a real number and no NaN; texts and truth values are none."""
    is_real = isinstance(value, numbers.Real) and not isinstance(value, bool | np.bool_)
    return is_real and value == value


def is_whole(value: object) -> bool:
    """Whether a value is a whole number, written as one."""
    return isinstance(value, numbers.Integral) and not isinstance(value, bool | np.bool_)


def nearest(value: object, known: Iterable[str]) -> str:
    """The nearest known word, for an error; nothing where the value is no text."""
    return did_you_mean(value, known) if isinstance(value, str) else ""


def numbers_of(what: str, value: object, unit: str, faults: Faults) -> NDArray[np.float64] | None:
    """A number or series as an array of finite numbers, none negative; where it is not, noted, and None.

    Parameters
    ----------
    what : str
        Its name.
    value : object
        What was given.
    unit : str
        Its unit, for the error.
    faults : Faults
        Where a problem is noted.

    Returns
    -------
    (n,) or () or None
    """
    try:
        series = np.asarray(value)
    except (ValueError, TypeError):
        series = np.asarray(None)
    if series.dtype.kind not in "iuf":
        if series.size:
            faults.add(what, _short(value), f"numbers in {unit}, and no text")
            return None
        # An empty list has no kind of number.
        series = np.zeros(series.shape)
    series = series.astype(np.float64)
    is_right = (series >= 0.0) & (series <= MOST)
    if not bool(is_right.all()):
        wrong = series[~is_right].ravel()
        faults.add(what, f"{wrong[0]} {unit}", f"finite and not negative (at most {MOST:g})")
        return None
    return np.ascontiguousarray(series) if series.ndim else series


def members(what: str, given: object, kind: type, faults: Faults) -> list[object]:
    """The members of a list, each of one kind; others are noted and left out."""
    wanted = f"a list of {kind.__name__}"
    if isinstance(given, kind):
        faults.add(what, f"one {kind.__name__}", f"{wanted}: put it in brackets")
        return []
    if isinstance(given, str | bytes | dict) or not isinstance(given, Iterable):
        faults.add(what, _short(given), wanted)
        return []
    found = list(given)
    for k, one in enumerate(found):
        if not isinstance(one, kind):
            faults.add(f"{what}[{k}]", _short(one), f"a {kind.__name__}")
    return [one for one in found if isinstance(one, kind)]


def _short(value: object) -> str:
    """A value in few words."""
    words, most = repr(value), 60
    return words if len(words) <= most else words[:most] + "..."
