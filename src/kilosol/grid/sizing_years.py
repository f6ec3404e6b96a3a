"""Years drawn for sizing: outages with common cause and finite spares, beside the weather they fall in.

Each unit of each block has its own stream, and spares only lengthen outages: plants that differ in units or
spares share their draws, so a difference between them is a real one. A failure that finds no part in stock
waits for the next delivery; a shared one needs a part for each unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kilosol.errors import OutOfRange
from kilosol.grid.outages import Reliability, block_output_kw
from kilosol.grid.plant import FissionBlock
from kilosol.streams import generator

#: Years that share one draw of the streams: a chunk is drawn whole, whoever asks for one of its years.
CHUNK = 256

#: Outages drawn for each unit beyond twice the mean number; the chance to need more is below 1e-9.
SPARE_DRAWS = 12

#: Unbroken series of outages: starts and ends, rows of units.
Outages = tuple[NDArray[np.float64], NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class Weathers:
    """Weather of drawn years.

    Parameters
    ----------
    solar_w_m2 : (k, n) [W/m2]
        Electric output per area of array.
    tau : (k, sols)
        Optical depth by sol.
    """

    solar_w_m2: NDArray[np.float64]
    tau: NDArray[np.float64]

    def __post_init__(self) -> None:
        steps, sols = self.solar_w_m2.shape[1], self.tau.shape[1]
        if self.solar_w_m2.shape[0] != self.tau.shape[0] or steps != 24 * sols:
            raise OutOfRange("tau", f"shape {self.tau.shape}", "a value for each sol of each year of light")


@dataclass(frozen=True, slots=True)
class Spares:
    """Parts for repairs.

    Parameters
    ----------
    n_parts : int or None
        Parts in stock for each block when the year begins; None: never short.
    lead_hour : float [h]
        From the order of a part to its delivery.
    """

    n_parts: int | None = None
    lead_hour: float = 0.0


def block_outages(
    block: FissionBlock,
    position: int,
    how: Reliability,
    spares: Spares,
    years: range,
    horizon_hour: float,
    seed: int,
) -> list[tuple[Outages, Outages]]:
    """Own outages of the units and shared ones of the block, for each year.

    Parameters
    ----------
    block : FissionBlock
        The units.
    position : int
        Place of the block in the station: blocks draw apart.
    how : Reliability
        Common cause and failure rate.
    spares : Spares
    years : range
        Numbers of the years; year k is the same whoever asks for it.
    horizon_hour : float [h]
        Length of a year.
    seed : int

    Returns
    -------
    list of (own, shared)
        Each of starts and ends: own (n_units, k) [h], shared (1, k) [h].
    """
    found: list[tuple[Outages, Outages]] = []
    for chunk in range(years.start // CHUNK, (max(years.stop, 1) - 1) // CHUNK + 1):
        clocks = [
            _clock(block, how, f"sizing/{position}/{unit}", chunk, horizon_hour, seed, is_shared=unit == 0)
            for unit in range(block.n_units + 1)
        ]
        first, last = max(years.start - chunk * CHUNK, 0), min(years.stop - chunk * CHUNK, CHUNK)
        for row in range(first, last):
            ups, downs = np.stack([c[0][row] for c in clocks]), np.stack([c[1][row] for c in clocks])
            found.append(_waiting(ups, downs, block.n_units, spares, horizon_hour))
    return found


def station_years_kw(
    blocks: Sequence[FissionBlock],
    how: Reliability,
    spares: Spares,
    years: range,
    *,
    n_steps: int,
    step_hour: float,
    seed: int,
) -> NDArray[np.float64]:
    """Output of a station in drawn years.

    Parameters
    ----------
    blocks : sequence of FissionBlock
    how, spares
        How they fail and are mended.
    years : range
        Numbers of the years.
    n_steps : int
    step_hour : float [h]
    seed : int

    Returns
    -------
    (years, n_steps) [kW]

    Examples
    --------
    >>> unit = FissionBlock("a", 2, 10.0, 1500.0, 900.0, 100.0)
    >>> output = station_years_kw((unit,), Reliability(0.0), Spares(), range(200), n_steps=1000,
    ...                           step_hour=1.0, seed=1)
    >>> bool(abs(output.mean() / 20.0 - 0.9) < 0.01)
    True
    """
    output = np.zeros((len(years), n_steps))
    for position, block in enumerate(blocks):
        drawn = block_outages(block, position, how, spares, years, n_steps * step_hour, seed)
        for row, (own, shared) in enumerate(drawn):
            if own[0].size == 0 and shared[0].size == 0:
                output[row] += block.n_units * block.unit_kwe
            else:
                output[row] += block_output_kw(block, own, shared, n_steps, step_hour)
    return output


def _clock(
    block: FissionBlock,
    how: Reliability,
    name: str,
    chunk: int,
    horizon_hour: float,
    seed: int,
    *,
    is_shared: bool,
) -> Outages:
    """Up times before each outage and its repair time, (CHUNK, k) each; the first may be under way."""
    part = how.common_cause_frac if is_shared else 1.0 - how.common_cause_frac
    rate = part * how.failure_factor / block.mtbf_hour
    rng = generator(seed, name, chunk)
    k = int(2.0 * horizon_hour * how.failure_factor / block.mtbf_hour) + SPARE_DRAWS
    if not rate > 0.0:
        return np.full((CHUNK, k), np.inf), np.zeros((CHUNK, k))
    begins_down = rng.random(CHUNK) < block.repair_hour * rate / (1.0 + block.repair_hour * rate)
    restart = min(max(block.restart_hour, 0.0), block.repair_hour)
    ups = rng.exponential(1.0 / rate, (CHUNK, k))
    downs = rng.exponential(block.repair_hour - restart, (CHUNK, k))
    # An outage met under way: a moment of it lies in its start with that part of its mean, and what is left
    # of the start then is uniform; the rest has no memory.
    left = np.where(rng.random(CHUNK) * block.repair_hour < restart, restart * rng.random(CHUNK), 0.0)
    downs += np.where(begins_down[:, None] & (np.arange(k) == 0), left[:, None], restart)
    ups[begins_down, 0] = 0.0
    return ups, downs


def _waiting(
    ups: NDArray[np.float64],
    downs: NDArray[np.float64],
    n_units: int,
    spares: Spares,
    horizon_hour: float,
) -> tuple[Outages, Outages]:
    """Outages of one year in order of time, those without a part in stock lengthened by the wait."""
    before = np.cumsum(downs, axis=1) - downs
    starts = np.cumsum(ups, axis=1) + before
    ends = starts + downs
    n_own = int((starts[1:] < horizon_hour).sum())
    n_shared = int((starts[:1] < horizon_hour).sum())
    if spares.n_parts is not None and n_own + n_units * n_shared > spares.n_parts:
        starts, ends = _one_by_one(ups, downs, n_units, spares, horizon_hour)
    keep = max(int((starts < horizon_hour).sum(axis=1).max()), 0)
    starts, ends = starts[:, :keep], ends[:, :keep]
    if not (starts < horizon_hour).any():
        none = np.zeros((1, 0))
        return (none, none), (none, none)
    return (starts[1:], ends[1:]), (starts[:1], ends[:1])


def _one_by_one(
    ups: NDArray[np.float64],
    downs: NDArray[np.float64],
    n_units: int,
    spares: Spares,
    horizon_hour: float,
) -> Outages:
    starts, ends = np.full(ups.shape, np.inf), np.full(ups.shape, np.inf)
    next_failure, count = ups[:, 0].copy(), np.zeros(ups.shape[0], dtype=np.int64)
    # Times at which parts come: those in stock are there from the start.
    parts = [0.0] * (spares.n_parts or 0)
    while True:
        clock = int(np.argmin(next_failure))
        now, k = float(next_failure[clock]), int(count[clock])
        if not now < horizon_hour:
            return starts, ends
        begin = now
        for _ in range(n_units if clock == 0 else 1):
            parts.append(now + spares.lead_hour)
            parts.sort()
            begin = max(begin, parts.pop(0))
        back = begin + float(downs[clock, k])
        starts[clock, k], ends[clock, k] = now, back
        count[clock] += 1
        further = k + 1 < ups.shape[1]
        next_failure[clock] = back + float(ups[clock, k + 1]) if further else np.inf
