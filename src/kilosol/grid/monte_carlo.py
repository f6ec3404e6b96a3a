"""Drawn scenarios: one driver, whatever is drawn and whatever is asked of it.

:func:`assess` numbers scenarios, draws and runs each, and hands what they came to to recorders, which say
what is asked: :class:`Shortage`, :class:`Survival`, :class:`Everything` and those of other modules. What is
drawn is a sampler: a microgrid in vectors or one by one, or units and stores on one bus
(:class:`kilosol.grid.chronology.Passes`). Numbers, streams, threads and the fault of outages without end are
dealt with here, intervals in :mod:`kilosol.grid.estimates`.
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
from kilosol.grid.estimates import Estimate, chance_of, standard_error
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
    names : tuple of str
        Of the rows.
    rows : (rows, n)
    weather : (n,) or None
        Which of several weathers each scenario had, where it can change anything: those of one weather are no
        independent draws. A single weather is given, not drawn.
    """

    names: tuple[str, ...]
    rows: NDArray[np.float64]
    weather: NDArray[np.int64] | None

    def row(self, name: str) -> NDArray[np.float64]:
        """One row by its name, shape (n,)."""
        return np.asarray(self.rows[self.names.index(name)])


class Recorder(Protocol):
    """What says something of drawn scenarios."""

    def __call__(self, found: Any, /) -> Any:
        """Say it."""


class Sampler(Protocol):
    """What can be drawn: it names the groups that fail, and runs numbered scenarios piece by piece."""

    @property
    def names(self) -> Sequence[str]:
        """Of the groups."""

    def pieces(self, numbers: NDArray[np.int64], /) -> Sequence[Any]:
        """Places of the numbers that are run in one go, each by one thread."""

    def run(self, keys: NDArray[np.uint64], numbers: NDArray[np.int64], places: Any, /) -> Any:
        """Run a piece; None where outages came without end."""

    def told(self, pieces: Sequence[Any], parts: Sequence[Any], /) -> Any:
        """What all pieces came to."""


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
        """By class, in the order of the loads; scenarios of one weather count as one."""
        hours, kwh = found.rows[[8, 9, 12, 13]], found.rows[:4]
        stderr = [standard_error(row, found.weather) for row in hours]
        return Means(hours.mean(axis=1), kwh.mean(axis=1), np.array(stderr))


@dataclass(frozen=True, slots=True)
class Survival:
    """Chance that no vital shortfall outlasts what can be borne; scenarios of one weather share their luck.

    Parameters
    ----------
    ride_through_hour : float [h]
    """

    ride_through_hour: float

    def __call__(self, found: Outcomes, /) -> Estimate:
        """Part of the scenarios, with its interval."""
        return chance_of(found.row("longest_vital_hour") <= self.ride_through_hour, found.weather)


def assess(
    grid: Microgrid | Sampler, samples: int, seed: int, *recorders: Recorder, first: int = 0
) -> tuple[Any, ...]:
    """Draw scenarios and ask recorders about them.

    Parameters
    ----------
    grid : Microgrid or Sampler
    samples : int
        Scenarios drawn.
    seed : int
        Seed of the outages; what bears the same names shares its draws.
    *recorders : callable
        Each is handed the outcomes.
    first : int
        Number of the first scenario: scenario k is the same whatever else is run.

    Returns
    -------
    tuple
        What each recorder says, in order.

    Raises
    ------
    OutOfRange
        Where a number cannot be.
    """
    if isinstance(grid, Microgrid):
        found = run_scenarios(grid, n_scenarios=samples, seed=seed, first=first)
    else:
        found = draw(grid, _numbers(samples, first), seed)
    return tuple(recorder(found) for recorder in recorders)


def draw(sampler: Sampler, numbers: NDArray[np.int64], seed: int) -> Any:
    """What numbered scenarios come to; each group draws by its name."""
    from kilosol.grid.outage_events import group_keys

    return run_drawn(sampler, group_keys(seed, sampler.names), numbers)


def run_drawn(sampler: Sampler, keys: NDArray[np.uint64], numbers: NDArray[np.int64]) -> Any:
    """As :func:`draw`, with the keys of the groups."""

    def run(places: Any) -> Any:
        found = sampler.run(keys, numbers, places)
        if found is None:
            raise NotConverged("the outages of a scenario came without end; please report what was drawn")
        return found

    pieces = sampler.pieces(numbers)
    return sampler.told(pieces, in_threads(run, pieces))


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
    n_scenarios, seed, first : int
        As of :func:`assess`.
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
    numbers, arrays = _numbers(n_scenarios, first), packed(grid)
    sampler: Sampler = (
        _InVectors(arrays, numbers, counts_all) if loop == "lanes" else _OneByOne(arrays, numbers)
    )
    found: Outcomes = draw(sampler, numbers, seed)
    return found


def _numbers(samples: int, first: int) -> NDArray[np.int64]:
    if samples < 1 or first < 0:
        raise OutOfRange("n_scenarios", f"{samples} from {first}", "at least 1, from 0 or later")
    return first + np.arange(samples)


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
    return np.asarray(run_drawn(_States(arrays, lanes, is_whole, counts_all), keys, lanes.passes))


class _States:
    """Lanes side by side, each with its scenario, its sky and perhaps its own plant; tells final states."""

    def __init__(self, arrays: Packed, lanes: Lanes, is_whole: bool, counts_all: bool) -> None:
        self.names, self._arrays, self._lanes = arrays.names, arrays, lanes
        self._whole, self._counts = (1.0 if is_whole else None), (1.0 if counts_all else None)

    def pieces(self, numbers: NDArray[np.int64]) -> list[NDArray[np.int64]]:
        from kilosol.grid.vectors import LANES

        del numbers
        return vectors(self._lanes.weather, LANES)

    def run(
        self, keys: NDArray[np.uint64], numbers: NDArray[np.int64], which: NDArray[np.int64]
    ) -> NDArray[np.float64] | None:
        from kilosol.grid.dispatch_step import STATE
        from kilosol.grid.lanes import run_lanes
        from kilosol.grid.vectors import LANES, side_by_side

        arrays, lanes = self._arrays, self._lanes
        # Lanes without one of their own run the first once more.
        padded = np.concatenate([which, np.full(LANES - which.size, which[0])])
        weather, passes = lanes.weather[padded], numbers[padded]
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
            arrays.common, rules, arrays.load_kw, sun, tau, *arrays.options, self._whole, self._counts, s,
        )  # fmt: skip
        return None if n_events < 0 else s[:, : which.size]

    def told(self, pieces: Sequence[NDArray[np.int64]], parts: Sequence[NDArray[np.float64]]) -> Any:
        states = np.empty((parts[0].shape[0], self._lanes.passes.size))
        for which, part in zip(pieces, parts, strict=True):
            states[:, which] = part
        return states


class _InVectors(_States):
    """Scenarios of one microgrid side by side, in turn under its weathers; tells outcomes."""

    def __init__(self, arrays: Packed, numbers: NDArray[np.int64], counts_all: bool) -> None:
        lanes = Lanes(numbers, numbers % arrays.solar_w_m2.shape[0])
        super().__init__(arrays, lanes, is_whole=True, counts_all=counts_all)

    def told(self, pieces: Sequence[NDArray[np.int64]], parts: Sequence[NDArray[np.float64]]) -> Outcomes:
        weather = self._lanes.weather
        rows = _outcome(super().told(pieces, parts), self._arrays, weather)
        if self._counts is None:
            rows[12:] = np.nan
        return _in_hours(rows, weather, self._arrays)


class _OneByOne:
    """Scenarios of one microgrid by the readable loop; tells outcomes."""

    def __init__(self, arrays: Packed, numbers: NDArray[np.int64]) -> None:
        self.names, self._arrays = arrays.names, arrays
        self._weather = numbers % arrays.solar_w_m2.shape[0]

    def pieces(self, numbers: NDArray[np.int64]) -> list[slice]:
        return [slice(first, first + REFERENCE_BLOCK) for first in range(0, numbers.size, REFERENCE_BLOCK)]

    def run(self, keys: NDArray[np.uint64], numbers: NDArray[np.int64], which: slice) -> NDArray[np.float64]:
        from kilosol.grid.reference import run_reference

        part = np.zeros((len(OUTCOME), numbers[which].size))
        run_reference(
            keys, numbers[which], self._weather[which], *reference_arguments(self._arrays), part,
            np.zeros((0, 0)),
        )  # fmt: skip
        return part

    def told(self, pieces: Sequence[slice], parts: Sequence[NDArray[np.float64]]) -> Outcomes:
        del pieces
        return _in_hours(np.concatenate(parts, axis=1), self._weather, self._arrays)


def _in_hours(rows: NDArray[np.float64], weather: NDArray[np.int64], arrays: Packed) -> Outcomes:
    """Outcomes from rows in kW times steps and steps."""
    from kilosol.grid.dispatch_step import ALERT_TAU, ARRAY

    rows[[k for k, name in enumerate(OUTCOME) if name != "vital_events"]] *= arrays.step_hour
    matters = arrays.ratings[ARRAY] > 0.0 or bool((arrays.tau >= arrays.rules[ALERT_TAU]).any())
    return Outcomes(OUTCOME, rows, weather if matters and arrays.tau.shape[0] > 1 else None)


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
    if weather.size <= lanes and (weather == weather[0]).all():
        return [np.arange(weather.size)]
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
