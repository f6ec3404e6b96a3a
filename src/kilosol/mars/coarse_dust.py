"""Dust that grows coarser in a storm, and what that takes of the light.

The tables of light are those of dust of 1.5 um, the size of most of a year. A storm lifts larger grains:
Curiosity saw more than 4 um in the storm of Mars year 34. A larger grain absorbs more of what meets it, most
of all in the blue, so the top junction of a space cell loses first. The size here grows in proportion to the
optical depth, from 1.5 um in clear air; its one constant is set by the last report of Opportunity, 22 Wh at
optical depth 10.8, and its other days in storms check it. First fidelity: one size for one optical depth,
though grains settle as a storm ages.

References
----------
.. [1] M. T. Lemmon et al., Geophysical Research Letters 46, 2019 (key lemmon2019): sizes in that storm.
.. [2] JPL, status reports of Opportunity, July 2007 and June 2018 (key jpl_opportunity_storms).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kilosol.data import columns, table
from kilosol.errors import OutOfRange
from kilosol.mars.sheets import Use, checked_tau

if TYPE_CHECKING:
    from scipy.interpolate import RectBivariateSpline

Floats = NDArray[np.float64]

_COLUMNS: dict[Use, str] = {"triple": "triple_frac", "single": "single_frac", "broadband": "broadband_frac"}


def dust_radius_um(tau: ArrayLike) -> Floats:
    """Effective radius of the dust under which an array works.

    Parameters
    ----------
    tau : (*shape)
        Visible optical depth.

    Returns
    -------
    (*shape) [um]
        1.5 + 1.8 tau / 10.8.

    Examples
    --------
    >>> dust_radius_um([0.5, 4.0, 10.8]).round(2)
    array([1.58, 2.17, 3.3 ])
    """
    light = table("mars/light")
    fine, coarse = light.number("fine_dust_um"), light.number("coarse_dust_um")
    part = np.asarray(tau, dtype=np.float64) / light.number("coarse_dust_tau")
    return np.asarray(fine + (coarse - fine) * part)


def coarse_dust_factor(tau: ArrayLike, use: Use = "broadband") -> Floats:
    """What the coarser grains of thick dust leave of the light that grains of 1.5 um would let through.

    Parameters
    ----------
    tau : (*shape)
        Visible optical depth, 0.05 to 15.
    use : {"broadband", "triple", "single"}
        Light itself, or the current of cells.

    Returns
    -------
    (*shape)
        From 1 in clear air, smoothly down; refused where the grains would be larger than the table's 8 um.

    Notes
    -----
    Solved by discrete ordinates for a day at the equator by ``tools/build_coarse_dust.py``; other heights of
    the Sun change it little, for thick dust makes all light diffuse. The logarithm is laid out by splines.

    Examples
    --------
    >>> coarse_dust_factor([0.5, 4.12, 10.8], use="triple").round(2)
    array([1.  , 0.87, 0.46])
    """
    depth = checked_tau(np.asarray(tau, dtype=np.float64), "disort")
    if use not in _COLUMNS:
        raise OutOfRange("use", repr(use), f"one of {', '.join(_COLUMNS)}")
    sheet = columns("mars/coarse_dust")
    radius = dust_radius_um(depth)
    largest = float(sheet["radius_um"].max())
    if radius.size and radius.max() > largest:
        raise OutOfRange(
            "dust_radius_um", radius.max(), f"at most {largest:g} um, as the table of coarse dust"
        )
    return np.exp(_spline(use)(np.log(depth), radius, grid=False))


@lru_cache(maxsize=len(_COLUMNS))
def _spline(use: Use) -> RectBivariateSpline:
    """Logarithm of the factor over ln(tau) and radius."""
    from scipy.interpolate import RectBivariateSpline

    sheet = columns("mars/coarse_dust")
    tau, radius = np.unique(sheet["tau"]), np.unique(sheet["radius_um"])
    values = np.log(sheet[_COLUMNS[use]]).reshape(tau.size, radius.size)
    return RectBivariateSpline(np.log(tau), radius, values)
