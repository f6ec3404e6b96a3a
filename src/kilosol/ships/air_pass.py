"""Aerocapture: one pass through the air of Mars that leaves a ship on an ellipse about it.

References
----------
.. [1] Y. Lu, S. J. Saikia, "Feasibility assessment of aerocapture for future Titan orbiter missions", Journal
   of Spacecraft and Rockets 55, 1125-1135, 2018 (lu2018): the corridor between full lift down and full lift
   up, each to the target's apoapsis.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kilosol.data import table
from kilosol.errors import OutOfRange
from kilosol.ships.air_kernel import DOWN, LEFT, UP
from kilosol.ships.ways_down import Air, Flight, Flyer, edge_deg

# Fastest entry that the equations are meant for [km/s].
FASTEST_KM_S = 15.0


@dataclass(frozen=True, slots=True)
class Aerocapture:
    """A pass through the air to an ellipse.

    Parameters
    ----------
    shallow_deg, steep_deg : float [deg]
        Below the horizon at the interface: full lift down, and full lift up, just reach the apoapsis.
    max_load_g : float [1]
        Greatest load at the steep edge, in standard gravities.
    raise_km_s : float [km/s]
        Burn at the apoapsis that lifts the periapsis out of the air.
    """

    shallow_deg: float
    steep_deg: float
    max_load_g: float
    raise_km_s: float

    @property
    def corridor_deg(self) -> float:
        """Width of the corridor [deg]."""
        return self.steep_deg - self.shallow_deg


def aerocapture(
    entry_speed_km_s: float, flyer: Flyer, periapsis_km: float, apoapsis_km: float
) -> Aerocapture:
    """Corridor of a pass through the air, and the burn after it.

    Parameters
    ----------
    entry_speed_km_s : float [km/s]
        At 125 km; above the speed of an ellipse to the apoapsis, at most 15.
    flyer : Flyer
        What the air sees of the ship; its load limit binds nothing here.
    periapsis_km, apoapsis_km : float [km]
        Of the ellipse after the burn, over the equatorial radius.

    Returns
    -------
    Aerocapture
        The corridor of a perfect atmosphere; navigation and density take their part of it, about a degree
        in published studies.

    Raises
    ------
    OutOfRange
        If the ship would not leave the planet without air, or the ellipse lies in the air.

    Examples
    --------
    >>> way = aerocapture(6.0, Flyer(150.0, 0.24, 15.0), 250.0, 33793.0)
    >>> 0.5 < way.corridor_deg < 2.5, way.raise_km_s < 0.05
    (True, True)
    """
    air = Air(0.0)
    interface_km = air.interface_m / 1000
    if not interface_km <= periapsis_km <= apoapsis_km:
        raise OutOfRange("periapsis_km", periapsis_km, f"{interface_km:g} km to the apoapsis")
    least = _speed_km_s(interface_km, interface_km, apoapsis_km)
    if not least < entry_speed_km_s <= FASTEST_KM_S:
        raise OutOfRange("entry_speed_km_s", entry_speed_km_s, f"above {least:.2f}, at most {FASTEST_KM_S:g}")

    def falls_short(flight: Flight) -> bool:
        return flight.end != LEFT or _apoapsis_km(flight) < apoapsis_km

    shallow, steep = (
        edge_deg(lambda deg, rule=rule: falls_short(air.flight(entry_speed_km_s, deg, flyer, rule)))  # type: ignore[misc]
        for rule in (DOWN, UP)
    )
    hardest = air.flight(entry_speed_km_s, steep, flyer, UP)
    # The pass leaves a periapsis in the air; whether at 50 or 80 km moves the burn by a metre a second.
    bottom_km = float(hardest.path[:, 0].min()) / 1000
    lift = _speed_km_s(apoapsis_km, periapsis_km, apoapsis_km) - _speed_km_s(
        apoapsis_km, bottom_km, apoapsis_km
    )
    return Aerocapture(shallow, steep, hardest.load_m_s2 / table("constants").number("gravity_m_s2"), lift)


def _speed_km_s(at_km: float, periapsis_km: float, apoapsis_km: float) -> float:
    """Speed at a height on an ellipse, by its energy."""
    constants = table("constants")
    radius, mu = constants.number("mars_radius_km"), constants.number("mu_mars_km3_s2")
    axis = radius + 0.5 * (periapsis_km + apoapsis_km)
    return float(np.sqrt(mu * (2 / (radius + at_km) - 1 / axis)))


def _apoapsis_km(flight: Flight) -> float:
    """Height of the ellipse on which a flight leaves the air; infinite on a hyperbola."""
    constants = table("constants")
    radius_km, mu = constants.number("mars_radius_km"), constants.number("mu_mars_km3_s2")
    altitude, speed, angle = flight.path[-1]
    r, v = radius_km + altitude / 1000, speed / 1000
    energy = 0.5 * v * v - mu / r
    if energy >= 0:
        return float("inf")
    turn = r * v * np.cos(angle)
    axis = -0.5 * mu / energy
    eccentricity = np.sqrt(max(0.0, 1 - turn * turn / (mu * axis)))
    return float(axis * (1 + eccentricity) - radius_km)
