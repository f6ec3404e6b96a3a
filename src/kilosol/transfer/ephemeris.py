"""Positions and velocities of Venus, the Earth and Mars from a shipped Chebyshev fit of DE440.

The table covers 1970 to 2100 and holds to a few metres of DE440, with no download and no other package.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kilosol.data import binary, table
from kilosol.errors import OutOfRange, UnknownName
from kilosol.transfer.dates import iso_from_jd

#: Bodies that the table holds; ``emb`` is the Earth-Moon barycentre.
Body = Literal["venus", "emb", "earth", "mars"]

_FILE = "ephemeris_de440_1970_2100.npz"


class _Series:
    """Piecewise Chebyshev series of one body: coefficients of shape (segments, degree + 1, 3) [km]."""

    __slots__ = ("bends", "coefficients", "days", "slopes")

    def __init__(self, coefficients: NDArray[np.float64], days: float) -> None:
        self.coefficients = coefficients
        self.days = days
        # The derivative of a Chebyshev series is again one.
        self.slopes: NDArray[np.float64] = np.ascontiguousarray(
            np.polynomial.chebyshev.chebder(coefficients, axis=1)
        )
        self.bends: NDArray[np.float64] = np.ascontiguousarray(
            np.polynomial.chebyshev.chebder(self.slopes, axis=1), dtype=np.float64
        )

    def bend(self, elapsed_day: NDArray[np.float64]) -> NDArray[np.float64]:
        """Acceleration [km/d2], shape (n, 3)."""
        last = self.coefficients.shape[0] - 1
        segment = np.clip((elapsed_day / self.days).astype(np.intp), 0, last)
        s = 2 * (elapsed_day / self.days - segment) - 1
        basis = np.polynomial.chebyshev.chebvander(s, self.bends.shape[1] - 1)
        total: NDArray[np.float64] = np.einsum("nk,nkc->nc", basis, self.bends[segment])
        return total * (2 / self.days) ** 2

    def evaluate(self, elapsed_day: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Position [km] and velocity [km/d], shape (n, 3), at days since the first one of the table."""
        last = self.coefficients.shape[0] - 1
        segment = np.clip((elapsed_day / self.days).astype(np.intp), 0, last)
        s = 2 * (elapsed_day / self.days - segment) - 1
        basis = np.polynomial.chebyshev.chebvander(s, self.coefficients.shape[1] - 1)
        position = np.einsum("nk,nkc->nc", basis, self.coefficients[segment])
        slope = np.einsum("nk,nkc->nc", basis[:, :-1], self.slopes[segment])
        return position, slope * (2 / self.days)


@lru_cache(maxsize=1)
def _fits() -> tuple[dict[str, _Series], float, float]:
    with np.load(binary(_FILE)) as file:
        names = [key.removesuffix("_km") for key in file.files if key.endswith("_km")]
        series = {
            name: _Series(file[f"{name}_km"].astype(np.float64), float(file[f"{name}_segment_day"]))
            for name in names
        }
        return series, float(file["first_jd"]), float(file["last_jd"])


def coverage_jd() -> tuple[float, float]:
    """First and last Julian date (TDB) of the table [d].

    Examples
    --------
    >>> [iso_from_jd(jd) for jd in coverage_jd()]
    ['1970-01-01', '2101-01-01']
    """
    _, first, last = _fits()
    return first, last


def state(body: Body, tdb_jd: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Position and velocity of a body about the Sun.

    Parameters
    ----------
    body : {"venus", "emb", "earth", "mars"}
        ``emb`` is the Earth-Moon barycentre, ``earth`` the centre of the Earth, ``mars`` the barycentre
        of Mars and its moons (20 cm from the centre of Mars).
    tdb_jd : (*batch,) [d]
        Julian date, TDB; 1970-01-01 to 2101-01-01.

    Returns
    -------
    r_km : (*batch, 3) [km]
        Position from the Sun's centre, ecliptic and equinox of J2000.
    v_km_s : (*batch, 3) [km/s]
        Velocity, the derivative of the same series.

    Raises
    ------
    UnknownName
        If the table holds no such body.
    OutOfRange
        If a date lies outside the table.

    Notes
    -----
    Least-squares Chebyshev fit of DE440 [1]_; the largest distance from it is below 5 m and 1 mm/s.

    References
    ----------
    .. [1] R. S. Park et al., "The JPL planetary and lunar ephemerides DE440 and DE441", AJ 161, 105, 2021
       (key park2021 in references.bib).

    Examples
    --------
    >>> r_km, v_km_s = state("mars", 2462894.5)
    >>> float(np.linalg.norm(r_km).round(-3)), float(np.linalg.norm(v_km_s).round(3))
    (247310000.0, 22.158)
    """
    parts, jd, elapsed = _checked(body, tdb_jd)
    states = [part.evaluate(elapsed) for part in parts]
    r_km = sum((r for r, _ in states), np.zeros(3)).reshape(*jd.shape, 3)
    v_km_day = sum((v for _, v in states), np.zeros(3)).reshape(*jd.shape, 3)
    return r_km, v_km_day / table("constants").number("day_s")


def acceleration_km_s2(body: Body, tdb_jd: ArrayLike) -> NDArray[np.float64]:
    """Acceleration of a body about the Sun, the second derivative of its series.

    Parameters
    ----------
    body : {"venus", "emb", "earth", "mars"}
        As in :func:`state`.
    tdb_jd : (*batch,) [d]
        Julian date, TDB.

    Returns
    -------
    (*batch, 3) [km/s2]
        Good to some 1e-5 of itself, which is what derivatives for a search need.

    Examples
    --------
    The Sun pulls the Earth by 6 mm/s2:

    >>> float(np.linalg.norm(acceleration_km_s2("emb", 2462894.5)).round(7))
    6.1e-06
    """
    parts, jd, elapsed = _checked(body, tdb_jd)
    total = sum((part.bend(elapsed) for part in parts), np.zeros(3)).reshape(*jd.shape, 3)
    return total / table("constants").number("day_s") ** 2


def _checked(body: Body, tdb_jd: ArrayLike) -> tuple[list[_Series], NDArray[np.float64], NDArray[np.float64]]:
    """Series of a body, and its dates as given and as days since the first one, flat."""
    if body not in get_args(Body):
        raise UnknownName("body", body, get_args(Body))
    series, first, last = _fits()
    jd = np.asarray(tdb_jd, dtype=np.float64)
    inside = (jd >= first) & (jd <= last)
    if not inside.all():
        allowed = f"between {iso_from_jd(first)} and {iso_from_jd(last)} (JD {first} to {last})"
        raise OutOfRange("date", float(jd[~inside].ravel()[0]), allowed)
    names = ("emb", "earth_minus_emb") if body == "earth" else (body,)
    return [series[name] for name in names], jd, (jd - first).ravel()
