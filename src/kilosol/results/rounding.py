"""Rounding of a verdict to what is stable from one processor to the next."""

from __future__ import annotations

import math
from typing import Any

#: Significant digits that survive another processor's order of summation.
STABLE_DIGITS = 6


def rounded(value: Any) -> Any:
    """Copy of a nest of dicts and lists with every float rounded to six significant digits.

    Parameters
    ----------
    value : nest of dict, list, tuple, str, int, float, bool, None
        NumPy scalars are taken as their Python kin.

    Returns
    -------
    nest
        Not-a-number and infinite values become None: JSON has no word for them.

    Examples
    --------
    >>> rounded({"mass_kg": 1234567.89, "p": [0.1 + 0.2, float("nan")], "n": 3})
    {'mass_kg': 1234570.0, 'p': [0.3, None], 'n': 3}
    """
    if isinstance(value, dict):
        return {str(k): rounded(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(v) for v in value]
    if hasattr(value, "item") and not isinstance(value, str | bytes):
        value = value.item()
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        # Adding zero turns -0.0 into 0.0, which prints the same everywhere.
        return float(f"{value:.{STABLE_DIGITS}g}") + 0.0
    return value
