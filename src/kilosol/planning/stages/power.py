"""Stages 3 and 4: which station, and whether it holds."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kilosol.data import table
from kilosol.fission import fission_unit
from kilosol.grid import (
    Dispatch,
    Plant,
    PlantAdequacy,
    SizedPlant,
    SizingCase,
    SpecificMasses,
    StorageTechnology,
    assess_adequacy,
    run_design_year,
    size_plant,
    station_output_kw,
    storage_margin_hour,
    whole_plant_reliability,
)
from kilosol.loads import ride_through_hour
from kilosol.mars import step_hour
from kilosol.planning.designs import Design, LeftOut, candidate_designs, fission_block
from kilosol.planning.memory.cache import remembered
from kilosol.planning.stages.commissioning import StartOf, Touchdown, start_of, touchdown_of
from kilosol.planning.stages.store_care import StoreCare, care_of, first_care, settled
from kilosol.planning.stages.weather import Weather, find_weather
from kilosol.scenario import Scenario
from kilosol.solar import array_mass_kg
from kilosol.storage import converter_mass_kg, hydrogen_oxygen, lithium_ion, usable_kwh_kg

#: Scenario years of the chosen design, of one partner's unit alone, and of each alternative.
N_YEARS, N_YEARS_ALONE, N_YEARS_ALTERNATIVE = 600, 300, 100

#: Seed of the sizing searches: one for all scenarios, so that plants differ only where inputs do.
SEARCH_SEED = 1

#: Sols from a storm's onset to the trip of the design year. Storms on record peak 9 to 47 sols after it.
STORM_RISE_SOLS = 10.0

#: A relaxation that saves less than this part of the mass does not bind.
BINDS_FRAC = 0.01


@dataclass(frozen=True)
class Judged:
    """A sized design with its adequacy, the care of its stores that it was sized with, and its start."""

    design: Design
    sized: SizedPlant
    adequacy: PlantAdequacy
    binding: str
    flights: int
    care: StoreCare
    start: StartOf


@dataclass(frozen=True)
class Power:
    """What the stage hands on.

    Parameters
    ----------
    judged : tuple of Judged
        Designs, feasible ones first, by mass.
    left_out : tuple of LeftOut
    case : SizingCase
        The design year of the chosen design, with the heaters and coolers of its stores in the load.
    weather : Weather
    dispatch : Dispatch
        The chosen design in its design year, with trace.
    spare_kw : float [kW]
        Mean power that the chosen design leaves over in its design year.
    partner_alone : PlantAdequacy
        One unit of the partner's by itself, without anything around it.
    partner_alone_kw : float [kW]
        Its power.
    ride_through_hour : float [h]
    margin_hour : (4,) [h]
    """

    judged: tuple[Judged, ...]
    left_out: tuple[LeftOut, ...]
    case: SizingCase
    weather: Weather
    dispatch: Dispatch
    spare_kw: float
    partner_alone: PlantAdequacy
    partner_alone_kw: float
    ride_through_hour: float
    margin_hour: NDArray[np.float64]

    @property
    def chosen(self) -> Judged:
        """The lightest feasible design, or the least bad one where none holds."""
        return self.judged[0]


def find_power(scenario: Scenario, base_kw: NDArray[np.float64], tick: Callable[[str], None]) -> Power:
    """Size every design to the base's load, test each over drawn years, and rank them."""
    weather = remembered(find_weather)(scenario)
    here = touchdown_of(scenario, weather)
    bare = _design_case(scenario, weather, base_kw)
    storage = storage_technology()
    peak_kw = float(base_kw[:2].sum(axis=0).max())
    wanted_kw = base_kw[:2].sum(axis=0) + scenario.power.min_deferrable_frac * base_kw[2]
    designs, left_out = candidate_designs(scenario, peak_kw, float(wanted_kw.mean()))
    through_hour = ride_through_hour()["vital"]
    judged = []
    for design in designs:
        tick(design.title)
        judged.append(_judge(design, scenario, bare, weather, storage, through_hour, here=here))
    judged.sort(key=lambda j: (not j.sized.is_feasible, j.sized.total_kg, j.design.name))
    judged = _chosen_first(judged)
    best = judged[0]
    case, masses = best.care.added_to(bare, weather.air_k), specific_masses(best.care)
    tick("binding constraint")
    judged[0] = dataclasses.replace(best, binding=_binding(best, case, weather, storage, masses, scenario))
    plant = best.sized.plant
    thorough = _adequacy(plant, scenario, case, weather, storage, through_hour, N_YEARS)
    judged[0] = dataclasses.replace(judged[0], adequacy=thorough)
    trace = run_design_year(plant, case, storage, station_output_kw(plant.fission, case), trace=True)
    alone, alone_kw = _partner_alone(scenario, bare, weather, storage, through_hour)
    return Power(
        judged=tuple(judged),
        left_out=left_out,
        case=case,
        weather=weather,
        dispatch=trace,
        spare_kw=float(trace.row("curtailed_kw").mean()),
        partner_alone=alone,
        partner_alone_kw=alone_kw,
        ride_through_hour=through_hour,
        margin_hour=storage_margin_hour(trace, case.load_kw),
    )


def storage_technology() -> StorageTechnology:
    """Efficiencies of the stores, from their tables."""
    return StorageTechnology(
        battery_round_trip_frac=lithium_ion().round_trip_frac,
        fuel_cell_round_trip_frac=hydrogen_oxygen().round_trip_frac,
        reserve_frac=table("grid/reliability").number("battery_reserve_frac"),
    )


def specific_masses(care: StoreCare | None = None) -> SpecificMasses:
    """Masses of what is sized, from their tables; a battery's for what it still gives when it has aged.

    Left out, the care is that of a full cycle every sol.
    """
    battery, cells = lithium_ion(), hydrogen_oxygen()
    worn = first_care() if care is None else care
    return SpecificMasses(
        solar_kg_m2=float(array_mass_kg(1.0)),
        battery_kg_kwh=battery.specific_mass_kg_kwh / worn.end_frac,
        battery_kg_kw=battery.power_kg_kw,
        fuel_cell_kg_kwh=cells.specific_mass_kg_kwh,
        fuel_cell_kg_kw=cells.power_kg_kw,
        reserve_kg_kwh=1.0 / usable_kwh_kg(),
        reserve_kg_kw=float(converter_mass_kg(1.0)),
    )


def _design_case(scenario: Scenario, weather: Weather, base_kw: NDArray[np.float64]) -> SizingCase:
    hour = step_hour()
    if weather.storm_start_sol >= 0.0:
        trip_sol = weather.storm_start_sol + STORM_RISE_SOLS
    else:
        # Without a storm the worst time to lose a unit is the darkest month.
        daily = weather.solar_w_m2.reshape(-1, 24).mean(axis=1)
        month = np.convolve(np.concatenate([daily, daily[:30]]), np.ones(30), mode="valid")
        trip_sol = float(np.argmin(month[: daily.size]))
    return SizingCase(
        solar_w_m2=weather.solar_w_m2,
        load_kw=base_kw,
        step_hour=hour,
        n_tripped=scenario.power.n_units_tripped,
        trip_start_hour=trip_sol * 24.0 * hour,
        trip_hour=scenario.power.trip_hours,
        min_deferrable_frac=scenario.power.min_deferrable_frac,
    )


@remembered
def _size(
    design: Design,
    case: SizingCase,
    storage: StorageTechnology,
    masses: SpecificMasses,
    scenario: Scenario,
    near: Plant | None,
) -> SizedPlant:
    """Lightest of the design's station options; a fuel-cell design may also do without fuel cells."""
    tries = [
        size_plant(
            blocks,
            case,
            storage,
            masses,
            with_solar=design.with_solar,
            with_battery=design.with_battery,
            with_fuel_cell=design.with_fuel_cell,
            seed=SEARCH_SEED,
            reserve_hour=scenario.power.vital_reserve_hours,
            near=near,
        )
        for blocks in design.station_options
    ]
    return min(tries, key=lambda s: (not s.is_feasible, s.total_kg))


def sized_with_care(
    design: Design, scenario: Scenario, case: SizingCase, weather: Weather, storage: StorageTechnology
) -> tuple[SizedPlant, StoreCare]:
    """A design sized for its design year, with ageing, heaters and coolers of the stores that it came to."""
    near: Plant | None = None

    def size(care: StoreCare) -> SizedPlant:
        nonlocal near
        cared = care.added_to(case, weather.air_k)
        found = _size(design, cared, storage, specific_masses(care), scenario, near)
        near = found.plant if found.is_feasible else None
        return found

    def needs(found: SizedPlant) -> StoreCare | None:
        plant = found.plant
        if not found.is_feasible:
            return None
        if plant.battery_kwh <= 0.0:
            return care_of(plant, np.zeros(0))
        run = run_design_year(plant, case, storage, station_output_kw(plant.fission, case), trace=True)
        return care_of(plant, run.row("battery_kwh"))

    reserve_kwh = scenario.power.vital_reserve_hours * float(case.load_kw[0].mean())
    return settled(size, needs, first_care(reserve_kwh), weather.air_k)


def _judge(
    design: Design,
    scenario: Scenario,
    case: SizingCase,
    weather: Weather,
    storage: StorageTechnology,
    through_hour: float,
    *,
    here: Touchdown,
) -> Judged:
    sized, care = sized_with_care(design, scenario, case, weather, storage)
    start = start_of(scenario, here, sized.plant, specific_masses(care), sized.total_kg, storage)
    sized = start.added_to(sized)
    case = care.added_to(case, weather.air_k)
    adequacy = _adequacy(sized.plant, scenario, case, weather, storage, through_hour, N_YEARS_ALTERNATIVE)
    flights = math.ceil(sized.total_kg / 1000.0 / scenario.ship.payload_t)
    return Judged(design, sized, adequacy, _plain_binding(design, sized, case), flights, care, start)


@remembered
def _adequacy(
    plant: Plant,
    scenario: Scenario,
    case: SizingCase,
    weather: Weather,
    storage: StorageTechnology,
    through_hour: float,
    n_years: int,
) -> PlantAdequacy:
    return assess_adequacy(
        plant,
        storage,
        whole_plant_reliability(scenario.power.unit_failure_factor),
        weather.drawn_w_m2,
        case.load_kw,
        step_hour=case.step_hour,
        ride_through_hour=through_hour,
        n_years=n_years,
        seed=scenario.seed,
    )


def _chosen_first(judged: list[Judged]) -> list[Judged]:
    """Put the lightest design that may be chosen first: claims and absent units are shown, not chosen."""
    able = [j for j in judged if j.design.can_be_chosen]
    if not able:
        return judged
    return [able[0], *(j for j in judged if j is not able[0])]


def _plain_binding(design: Design, sized: SizedPlant, case: SizingCase) -> str:
    """What a design's mass hangs on, told without sizing it again."""
    if not sized.is_feasible:
        return _what_fails(sized, case)
    if design.architecture == "fission":
        if case.n_tripped > 0:
            return f"the load with {case.n_tripped} of {sized.plant.n_units} units out"
        return "the peak of vital and essential load"
    if design.architecture == "hybrid" and case.n_tripped >= sized.plant.n_units:
        return "solar and storage must carry the base while every unit is out"
    return "the darkest weeks: storm and winter"


def _what_fails(sized: SizedPlant, case: SizingCase) -> str:
    """What a design that does not hold leaves undone."""
    missed_kwh = float(sized.unserved_kwh[:2].sum())
    if missed_kwh > 1.0:
        return f"does not hold: {missed_kwh / 1000.0:.1f} MWh of vital and essential load go unserved"
    demand_kwh = float(case.load_kw[2].sum()) * case.step_hour
    served_frac = 1.0 - float(sized.unserved_kwh[2]) / demand_kwh
    return f"does not hold: only {100.0 * served_frac:.0f} % of the deferrable energy is served"


def _binding(
    best: Judged,
    case: SizingCase,
    weather: Weather,
    storage: StorageTechnology,
    masses: SpecificMasses,
    scenario: Scenario,
) -> str:
    """Which constraint costs most: size the design again without each of them."""
    total = best.start.taken_from(best.sized.total_kg)
    if not best.sized.is_feasible or total <= 0.0:
        return best.binding
    relaxed = {
        "the global storm": dataclasses.replace(case, solar_w_m2=weather.calm_w_m2),
        "a unit out": dataclasses.replace(case, n_tripped=0),
    }
    saved: dict[str, float] = {}
    for name, easier in relaxed.items():
        design = best.design
        if name == "a unit out":
            design = _without_spare_units(best, case)
        again = _size(design, easier, storage, masses, scenario, None)
        if again.is_feasible:
            saved[name] = total - again.total_kg
    worst = max(saved, key=lambda name: saved[name], default="")
    if not worst or saved[worst] < BINDS_FRAC * total:
        return best.binding
    return f"{worst}: without it the design is {saved[worst] / 1000.0:.1f} t lighter"


def _without_spare_units(best: Judged, case: SizingCase) -> Design:
    """The design with its smallest units taken away while the rest carries the peak."""
    peak_kw = float(case.load_kw[:2].sum(axis=0).max())
    blocks = list(best.sized.plant.fission)
    if best.design.architecture != "fission":
        return best.design
    for i in sorted(range(len(blocks)), key=lambda i: blocks[i].unit_kwe):
        while blocks[i].n_units > 0:
            fewer = dataclasses.replace(blocks[i], n_units=blocks[i].n_units - 1)
            trial = [*blocks[:i], fewer, *blocks[i + 1 :]]
            if sum(b.n_units * b.unit_kwe for b in trial) < peak_kw:
                break
            blocks = trial
    return dataclasses.replace(best.design, station_options=(tuple(b for b in blocks if b.n_units),))


def _partner_alone(
    scenario: Scenario,
    case: SizingCase,
    weather: Weather,
    storage: StorageTechnology,
    through_hour: float,
) -> tuple[PlantAdequacy, float]:
    """How the base fares on one unit of the partner's with nothing beside it."""
    offer = scenario.partners.station
    unit = fission_unit(offer.technology)
    station = Plant(fission=(fission_block(unit, 1, scenario),))
    found = _adequacy(station, scenario, case, weather, storage, through_hour, N_YEARS_ALONE)
    return found, station.fission_kwe
