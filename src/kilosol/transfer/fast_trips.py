"""What a thruster can carry to Mars in a few weeks, at the very most."""

from __future__ import annotations

from dataclasses import dataclass

from kilosol.data import table
from kilosol.errors import OutOfRange


@dataclass(frozen=True, slots=True)
class FastTrip:
    """Bound on a fast trip by low thrust.

    Parameters
    ----------
    jet_kw : float [kW]
        Power of the jet: half of thrust times exhaust speed.
    mass_t : float [t]
        Heaviest ship, propellant included, that the thrust carries across in the days.
    power_plant_t : float [t]
        Power plant and tug of that electric power, by the published figures of one such tug.
    """

    jet_kw: float
    mass_t: float
    power_plant_t: float


def fast_trip(thrust_n: float, power_kw: float, exhaust_km_s: float, days: float) -> FastTrip:
    """Heaviest ship that a thrust could bring to Mars in a number of days, if orbits were straight lines.

    Parameters
    ----------
    thrust_n : float [N]
    power_kw : float [kW]
        Electric.
    exhaust_km_s : float [km/s]
    days : float [d]

    Returns
    -------
    FastTrip
        An upper bound: from rest to rest on a straight line across the least distance between the planets'
        orbits, without gravity, mass constant. No real trip is as kind.

    Raises
    ------
    OutOfRange
        If a number is not above 0.

    Notes
    -----
    Half the way speeding up and half braking, d = a t^2 / 4, so that m = F t^2 / (4 d).

    Examples
    --------
    >>> trip = fast_trip(6.0, 300.0, 100.0, 60.0)
    >>> trip.jet_kw, trip.mass_t < 1.0, trip.power_plant_t > 10.0
    (300.0, True, True)
    """
    for name, value in (
        ("thrust_n", thrust_n),
        ("power_kw", power_kw),
        ("exhaust_km_s", exhaust_km_s),
        ("days", days),
    ):
        if not 0 < value < float("inf"):
            raise OutOfRange(name, value, "above 0")
    constants = table("constants")
    near_m = 1000 * constants.number("au_km") * table("transfer/orbits").number("least_mars_distance_au")
    mass_kg = thrust_n * (days * constants.number("day_s")) ** 2 / (4 * near_m)
    zeus = table("transfer/tug-zeus-500")
    return FastTrip(
        jet_kw=0.5 * thrust_n * exhaust_km_s,
        mass_t=mass_kg / 1000,
        power_plant_t=zeus.number("dry_mass_t") * power_kw / zeus.number("power_kw"),
    )
