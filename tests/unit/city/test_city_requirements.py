import pytest

from kilosol.campaign import smallest_change
from kilosol.city import cited_city_rules, imported_power_people, person_power_kw, what_lowers_power_kw
from kilosol.errors import OutOfRange


def test_the_smallest_set_has_fewest_levers_then_fewest_steps():
    # Lever 0 never does it alone, 1 does with three steps, 0 and 2 together with one each.
    found = smallest_change(lambda s: 0.2 * s[1] + 0.4 * (s[0] > 0) + 0.2 * (s[2] > 0), [4, 4, 4], above=0.5)
    assert found.steps == (0, 3, 0)
    assert found.is_reached
    assert found.base_chance == 0.0


def test_a_lever_that_hurts_beside_others_hides_nothing():
    found = smallest_change(lambda s: 0.0 if s[1] else 0.6 * (s[0] >= 2), [3, 3], above=0.5)
    assert found.steps == (2, 0)


def test_nothing_suffices_and_nothing_is_needed():
    never = smallest_change(lambda s: 0.1 * s[0], [2, 2], above=0.5)
    assert (never.is_reached, never.steps, never.chance) == (False, (2, 0), 0.2)
    assert smallest_change(lambda _: 0.9, [1], above=0.5).steps == (0,)
    with pytest.raises(OutOfRange, match="n_steps"):
        smallest_change(lambda _: 0.0, [0], above=0.5)


def test_a_person_takes_12_to_30_kw_and_sunlight_lowers_it():
    """Steady city 12 to 25 kWe, growing town 20 to 35: the load tree's published span."""
    rules = cited_city_rules()
    uses = person_power_kw(rules)
    assert 12.0 < sum(uses.values()) < 30.0
    assert max(uses, key=uses.get) == "food"
    changed = what_lowers_power_kw(rules)
    assert changed["food under lamps"] > changed["as it is"]
    assert all(
        kw < changed["as it is"]
        for name, kw in changed.items()
        if name not in ("as it is", "food under lamps")
    )


def test_a_million_cannot_import_its_power():
    """At 20 kWe and 60 kg/kWe a million people's power is 1.2 Mt; 5 % of it a year is 60 kt."""
    assert imported_power_people(60_000.0, 20.0, 60.0, 0.05) == pytest.approx(1e6)
