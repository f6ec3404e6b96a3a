"""The luck of campaigns: a counter-based stream for each subsystem and date, a place in it for each campaign.

Campaign c takes the c-th number of every stream, whoever asks and in which order: more draws extend the
campaigns, any number of workers sees the same, and one campaign can be looked at without the others.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from kilosol.streams import generator, stream_key

#: Numbers that Philox makes at each count: a place in the stream is found by counts.
PER_COUNT = 4


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


def draw_luck(
    seed: int,
    rows: Sequence[str],
    home_rows: Sequence[str],
    years: NDArray[np.int64],
    home_years: NDArray[np.int64],
    campaign: int,
) -> NDArray[np.float64]:
    """Luck of one campaign, shape (rows, dates): by window, or by way home for `home_rows`."""
    luck = np.zeros((len(rows), max(years.size, home_years.size, 1)))
    for k, name in enumerate(rows):
        for i, year in enumerate(home_years if name in home_rows else years):
            luck[k, i] = stream_numbers(seed, name, int(year), campaign, 1)[0]
    return luck


def luck_keys(
    seed: int,
    rows: Sequence[str],
    home_rows: Sequence[str],
    years: NDArray[np.int64],
    home_years: NDArray[np.int64],
    idle: Collection[str] = (),
) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
    """Row and date of every stream that decides something, and its key, both of shape (d, 2).

    What is drawn by them is :func:`draw_luck`, for as many campaigns as are wanted; rows that are `idle` are
    not drawn.
    """
    drawn = [
        (k, i, stream_key(seed, f"campaign/{name}", int(year)))
        for k, name in enumerate(rows)
        if name not in idle
        for i, year in enumerate(home_years if name in home_rows else years)
    ]
    places = np.array([(k, i) for k, i, _ in drawn], dtype=np.int64).reshape(-1, 2)
    return places, np.array([key for *_, key in drawn], dtype=np.uint64).reshape(-1, 2)
