"""Files of every kind that a command reads: each is used, or refused with its name; never a traceback."""

from __future__ import annotations

import contextlib
import datetime
import io
import json
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kilosol.data
from kilosol.cli import main
from kilosol.data.columns import parse_columns
from kilosol.data.tables import parse_table
from kilosol.errors import DataError, KilosolError
from kilosol.fission import parse_replay, run_replay, unit_from_text
from kilosol.loads import load_process
from kilosol.planning.claims import judge_claims, read_claims
from kilosol.planning.series import load_of_file, tau_of_file
from kilosol.results import store
from kilosol.scenario import load_scenario, to_toml
from kilosol.studies.forecast import read_forecasts, shipped_forecasts, write_forecasts
from kilosol.studies.log import PLAN, ROWS, Journal, line_of
from tests.fuzz.conftest import CHEAP, Planner
from tests.fuzz.mutations import mutated
from tests.fuzz.test_fuzz_scenarios import FEW as SCENARIOS_FEW
from tests.fuzz.test_fuzz_scenarios import FEW_PLANS, MANY_PLANS, cases
from tests.fuzz.test_fuzz_scenarios import MANY as SCENARIOS_MANY

DATA = Path(kilosol.data.__file__).parent
TODAY = datetime.date(2026, 11, 20)
SOLS = 669

#: Cases of each reader in the normal suite and in the slow campaign.
FEW, MANY, MANY_FOLDERS = 30, 700, 200


@dataclass(frozen=True)
class Reader:
    """Something that reads a file: what it reads when all is well, and how."""

    texts: tuple[bytes, ...]
    read: Callable[[Path], object]
    suffix: str = ".toml"


def command(*words: str) -> Callable[[Path], None]:
    """A command with ``--json`` on a file (``FILE`` among its words); its exit code stands for its error."""

    def run(file: Path) -> None:
        out, complaint = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(complaint):
            code = main([*(str(file) if word == "FILE" else word for word in words), "--json"])
        if code == 2:
            # `check` tells its problems on stdout, as JSON.
            raise DataError(complaint.getvalue() + out.getvalue())
        assert code in (0, 4), complaint.getvalue()
        json.loads(out.getvalue(), parse_constant=_no_number)

    return run


def _no_number(word: str) -> None:
    raise AssertionError(f"{word} in JSON")


def shipped(pattern: str, *needed: bytes) -> tuple[bytes, ...]:
    found = (path.read_bytes() for path in sorted(DATA.rglob(pattern)))
    return tuple(text for text in found if all(word in text for word in needed))


def forecasts() -> bytes:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        write_forecasts(Path(folder) / "f.toml", shipped_forecasts(TODAY))
        return (Path(folder) / "f.toml").read_bytes()


def rewritten(file: Path) -> None:
    """Forecasts that were read can be written, and read again as they were."""
    found = read_forecasts(file)
    copy = file.with_name("copy.toml")
    write_forecasts(copy, found)
    assert read_forecasts(copy) == found


def one_claim() -> bytes:
    first = (DATA / "claims.toml").read_bytes().split(b"[[claims]]")[1]
    return b"[[claims]]" + first


def replayed(file: Path) -> None:
    """As the command does it, without the sheet."""
    try:
        raw = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except ValueError as error:
        raise DataError(f"{file.name}: {error}") from None
    run_replay(parse_replay(raw, file.name))


def unit_read(file: Path) -> None:
    try:
        unit_from_text(file.read_text(encoding="utf-8-sig"), file.name)
    except UnicodeDecodeError as error:
        raise DataError(f"{file.name}: {error}") from None


def table_read(file: Path) -> None:
    try:
        parse_table(file.name, tomllib.loads(file.read_text(encoding="utf-8")))
    except (ValueError, RecursionError) as error:
        if isinstance(error, KilosolError):
            raise
        raise DataError(f"{file.name}: {error}") from None


LONG = {
    "columns": {"sol": "sol", "tau": "1"},
    "source": "assumption",
    "where": "here",
    "tier": "D",
}


def columns_read(file: Path) -> None:
    parse_columns(file.name, LONG, file.read_text(encoding="utf-8", errors="replace"))


YEAR = b"sol,tau\n" + b"".join(b"%d,0.6\n" % sol for sol in range(SOLS))
SEASONS = b"# mine\nls_deg,tau\n" + b"".join(b"%d,0.6\n" % ls for ls in range(0, 361, 5))
DAY = b"vital_kw,essential_kw,deferrable_kw,sheddable_kw\n" + b"10,20,5.5,1\n" * 24
UNIT_TABLES = shipped("tables/fission/*.toml", b'kind = "fission_unit"')

READERS: dict[str, Reader] = {
    "station": Reader(UNIT_TABLES, command("station", "FILE")),
    "unit": Reader(UNIT_TABLES, unit_read),
    "replay command": Reader(shipped("*replays*/*.toml"), command("station", "replay", "FILE")),
    "replay": Reader(shipped("*replays*/*.toml"), replayed),
    "process": Reader(shipped("tables/loads/processes/*.toml"), load_process),
    "forecasts": Reader((forecasts(),), rewritten),
    "dust": Reader((YEAR, SEASONS), lambda file: tau_of_file(str(file)), ".csv"),
    "dust command": Reader((SEASONS,), command("site", "AP-1", "--dust", "FILE"), ".csv"),
    "load": Reader((DAY,), lambda file: load_of_file(str(file), 24 * SOLS), ".csv"),
    "check": Reader(shipped("../scenario/presets/*.toml"), command("check", "FILE")),
    "table": Reader(shipped("tables/**/*.toml", b"[values]"), table_read),
    "long table": Reader((YEAR,), columns_read, ".csv"),
}


def refuse_unless_told(error: KilosolError, place: str) -> None:
    """An error must name its file, and not drown its reader."""
    assert place in str(error), error
    assert len(str(error)) < 100_000


def check_reader(reader: Reader, n: int, folder: Path, *, told_as: str = "") -> None:
    file = folder / f"my-own{reader.suffix}"
    for text in reader.texts:
        # What ships is read: else the cases would test nothing but the first refusal.
        file.write_bytes(text)
        if len(reader.texts) < 3:
            reader.read(file)

    @cases(n)
    @given(mutated(reader.texts))
    def check(raw: bytes) -> None:
        file.write_bytes(raw)
        try:
            reader.read(file)
        except KilosolError as error:
            refuse_unless_told(error, told_as or file.name)
        # Nothing half-written is left beside it.
        assert {path.name for path in folder.iterdir()} <= {file.name, "copy.toml"}

    check()


#: The design sheet takes seconds; its file is read in full by "unit" here, and by all in the slow campaign.
SHEETS = {"station": 6}


@pytest.mark.parametrize("name", READERS)
def test_a_file_is_used_or_refused_by_name(name: str, tmp_path: Path) -> None:
    check_reader(READERS[name], SHEETS.get(name, FEW), tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("name", READERS)
def test_many_files(name: str, tmp_path: Path) -> None:
    check_reader(READERS[name], MANY, tmp_path)


def check_claims(n: int, folder: Path, planned: Planner) -> None:
    """Claims that are read are judged, whatever year and day they name."""
    from kilosol.studies.forecast import evidence_of

    run = planned(load_scenario("announced-2025", CHEAP))
    assert not isinstance(run, KilosolError)
    evidence = evidence_of(run)

    def judged(file: Path) -> None:
        found, _ = judge_claims(evidence, read_claims(file), TODAY)
        assert all(0.0 <= one["probability"] <= 1.0 for one in found if one["probability"] is not None)

    check_reader(Reader(((DATA / "claims.toml").read_bytes(), one_claim()), judged), n, folder)


def test_claims_are_judged_or_refused_by_name(planned: Planner, tmp_path: Path) -> None:
    check_claims(2 * FEW, tmp_path, planned)


@pytest.mark.slow
def test_many_claims(planned: Planner, tmp_path: Path) -> None:
    check_claims(MANY, tmp_path, planned)


ROW = {"case": 0, "kpis": {"x": 1.0}, "words": {}, "error": "", "code": "abc"}
DIARY = b"".join(line_of({**ROW, "case": i}).encode() for i in range(5))
IDENTITY = {"kilosol": "1", "code": "abc", "scenario": "x", "design": []}


def check_diary(n: int, folder: Path) -> None:
    """A sweep's folder with a damaged file keeps its whole rows, or is refused by name."""
    described = json.dumps(IDENTITY, indent=2).encode()

    @cases(n)
    @given(st.sampled_from([PLAN, ROWS]), st.data())
    def check(name: str, data: st.DataObject) -> None:
        (folder / PLAN).write_bytes(described)
        (folder / ROWS).write_bytes(DIARY)
        raw = data.draw(mutated((described if name == PLAN else DIARY,)))
        (folder / name).write_bytes(raw)
        try:
            journal = Journal(folder, IDENTITY)
        except DataError as error:
            refuse_unless_told(error, str(folder))
            return
        try:
            # What is kept is what was written: a changed digit would be a changed result.
            assert all(row == {**ROW, "case": case} for case, row in journal.rows.items())
        finally:
            journal.close()

    check()


def test_a_damaged_diary_of_a_sweep(tmp_path: Path) -> None:
    check_diary(FEW, tmp_path)


@pytest.mark.slow
def test_many_damaged_diaries(tmp_path: Path) -> None:
    check_diary(MANY, tmp_path)


def check_folders(n: int, folder: Path, planned: Planner) -> None:
    """The report of a damaged results folder is whole, or refused and the earlier one kept."""
    from kilosol import report

    where = saved_run(folder, planned)
    whole = {path.name: path.read_bytes() for path in where.iterdir()}

    @cases(n)
    @given(st.sampled_from(["verdict.json", "provenance.json", "results.nc"]), st.data())
    def check(name: str, data: st.DataObject) -> None:
        (where / name).write_bytes(data.draw(mutated((whole[name],))))
        (where / "report.html").write_bytes(b"earlier")
        try:
            report.write(where)
            assert (where / "report.html").read_bytes().rstrip().endswith(b"</html>")
        except DataError as error:
            refuse_unless_told(error, str(where))
            assert (where / "report.html").read_bytes() == b"earlier"
        assert {path.name for path in where.iterdir()} == set(whole)
        (where / name).write_bytes(whole[name])

    check()


def saved_run(folder: Path, planned: Planner) -> Path:
    run = planned(load_scenario("as-of-2026-11", CHEAP))
    assert not isinstance(run, KilosolError)
    text = to_toml(run.scenario)
    return store.save(folder / "run", run.results, run.verdict, text, run.provenance, "earlier")


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("verdict.json", b"{}"),
        ("verdict.json", b"[1]"),
        ("provenance.json", b"\xff"),
        ("results.nc", b"\x89HDF\r\n\x1a\n"),
        ("results.nc", b""),
    ],
)
def test_a_damaged_results_folder(tmp_path: Path, planned: Planner, name: str, raw: bytes) -> None:
    from kilosol import report

    where = saved_run(tmp_path, planned)
    (where / name).write_bytes(raw)
    with pytest.raises(DataError, match=r"damaged|netCDF"):
        report.write(where)
    assert (where / "report.html").read_text(encoding="utf-8") == "earlier"


@pytest.mark.slow
def test_many_damaged_results_folders(tmp_path: Path, planned: Planner) -> None:
    check_folders(MANY_FOLDERS, tmp_path, planned)


def test_the_campaigns_are_as_large_as_the_page_says() -> None:
    few = sum(SCENARIOS_FEW.values()) + FEW_PLANS + FEW * (len(READERS) + 3) - FEW + SHEETS["station"]
    many = sum(SCENARIOS_MANY.values()) + MANY_PLANS + MANY * (len(READERS) + 2) + MANY_FOLDERS
    assert 1_000 <= few < 1_500
    assert 20_000 <= many < 40_000


def test_a_damaged_design_of_a_stopped_grid_run_is_sized_again(tmp_path: Path) -> None:
    from kilosol.studies.grid_run import _kept_before

    kept = tmp_path / "design.json"
    for text in ("", "{", "[]", '{"is_feasible": true}', "[" * 20_000, "\x00"):
        kept.write_text(text, encoding="utf-8")
        assert _kept_before(kept) is None


@pytest.mark.parametrize("line", ["product = []", "product = 3", "floors = 3", "floors = [[]]", "inputs = 1"])
def test_a_process_of_other_kinds_is_refused_by_name(line: str, tmp_path: Path) -> None:
    """Found by the campaign: each once ended in a traceback."""
    key = line.split()[0]
    whole = (DATA / "tables/loads/processes/sabatier.toml").read_text(encoding="utf-8")
    table = f"[{key}]"
    kept = [row for row in whole.splitlines() if not row.startswith((f"{key} =", table))]
    file = tmp_path / "mine.toml"
    file.write_text("\n".join([line, *kept]), encoding="utf-8")
    with pytest.raises(DataError, match=rf"mine\.toml: .*{key.rstrip('s')}"):
        load_process(file)


@pytest.mark.parametrize(
    "text",
    ["x = " + "9" * 5000, "x = " + "[" * 20_000, "x." * 50_000 + "y = 1", "# x\n" * 1_100_000],
    ids=["digits", "brackets", "dots", "bytes"],
)
@pytest.mark.parametrize("name", ["station", "replay command", "process", "forecasts", "check"])
def test_texts_that_make_the_parser_give_up(name: str, text: str, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=r"mine\.toml"):
        READERS[name].read(file)
