"""Porkchops: departure energy and arrival speed over a grid of dates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kilosol.errors import OutOfRange
from kilosol.transfer.arcs import Array, Center, default_center, grid_arcs
from kilosol.transfer.burns import Planet, capture_delta_v_km_s, entry_speed_km_s, injection_delta_v_km_s


@dataclass(frozen=True, slots=True)
class Porkchop:
    """Arcs from every departure to every arrival date.

    Parameters
    ----------
    depart_jd : (n,) [d]
        Departure dates, TDB.
    arrive_jd : (m,) [d]
        Arrival dates, TDB.
    origin, target, center : str
        Planets, and the point that stands for the Earth.
    c3_km2_s2 : (n, m) [km2/s2]
        Departure energy; NaN where there is no arc.
    arrival_vinf_km_s : (n, m) [km/s]
        Arrival speed at infinity.
    kind : (n, m) int
        1 or 2: transfer angle below or above 180 degrees.
    """

    depart_jd: Array
    arrive_jd: Array
    origin: Planet
    target: Planet
    center: Center
    c3_km2_s2: Array
    arrival_vinf_km_s: Array
    kind: NDArray[np.int8]

    @property
    def entry_speed_km_s(self) -> Array:
        """Inertial speed at the entry interface, shape (n, m) [km/s]."""
        return entry_speed_km_s(self.arrival_vinf_km_s, self.target)

    @property
    def tof_days(self) -> Array:
        """Time of flight, negative where the arrival is before the departure, shape (n, m) [d]."""
        return self.arrive_jd[None, :] - self.depart_jd[:, None]

    @property
    def mask(self) -> NDArray[np.bool_]:
        """Whether there is an arc, shape (n, m)."""
        return np.isfinite(self.c3_km2_s2)

    @property
    def injection_delta_v_km_s(self) -> Array:
        """Velocity change out of the cited parking orbit, shape (n, m) [km/s]."""
        return injection_delta_v_km_s(self.c3_km2_s2, planet=self.origin)

    @property
    def capture_delta_v_km_s(self) -> Array:
        """Velocity change into the cited orbit about the target, shape (n, m) [km/s]."""
        return capture_delta_v_km_s(self.arrival_vinf_km_s, planet=self.target)


def porkchop(
    depart_jd: ArrayLike,
    arrive_jd: ArrayLike,
    origin: Planet = "earth",
    target: Planet = "mars",
    center: Center | None = None,
) -> Porkchop:
    """Energies over a grid of departure and arrival dates.

    Parameters
    ----------
    depart_jd : (n,) [d]
        Departure dates, Julian, TDB.
    arrive_jd : (m,) [d]
        Arrival dates, Julian, TDB.
    origin, target : {"venus", "earth", "mars"}
        Planets.
    center : {"emb", "earth"}, optional
        Point that stands for the Earth; as :func:`kilosol.transfer.arc` takes it if left out.

    Returns
    -------
    Porkchop

    Raises
    ------
    OutOfRange
        If the dates are not one-dimensional or lie outside the ephemeris.

    Examples
    --------
    >>> grid = porkchop(2462894.5 + np.arange(0, 30, 10), 2463084.5 + np.arange(0, 20, 10))
    >>> grid.c3_km2_s2.shape, float(grid.c3_km2_s2[0, 0].round(2)), int(grid.kind[0, 0])
    ((3, 2), 9.0, 1)
    """
    depart = np.asarray(depart_jd, dtype=np.float64)
    arrive = np.asarray(arrive_jd, dtype=np.float64)
    if depart.ndim != 1 or arrive.ndim != 1:
        raise OutOfRange("dates", f"shapes {depart.shape} and {arrive.shape}", "two one-dimensional arrays")
    center = center or default_center(target)
    c3, vinf, beyond = grid_arcs(depart, arrive, origin, target, center)
    return Porkchop(
        depart_jd=depart,
        arrive_jd=arrive,
        origin=origin,
        target=target,
        center=center,
        c3_km2_s2=c3,
        arrival_vinf_km_s=vinf,
        kind=beyond.astype(np.int8) + np.int8(1),
    )
