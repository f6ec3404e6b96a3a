"""How much of what a run read is measured, read, recalled or assumed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import get_args

from kilosol.data.cited import Cited, Tier

_WORDS: dict[Tier, str] = {"A": "measured", "B": "from studies", "C": "claimed or recalled", "D": "assumed"}


def tier_counts(values: Iterable[Cited]) -> dict[Tier, int]:
    """Number of values of each tier, A to D.

    Examples
    --------
    >>> tier_counts([Cited("t", "a_kg", 1.0, "kg", "assumption", "mine", "D")])
    {'A': 0, 'B': 0, 'C': 0, 'D': 1}
    """
    tiers = [value.tier for value in values]
    return {tier: tiers.count(tier) for tier in get_args(Tier)}


def shares_text(counts: Mapping[Tier, int]) -> str:
    """Share of each tier in words.

    Parameters
    ----------
    counts : mapping
        Tier -> number of values.

    Returns
    -------
    str
        Whole percent, each rounded by itself; "none" if nothing was read.

    Examples
    --------
    >>> shares_text({"A": 1, "B": 1, "C": 0, "D": 2})
    'tier A measured 25 %, B from studies 25 %, C claimed or recalled 0 %, D assumed 50 %'
    """
    total = sum(counts.values())
    if not total:
        return "none"
    return "tier " + ", ".join(
        f"{tier} {_WORDS[tier]} {100 * counts.get(tier, 0) / total:.0f} %" for tier in get_args(Tier)
    )
