"""Drawn scenarios of a microgrid: one driver, whatever is asked of them.

:func:`assess` draws scenarios, runs each through the series, and hands what each came to to recorders, which
say what is asked: :class:`Shortage`, :class:`Survival`, :class:`Everything`. All that runs drawn years goes
through here: a plan, its alternatives, a thorough sizing and its check, the survival surface.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Literal, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from kilosol.errors import NotConverged, OutOfRange
from kilosol.grid.estimates import wilson_interval
from kilosol.grid.microgrid import OUTCOME, STEPS_A_SOL, TRACE, Microgrid, Packed, packed

Told = TypeVar("Told")

#: Threads that share the work, one for each processor that this process may use; the compiled loops release
#: the interpreter. Each piece writes its own place, so no answer depends on how many there are.
N_THREADS = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1

#: Time of a vector whose lanes have each their own weather over one whose lanes share it.
OWN_SKY_COST = 2.5

#: Scenarios of one call of the readable loop.
REFERENCE_BLOCK = 32


def in_threads(run: Callable[[Any], Told], pieces: Iterable[Any]) -> list[Told]:
    """What a function says of each of some pieces, in their order, worked at by all threads.

    Parameters
    ----------
    run : callable
        Spends its time in compiled loops.
    pieces : iterable

    Returns
    -------
    list

    Examples
    --------
    >>> in_threads(abs, [-1, 2, -3])
    [1, 2, 3]
    """
    every = list(pieces)
    if len(every) < 2 or N_THREADS < 2:
        return [run(piece) for piece in every]
    pool = ThreadPoolExecutor(N_THREADS)
    try:
        return list(pool.map(run, every))
    finally:
        # Stopped by the user or by a fault, no piece that has not begun is run.
        pool.shutdown(cancel_futures=True)


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What each scenario came to.

    Parameters
    ----------
    rows : (14, n)
        As in :data:`kilosol.grid.microgrid.OUTCOME`.
    weather : (n,)
        Which of the weathers each scenario had.
    """

    rows: NDArray[np.float64]
    weather: NDArray[np.int64]

    def row(self, name: str) -> NDArray[np.float64]:
        """One row by its name, shape (n,)."""
        return np.asarray(self.rows[OUTCOME.index(name)])


class Recorder(Protocol):
    """What says something of drawn scenarios."""

    def __call__(self, found: Outcomes, /) -> Any:
        """Say it."""


@dataclass(frozen=True, slots=True)
class Everything:
    """The outcomes themselves."""

    def __call__(self, found: Outcomes, /) -> Outcomes:
        """All rows."""
        return found


@dataclass(frozen=True, slots=True)
class Means:
    """Mean hours short and mean energy missed, by load class, with the standard error of the hours.

    Parameters
    ----------
    hours, kwh, stderr_hour : (4,)
    """

    hours: NDArray[np.float64]
    kwh: NDArray[np.float64]
    stderr_hour: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Shortage:
    """How long and how much each load class goes short in a mean scenario."""

    def __call__(self, found: Outcomes, /) -> Means:
        """By class, in the order of the loads."""
        hours = found.rows[[8, 9, 12, 13]]
        return Means(
            hours.mean(axis=1), found.rows[:4].mean(axis=1), hours.std(axis=1) / math.sqrt(hours.shape[1])
        )


@dataclass(frozen=True, slots=True)
class Survived:
    """Part of the scenarios that are lived through, and its 95 % interval (Wilson)."""

    p: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Survival:
    """Whether no vital shortfall outlasts what can be borne.

    Parameters
    ----------
    ride_through_hour : float [h]
    """

    ride_through_hour: float

    def __call__(self, found: Outcomes, /) -> Survived:
        """Part of the scenarios, with its interval."""
        longest = found.row("longest_vital_hour")
        lived = int((longest <= self.ride_through_hour).sum())
        return Survived(lived / longest.size, *wilson_interval(lived, longest.size))


def assess(grid: Microgrid, samples: int, seed: int, *recorders: Recorder, first: int = 0) -> tuple[Any, ...]:
    """Draw scenarios of a microgrid and ask recorders about them.

    Parameters
    ----------
    grid : Microgrid
    samples : int
        Scenarios drawn.
    seed : int
        Seed of the outages; microgrids whose components bear the same names share their draws.
    *recorders : callable
        Each is handed the outcomes.
    first : int
        Number of the first scenario: scenario k is the same whatever else is run.

    Returns
    -------
    tuple
        What each recorder says, in order.
    """
    found = run_scenarios(grid, n_scenarios=samples, seed=seed, first=first)
    return tuple(recorder(found) for recorder in recorders)


def run_scenarios(
    grid: Microgrid,
    *,
    n_scenarios: int,
    seed: int,
    first: int = 0,
    loop: Literal["lanes", "reference"] = "lanes",
    counts_all: bool = True,
) -> Outcomes:
    """Run drawn scenarios: each with its own outages and, in turn, one of the weathers.

    Parameters
    ----------
    grid : Microgrid
        What is dispatched.
    n_scenarios : int
        How many.
    seed : int
        Seed of the outages; microgrids of the same components share their draws (common random numbers).
    first : int
        Number of the first: scenario k is the same whatever else is run.
    loop : {"lanes", "reference"}
        The fast loop or the readable one; they agree to rounding.
    counts_all : bool
        Whether hours with lost deferrable and sheddable loads are counted too, which takes a little longer;
        not a number otherwise.

    Returns
    -------
    Outcomes

    Raises
    ------
    OutOfRange
        Where a number cannot be.
    """
    from kilosol.grid.outage_events import group_keys

    if n_scenarios < 1 or first < 0:
        raise OutOfRange("n_scenarios", f"{n_scenarios} from {first}", "at least 1, from 0 or later")
    arrays = packed(grid)
    keys, numbers = group_keys(seed, arrays.names), first + np.arange(n_scenarios)
    weather = numbers % arrays.solar_w_m2.shape[0]
    if loop == "lanes":
        lanes = Lanes(numbers, weather)
        states = run_vectors(arrays, keys, lanes, is_whole=True, counts_all=counts_all)
        rows = _outcome(states, arrays, weather)
        if not counts_all:
            rows[12:] = np.nan
    else:
        rows = _run_reference(arrays, keys, numbers, weather)
    rows[[k for k, name in enumerate(OUTCOME) if name != "vital_events"]] *= grid.step_hour
    return Outcomes(rows, weather)


@dataclass(frozen=True, slots=True)
class Lanes:
    """What runs in each lane.

    Parameters
    ----------
    passes, weather : (n,)
        Number of the scenario, and row of the sky.
    ratings, rules : (9, n) and (10, n), or None
        Of each lane's own plant; None: those of the microgrid.
    """

    passes: NDArray[np.int64]
    weather: NDArray[np.int64]
    ratings: NDArray[np.float64] | None = None
    rules: NDArray[np.float64] | None = None


def run_vectors(
    arrays: Packed, keys: NDArray[np.uint64], lanes: Lanes, *, is_whole: bool, counts_all: bool = False
) -> NDArray[np.float64]:
    """Final states of all lanes, shape (:data:`kilosol.grid.dispatch_step.STATE`, n).

    Parameters
    ----------
    arrays : Packed
    keys : (groups, 2)
        Of the components' draws.
    lanes : Lanes
    is_whole : bool
        Whether sheddable losses and curtailment are booked as well, which takes longer.
    counts_all : bool
        Whether hours with lost deferrable and sheddable loads are counted.

    Returns
    -------
    (STATE, n)
        In kW times steps, and steps.
    """
    from kilosol.grid.dispatch_step import STATE
    from kilosol.grid.lanes import run_lanes
    from kilosol.grid.vectors import LANES, side_by_side

    states = np.zeros((STATE, lanes.passes.size))
    whole, counts = (1.0 if is_whole else None), (1.0 if counts_all else None)

    def run(which: NDArray[np.int64]) -> None:
        # Lanes without one of their own run the first once more.
        padded = np.concatenate([which, np.full(LANES - which.size, which[0])])
        weather, passes = lanes.weather[padded], lanes.passes[padded]
        if (weather == weather[0]).all():
            sun, tau = arrays.solar_w_m2[weather[0]], arrays.tau[weather[0]]
        else:
            sun, tau = side_by_side(arrays.solar_w_m2, weather), side_by_side(arrays.tau, weather)
        if (passes == passes[0]).all():
            passes = passes[:1]
        ratings = np.repeat(arrays.ratings[:, None], LANES, axis=1)
        if lanes.ratings is not None:
            ratings = lanes.ratings[:, padded]
        rules = arrays.rules if lanes.rules is None else np.ascontiguousarray(lanes.rules[:, padded])
        s = np.empty((STATE, LANES))
        n_events = run_lanes(
            keys, passes, arrays.table, arrays.parts, np.ascontiguousarray(ratings), arrays.step_hour,
            arrays.common, rules, arrays.load_kw, sun, tau, *arrays.options, whole, counts, s,
        )  # fmt: skip
        if n_events < 0:
            raise NotConverged("the outages of a scenario came without end; please report the microgrid")
        states[:, which] = s[:, : which.size]

    in_threads(run, vectors(lanes.weather, LANES))
    return states


def vectors(weather: NDArray[np.int64], lanes: int) -> list[NDArray[np.int64]]:
    """Which go side by side.

    Lanes under one sky read sixteen times less than lanes of which each has its own, but fill whole vectors
    only where there are many of each weather.

    Parameters
    ----------
    weather : (n,)
        Sky of each.
    lanes : int
        Most that go side by side.

    Returns
    -------
    list of arrays
        Each of at most `lanes` places; every place once.
    """
    _, counts = np.unique(weather, return_counts=True)
    if float(np.ceil(counts / lanes).sum()) > OWN_SKY_COST * math.ceil(weather.size / lanes):
        groups: Sequence[NDArray[np.int64]] = [np.arange(weather.size)]
    else:
        groups = np.split(np.argsort(weather, kind="stable"), np.cumsum(counts)[:-1])
    return [group[k : k + lanes] for group in groups for k in range(0, group.size, lanes)]


def _outcome(states: NDArray[np.float64], arrays: Packed, weather: NDArray[np.int64]) -> NDArray[np.float64]:
    """Rows of the outcome from final states, in kW steps and steps."""
    from kilosol.grid import dispatch_step as d

    rows, options = np.zeros((len(OUTCOME), weather.size)), arrays.options
    rows[:5] = states[[d.VITAL, d.ESSENTIAL, d.LOST, d.SHED, d.MISSED]]
    if options.due is not None:
        # Work done is what was due and not missed, and what is in hand at the end.
        rows[5] = options.due[:, 0].sum() - states[d.MISSED] + states[d.IN_HAND]
    left = 1.0 if options.essential_left is None else options.essential_left
    cut = (1.0 - left) * arrays.load_kw[:, 1] + (1.0 - arrays.common[d.SHEDDABLE_LEFT]) * arrays.load_kw[:, 3]
    alert = arrays.tau >= arrays.rules[d.ALERT_TAU]
    if options.is_by_sol is not None:
        alert = np.repeat(alert, STEPS_A_SOL, axis=1)[:, : cut.size]
    # Not by a product of matrices: threads of linear algebra would go on spinning beside those of the loops.
    rows[6] = np.einsum("wi,i->w", alert.astype(float), cut)[weather]
    rows[7] = states[d.CURTAILED]
    rows[8:] = states[[d.VITAL_STEPS, d.ESSENTIAL_STEPS, d.EVENTS, d.LONGEST, d.LOST_STEPS, d.SHED_STEPS]]
    return rows


def _run_reference(
    arrays: Packed, keys: NDArray[np.uint64], numbers: NDArray[np.int64], weather: NDArray[np.int64]
) -> NDArray[np.float64]:
    from kilosol.grid.reference import run_reference

    rows, nothing = np.zeros((len(OUTCOME), numbers.size)), np.zeros((0, 0))

    def run(start: int) -> None:
        which = slice(start, start + REFERENCE_BLOCK)
        part = np.zeros((len(OUTCOME), numbers[which].size))
        run_reference(keys, numbers[which], weather[which], *reference_arguments(arrays), part, nothing)
        rows[:, which] = part

    in_threads(run, range(0, numbers.size, REFERENCE_BLOCK))
    return rows


def reference_arguments(arrays: Packed) -> tuple[Any, ...]:
    """A microgrid as the readable loop takes it: every choice is there, one that is not made as nothing."""
    given, n, n_weathers = arrays.options, arrays.load_kw.shape[0], arrays.tau.shape[0]
    tau = arrays.tau
    if given.is_by_sol is not None:
        tau = np.repeat(tau, STEPS_A_SOL, axis=1)[:, :n]
    return (
        arrays.table, *arrays.parts, arrays.ratings, np.concatenate([arrays.common, arrays.rules]),
        arrays.load_kw, arrays.solar_w_m2,
        np.ascontiguousarray(tau).reshape(n_weathers, n),
        np.zeros(n) if given.given_kw is None else given.given_kw,
        np.ones((n, 2)) if given.there is None else given.there,
        np.zeros((n, 2)) if given.due is None else given.due,
        np.array([
            math.inf if given.ramp_kw is None else given.ramp_kw,
            1.0 if given.essential_left is None else given.essential_left,
            given.cut_in or 0.0, given.due_kw or 0.0, given.cells_first or 0.0,
        ]),
        arrays.step_hour,
    )  # fmt: skip


def trace_scenario(grid: Microgrid, *, scenario: int, seed: int) -> dict[str, NDArray[np.float64]]:
    """Every step of one scenario.

    Parameters
    ----------
    grid : Microgrid
    scenario : int
        Its number.
    seed : int

    Returns
    -------
    dict
        Row -> (n,) as in :data:`kilosol.grid.microgrid.TRACE`, in kW and kWh.
    """
    from kilosol.grid.outage_events import group_keys

    arrays = packed(grid)
    return traced(arrays, group_keys(seed, arrays.names), scenario, scenario % arrays.solar_w_m2.shape[0])


def traced(
    arrays: Packed, keys: NDArray[np.uint64], scenario: int, weather: int
) -> dict[str, NDArray[np.float64]]:
    """Every step of one scenario under one of the weathers, from the readable loop."""
    from kilosol.grid.reference import run_reference

    rows = np.zeros((len(TRACE), arrays.load_kw.shape[0]))
    run_reference(
        keys, np.array([scenario]), np.array([weather]), *reference_arguments(arrays),
        np.zeros((len(OUTCOME), 1)), rows,
    )  # fmt: skip
    rows[[k for k, name in enumerate(TRACE) if name.endswith("_kwh")]] *= arrays.step_hour
    return dict(zip(TRACE, rows, strict=True))
