"""Electric output, mass and handling of solar arrays laid flat on the ground.

Plans lay arrays flat: no frames, no ballast, no rows that shade each other. What that gives away depends on
the place: at 22 degrees north under the dust of Viking's years the best fixed tilt, 8 degrees, gains 0.8 %
over a year, but at 40 north in a calm year some 28 degrees gain 9 %, and a third in its darkest
month; in a deep storm tilt gains nothing. See `kilosol.mars.daily_insolation_wh_m2` for tilts and tracking.
First fidelity: one efficiency from light to bus, no shading of rows, no wiring length.

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
from kilosol.mars.coarse_dust import coarse_dust_factor
from kilosol.mars.irradiance import design_year_global_w_m2
from kilosol.mars.sheets import Backend, Use

Floats = NDArray[np.float64]


def storm_factor(tau: ArrayLike, use: Use = "triple") -> Floats:
    """What the coarser dust of a storm leaves of the output that dust of clear air would allow.

    Parameters
    ----------
    tau : (*shape)
        Visible optical depth, 0.05 to 15.
    use : {"triple", "single", "broadband"}
        Kind of cell.

    Returns
    -------
    (*shape)
        Smooth and falling; `kilosol.mars.coarse_dust_factor` for cells.

    Examples
    --------
    >>> storm_factor([0.5, 4.0, 4.5, 10.8]).round(2)
    array([1.  , 0.88, 0.85, 0.46])
    """
    return coarse_dust_factor(tau, use)


def output_w_m2(
    latitude_deg: float,
    tau: ArrayLike,
    *,
    ground_albedo: float,
    system_efficiency_frac: float | None = None,
    use: Use = "triple",
    backend: Backend = "disort",
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
        Light on the array's outline to power at the bus; 0.172 by default, as InSight's were when new (0.16
        flown on the rovers, 0.22 hoped for).
    use : {"triple", "single", "broadband"}
        Kind of cell, see `kilosol.mars.irradiance`.
    backend : {"disort", "appelbaum"}
        Model of the light; f of ``appelbaum`` stands for triple-junction cells as it is.

    Returns
    -------
    (n_sols * 24,) [W/m2]
        Mean over each step of 1/24 sol, before dust on the array and at the temperature of flight.

    Notes
    -----
    P = eta J(t) k(tau), with J the light that drives the cell's current and k the :func:`storm_factor`:
    J is worked out for dust of 1.5 um, spectral loss counted, and a storm's dust is coarser.

    Examples
    --------
    >>> import numpy as np
    >>> output = output_w_m2(18.4, np.full(669, 0.5), ground_albedo=0.2)
    >>> output.shape, float(output.mean().round(1))
    ((16056,), 24.6)
    """
    eta = efficiency_frac(system_efficiency_frac)
    light = design_year_global_w_m2(latitude_deg, tau, ground_albedo=ground_albedo, use=use, backend=backend)
    return light * eta * np.repeat(storm_factor(tau, use), 24)


def efficiency_frac(asked_frac: float | None = None) -> float:
    """System efficiency: the asked one if it is possible, else that of the table.

    Examples
    --------
    >>> efficiency_frac()
    0.172
    """
    eta = table("solar/array").number("system_efficiency_frac") if asked_frac is None else asked_frac
    if not 0 < eta <= 1:
        raise OutOfRange("system_efficiency_frac", eta, "above 0 and at most 1")
    return eta


def stowed_volume_m3(area_m2: ArrayLike) -> Floats:
    """Room that a stowed array takes, 100 m2 to the cubic metre.

    Parameters
    ----------
    area_m2 : (*shape) [m2]

    Returns
    -------
    (*shape) [m3]

    Examples
    --------
    >>> float(stowed_volume_m3(1000.0))
    10.0
    """
    return np.asarray(_checked_area(area_m2) / table("solar/array").number("stowed_m2_m3"))


def deployment_hour(area_m2: ArrayLike) -> Floats:
    """Hours of a robot's work to lay an array out and join it.

    Parameters
    ----------
    area_m2 : (*shape) [m2]

    Returns
    -------
    (*shape) [h]
        0.01 h/m2, an assumption.

    Examples
    --------
    >>> float(deployment_hour(5000.0))
    50.0
    """
    return np.asarray(_checked_area(area_m2) * table("solar/array").number("deployment_hour_m2"))


def ballast_kg_m2(tilt_deg: ArrayLike, wind_pressure_pa: ArrayLike) -> Floats:
    """Ballast that holds a tilted array against the wind.

    Parameters
    ----------
    tilt_deg : (*shape) [deg]
        From the horizontal, 0 to 90; a flat array needs none.
    wind_pressure_pa : (*shape) [Pa]
        Dynamic pressure of the gust, see `kilosol.mars.wind_pressure_pa`; some 20 Pa at 45 m/s.

    Returns
    -------
    (*shape) [kg/m2]
        q C sin(tilt) / g, the array's own mass not counted.

    Examples
    --------
    >>> float(ballast_kg_m2(30.0, 20.0).round(2))
    2.69
    """
    tilt = np.asarray(tilt_deg, dtype=np.float64)
    if not (np.all(tilt >= 0) and np.all(tilt <= 90)):
        raise OutOfRange("tilt_deg", tilt_deg, "between 0 and 90")
    push = np.asarray(wind_pressure_pa) * table("solar/array").number("force_coefficient")
    return np.asarray(push * np.sin(np.radians(tilt)) / table("constants").number("mars_gravity_m_s2"))


def _checked_area(area_m2: ArrayLike) -> Floats:
    area = np.asarray(area_m2, dtype=np.float64)
    if not np.all(area >= 0):
        raise OutOfRange("area_m2", area_m2, "at least 0")
    return area


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
    area = _checked_area(area_m2)
    keys = {"low": "low_mass_kg_m2", "plan": "mass_kg_m2", "high": "high_mass_kg_m2"}
    if case not in keys:
        raise OutOfRange("case", repr(case), "'low', 'plan' or 'high'")
    return np.asarray(area * table("solar/array").number(keys[case]))
