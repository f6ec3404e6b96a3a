"""Random draws of campaigns: a counter-based stream for each subsystem and date, a place for each campaign.

Campaign c takes the c-th number of every stream, whoever asks and in which order: more draws extend the
campaigns, any number of workers sees the same, and one campaign can be looked at without the others.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kilosol.streams import generator, stream_key

#: Numbers that Philox makes at each count: a place in the stream is found by counts.
PER_COUNT = 4


Pair = tuple[float, float]

#: Streams in the order of the numbers of :class:`Draws`.
STREAMS = (
    "readiness", "withdrawal", "withdrawal-plant", "delay", "delay-plant", "fleet", "landings", "station",
    "plant", "site", "launch", "transit", "landing", "other-crews", "other-landings", "storm", "shown",
    "power", "life-support", "return", "storm-onset", "home-chain", "home-chain-second", "set-up",
)  # fmt: skip

#: Streams that belong to ways home, not to windows.
HOME_STREAMS = ("power", "life-support", "return")


@dataclass(slots=True)
class Draws:
    """Uniform numbers of one campaign and date; those of partners and elements for the station and the plant.

    Those of power, life support and return belong to a way home, all others to a window. `storm_onset` is
    turned into the day on which the storm begins where a stay is run by sols.
    """

    readiness: float = 0.0
    withdrawal: Pair = (0.0, 0.0)
    delay: Pair = (0.0, 0.0)
    fleet: float = 0.0
    landings: float = 0.0
    works: Pair = (0.0, 0.0)
    site: float = 0.0
    launch: float = 0.0
    transit: float = 0.0
    landing: float = 0.0
    other_crews: float = 0.0
    other_landings: float = 0.0
    storm: float = 0.0
    shown: float = 0.0
    power: float = 0.0
    life_support: float = 0.0
    returns: float = 0.0
    storm_onset: float = 0.0
    chain: Pair = (0.0, 0.0)
    #: Luck of all work on Mars: that of the first date counts.
    set_up: float = 0.0


class StreamKeys(NamedTuple):
    """Places among the draws, as (stream, date), and keys of all streams that decide something, (d, 2)."""

    places: NDArray[np.int64]
    keys: NDArray[np.uint64]


def stream_numbers(seed: int, subsystem: str, block: int, first: int, n: int) -> NDArray[np.float64]:
    """Uniform numbers of campaigns `first` to `first + n - 1` in one stream.

    Parameters
    ----------
    seed : int
        The scenario's seed.
    subsystem : str
        Who draws.
    block : int
        For which date: the year of a window or of a way home.
    first, n : int
        Which campaigns.

    Returns
    -------
    (n,)

    Examples
    --------
    >>> whole = stream_numbers(1, "fleet", 2031, 0, 10)
    >>> bool((stream_numbers(1, "fleet", 2031, 7, 3) == whole[7:]).all())
    True
    """
    rng = generator(seed, f"campaign/{subsystem}", block)
    counts, skipped = divmod(first, PER_COUNT)
    if counts:
        rng.bit_generator.advance(counts)  # type: ignore[attr-defined]
    return rng.random(skipped + n)[skipped:]


def draws_of_campaign(
    seed: int, years: NDArray[np.int64], home_years: NDArray[np.int64], campaign: int
) -> NDArray[np.float64]:
    """Numbers of one campaign, shape (dates, streams): by window, or by way home."""
    drawn = np.zeros((max(years.size, home_years.size, 1), len(STREAMS)))
    for k, name in enumerate(STREAMS):
        for i, year in enumerate(home_years if name in HOME_STREAMS else years):
            drawn[i, k] = stream_numbers(seed, name, int(year), campaign, 1)[0]
    return drawn


def stream_keys(
    seed: int, years: NDArray[np.int64], home_years: NDArray[np.int64], idle: Collection[str] = ()
) -> StreamKeys:
    """Streams of all dates but those that are `idle`.

    What is drawn by them is :func:`draws_of_campaign`, for as many campaigns as are wanted.
    """
    drawn = [
        (k, i, stream_key(seed, f"campaign/{name}", int(year)))
        for k, name in enumerate(STREAMS)
        if name not in idle
        for i, year in enumerate(home_years if name in HOME_STREAMS else years)
    ]
    places = np.array([(k, i) for k, i, _ in drawn], dtype=np.int64).reshape(-1, 2)
    return StreamKeys(places, np.array([key for *_, key in drawn], dtype=np.uint64).reshape(-1, 2))
