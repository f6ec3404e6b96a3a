"""Stage 1, the chosen flights as paths: what a figure of the orbits draws."""

from __future__ import annotations

import numpy as np
import xarray as xr

from kilosol.data import table
from kilosol.results import describe
from kilosol.transfer import Arc, Window, flight_path, iso_from_jd

#: Dates along each flight: smooth on a screen, a few kilobytes.
PATH_POINTS = 91


def flight_dataset(window: Window, cargo: Arc) -> xr.Dataset:
    """Paths of a window's cargo and crew flights in the plane of the ecliptic.

    Parameters
    ----------
    window : Window
        The first window flown.
    cargo : Arc
        The cargo ships' arc.

    Returns
    -------
    xarray.Dataset
        Dimensions flight, point and axis (x, y of the ecliptic of J2000).
    """
    flights = {"cargo": cargo} | ({"crew": window.crew} if window.crew else {})
    au_km = table("constants").number("au_km")
    paths = [flight_path(each, PATH_POINTS) for each in flights.values()]

    def plane(field: str) -> tuple[tuple[str, str, str], np.ndarray]:
        return ("flight", "point", "axis"), np.array([getattr(p, field)[:, :2] / au_km for p in paths])

    days = np.array([[iso_from_jd(float(jd)) for jd in p.jd] for p in paths], dtype=object)
    data = {
        "ship_au": plane("ship_km"),
        "earth_au": plane("origin_km"),
        "mars_au": plane("target_km"),
        "date": (("flight", "point"), days),
    }
    attrs = {"window": window.year} | {
        f"{name}_{field}": getattr(each, field)
        for name, each in flights.items()
        for field in ("tof_days", "transfer_angle_deg")
    }
    return describe(xr.Dataset(data, coords={"flight": list(flights), "axis": ["x", "y"]}, attrs=attrs))
