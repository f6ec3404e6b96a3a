import json

import pytest

from kilosol.cli import main
from kilosol.evidence import chosen_rows
from kilosol.evidence.cases import loads


def test_a_package_in_words(capsys) -> None:
    assert main(["selfcheck", "--package", "loads"]) == 0
    said = capsys.readouterr()
    rows = chosen_rows("loads")
    n = sum(not row.missed for row in rows)
    assert f"LOADS: {n} of {len(rows)} hold" in said.out
    assert "wagman1982" in said.out
    assert "are reproduced within their stated tolerance" in said.out
    assert "wagman1982 floors" in said.err


def test_known_misses_are_told_with_the_reason(capsys) -> None:
    assert main(["selfcheck", "--package", "oleson2022_station", "--misses"]) == 0
    said = capsys.readouterr().out
    assert "KNOWN NOT TO BE REPRODUCED" in said
    assert "(+47 %)" in said
    assert "airless Moon" in said
    assert "end-to-end" not in said.lower()


def test_a_missed_claim_is_exit_code_1(capsys, monkeypatch) -> None:
    monkeypatch.setattr(loads, "melting", lambda: 0.3)
    assert main(["selfcheck", "--package", "mwip2016_water"]) == 1
    assert "MISSED, though claimed" in capsys.readouterr().out


def test_json_holds_every_row_with_its_source(capsys) -> None:
    assert main(["selfcheck", "--package", "ships", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["counts"]["holds"] == len(found["rows"]) == len(chosen_rows("ships")) >= 18
    first = next(row for row in found["rows"] if row["source"] == "heldmann2022")
    assert abs(first["difference"]) <= first["allowed_above"]
    assert "Heldmann" in first["reference"]


@pytest.mark.parametrize("name", ["fision", "sood2003"])
def test_unknown_names(capsys, name: str) -> None:
    assert main(["selfcheck", "--package", name]) == 2
    said = capsys.readouterr().err
    assert "unknown package or case" in said
    assert ("'fission'" in said) == (name == "fision")


def test_the_page_shows_misses_first_and_fetches_nothing(capsys, tmp_path) -> None:
    page = tmp_path / "evidence.html"
    assert main(["selfcheck", "--package", "oleson2022_station", "--out", str(page)]) == 0
    text = page.read_text(encoding="utf-8")
    body = text.split('id="library"')[0]
    assert body.index("Known not to be reproduced") < body.index('id="fission"')
    assert "3 of 6 values of others are reproduced" in body
    assert 'src="http' not in body
    assert main(["selfcheck", "--package", "ships", "--out", str(tmp_path)]) == 2
    assert "cannot be written" in capsys.readouterr().err
