"""Years of a station: chances of power, burn-up, and the way from landing to full power."""

import numpy as np
import pytest

from kilosol.errors import OutOfRange
from kilosol.fission import burn_up, power_chances, start_up

RATES = {"converter_mtbf_hour": 2e5, "unit_mtbf_hour": 2e4, "unit_repair_hour": 500.0}


def test_chances_sum_to_one():
    found = power_chances(10.0, 4, 8, 6, np.linspace(0.0, 15.0, 7), **RATES, common_cause_frac=0.05)
    assert found.chance.sum(axis=0) == pytest.approx(np.ones(7))
    assert found.at_least(0.0) == pytest.approx(np.ones(7))
    assert found.level_kw[-1] == pytest.approx(40.0)


def test_one_unit_without_converter_failures_is_its_availability():
    never = {**RATES, "converter_mtbf_hour": np.inf}
    found = power_chances(40.0, 1, 8, 8, 5.0, **never)
    assert found.at_least(40.0)[0] == pytest.approx(20000 / 20500)
    assert found.mean_kw()[0] == pytest.approx(40 * 20000 / 20500)


def test_against_a_simulation():
    rng = np.random.default_rng(3)
    n, age = 200_000, 8.0
    alive = rng.random((n, 2, 8)) < np.exp(-age * 8766 / 2e5)
    up = rng.random((n, 2)) < 20000 / 20500
    power = (np.minimum(alive.sum(axis=2), 6) / 6 * 20.0 * up).sum(axis=1)
    found = power_chances(20.0, 2, 8, 6, age, **RATES)
    for wanted in (10.0, 20.0, 30.0, 40.0):
        p = found.at_least(wanted)[0]
        assert abs((power >= wanted - 1e-9).mean() - p) < 4 * np.sqrt(p * (1 - p) / n)


def test_common_cause_spoils_redundancy():
    alone = power_chances(10.0, 5, 8, 8, 0.0, **RATES)
    shared = power_chances(10.0, 5, 8, 8, 0.0, **RATES, common_cause_frac=0.1)
    assert 1 - shared.at_least(10.0)[0] > 1000 * (1 - alone.at_least(10.0)[0])


def test_small_units_keep_some_power_where_a_large_one_keeps_none():
    large = power_chances(40.0, 1, 8, 8, 10.0, **RATES)
    small = power_chances(10.0, 4, 8, 8, 10.0, **RATES)
    assert small.at_least(5.0)[0] > large.at_least(5.0)[0]
    assert small.mean_kw()[0] == pytest.approx(large.mean_kw()[0])


def test_published_burn_up():
    # 43.3 kWt for 15 years: 237 MWd, 0.29 kg of 43.7 kg lost; 4.3 kWt for 15 years: 0.09 percent fissioned.
    large = burn_up(43.3, 15.0, 43.7)
    assert large.energy_mwd == pytest.approx(237, abs=1)
    assert large.consumed_kg == pytest.approx(0.29, abs=0.005)
    assert large.fissioned_frac == pytest.approx(0.0057, abs=1e-4)
    assert burn_up(4.3, 15.0, 27.7).fissioned_frac == pytest.approx(0.0009, abs=1e-4)
    # 175 kWt for 10 years: 0.77 kg lost.
    assert burn_up(175.0, 10.0).consumed_kg == pytest.approx(0.77, rel=0.03)


def test_published_drift():
    small = burn_up(4.3, 1.0, 27.7)
    assert small.drift_cents == pytest.approx(2.0)
    assert small.droop_k == pytest.approx(10.0)
    assert burn_up(4.3, 1.0).drift_cents is None


def test_start_up_adds_up():
    timeline = start_up(40.0, wait_hour=100.0)
    assert timeline.steps[0].energy_kwh == pytest.approx(10.6)
    assert timeline.energy_kwh == pytest.approx(sum(step.energy_kwh for step in timeline.steps))
    ends = [step.end_hour for step in timeline.steps]
    assert [step.start_hour for step in timeline.steps[1:]] == ends[:-1]
    assert timeline.battery_kwh == 4.0
    assert timeline.steps[-1].end_hour - timeline.steps[-1].start_hour <= 8.0


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: power_chances(10.0, 0, 8, 8, 1.0, **RATES), "n_units must be 1 or more"),
        (lambda: power_chances(10.0, 1, 8, 9, 1.0, **RATES), "n_needed must be 1 to n_converters = 8"),
        (lambda: power_chances(10.0, 1, 8, 8, -1.0, **RATES), "age_year must be 0 or more"),
        (lambda: power_chances(-1.0, 1, 8, 8, 1.0, **RATES), "unit_kwe must be positive"),
        (lambda: burn_up(-5.0, 1.0), "thermal_kwt must be positive"),
        (lambda: burn_up(175.0, 1000.0, 30.0), "u235_kg must be above what burns"),
        (lambda: start_up(0.0), "unit_kwe must be positive"),
        (lambda: start_up(40.0, -1.0), "wait_hour must be 0 or more"),
    ],
)
def test_bad_input(call, said):
    with pytest.raises(OutOfRange) as caught:
        call()
    assert said in str(caught.value)
