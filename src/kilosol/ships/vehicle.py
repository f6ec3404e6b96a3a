"""Ships: the shipped table of Starship versions, and what a ship can land by the rocket equation.

First fidelity: two impulses (out of Earth orbit, and the landing burn), aerodynamic braking for nothing
between them, and no structural limit on what the hull can carry. A claim of landed payload stands in the
table beside the rocket equation's answer; the lower of the two is what a plan may count on.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kilosol.data import table, table_names
from kilosol.errors import OutOfRange, UnknownName
from kilosol.transfer.burns import injection_delta_v_km_s

Array = NDArray[np.float64]

_PREFIX = "ships/starship-"
# Logarithm of a mass ratio beyond which there is no rocket, and before long no number: e^50 is 5e21.
MOST_LOG_RATIO = 50.0


@dataclass(frozen=True, slots=True)
class Ship:
    """One version of a ship.

    Parameters
    ----------
    name, title : str
        Name of its table, and what it is.
    dry_mass_t, propellant_t : float [t]
        Without load, and of full tanks.
    isp_s : float [s]
        Specific impulse.
    payload_t : float [t]
        Landed on Mars, as claimed.
    dry_low_t, dry_high_t : float [t], optional
        Range in which the dry mass is known; the mass itself if left out.
    """

    name: str
    title: str
    dry_mass_t: float
    propellant_t: float
    isp_s: float
    payload_t: float
    dry_low_t: float | None = None
    dry_high_t: float | None = None


def ship_names() -> tuple[str, ...]:
    """Names of the shipped versions, sorted.

    Examples
    --------
    >>> ship_names()
    ('v1', 'v2', 'v3', 'v3-heavy')
    """
    return tuple(name.removeprefix(_PREFIX) for name in table_names(_PREFIX))


def ship(name: str) -> Ship:
    """One version of Starship from its cited table.

    Parameters
    ----------
    name : str
        One of :func:`ship_names`.

    Returns
    -------
    Ship

    Raises
    ------
    UnknownName
        If no such version ships.

    Examples
    --------
    >>> ship("v3").propellant_t
    1600.0
    """
    if name not in ship_names():
        raise UnknownName("ship", name, ship_names())
    values = table(f"{_PREFIX}{name}")
    keys = ("dry_mass_t", "propellant_t", "isp_s", "payload_t")
    dry, propellant, isp, payload = (values.number(key) for key in keys)
    cited = values["dry_mass_t"]
    return Ship(name, str(values.text["title"]), dry, propellant, isp, payload, cited.low, cited.high)


def mass_ratio(delta_v_km_s: ArrayLike, isp_s: ArrayLike) -> Array:
    """Mass before over mass after a velocity change.

    Parameters
    ----------
    delta_v_km_s : (*batch,) [km/s]
        Velocity change, not negative; NaN, where there is no arc, stays NaN.
    isp_s : (*batch,) [s]
        Specific impulse, positive.

    Returns
    -------
    (*batch,) [1]

    Raises
    ------
    OutOfRange
        If a velocity change is negative or beyond any rocket, or a specific impulse is not positive.

    Notes
    -----
    Tsiolkovsky's equation [1]_.

    References
    ----------
    .. [1] R. R. Bate, D. D. Mueller, J. E. White, "Fundamentals of astrodynamics", Dover, 1971 (bate1971).

    Examples
    --------
    >>> float(mass_ratio(6.4, 375.0).round(3))
    5.699
    """
    delta_v = np.asarray(delta_v_km_s, dtype=np.float64)
    isp = np.asarray(isp_s, dtype=np.float64)
    if (delta_v < 0).any():
        raise OutOfRange("delta_v_km_s", float(np.nanmin(delta_v)), "at least 0")
    if not (isp > 0).all():
        raise OutOfRange("isp_s", float(isp.min()), "positive")
    exhaust_km_s = isp * table("constants").number("gravity_m_s2") / 1000
    fastest_km_s = MOST_LOG_RATIO * float(exhaust_km_s.min()) if exhaust_km_s.size else np.inf
    if (delta_v > fastest_km_s).any():
        got, allowed = float(np.nanmax(delta_v)), f"at most {fastest_km_s:.0f}: no rocket gives more"
        raise OutOfRange("delta_v_km_s", got, allowed)
    ratio: Array = np.exp(delta_v / exhaust_km_s)
    return ratio


def whole_mass_ratio(
    c3_km2_s2: ArrayLike,
    isp_s: ArrayLike,
    landing_delta_v_km_s: ArrayLike | None = None,
    cruise_boil_off_frac: ArrayLike | None = None,
    parking_altitude_km: float | None = None,
    *,
    extra_delta_v_km_s: ArrayLike = 0.0,
) -> Array:
    """Mass in Earth orbit over mass landed on Mars.

    Parameters
    ----------
    c3_km2_s2 : (*batch,) [km2/s2]
        Departure energy.
    isp_s : (*batch,) [s]
        Specific impulse of both burns.
    landing_delta_v_km_s, cruise_boil_off_frac, parking_altitude_km, extra_delta_v_km_s
        As in :func:`payload_t`.

    Returns
    -------
    (*batch,) [1]

    Examples
    --------
    >>> float(whole_mass_ratio(9.0, 375.0).round(2))
    3.25
    """
    operations = table("ships/operations")
    if landing_delta_v_km_s is None:
        landing_delta_v_km_s = operations.number("landing_delta_v_km_s")
    if cruise_boil_off_frac is None:
        cruise_boil_off_frac = operations.number("cruise_boil_off_frac")
    lost = np.asarray(cruise_boil_off_frac, dtype=np.float64)
    if not ((lost >= 0) & (lost < 1)).all():
        raise OutOfRange("cruise_boil_off_frac", cruise_boil_off_frac, "at least 0 and below 1")
    burn = injection_delta_v_km_s(c3_km2_s2, parking_altitude_km) + np.asarray(extra_delta_v_km_s)
    leave = mass_ratio(burn, isp_s)
    land = mass_ratio(landing_delta_v_km_s, isp_s)
    # What boils off on the way has been accelerated out of Earth orbit with the rest.
    return leave * (1 + (land - 1) / (1 - lost))


def payload_t(
    c3_km2_s2: ArrayLike,
    dry_mass_t: ArrayLike,
    propellant_t: ArrayLike,
    isp_s: ArrayLike,
    *,
    landing_delta_v_km_s: ArrayLike | None = None,
    cruise_boil_off_frac: ArrayLike | None = None,
    parking_altitude_km: float | None = None,
    extra_delta_v_km_s: ArrayLike = 0.0,
) -> Array:
    """Payload that a ship full in Earth orbit can land on Mars, by the rocket equation.

    Parameters
    ----------
    c3_km2_s2 : (*batch,) [km2/s2]
        Departure energy.
    dry_mass_t : (*batch,) [t]
        Ship without load.
    propellant_t : (*batch,) [t]
        On board in Earth orbit.
    isp_s : (*batch,) [s]
        Specific impulse of both burns.
    landing_delta_v_km_s : (*batch,) [km/s]
        Landing burn; the cited default is 0.7.
    cruise_boil_off_frac : (*batch,) [1]
        Part of the landing propellant lost on the way; the cited default is 0.05.
    parking_altitude_km : [km]
        Of the orbit that the ship leaves; the cited default is 300.
    extra_delta_v_km_s : (*batch,) [km/s]
        Of burns before the way to Mars beside the injection: the turn of the orbit's plane.

    Returns
    -------
    (*batch,) [t]
        Negative where the ship cannot land even its own dry mass, by how much it is too heavy. No
        structural limit is applied: compare with the claimed payload of the ship.

    Raises
    ------
    OutOfRange
        If a mass is negative, a specific impulse is not positive or a departure energy is negative.

    Notes
    -----
    With R1, R2 the mass ratios of departure and landing and b the boil-off, all mass is accounted for by
    m0 + P = R1 m0 (1 + (R2 - 1)/(1 - b)), where m0 is the ship and its payload after landing.

    Examples
    --------
    A full ship of version 3 could send far more than the 100 t that its hull is claimed to land:

    >>> float(payload_t(9.0, 125.0, 1600.0, 375.0).round(0))
    585.0
    """
    dry = np.asarray(dry_mass_t, dtype=np.float64)
    propellant = np.asarray(propellant_t, dtype=np.float64)
    for name, mass in (("dry_mass_t", dry), ("propellant_t", propellant)):
        if not (mass >= 0).all():
            raise OutOfRange(name, float(mass.min()), "at least 0")
    ratio = whole_mass_ratio(
        c3_km2_s2,
        isp_s,
        landing_delta_v_km_s,
        cruise_boil_off_frac,
        parking_altitude_km,
        extra_delta_v_km_s=extra_delta_v_km_s,
    )
    landed: Array = propellant / (ratio - 1)
    return landed - dry


def departure_propellant_t(
    payload_t: ArrayLike,
    dry_mass_t: ArrayLike,
    c3_km2_s2: ArrayLike,
    isp_s: ArrayLike,
    landing_delta_v_km_s: ArrayLike | None = None,
    *,
    cruise_boil_off_frac: ArrayLike | None = None,
    parking_altitude_km: float | None = None,
    extra_delta_v_km_s: ArrayLike = 0.0,
) -> Array:
    """Propellant that a ship must hold in Earth orbit to land a payload on Mars.

    Parameters
    ----------
    payload_t : (*batch,) [t]
        To land.
    dry_mass_t : (*batch,) [t]
        Ship without load.
    c3_km2_s2 : (*batch,) [km2/s2]
        Departure energy of the window.
    isp_s : (*batch,) [s]
        Specific impulse of both burns.
    landing_delta_v_km_s : (*batch,) [km/s]
        Landing burn; the cited default is 0.7.
    cruise_boil_off_frac : (*batch,) [1]
        Part of the landing propellant lost on the way; the cited default is 0.05.
    parking_altitude_km : [km]
        Of the orbit that the ship leaves; the cited default is 300.
    extra_delta_v_km_s : (*batch,) [km/s]
        Of burns before the way to Mars beside the injection: the turn of the orbit's plane.

    Returns
    -------
    (*batch,) [t]
        Compare it with the tanks of the ship: more than they hold means the flight cannot be made.

    Raises
    ------
    OutOfRange
        If a mass is negative, a specific impulse is not positive or a departure energy is negative.

    Examples
    --------
    >>> float(departure_propellant_t(100.0, 125.0, 9.0, 375.0).round(0))
    507.0
    """
    payload = np.asarray(payload_t, dtype=np.float64)
    dry = np.asarray(dry_mass_t, dtype=np.float64)
    for name, mass in (("payload_t", payload), ("dry_mass_t", dry)):
        if not (mass >= 0).all():
            raise OutOfRange(name, float(mass.min()), "at least 0")
    ratio = whole_mass_ratio(
        c3_km2_s2,
        isp_s,
        landing_delta_v_km_s,
        cruise_boil_off_frac,
        parking_altitude_km,
        extra_delta_v_km_s=extra_delta_v_km_s,
    )
    return (payload + dry) * (ratio - 1)
