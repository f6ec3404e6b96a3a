"""From touchdown to the first kilowatt, for every design: its work, its starter, its date, its energy.

One answer for all faces: the power stage adds the starter's mass, the campaign takes dates from the same
packages, and loads, verdict and report print this schedule.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kilosol.campaign import SetUp, quantiles_of
from kilosol.data import table
from kilosol.fission import fission_unit, side_cover_m3
from kilosol.grid import (
    Plant,
    SizedPlant,
    SizingCase,
    SpecificMasses,
    StorageTechnology,
    run_design_year,
    station_output_kw,
)
from kilosol.loads import robot_mean_kw
from kilosol.loads.commissioning import (
    ChainWork,
    Starter,
    StarterMasses,
    StationWork,
    base_packages,
    commissioning_packages,
    crane_kg,
    lift_kwh,
    pace_for,
    people_as_robots,
    room_for,
    starter_for,
)
from kilosol.loads.propellant_steps import synod_days
from kilosol.loads.robot_fleet import Pace, draw_fleet, powered_robot_sols
from kilosol.loads.robots import weather_factor
from kilosol.loads.work import Schedule, WorkPackage, milestone_draws, work_schedule
from kilosol.mars import ls_deg, sol_of_ls
from kilosol.planning.stages.fleets import listed_fleets
from kilosol.planning.stages.transfers import cargo_arc, windows_between
from kilosol.planning.stages.weather import Weather, design_tau
from kilosol.scenario import Scenario

#: Sols after a touchdown whose light, cold and dust stand for the season of the work.
SEASON_SOLS = 60

#: Sols of its darkest stretch, for which the starter is sized.
DARK_SOLS = 30

#: Plant and chains in the campaign's table.
N_SET_UPS = 3

#: Draws behind the campaign's table of dates, and the numbers of robots at which it stands.
N_DRAWS = 2000
ROBOTS = np.array([0.0, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0, 1024.0])


@dataclass(frozen=True)
class Touchdown:
    """Where and when a station lands, and what the season is like.

    Parameters
    ----------
    window : int
        Whose ships bring it.
    landing_jd : float [d]
    first_sol : int
        Sol of the design year on which it lands.
    light_w_m2 : float [W/m2]
        Electric output of an array, mean of the darkest month of the season.
    season : (669,)
        Cold and dust by sol from the landing on, over the year's mean.
    n_robots : float
        That land with it, and of earlier ships as many as still work.
    """

    window: int
    landing_jd: float
    first_sol: int
    light_w_m2: float
    season: tuple[float, ...]
    n_robots: float


@dataclass(frozen=True)
class StartOf:
    """What a design takes between touchdown and its first kilowatt.

    Parameters
    ----------
    touchdown : Touchdown
    work : StationWork
        With starter and crane aboard.
    pace : Pace
    starter : Starter
    crane_kg : float [kg]
        Brought for the heaviest piece.
    keep_alive_kw, start_kwh : float
        Of the reactors before their start [kW], and for it [kWh].
    """

    touchdown: Touchdown
    work: StationWork
    pace: Pace
    starter: Starter
    crane_kg: float
    keep_alive_kw: float
    start_kwh: float

    @property
    def mass_kg(self) -> dict[str, float]:
        """Landed for the start alone, by component [kg]."""
        return {"starter": self.starter.mass_kg, "crane": self.crane_kg}

    def added_to(self, sized: SizedPlant) -> SizedPlant:
        """The design with what its start weighs."""
        mass = {**sized.mass_kg, **self.mass_kg}
        return dataclasses.replace(sized, mass_kg=mass, total_kg=sized.total_kg + sum(self.mass_kg.values()))

    def taken_from(self, total_kg: float) -> float:
        """Mass of the design without what its start weighs [kg]."""
        return total_kg - sum(self.mass_kg.values())


@dataclass(frozen=True)
class Commissioning:
    """The chosen design's way from touchdown to a base, and its energy before the station runs.

    Parameters
    ----------
    start : StartOf
    schedule : Schedule or None
        Of the robots that land; None where there are none.
    energy_kwh : dict [kWh]
        Until the station runs, in the middle of the draws: what is made, used, lost and left.
    runs_jd : (3,) [d]
        First kilowatt, at the quantiles 0.1, 0.5 and 0.9; infinite: never.
    """

    start: StartOf
    schedule: Schedule | None
    energy_kwh: Mapping[str, float]
    runs_jd: NDArray[np.float64]

    @property
    def first_sol(self) -> NDArray[np.float64]:
        """Sols from touchdown to the first kilowatt, at the quantiles 0.1, 0.5 and 0.9; infinite: never."""
        return np.full(3, np.inf) if self.schedule is None else self.schedule.milestone_sol[0]


def robot_kw_of(scenario: Scenario) -> float:
    """Mean power of one of the scenario's robots at work [kW]."""
    robots = scenario.robots
    return robot_mean_kw(
        active_hours_per_sol=robots.active_hours_per_sol,
        active_kw=robots.active_kw,
        idle_kw=robots.idle_kw,
        keep_warm_kw=robots.keep_warm_kw,
    )


def touchdown_of(scenario: Scenario, weather: Weather) -> Touchdown:
    """The landing that brings the station, with the robots of the fleets as sent."""
    flights = scenario.flights
    at = next((i for i, flight in enumerate(flights) if flight.brings_station), 0)
    window = flights[at].window
    kept, robots, before = table("loads/commissioning").number("kept_frac"), 0.0, 0
    found = windows_between(scenario, flights[0].window, window)
    place = {w.year: n for n, w in enumerate(found)}
    for fleet in listed_fleets(scenario, found):
        robots = robots * kept ** (place[fleet.window] - before) + fleet.n_robots
        before = place[fleet.window]
    arc = cargo_arc(found[place[window]], scenario.transfer.max_entry_km_s)
    landing_jd = arc.arrival_jd
    first = int(sol_of_ls(float(ls_deg(landing_jd)))) % 669
    days = weather.calm_w_m2.size // 24
    season = (first + np.arange(SEASON_SOLS)) % days
    by_sol = weather.calm_w_m2.reshape(days, 24)[season].mean(axis=1)
    light = np.convolve(by_sol, np.full(DARK_SOLS, 1.0 / DARK_SOLS), mode="valid").min()
    return Touchdown(window, landing_jd, first, float(light), _season(scenario, weather, first), robots)


def start_of(scenario: Scenario, here: Touchdown, plant: Plant, masses: SpecificMasses,
             plant_kg: float, storage: StorageTechnology) -> StartOf:  # fmt: skip
    """What a sized plant takes to be started: its work, its starter and its crane.

    Parameters
    ----------
    scenario : Scenario
    here : Touchdown
    plant : Plant
    masses : SpecificMasses
    plant_kg : float [kg]
        Its mass without what the start weighs.
    storage : StorageTechnology
    """
    robot_kw = robot_kw_of(scenario)
    bare = _work_of(scenario, plant, plant_kg)
    alive, first_kwh = _reactor_needs(plant)
    at_work = min(here.n_robots, room_for(bare))
    tools = table("loads/work").number("array_until_station_kw")
    drawn_kw = at_work * robot_kw + tools + alive
    pace = pace_for(bare, active_hours_per_sol=scenario.robots.active_hours_per_sol,
                    season=here.season)  # fmt: skip
    robots = table("loads/robots")
    starter = starter_for(
        drawn_kw,
        drawn_kw * _sol_hour() * _waiting_sol(bare, here, pace, scenario.seed),
        masses=StarterMasses(
            masses.solar_kg_m2,
            masses.battery_kg_kwh,
            1.0 / masses.reserve_kg_kwh,
            masses.reserve_kg_kw,
            storage.battery_round_trip_frac,
        ),
        light_w_m2=here.light_w_m2,
        robots_kwh=at_work * robots.number("battery_kwh") * robots.number("depth_frac"),
        own_m2=plant.solar_m2,
        own_kwh=plant.battery_kwh + plant.fuel_cell_kwh,
    )
    crane = crane_kg(bare.largest_t)
    work = dataclasses.replace(
        bare,
        mass_t=bare.mass_t + (starter.mass_kg + crane) / 1000.0,
        array_m2=bare.array_m2 + starter.extra_m2,
    )
    return StartOf(here, work, pace, starter, crane, alive, first_kwh)


def commission(
    scenario: Scenario,
    weather: Weather,
    start: StartOf,
    storage: StorageTechnology,
    *,
    plant_t: float,
) -> Commissioning:
    """Schedule and energy of a design's start.

    Parameters
    ----------
    scenario : Scenario
    weather : Weather
    start : StartOf
    storage : StorageTechnology
    plant_t : float [t]
        Propellant plant that is set up next; 0: none.
    """
    robots = start.touchdown.n_robots
    if robots == 0:
        return Commissioning(start, None, {}, np.full(3, np.inf))
    robot_kw = robot_kw_of(scenario)
    packages = (*commissioning_packages(start.work), *base_packages(plant_t, scenario.crew.people))
    schedule = work_schedule(packages, robots, seed=scenario.seed, robot_kw=robot_kw, pace=start.pace)
    sols = schedule.milestone_sol[0]
    beside = start.start_kwh + lift_kwh(start.work.mass_t)
    # Without a reactor nothing is kept alive, though it take for ever.
    alive = start.keep_alive_kw * _sol_hour() * sols if start.keep_alive_kw > 0.0 else np.zeros_like(sols)
    drawn = schedule.before_station_kwh + alive + beside
    schedule = dataclasses.replace(schedule, before_station_kwh=drawn)
    energy = _energy(weather, start, schedule, storage, robot_kw) if np.isfinite(sols[1]) else {}
    return Commissioning(start, schedule, energy, start.touchdown.landing_jd + sols * _sol_day())


def set_up_of(
    scenario: Scenario,
    partner: StartOf,
    fallback: StartOf,
    plant_t: float,
    chains: tuple[ChainWork, ...],
) -> SetUp:
    """Dates of all that a campaign sets up, by robots that landed and by luck.

    Parameters
    ----------
    scenario : Scenario
    partner, fallback : StartOf
        Of the stations that may stand there.
    plant_t : float [t]
        The fleet's own propellant plant; 0: none.
    chains : tuple of ChainWork
        Ways home with elements of their own.
    """
    hours, seed = scenario.robots.active_hours_per_sol, scenario.seed
    rest = Pace(active_hours_per_sol=hours, season=partner.touchdown.season)

    grid = np.unique([*ROBOTS, partner.touchdown.n_robots])

    def sols(packages: tuple[WorkPackage, ...], pace: Pace, milestone: int) -> NDArray[np.float64]:
        if not packages:
            return np.zeros((grid.size, quantiles_of(np.zeros(1)).size))
        draws = milestone_draws(packages, grid, seed=seed, n_draws=N_DRAWS, pace=pace)
        return quantiles_of(draws[milestone])

    # A chain is unloaded and put together like a propellant plant.
    works = [ChainWork(plant_t, 0, True), *chains]
    works += [ChainWork(0.0, 0, False)] * (N_SET_UPS - len(works))
    rows = [sols(commissioning_packages(s.work), s.pace, 0) for s in (partner, fallback)]
    rows += [sols(work.packages(), rest, 1) for work in works]
    robot_hour = float(np.median(draw_fleet(seed, N_DRAWS, rest).hour_sol))
    hands = people_as_robots(scenario.crew.people, robot_hour) if robot_hour > 0 else 0.0
    return SetUp(grid, np.stack(rows), table("loads/commissioning").number("kept_frac"), hands)


def start_numbers(start: StartOf) -> dict[str, Any]:
    """The starter and the work of a design, as the verdict prints them."""
    starter, work = start.starter, start.work
    return {
        "kind": starter.kind,
        "mass_kg": starter.mass_kg,
        "crane_kg": start.crane_kg,
        "array_m2": starter.array_m2,
        "store_kwh": starter.store_kwh,
        "propellant_kg": starter.propellant_kg,
        "drawn_kw": starter.drawn_kw,
        "labour_hour": sum(p.labour_hour for p in commissioning_packages(work)),
        "largest_t": work.largest_t,
    }


def _work_of(scenario: Scenario, plant: Plant, plant_kg: float) -> StationWork:
    blocks, cited = [b for b in plant.fission if b.n_units], table("loads/commissioning")
    reactor_t = sum(b.n_units * b.unit_mass_kg for b in blocks) / 1000.0
    units = sum(b.n_units for b in blocks)
    radiator = 0.0
    for block in blocks:
        known = fission_unit(block.technology).radiator_m2
        each = block.unit_kwe * cited.number("radiator_m2_kw") if known is None else known
        radiator += block.n_units * each
    heaviest = max((b.unit_mass_kg for b in blocks), default=0.0) / 1000.0
    mass_t = plant_kg / 1000.0
    return StationWork(
        mass_t=mass_t,
        # What has no reactor comes in pieces of one turn of the crane.
        largest_t=max(heaviest, min(cited.number("lift_t"), mass_t) if not blocks else heaviest),
        n_reactors=units,
        reactor_t=reactor_t,
        standoff_m=scenario.power.standoff_m if units else 0.0,
        array_m2=plant.solar_m2,
        radiator_m2=radiator,
        cover_m3=units * side_cover_m3(),
    )


def _reactor_needs(plant: Plant) -> tuple[float, float]:
    """Keep-alive of the reactors before their start [kW], and what the starts take [kWh]."""
    cited = table("fission/start_up")
    alive = kwh = 0.0
    for block in plant.fission:
        own = fission_unit(block.technology).figure("keep_alive_kw")
        alive += block.n_units * (cited.number("keep_alive_kw") if own is None else own)
        kwh += block.n_units * cited.number("start_kwh") * block.unit_kwe / cited.number("start_kwe")
    return alive, kwh


def _waiting_sol(work: StationWork, here: Touchdown, pace: Pace, seed: int) -> float:
    """Sols that the starter lasts: half of the draws' dates, and the next window's ships at the latest."""
    synod = synod_days() / _sol_day()
    robots = np.array([here.n_robots])
    draws = milestone_draws(commissioning_packages(work), robots, seed=seed, n_draws=N_DRAWS, pace=pace)
    return float(min(np.quantile(draws[0, 0], 0.5, method="inverted_cdf"), synod))


def _season(scenario: Scenario, weather: Weather, first_sol: int) -> tuple[float, ...]:
    """Cold and dust of the working half of each sol from the first on, over the year's mean."""
    by_sol = weather.air_k.reshape(-1, 24)
    warm = np.sort(by_sol, axis=1)[:, 12:].mean(axis=1)
    factor = weather_factor(warm, design_tau(scenario, False)[: warm.size])
    mean = float(np.mean(factor))
    return tuple(np.roll(factor, -first_sol) / mean if mean > 0 else np.zeros(warm.size))


def _energy(
    weather: Weather, start: StartOf, schedule: Schedule, storage: StorageTechnology, robot_kw: float
) -> dict[str, float]:
    """Energy until the station runs, hour by hour through the one dispatch, starter and robots' batteries."""
    sols, sol_hour = float(schedule.milestone_sol[0, 1]), _sol_hour()
    step = sol_hour / 24.0
    n = int(np.ceil(sols * 24.0))
    edges = np.minimum(np.arange(n + 1) / 24.0, sols)
    fleet = (schedule.n_robots, schedule.n_at_work, schedule.lost_per_sol)
    worked = powered_robot_sols(edges, *fleet, start.pace)
    robots_kwh = np.diff(worked) * robot_kw * sol_hour
    steady_kw = table("loads/work").number("array_until_station_kw") + start.keep_alive_kw
    steady_kwh = np.diff(edges) * sol_hour * steady_kw
    # Lifts are spread over the work; the start is drawn in its own hours at the end.
    steady_kwh += lift_kwh(start.work.mass_t) * np.diff(edges) / sols
    hours = min(max(int(np.ceil(table("fission/start_up").number("start_hour") / step)), 1), n)
    steady_kwh[n - hours :] += start.start_kwh / hours
    load = np.zeros((4, n))
    load[0] = (steady_kwh + robots_kwh) / step
    starter = start.starter
    robots = table("loads/robots")
    own_kwh = schedule.n_at_work * robots.number("battery_kwh") * robots.number("depth_frac")
    store = starter.store_kwh + own_kwh if starter.kind != "propellant" else 0.0
    power_kw = float(load.sum(axis=0).max())
    source = Plant(
        solar_m2=starter.array_m2,
        battery_kwh=store,
        battery_kw=2.0 * power_kw + store,
        reserve_kwh=float(load.sum() * step) if starter.kind == "propellant" else 0.0,
        reserve_kw=power_kw if starter.kind == "propellant" else 0.0,
    )
    light = np.take(weather.calm_w_m2, start.touchdown.first_sol * 24 + np.arange(n), mode="wrap")
    case = SizingCase(light, load, step, 0, 0.0, 0.0, 0.0)
    run = run_design_year(source, case, storage, station_output_kw((), case), trace=True)
    return _balance(source, run, load * step, step, storage)


def _balance(source: Plant, run: Any, load_kwh: NDArray[np.float64], step: float,
             storage: StorageTechnology) -> dict[str, float]:  # fmt: skip
    """What the starter makes, and where it goes; `residual_kwh` is what no line accounts for."""
    made = float(run.row("generation_kw").sum() * step)
    served = float(run.row("served_vital_kw").sum() * step)
    spilled = float(run.row("curtailed_kw").sum() * step)
    stored = source.battery_kwh + source.reserve_kwh
    left = float(run.row("battery_kwh")[-1] + run.row("reserve_kwh")[-1])
    # Stores lose on the way in: what they hold is what can be drawn.
    lost = float(run.row("charge_kw").sum() * step) * (1.0 - storage.battery_round_trip_frac)
    return {
        "drawn_kwh": float(load_kwh.sum()),
        "made_kwh": made,
        "brought_kwh": stored,
        "used_kwh": served,
        "unserved_kwh": float(load_kwh.sum()) - served,
        "lost_kwh": lost,
        "spilled_kwh": spilled,
        "left_kwh": left,
        "residual_kwh": made + stored - served - spilled - lost - left,
    }


def _sol_hour() -> float:
    return table("constants").number("sol_s") / 3600


def _sol_day() -> float:
    return table("constants").number("sol_s") / table("constants").number("day_s")
