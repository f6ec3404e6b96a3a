"""Campaigns: what landings teach, and what flights have taught."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kilosol.campaign import LandingBelief, crow_amsaa, crow_amsaa_times, p_at_least, update
from kilosol.ships import starship_successes

#: Flights of the record that the growth is worked out on.
_N_FLIGHTS = 12


def after_clean(n: int) -> float:
    """Chance of the next landing after landings without a failure, from an even prior."""
    prior = LandingBelief(np.ones(1), np.ones(1))
    return float(update(prior, np.array([n]), np.array([0]), failure_discount_frac=0.5).mean[0])


def after_mixed(flights: Sequence[tuple[int, int]]) -> float:
    """Chance after landings and failures of some windows, each failure counted whole."""
    belief = LandingBelief(np.ones(1), np.ones(1))
    for landed, lost in flights:
        belief = update(belief, np.array([landed]), np.array([lost]), failure_discount_frac=0.0)
    return float(belief.mean[0])


def at_least(k: int, n: int, alpha: float, beta: float) -> float:
    """Chance that at least k of n land."""
    return float(p_at_least(k, n, float(alpha), float(beta)))


def crow_twelve(words: str, index: int) -> float:
    """Exponent or present chance of failure of the record."""
    del words
    return float(crow_amsaa(~starship_successes("entry")[:_N_FLIGHTS])[index])


def crow_steady() -> float:
    """Exponent where every fourth flight fails for ever."""
    return float(crow_amsaa(np.arange(1, 4001) % 4 == 0)[0])


def crow_times(words: str, times: Sequence[float]) -> float:
    """Exponent, or the factor of t^beta, of a test that ended with its last failure."""
    beta, _ = crow_amsaa_times(np.array(times))
    return len(times) / float(times[-1]) ** beta if words == "Scale lambda" else beta
