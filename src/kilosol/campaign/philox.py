"""Philox as a compiled function: the numbers of any sol of any campaign, without those before it.

A stay of sols needs numbers by campaign, sol and subsystem, too many to be drawn ahead. Importing this module
imports Numba.

References
----------
.. [1] J. K. Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC11, 2011, section 3.3 and the
   constants of Philox4x32 (key salmon2011 in references.bib).
"""

from __future__ import annotations

from kilosol.campaign.compiled import compiled

#: Multipliers and the steps of the key of Philox4x32, and its rounds.
MULTIPLY_0, MULTIPLY_1, KEY_STEP_0, KEY_STEP_1, N_ROUNDS = 0xD2511F53, 0xCD9E8D57, 0x9E3779B9, 0xBB67AE85, 10

#: A word of 32 bits, and what makes a number in (0, 1) of it.
WORD, PER_WORD = 0xFFFFFFFF, 2.0**-32


@compiled
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


@compiled
def unit_number(word: int) -> float:
    """Number in (0, 1) of a word."""
    return (word + 0.5) * PER_WORD
