"""Courses of global storms as they were measured from the ground.

Three storms were watched from their rise until they had cleared: two of 1977 by Viking 1 and that of 2007 by
Opportunity. Of the storm of 2018 Opportunity saw the rise and the deepest dust, and its fall is assumed. None
held its peak: they rose in steps, dipped, rose again and faded. Here each is the share of the storm in the
dust by sol, 0 before and 1 at its peak, to be scaled to another peak and stretched in time.

References
----------
.. [1] M. T. Lemmon, Pancam atmospheric opacity, NASA PDS (key lemmon_mer_pancam): 2007 and 2018.
.. [2] J. Appelbaum, G. A. Landis, NASA TM-105216, 1991 (key appelbaum1991): optical depth at Viking 1.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kilosol.data import columns
from kilosol.errors import OutOfRange

Floats = NDArray[np.float64]
StormShape = Literal["meridiani-2007", "viking1-1977a", "viking1-1977b", "meridiani-2018"]

#: The storms on record, the design year's first: the deepest that was watched from beginning to end.
STORM_SHAPES: tuple[StormShape, ...] = (
    "meridiani-2007",
    "viking1-1977a",
    "viking1-1977b",
    "meridiani-2018",
)


def storm_shape_frac(
    sols_since_onset: ArrayLike, *, shape: StormShape = "meridiani-2007", stretch: float | Floats = 1.0
) -> Floats:
    """Share of a storm in the dust, as one on record had it.

    Parameters
    ----------
    sols_since_onset : (*shape) [sol]
        Negative before the storm.
    shape : str
        One of `STORM_SHAPES`.
    stretch : (*shape)
        How much longer than on record it takes.

    Returns
    -------
    (*shape)
        0 before, 1 at the peak; linear between sols, and fading by 33 sols beyond the record.

    Examples
    --------
    >>> storm_shape_frac([0, 10, 24, 37, 68]).round(2)
    array([0.  , 0.65, 1.  , 0.99, 0.38])
    """
    if shape not in STORM_SHAPES:
        raise OutOfRange("shape", repr(shape), f"one of {', '.join(STORM_SHAPES)}")
    since = np.asarray(sols_since_onset, dtype=np.float64) / stretch
    sols = columns("mars/storm_shapes")["sol"]
    return np.asarray(np.interp(since, sols, _share(shape), left=0.0, right=0.0))


def _share(shape: StormShape) -> Floats:
    """Share of the storm on each sol of its record."""
    return columns("mars/storm_shapes")[f"{shape.replace('-', '_')}_frac"]


def storm_peak_sol(shape: StormShape = "meridiani-2007") -> float:
    """Sols from a storm's onset to its peak.

    Examples
    --------
    >>> [storm_peak_sol(shape) for shape in STORM_SHAPES]
    [24.0, 16.0, 47.0, 9.0]
    """
    return float(columns("mars/storm_shapes")["sol"][np.argmax(_share(shape))])


def storm_length_sol(shape: StormShape = "meridiani-2007") -> float:
    """Sols for which more than 1/e of the storm's peak stands over the place.

    Examples
    --------
    >>> storm_length_sol()
    62.0
    """
    return float((_share(shape) > np.exp(-1)).sum())
