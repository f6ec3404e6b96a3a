"""Ageing, heaters and coolers of the stores in the sizing: enough is taken, and it costs what it must."""

import dataclasses
import functools

import numpy as np
import pytest

from kilosol.grid import FissionBlock, Plant, SizingCase
from kilosol.planning.designs import Design
from kilosol.planning.stages import power, store_care
from kilosol.planning.stages.store_care import StoreCare, care_of, first_care, settled
from kilosol.planning.stages.weather import Weather
from kilosol.scenario import load_scenario
from kilosol.storage import capacity_left_frac, equal_depth_frac, heater_kw, lithium_ion
from kilosol.studies import grid_study

SOLS = 14
STEPS = 24 * SOLS
HOUR = np.arange(STEPS) % 24
AIR = 205.0 + 30.0 * np.sin(2 * np.pi * (HOUR - 9) / 24)
LIGHT = 60.0 * np.clip(np.sin(np.pi * (HOUR - 6.0) / 12.0), 0.0, None)
CASE = SizingCase(LIGHT, np.repeat([[5.0], [7.0], [4.0], [2.0]], STEPS, axis=1), 1.0, 0, 0.0, 0.0, 0.9)
NOTHING = np.zeros(SOLS)
WEATHER = Weather(NOTHING, LIGHT, LIGHT, LIGHT[None], -1.0, -1.0, NOTHING[:1] > 0.0, AIR)
DESIGN = Design("solar", "Solar", "solar", with_solar=True)


@functools.cache
def sized():
    scenario = load_scenario("as-of-2026-11", {})
    storage = power.storage_technology()
    found, care = power.sized_with_care(DESIGN, scenario, CASE, WEATHER, storage)
    return found, care, storage


def test_a_sized_battery_carries_its_wear_its_heaters_and_the_coolers():
    found, care, storage = sized()
    again = care.added_to(CASE, AIR)
    run = power.run_design_year(found.plant, again, storage, np.zeros(STEPS), trace=True)
    # The plant holds with its care in the load, and needs no more care than was taken.
    assert found.is_feasible
    assert run.unserved_kwh[:2].sum() == pytest.approx(0.0, abs=1e-6)
    assert care.covers(care_of(found.plant, run.row("battery_kwh")), AIR)
    # Worn and cool it gives what it is sized for: its nameplate is larger by all that is lost.
    assert care.nameplate_kwh * 0.7 * care.capacity_left_frac * 0.92 == pytest.approx(care.battery_kwh)
    mass = found.plant.battery_kwh * power.specific_masses(care).battery_kg_kwh
    assert mass > 1.15 * found.plant.battery_kwh * lithium_ion().specific_mass_kg_kwh


def test_without_care_the_plant_would_be_lighter():
    found, care, storage = sized()
    free = dataclasses.replace(care, battery_kwh=0.0, reserve_kwh=0.0, capacity_left_frac=1.0)
    bare = power._size(
        DESIGN, CASE, storage, power.specific_masses(free), load_scenario("as-of-2026-11", {}), None
    )
    assert 1.01 < found.total_kg / bare.total_kg < 1.2


def test_care_is_among_the_essential_loads_alone():
    more = StoreCare(100.0, 2000.0, 0.9, 0.5, 0.7).added_to(CASE, AIR).load_kw - CASE.load_kw
    assert (more[[0, 2, 3]] == 0.0).all()
    # Colder nights ask for more; the coolers go on at noon.
    assert more[1].argmax() == AIR.argmin()
    assert more[1].min() > heater_kw(100.0 / (0.7 * 0.9 * 0.92), AIR.max()) > 0.0


def test_few_deep_cycles_wear_more_than_many_shallow_ones_of_the_same_energy():
    deep, shallow = np.tile([0.7, 0.0], 50), np.full(100, 0.35)
    left = [float(capacity_left_frac(3.5, 355.0, equal_depth_frac(d))) for d in (deep, shallow)]
    assert left[0] < left[1]
    # Half the cycles at full depth: the law itself, told without an equal depth.
    assert left[0] == pytest.approx(float(capacity_left_frac(3.5, 177.5, 0.7)), rel=1e-9)


def test_the_wear_is_that_of_the_years_own_swings():
    plant = Plant((FissionBlock("unit", 2, 10.0, 1500.0, 2e4, 500.0),), 0.0, 100.0, 20.0)
    idle, swinging = np.full(STEPS, 100.0), np.where(HOUR < 12, 100.0, 10.0)
    rested, worked = care_of(plant, idle), care_of(plant, swinging)
    assert rested.depth_frac == 0.0
    assert worked.depth_frac == pytest.approx(0.63)
    assert worked.charge_frac == pytest.approx(0.15 + 0.7 * 0.55)
    assert rested.charge_frac == pytest.approx(0.85)
    assert first_care().capacity_left_frac < min(rested.capacity_left_frac, worked.capacity_left_frac)


def test_sizing_goes_on_until_what_is_needed_was_taken():
    asked = []

    def size(care):
        asked.append(care)
        return 100.0

    found, care = settled(size, lambda kwh: StoreCare(kwh, 0.0, 0.9, 0.5, 0.7), first_care(), AIR)
    assert found == 100.0
    assert [a.battery_kwh for a in asked] == [0.0, pytest.approx(110.0)]
    assert care is asked[-1]
    asked.clear()
    settled(size, lambda _: None, first_care(), AIR)
    assert len(asked) == 1


def test_a_thorough_plant_whose_stores_need_more_than_it_was_sized_with_is_refused():
    numbers = {"is_feasible": True, "mass_kg": 1.0, "misses": ["propellant on time"]}
    care, more = StoreCare(100.0, 2000.0, 0.9, 0.5, 0.7), StoreCare(400.0, 2000.0, 0.9, 0.5, 0.7)
    held = grid_study._with_care(numbers, care, care, AIR)
    assert held["is_feasible"]
    assert held["store_care"]["is_enough"]
    assert grid_study._with_care(numbers, care, None, AIR)["is_feasible"]
    for needed in (more, dataclasses.replace(care, capacity_left_frac=0.8)):
        refused = grid_study._with_care(numbers, care, needed, AIR)
        assert not refused["is_feasible"]
        assert refused["mass_kg"] is None
        assert refused["misses"] == ["propellant on time", grid_study.CARE_MISSED]
        assert refused["store_care"]["needed"] == needed.numbers(AIR)


def test_numbers_go_there_and_back():
    care = StoreCare(100.0, 2000.0, 0.9, 0.5, 0.7)
    told = care.numbers(AIR)
    assert StoreCare.of_numbers(told) == care
    assert told["service_day"] > 1000.0
    assert told["heater_mean_kw"] == pytest.approx(float(heater_kw(care.nameplate_kwh, AIR).mean()))


def test_numbers_of_a_battery_are_told_only_where_there_is_one():
    without = dataclasses.replace(first_care(3000.0), depth_frac=0.0)
    told = without.numbers(AIR)
    assert not {"capacity_left_frac", "depth_frac", "charge_frac"} & set(told)
    assert told["reserve_kwh"] == 3000.0
    assert told["cooler_kw"] > 0.0
    back = StoreCare.of_numbers(told)
    assert back.load_kw(AIR) == pytest.approx(without.load_kw(AIR))
    assert back.end_frac == without.end_frac


def test_presets_take_the_cited_targets():
    rates, asked = store_care.table("grid/reliability"), load_scenario("as-of-2026-11", {}).power
    assert asked.essential_short_sols == rates.number("essential_short_sol")
    assert asked.vital_risk_frac == rates.number("vital_risk_frac")
    assert asked.propellant_on_time_frac == rates.number("propellant_on_time_frac")
