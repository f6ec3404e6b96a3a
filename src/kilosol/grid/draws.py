"""Counter-based random numbers for compiled loops: a draw depends on what it is for, not on when.

Each (key, pass, entity) has a SplitMix64 sequence [1]_ of its own, so scenario 17 draws the same outages
alone, among thirty-two lanes, or on any thread. Importing this module imports Numba.

References
----------
.. [1] G. L. Steele, D. Lea and C. H. Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014
   (key steele2014 in references.bib).
"""

from __future__ import annotations

import hashlib
import math

import numpy as np

from kilosol.compiled import compiled

#: Increment and multipliers of SplitMix64; the second increment only keeps passes and entities apart.
_GAMMA, _OTHER = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD1342543DE82EF95)
_M1, _M2 = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_S30, _S27, _S31, _S11 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)

#: Spacing of doubles of 53 bits in (0, 1).
_STEP53 = 2.0**-53


def key_of(seed: int, subsystem: str) -> np.uint64:
    """Key of one subsystem's draws under a seed."""
    digest = hashlib.blake2b(f"{seed}/{subsystem}".encode(), digest_size=8).digest()
    return np.uint64(int.from_bytes(digest, "little"))


@compiled
def _mix(z: np.uint64) -> np.uint64:
    z = (z ^ (z >> _S30)) * _M1
    z = (z ^ (z >> _S27)) * _M2
    return z ^ (z >> _S31)


@compiled
def stream(key: np.uint64, pass_no: int, entity: int) -> np.uint64:
    """Start of the sequence of one entity in one pass."""
    of_pass = _mix(np.uint64(key) + np.uint64(pass_no + 1) * _GAMMA)
    return np.uint64(_mix(of_pass + np.uint64(entity + 1) * _OTHER))


@compiled
def uniform(start: np.uint64, k: int) -> float:
    """Draw number k of a sequence, in the open interval (0, 1)."""
    bits = _mix(np.uint64(start) + np.uint64(k + 1) * _GAMMA) >> _S11
    return float((np.float64(bits) + 0.5) * _STEP53)


@compiled
def exponential(start: np.uint64, k: int) -> float:
    """Draw number k as an exponential time of mean 1."""
    return -math.log(uniform(start, k))


@compiled
def normal(start: np.uint64, k: int) -> float:
    """Draws k and k + 1 as one standard normal number (Box and Muller)."""
    return math.sqrt(-2.0 * math.log(uniform(start, k))) * math.cos(2.0 * math.pi * uniform(start, k + 1))


@compiled
def gamma_above_one(start: np.uint64, k: int, shape: float) -> float:
    """Gamma number of a shape of at least 1, from draws k, k + 1 and so on (Marsaglia and Tsang 2000)."""
    d = shape - 1.0 / 3.0
    c = 1.0 / (3.0 * math.sqrt(d))
    while True:
        x = normal(start, k)
        v = 1.0 + c * x
        if v > 0.0:
            v = v * v * v
            if math.log(uniform(start, k + 2)) < 0.5 * x * x + d * (1.0 - v + math.log(v)):
                return float(d * v)
        k += 3
