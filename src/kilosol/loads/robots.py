"""Humanoid robots: what they eat and what they get done.

Figures of trade press for a machine not built for Mars; read every result as a range.
"""

from __future__ import annotations

from kilosol.data import table
from kilosol.loads.limits import require


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
    sol_hour = table("constants").number("sol_s") / 3600
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
