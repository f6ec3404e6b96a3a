"""Radio contact between the Earth and Mars: light time, and the weeks the Sun stands between them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kilosol.data import table
from kilosol.errors import OutOfRange
from kilosol.transfer.dates import iso_from_jd, jd_from_iso
from kilosol.transfer.ephemeris import state
from kilosol.transfer.lambert import dot

# A conjunction lasts one to four weeks: straight lines between days give its edges to the hour.
STEP_DAY = 1


@dataclass(frozen=True, slots=True)
class Conjunction:
    """A span in which Mars stands close to the Sun as seen from the Earth.

    Parameters
    ----------
    first_jd, last_jd : float [d]
        Begin and end, TDB.
    least_angle_deg : float [deg]
        Least angle between the Sun and Mars.
    """

    first_jd: float
    last_jd: float
    least_angle_deg: float

    @property
    def days(self) -> float:
        """Length [d]."""
        return self.last_jd - self.first_jd

    def __str__(self) -> str:
        return f"{iso_from_jd(self.first_jd)} to {iso_from_jd(self.last_jd)}, {self.days:.0f} days"


def light_time_s(tdb_jd: ArrayLike) -> NDArray[np.float64]:
    """One-way light time between the Earth and Mars.

    Parameters
    ----------
    tdb_jd : (*batch,) [d]
        Julian dates, TDB.

    Returns
    -------
    (*batch,) [s]
        Distance at one moment over the speed of light; the planets' motion on the way (below 0.2 s) and
        the delay by the Sun's gravity (below 0.3 ms) are left out.

    Examples
    --------
    >>> (light_time_s([2462894.5, 2463084.5]) / 60).round(1).tolist()
    [10.7, 7.7]
    """
    earth, _ = state("earth", tdb_jd)
    mars, _ = state("mars", tdb_jd)
    gap = mars - earth
    seconds: NDArray[np.float64] = np.sqrt(dot(gap, gap)) / table("constants").number("speed_of_light_km_s")
    return seconds


def sun_earth_mars_angle_deg(tdb_jd: ArrayLike) -> NDArray[np.float64]:
    """Angle between the Sun and Mars as seen from the Earth.

    Parameters
    ----------
    tdb_jd : (*batch,) [d]
        Julian dates, TDB.

    Returns
    -------
    (*batch,) [deg]
        0 when Mars is behind (never before) the Sun, 180 at opposition.

    Examples
    --------
    >>> bool(sun_earth_mars_angle_deg(2461050.5) < 1.0)
    True
    """
    earth, _ = state("earth", tdb_jd)
    mars, _ = state("mars", tdb_jd)
    gap = mars - earth
    normal = np.cross(-earth, gap)
    # atan2 keeps its digits at the small angles that matter here; acos does not.
    angle: NDArray[np.float64] = np.degrees(np.arctan2(np.sqrt(dot(normal, normal)), dot(-earth, gap)))
    return angle


def conjunctions(first_year: int, last_year: int, limit_deg: float | None = None) -> tuple[Conjunction, ...]:
    """Solar conjunctions of Mars: spans in which commands are held back.

    Parameters
    ----------
    first_year, last_year : int
        First and last year, inclusive, 1970 to 2100; spans are cut at their ends.
    limit_deg : [deg]
        Sun-Earth-Mars angle below which the link counts as lost; the cited default is 3 degrees.

    Returns
    -------
    tuple of Conjunction
        In order of time.

    Raises
    ------
    OutOfRange
        If the years are out of order or outside the ephemeris, or the limit is not between 0 and 90.

    Examples
    --------
    >>> for one in conjunctions(2026, 2030):
    ...     print(one)
    2026-01-01 to 2026-01-21, 20 days
    2028-03-07 to 2028-04-03, 27 days
    2030-05-13 to 2030-06-06, 23 days
    """
    if limit_deg is None:
        limit_deg = table("transfer/limits").number("conjunction_angle_deg")
    if not 0 < limit_deg < 90:
        raise OutOfRange("limit_deg", limit_deg, "between 0 and 90")
    if last_year < first_year:
        raise OutOfRange("last year", last_year, f"not before the first year, {first_year}")
    jd = np.arange(
        jd_from_iso(f"{first_year:04d}-01-01"),
        jd_from_iso(f"{last_year + 1:04d}-01-01") + STEP_DAY / 2,
        STEP_DAY,
    )
    over = sun_earth_mars_angle_deg(jd) - limit_deg
    inside = np.concatenate([[False], over <= 0, [False]])
    starts = np.flatnonzero(inside[1:] & ~inside[:-1]).tolist()
    ends = (np.flatnonzero(inside[:-1] & ~inside[1:]) - 1).tolist()
    return tuple(
        Conjunction(
            _edge(jd, over, a, a - 1), _edge(jd, over, b, b + 1), float(over[a : b + 1].min() + limit_deg)
        )
        for a, b in zip(starts, ends, strict=True)
    )


def _edge(jd: NDArray[np.float64], over: NDArray[np.float64], inner: int, outer: int) -> float:
    """Date between two samples at which `over` is nought; the inner one at the ends of the span."""
    if not 0 <= outer < jd.size:
        return float(jd[inner])
    share = over[inner] / (over[inner] - over[outer])
    return float(jd[inner] + share * (jd[outer] - jd[inner]))
