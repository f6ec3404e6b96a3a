"""Work packages of robots, and the schedule from landing to a station, a plant and a base.

First fidelity: labour flows. The robots at work share it in the order of the packages; a crane takes its own
time beside them, and so do starts. Robots fail at random, most are mended, some are lost, none is made; those
for whom there is no room to work are a reserve that replaces the lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from kilosol.data import table
from kilosol.limits import require
from kilosol.loads.robot_fleet import (
    Pace,
    RobotFleet,
    cited_triangular,
    done_by,
    draw_fleet,
    powered_robot_sols,
    robots_left,
    sol_of_clock,
    sols_until,
    triangular,
    work_clock,
)
from kilosol.loads.robots import robot_mean_kw
from kilosol.streams import generator

Milestone = Literal["station running", "plant running", "base ready"]
#: In the order in which they are worked for.
MILESTONES: tuple[Milestone, ...] = get_args(Milestone)
#: Quantiles of every date and energy.
QUANTILES = (0.1, 0.5, 0.9)


@dataclass(frozen=True, slots=True)
class WorkPackage:
    """A piece of work, in hours of a person.

    Parameters
    ----------
    name : str
        What is done.
    milestone : {"station running", "plant running", "base ready"}
        What it is done for.
    amount : float
        How many of `unit`.
    unit : str
        What the hours are for.
    hour, low_hour, high_hour : float [h]
        Labour of one unit: likely, least, most.
    machine_hour : float [h]
        That a crane works on the whole package, whatever the labour; nothing else of it is done meanwhile.
    """

    name: str
    milestone: Milestone
    amount: float
    unit: str
    hour: float
    low_hour: float
    high_hour: float
    machine_hour: float = 0.0

    @property
    def labour_hour(self) -> float:
        """Likely labour of the whole package [h]."""
        return self.amount * self.hour


@dataclass(frozen=True, slots=True)
class Schedule:
    """Sols after landing, at the quantiles 0.1, 0.5 and 0.9.

    Parameters
    ----------
    packages : tuple of WorkPackage
        In order.
    start_sol, end_sol : (n_packages, 3) [sol]
        Of each package; infinite where the robots do not last.
    milestone_sol : (3, 3) [sol]
        Of each of :data:`MILESTONES`.
    never_frac : (3,)
        Part of the draws in which the robots are spent before the milestone.
    before_station_kwh : (3,) [kWh]
        Drawn by robots and their tools before the station runs.
    robots_left : (3, 3)
        Robots in being at each milestone.
    n_robots : float
        At landing.
    n_at_work : float
        Of them that find room to work, and draw power, at once.
    lost_per_sol : float
        Of a robot at work, median of the draws.
    """

    packages: tuple[WorkPackage, ...]
    start_sol: NDArray[np.float64]
    end_sol: NDArray[np.float64]
    milestone_sol: NDArray[np.float64]
    never_frac: NDArray[np.float64]
    before_station_kwh: NDArray[np.float64]
    robots_left: NDArray[np.float64]
    n_robots: float
    n_at_work: float
    lost_per_sol: float


def work_schedule(
    packages: Sequence[WorkPackage],
    n_robots: float,
    *,
    seed: int,
    robot_kw: float | None = None,
    power_before_kw: float | None = None,
    n_draws: int = 2000,
    pace: Pace | None = None,
) -> Schedule:
    """Dates of packages and milestones, drawn over what robots may be worth.

    Parameters
    ----------
    packages : sequence of WorkPackage
        In the order of work.
    n_robots : float
        That land, positive.
    seed : int
        Of the scenario.
    robot_kw : float, optional [kW]
        Mean power of one robot; by default the cited one with keep-warm.
    power_before_kw : float, optional [kW]
        Power at hand before the station runs, positive; robots that it cannot feed wait. None feeds all.
    n_draws : int
        Draws, at least 10.
    pace : Pace, optional
        Hours, season and room of the work; by default the cited ones.

    Returns
    -------
    Schedule

    Raises
    ------
    OutOfRange
        If an argument is outside its range.

    Notes
    -----
    N robots that all work, and are lost at a rate b, do W hours of work at h hours a sol each by
    t = -ln(1 - b W / (N h)) / b; never, where b W >= N h. Where only M find room, M work until the others are
    used up (:mod:`kilosol.loads.robot_fleet`). Productivity is Beta, derating by Mars, repair, hours and
    labour triangular, failures and losses log-uniform over their cited ranges. Each package draws from a
    stream of its own name, so that one more moves no other. The plant and the base start once the station
    runs.

    Examples
    --------
    >>> work = (
    ...     WorkPackage("lay the cable", "station running", 2.0, "km", 60.0, 20.0, 200.0),
    ...     WorkPackage("erect habitats", "base ready", 6.0, "person", 300.0, 100.0, 1000.0),
    ... )
    >>> plan = work_schedule(work, 100, seed=1)
    >>> bool((np.diff(plan.milestone_sol[0]) > 0).all()), bool(plan.never_frac[0] < 0.01)
    (True, True)
    """
    require(np.isfinite(n_robots) and n_robots > 0, "n_robots", n_robots, "positive")
    ask = pace or Pace()
    warm = table("loads/robots").number("keep_warm_kw")
    each_kw = robot_mean_kw(keep_warm_kw=warm) if robot_kw is None else robot_kw
    require(np.isfinite(each_kw) and each_kw >= 0, "robot_kw", robot_kw, "0 or more [kW]")
    n_at_work = min(n_robots, ask.most_at_work)
    fed = 1.0
    if power_before_kw is not None:
        require(power_before_kw > 0, "power_before_kw", power_before_kw, "positive [kW]")
        fed = min(1.0, power_before_kw / (n_at_work * each_kw)) if each_kw > 0 else 1.0
    fleet = draw_fleet(seed, n_draws, ask)
    starts, ends, milestones = _dates(packages, np.array([n_robots]), fleet, seed, ask, fed)
    starts, ends, milestones = starts[:, 0], ends[:, 0], milestones[:, 0]
    tools = table("loads/work").number("array_until_station_kw")
    likely_lost = float(np.median(fleet.lost_per_sol))
    fed_sols = (n_robots * fed, n_at_work * fed, likely_lost, ask)
    robot_sols = powered_robot_sols(_quantiles(milestones)[0], *fed_sols)
    energy = _sol_hour() * (each_kw * robot_sols + tools * _quantiles(milestones)[0])
    return Schedule(
        packages=tuple(packages),
        start_sol=_quantiles(starts),
        end_sol=_quantiles(ends),
        milestone_sol=_quantiles(milestones),
        never_frac=np.mean(~np.isfinite(milestones), axis=1),
        before_station_kwh=energy,
        robots_left=_quantiles(
            robots_left(work_clock(milestones, ask), n_robots, n_at_work, fleet.lost_per_sol)
        ),
        n_robots=float(n_robots),
        n_at_work=float(n_at_work),
        lost_per_sol=likely_lost,
    )


def milestone_draws(
    packages: Sequence[WorkPackage],
    n_robots: NDArray[np.float64],
    *,
    seed: int,
    n_draws: int = 2000,
    pace: Pace | None = None,
) -> NDArray[np.float64]:
    """Sols from landing to every milestone, for several numbers of robots with the same luck.

    Parameters
    ----------
    packages : sequence of WorkPackage
        In the order of work.
    n_robots : (k,)
        Robots that land, 0 or more.
    seed : int
        Of the scenario.
    n_draws : int
        Draws, at least 10.
    pace : Pace, optional
        As for :func:`work_schedule`.

    Returns
    -------
    (3, k, n_draws) [sol]
        Infinite where they do not last, or there is none.

    Examples
    --------
    >>> work = (WorkPackage("lay the cable", "station running", 2.0, "km", 60.0, 20.0, 200.0),)
    >>> sols = milestone_draws(work, np.array([0.0, 5.0, 50.0]), seed=1)
    >>> bool(np.isinf(sols[:, 0]).all()), bool((sols[0, 2] <= sols[0, 1]).all())
    (True, True)
    """
    robots = np.asarray(n_robots, dtype=np.float64)
    require(np.isfinite(robots) & (robots >= 0), "n_robots", n_robots, "0 or more")
    ask = pace or Pace()
    return _dates(packages, robots, draw_fleet(seed, n_draws, ask), seed, ask, 1.0)[2]


def upkeep_hour_per_sol(
    array_m2: float = 0.0, cleaning_sols: float = 60.0, ice_t_per_sol: float = 0.0
) -> float:
    """Labour of a person that keeps arrays clean and a mine going.

    Parameters
    ----------
    array_m2 : float [m2]
        Array to keep clean, 0 or more.
    cleaning_sols : float [sol]
        Between two cleanings, positive.
    ice_t_per_sol : float [t]
        Ice mined a sol, 0 or more.

    Returns
    -------
    float [h]

    Raises
    ------
    OutOfRange
        If an argument is outside its range.

    Examples
    --------
    >>> upkeep_hour_per_sol(3000.0, 60.0)
    1.0
    """
    require(np.isfinite(array_m2) and array_m2 >= 0, "array_m2", array_m2, "0 or more [m2]")
    require(cleaning_sols > 0, "cleaning_sols", cleaning_sols, "positive [sol]")
    require(
        np.isfinite(ice_t_per_sol) and ice_t_per_sol >= 0, "ice_t_per_sol", ice_t_per_sol, "0 or more [t]"
    )
    cited = table("loads/work")
    return array_m2 * cited.number("cleaning_hour") / cleaning_sols + ice_t_per_sol * cited.number("ice_hour")


def _dates(
    packages: Sequence[WorkPackage],
    n_robots: NDArray[np.float64],
    fleet: RobotFleet,
    seed: int,
    pace: Pace,
    fed_frac: float,
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Starts and ends of the packages (p, k, d), milestones (3, k, d), by numbers of robots and draw."""
    require(len(packages) > 0, "packages", len(packages), "at least one")
    n_draws = fleet.hour_sol.size
    robots, clock = n_robots[:, None], np.zeros((n_robots.size, n_draws))
    done = np.zeros_like(clock)
    ends = []
    crane_hour_sol = table("loads/robots").number("active_hours_per_sol_hour")
    for package in packages:
        rng = generator(seed, f"loads/work: {package.name}")
        labour = package.amount * triangular(rng, package.low_hour, package.hour, package.high_hour, n_draws)
        # Robots that wait for power stretch the work: so many more hours at the full fleet's pace.
        fed = fed_frac if package.milestone == MILESTONES[0] else 1.0
        done = np.maximum(done + labour / fed, done_by(clock, robots, pace.most_at_work, fleet))
        by_hands = sols_until(done, robots, pace.most_at_work, fleet)
        # A crane works by day beside the robots, and needs one of them at least.
        by_crane = clock + package.machine_hour / crane_hour_sol
        clock = np.maximum(by_hands, by_crane)
        # What hands could have done while they wait for the crane is not saved up.
        done = np.where(
            np.isfinite(clock), np.maximum(done, done_by(clock, robots, pace.most_at_work, fleet)), done
        )
        ends.append(clock)
    # All work so far is told in sols of the year's mean pace: a season stretches or shortens them.
    ended = sol_of_clock(np.stack(ends), pace)
    begun = np.concatenate([np.zeros_like(ended[:1]), ended[:-1]])
    return begun, ended, _milestones(packages, ended, seed, pace)


def _milestones(
    packages: Sequence[WorkPackage], ends: NDArray[np.float64], seed: int, pace: Pace
) -> NDArray[np.float64]:
    """Sols of the three milestones; what has no package of its own comes with the one before."""
    rows: list[NDArray[np.float64]] = []
    checks = (
        pace.station_start,
        table("loads/work")["plant_start_sol"],
        table("loads/work")["base_start_sol"],
    )
    for milestone, check in zip(MILESTONES, checks, strict=True):
        mine = [i for i, p in enumerate(packages) if p.milestone == milestone]
        start = cited_triangular(generator(seed, f"loads/work: {milestone}"), check, ends.shape[-1])
        worked = ends[mine[-1]] if mine else np.zeros(ends.shape[1:])
        ready = np.maximum(worked, rows[0]) if rows else worked
        rows.append(ready + start if mine or not rows else rows[-1])
    return np.stack(rows)


def _sol_hour() -> float:
    return table("constants").number("sol_s") / 3600


def _quantiles(draws: NDArray[np.float64]) -> NDArray[np.float64]:
    # A drawn value, never a mean of two: infinite sols must not be averaged.
    found: NDArray[np.float64] = np.quantile(draws, QUANTILES, axis=-1, method="inverted_cdf").T
    return found
