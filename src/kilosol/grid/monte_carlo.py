"""Many drawn scenarios of a microgrid, by the readable loop or the fast one."""

from __future__ import annotations

import math
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from kilosol.errors import OutOfRange
from kilosol.grid.microgrid import OUTCOME, Microgrid, Packed, packed

#: Threads that share the scenarios; the compiled loops release the interpreter.
N_THREADS = 2

#: Time of a vector whose lanes have each their own weather over one whose lanes share it.
OWN_SKY_COST = 2.5

#: Scenarios of one call of the readable loop.
REFERENCE_BLOCK = 32


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What each scenario came to.

    Parameters
    ----------
    rows : (12, n)
        As in :data:`kilosol.grid.microgrid.OUTCOME`.
    """

    rows: NDArray[np.float64]

    def row(self, name: str) -> NDArray[np.float64]:
        """One row by its name, shape (n,)."""
        return np.asarray(self.rows[OUTCOME.index(name)])


def run_scenarios(
    grid: Microgrid,
    *,
    n_scenarios: int,
    seed: int,
    first: int = 0,
    loop: Literal["lanes", "reference"] = "lanes",
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

    Returns
    -------
    Outcomes

    Raises
    ------
    OutOfRange
        Where a number cannot be.
    """
    from kilosol.grid.draws import key_of
    from kilosol.grid.lanes import run_lanes
    from kilosol.grid.reference import run_reference
    from kilosol.grid.vectors import LANES, side_by_side

    if n_scenarios < 1 or first < 0:
        raise OutOfRange("n_scenarios", f"{n_scenarios} from {first}", "at least 1, from 0 or later")
    arrays, key = packed(grid), key_of(seed, "outages")
    rows = np.zeros((len(OUTCOME), n_scenarios))
    n_weathers = arrays.sun_kw.shape[0]
    sun_kw, alert, plant = arrays.sun_kw, arrays.alert, arrays.arguments[:-3]

    def run_block(start: int) -> None:
        part = np.zeros((len(OUTCOME), min(REFERENCE_BLOCK, n_scenarios - start)))
        run_reference(key, first + start, *arrays.arguments, part, np.zeros((12, 0)))
        rows[:, start : start + part.shape[1]] = part

    def run_vector(start: int) -> None:
        columns = slice(start, min(start + stride * LANES, n_scenarios), stride)
        part = np.zeros((len(OUTCOME), rows[0, columns].size))
        weather = (first + start) % n_weathers
        if stride == n_weathers:
            skies = sun_kw[weather], alert[weather]
        else:
            skies = side_by_side(sun_kw, weather, LANES), side_by_side(alert, weather, LANES)
        run_lanes(key, first + start, *plant, *skies, arrays.step_hour, part, stride)
        rows[:, columns] = part

    if loop == "lanes":
        stride, starts = _vectors(n_scenarios, n_weathers, LANES)
        run: Callable[[int], None] = run_vector
    else:
        starts, run = list(range(0, n_scenarios, REFERENCE_BLOCK)), run_block
    # Each block writes its own columns, so the answer does not depend on how many threads share them.
    with ThreadPoolExecutor(N_THREADS) as pool:
        list(pool.map(run, starts))
    if loop == "lanes":
        _complete(rows, arrays, first)
    rows[[k for k, name in enumerate(OUTCOME) if name != "vital_events"]] *= grid.step_hour
    return Outcomes(rows)


def _vectors(n_scenarios: int, n_weathers: int, lanes: int) -> tuple[int, list[int]]:
    """Step from lane to lane and first scenario of each vector.

    Lanes under one sky read sixteen times less than lanes of which each has its own, but fill whole vectors
    only where there are many scenarios of each weather.
    """
    n_own = math.ceil(n_scenarios / lanes)
    of_weather = [len(range(w, n_scenarios, n_weathers)) for w in range(min(n_weathers, n_scenarios))]
    if sum(math.ceil(n / lanes) for n in of_weather) > OWN_SKY_COST * n_own:
        return 1, list(range(0, n_scenarios, lanes))
    starts = [w + n_weathers * k for w, n in enumerate(of_weather) for k in range(0, n, lanes)]
    return n_weathers, starts


def trace_scenario(grid: Microgrid, *, scenario: int, seed: int) -> dict[str, NDArray[np.float64]]:
    """Every step of one scenario, from the readable loop.

    Parameters
    ----------
    grid : Microgrid
    scenario : int
        Its number.
    seed : int

    Returns
    -------
    dict
        Row -> (n,) as in :data:`kilosol.grid.reference.TRACE`, in kW and kW times steps.
    """
    from kilosol.grid.draws import key_of
    from kilosol.grid.reference import TRACE, run_reference

    arrays = packed(grid)
    trace = np.zeros((len(TRACE), grid.load_kw.shape[1]))
    run_reference(key_of(seed, "outages"), scenario, *arrays.arguments, np.zeros((len(OUTCOME), 1)), trace)
    return dict(zip(TRACE, trace, strict=True))


def _complete(rows: NDArray[np.float64], arrays: Packed, first: int) -> None:
    """What the lanes need not count: it follows from the rest."""
    # Work done is what was due and not missed, and what is ahead at the end (handed over in its row).
    rows[5] += arrays.due.sum() - rows[4]
    cut = arrays.rules[5] * arrays.load_kw[1] + arrays.rules[6] * arrays.load_kw[3]
    # Not by a product of matrices: threads of linear algebra would go on spinning beside those of the loops.
    of_weather = np.einsum("wi,i->w", arrays.alert, cut)
    rows[6] = of_weather[(first + np.arange(rows.shape[1])) % of_weather.size]
