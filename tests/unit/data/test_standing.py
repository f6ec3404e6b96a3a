"""Tiers by reading: what was seen of a source caps the tier of what rests on it."""

import re
import tomllib

import pytest

from kilosol.data import Cited, cited_values, columns, overriding, recording, references, table, table_names
from kilosol.data.cited import BEST_TIERS, standing
from kilosol.data.inputs import input_problems, own_table
from kilosol.data.shares import shares_text, tier_counts
from kilosol.data.standing import standing_problems
from kilosol.data.tables import ROOT, parse_table
from kilosol.errors import DataError

#: A source of each kind.
READ = {"primary": "bipm2019", "secondary": "poston2020", "recalled": "nist_webbook"}


def entry(**changed):
    base = {"value": 1.5, "unit": "kg", "source": "poston2020", "where": "table 3", "tier": "B"}
    return {k: v for k, v in (base | changed).items() if v is not None}


def parsed(**changed):
    return parse_table("test", {"values": {"mass_kg": entry(**changed)}})["mass_kg"]


class TestCap:
    @pytest.mark.parametrize(("seen", "source"), READ.items())
    @pytest.mark.parametrize("tier", ["A", "B", "C", "D"])
    def test_a_tier_is_not_above_what_was_seen(self, seen, source, tier):
        problems = standing_problems(entry(source=source, tier=tier))
        assert bool(problems) == (tier < BEST_TIERS[seen])
        assert standing_problems(entry(source="poston2020", seen=seen, tier=tier)) == problems

    def test_a_value_is_seen_as_its_source_unless_it_says_otherwise(self):
        assert parsed().seen == "secondary"
        assert parsed(seen="recalled", tier="C").seen == "recalled"
        assert parsed(source="assumption", tier="D").seen is None

    @pytest.mark.parametrize(
        ("changed", "said"),
        [
            ({"seen": "recalled"}, "tier B is above C, the best of what was seen as 'recalled'"),
            ({"seen": "heard"}, "seen must be one of primary, secondary, recalled, computed, got 'heard'"),
            ({"source": "assumption", "tier": "D", "seen": "primary"}, "no source that could be seen"),
            ({"source": "nobody1900"}, "say how it was seen"),
            ({"source": "poston202"}, "did you mean 'poston2020'"),
            ({"seen": "computed"}, "names no inputs"),
            ({"inputs": "poston2020"}, "inputs must be a list"),
        ],
    )
    def test_refusals_say_why(self, changed, said):
        with pytest.raises(DataError, match=f"^test.mass_kg: .*{re.escape(said)}"):
            parsed(**changed)

    def test_a_source_of_the_users_own_says_how_it_was_seen(self):
        assert parsed(source="my report", seen="primary", tier="A").seen == "primary"

    def test_computed_of_nothing_named_is_an_assumption_in_all_but_name(self):
        assert parsed(seen="computed", tier="D").inputs == ()


class TestInputs:
    def own(self, tier, inputs):
        raw = {"sum_kg": entry(seen="computed", tier=tier, inputs=inputs), "mass_kg": entry()}
        return own_table("mine.toml", {"values": raw})

    def test_the_weakest_input_is_named(self):
        self.own("B", ["mine.toml.mass_kg", "bipm2019"])
        with pytest.raises(DataError, match="tier B is above C, that of its weakest input nist_webbook"):
            self.own("B", ["mine.toml.mass_kg", "nist_webbook"])

    @pytest.mark.parametrize("path", ["mine.toml.sum_kg", "nowhere.mass_kg", "constants.nothing"])
    def test_an_input_must_be_another_value_or_source(self, path):
        with pytest.raises(DataError, match="is no other cited value or source"):
            self.own("B", [path])

    def test_columns_and_pointers_are_inputs_too(self):
        with pytest.raises(DataError, match=r"weakest input mars/global_storms\.mars_year"):
            self.own("B", ["mars/global_storms.mars_year"])
        with pytest.raises(DataError, match=r"weakest input storage/propellant_reserve\.mixture_ratio"):
            self.own("B", ["storage/propellant_reserve.mixture_ratio"])


class TestShipped:
    def test_every_computed_value_is_no_better_than_its_inputs(self):
        assert input_problems(cited_values()) == []

    def test_nothing_recalled_is_above_tier_c(self):
        recalled = [c for c in cited_values() if c.seen == "recalled"]
        assert len(recalled) > 100
        assert {c.path for c in recalled if c.tier < "C"} == set()

    def test_what_says_recalled_is_seen_so(self):
        # By its own words or those of its source: the words and the field must not part.
        said = [c for c in cited_values() if "recalled" in f"{c.where} {c.note}" and not c.is_assumption]
        # The note of the sites speaks of their coordinates; its other columns are computed.
        assert {c.path for c in said if c.seen not in ("recalled", "computed")} == set()
        assert {c.path for c in said if c.tier < "C" and not c.path.startswith("mars/sites.")} == set()
        starts = {k: r.note for k, r in references().items() if r.note.startswith("recalled")}
        assert {k for k in starts if references()[k].seen != "recalled"} == set()

    def test_data_beside_the_tables_keep_the_rule(self):
        found = 0
        for path in ROOT.parent.rglob("*.toml"):
            for one in _cited_in(tomllib.loads(path.read_text(encoding="utf-8"))):
                found += 1
                assert standing_problems(one) == [], (path.name, one)
        assert found > len(cited_values()) / 2

    def test_values_of_ours_by_choice_claim_no_source(self):
        assert table("loads/food").cited_at("greenhouse_per_person_kw").is_assumption


def _cited_in(value):
    """Every mapping that has a source and a tier, however deep."""
    if isinstance(value, dict):
        if {"source", "tier"} <= value.keys():
            yield value
        for inner in value.values():
            yield from _cited_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _cited_in(inner)


class TestSameAs:
    def test_a_pointer_reads_the_one_row(self):
        with recording() as used:
            here = table("storage/propellant_reserve").number("mixture_ratio")
        assert list(used) == ["loads/isru.mixture_kg_kg"]
        assert here == table("loads/isru").number("mixture_kg_kg")
        assert "mixture_ratio" in list(table("storage/propellant_reserve"))

    @pytest.mark.parametrize(
        "turned", ["loads/isru.mixture_kg_kg", "storage/propellant_reserve.mixture_ratio"]
    )
    def test_turned_under_either_name_it_moves_for_all(self, turned):
        with overriding({turned: 3.0}):
            read = [
                table(name).number(key)
                for name, key in (
                    ("loads/isru", "mixture_kg_kg"),
                    ("ships/operations", "mixture_ratio"),
                    ("storage/propellant_reserve", "mixture_ratio"),
                )
            ]
        assert read == [3.0, 3.0, 3.0]

    @pytest.mark.parametrize(
        ("pointer", "said"),
        [
            ({"same_as": "constants.au_km", "value": 1.0}, "must not have value of its own"),
            ({"same_as": "au_km"}, "must be a path table.key"),
        ],
    )
    def test_refusals_say_why(self, pointer, said):
        with pytest.raises(DataError, match=said):
            parse_table("test", {"values": {"distance_km": pointer}})

    def test_every_pointer_finds_a_value(self):
        pointers = {f"{n}.{k}": v for n in table_names() for k, v in table(n).pointers.items()}
        assert len(pointers) > 20
        paths = {c.path for c in cited_values()}
        assert {path for path in pointers.values() if path not in paths} == set()
        assert paths.isdisjoint(pointers)


def test_a_column_has_its_own_standing_where_it_says_so():
    sites = columns("mars/sites")
    assert sites.cited("latitude_deg").seen == "recalled"
    assert (sites.cited("albedo").seen, sites.cited("albedo").tier) == ("computed", "B")


def test_words_and_shares():
    assert standing("C", "recalled") == "recalled"
    assert standing("C", "secondary") == standing("C", None) == "claimed"
    assert standing("D", "recalled") == "assumption"
    values = [Cited("t", f"k{i}", 1.0, "1", "x", "y", tier) for i, tier in enumerate("AABD")]
    assert tier_counts(values) == {"A": 2, "B": 1, "C": 0, "D": 1}
    assert "A measured 50 %" in shares_text(tier_counts(values))
    assert shares_text(tier_counts([])) == "none"
