"""Exact adequacy without stores: the distribution of capacity by convolution.

Groups fail independently of one another, so the distribution of their sum is the convolution of theirs
[1]_; with the load of each step it gives the exact chance and depth of a shortfall.

References
----------
.. [1] R. Billinton and R. N. Allan, "Reliability Evaluation of Power Systems", 2nd ed., Plenum, 1996
   (key billinton1996 in references.bib).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kilosol.grid.failures import Failures, shared_and_own

#: Most distinct capacities, and most capacities of varying groups times steps, that are worth the time.
MOST_STATES, MOST_WORK = 200_000, 20_000_000

#: Capacities that differ by less than this part of their sum are one.
SAME_FRAC = 1e-11

#: Digits to which series, each over its highest value, are of one shape.
SHAPE_DIGITS = 12

Distribution = tuple[NDArray[np.float64], NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class ExactAdequacy:
    """Exact results by step of a load without stores.

    Parameters
    ----------
    p_short : (n,)
        Chance that a step's load is not met in full.
    unserved_kw : (n,) [kW]
        Mean of what is missing.
    """

    p_short: NDArray[np.float64]
    unserved_kw: NDArray[np.float64]


def count_chances(how: Failures, n: int) -> NDArray[np.float64]:
    """Chance that exactly k of n components are up, shape (n + 1,).

    Parameters
    ----------
    how : Failures
        How each fails; without end of parts, in the long run.
    n : int
        Components.

    Returns
    -------
    (n + 1,)

    Examples
    --------
    >>> count_chances(Failures(900.0, 100.0), 2).round(4).tolist()
    [0.01, 0.18, 0.81]
    """
    if how.shared_repair == "each" and how.common_cause_frac > 0.0 and n > 1:
        return _chain(how, n)
    shared, own = shared_and_own(how, n)
    chances = _binomial(n, 1.0 - own) * (1.0 - shared)
    chances[0] += shared
    return chances


def _chain(how: Failures, n: int) -> NDArray[np.float64]:
    """Chances of k up where a shared cause takes down all who are up, and each is mended for itself."""
    if not how.can_fail or how.mttr_hour == 0.0:
        return np.asarray(np.eye(n + 1)[n])
    fail, mend, beta = 1.0 / how.mttf_hour, 1.0 / how.mttr_hour, how.common_cause_frac
    rates = np.zeros((n + 1, n + 1))
    for up in range(1, n + 1):
        rates[up, up - 1] += up * (1.0 - beta) * fail
        rates[up, 0] += beta * fail
        rates[up - 1, up] += (n - up + 1) * mend
    rates -= np.diag(rates.sum(axis=1))
    # The balance of all states but one, and that they add up.
    balance = np.concatenate([rates.T[:-1], np.ones((1, n + 1))])
    return np.asarray(np.linalg.solve(balance, np.eye(n + 1)[n]))


def _binomial(n: int, p: float) -> NDArray[np.float64]:
    """Binomial chances from the ratios of neighbours, outwards from the likeliest: no overflow."""
    chances = np.zeros(n + 1)
    if p in (0.0, 1.0):
        chances[n if p == 1.0 else 0] = 1.0
        return chances
    top = min(int((n + 1) * p), n)
    k = np.arange(n + 1.0)
    chances[top] = 1.0
    chances[top + 1 :] = np.cumprod((n - k[top:-1]) / (k[top:-1] + 1.0) * (p / (1.0 - p)))
    chances[:top] = np.cumprod((k[top:0:-1] / (n - k[top:0:-1] + 1.0)) * ((1.0 - p) / p))[::-1]
    return np.asarray(chances / chances.sum())


def capacity_distribution(groups: Sequence[tuple[float, NDArray[np.float64]]]) -> Distribution | None:
    """Capacities of groups together, ascending, and the chance of each; None where there are too many.

    Parameters
    ----------
    groups : sequence of (float, (n + 1,)) [kW]
        Capacity of one unit, and the chances that k are up.

    Returns
    -------
    capacities, chances : (states,)

    Examples
    --------
    >>> two = capacity_distribution([(2.0, np.array([0.1, 0.9])), (3.0, np.array([0.2, 0.8]))])
    >>> two[0].tolist(), two[1].round(2).tolist()
    ([0.0, 2.0, 3.0, 5.0], [0.02, 0.18, 0.08, 0.72])
    """
    total = sum(kw * (chances.size - 1) for kw, chances in groups)
    grain = max(total, 1.0) * SAME_FRAC
    values, weights = np.zeros(1), np.ones(1)
    for kw, chances in groups:
        if values.size * chances.size > MOST_STATES * 4.0:
            return None
        sums = (values[:, None] + kw * np.arange(chances.size)).ravel()
        joint = (weights[:, None] * chances).ravel()
        order = np.argsort(sums, kind="stable")
        sums, joint = sums[order], joint[order]
        starts = np.concatenate([[True], np.diff(sums) > grain])
        values = sums[starts]
        weights = np.add.reduceat(joint, np.flatnonzero(starts))
    return (values, weights) if values.size <= MOST_STATES else None


def exact_adequacy(
    groups: Sequence[tuple[float | NDArray[np.float64], NDArray[np.float64]]],
    load_kw: NDArray[np.float64],
    tiny_kw: float,
) -> ExactAdequacy | None:
    """Chance and depth of a shortfall in every step; None where it would take too long.

    Parameters
    ----------
    groups : sequence of (float or (n,), (k + 1,)) [kW]
        Capacity of one unit, constant or by step, and the chances that k are up.
    load_kw : (n,) [kW]
        Demand.
    tiny_kw : float [kW]
        What counts as rounding.

    Returns
    -------
    ExactAdequacy or None

    Examples
    --------
    >>> found = exact_adequacy([(5.0, np.array([0.1, 0.9]))], np.array([4.0, 6.0]), 0.0)
    >>> found.p_short.tolist(), found.unserved_kw.round(3).tolist()
    ([0.1, 1.0], [0.4, 1.5])
    """
    sure = np.zeros(load_kw.size)
    firm: list[tuple[float, NDArray[np.float64]]] = []
    shapes: dict[bytes, tuple[NDArray[np.float64], list[tuple[float, NDArray[np.float64]]]]] = {}
    for kw, chances in groups:
        if chances[-1] == 1.0:
            # What never fails has one state, not two: it is taken off the load.
            sure += (chances.size - 1) * np.asarray(kw)
        elif np.ndim(kw) == 0:
            firm.append((float(kw), chances))
        else:
            # Series of one shape add up like constant capacities: panels under one sun.
            series = np.asarray(kw)
            peak = float(series.max()) or 1.0
            shape = series / peak
            key = np.round(shape, SHAPE_DIGITS).tobytes()
            shapes.setdefault(key, (shape, []))[1].append((peak, chances))
    known = capacity_distribution(firm)
    varying = [(shape, capacity_distribution(alike)) for shape, alike in shapes.values()]
    if known is None or any(found is None for _, found in varying):
        return None
    states = [(shape, *found) for shape, found in varying if found is not None]
    n_combinations = math.prod(values.size for _, values, _ in states)
    if n_combinations * load_kw.size > MOST_WORK:
        return None
    return _over_states(known, states, load_kw - sure, tiny_kw)


def _over_states(
    known: Distribution,
    states: Sequence[tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]],
    load_kw: NDArray[np.float64],
    tiny_kw: float,
) -> ExactAdequacy:
    """Sum over all combinations of states of the series; `states`: shape, capacities, chances of each."""
    values, weights = known
    below = np.concatenate([[0.0], np.cumsum(weights)])
    mass = np.concatenate([[0.0], np.cumsum(weights * values)])
    p_short, unserved = np.zeros(load_kw.size), np.zeros(load_kw.size)
    for at in np.ndindex(*(sizes.size for _, sizes, _ in states)):
        chance = math.prod(float(chances[k]) for k, (_, _, chances) in zip(at, states, strict=True))
        wanted = load_kw - sum(sizes[k] * shape for k, (shape, sizes, _) in zip(at, states, strict=True))
        n_below = np.searchsorted(values, wanted - tiny_kw, side="left")
        p_short += chance * below[n_below]
        unserved += chance * (wanted * below[n_below] - mass[n_below])
    return ExactAdequacy(np.clip(p_short, 0.0, 1.0), np.maximum(unserved, 0.0))
