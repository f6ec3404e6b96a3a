"""Mars clock: season, sol date, Mars year and local time of an instant, and the axis of the design year.

All hourly series of a Mars year in Kilosol have 669 sols of 24 steps, a step being 1/24 sol
(1.02749 hours). Sol 0 begins at solar longitude Ls 0 and at local midnight; the last 0.41 sol lies in the
following year, where the seasons close to within 0.2 degrees.

References
----------
.. [1] M. Allison, M. McEwen, "A post-Pathfinder evaluation of areocentric solar coordinates with
   improved timing recipes for Mars seasonal/diurnal climate studies", Planetary and Space Science 48,
   2000 (key allison2000), with the constants as revised for NASA's Mars24.
.. [2] R. T. Clancy et al., Journal of Geophysical Research 105(E4), 2000 (key clancy2000): Mars years.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kilosol.data import columns, table
from kilosol.errors import OutOfRange

Floats = NDArray[np.float64]

# Kepler's equation by Newton steps: at e < 0.1 four steps from M reach rounding error.
_NEWTON_STEPS = 4


def step_hour() -> float:
    """Length of one step of an hourly series, 1/24 sol [h].

    Examples
    --------
    >>> round(step_hour(), 5)
    1.02749
    """
    return table("constants").number("sol_s") / 3600 / 24


#: Length of one step [h], as :func:`step_hour`; for array code that need not record its use.
STEP_HOUR: float = step_hour()


def tt_jd(utc_jd: ArrayLike) -> Floats:
    """Terrestrial time of a UTC instant.

    Parameters
    ----------
    utc_jd : (*shape) [d]
        Julian date in UTC. Before 1972 the offset of 1972 is held, an error of some ten seconds.

    Returns
    -------
    (*shape) [d]
        Julian date in terrestrial time.

    Examples
    --------
    >>> round((float(tt_jd(2451549.5)) - 2451549.5) * 86400, 2)
    64.18
    """
    utc = np.asarray(utc_jd, dtype=np.float64)
    leaps = columns("mars/leap_seconds")
    row = np.searchsorted(leaps["utc_jd"], utc, side="right") - 1
    offset_s = leaps["tai_minus_utc_s"][np.maximum(row, 0)] + table("mars/time_scale").number(
        "tt_minus_tai_s"
    )
    return utc + offset_s / table("constants").number("day_s")


def _motion(utc_jd: ArrayLike) -> tuple[Floats, Floats, Floats]:
    """Mean anomaly, angle of the fictitious mean sun and equation of centre, unwrapped [deg]."""
    clock = table("mars/clock")
    days = tt_jd(utc_jd) - clock.number("j2000_jd")
    anomaly = clock.number("mean_anomaly_deg") + clock.number("mean_anomaly_rate_deg_day") * days
    sun = clock.number("fictitious_sun_deg") + clock.number("fictitious_sun_rate_deg_day") * days
    angle = clock.number("earth_motion_deg_day") * days[..., None] / clock.array("perturber_year")
    wobble = clock.array("perturber_deg") * np.cos(np.radians(angle + clock.array("perturber_phase_deg")))
    harmonics = clock.array("centre_deg")
    multiples = np.arange(1, harmonics.size + 1)
    centre = (harmonics * np.sin(np.radians(anomaly[..., None] * multiples))).sum(axis=-1)
    drift = clock.number("centre_rate_deg_day") * days * np.sin(np.radians(anomaly))
    return anomaly, sun, centre + drift + wobble.sum(axis=-1)


def ls_deg(utc_jd: ArrayLike) -> Floats:
    """Areocentric solar longitude Ls: the season, 0 at the northern spring equinox.

    Parameters
    ----------
    utc_jd : (*shape) [d]
        Julian date in UTC.

    Returns
    -------
    (*shape) [deg]
        In [0, 360); within 0.012 deg of the DE421 ephemeris from 1996 to 2049.

    Notes
    -----
    Eqs. 16 to 19 of [1]_ of the module.

    Examples
    --------
    >>> round(float(ls_deg(2451549.5)), 4)  # 2000-01-06 00:00
    277.1876
    """
    _, sun, centre = _motion(utc_jd)
    return np.asarray(np.mod(sun + centre, 360))


def mars_year(utc_jd: ArrayLike) -> NDArray[np.int64]:
    """Mars year in Clancy's numbering.

    Parameters
    ----------
    utc_jd : (*shape) [d]
        Julian date in UTC.

    Returns
    -------
    (*shape)
        Whole years; year 1 began at Ls 0 on 1955-04-11.

    Examples
    --------
    >>> int(mars_year(2461312.5))  # 2026-09-29
    38
    """
    _, sun, centre = _motion(utc_jd)
    return (np.floor((sun + centre) / 360) + table("mars/clock").number("mars_year_number")).astype(np.int64)


def mars_sol_date(utc_jd: ArrayLike) -> Floats:
    """Mars Sol Date: sols and fraction since the midnight at longitude 0 of 29 December 1873.

    Parameters
    ----------
    utc_jd : (*shape) [d]
        Julian date in UTC.

    Returns
    -------
    (*shape) [sol]
        Eq. 22 of [1]_ of the module; its fraction is Coordinated Mars Time over 24 h.

    Examples
    --------
    >>> round(float(mars_sol_date(2451549.5)), 4)
    44795.9998
    """
    clock = table("mars/clock")
    return np.asarray((tt_jd(utc_jd) - clock.number("sol_zero_jd")) / clock.number("sol_day"))


def equation_of_time_hour(utc_jd: ArrayLike) -> Floats:
    """True minus mean solar time [Mars hours], eq. 20 of [1]_ of the module.

    Parameters
    ----------
    utc_jd : (*shape) [d]
        Julian date in UTC.

    Returns
    -------
    (*shape) [h]
        Between -0.85 and 0.67 Mars hours (1/24 sol).

    Examples
    --------
    >>> round(float(equation_of_time_hour(2451549.5)), 4)
    -0.3458
    """
    _, sun, centre = _motion(utc_jd)
    terms = table("mars/clock").array("equation_of_time_deg")
    season = np.radians(sun + centre)[..., None] * 2 * np.arange(1, terms.size + 1)
    return np.asarray(((terms * np.sin(season)).sum(axis=-1) - centre) / 360 * 24)


def ltst_hour(utc_jd: ArrayLike, east_longitude_deg: ArrayLike) -> Floats:
    """Local true solar time.

    Parameters
    ----------
    utc_jd : (*shape) [d]
        Julian date in UTC.
    east_longitude_deg : (*shape) [deg]
        Planetocentric, positive to the east.

    Returns
    -------
    (*shape) [h]
        In [0, 24) Mars hours; 12 when the Sun stands on the meridian.

    Examples
    --------
    >>> round(float(ltst_hour(2451549.5, -184.702)), 3)
    11.335
    """
    mean = mars_sol_date(utc_jd) * 24 + np.asarray(east_longitude_deg) / 360 * 24
    return np.asarray(np.mod(mean + equation_of_time_hour(utc_jd), 24))


def heliocentric_distance_au(utc_jd: ArrayLike) -> Floats:
    """Distance of Mars from the Sun at a date.

    Parameters
    ----------
    utc_jd : (*shape) [d]
        Julian date in UTC.

    Returns
    -------
    (*shape) [au]
        Eq. 25 of [1]_ of the module, within 2.5e-4 au of DE421.

    Examples
    --------
    >>> round(float(heliocentric_distance_au(2451549.5)), 5)
    1.39358
    """
    clock = table("mars/clock")
    anomaly, _, _ = _motion(utc_jd)
    terms = clock.array("distance_terms")
    cosines = np.cos(np.radians(anomaly[..., None] * np.arange(terms.size)))
    return np.asarray(clock.number("distance_scale_au") * (terms * cosines).sum(axis=-1))


def n_design_sols() -> int:
    """Sols of the design year: the Mars year rounded to whole sols.

    Examples
    --------
    >>> n_design_sols()
    669
    """
    return round(table("constants").number("mars_year_sol"))


def design_year_ls_deg(steps_per_sol: int = 24) -> Floats:
    """Ls at the start of each step of the design year.

    Parameters
    ----------
    steps_per_sol : int
        Steps a sol; 24 for hourly series, 1 for one value a sol.

    Returns
    -------
    (669 * steps_per_sol,) [deg]
        From 0; the last 0.41 sol wraps past 360 into [0, 0.2].

    Notes
    -----
    Kepler's equation on the ellipse of `kilosol.mars.sun`, with the time from equinox to equinox
    (668.5909 sols, not the sidereal year) as period.

    Examples
    --------
    >>> design_year_ls_deg().shape, float(design_year_ls_deg()[0])
    ((16056,), 0.0)
    """
    if steps_per_sol < 1:
        raise OutOfRange("steps_per_sol", steps_per_sol, "at least 1")
    sols = np.arange(n_design_sols() * steps_per_sol) / steps_per_sol
    ls = ls_of_sol_deg(sols)
    ls[0] = 0
    return ls


def ls_of_sol_deg(sol: ArrayLike) -> Floats:
    """Ls at a time counted from Ls 0, on the design orbit.

    Parameters
    ----------
    sol : (*shape) [sol]
        Sols and fraction since Ls 0; any number of years.

    Returns
    -------
    (*shape) [deg]
        In [0, 360).

    Examples
    --------
    >>> round(float(ls_of_sol_deg(371.9)), 0)  # northern autumn equinox
    180.0
    """
    clock = table("mars/clock")
    e, perihelion = clock.number("eccentricity"), np.radians(clock.number("perihelion_ls_deg"))
    stretch = np.sqrt((1 - e) / (1 + e))
    start = 2 * np.arctan(stretch * np.tan(-perihelion / 2))
    elapsed = np.asarray(sol, dtype=np.float64) / table("constants").number("mars_year_sol")
    mean = np.mod(start - e * np.sin(start) + 2 * np.pi * elapsed, 2 * np.pi)
    eccentric = mean + e * np.sin(mean)
    for _ in range(_NEWTON_STEPS):
        eccentric = eccentric - (eccentric - e * np.sin(eccentric) - mean) / (1 - e * np.cos(eccentric))
    true = 2 * np.arctan2(np.sin(eccentric / 2), stretch * np.cos(eccentric / 2))
    return np.asarray(np.mod(np.degrees(true + perihelion), 360))
