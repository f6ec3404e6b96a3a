"""Leave the Earth early, wait far out, and depart in the window: how launches are spread over months.

First fidelity: two impulses at the height of the parking orbit, an ellipse between them, no Moon and no Sun.
A ship that waits about the Sun-Earth L2 point and returns for a flyby, as two small Mars orbiters of 2025
do, is the limit of an apogee of 1.5 million kilometres.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from kilosol.data import table
from kilosol.errors import OutOfRange
from kilosol.transfer.arcs import Arc
from kilosol.transfer.burns import injection_delta_v_km_s
from kilosol.transfer.dates import jd_of


@dataclass(frozen=True, slots=True)
class Loiter:
    """An early launch and a departure in the window.

    Parameters
    ----------
    wait_days : float [d]
        Between leaving the parking orbit and the departure.
    period_days : float [d]
        Of the waiting orbit.
    first_delta_v_km_s, second_delta_v_km_s : float [km/s]
        Into the waiting orbit, and out of it at its lowest point.
    direct_delta_v_km_s : float [km/s]
        In one burn, without waiting.
    """

    wait_days: float
    period_days: float
    first_delta_v_km_s: float
    second_delta_v_km_s: float
    direct_delta_v_km_s: float

    @property
    def delta_v_km_s(self) -> float:
        """Both burns [km/s]; equal to the direct one, since both are made at the same height."""
        return self.first_delta_v_km_s + self.second_delta_v_km_s


def early_departure(
    departure: Arc,
    launch: float | str | date,
    *,
    apogee_km: float | None = None,
    parking_altitude_km: float | None = None,
) -> Loiter:
    """Burns and times of a ship that leaves low orbit before its window.

    Parameters
    ----------
    departure : Arc
        From the Earth, in its window.
    launch : str, date or float
        Day on which the ship leaves its parking orbit.
    apogee_km : [km]
        Greatest distance of the waiting orbit from the Earth's centre; the cited default is 1.5 million.
    parking_altitude_km : [km]
        Of the parking orbit; the cited default is 300.

    Returns
    -------
    Loiter

    Raises
    ------
    OutOfRange
        If the launch is after the departure, or the apogee not above the parking orbit.

    Notes
    -----
    Vis-viva on the waiting ellipse [1]_. Both burns happen at the same radius, so that their sum is that of
    the direct departure; what waiting costs is boil-off, and what it saves is the second burn's tanks.

    References
    ----------
    .. [1] R. R. Bate, D. D. Mueller, J. E. White, "Fundamentals of astrodynamics", Dover, 1971 (bate1971).

    Examples
    --------
    >>> from kilosol.transfer.arcs import arc
    >>> plan = early_departure(arc("2026-11-06", "2027-09-08"), "2025-11-13")
    >>> round(plan.wait_days), round(plan.first_delta_v_km_s, 2), round(plan.second_delta_v_km_s, 2)
    (358, 3.18, 0.46)
    """
    limits, constants = table("transfer/limits"), table("constants")
    if apogee_km is None:
        apogee_km = limits.number("loiter_apogee_km")
    if parking_altitude_km is None:
        parking_altitude_km = limits.number("parking_altitude_km")
    radius = constants.number("earth_radius_km") + parking_altitude_km
    if not apogee_km > radius:
        raise OutOfRange("apogee_km", apogee_km, f"above the parking orbit's radius, {radius:.0f} km")
    wait = departure.departure_jd - jd_of(launch)
    if not wait >= 0:
        raise OutOfRange("launch", launch, f"not after the departure on {departure.departure}")
    mu = constants.number("mu_earth_km3_s2")
    semi_major = (radius + apogee_km) / 2
    on_ellipse = np.sqrt(mu * (2 / radius - 1 / semi_major))
    first = on_ellipse - np.sqrt(mu / radius)
    direct = float(injection_delta_v_km_s(departure.c3_km2_s2, parking_altitude_km))
    period_s = 2 * np.pi * np.sqrt(semi_major**3 / mu)
    return Loiter(
        wait_days=wait,
        period_days=float(period_s / constants.number("day_s")),
        first_delta_v_km_s=float(first),
        second_delta_v_km_s=float(direct - first),
        direct_delta_v_km_s=direct,
    )
