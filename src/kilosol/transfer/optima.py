"""Search over departure and arrival dates, for many windows side by side.

Nothing here knows a planet: a cost is a function of two arrays of dates.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
#: Cost of arcs by departure and arrival date (both broadcast); NaN where there is none.
Cost = Callable[[Array, Array], Array]

# The stencil's half width ends below this, ten times finer than the 0.1 day that dates are meant to hold.
DATE_TOL_DAY = 0.01
STENCIL = np.linspace(-1, 1, 5)
MAX_ROUNDS = 60


def refine(cost: Cost, depart_jd: Array, arrive_jd: Array, width_day: float) -> tuple[Array, Array, Array]:
    """Local minimum near each starting point, by a shrinking stencil of 25 arcs.

    Parameters
    ----------
    cost : callable
        ``cost(depart (w, 5, 1), arrive (w, 1, 5)) -> (w, 5, 5)``.
    depart_jd, arrive_jd : (w,) [d]
        Starting points, at most `width_day` from a minimum or downhill of one.
    width_day : [d]
        First half width of the stencil.

    Returns
    -------
    depart_jd, arrive_jd : (w,) [d]
        The minima, to 0.01 days.
    cost : (w,)
        Their cost.

    Examples
    --------
    >>> bowl = lambda d, a: (d - 3.3) ** 2 + (a - d - 5) ** 2
    >>> d, a, _ = refine(bowl, np.array([1.0]), np.array([9.0]), 2.0)
    >>> bool(abs(d[0] - 3.3) < 0.01), bool(abs(a[0] - 8.3) < 0.01)
    (True, True)
    """
    depart, arrive = depart_jd.copy(), arrive_jd.copy()
    width = np.full(depart.shape, float(width_day))
    rows = np.arange(depart.size)
    centre = STENCIL.size**2 // 2
    best = np.full(depart.shape, np.nan)
    for _ in range(MAX_ROUNDS):
        offsets = width[:, None] * STENCIL
        grid = cost((depart[:, None] + offsets)[:, :, None], (arrive[:, None] + offsets)[:, None, :])
        flat = np.where(np.isnan(grid), np.inf, grid).reshape(depart.size, -1)
        pick = np.argmin(flat, axis=1)
        # A tie with the centre is no progress: without this a flat cost would drift to a corner.
        pick = np.where(flat[rows, pick] < flat[:, centre], pick, centre)
        best = flat[rows, pick]
        row, column = np.divmod(pick, STENCIL.size)
        depart += offsets[rows, row]
        arrive += offsets[rows, column]
        edge = (row % (STENCIL.size - 1) == 0) | (column % (STENCIL.size - 1) == 0)
        width = np.where(edge, width, width / 2)
        if (width < DATE_TOL_DAY / 2).all():
            break
    return depart, arrive, best


def below_zero(date: Array, value: Array) -> tuple[float, float, float]:
    """Where a sampled function is not positive: total length, first and last date.

    Parameters
    ----------
    date : (n,) [d]
        Increasing dates.
    value : (n,)
        Samples; between two of them the function is taken as a straight line.

    Returns
    -------
    length, first, last : float [d]
        Length 0 and NaN dates where it is positive throughout.

    Examples
    --------
    >>> below_zero(np.array([0.0, 1, 2, 3]), np.array([1.0, -1, -1, 3]))
    (1.75, 0.5, 2.25)
    """
    v0, v1 = value[:-1], value[1:]
    with np.errstate(invalid="ignore", divide="ignore"):
        cross = v0 / (v0 - v1)
    begins = np.where(v0 <= 0, 0, np.where(v1 <= 0, cross, np.nan))
    ends = np.where(v1 <= 0, 1, np.where(v0 <= 0, cross, np.nan))
    # An infinite neighbour has no slope to follow: the function is taken as positive up to the sample.
    begins = np.where(np.isinf(v0) & (v1 <= 0), 1, begins)
    ends = np.where(np.isinf(v1) & (v0 <= 0), 0, ends)
    inside = np.isfinite(begins) & np.isfinite(ends)
    if not inside.any():
        return 0.0, float("nan"), float("nan")
    step = np.diff(date)
    first = (date[:-1] + begins * step)[inside][0]
    last = (date[:-1] + ends * step)[inside][-1]
    return float(((ends - begins) * step)[inside].sum()), float(first), float(last)


def descend(
    cost: Callable[[Array], Array], start: Array, width: float, tolerance: float
) -> tuple[Array, Array]:
    """Local minimum near each starting point in any number of coordinates, by a shrinking box of points.

    Parameters
    ----------
    cost : callable
        ``cost(points (w, m, d)) -> (w, m)``; NaN where a point is not allowed.
    start : (w, d)
        Starting points.
    width : float
        First half width of the box.
    tolerance : float
        Half width at which to stop.

    Returns
    -------
    points : (w, d)
        The minima.
    cost : (w,)
        Their cost.

    Examples
    --------
    >>> point, _ = descend(lambda p: ((p - [1.0, 2.0, 3.0]) ** 2).sum(-1), np.zeros((1, 3)), 1.0, 1e-3)
    >>> point.round(2).tolist()
    [[1.0, 2.0, 3.0]]
    """
    points = np.array(start, dtype=np.float64)
    w, d = points.shape
    box = np.stack(np.meshgrid(*([np.array([-1.0, 0.0, 1.0])] * d), indexing="ij"), -1).reshape(-1, d)
    centre = box.shape[0] // 2
    size = np.full(w, float(width))
    rows = np.arange(w)
    best = np.full(w, np.nan)
    for _ in range(4 * MAX_ROUNDS):
        value = cost(points[:, None, :] + size[:, None, None] * box)
        value = np.where(np.isnan(value), np.inf, value)
        pick = np.argmin(value, axis=1)
        pick = np.where(value[rows, pick] < value[:, centre], pick, centre)
        best = value[rows, pick]
        points = points + size[:, None] * box[pick]
        size = np.where(pick == centre, size / 2, size)
        if (size < tolerance).all():
            break
    return points, best
