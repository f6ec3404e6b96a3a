"""The canonical text of a scenario."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kilosol.scenario import load_scenario, preset_names, read_scenario, scenario_hash, to_toml

BASE = load_scenario("as-of-2026-11")


@pytest.mark.parametrize("name", preset_names())
def test_the_text_gives_the_scenario_back(name: str) -> None:
    scenario = load_scenario(name)
    text = to_toml(scenario)
    again = read_scenario(text, "scenario.toml")
    assert again == scenario
    assert to_toml(again) == text


@given(
    title=st.text(min_size=1, max_size=200).filter(str.isprintable),
    payload=st.floats(min_value=1e-9, max_value=1000),
    frac=st.none() | st.floats(min_value=1e-9, max_value=1),
    robots=st.integers(0, 1000000),
    alternatives=st.sets(st.sampled_from(["kilopower-10", "fsp-100", "topaz-1"])),
)
def test_any_value_survives(
    title: str, payload: float, frac: float | None, robots: int, alternatives: set[str]
) -> None:
    values: dict[str, object] = {
        "title": title,
        "ship.payload_t": payload,
        "flights.1.robots": robots,
        "partners.station.claimed_alternatives": sorted(alternatives),
    }
    if frac is not None:
        values["landing.success_frac"] = frac
    scenario = load_scenario("as-of-2026-11", values)
    assert read_scenario(to_toml(scenario), "scenario.toml") == scenario


def test_an_optional_key_left_out_stays_out() -> None:
    assert "success_frac = " not in to_toml(BASE).replace("min_success_frac = ", "")
    assert "\nlatitude_deg" not in to_toml(BASE)


def test_the_hash_is_short_stable_and_tells_scenarios_apart() -> None:
    first = scenario_hash(BASE)
    assert len(first) == 8
    assert int(first, 16) >= 0
    assert first == scenario_hash(load_scenario("as-of-2026-11"))
    assert first != scenario_hash(load_scenario("as-of-2026-11", {"crew.people": 7}))
    # The way a value was written does not matter.
    same = load_scenario("as-of-2026-11", {"ship.payload_t": "100000 kg"})
    assert first == scenario_hash(same)
