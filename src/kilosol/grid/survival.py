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
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from kilosol.errors import OutOfRange
from kilosol.grid.drawn_years import plant_microgrid
from kilosol.grid.microgrid import packed, ratings_array, rules_array
from kilosol.grid.monte_carlo import Lanes, run_vectors
from kilosol.grid.plant import Plant, StorageTechnology
from kilosol.grid.plant_failures import Reliability

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
    return tuple(
        float(years.are_enough(share, storage_hour, storm).mean()) for storm in range(len(case.solar_w_m2))
    )


def _missed(surface: SurvivalSurface, hours: float, direct: NDArray[np.float64]) -> float:
    found = [
        [[surface.at(s, hours, storm, people).p_survive for s in CHECK_SHARES] for storm in surface.storms]
        for people in surface.people
    ]
    return float(np.abs(np.array(found) - direct).max())


class _Years:
    """Drawn years of weather and outages, the same for every point: each year of each case is one lane."""

    def __init__(self, case: SurvivalCase, n_years: int, seed: int) -> None:
        from kilosol.grid.outage_events import group_keys

        self.case, self.n_years = case, n_years
        calm = float(case.solar_w_m2[0].mean()) * case.plant.solar_m2 / 1000.0
        self.mean_kw = case.plant.fission_kwe + calm
        grids = [
            plant_microgrid(case.plant, case.storage, case.reliability, sun, load, case.step_hour)
            for load in case.load_kw
            for sun in case.solar_w_m2
        ]
        self.rules, self.grids = grids[0].rules, [packed(grid) for grid in grids]
        self.keys = group_keys(seed, self.grids[0].names)

    def scaled(self, share: float, hours: float, k: int) -> Plant:
        """The plant at a share of the load of `k`, with so many hours of storage."""
        case, load = self.case, self.case.load_kw[k]
        firm_kw = float(load[:2].sum(axis=0).mean())
        factor = share * firm_kw / self.mean_kw if self.mean_kw > 0.0 else 0.0
        held = case.plant.battery_kwh + case.plant.fuel_cell_kwh
        in_battery = case.plant.battery_kwh / held if held > 0.0 else 1.0
        kwh, peak_kw = hours * firm_kw, float(load[:2].sum(axis=0).max())
        charge_kw = max(peak_kw, factor * self.mean_kw)
        return dataclasses.replace(
            case.plant,
            fission=tuple(
                dataclasses.replace(block, unit_kwe=factor * block.unit_kwe) for block in case.plant.fission
            ),
            solar_m2=factor * case.plant.solar_m2,
            battery_kwh=kwh * in_battery,
            battery_kw=charge_kw,
            fuel_cell_kwh=kwh * (1.0 - in_battery),
            fuel_cell_kw=peak_kw,
            electrolyser_kw=charge_kw,
        )

    def lives(
        self, shares: NDArray[np.float64], hours: float, storm: int, k: int, years: NDArray[np.int64]
    ) -> NDArray[np.bool_]:
        """Whether the crew lives through years at their shares, and whether nothing goes short, (2, n)."""
        from kilosol.grid import dispatch_step as d

        arrays, step = self.grids[k * len(self.case.solar_w_m2) + storm], self.case.step_hour
        plants = [self.scaled(float(share), hours, k) for share in shares]
        ratings = np.array([ratings_array(plant, step) for plant in plants]).T
        rules = np.array([rules_array(plant, self.rules, step) for plant in plants]).T
        lanes = Lanes(years, years % arrays.solar_w_m2.shape[0], ratings, rules)
        states = run_vectors(arrays, self.keys, lanes, is_whole=False)
        short = states[d.VITAL_STEPS] + states[d.ESSENTIAL_STEPS]
        return np.stack([states[d.LONGEST] * step <= self.case.ride_through_hour, short == 0.0])

    def least_shares(self, hours: float) -> NDArray[np.float64]:
        """Least shares at one storage, shape (2, people, storms, years), by bisection of their logarithm."""
        shape = (len(self.case.load_kw), len(self.case.solar_w_m2), self.n_years)
        found = np.zeros((2, *shape))
        for k, storm in np.ndindex(*shape[:2]):
            for which in range(2):
                found[which, k, storm] = self._bisected(hours, storm, k, which)
            found[1, k, storm] = found[:, k, storm].max(axis=0)
        return found

    def _bisected(self, hours: float, storm: int, k: int, which: int) -> NDArray[np.float64]:
        years = np.arange(self.n_years)

        def enough(shares: NDArray[np.float64], which_years: NDArray[np.int64]) -> NDArray[np.bool_]:
            return np.asarray(self.lives(shares, hours, storm, k, which_years)[which])

        low, high = np.full(self.n_years, LEAST_SHARE), np.full(self.n_years, MOST_SHARE)
        found = np.where(enough(high, years), high, np.inf)
        found[enough(low, years)] = 0.0
        sought = np.flatnonzero((found > 0.0) & np.isfinite(found))
        while sought.size:
            middle = np.sqrt(low[sought] * high[sought])
            fits = enough(middle, sought)
            high[sought[fits]], low[sought[~fits]] = middle[fits], middle[~fits]
            found[sought] = high[sought]
            sought = sought[high[sought] / low[sought] > 1.0 + SHARE_STEP]
        return found

    def are_enough(self, share: float, hours: float, storm: int) -> NDArray[np.bool_]:
        """Years whose least share, as the bisection would find it, lies at or below a share."""
        low, high = np.full(self.n_years, LEAST_SHARE), np.full(self.n_years, MOST_SHARE)
        years = np.arange(self.n_years)
        fits = self.lives(low, hours, storm, 0, years)[0]
        sought = np.flatnonzero(self.lives(high, hours, storm, 0, years)[0] & ~fits)
        while sought.size:
            middle = np.sqrt(low[sought] * high[sought])
            lived = self.lives(middle, hours, storm, 0, sought)[0]
            high[sought[lived]], low[sought[~lived]] = middle[lived], middle[~lived]
            # Cut short where the end can no longer come to lie on the other side of the share.
            fits[sought] = high[sought] <= share
            is_open = (high[sought] > share) & (low[sought] < share)
            sought = sought[is_open & (high[sought] / low[sought] > 1.0 + SHARE_STEP)]
        return np.asarray(fits)

    def survive_at(self, hours: float) -> NDArray[np.float64]:
        """P(survive) by direct simulation at one storage, shape (people, storms, shares checked)."""
        years = np.arange(self.n_years)
        return np.array(
            [
                [
                    [
                        self.lives(np.full(self.n_years, s), hours, storm, k, years)[0].mean()
                        for s in CHECK_SHARES
                    ]
                    for storm in range(len(self.case.solar_w_m2))
                ]
                for k in range(len(self.case.load_kw))
            ]
        )
