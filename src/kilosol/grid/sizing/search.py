"""The search of both sizings: covariance matrix adaptation [1]_ over points priced a generation at a time.

References
----------
.. [1] N. Hansen, "The CMA evolution strategy: a tutorial", arXiv:1604.00772, 2016 (key hansen2016).
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

#: Prices of many points at once.
Prices = Callable[[Sequence[NDArray[np.float64]]], NDArray[np.float64]]

#: Trials of a generation: as many as run side by side in vector registers.
POPULATION = 16


@dataclass(frozen=True, slots=True)
class Reach:
    """Where a search looks, and when it has seen enough.

    Parameters
    ----------
    low, high : (k,)
        Bounds of a point.
    deviations : (k,)
        Standard deviations of the first population.
    n_generations : int
        The most generations.
    settled_price, settled_step : float
        A search has settled when the prices of its last population and the best of recent ones differ by less
        than the first, or the points of a population by less than the second in every direction.
    """

    low: NDArray[np.float64]
    high: NDArray[np.float64]
    deviations: NDArray[np.float64]
    n_generations: int
    settled_price: float
    settled_step: float


def cheapest(prices: Prices, start: NDArray[np.float64], reach: Reach, seed: int) -> NDArray[np.float64]:
    """Cheapest point that one search from `start` saw, shape (k,).

    The same seed gives the same point; NumPy's shared stream is left alone, so searches may run side by side.

    Examples
    --------
    >>> reach = Reach(np.full(2, -5.0), np.full(2, 5.0), np.full(2, 0.5), 100, 1e-12, 1e-9)
    >>> def bowl(points):
    ...     return ((np.array(points) - 1.0) ** 2).sum(axis=1)
    >>> bool(np.allclose(cheapest(bowl, np.zeros(2), reach, 1), 1.0, atol=1e-4))
    True
    """
    # Imported where it is used: with it comes scipy.stats, half a second that no other command needs.
    from cmaes import CMA

    bounds = np.column_stack([reach.low, reach.high])
    search = CMA(start, 1.0, bounds, seed=seed, population_size=POPULATION, cov=np.diag(reach.deviations**2))
    recent: deque[float] = deque(maxlen=10 + math.ceil(30 * start.size / POPULATION))
    best, least = start, math.inf
    for _ in range(reach.n_generations):
        points = [search.ask() for _ in range(POPULATION)]
        found = np.asarray(prices(points))
        search.tell(list(zip(points, found.tolist(), strict=True)))
        cheap = int(np.argmin(found))
        if found[cheap] < least:
            best, least = points[cheap], float(found[cheap])
        recent.append(float(found[cheap]))
        differ = max(np.ptp(found), max(recent) - min(recent))
        if differ < reach.settled_price or np.ptp(points, axis=0).max() < reach.settled_step:
            break
    return best
