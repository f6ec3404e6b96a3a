"""Propellant of a route: what must stand on the ground of Mars, and what must wait in orbit about it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from kilosol.data import table
from kilosol.home.basis import Basis
from kilosol.home.routes import Route
from kilosol.ships import oxygen_and_methane_t, return_propellant_t


@dataclass(frozen=True, slots=True)
class Tanks:
    """What a route must have in its tanks.

    Parameters
    ----------
    oxygen_t, methane_t : float [t]
        On the surface, at departure.
    orbit_t : float [t]
        In orbit about Mars, from tankers that came from Earth.
    vehicle_t : float [t]
        Ascent vehicles to land, empty; 0 where the crew leaves in its own ship.
    n_vehicles : int
        How many of them.
    """

    oxygen_t: float
    methane_t: float
    orbit_t: float
    vehicle_t: float
    n_vehicles: int

    @property
    def surface_t(self) -> float:
        """Propellant on the surface [t]."""
        return self.oxygen_t + self.methane_t


def tanks_of(route: Route, basis: Basis) -> Tanks:
    """Propellant on the surface and in orbit that a simple route takes.

    Parameters
    ----------
    route : Route
        Without parts.
    basis : Basis

    Returns
    -------
    Tanks

    Notes
    -----
    With m what lands on the Earth, L its landing propellant as it leaves Mars and R mass ratios, a ship that
    flies straight home takes (m + L) R - m on the surface. One that is refilled in orbit takes
    m (R_ascent - 1) on the surface and (m + L) R_injection - m in orbit. An ascent vehicle takes what its
    study says for its crew; for other crews its tanks grow with the square root of the people aboard.

    Examples
    --------
    >>> from kilosol.home import Basis, Burns, load_route
    >>> basis = Basis(Burns(4.3, 5.7, 2.6, 0.0, 375.0, 327.0), 125.0, 20.0)
    >>> round(tanks_of(load_route("full-propellant"), basis).surface_t)
    802
    """
    if route.vehicle == "ascent vehicle":
        return _ascent_tanks(basis.people)
    burns = basis.burns
    final_t = route.number("dry_mass_t", basis.dry_mass_t) + route.number(
        "return_payload_t", basis.return_payload_t
    )
    landing_t = float(return_propellant_t(final_t, burns.landing_km_s, burns.landing_isp_s)) / (
        1.0 - burns.landing_loss_frac
    )
    if route.leg == "Earth":
        whole_km_s = burns.ascent_km_s + burns.injection_km_s
        surface_t = float(return_propellant_t(final_t + landing_t, whole_km_s, burns.isp_s)) + landing_t
        orbit_t = 0.0
    else:
        is_low = route.leg == "low orbit"
        up_km_s = burns.ascent_km_s if is_low else burns.one_sol_km_s
        on_km_s = burns.injection_km_s if is_low else burns.from_one_sol_km_s
        surface_t = float(return_propellant_t(final_t, up_km_s, burns.isp_s))
        orbit_t = float(return_propellant_t(final_t + landing_t, on_km_s, burns.isp_s)) + landing_t
    oxygen_t, methane_t = (float(part) for part in oxygen_and_methane_t(basis.n_ships * surface_t))
    return Tanks(oxygen_t, methane_t, basis.n_ships * orbit_t, 0.0, 0)


def _ascent_tanks(people: int) -> Tanks:
    cited = table("home/ascent_vehicle")
    n = max(math.ceil(people / cited.number("most_people")), 1)
    grown = math.sqrt(people / n / cited.number("people")) if people else 1.0
    return Tanks(
        oxygen_t=n * grown * cited.number("oxygen_t"),
        methane_t=n * grown * cited.number("methane_t"),
        orbit_t=0.0,
        vehicle_t=n * grown * cited.number("dry_mass_t"),
        n_vehicles=n,
    )
