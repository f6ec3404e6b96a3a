"""The Hohmann transfer between circular, coplanar orbits: the first estimate every window starts from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kilosol.data import table
from kilosol.errors import OutOfRange


@dataclass(frozen=True, slots=True)
class HohmannTransfer:
    """Half an ellipse that touches both circles.

    Parameters
    ----------
    departure_vinf_km_s, arrival_vinf_km_s : float [km/s]
        Speeds relative to the bodies at both ends.
    tof_days : float [d]
        Time of flight.
    lead_deg : float [deg]
        How far the target is ahead of the origin at departure, -180 to 180.
    """

    departure_vinf_km_s: float
    arrival_vinf_km_s: float
    tof_days: float
    lead_deg: float

    @property
    def c3_km2_s2(self) -> float:
        """Departure energy [km2/s2]."""
        return self.departure_vinf_km_s**2


def hohmann_transfer(r1_km: float, r2_km: float, mu_km3_s2: float) -> HohmannTransfer:
    """Hohmann transfer between two circular orbits.

    Parameters
    ----------
    r1_km, r2_km : [km]
        Radii of departure and arrival.
    mu_km3_s2 : [km3/s2]
        Gravitational parameter of the centre.

    Returns
    -------
    HohmannTransfer

    Raises
    ------
    OutOfRange
        If a radius or the gravitational parameter is not positive.

    Notes
    -----
    Vis-viva and Kepler's third law on an ellipse of semi-major axis (r1 + r2)/2 [1]_.

    References
    ----------
    .. [1] R. R. Bate, D. D. Mueller, J. E. White, "Fundamentals of astrodynamics", Dover, 1971 (bate1971).

    Examples
    --------
    >>> trip = hohmann_transfer(149597870.7, 1.523679 * 149597870.7, 132712440041.28)
    >>> round(trip.c3_km2_s2, 3), round(trip.tof_days, 2), round(trip.lead_deg, 2)
    (8.671, 258.87, 44.34)
    """
    for name, value in (("r1_km", r1_km), ("r2_km", r2_km), ("mu_km3_s2", mu_km3_s2)):
        if not value > 0:
            raise OutOfRange(name, value, "positive")
    semi_major = (r1_km + r2_km) / 2
    speed1 = np.sqrt(mu_km3_s2 * (2 / r1_km - 1 / semi_major))
    speed2 = np.sqrt(mu_km3_s2 * (2 / r2_km - 1 / semi_major))
    tof_s = np.pi * np.sqrt(semi_major**3 / mu_km3_s2)
    swept_deg = np.degrees(np.sqrt(mu_km3_s2 / r2_km**3) * tof_s)
    return HohmannTransfer(
        departure_vinf_km_s=float(abs(speed1 - np.sqrt(mu_km3_s2 / r1_km))),
        arrival_vinf_km_s=float(abs(speed2 - np.sqrt(mu_km3_s2 / r2_km))),
        tof_days=float(tof_s / table("constants").number("day_s")),
        lead_deg=float((360 - swept_deg) % 360 - 180),
    )


def synodic_period_days(first_year_day: float, second_year_day: float) -> float:
    """Time after which two planets stand in the same relation again.

    Parameters
    ----------
    first_year_day, second_year_day : [d]
        Orbital periods, which must differ.

    Returns
    -------
    float [d]
        ``1 / abs(1/first - 1/second)``.

    Raises
    ------
    OutOfRange
        If a period is not positive, or both are equal.

    Examples
    --------
    >>> round(synodic_period_days(365.25636, 686.98), 2)
    779.94
    """
    if not (first_year_day > 0 and second_year_day > 0) or first_year_day == second_year_day:
        raise OutOfRange("orbital periods", (first_year_day, second_year_day), "positive and different")
    return 1 / abs(1 / first_year_day - 1 / second_year_day)
