"""One check for the range of an argument, floats and arrays alike."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kilosol.errors import OutOfRange

#: A float or an array of floats of any shape.
Floats = float | NDArray[np.float64]


def require(is_good: ArrayLike, name: str, got: object, allowed: str) -> None:
    """Refuse an argument unless every element is good.

    Parameters
    ----------
    is_good : (*batch,) bool
        The test, elementwise; a comparison with NaN is False and so is refused.
    name : str
        Argument as the caller wrote it.
    got : object
        What was given.
    allowed : str
        Range in words, with its unit.

    Raises
    ------
    OutOfRange
        If any element is not good.

    Examples
    --------
    >>> require(True, "mass_kg", 3.0, "positive [kg]")
    """
    if not bool(np.all(is_good)):
        raise OutOfRange(name, got, allowed)
