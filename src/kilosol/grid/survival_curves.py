"""Survival of an outage by its length and the step in which it begins.

The units stand by and are called on when an outage of the supply begins; what is asked is the chance that the
load is met in full in every step from then on. Each beginning is drawn on its own, so that the mean over
beginnings is that of the year's and not of a few.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kilosol.grid.checks import Faults, is_number, is_whole
from kilosol.grid.components import ROUNDING_FRAC, Store, Unit, checked_call
from kilosol.grid.estimates import Estimate, chance_of, wilson_of
from kilosol.grid.monte_carlo import draw


@dataclass(frozen=True, slots=True)
class OutageSurvival:
    """Chance to survive outages, by beginning and length.

    Parameters
    ----------
    starts : (b,) of int
        Steps in which outages begin.
    length_h : (k,) [h]
        Lengths of outages: 1, 2, ... steps.
    p_by_start : (b, k)
        Part of the drawn outages in which the load was met in full so far.
    mean : tuple of Estimate
        Mean over the beginnings, for each length.
    samples : int
        Outages drawn for each beginning.
    """

    starts: NDArray[np.int64]
    length_h: NDArray[np.float64]
    p_by_start: NDArray[np.float64]
    mean: tuple[Estimate, ...]
    samples: int

    def at(self, start: int) -> tuple[Estimate, ...]:
        """Survival of outages that begin in step `start`, for each length."""
        row = self.p_by_start[int(np.flatnonzero(self.starts == start)[0])]
        hits = np.rint(row * self.samples).astype(int)
        return tuple(chance_of(np.arange(self.samples) < n) for n in hits)


def outage_survival(
    units: Sequence[Unit],
    load_kw: ArrayLike,
    stores: Sequence[Store] = (),
    step_h: float = 1.0,
    *,
    longest_h: float,
    starts: Sequence[int] | None = None,
    samples: int = 1000,
    seed: int = 1,
) -> OutageSurvival:
    """Chance that units and stores carry a load through outages of the supply.

    Parameters
    ----------
    units : sequence of Unit
        With their `start` as they are when called on: one that is available with the chance a, starts with
        the chance s and fails in its first step with the chance f is down with 1 - a s (1 - f).
    load_kw : (n,) [kW]
        Load that must be met; outages that reach its end go on at its beginning.
    stores : sequence of Store
        With their charge when the outage begins.
    step_h : float [h]
        Length of a step.
    longest_h : float [h]
        Longest outage: whole steps, no longer than the series.
    starts : sequence of int or None
        Steps in which outages begin; None: every one.
    samples : int
        Outages drawn for each beginning.
    seed : int
        Seed of the draws.

    Returns
    -------
    OutageSurvival

    Raises
    ------
    OutOfRange
        Where a value cannot be; all of them at once.

    Examples
    --------
    >>> found = outage_survival(
    ...     [Unit("set", 1.0, 1, 10.0, float("inf"))], [1.0] * 24, longest_h=3.0, starts=[0], samples=200
    ... )
    >>> found.length_h.tolist(), found.mean[0].value
    ([1.0, 2.0, 3.0], 1.0)
    """
    call = checked_call(units, load_kw, stores, step_h=step_h, samples=samples, seed=seed)
    n = call.load.size
    begins = np.arange(n) if starts is None else np.asarray(starts)
    faults = Faults("outage_survival")
    steps = longest_h / call.step_h if is_number(longest_h) else 0.0
    if not (1.0 <= steps <= n and abs(steps - round(steps)) < ROUNDING_FRAC):
        faults.add("longest_h", f"{longest_h!r} h", f"whole steps of {call.step_h:g} h, from one to {n}")
    if begins.ndim != 1 or begins.size == 0 or not all(is_whole(b) and 0 <= b < n for b in begins):
        faults.add("starts", repr(starts), f"steps of the load, whole numbers from 0 to {n - 1}")
    faults.refuse()
    begins = begins.astype(np.int64)
    from kilosol.grid.chronology import Passes

    each, k = int(samples), round(steps)
    numbers = (begins.astype(np.int64)[:, None] * each + np.arange(each)).ravel()
    lived = draw(Passes(call, n_steps=k, each=each), numbers, seed).row("steps_until_short")
    cell = np.repeat(np.arange(begins.size), each) * (k + 1) + lived.astype(np.int64)
    ended = np.bincount(cell, minlength=begins.size * (k + 1)).reshape(begins.size, k + 1)
    p = (each - np.cumsum(ended[:, :k], axis=1)) / each
    return OutageSurvival(
        starts=begins.astype(np.int64),
        length_h=np.asarray(np.arange(1, k + 1) * call.step_h, np.float64),
        p_by_start=p,
        mean=_mean_over_starts(p, each),
        samples=each,
    )


def _mean_over_starts(p: NDArray[np.float64], samples: int) -> tuple[Estimate, ...]:
    """Mean over beginnings that are all drawn: only the luck within each is left open.

    The interval is Wilson's, with as many draws as would scatter alike: strata leave less open than one
    chance of the same mean (as in Korn and Graubard's design effect).
    """
    told = []
    for column in p.T:
        mean, n = float(column.mean()), column.size * samples
        inside, alone = float((column * (1.0 - column)).mean()), mean * (1.0 - mean)
        effective = n * alone / inside if inside > 0.0 and alone > 0.0 else float(n)
        told.append(Estimate(mean, wilson_of(mean, effective), n, mean))
    return tuple(told)
