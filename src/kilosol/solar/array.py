"""Electric output and mass of a solar array laid flat on the ground.

Arrays lie flat: the sky is so bright that at 22 degrees north tilting one to the latitude loses 1 to 3 %
over a year, and the best tilt, some 5 degrees, gains 0.2 to 2 %, by how the ground is counted.
First fidelity: one efficiency from light to bus, no cell temperature (some 7 % more in cold aphelion, 7 %
less in perihelion), no shading.

References
----------
.. [1] JPL Opportunity status reports (key jpl_opportunity_status): 302 sols of energy, optical depth and
   dust factor.
.. [2] M. Mikulas et al., NASA Langley, 2015 (key mikulas2015): mass of large blankets.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kilosol.data import table
from kilosol.errors import OutOfRange
from kilosol.mars.irradiance import design_year_global_w_m2

Floats = NDArray[np.float64]


def storm_factor(tau: ArrayLike) -> Floats:
    """What deep storms leave of the calculated output.

    Parameters
    ----------
    tau : (*shape)
        Visible optical depth.

    Returns
    -------
    (*shape)
        0.5 above tau 4, where reported energy fell by that much and more below any calculation; else 1.

    Examples
    --------
    >>> storm_factor([0.5, 4.0, 4.5])
    array([1. , 1. , 0.5])
    """
    array = table("solar/array")
    is_storm = np.asarray(tau, dtype=np.float64) > array.number("storm_tau")
    return np.where(is_storm, array.number("storm_factor"), np.float64(1))


def output_w_m2(
    latitude_deg: float, tau: ArrayLike, *, ground_albedo: float, system_efficiency_frac: float | None = None
) -> Floats:
    """Electric output of a clean horizontal array, for each square metre, through the design year.

    Parameters
    ----------
    latitude_deg : float [deg]
        Planetocentric.
    tau : (n_sols,)
        Visible optical depth by sol.
    ground_albedo : float
        Of the ground around, in [0, 1).
    system_efficiency_frac : float, optional
        Light on the array to power at the bus; 0.22 by default (0.16 flown on the rovers, 0.25 hoped for).

    Returns
    -------
    (n_sols * 24,) [W/m2]
        Mean over each step of 1/24 sol, before dust on the array.

    Notes
    -----
    P = eta G(t) k(tau), with G of Appelbaum and Flood: no further spectral loss is due for
    multi-junction cells (see `kilosol.mars.irradiance`), and k the :func:`storm_factor`.

    Examples
    --------
    >>> import numpy as np
    >>> output = output_w_m2(18.4, np.full(669, 0.5), ground_albedo=0.2)
    >>> output.shape, float(output.mean().round(1))
    ((16056,), 31.5)
    """
    eta = (
        table("solar/array").number("system_efficiency_frac")
        if system_efficiency_frac is None
        else system_efficiency_frac
    )
    if not 0 < eta <= 1:
        raise OutOfRange("system_efficiency_frac", eta, "above 0 and at most 1")
    light = design_year_global_w_m2(latitude_deg, tau, ground_albedo=ground_albedo)
    return light * eta * np.repeat(storm_factor(tau), 24)


def array_mass_kg(area_m2: ArrayLike, case: Literal["low", "plan", "high"] = "plan") -> Floats:
    """Mass of an array with its structure.

    Parameters
    ----------
    area_m2 : (*shape) [m2]
        From 0.
    case : {"low", "plan", "high"}
        1.5 (asked for in a NASA challenge), 2.2 (large blankets), 3.5 kg/m2 (with legs, wiring, ballast).

    Returns
    -------
    (*shape) [kg]

    Examples
    --------
    >>> float(array_mass_kg(1000.0))
    2200.0
    """
    area = np.asarray(area_m2, dtype=np.float64)
    if not np.all(area >= 0):
        raise OutOfRange("area_m2", area_m2, "at least 0")
    keys = {"low": "low_mass_kg_m2", "plan": "mass_kg_m2", "high": "high_mass_kg_m2"}
    if case not in keys:
        raise OutOfRange("case", repr(case), "'low', 'plan' or 'high'")
    return np.asarray(area * table("solar/array").number(keys[case]))
