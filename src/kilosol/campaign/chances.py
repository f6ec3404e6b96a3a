"""Compiled chances: the incomplete beta function, its inverse, and binomial counts by inversion.

By inversion, because then more belief or more ships never give a worse draw from the same luck: two
scenarios that share their luck differ only by what differs between them. Importing this module imports
Numba; SciPy's own functions cannot be called from compiled loops that are cached.

References
----------
.. [1] M. Abramowitz, I. Stegun, "Handbook of Mathematical Functions", 1964, 26.2.23 (normal quantile),
   26.5.8 (continued fraction) and 26.5.22 (first guess) (key abramowitz1964 in references.bib).
"""

from __future__ import annotations

import math

from numba import njit

#: Rational approximation of the normal quantile, 26.2.23: only a first guess hangs on it.
GUESS_UP, GUESS_DOWN = (2.515517, 0.802853, 0.010328), (1.432788, 0.189269, 0.001308)

#: A number of 26.5.22.
FIVE_SIXTHS = 5 / 6

#: Relative change at which the continued fraction stops, and the inversion: its steps are of third order,
#: so that what is left after the last is far smaller. The smallest denominator.
FRACTION_STOP, QUANTILE_STOP, TINY = 1e-13, 1e-4, 1e-300

#: Most steps of both: several times what beliefs worth a hundred thousand landings take.
MOST_TERMS, MOST_STEPS = 3000, 80

#: Fleets up to this size are summed from no ship up: the sum cannot underflow there.
SMALL_FLEET = 24

#: A chance this near to nothing or to certainty is taken for it.
CERTAIN = 1e-12


@njit(cache=True, nogil=True, error_model="numpy")
def _log_beta(a: float, b: float) -> float:
    return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)


@njit(cache=True, nogil=True, error_model="numpy")
def _fraction(a: float, b: float, x: float) -> float:
    """Continued fraction 26.5.8 by Lentz's method, for x below the mean or so."""
    c, d = 1.0, 1.0 - (a + b) * x / (a + 1.0)
    d = 1.0 / (d if abs(d) > TINY else TINY)
    value = d
    for m in range(1, MOST_TERMS):
        up = m * (b - m) * x / ((a + 2 * m - 1.0) * (a + 2 * m))
        d = 1.0 + up * d
        d = 1.0 / (d if abs(d) > TINY else TINY)
        c = 1.0 + up / c
        c = c if abs(c) > TINY else TINY
        value *= d * c
        up = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1.0))
        d = 1.0 + up * d
        d = 1.0 / (d if abs(d) > TINY else TINY)
        c = 1.0 + up / c
        c = c if abs(c) > TINY else TINY
        value *= d * c
        if abs(d * c - 1.0) < FRACTION_STOP:
            break
    return value


@njit(cache=True, nogil=True, error_model="numpy")
def _beta_cdf(x: float, a: float, b: float, log_beta: float) -> float:
    if x <= 0.0:
        return 0.0
    if x >= 1.0:
        return 1.0
    front = math.exp(a * math.log(x) + b * math.log1p(-x) - log_beta)
    if x < (a + 1.0) / (a + b + 2.0):
        return front * _fraction(a, b, x) / a  # type: ignore[no-any-return]
    return 1.0 - front * _fraction(b, a, 1.0 - x) / b  # type: ignore[no-any-return]


@njit(cache=True, nogil=True, error_model="numpy")
def beta_cdf(x: float, a: float, b: float) -> float:
    """Chance that a Beta(a, b) variable is at most `x`."""
    return _beta_cdf(x, a, b, _log_beta(a, b))  # type: ignore[no-any-return]


@njit(cache=True, nogil=True, error_model="numpy")
def _first_guess(u: float, a: float, b: float, log_beta: float) -> float:
    if a >= 1.0 and b >= 1.0:
        tail = u if u < 0.5 else 1.0 - u
        t = math.sqrt(-2.0 * math.log(tail))
        up = GUESS_UP[0] + t * (GUESS_UP[1] + t * GUESS_UP[2])
        down = 1.0 + t * (GUESS_DOWN[0] + t * (GUESS_DOWN[1] + t * GUESS_DOWN[2]))
        z = t - up / down
        # z is positive towards small chances, as 26.5.22 has it.
        z = z if u < 0.5 else -z
        lam = (z * z - 3.0) / (3.0 * 2.0)
        ha, hb = 1.0 / (2.0 * a - 1.0), 1.0 / (2.0 * b - 1.0)
        h = 2.0 / (ha + hb)
        w = z * math.sqrt(h + lam) / h - (hb - ha) * (lam + FIVE_SIXTHS - 2.0 / (3.0 * h))
        return a / (a + b * math.exp(2.0 * w))
    low = math.exp((math.log(u * a) + log_beta) / a)
    if low < 0.5:
        return low
    return 1.0 - math.exp((math.log((1.0 - u) * b) + log_beta) / b)


@njit(cache=True, nogil=True, error_model="numpy")
def beta_quantile(u: float, a: float, b: float) -> float:
    """Value that a Beta(a, b) variable stays below with chance `u`."""
    if u <= 0.0:
        return 0.0
    if u >= 1.0:
        return 1.0
    if b == 1.0:
        return math.exp(math.log(u) / a)
    if a == 1.0:
        return -math.expm1(math.log1p(-u) / b)
    log_beta = _log_beta(a, b)
    low, high = 0.0, 1.0
    x = _first_guess(u, a, b, log_beta)
    if not low < x < high:
        x = a / (a + b)
    for _ in range(MOST_STEPS):
        if x <= TINY or 1.0 - x <= 0.0:
            break
        miss = _beta_cdf(x, a, b, log_beta) - u
        if miss > 0.0:
            high = x
        else:
            low = x
        slope = math.exp((a - 1.0) * math.log(x) + (b - 1.0) * math.log1p(-x) - log_beta)
        step = miss / slope
        # Halley's term, near the root only: the curvature of the distribution function costs nothing.
        bend = 0.5 * step * ((a - 1.0) / x - (b - 1.0) / (1.0 - x))
        new = x - (step / (1.0 - bend) if abs(bend) < 0.5 else step)
        is_near = abs(step) < QUANTILE_STOP * min(x, 1.0 - x)
        x = new if low <= new <= high else 0.5 * (low + high)
        if is_near:
            break
    return x  # type: ignore[no-any-return]


@njit(cache=True, nogil=True, error_model="numpy")
def binomial_quantile(n: int, p: float, u: float) -> int:
    """Smallest count k of n with P(count <= k) >= u."""
    if n <= 0 or p <= CERTAIN:
        return 0
    if p >= 1.0 - CERTAIN:
        return n
    odds = p / (1.0 - p)
    if n <= SMALL_FLEET:
        term = math.exp(n * math.log1p(-p))
        total, k = term, 0
        while total < u and k < n:
            term *= (n - k) / (k + 1.0) * odds
            k += 1
            total += term
        return k
    k = min(int((n + 1) * p), n)
    log_ways = -math.log(n + 1.0) - _log_beta(n - k + 1.0, k + 1.0)
    term = math.exp(log_ways + k * math.log(p) + (n - k) * math.log1p(-p))
    total = 1.0 - beta_cdf(p, k + 1.0, n - k) if k < n else 1.0
    while total < u and k < n:
        term *= (n - k) / (k + 1.0) * odds
        k += 1
        total += term
    while k > 0 and total - term >= u:
        total -= term
        term *= k / ((n - k + 1.0) * odds)
        k -= 1
    return k
