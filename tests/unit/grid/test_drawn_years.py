import itertools

import numpy as np
import pytest

from kilosol.data import overriding
from kilosol.errors import OutOfRange
from kilosol.grid import (
    FissionBlock,
    Plant,
    Reliability,
    StorageTechnology,
    assess_adequacy,
    monte_carlo,
    wilson_interval,
)

HOURS = 24 * 120
STORAGE = StorageTechnology(0.9, 0.5)


def station(n_units=2, mtbf_hour=700.0, repair_hour=100.0):
    return FissionBlock("unit", n_units, 10.0, 1000.0, mtbf_hour, repair_hour)


def assess(plant, *, n_years=40, seed=5, reliability=None, load=None, **changed):
    load = np.repeat([[8.0], [4.0], [2.0], [2.0]], HOURS, axis=1) if load is None else load
    options = {"step_hour": 1.0, "ride_through_hour": 24.0, "n_years": n_years, "seed": seed} | changed
    sun = options.pop("solar_w_m2", np.zeros((1, HOURS)))
    return assess_adequacy(plant, STORAGE, reliability or Reliability(0.1), sun, load, **options)


def test_a_station_that_never_fails_serves_everything():
    sure = Plant((station(mtbf_hour=np.inf),))
    found = assess(sure)
    assert found.lolh_hour_per_mars_year.tolist() == [0.0] * 4
    assert found.eue_kwh_per_mars_year.tolist() == [0.0] * 4
    assert found.p_crew_survives == 1.0
    assert found.p_low == pytest.approx(40 / (40 + 1.96**2), rel=1e-3)


def test_a_base_without_power_is_lost_at_once():
    found = assess(Plant(), n_years=3)
    assert found.lolh_hour_per_mars_year.tolist()[:2] == [HOURS, HOURS]
    assert found.longest_vital_hour.tolist() == [HOURS] * 3
    np.testing.assert_allclose(found.unserved_vital_kwh, 8.0 * HOURS)
    assert found.p_crew_survives == 0.0


def test_threads_do_not_change_results(monkeypatch):
    plant = Plant((station(), station(1, 300.0)), solar_m2=50.0, battery_kwh=60.0, battery_kw=20.0)
    sun = np.random.default_rng(1).uniform(0, 100, (7, HOURS))
    runs = []
    for n_threads in (1, 2, 5):
        monkeypatch.setattr(monte_carlo, "N_THREADS", n_threads)
        runs.append(assess(plant, solar_w_m2=sun))
    for other in runs[1:]:
        for name in ("lolh_hour_per_mars_year", "eue_kwh_per_mars_year", "longest_vital_hour"):
            assert getattr(other, name).tolist() == getattr(runs[0], name).tolist()


def test_the_same_seed_draws_the_same_years_and_another_does_not():
    plant = Plant((station(),))
    again = assess(plant).unserved_vital_kwh.tolist()
    assert assess(plant).unserved_vital_kwh.tolist() == again
    assert assess(plant, seed=6).unserved_vital_kwh.tolist() != again


def test_weathers_are_used_in_turn():
    # Without fission each year's light decides alone: even years are bright, odd ones dark.
    sun = np.stack([np.full(HOURS, 1000.0), np.zeros(HOURS)])
    found = assess(Plant(solar_m2=20.0), solar_w_m2=sun, n_years=6)
    assert found.longest_vital_hour.tolist() == [0.0, HOURS] * 3
    assert found.p_crew_survives == 0.5
    # Two weathers are two draws, however often each comes: nearly nothing is known.
    often = assess(Plant(solar_m2=20.0), solar_w_m2=sun, n_years=600)
    for told in (found, often):
        assert told.lolh_stderr_hour[0] == pytest.approx(0.5 * HOURS)
        assert told.p_low < 0.02
        assert told.p_high > 0.98


def test_years_of_few_weathers_count_as_their_weathers():
    # Every year lives: of 24 weathers in 600 years, 24 draws say so; of 600 weathers, 600.
    sun = np.full((600, HOURS), 1000.0)
    for n_weathers in (24, 600):
        found = assess(Plant(solar_m2=20.0), solar_w_m2=sun[:n_weathers], n_years=600)
        assert found.p_crew_survives == 1.0
        assert found.p_low == pytest.approx(wilson_interval(n_weathers, n_weathers)[0])
    # Without an array no weather matters, and with a single one it is given, not drawn.
    assert assess(Plant(), load=np.zeros((4, HOURS)), solar_w_m2=sun[:24], n_years=600).p_low > 0.99
    assert assess(Plant(solar_m2=20.0), solar_w_m2=sun[:1], n_years=600).p_low > 0.99


def test_a_crew_lives_through_what_its_stores_bear():
    load = np.repeat([[1.0], [0.0], [0.0], [0.0]], HOURS, axis=1)
    sun = np.full((1, HOURS), 1000.0)
    sun[0, 100:130] = 0.0
    for bears_hour, lives in ((29.0, 0.0), (30.0, 1.0)):
        found = assess(
            Plant(solar_m2=9.0), solar_w_m2=sun, load=load, n_years=2, ride_through_hour=bears_hour
        )
        assert found.p_crew_survives == lives


def test_failure_rates_that_are_switched_off_stay_off():
    plant = Plant((station(),))
    assert assess(plant, reliability=Reliability(0.1, failure_factor=0.0)).unserved_vital_kwh.sum() == 0.0
    all_shared = assess(plant, reliability=Reliability(1.0))
    # One unit carries the vital load: it goes short only when both are out, here always together.
    assert all_shared.lolh_hour_per_mars_year[0] == pytest.approx(
        all_shared.lolh_hour_per_mars_year[1], rel=0.02
    )


def test_a_study_reaches_the_threads():
    load = np.repeat([[0.0], [0.0], [1.0], [0.0]], HOURS, axis=1)
    with overriding({"grid/reliability.backlog_hour": 1000.0}):
        patient = assess(Plant(), load=load, n_years=2)
    assert patient.eue_kwh_per_mars_year[2] == pytest.approx(HOURS - 1000.0)


def test_years_and_shapes_are_checked():
    with pytest.raises(OutOfRange, match="n_years must be at least 1"):
        assess(Plant(), n_years=0)
    with pytest.raises(OutOfRange, match="solar_w_m2"):
        assess(Plant(), solar_w_m2=np.zeros((1, 5)))
    with pytest.raises(OutOfRange, match="solar_w_m2"):
        assess(Plant(), solar_w_m2=np.zeros(HOURS))


@pytest.mark.parametrize(("hits", "draws"), [(1, 0), (5, 4), (-1, 4)])
def test_impossible_counts_are_refused(hits, draws):
    with pytest.raises(OutOfRange):
        wilson_interval(hits, draws)


def test_one_more_unit_never_serves_less_in_any_year():
    by_units = [assess(Plant((station(n),), battery_kwh=30.0, battery_kw=10.0)) for n in (2, 3, 4, 5)]
    for fewer, more in itertools.pairwise(by_units):
        assert (more.unserved_vital_kwh <= fewer.unserved_vital_kwh + 1e-9).all()
        assert (more.longest_vital_hour <= fewer.longest_vital_hour).all()
        assert (more.eue_kwh_per_mars_year[:2] <= fewer.eue_kwh_per_mars_year[:2] + 1e-9).all()
    assert by_units[0].unserved_vital_kwh.sum() > by_units[2].unserved_vital_kwh.sum()
