import numpy as np
import pytest

from kilosol import mars
from kilosol.data import overriding, recording
from kilosol.errors import OutOfRange
from kilosol.streams import generator


def test_storm_changes_only_its_season() -> None:
    quiet = mars.design_year_tau(latitude_deg=39.8, global_storm=False)
    stormy = mars.design_year_tau(latitude_deg=39.8)
    onset = round(float(mars.sol_of_ls(262.0)))
    # A thousandth is left of the exponential decay half a year later.
    assert stormy[250:onset] == pytest.approx(quiet[250:onset], rel=1e-3)
    assert stormy[200:250] == pytest.approx(quiet[200:250], rel=0.01)
    assert np.all(stormy >= quiet)
    assert stormy[onset + 20] > 4 * quiet[onset + 20]


def test_peak_and_onset_are_what_was_asked() -> None:
    tau = mars.design_year_tau(latitude_deg=0.0, storm_onset_ls_deg=185.0, storm_peak_tau=10.8)
    assert tau.max() == 10.8
    first = int(np.argmax(tau > 10.7))
    assert mars.ls_of_sol_deg(first) == pytest.approx(185.0 + 10 * 0.58, abs=1.0)


def test_late_storm_wraps_into_the_years_beginning() -> None:
    tau = mars.design_year_tau(latitude_deg=0.0, storm_onset_ls_deg=350.0)
    assert tau[0] > 2
    assert tau.max() == 4.5


def test_random_year_is_the_first_of_many_and_repeats() -> None:
    one = mars.random_year_tau(generator(3, "dust"), latitude_deg=10.0)
    again = mars.random_years_tau(generator(3, "dust"), 1, latitude_deg=10.0)[0]
    other = mars.random_year_tau(generator(4, "dust"), latitude_deg=10.0)
    assert np.array_equal(one, again)
    assert not np.array_equal(one, other)
    assert np.all(one > 0)


def test_storm_chance_of_one_and_zero() -> None:
    certain = mars.random_years_tau(generator(5, "dust"), 40, latitude_deg=0.0, storm_frac=1.0)
    never = mars.random_years_tau(generator(5, "dust"), 40, latitude_deg=0.0, storm_frac=0.0)
    assert np.all(certain.max(axis=1) >= 3.5)
    assert np.all(certain.max(axis=1) <= 10.8)
    assert np.all(never.max(axis=1) < 3.5)


def test_values_are_entered_in_the_ledger_and_can_be_replaced() -> None:
    with recording() as used:
        mars.design_year_tau(latitude_deg=0.0)
    assert {"mars/dust.storm_peak_tau", "mars/opportunity_tau.tau_p50"} <= set(used)
    with overriding({"mars/dust.storm_peak_tau": 7.0}):
        assert mars.design_year_tau(latitude_deg=0.0).max() == 7.0


@pytest.mark.parametrize(
    "wrong",
    [
        {"latitude_deg": 95.0},
        {"latitude_deg": 0.0, "storm_onset_ls_deg": 400.0},
        {"latitude_deg": 0.0, "storm_peak_tau": -1.0},
    ],
)
def test_bad_design_years_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(OutOfRange):
        mars.design_year_tau(**wrong)


def test_bad_random_years_are_refused() -> None:
    with pytest.raises(OutOfRange, match="storm_frac"):
        mars.random_year_tau(generator(1, "dust"), latitude_deg=0.0, storm_frac=1.5)
    with pytest.raises(OutOfRange, match="n_years"):
        mars.random_years_tau(generator(1, "dust"), 0, latitude_deg=0.0)
    with pytest.raises(OutOfRange, match="percentile"):
        mars.climatology_tau(0.0, 25)
