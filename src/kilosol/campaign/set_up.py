"""How long hands on Mars take to set up what has landed, as the campaign's transitions ask for it.

Sols from touchdown to running, by element, by robots that landed and still work, and by luck: quantiles of
the work's draws (:mod:`kilosol.loads.commissioning`), of which a campaign keeps one for all that it sets up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

#: Elements in the order of the table; the chains of the way home follow from the last on.
ELEMENTS = ("partner's station", "fallback station", "plant", "first chain", "second chain")
PLANT_ROW, CHAIN_ROW = 2, 3

#: Shortest set-up that is told from none [d].
NO_TIME_DAY = 1e-9


@dataclass(frozen=True, slots=True)
class SetUp:
    """Sols from touchdown to running.

    Parameters
    ----------
    n_robots : (k,)
        Robots at hand, rising from 0.
    sols : (5, k, q) [sol]
        By element of :data:`ELEMENTS`, robots and evenly spaced quantiles from the luckiest to the worst;
        infinite where they never do it.
    kept_frac : float
        Robots of one window that are still in order at the next.
    crew_hands : float
        Robots that the people of one landed crew ship are worth.
    """

    n_robots: NDArray[np.float64]
    sols: NDArray[np.float64]
    kept_frac: float
    crew_hands: float


def quantiles_of(draws: NDArray[np.float64], n: int = 21) -> NDArray[np.float64]:
    """Evenly spaced quantiles of draws (..., d), the least and the most among them, shape (..., n).

    Examples
    --------
    >>> quantiles_of(np.array([3.0, 1.0, np.inf, 2.0]), 3).tolist()
    [1.0, 2.0, inf]
    """
    found = np.quantile(draws, np.linspace(0.0, 1.0, n), axis=-1, method="inverted_cdf")
    return np.ascontiguousarray(np.moveaxis(found, 0, -1))


def fixed_set_up(sols: Sequence[float]) -> SetUp:
    """Set-up that takes the same time whoever does it: for rules that are made by hand.

    Parameters
    ----------
    sols : (5,) [sol]
        By element.
    """
    constant = np.broadcast_to(np.asarray(sols, dtype=np.float64)[:, None, None], (len(ELEMENTS), 2, 2))
    return SetUp(np.array([0.0, 1.0]), np.ascontiguousarray(constant), 1.0, 0.0)


def rates_per_day(set_up: SetUp, sol_day: float) -> NDArray[np.float64]:
    """Part of the whole set-up done in a day: nothing where it never ends, so that it can be interpolated."""
    return np.asarray(1.0 / np.maximum(set_up.sols * sol_day, NO_TIME_DAY))
