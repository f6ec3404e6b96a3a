"""``kilosol sources``: the check finds what is wrong."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from kilosol.cli import main
from kilosol.cli.sources import source_problems
from kilosol.data import bibliography, cited_values, tables

ROW = 'source = "{source}", where = "p. 1", tier = "D"'


@pytest.fixture
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder of tables in place of the shipped ones."""
    root = tmp_path / "tables"
    root.mkdir()
    monkeypatch.setattr(tables, "ROOT", root)
    tables.table.cache_clear()
    yield root
    tables.table.cache_clear()


def test_what_ships_is_properly_cited() -> None:
    assert source_problems() == []


def test_values_come_with_their_paths_in_order() -> None:
    paths = [c.path for c in cited_values()]
    assert "constants.au_km" in paths
    assert "mars/sites.latitude_deg" in paths
    assert paths == sorted(paths)


def test_an_unknown_source_names_the_nearest(data_folder: Path) -> None:
    known = next(iter(bibliography.references()))
    text = f'[values]\nmass_kg = {{ value = 1.0, unit = "kg", {ROW.format(source=known + "x")} }}\n'
    (data_folder / "a.toml").write_text(text, encoding="utf-8")
    (problem,) = source_problems()
    assert "a.mass_kg" in problem
    assert f"did you mean {known!r}" in problem


def test_a_unit_that_its_name_does_not_promise(data_folder: Path) -> None:
    text = f'[values]\nmass_kg = {{ value = 1.0, unit = "t", {ROW.format(source="assumption")} }}\n'
    (data_folder / "a.toml").write_text(text, encoding="utf-8")
    assert any("promises 'kg'" in problem for problem in source_problems())


def test_the_sources_of_claims_are_checked_too(data_folder: Path) -> None:
    text = '[[claims]]\nid = "a"\nsource = "nobody1900"\nwithdrawn_source = "nobody1901"\n'
    (data_folder.parent / "claims.toml").write_text(text, encoding="utf-8")
    problems = source_problems()
    assert len(problems) == 2
    assert all("claims.toml" in p for p in problems)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ('source = "poston2020", where = "p. 1", tier = "A"', "tier A is above B"),
        ('source = "poston2020", where = "p. 1", tier = "B", seen = "computed"', "names no inputs"),
        (
            'source = "kilosol_computed2026", where = "sum", tier = "B", inputs = ["b.part_kg"]',
            "above D, that of its weakest input b.part_kg",
        ),
    ],
)
def test_a_tier_above_what_was_seen(data_folder: Path, row: str, said: str) -> None:
    text = f'[values]\nmass_kg = {{ value = 1.0, unit = "kg", {row} }}\n'
    (data_folder / "a.toml").write_text(text, encoding="utf-8")
    part = f'part_kg = {{ value = 0.5, unit = "kg", {ROW.format(source="assumption")} }}'
    (data_folder / "b.toml").write_text(f"[values]\n{part}\n", encoding="utf-8")
    (problem,) = source_problems()
    assert problem.startswith("a.mass_kg: ")
    assert said in problem


@pytest.mark.parametrize(
    ("pointer", "said"),
    [
        ("b.nothing_kg", "unknown value in table 'b' 'nothing_kg'"),
        ("c.mass_kg", "unknown data table 'c'"),
        ("b.other_kg", "is itself the same as b.part_kg"),
        ("b.length_m", "its name promises 'kg', b.length_m has 'm'"),
        ("a.mass_kg", "points back to itself"),
    ],
)
def test_a_pointer_that_finds_no_value_of_its_own_kind(data_folder: Path, pointer: str, said: str) -> None:
    text = f'[values]\nmass_kg = {{ same_as = "{pointer}" }}\n'
    (data_folder / "a.toml").write_text(text, encoding="utf-8")
    row = ROW.format(source="assumption")
    text = (
        f'[values]\npart_kg = {{ value = 0.5, unit = "kg", {row} }}\n'
        f'length_m = {{ value = 0.5, unit = "m", {row} }}\nother_kg = {{ same_as = "b.part_kg" }}\n'
    )
    (data_folder / "b.toml").write_text(text, encoding="utf-8")
    assert any(problem.startswith("a.mass_kg: ") and said in problem for problem in source_problems())


def test_what_was_seen_and_the_shares_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sources", "constants.", "--json"]) == 0
    found = {one["path"]: one for one in json.loads(capsys.readouterr().out)}
    assert found["constants.mars_year_sol"]["seen"] == "computed"
    assert found["constants.mars_year_sol"]["inputs"] == ["park2021"]
    assert found["constants.mars_gravity_m_s2"]["tier"] == "recalled"
    assert main(["sources", "loads/chemistry"]) == 0
    shown = capsys.readouterr().out
    assert "recalled" in shown
    assert "tier A measured 0 %" in shown
