"""Places on Mars: candidate bases and the landing sites whose records check the models."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kilosol.data import columns
from kilosol.errors import OutOfRange, UnknownName
from kilosol.mars.pressure import annual_mean_pressure_pa


@dataclass(frozen=True, slots=True)
class Site:
    """A place on Mars.

    Parameters
    ----------
    name : str
        What it is called in reports.
    latitude_deg, east_longitude_deg : float [deg]
        Planetocentric; longitude positive to the east, in [0, 360).
    elevation_km : float [km]
        Above the laser altimeter's datum.
    albedo : float
        Of the ground, broadband.
    thermal_inertia : float
        In J m-2 K-1 s-1/2.
    pressure_pa : float [Pa]
        Annual mean.

    Examples
    --------
    >>> site("Jezero").latitude_deg
    18.44
    """

    name: str
    latitude_deg: float
    east_longitude_deg: float
    elevation_km: float
    albedo: float
    thermal_inertia: float
    pressure_pa: float

    def __post_init__(self) -> None:
        if not -90 <= self.latitude_deg <= 90:
            raise OutOfRange("latitude_deg", self.latitude_deg, "between -90 and 90")
        if not 0 <= self.east_longitude_deg < 360:
            raise OutOfRange(
                "east_longitude_deg", self.east_longitude_deg, "at least 0 and below 360, to the east"
            )
        if not 0 <= self.albedo < 1:
            raise OutOfRange("albedo", self.albedo, "at least 0 and below 1")
        if not -10 <= self.elevation_km <= 24:
            raise OutOfRange("elevation_km", self.elevation_km, "between -10 and 24, as Mars is")


def site_names() -> tuple[str, ...]:
    """Names of the shipped sites, in the order of their table.

    Examples
    --------
    >>> site_names()[:3]
    ('PM-1', 'AP-1', 'AP-9')
    """
    return tuple(columns("mars/sites").about["names"])


def site(name: str) -> Site:
    """A shipped site by name.

    Parameters
    ----------
    name : str
        One of :func:`site_names`; case, spaces and hyphens do not matter.

    Returns
    -------
    Site

    Raises
    ------
    UnknownName
        Naming the nearest.

    Examples
    --------
    >>> site("ap-1").elevation_km
    -3.94
    """
    table = columns("mars/sites")
    keys = [_key(known) for known in site_names()]
    if _key(name) not in keys:
        raise UnknownName("site", name, site_names())
    row = keys.index(_key(name))
    numbers = (
        "latitude_deg",
        "east_longitude_deg",
        "elevation_km",
        "albedo",
        "thermal_inertia",
        "pressure_pa",
    )
    return Site(site_names()[row], *(float(table[column][row]) for column in numbers))


def custom_site(name: str, *, latitude_deg: float, east_longitude_deg: float, elevation_km: float) -> Site:
    """A site of the user's own; ground as at the shipped site nearest to it.

    Parameters
    ----------
    name : str
        What to call it.
    latitude_deg, east_longitude_deg : float [deg]
        Planetocentric; longitude to the east.
    elevation_km : float [km]
        Above the laser altimeter's datum; sets the pressure.

    Returns
    -------
    Site
        Albedo and thermal inertia from the nearest shipped site: first fidelity, look them up.

    Examples
    --------
    >>> custom_site("camp", latitude_deg=39.0, east_longitude_deg=202.0, elevation_km=-4.0).albedo
    0.2
    """
    table = columns("mars/sites")
    phi, others = np.radians(latitude_deg), np.radians(table["latitude_deg"])
    apart = np.radians(table["east_longitude_deg"] - east_longitude_deg)
    nearness = np.sin(phi) * np.sin(others) + np.cos(phi) * np.cos(others) * np.cos(apart)
    row = int(np.argmax(nearness))
    return Site(
        name=name,
        latitude_deg=latitude_deg,
        east_longitude_deg=east_longitude_deg,
        elevation_km=elevation_km,
        albedo=float(table["albedo"][row]),
        thermal_inertia=float(table["thermal_inertia"][row]),
        pressure_pa=float(annual_mean_pressure_pa(elevation_km)),
    )


def _key(name: str) -> str:
    return "".join(c for c in name.casefold() if c.isalnum())
