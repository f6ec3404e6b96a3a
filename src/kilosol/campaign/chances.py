"""Compiled chances: the incomplete beta function, its inverse, and binomial counts by inversion.

By inversion, because then more belief or more ships never give a worse count from the same draw: two
scenarios that share their draws differ only by what differs between them. Importing this module imports
Numba; SciPy's own functions cannot be called from compiled loops that are cached.

References
----------
.. [1] M. Abramowitz, I. Stegun, "Handbook of Mathematical Functions", 1964, 26.2.23 (normal quantile),
   26.5.8 (continued fraction), 26.5.22 (first guess) and 6.1.40 (Stirling's series) (key abramowitz1964 in
   references.bib).
"""

from __future__ import annotations

import math

from kilosol.compiled import merged

#: Rational approximation of the normal quantile, 26.2.23: only a first guess hangs on it.
GUESS_UP, GUESS_DOWN = (2.515517, 0.802853, 0.010328), (1.432788, 0.189269, 0.001308)

#: A number of 26.5.22.
FIVE_SIXTHS = 5 / 6

#: Bernoulli numbers over 2m (2m - 1), 6.1.40; from this argument on they give the series to 1e-14.
B_2, B_4, B_6, B_8, B_10, B_12, LEAST_STIRLING = (
    1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 8.0
)  # fmt: skip

#: Relative change at which the continued fraction stops. Relative size of what an inversion step leaves, as
#: the fall of its terms makes it expect, at which it stops. The smallest chance.
FRACTION_STOP, QUANTILE_STOP, TINY = 1e-13, 1e-10, 1e-300

#: The same where a count is looked for, and the chance to which that is safe: nearer to the next count the
#: fraction is taken to its end.
COARSE_STOP, COARSE_ROOM = 1e-5, 1e-4

#: Sizes between which numerator and denominator of the fraction are kept.
LARGE, SMALL = 1e150, 1e-150

#: Most steps of both: several times what beliefs worth a hundred thousand landings take.
MOST_TERMS, MOST_STEPS = 3000, 80

#: Fleets up to this size are summed from no ship up: the sum cannot underflow there.
SMALL_FLEET = 24

#: A chance this near to nothing or to certainty is taken for it.
CERTAIN = 1e-12


@merged
def _log_beta(a: float, b: float) -> float:
    return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)


@merged
def _stirling_rest(z: float) -> float:
    """What Stirling's formula lacks of the logarithm of the gamma function, 6.1.40."""
    if z < LEAST_STIRLING:
        return math.lgamma(z) - (z - 0.5) * math.log(z) + z - 0.5 * math.log(2.0 * math.pi)
    w = 1.0 / (z * z)
    series = B_8 + w * (B_10 + w * B_12)
    return (B_2 + w * (B_4 + w * (B_6 + w * series))) / z


@merged
def _fraction(a: float, b: float, x: float, stop: float) -> float:
    """Continued fraction 26.5.8 for x below the mean or so, until it changes by less than a part `stop`.

    By its convergents p / q: no step waits for a division.
    """
    p_last, q_last, p, q = 0.0, 1.0, 1.0, 1.0
    for m in range(1, MOST_TERMS):
        # The odd part of term m - 1, then the even part of term m.
        k, c = m - 1.0, a + 2.0 * m
        part = -(a + k) * (a + b + k) * x / ((c - 2.0) * (c - 1.0))
        p_last, p = p, p + part * p_last
        q_last, q = q, q + part * q_last
        part = m * (b - m) * x / ((c - 1.0) * c)
        p_last, p = p, p + part * p_last
        q_last, q = q, q + part * q_last
        ahead, behind = p * q_last, p_last * q
        if abs(ahead - behind) <= stop * abs(ahead):
            break
        if abs(q) > LARGE:
            p_last, p, q_last, q = p_last * SMALL, p * SMALL, q_last * SMALL, q * SMALL
        elif abs(q) < SMALL:
            p_last, p, q_last, q = p_last * LARGE, p * LARGE, q_last * LARGE, q * LARGE
    return p / q


@merged
def _cdf(x: float, a: float, b: float, front: float, stop: float = FRACTION_STOP) -> float:
    """The incomplete beta function where x^a (1 - x)^b / B(a, b) is known.

    One loop for both sides of the mean: on which x lies is anybody's guess, and a wrong guess costs time.
    """
    is_above = x >= (a + 1.0) / (a + b + 2.0)
    near, far, at = (b, a, 1.0 - x) if is_above else (a, b, x)
    part = front * _fraction(near, far, at, stop) / near
    return 1.0 - part if is_above else part


@merged
def beta_cdf(x: float, a: float, b: float) -> float:
    """Chance that a Beta(a, b) variable is at most `x`."""
    if x <= 0.0:
        return 0.0
    if x >= 1.0:
        return 1.0
    return _cdf(x, a, b, math.exp(a * math.log(x) + b * math.log1p(-x) - _log_beta(a, b)))


@merged
def _normal_guess(u: float) -> float:
    """Normal deviate that is exceeded with chance `u`, to three digits."""
    t = math.sqrt(-2.0 * math.log(u if u < 0.5 else 1.0 - u))
    up = GUESS_UP[0] + t * (GUESS_UP[1] + t * GUESS_UP[2])
    down = 1.0 + t * (GUESS_DOWN[0] + t * (GUESS_DOWN[1] + t * GUESS_DOWN[2]))
    z = t - up / down
    return z if u < 0.5 else -z


@merged
def _front(x: float, a: float, b: float) -> float:
    """x^a (1 - x)^b / B(a, b)."""
    return math.exp(a * math.log(x) + b * math.log1p(-x) - _log_beta(a, b))


@merged
def _near_the_mode(u: float, a: float, b: float) -> tuple[float, float]:
    """First guess 26.5.22, for a and b above one, and x^a (1 - x)^b / B(a, b) there.

    With E = e^(2w) the guess is a / (a + b E), and its logarithms follow from those of the mean.
    """
    # The deviate is positive towards small chances, as 26.5.22 has it.
    z = _normal_guess(u)
    lam = (z * z - 3.0) / (3.0 * 2.0)
    ha, hb = 1.0 / (2.0 * a - 1.0), 1.0 / (2.0 * b - 1.0)
    h = 2.0 / (ha + hb)
    w = z * math.sqrt(h + lam) / h - (hb - ha) * (lam + FIVE_SIXTHS - 2.0 / (3.0 * h))
    n, sum_ = a + b, a + b * math.exp(2.0 * w)
    rests = _stirling_rest(n) - _stirling_rest(a) - _stirling_rest(b)
    far = 2.0 * w * b - n * math.log(sum_ / n)
    return a / sum_, math.sqrt(a * b / (2.0 * math.pi * n)) * math.exp(far + rests)


@merged
def _near_an_end(u: float, a: float, b: float) -> tuple[float, float]:
    """First guess by the density's power at the nearer end, for a or b below one, and what goes with it."""
    log_beta = _log_beta(a, b)
    x = math.exp((math.log(u * a) + log_beta) / a)
    if x >= 0.5:
        x = 1.0 - math.exp((math.log((1.0 - u) * b) + log_beta) / b)
    if not 0.0 < x < 1.0:
        x = a / (a + b)
    return x, _front(x, a, b)


@merged
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
    low, high = 0.0, 1.0
    x, front = _near_the_mode(u, a, b) if a >= 1.0 and b >= 1.0 else _near_an_end(u, a, b)
    for _ in range(MOST_STEPS):
        y = 1.0 - x
        if x <= TINY or y <= 0.0:
            break
        miss = _cdf(x, a, b, front, QUANTILE_STOP) - u
        if miss > 0.0:
            high = x
        else:
            low = x
        # The inverse's own Taylor series: the density's logarithmic derivatives cost nothing.
        step = -miss * x * y / front
        bend = (a - 1.0) / x - (b - 1.0) / y
        bend_1 = -(a - 1.0) / (x * x) - (b - 1.0) / (y * y)
        bend_2 = 2.0 * ((a - 1.0) / (x * x * x) - (b - 1.0) / (y * y * y))
        second = -0.5 * bend * step * step
        third = (2.0 * bend * bend - bend_1) * step**3 / (2.0 * 3.0)
        fourth = ((3.0 + 4.0) * bend * bend_1 - bend_2 - 2.0 * 3.0 * bend**3) * step**4 / 24.0
        new = x + step
        if abs(second) < 0.5 * abs(step):
            new += second
            if abs(third) < 0.5 * abs(second) and abs(fourth) < 0.5 * abs(third):
                new += third + fourth
        room = min(x, y)
        # Each term against the one before, or the step against the room: a term may be small by its sign.
        fall = max(abs(second), abs(third / second) * abs(step) if second != 0.0 else 0.0, step * step / room)
        is_near = fall**4 <= QUANTILE_STOP * room * abs(step) ** 3
        x = new if low <= new <= high else 0.5 * (low + high)
        if is_near:
            break
        front = _front(x, a, b)
    return x


@merged
def _settled(k: int, n: int, odds: float, term: float, total: float, u: float) -> tuple[int, float]:
    """Count that a chance stands for, from the chance of k and of at most k; how far that is from another."""
    while total < u and k < n:
        term *= (n - k) / (k + 1.0) * odds
        k += 1
        total += term
    while k > 0 and total - term >= u:
        total -= term
        term *= k / ((n - k + 1.0) * odds)
        k -= 1
    return k, min(abs(total - u), abs(u - (total - term)))


@merged
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
    # From where the normal law and its skew put the count, so that a step or two remain.
    z = -_normal_guess(min(max(u, CERTAIN), 1.0 - CERTAIN))
    skew = (1.0 - 2.0 * p) * (z * z - 1.0) / (2.0 * 3.0)
    k = min(max(int(n * p + z * math.sqrt(n * p * (1.0 - p)) + skew), 1), n - 1)
    rests = _stirling_rest(float(n)) - _stirling_rest(float(k)) - _stirling_rest(float(n - k))
    far = k * math.log(n * p / k) + (n - k) * math.log(n * (1.0 - p) / (n - k))
    term = math.sqrt(n / (2.0 * math.pi * k * (n - k))) * math.exp(far + rests)
    first = k
    total = 1.0 - _cdf(p, k + 1.0, n - k, term * (n - k) * p, COARSE_STOP)
    k, room = _settled(k, n, odds, term, total, u)
    if room < COARSE_ROOM:
        total = 1.0 - _cdf(p, first + 1.0, n - first, term * (n - first) * p)
        k, _ = _settled(first, n, odds, term, total, u)
    return k
