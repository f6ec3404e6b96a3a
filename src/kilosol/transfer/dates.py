"""Dates: ISO strings outside, Julian dates in barycentric dynamical time (TDB) inside."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Literal, overload

import numpy as np
from numpy.typing import NDArray

from kilosol.data import table
from kilosol.errors import OutOfRange

# Julian date of 1970-01-01, 0 h: the calendar's definition, not a measured number.
UNIX_EPOCH_JD = 2440587.5
# A Julian date in a float64 is good to 40 microseconds; dates are told apart to the nearest second.
ROUNDING_S = 0.5

_EPOCH = datetime(1970, 1, 1)
# Seven digits and a fraction: no ISO date has a point before its time.
_JULIAN = re.compile(r"2\d{6}\.\d+")


@overload
def jd_from_iso(iso: str | date) -> float: ...
@overload
def jd_from_iso(iso: list[str] | tuple[str, ...]) -> NDArray[np.float64]: ...
def jd_from_iso(iso: str | date | list[str] | tuple[str, ...]) -> float | NDArray[np.float64]:
    """Julian date (TDB) of an ISO date.

    Parameters
    ----------
    iso : str, date, list or tuple of str
        ``"2031-01-28"`` is 0 h TDB of that day. A date-time without a zone is TDB; one with a zone
        (``"2018-05-05T11:05Z"``) is UTC and is shifted by the constant TDB - UTC. A Julian date of TDB, as
        files print it (``"2462894.5000"``), is taken as it stands.

    Returns
    -------
    float or (n,) [d]
        Julian date, TDB.

    Raises
    ------
    OutOfRange
        If the text is not a date of the Gregorian calendar.

    Notes
    -----
    TDB - UTC is held at its value since 2017; before that UTC dates are late by up to half a minute,
    which moves a launch energy by less than 1e-4 km2/s2.

    Examples
    --------
    >>> jd_from_iso("2031-01-28")
    2462894.5
    """
    if isinstance(iso, str | date):
        return _one_jd(iso)
    return np.array([_one_jd(one) for one in iso], dtype=np.float64)


def _one_jd(iso: str | date) -> float:
    if isinstance(iso, str) and _JULIAN.fullmatch(iso.strip()):
        return float(iso)
    try:
        moment = datetime.fromisoformat(iso if isinstance(iso, str) else iso.isoformat())
    except ValueError:
        raise OutOfRange("date", repr(iso), "an ISO date such as 2031-01-28") from None
    if moment.tzinfo is not None:
        shift = timedelta(seconds=table("constants").number("tdb_minus_utc_s"))
        moment = moment.astimezone(UTC).replace(tzinfo=None) + shift
    return UNIX_EPOCH_JD + (moment - _EPOCH) / timedelta(days=1)


@overload
def iso_from_jd(jd: float) -> str: ...
@overload
def iso_from_jd(jd: NDArray[np.float64]) -> NDArray[np.str_]: ...
def iso_from_jd(jd: float | NDArray[np.float64]) -> str | NDArray[np.str_]:
    """Calendar date on which a Julian date (TDB) falls.

    Parameters
    ----------
    jd : float or (*batch,) [d]
        Julian date, TDB.

    Returns
    -------
    str or (*batch,) of str
        ``"YYYY-MM-DD"``.

    Raises
    ------
    OutOfRange
        If a Julian date is not finite.

    Examples
    --------
    >>> iso_from_jd(2462894.5), iso_from_jd(2462895.4)
    ('2031-01-28', '2031-01-28')
    """
    days = np.asarray(jd, dtype=np.float64)
    if not np.isfinite(days).all():
        raise OutOfRange("Julian date", jd, "a finite number")
    seconds = (days - UNIX_EPOCH_JD) * timedelta(days=1).total_seconds() + ROUNDING_S
    stamps = np.floor(seconds).astype("datetime64[s]")
    text = np.datetime_as_string(stamps, unit="D")
    return str(text) if np.ndim(jd) == 0 else text


@overload
def iso_time_from_jd(jd: float) -> str: ...
@overload
def iso_time_from_jd(jd: NDArray[np.float64]) -> NDArray[np.str_]: ...
def iso_time_from_jd(jd: float | NDArray[np.float64]) -> str | NDArray[np.str_]:
    """Shortest ISO text that gives a Julian date (TDB) back, to the second.

    Parameters
    ----------
    jd : float or (*batch,) [d]
        Julian date, TDB.

    Returns
    -------
    str or (*batch,) of str
        ``"2031-01-28"`` at 0 h, else with hours and minutes, else with seconds; all of an array alike.

    Raises
    ------
    OutOfRange
        If a Julian date is not finite.

    Notes
    -----
    :func:`iso_from_jd` names the day on which a moment falls; this names the moment, so that what is printed
    can be typed back.

    Examples
    --------
    >>> iso_time_from_jd(2462894.5), iso_time_from_jd(2462894.75), iso_time_from_jd(2462894.50001)
    ('2031-01-28', '2031-01-28T06:00', '2031-01-28T00:00:01')
    >>> iso_time_from_jd(np.array([2462894.5, 2462894.75])).tolist()
    ['2031-01-28T00:00', '2031-01-28T06:00']
    """
    days = np.asarray(jd, dtype=np.float64)
    if not np.isfinite(days).all():
        raise OutOfRange("Julian date", jd, "a finite number")
    stamps = np.rint((days - UNIX_EPOCH_JD) * timedelta(days=1).total_seconds()).astype("datetime64[s]")
    units: tuple[Literal["D", "m", "s"], ...] = ("D", "m", "s")
    unit = next(u for u in units if u == "s" or (stamps.astype(f"datetime64[{u}]") == stamps).all())
    text = np.datetime_as_string(stamps, unit=unit)
    return str(text) if np.ndim(jd) == 0 else text


def jd_of(moment: float | str | date) -> float:
    """Julian date (TDB) of a date that may already be one.

    Parameters
    ----------
    moment : float, str or date
        A Julian date, or anything :func:`jd_from_iso` takes.

    Returns
    -------
    float [d]
        Julian date, TDB.

    Examples
    --------
    >>> jd_of("2031-01-28") == jd_of(2462894.5)
    True
    """
    return jd_from_iso(moment) if isinstance(moment, str | date) else float(moment)
