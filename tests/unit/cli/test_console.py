"""Streams that take any text, and the last net under the commands."""

import io
import json
import os
import sys
from pathlib import Path

import pytest

from kilosol.cli import app, main
from kilosol.cli.console import HANDLER, fitted, plain, take_any_text
from kilosol.cli.output import complain, kept_first, say_json, say_table

PAGES = ("cp1252", "gbk", "cp932", "latin-1", "ascii")
#: Every letter of the first plane, halves of pairs (file names may hold those), and some of the others.
EVERY = "".join(map(chr, [*range(0x10000), *range(0x1F300, 0x1F700), 0x10FFFF]))


def stream(page: str) -> io.TextIOWrapper:
    """A stream as Python opens one that is redirected."""
    return io.TextIOWrapper(io.BytesIO(), encoding=page, errors="strict", newline="\n")


def written(to: io.TextIOWrapper) -> bytes:
    to.flush()
    assert isinstance(to.buffer, io.BytesIO)
    return to.buffer.getvalue()


@pytest.mark.parametrize("page", [*PAGES, "utf-8", "cp437", "big5", "koi8-r", "utf-16"])
def test_every_letter_can_be_written(monkeypatch: pytest.MonkeyPatch, page: str) -> None:
    out = stream(page)
    monkeypatch.setattr(sys, "stdout", out)
    take_any_text()
    assert out.errors == HANDLER
    out.write(EVERY)
    shown = written(out).decode(page)
    assert shown.startswith(EVERY[:128])
    # What the page has is written as it is.
    assert all(letter in shown for letter in "é×" if letter.encode(page, "ignore"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1\u202f250\u2009kW", "1 250 kW"),
        ("“it’s” – 3 × 4 − 1", '"it\'s" - 3 x 4 - 1'),
        ("8.9 km²/s², 10⁻⁵, 2³, m³", "8.9 km2/s2, 10^-5, 2^3, m3"),
        ("½ ≥ ⅓ … naïve Łódź", "1/2 >= 1/3 ... naive Lodz"),
        ("火星\U0001f680", "\\u706b\\u661f\\U0001f680"),
        ("e\u0301", "e"),
        ("\udcff", "\\udcff"),
    ],
)
def test_what_a_page_lacks_is_written_plainly(text: str, said: str) -> None:
    assert plain(text) == said
    out = stream("ascii")
    out.reconfigure(errors=HANDLER)
    out.write(text)
    assert written(out).decode("ascii") == said
    assert fitted(text, out) == said


def test_numbers_never_become_other_numbers() -> None:
    for raised in "⁰¹²³⁴⁵⁶⁷⁸⁹":
        assert plain(f"10{raised}") == "10^" + plain(f"m{raised}")[1:]


def test_a_users_own_choice_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.TextIOWrapper(io.BytesIO(), encoding="ascii", errors="xmlcharrefreplace")
    monkeypatch.setattr(sys, "stdout", out)
    take_any_text()
    assert out.errors == "xmlcharrefreplace"


@pytest.mark.parametrize("page", [*PAGES, "utf-8", "utf-16"])
def test_json_is_the_same_value_on_every_page(monkeypatch: pytest.MonkeyPatch, page: str) -> None:
    value = {"what": "“²” 火 \U0001f680", "n": 1.5, "none": float("nan"), "name": "bad-\udcff"}
    out = stream(page)
    monkeypatch.setattr(sys, "stdout", out)
    take_any_text()
    say_json(value)
    assert json.loads(written(out).decode(page)) == {**value, "none": None}


def test_columns_stand_under_each_other_on_every_page(monkeypatch: pytest.MonkeyPatch) -> None:
    out = stream("ascii")
    monkeypatch.setattr(sys, "stdout", out)
    take_any_text()
    say_table(("what", "≥ 3"), [["a … b", "1"], ["ab", "22"]], right=("≥ 3",))
    lines = [line for line in written(out).decode("ascii").splitlines() if line.strip()]
    assert any(">= 3" in line for line in lines)
    assert any("a ... b" in line for line in lines)
    assert len({len(line) for line in lines}) == 1


def test_streams_that_are_not_there_are_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    assert main(["new"]) == 0
    assert main(["new", "--presett", "x"]) == 2
    for made in (sys.stdout, sys.stderr):
        assert made.name == os.devnull
        made.close()


def test_a_complaint_that_nobody_can_read_ends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    class Gone(io.StringIO):
        def write(self, _: str) -> int:
            raise BrokenPipeError

    monkeypatch.setattr(sys, "stderr", Gone())
    complain("[1/7] windows")


def fail(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def build() -> None:
        raise error

    monkeypatch.setattr(app, "build_app", build)


@pytest.mark.parametrize(
    "error",
    [
        ValueError("f(a) and f(b) must have different signs"),
        KeyError("landing"),
        ZeroDivisionError(),
        RecursionError("too deep"),
        UnicodeEncodeError("ascii", "²", 0, 1, "no"),
        RuntimeError("two\nlines “quoted”"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_a_fault_is_one_sentence_and_its_details_are_kept(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, error: Exception
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    fail(error, monkeypatch)
    assert main(["plan"]) == 4
    shown = capsys.readouterr()
    (kept,) = tmp_path.iterdir()
    assert shown.out == ""
    assert len(shown.err.splitlines()) == 1
    for words in (
        type(error).__name__,
        "a fault of Kilosol",
        "not of your input",
        "please report",
        str(kept),
    ):
        assert words in shown.err
    assert "Traceback" in kept.read_text(encoding="utf-8")


def test_a_fault_is_shown_where_it_happened_on_demand(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setenv("KILOSOL_TRACEBACK", "1")
    fail(KeyError("landing"), monkeypatch)
    assert main([]) == 4
    assert "Traceback" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_fault_without_a_place_for_its_details_says_how_to_see_them(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "gone"))
    fail(KeyError("landing"), monkeypatch)
    assert main([]) == 4
    assert "KILOSOL_TRACEBACK=1" in capsys.readouterr().err


def test_want_of_memory_is_no_fault(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fail(MemoryError(), monkeypatch)
    assert main([]) == 4
    assert "more memory than there is; fewer draws" in capsys.readouterr().err


def test_answers_come_before_what_kept_them_from_their_file() -> None:
    told = []

    def keep() -> None:
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"), kept_first(keep):
        told.append("answers")
    assert told == ["answers"]
    # Also where their reader has gone.
    with pytest.raises(OSError, match="full"), kept_first(keep):
        raise BrokenPipeError
