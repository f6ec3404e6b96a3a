import dataclasses
import datetime
import math

import pytest

from kilosol.errors import DataError, OutOfRange, UnknownName
from kilosol.evidence import Finding, Row, case, chosen_rows, recompute, registry, rows, run_selfcheck
from kilosol.evidence.cases import ships

ROW = Row(
    case="x", package="ships", what="a length", unit="m", published=(100.0,), below=2.0, above=1.0,
    scale="distance", published_error=0.0, and_frac=0.0, kind="measured", source="bate1971", where="p. 1",
    note="", compute="ships.part_of_full_load", arguments={"gas": "Oxygen"},
)  # fmt: skip


def found(ours: float, below: float = 2.0, above: float = 1.0, **changed: object) -> Finding:
    return Finding(dataclasses.replace(ROW, **changed), ours, below, above)


def test_a_tolerance_may_differ_below_and_above() -> None:
    assert found(98.0).holds
    assert found(101.0).holds
    assert not found(97.9).holds
    assert not found(101.1).holds
    assert found(99.0).share == pytest.approx(-0.5)
    assert found(101.0).share == pytest.approx(1.0)
    assert found(101.0).difference_frac == pytest.approx(0.01)


def test_a_range_is_its_own_tolerance() -> None:
    inside = found(30.0, 0.0, 0.0, published=(25.0, 35.0))
    assert inside.holds
    assert inside.difference == inside.share == 0.0
    below = found(24.0, 0.0, 0.0, published=(25.0, 35.0))
    assert not below.holds
    assert below.difference == -1.0
    assert below.difference_frac == pytest.approx(-0.04)


def test_nothing_came_out_is_not_within_any_tolerance() -> None:
    assert not found(math.nan, math.inf, math.inf).holds


def test_a_known_miss_must_be_one_and_not_grow() -> None:
    missed = {"missed": "another panel", "worst_frac": 0.35}
    assert found(130.0, **missed).state == "known miss"
    assert found(140.0, **missed).state == "fails"
    assert found(100.5, **missed).state == "no longer missed"
    assert [found(x, **missed).is_as_stated for x in (130.0, 140.0, 100.5)] == [True, False, False]


def test_claimed_values_that_are_missed_fail_the_check() -> None:
    wrong = dataclasses.replace(rows("heldmann2022_propellant")[0], published=(1000.0,))
    check = run_selfcheck([wrong, rows("heldmann2022_propellant")[1]])
    assert not check.is_good
    assert [one.state for one in check.findings] == ["fails", "holds"]
    assert "1 that we claim is NOT" in check.summary


def test_an_error_of_the_computation_is_a_miss(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(gas: str) -> float:
        raise OutOfRange("gas", gas, "known")

    monkeypatch.setattr(ships, "part_of_full_load", refuse)
    assert recompute(rows("heldmann2022_propellant")[0]).state == "fails"


def test_what_needs_an_absent_package_is_not_run() -> None:
    check = run_selfcheck([dataclasses.replace(ROW, needs=("no_such_package",))])
    assert check.of("not run")[0].skipped == "needs no_such_package, not installed"
    assert check.is_good
    assert "1 not run: needs no_such_package" in check.remarks[-1]


def test_slow_rows_wait_for_the_full_check() -> None:
    slow = [row for row in chosen_rows() if row.is_slow]
    assert {row.case for row in slow} == {"rts1979_adequacy"}
    assert run_selfcheck(slow).left_out == len(slow)


def test_names_are_told() -> None:
    with pytest.raises(UnknownName, match="did you mean 'fission'"):
        chosen_rows("fision")
    with pytest.raises(UnknownName, match="sood2003_critical_bodies"):
        case("sood2003_critical_body")
    assert {row.case for row in chosen_rows("crow1975_growth")} == {"crow1975_growth"}


HEAD = 'title = "x"\npackage = "ships"\nsource = "bate1971"\nwhere = "p. 1"\nkind = "exact"\n'
GROUP = '[[groups]]\nwhat = "x"\nunit = "1"\ncompute = "ships.part_of_full_load"\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD.replace("ships", "shops") + GROUP, "package must be one of"),
        (HEAD.replace("bate1971", "nobody1900") + GROUP, "references.bib lacks"),
        (HEAD.replace("exact", "hearsay") + GROUP, "must be of a kind among"),
        (HEAD + GROUP, "no published value"),
        (HEAD + GROUP + "published = 1\ntolerance = -1", "negative tolerance"),
        (HEAD + GROUP + "published = 1\ntolerance = 1\nerrors = 3", "several tolerances"),
        (HEAD + GROUP + "published = 1\ntolerence = 1", "tolerence"),
        (HEAD + GROUP + 'columns = ["a", "published"]\nrows = [[1]]', "1 cells for 2 columns"),
    ],
)
def test_a_faulty_case_is_refused(tmp_path, monkeypatch, text: str, said: str) -> None:
    (tmp_path / "faulty.toml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(registry, "ROOT", tmp_path)
    monkeypatch.setattr(registry, "case_names", lambda: ("faulty",))
    with pytest.raises(DataError, match=said):
        case.__wrapped__("faulty")


def test_dates_are_the_middle_of_their_day() -> None:
    assert registry._number(datetime.date(2000, 1, 1)) == 2451545.0
    assert registry._number("12/13") == pytest.approx(12 / 13)


def test_our_own_computations_are_counted_apart() -> None:
    first, second = rows("heldmann2022_propellant")[:2]
    own = dataclasses.replace(first, kind="program", source="kilosol_computed2026")
    assert own.is_own
    check = run_selfcheck([own, second])
    assert check.summary.startswith("1 of 1 values of others and 1 of 1 of our own separate computations")
