import re
from pathlib import Path

import pytest

from kilosol import data
from kilosol.data import bibliography, references
from kilosol.errors import DataError

BIB = Path(data.__file__).parent / "references.bib"


def test_every_entry_of_the_file_is_read():
    written = re.findall(r"^@\w+\{([^,\s]+),", BIB.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(written) == len(set(written)), "a key stands twice"
    assert set(written) == set(references())


@pytest.mark.parametrize("key", sorted(references()))
def test_a_reader_can_find_it(key):
    found = references()[key]
    assert found.title
    assert found.author
    assert re.fullmatch(r"\d{4}", found.year), found.year
    assert found.title in str(found)


def test_an_entry_as_written(tmp_path, monkeypatch):
    (tmp_path / "few.bib").write_text(
        "@article{a2020,\n  author = {A. Author},\n  title = {On {Mars}},\n  journal = {J. 1, 2},\n"
        "  year = {2020},\n  doi = {10.1/x},\n  note = {abstract},\n"
        "  seen = {secondary},\n}\n\n@misc{b2021,\n  author = {B},\n"
        "  title = {T},\n  year = {2021},\n  seen = {recalled}\n}\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(bibliography, "_BIB", tmp_path / "few.bib")
    found = references.__wrapped__()
    assert str(found["a2020"]) == "A. Author, “On {Mars}”, J. 1, 2, 10.1/x, 2020"
    assert (found["a2020"].kind, found["a2020"].note) == ("article", "abstract")
    assert (found["a2020"].seen, found["b2021"].seen) == ("secondary", "recalled")
    assert found["b2021"].year == "2021"


@pytest.mark.parametrize("seen", ["", "  seen = {heard},\n"])
def test_an_entry_must_say_how_it_was_read(tmp_path, monkeypatch, seen):
    text = f"@misc{{a2020,\n  author = {{A}},\n  title = {{T}},\n{seen}  year = {{2020}},\n}}\n"
    (tmp_path / "one.bib").write_text(text, encoding="utf-8")
    monkeypatch.setattr(bibliography, "_BIB", tmp_path / "one.bib")
    with pytest.raises(DataError, match="a2020: seen must be one of primary, secondary, recalled, computed"):
        references.__wrapped__()
