"""What a route takes: power, landed mass, ships, launches, landings that must succeed."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from kilosol.data import table
from kilosol.errors import OutOfRange
from kilosol.home.basis import Basis
from kilosol.home.making import Made, made_for
from kilosol.home.propellant import Tanks, tanks_of
from kilosol.home.routes import Route, load_route
from kilosol.limits import require
from kilosol.loads import cooler_kw, plant_mass_t
from kilosol.loads.propellant_steps import synod_days

#: Counts of ships forgive so much of a ship: the rounding of a division.
ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class WayNeeds:
    """What a way home takes.

    Parameters
    ----------
    route : Route
    oxygen_t, methane_t : float [t]
        In the tanks on Mars at departure.
    made_t, brought_t : float [t]
        Of them, what is won on Mars, and what came from Earth as propellant or feed, at use.
    shipped_t : float [t]
        What must land for that, losses on the way and in waiting included.
    feeds_t : mapping [t]
        Formula -> mass that the plant takes in.
    spare_oxygen_t : float [t]
        Made beside the propellant.
    energy_mwh : float [MWh]
        For all that is made.
    making_kw, heat_kw : float [kW]
        While the plant runs, heat included; and the part of it that a reactor's waste heat may give.
    keep_cold_kw, brought_cold_kw : float [kW]
        To keep the full tanks cold, and to keep cold what was brought while the rest is made.
    units : tuple of tuple
        Power units that it lands, (kWe of one, how many); empty where it lives on spare power.
    power_t, plant_t, vehicle_t : float [t]
        Landed for power, plant and ascent vehicles.
    ships : int
        Cargo ships to land.
    orbit_t : float [t]
        Propellant that waits in orbit.
    tankers, return_ships : int
        Ships that must reach an orbit about Mars.
    launches : float
        Of cargo ships and tankers with those that fill them; the return ship's come on top.
    days : float [d]
        Of production.
    n_dockings : int
    n_vehicles : int
        Ascent vehicles, each a lander of its own.
    n_crews : int
        Crews that go home on one load.
    parts : tuple of WayNeeds
        Of a route that is made of others.
    """

    route: Route
    oxygen_t: float
    methane_t: float
    made_t: float
    brought_t: float
    shipped_t: float
    feeds_t: Mapping[str, float] = field(default_factory=dict)
    spare_oxygen_t: float = 0.0
    energy_mwh: float = 0.0
    making_kw: float = 0.0
    heat_kw: float = 0.0
    keep_cold_kw: float = 0.0
    brought_cold_kw: float = 0.0
    units: tuple[tuple[float, int], ...] = ()
    power_t: float = 0.0
    plant_t: float = 0.0
    vehicle_t: float = 0.0
    ships: int = 0
    orbit_t: float = 0.0
    tankers: int = 0
    return_ships: int = 0
    launches: float = 0.0
    days: float = 0.0
    n_dockings: int = 0
    n_vehicles: int = 0
    n_crews: int = 1
    parts: tuple[WayNeeds, ...] = ()

    @property
    def propellant_t(self) -> float:
        """In the tanks on Mars [t]."""
        return self.oxygen_t + self.methane_t

    @property
    def power_kw(self) -> float:
        """What a station must give for it: the worst of making and of keeping cold [kW]."""
        return max(self.making_kw + self.brought_cold_kw, self.keep_cold_kw if not self.making_kw else 0.0)

    @property
    def landed_t(self) -> float:
        """Landed for the way home beside the ascent vehicles themselves [t]."""
        return self.power_t + self.plant_t + self.shipped_t

    @property
    def critical_landings(self) -> int:
        """Landings that must all succeed, the crew's own apart."""
        return self.ships + self.n_vehicles


def way_needs(route: Route, basis: Basis) -> WayNeeds:
    """Power, mass, ships and launches of a route.

    Parameters
    ----------
    route : Route
    basis : Basis
        The same for all routes that are compared.

    Returns
    -------
    WayNeeds

    Raises
    ------
    OutOfRange
        If a mass, a time or a velocity change of the basis is outside its range.

    Examples
    --------
    >>> from kilosol.home import Basis, Burns, load_route
    >>> basis = Basis(Burns(4.3, 5.7, 2.6, 0.0, 375.0, 327.0), 125.0, 20.0, stage="mature")
    >>> needs = way_needs(load_route("full-propellant"), basis)
    >>> round(needs.made_t), round(needs.making_kw), round(needs.landed_t), needs.ships, needs.launches
    (802, 639, 134, 2, 26.0)
    """
    _check(basis)
    if route.parts:
        return _sum_of(route, tuple(way_needs(load_route(part), basis) for part in route.parts), basis)
    tanks = tanks_of(route, basis)
    made = made_for(route, tanks, basis)
    n_crews = route.n_crews
    days = basis.production_days * n_crews
    hour = basis.running_hour * n_crews
    carried = [name for name in route.carries if name in ("methane", "oxygen")]
    cold_t = sum(tanks.methane_t if name == "methane" else tanks.oxygen_t for name in carried)
    brought_t = cold_t + made.feed_t
    shipped_t = cold_t * (1.0 + route.number("shipped_loss_frac", 0.0)) + _shipped_feed_t(route, made.feed_t)
    making_kw = made.energy_kwh / hour
    full_kw = route.number("keep_cold_kw", keeping_cold_kw(tanks.oxygen_t, tanks.methane_t))
    cold_kw = _cold_kw(tanks, carried) if cold_t > 0.0 and made.energy_kwh else 0.0
    needs_kw = max(making_kw + cold_kw, 0.0 if making_kw else full_kw)
    is_own = route.hardware == "own"
    units = power_units(needs_kw) if is_own else ()
    plant_t = _plant_t(made, days, basis.capacity_factor) if is_own else 0.0
    power_t = sum(n * _unit_t(kwe) for kwe, n in units)
    landed_t = power_t + plant_t + shipped_t + tanks.vehicle_t
    ships = _ships(landed_t, basis.cargo_t)
    tankers = _ships(tanks.orbit_t, basis.cargo_t)
    return WayNeeds(
        route=route,
        oxygen_t=tanks.oxygen_t,
        methane_t=tanks.methane_t,
        made_t=tanks.surface_t - brought_t,
        brought_t=brought_t,
        shipped_t=shipped_t,
        feeds_t=made.takes_t,
        spare_oxygen_t=made.spare_oxygen_t,
        energy_mwh=made.energy_kwh / 1000.0,
        making_kw=making_kw,
        heat_kw=made.heat_kwh / hour,
        keep_cold_kw=full_kw,
        brought_cold_kw=cold_kw,
        units=units,
        power_t=power_t,
        plant_t=plant_t,
        vehicle_t=tanks.vehicle_t,
        ships=ships,
        orbit_t=tanks.orbit_t,
        tankers=tankers,
        return_ships=1 if tanks.n_vehicles else 0,
        launches=(ships + tankers) * basis.launches_per_ship,
        days=days,
        n_dockings=route.n_dockings,
        n_vehicles=tanks.n_vehicles,
        n_crews=n_crews,
    )


def power_units(power_kw: float) -> tuple[tuple[float, int], ...]:
    """Units that give a power: the smallest of the ladder that does it alone, or enough of the largest.

    Parameters
    ----------
    power_kw : float [kW]

    Returns
    -------
    tuple of tuple
        (kWe of one unit, how many).

    Examples
    --------
    >>> power_units(34.0), power_units(639.0), power_units(0.0)
    (((40.0, 1),), ((100.0, 7),), ())
    """
    ladder = table("home/power_units").array("ladder_kwe").tolist()
    if power_kw <= 0.0:
        return ()
    one = next((kwe for kwe in ladder if power_kw <= kwe * (1.0 + ROUNDING)), None)
    if one is not None:
        return ((one, 1),)
    return ((ladder[-1], math.ceil(power_kw / ladder[-1] - ROUNDING)),)


def keeping_cold_kw(oxygen_t: float, methane_t: float) -> float:
    """Electricity that keeps tanks of oxygen and methane cold.

    Parameters
    ----------
    oxygen_t, methane_t : float [t]

    Returns
    -------
    float [kW]

    Notes
    -----
    The coolers of :func:`kilosol.loads.cooler_kw`, whose boil-off holds for tanks of a stated size. Heat
    leaks in through the surface: a smaller load boils faster, by the cube root of the ratio of the masses.

    Examples
    --------
    >>> round(keeping_cold_kw(659.0, 183.0), 1), round(keeping_cold_kw(275.5, 76.5), 1)
    (15.4, 8.6)
    """
    whole = oxygen_t + methane_t
    if whole <= 0.0:
        return 0.0
    leak = float(np.cbrt(table("home/keeping_cold").number("reference_t") / whole))
    return leak * (float(cooler_kw(oxygen_t, "oxygen")) + float(cooler_kw(methane_t, "methane")))


def p_all_land(p_landing: float, needs: WayNeeds, *, with_crew: bool = True) -> float:
    """Chance that every landing of a way succeeds where none can be repeated.

    Parameters
    ----------
    p_landing : float
        Of one landing.
    needs : WayNeeds
    with_crew : bool
        Whether the crew's own landing counts.

    Returns
    -------
    float

    Examples
    --------
    >>> from kilosol.home import Basis, Burns, load_route
    >>> basis = Basis(Burns(4.3, 5.7, 2.6, 0.0, 375.0, 327.0), 125.0, 20.0, people=4)
    >>> round(p_all_land(0.8, way_needs(load_route("ascent-oxygen"), basis)), 2)
    0.51
    """
    require(0.0 <= p_landing <= 1.0, "p_landing", p_landing, "0 to 1")
    return float(p_landing ** (needs.critical_landings + (1 if with_crew else 0)))


def synods_to_fill(needs: WayNeeds, power_kw: float, availability_frac: float) -> float:
    """Synodic periods in which a power fills a route's tanks.

    Parameters
    ----------
    needs : WayNeeds
    power_kw : float [kW]
        That the plant has while it runs.
    availability_frac : float
        Part of the time in which it does.

    Returns
    -------
    float
        Infinite without power, nought where nothing is made.

    Examples
    --------
    >>> from kilosol.home import Basis, Burns, load_route
    >>> basis = Basis(Burns(4.3, 5.7, 2.6, 0.0, 375.0, 327.0), 125.0, 20.0, stage="mature")
    >>> needs = way_needs(load_route("when-the-base-can"), basis)
    >>> [round(synods_to_fill(needs, kw, 0.9), 1) for kw in (40.0, 100.0, 200.0, 400.0)]
    [9.8, 3.9, 2.0, 1.0]
    """
    require(power_kw >= 0.0, "power_kw", power_kw, "0 or more [kW]")
    require(0.0 < availability_frac <= 1.0, "availability_frac", availability_frac, "above 0, up to 1")
    if needs.energy_mwh == 0.0:
        return 0.0
    made_mwh = power_kw * 24.0 * availability_frac * synod_days() / 1000.0
    return needs.energy_mwh / made_mwh if made_mwh > 0.0 else math.inf


def _check(basis: Basis) -> None:
    for name in ("production_days", "availability_frac", "cargo_t", "launches_per_ship", "capacity_factor"):
        value = float(getattr(basis, name))
        if not (math.isfinite(value) and value > 0.0):
            raise OutOfRange(name, value, "positive")
    require(basis.availability_frac <= 1.0, "availability_frac", basis.availability_frac, "above 0, up to 1")
    require(basis.people >= 0, "people", basis.people, "0 or more")


def _ships(mass_t: float, cargo_t: float) -> int:
    return math.ceil(mass_t / cargo_t - ROUNDING) if mass_t > 0.0 else 0


def _shipped_feed_t(route: Route, feed_t: float) -> float:
    """Hydrogen or water that must land so that enough is left at use."""
    kept = math.pow(1.0 - route.number("shipped_loss_per_day", 0.0), route.number("shipped_days", 0.0))
    return feed_t / kept


def _cold_kw(tanks: Tanks, carried: list[str]) -> float:
    """Cooling of what was brought while the rest is made."""
    oxygen = tanks.oxygen_t if "oxygen" in carried else 0.0
    methane = tanks.methane_t if "methane" in carried else 0.0
    return keeping_cold_kw(oxygen, methane)


def _plant_t(made: Made, days: float, capacity_factor: float) -> float:
    """Landed mass of the plant, by what it makes in a day."""
    if made.methane_t > 0.0:
        return capacity_factor * float(plant_mass_t(made.methane_t + made.oxygen_t, days))
    cited = table("home/chains")
    per_t_day = cited.number("oxygen_plant_t") * cited.number("oxygen_plant_period_day")
    return per_t_day / cited.number("oxygen_plant_makes_t") * made.oxygen_t / days


def _unit_t(kwe: float) -> float:
    cited = table("home/power_units")
    masses: dict[float, float] = dict(
        zip(cited.array("ladder_kwe").tolist(), cited.array("ladder_t").tolist(), strict=True)
    )
    return masses[kwe]


def _sum_of(route: Route, parts: tuple[WayNeeds, ...], basis: Basis) -> WayNeeds:
    """Needs of several chains that stand beside each other, packed into ships together."""

    def total(name: str) -> float:
        return float(sum(getattr(part, name) for part in parts))

    feeds: dict[str, float] = {}
    for part in parts:
        for formula, mass in part.feeds_t.items():
            feeds[formula] = feeds.get(formula, 0.0) + mass
    ships = _ships(total("landed_t") + total("vehicle_t"), basis.cargo_t)
    tankers = sum(part.tankers for part in parts)
    summed = (
        "oxygen_t", "methane_t", "made_t", "brought_t", "shipped_t", "spare_oxygen_t", "energy_mwh",
        "making_kw", "heat_kw",
        "keep_cold_kw", "brought_cold_kw", "power_t", "plant_t", "vehicle_t", "orbit_t",
    )  # fmt: skip
    summed_needs: dict[str, Any] = {name: total(name) for name in summed}
    return WayNeeds(
        route=route,
        **summed_needs,
        feeds_t=feeds,
        units=tuple(unit for part in parts for unit in part.units),
        ships=ships,
        tankers=tankers,
        return_ships=sum(part.return_ships for part in parts),
        launches=(ships + tankers) * basis.launches_per_ship,
        days=max(part.days for part in parts),
        n_dockings=max(part.n_dockings for part in parts),
        n_vehicles=sum(part.n_vehicles for part in parts),
        parts=parts,
    )
