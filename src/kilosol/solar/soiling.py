"""Dust on arrays: how it settles and how it is taken off.

D' = -(b + m tau) D for the dust factor D, what a dusty array gives over a clean one. Wind cleans some
places (Meridiani: a gust of 9 % each 90 sols) and not others (InSight: nothing of use in four years), so
that a design counts on commanded cleaning only.

References
----------
.. [1] R. D. Lorenz et al., Planetary and Space Science 207, 2021 (key lorenz2021).
.. [2] G. A. Landis, 26th IEEE Photovoltaic Specialists Conference, 1997 (key landis1997).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kilosol.data import table
from kilosol.errors import OutOfRange
from kilosol.mars.sites import Site

Floats = NDArray[np.float64]


def loss_per_sol(tau: ArrayLike) -> Floats:
    """Rate at which settling dust dims an array.

    Parameters
    ----------
    tau : (*shape)
        Visible optical depth; fitted from 0.3 to 3.

    Returns
    -------
    (*shape) [1/sol]
        0.0009 + 0.0014 tau: 0.19 % a sol at tau 0.7.

    Examples
    --------
    >>> float(loss_per_sol(2.0).round(4))
    0.0037
    """
    soiling = table("solar/soiling")
    return np.asarray(
        soiling.number("base_per_sol") + soiling.number("slope_per_sol") * np.asarray(tau, dtype=np.float64)
    )


def dust_factor(
    tau: ArrayLike, cleaning_interval_sols: int | None = None, *, start_frac: float | None = None
) -> Floats:
    """Dust factor of an array through a year.

    Parameters
    ----------
    tau : (n_sols,)
        Visible optical depth by sol.
    cleaning_interval_sols : int, optional
        Sols between commanded cleanings, each of which restores 0.95; the first on sol 0. None: never.
    start_frac : float, optional
        Dust factor at the start of an array that is never cleaned; 0.95 by default.

    Returns
    -------
    (n_sols,)
        At the middle of each sol. With cleaning the year repeats itself, for sol 0 begins clean. Without,
        it is the first year only: an array that nothing cleans has no steady state but darkness.

    Examples
    --------
    >>> import numpy as np
    >>> dust_factor(np.full(669, 0.7), 60)[[0, 59, 60]].round(3)
    array([0.949, 0.849, 0.949])
    """
    tau = np.asarray(tau, dtype=np.float64)
    clean = table("solar/soiling").number("clean_frac")
    rate = loss_per_sol(tau)
    settled = np.concatenate([np.zeros(1), np.cumsum(rate)])
    middle = settled[:-1] + rate / 2
    if cleaning_interval_sols is None:
        start = clean if start_frac is None else start_frac
        if not 0 < start <= 1:
            raise OutOfRange("start_frac", start, "above 0 and at most 1")
        return np.asarray(start * np.exp(-middle))
    if start_frac is not None:
        raise OutOfRange("start_frac", start_frac, "left out when the array is cleaned")
    if not 1 <= cleaning_interval_sols <= tau.size:
        raise OutOfRange("cleaning_interval_sols", cleaning_interval_sols, f"between 1 and {tau.size}")
    last_cleaning = np.arange(tau.size) // cleaning_interval_sols * cleaning_interval_sols
    return np.asarray(clean * np.exp(-(middle - settled[last_cleaning])))


def gusty_dust_factor(rng: np.random.Generator, tau: ArrayLike, *, start_frac: float | None = None) -> Floats:
    """Dust factor at a windy site, cleaned by chance gusts alone.

    Parameters
    ----------
    rng : numpy.random.Generator
        From `kilosol.streams.generator`.
    tau : (n_sols,)
        Visible optical depth by sol; may span several years.
    start_frac : float, optional
        Dust factor at the start; 0.95 by default.

    Returns
    -------
    (n_sols,)
        At the middle of each sol.

    Notes
    -----
    As at Meridiani: gusts are a Poisson process of one in 90 sols and multiply the factor by 1.09, up to
    0.95. At that rate they win back about half of what settles: the record also had years of slow
    cleaning that this leaves out, so it errs on the dark side.

    Examples
    --------
    >>> import numpy as np
    >>> from kilosol.streams import generator
    >>> gusty_dust_factor(generator(1, "gusts"), np.full(669, 0.7)).shape
    (669,)
    """
    soiling = table("solar/soiling")
    clean, gain = soiling.number("clean_frac"), soiling.number("gust_gain_frac")
    kept = np.exp(-loss_per_sol(tau) / 2)
    gusts = rng.poisson(1 / soiling.number("gust_interval_sol"), kept.size)
    factor = np.empty(kept.size)
    now = clean if start_frac is None else start_frac
    for k in range(kept.size):
        factor[k] = now * kept[k]
        now = min(factor[k] * kept[k] * (1 + gain) ** int(gusts[k]), max(clean, factor[k]))
    return factor


def site_dust_factor(
    place: Site,
    tau: ArrayLike,
    rng: np.random.Generator | None = None,
    *,
    cleaning_interval_sols: int | None = None,
) -> Floats:
    """Dust factor at a site: cleaned on command, or by the wind that the site has.

    Parameters
    ----------
    place : kilosol.mars.Site
        Its `wind` says whether gusts clean.
    tau : (n_sols,)
        Visible optical depth by sol.
    rng : numpy.random.Generator, optional
        Draws the gusts of a windy site; without it none come.
    cleaning_interval_sols : int, optional
        Sols between commanded cleanings, which then are all that is counted.

    Returns
    -------
    (n_sols,)

    Examples
    --------
    >>> import numpy as np
    >>> from kilosol.mars import site
    >>> still = site_dust_factor(site("InSight"), np.full(669, 0.7))
    >>> float(still[-1].round(2))
    0.27
    """
    if cleaning_interval_sols is None and place.wind == "gusty" and rng is not None:
        return gusty_dust_factor(rng, tau)
    return dust_factor(tau, cleaning_interval_sols)


def cleaning_labour_hour(area_m2: ArrayLike, cleaning_interval_sols: int, n_sols: int = 669) -> Floats:
    """Hours of a robot's work that commanded cleaning costs.

    Parameters
    ----------
    area_m2 : (*shape) [m2]
    cleaning_interval_sols : int
        Sols between cleanings, from 1.
    n_sols : int
        Over how long; a Mars year by default.

    Returns
    -------
    (*shape) [h]
        0.004 h/m2 each time, an assumption (0.001 to 0.02).

    Examples
    --------
    >>> float(cleaning_labour_hour(5000.0, 60).round())
    223.0
    """
    area = np.asarray(area_m2, dtype=np.float64)
    if not np.all(area >= 0):
        raise OutOfRange("area_m2", area_m2, "at least 0")
    if cleaning_interval_sols < 1:
        raise OutOfRange("cleaning_interval_sols", cleaning_interval_sols, "at least 1")
    each = table("solar/soiling").number("cleaning_hour_m2")
    return np.asarray(area * each * n_sols / cleaning_interval_sols)
