"""Segments of unequal length for a linear programme: neighbours that look alike are merged, order is kept.

Ward's criterion [1]_ on contiguous steps: the pair of neighbours whose merging loses least variance goes
first. Averages lose peaks, so a programme on segments is never harder than the same on steps; what must
not be softened (a storm, an outage) is kept step by step.

References
----------
.. [1] J. H. Ward, "Hierarchical grouping to optimize an objective function", Journal of the American
   Statistical Association 58 (1963) 236-244, doi 10.1080/01621459.1963.10500845 (key ward1963).
"""

from __future__ import annotations

import heapq

import numpy as np
from numpy.typing import NDArray

from kilosol.errors import OutOfRange


def segment_starts(
    series: NDArray[np.float64], n_segments: int, keep: NDArray[np.bool_] | None = None
) -> NDArray[np.int64]:
    """First steps of segments that follow the series closely.

    Parameters
    ----------
    series : (k, n)
        What the segments must follow, in units that weigh alike.
    n_segments : int
        Segments wanted; more come out where more steps are kept.
    keep : (n,) of bool, optional
        Steps that stay segments of their own.

    Returns
    -------
    (m,) of int
        Ascending, beginning with 0.

    Raises
    ------
    OutOfRange
        If no segment is asked for, or the shapes differ.

    Examples
    --------
    >>> segment_starts(np.array([[1.0, 1.0, 5.0, 5.0, 5.0, 2.0]]), 3).tolist()
    [0, 2, 5]
    """
    n = series.shape[1]
    if not n_segments >= 1:
        raise OutOfRange("n_segments", n_segments, "at least 1")
    kept = np.zeros(n, dtype=bool) if keep is None else keep
    if kept.shape != (n,):
        raise OutOfRange("keep", f"shape {kept.shape}", f"of shape ({n},)")
    if n_segments >= n:
        return np.arange(n)
    return _merged(series, n_segments, kept)


def _merged(series: NDArray[np.float64], n_segments: int, kept: NDArray[np.bool_]) -> NDArray[np.int64]:
    n = series.shape[1]
    sums = [tuple(column) for column in series.T.tolist()]
    length, after, before = [1] * n, list(range(1, n + 1)), list(range(-1, n - 1))
    # A segment's version tells whether an entry of the heap still speaks of it.
    version = [0] * n

    def cost(a: int, b: int) -> float:
        la, lb = length[a], length[b]
        gap = sum((x / la - y / lb) ** 2 for x, y in zip(sums[a], sums[b], strict=True))
        return float(gap * la * lb / (la + lb))

    may = (~kept[:-1] & ~kept[1:]).tolist()
    heap = [(cost(i, i + 1), i, 0, i + 1, 0) for i in range(n - 1) if may[i]]
    heapq.heapify(heap)
    left = n
    while left > n_segments and heap:
        _, a, version_a, b, version_b = heapq.heappop(heap)
        if version[a] != version_a or version[b] != version_b:
            continue
        sums[a] = tuple(x + y for x, y in zip(sums[a], sums[b], strict=True))
        length[a] += length[b]
        version[a] += 1
        version[b] = -1
        after[a] = after[b]
        left -= 1
        if after[a] < n:
            before[after[a]] = a
            if not kept[after[a]]:
                heapq.heappush(heap, (cost(a, after[a]), a, version[a], after[a], version[after[a]]))
        if before[a] >= 0 and not kept[before[a]]:
            heapq.heappush(heap, (cost(before[a], a), before[a], version[before[a]], a, version[a]))
    return np.flatnonzero(np.array(version) >= 0)


def segment_means(series: NDArray[np.float64], starts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Means of series over segments.

    Parameters
    ----------
    series : (..., n)
    starts : (m,) of int
        As from :func:`segment_starts`.

    Returns
    -------
    (..., m)

    Examples
    --------
    >>> segment_means(np.array([1.0, 3.0, 5.0]), np.array([0, 2])).tolist()
    [2.0, 5.0]
    """
    lengths = np.diff(np.append(starts, series.shape[-1]))
    return np.asarray(np.add.reduceat(series, starts, axis=-1) / lengths)
