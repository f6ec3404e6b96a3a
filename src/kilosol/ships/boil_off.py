"""What is lost of the propellant that a ship carries from one planet to the other."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kilosol.data import table
from kilosol.errors import OutOfRange

Array = NDArray[np.float64]


def cruise_boil_off_frac(tof_days: ArrayLike) -> Array:
    """Part of the landing propellant lost on the way, by flight time.

    Parameters
    ----------
    tof_days : (*batch,) [d]
        Time of flight.

    Returns
    -------
    (*batch,) [1]
        The cited loss at the cited reference flight, compounding with time.

    Raises
    ------
    OutOfRange
        If a time is negative.

    Examples
    --------
    >>> cruise_boil_off_frac([0.0, 250.0, 500.0]).round(4).tolist()
    [0.0, 0.05, 0.0975]
    """
    tof = np.asarray(tof_days, dtype=np.float64)
    if (tof < 0).any():
        raise OutOfRange("tof_days", float(np.nanmin(tof)), "at least 0")
    operations = table("ships/operations")
    kept = 1 - operations.number("cruise_boil_off_frac")
    lost: Array = 1 - kept ** (tof / operations.number("cruise_reference_day"))
    return lost
