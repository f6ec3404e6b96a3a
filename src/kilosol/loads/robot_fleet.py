"""A fleet of robots at work: how many hours it has done by a sol, and how many of it are left.

Some find room to work, the others wait, stowed and cold, and take the places of those that are lost.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kilosol.data import Cited, table
from kilosol.limits import require
from kilosol.loads.ranges import bounds
from kilosol.loads.robots import productivity_draws
from kilosol.streams import generator

#: Steps in which robots at work are counted.
STEPS_A_SOL = 24


def _cited_room() -> float:
    return table("loads/commissioning").number("most_at_work")


def _reactor_start() -> Cited:
    return table("loads/work")["station_start_sol"]


@dataclass(frozen=True, slots=True)
class Pace:
    """What the pace of work hangs on beside the draws.

    Parameters
    ----------
    active_hours_per_sol : float, optional [h]
        Hours in which a robot is up and about; cited default.
    season : tuple of float
        Cold and dust by sol after touchdown over a Mars year, each over the year's mean, 0 or more; then the
        year begins again. Empty: no season.
    productivity_frac : float, optional
        Speed over a person's, above 0 up to 1; drawn unless given.
    most_at_work : float
        Robots that find room to work at once, positive; cited default.
    station_start : Cited
        Sols of checks and start of the station, whatever the labour; a reactor's by default.
    """

    active_hours_per_sol: float | None = None
    season: tuple[float, ...] = ()
    productivity_frac: float | None = None
    most_at_work: float = field(default_factory=_cited_room)
    station_start: Cited = field(default_factory=_reactor_start)

    def __post_init__(self) -> None:
        hours = self.active_hours_per_sol
        sol_hour = table("constants").number("sol_s") / 3600
        require(
            hours is None or 0 < hours <= sol_hour,
            "active_hours_per_sol",
            hours,
            f"above 0, up to {sol_hour:.2f} [h]",
        )
        require(all(f >= 0 for f in self.season), "season", self.season, "0 or more by sol")
        require(self.most_at_work > 0, "most_at_work", self.most_at_work, "positive")
        fixed = self.productivity_frac
        require(fixed is None or 0 < fixed <= 1, "productivity_frac", fixed, "above 0, up to 1")


@dataclass(frozen=True, slots=True)
class RobotFleet:
    """Draws of what robots do.

    Parameters
    ----------
    hour_sol : (n_draws,) [h]
        A person's hours that a robot at work does in a sol.
    lost_per_sol : (n_draws,)
        Chance that a robot at work is lost in a sol.
    """

    hour_sol: NDArray[np.float64]
    lost_per_sol: NDArray[np.float64]


def draw_fleet(seed: int, n_draws: int, pace: Pace) -> RobotFleet:
    """Draws of a fleet.

    Parameters
    ----------
    seed : int
        Of the scenario.
    n_draws : int
        At least 10.
    pace : Pace

    Returns
    -------
    RobotFleet

    Raises
    ------
    OutOfRange
        If there are too few draws.

    Examples
    --------
    >>> fleet = draw_fleet(1, 1000, Pace())
    >>> bool(0.5 < np.median(fleet.hour_sol) < 1.5)
    True
    """
    require(n_draws >= 10, "n_draws", n_draws, "at least 10")
    rng, cited = generator(seed, "loads/work"), table("loads/robots")
    asked = pace.active_hours_per_sol
    active_hour = cited.number("active_hours_per_sol_hour") if asked is None else asked
    productivity = (
        productivity_draws(n_draws, seed)
        if pace.productivity_frac is None
        else np.full(n_draws, pace.productivity_frac)
    )
    mode = cited.number("mars_factor")
    low, high = cited.number("mars_low_factor"), cited.number("mars_high_factor")
    mars = triangular(rng, min(low, mode), mode, max(high, mode), n_draws)
    between = _log_uniform(rng, cited["mtbf_hour"], n_draws)
    repair = cited_triangular(rng, cited["repair_hour"], n_draws)
    lost = _log_uniform(rng, cited["lost_frac"], n_draws)
    worked = cited_triangular(rng, table("loads/commissioning")["worked_frac"], n_draws)
    in_order_hour = active_hour * worked * between / (between + repair)
    return RobotFleet(
        hour_sol=productivity * mars * in_order_hour,
        lost_per_sol=in_order_hour / between * lost,
    )


def work_clock(sol: NDArray[np.float64], pace: Pace) -> NDArray[np.float64]:
    """Sols of work at the year's mean pace that a season leaves by so many sols after touchdown.

    Examples
    --------
    >>> work_clock(np.array([1.0, 2.0, 3.0]), Pace(season=(0.5, 1.5))).tolist()
    [0.5, 2.0, 2.5]
    """
    if not pace.season:
        return np.asarray(sol, dtype=np.float64)
    passed = np.concatenate([[0.0], np.cumsum(pace.season)])
    n = len(pace.season)
    with np.errstate(invalid="ignore"):
        years = np.floor(np.asarray(sol) / n)
        rest = np.where(np.isfinite(sol), sol - years * n, 0.0)
        by_years = np.where(years > 0, years * passed[-1], 0.0)
    return np.asarray(by_years + np.interp(rest, np.arange(n + 1.0), passed))


def sol_of_clock(clock: NDArray[np.float64], pace: Pace) -> NDArray[np.float64]:
    """Sols after touchdown by which a season leaves so much work, the reverse of :func:`work_clock`.

    Examples
    --------
    >>> sol_of_clock(np.array([0.5, 2.0, 2.5, np.inf]), Pace(season=(0.5, 1.5))).tolist()
    [1.0, 2.0, 3.0, inf]
    """
    if not pace.season:
        return np.asarray(clock, dtype=np.float64)
    passed = np.concatenate([[0.0], np.cumsum(pace.season)])
    n, total = len(pace.season), passed[-1]
    if total == 0.0:
        return np.where(np.asarray(clock) > 0, np.inf, 0.0)
    whole = np.where(np.isfinite(clock), clock, 0.0)
    # At the very end of a year its last sol counts, not the first of the next.
    years = np.maximum(np.ceil(whole / total) - 1.0, 0.0)
    sols = years * n + np.interp(whole - years * total, passed, np.arange(n + 1.0))
    return np.where(np.isfinite(clock), sols, np.inf)


def powered_robot_sols(
    sol: NDArray[np.float64], n_robots: float, n_at_work: float, lost_per_sol: float, pace: Pace
) -> NDArray[np.float64]:
    """Robots at work, and so fed, times the sols that they were, cold and dark ones too, shape (n,).

    Examples
    --------
    >>> found = powered_robot_sols(np.array([10.0, np.inf]), 50.0, 10.0, 1e-4, Pace())
    >>> found.round(6).tolist()
    [100.0, inf]
    """
    finite = np.asarray(sol)[np.isfinite(sol)]
    edges = np.arange(np.ceil(finite.max(initial=0.0) * STEPS_A_SOL) + 1.0) / STEPS_A_SOL
    left = robots_left(work_clock(edges, pace), n_robots, n_at_work, np.asarray(lost_per_sol))
    fed = np.minimum(n_at_work, left)
    passed = np.concatenate([[0.0], np.cumsum((fed[1:] + fed[:-1]) / 2) / STEPS_A_SOL])
    return np.where(np.isfinite(sol), np.interp(np.where(np.isfinite(sol), sol, 0.0), edges, passed), np.inf)


def done_by(
    sol: NDArray[np.float64], n_robots: NDArray[np.float64], most_at_work: float, fleet: RobotFleet
) -> NDArray[np.float64]:
    """Hours of work that a fleet has done by a sol.

    Parameters
    ----------
    sol : (*k, n_draws) [sol]
        0 or more; infinite: all that it can ever do.
    n_robots : (*k, 1)
        That land.
    most_at_work : float
        Of them at work at once.
    fleet : RobotFleet

    Returns
    -------
    (*k, n_draws) [h]

    Examples
    --------
    >>> fleet = RobotFleet(np.array([2.0]), np.array([0.01]))
    >>> bool(done_by(np.array([[10.0]]), np.array([[50.0]]), 10.0, fleet) == 10 * 2.0 * 10)
    True
    """
    sols = worked_robot_sols(sol, n_robots, np.minimum(n_robots, most_at_work), fleet.lost_per_sol)
    return np.asarray(fleet.hour_sol * sols)


def sols_until(
    hour: NDArray[np.float64], n_robots: NDArray[np.float64], most_at_work: float, fleet: RobotFleet
) -> NDArray[np.float64]:
    """Sols until a fleet has done so many hours of work, the reverse of :func:`done_by`.

    Parameters
    ----------
    hour : (*k, n_draws) [h]
        0 or more.
    n_robots, most_at_work, fleet
        As there.

    Returns
    -------
    (*k, n_draws) [sol]
        Infinite where it never does.
    """
    at_work = np.minimum(n_robots, most_at_work)
    rate = fleet.lost_per_sol
    with np.errstate(divide="ignore", invalid="ignore"):
        wanted = np.asarray(hour) / fleet.hour_sol
        in_reserve = (n_robots - at_work) / rate
        # The rest is done by a fleet that dwindles, once the reserve is used up.
        dwindling = -np.log1p(-np.minimum(rate * (wanted - in_reserve) / at_work, 1.0)) / rate
        sols = np.where(wanted <= in_reserve, wanted / at_work, in_reserve / at_work + dwindling)
    return np.where(wanted > 0, np.where(at_work > 0, sols, np.inf), 0.0)


def worked_robot_sols(
    sol: NDArray[np.float64],
    n_robots: float | NDArray[np.float64],
    n_at_work: float | NDArray[np.float64],
    lost_per_sol: float | NDArray[np.float64],
) -> NDArray[np.float64]:
    """Robots at work times the sols that they were, by a sol; arguments broadcast.

    Examples
    --------
    >>> round(float(worked_robot_sols(np.array(1e9), 10.0, 10.0, 0.01)), 6)
    1000.0
    """
    at_work, sols = np.asarray(n_at_work, dtype=np.float64), np.asarray(sol, dtype=np.float64)
    in_reserve = (np.asarray(n_robots) - at_work) / lost_per_sol
    with np.errstate(divide="ignore", invalid="ignore"):
        full = np.where(at_work > 0, np.minimum(at_work * sols, in_reserve), 0.0)
        later = np.where(at_work > 0, np.maximum(sols - in_reserve / at_work, 0.0), 0.0)
    return np.asarray(full - at_work * np.expm1(-np.asarray(lost_per_sol) * later) / lost_per_sol)


def robots_left(
    sol: NDArray[np.float64],
    n_robots: float,
    n_at_work: float,
    lost_per_sol: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Robots in being by a sol, those in reserve among them; arguments broadcast.

    Examples
    --------
    >>> round(float(robots_left(np.array([10.0]), 50.0, 10.0, np.array([0.01]))[0]), 6)
    49.0
    """
    return np.asarray(n_robots - lost_per_sol * worked_robot_sols(sol, n_robots, n_at_work, lost_per_sol))


def cited_triangular(rng: np.random.Generator, cited: Cited, n_draws: int) -> NDArray[np.float64]:
    """Draws between the ends of a cited range, likeliest at its value."""
    low, high = bounds(cited)
    return triangular(rng, low, float(cited), high, n_draws)


def triangular(
    rng: np.random.Generator, low: float, mode: float, high: float, n_draws: int
) -> NDArray[np.float64]:
    """Triangular draws; one value where the range has no width, which NumPy refuses."""
    return rng.triangular(low, mode, high, n_draws) if high > low else np.full(n_draws, mode)


def _log_uniform(rng: np.random.Generator, cited: Cited, n_draws: int) -> NDArray[np.float64]:
    low, high = bounds(cited)
    return np.exp(rng.uniform(np.log(low), np.log(high), n_draws))
