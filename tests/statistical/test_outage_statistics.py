"""Outages over many draws: availability, common cause, and the direction of every dial.

Bounds are four standard errors of independent rows, so a correct program fails once in some 16,000 draws;
the seeds are fixed.
"""

import numpy as np
import pytest

from kilosol.grid import (
    FissionBlock,
    Plant,
    Reliability,
    StorageTechnology,
    assess_adequacy,
    outage_timelines,
)
from kilosol.grid.outages import block_output_kw, block_timelines
from kilosol.streams import generator

NEVER = (np.full((1, 1), np.inf), np.full((1, 1), np.inf))
STORAGE = StorageTechnology(0.9, 0.5)
HORIZON = 4000


def down_frac(starts, ends):
    return (np.minimum(ends, HORIZON) - np.minimum(starts, HORIZON)).sum(axis=1) / HORIZON


def assert_mean(values, expected, name=""):
    error = values.std(ddof=1) / np.sqrt(values.size)
    assert abs(values.mean() - expected) < 4.0 * error, name


@pytest.mark.parametrize(("mtbf_hour", "repair_hour"), [(900.0, 100.0), (50.0, 50.0), (20000.0, 500.0)])
def test_availability_is_up_time_over_cycle_from_the_first_hour_on(mtbf_hour, repair_hour):
    rng = generator(3, f"availability/{mtbf_hour}")
    starts, ends = outage_timelines(rng, 4000, float(HORIZON), mtbf_hour, repair_hour)
    unavailable = repair_hour / (mtbf_hour + repair_hour)
    assert_mean(down_frac(starts, ends), unavailable)
    for hour in (0.0, 1.0, 2000.0, 3999.0):
        is_down = ((starts <= hour) & (hour < ends)).any(axis=1)
        assert_mean(is_down.astype(float), unavailable, f"at hour {hour}")


def test_up_and_down_times_are_exponential():
    starts, ends = outage_timelines(generator(3, "times"), 2000, float(HORIZON), 100.0, 20.0)
    down = (ends - starts)[:, 1:20]
    up = starts[:, 1:20] - ends[:, :19]
    for times, mean in ((down, 20.0), (up, 100.0)):
        assert_mean(times.ravel(), mean)
        # Part of an exponential that outlasts twice its mean.
        assert_mean((times > 2.0 * mean).ravel().astype(float), np.exp(-2.0))


def test_common_cause_decides_what_redundancy_is_worth():
    """Two of three units: q is about 3 p^2 (1 - beta)^2 + beta p, not 3 p^2 (NUREG/CR-4780)."""
    unit = FissionBlock("unit", 3, 1.0, 0.0, 950.0, 50.0)
    beta, n_years = 0.2, 1500
    own, shared = block_timelines(unit, 0, Reliability(beta), n_years, HORIZON, 7)
    failed = np.empty(n_years)
    for year in range(n_years):
        output = block_output_kw(
            unit, (own[0][year], own[1][year]), (shared[0][year], shared[1][year]), HORIZON, 1.0
        )
        failed[year] = (output < 1.5).mean()
    rate, repair = 1.0 / 950.0, 50.0
    p_own = repair / (repair + 1.0 / (rate * (1.0 - beta)))
    p_shared = repair / (repair + 1.0 / (rate * beta))
    exact = 1.0 - (1.0 - p_shared) * ((1.0 - p_own) ** 3 + 3.0 * p_own * (1.0 - p_own) ** 2)
    # A step is judged by its mean output: hours in which a second unit fails half-way are split.
    error = failed.std(ddof=1) / np.sqrt(n_years)
    assert abs(failed.mean() - exact) < 4.0 * error + 0.02 * exact
    p = repair / (repair + 1.0 / rate)
    assert exact == pytest.approx(3.0 * p**2 * (1.0 - beta) ** 2 + beta * p, rel=0.1)
    assert failed.mean() > 1.5 * 3.0 * p**2


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
