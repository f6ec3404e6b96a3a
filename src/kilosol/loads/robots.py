"""Humanoid robots: what they eat, what they get done, and how they fail.

Figures of trade press for a machine not built for Mars; read every result as a range.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kilosol.data import table
from kilosol.limits import Floats, require
from kilosol.loads.ranges import bounds
from kilosol.streams import generator


@dataclass(frozen=True, slots=True)
class RobotDuty:
    """A sol of one robot.

    Parameters
    ----------
    active_hour, charging_hour, idle_hour : float [h]
        At work, at the charger, waiting; a sol together.
    n_charges : float
        Charges a sol.
    robot_kwh_sol, drawn_kwh_sol : float [kWh/sol]
        Used by the robot with its heaters, and drawn from the station with the charger's losses.
    mean_kw : float [kW]
        Drawn, mean over the sol.
    """

    active_hour: float
    charging_hour: float
    idle_hour: float
    n_charges: float
    robot_kwh_sol: float
    drawn_kwh_sol: float
    mean_kw: float


def robot_mean_kw(
    active_hours_per_sol: float | None = None,
    active_kw: float | None = None,
    idle_kw: float | None = None,
    keep_warm_kw: float = 0.0,
) -> float:
    """Mean electric power of one robot over a sol.

    Parameters
    ----------
    active_hours_per_sol : float, optional [h]
        Hours at work in a sol of 24.66 h; cited default 12.3.
    active_kw, idle_kw : float, optional [kW]
        Power at work and at rest; cited defaults 0.25 and 0.1.
    keep_warm_kw : float [kW]
        Heaters, all the time; 0.05 to 0.15 is a fair guess, none by default.

    Returns
    -------
    float [kW]

    Raises
    ------
    OutOfRange
        If a power is negative or the hours exceed a sol.

    Examples
    --------
    >>> round(robot_mean_kw(), 3)
    0.175
    """
    cited = table("loads/robots")
    active_hour = (
        cited.number("active_hours_per_sol_hour") if active_hours_per_sol is None else active_hours_per_sol
    )
    working = cited.number("active_kw") if active_kw is None else active_kw
    resting = cited.number("idle_kw") if idle_kw is None else idle_kw
    sol_hour = _sol_hour()
    require(
        0 <= active_hour <= sol_hour,
        "active_hours_per_sol",
        active_hours_per_sol,
        f"from 0 to {sol_hour:.2f} [h]",
    )
    for name, value in (("active_kw", working), ("idle_kw", resting), ("keep_warm_kw", keep_warm_kw)):
        require(value >= 0, name, value, "0 or more [kW]")
    duty = active_hour / sol_hour
    return duty * working + (1 - duty) * resting + keep_warm_kw


def robot_duty(active_hours_per_sol: float | None = None, keep_warm_kw: float = 0.0) -> RobotDuty:
    """A sol of one robot: work, charging and waiting, with the charger's losses.

    Parameters
    ----------
    active_hours_per_sol : float, optional [h]
        Hours at work; cited default 12.3.
    keep_warm_kw : float [kW]
        Heaters, all the time, 0 or more.

    Returns
    -------
    RobotDuty

    Raises
    ------
    OutOfRange
        If work and charging together exceed a sol, or the heaters are negative.

    Notes
    -----
    All the robot's energy passes through its battery; while it charges it rests.

    Examples
    --------
    >>> duty = robot_duty()
    >>> round(duty.robot_kwh_sol, 1), round(duty.charging_hour, 1)
    (4.3, 2.2)
    """
    cited, sol_hour = table("loads/robots"), _sol_hour()
    active = (
        cited.number("active_hours_per_sol_hour") if active_hours_per_sol is None else active_hours_per_sol
    )
    used = robot_mean_kw(active, keep_warm_kw=keep_warm_kw) * sol_hour
    charging = used / cited.number("charger_kw")
    require(
        active + charging <= sol_hour,
        "active_hours_per_sol",
        f"{active:g} (and {charging:.2f} at the charger)",
        f"short enough to charge within a sol of {sol_hour:.2f} [h]",
    )
    drawn = used / cited.number("charger_frac")
    return RobotDuty(
        active_hour=active,
        charging_hour=charging,
        idle_hour=sol_hour - active - charging,
        n_charges=used / (cited.number("battery_kwh") * cited.number("depth_frac")),
        robot_kwh_sol=used,
        drawn_kwh_sol=drawn,
        mean_kw=drawn / sol_hour,
    )


def shifts_per_robot_sol(productivity_frac: float | None = None, mars_factor: float | None = None) -> float:
    """Human eight-hour shifts that one robot does in a sol.

    Parameters
    ----------
    productivity_frac : float, optional
        Speed over a person's, 0 to 1; cited default 0.35.
    mars_factor : float, optional
        Derating by dust and cold, 0 to 1; cited default 0.65. Take 1 for Earth figures.

    Returns
    -------
    float [1]

    Raises
    ------
    OutOfRange
        If a factor is outside 0 to 1.

    Notes
    -----
    productivity x 20 h x availability 0.7 / 8 h: 0.5 to 0.9 at 0.3 to 0.5 without the derating.

    Examples
    --------
    >>> round(shifts_per_robot_sol(0.5, 1.0), 2)
    0.88
    """
    cited = table("loads/robots")
    productivity = cited.number("productivity_frac") if productivity_frac is None else productivity_frac
    derate = cited.number("mars_factor") if mars_factor is None else mars_factor
    require(0 <= productivity <= 1, "productivity_frac", productivity, "from 0 to 1")
    require(0 <= derate <= 1, "mars_factor", derate, "from 0 to 1")
    hours = cited.number("work_hours_hour") * cited.number("availability_frac")
    return productivity * derate * hours / cited.number("shift_hour")


def availability_frac(mtbf_hour: Floats | None = None, repair_hour: float | None = None) -> Floats:
    """Part of the time in which a robot works or could.

    Parameters
    ----------
    mtbf_hour : (*batch,) [h], optional
        Between failures, positive; cited default 450.
    repair_hour : float, optional [h]
        From failure to work, 0 or more; cited default 193.

    Returns
    -------
    (*batch,) [1]

    Raises
    ------
    OutOfRange
        If a time is outside its range.

    Examples
    --------
    >>> round(float(availability_frac()), 2)
    0.7
    """
    cited = table("loads/robots")
    between = np.asarray(cited.number("mtbf_hour") if mtbf_hour is None else mtbf_hour, dtype=np.float64)
    repair = cited.number("repair_hour") if repair_hour is None else repair_hour
    require(between > 0, "mtbf_hour", mtbf_hour, "positive [h]")
    require(repair >= 0, "repair_hour", repair_hour, "0 or more [h]")
    part: Floats = (between / (between + repair))[()]
    return part


def weather_factor(ambient_k: Floats, tau: Floats = 0.0) -> Floats:
    """Derating of a robot's work by cold and dust on a day.

    Parameters
    ----------
    ambient_k : (*batch,) [K]
        Air near the surface while it works, 100 to 320.
    tau : (*batch,)
        Optical depth of dust, 0 or more.

    Returns
    -------
    (*batch,) [1]
        From 0 to 1. It stands for the weather of a day alone, not for a machine that is not made for Mars:
        do not multiply it with `mars_factor`, which holds both on the mean.

    Raises
    ------
    OutOfRange
        If an argument is outside its range.

    Notes
    -----
    Linear in temperature between no work (153 K) and full work (253 K); linear in optical depth between
    calm (0.8) and a global storm (5). Assumptions.

    Examples
    --------
    >>> weather_factor(np.array([203.0, 260.0]), 0.5)
    array([0.5, 1. ])
    """
    cited = table("loads/robots")
    air, dust = np.asarray(ambient_k, dtype=np.float64), np.asarray(tau, dtype=np.float64)
    low, high = bounds(cited["ambient_k"])
    require((air >= low) & (air <= high), "ambient_k", ambient_k, f"from {low:g} to {high:g} [K]")
    require(np.isfinite(dust) & (dust >= 0), "tau", tau, "0 or more")
    none, full = cited.number("cold_none_k"), cited.number("cold_full_k")
    cold = np.clip((air - none) / (full - none), 0, 1)
    calm, storm = cited.number("dust_calm_tau_factor"), cited.number("dust_storm_tau_factor")
    murk = np.clip((dust - calm) / (storm - calm), 0, 1)
    factor: Floats = (cold * (1 - murk * (1 - cited.number("dust_least_factor"))))[()]
    return factor


def productivity_draws(n_draws: int, seed: int) -> NDArray[np.float64]:
    """Speed of robots over a person's, drawn.

    Parameters
    ----------
    n_draws : int
        Positive.
    seed : int
        Of the scenario.

    Returns
    -------
    (n_draws,) [1]
        Beta with mean 0.35.

    Raises
    ------
    OutOfRange
        If the number is not positive.

    Examples
    --------
    >>> round(float(productivity_draws(100_000, 1).mean()), 2)
    0.35
    """
    require(n_draws > 0, "n_draws", n_draws, "positive")
    cited = table("loads/robots")
    mean, total = cited.number("productivity_frac"), cited.number("productivity_concentration")
    return generator(seed, "loads/productivity").beta(mean * total, (1 - mean) * total, n_draws)


def _sol_hour() -> float:
    return table("constants").number("sol_s") / 3600
