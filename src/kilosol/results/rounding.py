"""Rounding of a verdict to what is stable from one processor to the next."""

from __future__ import annotations

import math
from typing import Any

from kilosol.errors import NotFinite

#: Significant digits that survive another processor's order of summation.
STABLE_DIGITS = 6


def rounded(value: Any, place: str = "") -> Any:
    """Copy of a nest of dicts and lists with every float rounded to six significant digits.

    Parameters
    ----------
    value : nest of dict, list, tuple, str, int, float, bool, None
        NumPy scalars are taken as their Python kin. None stands where a plan has no such thing; which keys
        may be None and what it means there is told in :data:`kilosol.results.ABSENT`.
    place : str
        Where the value stands, for the error.

    Returns
    -------
    nest

    Raises
    ------
    NotFinite
        If a number is none or infinite: JSON has no word for them, and None would hide a fault.

    Examples
    --------
    >>> rounded({"mass_kg": 1234567.89, "p": [0.1 + 0.2, None], "n": 3})
    {'mass_kg': 1234570.0, 'p': [0.3, None], 'n': 3}
    """
    if isinstance(value, dict):
        return {str(k): rounded(v, f"{place}.{k}" if place else str(k)) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(v, f"{place}[{i}]") for i, v in enumerate(value)]
    if hasattr(value, "item") and not isinstance(value, str | bytes):
        value = value.item()
    if isinstance(value, float):
        if not math.isfinite(value):
            raise NotFinite(place, value)
        # Adding zero turns -0.0 into 0.0, which prints the same everywhere.
        return float(f"{value:.{STABLE_DIGITS}g}") + 0.0
    return value
