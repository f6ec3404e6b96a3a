"""Numbers from drawn passes, each with its interval and its count.

Shortfalls are rare and of unequal size: most passes have none. The plain interval, mean +- 1.96 standard
errors, then covers the truth in 75 to 85 % of cases instead of 95 %, because the same few events give both
the mean and its error. What is used here instead, for draws x of n passes with h of them above nothing:

* The variance of the mean is taken where the limit is, not where the estimate is (a score interval, as
  Wilson's [1]_ is for a chance). Draws that are nothing or a size of mean square over mean kappa have the
  variance kappa m - m^2 at the mean m, whatever their chance; the limits solve
  (mean - m)^2 = t^2 / n (kappa m - m^2). For draws of 0 and 1 this is Wilson's interval but for t, and for a
  sum of events of unequal weight its effective count is that of Kish, sum(x)^2 / sum(x^2), as in the gamma
  interval of Fay and Feuer [2]_.
* The upper limit knows one more event, as large as the largest seen: sizes that were not met yet are the
  larger ones (Fay and Feuer add the largest weight for the same reason). There the variance rises with the
  mean by the third moment over the second, the regression of one on the other (Johnson [5]_): what would make
  the mean larger is a large size not met, not only more events. For events of one size that is kappa again.
* kappa comes from h sizes only. t is Student's quantile with h over their squared coefficient of variation
  degrees of freedom: events of one size leave nothing to be learnt, those of exponential size h degrees. The
  square itself is drawn towards 1.5, that of depth times duration, by the weight of two events.
* Where most draws are above nothing, the variance changes with the mean as the third central moment over
  the second, times (2 z^2 + 1) / (3 z^2), which takes out the skewness to second order (Hall [3]_).

Drawn again and again (``tests/statistical/test_interval_coverage.py``) the intervals cover 93 to 97 % at 5,
20 and 100 expected events of sizes up to a squared coefficient of variation of 3, with a store and without,
and at 100 events up to a square of 7. With few events of heavier tails they do not: at squares of 5 to 7 they
cover 83 to 93 % at 5 events and 91 to 93 % at 20. Five sizes do not tell how heavy their tail is, and an end
far enough out for these would cover more than 97 % of the exponential ones. Such an estimate says so
(:attr:`Estimate.caution`).

Passes that share a weather are no independent draws: give their clusters. Means are then taken over clusters,
and chances over the effective number of draws (Korn and Graubard [4]_); where nothing or everything was hit,
the clusters count.

References
----------
.. [1] E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of the
   American Statistical Association 22 (1927) 209-212 (key wilson1927).
.. [2] M. P. Fay and E. J. Feuer, "Confidence intervals for directly standardized rates: a method based on the
   gamma distribution", Statistics in Medicine 16 (1997) 791-801 (key fay1997).
.. [3] P. Hall, "On the removal of skewness by transformation", Journal of the Royal Statistical Society B 54
   (1992) 221-228 (key hall1992).
.. [4] E. L. Korn and B. I. Graubard, "Confidence intervals for proportions with small expected number of
   positive counts estimated from survey data", Survey Methodology 24 (1998) 193-201 (key korn1998).
.. [5] N. J. Johnson, "Modified t tests and confidence intervals for asymmetrical populations", Journal of the
   American Statistical Association 73 (1978) 536-544 (key johnson1978).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kilosol.errors import OutOfRange

#: Two-sided 95 % quantile of the normal distribution.
Z95 = 1.959963984540054

#: The ends of a 95 % interval, as chances.
LOW95, HIGH95 = 0.025, 0.975

#: Least passes with a shortfall from which a control variate is used: with fewer, its slope would be tuned on
#: the very hits that it is to correct.
LEAST_FOR_CONTROL = 50

#: Parts into which draws are split: the slope of each part comes from all the others.
CONTROL_FOLDS = 20

#: Share of the passes that make the tail of the conditional value at risk at 95 %.
TAIL_FRAC = 0.05

#: Squared coefficient of variation of sizes before any is seen, and its weight in events. Depth times
#: duration, each as scattered as an exponential or a half of it, lies between 1 and 2.
PRIOR_SCATTER, PRIOR_EVENTS = 1.5, 2.0

#: Part of the score's slope that takes out skewness to second order (Hall 1992).
SKEW_FRAC = (2.0 * Z95**2 + 1.0) / (3.0 * Z95**2)

#: Events below which nothing is known of the tail of their sizes, and from which the intervals hold whatever
#: it is; between them they do up to this squared coefficient of variation.
FEW_EVENTS, MANY_EVENTS, WIDE_SCATTER = 10, 80, 3.0

#: Draws that differ by less than this part of the largest are alike.
ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class Estimate:
    """One number with its 95 % interval.

    Parameters
    ----------
    value : float
        Best value: exact where `is_exact`.
    ci95 : (low, high)
        95 % interval. Of an exact value, what the drawn passes alone would leave open.
    n : int
        Draws behind it: passes, or events where it is a quantile of events.
    drawn : float
        Mean of the draws as they are, without exact knowledge or control variate.
    is_exact : bool
        Whether `value` comes from convolution.
    n_events, scatter : int, float
        Of a mean of rare events: how many were met, and the squared coefficient of variation of their sizes.
    """

    value: float
    ci95: tuple[float, float]
    n: int
    drawn: float
    is_exact: bool = False
    n_events: int = 0
    scatter: float = 0.0

    @property
    def samples(self) -> int:
        """Draws behind it, as `n`."""
        return self.n

    @property
    def stderr(self) -> float:
        """Half the interval in standard errors: its width over twice 1.96."""
        return (self.ci95[1] - self.ci95[0]) / (2.0 * Z95)

    @property
    def caution(self) -> str:
        """Why the upper end may be too low; empty where nothing says so."""
        if self.is_exact or self.n_events == 0 or self.n_events >= MANY_EVENTS:
            return ""
        if self.n_events < FEW_EVENTS:
            return f"{self.n_events} events do not tell how rare large ones are: the upper end may be too low"
        if self.scatter > WIDE_SCATTER:
            return f"{self.n_events} events of very unequal size: the upper end may be too low"
        return ""

    def __float__(self) -> float:
        return self.value

    def __str__(self) -> str:
        told = f"95 %: {self.ci95[0]:.6g} to {self.ci95[1]:.6g}; n = {self.n}"
        return f"{self.value:.6g} ({told}; {self.caution})" if self.caution else f"{self.value:.6g} ({told})"


def wilson_interval(n_hits: int, n_draws: int) -> tuple[float, float]:
    """95 % interval of a probability from a count, after Wilson (1927).

    Parameters
    ----------
    n_hits, n_draws : int
        Successes and trials.

    Returns
    -------
    low, high : float

    Raises
    ------
    OutOfRange
        If there are no trials, or more successes than trials.

    Examples
    --------
    >>> tuple(round(p, 4) for p in wilson_interval(8, 10))
    (0.4902, 0.9433)
    """
    if n_draws < 1 or not 0 <= n_hits <= n_draws:
        raise OutOfRange("n_hits", f"{n_hits} of {n_draws}", "between 0 and the number of trials, at least 1")
    return wilson_of(n_hits / n_draws, float(n_draws))


def wilson_of(p: float, n: float) -> tuple[float, float]:
    """Wilson's interval of a chance p seen in n draws, which need not be a whole number.

    Parameters
    ----------
    p : float
        Part of the draws that hit.
    n : float
        Draws, or as many independent ones as would scatter alike.

    Returns
    -------
    low, high : float
    """
    z2 = Z95 * Z95
    centre = (p + z2 / (2.0 * n)) / (1.0 + z2 / n)
    half = Z95 / (1.0 + z2 / n) * np.sqrt(p * (1.0 - p) / n + z2 / (4.0 * n**2))
    # Where nothing or everything was hit an end is at p itself, but for rounding.
    return min(max(0.0, float(centre - half)), p), max(min(1.0, float(centre + half)), p)


def mean_of(
    draws: NDArray[np.float64],
    most: float,
    *,
    control: NDArray[np.float64] | None = None,
    control_mean: float = 0.0,
    cluster: NDArray[np.int64] | None = None,
) -> Estimate:
    """Mean of draws that lie between 0 and `most`, with a control variate where one is given and bears it.

    Parameters
    ----------
    draws : (n,)
        One number for each pass.
    most : float
        The most that a draw can be; where all draws are nothing, the interval ends at this times the
        Wilson bound of the chance that a draw is anything.
    control : (n,) or None
        Another number of the same passes whose exact mean is known [1]_. It is used where at least
        :data:`LEAST_FOR_CONTROL` draws are above nothing, each part of the draws with the slope that all
        other parts give, and where it makes the error smaller.
    control_mean : float
        That mean.
    cluster : (n,) of int or None
        Which draws share their luck (a weather, for one): means of clusters then count as draws. A control
        is not used.

    Returns
    -------
    Estimate
        `n` counts independent draws: clusters where they are given.

    References
    ----------
    .. [1] S. Tindemans and G. Strbac, "Accelerating system adequacy assessment using the multilevel Monte
       Carlo approach", Electric Power Systems Research 189, 2020 (key tindemans2020).

    Examples
    --------
    >>> mean_of(np.array([1.0, 3.0]), 9.0).value
    2.0
    >>> shared = mean_of(np.array([0.0, 4.0, 0.0, 4.0]), 9.0, cluster=np.array([0, 1, 0, 1]))
    >>> shared.value, shared.n
    (2.0, 2)
    """
    drawn = float(draws.mean())
    if cluster is not None:
        draws, control = _cluster_means(draws, cluster), None
    n = draws.size
    if not draws.any():
        return Estimate(0.0, (0.0, most * wilson_interval(0, n)[1]), n, 0.0)
    if n == 1:
        return Estimate(min(drawn, most), (0.0, most), n, drawn)
    value, (low, high) = drawn, score_interval(draws)
    if control is not None and int((draws > 0.0).sum()) >= LEAST_FOR_CONTROL:
        rest = _controlled(draws, control - control_mean)
        if float(rest.var()) < float(draws.var()):
            value, (low, high) = float(rest.mean()), _skewed_interval(rest)
    value = min(max(value, 0.0), most)
    ends = (min(max(low, 0.0), value), max(min(high, most), value))
    hits = draws[draws > 0.0]
    # Where most draws are above nothing they are no rare events.
    n_events = hits.size if 2 * hits.size < n else 0
    return Estimate(value, ends, n, drawn, False, n_events, _scatter(hits))


def score_interval(draws: NDArray[np.float64]) -> tuple[float, float]:
    """95 % interval of the mean of draws that are not negative and may mostly be nothing.

    Parameters
    ----------
    draws : (n,)
        At least two, and one of them above 0.

    Returns
    -------
    low, high : float
        The score interval of this module's docstring: near Wilson's where draws are 0 or 1.

    Examples
    --------
    >>> ones = np.repeat([0.0, 1.0], [92, 8])
    >>> tuple(round(end, 3) for end in score_interval(ones))
    (0.039, 0.154)
    >>> tuple(round(end, 3) for end in wilson_interval(8, 100))
    (0.041, 0.15)
    """
    n, mean = draws.size, float(draws.mean())
    hits = draws[draws > 0.0]
    quantile = _student(_freedom(hits, n))
    total, squares, largest = float(hits.sum()), float(hits @ hits), float(hits.max())
    middle = float(np.mean((draws - mean) ** 2))
    if middle <= (largest * ROUNDING) ** 2:
        return mean, mean
    skewed = SKEW_FRAC * float(np.mean((draws - mean) ** 3)) / middle
    # A part of the draws is nothing: its events change their number, those of the rest their sizes.
    nothing = 1.0 - hits.size / n
    ends = []
    more = (squares + largest**2, float((hits**3).sum()) + largest**3)
    # At the upper end as the variance goes with the mean: with large sizes, not with their number alone.
    for sign, kappa, with_mean in (
        (-1.0, squares / total, squares / total),
        (1.0, more[0] / (total + largest), more[1] / more[0]),
    ):
        slope = nothing * (with_mean - 2.0 * mean) + (1.0 - nothing) * skewed
        spread = nothing * (kappa * mean - mean * mean) + (1.0 - nothing) * middle
        ends.append(_score_end(mean, spread, slope, nothing, quantile**2 / n, sign))
    return ends[0], ends[1]


def _score_end(mean: float, spread: float, slope: float, bend: float, a: float, sign: float) -> float:
    """Where (mean - m)^2 = a (spread + slope (m - mean) - bend (m - mean)^2), below or above the mean."""
    half = 0.5 * a * slope
    return mean + (half + sign * math.sqrt(half * half + (1.0 + a * bend) * a * spread)) / (1.0 + a * bend)


def _skewed_interval(draws: NDArray[np.float64]) -> tuple[float, float]:
    """95 % interval of a mean of many draws of any sign, its skewness taken out (Hall 1992)."""
    n, mean = draws.size, float(draws.mean())
    off = draws - mean
    middle = float(off @ off) / (n - 1)
    if middle <= 0.0:
        return mean, mean
    slope = SKEW_FRAC * float(np.mean(off**3)) / middle
    quantile = _student(float(n - 1))
    return (
        _score_end(mean, middle, slope, 0.0, quantile**2 / n, -1.0),
        _score_end(mean, middle, slope, 0.0, quantile**2 / n, 1.0),
    )


def _freedom(hits: NDArray[np.float64], n: int) -> float:
    """Degrees of freedom with which the scatter of sizes is known from those that were met."""
    count = hits.size
    scatter = _scatter(hits)
    shrunk = ((count - 1) * scatter + PRIOR_EVENTS * PRIOR_SCATTER) / (count - 1 + PRIOR_EVENTS)
    # Where nearly all draws are above nothing, their number is known: the prior fades.
    if count == n:
        shrunk = scatter
    return min(max(count / shrunk, 1.0), float(n - 1)) if shrunk > 0.0 else float(n - 1)


def _scatter(hits: NDArray[np.float64]) -> float:
    """Squared coefficient of variation."""
    return float(hits.var(ddof=1)) / float(hits.mean()) ** 2 if hits.size > 1 else 0.0


def _student(freedom: float) -> float:
    """97.5 % quantile of Student's distribution; the module that knows it is costly to load."""
    from scipy.special import stdtrit

    return float(stdtrit(freedom, HIGH95))


def _controlled(draws: NDArray[np.float64], control: NDArray[np.float64]) -> NDArray[np.float64]:
    """Draws less what a control of mean 0 explains; each part's slope comes from the other parts."""
    fold = np.arange(draws.size) % CONTROL_FOLDS

    def sums(values: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(np.bincount(fold, values, CONTROL_FOLDS), np.float64)

    def others(values: NDArray[np.float64]) -> NDArray[np.float64]:
        part = sums(values)
        return np.asarray(part.sum() - part)

    left = others(np.ones(draws.size))
    mean, control_mean = others(draws) / left, others(control) / left
    joint = others(draws * control) - left * mean * control_mean
    alone = others(control * control) - left * control_mean**2
    slope = np.divide(joint, alone, out=np.zeros(CONTROL_FOLDS), where=alone > 0.0)
    return np.asarray(draws - slope[fold] * control)


def _cluster_means(draws: NDArray[np.float64], cluster: NDArray[np.int64]) -> NDArray[np.float64]:
    """Sums over clusters per mean size: their mean is that of the draws."""
    if cluster.shape != draws.shape:
        raise OutOfRange("cluster", f"shape {cluster.shape}", f"one number for each draw: {draws.shape}")
    _, at = np.unique(cluster, return_inverse=True)
    sizes = np.bincount(at)
    return np.asarray(np.bincount(at, draws) * (sizes.size / draws.size))


def standard_error(draws: NDArray[np.float64], cluster: NDArray[np.int64] | None = None) -> float:
    """Standard error of a mean of draws; infinite of a single one, or of a single cluster that they share.

    Examples
    --------
    >>> standard_error(np.array([0.0, 4.0, 0.0, 4.0]), np.array([0, 1, 0, 1]))
    2.0
    """
    if cluster is not None:
        draws = _cluster_means(draws, cluster)
    return float(draws.std(ddof=1)) / math.sqrt(draws.size) if draws.size > 1 else math.inf


def exact(value: float, drawn: Estimate, most: float) -> Estimate:
    """An exact value beside the drawn one: the interval keeps the width of the drawn one."""
    half = 0.5 * (drawn.ci95[1] - drawn.ci95[0])
    return Estimate(value, (max(value - half, 0.0), min(value + half, most)), drawn.n, drawn.drawn, True)


def chance_of(is_hit: NDArray[np.bool_], cluster: NDArray[np.int64] | None = None) -> Estimate:
    """Chance from draws, with Wilson's interval.

    Parameters
    ----------
    is_hit : (n,) of bool
        Whether each draw had what is counted.
    cluster : (n,) of int or None
        Which draws share their luck.

    Returns
    -------
    Estimate
        `n` counts effective draws: those that would tell as much if all were independent.

    Examples
    --------
    >>> six_hundred = np.zeros(600, bool)
    >>> chance_of(six_hundred).ci95[1] < 0.007
    True
    >>> shared = chance_of(six_hundred, np.arange(600) % 24)
    >>> shared.n, round(shared.ci95[1], 2)
    (24, 0.14)
    """
    n, hits = is_hit.size, int(is_hit.sum())
    if cluster is None:
        return Estimate(hits / n, wilson_interval(hits, n), n, hits / n)
    means = _cluster_means(np.asarray(is_hit, np.float64), cluster)
    k, p = means.size, hits / n
    if k < 2:
        return Estimate(p, (0.0, 1.0), 1, p)
    of_clusters = float(means.var(ddof=1)) / k
    alone = p * (1.0 - p) / n
    alike = min(max(of_clusters / alone, 1.0), n / k) if alone > 0.0 else n / k
    effective = n / alike
    # A spread that k clusters tell is known with k - 1 degrees of freedom (Korn and Graubard 1998).
    shrink = (Z95 / _student(float(k - 1))) ** 2 if alone > 0.0 else 1.0
    return Estimate(p, wilson_of(p, effective * shrink), round(effective), p)


def quantile_of(draws: NDArray[np.float64], at: float, most: float) -> Estimate:
    """Quantile of draws with the interval that their order gives (binomial).

    Parameters
    ----------
    draws : (n,)
        May be empty: then nothing is known.
    at : float
        Which quantile, 0 to 1; 1 is the largest that was drawn, which says nothing of larger ones.
    most : float
        The most that a draw can be: where the interval ends if too few draws bound it.

    Returns
    -------
    Estimate

    Examples
    --------
    >>> quantile_of(np.arange(101.0), 0.5, 200.0).value
    50.0
    >>> quantile_of(np.arange(5.0), 0.95, 200.0).ci95
    (3.0, 200.0)
    """
    n = draws.size
    if n == 0:
        return Estimate(0.0, (0.0, most), 0, 0.0)
    from scipy.special import bdtr

    ordered = np.sort(draws)
    value = float(ordered[min(math.ceil(at * n), n) - 1 if at > 0.0 else 0])
    # Fewer than r draws lie below the quantile with the chance of r - 1 hits or less.
    at_most = bdtr(np.arange(n), n, at) if at < 1.0 else np.zeros(n)
    below = int(np.searchsorted(at_most, LOW95, side="right"))
    above = int(np.searchsorted(at_most, HIGH95, side="left")) + 1
    low = float(ordered[below - 1]) if below > 0 else 0.0
    high = float(ordered[above - 1]) if above <= n else most
    return Estimate(value, (min(low, value), max(high, value)), n, value)


def tail_mean_of(draws: NDArray[np.float64], most: float) -> Estimate:
    """Mean of the worst twentieth of the draws: conditional value at risk at 95 % (Rockafellar and Uryasev).

    Parameters
    ----------
    draws : (n,)
        One number for each pass.
    most : float
        The most that a draw can be.

    Returns
    -------
    Estimate

    Examples
    --------
    >>> tail_mean_of(np.arange(100.0), 100.0).value
    97.0
    """
    n = draws.size
    edge = float(np.sort(draws)[max(math.ceil((1.0 - TAIL_FRAC) * n) - 1, 0)])
    above = np.maximum(draws - edge, 0.0) / TAIL_FRAC
    value = min(edge + float(above.mean()), most)
    if n == 1:
        return Estimate(value, (0.0, most), n, value)
    if not draws.any():
        return Estimate(0.0, (0.0, min(most, most * wilson_interval(0, n)[1] / TAIL_FRAC)), n, 0.0)
    if not above.any():
        return Estimate(value, (value, value), n, value)
    low, high = score_interval(above)
    return Estimate(value, (edge + low, min(edge + high, most)), n, value)
