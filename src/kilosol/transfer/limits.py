"""What a flight may ask of a ship and its people, one set for either way."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kilosol.data import table
from kilosol.errors import OutOfRange
from kilosol.transfer.arcs import Array, Energies
from kilosol.transfer.burns import Planet, c3_of_burn_km2_s2, entry_speed_km_s

#: Keys of the cited limits by the planet that the flight ends at.
_CITED = {
    "mars": ("max_c3_km2_s2", "max_entry_km_s", "max_tof_day"),
    "earth": ("max_return_c3_km2_s2", "max_earth_entry_km_s", "max_return_tof_day"),
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What an arc may ask of a ship and its people.

    Parameters
    ----------
    max_c3_km2_s2 : float [km2/s2]
        Departure energy.
    max_entry_km_s : float [km/s]
        Inertial entry speed where the flight ends.
    max_tof_days : float [d]
        Flight time of a crew.
    max_declination_deg : float [deg]
        Of the departure asymptote of a crew, north or south of the equator.
    launch_period_days : int [d]
        Days in a row on which a crew can leave, for one landing, with every limit kept.
    margin_frac : float [1]
        Part of each limit that a crew's flight leaves unused.
    """

    max_c3_km2_s2: float
    max_entry_km_s: float
    max_tof_days: float
    max_declination_deg: float = 90.0
    launch_period_days: int = 1
    margin_frac: float = 0.0

    def __post_init__(self) -> None:
        """Refuse limits that no flight can have."""
        for name in ("max_c3_km2_s2", "max_entry_km_s", "max_tof_days"):
            if not getattr(self, name) > 0:
                raise OutOfRange(name, getattr(self, name), "positive")
        if not 0 <= self.max_declination_deg <= 90:
            raise OutOfRange("max_declination_deg", self.max_declination_deg, "between 0 and 90")
        if not 1 <= self.launch_period_days <= 100:
            raise OutOfRange("launch_period_days", self.launch_period_days, "between 1 and 100")
        if not 0 <= self.margin_frac < 1:
            raise OutOfRange("margin_frac", self.margin_frac, "at least 0 and below 1")

    def excess(self, cost: Energies, for_crew: bool) -> Array:
        """Largest relative excess over a limit, shape as `cost`; not positive where all are kept.

        A crew's flight keeps the flight time and the margin too; its declination is asked for apart, since
        energies do not carry it.
        """
        over = np.maximum(cost.c3_km2_s2 / self.max_c3_km2_s2, cost.entry_speed_km_s / self.max_entry_km_s)
        if for_crew:
            over = np.maximum(over, cost.tof_days / self.max_tof_days) / (1 - self.margin_frac)
        return np.where(cost.mask, over - 1, np.inf)


def cited_limits(
    c3_km2_s2: float | None = None,
    entry_km_s: float | None = None,
    tof_days: float | None = None,
    *,
    target: Planet = "mars",
    delta_v_km_s: float | None = None,
    declination_deg: float | None = None,
    launch_period_days: int | None = None,
    margin_frac: float | None = None,
) -> Limits:
    """Limits of ships and people on the way to Mars or home, the cited ones where none are given.

    Parameters
    ----------
    c3_km2_s2 : [km2/s2]
        Departure energy; 25 to Mars, 16 home.
    entry_km_s : [km/s]
        Inertial entry speed; 7.5 at Mars, 14 at the Earth.
    tof_days : [d]
        Flight time of a crew; 210 either way.
    target : {"mars", "earth"}
        Where the flight ends.
    delta_v_km_s : [km/s]
        Burn out of the cited parking orbit, another way to say the departure energy; the lower counts.
    declination_deg : [deg]
        Of the departure asymptote of a crew; 90, which is none.
    launch_period_days : [d]
        Days in a row on which a crew must be able to leave; 10.
    margin_frac : [1]
        Part of each limit left unused; 0.

    Returns
    -------
    Limits

    Raises
    ------
    OutOfRange
        If a limit is not positive, or so low that no flight at all can keep it.

    Examples
    --------
    >>> cited_limits(entry_km_s=7.0).max_c3_km2_s2, cited_limits(target="earth").max_entry_km_s
    (25.0, 14.0)
    >>> round(cited_limits(delta_v_km_s=3.6).max_c3_km2_s2, 1)
    8.9
    """
    cited = table("transfer/limits")
    keys = _CITED["earth" if target == "earth" else "mars"]
    given = (c3_km2_s2, entry_km_s, tof_days)
    c3, entry, tof = (cited.number(k) if v is None else v for k, v in zip(keys, given, strict=True))
    if entry_km_s is not None and entry > 0:
        slowest = float(entry_speed_km_s(0.0, target))
        if entry <= slowest:
            raise OutOfRange("max_entry_km_s", entry, f"above {slowest:.2f}, which falling from rest gives")
    if delta_v_km_s is not None:
        c3 = min(c3, c3_of_burn_km2_s2(delta_v_km_s, "mars" if target == "earth" else "earth"))
    days = cited.number("crew_launch_period_day") if launch_period_days is None else launch_period_days
    return Limits(
        c3,
        entry,
        tof,
        90.0 if declination_deg is None else declination_deg,
        int(days),
        0.0 if margin_frac is None else margin_frac,
    )
