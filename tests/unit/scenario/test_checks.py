"""Contradictions between values: each names the key and the cure."""

import pytest
from pydantic import ValidationError

from kilosol.errors import ScenarioError
from kilosol.scenario import Scenario, load_scenario
from kilosol.scenario.checks import most_cargo_ships

SOUND = load_scenario("as-of-2026-11")


def complaint(overrides: dict[str, object], key: str) -> str:
    """Message about a key; fails if there is none."""
    with pytest.raises(ScenarioError) as caught:
        load_scenario("as-of-2026-11", overrides)
    return {p.what: p.message for p in caught.value.problems}[key]


def test_a_window_listed_twice() -> None:
    assert "2031 is listed twice" in complaint({"flights.2033.window": 2031}, "flights.2.window")


def test_windows_out_of_order() -> None:
    assert "ascending order" in complaint({"flights.2028.window": 2035}, "flights.1.window")


def test_a_crew_before_the_first_flight() -> None:
    message = complaint({"crew.first_window": 2026}, "crew.first_window")
    assert "set 2028 or later" in message


def test_a_crew_after_the_horizon() -> None:
    assert "no crew flies" in complaint({"crew.first_window": 2052}, "crew.first_window")


def test_no_crew_ships_at_all() -> None:
    assert "set crew_ships = 1" in complaint({"flights.2033.crew_ships": 0}, "flights.2.crew_ships")


def test_crew_ships_only_before_the_first_crew_window() -> None:
    overrides = {
        "flights.2028.crew_ships": 1,
        "flights.2033.crew_ships": 0,
        "crew.first_window": 2031,
    }
    assert "the last crew ships leave in 2028" in complaint(overrides, "crew.first_window")


def test_a_growing_fleet_carries_crews_later() -> None:
    assert load_scenario("as-of-2026-11", {"crew.first_window": 2039}).crew.first_window == 2039
    shrinking = {"crew.first_window": 2039, "fleet.growth_factor": 0}
    assert "no crew flies" in complaint(shrinking, "crew.first_window")


def test_a_gate_of_more_landings_than_ships() -> None:
    overrides: dict[str, object] = {"horizon_year": 2033, "gates.min_landings": 76}
    # 5 + 20 + 50 cargo ships by 2033.
    assert "at most 75 cargo ships" in complaint(overrides, "gates.min_landings")
    assert load_scenario("as-of-2026-11", {**overrides, "gates.min_landings": 75})


def test_most_cargo_ships_grows_by_the_factor_up_to_the_limit() -> None:
    grown = load_scenario("as-of-2026-11", {"horizon_year": 2037, "fleet.max_ships": 100})
    # 5 + 20 + 50 listed; at most two windows more by 2037, of 75 and then 100 rather than 112.
    assert most_cargo_ships(grown) == 75 + 75 + 100


def test_landings_that_never_succeed_are_a_question_one_may_ask() -> None:
    assert load_scenario("as-of-2026-11", {"landing.success_frac": 0}).landing.success_frac == 0


@pytest.mark.parametrize("key", ["station_sols", "propellant_t"])
def test_a_gate_on_a_station_that_nobody_brings(key: str) -> None:
    overrides = {"flights.2031.brings_station": False, f"gates.{key}": 100}
    assert "set brings_station = true" in complaint(overrides, f"gates.{key}")


def test_an_unknown_site_names_the_nearest_and_what_a_new_one_needs() -> None:
    message = complaint({"site.name": "Jezzero"}, "site.name")
    assert "did you mean 'Jezero'" in message
    assert "elevation_km" in message


def test_a_new_site_needs_all_three_coordinates() -> None:
    some = {"site.name": "Nowhere", "site.latitude_deg": 10}
    assert "needs east_longitude_deg and elevation_km" in complaint(some, "site.name")
    every = {**some, "site.east_longitude_deg": 20, "site.elevation_km": -3}
    assert load_scenario("as-of-2026-11", every).site.name == "Nowhere"


def test_a_known_site_may_be_moved() -> None:
    assert load_scenario("as-of-2026-11", {"site.latitude_deg": 41}).site.latitude_deg == 41.0


def test_unknown_units_name_the_nearest() -> None:
    message = complaint({"partners.station.technology": "kilopwer-10"}, "partners.station.technology")
    assert "did you mean 'kilopower-10'" in message
    key = "partners.station.claimed_alternatives"
    assert "selena-kurchatov" in complaint({key: ["selena-kurchatow"]}, f"{key}.0")


def test_several_contradictions_come_at_once() -> None:
    with pytest.raises(ScenarioError) as caught:
        load_scenario("as-of-2026-11", {"site.name": "Jezzero", "gates.min_landings": 10000})
    assert len(caught.value.problems) == 2


def test_a_scenario_built_by_hand_is_checked_too() -> None:
    raw = SOUND.model_dump(by_alias=True)
    raw["crew"]["first_window"] = 2026
    with pytest.raises(ValidationError, match=r"crew\.first_window"):
        Scenario.model_validate(raw)


def test_a_unit_whose_mass_nobody_has_published_is_refused_where_it_would_have_to_fly() -> None:
    # Found by the slow campaign of wrong input: the plan ended in a traceback.
    for key in ("partners.station.technology", "power.own_technology"):
        message = complaint({"partners.station.offered": False, key: "selena-kurchatov"}, key)
        assert "no published mass" in message
        assert "kilopower-10" in message
    # Where it need not fly, it may be named.
    load_scenario("as-of-2026-11", {"partners.station.claimed_alternatives": ["selena-kurchatov"]})
    load_scenario(
        "as-of-2026-11", {"power.architectures": ["solar"], "power.own_technology": "selena-kurchatov"}
    )
