"""What a flight lands: payload by window, limited by tanks, hull and entry speed.

First fidelity: entry either is within the ship's limit or nothing lands; below it the air takes all but the
landing burn, whatever the speed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kilosol.data import table
from kilosol.errors import OutOfRange
from kilosol.ships.dry_mass import dry_mass_distribution
from kilosol.ships.refuelling import refuelling_days, tanker_flights
from kilosol.ships.vehicle import Ship, departure_propellant_t, payload_t, whole_mass_ratio
from kilosol.transfer.arcs import Arc, Energies

Array = NDArray[np.float64]
#: What holds the payload down.
Bound = Literal["hull", "tanks", "entry"]

# Price of each hundredth beyond the entry limit [km/s]: more than any saving at departure.
LIMIT_PENALTY = 100
# Shares of the dry mass distribution at which a range of payloads is given.
LOW_SHARE, HIGH_SHARE = 1 / 20, 19 / 20


@dataclass(frozen=True, slots=True)
class LandedLoad:
    """What one ship lands by one flight, and what it takes to send it.

    Parameters
    ----------
    payload_t : float [t]
        The lower of claim and rocket equation; nought where the entry is too fast.
    equation_payload_t : float [t]
        By the rocket equation alone, tanks full.
    low_payload_t, high_payload_t : float [t]
        Payload for a dry mass at the 95th and 5th percentile of its distribution.
    bound : {"hull", "tanks", "entry"}
        What holds the payload down: the claim, the propellant, or the entry limit.
    injection_delta_v_km_s, surface_delta_v_km_s : float [km/s]
        Burn out of the parking orbit, and all burns from there to the surface.
    propellant_t : float [t]
        On board at departure for that payload.
    tanker_flights : int
        That bring it.
    refuelling_days : float [d]
        From the first to the last of them.
    """

    payload_t: float
    equation_payload_t: float
    low_payload_t: float
    high_payload_t: float
    bound: Bound
    injection_delta_v_km_s: float
    surface_delta_v_km_s: float
    propellant_t: float
    tanker_flights: int
    refuelling_days: float


def cruise_boil_off_frac(tof_days: ArrayLike) -> Array:
    """Part of the landing propellant lost on the way, by flight time.

    Parameters
    ----------
    tof_days : (*batch,) [d]
        Time of flight.

    Returns
    -------
    (*batch,) [1]
        The cited loss at the cited reference flight, compounding with time.

    Raises
    ------
    OutOfRange
        If a time is negative.

    Examples
    --------
    >>> cruise_boil_off_frac([0.0, 250.0, 500.0]).round(4).tolist()
    [0.0, 0.05, 0.0975]
    """
    tof = np.asarray(tof_days, dtype=np.float64)
    if (tof < 0).any():
        raise OutOfRange("tof_days", float(np.nanmin(tof)), "at least 0")
    operations = table("ships/operations")
    kept = 1 - operations.number("cruise_boil_off_frac")
    lost: Array = 1 - kept ** (tof / operations.number("cruise_reference_day"))
    return lost


def landed_load(arc: Arc, ship: Ship, max_entry_km_s: float | None = None) -> LandedLoad:
    """Payload of a ship by a flight to Mars, with its propellant and tankers.

    Parameters
    ----------
    arc : Arc
        From the Earth to Mars.
    ship : Ship
        From :func:`kilosol.ships.ship`.
    max_entry_km_s : [km/s]
        Inertial entry speed that the ship bears; the cited default is 7.5.

    Returns
    -------
    LandedLoad

    Raises
    ------
    OutOfRange
        If the flight does not end at Mars.

    Examples
    --------
    >>> from kilosol.ships import ship
    >>> from kilosol.transfer import arc
    >>> load = landed_load(arc("2031-01-28", "2031-08-06"), ship("v3"))
    >>> load.payload_t, load.bound, load.tanker_flights
    (100.0, 'hull', 5)
    """
    if arc.target != "mars":
        raise OutOfRange("target of the arc", arc.target, "mars")
    if max_entry_km_s is None:
        max_entry_km_s = table("transfer/limits").number("max_entry_km_s")
    lost = float(cruise_boil_off_frac(arc.tof_days))

    def by_equation(dry_t: float) -> float:
        landed = payload_t(arc.c3_km2_s2, dry_t, ship.propellant_t, ship.isp_s, cruise_boil_off_frac=lost)
        return float(landed)

    too_fast = arc.entry_speed_km_s > max_entry_km_s
    equation = by_equation(ship.dry_mass_t)
    spread = dry_mass_distribution(ship.name)
    heavy, light = (by_equation(float(spread.quantile_t(s))) for s in (HIGH_SHARE, LOW_SHARE))
    payload, low, high = (
        0.0 if too_fast else max(0.0, min(ship.payload_t, landed)) for landed in (equation, heavy, light)
    )
    need = float(
        departure_propellant_t(payload, ship.dry_mass_t, arc.c3_km2_s2, ship.isp_s, cruise_boil_off_frac=lost)
    )
    operations = table("ships/operations")
    flights = int(
        tanker_flights(need, operations.number("tanker_delivers_t"), operations.number("boil_off_frac"))
    )
    burn = arc.injection_delta_v_km_s
    bound: Bound = "entry" if too_fast else "hull" if equation >= ship.payload_t else "tanks"
    return LandedLoad(
        payload_t=payload,
        equation_payload_t=equation,
        low_payload_t=low,
        high_payload_t=high,
        bound=bound,
        injection_delta_v_km_s=burn,
        surface_delta_v_km_s=burn + operations.number("landing_delta_v_km_s"),
        propellant_t=need,
        tanker_flights=flights,
        refuelling_days=float(refuelling_days(flights)),
    )


def landed_mass_price(ship: Ship, max_entry_km_s: float | None = None) -> Callable[[Energies], Array]:
    """Cost of arcs that is least where the landed mass is greatest, for a search over windows.

    Parameters
    ----------
    ship : Ship
        From :func:`kilosol.ships.ship`.
    max_entry_km_s : [km/s]
        Inertial entry speed that the ship bears, beyond which nothing lands; the cited default is 7.5.

    Returns
    -------
    callable
        From energies of arcs to an array, for ``launch_windows(..., objective=...)``.

    Notes
    -----
    The velocity change that one burn of the same mass ratio would give: departure, landing, and what boils
    off in a longer flight. It moves like an energy, so that the search treats it as one.

    Examples
    --------
    >>> from kilosol.ships import ship
    >>> from kilosol.transfer import launch_windows
    >>> (window,) = launch_windows(2031, 2031, objective=landed_mass_price(ship("v3"), 7.0))
    >>> bool(window.type1.entry_speed_km_s < 7.001)
    True
    """
    if max_entry_km_s is None:
        max_entry_km_s = table("transfer/limits").number("max_entry_km_s")
    limit = max_entry_km_s

    def price(cost: Energies) -> Array:
        lost = cruise_boil_off_frac(np.maximum(cost.tof_days, 0))
        ratio = whole_mass_ratio(cost.c3_km2_s2, ship.isp_s, cruise_boil_off_frac=lost)
        exhaust_km_s = ship.isp_s * table("constants").number("gravity_m_s2") / 1000
        over = np.maximum(cost.entry_speed_km_s / limit - 1, 0)
        value: Array = exhaust_km_s * np.log(ratio) + LIMIT_PENALTY * over
        return value

    return price
