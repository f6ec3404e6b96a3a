"""Survival by power: a response surface over the dispatch simulator.

A campaign asks thousands of times whether a crew lives on some power with some storage through calm and
stormy years. The surface answers from simulated years. For each drawn year of weather and outages, and each
storage, the dispatch simulator is asked for the least power on which the crew lives: a plant is scaled to a
share of the base's vital and essential load until the longest vital outage just fits into the ride-through
time. P(survive) at a share is the part of the years whose least share lies below it: a distribution, not a
fit, that has no error along the share. Between two storages each year's least share is taken as linear; nodes
of storage are added where direct simulation with the same draws is missed most, until the error is met.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from kilosol.data import table
from kilosol.errors import OutOfRange
from kilosol.grid.dispatch import dispatch_year
from kilosol.grid.outages import Reliability, block_output_kw, block_timelines
from kilosol.grid.plant import FissionBlock, Plant, StorageTechnology

#: Most nodes of storage that refinement may reach.
MOST_NODES = 10

#: Shares between which the least one is sought, and the relative step at which the search stops.
LEAST_SHARE, MOST_SHARE, SHARE_STEP = 0.02, 60.0, 0.01

#: What stands for a share that no plant reaches: any part of it is out of reach as well.
HOPELESS = 1e300

#: Shares at which the surface is held against direct simulation.
CHECK_SHARES = (0.2, 0.4, 0.7, 1.2, 2.0, 4.0)

#: Rounding of a difference of two counts.
ROUNDING = 1e-9

#: Threads that share the years; the compiled loop releases the interpreter.
N_THREADS = 2


@dataclass(frozen=True, slots=True)
class SurvivalCase:
    """What a surface is computed for.

    Parameters
    ----------
    plant : Plant
        The mix of fission, array and stores that is scaled.
    storage : StorageTechnology
    reliability : Reliability
    solar_w_m2 : tuple of (k, n) [W/m2]
        Drawn years of array output for each class of storm.
    load_kw : tuple of (4, n) [kW]
        Demand of the base for each number of people.
    step_hour, ride_through_hour : float [h]
        Length of a step; how long a crew lives without its vital loads.
    """

    plant: Plant
    storage: StorageTechnology
    reliability: Reliability
    solar_w_m2: tuple[NDArray[np.float64], ...]
    load_kw: tuple[NDArray[np.float64], ...]
    step_hour: float
    ride_through_hour: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a year on a power brings.

    Parameters
    ----------
    p_survive : float
        No vital outage outlasts the ride-through time.
    p_shed : float
        The crew lives, but essential or vital loads go short.
    p_lose : float
        The crew is lost: what `p_survive` leaves of one.
    """

    p_survive: float
    p_shed: float
    p_lose: float


@dataclass(frozen=True, slots=True)
class SurvivalSurface:
    """Outcomes over power share, storage, class of storm and number of people.

    Parameters
    ----------
    storage_hour : (b,) [h]
        Energy of the stores, in hours of the mean vital and essential load.
    storms : tuple of str
        Classes of years.
    people : tuple of int
        Numbers of people.
    least_share : (2, p, s, b, n)
        Least power share of each drawn year on which the crew lives, and on which nothing vital or essential
        goes short; infinite beyond the largest share tried. The share is the mean generation of a calm year
        over the mean of that load.
    error_frac : float
        Largest difference to direct simulation in P(survive), with the same draws, over `n_checked` points
        between the nodes; NaN where it was not sought.
    n_checked : int
        Points compared.
    """

    storage_hour: NDArray[np.float64]
    storms: tuple[str, ...]
    people: tuple[int, ...]
    least_share: NDArray[np.float64]
    error_frac: float
    n_checked: int

    @property
    def n_years(self) -> int:
        """Drawn years behind each node."""
        return int(self.least_share.shape[-1])

    def at(self, share: float, storage_hour: float, storm: str, people: int) -> Outcome:
        """Outcome at a point; beyond the outermost nodes it is theirs.

        Parameters
        ----------
        share : float
            Power share.
        storage_hour : float [h]
            Storage.
        storm : str
            One of `storms`.
        people : int
            Number of people, interpolated between those simulated.

        Returns
        -------
        Outcome

        Raises
        ------
        OutOfRange
            If the class of storm is not one of the surface's.
        """
        if storm not in self.storms:
            raise OutOfRange("storm", repr(storm), f"one of {', '.join(self.storms)}")
        # Infinite shares stay so between nodes: a year that no power saves is not half saved.
        mine = self.least_share[:, :, self.storms.index(storm)]
        known = np.log(np.clip(mine, LEAST_SHARE, HOPELESS))
        b = self.storage_hour.size
        place = float(np.interp(storage_hour, self.storage_hour, np.arange(b)))
        low = min(int(place), max(b - 2, 0))
        high = min(low + 1, b - 1)
        least = np.exp(known[:, :, low] + (place - low) * (known[:, :, high] - known[:, :, low]))
        # A year that any power saves has no least share.
        least = np.where((mine[:, :, low] == 0.0) & (mine[:, :, high] == 0.0), 0.0, least)
        parts = (least <= share).mean(axis=-1)
        lives, whole = (float(np.interp(people, self.people, part)) for part in parts)
        return Outcome(lives, max(lives - whole, 0.0), 1.0 - lives)


def survival_surface(
    case: SurvivalCase,
    *,
    storage_hour: Sequence[float],
    storms: Sequence[str] = ("calm", "global storm"),
    people: Sequence[int] = (1,),
    n_years: int,
    seed: int,
    error_frac: float | None = None,
) -> SurvivalSurface:
    """Find the least shares, and add nodes of storage until the error between them is met.

    Parameters
    ----------
    case : SurvivalCase
    storage_hour : sequence of float [h]
        First nodes of the storage, ascending.
    storms, people : sequences
        Names of the classes and numbers of people of the case, in its order.
    n_years : int
        Years at each node.
    seed : int
        Seed of the draws, the same for all nodes.
    error_frac : float or None
        Error in P(survive) at which refinement stops; None: the nodes stand as given and no error is sought.

    Returns
    -------
    SurvivalSurface

    Raises
    ------
    OutOfRange
        If nodes do not ascend or names do not fit the case.
    """
    if len(storage_hour) == 0 or np.any(np.diff(storage_hour) <= 0.0) or storage_hour[0] < 0.0:
        raise OutOfRange("storage_hour", list(storage_hour), "not negative and ascending")
    if len(storms) != len(case.solar_w_m2) or len(people) != len(case.load_kw):
        raise OutOfRange("storms and people", f"{len(storms)} and {len(people)}", "as many as the case has")
    years = _Years(case, n_years, seed)
    nodes = {float(h): years.least_shares(float(h)) for h in storage_hour}
    checked: dict[float, NDArray[np.float64]] = {}
    while True:
        hours = sorted(nodes)
        surface = SurvivalSurface(
            np.array(hours), tuple(storms), tuple(int(p) for p in people),
            np.stack([nodes[h] for h in hours], axis=3), float("nan"), 0,
        )  # fmt: skip
        if error_frac is None:
            return surface
        middles = [0.5 * (a + b) for a, b in pairwise(hours)]
        for middle in middles:
            if middle not in checked:
                checked[middle] = years.survive_at(middle)
        missed = {m: _missed(surface, m, checked[m]) for m in middles}
        worst = max(missed.values(), default=0.0)
        if worst <= error_frac + ROUNDING or len(nodes) >= MOST_NODES:
            n_checked = sum(checked[m].size for m in middles)
            return dataclasses.replace(surface, error_frac=worst, n_checked=n_checked)
        for middle, gap in missed.items():
            if gap > error_frac + ROUNDING and len(nodes) < MOST_NODES:
                nodes[middle] = years.least_shares(middle)


def survival_at(
    case: SurvivalCase, share: float, storage_hour: float, *, n_years: int, seed: int
) -> tuple[float, ...]:
    """P(survive) at one point for each class of storm and the first number of people.

    The same years and the same bisection as :func:`survival_surface` with this one storage, cut short where
    its end can no longer come to lie on the other side of the share.

    Parameters
    ----------
    case : SurvivalCase
    share : float
        Power share.
    storage_hour : float [h]
    n_years, seed : int
        As of :func:`survival_surface`.

    Returns
    -------
    tuple of float

    Examples
    --------
    >>> sun, load = np.full((1, 48), 100.0), np.full((4, 48), 5.0)
    >>> stores = StorageTechnology(0.9, 0.5, 0.0)
    >>> case = SurvivalCase(Plant(solar_m2=100.0), stores, Reliability(0.1), (sun,), (load,), 1.0, 9.0)
    >>> [survival_at(case, share, 0.0, n_years=1, seed=1) for share in (0.4, 0.6)]
    [(0.0,), (1.0,)]
    """
    years = _Years(case, n_years, seed)
    shape = (len(case.solar_w_m2), n_years)

    def one(at: tuple[int, ...]) -> bool:
        return years.is_enough(share, storage_hour, *at)

    with ThreadPoolExecutor(N_THREADS) as pool:
        found = np.array(list(pool.map(one, np.ndindex(*shape)))).reshape(shape)
    return tuple(float(part) for part in found.mean(axis=1))


def _missed(surface: SurvivalSurface, hours: float, direct: NDArray[np.float64]) -> float:
    found = [
        [[surface.at(s, hours, storm, people).p_survive for s in CHECK_SHARES] for storm in surface.storms]
        for people in surface.people
    ]
    return float(np.abs(np.array(found) - direct).max())


class _Years:
    """Drawn years of weather and outages, the same for every point."""

    def __init__(self, case: SurvivalCase, n_years: int, seed: int) -> None:
        self.case, self.n_years = case, n_years
        self.n = case.load_kw[0].shape[1]
        self.backlog_hour = table("grid/reliability").number("backlog_hour")
        self.fission_kw = np.zeros((n_years, self.n))
        for position, block in enumerate(case.plant.fission):
            self._take_outages(block, position, seed)
        calm = float(case.solar_w_m2[0].mean()) * case.plant.solar_m2 / 1000.0
        self.mean_kw = case.plant.fission_kwe + calm

    def _take_outages(self, block: FissionBlock, position: int, seed: int) -> None:
        step = self.case.step_hour
        own, shared = block_timelines(
            block, position, self.case.reliability, self.n_years, self.n * step, seed
        )
        for year in range(self.n_years):
            self.fission_kw[year] += block_output_kw(
                block, (own[0][year], own[1][year]), (shared[0][year], shared[1][year]), self.n, step
            )

    def lives(self, share: float, hours: float, storm: int, k: int, year: int) -> tuple[bool, bool]:
        """Whether the crew lives through one year, and whether nothing vital or essential goes short."""
        case, load = self.case, self.case.load_kw[k]
        firm_kw = float(load[:2].sum(axis=0).mean())
        factor = share * firm_kw / self.mean_kw if self.mean_kw > 0.0 else 0.0
        held = case.plant.battery_kwh + case.plant.fuel_cell_kwh
        in_battery = case.plant.battery_kwh / held if held > 0.0 else 1.0
        kwh, peak_kw = hours * firm_kw, float(load[:2].sum(axis=0).max())
        charge_kw = max(peak_kw, factor * self.mean_kw)
        plant = dataclasses.replace(
            case.plant,
            battery_kwh=kwh * in_battery,
            battery_kw=charge_kw,
            fuel_cell_kwh=kwh * (1.0 - in_battery),
            fuel_cell_kw=peak_kw,
            electrolyser_kw=charge_kw,
        )
        weathers = case.solar_w_m2[storm]
        run = dispatch_year(
            plant,
            case.storage,
            self.fission_kw[year] * factor,
            weathers[year % weathers.shape[0]] * (case.plant.solar_m2 * factor / 1000.0),
            load,
            step_hour=case.step_hour,
            backlog_hour=self.backlog_hour,
        )
        return bool(run.longest_hour[0] <= case.ride_through_hour), not run.short_hour[:2].any()

    def least_shares(self, hours: float) -> NDArray[np.float64]:
        """Least shares at one storage, shape (2, people, storms, years), by bisection of their logarithm."""
        shape = (len(self.case.load_kw), len(self.case.solar_w_m2), self.n_years)
        found = np.zeros((2, *shape))

        def one(at: tuple[int, ...]) -> None:
            k, storm, year = at
            found[:, k, storm, year] = self._bisected(hours, storm, k, year)

        # Each year writes its own place, so the answer does not depend on how many threads share them.
        with ThreadPoolExecutor(N_THREADS) as pool:
            list(pool.map(one, np.ndindex(*shape)))
        return found

    def _bisected(self, hours: float, storm: int, k: int, year: int) -> tuple[float, float]:
        known: dict[float, tuple[bool, bool]] = {}
        ends: list[float] = []
        for which in range(2):
            low, high = LEAST_SHARE, MOST_SHARE
            for share in (high, low):
                known.setdefault(share, self.lives(share, hours, storm, k, year))
            if not known[high][which]:
                ends.append(np.inf)
                continue
            if known[low][which]:
                ends.append(0.0)
                continue
            while high / low > 1.0 + SHARE_STEP:
                share = math.sqrt(low * high)
                if share not in known:
                    known[share] = self.lives(share, hours, storm, k, year)
                low, high = (low, share) if known[share][which] else (share, high)
            ends.append(high)
        return ends[0], max(ends)

    def is_enough(self, share: float, hours: float, storm: int, year: int) -> bool:
        """Whether the least share that the bisection would find for a year lies at or below a share."""

        def lives(tried: float) -> bool:
            return self.lives(tried, hours, storm, 0, year)[0]

        low, high = LEAST_SHARE, MOST_SHARE
        if not lives(high):
            return False
        if lives(low):
            return True
        while high / low > 1.0 + SHARE_STEP:
            middle = math.sqrt(low * high)
            if lives(middle):
                if middle <= share:
                    return True
                high = middle
            else:
                if middle >= share:
                    return False
                low = middle
        return high <= share

    def survive_at(self, hours: float) -> NDArray[np.float64]:
        """P(survive) by direct simulation at one storage, shape (people, storms, shares checked)."""
        return np.array(
            [
                [
                    [
                        np.mean([self.lives(s, hours, storm, k, y)[0] for y in range(self.n_years)])
                        for s in CHECK_SHARES
                    ]
                    for storm in range(len(self.case.solar_w_m2))
                ]
                for k in range(len(self.case.load_kw))
            ]
        )
