"""The ten questions of examples/ten_questions.py, each with two inputs that move the answer."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).parents[2] / "examples" / "ten_questions.py"


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KILOSOL_CACHE", str(tmp_path_factory.mktemp("cache")))
        spec = importlib.util.spec_from_file_location("ten_questions", SCRIPT)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        yield module


def test_1_the_way_home(ask: ModuleType) -> None:
    usual, light = ask.way_home(), ask.way_home(payload_t=50.0)
    assert 750.0 <= usual["propellant_t"] <= 1070.0
    assert 0.5 <= usual["power_mw"] <= 0.9
    assert light["flights_for_it"] > usual["flights_for_it"]
    assert usual["binds"]
    assert usual["ships_by_window"]


def test_2_when_humans_land(ask: ModuleType) -> None:
    announced, today = ask.landing_chances(preset="announced-2025"), ask.landing_chances()
    filled = ask.landing_chances(preset="announced-2025", **ask.EVERY_SHIP_FILLED)
    gated = ask.landing_chances(preset="announced-2025", gates__station_sols=300.0, **ask.EVERY_SHIP_FILLED)
    # Pads fill one of the five ships of 2026, and three must land before a crew leaves.
    assert announced["by"][2029][1] == 0.0 < 0.1 < filled["by"][2029][1]
    assert announced["by"][2031][1] > today["by"][2031][1]
    # A gate that needs a station's proof from a second wave cannot open for 2029.
    assert gated["by"][2029][1] == 0.0
    assert today["by"][2029][1] == 0.0
    assert all(low <= p <= high for low, p, high in announced["by"].values())
    assert announced["loss_of_crew"] > today["loss_of_crew"] > 0.0
    assert today["binds"]["success"] > 0.0


def test_3_the_partners_offer(ask: ModuleType) -> None:
    soon, late = ask.partner_offer(), ask.partner_offer(first_window=2033)
    assert 50.0 <= soon["made_t_per_synod"] <= 100.0
    assert soon["partner_kw"] == 40.0
    assert soon["holds_with_one_unit_out"]
    assert soon["served_frac"]["vital"] > 0.999 > soon["served_frac"]["sheddable"]
    assert late["landed_2035"] < soon["landed_2035"]


def test_4_a_storm_and_a_trip(ask: ModuleType) -> None:
    two, one = ask.storm_and_trip(), ask.storm_and_trip(n_units=1)
    assert two["shed_kwh"]["vital"] == pytest.approx(0.0, abs=1e-6)
    assert one["shed_kwh"]["essential"] > two["shed_kwh"]["essential"]
    assert one["p_survives"] < two["p_survives"]
    assert len(two["shed_kwh_by_sol"]["sheddable"]) == 80
    assert one["propellant_burnt_kwh"] > two["propellant_burnt_kwh"]


def test_5_designs_by_latitude(ask: ModuleType) -> None:
    equator, north = ask.designs_at(latitude_deg=0.0), ask.designs_at(latitude_deg=35.0)
    assert north["designs"]["solar-battery"][0] > equator["designs"]["solar-battery"][0]
    # A reactor is the same at each latitude; the array that starts it hangs on the season.
    bare = [at["designs"]["partner-fission"][0] - at["start_t"]["partner-fission"] for at in (north, equator)]
    assert bare[0] == pytest.approx(bare[1], rel=1e-2)
    assert north["start_t"]["partner-fission"] > equator["start_t"]["partner-fission"] > 0.0
    assert north["partner_saves_t"] > equator["partner_saves_t"] > 0.0


def test_6_a_missed_resupply(ask: ModuleType) -> None:
    long, short = ask.missed_resupply(), ask.missed_resupply(stores_sols=1000.0)
    assert long["who_starves"] == "nobody"
    assert short["who_starves"].startswith("6 people")
    more = ask.missed_resupply(n_machines=40)
    assert more["spares_of_one_kind_for_99_percent"] > long["spares_of_one_kind_for_99_percent"] > 0
    assert short["decide_before_sol"] < long["decide_before_sol"]


def test_7_one_kilowatt(ask: ModuleType) -> None:
    packed, grown = ask.one_kilowatt(), ask.one_kilowatt(food_by_lamps_frac=0.5)
    assert packed["kw_per_person"] > 3.0
    assert grown["kw_per_person"] > packed["kw_per_person"] + 2.0
    assert 4.0 < packed["oxygen_floor_kwh_kg"] < 5.2


def test_8_robots_that_lay_an_array(ask: ModuleType) -> None:
    slow, fast = ask.robots_for_array(productivity=0.3), ask.robots_for_array(productivity=0.5)
    assert slow["robots_in_half_and_nine_in_ten"][0] > fast["robots_in_half_and_nine_in_ten"][0]
    mid, high = slow["robots_in_half_and_nine_in_ten"]
    assert mid < high
    assert slow["kwh_a_sol_each"] == pytest.approx(4.3, abs=0.3)


def test_9_musk_said_2029(ask: ModuleType) -> None:
    now, then = ask.is_it_true(), ask.is_it_true(preset="announced-2025")
    filled = ask.is_it_true(preset="announced-2025", **ask.EVERY_SHIP_FILLED)
    assert len(now["sentences"]) == 2
    assert "condition it hangs on was not met" in now["sentences"][0]
    assert "15 March 2025" in now["sentences"][0]
    assert "6 February 2026" in now["first_window"]
    assert then["probability"] < 0.1 < filled["probability"]
    assert "launches fill every ship" in then["sentences"][1]
    assert "contradicted" in then["sentences"][0]
    assert now["source"] == "musk2025march"
    assert len(now["assumptions"]) == 3


def test_10_a_city_in_two_decades(ask: ModuleType) -> None:
    now = ask.is_it_true(claim="city-two-decades")
    then = ask.is_it_true(claim="city-two-decades", preset="announced-2025")
    assert now["probability"] <= then["probability"]
    assert 12.0 <= now["power_gw_of_a_million"] <= 30.0
    assert now["million_t_by"]["2046"] <= then["million_t_by"]["2046"]
    assert "transport" in then["sentences"][1]
    assert "replaced on 8 August 2025" in now["sentences"][1]
    filled = ask.is_it_true(claim="city-two-decades", preset="announced-2025", **ask.EVERY_SHIP_FILLED)
    assert then["closure_p50"] < filled["closure_p50"]
    assert then["million_t_by"]["2046"] <= filled["million_t_by"]["2046"]
