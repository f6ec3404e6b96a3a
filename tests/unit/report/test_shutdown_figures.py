"""Heat after shutdown and temperatures after faults: titles follow the numbers, absence is said."""

from kilosol.report.figures import FIGURES
from kilosol.report.number_text import THIN


def finding(name, run, verdict):
    return FIGURES[name](run, verdict).layout.meta["finding"].replace(THIN, " ")


def test_decay_heat_is_told_for_an_hour_and_a_day(synthetic, run, verdict):
    # 160 kW x 0.06 x 3600 ** -0.25 and 86400 ** -0.25.
    assert finding("cooling_down", run, verdict) == (
        "An hour after shutdown the cores still give 1.2 kW, a day after 560 W"
    )
    without = synthetic.changed(run, "safety", thermal_kwt=0.0)
    assert finding("cooling_down", without, verdict) == "No core heats on after shutdown"


def test_the_hottest_fault_is_told_with_its_distance_from_the_limit(run, verdict):
    assert finding("fuel_after_faults", run, verdict) == (
        "All cooling lost: the fuel reaches 1 260 K, 213 K below its limit"
    )
    verdict["safety"]["transients"]["loss_of_cooling_peak_k"] = 1500.0
    assert finding("fuel_after_faults", run, verdict).endswith("1 500 K, 27 K above its limit")


def test_a_unit_without_a_model_draws_nothing(run, verdict):
    verdict["safety"]["transients"] = None
    assert finding("fuel_after_faults", run, verdict) == "No model of the chosen unit's faults"
