"""Landing on Mars from an approach: the corridor of entry angles, and the burn by speed, mass and elevation.

A ship flies through still air over a round planet that does not turn, with constant lift over drag. It rolls
so that its lift pulls the path level and holds it there; level flight bleeds its speed until lift no longer
carries it; a gravity turn on the engines ends the fall. The range is a ship whose lift is under 0.6 of its
drag, entering below 15 km/s. Left out: the planet's turn (0.24 km/s at most), winds, and drag during the
burn, which helps.

References
----------
.. [1] N. X. Vinh, A. Busemann, R. D. Culp, "Hypersonic and planetary entry flight mechanics", University of
   Michigan Press, 1980 (vinh1980): equations of planar flight.
.. [2] G. J. Culler, B. D. Fried, "Universal gravity turn trajectories", Journal of Applied Physics 28,
   672-676, 1957 (culler1957): the burn at constant thrust over weight, in closed form.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from math import exp

import numpy as np
from numpy.typing import NDArray

from kilosol.data import table
from kilosol.errors import OutOfRange
from kilosol.mars.air import SPACING_KM, air_density_kg_m3
from kilosol.mars.pressure import annual_mean_pressure_pa
from kilosol.ships.air_kernel import LEFT, LEVEL, UP, fly

Array = NDArray[np.float64]

# Most lift over drag of a ship of this kind [1].
MOST_LIFT_TO_DRAG = 0.6
# What a ship may enter at [km/s], land on [km above the datum], weigh on the ground [t] and burn with [s].
RANGES = {
    "entry_speed_km_s": (1.0, 15.0),
    "elevation_km": (-9.0, 22.0),
    "landed_mass_t": (0.1, 1e5),
    "isp_s": (100.0, 1e5),
}
# Angles below the horizon between which a corridor is looked for [deg].
SHALLOW_DEG, STEEP_DEG = 2.0, 45.0
# Halvings of that interval: 43 degrees to a ten-millionth.
HALVINGS = 28
STEP_S = 1.0
MOST_STEPS = 3000
# Rounds in which the mass at entry takes up the propellant of its own burn: each leaves a tenth of the error.
ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Flyer:
    """What the air sees of a ship.

    Parameters
    ----------
    ballistic_kg_m2 : float [kg/m2]
        Mass over drag coefficient times area.
    lift_to_drag : float [1]
        Lift over drag, at most; it is turned by rolling.
    max_load_g : float [1]
        Greatest load of the air, in standard gravities.
    """

    ballistic_kg_m2: float
    lift_to_drag: float
    max_load_g: float

    def __post_init__(self) -> None:
        """Refuse what does not fly."""
        for name in ("ballistic_kg_m2", "max_load_g"):
            if not 0 < getattr(self, name) < float("inf"):
                raise OutOfRange(name, getattr(self, name), "above 0")
        if not 0 <= self.lift_to_drag <= MOST_LIFT_TO_DRAG:
            raise OutOfRange("lift_to_drag", self.lift_to_drag, f"0 to {MOST_LIFT_TO_DRAG:g}")


@dataclass(frozen=True, slots=True)
class Descent:
    """A way down.

    Parameters
    ----------
    shallow_deg, steep_deg : float [deg]
        Below the horizon at the interface: where lift no longer holds the ship in the air, and where lift
        turned up no longer keeps the load of the dive within its limit.
    load_g : float [1]
        Greatest load on the way flown, half-way between the two; standard gravities.
    ignition_km_s, ignition_height_km : float
        Speed, and height over the ground, at which the burn begins.
    delta_v_km_s : float [km/s]
        Of the burn with its reserve.
    ballistic_kg_m2 : float [kg/m2]
        Of the ship with the propellant of that burn.
    """

    shallow_deg: float
    steep_deg: float
    load_g: float
    ignition_km_s: float
    ignition_height_km: float
    delta_v_km_s: float
    ballistic_kg_m2: float

    @property
    def corridor_deg(self) -> float:
        """Width of the corridor [deg]; negative where there is none."""
        return self.steep_deg - self.shallow_deg

    @property
    def is_open(self) -> bool:
        """Whether any angle lands the ship."""
        return self.corridor_deg > 0 and np.isfinite(self.delta_v_km_s).item()


def entry_flyer(mass_t: float) -> Flyer:
    """What the air sees of a ship of the cited shape.

    Parameters
    ----------
    mass_t : float [t]
        At entry.

    Returns
    -------
    Flyer

    Examples
    --------
    >>> entry_flyer(260.0).ballistic_kg_m2
    400.0
    """
    cited = table("ships/descent")
    return Flyer(
        1000 * mass_t / cited.number("drag_area_m2"),
        cited.number("lift_to_drag"),
        cited.number("max_load_g"),
    )


@cache
def descent(
    entry_speed_km_s: float,
    landed_mass_t: float,
    isp_s: float,
    elevation_km: float | None = None,
) -> Descent:
    """Corridor and landing burn of a ship.

    Parameters
    ----------
    entry_speed_km_s : float [km/s]
        At 125 km, 1 to 15.
    landed_mass_t : float [t]
        Ship and load on the ground.
    isp_s : float [s]
        Of the landing burn.
    elevation_km : float, optional [km]
        Of the ground above the datum, -9 to 22; the cited default is -3.94.

    Returns
    -------
    Descent
        ``is_open`` is false where the ship cannot land: the corridor is shut, or it meets the ground before
        its engines can stop it.

    Raises
    ------
    OutOfRange
        If a number lies outside the stated range.

    Examples
    --------
    >>> way = descent(7.4, 225.0, 375.0)
    >>> way.is_open, 0.5 < way.delta_v_km_s < 0.8
    (True, True)
    >>> descent(7.4, 225.0, 375.0, elevation_km=4.0).delta_v_km_s > way.delta_v_km_s
    True
    """
    cited, constants = table("ships/descent"), table("constants")
    ground = cited.number("landing_elevation_km") if elevation_km is None else elevation_km
    for name, value in (
        ("entry_speed_km_s", entry_speed_km_s),
        ("elevation_km", ground),
        ("landed_mass_t", landed_mass_t),
        ("isp_s", isp_s),
    ):
        low, high = RANGES[name]
        if not low <= value <= high:
            raise OutOfRange(name, value, f"{low:g} to {high:g}")
    exhaust_km_s = isp_s * constants.number("gravity_m_s2") / 1000
    burn = table("ships/operations").number("landing_delta_v_km_s")
    way = None
    for _ in range(ROUNDS):
        flyer = entry_flyer(landed_mass_t * exp(burn / exhaust_km_s))
        way = way_down(entry_speed_km_s, flyer, ground)
        if not way.is_open:
            break
        burn = way.delta_v_km_s
    assert way is not None
    return way


def way_down(entry_speed_km_s: float, flyer: Flyer, elevation_km: float) -> Descent:
    """Corridor and landing burn of a known ballistic coefficient.

    Parameters
    ----------
    entry_speed_km_s : float [km/s]
    flyer : Flyer
    elevation_km : float [km]

    Returns
    -------
    Descent

    Examples
    --------
    >>> way = way_down(4.7, Flyer(471.0, 0.4, 5.0), 0.0)  # the lander of DRA 5.0, from a one-sol orbit
    >>> 0.8 < way.delta_v_km_s < 1.0
    True
    """
    air = Air(elevation_km)
    shallow = edge_deg(lambda deg: air.flight(entry_speed_km_s, deg, flyer, LEVEL).end != LEFT)
    steep = edge_deg(lambda deg: _is_too_hard(air.flight(entry_speed_km_s, deg, flyer, UP), flyer))
    if not shallow < steep:
        nan = float("nan")
        return Descent(shallow, steep, nan, nan, nan, nan, flyer.ballistic_kg_m2)
    flown = air.flight(entry_speed_km_s, 0.5 * (shallow + steep), flyer, LEVEL)
    speed, height, delta_v = _landing_burn(flown, elevation_km)
    gravity = table("constants").number("gravity_m_s2")
    return Descent(shallow, steep, flown.load_m_s2 / gravity, speed, height, delta_v, flyer.ballistic_kg_m2)


@dataclass(frozen=True, slots=True)
class Flight:
    """A flight through the air.

    Parameters
    ----------
    path : (n, 3)
        Altitude above the datum [m], speed [m/s] and angle [rad], negative downward, every second.
    end : int
        How it ended, of :mod:`kilosol.ships.air_kernel`.
    load_m_s2 : float [m/s2]
        Greatest load of the air.
    """

    path: Array
    end: int
    load_m_s2: float


class Air:
    """Air and ground of a place, through which ships fly.

    Parameters
    ----------
    elevation_km : float [km]
        Of the ground above the datum.
    density_kg_m3 : (n,), optional [kg/m3]
        Every kilometre from the ground up; by the year's mean pressure if left out.
    """

    def __init__(self, elevation_km: float, density_kg_m3: Array | None = None) -> None:
        if density_kg_m3 is None:
            pressure = float(annual_mean_pressure_pa(elevation_km))
            density_kg_m3 = air_density_kg_m3(pressure, elevation_km)
        self.density = density_kg_m3
        constants, limits = table("constants"), table("transfer/limits")
        self.interface_m = 1000 * limits.number("entry_altitude_km")
        self.planet = np.array(
            [
                1000 * constants.number("mars_radius_km"),
                1000.0**3 * constants.number("mu_mars_km3_s2"),
                1000 * elevation_km,
                self.interface_m + 1.0,
                STEP_S,
            ]
        )

    def flight(self, entry_speed_km_s: float, angle_deg: float, flyer: Flyer, rule: int) -> Flight:
        """Fly from the interface by a rule of lift, `angle_deg` below the horizon."""
        start = np.array([self.interface_m, 1000 * entry_speed_km_s, -np.radians(angle_deg)])
        vehicle = np.array([flyer.ballistic_kg_m2, flyer.lift_to_drag])
        path = np.empty((MOST_STEPS, 3))
        rows, end, load = fly(start, rule, vehicle, self.planet, self.density, 1000 * SPACING_KM, path)
        return Flight(path[:rows], end, load)


def _is_too_hard(flight: Flight, flyer: Flyer) -> bool:
    """Whether the load of a dive with lift turned up is beyond the limit."""
    return flight.load_m_s2 > flyer.max_load_g * table("constants").number("gravity_m_s2")


def edge_deg(is_beyond: Callable[[float], bool]) -> float:
    """The angle below the horizon [deg] from which on something is so of a flight, by halving."""
    low, high = SHALLOW_DEG, STEEP_DEG
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        if is_beyond(middle):
            high = middle
        else:
            low = middle
    return 0.5 * (low + high)


def _landing_burn(flown: Flight, elevation_km: float) -> tuple[float, float, float]:
    """Speed [km/s] and height [km] of the latest ignition, and the burn with its reserve [km/s]."""
    cited, constants = table("ships/descent"), table("constants")
    radius_km = constants.number("mars_radius_km") + elevation_km
    gravity = 1000 * constants.number("mu_mars_km3_s2") / radius_km**2
    altitude, speed, angle = flown.path.T
    need, burn = gravity_turn(speed, angle, cited.number("landing_thrust_m_s2"), gravity)
    spare = altitude - 1000 * elevation_km - need
    if flown.end == LEFT or not (spare > 0).any():
        return float("nan"), float("nan"), float("nan")
    last = int(np.flatnonzero(spare > 0)[-1])
    at = float(last)
    if last + 1 < spare.size:
        # The spare height falls through nought between two seconds.
        at += float(spare[last] / (spare[last] - spare[last + 1]))
    rows = np.arange(spare.size)
    v, height, delta_v = (float(np.interp(at, rows, of)) for of in (speed, altitude, burn))
    reserve = 1 + cited.number("reserve_frac")
    return v / 1000, height / 1000 - elevation_km, reserve * delta_v / 1000


def gravity_turn(
    speed_m_s: Array, angle_rad: Array, thrust_m_s2: float, gravity_m_s2: float
) -> tuple[Array, Array]:
    """Height and velocity change of a burn against the flight that ends at rest.

    Parameters
    ----------
    speed_m_s : (n,) [m/s]
    angle_rad : (n,) [rad]
        Of the flight, negative downward; a climb counts as level.
    thrust_m_s2 : float [m/s2]
        Deceleration by the engines, constant, above the gravity.
    gravity_m_s2 : float [m/s2]

    Returns
    -------
    height_m : (n,) [m]
    delta_v_m_s : (n,) [m/s]

    Raises
    ------
    OutOfRange
        If the thrust does not exceed the weight.

    Notes
    -----
    With n thrust over weight and z = tan(theta / 2) of the angle theta from the vertical, speed goes as
    z^(n-1) (1 + z^2): the height is v^2/g (1/(2n-2) - z^4/(2n+2)) / (1+z^2)^2, and the time is
    v (n + cos theta) / (g (n^2 - 1)) [2]_.

    References
    ----------
    .. [2] G. J. Culler, B. D. Fried, "Universal gravity turn trajectories", Journal of Applied Physics 28,
       672-676, 1957 (culler1957).

    Examples
    --------
    Straight down, the height is that of a constant deceleration:

    >>> height, burn = gravity_turn(np.array([100.0]), np.array([-np.pi / 2]), 20.0, 4.0)
    >>> float(height[0].round(3)), float(burn[0].round(3))
    (312.5, 125.0)
    """
    if not thrust_m_s2 > gravity_m_s2:
        raise OutOfRange("thrust_m_s2", thrust_m_s2, f"above the gravity of {gravity_m_s2:g}")
    n = thrust_m_s2 / gravity_m_s2
    from_vertical = np.pi / 2 + np.minimum(angle_rad, 0.0)
    z2 = np.tan(from_vertical / 2) ** 2
    height: Array = speed_m_s**2 / gravity_m_s2 * (0.5 / (n - 1) - 0.5 * z2**2 / (n + 1)) / (1 + z2) ** 2
    delta_v: Array = speed_m_s * n * (n + np.cos(from_vertical)) / (n * n - 1)
    return height, delta_v
