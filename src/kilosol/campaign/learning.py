"""Learning from landings: Beta-binomial with failure discount and one common draw per window.

The chance of a landing is unknown; what is believed of it is a Beta distribution. In each window one value
is drawn for all ships of the fleet, because they share their design and their faults: independent draws
per ship would give false certainty. After the window, successes add to alpha and failures to beta; a part
of each failure is found and mended (failure discount), so it counts for less.

With no discount this is Laplace's and Polya's scheme: after n clean landings from Beta(1, 1) the chance
of the next is (n + 1) / (n + 2).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kilosol.errors import OutOfRange
from kilosol.limits import require


@dataclass(frozen=True, slots=True)
class LandingBelief:
    """What is believed of a landing's success, for each of n campaigns.

    Parameters
    ----------
    alpha, beta : (n,)
        Parameters of the Beta distribution.
    """

    alpha: NDArray[np.float64]
    beta: NDArray[np.float64]

    @property
    def mean(self) -> NDArray[np.float64]:
        """Posterior mean, shape (n,): the predictive chance of the next landing."""
        return self.alpha / (self.alpha + self.beta)


def update(
    belief: LandingBelief,
    n_success: NDArray[np.int64],
    n_failure: NDArray[np.int64],
    *,
    failure_discount_frac: float,
) -> LandingBelief:
    """Belief after a window.

    Parameters
    ----------
    belief : LandingBelief
        Before the window.
    n_success, n_failure : (n,)
        Landings that went well and that did not.
    failure_discount_frac : float
        Part of each failure that is mended; 0 counts failures in full.

    Returns
    -------
    LandingBelief

    Examples
    --------
    >>> after = update(LandingBelief(np.ones(1), np.ones(1)), np.array([5]), np.array([0]),
    ...                failure_discount_frac=0.5)
    >>> float(after.mean[0].round(3))
    0.857
    """
    if not 0.0 <= failure_discount_frac <= 1.0:
        raise OutOfRange("failure_discount_frac", failure_discount_frac, "between 0 and 1")
    return LandingBelief(belief.alpha + n_success, belief.beta + (1.0 - failure_discount_frac) * n_failure)


def draw_success_frac(belief: LandingBelief, uniform: NDArray[np.float64]) -> NDArray[np.float64]:
    """One draw of the fleet's common chance of landing, by inversion: more belief, never a worse draw.

    Parameters
    ----------
    belief : LandingBelief
        Parameters, shape (n,).
    uniform : (n,)
        Uniform draws.

    Returns
    -------
    (n,)
    """
    from scipy.special import betaincinv

    return np.asarray(betaincinv(belief.alpha, belief.beta, uniform), dtype=np.float64)


def draw_landings(
    n_ships: NDArray[np.int64], success_frac: NDArray[np.float64], uniform: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Ships that land, binomial by inversion.

    Parameters
    ----------
    n_ships : (n,)
        Ships that arrive.
    success_frac : (n,)
        Their common chance.
    uniform : (n,)
        Uniform draws; a higher one never lands fewer ships.

    Returns
    -------
    (n,)

    Examples
    --------
    >>> draw_landings(np.array([4, 4, 4]), np.array([0.0, 1.0, 0.5]), np.array([0.9, 0.1, 0.5])).tolist()
    [0, 4, 2]
    """
    from scipy.special import bdtr

    # Counted by bisection on the binomial distribution function: smallest k with F(k) >= u.
    low = np.full(n_ships.shape, -1, dtype=np.int64)
    high = n_ships.astype(np.int64).copy()
    while bool((high - low > 1).any()):
        middle = (low + high) // 2
        enough = bdtr(np.maximum(middle, 0).astype(np.float64), n_ships, success_frac) >= uniform
        enough &= middle >= 0
        high = np.where(enough & (high - low > 1), middle, high)
        low = np.where(~enough & (high - low > 1), middle, low)
    return np.where(success_frac <= 0.0, 0, np.where(success_frac >= 1.0, n_ships, high))


def p_at_least(k: int, n: int, alpha: float, beta: float) -> float:
    """Chance of at least `k` landings out of `n` when the chance of each is Beta distributed.

    Parameters
    ----------
    k, n : int
        Landings wanted and ships sent.
    alpha, beta : float
        Belief before.

    Returns
    -------
    float
        Upper tail of the Beta-binomial distribution.

    Examples
    --------
    >>> round(p_at_least(3, 5, 1.0, 1.0), 12), round(p_at_least(3, 5, 1.0, 2.0), 12)
    (0.5, 0.285714285714)
    """
    from scipy.special import betaln

    j = np.arange(max(k, 0), n + 1)
    # The binomial coefficient as a Beta function: a fleet of thousands overflows a factorial.
    log_ways = -np.log(n + 1.0) - betaln(n - j + 1.0, j + 1.0)
    log_p = betaln(alpha + j, beta + n - j) - betaln(alpha, beta)
    return float(np.sum(np.exp(log_ways + log_p)))


def crow_amsaa(failed: NDArray[np.bool_]) -> tuple[float, float]:
    """Growth of reliability over a series of tests, by Crow's power law for single shots.

    Parameters
    ----------
    failed : (n,)
        Which tests failed, in order; at least one.

    Returns
    -------
    beta : float
        Shape: below 1 the failures become rarer. Maximum likelihood, ``n_failed / sum(ln(n / k))``.
    failure_frac : float
        Chance of failure at the end of the series, ``beta n_failed / n``.

    Raises
    ------
    OutOfRange
        If no test failed before the last: the law has no fit then.

    Notes
    -----
    Failures are events at the test's number, counted in n tests (time-truncated form).

    References
    ----------
    .. [1] L. H. Crow, "Reliability analysis for complex, repairable systems", AMSAA TR-138, 1975
       (key crow1975 in references.bib).

    Examples
    --------
    >>> flights = np.array([0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1]) == 0
    >>> tuple(round(x, 3) for x in crow_amsaa(flights))
    (0.87, 0.435)
    """
    at = np.asarray(np.flatnonzero(failed) + 1.0, dtype=np.float64)
    if not (at < failed.size).any():
        raise OutOfRange("failed", f"{at.size} failures", "a series with a failure before its last test")
    return crow_amsaa_times(at, float(failed.size))


def crow_amsaa_times(failed_at: NDArray[np.float64], tested: float | None = None) -> tuple[float, float]:
    """Growth of reliability in a test by time, by Crow's power law: N(t) failures are l t^beta on average.

    Parameters
    ----------
    failed_at : (n,)
        Times or counts of use at which something failed, above 0; several may be the same.
    tested : float, optional
        When the test ended; without it, with its last failure.

    Returns
    -------
    beta : float
        Shape: below 1 the failures become rarer. Maximum likelihood, ``n / sum(ln(tested / failed_at))``.
    rate : float
        Failures per unit of time at the end of the test, ``beta n / tested``; l is ``n / tested**beta``.

    Raises
    ------
    OutOfRange
        If no failure lies before the end, or one lies outside the test.

    References
    ----------
    .. [1] As for :func:`crow_amsaa`.

    Examples
    --------
    >>> [round(x, 3) for x in crow_amsaa_times(np.array([10.0, 40.0, 90.0]), 100.0)]
    [0.902, 0.027]
    """
    end = float(failed_at.max()) if tested is None and failed_at.size else float(tested or 0.0)
    require(bool((failed_at > 0.0).all() and (failed_at <= end).all()), "failed_at", failed_at, "in the test")
    logs = float(np.log(end / failed_at).sum())
    if logs <= 0.0:
        raise OutOfRange("failed_at", f"{failed_at.size} failures", "a test with a failure before its end")
    beta = failed_at.size / logs
    return beta, beta * failed_at.size / end
