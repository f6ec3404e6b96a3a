"""Outages over many draws: availability, common cause, and the direction of every dial.

Bounds are four standard errors of independent rows, so a correct program fails once in some 16,000 draws;
the seeds are fixed.
"""

import dataclasses

import numpy as np
import pytest
from scipy.linalg import expm

from kilosol.grid import (
    Failures,
    FissionBlock,
    Plant,
    Reliability,
    StorageTechnology,
    assess_adequacy,
)
from kilosol.grid.failures import failure_table
from kilosol.grid.outage_events import draw_events, group_keys

STORAGE = StorageTechnology(0.9, 0.5)
HORIZON = 4000


def assert_mean(values, expected, name=""):
    error = values.std(ddof=1) / np.sqrt(values.size)
    assert abs(values.mean() - expected) < 4.0 * error, name


def ups(how, n, passes, seed=3, step_hour=1.0, n_steps=HORIZON):
    """Components of a group that are up in each step of each pass, shape (passes, steps)."""
    keys, table = group_keys(seed, ["group"]), failure_table([(how, n)], step_hour)
    found = np.empty((passes, n_steps), np.int64)
    for number in range(passes):
        head, events = np.full(n_steps, -1, np.int32), np.empty((2, 1 << 14), np.int32)
        count = draw_events(keys, number, table, np.array([n]), step_hour, head, events)
        assert count <= events.shape[1]
        down = np.zeros((2, n_steps + 1), np.int64)
        for step in np.flatnonzero(head >= 0):
            e = head[step]
            while e >= 0:
                down[events[1, e] >> 1, step] += 1 - 2 * (events[1, e] & 1)
                e = events[0, e]
        own, shared = down.cumsum(axis=1)[:, :n_steps]
        found[number] = np.where(shared > 0, 0, n - own)
    return found


#: Ways of failing and being mended, with the mean outage of each.
WAYS = {
    "plain": Failures(900.0, 100.0),
    "short": Failures(50.0, 50.0),
    "long": Failures(20000.0, 500.0),
    "restart": Failures(900.0, 60.0, restart_hour=40.0),
    "weibull": Failures(900.0, 100.0, repair_law="weibull", repair_shape=2.0),
    "lognormal": Failures(900.0, 100.0, repair_law="lognormal", repair_shape=0.8, restart_hour=10.0),
    "trips": Failures(900.0, 150.0, restart_hour=10.0, trip_frac=0.4, trip_hour=10.0),
    "trips alone": Failures(900.0, 50.0, trip_frac=1.0, trip_hour=30.0),
    "shared": Failures(900.0, 100.0, 0.3, restart_hour=20.0),
    "each": Failures(900.0, 100.0, 0.3, shared_repair="each"),
    "each, trips": Failures(900.0, 80.0, 0.3, trip_frac=0.5, trip_hour=8.0, shared_repair="each"),
}


@pytest.mark.parametrize("name", list(WAYS))
def test_availability_is_up_time_over_cycle_from_the_first_hour_on(name):
    how, n = WAYS[name], 2
    up = ups(how, n, 2500) / n
    assert_mean(1.0 - up.mean(axis=1), how.unavailability)
    for hour in (0, 1, 2000, HORIZON - 1):
        assert_mean(1.0 - up[:, hour], how.unavailability, f"{name} at hour {hour}")


def test_a_shared_cause_takes_all_and_lets_go_of_them_together_or_one_by_one():
    """Chances that fewer than k of four are up, against the product form and the Markov chain."""
    p, beta, n = 1.0 / 21.0, 0.1, 4
    how = Failures(1000.0, 50.0, beta)
    together, each = (
        ups(dataclasses.replace(how, shared_repair=way), n, 6000) for way in ("together", "each")
    )
    for k, want, chain in (
        (2, 0.00506953, 0.00331739), (3, 0.01520953, 0.01614487), (4, 0.16543181, 0.16974250),
    ):  # fmt: skip
        assert_mean((together < k).mean(axis=1), want, f"together, {k}")
        assert_mean((each < k).mean(axis=1), chain, f"each, {k}")
    assert together.mean() / n == pytest.approx(1.0 - p, abs=2e-3)


def test_a_trip_takes_no_part():
    """One part never comes back once it is used: trips alone use none."""
    waits = {"n_spares": 0, "lead_hour": 1e9}
    trips = Failures(100.0, 5.0, trip_frac=1.0, trip_hour=5.0, **waits)
    assert (ups(trips, 1, 50)[:, -200:].max(axis=1) == 1).all()
    broken = Failures(100.0, 5.0, trip_frac=0.5, trip_hour=5.0, **waits)
    assert_mean((ups(broken, 1, 3000)[:, 199] == 0).astype(float), down_after(199.0), "half of them")


def down_after(hour):
    """Chance to be down with trips of 5 h at 1/200 an hour, failures for good at 1/200, from the long run.

    States up, tripped, repaired at the start (it found its part), gone; the chain is integrated.
    """
    rates = np.zeros((3, 3))
    start_down = 5.0 / 105.0
    # Trips are 5 h long, not exponential: within 2 % of the chance over such a span.
    rates[0, 1], rates[1, 0], rates[0, 2] = 1 / 200.0, 1 / 5.0, 1 / 200.0
    rates -= np.diag(rates.sum(axis=1))
    state = np.array([1.0 - start_down, start_down, 0.0]) @ expm(rates * hour)
    return float(state[1] + state[2])


def test_a_group_in_front_moves_nobodys_draws():
    keys = group_keys(7, ["array", "battery"]), group_keys(7, ["cable", "array", "battery"])
    np.testing.assert_array_equal(keys[0], keys[1][1:])
    how = Failures(900.0, 60.0, 0.2, restart_hour=40.0)
    few, many = ups(how, 2, 20), ups(how, 3, 20)
    assert ((many - few >= -1) & (many - few <= 1)).all()


def assess(n_units, *, factor=1.0, beta=0.05, seed=9, battery_kwh=0.0, n_years=300):
    unit = FissionBlock("unit", n_units, 10.0, 0.0, 900.0, 100.0)
    plant = Plant((unit,), battery_kwh=battery_kwh, battery_kw=25.0)
    load = np.repeat([[15.0], [5.0], [0.0], [0.0]], HORIZON, axis=1)
    return assess_adequacy(
        plant,
        STORAGE,
        Reliability(beta, factor),
        np.zeros((1, HORIZON)),
        load,
        step_hour=1.0,
        ride_through_hour=24.0,
        n_years=n_years,
        seed=seed,
    )


def test_loss_of_load_of_two_units_by_hand():
    """Vital load of 15 kW on two units of 10 kW: short whenever either is out."""
    found = assess(2, beta=0.0)
    expected = HORIZON * (1.0 - 0.9**2)
    error = found.lolh_stderr_hour[0]
    assert abs(found.lolh_hour_per_mars_year[0] - expected) < 4.0 * error + 0.02 * expected


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_another_unit_never_raises_loss_of_load(seed):
    lolh = [assess(n, seed=seed).lolh_hour_per_mars_year[0] for n in (1, 2, 3, 4, 5)]
    assert (np.diff(lolh) < 0.0).all()


def test_a_higher_failure_factor_is_never_better():
    found = [assess(3, factor=factor) for factor in (0.0, 0.25, 0.5, 1.0, 2.0, 4.0)]
    assert (np.diff([f.lolh_hour_per_mars_year[0] for f in found]) > 0.0).all()
    assert (np.diff([f.p_crew_survives for f in found]) <= 0.0).all()


def test_common_cause_and_less_storage_are_never_better():
    by_beta = [assess(4, beta=beta, n_years=600).eue_kwh_per_mars_year[0] for beta in (0.0, 0.05, 0.2, 1.0)]
    assert (np.diff(by_beta) > 0.0).all()
    by_store = [
        assess(3, battery_kwh=kwh).eue_kwh_per_mars_year[:2].sum() for kwh in (0.0, 50.0, 500.0, 5000.0)
    ]
    assert (np.diff(by_store) < 0.0).all()
