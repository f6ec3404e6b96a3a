"""Temperature of cells on the surface, and what it does to their power.

First fidelity: a thin blanket in balance with sky, ground, air and light at every hour, no heat stored.

References
----------
.. [1] JPL Opportunity status reports (key jpl_opportunity_status): energy over light is 9 % above its mean
   at aphelion and 6 % below at perihelion; cold and heat explain some two fifths of that.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kilosol.data import table
from kilosol.errors import OutOfRange

Floats = NDArray[np.float64]

# Newton steps: from a start within 150 K six reach 0.001 K.
_NEWTON_STEPS = 8
# Temperatures at which a cell on Mars is believed to be [K].
_COLDEST_K, _HOTTEST_K = 100, 400


def cell_temperature_k(
    light_w_m2: ArrayLike,
    air_k: ArrayLike,
    ground_k: ArrayLike,
    sky_k: ArrayLike,
    *,
    electric_frac: float = 0.0,
) -> Floats:
    """Temperature of a flat array above the ground.

    Parameters
    ----------
    light_w_m2 : (*shape) [W/m2]
        Broadband, on the array.
    air_k, ground_k, sky_k : (*shape) [K]
        Air around it, ground below, sky above as a black body.
    electric_frac : float
        Part of the light that leaves as electricity; 0 is on the hot side.

    Returns
    -------
    (*shape) [K]

    Notes
    -----
    (a - eta) G = e sigma (2 T^4 - Tsky^4 - Tground^4) + 2 h (T - Tair), by Newton's method.

    Examples
    --------
    >>> float(cell_temperature_k(500.0, 240.0, 260.0, 150.0, electric_frac=0.2).round())
    272.0
    """
    cell, sigma = table("solar/cell"), table("constants").number("stefan_boltzmann_w_m2_k4")
    e, h = cell.number("emissivity_frac"), cell.number("convection_w_m2_k")
    air, ground, sky = (np.asarray(t, dtype=np.float64) for t in (air_k, ground_k, sky_k))
    gain = (cell.number("absorbed_frac") - electric_frac) * np.asarray(light_w_m2, dtype=np.float64)
    gain = gain + e * sigma * (sky**4 + ground**4) + 2 * h * air
    temperature = np.broadcast_to(air, gain.shape).copy()
    for _ in range(_NEWTON_STEPS):
        out = 2 * e * sigma * temperature**4 + 2 * h * temperature
        temperature -= (out - gain) / (8 * e * sigma * temperature**3 + 2 * h)
    return temperature


def temperature_factor(cell_k: ArrayLike) -> Floats:
    """Power of a cell over that at the temperature at which its efficiency is quoted.

    Parameters
    ----------
    cell_k : (*shape) [K]
        Between 100 and 400.

    Returns
    -------
    (*shape)
        1 - 0.002 (T - 267 K), with T no lower than 227 K: colder cells see only dim light, whose loss of
        voltage takes back what more cold would give.

    Examples
    --------
    >>> temperature_factor([247.0, 267.0, 301.0]).round(3)
    array([1.04 , 1.   , 0.932])
    """
    cell, temperature = table("solar/cell"), np.asarray(cell_k, dtype=np.float64)
    if not (np.all(temperature >= _COLDEST_K) and np.all(temperature <= _HOTTEST_K)):
        raise OutOfRange("cell_k", cell_k, f"between {_COLDEST_K} and {_HOTTEST_K}")
    counted = np.maximum(temperature, cell.number("coldest_gain_k"))
    return np.asarray(1 + cell.number("temperature_slope") * (counted - cell.number("reference_k")))
