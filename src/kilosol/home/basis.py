"""On what a route is reckoned: burns, vehicle, time, energy and what ships carry; one for all routes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kilosol.loads.isru import Case

Stage = Literal["first", "mature"]


@dataclass(frozen=True, slots=True)
class Burns:
    """Velocity changes of a way home.

    Parameters
    ----------
    ascent_km_s, one_sol_km_s : float [km/s]
        From the surface to low orbit and to an orbit of one sol, losses included.
    injection_km_s : float [km/s]
        From low orbit on the way to the Earth.
    landing_km_s : float [km/s]
        Landing on the Earth; 0 leaves it out.
    isp_s, landing_isp_s : float [s]
        In vacuum, and at the Earth's sea level.
    landing_loss_frac : float
        Part of the landing propellant that boils off on the way.
    """

    ascent_km_s: float
    one_sol_km_s: float
    injection_km_s: float
    landing_km_s: float
    isp_s: float
    landing_isp_s: float
    landing_loss_frac: float = 0.0

    @property
    def from_one_sol_km_s(self) -> float:
        """From an orbit of one sol on the way to the Earth: what the ascent has not paid already."""
        return max(self.injection_km_s - (self.one_sol_km_s - self.ascent_km_s), 0.0)


@dataclass(frozen=True, slots=True)
class Basis:
    """What all routes are compared on.

    Parameters
    ----------
    burns : Burns
    dry_mass_t, return_payload_t : float [t]
        Of the ship that flies home, and what it brings; a route may have its own.
    people : int
        Who go home together.
    production_days, availability_frac : float [d], [1]
        Earth days of production, and the part of them in which the plant runs.
    stage : {"first", "mature"}
        Energy of a first plant, or of one that has been built often.
    case : {"low", "mid", "high"}
        Within the range of that energy.
    cargo_t : float [t]
        Landed by one cargo ship.
    launches_per_ship : float
        A ship's own and its tankers'.
    capacity_factor : float
        Capacity of the plant over what it must make: modules that may fail.
    n_ships : int
        Ships that fly home together, each with tanks of its own.
    kwh_kg : float, optional [kWh/kg]
        Energy for each kilogram of what is made, in place of the stage's; of the oxygen where only that is.
    """

    burns: Burns
    dry_mass_t: float
    return_payload_t: float
    people: int = 6
    production_days: float = 480.0
    availability_frac: float = 0.9
    stage: Stage = "first"
    case: Case = "mid"
    cargo_t: float = 100.0
    launches_per_ship: float = 13.0
    capacity_factor: float = 1.0
    n_ships: int = 1
    kwh_kg: float | None = None

    @property
    def running_hour(self) -> float:
        """Hours in which the plant runs [h]."""
        return self.production_days * 24.0 * self.availability_frac
