"""Propellant for the way home, made on Mars."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kilosol.data import table
from kilosol.errors import OutOfRange
from kilosol.ships.vehicle import mass_ratio


def return_propellant_t(
    final_mass_t: ArrayLike, delta_v_km_s: ArrayLike, isp_s: ArrayLike
) -> NDArray[np.float64]:
    """Propellant that brings a ship from the surface of Mars on its way to the Earth.

    Parameters
    ----------
    final_mass_t : (*batch,) [t]
        Ship and what it brings home, tanks empty.
    delta_v_km_s : (*batch,) [km/s]
        From the surface, losses included: 6.4 to 7.5 for a direct return.
    isp_s : (*batch,) [s]
        Specific impulse.

    Returns
    -------
    (*batch,) [t]
        The landing on the Earth is left out: it needs a few per cent more.

    Raises
    ------
    OutOfRange
        If a mass or a velocity change is negative, or a specific impulse is not positive.

    Notes
    -----
    Tsiolkovsky's equation [1]_.

    References
    ----------
    .. [1] R. R. Bate, D. D. Mueller, J. E. White, "Fundamentals of astrodynamics", Dover, 1971 (bate1971).

    Examples
    --------
    >>> return_propellant_t(120.0, [6.4, 6.9, 7.12, 7.5], 375.0).round().tolist()
    [564.0, 663.0, 712.0, 802.0]
    """
    final = np.asarray(final_mass_t, dtype=np.float64)
    if not (final >= 0).all():
        raise OutOfRange("final_mass_t", float(final.min()), "at least 0")
    return final * (mass_ratio(delta_v_km_s, isp_s) - 1)


def oxygen_and_methane_t(
    propellant_t: ArrayLike, mixture_ratio: float | None = None
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Oxygen and methane in a load of propellant.

    Parameters
    ----------
    propellant_t : (*batch,) [t]
        Both together.
    mixture_ratio : [1]
        Oxygen over methane by mass; the cited default is 3.6.

    Returns
    -------
    oxygen_t, methane_t : (*batch,) [t]

    Raises
    ------
    OutOfRange
        If the ratio is negative.

    Examples
    --------
    >>> [float(part.round()) for part in oxygen_and_methane_t(1200.0)]
    [939.0, 261.0]
    """
    if mixture_ratio is None:
        mixture_ratio = table("ships/operations").number("mixture_ratio")
    if not mixture_ratio >= 0:
        raise OutOfRange("mixture_ratio", mixture_ratio, "at least 0")
    total = np.asarray(propellant_t, dtype=np.float64)
    methane = total / (1 + mixture_ratio)
    return total - methane, methane
