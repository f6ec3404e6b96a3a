"""Numbers from drawn passes, each with its interval and its count."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kilosol.errors import OutOfRange

#: Two-sided 95 % quantile of the normal distribution.
Z95 = 1.959963984540054

#: Least draws from which the slope of a control variate is taken.
LEAST_FOR_CONTROL = 100

#: Share of the passes that make the tail of the conditional value at risk at 95 %.
TAIL_FRAC = 0.05


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
    """

    value: float
    ci95: tuple[float, float]
    n: int
    drawn: float
    is_exact: bool = False

    @property
    def samples(self) -> int:
        """Draws behind it, as `n`."""
        return self.n

    @property
    def stderr(self) -> float:
        """Half the interval in standard errors: its width over twice 1.96."""
        return (self.ci95[1] - self.ci95[0]) / (2.0 * Z95)

    def __float__(self) -> float:
        return self.value

    def __str__(self) -> str:
        return f"{self.value:.6g} (95 %: {self.ci95[0]:.6g} to {self.ci95[1]:.6g}; n = {self.n})"


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
    p = n_hits / n_draws
    z2 = Z95 * Z95
    centre = (p + z2 / (2.0 * n_draws)) / (1.0 + z2 / n_draws)
    half = Z95 / (1.0 + z2 / n_draws) * np.sqrt(p * (1.0 - p) / n_draws + z2 / (4.0 * n_draws**2))
    return max(0.0, float(centre - half)), min(1.0, float(centre + half))


def mean_of(
    draws: NDArray[np.float64],
    most: float,
    *,
    control: NDArray[np.float64] | None = None,
    control_mean: float = 0.0,
) -> Estimate:
    """Mean of draws that lie between 0 and `most`, with a control variate where one is given.

    Parameters
    ----------
    draws : (n,)
        One number for each pass.
    most : float
        The most that a draw can be; where all draws are nothing, the interval ends at this times the
        Wilson bound of the chance that a draw is anything.
    control : (n,) or None
        Another number of the same passes whose exact mean is known [1]_.
    control_mean : float
        That mean.

    Returns
    -------
    Estimate

    References
    ----------
    .. [1] S. Tindemans and G. Strbac, "Accelerating system adequacy assessment using the multilevel Monte
       Carlo approach", Electric Power Systems Research 189, 2020 (key tindemans2020).

    Examples
    --------
    >>> mean_of(np.array([1.0, 3.0]), 9.0).value
    2.0
    """
    n = draws.size
    drawn = float(draws.mean())
    if not draws.any():
        return Estimate(0.0, (0.0, most * wilson_interval(0, n)[1]), n, 0.0)
    value, rest = drawn, draws - drawn
    if control is not None and n >= LEAST_FOR_CONTROL and float(control.std()) > 0.0:
        off = control - control.mean()
        slope = float((off @ rest) / (off @ off))
        value, rest = drawn - slope * (float(control.mean()) - control_mean), rest - slope * off
    value = min(max(value, 0.0), most)
    if n == 1:
        return Estimate(value, (0.0, most), n, drawn)
    half = Z95 * math.sqrt(float(rest @ rest) / (n - 1) / n)
    return Estimate(value, (max(value - half, 0.0), min(value + half, most)), n, drawn)


def exact(value: float, drawn: Estimate, most: float) -> Estimate:
    """An exact value beside the drawn one: the interval keeps the width of the drawn one."""
    half = 0.5 * (drawn.ci95[1] - drawn.ci95[0])
    return Estimate(value, (max(value - half, 0.0), min(value + half, most)), drawn.n, drawn.drawn, True)


def chance_of(n_hits: int, n_draws: int) -> Estimate:
    """Chance from a count, with Wilson's interval."""
    p = n_hits / n_draws
    return Estimate(p, wilson_interval(n_hits, n_draws), n_draws, p)


def quantile_of(draws: NDArray[np.float64], at: float) -> Estimate:
    """Quantile of draws with the interval that their order gives (binomial, normal approximation).

    Parameters
    ----------
    draws : (n,)
        May be empty: then all is nothing.
    at : float
        Which quantile, 0 to 1.

    Returns
    -------
    Estimate

    Examples
    --------
    >>> quantile_of(np.arange(101.0), 0.5).value
    50.0
    """
    n = draws.size
    if n == 0:
        return Estimate(0.0, (0.0, 0.0), 0, 0.0)
    ordered = np.sort(draws)
    half = Z95 * math.sqrt(n * at * (1.0 - at))
    low = ordered[min(max(math.floor(n * at - half), 0), n - 1)]
    high = ordered[min(max(math.ceil(n * at + half), 0), n - 1)]
    value = float(ordered[min(math.ceil(at * n), n) - 1 if at > 0.0 else 0])
    return Estimate(value, (min(float(low), value), max(float(high), value)), n, value)


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
    half = Z95 * float(above.std(ddof=1)) / math.sqrt(n)
    return Estimate(value, (max(value - half, 0.0), min(value + half, most)), n, value)
