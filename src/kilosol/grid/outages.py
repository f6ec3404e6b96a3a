"""Outages of fission units: two-state chronology with common cause.

Each unit alternates between up and down with exponential times (mean time between failures, mean time
to repair). A part beta of the failures is shared by all units of a design and takes them all out at once
(the beta-factor model of [1]_). Persistence matters: hourly-independent outages of the same availability
understate unserved energy many times over where there is storage.

References
----------
.. [1] A. Mosleh et al., "Procedures for treating common cause failures in safety and reliability
   studies", NUREG/CR-4780, 1988 (key mosleh1988 in references.bib).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kilosol.errors import OutOfRange
from kilosol.grid.plant import FissionBlock
from kilosol.streams import generator

#: Starts and ends of outages.
Outages = tuple[NDArray[np.float64], NDArray[np.float64]]

#: A step covered but for less than this is wholly covered: hours late in the year carry such rounding.
WHOLE_STEP_FRAC = 1e-9


@dataclass(frozen=True, slots=True)
class Reliability:
    """How units fail together and how often.

    Parameters
    ----------
    common_cause_frac : float
        Beta factor: part of a unit's failures that all units of its design share.
    failure_factor : float
        Multiplies every failure rate; 1 leaves them as cited.
    """

    common_cause_frac: float
    failure_factor: float = 1.0

    def __post_init__(self) -> None:
        if not 0.0 <= self.common_cause_frac <= 1.0:
            raise OutOfRange("common_cause_frac", self.common_cause_frac, "between 0 and 1")
        if not 0.0 <= self.failure_factor < float("inf"):
            raise OutOfRange("failure_factor", self.failure_factor, "finite and not negative")


def outage_timelines(
    rng: np.random.Generator,
    n_rows: int,
    horizon_hour: float,
    mtbf_hour: float,
    repair_hour: float,
    *,
    begins_stationary: bool = True,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Outages of independent two-state units.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of draws.
    n_rows : int
        Number of independent units (or scenario years times units).
    horizon_hour : float [h]
        Length of the period.
    mtbf_hour, repair_hour : float [h]
        Mean up time and mean down time; an infinite `mtbf_hour` means that nothing fails.
    begins_stationary : bool
        Whether a unit may be down at the start, with its long-run unavailability.

    Returns
    -------
    starts_hour, ends_hour : (n_rows, k) [h]
        Beginning and end of each outage; columns after a unit's last outage begin after the horizon.

    Raises
    ------
    OutOfRange
        If a mean time is not positive.

    Examples
    --------
    >>> starts, ends = outage_timelines(np.random.default_rng(1), 2000, 10000.0, 900.0, 100.0)
    >>> down = (np.minimum(ends, 1e4) - np.minimum(starts, 1e4)).sum() / (2000 * 1e4)
    >>> bool(abs(down - 0.1) < 0.003)
    True
    """
    if not mtbf_hour > 0.0 or not repair_hour > 0.0:
        raise OutOfRange("mean time", f"{mtbf_hour} h up, {repair_hour} h down", "positive")
    if not np.isfinite(mtbf_hour):
        never = np.full((n_rows, 1), np.inf)
        return never, never
    cycle = mtbf_hour + repair_hour
    begins_down = (rng.random(n_rows) < repair_hour / cycle) & begins_stationary
    clock = np.zeros(n_rows)
    starts: list[NDArray[np.float64]] = []
    ends: list[NDArray[np.float64]] = []
    while bool((clock < horizon_hour).any()):
        up = rng.exponential(mtbf_hour, n_rows)
        down = rng.exponential(repair_hour, n_rows)
        if not starts:
            # Exponential times have no memory: what remains of an outage is as long as a whole one.
            up = np.where(begins_down, 0.0, up)
        starts.append(clock + up)
        ends.append(clock + up + down)
        clock = ends[-1]
    return np.stack(starts, axis=1), np.stack(ends, axis=1)


def block_timelines(
    block: FissionBlock, position: int, how: Reliability, n_years: int, horizon_hour: float, seed: int
) -> tuple[Outages, Outages]:
    """Outages of a block's units in drawn years, own and shared.

    Each unit has a stream of its own: the first units of a larger block have the outages of a smaller one, so
    that plants which differ in their number of units share their luck.

    Parameters
    ----------
    block : FissionBlock
        The units.
    position : int
        Place of the block in the station: blocks draw apart.
    how : Reliability
        Common cause and failure rate.
    n_years : int
        Years drawn; another number draws other years.
    horizon_hour : float [h]
        Length of a year.
    seed : int

    Returns
    -------
    own, shared : each two arrays (n_years, units, k) [h]
        Starts and ends: of each unit alone, and of all at once (one row a year).
    """
    rate = how.failure_factor / block.mtbf_hour

    def drawn(stream: str, rate_per_hour: float) -> Outages:
        mean_hour = 1.0 / rate_per_hour if rate_per_hour > 0.0 else float("inf")
        return outage_timelines(generator(seed, stream), n_years, horizon_hour, mean_hour, block.repair_hour)

    names = [f"outages/{position}" + (f"/{unit}" if unit else "") for unit in range(block.n_units)]
    units = [drawn(name, rate * (1.0 - how.common_cause_frac)) for name in names]
    most = max((starts.shape[1] for starts, _ in units), default=0)
    own = np.full((2, n_years, block.n_units, most), np.inf)
    for unit, lines in enumerate(units):
        own[:, :, unit, : lines[0].shape[1]] = lines
    starts, ends = drawn(f"common-cause/{position}", rate * how.common_cause_frac)
    return (own[0], own[1]), (starts[:, None], ends[:, None])


def block_output_kw(
    block: FissionBlock,
    independent: tuple[NDArray[np.float64], NDArray[np.float64]],
    common: tuple[NDArray[np.float64], NDArray[np.float64]],
    n_steps: int,
    step_hour: float,
) -> NDArray[np.float64]:
    """Output of a block with its outages taken out.

    Parameters
    ----------
    block : FissionBlock
        The units.
    independent : two arrays (n_units, k) [h]
        Starts and ends of each unit's own outages.
    common : two arrays (1, k) [h]
        Starts and ends of outages of the whole block. In a step that own and shared outages both cover in
        part, they count as independent within the step.
    n_steps : int
        Length of the series.
    step_hour : float [h]
        Length of a step.

    Returns
    -------
    (n_steps,) [kW]
    """
    from kilosol.grid.dispatch_step import take_out

    output = np.full(n_steps, block.n_units * block.unit_kwe)
    take_out(independent[0], independent[1], block.unit_kwe, step_hour, output)
    shared = np.ones(n_steps)
    take_out(common[0], common[1], 1.0, step_hour, shared)
    # Sums of parts of a step may end a rounding below nothing.
    return np.asarray(np.maximum(output, 0.0) * np.maximum(shared, 0.0))


def tripped_output_kw(
    blocks: tuple[FissionBlock, ...],
    n_tripped: int,
    start_hour: float,
    trip_hour: float,
    n_steps: int,
    step_hour: float,
) -> NDArray[np.float64]:
    """Output of all units with the largest ones out for a while: the design case.

    Parameters
    ----------
    blocks : tuple of FissionBlock
        The station.
    n_tripped : int
        How many units are out at once; the largest go first.
    start_hour, trip_hour : float [h]
        When the outage begins, and how long it lasts.
    n_steps : int
        Length of the series.
    step_hour : float [h]
        Length of a step.

    Returns
    -------
    (n_steps,) [kW]

    Raises
    ------
    OutOfRange
        If fewer than no units are to trip.

    Examples
    --------
    >>> two = (FissionBlock("a", 2, 40.0, 7000.0, 1e5, 500.0),)
    >>> tripped_output_kw(two, 1, 2.0, 3.0, 6, 1.0).tolist()
    [80.0, 80.0, 40.0, 40.0, 40.0, 80.0]
    """
    if n_tripped < 0:
        raise OutOfRange("n_tripped", n_tripped, "not negative")
    sizes = sorted((b.unit_kwe for b in blocks for _ in range(b.n_units)), reverse=True)
    lost_kw = sum(sizes[:n_tripped])
    hour = np.arange(n_steps) * step_hour
    covered_hour = np.minimum(hour + step_hour, start_hour + trip_hour) - np.maximum(hour, start_hour)
    # As a part of the step, so that a step wholly covered loses the unit exactly.
    covered_frac = np.clip(covered_hour / step_hour, 0.0, 1.0)
    whole = covered_frac > 1.0 - WHOLE_STEP_FRAC
    return np.asarray(sum(sizes) - lost_kw * np.where(whole, 1.0, covered_frac))
