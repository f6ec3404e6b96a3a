"""Dose to a traveller from galactic cosmic rays: cruise, stay, cover, and the careers' limits.

Rates are those that the RAD instrument measured on the way to Mars (2011-12) and at Gale (2012-13), near a
weak solar maximum. At a deep solar minimum the surface dose is half as large again, at a strong maximum
the cruise dose may be a quarter. Solar particle events are not in these sums: the five seen in cruise
gave 24.7 mSv together, and a rare one can give much more without a shelter.

References
----------
.. [1] C. Zeitlin et al., Science 340, 2013 (key zeitlin2013).
.. [2] D. M. Hassler et al., Science 343, 2014 (key hassler2014).
.. [3] J. Zhang et al., Journal of Geophysical Research: Planets 127, 2022 (key zhang2022): thin cover.
.. [4] Chen et al., 2022 (key chen2022): thick cover.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kilosol.data import table
from kilosol.errors import OutOfRange

_AGENCIES = ("NASA", "ESA", "CSA", "Roscosmos", "JAXA")


@dataclass(frozen=True, slots=True)
class TripDose:
    """Effective dose of a trip.

    Parameters
    ----------
    cruise_msv, surface_msv, total_msv : float [mSv]
        Out and back; on Mars; together.
    sigma_msv : float [mSv]
        Standard error of the total from those of the two rates.
    """

    cruise_msv: float
    surface_msv: float
    total_msv: float
    sigma_msv: float


def cover_factor(cover_g_cm2: ArrayLike) -> NDArray[np.float64]:
    """Surface dose under regolith over that in the open.

    Parameters
    ----------
    cover_g_cm2 : (*shape) [g/cm2]
        Mass of regolith overhead, from 0; 1 m is some 150 to 160.

    Returns
    -------
    (*shape)
        Rises from 1 to 1.05 at 50 g/cm2 (neutrons made in the cover), then falls by e every 115 g/cm2.

    Notes
    -----
    On the safe side of the transport results it joins: at 1.5 m they give 0.12, this 0.21; at 3 m they
    give 0.018, this 0.026. Cover at the sides counts as much as overhead and is assumed equal.

    Examples
    --------
    >>> cover_factor([0.0, 50.0, 165.0]).round(3)
    array([1.   , 1.05 , 0.386])
    """
    cover = np.asarray(cover_g_cm2, dtype=np.float64)
    if not np.all(cover >= 0):
        raise OutOfRange("cover_g_cm2", cover_g_cm2, "at least 0")
    dose = table("mars/radiation")
    peak, thin = dose.number("thin_cover_factor"), dose.number("thin_cover_g_cm2")
    rising = 1 + (peak - 1) * np.minimum(cover / thin, 1)
    falling = np.exp(-np.maximum(cover - thin, 0) / dose.number("cover_length_g_cm2"))
    return np.asarray(rising * falling)


def trip_dose_msv(
    out_days: float, stay_days: float, back_days: float, *, cover_g_cm2: float = 0.0
) -> TripDose:
    """Effective dose of a round trip.

    Parameters
    ----------
    out_days, stay_days, back_days : float [d]
        Days in cruise to Mars, on its surface, and in cruise home; from 0.
    cover_g_cm2 : float [g/cm2]
        Regolith over the crew, all of the stay.

    Returns
    -------
    TripDose
        Without solar particle events. One rate's error is common to all days spent under it.

    Notes
    -----
    1.84 +- 0.33 mSv a day in cruise, 0.64 +- 0.12 on the surface ([1]_, [2]_ of the module).

    Examples
    --------
    >>> trip = trip_dose_msv(180.0, 500.0, 180.0)
    >>> round(trip.cruise_msv), round(trip.total_msv)
    (662, 982)
    """
    for name, days in (("out_days", out_days), ("stay_days", stay_days), ("back_days", back_days)):
        if not days >= 0:
            raise OutOfRange(name, days, "at least 0")
    dose = table("mars/radiation")
    cruise_days = out_days + back_days
    covered_days = stay_days * float(cover_factor(cover_g_cm2))
    cruise = dose.number("cruise_msv_day") * cruise_days
    surface = dose.number("surface_msv_day") * covered_days
    sigma = np.hypot(
        dose.number("cruise_sigma_msv_day") * cruise_days, dose.number("surface_sigma_msv_day") * covered_days
    )
    return TripDose(cruise, surface, cruise + surface, float(sigma))


def career_limits_msv() -> dict[str, float]:
    """Career limits of effective dose by space agency [mSv]; Japan's is the lowest of its range.

    Examples
    --------
    >>> career_limits_msv()["NASA"]
    600.0
    """
    dose = table("mars/radiation")
    return {agency: dose.number(f"{agency.lower()}_limit_msv") for agency in _AGENCIES}
