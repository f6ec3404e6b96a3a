"""Places on Mars: candidate bases and the landing sites whose records check the models."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from kilosol.data import columns
from kilosol.data.standing import seen_of
from kilosol.errors import OutOfRange, UnknownName
from kilosol.mars.pressure import annual_mean_pressure_pa

Wind = Literal["still", "gusty"]
# Latitude beyond which ground ice is likely anywhere [deg]: shallow ice is known down to 39 north.
_ICE_LATITUDE_DEG = 39


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where one value of a site comes from.

    Parameters
    ----------
    value : float
    unit : str
    source, where, tier : str
        Key in the bibliography, place in it, and tier (A measured, B study, C claim, D assumption).
    seen : str or None
        How it was come by, as for any cited value; None for an assumption.
    inputs : tuple of str
        What a computed value was computed from.
    """

    value: float
    unit: str
    source: str
    where: str
    tier: str
    seen: str | None = None
    inputs: tuple[str, ...] = ()


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
    wind : {"still", "gusty"}
        Whether chance gusts clean arrays there; designs count on none unless they say so.
    basin_km : float [km]
        How far the place lies below the rim of an enclosed basin, whose air is the warmer; 0 on open ground.

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
    wind: Wind = "still"
    basin_km: float = 0.0

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
        if not 0 <= self.basin_km <= 8:
            raise OutOfRange("basin_km", self.basin_km, "between 0 and 8, as craters of Mars are deep")


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
    values = [float(table[column][row]) for column in numbers]
    latitude, longitude, elevation, albedo, inertia, pressure = values
    wind: Wind = table.about["wind"][row]
    basin = float(table.about["basin_km"][row])
    return Site(site_names()[row], latitude, longitude, elevation, albedo, inertia, pressure, wind, basin)


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


def site_provenance(place: Site) -> dict[str, Provenance]:
    """Where each value of a site comes from.

    Parameters
    ----------
    place : Site
        Shipped, or of the user's own.

    Returns
    -------
    dict
        Name of the value -> :class:`Provenance`.

    Examples
    --------
    >>> found = site_provenance(site("AP-1"))
    >>> found["latitude_deg"].source, found["albedo"].tier
    ('golombek2021', 'B')
    """
    table = columns("mars/sites")
    about = table.about
    known = place.name in site_names() and site(place.name) == place
    kinds = [kind for kind, names in about["coordinates"].items() if place.name in names]
    coordinates = about["provenance"][kinds[0]] if known else _OWN
    nearby = {"source": "assumption", "where": "taken from the nearest shipped site: look it up", "tier": "D"}
    sources: dict[str, Any] = {
        "latitude_deg": coordinates,
        "east_longitude_deg": coordinates,
        "elevation_km": about["provenance"]["elevation_km"] if known else _OWN,
        "albedo": about["provenance"]["albedo"] if known else nearby,
        "thermal_inertia": about["provenance"]["thermal_inertia"] if known else nearby,
        "pressure_pa": about["provenance"]["pressure_pa"],
        "basin_km": about["provenance"]["basin_km"] if known else _OPEN,
    }
    units = {**about["columns"], "thermal_inertia": "J m-2 K-1 s-1/2", "basin_km": "km"}
    return {key: _provenance(getattr(place, key), units[key], entry) for key, entry in sources.items()}


def _provenance(value: float, unit: str, entry: dict[str, Any]) -> Provenance:
    inputs = tuple(entry.get("inputs", ()))
    return Provenance(value, unit, entry["source"], entry["where"], entry["tier"], seen_of(entry), inputs)


def site_ice(place: Site) -> dict[str, Any]:
    """What is known of ice in the ground at a site.

    Parameters
    ----------
    place : Site

    Returns
    -------
    dict
        ``text``, ``source``, ``tier`` and, where estimated, ``low_m`` and ``high_m`` of the soil over it.

    Examples
    --------
    >>> site_ice(site("AP-1"))["high_m"]
    1.5
    """
    known: dict[str, dict[str, Any]] = columns("mars/sites").about["ice"]
    if place.name in known:
        return dict(known[place.name])
    if abs(place.latitude_deg) >= _ICE_LATITUDE_DEG:
        text = "Ground ice is likely at this latitude; depth not established here"
        return {"text": text, "source": "mcewen2020", "tier": "C"}
    text = "No shallow ice is expected at this latitude; water is bound in minerals"
    return {"text": text, "source": "mcewen2020", "tier": "C"}


_OPEN = {"source": "assumption", "where": "taken as open ground", "tier": "D"}
_OWN = {"source": "assumption", "where": "given by the user", "tier": "D"}


def _key(name: str) -> str:
    return "".join(c for c in name.casefold() if c.isalnum())
