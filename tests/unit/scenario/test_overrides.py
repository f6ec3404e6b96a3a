"""Values set from outside."""

from datetime import date

import pytest

from kilosol.errors import ScenarioError
from kilosol.scenario import load_scenario, parse_override


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        ("crew.people=4", "crew.people", 4),
        (" crew.people = 4 ", "crew.people", 4),
        ("partners.station.offered=false", "partners.station.offered", False),
        ("as_of=2027-01-01", "as_of", date(2027, 1, 1)),
        ("power.architectures=['solar']", "power.architectures", ["solar"]),
        ("ship.payload_t=0.1 kt", "ship.payload_t", "0.1 kt"),
        ("site.name=Utopia SW", "site.name", "Utopia SW"),
        ('title="2031"', "title", "2031"),
        ("title=2031", "title", "2031"),
        ("title=a=b", "title", "a=b"),
        ("seed=1\nb=2", "seed", "1\nb=2"),
    ],
)
def test_a_typed_value_is_a_toml_literal_or_bare_words(text: str, key: str, value: object) -> None:
    assert parse_override(text) == (key, value)


@pytest.mark.parametrize("text", ["crew.people", "=4", "crew.people=", "", "power.architectures=['solar'"])
def test_a_broken_override_is_refused(text: str) -> None:
    with pytest.raises(ScenarioError, match="override"):
        parse_override(text)


def test_flights_are_addressed_by_window_or_by_place() -> None:
    by_window = load_scenario("as-of-2026-11", {"flights.2033.robots": 7})
    by_place = load_scenario("as-of-2026-11", {"flights.2.robots": 7})
    assert by_window == by_place
    assert [f.robots for f in by_window.flights] == [10, 100, 7]


def test_a_window_that_is_not_listed_names_the_nearest() -> None:
    with pytest.raises(ScenarioError, match="no element '2034'; did you mean '2033'"):
        load_scenario("as-of-2026-11", {"flights.2034.robots": 7})


def test_a_key_below_a_single_value_is_refused() -> None:
    with pytest.raises(ScenarioError, match="single value"):
        load_scenario("as-of-2026-11", {"ship.payload_t.low": 7})


def test_problems_of_overrides_say_so_and_come_together() -> None:
    overrides = {"partner.station.offered": False, "crew.people": "many", "draws": 0}
    with pytest.raises(ScenarioError) as caught:
        load_scenario("as-of-2026-11", overrides)
    found = {p.what: p for p in caught.value.problems}
    assert set(found) == {"partner", "crew.people", "draws"}
    assert {p.where for p in found.values()} == {"override"}
    assert "did you mean 'partners'" in found["partner"].message


def test_text_and_python_values_both_work() -> None:
    as_text = load_scenario("as-of-2026-11", {"partners.station.offered": "false", "crew.people": "4"})
    as_values = load_scenario("as-of-2026-11", {"partners.station.offered": False, "crew.people": 4})
    assert as_text == as_values
    assert not as_text.partners.station.offered


def test_words_that_look_like_numbers_stay_words() -> None:
    assert load_scenario("as-of-2026-11", {"title": "2031"}).title == "2031"


def test_tuples_are_lists() -> None:
    scenario = load_scenario("as-of-2026-11", {"power.architectures": ("solar",)})
    assert scenario.power.architectures == ("solar",)


def test_the_presets_do_not_change_under_overrides() -> None:
    load_scenario("as-of-2026-11", {"crew.people": 4})
    assert load_scenario("as-of-2026-11").crew.people == 6
