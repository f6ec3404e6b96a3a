"""Free returns: from the Earth past Mars and home without a burn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kilosol.data import table
from kilosol.errors import OutOfRange
from kilosol.transfer.arcs import Arc, Center, arc
from kilosol.transfer.burns import Planet
from kilosol.transfer.dates import jd_from_iso
from kilosol.transfer.optima import descend
from kilosol.transfer.search import years_covered
from kilosol.transfer.slopes import date_slopes
from kilosol.transfer.swing_bys import DATE_TOL_DAY, Chain, chain_energies, search_chains

Array = NDArray[np.float64]

_PATH: tuple[Planet, Planet, Planet] = ("earth", "mars", "earth")
# Shortest and longest legs looked at: Mars is not reached sooner, and longer ones are no fast return.
OUT_DAYS, SHORTEST_HOME_DAYS = (90.0, 400.0), 100.0
# Price of a km/s at the flyby, and of a share of Mars' radius below the allowed altitude [km2/s2]: a few
# times what either buys at departure.
BURN_PRICE, DEPTH_PRICE = 50.0, 500.0
# Newton's steps that make the speeds before and after the flyby equal; four suffice.
CLOSING_STEPS = 8
# Speeds that differ by less, a millimetre a second, count as equal.
CLOSED_KM_S = 1e-6


@dataclass(frozen=True, slots=True)
class FreeReturn:
    """One free return.

    Parameters
    ----------
    outbound, homeward : Arc
        From the Earth, and back to it.
    altitude_km : float [km]
        Lowest point over Mars.
    mismatch_km_s : float [km/s]
        Difference of the speeds at infinity before and after the flyby, nought but for rounding.
    """

    outbound: Arc
    homeward: Arc
    altitude_km: float
    mismatch_km_s: float

    @property
    def c3_km2_s2(self) -> float:
        """Departure energy [km2/s2]."""
        return self.outbound.c3_km2_s2

    @property
    def total_days(self) -> float:
        """From the Earth to the Earth [d]."""
        return self.homeward.arrival_jd - self.outbound.departure_jd

    @property
    def entry_speed_km_s(self) -> float:
        """Inertial entry speed at the Earth [km/s]."""
        return self.homeward.entry_speed_km_s

    def __str__(self) -> str:
        return (
            f"leave {self.outbound.departure}, Mars {self.outbound.arrival} at {self.altitude_km:.0f} km, "
            f"home {self.homeward.arrival}: {self.total_days:.0f} days, C3 {self.c3_km2_s2:.2f} km2/s2, "
            f"entry {self.entry_speed_km_s:.2f} km/s"
        )


def find_free_returns(
    first_year: int,
    last_year: int,
    *,
    max_days: float | None = None,
    min_altitude_km: float | None = None,
    max_c3_km2_s2: float | None = None,
    max_entry_km_s: float = np.inf,
    center: Center = "earth",
) -> tuple[FreeReturn, ...]:
    """Free returns of least departure energy, one for each season of departures.

    Parameters
    ----------
    first_year, last_year : int
        Years of departure, inclusive; 1972 to 2097.
    max_days : [d]
        Longest flight; the cited default is 550.
    min_altitude_km : [km]
        Lowest flyby of Mars; the cited default is 100.
    max_c3_km2_s2 : [km2/s2]
        Departure energy; the cited default is 60.
    max_entry_km_s : [km/s]
        Inertial entry speed at the Earth; none by default.
    center : {"emb", "earth"}
        Point that stands for the Earth. Phasing matters here: its centre, unless another is asked for.

    Returns
    -------
    tuple of FreeReturn
        In order of departure; empty where none keeps the limits.

    Raises
    ------
    OutOfRange
        If the years are out of order or outside the ephemeris.

    Notes
    -----
    The flyby turns the velocity and keeps its size: two dates are free, and the return date follows from
    equal speeds at infinity by Newton's method with analytic derivatives.

    Examples
    --------
    >>> for one in find_free_returns(2017, 2018, max_days=510.0):
    ...     print(one.outbound.departure[:7], round(one.total_days), round(one.c3_km2_s2))
    2018-01 500 38
    """
    lowest, highest = years_covered()
    if not lowest <= first_year <= last_year <= highest:
        raise OutOfRange("years", (first_year, last_year), f"in order, between {lowest} and {highest}")
    limits = table("transfer/limits")
    longest = limits.number("max_free_return_days") if max_days is None else max_days
    altitude = limits.number("mars_flyby_altitude_km") if min_altitude_km is None else min_altitude_km
    most = limits.number("max_free_return_c3_km2_s2") if max_c3_km2_s2 is None else max_c3_km2_s2

    def price(chain: Chain, dates_jd: Array) -> Array:
        allowed = (dates_jd[..., 2] - dates_jd[..., 0] <= longest) & (chain.c3_km2_s2 <= most)
        return np.where(allowed, chain.c3_km2_s2 + BURN_PRICE * chain.flyby_delta_v_km_s, np.nan)

    begin, end = jd_from_iso(f"{first_year:04d}-01-01"), jd_from_iso(f"{last_year + 1:04d}-01-01")
    found = search_chains(
        _PATH,
        (begin, end),
        (OUT_DAYS, (SHORTEST_HOME_DAYS, longest - OUT_DAYS[0])),
        price,
        min_altitude_km=altitude,
        center=center,
    )
    if not len(found):
        return ()
    closed = _close(found, altitude, longest, center)
    returns = (_free_return(dates, altitude, center) for dates in closed if np.isfinite(dates).all())
    return tuple(
        one
        for one in returns
        if begin <= one.outbound.departure_jd < end
        and one.c3_km2_s2 <= most
        and one.altitude_km >= altitude - 1
        and one.entry_speed_km_s <= max_entry_km_s
        and one.mismatch_km_s < CLOSED_KM_S
    )


def _return_dates(leave_jd: Array, near_jd: Array, guess_jd: Array, center: Center) -> Array:
    """Return dates at which the speed away from Mars equals the one towards it; NaN where none is near."""
    home = guess_jd.copy()
    for _ in range(CLOSING_STEPS):
        dates = np.stack([leave_jd, near_jd, home], axis=-1)
        chain = chain_energies(dates, _PATH, center, 0.0)
        slope = date_slopes(near_jd, home, "mars", "earth", center).c3_by_arrival
        gap = chain.flyby_out_km_s**2 - chain.flyby_in_km_s**2
        # A Newton step is held to ten days: beyond it the curve has turned.
        home = home - np.clip(gap / slope, -10, 10)
        home = np.where(np.isfinite(home), home, guess_jd)
    return home


def _close(found: Array, altitude_km: float, longest: float, center: Center) -> Array:
    """Dates (w, 3) of least energy among those without a burn."""
    radius = table("constants").number("mars_radius_km")

    def cost(points: Array) -> Array:
        leave, near = points[..., 0], points[..., 1]
        guess = np.broadcast_to(found[:, 2][:, None], leave.shape)
        home = _return_dates(leave, near, guess, center)
        chain = chain_energies(np.stack([leave, near, home], axis=-1), _PATH, center, altitude_km)
        depth = np.maximum(altitude_km - chain.flyby_altitude_km, 0) / radius
        over = np.maximum(home - leave - longest, 0)
        gap = np.abs(chain.flyby_out_km_s - chain.flyby_in_km_s)
        return np.where(gap < CLOSED_KM_S, chain.c3_km2_s2 + DEPTH_PRICE * depth + over, np.nan)

    points, _ = descend(cost, found[:, :2], 4.0, DATE_TOL_DAY / 10)
    home = _return_dates(points[:, 0], points[:, 1], found[:, 2], center)
    return np.column_stack([points, home])


def _free_return(dates_jd: Array, altitude_km: float, center: Center) -> FreeReturn:
    chain = chain_energies(dates_jd, _PATH, center, altitude_km)
    leave, near, home = (float(jd) for jd in dates_jd)
    return FreeReturn(
        outbound=arc(leave, near, "earth", "mars", center),
        homeward=arc(near, home, "mars", "earth", center),
        altitude_km=float(chain.flyby_altitude_km),
        mismatch_km_s=float(abs(chain.flyby_out_km_s - chain.flyby_in_km_s)),
    )
