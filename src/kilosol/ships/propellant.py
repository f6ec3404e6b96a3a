"""Propellant for the way home, made on Mars."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kilosol.data import table
from kilosol.errors import OutOfRange
from kilosol.ships.boil_off import cruise_boil_off_frac
from kilosol.ships.vehicle import Ship, mass_ratio
from kilosol.transfer.arcs import Arc


def return_propellant_t(
    final_mass_t: ArrayLike, delta_v_km_s: ArrayLike, isp_s: ArrayLike
) -> NDArray[np.float64]:
    """Propellant that brings a ship from the surface of Mars on its way to the Earth.

    Parameters
    ----------
    final_mass_t : (*batch,) [t]
        Ship and what it brings home, tanks empty.
    delta_v_km_s : (*batch,) [km/s]
        From the surface, losses included: 6.4 to 7.5 for a direct return.
    isp_s : (*batch,) [s]
        Specific impulse.

    Returns
    -------
    (*batch,) [t]
        For that burn alone; :func:`return_load` adds the landing on the Earth, a fifth to a quarter more.

    Raises
    ------
    OutOfRange
        If a mass or a velocity change is negative, or a specific impulse is not positive.

    Notes
    -----
    Tsiolkovsky's equation [1]_.

    References
    ----------
    .. [1] R. R. Bate, D. D. Mueller, J. E. White, "Fundamentals of astrodynamics", Dover, 1971 (bate1971).

    Examples
    --------
    >>> return_propellant_t(120.0, [6.4, 6.9, 7.12, 7.5], 375.0).round().tolist()
    [564.0, 663.0, 712.0, 802.0]
    """
    final = np.asarray(final_mass_t, dtype=np.float64)
    if not (final >= 0).all():
        raise OutOfRange("final_mass_t", float(final.min()), "at least 0")
    return final * (mass_ratio(delta_v_km_s, isp_s) - 1)


@dataclass(frozen=True, slots=True)
class ReturnLoad:
    """What a ship takes on Mars to fly home by one arc and land on the Earth.

    Parameters
    ----------
    ascent_delta_v_km_s, injection_delta_v_km_s, landing_delta_v_km_s : float [km/s]
        From the surface to the parking orbit, losses included; from there on the way home; and the landing on
        the Earth.
    landing_propellant_t : float [t]
        For the landing, as it leaves Mars: what boils off on the way is part of it.
    propellant_t : float [t]
        All of it, on the surface of Mars.
    why_not : str
        Why no ship flies it; empty where one does.
    """

    ascent_delta_v_km_s: float
    injection_delta_v_km_s: float
    landing_delta_v_km_s: float
    landing_propellant_t: float
    propellant_t: float
    why_not: str

    @property
    def departure_delta_v_km_s(self) -> float:
        """From the surface of Mars to the way home [km/s]."""
        return self.ascent_delta_v_km_s + self.injection_delta_v_km_s


def return_load(
    arc: Arc, ship: Ship, return_payload_t: float | None = None, departure_delta_v_km_s: float | None = None
) -> ReturnLoad:
    """Propellant for the way home by one arc: ascent, departure, and the landing on the Earth.

    Parameters
    ----------
    arc : Arc
        From Mars to the Earth.
    ship : Ship
        From :func:`kilosol.ships.ship`, or one of your own.
    return_payload_t : [t]
        People, stores and samples brought home; the cited default is 20.
    departure_delta_v_km_s : [km/s]
        From the surface to the way home, in place of the cited ascent and the arc's own departure.

    Returns
    -------
    ReturnLoad

    Raises
    ------
    OutOfRange
        If the arc does not lead from Mars to the Earth, or a mass is negative.

    Notes
    -----
    With m the ship and its load after landing, L the landing propellant as it leaves Mars and R the mass
    ratio of ascent and departure, P = (m + L) R - m. L grows with the days of the flight as the cruise
    boil-off does.

    Examples
    --------
    >>> from kilosol.ships import ship
    >>> from kilosol.transfer import arc
    >>> load = return_load(arc("2033-01-27", "2033-09-02", "mars", "earth"), ship("v3"))
    >>> round(load.departure_delta_v_km_s, 2), round(load.propellant_t)
    (6.25, 778)
    """
    if (arc.origin, arc.target) != ("mars", "earth"):
        raise OutOfRange("arc", f"from {arc.origin} to {arc.target}", "from Mars to the Earth")
    operations = table("ships/operations")
    payload = operations.number("return_payload_t") if return_payload_t is None else return_payload_t
    ascent, injection = operations.number("ascent_delta_v_km_s"), arc.injection_delta_v_km_s
    if departure_delta_v_km_s is not None:
        injection = departure_delta_v_km_s - ascent
    landing = operations.number("earth_landing_delta_v_km_s")
    sea_level_isp_s = table("ships/starship-v3").number("isp_sea_level_s")
    final = ship.dry_mass_t + payload
    lost = float(cruise_boil_off_frac(arc.tof_days))
    carried = float(return_propellant_t(final, landing, sea_level_isp_s)) / (1 - lost)
    need = float(return_propellant_t(final + carried, ascent + injection, ship.isp_s)) + carried
    why_not = ""
    if need > ship.propellant_t:
        burn = ascent + injection
        why_not = (
            f"takes {need:,.0f} t: burn {burn:.2f} km/s and a landing, tanks hold {ship.propellant_t:,.0f} t"
        )
    return ReturnLoad(ascent, injection, landing, carried, need, why_not)


def oxygen_and_methane_t(
    propellant_t: ArrayLike, mixture_ratio: float | None = None
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Oxygen and methane in a load of propellant.

    Parameters
    ----------
    propellant_t : (*batch,) [t]
        Both together.
    mixture_ratio : [1]
        Oxygen over methane by mass; the cited default is 3.5.

    Returns
    -------
    oxygen_t, methane_t : (*batch,) [t]

    Raises
    ------
    OutOfRange
        If the ratio is negative.

    Examples
    --------
    >>> [float(part.round()) for part in oxygen_and_methane_t(1200.0)]
    [933.0, 267.0]
    """
    if mixture_ratio is None:
        mixture_ratio = table("ships/operations").number("mixture_ratio")
    if not mixture_ratio >= 0:
        raise OutOfRange("mixture_ratio", mixture_ratio, "at least 0")
    total = np.asarray(propellant_t, dtype=np.float64)
    methane = total / (1 + mixture_ratio)
    return total - methane, methane
