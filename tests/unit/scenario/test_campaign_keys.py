"""Gates by preset, systems, and campaigns that cannot be."""

import pytest

from kilosol.errors import ScenarioError
from kilosol.scenario import load_scenario, read_scenario, to_toml
from kilosol.scenario.presets import preset_text

TEXT = preset_text("as-of-2026-11")


def test_a_preset_set_over_a_file_takes_the_place_of_its_numbers():
    found = load_scenario("as-of-2026-11", {"gates.preset": "cautious"}).gates
    assert (found.style, found.min_landings, found.station_sols) == ("cautious", 10, 400.0)
    assert found.through_winter


def test_numbers_set_beside_a_preset_or_stated_with_it_in_a_file_win():
    found = load_scenario("as-of-2026-11", {"gates.preset": "cautious", "gates.min_landings": 4}).gates
    assert (found.min_landings, found.station_sols) == (4, 400.0)
    start, end = TEXT.index("[gates]"), TEXT.index("# What must be ready")
    short = TEXT[:start] + '[gates]\npreset = "spacex-like"\nmin_landings = 2\n\n' + TEXT[end:]
    gates = read_scenario(short, "short.toml").gates
    assert (gates.min_landings, gates.min_success_frac, gates.style) == (2, 0.6, "spacex-like")


def test_presets_survive_the_way_through_text():
    scenario = load_scenario("as-of-2026-11", {"gates.preset": "nasa-like"})
    assert read_scenario(to_toml(scenario), "again.toml") == scenario


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"gates.preset": "cautius"}, "gates.preset"),
        ({"gates.min_confidence_frac": 0.9999999}, "this gate never opens"),
        ({"gates.stores_sols": 2000.0}, "crew.stores_sols"),
        ({"systems.0.ready_per_year": 0.0}, "never ready"),
        ({"systems.0.not_before": "2068-01-01"}, "never ready"),
        ({"partners.station.delayed_per_window": 1.5}, "delayed_per_window"),
    ],
)
def test_what_cannot_be_is_named_with_its_cure(changes, said):
    with pytest.raises(ScenarioError, match=said):
        load_scenario("as-of-2026-11", changes)
