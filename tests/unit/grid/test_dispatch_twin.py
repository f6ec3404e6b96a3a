"""The compiled dispatch against a second one, written in plain Python from the rules alone."""

import dataclasses

import numpy as np
import pytest

from kilosol.grid import TRACE, DispatchRules, Microgrid, Plant, StorageTechnology, dispatch_year
from kilosol.grid import dispatch_step as d
from kilosol.grid.microgrid import packed, ratings_array, rules_array
from kilosol.grid.monte_carlo import Lanes, run_vectors


class Store:
    """Energy that can be drawn; losses are taken on the way in."""

    def __init__(self, full_kwh, give_kw, take_kw, round_trip, hours):
        self.full, self.held, self.round_trip = full_kwh, full_kwh, round_trip
        self.give, self.take = give_kw * hours, take_kw * hours

    def draw(self, wanted, floor=0.0, given=0.0):
        out = max(0.0, min(wanted, self.give - given, self.held - floor))
        self.held -= out
        return out

    def fill(self, offered, level, taken=0.0):
        into = max(0.0, min(offered, self.take - taken, (level - self.held) / self.round_trip))
        self.held += into * self.round_trip
        return into


def dispatch_plainly(plant, storage, supply_kw, load_kw, hours, backlog_hour):
    """All in kWh a step; what is short is counted where the compiled loop counts it."""
    battery = Store(
        plant.battery_kwh, plant.battery_kw, plant.battery_kw, storage.battery_round_trip_frac, hours
    )
    cells = Store(
        plant.fuel_cell_kwh,
        plant.fuel_cell_kw,
        plant.electrolyser_kw,
        storage.fuel_cell_round_trip_frac,
        hours,
    )
    reserve = Store(plant.reserve_kwh, plant.reserve_kw, 0.0, 1.0, hours)
    floor = storage.reserve_frac * battery.full
    most_waiting = backlog_hour * load_kw[2].mean()
    waiting, rows, short = 0.0, [], np.zeros((4, load_kw.shape[1]))
    for i, generated in enumerate(supply_kw * hours):
        vital, essential, deferrable, sheddable = load_kw[:, i] * hours
        missing = vital + essential - generated
        left = max(-missing, 0.0)
        missing = max(missing, 0.0)
        by_battery = battery.draw(missing)
        by_cells = cells.draw(missing - by_battery)
        missing -= by_battery + by_cells
        short_essential = min(missing, essential)
        by_reserve = reserve.draw(missing - short_essential)
        short_vital = missing - short_essential - by_reserve
        kept = battery.fill(left, floor)
        left -= kept
        work = min(waiting + deferrable, left)
        left -= work
        waiting += deferrable - work
        lost = max(waiting - most_waiting, 0.0)
        waiting -= lost
        direct = min(sheddable, left)
        left -= direct
        extra = battery.draw(sheddable - direct, floor, by_battery)
        charged = kept + battery.fill(left, battery.full, kept)
        left -= charged - kept
        stored = cells.fill(left, cells.full)
        left -= stored
        short[:, i] = short_vital, short_essential, lost, sheddable - direct - extra
        row = [generated, vital - short_vital, essential - short_essential, work, direct + extra]
        row += [short_vital, short_essential, battery.held * hours, cells.held * hours, left]
        row += [
            charged + stored,
            by_battery + by_cells + extra + by_reserve,
            reserve.held * hours,
            lost,
            0.0,
            0.0,
        ]
        rows.append(row)
    return short, np.array(rows).T / hours


def random_case(seed):
    rng = np.random.default_rng(seed)
    n = int(rng.integers(1, 90))
    plant = Plant(
        battery_kwh=rng.choice([0.0, rng.uniform(0, 60)]),
        battery_kw=rng.uniform(0, 12),
        fuel_cell_kwh=rng.choice([0.0, rng.uniform(0, 200)]),
        fuel_cell_kw=rng.uniform(0, 8),
        electrolyser_kw=rng.uniform(0, 8),
        reserve_kwh=rng.choice([0.0, rng.uniform(0, 30)]),
        reserve_kw=rng.uniform(0, 5),
    )
    storage = StorageTechnology(rng.uniform(0.5, 1), rng.uniform(0.2, 1), rng.uniform(0, 1))
    supply = rng.uniform(0, 20, n) * (rng.random(n) < rng.uniform(0.2, 1.0))
    load = rng.uniform(0, 6, (4, n)) * (rng.random((4, n)) < 0.8)
    return plant, storage, supply, load, rng.uniform(0.2, 2.0), rng.uniform(0, 20)


@pytest.mark.parametrize("block", range(4))
def test_compiled_and_plain_dispatch_agree(block):
    for seed in range(100 * block, 100 * block + 100):
        plant, storage, supply, load, hours, backlog_hour = random_case(seed)
        year = dispatch_year(
            plant,
            storage,
            0.25 * supply,
            0.75 * supply,
            load,
            step_hour=hours,
            backlog_hour=backlog_hour,
            trace=True,
        )
        short, rows = dispatch_plainly(plant, storage, supply, load, hours, backlog_hour)
        np.testing.assert_allclose(year.unserved_kwh, short.sum(axis=1), atol=1e-9, err_msg=f"seed {seed}")
        for k, name in enumerate(TRACE):
            np.testing.assert_allclose(year.row(name), rows[k], atol=1e-9, err_msg=f"{name}, seed {seed}")
        steps = (short / hours > 1e-6).sum(axis=1)
        np.testing.assert_allclose(year.short_hour, steps * hours, err_msg=f"seed {seed}")


def test_lanes_and_the_plain_loop_agree():
    """Seventeen plants side by side against one at a time, in the same year: one more than a vector holds."""
    n_plants = 17
    for seed in range(40):
        _, storage, _, load, hours, backlog_hour = random_case(seed)
        rng = np.random.default_rng(seed)
        n = load.shape[1]
        area = rng.uniform(0, 50, n_plants)
        plants = [
            dataclasses.replace(random_case(1000 + n_plants * seed + k)[0], solar_m2=area[k])
            for k in range(n_plants)
        ]
        station, sun = rng.uniform(0, 10, n), rng.uniform(0, 300.0, n)
        rules = DispatchRules(
            storage.battery_round_trip_frac, storage.fuel_cell_round_trip_frac, storage.reserve_frac,
            backlog_hour=backlog_hour,
        )  # fmt: skip
        arrays = packed(Microgrid(Plant(), (), rules, load, hours, sun[None], given_kw=station))
        lanes = Lanes(
            np.zeros(n_plants, np.int64),
            np.zeros(n_plants, np.int64),
            np.array([ratings_array(plant, hours) for plant in plants]).T,
            np.array([rules_array(plant, rules, hours) for plant in plants]).T,
        )
        states = hours * run_vectors(
            arrays, np.zeros((0, 2), np.uint64), lanes, is_whole=True, counts_all=True
        )
        for k, plant in enumerate(plants):
            year = dispatch_year(
                plant,
                storage,
                station,
                sun * area[k] / 1000.0,
                load,
                step_hour=hours,
                backlog_hour=backlog_hour,
            )
            missed = states[[d.VITAL, d.ESSENTIAL, d.LOST, d.SHED], k]
            np.testing.assert_allclose(missed, year.unserved_kwh, atol=1e-9)
            short = states[[d.VITAL_STEPS, d.ESSENTIAL_STEPS, d.LOST_STEPS, d.SHED_STEPS], k]
            np.testing.assert_allclose(short, year.short_hour)
            assert states[d.LONGEST, k] == pytest.approx(year.longest_vital_hour)
            assert states[d.CURTAILED, k] == pytest.approx(year.curtailed_kwh, abs=1e-9)
