"""What a flight lands: payload by window, limited by tanks, hull and entry speed; the one function for it.

Entry either is within the ship's limit or nothing lands; below it the air takes all but the landing burn,
which hangs on speed, mass and the elevation of the ground (:mod:`kilosol.ships.ways_down`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from kilosol.data import table
from kilosol.errors import OutOfRange
from kilosol.ships.boil_off import cruise_boil_off_frac
from kilosol.ships.dry_mass import MassDistribution
from kilosol.ships.refuelling import refuelling_days, tanker_flights
from kilosol.ships.vehicle import (
    MOST_LOG_RATIO,
    Ship,
    departure_propellant_t,
    mass_ratio,
    payload_t,
    whole_mass_ratio,
)
from kilosol.ships.ways_down import Descent, descent
from kilosol.transfer.arcs import Arc, Energies
from kilosol.transfer.burns import injection_delta_v_km_s
from kilosol.transfer.departures import Departure, departure
from kilosol.transfer.departures import parking_inclination_deg as cited_inclination_deg

Array = NDArray[np.float64]
#: Boil-off on the way [1], burns that turn the plane of departure [km/s], landing burn [km/s].
Losses = tuple[float, float, float]
#: What holds the payload down.
Bound = Literal["hull", "tanks", "entry"]

# Price of each hundredth beyond the entry limit [km/s]: more than any saving at departure.
LIMIT_PENALTY = 100
# Shares of the dry mass distribution at which a range of payloads is given.
LOW_SHARE, HIGH_SHARE = 1 / 20, 19 / 20


@dataclass(frozen=True, slots=True)
class FlightRules:
    """How ships are filled in orbit, and how fast they may enter.

    Parameters
    ----------
    max_entry_km_s : float [km/s]
        Inertial entry speed that the ship bears.
    tanker_delivers_t : float [t]
        Propellant that one tanker flight brings to orbit.
    boil_off_frac : float [1]
        Part of what the tankers bring that is lost before departure.
    parking_inclination_deg : float [deg]
        Of the orbit about the Earth in which ships are filled.
    landing_elevation_km : float [km]
        Of the ground on Mars above the datum.
    """

    max_entry_km_s: float
    tanker_delivers_t: float
    boil_off_frac: float
    parking_inclination_deg: float
    landing_elevation_km: float


def flight_rules(
    max_entry_km_s: float | None = None,
    tanker_delivers_t: float | None = None,
    boil_off_frac: float | None = None,
    parking_inclination_deg: float | None = None,
    landing_elevation_km: float | None = None,
) -> FlightRules:
    """Rules of flight, the cited ones where none are given.

    Parameters
    ----------
    max_entry_km_s : [km/s]
        The cited default is 7.5.
    tanker_delivers_t : [t]
        The cited default is 120.
    boil_off_frac : [1]
        The cited default is 0.05.
    parking_inclination_deg : [deg]
        The cited default is 28.5.
    landing_elevation_km : [km]
        The cited default is -3.94.

    Returns
    -------
    FlightRules

    Examples
    --------
    >>> rules = flight_rules(max_entry_km_s=7.0)
    >>> rules.max_entry_km_s, rules.tanker_delivers_t, rules.parking_inclination_deg
    (7.0, 120.0, 28.5)
    """
    operations = table("ships/operations")
    limit = table("transfer/limits").number("max_entry_km_s")
    return FlightRules(
        limit if max_entry_km_s is None else max_entry_km_s,
        operations.number("tanker_delivers_t") if tanker_delivers_t is None else tanker_delivers_t,
        operations.number("boil_off_frac") if boil_off_frac is None else boil_off_frac,
        cited_inclination_deg() if parking_inclination_deg is None else parking_inclination_deg,
        table("ships/descent").number("landing_elevation_km")
        if landing_elevation_km is None
        else landing_elevation_km,
    )


@dataclass(frozen=True, slots=True)
class LandedLoad:
    """What one ship lands by one flight, and what it takes to send it.

    Parameters
    ----------
    payload_t : float [t]
        The lower of claim and rocket equation; nought where the ship does not fly.
    equation_payload_t : float [t]
        By the rocket equation alone, tanks full; negative where not even the empty ship flies.
    low_payload_t, high_payload_t : float [t]
        Payload for a dry mass at the 95th and 5th percentile of its distribution.
    bound : {"hull", "tanks", "entry"}
        What holds the payload down: the claim, the propellant, or the entry limit.
    why_not : str
        Why no ship flies it; empty where one does.
    notes : tuple of str
        What the flight takes beside: the price of its declination.
    injection_delta_v_km_s, plane_delta_v_km_s, surface_delta_v_km_s : float [km/s]
        Burn out of the parking orbit in its own plane, what the declination of the asymptote adds to it, and
        all burns from there to the surface.
    departure_burns : int
        1, or 3 where a high ellipse makes the declination cheaper.
    way_down : Descent
        Entry corridor and landing burn of the ship with its claimed load; of an arc faster than the entry
        limit, those at the limit.
    cruise_boil_off_frac : float [1]
        Part of the landing propellant lost on the way.
    propellant_t : float [t]
        On board at departure for that payload; nought where the ship does not fly.
    tanker_flights : int
        That bring it; none where the ship does not fly.
    low_tanker_flights, high_tanker_flights : int
        For a light ship filled by large tankers without loss, and for a heavy one filled by small ones with
        the greatest loss, each at the end of its cited range.
    refuelling_days : float [d]
        From the first to the last of them.
    """

    payload_t: float
    equation_payload_t: float
    low_payload_t: float
    high_payload_t: float
    bound: Bound
    why_not: str
    notes: tuple[str, ...]
    injection_delta_v_km_s: float
    plane_delta_v_km_s: float
    departure_burns: int
    surface_delta_v_km_s: float
    way_down: Descent
    cruise_boil_off_frac: float
    propellant_t: float
    tanker_flights: int
    low_tanker_flights: int
    high_tanker_flights: int
    refuelling_days: float

    @property
    def flies(self) -> bool:
        """Whether a ship flies it and lands something."""
        return not self.why_not


def landed_load(arc: Arc, ship: Ship, rules: FlightRules | None = None) -> LandedLoad:
    """Payload of a ship by a flight to Mars, with its propellant and tankers.

    Parameters
    ----------
    arc : Arc
        From the Earth to Mars.
    ship : Ship
        From :func:`kilosol.ships.ship`, or one of your own.
    rules : FlightRules, optional
        The cited ones of :func:`flight_rules` if left out.

    Returns
    -------
    LandedLoad

    Raises
    ------
    OutOfRange
        If the flight does not end at Mars.

    Notes
    -----
    Plan, windows and arcs all ask this function: one arc has one payload.

    Examples
    --------
    >>> from kilosol.ships import ship
    >>> from kilosol.transfer import arc
    >>> load = landed_load(arc("2031-01-28", "2031-08-06"), ship("v3"))
    >>> load.payload_t, load.bound, load.tanker_flights
    (100.0, 'hull', 5)
    >>> landed_load(arc("2031-01-28", "2031-08-06"), ship("v3"), flight_rules(7.0)).why_not
    'enters at 7.42 km/s, the limit is 7 km/s'
    """
    if arc.target != "mars":
        raise OutOfRange("target of the arc", arc.target, "mars")
    rules = rules or flight_rules()
    out = departure(arc, rules.parking_inclination_deg) if arc.origin == "earth" else None
    extra = out.extra_delta_v_km_s if out else 0.0
    burn = arc.injection_delta_v_km_s
    way = _way_down(arc, ship, rules)
    landing = way.delta_v_km_s
    lost = float(cruise_boil_off_frac(arc.tof_days))
    low_dry, high_dry = _dry_range_t(ship)
    masses = (ship.dry_mass_t, high_dry, low_dry)
    losses = (lost, extra, landing)
    equation, heavy, light = (_by_equation(arc, ship, dry, losses) for dry in masses)
    why_not = _why_not(arc, ship, rules, equation, extra, way)
    too_fast = arc.entry_speed_km_s > rules.max_entry_km_s
    payload, low, high = (
        0.0 if too_fast or not way.is_open else max(0.0, min(ship.payload_t, landed))
        for landed in (equation, heavy, light)
    )
    need = 0.0 if why_not else _need_t(arc, ship, payload, ship.dry_mass_t, losses)
    flights = int(tanker_flights(need, rules.tanker_delivers_t, rules.boil_off_frac))
    few, many = (
        (0, 0) if why_not else _tanker_range(arc, ship, rules, ((high, low_dry), (low, high_dry)), losses)
    )
    return LandedLoad(
        payload_t=payload,
        equation_payload_t=equation,
        low_payload_t=low,
        high_payload_t=high,
        bound="entry" if too_fast or not way.is_open else "hull" if equation >= ship.payload_t else "tanks",
        why_not=why_not,
        notes=(_declination_note(out),) if out and extra > 0 else (),
        injection_delta_v_km_s=burn,
        plane_delta_v_km_s=extra,
        departure_burns=out.n_burns if out else 1,
        surface_delta_v_km_s=burn + extra + landing,
        way_down=way,
        cruise_boil_off_frac=lost,
        propellant_t=need,
        tanker_flights=flights,
        low_tanker_flights=min(few, flights),
        high_tanker_flights=max(many, flights),
        refuelling_days=float(refuelling_days(flights)),
    )


def _way_down(arc: Arc, ship: Ship, rules: FlightRules) -> Descent:
    speed = min(arc.entry_speed_km_s, rules.max_entry_km_s)
    return descent(speed, ship.dry_mass_t + ship.payload_t, ship.isp_s, rules.landing_elevation_km)


def _dry_range_t(ship: Ship) -> tuple[float, float]:
    """Dry mass at the 5th and 95th percentile of its triangle."""
    mass = ship.dry_mass_t
    low = mass if ship.dry_low_t is None else min(ship.dry_low_t, mass)
    high = mass if ship.dry_high_t is None else max(ship.dry_high_t, mass)
    spread = MassDistribution(low, mass, high)
    return float(spread.quantile_t(LOW_SHARE)), float(spread.quantile_t(HIGH_SHARE))


def _is_beyond_rockets(arc: Arc, ship: Ship) -> bool:
    exhaust_km_s = ship.isp_s * table("constants").number("gravity_m_s2") / 1000
    return arc.injection_delta_v_km_s > MOST_LOG_RATIO * exhaust_km_s


def _declination_note(out: Departure) -> str:
    """What a declination beyond the orbit's inclination costs, in words."""
    ways = f"{out.n_burns} burns, {out.ellipse_days:.0f} days" if out.n_burns > 1 else "1 burn"
    return (
        f"leaves at {out.declination_deg:+.0f} degrees from an orbit of {out.inclination_deg:g}: {ways}, "
        f"+{out.extra_delta_v_km_s:.2f} km/s"
    )


def _by_equation(arc: Arc, ship: Ship, dry_t: float, losses: Losses) -> float:
    """Payload of full tanks; negative where they do not send the empty ship."""
    lost, extra, landing = losses
    if _is_beyond_rockets(arc, ship) or not np.isfinite(landing):
        return -dry_t
    return float(
        payload_t(
            arc.c3_km2_s2,
            dry_t,
            ship.propellant_t,
            ship.isp_s,
            landing_delta_v_km_s=landing,
            cruise_boil_off_frac=lost,
            extra_delta_v_km_s=extra,
        )
    )


def _need_t(arc: Arc, ship: Ship, payload: float, dry_t: float, losses: Losses) -> float:
    """Propellant at departure."""
    return float(
        departure_propellant_t(
            payload,
            dry_t,
            arc.c3_km2_s2,
            ship.isp_s,
            losses[2],
            cruise_boil_off_frac=losses[0],
            extra_delta_v_km_s=losses[1],
        )
    )


def _why_not(arc: Arc, ship: Ship, rules: FlightRules, equation_t: float, extra: float, way: Descent) -> str:
    """Why no ship flies an arc, with what it asks and what there is."""
    said = []
    if not way.is_open:
        said.append(
            f"no way down to {rules.landing_elevation_km:g} km at "
            f"{min(arc.entry_speed_km_s, rules.max_entry_km_s):.2f} km/s: "
            + (
                "the ship meets the ground before its engines stop it"
                if way.corridor_deg > 0
                else "no angle holds it in the air within the load that people bear"
            )
        )
    elif equation_t <= 0:
        burn = arc.injection_delta_v_km_s + extra
        said.append(f"no ship flies it: burn {burn:.2f} km/s, tanks hold {ship.propellant_t:,.0f} t")
    if arc.entry_speed_km_s > rules.max_entry_km_s:
        said.append(f"enters at {arc.entry_speed_km_s:.2f} km/s, the limit is {rules.max_entry_km_s:g} km/s")
    return "; ".join(said)


def _tanker_range(
    arc: Arc,
    ship: Ship,
    rules: FlightRules,
    ends: tuple[tuple[float, float], tuple[float, float]],
    losses: Losses,
) -> tuple[int, int]:
    """Fewest and most tankers, over the ranges of dry mass, of deliveries and of losses."""
    cited = table("ships/operations")
    delivers, boils = cited["tanker_delivers_t"], cited["boil_off_frac"]
    own_size, own_loss = rules.tanker_delivers_t, rules.boil_off_frac
    sizes = (_end(delivers.high, own_size, max), _end(delivers.low, own_size, min))
    boiled = (_end(boils.low, own_loss, min), _end(boils.high, own_loss, max))
    few, many = (
        int(tanker_flights(min(_need_t(arc, ship, load, dry, losses), ship.propellant_t), size, loss))
        for (load, dry), size, loss in zip(ends, sizes, boiled, strict=True)
    )
    return few, many


def _end(cited: float | None, own: float, of: Callable[[float, float], float]) -> float:
    return own if cited is None else of(cited, own)


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
        burn = injection_delta_v_km_s(cost.c3_km2_s2)
        # In logarithms: a grid holds arcs whose mass ratio is beyond any number.
        landing = whole_mass_ratio(0.0, ship.isp_s, cruise_boil_off_frac=lost) / mass_ratio(
            injection_delta_v_km_s(0.0), ship.isp_s
        )
        exhaust_km_s = ship.isp_s * table("constants").number("gravity_m_s2") / 1000
        over = np.maximum(cost.entry_speed_km_s / limit - 1, 0)
        # The step keeps the best arc on the near side of the limit, where it lands.
        value: Array = burn + exhaust_km_s * np.log(landing) + LIMIT_PENALTY * over + (over > 0)
        return value

    return price
