"""``kilosol sources``: the check finds what is wrong."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kilosol.data import bibliography, cited_values, tables
from kilosol.data.source_check import source_problems

ROW = 'source = "{source}", where = "p. 1", tier = "A"'


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
