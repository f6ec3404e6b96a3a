"""From touchdown to the first kilowatt: the work that a station asks for, and the source that starts it.

A station is a mass to unload, in pieces that a crane must lift, to haul over a distance, and an area, a cable
and regolith to lay. Area costs hours; one heavy piece costs a crane. Until it runs, robots, tools and the
station's own heaters live on a starter: an array with a store, or propellant with a generator, whichever is
lighter and can be had in the season of the landing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from kilosol.data import Cited, table
from kilosol.limits import require
from kilosol.loads.floors import KJ_PER_KWH
from kilosol.loads.ranges import bounds
from kilosol.loads.robot_fleet import Pace
from kilosol.loads.work import MILESTONES, Milestone, WorkPackage, milestone_draws


@dataclass(frozen=True, slots=True)
class StationWork:
    """What must be done to a station between touchdown and its first kilowatt.

    Parameters
    ----------
    mass_t : float [t]
        Landed, its starter with it.
    largest_t : float [t]
        Heaviest piece, up to `mass_t`.
    n_reactors : int
        To set up, cover and connect.
    reactor_t : float [t]
        Of the mass, what is hauled over the standoff: the reactors.
    standoff_m : float [m]
        From the ship to the reactors, and the length of their cable.
    array_m2 : float [m2]
        Array to deploy.
    radiator_m2 : float [m2]
        Radiator to unfold.
    cover_m3 : float [m3]
        Regolith to move to the reactors' sides.
    """

    mass_t: float
    largest_t: float = 0.0
    n_reactors: int = 0
    reactor_t: float = 0.0
    standoff_m: float = 0.0
    array_m2: float = 0.0
    radiator_m2: float = 0.0
    cover_m3: float = 0.0

    def __post_init__(self) -> None:
        for name, unit in (
            ("mass_t", "t"), ("largest_t", "t"), ("n_reactors", "units"), ("reactor_t", "t"),
            ("standoff_m", "m"), ("array_m2", "m2"), ("radiator_m2", "m2"), ("cover_m3", "m3"),
        ):  # fmt: skip
            value = getattr(self, name)
            require(np.isfinite(value) and value >= 0, name, value, f"0 or more [{unit}]")
        require(
            self.largest_t <= self.mass_t, "largest_t", self.largest_t, f"up to mass_t, {self.mass_t:g} [t]"
        )
        require(
            self.reactor_t <= self.mass_t, "reactor_t", self.reactor_t, f"up to mass_t, {self.mass_t:g} [t]"
        )


#: Name, milestone, amount, unit and key of the labour of a piece of work.
Row = tuple[str, Milestone, float, str, str]


@dataclass(frozen=True)
class ChainWork:
    """Work on a propellant plant, or on what a way home lands of its own.

    Parameters
    ----------
    landed_t : float [t]
        To unload and put together; 0: no work.
    n_reactors : int
        Of its own, to set up and connect.
    wins_water : bool
        Whether a well is drilled.
    """

    landed_t: float
    n_reactors: int
    wins_water: bool

    def rows(self) -> tuple[Row, ...]:
        """Name, milestone, amount, unit and key of the labour of each piece of work."""
        plant, some = MILESTONES[1], float(self.landed_t > 0)
        return (
            ("unload the plant", plant, self.landed_t, "t", "unload"),
            ("assemble the plant", plant, self.landed_t, "t", "plant"),
            ("connect its reactors", plant, some * self.n_reactors, "reactor", "reactor"),
            ("drill the ice well", plant, some * self.wins_water, "well", "well"),
        )

    def packages(self) -> tuple[WorkPackage, ...]:
        """The work, empty packages left out."""
        return _packages(self.rows())


@dataclass(frozen=True, slots=True)
class Starter:
    """The source that carries robots, tools and keep-alive until the station runs.

    Parameters
    ----------
    kind : {"array", "propellant", "none"}
        An array with a store, propellant with a generator, or nothing that the station does not have anyway.
    drawn_kw : float [kW]
        Mean draw that it is sized for.
    array_m2, store_kwh, propellant_kg : float
        What the start takes in all, whoever brings it: area [m2], usable energy [kWh], propellant [kg].
    extra_m2, extra_kwh : float
        Of them, what the station does not have itself [m2, kWh].
    mass_kg : float [kg]
        Landed for the start alone.
    """

    kind: Literal["array", "propellant", "none"]
    drawn_kw: float
    array_m2: float
    store_kwh: float
    propellant_kg: float
    extra_m2: float
    extra_kwh: float
    mass_kg: float


@dataclass(frozen=True, slots=True)
class StarterMasses:
    """Masses of what a starter is made of.

    Parameters
    ----------
    array_kg_m2, store_kg_kwh : float
        [kg/m2], [kg/kWh].
    propellant_kwh_kg, generator_kg_kw : float
        [kWh/kg], [kg/kW].
    store_frac : float
        Round trip of the store.
    """

    array_kg_m2: float
    store_kg_kwh: float
    propellant_kwh_kg: float
    generator_kg_kw: float
    store_frac: float


def crane_kg(largest_t: float) -> float:
    """Mass of a crane that must be brought for a piece; nothing where the ship's own lowers it [kg].

    Examples
    --------
    >>> crane_kg(6.8), crane_kg(12.0)
    (0.0, 3000.0)
    """
    cited = table("loads/commissioning")
    if largest_t <= cited.number("crane_t"):
        return 0.0
    return 1000.0 * largest_t * cited.number("crane_mass_frac")


def lift_kwh(mass_t: float) -> float:
    """Energy of the winch that lowers a mass from the deck [kWh].

    Notes
    -----
    m g h / efficiency, up and down alike: the brake wins nothing back.

    Examples
    --------
    >>> round(lift_kwh(20.0), 2)
    2.07
    """
    cited, gravity = table("loads/commissioning"), table("constants").number("mars_gravity_m_s2")
    joule = 1000.0 * mass_t * gravity * cited.number("deck_height_m")
    return joule / cited.number("lift_efficiency_frac") / (1000 * KJ_PER_KWH)


def commissioning_packages(work: StationWork) -> tuple[WorkPackage, ...]:
    """Work from touchdown to a running station, in order, empty packages left out.

    Parameters
    ----------
    work : StationWork

    Returns
    -------
    tuple of WorkPackage

    Examples
    --------
    >>> [p.name for p in commissioning_packages(StationWork(20.0, 1.0, array_m2=2000.0))]
    ['unload the station', 'haul the station', 'deploy the arrays', 'connect the sources']
    """
    cited, crane = table("loads/commissioning"), table("loads/commissioning").number("lift_hour")
    near_m = cited.number("array_away_m")
    heavy = work.n_reactors if work.n_reactors else int(work.largest_t > 0)
    parted_t = max(work.mass_t - heavy * work.largest_t, 0.0)
    lifts = heavy + parted_t / cited.number("lift_t")
    tonne_km = (work.reactor_t * work.standoff_m + (work.mass_t - work.reactor_t) * near_m) / 1000.0
    sources = work.n_reactors + int(work.array_m2 > 0)
    labour, dig = table("loads/work"), table("fission/earthworks")
    rows: tuple[tuple[str, float, str, Cited, float], ...] = (
        ("unload the station", work.mass_t, "t", cited["unload_hour"], lifts * crane),
        ("haul the station", tonne_km, "t km", cited["haul_hour"], 0.0),
        ("lay the cable", work.standoff_m / 1000 * int(work.n_reactors > 0), "km", labour["cable_hour"], 0.0),
        ("deploy the arrays", work.array_m2, "m2", labour["array_area_hour"], 0.0),
        ("unfold the radiators", work.radiator_m2, "m2", cited["radiator_area_hour"], 0.0),
        ("cover the reactors' sides", work.cover_m3, "m3", dig["dig_hour"], 0.0),
        ("connect the sources", float(sources), "source", cited["connect_hour"], 0.0),
    )
    return tuple(
        work_package(name, "station running", amount, unit, each, machine)
        for name, amount, unit, each, machine in rows
        if amount > 0
    )


def base_packages(plant_t: float, n_people: float) -> tuple[WorkPackage, ...]:
    """Work that follows a running station, empty packages left out.

    Parameters
    ----------
    plant_t : float [t]
        Propellant plant that is set up, with its well; 0: none.
    n_people : float
        For whom a base is built; 0: for nobody.

    Returns
    -------
    tuple of WorkPackage

    Examples
    --------
    >>> [p.name for p in base_packages(0.0, 6)]
    ['unload the base', 'erect habitats', 'heap soil on habitats']
    """
    for name, value in (("plant_t", plant_t), ("n_people", n_people)):
        require(np.isfinite(value) and value >= 0, name, value, "0 or more")
    cited = table("loads/work")
    base = MILESTONES[2]
    rows = (
        *ChainWork(plant_t, 0, True).rows(),
        ("unload the base", base, n_people * cited.number("habitat_t"), "t", "unload"),
        ("erect habitats", base, n_people, "person", "habitat"),
        ("heap soil on habitats", base, n_people * cited.number("cover_m3"), "m3", "cover"),
    )
    return _packages(rows)


def _packages(rows: Iterable[Row]) -> tuple[WorkPackage, ...]:
    cited = table("loads/work")
    return tuple(work_package(*row[:4], cited[f"{row[4]}_hour"]) for row in rows if row[2] > 0)


def work_package(
    name: str, milestone: Milestone, amount: float, unit: str, each: Cited, machine_hour: float = 0.0
) -> WorkPackage:
    """A package whose labour of one unit [h] is a cited value with its range."""
    low, high = bounds(each)
    return WorkPackage(name, milestone, amount, unit, float(each), low, high, machine_hour)


def station_start(work: StationWork) -> Cited:
    """Checks and start of a station, whatever the labour [sol]: a reactor's where it has one."""
    if work.n_reactors:
        return table("loads/work")["station_start_sol"]
    return table("loads/commissioning")["array_start_sol"]


def room_for(work: StationWork) -> float:
    """Robots that find room to work at once: at the ship and its track, or on a wide field.

    Examples
    --------
    >>> room_for(StationWork(20.0)), room_for(StationWork(80.0, array_m2=20_000.0))
    (50.0, 200.0)
    """
    cited = table("loads/commissioning")
    return max(cited.number("most_at_work"), work.array_m2 / cited.number("room_m2"))


def pace_for(
    work: StationWork,
    *,
    active_hours_per_sol: float | None = None,
    season: tuple[float, ...] = (),
    productivity_frac: float | None = None,
) -> Pace:
    """Pace at which a station is set up: its room and its start, and what :class:`Pace` says of the rest.

    Parameters
    ----------
    work : StationWork
    active_hours_per_sol : float, optional [h]
    season : tuple of float
    productivity_frac : float, optional
    """
    return Pace(active_hours_per_sol, season, productivity_frac, room_for(work), station_start(work))


def people_as_robots(n_people: float, robot_hour_sol: float) -> float:
    """Robots that a crew's hands are worth.

    Parameters
    ----------
    n_people : float
        Of the crew, 0 or more.
    robot_hour_sol : float [h]
        Person's hours that one robot does in a sol, positive.

    Returns
    -------
    float
    """
    cited = table("loads/commissioning")
    return n_people * cited.number("person_hour") * cited.number("suit_factor") / robot_hour_sol


def starter_for(
    drawn_kw: float,
    kwh: float,
    *,
    masses: StarterMasses,
    light_w_m2: float,
    robots_kwh: float = 0.0,
    own_m2: float = 0.0,
    own_kwh: float = 0.0,
) -> Starter:
    """The lighter of the sources that carry the work until the station runs.

    Parameters
    ----------
    drawn_kw : float [kW]
        Mean draw of robots, tools and keep-alive, 0 or more.
    kwh : float [kWh]
        Energy until the station runs; infinite where it never does.
    masses : StarterMasses
    light_w_m2 : float [W/m2]
        Electric output of an array in the season of the landing, mean over its darkest stretch, 0 or more.
    robots_kwh : float [kWh]
        Usable in the robots' own batteries, which carry them through the dark.
    own_m2, own_kwh : float
        Array [m2] and store [kWh] that the station has anyway, set up first.

    Returns
    -------
    Starter

    Notes
    -----
    The array gives the mean draw, the store's losses and a margin; the store bridges the dark part of a sol.
    Where there is no light to speak of, propellant does it.

    Examples
    --------
    >>> masses = StarterMasses(2.2, 7.0, 1.66, 10.0, 0.9)
    >>> round(starter_for(10.0, 2e4, masses=masses, light_w_m2=20.0).array_m2)
    664
    >>> starter_for(10.0, 2e4, masses=masses, light_w_m2=0.0).kind
    'propellant'
    """
    require(np.isfinite(drawn_kw) and drawn_kw >= 0, "drawn_kw", drawn_kw, "0 or more [kW]")
    require(light_w_m2 >= 0, "light_w_m2", light_w_m2, "0 or more [W/m2]")
    cited, sol_hour = table("loads/commissioning"), table("constants").number("sol_s") / 3600
    dark = cited.number("dark_hour")
    losses = 1.0 + dark / sol_hour * (1.0 / masses.store_frac - 1.0)
    needed_w = 1000.0 * drawn_kw * losses * (1.0 + cited.number("starter_margin_frac"))
    area = needed_w / light_w_m2 if light_w_m2 > 0 else np.inf
    store = max(dark * drawn_kw - robots_kwh, 0.0)
    more_m2, more_kwh = max(area - own_m2, 0.0), max(store - own_kwh, 0.0)
    by_array = more_m2 * masses.array_kg_m2 + more_kwh * masses.store_kg_kwh
    fuel = kwh / masses.propellant_kwh_kg
    by_fuel = fuel + drawn_kw * masses.generator_kg_kw
    if by_array == 0.0:
        return Starter("none", drawn_kw, area, store, 0.0, 0.0, 0.0, 0.0)
    if by_array <= by_fuel:
        return Starter("array", drawn_kw, area, store, 0.0, more_m2, more_kwh, by_array)
    return Starter("propellant", drawn_kw, 0.0, 0.0, fuel, 0.0, 0.0, by_fuel)


def fewest_robots(
    work: StationWork,
    within_sol: float,
    *,
    seed: int,
    chance_frac: float = 0.5,
    pace: Pace | None = None,
    n_draws: int = 2000,
) -> int | None:
    """The least number of robots by which a station runs in time.

    Parameters
    ----------
    work : StationWork
    within_sol : float [sol]
        From touchdown to the first kilowatt, positive.
    seed : int
        Of the draws.
    chance_frac : float
        Part of the draws in which it must, above 0 and below 1.
    pace : Pace, optional
    n_draws : int
        At least 10.

    Returns
    -------
    int or None
        None where no number of them does: room, crane or checks take longer.

    Examples
    --------
    >>> array = StationWork(4.4, 1.0, array_m2=2000.0)
    >>> slow, fast = (fewest_robots(array, sols, seed=1) for sols in (90.0, 180.0))
    >>> slow > fast
    True
    """
    require(np.isfinite(within_sol) and within_sol > 0, "within_sol", within_sol, "positive [sol]")
    require(0 < chance_frac < 1, "chance_frac", chance_frac, "above 0, below 1")
    packages, ask = commissioning_packages(work), pace or pace_for(work)

    def in_time(robots: NDArray[np.float64]) -> NDArray[np.bool_]:
        sols = milestone_draws(packages, robots, seed=seed, n_draws=n_draws, pace=ask)[0]
        return np.asarray((sols <= within_sol).mean(axis=1) >= chance_frac)

    # More robots are never later: halve the doubled number that does.
    most = 1
    while not in_time(np.array([float(most)]))[0]:
        if most > MOST_ROBOTS:
            return None
        most *= 2
    few = most // 2
    while most - few > 1:
        middle = (most + few) // 2
        few, most = (few, middle) if in_time(np.array([float(middle)]))[0] else (middle, most)
    return most


#: Beyond so many a search for the least number ends.
MOST_ROBOTS = 100_000
