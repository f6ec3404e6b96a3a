import tomllib

import pytest

from kilosol.data import Cited, binary, overriding, recording, table, table_names
from kilosol.data.tables import parse_table
from kilosol.errors import DataError, UnknownName

GOOD = {"value": 1.5, "unit": "kg", "source": "rucker2016", "where": "table 3", "tier": "B"}


def parsed(key="mass_kg", **changed):
    entry = {k: v for k, v in (GOOD | changed).items() if v is not None}
    return parse_table("test", {"title": "A table", "values": {key: entry}})


class TestParse:
    def test_a_good_entry(self):
        found = parsed(low=1.0, high=2, note="of one")
        cited = found["mass_kg"]
        assert isinstance(cited, Cited)
        assert (cited.value, cited.unit, cited.low, cited.high, cited.note) == (1.5, "kg", 1.0, 2.0, "of one")
        assert cited.path == "test.mass_kg"
        assert found.text == {"title": "A table"}

    def test_whole_numbers_become_floats(self):
        assert type(parsed(value=2)["mass_kg"].value) is float
        assert parsed(value=[1, 2])["mass_kg"].value == (1.0, 2.0)

    @pytest.mark.parametrize("field", ["value", "unit", "source", "where", "tier"])
    def test_nothing_may_be_missing(self, field):
        with pytest.raises(DataError, match=f"test.mass_kg: lacks '{field}'"):
            parsed(**{field: None})

    @pytest.mark.parametrize(
        ("key", "changed", "said"),
        [
            ("mass_t", {}, "its name promises 't' but its unit is 'kg'"),
            ("mass", {}, "its name must end in a suffix for 'kg'"),
            ("mass_kg", {"low": 1.6, "high": 2.0}, "outside its own range 1.6 to 2.0"),
            ("mass_kg", {"low": 1.0, "high": 1.4}, "outside its own range"),
            ("mass_kg", {"low": 1.0}, "needs both low and high"),
            ("mass_kg", {"tier": "E"}, "tier must be A, B, C or D"),
            ("mass_kg", {"source": "assumption"}, "an assumption must have tier D"),
            ("mass_kg", {"dist": "normal"}, "dist must be one of"),
            ("mass_kg", {"page": 4}, "unknown field 'page'"),
        ],
    )
    def test_refusals_say_why(self, key, changed, said):
        with pytest.raises(DataError, match=said):
            parsed(key, **changed)

    def test_a_bare_number_is_not_a_cited_value(self):
        with pytest.raises(DataError, match="bare number"):
            parse_table("test", {"values": {"mass_kg": 3.0}})

    def test_all_problems_are_told_at_once(self):
        raw = tomllib.loads('[values]\na_kg = 1\nb_kg = { value = 1, unit = "t" }\n')
        with pytest.raises(DataError) as caught:
            parse_table("test", raw)
        lines = str(caught.value).splitlines()
        assert sum(line.startswith("test.a_kg") for line in lines) == 1
        assert sum(line.startswith("test.b_kg") for line in lines) == 3

    def test_an_assumption_is_a_legal_source(self):
        assert parsed(source="assumption", tier="D")["mass_kg"].is_assumption


class TestRead:
    def test_a_list_is_no_number(self):
        found = parsed(value=[1, 2, 3])
        assert found.array("mass_kg").tolist() == [1.0, 2.0, 3.0]
        with pytest.raises(TypeError, match=r"test.mass_kg is a list of 3 values"):
            found.number("mass_kg")

    def test_a_number_is_a_list_of_one(self):
        assert parsed().array("mass_kg").tolist() == [1.5]

    def test_unknown_names_point_to_the_nearest(self):
        with pytest.raises(UnknownName, match="did you mean 'mass_kg'"):
            parsed()["mas_kg"]
        with pytest.raises(UnknownName, match="did you mean 'constants'"):
            table("constant")
        with pytest.raises(UnknownName, match="binary table"):
            binary("none.npz")

    def test_tables_are_listed_by_prefix(self):
        assert "constants" in table_names()
        fission = table_names("fission/")
        assert fission
        assert all(name.startswith("fission/") for name in fission)
        assert list(fission) == sorted(fission)

    def test_a_table_is_read_once(self):
        assert table("constants") is table("constants")


class TestRecording:
    def test_notes_what_is_read_and_nothing_else(self):
        constants = table("constants")
        with recording() as used:
            constants.number("au_km")
            assert "sol_s" in constants
            assert len(list(constants)) == len(constants)
            constants.peek()
        assert list(used) == ["constants.au_km"]
        assert used["constants.au_km"].source == "iau2012b2"

    def test_an_inner_run_keeps_its_own_book(self):
        with recording() as outer:
            table("constants").number("au_km")
            with recording() as inner:
                table("constants").number("sol_s")
        assert list(outer) == ["constants.au_km"]
        assert list(inner) == ["constants.sol_s"]

    def test_after_an_error_the_book_is_closed(self):
        with pytest.raises(ValueError, match="stop"), recording() as used:
            raise ValueError("stop")
        table("constants").number("au_km")
        assert used == {}


class TestOverriding:
    def test_replaces_inside_the_block_only(self):
        before = table("constants").number("sol_s")
        with overriding({"constants.sol_s": 1.0}), recording() as used:
            assert table("constants").number("sol_s") == 1.0
        assert table("constants").number("sol_s") == before
        # The ledger shows what the study used, under the old source.
        assert used["constants.sol_s"].value == 1.0

    def test_a_whole_number_will_do(self):
        with overriding({"constants.sol_s": 90000}):
            value = table("constants").number("sol_s")
        assert (value, type(value)) == (90000.0, float)

    def test_blocks_nest(self):
        with overriding({"constants.sol_s": 1, "constants.day_s": 2}):
            with overriding({"constants.sol_s": 3}):
                assert table("constants").number("sol_s") == 3.0
                assert table("constants").number("day_s") == 2.0
            assert table("constants").number("sol_s") == 1.0
