"""Philox as compiled functions: any number of any stream, without those before it.

The keys are those of :mod:`kilosol.streams`, one for each seed and named thing. A stay of sols needs numbers
by campaign, sol and subsystem, too many to be drawn ahead: Philox4x32. Windows and ways home take the streams
of NumPy, Philox4x64, some campaigns at a time and without a generator for each. Outages count by scenario,
part and draw within one key for each named group. Importing this module imports Numba.

References
----------
.. [1] J. K. Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC11, 2011, section 3.3 and the
   constants of Philox4x32 and Philox4x64 (key salmon2011 in references.bib).
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic
from numpy.typing import NDArray

from kilosol.compiled import compiled, merged

#: Multipliers and the steps of the key of Philox4x32, and its rounds.
MULTIPLY_0, MULTIPLY_1, KEY_STEP_0, KEY_STEP_1, N_ROUNDS = 0xD2511F53, 0xCD9E8D57, 0x9E3779B9, 0xBB67AE85, 10

#: A word of 32 bits, and what makes a number in (0, 1) of it.
WORD, PER_WORD = 0xFFFFFFFF, 2.0**-32


@merged
def philox_words(c0: int, c1: int, c2: int, c3: int, k0: int, k1: int) -> tuple[int, int, int, int]:
    """Four words of 32 bits from a counter of four and a key of two.

    Examples
    --------
    >>> [f"{word:08x}" for word in philox_words(0, 0, 0, 0, 0, 0)]
    ['6627e8d5', 'e169c58d', 'bc57ac4c', '9b00dbd8']
    """
    for _ in range(N_ROUNDS):
        # Products of two words fit into 64 bits only without a sign: halves of one are taken apart.
        high, low = (MULTIPLY_0 >> 16) * c0, (MULTIPLY_0 & 0xFFFF) * c0
        low_0 = ((high << 16) + low) & WORD
        high_0 = (high + (low >> 16)) >> 16
        high, low = (MULTIPLY_1 >> 16) * c2, (MULTIPLY_1 & 0xFFFF) * c2
        low_1 = ((high << 16) + low) & WORD
        high_1 = (high + (low >> 16)) >> 16
        c0, c1, c2, c3 = high_1 ^ c1 ^ k0, low_1, high_0 ^ c3 ^ k1, low_0
        k0, k1 = (k0 + KEY_STEP_0) & WORD, (k1 + KEY_STEP_1) & WORD
    return c0, c1, c2, c3


@merged
def unit_number(word: int) -> float:
    """Number in (0, 1) of a word."""
    return (word + 0.5) * PER_WORD


#: The same of Philox4x64. A word of 64 bits keeps its type only beside others of it.
FACTOR_0, FACTOR_1 = np.uint64(0xD2E7470EE14C6C93), np.uint64(0xCA5A826395121157)
STEP_0, STEP_1 = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBB67AE8584CAA73B)
NOTHING = np.uint64(0)

#: A double takes the upper 53 bits of a word.
UNUSED_BITS, PER_DOUBLE = np.uint64(11), 2.0**-53

#: Numbers that Philox makes at each count.
PER_COUNT = 4


@intrinsic
def _upper_word(_typing: Any, _a: Any, _b: Any) -> Any:
    """One product of 128 bits, which processors have and Python's words do not."""

    def build(_context: Any, builder: Any, _signature: Any, values: Any) -> Any:
        wide = ir.IntType(128)
        product = builder.mul(builder.zext(values[0], wide), builder.zext(values[1], wide))
        return builder.trunc(builder.lshr(product, ir.Constant(wide, 64)), ir.IntType(64))

    return types.uint64(types.uint64, types.uint64), build


@merged
def upper_word(a: np.uint64, b: np.uint64) -> np.uint64:
    """Upper 64 bits of a product."""
    return _upper_word(np.uint64(a), np.uint64(b))  # type: ignore[no-any-return]


@merged
def philox_long_words(
    c0: np.uint64, c1: np.uint64, c2: np.uint64, k0: np.uint64, k1: np.uint64
) -> tuple[np.uint64, np.uint64, np.uint64, np.uint64]:
    """Four words of 64 bits from a counter whose last word is nothing, and a key of two."""
    c3 = NOTHING
    for _ in range(N_ROUNDS):
        high_0, low_0 = upper_word(FACTOR_0, c0), FACTOR_0 * c0
        high_1, low_1 = upper_word(FACTOR_1, c2), FACTOR_1 * c2
        c0, c1, c2, c3 = high_1 ^ c1 ^ k0, low_1, high_0 ^ c3 ^ k1, low_0
        k0, k1 = k0 + STEP_0, k1 + STEP_1
    return c0, c1, c2, c3


@merged
def long_words(
    count: np.uint64, k0: np.uint64, k1: np.uint64
) -> tuple[np.uint64, np.uint64, np.uint64, np.uint64]:
    """Four words of 64 bits from a counter whose upper words are nothing, and a key of two."""
    return philox_long_words(count, NOTHING, NOTHING, k0, k1)


#: A stream: key of a named thing, then two words that tell its streams apart.
Stream = tuple[np.uint64, np.uint64, np.uint64, np.uint64]

#: What keeps a number away from nothing, so that its logarithm is finite.
HALF_STEP = 2.0**-54


@merged
def stream_of(key: NDArray[np.uint64], first: int, second: int) -> Stream:
    """One stream of a named thing, for example by scenario and part."""
    return key[0], key[1], np.uint64(first), np.uint64(second)


#: Numbers of a stream that come of one count.
Four = tuple[np.uint64, np.uint64, np.uint64, np.uint64]


@compiled
def four_words(stream: Stream, k: int) -> Four:
    """The words among which number `k` of a stream is."""
    return philox_long_words(np.uint64(k >> 2), stream[2], stream[3], stream[0], stream[1])


@merged
def open_unit(words: Four, k: int) -> float:
    """Number `k` of a stream in the open interval (0, 1), from its words."""
    return float((words[k & 3] >> UNUSED_BITS) * PER_DOUBLE + HALF_STEP)


@merged
def uniform(stream: Stream, k: int) -> float:
    """Number `k` of a stream, in the open interval (0, 1)."""
    return open_unit(four_words(stream, k), k)


@merged
def exponential(stream: Stream, k: int) -> float:
    """Number `k` as an exponential time of mean 1."""
    return -math.log(uniform(stream, k))


@merged
def normal(stream: Stream, k: int) -> float:
    """Numbers `k` and `k` + 1 as one standard normal number (Box and Muller)."""
    radius = math.sqrt(-2.0 * math.log(uniform(stream, k)))
    return radius * math.cos(2.0 * math.pi * uniform(stream, k + 1))


@merged
def gamma_above_one(stream: Stream, k: int, shape: float) -> float:
    """Gamma number of a shape of at least 1, from numbers `k` and on (Marsaglia and Tsang 2000)."""
    d = shape - 1.0 / 3.0
    c = 1.0 / (3.0 * math.sqrt(d))
    while True:
        x = normal(stream, k)
        v = 1.0 + c * x
        if v > 0.0:
            v = v * v * v
            if math.log(uniform(stream, k + 2)) < 0.5 * x * x + d * (1.0 - v + math.log(v)):
                return float(d * v)
        k += 3


@merged
def fill_draws(
    draws: NDArray[np.float64], first: int, places: NDArray[np.int64], keys: NDArray[np.uint64]
) -> None:
    """Numbers of campaigns from `first` on, a multiple of four, into `draws` (n, dates, streams), n one too.

    `places` (d, 2) says which stream and date are drawn, `keys` (d, 2) by which key. They are those of
    NumPy's generator with that key, whose first count is one.
    """
    for d in range(places.shape[0]):
        stream, date, k0, k1 = places[d, 0], places[d, 1], keys[d, 0], keys[d, 1]
        for c in range(0, draws.shape[0], PER_COUNT):
            w0, w1, w2, w3 = long_words(np.uint64((first + c) // PER_COUNT + 1), k0, k1)
            draws[c, date, stream] = (w0 >> UNUSED_BITS) * PER_DOUBLE
            draws[c + 1, date, stream] = (w1 >> UNUSED_BITS) * PER_DOUBLE
            draws[c + 2, date, stream] = (w2 >> UNUSED_BITS) * PER_DOUBLE
            draws[c + 3, date, stream] = (w3 >> UNUSED_BITS) * PER_DOUBLE
