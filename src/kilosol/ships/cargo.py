"""Two ways to bring cargo to Mars side by side: a nuclear-electric tug and a chemical ship."""

from __future__ import annotations

from dataclasses import dataclass

from kilosol.data import table
from kilosol.errors import OutOfRange
from kilosol.ships.entry import flight_rules, landed_load
from kilosol.ships.vehicle import Ship
from kilosol.transfer.arcs import Arc
from kilosol.transfer.low_thrust import TugFlight


@dataclass(frozen=True, slots=True)
class CargoOption:
    """One way to bring cargo.

    Parameters
    ----------
    name : str
        Of the vehicle.
    orbit_mass_t : float [t]
        In orbit about the Earth, propellant included.
    propellant_t : float [t]
        Spent on the way.
    delivered_t : float [t]
        Cargo at the end of the way.
    delivered_to : str
        The surface, or an orbit from which it has still to land.
    days : float [d]
        From orbit about the Earth to there.
    power_on_days : float [d]
        Of the propulsion at full power; under a day for a chemical ship, given as nought.
    dose_msv : float [mSv]
        Of cargo (or of people, if there were any) on the way.
    """

    name: str
    orbit_mass_t: float
    propellant_t: float
    delivered_t: float
    delivered_to: str
    days: float
    power_on_days: float
    dose_msv: float

    @property
    def orbit_mass_per_delivered(self) -> float:
        """Tonnes in orbit about the Earth for each tonne delivered [1]."""
        return self.orbit_mass_t / self.delivered_t if self.delivered_t > 0 else float("inf")


def compare_cargo(
    tug_trip: TugFlight,
    arc: Arc,
    ship: Ship,
    *,
    dose_msv_day: float,
    belt_dose_msv: float = 0.0,
    max_entry_km_s: float | None = None,
) -> tuple[CargoOption, CargoOption]:
    """A tug's flight beside a chemical ship's.

    Parameters
    ----------
    tug_trip : TugFlight
        From :func:`kilosol.transfer.tug_flight`.
    arc : Arc
        Of the chemical ship, to Mars.
    ship : Ship
        Which.
    dose_msv_day : [mSv/d]
        Behind the cargo's hull in deep space.
    belt_dose_msv : [mSv]
        Of the slow way through the Earth's radiation belts, on the tug alone.
    max_entry_km_s : [km/s]
        Entry limit of the ship; the cited default is 7.5.

    Returns
    -------
    tug, chemical : CargoOption
        The tug delivers to orbit about Mars, the ship to the surface; tankers' own launches are not counted.

    Raises
    ------
    OutOfRange
        If a dose is negative or the arc does not lead to Mars.

    Examples
    --------
    >>> from kilosol.ships import ship
    >>> from kilosol.transfer import arc, tug, tug_flight
    >>> slow = tug_flight(tug("zeus-500"), "2030-10-01", 690.0, escape_mass_t=60.0)
    >>> tugged, flown = compare_cargo(slow, arc("2031-01-28", "2031-08-06"), ship("v3"), dose_msv_day=1.8)
    >>> tugged.orbit_mass_per_delivered < flown.orbit_mass_per_delivered, tugged.days > 4 * flown.days
    (True, True)
    """
    for name, value in (("dose_msv_day", dose_msv_day), ("belt_dose_msv", belt_dose_msv)):
        if not value >= 0:
            raise OutOfRange(name, value, "at least 0")
    load = landed_load(arc, ship, flight_rules(max_entry_km_s))
    orbit_km = table("transfer/limits").number("tug_orbit_km")
    slow = CargoOption(
        name="nuclear-electric tug",
        orbit_mass_t=tug_trip.start_mass_t,
        propellant_t=tug_trip.propellant_t,
        delivered_t=tug_trip.payload_t,
        delivered_to=f"orbit about Mars, {orbit_km:.0f} km",
        days=tug_trip.total_days,
        power_on_days=tug_trip.power_on_days,
        dose_msv=dose_msv_day * tug_trip.total_days + belt_dose_msv,
    )
    fast = CargoOption(
        name=ship.title,
        orbit_mass_t=ship.dry_mass_t + load.payload_t + load.propellant_t,
        propellant_t=load.propellant_t,
        delivered_t=load.payload_t,
        delivered_to="surface of Mars",
        days=arc.tof_days,
        power_on_days=0.0,
        dose_msv=dose_msv_day * arc.tof_days,
    )
    return slow, fast
